//! Who counts: several signatures, stand-ins, people who come and go; conditions, waivers, and signing again.

use std::process::Command;

use super::{DAY, LATER, Office, complete};
use crate::command::has;

/// Finance takes two, and has them.
const TWO: &str = r#"
"frank@acme.example" = { name = "Frank Ito", stages = ["finance"] }
"gone@acme.example" = { name = "Gil Gone", stages = ["finance"], until = 2021-05-10 }
"soon@acme.example" = { name = "Sue Soon", stages = ["finance"], from = 2021-06-10 }
"felix@acme.example" = { name = "Felix Moe", stages = [] }
[[delegations]]
from = "fay@acme.example"
to = "felix@acme.example"
start = 2021-05-20
until = 2021-05-22
[stages.finance]
signatures = 2
"#;

const SIGN: [&str; 3] = ["sign", "plan.yaml", "finance"];
const UNSIGN: [&str; 3] = ["unsign", "plan.yaml", "finance"];
const OPEN: &str = "stages: {finance: {asks: {billing: open}, sign_off: ~}}";
const CHECKED: &str = "The trial invoice is checked; owner fay@acme.example; due 2099-12-31; risk lea@acme.example; covers stages.finance.asks.billing";

fn signers(office: &Office) -> Vec<String> {
    let all = office.read("/stages/finance/sign_off");
    let all = all.as_array().unwrap_or_else(|| panic!("no list: {all}")).iter();
    all.map(|one| one["by"].as_str().unwrap_or_default().trim_end_matches("@acme.example").to_owned())
        .collect()
}

fn lacks_one(office: &Office) -> bool {
    office.found().contains(&"missing-sign-off stages.finance".to_owned())
}

#[test]
fn two_signatures_are_those_of_two_people() {
    let office = Office::complete("stages: {finance: {sign_off: ~}}", TWO);
    let unsigned = office.bytes();
    office.on("fay", "2021-05-20", &SIGN);
    assert!(lacks_one(&office));
    // The same person signs again: still one, and it is the new one.
    office.on("fay", "2021-05-21", &SIGN);
    office.on("FAY@ACME.example", "2021-05-21", &SIGN);
    assert_eq!(office.read("/stages/finance/sign_off/0/date"), "2021-05-21");
    assert_eq!(office.read("/stages/finance/sign_off/1"), serde_json::Value::Null);
    assert!(lacks_one(&office));
    office.on("fay", "2021-05-21", &SIGN);
    office.on("frank", "2021-05-21", &SIGN);
    assert_eq!(signers(&office), ["fay", "frank"]);
    assert_eq!(office.verdict(), "go");
    // Each takes back their own.
    office.not_on("omar", "2021-05-21", &UNSIGN, &["omar@acme.example has not signed for finance"]);
    office.on("fay", "2021-05-21", &UNSIGN);
    assert_eq!(signers(&office), ["frank"]);
    assert!(lacks_one(&office));
    office.on("frank", "2021-05-21", &UNSIGN);
    assert!(office.bytes() == unsigned, "the last one taken back leaves nothing:\n{}", office.text());
}

/// A second signature makes a list of the first one, which stays as it was written.
#[test]
fn the_first_signature_stays_as_it_is_written() {
    let office = Office::complete("", TWO);
    let whole = "    sign_off: {by: fay@acme.example, date: 2021-05-20} # hers\n";
    office.change("    sign_off:\n      by: fay@acme.example\n      date: 2021-05-20\n", whole);
    office.on("frank", "2021-05-20", &SIGN);
    assert_eq!(signers(&office), ["fay", "frank"]);
    assert!(
        office.text().contains("- {by: fay@acme.example, date: 2021-05-20} # hers\n"),
        "{}",
        office.text()
    );
    assert_eq!(office.verdict(), "go");
}

#[test]
fn stand_ins_and_people_count_on_their_days_alone() {
    let office = Office::complete("stages: {finance: {sign_off: ~}}", TWO);
    for (who, day, why) in [
        ("felix", "2021-05-19", "stands in for fay@acme.example only from 2021-05-20 to 2021-05-22"),
        ("felix", "2021-05-23", "stands in for fay@acme.example only from 2021-05-20 to 2021-05-22"),
        ("gone", "2021-05-11", "was on the roster only until 2021-05-10"),
        ("soon", "2021-05-20", "is on the roster only from 2021-06-10"),
        ("ann", "2021-05-20", "ann@acme.example is not on the policy's roster"),
        ("omar", "2021-05-20", "omar@acme.example may sign for operations only"),
    ] {
        office.not_on(who, day, &SIGN, &[why]);
    }
    for day in ["2021-05-20", "2021-05-22"] {
        office.on("felix", day, &SIGN);
    }
    office.on("frank", "2021-05-21", &SIGN);
    assert_eq!(signers(&office), ["felix", "frank"]);
    assert_eq!(office.verdict(), "go");
    // Whoever has left may take part no more, and what they signed before they left stands.
    let office = Office::complete("stages: {finance: {sign_off: ~}}", TWO);
    office.change(
        "sign_off:\n      by: omar@acme.example\n      date: 2021-05-18",
        "sign_off: {by: omar@acme.example, date: 2021-05-09}",
    );
    office.change(
        "sign_off:\n      by: paul@acme.example\n      date: 2021-05-11",
        "sign_off: {by: paul@acme.example, date: 2021-05-09}",
    );
    office.on("gone", "2021-05-10", &SIGN);
    office.on("fay", "2021-05-10", &SIGN);
    assert_eq!(signers(&office), ["gone", "fay"]);
    assert!(!lacks_one(&office), "{:?}", office.found());
}

/// A key is one person: it cannot sign for two, and two keys do not make two of one.
#[test]
fn keys_count_people() {
    if !has("ssh-keygen") {
        return;
    }
    let policy = format!("{TWO}assurance = \"signed\"\n[assurance]\nallowed_signers = \"allowed_signers\"\n");
    let office = Office::complete("stages: {finance: {sign_off: ~}}", &policy);
    let public = |name: &str| {
        let mut make = Command::new("ssh-keygen");
        make.args(["-q", "-t", "ed25519", "-N", "", "-C", "", "-f", name]).current_dir(office.path());
        assert!(make.status().expect("ssh-keygen").success());
        std::fs::read_to_string(office.path().join(format!("{name}.pub"))).expect("a key")
    };
    let [one, two, three, none] = ["one", "two", "three", "none"].map(public);
    let keys =
        format!("fay@acme.example,frank@acme.example {one}fay@acme.example {two}frank@acme.example {three}");
    office.write("allowed_signers", keys);
    drop(none);
    let with = |key: &'static str| [&SIGN[..], &["--key", key]].concat();
    office.not_on("fay", DAY, &with("none"), &["the check would say"]);
    office.not_on("fay", DAY, &with("three"), &["a key of frank@acme.example, not of fay@acme.example"]);
    office.not_on("fay", DAY, &SIGN, &["launch.toml wants it signed"]);
    office.not_on("fay", DAY, &with("nowhere"), &["did not sign with `nowhere`"]);
    office.on("fay", DAY, &with("one"));
    office.on("fay", DAY, &with("two"));
    assert_eq!(signers(&office), ["fay"]);
    assert!(lacks_one(&office));
    office.on("fay", DAY, &with("one"));
    office.not_on("frank", DAY, &with("one"), &["a key that signed for this stage already"]);
    let said = office.on("frank", DAY, &with("three"));
    assert!(said.contains("key        SHA256:"), "{said}");
    let found = office.found();
    assert!(!found.iter().any(|one| one.ends_with(" stages.finance")), "{found:?}");
}

#[test]
fn a_condition_lets_a_stage_sign_until_it_is_met() {
    let office = Office::complete(OPEN, "");
    office.not_on("fay", "2021-05-20", &SIGN, &["answer `billing`"]);
    office.on("fay", "2021-05-20", &[&SIGN[..], &["--condition", CHECKED]].concat());
    assert_eq!(office.read("/stages/finance/sign_off/verdict"), "conditions");
    assert_eq!(office.verdict(), "go-with-conditions");
    let unknown = ["under no condition `trial`", "the-trial-invoice-is-checked"];
    office.not_on("fay", DAY, &["meet", "plan.yaml", "finance", "trial"], &unknown);
    let meet = ["meet", "plan.yaml", "finance", "the-trial-invoice-is-checked"];
    office.not_on(
        "fay",
        DAY,
        &[&meet[..], &["--evidence", "TBD"]].concat(),
        &["`TBD` is no answer for `met`"],
    );
    office.change("billing: open", "billing: {done: https://acme.example/trial}");
    // What the stage says has changed under its sign-off; meeting the condition changes nothing more.
    office.on("fay", "2021-05-20", &[&SIGN[..], &["--condition", CHECKED]].concat());
    office.on("fay", DAY, &meet);
    let met = office.read("/stages/finance/sign_off/conditions/the-trial-invoice-is-checked/met");
    assert_eq!(met, "fay@acme.example saw to it on 2021-05-28");
    assert_eq!(office.verdict(), "go");
    assert_eq!(office.found(), [""; 0]);
}

#[test]
fn two_who_sign_may_name_a_condition_alike() {
    let office = Office::complete(OPEN, TWO);
    for who in ["fay", "frank"] {
        office.on(who, "2021-05-20", &[&SIGN[..], &["--condition", CHECKED]].concat());
    }
    // The second one alone still covers the open question, which would count without it.
    for (evidence, more) in [("https://acme.example/1", &[][..]), ("https://acme.example/2", &["--force"])] {
        let meet = ["meet", "plan.yaml", "finance", "the-trial-invoice-is-checked", "--evidence", evidence];
        if !more.is_empty() {
            office.not_on("fay", DAY, &meet, &["what it covers is still open"]);
        }
        office.on("fay", DAY, &[&meet[..], more].concat());
    }
    for (signer, evidence) in [(0, "https://acme.example/1"), (1, "https://acme.example/2")] {
        let at = format!("/stages/finance/sign_off/{signer}/conditions/the-trial-invoice-is-checked/met");
        assert_eq!(office.read(&at), evidence);
    }
}

#[test]
fn a_waiver_makes_it_a_go_with_conditions() {
    let office = Office::complete("stages: {finance: {asks: {billing: open}}}", "");
    assert_eq!(office.verdict(), "no-go");
    let at = "stages.finance.asks.billing";
    let waive = ["waive", "plan.yaml", "open-ask", at, "--why", "The bank is closed", "--until", LATER];
    office.on("lea", DAY, &waive);
    assert_eq!(office.verdict(), "go-with-conditions");
    assert_eq!(office.check(DAY)["findings"][0]["waived_by"], "waivers.open-ask-billing");
    // What is waived keeps nobody from signing.
    office.on("fay", DAY, &SIGN);
}

#[test]
fn what_went_stale_is_signed_again_and_so_is_what_covers_it() {
    let office = Office::complete("", "");
    let order = [
        ("uma", "customer"),
        ("paul", "product"),
        ("omar", "operations"),
        ("fay", "finance"),
        ("cora", "customer-service"),
        ("mia", "marketing"),
        ("sam", "sales"),
        ("lea", "leadership"),
    ];
    for (who, stage) in order {
        office.on(who, "2021-05-27", &["sign", "plan.yaml", stage]);
    }
    let signed = office.bytes();
    assert_eq!(office.found(), [""; 0]);
    office.change("committed: at most 4 working days", "committed: at most 3 working days");
    let stale = office.found();
    assert!(stale.contains(&"stale-sign-off stages.operations".to_owned()), "{stale:?}");
    let before = ["operations (omar@acme.example) comes first, and is stale"];
    office.not_on("fay", "2021-05-27", &SIGN, &before);
    for (who, stage) in &order[2..] {
        office.on(who, "2021-05-27", &["sign", "plan.yaml", stage]);
    }
    assert_eq!(office.found(), [""; 0]);
    // What was signed again is what was signed at first, once the plan says again what it said.
    office.change("committed: at most 3 working days", "committed: at most 4 working days");
    for (who, stage) in &order[2..] {
        office.on(who, "2021-05-27", &["sign", "plan.yaml", stage]);
    }
    assert!(office.bytes() == signed, "{}", office.text());
}

#[test]
fn nobody_takes_back_what_another_signed() {
    let office = Office::complete("", "");
    for who in ["fay", "lea", "priya"] {
        let not_theirs = [format!("{who}@acme.example has not signed for operations")];
        office.not_on(who, DAY, &["unsign", "plan.yaml", "operations"], &[&not_theirs[0]]);
    }
    office.on("omar", DAY, &["unsign", "plan.yaml", "operations"]);
    office.not_on("omar", DAY, &["unsign", "plan.yaml", "operations"], &["has not signed for operations"]);
}

/// What is sold before it is built, finance accepts too.
#[test]
fn finance_accepts_a_future_promise_beside_its_keeper() {
    let office = Office::complete("promises: {setup-time: {future: true, accepted: ~}}", "");
    let accept = ["accept", "plan.yaml", "promises.setup-time"];
    office.on("fay", DAY, &accept);
    office.on("omar", DAY, &accept);
    assert_eq!(office.read("/promises/setup-time/also_accepted/0/by"), "fay@acme.example");
    assert_eq!(office.read("/promises/setup-time/accepted/by"), "omar@acme.example");
    assert_eq!(office.verdict(), "go");
}

/// Without a roster, the owners of the two accept it, and nobody else.
#[test]
fn a_future_promise_is_accepted_by_the_owners_of_the_two() {
    let text = complete("promises: {setup-time: {future: true, accepted: ~}}");
    let accept = ["accept", "plan.yaml", "promises.setup-time"];
    let office = Office::new(&text, "");
    let another = ["operations is omar@acme.example's, and mia@acme.example is somebody else"];
    office.not_on("mia", DAY, &accept, &another);
    office.on("omar", DAY, &accept);
    office.on("fay", DAY, &accept);
    assert_eq!(office.read("/promises/setup-time/accepted/by"), "omar@acme.example");
    assert_eq!(office.read("/promises/setup-time/also_accepted/0/by"), "fay@acme.example");
}

/// Nobody speaks for a stage that nobody owns, where no roster says who does.
#[test]
fn a_future_promise_is_accepted_by_the_owner_of_the_one_that_has_one() {
    let accept = ["accept", "plan.yaml", "promises.setup-time"];
    let of = |ownerless: &str| {
        let stages = format!("stages: {{{ownerless}: {{owner: ~}}}}");
        let text = complete(&format!("{stages}\npromises: {{setup-time: {{future: true, accepted: ~}}}}"));
        Office::new(&text, "")
    };
    let office = of("finance");
    let another = ["operations is omar@acme.example's, and fay@acme.example is somebody else"];
    office.not_on("fay", DAY, &accept, &another);
    let office = of("operations");
    office.on("fay", DAY, &accept);
    assert_eq!(office.read("/promises/setup-time/also_accepted/0/by"), "fay@acme.example");
    office.on("omar", DAY, &accept);
    assert_eq!(office.read("/promises/setup-time/accepted/by"), "omar@acme.example");
}
