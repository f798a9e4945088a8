//! The JSON Schemas against the readers, and against validators that others wrote.

mod accepted;
mod keys;
mod output;
mod peers;
mod places;
mod refused;

pub(crate) use output::texts;

use std::io::Write as _;
use std::path::{Path, PathBuf};

use launch::plan::{Kind, PlanFile};
use launch::policy::{Choice, Policy, Vocabulary};
use launch::schema::{self, Policies};
use launch::source::Source;
use launch::{references, rules};
use serde_json::Value;

/// A built-in policy, or the one that a text makes of it.
fn policy(kind: Kind, text: Option<&str>) -> Result<Policy, String> {
    let rules = rules::vocabulary();
    let choice = text.map_or(Choice::BuiltIn, |_| Choice::File(PathBuf::from("launch.toml")));
    let read = |_: &Path| Ok(Source::new("launch.toml", text.unwrap_or_default()));
    Policy::load(&choice, kind, &Vocabulary { rules: &rules }, &read)
        .map_err(|problems| format!("{:?}", problems.iter().map(|one| &one.message).collect::<Vec<_>>()))
}

/// The schema of plans under a policy, or under any.
fn plan_schema(text: Option<&str>, open: bool) -> Value {
    let [product, service] = [Kind::Product, Kind::Service].map(|kind| policy(kind, text).expect("a policy"));
    let schema = schema::plan(Policies { product: &product, service: &service, open }).expect("JSON");
    serde_json::from_str(&schema).expect("JSON")
}

/// The schema of policies.
fn policy_schema() -> Value {
    let [product, service] = [Kind::Product, Kind::Service].map(|kind| policy(kind, None).expect("one"));
    let schema = schema::policy(Policies { product: &product, service: &service, open: true }).expect("JSON");
    serde_json::from_str(&schema).expect("JSON")
}

fn validator(schema: &Value) -> jsonschema::Validator {
    jsonschema::draft202012::new(schema).expect("a schema")
}

/// What our reader says of a plan under a policy; nothing when there is no problem.
fn plan_problems(text: &str, policies: &[Policy; 2]) -> Vec<String> {
    let file = PlanFile::read(Source::new("plan.yaml", text));
    let policy = &policies[usize::from(file.plan.kind == Kind::Service)];
    let names = references::check(&file, policy, &rules::ids());
    file.problems.iter().chain(&names).map(|problem| problem.message.clone()).collect()
}

/// What our reader says of a policy.
fn policy_problems(text: &str) -> Vec<String> {
    policy(Kind::Product, Some(text)).err().into_iter().collect()
}

/// A YAML text as other tools see it.
fn yaml(text: &str) -> Value {
    serde_yaml::from_str(text).unwrap_or_else(|error| panic!("{error}:\n{text}"))
}

/// A TOML text as other tools see it: dates are texts.
fn toml(text: &str) -> Value {
    fn json(value: toml::Value) -> Value {
        match value {
            toml::Value::Datetime(date) => Value::from(date.to_string()),
            toml::Value::Array(items) => items.into_iter().map(json).collect(),
            toml::Value::Table(table) => {
                Value::Object(table.into_iter().map(|(key, value)| (key, json(value))).collect())
            }
            toml::Value::String(text) => Value::from(text),
            toml::Value::Integer(number) => Value::from(number),
            toml::Value::Float(number) => Value::from(number),
            toml::Value::Boolean(flag) => Value::from(flag),
        }
    }
    json(toml::Value::Table(text.parse().unwrap_or_else(|error| panic!("{error}:\n{text}"))))
}

/// Says something past what the test harness captures: counts, and what was skipped.
pub(crate) fn note(text: &str) {
    let _ = writeln!(std::io::stderr(), "\n{text}\n");
}
