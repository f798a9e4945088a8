//! Every place of a format, from the shapes that its reader uses, with documents in which it stands.

use launch::shape::{Field, Holds, Names, Shape};
use serde_json::{Value, json};

/// A place in a document.
#[derive(Clone, Debug)]
pub(super) struct Place {
    /// The steps to it; items of a list are counted.
    pub(super) path: Vec<Step>,
    /// What stands there.
    pub(super) holds: &'static Holds,
    /// The key, unless the place is a thing of a collection.
    pub(super) field: Option<&'static Field>,
    /// The maps on the way with keys that have to be there.
    shapes: Vec<(usize, &'static Shape)>,
}

#[derive(Clone, Debug, PartialEq)]
pub(super) enum Step {
    Key(String),
    First,
}

/// Every place of a format.
pub(super) fn places(root: &'static Shape) -> Vec<Place> {
    let mut found = Vec::new();
    walk_map(root, &[], &[], &mut found);
    found
}

fn walk_map(
    shape: &'static Shape,
    path: &[Step],
    shapes: &[(usize, &'static Shape)],
    found: &mut Vec<Place>,
) {
    let shapes = [shapes, &[(path.len(), shape)]].concat();
    for field in shape.fields {
        let path = [path, &[Step::Key(field.key.to_owned())]].concat();
        walk(&field.holds, Some(field), &path, &shapes, found);
    }
}

fn walk(
    holds: &'static Holds,
    field: Option<&'static Field>,
    path: &[Step],
    shapes: &[(usize, &'static Shape)],
    found: &mut Vec<Place>,
) {
    found.push(Place { path: path.to_vec(), holds, field, shapes: shapes.to_vec() });
    let below = |step: &str| [path, &[Step::Key(step.to_owned())]].concat();
    let first = [path, &[Step::First]].concat();
    match holds {
        Holds::Map(shape) | Holds::Answer(shape) | Holds::Question(shape) => {
            walk_map(shape, path, shapes, found);
        }
        Holds::OneOrMore(shape) => {
            walk_map(shape, path, shapes, found);
            walk_map(shape, &first, shapes, found);
        }
        Holds::Named(of) => walk(of, None, &below(id_in(path)), shapes, found),
        Holds::Keyed(of) => walk(of, None, &below("kim@acme.example"), shapes, found),
        Holds::List(of) => walk(of, None, &first, shapes, found),
        _ => {}
    }
}

/// An id that may stand in a collection.
fn id_in(path: &[Step]) -> &'static str {
    match path.last() {
        Some(Step::Key(key)) if key == "stages" => "finance",
        _ => "one-of-ours",
    }
}

impl Place {
    /// Its address, for messages.
    pub(super) fn name(&self) -> String {
        let steps = self.path.iter().map(|step| match step {
            Step::Key(key) => key.as_str(),
            Step::First => "0",
        });
        steps.collect::<Vec<_>>().join(".")
    }

    /// A document with a value at this place, and round it only what has to be there.
    pub(super) fn document(&self, base: &Value, value: Value) -> Value {
        let mut document = base.clone();
        let mut at = &mut document;
        for depth in 0..=self.path.len() {
            if let Some((_, shape)) = self.shapes.iter().find(|(known, _)| *known == depth) {
                let map = at.as_object_mut().expect("a map");
                for field in shape.fields.iter().filter(|field| field.required || is_own(shape, field)) {
                    map.entry(field.key).or_insert_with(|| example(field));
                }
            }
            let (Some(step), next) = (self.path.get(depth), self.path.get(depth + 1)) else { break };
            let empty = if next == Some(&Step::First) { json!([]) } else { json!({}) };
            at = match step {
                Step::Key(key) => {
                    let map = at.as_object_mut().expect("a map");
                    if next.is_none() || !map.contains_key(key) {
                        map.insert(key.clone(), empty);
                    }
                    map.get_mut(key).expect("it was put there")
                }
                Step::First => {
                    let list = at.as_array_mut().expect("a list");
                    list.push(empty);
                    list.last_mut().expect("it was put there")
                }
            };
        }
        *at = value;
        document
    }

    /// What the documentation of this place shows, or something like it.
    pub(super) fn example(&self) -> Value {
        match (self.field, self.holds) {
            (Some(field), _) => example(field),
            (None, Holds::Words | Holds::Question(_)) => "Is it?".into(),
            (None, holds) => sample(holds),
        }
    }
}

/// What is of one's own inherits nothing: a hand-off has two ends, an ask has a question.
fn is_own(shape: &Shape, field: &Field) -> bool {
    matches!((shape.what, field.key), ("a hand-off", "from" | "to") | ("an ask", "question"))
}

/// A value that a key may hold.
pub(super) fn example(field: &Field) -> Value {
    let text = field.example;
    match &field.holds {
        Holds::List(of) if !text.is_empty() => json!([scalar(of, text)]),
        Holds::Named(of) if !text.is_empty() => json!({ "one-of-ours": scalar(of, text) }),
        holds if !text.is_empty() => scalar(holds, text),
        holds => sample(holds),
    }
}

fn scalar(holds: &Holds, text: &str) -> Value {
    match holds {
        Holds::Whole(..) | Holds::Tier => text.parse::<u32>().expect("a number").into(),
        Holds::Flag => text.parse::<bool>().expect("a truth value").into(),
        _ => text.into(),
    }
}

/// A value of a kind that shows itself.
fn sample(holds: &Holds) -> Value {
    match holds {
        Holds::Words | Holds::Text | Holds::Evidence | Holds::Question(_) => "Some words".into(),
        Holds::Person => "kim@acme.example".into(),
        Holds::Date => "2026-06-15".into(),
        Holds::Quantity => "at most 5 working days".into(),
        Holds::Whole(least, _) => (*least).into(),
        Holds::Flag => true.into(),
        Holds::Tier => 2.into(),
        Holds::Choice(words) => words[0].0.into(),
        Holds::Answer(_) => "done".into(),
        Holds::Name(Names::Stage) => "product".into(),
        Holds::Name(Names::Policy) => "none".into(),
        Holds::Name(Names::Covered | Names::Address) => "handoffs.message-kit".into(),
        Holds::Name(Names::Rule) => "missing-handoff".into(),
        Holds::Name(Names::Risk) => "price-change".into(),
        Holds::Name(Names::Capacity) => "onboarding".into(),
        Holds::Name(Names::Inherited) => "stages.marketing".into(),
        Holds::Rules => json!({"open-ask": "warn", "stale-evidence": {"level": "off", "months": 4}}),
        Holds::Flags => json!({ "price-change": true }),
        Holds::Map(shape) | Holds::OneOrMore(shape) => {
            let needed = shape.fields.iter().filter(|field| field.required || is_own(shape, field));
            Value::Object(needed.map(|field| (field.key.to_owned(), example(field))).collect())
        }
        Holds::Named(_) | Holds::Keyed(_) => json!({}),
        Holds::List(_) => json!([]),
    }
}
