//! What a command says before and after it writes, and who it takes its user for.

use std::process::Command;

use super::{DAY, Office, UNSIGNED};
use crate::command::has;

const SIGN: [&str; 3] = ["sign", "plan.yaml", "leadership"];

#[test]
fn what_is_signed_is_shown_with_what_it_covers() {
    let office = Office::complete(
        "stages: {operations: {sign_off: ~}}\nhandoffs: {cost-to-serve: {sent: ~, accepted: ~}}",
        "",
    );
    let said = office.on("omar", DAY, &["sign", "plan.yaml", "operations", "--note", "All trained"]);
    for words in [
        "omar@acme.example signs for operations: go, on 2021-05-28 (Invoice Assist 2.0)",
        "operations: asks, impact and owner",
        "the sign-off of product",
        "handoffs: delivery-change and demand-forecast",
        "promises: setup-time",
        "loads: new-customers",
        "dates: external and internal",
        "key        none: a typed name, sealed but not signed",
        "still open send `cost-to-serve` to finance",
        "Written to plan.yaml.",
    ] {
        assert!(said.contains(words), "no {words:?} in\n{said}");
    }
    let digest = office.read("/stages/operations/sign_off/digest");
    let digest = digest.as_str().and_then(|text| text.get(..19)).expect("a digest").to_owned();
    assert!(said.contains(&digest), "{digest} is not in\n{said}");
}

#[test]
fn whose_sign_offs_fall_is_said_before() {
    let office = Office::complete("", "");
    for (who, stage) in [("mia", "marketing"), ("sam", "sales"), ("lea", "leadership")] {
        office.on(who, DAY, &["sign", "plan.yaml", stage]);
    }
    let falls = "falls      the sign-off of sales, which covers this: to be signed again";
    for args in [
        vec!["sign", "plan.yaml", "marketing", "--note", "Once more", "--dry-run"],
        vec!["unsign", "plan.yaml", "marketing", "--dry-run"],
    ] {
        let said = office.on("mia", DAY, &args);
        assert!(said.contains(falls), "{args:?}: {said}");
    }
    let said =
        office.on("sam", DAY, &["return", "plan.yaml", "price-list", "--why", "No discounts", "--dry-run"]);
    assert!(said.contains(falls), "{said}");
    assert_eq!(office.verdict(), "go");
    let said = office.on("mia", DAY, &["sign", "plan.yaml", "marketing", "--note", "Again", "--dry-run"]);
    assert!(said.contains("the sign-offs of customer-service and finance"), "{said}");
    for (who, stage) in [("fay", "finance"), ("cora", "customer-service")] {
        office.on(who, DAY, &["sign", "plan.yaml", stage]);
    }
    let said = office.on("omar", DAY, &["unsign", "plan.yaml", "operations", "--dry-run"]);
    let falls =
        "falls      the sign-offs of finance and customer-service, which cover this: to be signed again";
    assert!(said.contains(falls), "{said}");
}

#[test]
fn a_dry_run_prints_the_difference_and_writes_nothing() {
    let office = Office::complete(UNSIGNED, "");
    let before = office.bytes();
    let cases: [(&str, &[&str], &[&str]); 4] = [
        (
            "fay",
            &["send", "plan.yaml", "price-list"],
            &["+  price-list:", "+    sent: {by: fay@acme.example, date: 2021-05-28}"],
        ),
        ("mia", &["accept", "plan.yaml", "value"], &["+    accepted:"]),
        ("mia", &["unsign", "plan.yaml", "marketing"], &["-    sign_off:", "-      by: mia@acme.example"]),
        (
            "sam",
            &["return", "plan.yaml", "delivery-limits", "--why", "No dates"],
            &["-    accepted:", "+    returned:"],
        ),
    ];
    for (who, args, lines) in cases {
        let said = office.on(who, DAY, &[args, &["--dry-run"]].concat());
        for line in [&["--- plan.yaml", "+++ plan.yaml", "Nothing was written."], lines].concat() {
            assert!(said.lines().any(|one| one.starts_with(line)), "{args:?}: no {line:?} in\n{said}");
        }
        assert!(!said.contains("Written"), "{said}");
        assert!(office.bytes() == before, "{args:?} wrote something");
        assert_eq!(office.files(), ["launch.toml", "plan.yaml"]);
    }
}

/// The difference that a dry run prints is one that `patch` would make of the plan what the command does.
#[test]
fn the_difference_is_one_that_can_be_applied() {
    if !has("patch") {
        return;
    }
    let office = Office::complete(UNSIGNED, "");
    let args = ["send", "plan.yaml", "price-list", "--link", "https://acme.example/prices"];
    let said = office.on("fay", DAY, &[args.as_slice(), &["--dry-run"]].concat());
    office.write("patched.yaml", office.bytes());
    let from = said.find("--- plan.yaml").expect("a difference");
    let to = said.find("\n\nNothing was written").expect("an end");
    office.write("difference", said[from..to].to_owned() + "\n");
    let patched = Command::new("patch")
        .args(["-s", "patched.yaml", "difference"])
        .current_dir(office.path())
        .status()
        .expect("patch runs");
    assert!(patched.success(), "{said}");
    office.on("fay", DAY, &args);
    assert_eq!(std::fs::read_to_string(office.path().join("patched.yaml")).expect("a plan"), office.text());
}

#[test]
fn without_a_name_it_is_whoever_git_knows() {
    if !has("git") {
        return;
    }
    let office = Office::complete(UNSIGNED, "");
    let unknown = [&SIGN[..], &["--date", DAY]].concat();
    office.refuses(&unknown, &["it is not known who does this", "--by"]);
    office.write("gitconfig", "[user]\n\temail = fay@acme.example\n");
    let mut send = office.command();
    send.args(["send", "plan.yaml", "price-list", "--date", DAY]);
    send.env("GIT_CONFIG_GLOBAL", office.path().join("gitconfig"));
    assert!(send.output().expect("it runs").status.success());
    assert_eq!(office.read("/handoffs/price-list/sent/by"), "fay@acme.example");
    // The repository's own setting comes before the user's.
    let git = |args: &[&str]| {
        let git = Command::new("git")
            .args(args)
            .current_dir(office.path())
            .env("GIT_CONFIG_GLOBAL", "/dev/null")
            .status();
        assert!(git.expect("git runs").success());
    };
    git(&["init", "-q"]);
    git(&["config", "user.email", "sam@acme.example"]);
    office.does(&["accept", "plan.yaml", "price-list", "--date", DAY]);
    assert_eq!(office.read("/handoffs/price-list/accepted/by"), "sam@acme.example");
    office.not_on(
        "fay",
        DAY,
        &["send", "plan.yaml", "price-list"],
        &["sam@acme.example accepted `price-list`"],
    );
}

#[test]
fn without_a_day_it_is_today() {
    let office = Office::complete(UNSIGNED, "");
    let today = || jiff::Zoned::now().date().to_string();
    let before = today();
    office.does(&["send", "plan.yaml", "price-list", "--by", "fay@acme.example"]);
    let written = office.read("/handoffs/price-list/sent/date");
    assert!([before, today()].iter().any(|day| written == day.as_str()), "{written}");
}

#[test]
fn a_time_of_day_is_kept_as_it_is_typed() {
    let office = Office::complete(UNSIGNED, "");
    office.on("fay", "2021-05-28T09:30:00+02:00", &["send", "plan.yaml", "price-list"]);
    assert!(office.text().contains("date: 2021-05-28T09:30:00+02:00"), "{}", office.text());
    assert!(office.found().contains(&"unaccepted-handoff handoffs.price-list".to_owned()));
}

#[test]
fn evidence_that_is_not_there_is_a_warning() {
    let office = Office::complete(UNSIGNED, "");
    let said = office.on("fay", DAY, &["send", "plan.yaml", "price-list", "--link", "docs/prices.md"]);
    assert!(said.contains("warning    the evidence `docs/prices.md` does not exist"), "{said}");
}
