//! Who has to sign again by what there is to do, said before it is done.

use super::{DAY, Office};

const NEXT: [&str; 4] = ["next", "plan.yaml", "--as-of", DAY];
const WRITE_IT: &str = "Write it; owner mia@acme.example; due 2099-01-01; risk lea@acme.example; covers \
                        stages.marketing.asks.message";

/// A question of marketing is open under a condition; those after it have signed, sealed or not.
fn office(is_sealed: bool) -> Office {
    let office = Office::complete("stages: {marketing: {asks: {message: open}}}", "");
    let sign = |who, stage, more: &[&str]| {
        office.on(who, DAY, &[&["sign", "plan.yaml", stage], more].concat());
        if !is_sealed {
            let text = office.text();
            let lines = text.lines().filter(|line| !line.trim_start().starts_with("digest:"));
            office.write("plan.yaml", lines.collect::<Vec<_>>().join("\n") + "\n");
        }
    };
    sign("mia", "marketing", &["--condition", WRITE_IT]);
    sign("sam", "sales", &[]);
    sign("lea", "leadership", &[]);
    assert_eq!(office.verdict(), "go-with-conditions");
    office
}

fn next(office: &Office) -> String {
    office.does(&NEXT).split_whitespace().collect::<Vec<_>>().join(" ")
}

#[test]
fn what_makes_sealed_sign_offs_fall_says_who_signs_again() {
    let office = office(true);
    let told = next(&office);
    assert!(told.contains("marketing, sales and leadership have to sign again once it is written"), "{told}");
    let commands = "then mia@acme.example: launch sign plan.yaml marketing then sam@acme.example: launch sign \
                    plan.yaml sales then lea@acme.example: launch sign plan.yaml leadership";
    assert_eq!(told.matches(commands).count(), 1, "meeting the condition makes nobody's fall: {told}");
    // They do: and what it says brings the launch back.
    office.change("message: open", "message: done");
    assert_eq!(office.verdict(), "no-go");
    for (who, stage) in [("mia", "marketing"), ("sam", "sales"), ("lea", "leadership")] {
        office.on(who, DAY, &["sign", "plan.yaml", stage]);
    }
    office.on("mia", DAY, &["meet", "plan.yaml", "marketing", "write-it"]);
    assert_eq!(office.verdict(), "go");
    assert!(!next(&office).contains("sign again"), "{}", next(&office));
}

#[test]
fn what_is_sealed_by_nobody_makes_nobody_sign_again() {
    let office = office(false);
    let told = next(&office);
    assert!(told.contains("answer `message`") && !told.contains("sign again"), "{told}");
    office.change("message: open", "message: done");
    assert_eq!(office.verdict(), "go-with-conditions");
}

#[test]
fn only_those_sign_again_whose_sign_off_covers_it_and_those_behind_them() {
    let office = Office::complete("stages: {sales: {impact: ~}}", "");
    for (who, stage) in [("mia", "marketing"), ("sam", "sales"), ("lea", "leadership")] {
        office.on(who, DAY, &["sign", "plan.yaml", stage]);
    }
    let told = next(&office);
    let sentence = "sales and leadership have to sign again once it is written";
    assert!(told.contains(sentence) && !told.contains("marketing"), "{told}");
}
