//! Which paths the formats of platforms have: those of the repository, whatever leads there.

use std::fs;
use std::os::unix::fs::symlink;
use std::path::Path;

use crate::command::{Ended, folder, launch, run};
use crate::formats::readers;
use crate::overlay::plan;

const DAY: &str = "2026-05-28";

#[test]
fn paths_are_those_of_the_repository_wherever_it_is_called() {
    let no_go = plan("handoffs: {price-list: ~}");
    let temp = folder(&[(".git/HEAD", ""), ("teams/a b/plan.yaml", &no_go)]);
    // A temporary folder may be a link.
    let root = fs::canonicalize(temp.path()).expect("a folder");
    let path = "teams/a b/plan.yaml";
    let whole = root.join(path);
    let whole = whole.to_str().expect("UTF-8");
    for (here, plan) in
        [("", path), ("teams", "a b/plan.yaml"), ("teams/a b", "../a b/./plan.yaml"), ("teams", whole)]
    {
        let check =
            |format: &str| run(&root.join(here), &["check", plan, "--as-of", DAY, "--format", format]).out;
        let commands = readers::github(&check("github"));
        assert_eq!(commands[0].properties["file"], path, "{here} {plan}");
        assert_eq!(readers::gitlab(&check("gitlab"))[0]["location"]["path"], path);
        let log = readers::sarif(&check("sarif"));
        let place = &log["runs"][0]["results"][0]["locations"][0]["physicalLocation"];
        assert_eq!(place["artifactLocation"]["uri"], "teams/a%20b/plan.yaml");
        let events = readers::ics(&check("ics"));
        assert!(events[0].description.ends_with(path), "{}", events[0].description);
    }
}

#[test]
fn without_a_repository_paths_are_counted_from_the_platforms_workspace() {
    let no_go = plan("handoffs: {price-list: ~}");
    let temp = folder(&[("sub/plan.yaml", &no_go)]);
    let root = fs::canonicalize(temp.path()).expect("a folder");
    let check = |workspace: Option<&Path>| {
        let mut command = launch(&root.join("sub"));
        command
            .args(["check", "plan.yaml", "--as-of", DAY, "--format", "github"])
            .env_remove("GITHUB_WORKSPACE")
            .env_remove("GITHUB_STEP_SUMMARY");
        workspace.map(|workspace| command.env("GITHUB_WORKSPACE", workspace));
        let ended: Ended = command.output().expect("it runs").into();
        readers::github(&ended.out)[0].properties["file"].clone()
    };
    assert_eq!(check(Some(&root)), "sub/plan.yaml");
    assert_eq!(check(None), "plan.yaml");
    assert_eq!(check(Some(Path::new("/elsewhere"))), "plan.yaml");
}

/// The path that GitLab and the calendar have of a plan, its fingerprint, and the names of its events.
fn told(here: &Path, plan: &str, workspace: Option<&Path>) -> (String, Vec<String>) {
    let check = |format: &str| {
        let mut command = launch(here);
        command.args(["check", plan, "--as-of", DAY, "--format", format]).env_remove("GITHUB_WORKSPACE");
        workspace.map(|workspace| command.env("GITHUB_WORKSPACE", workspace));
        Ended::from(command.output().expect("it runs")).out
    };
    let issue = &readers::gitlab(&check("gitlab"))[0];
    let path = issue["location"]["path"].as_str().expect("a path").to_owned();
    let calendar = check("ics");
    let names = calendar.lines().filter(|line| line.starts_with("UID:")).map(str::to_owned);
    let names = std::iter::once(issue["fingerprint"].to_string()).chain(names).collect();
    let event = readers::ics(&calendar).remove(0).description;
    assert!(event.ends_with(&path), "{path}: {event}");
    let log = readers::sarif(&check("sarif"));
    let place = &log["runs"][0]["results"][0]["locations"][0]["physicalLocation"];
    assert_eq!(place["artifactLocation"]["uri"], path);
    (path, names)
}

#[test]
fn a_link_on_the_way_to_the_repository_changes_no_path() {
    let no_go = plan("handoffs: {price-list: ~}");
    for git in [true, false] {
        let temp = folder(&[("repo/launches/plan.yaml", &no_go), ("repo/sub/here", "")]);
        let around = fs::canonicalize(temp.path()).expect("a folder");
        let (repo, link) = (around.join("repo"), around.join("link"));
        symlink("repo", &link).expect("a link");
        symlink("repo/launches/plan.yaml", around.join("shortcut.yaml")).expect("a link");
        if git {
            fs::create_dir(repo.join(".git")).expect("a folder");
        }
        let linked = link.join("launches").to_string_lossy().into_owned();
        let shortcut = around.join("shortcut.yaml").to_string_lossy().into_owned();
        for workspace in [&repo, &link] {
            let workspace = Some(workspace.as_path()).filter(|_| !git);
            let expected = told(&repo, "launches", workspace);
            assert_eq!(expected.0, "launches/plan.yaml");
            for (here, plan) in [
                (&repo, linked.as_str()),
                (&link, &linked),
                (&repo, &shortcut),
                (&repo.join("launches"), "../../repo/launches"),
                (&repo.join("sub"), "../../link/launches/plan.yaml"),
                (&link.join("sub"), "../launches"),
            ] {
                assert_eq!(told(here, plan, workspace), expected, "{} {plan} {git}", here.display());
            }
        }
    }
}

#[test]
fn what_is_in_the_repository_by_its_words_and_what_is_outside_keep_their_paths() {
    let no_go = plan("handoffs: {price-list: ~}");
    let temp = folder(&[(".git/HEAD", ""), ("a/plan.yaml", &no_go), ("b/here", "")]);
    let outside = folder(&[("plan.yaml", &no_go)]);
    let root = fs::canonicalize(temp.path()).expect("a folder");
    symlink("a", root.join("link")).expect("a link");
    symlink("../a/plan.yaml", root.join("b/same.yaml")).expect("a link");
    symlink(outside.path().join("plan.yaml"), root.join("b/away.yaml")).expect("a link");
    let path = |plan: &str| told(&root, plan, None).0;
    for name in ["link/plan.yaml", "b/same.yaml", "b/away.yaml"] {
        assert_eq!(path(name), name);
        assert_eq!(path(&root.join(name).to_string_lossy()), name);
    }
    let away = outside.path().join("plan.yaml").to_string_lossy().into_owned();
    let ended = run(&root, &["check", &away, "--as-of", DAY, "--format", "github"]);
    assert_eq!(readers::github(&ended.out)[0].properties["file"], away);
}
