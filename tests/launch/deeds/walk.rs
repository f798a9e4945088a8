//! From an empty folder to GO, by commands alone; only answers are typed into the file.

use super::{DAY, Office};
use crate::command::folder;
use crate::judged::ROSTER;

const PEOPLE: [(&str, &str); 8] = [
    ("customer", "uma"),
    ("product", "paul"),
    ("operations", "omar"),
    ("finance", "fay"),
    ("customer-service", "cora"),
    ("marketing", "mia"),
    ("sales", "sam"),
    ("leadership", "lea"),
];

const HANDOFFS: [(&str, &str, &str); 11] = [
    ("customer-needs", "uma", "paul"),
    ("delivery-change", "paul", "omar"),
    ("demand-forecast", "sam", "omar"),
    ("cost-to-serve", "omar", "fay"),
    ("support-guide", "omar", "cora"),
    ("billing-guide", "fay", "cora"),
    ("value", "paul", "mia"),
    ("delivery-limits", "omar", "sam"),
    ("price-list", "fay", "sam"),
    ("customer-complaints", "cora", "sam"),
    ("message-kit", "mia", "sam"),
];

/// What people type into the plan that `launch init` wrote.
const ANSWERS: [(&str, &str); 20] = [
    ("<name of the launch>", "Walked"),
    ("<e-mail of the product manager who runs it>", "priya@acme.example"),
    ("<day our own people hear>", "2021-06-01"),
    ("<day customers can buy>", "2021-06-15"),
    ("<what customers need, in their words>", "To see every billed hour"),
    ("<interviews, feedback, churn or conversions>", "interviews"),
    ("<how many customers>", "14"),
    ("<when they were asked>", "2021-02-12"),
    ("<where it can be read>", "https://acme.example/interviews"),
    ("<what the product does about it>", "A draft invoice"),
    ("<who hears first, such as field sales and support>", "Field sales"),
    ("<when they are told>", "2021-05-26"),
    ("<all-hands, training, letter>", "all-hands"),
    ("# done: notes/all-hands.md  ", "done: https://acme.example/all-hands  "),
    ("<what customers are told, in those words>", "Set up in 5 working days"),
    ("<such as at most 5 working days>", "at most 5 working days"),
    ("<what operations can stand behind, such as at most 4 working days>", "at most 4 working days"),
    ("# goals:", "goals:"),
    ("#   activation: {", "  activation: {"),
    ("by: 2026-07-15}", "by: 2021-07-15}"),
];

#[test]
fn a_launch_walks_from_nothing_to_go() {
    let office = Office(folder(&[("launch.toml", ROSTER)]));
    office.does(&["init", "plan.yaml"]);
    for (from, to) in ANSWERS {
        office.change(from, to);
    }
    for (stage, who) in PEOPLE {
        office.change(&format!("<e-mail of who answers for {stage}>"), &format!("{who}@acme.example"));
        office
            .change(&format!("<what the customer feels of {stage}>"), &format!("What {stage} does is felt"));
    }
    let answered = office.text().replace(": open   ", ": {done: https://acme.example/shown}   ");
    office.write("plan.yaml", &answered);
    assert_eq!(office.verdict(), "no-go");

    // Nobody signs before the hand-offs are made, and nobody accepts what was not sent.
    for (stage, who) in PEOPLE.iter().skip(1) {
        office.not_on(who, "2021-05-20", &["sign", "plan.yaml", stage], &["not written"]);
    }
    for (handoff, from, to) in HANDOFFS {
        office.not_on(to, "2021-05-20", &["accept", "plan.yaml", handoff], &["has not sent"]);
        office.on(from, "2021-05-20", &["send", "plan.yaml", handoff, "--link", "https://acme.example/it"]);
    }
    let (handoff, from, to) = HANDOFFS[8];
    office.on(to, "2021-05-20", &["return", "plan.yaml", handoff, "--why", "It has no discounts"]);
    office.on(from, "2021-05-21", &["send", "plan.yaml", handoff]);
    for (handoff, _, to) in HANDOFFS {
        office.on(to, "2021-05-21", &["accept", "plan.yaml", handoff]);
    }
    office.on("omar", "2021-05-21", &["accept", "plan.yaml", "promises.first-promise"]);

    // Each in turn; behind whoever has not signed, nobody.
    for (at, (stage, who)) in PEOPLE.iter().enumerate() {
        if let Some((last, late)) = PEOPLE.last().filter(|(last, _)| last != stage) {
            office.not_on(late, "2021-05-24", &["sign", "plan.yaml", last], &["comes first"]);
        }
        assert_eq!(office.verdict(), "no-go", "{at} of 8 signed");
        office.on(who, "2021-05-24", &["sign", "plan.yaml", stage]);
    }
    assert_eq!(office.found(), [""; 0]);
    assert_eq!(office.verdict(), "go");
    let verified = office.run(&["verify", "plan.yaml", "--as-of", DAY]);
    assert_eq!(verified.code, 0, "{}{}", verified.out, verified.err);

    // Every comment of the template is where it was.
    let comments = |text: &str| {
        text.lines().filter(|line| line.trim_start().starts_with('#')).map(str::to_owned).collect::<Vec<_>>()
    };
    assert_eq!(comments(&office.text()), comments(&answered));
}
