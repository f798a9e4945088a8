//! What the arguments name: one plan by several names, and folders that only a link leads to.

use std::fs;
use std::os::unix::fs::symlink;
use std::path::Path;

use serde_json::Value;

use crate::command::{folder, run};
use crate::overlay::{BASE, plan};

/// The paths of the plans that a check reports on, with its exit code.
fn check(folder: &Path, names: &[&str]) -> (i32, Vec<String>) {
    let ended = run(folder, &[&["check", "--as-of", "2026-05-28", "--format", "json"], names].concat());
    let report: Value =
        serde_json::from_str(&ended.out).unwrap_or_else(|error| panic!("{error}: {}", ended.err));
    let plans = report["plans"].as_array().expect("plans").iter();
    (ended.code, plans.map(|plan| plan["path"].as_str().expect("a path").to_owned()).collect())
}

#[test]
fn one_plan_by_several_names_is_one_launch() {
    let capacity = "[capacity.onboarding]\nof = \"operations\"\nlimit = \"at most 300 customers/month\"\n";
    let draws = plan("loads: {new-customers: {capacity: ~, draws_on: onboarding}}");
    for repository in [false, true] {
        let files =
            [("a/plan.yaml", draws.as_str()), ("a/launch.toml", capacity), ("b/launch.toml", capacity)];
        let project = folder(&files);
        if repository {
            fs::create_dir(project.path().join(".git")).expect("a folder");
        }
        let here = project.path().join("a");
        let whole = here.join("plan.yaml").display().to_string();
        symlink("plan.yaml", here.join("link.yaml")).expect("a link");
        for names in
            [&["plan.yaml", "./plan.yaml"][..], &["plan.yaml", &whole], &["plan.yaml", "../a/plan.yaml"]]
        {
            assert_eq!(check(&here, names), (0, vec!["plan.yaml".to_owned()]), "{names:?}");
        }
        assert_eq!(check(&here, &["."]), (0, vec!["link.yaml".to_owned()]));
        assert_eq!(check(&here, &["plan.yaml", "."]), (0, vec!["plan.yaml".to_owned()]));
        fs::write(here.join("plan-2.yaml"), &draws).expect("a file");
        let two = ["plan.yaml", "plan-2.yaml"].map(str::to_owned).to_vec();
        assert_eq!(
            check(&here, &["plan.yaml", "plan-2.yaml"]),
            (1, two),
            "the same text twice is two launches"
        );
        // The policy of another folder is not got rid of by a link from it.
        symlink("../a/plan.yaml", project.path().join("b/plan.yaml")).expect("a link");
        assert_eq!(check(project.path(), &["a/plan.yaml", "b/plan.yaml"]).1.len(), 2);
    }
}
