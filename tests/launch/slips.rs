//! Slips in how a plan or a policy is written: the error says what to look at, and where.

use crate::command::{Ended, folder, run};
use crate::overlay::BASE;

const POLICY: &str = "extends = \"product\"\n";

fn checked(plan: &str, policy: &str) -> Ended {
    let folder = folder(&[("plan.yaml", plan), ("launch.toml", policy)]);
    run(folder.path(), &["check", "plan.yaml", "--as-of", "2026-05-28", "--format", "json"])
}

/// The errors in how a plan and its policy are written, as `file:line:column message | help`.
fn errors(plan: &str, policy: &str) -> Vec<String> {
    let ended = checked(plan, policy);
    let report: serde_json::Value = serde_json::from_str(&ended.out).expect("a report");
    let errors = report["plans"][0]["errors"].as_array().cloned().unwrap_or_default();
    let told = |error: &serde_json::Value| {
        let word = |key: &str| error[key].as_str().unwrap_or_default().to_owned();
        let place = format!("{}:{}:{}", word("path"), error["line"], error["column"]);
        format!("{place} {} | {}", word("message"), word("help"))
    };
    errors.iter().map(told).collect()
}

/// The complete plan with something in it written otherwise.
fn slip(before: &str, after: &str) -> String {
    assert_eq!(BASE.matches(before).count(), 1, "{before}");
    BASE.replace(before, after)
}

#[test]
fn a_conflict_of_git_is_told_at_its_first_line_and_as_nothing_else() {
    let told = "git's conflict markers are in this file: two versions of it are not merged yet | settle the";
    let sides = |ours: &str, theirs: &str| format!("<<<<<<< HEAD\n{ours}=======\n{theirs}>>>>>>> theirs\n");
    let tier = BASE.lines().find(|line| line.starts_with("tier:")).expect("a tier");
    let line = BASE.lines().position(|line| line == tier).expect("a line") + 1;
    for (ours, theirs) in [("tier: 1\n", "tier: 2\n"), ("  - a: b\n", ""), ("stages:\n  x: {\n", "tier: [\n")]
    {
        let plan = slip(&format!("{tier}\n"), &sides(ours, theirs));
        let found = errors(&plan, POLICY);
        assert!(found[0].starts_with(&format!("plan.yaml:{line}:1 {told}")), "{found:?}");
        assert_eq!(found.len(), 1, "{found:?}");
    }
    for (ours, theirs) in
        [("[stages.x]\nlead = 1\n", "[stages.x]\nlead = 2\n"), ("extends = \"none\"\n", "x = [\n")]
    {
        let found = errors(BASE, &format!("{POLICY}{}", sides(ours, theirs)));
        assert!(found[0].starts_with(&format!("launch.toml:2:1 {told}")), "{found:?}");
        assert_eq!(found.len(), 1, "{found:?}");
    }
}

#[test]
fn lines_of_a_text_that_look_like_a_conflict_are_none() {
    let markers = "<<<<<<< HEAD\n=======\n>>>>>>> theirs\n";
    let indented = markers.replace("\n", "\n    ");
    let plan = BASE.replace("tier: 1", &format!("tier: 1\nnote: |\n    {indented}\n")) + "x: [\n";
    assert!(errors(&plan, POLICY).iter().all(|error| !error.contains("conflict")));
    let question = format!("{POLICY}[stages.finance.asks]\nx = '''\n{markers}'''\n");
    assert_eq!(checked(BASE, &question).code, 1);
    let found = errors(BASE, &format!("{question}[stages\n"));
    assert!(!found.is_empty() && found.iter().all(|error| !error.contains("conflict")), "{found:?}");
}
