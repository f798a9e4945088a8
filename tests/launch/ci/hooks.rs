//! `.pre-commit-hooks.yaml`: valid, and each hook stops what it is there to stop.

use std::path::Path;
use std::process::Command;

use serde_json::{Value, json};

use super::{bash, ended, is_there, is_valid, yaml};
use crate::command::{Ended, folder, note, project};
use crate::overlay::BASE;

const MANIFEST: &str = ".pre-commit-hooks.yaml";

/// Whether there is a pre-commit that is as new as the hooks ask for.
fn pre_commit() -> bool {
    if !is_there("pre-commit") {
        return false;
    }
    let said = ended(Command::new("pre-commit").arg("--version")).out;
    let numbers =
        |text: &str| -> Vec<u32> { text.trim().split('.').map_while(|part| part.parse().ok()).collect() };
    let wanted = numbers(hook("launch-plans")["minimum_pre_commit_version"].as_str().expect("a version"));
    let is_new = said.split(' ').next_back().is_some_and(|version| numbers(version) >= wanted);
    if !is_new {
        note(&format!(
            "SKIPPED: {} is older than the hooks ask for, so nothing was tested with it",
            said.trim()
        ));
    }
    is_new
}

fn hook(id: &str) -> Value {
    let hooks = yaml(MANIFEST);
    let found = hooks.as_array().expect("hooks").iter().find(|hook| hook["id"] == id).cloned();
    found.unwrap_or_else(|| panic!("no hook `{id}`"))
}

/// Where the binary under test is found as `launch`.
fn path() -> std::ffi::OsString {
    let built = Path::new(env!("CARGO_BIN_EXE_launch")).parent().expect("a folder").to_owned();
    let old = std::env::var_os("PATH").unwrap_or_default();
    std::env::join_paths(std::iter::once(built).chain(std::env::split_paths(&old))).expect("a path")
}

const NO_GO: &str = "launch: Camp Box\nkind: product\n";
const TYPO: &str = "launch: Camp Box\nkind: product\nownr: kim@acme.example\n";

/// A repository with one plan.
fn repository(plan: &str) -> tempfile::TempDir {
    folder(&[
        ("launches/launch.yaml", plan),
        ("launches/launch.toml", include_str!("../../base.toml")),
        ("README.md", "x\n"),
    ])
}

#[test]
fn they_are_hooks() {
    is_valid("pre-commit-hooks.json", &yaml(MANIFEST));
    if pre_commit() {
        let checked =
            ended(Command::new("pre-commit").args(["validate-manifest", MANIFEST]).current_dir(project()));
        assert_eq!(checked.code, 0, "{}{}", checked.out, checked.err);
    }
}

/// What a hook's `entry` ends with, run by a shell with arguments.
fn entry(id: &str, plan: &str, args: &str) -> Ended {
    let folder = repository(plan);
    let entry = hook(id)["entry"].as_str().expect("an entry").to_owned();
    ended(bash(folder.path()).env("PATH", path()).args(["-c", &format!("{entry} {args}")]))
}

#[test]
fn a_plan_under_way_stops_no_commit_and_a_typo_does() {
    let day = "--as-of 2026-05-28";
    assert_eq!(entry("launch-plans", BASE, day).code, 0);
    assert_eq!(entry("launch-plans", NO_GO, day).code, 0);
    assert_ne!(entry("launch-plans", TYPO, day).code, 0);
    assert_ne!(entry("launch-plans", NO_GO, "nowhere/").code, 0);
    assert_eq!(entry("launch-check", BASE, day).code, 0);
    assert_eq!(entry("launch-check", NO_GO, day).code, 1);
    assert_eq!(entry("launch-check", TYPO, day).code, 2);
}

#[test]
fn what_makes_a_hook_run_is_what_it_checks() {
    let pattern = hook("launch-plans")["files"].clone();
    assert_eq!(pattern, hook("launch-check")["files"]);
    let pattern =
        jsonschema::validator_for(&json!({ "type": "string", "pattern": pattern })).expect("a pattern");
    let (yes, no) = (true, false);
    for (path, is_checked) in [
        ("launches/b.yaml", yes),
        ("launches/b.YML", yes),
        ("launches/2026/b.yaml", yes),
        ("launches/2026/q3/b.yml", yes),
        ("launches/launch.toml", yes),
        ("launch.toml", yes),
        ("team/launches/b.yaml", no),
        ("team/launch.toml", no),
        ("launches/b.json", no),
        ("launches/.b.yaml", no),
        ("launches/.old/b.yaml", no),
        ("b.yaml", no),
        ("launches.yaml", no),
    ] {
        let matches = pattern.is_valid(&path.into());
        let folder =
            folder(&[("launches/a.yaml", BASE), (path, TYPO), (".git/HEAD", "ref: refs/heads/main\n")]);
        let ended = crate::command::run(folder.path(), &["check"]);
        assert_eq!(
            (matches, ended.code == 2),
            (is_checked, is_checked),
            "{path}: {}{}",
            ended.out,
            ended.err
        );
    }
}

/// The same through pre-commit itself, which finds the binary under test instead of building one.
#[test]
fn pre_commit_runs_them() {
    if !pre_commit() || !is_there("git") {
        return;
    }
    for (plan, plans_pass, may_go) in [(BASE, true, true), (NO_GO, true, false), (TYPO, false, false)] {
        let folder = repository(plan);
        let local: Vec<Value> = ["launch-plans", "launch-check"]
            .map(|id| {
                let mut hook = hook(id);
                hook["language"] = "system".into();
                hook["args"] = json!(["--as-of", "2026-05-28"]);
                hook
            })
            .to_vec();
        let config = json!({ "repos": [{ "repo": "local", "hooks": local }] });
        std::fs::write(folder.path().join(".pre-commit-config.yaml"), config.to_string()).expect("a file");
        let git = |args: &[&str]| {
            assert_eq!(ended(Command::new("git").args(args).current_dir(folder.path())).code, 0, "{args:?}");
        };
        git(&["init", "--quiet"]);
        git(&["add", "."]);
        let run = |id: &str, stage: &str| {
            let args = ["run", id, "--hook-stage", stage, "--all-files", "--verbose"];
            let home = folder.path().join(".cache");
            let mut command = Command::new("pre-commit");
            command.args(args).current_dir(folder.path()).env("PATH", path()).env("PRE_COMMIT_HOME", home);
            ended(&mut command)
        };
        let plans = run("launch-plans", "pre-commit");
        assert_eq!(plans.code == 0, plans_pass, "{}{}", plans.out, plans.err);
        let check = run("launch-check", "manual");
        assert_eq!(check.code == 0, may_go, "{}{}", check.out, check.err);
        assert!(check.out.contains("launches may go"), "{}", check.out);
    }
}
