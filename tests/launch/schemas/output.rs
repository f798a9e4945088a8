//! The schema of the report, against the reports themselves.

use std::collections::BTreeSet;
use std::path::Path;
use std::process::Command;

use serde_json::Value;

use super::validator;
use crate::command::{folder, project, run};
use crate::overlay;

fn schema() -> Value {
    serde_json::from_str(&run(&project(), &["schema", "output"]).out).expect("JSON")
}

/// The keys of every object of the report. What stands here is promised to other tools: when this
/// test fails, something was taken away or added, and `schema` may have to count up.
const PROMISED: &str = "\
Change: at is was
Collision: kind message paths
Condition: at covers days_late due owner risk_accepted_by stage what
Error: column end_column end_line help line message path
Fallen: by changes sealed stage
Finding: at breakdown column covered_by customer_loses end_column end_line follows_from help level line message organisation_loses owner rule waived_by
HandOff: days_late due from id state to turn what
Next: at do who
Plan: conditions? date errors? findings gate handoffs launch next not_checked path policy policy_digest policy_from since stages unused_policy? verdict waivers? weakest
PolicyFrom: changed commit revision
Report: as_of collisions? plans schema strict? tool verdict
Root: at rule
Since: commit fallen revision why
Stage: assurance by date due gate id met of owner state weakest
Waiver: at by id rule until why
";

#[test]
fn the_report_has_the_keys_that_it_always_had() {
    let schema = schema();
    let keys = |name: &str, object: &Value| {
        assert_eq!(object["additionalProperties"], false, "{name}");
        let required = object["required"].as_array().expect("required keys");
        let key = |key: &String| {
            let needed = required.iter().any(|known| known == key);
            if needed { key.clone() } else { format!("{key}?") }
        };
        let keys: Vec<String> = object["properties"].as_object().expect("keys").keys().map(key).collect();
        format!("{name}: {}", keys.join(" "))
    };
    let mut lines: Vec<String> = schema["$defs"]
        .as_object()
        .expect("objects")
        .iter()
        .map(|(name, object)| keys(name, object))
        .collect();
    lines.push(keys("Report", &schema));
    lines.sort();
    assert_eq!(lines.join("\n") + "\n", PROMISED);
}

fn git(folder: &Path, args: &[&str]) {
    let who = ["-c", "user.name=Kim", "-c", "user.email=kim@acme.example", "-c", "commit.gpgsign=false"];
    let status = Command::new("git").args(who).args(args).current_dir(folder).status().expect("git");
    assert!(status.success(), "git {args:?}");
}

fn reports() -> Vec<Value> {
    texts().iter().map(|text| serde_json::from_str(text).expect("JSON")).collect()
}

/// Reports of every kind: go and no-go, unreadable, colliding, against a revision, with waivers and covers.
pub(crate) fn texts() -> Vec<String> {
    let mut found = Vec::new();
    let mut report = |folder: &Path, args: &[&str]| {
        let all = [&["check", "--as-of", "2026-05-28", "--format", "json"], args].concat();
        let ended = run(folder, &all);
        assert!(ended.out.starts_with('{'), "{}", ended.err);
        found.push(ended.out);
    };
    for folder in ["examples", "launches"] {
        report(&project(), &[folder]);
        report(&project(), &[folder, "--gate", "internal"]);
    }
    for folder in std::fs::read_dir(project().join("examples")).expect("examples").filter_map(Result::ok) {
        if folder.path().is_dir() && folder.path().join("failing.yaml").exists() {
            report(&folder.path(), &["failing.yaml", "mended.yaml"]);
        }
    }
    let gaps = "handoffs: {message-kit: ~, customer-complaints: ~}
stages: {sales: {sign_off: {verdict: conditions, conditions: {kit: {what: Print it, owner: mia@acme.example, due: 2026-06-10, risk_accepted_by: lea@acme.example, covers: [handoffs.message-kit]}}}}}
waivers: {later: {rule: missing-handoff, at: handoffs.customer-complaints, why: no complaints yet, by: lea@acme.example, date: 2026-05-20, until: 2026-06-30}}";
    let (plan, policy) = (overlay::plan(gaps), include_str!("../../base.toml"));
    let folder = folder(&[
        ("one.yaml", &plan),
        ("broken.yaml", "launch: x\nkind: [\n"),
        ("wrong.yaml", "launch: x\nkind: product\nownr: y\n"),
        ("launch.toml", policy),
        ("far/below/two.yaml", &plan),
    ]);
    report(folder.path(), &["one.yaml"]);
    report(folder.path(), &["one.yaml", "--strict"]);
    report(folder.path(), &["broken.yaml", "wrong.yaml", "one.yaml"]);
    report(folder.path(), &["far/below/two.yaml"]);
    git(folder.path(), &["init", "--quiet"]);
    git(folder.path(), &["add", "."]);
    git(folder.path(), &["commit", "--quiet", "--message", "plans"]);
    let changed = plan.replace("at most 4 working days", "at most 3 working days");
    std::fs::write(folder.path().join("one.yaml"), changed).expect("a plan");
    std::fs::write(folder.path().join("launch.toml"), format!("{policy}\n[rules]\nopen-ask = \"warn\"\n"))
        .expect("a policy");
    report(folder.path(), &["one.yaml", "--since", "HEAD", "--policy-from", "HEAD"]);
    report(folder.path(), &["one.yaml", "--since", "HEAD"]);
    found
}

/// The keys that stand in the objects of a report, each with its definition.
fn keys(schema: &Value, node: &Value, name: &str, report: &Value, found: &mut BTreeSet<String>) {
    if let Some(target) = node["$ref"].as_str() {
        let target = target.trim_start_matches("#/$defs/");
        return keys(schema, &schema["$defs"][target], target, report, found);
    }
    for one in node["anyOf"].as_array().into_iter().flatten() {
        if !report.is_null() && one["type"] != "null" {
            keys(schema, one, name, report, found);
        }
    }
    match report {
        Value::Array(items) => items.iter().for_each(|item| keys(schema, &node["items"], name, item, found)),
        Value::Object(map) => {
            for (key, value) in map.iter().filter(|_| node.get("properties").is_some()) {
                found.insert(format!("{name}.{key}"));
                keys(schema, &node["properties"][key], name, value, found);
            }
        }
        _ => {}
    }
}

#[test]
fn every_report_is_valid_and_together_they_have_every_key() {
    let schema = schema();
    let validator = validator(&schema);
    let mut found = BTreeSet::new();
    let reports = reports();
    for report in &reports {
        let told: Vec<String> = validator.iter_errors(report).map(|error| error.to_string()).collect();
        assert!(told.is_empty(), "{told:#?}\n{report:#}");
        keys(&schema, &schema, "Report", report, &mut found);
    }
    let promised: BTreeSet<String> = PROMISED
        .lines()
        .flat_map(|line| {
            let (name, keys) = line.split_once(": ").expect("a name and keys");
            keys.split(' ').map(move |key| format!("{name}.{}", key.trim_end_matches('?')))
        })
        .collect();
    assert_eq!(found, promised);
}

/// Takes one key away from, or adds one to, each object in a report.
fn spoil(report: &Value, at: &str, spoilt: &mut Vec<(String, Value)>, whole: &Value) {
    match report {
        Value::Object(map) => {
            for key in map.keys() {
                let mut less = whole.clone();
                less.pointer_mut(at).and_then(Value::as_object_mut).expect("an object").remove(key);
                spoilt.push((format!("{at} without {key}"), less));
            }
            let mut more = whole.clone();
            more.pointer_mut(at).expect("an object")["more"] = Value::Null;
            spoilt.push((format!("{at} with more"), more));
            map.iter().for_each(|(key, value)| spoil(value, &format!("{at}/{key}"), spoilt, whole));
        }
        Value::Array(items) => {
            items.iter().take(1).for_each(|item| spoil(item, &format!("{at}/0"), spoilt, whole));
        }
        _ => {}
    }
}

#[test]
fn a_report_with_a_key_too_few_or_too_many_is_not_valid() {
    let validator = validator(&schema());
    let mut spoilt = Vec::new();
    for report in reports().iter().rev().take(5) {
        spoil(report, "", &mut spoilt, report);
    }
    let optional = ["collisions", "conditions", "errors", "strict", "unused_policy", "waivers"];
    for (how, report) in &spoilt {
        let may = optional.iter().any(|key| how.ends_with(&format!("without {key}")));
        assert_eq!(validator.is_valid(report), may, "{how}");
    }
    assert!(spoilt.len() > 200, "{}", spoilt.len());
}
