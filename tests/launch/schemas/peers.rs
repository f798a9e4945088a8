//! Validators that others wrote: one in Rust, one in Python, one that knows no later draft than 7, and
//! the metaschema. They decide alike.

use std::io::Write as _;
use std::process::{Command, Stdio};

use serde_json::{Value, json};

use super::keys::{Format, values};
use super::places::places;
use super::refused::{PLANS, POLICIES, whole_plan};
use super::{note, plan_schema, policy_schema, toml};
use crate::command::{project, run};

fn schemas() -> [(&'static str, Value); 4] {
    let output = run(&project(), &["schema", "output"]).out;
    [
        ("plans under the built-in policies", plan_schema(None, false)),
        ("plans under any policy", plan_schema(None, true)),
        ("policies", policy_schema()),
        ("output", serde_json::from_str(&output).expect("JSON")),
    ]
}

/// Every schema inside a schema, with its address.
fn each<'s>(schema: &'s Value, at: &str, see: &mut dyn FnMut(&str, &'s Value)) {
    see(at, schema);
    let Value::Object(map) = schema else { return };
    for (key, value) in map {
        match (key.as_str(), value) {
            ("properties" | "patternProperties" | "$defs", Value::Object(inner)) => {
                inner.iter().for_each(|(name, one)| each(one, &format!("{at}/{key}/{name}"), see));
            }
            ("anyOf" | "allOf" | "oneOf", Value::Array(inner)) => {
                for one in inner {
                    each(one, &format!("{at}/{key}"), see);
                }
            }
            (
                "items" | "additionalProperties" | "propertyNames" | "if" | "then" | "else",
                Value::Object(_),
            ) => {
                each(value, &format!("{at}/{key}"), see);
            }
            _ => {}
        }
    }
}

#[test]
fn they_are_schemas_and_every_key_says_what_it_is_for() {
    for (name, schema) in schemas() {
        assert!(jsonschema::draft202012::meta::is_valid(&schema), "{name}");
        let mut keys = 0;
        each(&schema, "", &mut |at, one| {
            for (key, property) in one["properties"].as_object().into_iter().flatten() {
                let target = property["$ref"].as_str().and_then(|target| schema.pointer(&target[1..]));
                let own = property["description"].as_str();
                let description =
                    own.or(target.and_then(|one| one["description"].as_str())).unwrap_or_default();
                let inside = at.ends_with("/if");
                assert!(inside || description.len() > 3, "{name}: {at}/{key} has no description");
                assert!(inside || description.ends_with(['.', '?']), "{name}: {at}/{key}: {description}");
                keys += 1;
            }
        });
        assert!(keys > 70, "{name}: {keys} keys");
    }
}

#[test]
fn only_keywords_that_editors_know_are_used() {
    const KNOWN: [&str; 33] = [
        "$schema",
        "$comment",
        "$ref",
        "$defs",
        "title",
        "description",
        "deprecated",
        "type",
        "enum",
        "enumDescriptions",
        "const",
        "pattern",
        "patternErrorMessage",
        "maxLength",
        "minimum",
        "maximum",
        "items",
        "maxItems",
        "anyOf",
        "required",
        "maxProperties",
        "propertyNames",
        "properties",
        "patternProperties",
        "additionalProperties",
        "if",
        "then",
        "else",
        "examples",
        "format",
        "minLength",
        "default",
        "not",
    ];
    for (name, schema) in schemas() {
        each(&schema, "", &mut |at, one| {
            for key in one.as_object().into_iter().flat_map(serde_json::Map::keys) {
                assert!(KNOWN.contains(&key.as_str()), "{name}: {key} at {at}");
            }
            let beside = one.get("$ref").and(one.as_object()).into_iter().flat_map(serde_json::Map::keys);
            for key in beside {
                let ignorable = ["$ref", "description", "deprecated", "examples", "title", "format"];
                assert!(ignorable.contains(&key.as_str()), "draft 7 would ignore {key} beside $ref: {at}");
            }
        });
    }
}

/// Documents, good and bad, with the schema that each is held against.
fn documents() -> Vec<(usize, Value)> {
    let formats = [Format::plans(), Format::policies()];
    let mut found: Vec<(usize, Value)> = PLANS.iter().map(|text| (0, whole_plan(text))).collect();
    found.extend(POLICIES.iter().map(|text| (1, toml(text))));
    for (at, format) in formats.iter().enumerate() {
        for place in places(format.shape) {
            found.push((at, place.document(&format.base, place.example())));
            let some = values().into_iter().skip(found.len() % 7).step_by(7);
            found.extend(some.map(|value| (at, place.document(&format.base, value))));
        }
    }
    found
}

#[test]
fn a_validator_that_knows_draft_7_alone_decides_the_same() {
    let formats = [Format::plans(), Format::policies()];
    let old: Vec<_> = formats
        .iter()
        .map(|format| {
            let mut schema = format.schema.clone();
            schema["$schema"] = "http://json-schema.org/draft-07/schema#".into();
            jsonschema::draft7::new(&schema).expect("a schema of draft 7")
        })
        .collect();
    for (at, document) in documents() {
        let new = formats[at].is_valid(&document);
        assert_eq!(old[at].is_valid(&document), new, "{document:#}");
    }
}

const PYTHON: &str = r#"
import json, sys
from jsonschema import Draft202012Validator
cases = json.load(sys.stdin)
for schema in cases["all"]:
    Draft202012Validator.check_schema(schema)
validators = [Draft202012Validator(schema) for schema in cases["schemas"]]
print(json.dumps([validators[at].is_valid(document) for at, document in cases["documents"]]))
"#;

#[test]
fn pythons_validator_decides_the_same() {
    let is_there = Command::new("python3").args(["-c", "import jsonschema"]).stderr(Stdio::null()).status();
    if !is_there.is_ok_and(|status| status.success()) {
        note("SKIPPED: python3 has no jsonschema, so no second validator was asked");
        return;
    }
    let formats = [Format::plans(), Format::policies()];
    let documents = documents();
    let asked = json!({
        "all": schemas().map(|(_, schema)| schema),
        "schemas": formats.each_ref().map(|format| &format.schema),
        "documents": documents,
    });
    let mut python = Command::new("python3")
        .args(["-c", PYTHON])
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()
        .expect("python3");
    let mut stdin = python.stdin.take().expect("a pipe");
    let writer = std::thread::spawn(move || stdin.write_all(asked.to_string().as_bytes()));
    let ended = python.wait_with_output().expect("an end");
    writer.join().expect("written").expect("written");
    assert!(ended.status.success());
    let theirs: Vec<bool> = serde_json::from_slice(&ended.stdout).expect("JSON");
    for ((at, document), theirs) in documents.iter().zip(theirs) {
        assert_eq!(formats[*at].is_valid(document), theirs, "{document:#}");
    }
}
