//! A policy in the editor: hovers, completion and what is misspelt in `launch.toml`.

use serde_json::{Value, json};

use crate::command::folder;
use crate::lsp::ROSTER;
use crate::lsp::client::{Client, edited, marked};

const NAME: &str = "launch.toml";

/// What the server answers about the cursor in a policy, and the policy.
fn about(request: &str, marked_text: &str) -> (Value, String) {
    let folder = folder(&[]);
    let (text, place) = marked(marked_text);
    let mut client = Client::begin(folder.path());
    client.open(NAME, &text);
    let answer = client.about(request, NAME, place, &json!({}));
    assert_eq!(client.end(), 0);
    (answer, text)
}

fn hover(text: &str) -> String {
    about("hover", text).0["contents"]["value"].as_str().unwrap_or_default().to_owned()
}

/// The words that are offered, and the text after the first of them was taken.
fn offered(text: &str) -> (Vec<String>, String) {
    let (answer, text) = about("completion", text);
    let items = answer["items"].as_array().expect("a list");
    let words = items.iter().map(|item| item["label"].as_str().expect("a word").to_owned()).collect();
    (words, items.first().map_or(text.clone(), |item| edited(&text, &item["textEdit"])))
}

fn words(text: &str) -> Vec<String> {
    offered(text).0
}

#[test]
fn keys_say_what_they_are_for() {
    assert!(hover("[cal‸endar]\nweekend = [\"fri\"]\n").contains("Which days are worked"));
    let text = hover("[stages.legal]\nafter = [\"product\"]\nle‸ad = 5\n");
    assert!(text.contains("Working days") && text.contains("For example: `20`"), "{text}");
    assert!(hover("[rules]\nopen-‸ask = \"warn\"\n").contains("## What it checks"));
    assert!(hover("[stages.legal]\nafter = [\"prod‸uct\"]\n").contains("after customer"));
}

#[test]
fn tables_keys_and_ids_are_offered() {
    assert!(words("[sta‸").contains(&"stages".to_owned()));
    assert!(words("[stages.‸]\n").contains(&"finance".to_owned()));
    let fields = words("[stages.legal]\nafter = [\"product\"]\n‸\n");
    assert!(fields.contains(&"lead".to_owned()) && !fields.contains(&"after".to_owned()), "{fields:?}");
    assert_eq!(words("[rules]\n‸\n"), launch::rules::ids());
    assert_eq!(words("[calendar]\nblackouts = [{ from = 2026-06-01, ‸ }]\n"), ["until", "why"]);
    assert_eq!(words("[[delegations]]\nfrom = \"a\"\n‸\n"), ["to", "start", "until", "reason"]);
}

#[test]
fn a_header_is_offered_where_the_policy_takes_it() {
    assert_eq!(
        words("[‸]\n"),
        ["people", "calendar", "risks", "stages", "handoffs", "capacity", "rules", "assurance"]
    );
    assert_eq!(words("[stages.finance.‸]\n"), ["asks"]);
    assert!(words("[stages.finance.asks.‸]\n").contains(&"billing".to_owned()));
    assert_eq!(words("[rules.‸]\n"), launch::rules::ids());
    for nothing in ["[calendar.‸]", "[assurance.‸]", "[rules.open-ask.‸]", "[extends.‸]", "[[stages.‸]]"]
    {
        assert_eq!(words(nothing), Vec::<String>::new(), "{nothing}");
    }
    assert_eq!(words("[risks]\na = \"Is it?\"\n[risks.‸]"), Vec::<String>::new());
    assert_eq!(words("[[‸]]\n"), ["delegations", "calendar"]);
    assert_eq!(words("[[calendar.‸]]\n"), ["blackouts"]);
    assert_eq!(offered("[[cal‸]]\n").1, "[[delegations]]\n");
}

#[test]
fn a_header_that_is_there_is_offered_again_where_more_may_follow() {
    let there = "extends = \"none\"\n[calendar]\n[stages.legal]\n[[delegations]]\n[rules]\n";
    let single = words(&format!("{there}[‸]\n"));
    assert!(!single.contains(&"calendar".to_owned()), "{single:?}");
    assert!(["stages", "rules"].iter().all(|again| single.contains(&(*again).to_owned())), "{single:?}");
    assert_eq!(words(&format!("{there}[[‸]]\n")), ["delegations", "calendar"]);
    let top = words("‸\nextends = \"none\"\n[calendar]\n[stages.legal]\n");
    assert!(!top.iter().any(|known| known == "extends" || known == "calendar"), "{top:?}");
    assert!(top.contains(&"stages".to_owned()), "{top:?}");
    let finance = words("[stages.finance]\nlead = 3\n[stages.‸]\n");
    assert!(finance.contains(&"finance".to_owned()), "its asks may follow: {finance:?}");
}

#[test]
fn the_table_of_a_rule_takes_its_level_and_its_settings() {
    assert_eq!(words("[rules.stale-evidence]\n‸\n"), ["level", "months"]);
    assert_eq!(words("[rules]\nstale-evidence = { level = \"warn\", ‸ }\n"), ["months"]);
    assert_eq!(words("[rules.open-ask]\n‸\n"), ["level"]);
    assert_eq!(words("[rules.open-ask]\nlevel = ‸\n"), ["error", "warn", "off"]);
}

#[test]
fn values_are_offered() {
    assert_eq!(words("extends = ‸\n"), ["product", "service", "none"]);
    assert_eq!(words("[rules]\nopen-ask = \"‸\"\n"), ["error", "warn", "off"]);
    assert_eq!(words("[rules]\nstale-evidence = { level = ‸, months = 6 }\n"), ["error", "warn", "off"]);
    assert_eq!(words("[stages.finance]\ngate = ‸\n"), ["internal", "external"]);
    assert!(words("[stages.legal]\nafter = [\"product\", ‸]\n").contains(&"operations".to_owned()));
    assert!(words("without = [\"‸\"]\n").contains(&"stages.finance.asks.billing".to_owned()));
    assert_eq!(words("[stages.legal]\nrisks = [‸]\n[risks]\nprices = \"Do any?\"\n"), ["prices"]);
    assert_eq!(words("# ‸"), Vec::<String>::new());
}

#[test]
fn what_is_taken_is_toml() {
    let taken = |text: &str| offered(text).1;
    assert_eq!(taken("ext‸"), "extends = ");
    assert_eq!(taken("extends = \"‸\"\n"), "extends = \"product\"\n");
    assert_eq!(taken("extends =‸\n"), "extends = \"product\"\n");
    assert_eq!(taken("[calendar]\nholidays = [‸]\n"), "[calendar]\nholidays = [2026-05-28]\n");
    assert_eq!(taken("[people.\"a@b\"]\nwaives = ‸\n"), "[people.\"a@b\"]\nwaives = true\n");
    assert_eq!(taken("[stages.legal]\nsign‸atures = 2\n"), "[stages.legal]\nafter = 2\n");
}

#[test]
fn what_is_misspelt_is_put_right() {
    for (wrong, right) in [
        ("[stages.legal]\nafter = [\"prodct‸\"]\n", "[stages.legal]\nafter = [\"product\"]\n"),
        ("[stages.legal]\nafetr‸ = [\"product\"]\n", "[stages.legal]\nafter = [\"product\"]\n"),
        ("[rules]\nopen-aks‸ = \"warn\"\n", "[rules]\nopen-ask = \"warn\"\n"),
        ("[rules]\nopen-ask = \"wran‸\"\n", "[rules]\nopen-ask = \"warn\"\n"),
        ("[calender‸]\nweekend = [\"fri\"]\n", "[calendar]\nweekend = [\"fri\"]\n"),
        ("without = [\"stages.finanse‸\"]\n", "without = [\"stages.finance\"]\n"),
    ] {
        let folder = folder(&[]);
        let (text, at) = marked(wrong);
        let mut client = Client::begin(folder.path());
        client.open(NAME, &text);
        let shown = client.diagnostics(NAME);
        let range = json!({"range": {"start": at, "end": at}, "context": {"diagnostics": shown}});
        let found = client.about("codeAction", NAME, at, &range);
        let edit = &found[0]["edit"]["documentChanges"][0]["edits"][0];
        assert!(edit.is_object(), "{wrong}: {found} {shown:?}");
        assert_eq!(edited(&text, edit), right, "{found}");
        client.change(NAME, right);
        assert!(client.diagnostics(NAME).is_empty());
        assert_eq!(client.end(), 0);
    }
}

#[test]
fn a_policy_that_is_typed_never_ends_the_session() {
    let folder = folder(&[]);
    let mut client = Client::begin(folder.path());
    client.open(NAME, "");
    for end in (0..ROSTER.len()).filter(|end| ROSTER.is_char_boundary(*end)).step_by(7) {
        let (text, place) = marked(&format!("{}‸", &ROSTER[..end]));
        client.change(NAME, &text);
        for request in ["hover", "definition", "completion", "documentSymbol"] {
            client.about(request, NAME, place.clone(), &json!({}));
        }
        let range = json!({"range": {"start": place, "end": place}, "context": {"diagnostics": []}});
        client.about("codeAction", NAME, place, &range);
    }
    client.change(NAME, ROSTER);
    assert!(client.diagnostics(NAME).is_empty());
    assert_eq!(client.end(), 0);
}
