//! Every node of a policy replaced by every wrong value: refused with its place, or judged no better than before.

use launch::verdict::Verdict;
use toml::{Table, Value};

use super::{Outcome, all, judged, outcome};
use crate::command::{note, project};
use crate::overlay::BASE;

/// What stands in place of a node: a name, and TOML.
const WRONG: [(&str, &str); 13] = [
    ("bool", "true"),
    ("int", "7"),
    ("negative", "-1"),
    ("huge", "9223372036854775807"),
    ("float", "1.5e300"),
    ("not a number", "nan"),
    ("text", "'some words'"),
    ("empty", "''"),
    ("date", "2026-05-20"),
    ("instant", "2026-05-20T07:32:00Z"),
    ("list", "['a', 1]"),
    ("nested", "[[['x']], {a = ['b']}]"),
    ("table", "{a = {b = 'c'}}"),
];

fn written(value: &Value) -> String {
    let quoted = |text: &str| serde_json::to_string(text).expect("text is JSON");
    match value {
        Value::String(text) => quoted(text),
        Value::Integer(number) => number.to_string(),
        Value::Float(number) if number.is_nan() => "nan".to_owned(),
        Value::Float(number) => format!("{number:e}"),
        Value::Boolean(value) => value.to_string(),
        Value::Datetime(at) => at.to_string(),
        Value::Array(items) => {
            format!("[{}]", items.iter().map(written).collect::<Vec<_>>().join(", "))
        }
        Value::Table(table) => {
            let entry = |(key, value): (&String, &Value)| format!("{} = {}", quoted(key), written(value));
            format!("{{{}}}", table.iter().map(entry).collect::<Vec<_>>().join(", "))
        }
    }
}

fn document(table: &Table) -> String {
    let line = |(key, value): (&String, &Value)| {
        format!("{} = {}\n", written(&Value::from(key.clone())), written(value))
    };
    table.iter().map(line).collect()
}

fn places(value: &Value, at: &mut Vec<String>, found: &mut Vec<Vec<String>>) {
    if !at.is_empty() {
        found.push(at.clone());
    }
    let children: Vec<(String, &Value)> = match value {
        Value::Table(table) => table.iter().map(|(key, value)| (key.clone(), value)).collect(),
        Value::Array(items) => items.iter().enumerate().map(|(at, value)| (at.to_string(), value)).collect(),
        _ => Vec::new(),
    };
    for (step, child) in children {
        at.push(step);
        places(child, at, found);
        at.pop();
    }
}

/// The policy with another value in the place of one; none where it is the same.
fn replaced(mut whole: Value, at: &[String], new: &Value) -> Option<String> {
    let node = at.iter().fold(&mut whole, |value, step| match value {
        Value::Table(table) => table.get_mut(step).expect("a key"),
        Value::Array(items) => &mut items[step.parse::<usize>().expect("an index")],
        _ => panic!("{at:?} leads nowhere"),
    });
    if node == new {
        return None;
    }
    *node = new.clone();
    Some(document(whole.as_table().expect("a document")))
}

/// How many cases there were, and how many were refused.
fn hunt(name: &str, plan: &str, policy: &str) -> (usize, usize) {
    let table: Table = policy.parse().expect("TOML");
    let whole = Value::Table(table.clone());
    let Outcome::Judged(was) = outcome(&judged(plan, &document(&table))) else { panic!("{name} is refused") };
    assert_eq!(was, Verdict::NoGo, "{name}: there is a gate to be opened");
    let mut found = Vec::new();
    places(&whole, &mut Vec::new(), &mut found);
    let wrongs = WRONG.map(|(wrong, toml)| {
        let new: Table = format!("x = {toml}").parse().expect("TOML");
        (wrong, new["x"].clone())
    });
    let cases: Vec<(String, String)> = found
        .iter()
        .flat_map(|at| {
            let case = |(wrong, new): &(&str, Value)| {
                let text = replaced(whole.clone(), at, new)?;
                Some((format!("{name}: `{}` as {wrong}", at.join(".")), text))
            };
            wrongs.iter().filter_map(case).collect::<Vec<_>>()
        })
        .collect();
    let came = all(&cases, |(_, policy)| outcome(&judged(plan, policy)));
    for ((what, _), came) in cases.iter().zip(&came) {
        if let Outcome::Judged(now) = came {
            assert!(*now >= was, "{what}: {was:?} became {now:?}");
        }
    }
    (cases.len(), came.iter().filter(|came| **came == Outcome::Refused).count())
}

#[test]
fn a_wrong_value_in_a_policy_opens_no_gate() {
    let read = |name: &str| std::fs::read_to_string(project().join(name)).expect("a file");
    let rich = hunt("rich", &read("tests/rich/plan.yaml"), &read("tests/rich/launch.toml"));
    let every = hunt("every table", BASE, &read("fuzz/seeds/policy/all"));
    let (cases, refused) = (rich.0 + every.0, rich.1 + every.1);
    note(&format!(
        "nodes of policies replaced by wrong values: {cases} cases, {refused} refused with their place, {} judged \
         no better than before",
        cases - refused
    ));
    assert!(cases > 1400 && refused > cases / 2, "{refused} of {cases}");
}
