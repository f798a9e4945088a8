//! What a plan says, without how it is written: as JSON in which comments, quotes and layout leave no trace,
//! and what of it differs between two of its states.

mod words;

use std::collections::BTreeSet;

use serde_json::{Map, Value as Json};

use crate::tree::{Node, Value};

pub use words::{told, worded};

/// A part of which two states say different things.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Part {
    /// Its path.
    pub path: String,
    /// What it was, where there was something.
    pub was: Option<Json>,
    /// What it is, where there is something.
    pub is: Option<Json>,
}

/// A value as JSON in which every scalar is its text, so that quotes change nothing; a key without a value
/// is the same as no key.
pub fn content(node: &Node) -> Json {
    match &node.value {
        Value::Null => Json::Null,
        Value::Bool(value) => Json::from(value.to_string()),
        Value::Number(text) | Value::Text(text) => Json::from(text.as_str()),
        Value::List(items) => items.iter().map(content).collect(),
        Value::Map(entries) => {
            let given = entries.iter().filter(|entry| !entry.node.is_null());
            given.map(|entry| (entry.key.clone(), content(&entry.node))).collect::<Map<_, _>>().into()
        }
    }
}

/// The parts that differ, in the order of their paths: maps key by key, lists of things thing by thing, and
/// whatever else as a whole.
pub fn compare(was: &Json, is: &Json) -> Vec<Part> {
    let mut found = Vec::new();
    match (was, is) {
        (Json::Object(was), Json::Object(is)) => {
            let nothing = Json::Object(Map::new());
            let or_nothing = |one: Option<&Json>, other: Option<&Json>| match (one, other) {
                (None, Some(Json::Object(_))) => Some(nothing.clone()),
                (one, _) => one.cloned(),
            };
            // A section that was not there is one in which nothing stood.
            for key in keys(was, is) {
                let (was, is) = (was.get(key), is.get(key));
                walk(key, or_nothing(was, is).as_ref(), or_nothing(is, was).as_ref(), &mut found);
            }
        }
        _ => walk("", Some(was), Some(is), &mut found),
    }
    found
}

fn keys<'m>(was: &'m Map<String, Json>, is: &'m Map<String, Json>) -> BTreeSet<&'m String> {
    was.keys().chain(is.keys()).collect()
}

fn walk(path: &str, was: Option<&Json>, is: Option<&Json>, found: &mut Vec<Part>) {
    match (was, is) {
        (was, is) if was == is => {}
        (Some(Json::Object(was)), Some(Json::Object(is))) => {
            for key in keys(was, is) {
                walk(&format!("{path}.{key}"), was.get(key), is.get(key), found);
            }
        }
        (Some(Json::Array(was)), Some(Json::Array(is))) if are_things(was) && are_things(is) => {
            items(path, was, is, found);
        }
        (was, is) => found.push(Part { path: path.to_owned(), was: was.cloned(), is: is.cloned() }),
    }
}

/// Whether a list has things that are not people's words: those are told together.
fn are_things(items: &[Json]) -> bool {
    items.iter().all(|item| item.is_object() && item.get("by").is_none())
}

/// Two lists of things, without those at both ends that are the same.
fn items(path: &str, was: &[Json], is: &[Json], found: &mut Vec<Part>) {
    let begin = was.iter().zip(is).take_while(|(was, is)| was == is).count();
    let (was, is) = (was.get(begin..).unwrap_or_default(), is.get(begin..).unwrap_or_default());
    let end = was.iter().rev().zip(is.iter().rev()).take_while(|(was, is)| was == is).count();
    for index in 0..(was.len().max(is.len()) - end) {
        let there = |list: &'_ [Json]| list.get(..list.len() - end).and_then(|list| list.get(index)).cloned();
        walk(&format!("{path}.{}", begin + index), there(was).as_ref(), there(is).as_ref(), found);
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::compare;

    #[test]
    fn lists_of_things_are_compared_thing_by_thing() {
        let [a, b, c] = ["a", "b", "c"].map(|from| json!({"from": from, "count": "1"}));
        let paths = |was: serde_json::Value, is: serde_json::Value| -> Vec<String> {
            let parts = compare(&json!({"needs": {"x": was}}), &json!({"needs": {"x": is}}));
            let sign = |part: &super::Part| match (&part.was, &part.is) {
                (Some(_), Some(_)) => "",
                (None, _) => "+",
                _ => "-",
            };
            parts.iter().map(|part| format!("{}{}", sign(part), part.path)).collect()
        };
        let more = json!({"from": "b", "count": "2"});
        assert_eq!(paths(json!([a, b, c]), json!([a, more, c])), ["needs.x.1.count"]);
        assert_eq!(paths(json!([a, c]), json!([a, b, c])), ["+needs.x.1"]);
        assert_eq!(paths(json!([a, b, c]), json!([b, c])), ["-needs.x.0"]);
        assert_eq!(paths(json!([a, a]), json!([a])), ["-needs.x.1"]);
        assert_eq!(paths(json!(["a", "b"]), json!(["a", "c"])), ["needs.x"]);
        assert!(paths(json!([a]), json!([a])).is_empty());
    }

    #[test]
    fn what_stands_in_a_section_that_was_not_there_is_told_one_by_one() {
        let parts = compare(&json!({}), &json!({"promises": {"a": {"claim": "x"}, "b": {"claim": "y"}}}));
        let paths: Vec<&str> = parts.iter().map(|part| part.path.as_str()).collect();
        assert_eq!(paths, ["promises.a", "promises.b"]);
    }
}
