//! The JSON documents together: a key means one thing, and is of one type, in all of them.

mod made;

use std::collections::{BTreeMap, BTreeSet};
use std::sync::LazyLock;

use serde_json::Value;

use crate::command::{project, run};

/// The keys of all documents, each with its type and the commands that write it. What stands here is read by
/// other tools: a new line is a new promise, a changed one breaks somebody.
const PROMISED: &str = include_str!("documents/keys.txt");

/// The keys that have two types. The contract of `launch check --format json` names both, and nothing else
/// may stand here.
const EXCEPTIONS: [(&str, [&str; 2]); 1] = [("weakest", ["text", "truth"])];

/// All documents, each with its command; none where the machine lacks what makes them.
static DOCUMENTS: LazyLock<Option<Vec<(&str, String)>>> = LazyLock::new(made::documents);

/// The same, read.
fn documents() -> Option<Vec<(&'static str, Value)>> {
    let read = |text: &str| serde_json::from_str(text).expect("JSON");
    Some(DOCUMENTS.as_ref()?.iter().map(|(command, text)| (*command, read(text))).collect())
}

/// The type of a value; none where it does not show.
fn type_of(value: &Value) -> Option<String> {
    Some(match value {
        Value::Null => return None,
        Value::Bool(_) => "truth".to_owned(),
        Value::Number(_) => "number".to_owned(),
        Value::String(_) => "text".to_owned(),
        Value::Object(_) => "object".to_owned(),
        Value::Array(items) => format!("list of {}", items.iter().find_map(type_of)?),
    })
}

/// Hands each key of a document over, with what stands there.
fn each_key<'a>(value: &'a Value, told: &mut impl FnMut(&'a str, &'a Value)) {
    match value {
        Value::Object(map) => map.iter().for_each(|(key, value)| {
            told(key, value);
            each_key(value, told);
        }),
        Value::Array(items) => items.iter().for_each(|item| each_key(item, told)),
        _ => {}
    }
}

#[test]
fn a_key_has_one_type_in_all_documents() {
    let Some(documents) = documents() else { return };
    let mut types: BTreeMap<&str, BTreeSet<String>> = BTreeMap::new();
    let mut commands: BTreeMap<&str, BTreeSet<&str>> = BTreeMap::new();
    for (command, document) in &documents {
        each_key(document, &mut |key, value| {
            types.entry(key).or_default().extend(type_of(value));
            commands.entry(key).or_default().insert(command);
        });
    }
    let exceptions = EXCEPTIONS.map(|(key, types)| (key, BTreeSet::from(types.map(str::to_owned))));
    let several = types.iter().filter(|(_, types)| types.len() > 1);
    let several: Vec<(&str, BTreeSet<String>)> = several.map(|(key, types)| (*key, types.clone())).collect();
    assert_eq!(several, exceptions, "give each meaning a key of its own, such as `error_count`");
    let lines = types.iter().map(|(key, types)| {
        let [types, commands] = [
            types.iter().map(String::as_str).collect::<Vec<_>>().join(" or "),
            commands[key].iter().copied().collect::<Vec<_>>().join(", "),
        ];
        format!("{key}: {types} ({commands})")
    });
    let (written, promised): (BTreeSet<String>, BTreeSet<String>) =
        (lines.collect(), PROMISED.lines().map(str::to_owned).collect());
    let differ: Vec<&String> = written.symmetric_difference(&promised).collect();
    assert!(
        differ.is_empty(),
        "what is written is not what tests/launch/documents/keys.txt says: {differ:#?}"
    );
    let hidden: Vec<&str> = types.iter().filter(|(_, types)| types.is_empty()).map(|(key, _)| *key).collect();
    assert!(hidden.is_empty(), "of {hidden:?} no example shows the type");
}

#[test]
fn a_word_of_the_report_means_the_same_in_all_documents() {
    let Some(documents) = documents() else { return };
    let schema: Value = serde_json::from_str(&run(&project(), &["schema", "output"]).out).expect("JSON");
    let mut words: BTreeMap<&str, BTreeSet<&str>> = BTreeMap::new();
    each_key(&schema, &mut |key, value| {
        let listed = value.get("enum").and_then(Value::as_array).into_iter().flatten();
        words.entry(key).or_default().extend(listed.filter_map(Value::as_str));
    });
    words.retain(|_, words| !words.is_empty());
    let known: Vec<&str> = words.keys().copied().collect();
    assert_eq!(known, ["assurance", "breakdown", "gate", "kind", "level", "state", "verdict"]);
    for (command, document) in &documents {
        each_key(document, &mut |key, value| {
            if let (Some(words), Some(word)) = (words.get(key), value.as_str()) {
                assert!(words.contains(word), "`{key}` of `launch {command}` is `{word}`");
            }
        });
    }
}

#[test]
fn every_document_begins_alike_and_ends_with_a_line_end() {
    let head = format!("{{\n  \"schema\": 1,\n  \"tool\": \"launch {}\",\n", env!("CARGO_PKG_VERSION"));
    for (command, text) in DOCUMENTS.iter().flatten() {
        assert!(text.starts_with(&head) && text.ends_with("\n}\n"), "launch {command}: {text}");
    }
}

/// What the test would say of documents that differ.
#[test]
fn types_are_told_apart() {
    let told = |text: &str| type_of(&serde_json::from_str(text).expect("JSON"));
    let named = |text: &str| told(text).unwrap_or_default();
    assert_eq!((told("null"), told("[]"), told("[null]")), (None, None, None));
    assert_eq!((named("0"), named("true"), named("\"\"")), ("number".into(), "truth".into(), "text".into()));
    assert_eq!(
        (named("[{}]"), named("[[null], [1]]")),
        ("list of object".into(), "list of list of number".into())
    );
}
