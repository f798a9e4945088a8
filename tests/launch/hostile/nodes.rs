//! Every node of a plan replaced by every wrong type: refused with its place, or judged no better than before.

use std::collections::BTreeSet;
use std::ops::Range;

use launch::verdict::Verdict;
use serde_yaml::Value;

use super::{Outcome, all, court, errors, judged, outcome};
use crate::command::{note, project};
use crate::overlay::BASE;

/// What stands in place of a node: a name, and YAML.
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

/// A node of a plan: where it is, of what kind, and where it is written.
struct Node {
    at: String,
    kind: std::mem::Discriminant<Value>,
    span: Range<usize>,
}

/// A plan that is written between brackets, with all its nodes.
#[derive(Default)]
struct Written {
    text: String,
    nodes: Vec<Node>,
}

impl Written {
    fn of(plan: &str) -> Written {
        let mut written = Written::default();
        written.value(&serde_yaml::from_str(plan).expect("YAML"), "");
        written
    }

    fn value(&mut self, value: &Value, at: &str) {
        match value {
            Value::Mapping(map) => {
                self.text.push('{');
                for (key, value) in map {
                    let key = key.as_str().expect("a word");
                    self.text.push_str(&format!("{key:?}: "));
                    self.node(value, at, key);
                }
                self.text.push('}');
            }
            Value::Sequence(items) => {
                self.text.push('[');
                for (n, item) in items.iter().enumerate() {
                    self.node(item, at, &n.to_string());
                }
                self.text.push(']');
            }
            scalar => {
                for c in serde_json::to_string(scalar).expect("a scalar is JSON").chars() {
                    match c.is_ascii() {
                        true => self.text.push(c),
                        false => self.text.push_str(&format!("\\U{:08x}", u32::from(c))),
                    }
                }
            }
        }
    }

    fn node(&mut self, value: &Value, at: &str, step: &str) {
        let at = if at.is_empty() { step.to_owned() } else { format!("{at}.{step}") };
        let start = self.text.len();
        self.value(value, &at);
        let span = start..self.text.len();
        self.text.push_str(",\n");
        self.nodes.push(Node { at, kind: std::mem::discriminant(value), span });
    }

    /// The text with something else in place of a node.
    fn with(&self, node: &Node, instead: &str) -> String {
        [&self.text[..node.span.start], instead, &self.text[node.span.end..]].concat()
    }
}

/// An address without the names that people choose: `stages.*.sign_off.by`.
fn shape(at: &str) -> String {
    const NAMED: [&str; 12] = [
        "asks",
        "conditions",
        "evidence",
        "goals",
        "handoffs",
        "incentives",
        "informed",
        "loads",
        "needs",
        "promises",
        "stages",
        "waivers",
    ];
    let steps: Vec<&str> = at.split('.').collect();
    let one = |n: usize| match n.checked_sub(1).is_some_and(|before| NAMED.contains(&steps[before])) {
        true => "*",
        false => steps[n],
    };
    (0..steps.len()).map(one).collect::<Vec<_>>().join(".")
}

struct Case<'a> {
    node: &'a Node,
    wrong: &'static str,
    yaml: &'static str,
}

/// Every value of another kind than the one that is there.
fn cases<'a>(nodes: &[&'a Node]) -> Vec<Case<'a>> {
    let kinds = WRONG.map(|(_, yaml)| {
        let new: Value = serde_yaml::from_str(yaml).expect("YAML");
        std::mem::discriminant(&new)
    });
    let of = |node: &'a Node| {
        let others = WRONG.into_iter().zip(kinds).filter(move |(_, kind)| *kind != node.kind);
        others.map(move |((wrong, yaml), _)| Case { node, wrong, yaml })
    };
    nodes.iter().flat_map(|node| of(node)).collect()
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

fn hunt(name: &str, policy: &str, written: &Written, nodes: &[&Node], counts: &mut Counts) {
    let before = judged(&written.text, policy);
    let Outcome::Judged(was) = outcome(&before) else { panic!("{name}: {:?}", before.errors) };
    let known = errors(&before);
    let cases = cases(nodes);
    let came = court(policy, |judge| {
        all(&cases, |case| {
            let after = judge(&written.with(case.node, case.yaml));
            (outcome(&after), errors(&after))
        })
    });
    for (case, (came, left)) in cases.iter().zip(came) {
        counts.add(came, was);
        let Outcome::Judged(now) = came else { continue };
        if is_nothing(case.wrong) {
            continue;
        }
        let what = format!("{name}: `{}` as {}", case.node.at, case.wrong);
        assert!(now >= was, "{what}: {was:?} became {now:?}");
        let about = |at: &str| is_within(at, &case.node.at) || is_within(&case.node.at, at);
        let hidden: Vec<_> = known.iter().filter(|one| !about(&one.1) && !left.contains(one)).collect();
        assert!(hidden.is_empty(), "{what} hides {hidden:?}");
    }
}

/// Every node of a plan that may not go, and of the one that may go those of a shape that the other has not.
#[test]
fn a_wrong_type_opens_no_gate_and_hides_nothing() {
    let read = |name: &str| std::fs::read_to_string(project().join(name)).expect("a file");
    let mut counts = Counts::default();
    let rich = Written::of(&read("tests/rich/plan.yaml"));
    let every: Vec<&Node> = rich.nodes.iter().collect();
    hunt("tests/rich/plan.yaml", &read("tests/rich/launch.toml"), &rich, &every, &mut counts);
    let mut known: BTreeSet<String> = every.iter().map(|node| shape(&node.at)).collect();
    let base = Written::of(BASE);
    let others: Vec<&Node> = base.nodes.iter().filter(|node| known.insert(shape(&node.at))).collect();
    hunt("tests/base.yaml", "extends = \"base.toml\"\n", &base, &others, &mut counts);
    let Counts { cases, refused, worse, alike } = counts;
    note(&format!(
        "nodes of plans replaced by wrong types: {cases} cases, {refused} refused with their place, {worse} \
         judged worse, {alike} judged as before, none better"
    ));
    assert!(cases > 2500 && refused > cases / 2, "{refused} of {cases}");
}
