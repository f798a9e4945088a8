//! What is sent, accepted and returned, one after the other: nobody takes out what another said of it.

use super::{DAY, Office};

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
