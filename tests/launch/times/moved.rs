//! `launch history`: how the readiness of a launch moved.

use super::{answered, on_the_day, plan, repo};
use crate::command::{folder, run};
use crate::overlay::BASE;
use crate::repository::{Repo, done, git};

/// What is not signed or agreed at first.
const HALF: &str = "stages: {marketing: {sign_off: ~}, sales: {sign_off: ~}, leadership: {sign_off: ~}}\nhandoffs: {price-list: ~}";

/// Five versions on four days: begun, half signed, broken, renamed and done, slipped.
fn story() -> Option<Repo> {
    let repo = repo()?;
    repo.save("old.yaml", plan(&format!("{HALF}\nlaunch: Assist")), "priya", 4);
    repo.save("old.yaml", plan(HALF), "priya", 4);
    repo.git(&["mv", "old.yaml", "plan.yaml"]);
    repo.commit("omar", 6);
    repo.save("plan.yaml", "launch: [\n", "priya", 8);
    repo.save("plan.yaml", BASE, "omar", 20);
    repo.save("plan.yaml", plan("dates: {external: 2026-06-22}"), "priya", 22);
    Some(repo)
}

#[test]
fn each_day_says_where_the_launch_stood() {
    let Some(repo) = story() else { return };
    let found = answered(&repo.path(""), &["history", "plan.yaml"]);
    let points = found["points"].as_array().expect("points");
    let days: Vec<&str> = points.iter().map(|point| point["date"].as_str().expect("a day")).collect();
    assert_eq!(days, ["2026-05-04", "2026-05-06", "2026-05-08", "2026-05-20", "2026-05-22"]);
    assert_eq!((&points[0]["commit_count"], &points[0]["path"]), (&2.into(), &"old.yaml".into()));
    assert_eq!((&points[0]["signed_count"], &points[0]["stage_count"]), (&5.into(), &8.into()));
    assert_eq!((&points[0]["accepted_count"], &points[0]["handoff_count"]), (&10.into(), &11.into()));
    let half = repo.path("").join("half.yaml");
    std::fs::write(&half, plan(HALF)).expect("a plan");
    let checked = run(&repo.path(""), &["check", "half.yaml", "--as-of", "2026-05-04"]).out;
    assert!(checked.contains(&format!("\n  {} errors · ", points[0]["error_count"])), "{checked}");
    assert!(points[0]["error_count"].is_u64() && points[0].get("errors").is_none(), "{}", points[0]);
    let error = &points[2]["errors"][0];
    assert!(
        error["message"].as_str().expect("a reason").contains("not YAML") && error["path"] == "plan.yaml"
    );
    assert_eq!(points[2].get("verdict"), None);
    assert!(
        points[3]["difference"]["events"].to_string().contains("handoffs.price-list"),
        "past the broken one"
    );
    assert!(points[4]["difference"]["events"].to_string().contains("slipped by 5 working days"));
    assert_eq!(found["begins_late"], serde_json::Value::Null);
    let each = answered(&repo.path(""), &["history", "plan.yaml", "--per", "commit"]);
    assert_eq!(each["points"].as_array().expect("points").len(), 6);
}

#[test]
fn people_read_it_at_a_glance() {
    let Some(repo) = story() else { return };
    repo.write("plan.yaml", plan("stages: {finance: {sign_off: ~}}"));
    let text = on_the_day(&repo.path(""), &["history", "plan.yaml"]).out;
    for told in [
        "Invoice Assist 2.0: how readiness moved · 6 commits, 2026-05-04 to 2026-05-28",
        "The file was renamed: old.yaml → plan.yaml.",
        "Accepted  █████",
        "10 → 11 of 11",
        "not readable:",
        "The external date moved 2 times",
        "Sign-offs that fell or were taken back",
        "(on disk)",
        "2026-05-28, not committed yet: stages.finance was withdrawn",
        "Not readable: 1 version",
    ] {
        assert!(text.contains(told), "{told}\n{text}");
    }
    assert!(text.lines().all(|line| line.chars().count() <= 80), "{text}");
    let page = on_the_day(&repo.path(""), &["history", "plan.yaml", "--format", "markdown"]).out;
    assert!(page.contains("| Day | Commit |") && page.contains("finance fell"), "{page}");
}

#[test]
fn a_clone_without_its_past_says_so() {
    let Some(repo) = story() else { return };
    let shallow = repo.around.path().join("shallow");
    let from = format!("file://{}", repo.path("").display());
    let mut clone = git(repo.around.path());
    done(clone.args(["clone", "-q", "--depth", "2", &from, "shallow"]).output().expect("git runs"));
    let found = answered(&shallow, &["history", "plan.yaml"]);
    assert!(found["begins_late"].as_str().expect("a reason").contains("shallow"), "{found}");
    assert!(found["points"].as_array().expect("points").len() < 5);
}

#[test]
fn where_git_has_nothing_to_say_that_is_said() {
    let Some(repo) = repo() else { return };
    repo.save("other.yaml", BASE, "priya", 1);
    repo.write("plan.yaml", BASE);
    let ended = on_the_day(&repo.path(""), &["history", "plan.yaml"]);
    assert_eq!((ended.code, ended.out.as_str()), (2, ""));
    assert!(ended.err.contains("`plan.yaml` was never committed"), "{}", ended.err);
    let outside = folder(&[("plan.yaml", BASE)]);
    let ended = run(outside.path(), &["history", "plan.yaml"]);
    assert_eq!(ended.code, 2);
    assert!(ended.err.contains("repository"), "{}", ended.err);
}

#[test]
fn a_plan_that_never_was_one_has_a_history_all_the_same() {
    let Some(repo) = repo() else { return };
    repo.save("plan.yaml", "launch: [\n", "priya", 1);
    repo.save("plan.yaml", "launch: x\nkind: nothing\n", "priya", 2);
    let ended = on_the_day(&repo.path(""), &["history", "plan.yaml"]);
    assert_eq!(ended.code, 0, "{}", ended.err);
    assert_eq!(ended.out.matches("not readable").count(), 2, "{}", ended.out);
}

#[test]
fn the_first_external_date_is_no_move_and_one_after_a_gap_is() {
    let Some(repo) = repo() else { return };
    let without = plan("dates: {external: ~}");
    repo.save("plan.yaml", &without, "priya", 1);
    repo.save("plan.yaml", BASE, "priya", 2);
    let told = || on_the_day(&repo.path(""), &["history", "plan.yaml"]).out;
    let flat = || told().split_whitespace().collect::<Vec<_>>().join(" ");
    assert!(
        flat().contains("dates.external was set") && !told().contains("The external date moved"),
        "{}",
        told()
    );
    repo.save("plan.yaml", &without, "priya", 3);
    repo.save("plan.yaml", plan("dates: {external: 2026-06-22}"), "priya", 4);
    assert!(told().contains("The external date moved 2 times"), "{}", told());
}
