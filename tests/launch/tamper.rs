//! A signed plan that may go, tampered with in every way: what a sign-off covers cannot change, be taken
//! away, swapped or copied without being caught; what it does not cover can.

use std::collections::BTreeSet;
use std::path::Path;

use launch::address::Address;
use launch::allowed_signers::AllowedSigners;
use launch::facts::Facts;
use launch::plan::PlanFile;
use launch::policy::{Choice, Policy, Vocabulary};
use launch::source::Source;
use launch::standing::{Fault, Standing};
use launch::tree::{Node, Value};
use launch::yaml::edit::{Change, New, apply};
use launch::{rules, trust};

use crate::command::{folder, has, note, run};
use crate::overlay::{BASE, base_day};

const STAGES: [(&str, &str); 8] = [
    ("customer", "uma"),
    ("product", "paul"),
    ("operations", "omar"),
    ("finance", "fay"),
    ("customer-service", "cora"),
    ("marketing", "mia"),
    ("sales", "sam"),
    ("leadership", "lea"),
];

/// What the base plan lacks of things that a plan can say, so that all of them are tampered with.
const MORE: &str = "
waivers:
  kit: {rule: soft-sign-off, at: stages.sales, why: agreed by all, by: lea@acme.example, date: 2026-05-20, until: 2026-06-30}
";

/// A plan that everybody signed with a key of their own, with its policy and the keys.
struct Signed {
    text: String,
    policy: Policy,
    signers: AllowedSigners,
}

impl Signed {
    fn new(text: &str) -> Option<Signed> {
        if !has("ssh-keygen") {
            return None;
        }
        let toml = format!(
            "{}\n[assurance]\nminimum = \"signed\"\nallowed_signers = \"allowed_signers\"\n",
            include_str!("../base.toml")
        );
        let folder = folder(&[("plan.yaml", text), ("launch.toml", &toml), ("allowed_signers", "")]);
        let mut keys = String::new();
        for (_, who) in STAGES {
            let made = std::process::Command::new("ssh-keygen")
                .args(["-q", "-t", "ed25519", "-N", "", "-C", "", "-f", who])
                .current_dir(folder.path())
                .status();
            assert!(made.expect("ssh-keygen").success());
            let public = std::fs::read_to_string(folder.path().join(format!("{who}.pub"))).expect("a key");
            keys.push_str(&format!("{who}@acme.example namespaces=\"launch-sign-off\" {public}"));
        }
        std::fs::write(folder.path().join("allowed_signers"), &keys).expect("written");
        for (at, (stage, who)) in STAGES.iter().enumerate() {
            let (by, date) = (format!("{who}@acme.example"), format!("2026-05-{}", 10 + at));
            let ended =
                run(folder.path(), &["sign", "plan.yaml", stage, "--by", &by, "--date", &date, "--key", who]);
            assert_eq!(ended.code, 0, "{}{}", ended.out, ended.err);
        }
        let read = |path: &Path| {
            Ok(Source::new("launch.toml", std::fs::read_to_string(folder.path().join(path)).expect("a file")))
        };
        let vocabulary = rules::vocabulary();
        let policy = Policy::load(
            &Choice::File("launch.toml".into()),
            launch::plan::Kind::Product,
            &Vocabulary { rules: &vocabulary },
            &read,
        );
        let text = std::fs::read_to_string(folder.path().join("plan.yaml")).expect("the plan");
        let (signers, problems) = AllowedSigners::read(&Source::new("allowed_signers", keys));
        assert!(problems.is_empty(), "{problems:?}");
        Some(Signed { text, policy: policy.expect("a policy"), signers })
    }

    /// The stages whose sign-off does not hold in a plan: stale, with a bad signature, without one, or not
    /// there; all of them where the plan cannot be read.
    fn caught(&self, text: &str) -> BTreeSet<String> {
        let all = || STAGES.iter().map(|(stage, _)| (*stage).to_owned()).collect();
        let file = PlanFile::read(Source::new("plan.yaml", text));
        if !file.problems.is_empty()
            || !launch::references::check(&file, &self.policy, &rules::ids()).is_empty()
        {
            return all();
        }
        let facts = Facts { trust: trust::signatures(&file, Some(&self.signers)), ..Facts::on(base_day()) };
        let standing = Standing::of(&file, &self.policy, &facts);
        let holds = |id: &str| {
            let Some(stage) = standing.stage(id) else { return false };
            let spoiled =
                stage.objected(Fault::Stale).chain(stage.objected(Fault::BadSignature)).next().is_some();
            let trusted = |sign_off: &&launch::plan::sign_off::SignOff| {
                let by = sign_off.by.text().unwrap_or_default();
                facts.trust(&sign_off.at).level(by) >= self.policy.minimum(id) && sign_off.digest.is_some()
            };
            !spoiled && stage.signatures.iter().any(trusted)
        };
        STAGES.iter().map(|(id, _)| *id).filter(|id| !holds(id)).map(str::to_owned).collect()
    }

    fn change(&self, changes: &[Change]) -> String {
        apply(&Source::new("plan.yaml", self.text.as_str()), changes).expect("an edit")
    }

    fn root(&self) -> Node {
        PlanFile::read(Source::new("plan.yaml", self.text.as_str())).root
    }
}

fn signed() -> Option<Signed> {
    let plan = BASE.replace("by: 2026-07-15}", "by: 2026-07-15, actual: 120}");
    assert_ne!(plan, BASE);
    Signed::new(&format!("{plan}{MORE}"))
}

/// Every single value of a tree with its address.
fn leaves(node: &Node, at: &str, found: &mut Vec<(String, String)>) {
    let join = |step: &str| if at.is_empty() { step.to_owned() } else { format!("{at}.{step}") };
    match &node.value {
        Value::Map(entries) => entries.iter().for_each(|entry| leaves(&entry.node, &join(&entry.key), found)),
        Value::List(items) => {
            items.iter().enumerate().for_each(|(index, item)| leaves(item, &join(&index.to_string()), found));
        }
        Value::Text(text) | Value::Number(text) => found.push((at.to_owned(), text.clone())),
        Value::Bool(value) => found.push((at.to_owned(), value.to_string())),
        Value::Null => {}
    }
}

/// The stages whose sign-off covers an address, as the contract says it; written apart from the code.
fn covering(root: &Node, at: &str) -> Vec<String> {
    let steps: Vec<&str> = at.split('.').collect();
    let text = |at: String| match root.at(&at).map(|node| &node.value) {
        Some(Value::Text(text)) => Some(text.clone()),
        _ => None,
    };
    let to = |id: &str| {
        let known = [
            ("customer-needs", "product"),
            ("delivery-change", "operations"),
            ("demand-forecast", "operations"),
            ("cost-to-serve", "finance"),
            ("support-guide", "customer-service"),
            ("billing-guide", "customer-service"),
            ("value", "marketing"),
        ];
        known.iter().find(|(known, _)| *known == id).map_or("sales", |(_, to)| *to).to_owned()
    };
    let after = |stage: &str| -> Vec<&str> {
        match stage {
            "customer" => vec!["product"],
            "product" => vec!["operations"],
            "operations" => vec!["finance", "customer-service"],
            "finance" | "customer-service" => vec!["marketing"],
            "marketing" => vec!["sales"],
            "sales" => vec!["leadership"],
            _ => vec![],
        }
    };
    let named = |stages: &[&str]| stages.iter().map(|stage| (*stage).to_owned()).collect();
    match steps.as_slice() {
        ["launch" | "kind" | "tier" | "owner"] | ["risks", ..] => {
            STAGES.iter().map(|(id, _)| (*id).to_owned()).collect()
        }
        ["stages", _, "sign_off", "conditions", _, "met"] | ["goals", _, "actual"] | ["informed", ..] => {
            Vec::new()
        }
        ["stages", id, "sign_off", ..] => named(&[vec![*id], after(id)].concat()),
        ["stages", id, ..] => named(&[id]),
        ["handoffs", id, ..] => vec![to(id)],
        ["promises", id, ..] => {
            ["made_by", "kept_by"].iter().filter_map(|key| text(format!("promises.{id}.{key}"))).collect()
        }
        ["loads", id, ..] => {
            ["from", "to"].iter().filter_map(|key| text(format!("loads.{id}.{key}"))).collect()
        }
        ["incentives", id, ..] => text(format!("incentives.{id}.for")).into_iter().collect(),
        ["goals", id, ..] => text(format!("goals.{id}.stage")).into_iter().collect(),
        ["needs", ..] => named(&["customer", "product"]),
        ["dates", ..] => named(&["operations", "customer-service", "marketing", "sales", "leadership"]),
        ["waivers", ..] => named(&["leadership"]),
        other => panic!("{other:?} is new: say here who covers it"),
    }
}

/// Another value of the same kind, where there is one.
fn other(text: &str) -> String {
    match text {
        "true" => "false".to_owned(),
        "false" => "true".to_owned(),
        "1" => "2".to_owned(),
        text if text.ends_with(|c: char| c.is_ascii_digit()) => {
            let last = text.chars().last().and_then(|c| c.to_digit(10)).unwrap_or(0);
            format!("{}{}", &text[..text.len() - 1], if last == 9 { 8 } else { last + 1 })
        }
        text => format!("{text} x"),
    }
}

#[test]
fn every_covered_value_is_caught_and_nothing_else_is() {
    let Some(signed) = signed() else { return };
    assert!(
        signed.caught(&signed.text).is_empty(),
        "the plan as it was signed: {:?}",
        signed.caught(&signed.text)
    );
    let root = signed.root();
    let mut values = Vec::new();
    leaves(&root, "", &mut values);
    let (mut covered, mut neutral) = (0, 0);
    for (at, value) in &values {
        let expected = covering(&root, at);
        let changes = [
            Change::Set { at: Address::new(at.as_str()), value: New::Text(other(value)) },
            Change::Remove { at: Address::new(at.as_str()) },
        ];
        for change in changes {
            let caught = signed.caught(&signed.change(std::slice::from_ref(&change)));
            let missed: Vec<&String> = expected.iter().filter(|stage| !caught.contains(*stage)).collect();
            assert!(missed.is_empty(), "{change:?} is not caught by {missed:?}: {caught:?}");
            match expected.is_empty() {
                true => {
                    assert!(caught.is_empty(), "{change:?} is covered by nobody, and caught by {caught:?}");
                }
                false => covered += 1,
            }
            neutral += usize::from(expected.is_empty());
        }
    }
    note(&format!("tampered with {covered} covered values, all caught; with {neutral} others, none caught"));
    assert!(covered > 250 && neutral > 4, "{covered} covered, {neutral} neutral");
}

#[test]
fn what_is_added_to_what_somebody_signed_is_caught() {
    let Some(signed) = signed() else { return };
    let promise = "{claim: Free forever, made_by: sales, kept_by: finance, promised: at most 1 day, committed: at most 1 day}";
    let added = [
        ("stages.finance.asks.new", New::text("done"), "finance"),
        ("handoffs.price-list.what", New::text("another list"), "sales"),
        ("risks.price-change", New::Bool(true), "customer"),
        ("dates.baseline", New::text("2026-06-15"), "operations"),
        ("needs.more.need", New::text("More"), "product"),
        ("waivers.more.rule", New::text("open-ask"), "leadership"),
        ("stages.sales.sign_off.note", New::text("gladly"), "sales"),
    ];
    for (at, value, stage) in added {
        let caught = signed.caught(&signed.change(&[Change::Set { at: Address::new(at), value }]));
        assert!(caught.contains(stage), "{at} is not caught by {stage}: {caught:?}");
    }
    let text = signed.text.replace("promises:\n", &format!("promises:\n  free: {promise}\n"));
    let caught = signed.caught(&text);
    assert!(caught.contains("sales") && caught.contains("finance"), "{caught:?}");
}

#[test]
fn sign_offs_cannot_be_taken_away_swapped_or_copied() {
    let Some(signed) = signed() else { return };
    let root = signed.root();
    let record = |stage: &str| {
        let node = root.at(&format!("stages.{stage}.sign_off")).expect("a sign-off");
        New::map(node.entries().iter().map(|entry| {
            let Value::Text(text) = &entry.node.value else { panic!("text") };
            let value = if text.contains('\n') { New::Block(text.clone()) } else { New::text(text.as_str()) };
            (entry.key.clone(), value)
        }))
    };
    let at = |stage: &str| Address::stage(stage).join("sign_off");
    let mut tried = 0;
    for (stage, _) in STAGES {
        for key in ["", ".digest", ".signature", ".by", ".date"] {
            let gone = Change::Remove { at: Address::new(format!("stages.{stage}.sign_off{key}")) };
            let caught = signed.caught(&signed.change(&[gone]));
            assert!(caught.contains(stage), "{stage} without its sign-off{key}: {caught:?}");
            tried += 1;
        }
        for (other, _) in STAGES.iter().filter(|(other, _)| *other != stage) {
            let swap = [
                Change::Set { at: at(stage), value: record(other) },
                Change::Set { at: at(other), value: record(stage) },
            ];
            let caught = signed.caught(&signed.change(&swap));
            assert!(caught.contains(stage) && caught.contains(*other), "{stage} and {other}: {caught:?}");
            let copied = signed.caught(&signed.change(&swap[..1]));
            assert!(copied.contains(stage), "the sign-off of {other} for {stage}: {copied:?}");
            tried += 2;
        }
    }
    let elsewhere = signed.text.replace("launch: Invoice Assist 2.0", "launch: Invoice Assist 3.0");
    assert_eq!(signed.caught(&elsewhere).len(), STAGES.len(), "the sign-offs of another launch");
    note(&format!("{tried} sign-offs taken away, swapped or copied, all caught"));
}

/// The plan's tree as text, in another layout.
fn laid_out(node: &Node, turned: bool, depth: usize, out: &mut String) {
    let pad = " ".repeat(depth * 3);
    match &node.value {
        Value::Map(entries) => {
            let mut entries: Vec<_> = entries.iter().collect();
            if turned {
                entries.reverse();
            }
            for entry in entries {
                out.push_str(&format!("{pad}# about {}\n{pad}\"{}\":", entry.key, entry.key));
                match &entry.node.value {
                    Value::Map(inner) if !inner.is_empty() => out.push('\n'),
                    Value::List(_) => out.push('\n'),
                    _ => out.push(' '),
                }
                laid_out(&entry.node, turned, depth + 1, out);
            }
        }
        Value::List(items) => {
            for item in items {
                out.push_str(&format!("{pad}-\n"));
                laid_out(item, turned, depth + 1, out);
                if !matches!(item.value, Value::Map(_)) {
                    let text = out.split_off(out.trim_end().rfind('\n').unwrap_or(0) + 1);
                    out.push_str(&format!("{pad}  {}", text.trim_start()));
                }
            }
        }
        Value::Text(text) => out.push_str(&format!("{}\n", serde_json::to_string(text).expect("JSON"))),
        Value::Number(text) => out.push_str(&format!("{text}\n")),
        Value::Bool(value) => out.push_str(&format!("{value}\n")),
        Value::Null => out.push_str("~\n"),
    }
}

#[test]
fn no_other_layout_is_caught() {
    let Some(signed) = signed() else { return };
    let mut tried = 0;
    let crlf = signed.text.replace('\n', "\r\n");
    let comments: String = signed
        .text
        .lines()
        .map(|line| match line.ends_with(':') {
            true => format!("{line}   # a comment\n"),
            false => format!("{line}\n"),
        })
        .collect();
    let marked = format!("\u{feff}# a comment above\n\n{}\n\n# and one below", signed.text.trim_end());
    let quoted = signed
        .text
        .replace("owner: fay@acme.example", "owner: 'fay@acme.example'")
        .replace("launch: Invoice Assist 2.0", "launch: \"Invoice Assist 2.0\"");
    assert_ne!(quoted, signed.text);
    let mut layouts = vec![crlf, comments, marked, quoted];
    for turned in [false, true] {
        let mut text = String::new();
        laid_out(&signed.root(), turned, 0, &mut text);
        layouts.push(text);
    }
    for text in layouts {
        let caught = signed.caught(&text);
        assert!(caught.is_empty(), "{caught:?}\n{text}");
        tried += 1;
    }
    note(&format!("{tried} other layouts, none caught"));
}
