//! Both directions, for every key: what the reader takes the schema takes, and what is refused for
//! its structure is refused by both.

use std::collections::BTreeSet;

use launch::plan::{self, Kind};
use launch::policy::Policy;
use launch::policy::shapes::POLICY;
use launch::shape::{Holds, Shape};
use rayon::prelude::*;
use serde_json::{Value, json};

use super::places::{Place, places};
use super::{note, plan_problems, plan_schema, policy, policy_problems, policy_schema, validator};

/// What a reader says of a document.
type Read = Box<dyn Fn(&Value) -> Vec<String> + Send + Sync>;

/// A format with its reader and its schema.
pub(super) struct Format {
    pub(super) name: &'static str,
    pub(super) shape: &'static Shape,
    pub(super) base: Value,
    pub(super) schema: Value,
    validator: jsonschema::Validator,
    read: Read,
}

/// The policy that plans are read under here: what the examples of the documentation name is there.
pub(super) const POLICY_OF_PLANS: &str = r#"
[risks]
price-change = "Does any price change?"
[capacity.onboarding]
of = "operations"
limit = "at most 300 customers/month"
[people]
"kim@acme.example" = { stages = ["sales"] }
"#;

impl Format {
    pub(super) fn plans() -> Format {
        let policies: [Policy; 2] =
            [Kind::Product, Kind::Service].map(|kind| policy(kind, Some(POLICY_OF_PLANS)).expect("one"));
        let schema = plan_schema(Some(POLICY_OF_PLANS), false);
        let read = move |document: &Value| {
            let text = serde_yaml::to_string(document).expect("YAML");
            plan_problems(&text, &policies)
        };
        let base = json!({ "launch": "Camp Box", "kind": "product" });
        Format::of("plan", &plan::SHAPE, base, schema, Box::new(read))
    }

    pub(super) fn policies() -> Format {
        let base =
            json!({ "stages": { "legal": { "after": ["product"] } }, "risks": { "price-change": "Any?" } });
        let read = |document: &Value| match toml_text(document) {
            Some(text) => policy_problems(&text),
            None => vec!["no TOML".to_owned()],
        };
        Format::of("policy", &POLICY, base, policy_schema(), Box::new(read))
    }

    fn of(name: &'static str, shape: &'static Shape, base: Value, schema: Value, read: Read) -> Format {
        Format { name, shape, base, validator: validator(&schema), schema, read }
    }

    /// What the reader says of a document, and whether the schema takes it.
    pub(super) fn judge(&self, document: &Value) -> (Vec<String>, bool) {
        ((self.read)(document), self.validator.is_valid(document))
    }

    /// Whether the schema takes a document.
    pub(super) fn is_valid(&self, document: &Value) -> bool {
        self.validator.is_valid(document)
    }

    #[track_caller]
    fn both_take(&self, document: &Value, where_: &str) {
        let (problems, valid) = self.judge(document);
        let told: Vec<String> = self.validator.iter_errors(document).map(|error| error.to_string()).collect();
        assert!(problems.is_empty() && valid, "{where_}: {problems:?} {told:?}\n{document:#}");
    }

    #[track_caller]
    fn both_refuse(&self, document: &Value, where_: &str) {
        let (problems, valid) = self.judge(document);
        assert!(!problems.is_empty(), "{where_}: the reader takes\n{document:#}");
        assert!(!valid, "{where_}: the schema takes\n{document:#}\nthe reader: {problems:?}");
    }
}

/// A value as TOML, which has no null.
fn toml_text(document: &Value) -> Option<String> {
    fn write(value: &Value) -> Option<String> {
        Some(match value {
            Value::Null => return None,
            Value::Bool(_) | Value::Number(_) | Value::String(_) => value.to_string(),
            Value::Array(items) => {
                format!("[{}]", items.iter().map(write).collect::<Option<Vec<_>>>()?.join(", "))
            }
            Value::Object(map) => {
                let pair =
                    |(key, value): (&String, &Value)| Some(format!("{} = {}", json!(key), write(value)?));
                format!("{{ {} }}", map.iter().map(pair).collect::<Option<Vec<_>>>()?.join(", "))
            }
        })
    }
    let lines = document.as_object()?.iter().map(|(key, value)| Some(format!("{key} = {}\n", write(value)?)));
    lines.collect()
}

fn formats() -> [Format; 2] {
    [Format::plans(), Format::policies()]
}

#[test]
fn every_key_is_read_as_it_is_described() {
    for format in formats() {
        for place in places(format.shape) {
            format.both_take(&place.document(&format.base, place.example()), &place.name());
            let name = format!("{} of a {}", place.name(), format.name);
            let wrong = place.document(&format.base, json!([[[]]]));
            format.both_refuse(&wrong, &name);
        }
    }
}

#[test]
fn no_other_key_is_known() {
    let mut maps = 0;
    for format in formats() {
        for place in places(format.shape) {
            if let Holds::Map(_) | Holds::OneOrMore(_) | Holds::Answer(_) | Holds::Question(_) = place.holds {
                for key in ["knwon", "Owner", "", "$schema"] {
                    let document = place.document(&format.base, json!({ key: "x" }));
                    format.both_refuse(&document, &format!("{}.{key}", place.name()));
                }
                maps += 1;
            }
        }
        let mut root = format.base.clone();
        root["knwon"] = json!({});
        format.both_refuse(&root, "the root");
    }
    assert!(maps > 30, "{maps} maps");
}

#[test]
fn ids_words_and_required_keys_are_those_of_the_reader() {
    for format in formats() {
        for place in places(format.shape) {
            let name = place.name();
            match place.holds {
                Holds::Named(_) => {
                    for id in ["Bad_Id", "with space", "größe", "-a", "a-", "a--b", "", &"a".repeat(65)] {
                        let thing = thing_of(&format, &place);
                        let document = place.document(&format.base, json!({ id: thing }));
                        format.both_refuse(&document, &format!("{name}.{id}"));
                    }
                }
                Holds::Choice(words) => {
                    for (word, _) in *words {
                        format.both_take(&place.document(&format.base, json!(word)), &name);
                        let near = [word.to_uppercase(), format!("{word}s"), format!(" {word}")];
                        for near in near {
                            format.both_refuse(&place.document(&format.base, json!(near)), &name);
                        }
                    }
                }
                _ => {}
            }
            if let Some(field) = place.field.filter(|field| field.required) {
                let mut document = place.document(&format.base, place.example());
                let (last, parents) = place.path.split_last().expect("a key");
                let pointer: String = parents.iter().map(pointer).collect();
                let map = document.pointer_mut(&pointer).and_then(Value::as_object_mut).expect("a map");
                map.remove(&pointer_key(last));
                format.both_refuse(&document, &format!("{name} without `{}`", field.key));
            }
        }
    }
}

/// A thing that the collection at a place may hold.
fn thing_of(format: &Format, collection: &Place) -> Value {
    let all = places(format.shape);
    let inside = |place: &&Place| {
        place.path.len() == collection.path.len() + 1 && place.path.starts_with(&collection.path)
    };
    all.iter().find(inside).expect("a thing").example()
}

fn pointer(step: &super::places::Step) -> String {
    format!("/{}", pointer_key(step))
}

fn pointer_key(step: &super::places::Step) -> String {
    match step {
        super::places::Step::Key(key) => key.clone(),
        super::places::Step::First => "0".to_owned(),
    }
}

/// Values that are wrong in most places, and right in some.
pub(super) fn values() -> Vec<Value> {
    let mut values = vec![
        json!(null),
        json!(true),
        json!(5),
        json!(0),
        json!(-1),
        json!(1.5),
        json!(2_000_000),
        json!([]),
        json!({}),
        json!(["a"]),
        json!([null]),
        json!([{}]),
        json!([true, 7]),
        json!({ "a": 1 }),
        json!({ "done": "x" }),
        json!({ "a": { "b": [] } }),
    ];
    values.extend(
        [
            "",
            " ",
            "?",
            "TBD",
            "tbd by Friday",
            "TODO: ask Fay",
            "<when they are told>",
            "[@handle]",
            "None?",
            "…",
            "yes",
            "No",
            "true",
            "open",
            "done",
            "some words",
            "go",
            "NO-GO",
            "2026-06-15",
            " 2026-06-15 ",
            "2026-06-15T09:00:00+02:00",
            "2026-06-15T09:00",
            "2026-06-15 09:00:00Z",
            "2026-06-31",
            "2026-02-29",
            "2028-02-29",
            "2026-13-01",
            "15.06.2026",
            "2026-6-5",
            "tomorrow",
            "tomorrow?",
            "5",
            "5 days",
            "at most 5 working days",
            "<= 5 days",
            ">=5 days",
            "By 2026-06-15",
            "about 5 days",
            "-5 days",
            "€5",
            "lots",
            "sales",
            " sales ",
            "salse",
            "stages.sales",
            "stages.sales.asks.training",
            "handoffs.value",
            "dates.external",
            "nowhere.at-all",
            "open-ask",
            "opn-ask",
            "onboarding",
            "product",
            "none",
        ]
        .map(Value::from),
    );
    values.push(json!("x".repeat(5000)));
    values.push(json!(format!("TBD {}", "x".repeat(5000))));
    values
}

/// What a schema cannot say, by what the reader says: names that are well formed and name nothing, what
/// two values are to each other, and what only a quantity's own reader knows of units.
const BEYOND_A_SCHEMA: [&str; 12] = [
    "is no question",
    "policies go by whole days",
    "unknown stage",
    "unknown risk",
    "goes from",
    "needs both",
    "has no question, and inherits none",
    "is after",
    "goes round in a circle",
    "in the end, itself",
    "expected the end of the quantity",
    "an amount, not a date",
];

#[test]
fn what_the_reader_takes_the_schema_takes_and_what_it_lets_through_is_known() {
    let formats = formats();
    let cases: Vec<(&Format, Place, Value)> = formats
        .iter()
        .flat_map(|format| places(format.shape).into_iter().map(move |place| (format, place)))
        .flat_map(|(format, place)| values().into_iter().map(move |value| (format, place.clone(), value)))
        .collect();
    let judged: Vec<(String, Vec<String>, bool)> = cases
        .into_par_iter()
        .map(|(format, place, value)| {
            let (problems, valid) = format.judge(&place.document(&format.base, value.clone()));
            (format!("{} of a {}: {value:.60}", place.name(), format.name), problems, valid)
        })
        .collect();
    let stricter: Vec<_> =
        judged.iter().filter(|(_, problems, valid)| problems.is_empty() && !valid).collect();
    assert!(stricter.is_empty(), "the reader takes, and the schema does not: {stricter:#?}");
    let through: Vec<_> =
        judged.iter().filter(|(_, problems, valid)| !problems.is_empty() && *valid).collect();
    let excuses = |problem: &str| BEYOND_A_SCHEMA.into_iter().find(move |known| problem.contains(known));
    let mut used: BTreeSet<&str> = BTreeSet::new();
    for (name, problems, _) in &through {
        for problem in problems {
            let excuse = excuses(problem).unwrap_or_else(|| panic!("the schema takes {name}: {problem}"));
            used.insert(excuse);
        }
    }
    let unused: Vec<_> = BEYOND_A_SCHEMA.iter().filter(|known| !used.contains(**known)).collect();
    assert!(unused.is_empty(), "no case for {unused:?}");
    let taken = judged.iter().filter(|(_, problems, _)| problems.is_empty()).count();
    let (through, refused) = (through.len(), judged.len() - taken - through.len());
    note(&format!(
        "{taken} documents taken and {refused} refused by both, {through} let through by the schema"
    ));
    assert!(taken > 4000 && refused > 9000 && through * 20 < refused, "{taken} {refused} {through}");
}
