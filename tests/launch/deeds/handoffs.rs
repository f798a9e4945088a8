//! What is sent, accepted and returned, one after the other: nobody takes out what another said of it.

use super::{DAY, LATER, Office, UNSIGNED, complete};
use crate::judged::ROSTER;

/// Two who may sign for sales.
const SUE: &str = "\"sue@acme.example\" = { name = \"Sue\", stages = [\"sales\"] }\n";
const ACCEPT: [&str; 3] = ["accept", "plan.yaml", "price-list"];
const SEND: [&str; 3] = ["send", "plan.yaml", "price-list"];
const BACK: &str = "sam@acme.example returned `price-list` on 2021-05-20: The discount is missing";

/// Where sam returned the price list on 2021-05-20.
fn returned() -> Office {
    let office = Office::complete("", SUE);
    let back = ["return", "plan.yaml", "price-list", "--why", "The discount is missing"];
    office.on("sam", "2021-05-20", &back);
    assert_eq!(office.verdict(), "no-go");
    office
}

#[test]
fn what_was_returned_is_accepted_once_it_was_sent_again() {
    let first = format!("{BACK}; finance has to send it again first");
    let office = returned();
    for (who, day) in [("sue", "2021-05-18"), ("sue", "2021-05-20"), ("sue", DAY), ("sam", DAY)] {
        office.not_on(who, day, &ACCEPT, &[&first, "--force"]);
    }
    office.on("fay", "2021-05-20", &SEND);
    office.on("sue", "2021-05-20", &ACCEPT);
    assert_eq!(office.verdict(), "go");
    // Forced, it is said, and what came back after that day stays returned.
    let office = returned();
    let said = office.on("sue", "2021-05-18", &[&ACCEPT[..], &["--force"]].concat());
    assert!(said.contains(&format!("forced     {first}")), "{said}");
    assert_eq!(office.verdict(), "no-go");
    office.on("sue", DAY, &[&ACCEPT[..], &["--force"]].concat());
    assert!(office.read("/handoffs/price-list/returned").is_null(), "{}", office.text());
}

#[test]
fn what_is_sent_on_an_earlier_day_is_what_came_back() {
    let office = returned();
    let earlier = format!("{BACK}; what was sent on 2021-05-19 is what came back");
    office.not_on("fay", "2021-05-19", &SEND, &[&earlier]);
    office.on("fay", "2021-05-19", &[&SEND[..], &["--force"]].concat());
    assert_eq!(office.read("/handoffs/price-list/returned/by"), "sam@acme.example");
    assert_eq!(office.verdict(), "no-go");
    office.on("fay", "2021-05-20", &SEND);
    assert!(office.read("/handoffs/price-list/returned").is_null(), "{}", office.text());
}

#[test]
fn nobody_answers_what_was_not_there_yet() {
    let office = Office::complete("", "");
    let early = ["fay@acme.example sent `price-list` on 2021-05-11: it was not there yet on 2021-05-10"];
    let back = ["return", "plan.yaml", "price-list", "--why", "The discount is missing"];
    office.not_on("sam", "2021-05-10", &ACCEPT, &early);
    office.not_on("sam", "2021-05-10", &back, &early);
    office.on("sam", "2021-05-11", &ACCEPT);
    office.on("sam", "2021-05-11", &back);
    assert_eq!(office.verdict(), "no-go");
}

#[test]
fn whose_word_gives_way_is_said() {
    let both = format!("{SUE}\"fred@acme.example\" = {{ stages = [\"finance\", \"operations\"] }}\n");
    let office = Office::complete("", &both);
    let cases: [(&str, &[&str], &str); 3] = [
        ("sue", &ACCEPT, "sam@acme.example's acceptance of 2021-05-12"),
        (
            "fred",
            &["accept", "plan.yaml", "promises.setup-time"],
            "omar@acme.example's acceptance of 2021-05-06",
        ),
        ("fred", &["send", "plan.yaml", "price-list", "--force"], "fay@acme.example's sending of 2021-05-11"),
    ];
    for (who, args, whose) in cases {
        let gives_way = format!("warning    it takes the place of {whose}");
        let said = office.on(who, DAY, args);
        assert!(said.contains(&gives_way), "{args:?}: {said}");
        let said = office.on(who, DAY, args);
        assert!(!said.contains("takes the place"), "one's own is no news: {said}");
    }
    // What came back was answered.
    let office = returned();
    let said = office.on("priya", DAY, &[&SEND[..], &["--force"]].concat());
    assert!(!said.contains("takes the place"), "{said}");
}

#[test]
fn a_hand_off_is_sent_by_the_owner_of_its_stage_or_by_whoever_may_sign_for_it() {
    let fred = "\"fred@acme.example\" = { stages = [\"finance\"] }\n";
    let office = Office::complete(UNSIGNED, fred);
    let reasons = ["mia@acme.example may sign for marketing only", "have fay@acme.example do this"];
    office.not_on("mia", DAY, &SEND, &reasons);
    let reasons = ["ann@acme.example is not on the policy's roster", "have fay@acme.example do this"];
    office.not_on("ann", DAY, &SEND, &reasons);
    for who in ["fay", "fred"] {
        office.on(who, DAY, &SEND);
    }
    // The owner sends, whatever the roster says of them.
    let office = Office::new(
        &complete("stages: {finance: {owner: ann@acme.example}}\nhandoffs: {price-list: ~}"),
        ROSTER,
    );
    office.on("ann", DAY, &SEND);
}

#[test]
fn what_stands_there_already_is_written_once() {
    let office = Office::complete("promises: {setup-time: {future: true}}\nhandoffs: {message-kit: ~}", "");
    let at = "handoffs.message-kit";
    let waive = ["waive", "plan.yaml", "missing-handoff", at, "--why", "Only old customers", "--until"];
    let waive = [&waive[..], &[LATER]].concat();
    let accept = ["accept", "plan.yaml", "promises.setup-time"];
    let cases: [(&str, &[&str]); 4] = [
        ("fay", &accept),
        ("omar", &accept),
        ("lea", &waive),
        ("sam", &["accept", "plan.yaml", "price-list"]),
    ];
    for (who, args) in cases {
        let said = office.on(who, DAY, args);
        assert!(said.contains("Written to plan.yaml."), "{args:?}: {said}");
        let once = office.bytes();
        let said = office.on(who, DAY, args);
        assert!(said.contains("That stands there already: nothing was written to plan.yaml."), "{said}");
        assert!(office.bytes() == once, "{}", office.text());
    }
    // What is said anew is written: an acceptance in the place of one's own, a waiver beside the other.
    office.on("fay", "2021-05-29", &accept);
    let also = office.read("/promises/setup-time/also_accepted");
    assert_eq!(also, serde_json::json!([{"by": "fay@acme.example", "date": "2021-05-29"}]));
    office.on("lea", DAY, &[&waive[..7], &["2099-01-01"]].concat());
    assert_eq!(office.read("/waivers").as_object().map(serde_json::Map::len), Some(2));
}

#[test]
fn a_hand_off_that_is_not_needed_is_neither_sent_nor_accepted_nor_returned() {
    let why = "{why: No price changes, by: priya@acme.example, date: 2026-05-04}";
    let office = Office::complete(&format!("handoffs: {{price-list: {{not_needed: {why}}}}}"), "");
    let back = ["return", "plan.yaml", "price-list", "--why", "The discount is missing"];
    let needed = ["this launch does not need `price-list`"];
    for (who, args) in [("fay", &SEND[..]), ("sam", &ACCEPT), ("sam", &back)] {
        office.not_on(who, DAY, args, &needed);
        office.not_on(who, DAY, &[args, &["--force"]].concat(), &needed);
    }
    // Whoever may not say so has not said it.
    let office = Office::complete(
        &format!("handoffs: {{price-list: {{not_needed: {}}}}}", why.replace("priya", "mia")),
        "",
    );
    office.on("fay", DAY, &[&SEND[..], &["--force"]].concat());
}
