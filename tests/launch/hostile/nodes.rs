//! Every node of a plan replaced by every wrong type: refused with its place, or judged no better than before.

use launch::verdict::Verdict;
use serde_yaml::Value;

use super::{Outcome, all, court, errors, judged, outcome};
use crate::command::{note, project};
use crate::overlay::BASE;

/// What stands in place of a node: a name, and YAML; those that differ most come first.
const WRONG: [(&str, &str); 14] = [
    ("null", "~"),
    ("bool", "true"),
    ("int", "7"),
    ("text", "some words"),
    ("empty", "''"),
    ("list", "[a, 1]"),
    ("map", "{a: {b: c}}"),
    ("negative", "-1"),
    ("float", "1.5e300"),
    ("huge", "12345678901234567890"),
    ("date", "2026-05-20"),
    ("empty-list", "[]"),
    ("nested", "[[[x]], {a: [b]}]"),
    ("empty-map", "{}"),
];

/// A node of a plan.
struct Node {
    at: String,
    kind: std::mem::Discriminant<Value>,
}

/// Writes a value between brackets, with something else in place of the node at an address.
fn written(value: &Value, at: &str, place: &str, instead: &str) -> String {
    if at == place {
        return instead.to_owned();
    }
    let below = |step: &str| if at.is_empty() { step.to_owned() } else { format!("{at}.{step}") };
    match value {
        Value::Mapping(map) => {
            let entries = map.iter().map(|(key, value)| {
                let key = key.as_str().expect("a word");
                format!("{key:?}: {}", written(value, &below(key), place, instead))
            });
            format!("{{{}}}", entries.collect::<Vec<_>>().join(",\n"))
        }
        Value::Sequence(items) => {
            let items = items.iter().enumerate();
            let items = items.map(|(n, item)| written(item, &below(&n.to_string()), place, instead));
            format!("[{}]", items.collect::<Vec<_>>().join(",\n"))
        }
        scalar => {
            let json = serde_json::to_string(scalar).expect("a scalar is JSON");
            let escaped = |c: char| match c.is_ascii() {
                true => c.to_string(),
                false => format!("\\U{:08x}", u32::from(c)),
            };
            json.chars().map(escaped).collect()
        }
    }
}

fn nodes(value: &Value, at: &str, found: &mut Vec<Node>) {
    let mut below = |step: &str, value: &Value| {
        let at = if at.is_empty() { step.to_owned() } else { format!("{at}.{step}") };
        found.push(Node { at: at.clone(), kind: std::mem::discriminant(value) });
        nodes(value, &at, found);
    };
    match value {
        Value::Mapping(map) => {
            map.iter().for_each(|(key, value)| below(key.as_str().expect("a word"), value));
        }
        Value::Sequence(items) => {
            items.iter().enumerate().for_each(|(at, value)| below(&at.to_string(), value));
        }
        _ => {}
    }
}

struct Case<'a> {
    at: &'a str,
    wrong: &'static str,
    yaml: &'static str,
    /// Whether it is a value of the kind that was there: another answer, and no wrong type.
    is_alike: bool,
}

fn cases(nodes: &[Node], kinds_of_wrong: usize) -> Vec<Case<'_>> {
    let kinds = WRONG.map(|(_, yaml)| {
        let new: Value = serde_yaml::from_str(yaml).expect("YAML");
        std::mem::discriminant(&new)
    });
    let wrongs = || WRONG.into_iter().zip(kinds).take(kinds_of_wrong);
    let pairs = nodes.iter().flat_map(|node| wrongs().map(move |wrong| (node, wrong)));
    pairs
        .map(|(node, ((wrong, yaml), new))| Case { at: &node.at, wrong, yaml, is_alike: new == node.kind })
        .collect()
}

fn is_within(inner: &str, outer: &str) -> bool {
    inner == outer || inner.strip_prefix(outer).is_some_and(|rest| rest.starts_with('.'))
}

/// A value that takes away what was said, as leaving it out would: nothing, or nothing in it.
fn is_nothing(wrong: &str) -> bool {
    ["null", "empty-list", "empty-map"].contains(&wrong)
}

#[derive(Default)]
struct Counts {
    cases: usize,
    refused: usize,
    worse: usize,
    alike: usize,
}

impl Counts {
    fn add(&mut self, came: Outcome, was: Verdict) {
        self.cases += 1;
        match came {
            Outcome::Refused => self.refused += 1,
            Outcome::Judged(now) if now > was => self.worse += 1,
            Outcome::Judged(_) => self.alike += 1,
        }
    }
}

fn hunt(name: &str, (plan, policy): (&str, &str), kinds_of_wrong: usize, counts: &mut Counts) {
    let whole: Value = serde_yaml::from_str(plan).expect("YAML");
    let before = judged(&written(&whole, "", "nowhere", ""), policy);
    let Outcome::Judged(was) = outcome(&before) else { panic!("{name}: {:?}", before.errors) };
    let known = errors(&before);
    let mut found = Vec::new();
    nodes(&whole, "", &mut found);
    let cases = cases(&found, kinds_of_wrong);
    let came = court(policy, |judge| {
        all(&cases, |case| {
            let after = judge(&written(&whole, "", case.at, case.yaml));
            (outcome(&after), errors(&after))
        })
    });
    for (case, (came, left)) in cases.iter().zip(came) {
        counts.add(came, was);
        let Outcome::Judged(now) = came else { continue };
        if case.is_alike || is_nothing(case.wrong) {
            continue;
        }
        let what = format!("{name}: `{}` as {}", case.at, case.wrong);
        assert!(now >= was, "{what}: {was:?} became {now:?}");
        let about = |at: &str| is_within(at, case.at) || is_within(case.at, at);
        let hidden: Vec<_> = known.iter().filter(|one| !about(&one.1) && !left.contains(one)).collect();
        assert!(hidden.is_empty(), "{what} hides {hidden:?}");
    }
}

#[test]
fn a_wrong_type_opens_no_gate_and_hides_nothing() {
    let read = |name: &str| std::fs::read_to_string(project().join(name)).expect("a file");
    let mut counts = Counts::default();
    hunt("tests/base.yaml", (BASE, "extends = \"base.toml\"\n"), WRONG.len(), &mut counts);
    let rich = (read("tests/rich/plan.yaml"), read("tests/rich/launch.toml"));
    hunt("tests/rich/plan.yaml", (&rich.0, &rich.1), 7, &mut counts);
    let Counts { cases, refused, worse, alike } = counts;
    note(&format!(
        "nodes of plans replaced by wrong types: {cases} cases, {refused} refused with their place, {worse} \
         judged worse, {alike} judged as before, none better"
    ));
    assert!(cases > 4000 && refused > cases / 2, "{refused} of {cases}");
}
