//! What becomes of the conditions that somebody left open, by each of their sign-offs.

use super::Office;

const SIGN: [&str; 3] = ["sign", "plan.yaml", "finance"];
const KIT: &str = "`kit`: Print the kit; mia@acme.example, due 2099-06-10";

/// Fay signed under a condition, and once more further down.
fn twice(later: &str) -> Office {
    Office::complete(
        &format!(
            "stages: {{finance: {{sign_off: [{{by: fay@acme.example, date: 2021-05-19, verdict: conditions, \
             conditions: {{kit: {{what: Print the kit, owner: mia@acme.example, due: 2099-06-10, \
             risk_accepted_by: lea@acme.example}}}}}}, {{by: fay@acme.example, {later}}}]}}}}"
        ),
        "",
    )
}

/// Later sign-offs that take the place of no earlier one.
fn that_do_not_stand() -> [String; 3] {
    let stale = format!("date: 2021-05-20, digest: 'sha256:{}'", "ab".repeat(32));
    [stale, "date: 2021-05-20, verdict: no-go".to_owned(), "date: <date>".to_owned()]
}

#[test]
fn what_an_earlier_sign_off_leaves_open_stays_open_where_the_later_does_not_stand() {
    for later in that_do_not_stand() {
        let office = twice(&later);
        let said = office.on("fay", "2021-05-21", &SIGN);
        assert!(said.contains(&format!("stays open {KIT}")), "{later}: {said}");
        assert_eq!(office.read("/stages/finance/sign_off/1/conditions/kit/what"), "Print the kit");
        assert_eq!(office.verdict(), "go-with-conditions", "{later}");
        // Said to be over, it is over: the earlier sign-off does not bring it back.
        let said = office.on("fay", "2021-05-21", &[&SIGN[..], &["--verdict", "go", "--force"]].concat());
        assert!(said.contains(&format!("drops      {KIT}")), "{later}: {said}");
        let said = office.on("fay", "2021-05-21", &SIGN);
        assert!(!said.contains("stays open"), "{later}: {said}");
        assert_eq!(office.verdict(), "go", "{later}");
    }
    let office = twice("date: 2021-05-20");
    let said = office.on("fay", "2021-05-21", &SIGN);
    assert!(!said.contains("stays open"), "the later one took its place: {said}");
}

#[test]
fn a_condition_of_an_earlier_sign_off_is_named_where_all_are_taken_back() {
    let unsign = ["unsign", "plan.yaml", "finance"];
    for later in that_do_not_stand() {
        let said = twice(&later).on("fay", "2021-05-21", &unsign);
        assert!(said.contains(&format!("drops      {KIT}")), "{later}: {said}");
    }
    let said = twice("date: 2021-05-20").on("fay", "2021-05-21", &unsign);
    assert!(!said.contains("drops"), "{said}");
}

/// What is met by the later sign-off is not asked for again by the earlier.
#[test]
fn what_a_later_sign_off_met_is_over() {
    let [stale, ..] = that_do_not_stand();
    let met = "verdict: conditions, conditions: {kit: {what: Print the kit, owner: mia@acme.example, due: \
               2099-06-10, risk_accepted_by: lea@acme.example, met: https://acme.example/kit}}";
    let said = twice(&format!("{stale}, {met}")).on("fay", "2021-05-21", &SIGN);
    assert!(!said.contains("stays open"), "{said}");
}

/// Finance signs under what is asked for, due in the year 2099 by a day of May.
fn asking(what: &str, day: u8) -> Vec<String> {
    let condition = format!("{what}; owner mia@acme.example; due 2099-05-{day}; risk lea@acme.example");
    SIGN.iter().map(ToString::to_string).chain(["--condition".to_owned(), condition]).collect()
}

fn asks(office: &Office, what: &str, day: u8) -> String {
    let args = asking(what, day);
    office.on("fay", "2021-05-21", &args.iter().map(String::as_str).collect::<Vec<_>>())
}

/// Each condition of finance: its id, what it asks for and the day that it is due.
fn asked(office: &Office) -> Vec<(String, String, String)> {
    let all = office.read("/stages/finance/sign_off/conditions");
    let all = all.as_object().expect("a map").iter();
    let text = |value: &serde_json::Value| value.as_str().unwrap_or_default().to_owned();
    let mut all: Vec<_> = all.map(|(id, one)| (id.clone(), text(&one["what"]), text(&one["due"]))).collect();
    all.sort();
    all
}

#[test]
fn conditions_that_ask_for_different_things_stand_beside_each_other() {
    let long = "The trial invoice of the first customers of";
    for (first, second, ids) in [
        ("請求書の照合", "顧客への通知", ["condition", "condition-2"]),
        ("Ring", "Ring!", ["ring", "ring-2"]),
        (
            &*format!("{long} France"),
            &*format!("{long} Spain"),
            ["the-trial-invoice-of-the-first-customer", "the-trial-invoice-of-the-first-customer-2"],
        ),
    ] {
        let office = Office::complete("", "");
        asks(&office, first, 20);
        let said = asks(&office, second, 21);
        assert!(said.contains("stays open") && !said.contains("drops"), "{said}");
        let due = |day: u8| format!("2099-05-{day}");
        let expected =
            [(ids[0].to_owned(), first.to_owned(), due(20)), (ids[1].to_owned(), second.to_owned(), due(21))];
        assert_eq!(asked(&office), expected);
        // The second is prolonged under its id, and the first is as it was.
        let said = asks(&office, second, 22);
        assert!(
            said.contains(&format!("drops      `{}`", ids[1])) && said.contains("asked for anew"),
            "{said}"
        );
        let found = asked(&office);
        assert_eq!((found.len(), &found[0], &*found[1].2), (2, &expected[0], "2099-05-22"));
    }
}

#[test]
fn what_is_asked_for_anew_keeps_its_id_and_its_place() {
    let condition = |id: &str, what: &str| {
        format!(
            "{id}: {{what: {what}, owner: mia@acme.example, due: 2099-05-01, risk_accepted_by: lea@acme.example}}"
        )
    };
    let conditions = [condition("trial", "The  trial invoice"), condition("kit", "Print the kit")].join(", ");
    let office = Office::complete(
        &format!(
            "stages: {{finance: {{sign_off: {{by: fay@acme.example, date: 2021-05-20, verdict: conditions, \
             conditions: {{{conditions}}}}}}}}}"
        ),
        "",
    );
    let said = asks(&office, "the trial Invoice", 20);
    assert!(
        said.contains("drops      `trial`: The  trial invoice; mia@acme.example, due 2099-05-01"),
        "{said}"
    );
    assert!(said.contains("stays open `kit`"), "{said}");
    let found: Vec<_> = asked(&office).into_iter().map(|(id, _, due)| (id, due)).collect();
    let expected = [("kit", "2099-05-01"), ("trial", "2099-05-20")];
    assert_eq!(found, expected.map(|(id, due)| (id.to_owned(), due.to_owned())));
    let text = office.text();
    assert!(text.find("trial:") < text.find("kit:"), "{text}");
}

#[test]
fn what_is_met_stays_met_where_its_signer_signs_again() {
    let office = Office::complete("", "");
    asks(&office, "Print the kit", 20);
    asks(&office, "Ring", 21);
    let evidence = "https://acme.example/kit";
    office.on(
        "mia",
        "2021-05-21",
        &["meet", "plan.yaml", "finance", "print-the-kit", "--evidence", evidence],
    );
    let conditions = || office.read("/stages/finance/sign_off/conditions");
    let before = conditions();
    let met = "stays met  `print-the-kit`: Print the kit; mia@acme.example, due 2099-05-20";
    for more in [&[][..], &["--verdict", "no-go"], &["--note", "Again"]] {
        let said = office.on("fay", "2021-05-21", &[&SIGN[..], more].concat());
        assert!(said.contains(met) && said.contains("stays open `ring`"), "{said}");
        assert_eq!(conditions(), before);
    }
    // The same thing is asked for once more beside it, and what was open is dropped where that is said.
    let said = asks(&office, "Print the kit", 22);
    assert!(said.contains(met) && !said.contains("drops"), "{said}");
    let due: Vec<_> = asked(&office).into_iter().map(|(id, _, due)| (id, due)).collect();
    let expected =
        [("print-the-kit", "2099-05-20"), ("print-the-kit-2", "2099-05-22"), ("ring", "2099-05-21")];
    assert_eq!(due, expected.map(|(id, due)| (id.to_owned(), due.to_owned())));
    let said = office.on("fay", "2021-05-21", &[&SIGN[..], &["--verdict", "go", "--force"]].concat());
    assert!(said.contains(met) && said.contains("drops      `ring`"), "{said}");
    assert_eq!(conditions()["print-the-kit"]["met"], evidence);
    assert_eq!(office.verdict(), "go");
}

/// An earlier sign-off that counts has another condition of the id that is met by the last one.
#[test]
fn what_is_met_keeps_its_id() {
    let [stale, ..] = that_do_not_stand();
    let met = "verdict: conditions, conditions: {kit: {what: Pack the kit, owner: mia@acme.example, due: \
               2099-06-10, risk_accepted_by: lea@acme.example, met: https://acme.example/kit}}";
    let office = twice(&format!("{stale}, {met}"));
    let said = office.on("fay", "2021-05-21", &SIGN);
    assert!(said.contains("stays met  `kit`: Pack") && said.contains("stays open `kit-2`: Print"), "{said}");
    let conditions = office.read("/stages/finance/sign_off/1/conditions");
    assert_eq!(conditions["kit"]["met"], "https://acme.example/kit");
    assert_eq!(conditions["kit-2"]["what"], "Print the kit");
}

#[test]
fn one_that_is_asked_for_takes_the_place_of_one() {
    let train = |id: &str, owner: &str, due: &str| {
        format!(
            "{id}: {{what: Train the staff, owner: {owner}@acme.example, due: {due}, risk_accepted_by: lea@acme.example}}"
        )
    };
    let both = [train("north", "mia", "2099-05-20"), train("south", "sam", "2099-05-21")].join(", ");
    let open = || {
        Office::complete(
            &format!(
                "stages: {{finance: {{sign_off: {{by: fay@acme.example, date: 2021-05-20, verdict: conditions, \
                 conditions: {{{both}}}}}}}}}"
            ),
            "",
        )
    };
    let flag = |owner: &str, due: &str| {
        let asked = format!("Train the staff; owner {owner}@acme.example; due {due}; risk lea@acme.example");
        ["--condition".to_owned(), asked]
    };
    let due = |office: &Office| asked(office).into_iter().map(|(_, _, due)| due).collect::<Vec<_>>();
    let cases = [
        (vec![("sam", "2099-05-21")], ["2099-05-20", "2099-05-21"]),
        (vec![("mia", "2099-05-25")], ["2099-05-25", "2099-05-21"]),
        (vec![("sam", "2099-05-25"), ("mia", "2099-05-20")], ["2099-05-20", "2099-05-25"]),
        (vec![("mia", "2099-05-25"), ("sam", "2099-05-26")], ["2099-05-25", "2099-05-26"]),
    ];
    for (flags, expected) in cases {
        let office = open();
        let flags: Vec<String> = flags.iter().flat_map(|(owner, due)| flag(owner, due)).collect();
        let flags: Vec<&str> = flags.iter().map(String::as_str).collect();
        let said = office.on("fay", "2021-05-21", &[&SIGN[..], &flags].concat());
        assert_eq!(due(&office), expected, "{flags:?}: {said}");
        assert_eq!(said.contains("stays open"), flags.len() == 2, "{said}");
        let anew = expected.iter().zip(["2099-05-20", "2099-05-21"]).filter(|(now, was)| **now != *was);
        assert_eq!(said.matches("asked for anew").count(), anew.count(), "{said}");
    }
    let [condition, asked] = flag("mia", "2099-05-25");
    for (again, words) in
        [(asked.clone(), "Train the staff"), (asked.replace("Train", "train"), "train the staff")]
    {
        let again = [&SIGN[..], &[&condition, &asked, &condition, &again, "--force"]].concat();
        let twice = format!("`{words}` is asked for twice, in the same words");
        open().not_on("fay", "2021-05-21", &again, &[&twice]);
    }
}

#[test]
fn no_earlier_condition_keeps_anybody_from_a_no() {
    let whole =
        "what: Print the kit, owner: mia@acme.example, due: 2099-06-10, risk_accepted_by: lea@acme.example";
    let no = [&SIGN[..], &["--verdict", "no-go", "--note", "Not before the kit is there"]].concat();
    for (from, to, why) in [
        ("mia@acme.example", "TBD", "the condition `kit` of finance lacks `owner`"),
        ("2099-06-10", "2021-05-20", "was due on 2021-05-20"),
        ("lea@acme.example", "sam@acme.example", "may not waive"),
    ] {
        let office = Office::complete(
            &format!(
                "stages: {{finance: {{sign_off: {{by: fay@acme.example, date: 2021-05-19, verdict: conditions, \
                 conditions: {{kit: {{{}}}}}}}}}}}",
                whole.replace(from, to)
            ),
            "",
        );
        office.not_on("fay", "2021-05-21", &SIGN, &[why]);
        let said = office.on("fay", "2021-05-21", &no);
        assert!(said.contains("stays open `kit`") && !said.contains("forced"), "{said}");
        assert_eq!(office.read("/stages/finance/sign_off/verdict"), "no-go");
    }
    // Nor does one that is met by what is not there.
    let met = format!("{whole}, met: docs/kit.pdf");
    let sign_off = format!("{{by: fay@acme.example, date: 2021-05-19, conditions: {{kit: {{{met}}}}}}}");
    let office = Office::complete(
        &format!("stages: {{finance: {{sign_off: {sign_off}}}}}"),
        "[rules]\ndangling-evidence = \"error\"\n",
    );
    office.not_on("fay", "2021-05-21", &SIGN, &["the evidence `docs/kit.pdf` does not exist"]);
    office.on("fay", "2021-05-21", &no);
    assert_eq!(office.read("/stages/finance/sign_off/conditions/kit/met"), "docs/kit.pdf");
    // What is asked for with a no has to be whole, as ever.
    let asked = "Ring; owner ?; due 2099-06-10; risk lea@acme.example";
    let office = Office::complete("", "");
    office.not_on("fay", "2021-05-21", &[&no[..], &["--condition", asked]].concat(), &["`?` is no answer"]);
}

#[test]
fn what_the_one_in_its_place_does_not_cover_is_named() {
    let office = Office::complete("stages: {finance: {asks: {billing: open, pricing: open}}}", "");
    let asked = |covers: &str| {
        let asked =
            format!("Ring; owner mia@acme.example; due 2099-05-20; risk lea@acme.example; covers {covers}");
        [&SIGN.map(str::to_owned)[..], &["--condition".to_owned(), asked]].concat()
    };
    let [billing, pricing] = ["billing", "pricing"].map(|ask| format!("stages.finance.asks.{ask}"));
    let both = asked(&format!("{billing}, {pricing}"));
    office.on("fay", "2021-05-21", &both.iter().map(String::as_str).collect::<Vec<_>>());
    let less = asked(&billing);
    let less: Vec<&str> = less.iter().map(String::as_str).collect();
    let hint = format!("it was covered until now: add `; covers {pricing}` to `--condition`, or settle it");
    let said = office.not_on("fay", "2021-05-21", &less, &["open: answer `pricing`", &hint]);
    assert!(!said.contains("leave out"), "{said}");
    // Whoever signs without it is told what they can leave out.
    let go = [&SIGN[..], &["--verdict", "go"]].concat();
    office.not_on("fay", "2021-05-21", &go, &["leave out `--verdict go` and it stays open"]);
    // What is settled needs no cover.
    office.change("pricing: open", "pricing: done");
    office.on("fay", "2021-05-21", &less);
}

#[test]
fn what_ends_an_overdue_condition_is_said_where_its_signer_signs_again() {
    let overdue = || {
        Office::complete(
            "stages: {finance: {sign_off: {by: fay@acme.example, date: 2021-05-19, verdict: conditions, conditions: \
             {kit: {what: Print the kit, owner: mia@acme.example, due: 2021-05-20, \
             risk_accepted_by: lea@acme.example}}}}}",
            "",
        )
    };
    let reasons = [
        "a condition of finance was due on 2021-05-20",
        "if it is met, `launch meet plan.yaml finance kit`; else put it off by `--condition` with the same WHAT and a new day",
    ];
    overdue().not_on("fay", "2021-05-21", &SIGN, &reasons);
    let office = overdue();
    office.on("mia", "2021-05-21", &["meet", "plan.yaml", "finance", "kit"]);
    office.on("fay", "2021-05-21", &SIGN);
    assert_eq!(office.verdict(), "go");
    let office = overdue();
    asks(&office, "Print the kit", 20);
    assert_eq!(office.verdict(), "go-with-conditions");
    // One that is asked for now is not put off.
    let late = "Ring; owner mia@acme.example; due 2021-05-20; risk lea@acme.example";
    let late = [&SIGN[..], &["--condition", late]].concat();
    let said = Office::complete("", "").not_on("fay", "2021-05-21", &late, &["was due on 2021-05-20"]);
    assert!(!said.contains("launch meet"), "{said}");
}

/// Finance under a condition that is met, by what stands at an address.
fn met_by(evidence: &str) -> Office {
    let office = Office::complete("", "");
    asks(&office, "Print the kit", 20);
    office.on(
        "mia",
        "2021-05-21",
        &["meet", "plan.yaml", "finance", "print-the-kit", "--evidence", evidence],
    );
    office
}

#[test]
fn what_is_met_is_named_where_its_sign_off_goes() {
    let drops = "drops      `print-the-kit`: Print the kit; mia@acme.example, due 2099-05-20; met: \
                 https://acme.example/kit\n";
    let office = met_by("https://acme.example/kit");
    let unsign = ["unsign", "plan.yaml", "finance", "--dry-run"];
    assert!(office.on("fay", "2021-05-22", &unsign).contains(drops));
    // Her own signature keeps it; somebody else's takes its place.
    let said = office.on("fay", "2021-05-22", &[&SIGN[..], &["--dry-run"]].concat());
    assert!(said.contains("stays met") && !said.contains("drops"), "{said}");
    let said = office.on("paul", "2021-05-22", &[&SIGN[..], &["--force"]].concat());
    assert!(said.contains(drops), "{said}");
    let said = office.on("paul", "2021-05-22", &unsign);
    assert!(!said.contains("drops"), "nothing was met by this one: {said}");
}

#[test]
fn what_shows_that_a_condition_is_met_is_named_anew_where_it_is_missing() {
    let meet = ["meet", "plan.yaml", "finance", "print-the-kit"];
    let anew = [&meet[..], &["--evidence", "https://acme.example/kit"]].concat();
    let office = met_by("docs/kit.pdf");
    office.on("fay", "2021-05-22", &SIGN);
    assert_eq!(office.read("/stages/finance/sign_off/conditions/print-the-kit/met"), "docs/kit.pdf");
    let lacks = "`print-the-kit` is met already, but `docs/kit.pdf` does not exist: add it, or name what shows it by \
                 `--evidence`";
    office.not_on("mia", "2021-05-22", &meet, &[lacks]);
    office.on("mia", "2021-05-22", &anew);
    let met = office.read("/stages/finance/sign_off/conditions/print-the-kit/met");
    assert_eq!(met, "https://acme.example/kit");
    // Where it is there, it stays.
    let office = met_by("docs/kit.pdf");
    std::fs::create_dir(office.path().join("docs")).expect("a folder");
    office.write("docs/kit.pdf", "the kit");
    office.not_on("mia", "2021-05-22", &anew, &["`print-the-kit` is met already: docs/kit.pdf"]);
}
