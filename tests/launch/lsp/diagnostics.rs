//! What is found is shown: the same findings as `launch check`'s, at the same places, whatever the text is
//! made of; and never what was found of an older text over what was found of a newer.

use std::fs;

use serde_json::{Value, json};

use crate::command::folder;
use crate::lsp::checked::{Units, by_the_check, in_the_editor};
use crate::lsp::client::{Client, capable};
use crate::lsp::{ROSTER, workplace};
use crate::overlay::{self, BASE};

/// Plans with every kind of trouble, with what is waived and covered, and with problems of how they are written.
fn plans() -> Vec<(&'static str, String)> {
    let rich = include_str!("../../rich/plan.yaml");
    let wide = BASE
        .replace("Invoice Assist 2.0", "請求書アシスト 👩‍🚀 2.0")
        .replace("impact: The invoice shows", "impact: \"価👩 \" # 価")
        .replace("{from: interviews, count: 14", "{from: \"👩価\", cuont: 14, count: TBD");
    vec![
        ("complete", BASE.to_owned()),
        ("rich", rich.to_owned()),
        ("agreed", overlay::plan(include_str!("../../rich/agreed.yaml"))),
        ("typo", overlay::plan(include_str!("../../rich/typo.yaml"))),
        ("wide", wide.clone()),
        ("CRLF", wide.replace('\n', "\r\n")),
        ("CR", BASE.replace("owner: fay", "owner: \"価\" #").replace('\n', "\r")),
        ("byte-order mark", format!("\u{feff}launch: 価 {{x\nkind: product\n{wide}")),
        ("byte-order mark and CRLF", format!("\u{feff}{}", wide.replace('\n', "\r\n"))),
        ("does not parse", BASE.replace("asks: {audience: done", "asks: {audience: done: [")),
        ("one line", "{launch: 価, kind: product, stagse: {}, owner: TBD}".to_owned()),
        ("twice", format!("{BASE}tier: 2\n")),
    ]
}

#[test]
fn what_is_shown_is_what_the_check_says() {
    let rich = include_str!("../../rich/launch.toml");
    let folder = folder(&[("launch.toml", rich)]);
    let encodings: [(&str, Units); 3] =
        [("utf-8", char::len_utf8), ("utf-16", char::len_utf16), ("utf-32", |_| 1)];
    for (encoding, units) in encodings {
        let capabilities = json!({"general": {"positionEncodings": [encoding]}});
        let (mut client, _) = Client::begin_as(folder.path(), &["--as-of", "2026-05-28"], &capabilities);
        client.open("plan.yaml", "launch: x\nkind: product\n");
        for (what, text) in plans() {
            fs::write(folder.path().join("plan.yaml"), &text).expect("a file");
            client.change("plan.yaml", &text);
            let shown = in_the_editor(&mut client, "plan.yaml", &text, units);
            let said = by_the_check(folder.path(), "plan.yaml");
            assert_eq!(shown, said, "{what}, {encoding}");
            assert!(what == "complete" || !said.is_empty(), "{what} shows something");
        }
        assert_eq!(client.end(), 0);
    }
}

#[test]
fn levels_labels_and_causes_come_along() {
    let rich = include_str!("../../rich/launch.toml");
    let agreed = overlay::plan(include_str!("../../rich/agreed.yaml"));
    let folder = folder(&[("launch.toml", rich)]);
    let mut client = Client::begin(folder.path());
    client.open("plan.yaml", include_str!("../../rich/plan.yaml"));
    client.open("agreed.yaml", &agreed);
    let all = [client.diagnostics("plan.yaml"), client.diagnostics("agreed.yaml")].concat();
    let of = |rule: &str| all.iter().find(|one| one["code"] == rule).unwrap_or_else(|| panic!("{rule}"));
    assert_eq!(of("open-ask")["severity"], 1);
    assert_eq!(of("missing-impact")["severity"], 2);
    assert!(
        all.iter().any(|one| one["code"] == "missing-handoff" && one["severity"] == 4),
        "covered, or waived"
    );
    let related = |rule: &str| of(rule)["relatedInformation"].as_array().cloned().unwrap_or_default();
    let early = related("early-sign-off");
    assert!(early.iter().any(|one| one["location"]["uri"] == client.uri("plan.yaml")), "{early:?}");
    let follows = |one: &&Value| one["relatedInformation"].to_string().contains("follows from ");
    assert!(all.iter().any(|one| follows(&one)));
    assert_eq!(client.end(), 0);
}

#[test]
fn other_files_are_left_alone() {
    let (folder, plan) = workplace(&[]);
    let mut client = Client::begin(folder.path());
    for (name, text) in [
        ("service.yaml", "kind: Service\nmetadata: {name: x}\n"),
        ("robot.launch.yaml", "launch:\n- node: {pkg: x}\n"),
        ("half.yaml", "launch: x\n"),
        ("broken.yaml", "a: [\n"),
        ("pyproject.toml", "x = ["),
        ("empty.yaml", ""),
    ] {
        client.open(name, text);
    }
    client.open("plan.yaml", &plan.replace("tier: 1", "tier: 9"));
    assert_eq!(client.diagnostics("plan.yaml").len(), 1);
    assert_eq!(client.published.len(), 1, "{:?}", client.published.keys());
    for request in ["hover", "completion", "definition"] {
        let place = json!({"line": 0, "character": 2});
        let answer = client.about(request, "service.yaml", place, &json!({}));
        assert!(answer.is_null() || answer["items"] == json!([]), "{request}: {answer}");
    }
    let robot = client.document("robot.launch.yaml");
    assert_eq!(client.ask("textDocument/documentSymbol", &json!({"textDocument": robot})), json!([]));
    assert_eq!(client.end(), 0);
}

#[test]
fn a_plan_stays_one_while_its_head_is_being_rewritten() {
    let (folder, plan) = workplace(&[]);
    let mut client = Client::begin(folder.path());
    client.open("plan.yaml", &plan);
    assert!(client.diagnostics("plan.yaml").is_empty());
    client.change("plan.yaml", &plan.replace("kind: product\n", ""));
    let shown = client.diagnostics("plan.yaml");
    assert!(shown.iter().any(|one| one["message"].as_str().is_some_and(|text| text.contains("no `kind`"))));
    client.change("plan.yaml", "");
    assert_eq!(client.diagnostics("plan.yaml").len(), 1);
    client.tell("textDocument/didClose", &json!({"textDocument": client.document("plan.yaml")}));
    let uri = client.uri("plan.yaml");
    let cleared =
        client.wait(|message| message["params"]["uri"] == *uri && message["params"]["version"].is_null());
    assert_eq!(cleared["params"]["diagnostics"], json!([]));
    assert_eq!(client.end(), 0);
}

#[test]
fn a_text_that_is_too_long_gets_one_diagnostic() {
    let (folder, plan) = workplace(&[]);
    let mut client = Client::begin(folder.path());
    let long = format!("{plan}{}", "# too much\n".repeat(200_000));
    fs::write(folder.path().join("plan.yaml"), &long).expect("a file");
    client.open("plan.yaml", &long);
    let shown = in_the_editor(&mut client, "plan.yaml", &long, char::len_utf16);
    assert_eq!(shown, by_the_check(folder.path(), "plan.yaml"));
    assert_eq!(shown.len(), 1);
    let place = json!({"line": 30, "character": 5});
    assert_eq!(client.about("hover", "plan.yaml", place, &json!({})), Value::Null);
    let end = json!({"line": 300_000, "character": 0});
    let start = json!({"line": plan.lines().count(), "character": 0});
    client.edit("plan.yaml", &json!([{"range": {"start": start, "end": end}, "text": ""}]));
    assert!(client.diagnostics("plan.yaml").is_empty());
    assert_eq!(client.end(), 0);
}

#[test]
fn a_policy_is_checked_too_and_holds_as_it_is_in_the_editor() {
    let (folder, plan) = workplace(&[]);
    let mut client = Client::begin(folder.path());
    client.open("plan.yaml", &plan);
    assert!(client.diagnostics("plan.yaml").is_empty());
    client.open("launch.toml", &format!("{ROSTER}[stages.legal]\nafter = [\"prodct\"]\n"));
    let shown = client.diagnostics("launch.toml");
    assert_eq!(shown.len(), 1);
    assert_eq!(shown[0]["message"], "unknown stage: `prodct`\ndid you mean `product`?");
    let line = ROSTER.lines().count() + 1;
    assert_eq!(shown[0]["range"]["start"], json!({"line": line, "character": 9}));
    client.change("launch.toml", &format!("{ROSTER}[stages.legal]\nafter = [\"product\"]\n"));
    assert!(client.diagnostics("launch.toml").is_empty());
    let says = |shown: &[Value], words: &str| {
        shown.iter().any(|one| one["message"].as_str().is_some_and(|text| text.contains(words)))
    };
    client.until("plan.yaml", |shown| says(shown, "legal (nobody owns it)"));
    client.change("launch.toml", "[stages.legal\n");
    assert!(!client.diagnostics("launch.toml").is_empty());
    client.until("plan.yaml", |shown| says(shown, "launch.toml:1:"));
    let uri = client.uri("plan.yaml");
    let first = &client.published[&uri]["diagnostics"][0];
    assert_eq!(first["relatedInformation"][0]["location"]["uri"], client.uri("launch.toml"));
    client.tell("textDocument/didClose", &json!({"textDocument": client.document("launch.toml")}));
    client.until("plan.yaml", <[Value]>::is_empty);
    assert_eq!(client.end(), 0);
}

#[test]
fn a_policy_is_judged_for_the_plans_that_are_open() {
    let (folder, plan) = workplace(&[]);
    let service = plan.replace("kind: product", "kind: service");
    let mut client = Client::begin(folder.path());
    let unknown = |shown: &[Value]| {
        shown.iter().any(|one| one["message"].as_str().is_some_and(|text| text.contains("client-brief")))
    };
    client.open("launch.toml", &format!("without = [\"handoffs.client-brief\"]\n{ROSTER}"));
    assert!(client.diagnostics("launch.toml").is_empty(), "it suits the plans of services");
    client.open("plan.yaml", &plan);
    client.until("launch.toml", unknown);
    client.change("plan.yaml", &service);
    client.until("launch.toml", <[Value]>::is_empty);
    client.change("plan.yaml", &plan);
    client.until("launch.toml", unknown);
    client.open("other.yaml", &service);
    client.tell("textDocument/didClose", &json!({"textDocument": client.document("plan.yaml")}));
    client.until("launch.toml", <[Value]>::is_empty);
    assert_eq!(client.end(), 0);
}

const LEGAL: &str = "[stages.legal]\nafter = [\"product\"]\n";

fn wants_legal(shown: &[Value]) -> bool {
    shown
        .iter()
        .any(|one| one["message"].as_str().is_some_and(|text| text.contains("legal (nobody owns it)")))
}

#[test]
fn a_policy_that_another_extends_holds_as_it_is_in_the_editor() {
    let folder = folder(&[
        ("company/launch.toml", ROSTER),
        ("team/launch.toml", "extends = \"../company/launch.toml\"\n"),
        ("team/plan.yaml", BASE),
    ]);
    let mut client = Client::begin(folder.path());
    client.open("team/plan.yaml", BASE);
    assert!(client.diagnostics("team/plan.yaml").is_empty());
    client.open("company/launch.toml", ROSTER);
    let said = format!("{ROSTER}{LEGAL}");
    client.change("company/launch.toml", &said);
    client.until("team/plan.yaml", wants_legal);
    client.change("team/plan.yaml", &BASE.replace("  finance:\n", "  legal: {}\n  finance:\n"));
    let at = BASE.lines().position(|line| line == "  finance:").expect("a stage");
    let leads = client.about("definition", "team/plan.yaml", json!({"line": at, "character": 3}), &json!({}));
    assert_eq!(leads[0]["uri"], client.uri("company/launch.toml"), "{leads}");
    client.change("team/plan.yaml", BASE);
    client.tell("textDocument/didClose", &json!({"textDocument": client.document("company/launch.toml")}));
    client.until("team/plan.yaml", <[Value]>::is_empty);
    assert_eq!(client.end(), 0);
}

#[test]
#[cfg(unix)]
fn a_policy_holds_as_it_is_in_the_editor_whatever_it_is_called_there() {
    let folder = folder(&[("company/launch.toml", ROSTER), ("team/plan.yaml", BASE)]);
    let link = folder.path().join("team/launch.toml");
    std::os::unix::fs::symlink("../company/launch.toml", link).expect("a link");
    let mut client = Client::begin(folder.path());
    client.open("team/plan.yaml", BASE);
    client.open("company/launch.toml", &format!("{ROSTER}{LEGAL}"));
    client.until("team/plan.yaml", wants_legal);
    client.change("company/launch.toml", &format!("{ROSTER}# no more\n"));
    client.until("team/plan.yaml", <[Value]>::is_empty);
    client.open("team/launch.toml", ROSTER);
    client.change("team/launch.toml", &format!("{ROSTER}{}", LEGAL.replace("product", "prodct")));
    assert_eq!(client.diagnostics("team/launch.toml").len(), 1, "each is judged by its own text");
    assert!(client.diagnostics("company/launch.toml").is_empty());
    client.change("team/launch.toml", &format!("{ROSTER}{LEGAL}"));
    client.until("team/plan.yaml", wants_legal);
    client.change("company/launch.toml", ROSTER);
    client.until("team/plan.yaml", <[Value]>::is_empty);
    assert_eq!(client.end(), 0);
}

#[test]
fn what_is_shown_last_is_of_the_last_text() {
    let (folder, plan) = workplace(&[]);
    let mut client = Client::begin(folder.path());
    client.open("plan.yaml", &plan);
    let mut newest = 0;
    for round in 0..100 {
        client.change("plan.yaml", &plan.replace("tier: 1", &format!("tier: {}", 10 + round)));
    }
    client.change("plan.yaml", &plan);
    let uri = client.uri("plan.yaml");
    while newest < 102 {
        let message = client.wait(|message| message["params"]["uri"] == *uri);
        let version = message["params"]["version"].as_i64().expect("a version");
        assert!(version >= newest, "version {version} after {newest}");
        newest = version;
    }
    assert!(client.diagnostics("plan.yaml").is_empty());
    assert_eq!(client.end(), 0);
}

#[test]
fn a_text_in_no_file_is_judged_where_it_would_be() {
    let (folder, plan) = workplace(&[("owner: fay@acme.example", "owner: TBD")]);
    let (mut client, _) = Client::begin_as(folder.path(), &["--as-of", "2026-05-28"], &capable());
    let document = json!({"uri": "untitled:Untitled-1", "languageId": "yaml", "version": 1, "text": plan});
    client.tell("textDocument/didOpen", &json!({"textDocument": document}));
    let shown = client.wait(|message| message["params"]["uri"] == "untitled:Untitled-1");
    let codes: Vec<&Value> =
        shown["params"]["diagnostics"].as_array().expect("a list").iter().map(|one| &one["code"]).collect();
    assert!(codes.contains(&&json!("placeholder")), "{codes:?}");
    assert_eq!(client.end(), 0);
}
