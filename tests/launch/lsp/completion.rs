//! What could be typed next, also where what is there already cannot be read.

use serde_json::json;

use crate::command::folder;
use crate::lsp::client::{Client, edited, marked};
use crate::lsp::{ROSTER, workplace};

const HEAD: &str = "launch: x\nkind: product\n";

/// What is offered at the cursor: the words, and the text after the first of them was taken.
fn offered_in(client: &mut Client, text: &str) -> (Vec<String>, String) {
    let (text, place) = marked(text);
    client.open("plan.yaml", &text);
    let answer = client.about("completion", "plan.yaml", place, &json!({"context": {"triggerKind": 1}}));
    let items = answer["items"].as_array().expect("a list");
    let words = items.iter().map(|item| item["label"].as_str().expect("a word").to_owned()).collect();
    let taken = items.first().map_or(text.clone(), |item| edited(&text, &item["textEdit"]));
    (words, taken)
}

fn offered(text: &str) -> (Vec<String>, String) {
    let (folder, _) = workplace(&[]);
    let mut client = Client::begin(folder.path());
    let found = offered_in(&mut client, text);
    assert_eq!(client.end(), 0);
    found
}

fn words(text: &str) -> Vec<String> {
    offered(text).0
}

#[test]
fn fields_of_each_thing_that_are_not_there_yet() {
    assert_eq!(words(&format!("{HEAD}ow‸"))[0], "tier");
    assert!(words(&format!("{HEAD}‸")).contains(&"handoffs".to_owned()));
    assert!(!words(&format!("{HEAD}‸")).contains(&"kind".to_owned()));
    assert_eq!(
        words(&format!("{HEAD}stages:\n  finance:\n    owner: a\n    ‸")),
        ["impact", "asks", "sign_off", "not_needed"]
    );
    assert_eq!(
        words(&format!("{HEAD}waivers:\n  w: {{rule: open-ask, ‸")),
        ["at", "why", "by", "date", "until"]
    );
    assert_eq!(
        words(&format!("{HEAD}needs:\n  n:\n    evidence:\n      - ‸")),
        ["from", "count", "date", "link"]
    );
    assert_eq!(words("launch: x\n‸")[0], "kind", "of what only begins like a plan");
}

#[test]
fn ids_of_the_policy() {
    let stages = words(&format!("{HEAD}stages:\n  product: {{}}\n  ‸\n"));
    assert!(stages.contains(&"finance".to_owned()) && !stages.contains(&"product".to_owned()));
    let handoffs = words(&format!("{HEAD}handoffs:\n  pri‸\n"));
    assert!(handoffs.contains(&"price-list".to_owned()) && handoffs.len() == 11);
    assert_eq!(words(&format!("{HEAD}stages:\n  finance:\n    asks:\n      ‸")), ["pricing", "billing"]);
    assert_eq!(words(&format!("{HEAD}stages:\n  finance:\n    asks: {{pricing: done, ‸}}")), ["billing"]);
    let folder = folder(&[(
        "launch.toml",
        "[risks]\nprice-change = \"Does it?\"\n[stages.legal]\nafter = [\"product\"]\nasks.terms = \"Are they?\"\n[capacity.onboarding]\nof = \"operations\"\nlimit = \"at most 3 customers/month\"\n",
    )]);
    let mut client = Client::begin(folder.path());
    assert_eq!(offered_in(&mut client, &format!("{HEAD}risks: {{‸")).0, ["price-change"]);
    assert_eq!(offered_in(&mut client, &format!("{HEAD}stages:\n  legal:\n    asks:\n      ‸")).0, ["terms"]);
    assert_eq!(offered_in(&mut client, &format!("{HEAD}loads:\n  a:\n    draws_on: ‸")).0, ["onboarding"]);
    assert_eq!(client.end(), 0);
}

#[test]
fn words_that_a_field_knows() {
    assert_eq!(words("launch: x\nkind: ‸\n"), ["product", "service"]);
    assert_eq!(words(&format!("{HEAD}tier: ‸\n")), ["1", "2", "3"]);
    assert_eq!(
        words(&format!("{HEAD}stages:\n  finance:\n    sign_off: {{verdict: ‸}}")),
        ["go", "conditions", "no-go"]
    );
    assert_eq!(words(&format!("{HEAD}stages:\n  finance:\n    asks:\n      billing: ‸")), ["open", "done"]);
    assert_eq!(
        words(&format!("{HEAD}stages:\n  finance:\n    asks:\n      billing:\n        ‸")),
        ["open", "done", "done", "not_needed"]
    );
    assert_eq!(words(&format!("{HEAD}promises:\n  a: {{future: ‸")), ["true", "false"]);
    assert_eq!(words(&format!("{HEAD}dates:\n  internal: ‸\n")), ["2026-05-28"]);
}

#[test]
fn a_map_that_has_begun_takes_its_keys_alone() {
    let asks = |text: &str| words(&format!("{HEAD}stages:\n  finance:\n    asks:{text}"));
    for begun in [" {pricing: {‸", " {pricing: {‸}}", " {pricing: {do‸}}", "\n      billing: {\n        ‸"]
    {
        assert_eq!(asks(begun), ["done", "not_needed"], "{begun}");
    }
    assert_eq!(asks(" {pricing: {done: x, ‸"), ["not_needed"]);
    assert_eq!(asks("\n      pricing:\n        done: x\n        ‸\n"), ["not_needed"]);
    assert_eq!(asks("\n      pricing:\n        not‸\n        done: x\n"), ["not_needed"]);
    assert_eq!(asks(" {pricing: ‸"), ["open", "done"]);
    assert_eq!(words("launch: x\nkind: {‸"), Vec::<String>::new(), "what is one of two words is no map");
    assert_eq!(words("launch: x\nkind:\n  ‸\ntier: 1\n"), ["product", "service"]);
}

#[test]
fn people_of_the_roster_and_those_first_who_may() {
    let by = |text: &str| words(&format!("{HEAD}{text}"))[0].clone();
    assert_eq!(by("owner: ‸"), "priya@acme.example");
    assert_eq!(by("stages:\n  finance:\n    owner: ‸"), "fay@acme.example");
    assert_eq!(by("stages:\n  sales:\n    sign_off:\n      - by: ‸"), "sam@acme.example");
    assert_eq!(by("handoffs:\n  price-list: {sent: {by: ‸"), "fay@acme.example");
    assert_eq!(by("handoffs:\n  price-list: {accepted: {by: ‸"), "sam@acme.example");
    assert_eq!(by("waivers:\n  w:\n    by: ‸"), "lea@acme.example");
    assert_eq!(by("promises:\n  p: {kept_by: operations, accepted: {by: ‸}}"), "omar@acme.example");
    assert_eq!(by("incentives:\n  i: {accepted: {by: ‸}}"), "cora@acme.example");
    let future = "promises:\n  p: {kept_by: operations, future: true, also_accepted: [{by: ‸}]}";
    assert_eq!(by(future), "fay@acme.example", "what is sold before it is built, finance accepts too");
    let block = "promises:\n  p:\n    kept_by: operations\n    also_accepted:\n      - by: ‸\n";
    assert_eq!(by(block), "fay@acme.example");
    assert_eq!(by("loads:\n  l: {to: operations, accepted: {by: ‸}}"), "omar@acme.example");
    let folder = folder(&[]);
    let mut client = Client::begin(folder.path());
    let without = format!("{HEAD}owner: priya@acme.example\nstages:\n  sales:\n    owner: ‸");
    assert_eq!(offered_in(&mut client, &without).0, ["priya@acme.example"], "without a roster, who is named");
    assert_eq!(client.end(), 0);
}

#[test]
fn rules_and_addresses_of_waivers() {
    let rules = words(&format!("{HEAD}waivers:\n  w:\n    rule: ‸"));
    assert_eq!(rules, launch::rules::ids());
    let at = words(&format!("{HEAD}waivers:\n  w:\n    rule: missing-handoff\n    at: ‸"));
    assert!(at[0].starts_with("handoffs."), "what the rule finds comes first: {:?}", &at[..3]);
    let same = words(&format!("{HEAD}waivers:\n  w: {{rule: missing-handoff, at: ‸"));
    assert_eq!(same, at, "between brackets that are not closed yet, too");
    assert!(
        at.contains(&"stages.finance.asks.billing".to_owned()) && at.contains(&"dates.external".to_owned())
    );
    let covers = words(&format!("{HEAD}stages:\n  sales:\n    sign_off: {{conditions: {{a: {{covers: [‸"));
    assert!(
        covers.contains(&"handoffs.price-list".to_owned()) && !covers.contains(&"stages.sales".to_owned())
    );
}

#[test]
fn what_is_taken_fits_in() {
    let taken = |text: &str| offered(text).1;
    assert_eq!(taken("launch: x\nkind:‸\n"), "launch: x\nkind: product\n");
    assert_eq!(taken("launch: x\nkind: \"serv‸\"\n"), "launch: x\nkind: product\n");
    assert_eq!(
        taken(&format!("{HEAD}stages:\n  finance:\n    own‸er: fay\n")),
        format!("{HEAD}stages:\n  finance:\n    impact: fay\n"),
        "a key that is replaced keeps its colon"
    );
    assert_eq!(taken(&format!("{HEAD}stages:\n  prod‸\n")), format!("{HEAD}stages:\n  customer:\n    \n"));
    assert_eq!(
        taken(&format!("{HEAD}handoffs:\n  price-list: {{from: ‸, to: sales}}\n")),
        format!("{HEAD}handoffs:\n  price-list: {{from: customer, to: sales}}\n")
    );
}

#[test]
fn broken_texts_get_as_much() {
    let below = "\nhandoffs:\n  own-one: {from: sales, to: finance}\npromises:\n  setup: {claim: \"x\n";
    assert_eq!(words(&format!("{HEAD}stages:\n  finance:\n    asks: {{‸{below}")), ["pricing", "billing"]);
    let at = words(&format!("{HEAD}waivers:\n  w: {{rule: , at: ‸{below}"));
    assert!(at.contains(&"handoffs.own-one".to_owned()), "{at:?}");
    assert_eq!(words(&format!("{HEAD}# ow‸")), Vec::<String>::new());
    let folder = folder(&[("launch.toml", &format!("{ROSTER}[stages.legal"))]);
    let mut client = Client::begin(folder.path());
    let found = offered_in(&mut client, &format!("{HEAD}stages:\n  ‸")).0;
    assert!(found.contains(&"finance".to_owned()), "the built-in policy, where its own is being typed");
    assert_eq!(client.end(), 0);
}

#[test]
fn spaces_that_indent_ask_for_nothing() {
    let (folder, _) = workplace(&[]);
    let mut client = Client::begin(folder.path());
    let (text, place) = marked(&format!("{HEAD}stages:\n  ‸"));
    client.open("plan.yaml", &text);
    let typed = json!({"context": {"triggerKind": 2, "triggerCharacter": " "}});
    assert_eq!(client.about("completion", "plan.yaml", place, &typed)["items"], json!([]));
    let (text, place) = marked("launch: x\nkind: ‸");
    client.change("plan.yaml", &text);
    assert_eq!(
        client.about("completion", "plan.yaml", place, &typed)["items"].as_array().map(Vec::len),
        Some(2)
    );
    assert_eq!(client.end(), 0);
}
