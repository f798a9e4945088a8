//! What a plan says, without how it is written: as JSON in which comments, quotes and layout leave no trace,
//! and what of it differs between two of its states.

use std::collections::BTreeSet;

use serde_json::{Map, Value as Json};

use crate::digest::canonical;
use crate::text::shorten;
use crate::tree::{Node, Value};

/// How long a value may be in a sentence.
const SHOWN: usize = 80;

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

/// The parts that differ, in the order of their paths. Maps are compared key by key, whatever else as a whole.
pub fn compare(was: &Json, is: &Json) -> Vec<Part> {
    let mut found = Vec::new();
    walk("", Some(was), Some(is), &mut found);
    found
}

fn walk(path: &str, was: Option<&Json>, is: Option<&Json>, found: &mut Vec<Part>) {
    match (was, is) {
        (was, is) if was == is => {}
        (Some(Json::Object(was)), Some(Json::Object(is))) => {
            let keys: BTreeSet<&String> = was.keys().chain(is.keys()).collect();
            for key in keys {
                let path = if path.is_empty() { key.clone() } else { format!("{path}.{key}") };
                walk(&path, was.get(key), is.get(key), found);
            }
        }
        (was, is) => found.push(Part { path: path.to_owned(), was: was.cloned(), is: is.cloned() }),
    }
}

/// A part in a sentence.
pub fn worded(json: &Json) -> String {
    let signed = |record: &Json| {
        let text = |key: &str| record.get(key).and_then(Json::as_str).unwrap_or("nobody").to_owned();
        format!("{} on {}", text("by"), text("date"))
    };
    match json {
        Json::String(text) => text.clone(),
        Json::Array(items) if !items.is_empty() && items.iter().all(|item| item.get("by").is_some()) => {
            items.iter().map(signed).collect::<Vec<_>>().join(", ")
        }
        Json::Object(map) if map.contains_key("by") => signed(json),
        other => canonical(other),
    }
}

/// What became of a part, as the end of a sentence about it.
pub fn told(part: &Part) -> String {
    let value = |json: &Json| format!("`{}`", shorten(&worded(json), SHOWN));
    match (&part.was, &part.is) {
        (Some(was), Some(is)) => format!("went from {} to {}", value(was), value(is)),
        (None, Some(is)) => format!("was added: {}", value(is)),
        (Some(was), None) => format!("was taken away: it was {}", value(was)),
        (None, None) => "changed".to_owned(),
    }
}
