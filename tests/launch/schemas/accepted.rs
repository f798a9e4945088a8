//! What a person has: every example, what `launch init` writes, and what README shows.

use std::fs;
use std::path::{Path, PathBuf};

use proptest::prelude::*;
use serde_json::Value;

use super::keys::Format;
use super::{plan_schema, policy_schema, toml, validator, yaml};
use crate::command::{folder, project, run};
use crate::overlay::BASE;

/// Every file of a name or an ending below the folders of plans.
fn files(ending: &str) -> Vec<PathBuf> {
    let mut open = vec![project().join("examples"), project().join("launches"), project().join("tests")];
    let mut found = Vec::new();
    while let Some(folder) = open.pop() {
        for entry in fs::read_dir(&folder).expect("a folder") {
            let path = entry.expect("an entry").path();
            if path.is_dir() {
                open.push(path);
            } else if path.to_string_lossy().ends_with(ending) {
                found.push(path);
            }
        }
    }
    found.sort();
    found
}

fn text(path: &Path) -> String {
    fs::read_to_string(path).expect("text")
}

/// The schema that the command prints for the policy that holds in a folder.
fn printed(folder: &Path, args: &[&str]) -> Value {
    let ended = run(folder, &[&["schema"], args].concat());
    assert_eq!((ended.code, ended.err.as_str()), (0, ""), "{args:?}");
    serde_json::from_str(&ended.out).expect("JSON")
}

#[track_caller]
fn accepts(schema: &Value, document: &Value, name: &str) {
    let told: Vec<String> = validator(schema).iter_errors(document).map(|error| error.to_string()).collect();
    assert!(told.is_empty(), "{name}: {told:#?}");
}

#[test]
fn every_example_plan_is_taken_by_the_schema_of_any_policy_and_by_that_of_its_own() {
    let any = printed(&project(), &["plan", "--any-policy"]);
    let mut plans = 0;
    for path in files(".yaml") {
        let Ok(document) = serde_yaml::from_str::<Value>(&text(&path)) else { continue };
        let is_plan = document.get("launch").is_some() && document.get("kind").is_some();
        if !is_plan || path.ends_with("typo.yaml") {
            continue;
        }
        let name = path.display().to_string();
        accepts(&any, &document, &name);
        let own = printed(path.parent().expect("a folder"), &["plan"]);
        accepts(&own, &document, &name);
        plans += 1;
    }
    assert!(plans > 15, "{plans} plans");
}

#[test]
fn every_example_policy_is_taken() {
    let schema = printed(&project(), &["policy"]);
    assert_eq!(schema, policy_schema());
    let built_in = ["product", "service"].map(|kind| project().join(format!("src/policy/{kind}.toml")));
    let policies = files(".toml").into_iter().chain(built_in);
    assert!(
        policies.map(|path| accepts(&schema, &toml(&text(&path)), &path.display().to_string())).count() > 6
    );
}

#[test]
fn what_readme_shows_is_taken() {
    let readme = text(&project().join("README.md"));
    let (any, policy) = (plan_schema(None, true), policy_schema());
    let mut blocks = 0;
    for block in readme.split("```yaml\n").skip(1).filter_map(|rest| rest.split("\n```").next()) {
        if block.contains("launch: ") {
            accepts(&any, &yaml(block), block);
            blocks += 1;
        }
    }
    for block in readme.split("```toml\n").skip(1).filter_map(|rest| rest.split("\n```").next()) {
        accepts(&policy, &toml(block), block);
        blocks += 1;
    }
    assert!(blocks > 2, "{blocks} blocks");
}

#[test]
fn a_new_plan_names_the_schema_beside_it() {
    for kind in ["product", "service"] {
        let own = "[stages.legal]\nasks.terms = \"Are the terms reviewed?\"\n";
        let folder = folder(&[("launches/launch.toml", own)]);
        let ended = run(folder.path(), &["init", "--kind", kind]);
        assert_eq!(ended.code, 0, "{}", ended.err);
        let plan = text(&folder.path().join("launches/launch.yaml"));
        let line = plan.lines().next().expect("a line");
        let named = line.strip_prefix("# yaml-language-server: $schema=").expect("the editor's line");
        let schema = text(&folder.path().join("launches").join(named));
        let schema: Value = serde_json::from_str(&schema).expect("JSON");
        assert_eq!(schema, printed(folder.path(), &["plan"]), "what init says to run makes the same");
        accepts(&schema, &yaml(&plan), "a new plan");
        let legal = schema.pointer("/$defs/stages.legal/properties/asks/properties/terms/description");
        assert_eq!(legal, Some(&Value::from("Are the terms reviewed?")));
        let check = run(folder.path(), &["check", "--format", "json"]);
        assert_eq!(check.code, 1, "{}{}", check.out, check.err);
    }
}

#[test]
fn a_schema_of_ours_is_written_anew_and_no_other_file_is() {
    let folder = folder(&[("plans/plan.schema.json", "{\"mine\": true}\n"), ("ours/x.toml", "")]);
    let ended = run(folder.path(), &["init", "plans/a.yaml"]);
    assert!(ended.code == 0 && ended.out.contains("is left as it is"), "{}{}", ended.out, ended.err);
    assert_eq!(text(&folder.path().join("plans/plan.schema.json")), "{\"mine\": true}\n");
    assert_eq!(run(folder.path(), &["init", "ours/a.yaml"]).code, 0);
    let path = folder.path().join("ours/plan.schema.json");
    let fresh = text(&path);
    fs::write(&path, fresh.replace("version 0", "version -1")).expect("a file");
    assert_eq!(run(folder.path(), &["init", "ours/b.yaml"]).code, 0);
    assert_eq!(text(&path), fresh);
}

#[test]
fn a_policy_that_cannot_be_read_gives_no_schema() {
    let folder = folder(&[("launch.toml", "[stages.legal]\nafter = [\"nowhere\"]\n")]);
    let ended = run(folder.path(), &["schema", "plan"]);
    assert!(ended.code == 2 && ended.out.is_empty() && ended.err.contains("nowhere"), "{}", ended.err);
    assert_eq!(run(folder.path(), &["schema", "plan", "--any-policy"]).code, 0);
    assert_eq!(run(folder.path(), &["schema", "plan", "--policy", "none.toml"]).code, 2);
    assert_eq!(run(folder.path(), &["schema", "output", "--any-policy"]).code, 2);
}

/// The addresses of everything in a document.
fn pointers(value: &Value, at: &str, found: &mut Vec<String>) {
    found.push(at.to_owned());
    match value {
        Value::Object(map) => {
            map.iter().for_each(|(key, value)| pointers(value, &format!("{at}/{key}"), found));
        }
        Value::Array(list) => {
            list.iter()
                .enumerate()
                .for_each(|(index, value)| pointers(value, &format!("{at}/{index}"), found));
        }
        _ => {}
    }
}

fn any_text() -> impl Strategy<Value = String> {
    prop_oneof![
        "\\PC{0,12}",
        "[ -~]{0,16}",
        "(at most|at least|under|over|by|<=|>)? ?[0-9]{1,4}([.,][0-9]{1,3})? ?(days|%|EUR|customers/month)?( to [0-9]{1,3} days)?",
        "20[0-9]{2}-[0-3][0-9]-[0-3][0-9](T[0-2][0-9]:[0-9]{2}:[0-9]{2}(\\.[0-9]{1,3})?(Z|[+-][0-2][0-9]:[0-9]{2}))?",
        "[ ?]{0,2}(tbd|TODO|n/a|<[a-z]{0,4}>|\\[@[a-z]{0,3}\\]|None|open|done|yes|No)[ ?:.]{0,2}[a-z]{0,3}",
    ]
}

fn any_value() -> impl Strategy<Value = Value> {
    let leaf = prop_oneof![
        Just(Value::Null),
        any::<bool>().prop_map(Value::from),
        (-2i64..2_000_000).prop_map(Value::from),
        any_text().prop_map(Value::from),
    ];
    leaf.prop_recursive(2, 8, 3, |inner| {
        prop_oneof![
            proptest::collection::vec(inner.clone(), 0..3).prop_map(Value::from),
            proptest::collection::btree_map("[a-z]{1,6}|by|date|done|what|from", inner, 0..3)
                .prop_map(|map| Value::Object(map.into_iter().collect())),
        ]
    })
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 400, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn whatever_the_reader_takes_the_schema_takes(
        changes in proptest::collection::vec((any::<proptest::sample::Index>(), any_value(), 0..4u8), 1..4),
    ) {
        thread_local!(static PLANS: Format = Format::plans());
        let mut document = yaml(BASE);
        for (at, value, how) in changes {
            let mut all = Vec::new();
            pointers(&document, "", &mut all);
            all.remove(0);
            let pointer = at.get(&all).clone();
            let (parent, key) = pointer.rsplit_once('/').expect("a parent");
            match (how, document.pointer_mut(parent)) {
                (0, Some(Value::Object(map))) => drop(map.remove(key)),
                (1, Some(Value::Object(map))) => drop(map.insert(format!("{key}-2"), value)),
                _ => *document.pointer_mut(&pointer).expect("it is there") = value,
            }
        }
        let (problems, valid) = PLANS.with(|plans| plans.judge(&document));
        prop_assert!(valid || !problems.is_empty(), "{document:#}");
    }

    #[test]
    fn every_text_that_a_field_takes_the_schema_takes(text in any_text(), at in any::<proptest::sample::Index>()) {
        thread_local!(static FORMATS: [Format; 2] = [Format::plans(), Format::policies()]);
        let (name, document, (problems, valid)) = FORMATS.with(|formats| {
            let all: Vec<_> = formats
                .iter()
                .flat_map(|format| super::places::places(format.shape).into_iter().map(move |place| (format, place)))
                .collect();
            let (format, place) = at.get(&all);
            let document = place.document(&format.base, Value::from(text.as_str()));
            (place.name(), document.clone(), format.judge(&document))
        });
        prop_assert!(valid || !problems.is_empty(), "{name}: {document:#}");
    }
}
