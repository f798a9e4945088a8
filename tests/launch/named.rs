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

#[test]
fn a_folder_that_a_link_leads_to_is_not_passed_over_in_silence() {
    let bad = plan("handoffs: {value: ~}");
    let project = folder(&[
        ("launches/a.yaml", BASE),
        ("launches/.hidden/b.yaml", &bad),
        ("launches/sub/c.yaml", BASE),
        ("team/deep/bad.yaml", &bad),
        ("assets/logo.svg", ""),
        ("empty/x.txt", ""),
    ]);
    let link = |to: &str, at: &str| symlink(to, project.path().join(at)).expect("a link");
    let names = |names: &[&str]| check(project.path(), names);
    let judged = ["launches/a.yaml", "launches/sub/c.yaml"].map(str::to_owned).to_vec();
    for (to, at) in
        [("../assets", "assets"), ("..", "up"), (".", "self"), ("sub", "again"), ("gone", "nowhere")]
    {
        link(to, &format!("launches/{at}"));
    }
    assert_eq!(names(&["launches"]), (0, judged.clone()), "no plan is left out");
    for (to, at) in
        [("../team", "team"), ("../../team/deep", "sub/deep"), (".hidden", "seen"), ("../empty", "far")]
    {
        if at == "far" {
            link("../team", "empty/team");
        }
        let at = format!("launches/{at}");
        link(to, &at);
        let (code, paths) = names(&["launches"]);
        assert!(code == 2 && paths.contains(&at) && paths.len() == 3, "{at}: {code} {paths:?}");
        fs::remove_file(project.path().join(&at)).expect("ours");
    }
    link("../team", "launches/team");
    let told = run(project.path(), &["check", "launches", "--as-of", "2026-05-28"]);
    let said = told.out.split_whitespace().collect::<Vec<_>>().join(" ");
    assert!(said.contains("`launch check launches launches/team`"), "{said}");
    for named in ["launches/team", "team", "team/"] {
        let (code, paths) = names(&["launches", named]);
        assert!(code == 1 && paths.len() == 3 && !paths.contains(&"launches/team".to_owned()), "{paths:?}");
    }
    assert_eq!(names(&["launches", "team/deep"]).0, 1, "all that is behind the link is judged");
    fs::write(project.path().join("team/more.yaml"), BASE).expect("ours");
    assert_eq!(names(&["launches", "team/deep"]).0, 2, "a part of it is not all of it");
    fs::remove_file(project.path().join("team/more.yaml")).expect("ours");
    fs::remove_file(project.path().join("team/deep/bad.yaml")).expect("ours");
    assert_eq!(names(&["launches"]), (0, judged));
}

#[test]
fn links_that_lead_to_links_are_followed_to_their_end_or_not_at_all() {
    let chain = |length: usize| {
        let project = folder(&[("launches/a.yaml", BASE)]);
        for at in 0..length {
            let here = project.path().join(format!("far/{at}"));
            fs::create_dir_all(&here).expect("ours");
            symlink(format!("../{}", at + 1), here.join("next")).expect("a link");
        }
        fs::create_dir_all(project.path().join(format!("far/{length}"))).expect("ours");
        symlink("../far/0", project.path().join("launches/far")).expect("a link");
        check(project.path(), &["launches"]).0
    };
    assert_eq!(chain(1_999), 0, "there is no plan");
    assert_eq!(chain(2_000), 2, "and here nobody looked to the end");
}
