//! Every example says in its header what to run, and what comes of it.

use std::fs;
use std::path::PathBuf;

use crate::command::{Ended, folder, launch, project, run};
use crate::overlay::plan;

/// Each command of a header with the verdict and the exit code below it.
fn promised(text: &str) -> Vec<(String, String, i32)> {
    let lines: Vec<&str> = text.lines().collect();
    let pair = |pair: &[&str]| {
        let command = pair[0].strip_prefix("# launch check ")?;
        let (verdict, code) = pair[1].strip_prefix("# Verdict: ")?.split_once(", exit code ")?;
        Some((command.to_owned(), verdict.to_owned(), code.parse().ok()?))
    };
    lines.windows(2).filter_map(pair).collect()
}

fn plans() -> Vec<PathBuf> {
    let mut found = vec![project().join("launches/launch.yaml")];
    for folder in fs::read_dir(project().join("examples")).expect("examples").filter_map(Result::ok) {
        if folder.path().is_dir() {
            let files = fs::read_dir(folder.path()).expect("a folder").filter_map(Result::ok);
            found.extend(
                files.map(|file| file.path()).filter(|path| path.extension().is_some_and(|e| e == "yaml")),
            );
        }
    }
    found
}

#[test]
fn every_example_gives_the_verdict_of_its_header() {
    let mut commands = 0;
    for path in plans() {
        let promised = promised(&fs::read_to_string(&path).expect("text"));
        assert!(!promised.is_empty(), "{} says what to run and what comes of it", path.display());
        for (command, verdict, code) in promised {
            let args: Vec<&str> = ["check"].into_iter().chain(command.split(' ')).collect();
            let ended = run(&project(), &args);
            assert_eq!(ended.code, code, "launch check {command}\n{}{}", ended.out, ended.err);
            assert!(ended.out.starts_with(&format!("{verdict}  ")), "launch check {command}\n{}", ended.out);
            assert!(
                !ended.out.contains("?."),
                "a question that ends twice: launch check {command}\n{}",
                ended.out
            );
            commands += 1;
        }
    }
    assert!(commands > 15, "only {commands} commands were found");
}

#[test]
fn a_failing_example_has_few_causes() {
    for path in
        plans().iter().filter(|path| path.ends_with("failing.yaml") || path.ends_with("collision.yaml"))
    {
        let name = path.to_string_lossy();
        let ended = run(&project(), &["check", &name, "--as-of", "2026-05-28", "--format", "json"]);
        let report: serde_json::Value = serde_json::from_str(&ended.out).expect("JSON");
        let findings = report["plans"][0]["findings"].as_array().expect("findings").clone();
        let is_root = |one: &&serde_json::Value| one["follows_from"].is_null() && one["level"] == "error";
        let roots = findings.iter().filter(is_root).count();
        assert!(roots <= 7, "{name} fails for {roots} reasons: a story has one");
    }
}

#[test]
fn two_launches_fit_alone_and_collide_together() {
    let folder = "examples/two-launches";
    let together = run(&project(), &["check", folder, "--as-of", "2026-05-28", "--format", "json"]);
    let report: serde_json::Value = serde_json::from_str(&together.out).expect("JSON");
    assert_eq!((together.code, &report["verdict"]), (1, &"no-go".into()));
    let kinds: Vec<&str> = report["collisions"]
        .as_array()
        .expect("collisions")
        .iter()
        .filter_map(|c| c["kind"].as_str())
        .collect();
    assert_eq!(kinds, ["capacity", "same-day"]);
    for plan in report["plans"].as_array().expect("plans") {
        let rules: Vec<&str> = plan["findings"]
            .as_array()
            .expect("findings")
            .iter()
            .filter_map(|f| f["rule"].as_str())
            .collect();
        assert_eq!(rules, ["overloaded-stage"], "{}", plan["path"]);
        let operations =
            plan["stages"].as_array().expect("stages").iter().find(|one| one["id"] == "operations");
        let operations = operations.expect("operations");
        assert_eq!((&operations["met"], &operations["of"]), (&10.into(), &11.into()), "{}", plan["path"]);
        assert_eq!(plan["weakest"], "operations");
    }
    for fine in [format!("{folder}/first.yaml"), "examples/two-launches-mended".to_owned()] {
        let ended = run(&project(), &["check", &fine, "--as-of", "2026-05-28", "--format", "json"]);
        let report: serde_json::Value = serde_json::from_str(&ended.out).expect("JSON");
        assert!(report["plans"].as_array().expect("plans").iter().all(|plan| plan["weakest"].is_null()));
    }
    let message = report["plans"][0]["findings"][0]["message"].as_str().expect("text").to_owned();
    assert!(
        message.contains("380 customers/month") && message.contains("80 customers/month too many"),
        "{message}"
    );
}

#[test]
fn a_plan_on_standard_input_is_held_against_the_others_too() {
    for (folder, together) in [("examples/two-launches", (1, 1)), ("examples/two-launches-mended", (0, 0))] {
        let check = |others: &[&str]| {
            let input = fs::File::open(project().join(folder).join("first.yaml")).expect("the plan");
            let args = [&["check", "-"], others, &["--as-of", "2026-05-28", "--format", "json"]].concat();
            let ended: Ended =
                launch(&project().join(folder)).args(args).stdin(input).output().expect("it runs").into();
            let report: serde_json::Value = serde_json::from_str(&ended.out).expect("JSON");
            let plans = report["plans"].as_array().expect("plans").iter();
            let stdin = plans.into_iter().find(|plan| plan["path"] == "<stdin>").expect("its report");
            let findings = stdin["findings"].as_array().expect("findings").iter();
            (ended.code, findings.filter(|one| one["rule"] == "overloaded-stage").count())
        };
        assert_eq!([check(&[]), check(&["second.yaml"])], [(0, 0), together], "{folder}");
    }
}

#[test]
fn the_retrospective_of_the_failed_product_shows_both_sides() {
    let plan = "examples/whose-fault/failing.yaml";
    let ended = run(&project(), &["retro", plan, "--as-of", "2026-10-01", "--format", "json"]);
    assert_eq!(ended.code, 0, "{}", ended.err);
    let report: serde_json::Value = serde_json::from_str(&ended.out).expect("JSON");
    let missed: Vec<&str> =
        report["missed"].as_array().expect("missed").iter().filter_map(|m| m["goal"].as_str()).collect();
    assert_eq!(missed.len(), 3, "{missed:?}");
    let handoffs = report["missed"].as_array().into_iter().flatten();
    let handoffs: Vec<_> = handoffs.flat_map(|one| one["handoffs"].as_array().expect("hand-offs")).collect();
    assert!(!handoffs.is_empty(), "{report:#}");
    for handoff in handoffs {
        assert!(handoff["from_owner"].is_string() && handoff["to_owner"].is_string(), "{handoff}");
    }
    assert!(!report["leadership"].as_array().expect("leadership").is_empty());
    let mended = run(&project(), &["retro", "examples/whose-fault/mended.yaml", "--as-of", "2026-10-01"]);
    assert!(mended.code == 0 && !mended.out.contains("Missed:"), "{}", mended.out);
}

#[test]
fn a_retrospective_before_the_launch_does_not_look_back_at_it() {
    let goals = "goals: {activation: {target: at least 500, by: 2026-05-20, actual: 120}}";
    let early = folder(&[("plan.yaml", &plan(goals))]);
    let on = |day: &str| {
        let ended = run(early.path(), &["retro", "plan.yaml", "--as-of", day]);
        ended.out.split_whitespace().collect::<Vec<_>>().join(" ")
    };
    let (before, after) = (on("2026-05-28"), on("2026-10-01"));
    let stand = "as things stand on 2026-05-28, before the launch on 2026-06-15";
    let stood = "by the plan as it reads now, judged for its launch on 2026-06-15";
    assert!(before.contains(stand) && !before.contains("stood at"), "{before}");
    assert!(after.contains(stood) && !after.contains("things stand"), "{after}");
    let plan = "examples/whose-fault/failing.yaml";
    let failed = run(&project(), &["retro", plan, "--as-of", "2026-10-01"]).out;
    let failed = failed.split_whitespace().collect::<Vec<_>>().join(" ");
    assert!(failed.contains("57 percentage points too few"), "38 % against at least 95 %: {failed}");
}

#[test]
fn a_goal_is_neither_met_nor_missed_before_its_day() {
    let outcome = |actual: &str, day: &str| {
        let goal = format!("goals: {{activation: {{target: at least 500, by: 2026-07-15{actual}}}}}");
        let folder = folder(&[("plan.yaml", &plan(&goal))]);
        let ended = run(folder.path(), &["retro", "plan.yaml", "--as-of", day, "--format", "json"]);
        let report: serde_json::Value = serde_json::from_str(&ended.out).expect("JSON");
        let text = |key: &str| report["goals"][0][key].as_str().unwrap_or_default().to_owned();
        (text("outcome"), text("note"))
    };
    let few = ", actual: 120";
    for (actual, day, expected, note) in [
        (few, "2026-07-14", "later", "so far, 380 too few"),
        (few, "2026-07-15", "missed", "380 too few"),
        (", actual: 510", "2026-07-14", "later", "within the target so far"),
        (", actual: 510", "2026-07-15", "met", ""),
        ("", "2026-07-15", "later", ""),
        ("", "2026-07-16", "unknown", "nobody measured it: `actual` is not filled in"),
    ] {
        let expected = (expected.to_owned(), note.to_owned());
        assert_eq!(outcome(actual, day), expected, "{actual} on {day}");
    }
}

/// Which sign-off does not hold, and why, is seen before the table; in it, the row is marked.
#[test]
fn a_sign_off_that_does_not_hold_is_seen_at_once() {
    let told = |plan: &str| run(&project(), &["verify", plan, "--as-of", "2026-05-28"]);
    let ended = told("examples/departments/failing.yaml");
    assert_eq!(ended.code, 1, "{}", ended.err);
    let (head, rest) = ended.out.split_once("Stage  ").expect("a table");
    let head = head.split_whitespace().collect::<Vec<_>>().join(" ");
    assert!(head.starts_with("Dock Planner 3: 1 of 8 sign-offs does not hold "), "{head}");
    assert!(head.contains("- finance, kim@dock.example: ") && head.contains("2026-05-15"), "{head}");
    let (table, _) = rest.split_once("\n\n").expect("the table's end");
    let marked: Vec<&str> = table.lines().filter(|line| line.contains("◀ does not hold")).collect();
    assert_eq!(marked.len(), 1, "{table}");
    assert!(marked[0].contains("2026-05-21, go"), "the second line of its row: {table}");
    let sound = told("examples/departments/mended.yaml").out;
    assert!(!sound.contains("not hold"), "{sound}");
}
