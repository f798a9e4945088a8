//! What README shows is what the tool does.

use launch::plan::Kind;

use crate::command::{folder, project, run};
use crate::overlay;

fn readme() -> String {
    std::fs::read_to_string(project().join("README.md")).expect("README.md")
}

/// What stands in the fence behind a comment of README, and what the comment says after its name.
fn shown(name: &str) -> (String, String) {
    let readme = readme();
    let (_, rest) =
        readme.split_once(&format!("<!-- {name}")).unwrap_or_else(|| panic!("README has no {name}"));
    let (said, rest) = rest.split_once("-->").expect("the end of the comment");
    let (_, rest) = rest.split_once("```").expect("a fence");
    let (_, rest) = rest.split_once('\n').expect("a line");
    (
        said.trim_start_matches(':').trim().to_owned(),
        rest.split("\n```").next().expect("the fence's end").to_owned(),
    )
}

#[test]
fn the_screen_is_a_real_one() {
    let (command, screen) = shown("screen");
    let args: Vec<&str> = command.split(' ').collect();
    let ended = run(&project(), &args);
    assert_eq!(ended.code, 1);
    let real =
        ended.out.split("\nFindings, root causes first").next().unwrap_or_default().trim_end().to_owned();
    assert_eq!(screen, real, "paste the first part of `launch {command}` into README.md");
}

#[test]
fn the_plan_and_the_policy_are_read_without_an_error() {
    let ((_, plan), (_, policy)) = (shown("plan"), shown("policy"));
    let folder = folder(&[("plan.yaml", &plan), ("launch.toml", &policy)]);
    let ended = run(folder.path(), &["check", "plan.yaml", "--as-of", "2026-05-28"]);
    assert_eq!(ended.code, 1, "{}{}", ended.out, ended.err);
    overlay::policy(Kind::Product, &policy);
}

#[test]
fn what_stays_open_by_agreement_is_go_with_conditions() {
    let (_, exceptions) = shown("exceptions");
    let gaps = format!("handoffs: {{message-kit: ~, customer-complaints: ~}}\n{exceptions}");
    let folder =
        folder(&[("plan.yaml", &overlay::plan(&gaps)), ("launch.toml", include_str!("../base.toml"))]);
    let ended = run(folder.path(), &["check", "plan.yaml", "--as-of", "2026-05-28"]);
    assert!(ended.code == 0 && ended.out.starts_with("GO WITH CONDITIONS  "), "{}{}", ended.out, ended.err);
}
