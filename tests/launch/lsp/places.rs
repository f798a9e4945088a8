//! Hovers, definitions, references and the outline.

use serde_json::{Value, json};

use crate::command::folder;
use crate::lsp::client::{Client, capable, marked, place};
use crate::lsp::{ROSTER, workplace};

/// What is known of the place at the cursor in the complete plan with this in it.
fn hover(changes: &[(&str, &str)]) -> String {
    let (folder, plan) = workplace(changes);
    let (plan, at) = marked(&plan);
    let mut client = Client::begin(folder.path());
    client.open("plan.yaml", &plan);
    let answer = client.about("hover", "plan.yaml", at, &json!({}));
    assert_eq!(client.end(), 0);
    answer["contents"]["value"].as_str().unwrap_or_default().to_owned()
}

#[test]
fn a_stage_says_what_it_still_lacks() {
    let unsigned = ("    sign_off: {by: fay@acme.example, date: 2026-05-20}\n", "");
    let text =
        hover(&[unsigned, ("  finance:", "  fin‸ance:"), ("      pricing: done", "      pricing: open")]);
    for said in [
        "ready · 5 of 7 met",
        "What it still lacks:",
        "- answer `pricing`: Is the price set",
        "- sign off",
        "`fay@acme.example` may sign",
    ] {
        assert!(text.contains(said), "{said}: {text}");
    }
    assert!(
        text.contains("missing-sign-off") && text.contains("## Why it matters"),
        "what is found there: {text}"
    );
    let text = hover(&[unsigned, ("made_by: sales", "made_by: sal‸es")]);
    assert!(text.starts_with("**`sales`** signed"), "{text}");
    assert!(hover(&[("  finance:", "  fin‸ance:")]).contains("signed · 7 of 7 met"));
}

#[test]
fn hand_offs_asks_people_rules_and_fields() {
    let text = hover(&[
        ("  delivery-limits:", "  deliv‸ery-limits:"),
        ("    accepted: {by: sam@acme.example, date: 2026-05-07}\n", ""),
    ]);
    for said in [
        "operations → sales · sent",
        "To be accepted by 2026-05-08, 14 working days late.",
        "It is the turn of sales",
    ] {
        assert!(text.contains(said), "{said}: {text}");
    }
    assert!(hover(&[("      billing:", "      bil‸ling:")]).contains("Was a trial invoice"));
    let person = hover(&[("owner: fay@", "owner: f‸ay@")]);
    assert!(person.contains("Fay Lund") && person.contains("may sign for finance"), "{person}");
    assert!(hover(&[("owner: lea@", "owner: l‸ea@")]).contains("may waive"));
    assert!(hover(&[("owner: fay@", "owner: e‸ve@")]).contains("is not on the roster"));
    let waived = ("\ngoals:", "\nwaivers: {w: {rule: open-‸ask}}\ngoals:");
    assert!(hover(&[waived]).contains("## What it checks"));
    assert!(hover(&[("    impact: The", "    imp‸act: The")]).contains("What the customer feels"));
    assert_eq!(hover(&[("launch: Invoice", "launch: Inv‸oice")]), "");
}

#[test]
fn a_hover_is_in_the_words_that_the_editor_shows() {
    let (folder, plan) = workplace(&[("owner: fay@acme.example", "owner: \"<b>fay</b> *x*\"")]);
    let at = place(&plan, plan.find("<b>").expect("it is there"));
    for (formats, is_escaped) in
        [(json!(["markdown"]), true), (json!(["plaintext"]), false), (json!([]), false)]
    {
        let capabilities = json!({"textDocument": {"hover": {"contentFormat": formats}}});
        let (mut client, _) = Client::begin_as(folder.path(), &["--as-of", "2026-05-28"], &capabilities);
        client.open("plan.yaml", &plan);
        let answer = client.about("hover", "plan.yaml", at.clone(), &json!({}));
        let kind = if is_escaped { "markdown" } else { "plaintext" };
        assert_eq!(answer["contents"]["kind"], kind);
        let text = answer["contents"]["value"].as_str().expect("text");
        let begin = if is_escaped { "**`<b>fay</b> *x*`** is not" } else { "<b>fay</b> *x* is not" };
        assert!(text.starts_with(begin), "{text}");
        assert_eq!(client.end(), 0);
    }
}

#[test]
fn a_hover_works_where_the_text_does_not_parse() {
    let text = hover(&[
        ("  finance:", "  fin‸ance:"),
        ("    asks: {audience: done, message: done}", "    asks: {audience: ["),
    ]);
    assert!(text.contains(" of 7 met"), "{text}");
}

/// The places that something leads to, each as the file and the text of its line.
fn lines(client: &mut Client, answer: &Value, texts: &[(&str, &str)]) -> Vec<String> {
    let found = answer.as_array().cloned().unwrap_or_default();
    let line = |one: &Value| {
        let (name, text) =
            texts.iter().find(|(name, _)| one["uri"] == client.uri(name)).expect("a known file");
        let line = usize::try_from(one["range"]["start"]["line"].as_u64().expect("a line")).expect("small");
        format!("{name}: {}", text.lines().nth(line).unwrap_or_default().trim())
    };
    found.iter().map(line).collect()
}

#[test]
fn names_lead_to_what_they_name_and_things_to_the_policy() {
    let policy = String::from(
        "extends = \"base.toml\"\n[stages.legal]\nafter = [\"product\"]\nasks.terms = \"Are they?\"\n[handoffs.terms]\nfrom = \"legal\"\nto = \"sales\"\n[capacity.onboarding]\nof = \"operations\"\nlimit = \"at most 3 customers/month\"\n",
    );
    let plan = "\
launch: x
kind: product
stages:
  legal: {owner: fay@acme.example, asks: {terms: done}}
  sales: {owner: sam@acme.example}
handoffs:
  terms: {sent: {by: fay@acme.example, date: 2026-05-20}}
  own: {from: sales, to: legal}
promises:
  setup: {made_by: sales, kept_by: operations}
loads:
  more: {to: operations, draws_on: onboarding}
waivers:
  w: {rule: open-ask, at: stages.legal.asks.terms}
  v: {rule: unsent-handoff, at: handoffs.own}
";
    let folder = folder(&[("base.toml", ROSTER), ("launch.toml", &policy), ("plan.yaml", plan)]);
    let texts = [("plan.yaml", plan), ("launch.toml", policy.as_str()), ("base.toml", ROSTER)];
    let mut client = Client::begin(folder.path());
    client.open("plan.yaml", plan);
    let mut leads = |needle: &str, nth: usize| {
        let byte = plan.match_indices(needle).nth(nth).expect("it is there").0;
        let answer = client.about("definition", "plan.yaml", place(plan, byte), &json!({}));
        lines(&mut client, &answer, &texts)
    };
    assert_eq!(
        leads("terms: {sent", 0),
        [
            "launch.toml: [handoffs.terms]",
            "plan.yaml: legal: {owner: fay@acme.example, asks: {terms: done}}",
            "plan.yaml: sales: {owner: sam@acme.example}"
        ]
    );
    assert_eq!(leads("legal:", 0), ["launch.toml: [stages.legal]"]);
    assert_eq!(leads("legal}", 0), ["plan.yaml: legal: {owner: fay@acme.example, asks: {terms: done}}"]);
    assert_eq!(leads("sales, kept_by", 0), ["plan.yaml: sales: {owner: sam@acme.example}"]);
    assert_eq!(
        leads("stages.legal.asks", 0),
        ["plan.yaml: legal: {owner: fay@acme.example, asks: {terms: done}}"]
    );
    assert_eq!(leads("handoffs.own", 0), ["plan.yaml: own: {from: sales, to: legal}"]);
    assert_eq!(leads("onboarding", 0), ["launch.toml: [capacity.onboarding]"]);
    assert!(
        leads("fay@", 0)[0].starts_with("base.toml: \"fay@acme.example\" ="),
        "what is extended is found, too"
    );
    assert_eq!(leads("operations}", 0), Vec::<String>::new(), "the built-in policy is no file");
    client.open("launch.toml", &policy);
    let mut back = |needle: &str, nth: usize| {
        let byte = policy.match_indices(needle).nth(nth).expect("it is there").0;
        let answer = client.about("definition", "launch.toml", place(&policy, byte), &json!({}));
        lines(&mut client, &answer, &texts)
    };
    assert_eq!(back("legal\"", 0), ["launch.toml: [stages.legal]"]);
    assert_eq!(back("legal]", 0), ["plan.yaml: legal: {owner: fay@acme.example, asks: {terms: done}}"]);
    assert_eq!(back("terms]", 0), ["plan.yaml: terms: {sent: {by: fay@acme.example, date: 2026-05-20}}"]);
    assert_eq!(client.end(), 0);
}

#[test]
fn everything_that_names_a_thing_is_found() {
    let (folder, plan) = workplace(&[]);
    let mut client = Client::begin(folder.path());
    client.open("plan.yaml", &plan);
    let at = place(&plan, plan.find("  operations:").expect("it is there") + 2);
    let mut count = |with_itself: bool| {
        let context = json!({"context": {"includeDeclaration": with_itself}});
        client.about("references", "plan.yaml", at.clone(), &context).as_array().map(Vec::len)
    };
    assert_eq!((count(false), count(true)), (Some(2), Some(3)), "kept_by, to; and the stage");
    let byte = plan.find("fay@").expect("it is there");
    let context = json!({"context": {"includeDeclaration": true}});
    let found = client.about("references", "plan.yaml", place(&plan, byte), &context);
    assert_eq!(found.as_array().map(Vec::len), Some(plan.matches("fay@acme.example").count()));
    assert_eq!(client.end(), 0);
}

#[test]
fn the_outline_has_every_thing_and_where_it_stands() {
    let (folder, plan) = workplace(&[("launch: Invoice", "launch: 価 Invoice")]);
    let (mut client, _) = Client::begin_as(folder.path(), &["--as-of", "2026-05-28"], &capable());
    client.open("plan.yaml", &plan);
    let document = json!({"textDocument": client.document("plan.yaml")});
    let outline = client.ask("textDocument/documentSymbol", &document);
    let named = |list: &Value, name: &str| {
        list.as_array()
            .and_then(|list| list.iter().find(|one| one["name"] == name))
            .cloned()
            .unwrap_or_default()
    };
    let sections: Vec<&str> =
        outline.as_array().expect("a list").iter().filter_map(|one| one["name"].as_str()).collect();
    assert_eq!(sections.len(), 13, "{sections:?}");
    let finance = named(&named(&outline, "stages")["children"], "finance");
    assert_eq!(finance["detail"], "signed · fay@acme.example");
    assert_eq!(
        named(&finance["children"], "impact")["detail"],
        "The invoice shows what was agreed, to the cent"
    );
    let handoff = named(&named(&outline, "handoffs")["children"], "price-list");
    assert_eq!(handoff["detail"], "finance → sales · accepted");
    assert_eq!(
        named(&named(&outline, "promises")["children"], "setup-time")["detail"],
        "Set up in 5 working days"
    );
    let inside = |one: &Value| {
        let place = |at: &str, end: &str| (one[at][end]["line"].as_u64(), one[at][end]["character"].as_u64());
        place("range", "start") <= place("selectionRange", "start")
            && place("selectionRange", "end") <= place("range", "end")
    };
    let mut open: Vec<Value> = outline.as_array().expect("a list").clone();
    while let Some(one) = open.pop() {
        assert!(inside(&one), "{one}");
        open.extend(one["children"].as_array().cloned().unwrap_or_default());
    }
    client.change(
        "plan.yaml",
        &plan.replace("    asks: {audience: done, message: done}", "    asks: {audience: ["),
    );
    let broken = client.ask("textDocument/documentSymbol", &document);
    assert_eq!(broken.as_array().map(Vec::len), Some(13), "one broken line takes nothing else away");
    client.open("launch.toml", ROSTER);
    let document = json!({"textDocument": client.document("launch.toml")});
    let people = &client.ask("textDocument/documentSymbol", &document)[0];
    assert_eq!((&people["name"], people["children"].as_array().map(Vec::len)), (&json!("people"), Some(9)));
    assert_eq!(client.end(), 0);
}

#[test]
fn a_policy_explains_itself() {
    let policy =
        format!("{ROSTER}[rules]\nsoft-sign-off = \"error\"\n[stages.legal]\nafter = [\"finance\"]\n");
    let folder = folder(&[("launch.toml", &policy)]);
    let mut client = Client::begin(folder.path());
    client.open("launch.toml", &policy);
    let mut hover = |needle: &str| {
        let at = place(&policy, policy.find(needle).expect("it is there") + 1);
        let answer = client.about("hover", "launch.toml", at, &json!({}));
        answer["contents"]["value"].as_str().unwrap_or_default().to_owned()
    };
    assert!(hover("soft-sign-off").contains("## What it checks"));
    assert!(hover("legal").contains("after finance"));
    assert!(hover("finance\"]\n").contains("billing"), "a stage that it names");
    assert!(hover("\"fay@").contains("Fay Lund"));
    assert_eq!(client.end(), 0);
}
