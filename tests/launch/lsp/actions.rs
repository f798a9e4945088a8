//! What can be done about what is found, as edits that change no other byte.

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

use serde_json::{Value, json};

use crate::command::folder;
use crate::lsp::checked::by_the_check;
use crate::lsp::client::{Client, capable, place};
use crate::lsp::{ROSTER, workplace};

/// What can be done where something stands, by title: the text afterwards, or why not.
fn actions(client: &mut Client, text: &str, needle: &str) -> Vec<(String, Result<String, String>)> {
    let byte = text.find(needle).unwrap_or_else(|| panic!("`{needle}` is there"));
    actions_at(client, text, byte)
}

fn actions_at(client: &mut Client, text: &str, byte: usize) -> Vec<(String, Result<String, String>)> {
    let at = place(text, byte);
    let context = json!({"diagnostics": client.diagnostics("plan.yaml")});
    let params = json!({"textDocument": client.document("plan.yaml"), "range": {"start": at, "end": at}, "context": context});
    let found = client.ask("textDocument/codeAction", &params);
    let one = |action: &Value| {
        assert_eq!(action["kind"], "quickfix");
        let title = action["title"].as_str().expect("a title").to_owned();
        match action["disabled"]["reason"].as_str() {
            Some(reason) => (title, Err(reason.to_owned())),
            None => (title, Ok(edited(text, &action["edit"]))),
        }
    };
    found.as_array().expect("a list").iter().map(one).collect()
}

/// The text after an edit, its places counted in UTF-16 units.
fn edited(text: &str, edit: &Value) -> String {
    let edit = &edit["documentChanges"][0];
    assert_eq!(edit["textDocument"]["version"], 1);
    let byte = |at: &Value| {
        let number = |key: &str| usize::try_from(at[key].as_u64().expect("a number")).expect("small");
        let start: usize = text.split_inclusive('\n').take(number("line")).map(str::len).sum();
        let mut units = number("character");
        let inner = text[start..].chars().take_while(|c| {
            let goes_on = units > 0;
            units -= c.len_utf16().min(units);
            goes_on
        });
        start + inner.map(char::len_utf8).sum::<usize>()
    };
    let mut text = text.to_owned();
    let edits = edit["edits"].as_array().expect("a list");
    assert_eq!(edits.len(), 1);
    for edit in edits {
        let range = byte(&edit["range"]["start"])..byte(&edit["range"]["end"]);
        text.replace_range(range, edit["newText"].as_str().expect("text"));
    }
    text
}

/// The text after an action in the complete plan with these changes; every line break as `line_break`.
fn after(changes: &[(&str, &str)], line_break: &str, needle: &str, title: &str) -> (String, String) {
    let (folder, plan) = workplace(changes);
    let plan = plan.replace('\n', line_break);
    let mut client = Client::begin(folder.path());
    client.open("plan.yaml", &plan);
    let found = actions(&mut client, &plan, needle);
    assert_eq!(client.end(), 0);
    let action = found.iter().find(|(known, _)| known == title);
    let text = action.unwrap_or_else(|| panic!("{title}: {found:?}")).1.clone().expect("it can be done");
    (plan, text)
}

/// The lines that one text has and the other has not.
fn new_lines<'t>(before: &str, after: &'t str) -> Vec<&'t str> {
    after.lines().filter(|line| !before.lines().any(|known| known == *line)).collect()
}

fn rules_at(folder: &Path, text: &str) -> Vec<String> {
    fs::write(folder.join("plan.yaml"), text).expect("a file");
    by_the_check(folder, "plan.yaml").into_iter().map(|fault| fault.5).collect()
}

const KIT: (&str, &str) = (
    "  message-kit:\n    sent: {by: mia@acme.example, date: 2026-05-19}\n    accepted: {by: sam@acme.example, date: 2026-05-20}\n",
    "",
);

#[test]
fn a_hand_off_that_is_missing_is_added() {
    for line_break in ["\n", "\r\n"] {
        let (before, text) = after(&[KIT], line_break, "handoffs:", "add the hand-off `message-kit`");
        let added = new_lines(&before, &text);
        assert_eq!(added.len(), 1, "{added:?}");
        assert!(added[0].starts_with("  message-kit: {what: "), "{added:?}");
        assert_eq!(text.replace(&format!("{}{line_break}", added[0]), ""), before, "no other byte");
        assert_eq!(text.matches(line_break).count(), before.matches(line_break).count() + 1);
    }
}

#[test]
fn a_stage_that_is_missing_is_added_with_its_blanks_marked() {
    let legal = "[stages.legal]\nafter = [\"product\"]\nasks.terms = \"Are the terms reviewed?\"\n";
    let (folder, plan) = workplace(&[("launch: Invoice", "launch: \"👩 価\" # Invoice")]);
    fs::write(folder.path().join("launch.toml"), format!("{ROSTER}{legal}")).expect("a file");
    let mut client = Client::begin(folder.path());
    let plan = format!("\u{feff}{plan}");
    client.open("plan.yaml", &plan);
    let found = actions(&mut client, &plan, "stages:");
    let (_, text) = found.iter().find(|(title, _)| title == "add the stage `legal`").expect("it is offered");
    let text = text.clone().expect("it can be done");
    let added = "  legal:\n    owner: <e-mail of who answers for legal>\n    impact: <what the customer feels of legal>\n    asks: {terms: open}\n";
    assert_eq!(text, plan.replace("handoffs:\n", &format!("{added}handoffs:\n")));
    let left = rules_at(folder.path(), &text);
    assert!(
        left.iter().all(|rule| [
            "placeholder",
            "open-ask",
            "missing-sign-off",
            "missing-owner",
            "missing-impact",
            "early-sign-off"
        ]
        .contains(&rule.as_str())),
        "{left:?}"
    );
    assert!(left.contains(&"placeholder".to_owned()), "a stage to be filled in opens no gate");
    assert_eq!(client.end(), 0);
}

#[test]
fn an_open_ask_is_answered() {
    let open = ("      billing: {done: https://acme.example/trial-invoice}", "      billing: open # soon");
    let (before, text) = after(&[open], "\n", "billing:", "answer `billing`: done, with what shows it");
    assert_eq!(text, before.replace("billing: open #", "billing: {done: <what shows it>} #"));
    let (before, text) = after(&[open], "\n", "billing:", "answer `billing`: not needed, with the reason");
    assert_eq!(
        text,
        before.replace("billing: open #", "billing: {not_needed: <why this launch does not need it>} #")
    );
    let open = ("      pricing: done\n", "");
    let (before, text) = after(&[open], "\n", "asks:\n      billing", "answer `pricing`: done");
    assert_eq!(new_lines(&before, &text), ["      pricing: done"]);
}

#[test]
fn the_user_of_git_sends_and_accepts() {
    let unaccepted = ("    accepted: {by: sam@acme.example, date: 2026-05-20}\n", "");
    let title = "accept `message-kit` as sam@acme.example";
    let (before, text) = after(&[unaccepted], "\n", "message-kit:", title);
    assert_eq!(
        text,
        before.replace(
            "date: 2026-05-19}\n",
            "date: 2026-05-19}\n    accepted: {by: sam@acme.example, date: 2026-05-28}\n"
        )
    );
    let forecast = (
        "    sent: {by: sam@acme.example, date: 2026-05-05}\n    accepted: {by: omar@acme.example, date: 2026-05-06}\n",
        "    what: How many\n",
    );
    let (before, text) =
        after(&[forecast], "\n", "demand-forecast:", "send `demand-forecast` as sam@acme.example");
    assert_eq!(new_lines(&before, &text), ["    sent: {by: sam@acme.example, date: 2026-05-28}"]);
}

/// What is changed in the plan, for which stage somebody signs, what they could accept, and whether that is offered.
type Accepting<'a> = (&'a [(&'a str, &'a str)], &'a str, &'a str, bool);

/// What the check finds not accepted is offered to whoever may, whatever stands there; nothing else is.
#[test]
fn what_the_check_finds_not_accepted_is_offered() {
    const PROMISE: &str = "    accepted: {by: omar@acme.example, date: 2026-05-06}\nloads:";
    const LOAD: &str = "    accepted: {by: omar@acme.example, date: 2026-05-06}\nincentives:";
    const INCENTIVE: &str = "    accepted: {by: cora@acme.example, date: 2026-05-07}\n";
    const SAFEGUARD: &str = "    safeguard: Clawed back when the customer leaves within 90 days\n";
    let future = PROMISE.replace("loads:", "    future: true\nloads:");
    let own = future.replace("omar@", "sam@");
    let both =
        future.replace("loads:", "    also_accepted: [{by: fay@acme.example, date: 2026-05-06}]\nloads:");
    let [promise, load, incentive] =
        [PROMISE, LOAD, INCENTIVE].map(|text| text.replace("omar@", "mia@").replace("cora@", "mia@"));
    let waived = "waivers:\n  w: {rule: unaccepted-promise, at: promises.setup-time, why: Agreed, by: lea@acme.example, \
                  date: 2026-05-20, until: 2026-06-30}\ngoals:";
    let cases: [Accepting<'_>; 10] = [
        (&[(PROMISE, &future)], "finance", "promises.setup-time", true),
        (&[(PROMISE, &own)], "operations", "promises.setup-time", false),
        (&[(PROMISE, &both)], "finance", "promises.setup-time", false),
        (&[], "operations", "promises.setup-time", false),
        (&[(PROMISE, &promise)], "operations", "promises.setup-time", true),
        (&[(PROMISE, "loads:")], "operations", "promises.setup-time", true),
        (&[(PROMISE, "loads:"), ("goals:", waived)], "operations", "promises.setup-time", false),
        (&[(LOAD, &load)], "operations", "loads.new-customers", true),
        (&[(INCENTIVE, &incentive)], "customer-service", "incentives.commission", true),
        (&[(INCENTIVE, ""), (SAFEGUARD, "")], "customer-service", "incentives.commission", false),
    ];
    for (changes, stage, at, is_offered) in cases {
        let (folder, plan) = workplace(changes);
        let roster = ROSTER.replace("stages = [\"sales\"]", &format!("stages = [\"{stage}\"]"));
        fs::write(folder.path().join("launch.toml"), roster).expect("a file");
        let mut client = Client::begin(folder.path());
        client.open("plan.yaml", &plan);
        let needle = format!("{}:", at.split_once('.').expect("an address").1);
        let title = format!("accept `{at}` as sam@acme.example");
        let found = actions(&mut client, &plan, &needle);
        let offered = found.iter().find(|(known, _)| *known == title);
        assert_eq!(offered.is_some_and(|(_, how)| how.is_ok()), is_offered, "{changes:?}: {found:?}");
        assert!(is_offered || offered.is_none(), "{changes:?}: {found:?}");
        assert_eq!(client.end(), 0);
    }
}

#[test]
fn what_is_not_theirs_to_do_is_shown_with_the_reason() {
    let unaccepted = ("    accepted: {by: omar@acme.example, date: 2026-05-06}\n  cost", "  cost");
    let (folder, plan) = workplace(&[unaccepted]);
    let mut client = Client::begin(folder.path());
    client.open("plan.yaml", &plan);
    let found = actions(&mut client, &plan, "demand-forecast:");
    let reason = found
        .iter()
        .find_map(|(title, how)| (title == "accept `demand-forecast` as sam@acme.example").then_some(how));
    let reason = reason.expect("it is shown").clone().expect_err("sam does not sign for operations");
    assert!(reason.contains("sam@acme.example may sign for sales only"), "{reason}");
    assert_eq!(client.end(), 0);
    let (mut client, _) = Client::begin_as(folder.path(), &["--as-of", "2026-05-28"], &json!({}));
    client.open("plan.yaml", &plan);
    let byte = place(&plan, plan.find("demand-forecast:").expect("it is there"));
    let params = json!({"textDocument": client.document("plan.yaml"), "range": {"start": byte, "end": byte}, "context": {"diagnostics": []}});
    assert_eq!(client.ask("textDocument/codeAction", &params), json!([]), "an editor that shows no reasons");
    assert_eq!(client.end(), 0);
}

/// Misspelt words, each with what is put in its place.
const MISSPELT: [(&str, &str, &str); 12] = [
    ("    owner: fay@acme.example", "    ownr: fay@acme.example", "ownr"),
    ("  finance:", "  finnace:", "finnace"),
    ("  price-list:", "  \"pricelist\":", "\"pricelist\""),
    ("kind: product", "kind: prodct", "prodct"),
    ("made_by: sales", "made_by: saels # who", "saels"),
    ("kept_by: operations", "kept_by: 'operation'", "'operation'"),
    ("asks: {audience: done", "aks: {audience: done", "aks"),
    ("for: sales", "for: sale", "sale"),
    ("goals:\n  activation: {stage: marketing", "goals:\n  activation: {stgae: marketing", "stgae"),
    ("{from: interviews, count: 14", "{from: interviews, cuont: 14", "cuont"),
    ("  setup-time:", "  Setup Time:", "Setup Time"),
    (
        "incentives:\n",
        "waivers:\n  w: {rule: open-aks, at: stages.sales.asks.training, why: x, by: lea@acme.example, date: 2026-05-01, until: 2026-06-30}\nincentives:\n",
        "open-aks",
    ),
];

#[test]
fn what_is_misspelt_is_put_right_as_the_check_says() {
    for (right, wrong, needle) in MISSPELT {
        let (folder, plan) = workplace(&[(right, wrong)]);
        let mut client = Client::begin(folder.path());
        client.open("plan.yaml", &plan);
        let shown = client.diagnostics("plan.yaml");
        let byte = plan.find(wrong).expect("it is there") + wrong.find(needle).expect("it is there");
        let found = actions_at(&mut client, &plan, byte);
        let replacement = found.iter().find(|(title, _)| title.starts_with("replace "));
        let (title, text) = replacement.unwrap_or_else(|| panic!("{wrong}: {found:?} {shown:?}"));
        let meant = title.split('`').nth(3).expect("what was meant");
        let help = format!("`{meant}`");
        assert!(
            shown.iter().any(|one| one["message"]
                .as_str()
                .is_some_and(|text| text.ends_with(&help) || text.ends_with(&format!("{help}?")))),
            "{title}: {shown:?}"
        );
        let text = text.clone().expect("it can be done");
        let is_put_right = |old: &str| {
            let mut expected = plan.clone();
            let byte = byte + needle.find(old).unwrap_or(0);
            expected.replace_range(byte..byte + old.len(), meant);
            expected == text
        };
        let word = needle.trim_matches(['"', '\'']);
        assert!(is_put_right(needle) || is_put_right(word), "{title}: no other byte\n{text}");
        assert_eq!(client.end(), 0);
    }
}

#[test]
fn an_address_that_leads_nowhere_is_put_right() {
    let waiver = "waivers:\n  w: {rule: missing-handoff, at: handoffs.mesage-kit, why: later, by: lea@acme.example, date: 2026-05-20, until: 2026-06-30}\nincentives:\n";
    let (before, text) = after(
        &[KIT, ("incentives:\n", waiver)],
        "\n",
        "handoffs.mesage",
        "replace `handoffs.mesage-kit` by `handoffs.message-kit`",
    );
    assert_eq!(text, before.replace("mesage", "message"));
}

#[test]
fn nothing_is_offered_for_a_text_that_does_not_parse_or_is_no_plan() {
    let folder = folder(&[]);
    let mut client = Client::begin(folder.path());
    for text in ["launch: x\nkind: product\nstages: [", "a: b\n", ""] {
        client.open("plan.yaml", text);
        let at = json!({"line": 0, "character": 0});
        let params = json!({"textDocument": client.document("plan.yaml"), "range": {"start": at, "end": at}, "context": {"diagnostics": []}});
        assert_eq!(client.ask("textDocument/codeAction", &params), json!([]), "{text}");
    }
    client.open("plan.yaml", "launch: x\nkind: product\nonwer: y\n");
    let at = json!({"line": 2, "character": 0});
    let only = |kind: &str| json!({"textDocument": {"uri": client.uri("plan.yaml")}, "range": {"start": at, "end": at}, "context": {"diagnostics": [], "only": [kind]}});
    let (other, own) = (only("source.organizeImports"), only("quickfix"));
    assert_eq!(client.ask("textDocument/codeAction", &other), json!([]));
    assert!(client.ask("textDocument/codeAction", &own).as_array().is_some_and(|list| !list.is_empty()));
    assert_eq!(client.end(), 0);
}

/// What each action says that it is about, by title: the rule, and the first line of what is shown.
fn about(client: &mut Client, text: &str, needles: [&str; 2]) -> BTreeMap<String, Vec<String>> {
    let [start, end] = needles.map(|needle| place(text, text.find(needle).expect("it is there")));
    let context = json!({"diagnostics": client.diagnostics("plan.yaml")});
    let params = json!({"textDocument": client.document("plan.yaml"), "range": {"start": start, "end": end}, "context": context});
    let found = client.ask("textDocument/codeAction", &params);
    let shown = |one: &Value| {
        let message = one["message"].as_str().and_then(|text| text.lines().next()).expect("a message");
        format!("{} {message}", one["code"].as_str().unwrap_or("-"))
    };
    let of = |action: &Value| {
        let shown = action["diagnostics"].as_array().into_iter().flatten().map(shown).collect();
        (action["title"].as_str().expect("a title").to_owned(), shown)
    };
    found.as_array().expect("a list").iter().map(of).collect()
}

#[test]
fn an_action_is_about_its_own_findings() {
    let given = |by: &str, to: &str, days: [u32; 2]| {
        let [sent, accepted] = days.map(|day| format!("2026-05-{day:02}"));
        format!(
            "    sent: {{by: {by}@acme.example, date: {sent}}}\n    accepted: {{by: {to}@acme.example, date: {accepted}}}\n"
        )
    };
    let guide = format!("  support-guide:\n{}", given("omar", "cora", [7, 8]));
    let list = format!("  price-list:\n{}", given("fay", "sam", [11, 12]));
    let complaints = format!("  customer-complaints:\n{}", given("cora", "sam", [11, 12]));
    let unaccepted = |text: &str| text.rsplit_once("    accepted").expect("it is").0.to_owned();
    let (folder, plan) = workplace(&[
        KIT,
        (&guide, ""),
        (&list, &unaccepted(&list)),
        (&complaints, &unaccepted(&complaints)),
        ("made_by: sales", "made_by: saels"),
        ("kept_by: operations", "kept_by: operation"),
    ]);
    let mut client = Client::begin(folder.path());
    client.open("plan.yaml", &plan);
    let found = about(&mut client, &plan, ["handoffs:", "loads:"]);
    assert_eq!(found.len(), 8, "{found:#?}");
    for (title, shown) in &found {
        let id = title.split('`').nth(1).expect("an id");
        assert!(matches!(shown.as_slice(), [one] if one.contains(&format!("`{id}`"))), "{title}: {shown:?}");
    }
    assert_eq!(client.end(), 0);
}

#[test]
fn a_stage_that_is_added_is_about_all_that_it_lacks() {
    let stage = |id: &str| format!("[stages.{id}]\nafter = [\"product\"]\nasks.x = \"Is the {id} well?\"\n");
    let (folder, plan) = workplace(&[]);
    let policy = format!("{ROSTER}{}{}", stage("legal"), stage("audit"));
    fs::write(folder.path().join("launch.toml"), policy).expect("a file");
    let mut client = Client::begin(folder.path());
    client.open("plan.yaml", &plan);
    let found = about(&mut client, &plan, ["stages:", "stages:"]);
    for (id, other) in [("legal", "audit"), ("audit", "legal")] {
        let shown = &found[&format!("add the stage `{id}`")];
        assert!(shown.len() > 1 && shown.iter().any(|one| one.starts_with("open-ask ")), "{shown:?}");
        assert!(shown.iter().all(|one| one.contains(id) && !one.contains(other)), "{shown:?}");
    }
    assert_eq!(client.end(), 0);
}

#[test]
fn an_editor_without_versions_gets_plain_changes() {
    let (folder, plan) = workplace(&[KIT]);
    let mut capabilities = capable();
    capabilities["workspace"] = json!({});
    let (mut client, _) = Client::begin_as(folder.path(), &["--as-of", "2026-05-28"], &capabilities);
    client.open("plan.yaml", &plan);
    let at = place(&plan, plan.find("handoffs:").expect("it is there"));
    let params = json!({"textDocument": client.document("plan.yaml"), "range": {"start": at, "end": at}, "context": {"diagnostics": []}});
    let found = client.ask("textDocument/codeAction", &params);
    let edits = &found[0]["edit"]["changes"][client.uri("plan.yaml")];
    assert!(edits[0]["newText"].as_str().is_some_and(|text| text.contains("message-kit")), "{found}");
    assert_eq!(client.end(), 0);
}
