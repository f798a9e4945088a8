//! Every node of a plan replaced by every wrong value, of its own type too: refused with its place, or judged no
//! better than before.

use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;

use launch::verdict::Verdict;
use serde_yaml::Value;

use super::{Outcome, all, court, errors, judged, outcome};
use crate::command::{folder, note, project, run};
use crate::overlay::BASE;

const ROSTER: &str = "extends = \"base.toml\"\n";

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

/// A node of a plan: where it is, what it holds, and where that is written.
struct Node {
    at: String,
    value: Value,
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
        self.nodes.push(Node { at, value: value.clone(), span });
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

impl Case<'_> {
    /// Whether a text stands in the place of a text.
    fn is_text_for_text(&self) -> bool {
        self.node.value.is_string() && ["text", "empty", "date"].contains(&self.wrong)
    }
}

/// Every value but the one that is there.
fn cases<'a>(nodes: &[&'a Node]) -> Vec<Case<'a>> {
    let values = WRONG.map(|(_, yaml)| serde_yaml::from_str::<Value>(yaml).expect("YAML"));
    let of = |node: &'a Node| {
        let others = WRONG.into_iter().zip(&values).filter(|(_, new)| **new != node.value);
        others.map(|((wrong, yaml), _)| Case { node, wrong, yaml }).collect::<Vec<_>>()
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
    texts: usize,
    refused: usize,
    worse: usize,
    alike: usize,
}

impl Counts {
    fn add(&mut self, case: &Case<'_>, came: Outcome, was: Verdict) {
        self.cases += 1;
        self.texts += usize::from(case.is_text_for_text());
        match came {
            Outcome::Refused => self.refused += 1,
            Outcome::Judged(now) if now > was => self.worse += 1,
            Outcome::Judged(_) => self.alike += 1,
        }
    }

    fn say(&self, of: &str) {
        let Counts { cases, texts, refused, worse, alike } = self;
        note(&format!(
            "nodes of {of} replaced by wrong values: {cases} cases ({texts} a text for a text), {refused} refused \
             with their place, {worse} judged worse, {alike} judged as before, none better"
        ));
        assert!(*refused > cases / 2, "{refused} of {cases}");
    }
}

/// An error: its rule and its address.
type Found = (&'static str, String);

/// What came of a case: nothing of a better verdict, and the errors elsewhere that it hides.
struct Came<'a> {
    case: Case<'a>,
    outcome: Outcome,
    hidden: Vec<Found>,
}

fn hunt<'a>(
    policy: &str,
    was: Verdict,
    written: &Written,
    nodes: &[&'a Node],
    counts: &mut Counts,
) -> Vec<Came<'a>> {
    let before = judged(&written.text, policy);
    assert_eq!(outcome(&before), Outcome::Judged(was), "{:?}", before.errors);
    let known = errors(&before);
    let cases = cases(nodes);
    let came = court(policy, |judge| {
        all(&cases, |case| {
            let after = judge(&written.with(case.node, case.yaml));
            (outcome(&after), errors(&after))
        })
    });
    let each = |(case, (outcome, left)): (Case<'a>, (Outcome, Vec<Found>))| {
        counts.add(&case, outcome, was);
        if let Outcome::Judged(now) = outcome {
            assert!(now >= was, "`{}` as {}: {was:?} became {now:?}", case.node.at, case.wrong);
        }
        let about = |at: &str| is_within(at, &case.node.at) || is_within(&case.node.at, at);
        let lost = known.iter().filter(|one| !about(&one.1) && !left.contains(one));
        Came { hidden: lost.cloned().collect(), case, outcome }
    };
    cases.into_iter().zip(came).map(each).collect()
}

/// The first node of each shape.
fn one_of_each(written: &Written) -> Vec<&Node> {
    let mut known = BTreeSet::new();
    written.nodes.iter().filter(|node| known.insert(shape(&node.at))).collect()
}

/// What a wrong value may hide elsewhere: two dates contradict each other no more where one is another.
const HIDES: [(&str, &str); 1] = [("dates.internal", "external-before-internal")];

#[test]
fn a_wrong_value_hides_nothing_of_a_plan_with_every_trouble() {
    let read = |name: &str| std::fs::read_to_string(project().join(name)).expect("a file");
    let mut counts = Counts::default();
    let rich = Written::of(&read("tests/rich/plan.yaml"));
    let every: Vec<&Node> = rich.nodes.iter().collect();
    let came = hunt(&read("tests/rich/launch.toml"), Verdict::NoGo, &rich, &every, &mut counts);
    let mut hidden = BTreeSet::new();
    for Came { case, hidden: rules, .. } in came.iter().filter(|came| came.outcome != Outcome::Refused) {
        if !is_nothing(case.wrong) {
            hidden.extend(rules.iter().map(|(rule, _)| (shape(&case.node.at), *rule)));
        }
    }
    assert_eq!(hidden, HIDES.map(|(at, rule)| (at.to_owned(), rule)).into());
    counts.say("the plan with every trouble");
    assert!(counts.cases > 3_000 && counts.texts > 400, "{} cases", counts.cases);
}

/// One thing is missing for a GO, or agreed on: no wrong value puts it right.
#[test]
fn a_wrong_value_opens_no_gate() {
    let billing = "billing: {done: https://acme.example/trial-invoice}";
    let waiver = "waivers:\n  later: {rule: open-ask, at: stages.leadership.asks.goals, why: in June, by: \
                  lea@acme.example, date: 2026-05-20, until: 2026-06-30}\n";
    let open = |ask: &str, instead: &str| {
        assert!(BASE.contains(ask), "no {ask}");
        BASE.replacen(ask, instead, 1)
    };
    let mut counts = Counts::default();
    for (plan, was) in [
        (open(billing, "billing: open"), Verdict::NoGo),
        (open("goals: done", "goals: open") + waiver, Verdict::GoWithConditions),
    ] {
        let written = Written::of(&plan);
        hunt(ROSTER, was, &written, &one_of_each(&written), &mut counts);
    }
    counts.say("plans that nearly go");
    assert!(counts.cases > 1_500, "{} cases", counts.cases);
}

/// What may be said otherwise, or not at all, in a plan that goes, and it goes all the same.
const STAYS: &[(&str, &[&str])] = &[
    ("dates.internal", &["date"]),
    ("goals", &["null", "empty-map"]),
    ("goals.*", &["null", "empty-map"]),
    ("goals.*.by", &["null", "date"]),
    ("goals.*.measure", &["null", "text", "date"]),
    ("goals.*.stage", &["null"]),
    ("goals.*.target", &["null", "int", "date"]),
    ("handoffs.*.accepted.date", &["date"]),
    ("handoffs.*.due", &["null", "date"]),
    ("handoffs.*.sent.by", &["text", "date"]),
    ("incentives", &["null", "empty-map"]),
    ("incentives.*.accepted.date", &["date"]),
    ("incentives.*.safeguard", &["text", "date"]),
    ("incentives.*.scheme", &["text", "date"]),
    ("informed.*.date", &["date"]),
    ("informed.*.done", &["text", "date"]),
    ("informed.*.how", &["null", "text", "date"]),
    ("informed.*.who", &["text", "date"]),
    ("launch", &["text", "date"]),
    ("loads", &["null", "empty-map"]),
    ("loads.*.accepted.date", &["date"]),
    ("needs.*.answer", &["text", "date"]),
    ("needs.*.evidence.*", &["null", "empty-map"]),
    ("needs.*.evidence.*.count", &["null", "int"]),
    ("needs.*.evidence.*.date", &["null", "date"]),
    ("needs.*.evidence.*.from", &["null", "text", "date"]),
    ("needs.*.evidence.*.link", &["null", "text", "date"]),
    ("needs.*.need", &["text", "date"]),
    ("owner", &["text", "date"]),
    ("promises", &["null", "empty-map"]),
    ("promises.*.accepted.date", &["date"]),
    ("promises.*.claim", &["text", "date"]),
    ("promises.*.seen_in", &["null", "empty-list"]),
    ("promises.*.seen_in.0", &["null", "text", "date"]),
    ("promises.*.seen_in.1", &["null", "text", "date"]),
    ("stages.*.asks.*.done", &["text", "date"]),
    ("stages.*.impact", &["null", "text", "date"]),
    ("stages.*.owner", &["text", "date"]),
    ("tier", &["null"]),
];

#[test]
fn a_plan_that_goes_stays_so_by_nothing_else() {
    let mut counts = Counts::default();
    let base = Written::of(BASE);
    let came = hunt(ROSTER, Verdict::Go, &base, &one_of_each(&base), &mut counts);
    let mut stays: BTreeMap<String, Vec<&str>> = BTreeMap::new();
    for Came { case, .. } in came.iter().filter(|came| came.outcome == Outcome::Judged(Verdict::Go)) {
        stays.entry(shape(&case.node.at)).or_default().push(case.wrong);
    }
    let stays: Vec<(&str, &[&str])> =
        stays.iter().map(|(at, wrongs)| (at.as_str(), wrongs.as_slice())).collect();
    assert_eq!(stays, STAYS);
    counts.say("the plan that goes");
    assert!(counts.cases > 1_000, "{} cases", counts.cases);
}

/// The exit code, the JSON and the judge say the same of every text in the place of a text.
#[test]
fn a_text_for_a_text_has_one_answer() {
    let base = Written::of(BASE);
    let nodes = one_of_each(&base);
    let cases: Vec<Case<'_>> = cases(&nodes).into_iter().filter(Case::is_text_for_text).collect();
    let codes = all(&cases, |case| {
        let text = base.with(case.node, case.yaml);
        let files =
            [("plan.yaml", text.as_str()), ("launch.toml", ROSTER), ("base.toml", crate::judged::ROSTER)];
        let folder = folder(&files);
        let args = ["check", "plan.yaml", "--as-of", "2026-05-28", "--format", "json"];
        let ended = run(folder.path(), &args);
        let report: serde_json::Value = serde_json::from_str(&ended.out).expect("JSON");
        let (code, verdict) = match outcome(&judged(&text, ROSTER)) {
            Outcome::Refused => (2, None),
            Outcome::Judged(Verdict::NoGo) => (1, Some("no-go")),
            Outcome::Judged(Verdict::Go) => (0, Some("go")),
            Outcome::Judged(Verdict::GoWithConditions) => (0, Some("go-with-conditions")),
        };
        let what = format!("`{}` as {}: {}", case.node.at, case.wrong, ended.out);
        assert_eq!((ended.code, report["plans"][0]["verdict"].as_str()), (code, verdict), "{what}");
        code
    });
    let of = |code: i32| codes.iter().filter(|known| **known == code).count();
    note(&format!(
        "texts for texts: {} checks, {} with exit code 0, {} with 1, {} with 2, as JSON has it",
        codes.len(),
        of(0),
        of(1),
        of(2)
    ));
    assert!([0, 1, 2].iter().all(|code| of(*code) > 10), "{codes:?}");
}
