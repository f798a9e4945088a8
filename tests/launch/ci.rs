//! At home in CI: the GitHub Action and the hooks of pre-commit, their shell run for real.

mod action;
mod hooks;

use std::path::Path;
use std::process::Command;

use serde_json::Value;

use crate::command::{Ended, project};
use crate::schemas::note;

/// A YAML file of this repository.
fn yaml(name: &str) -> Value {
    let text = std::fs::read_to_string(project().join(name)).expect("text");
    serde_yaml::from_str(&text).expect("YAML")
}

/// A schema of `tests/schemas`.
fn validator(name: &str) -> jsonschema::Validator {
    let text = std::fs::read_to_string(project().join("tests/schemas").join(name)).expect("text");
    let schema = serde_json::from_str(&text).expect("JSON");
    jsonschema::validator_for(&schema).expect("a schema")
}

#[track_caller]
fn is_valid(schema: &str, document: &Value) {
    let told: Vec<String> = validator(schema)
        .iter_errors(document)
        .map(|error| format!("{} {error}", error.instance_path()))
        .collect();
    assert!(told.is_empty(), "{told:#?}");
}

/// A `bash` as GitHub starts it, in a folder, with nothing of our own environment but the path.
fn bash(folder: &Path) -> Command {
    let mut command = Command::new("bash");
    command.args(["--noprofile", "--norc", "-eo", "pipefail"]).current_dir(folder).env_clear();
    command.env("PATH", std::env::var_os("PATH").unwrap_or_default()).env("HOME", folder);
    command
}

/// Whether a program can be run; says so past the harness where it cannot.
fn is_there(program: &str) -> bool {
    let found = Command::new(program).arg("--version").output().is_ok_and(|output| output.status.success());
    if !found {
        note(&format!("SKIPPED: there is no `{program}`, so nothing was tested with it"));
    }
    found
}

fn ended(command: &mut Command) -> Ended {
    command.output().expect("it runs").into()
}
