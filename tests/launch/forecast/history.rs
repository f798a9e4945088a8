//! How long things took, from repositories that the tests make.

use serde_json::Value;

use crate::command::{Ended, folder, run};
use crate::judged::ROSTER;
use crate::overlay::plan;
use crate::repository::Repo;

/// A launch of which so many of the last things are done: `price-list` sent, then accepted, then sales
/// signed, then leadership.
fn at(done: u8) -> String {
    let gone = |number: u8, what: &str| if number <= done { format!("x{number}") } else { what.to_owned() };
    plan(&format!(
        "handoffs: {{price-list: {{{}: ~, {}: ~}}}}\nstages: {{sales: {{{}: ~}}, leadership: {{{}: ~}}}}",
        gone(1, "sent"),
        gone(2, "accepted"),
        gone(3, "sign_off"),
        gone(4, "sign_off")
    ))
}

/// Saves a launch that took `days` for `price-list`, from Monday 4 May on, then one day for sales and two for
/// leadership. Weekends are 9 and 10, 16 and 17 May.
fn take(repo: &Repo, name: &str, days: u8) {
    let path = format!("launches/{name}.yaml");
    repo.save(&path, at(0), "priya", 1);
    repo.save(&path, at(1), "fay", 4);
    repo.save(&path, at(2), "sam", 4 + days);
    repo.save(&path, at(3), "sam", 5 + days);
    repo.save(&path, at(4), "lea", 7 + days);
}

fn repo() -> Option<Repo> {
    let repo = Repo::new()?;
    repo.write("launch.toml", ROSTER);
    repo.save("launches/now.yaml", at(0), "priya", 20);
    Some(repo)
}

fn told(repo: &Repo, args: &[&str]) -> Value {
    let ended = forecast(repo, &[&["--format", "json"], args].concat());
    assert_eq!(ended.code, 0, "{}{}", ended.out, ended.err);
    serde_json::from_str(&ended.out).expect("JSON")
}

fn forecast(repo: &Repo, args: &[&str]) -> Ended {
    let all = ["forecast", "launches/now.yaml", "--as-of", "2026-05-28", "--from-history", "launches"];
    run(&repo.path(""), &[&all, args].concat())
}

fn external(told: &Value) -> &Value {
    told.pointer("/plans/0/gates/1").expect("a gate")
}

fn text<'a>(value: &'a Value, pointer: &str) -> &'a str {
    value.pointer(pointer).and_then(Value::as_str).unwrap_or_default()
}

#[test]
fn the_days_of_the_commits_are_what_things_took() {
    let Some(repo) = repo() else { return };
    for (number, days) in [2, 2, 3, 3, 4].into_iter().enumerate() {
        take(&repo, &format!("old-{number}"), days);
    }
    let found = told(&repo, &[]);
    // `price-list` took 2, 2, 3, 3 and 4 working days, sales 1, 1, 1, 1 and 0 (one signed on a Saturday),
    // leadership 1, 1, 0, 0 and 1. So 24 in 100 come to 3 days or less, and 62 to 4: from Thursday 28 May
    // that is Wednesday 3 June.
    assert_eq!(text(external(&found), "/range/p50"), "2026-06-03");
    assert_eq!(found.pointer("/plans/0/history/launch_count"), Some(&Value::from(5)));
    assert_eq!(found.pointer("/plans/0/history/by_recorded_dates"), Some(&Value::from(0)));
    assert_eq!(external(&found).pointer("/range/holds_in"), Some(&Value::from(10_000)));
    assert_eq!(text(external(&found), "/range/decides/0/at"), "handoffs.price-list");
    assert_eq!(forecast(&repo, &[]).out, forecast(&repo, &["--seed", "1", "--runs", "10000"]).out);
    let shown = forecast(&repo, &[]).out;
    assert!(shown.contains("By how long things took before: 5 launches"), "{shown}");
    assert!(shown.contains("2026-06-15 holds in 10000 of 10000 runs"), "{shown}");
}

#[test]
fn with_fewer_launches_it_says_what_it_does_not_know() {
    let Some(repo) = repo() else { return };
    for number in 0..4 {
        take(&repo, &format!("old-{number}"), 2);
    }
    let ended = forecast(&repo, &[]);
    assert_eq!(ended.code, 0, "{}", ended.err);
    let words: Vec<&str> = ended.out.split_whitespace().collect();
    let shown = words.join(" ");
    assert!(shown.contains("external: not known, because it takes 5 launches"), "{shown}");
    assert!(
        shown.contains("fewer for `handoffs.price-list` (4 launches), `stages.sales` (4 launches) and"),
        "{shown}"
    );
    assert!(shown.contains("external 2026-06-15 holds"), "the policy still tells: {shown}");
    assert!(!shown.contains("internal by "), "nothing of it is open: {shown}");
}

#[test]
fn what_one_commit_shows_whole_is_taken_by_its_own_dates_and_said() {
    let Some(repo) = repo() else { return };
    for number in 0..5 {
        repo.save(&format!("launches/old-{number}.yaml"), plan(""), "priya", 27);
    }
    let found = told(&repo, &[]);
    // As the complete plan records: `price-list` 11 to 12 May, sales 22 to 26 May, leadership 26 to 27 May.
    assert_eq!(text(external(&found), "/range/p90"), "2026-06-03");
    assert_eq!(found.pointer("/plans/0/history/by_recorded_dates"), Some(&Value::from(5)));
    assert!(forecast(&repo, &[]).out.contains("by the dates that the plan records"));
}

#[test]
fn what_is_later_broken_renamed_or_the_plan_itself_is_dealt_with() {
    let Some(repo) = repo() else { return };
    for number in 0..5 {
        take(&repo, &format!("old-{number}"), 2);
    }
    let before = told(&repo, &[]);
    // A broken revision, and a plan under another name: nothing changes but what is said of it.
    let whole = at(4);
    repo.save("launches/old-0.yaml", "launch: [\n", "priya", 21);
    repo.save("launches/old-0.yaml", &whole, "priya", 21);
    repo.git(&["mv", "launches/old-1.yaml", "launches/renamed.yaml"]);
    repo.commit("priya", 22);
    let after = told(&repo, &[]);
    assert_eq!(external(&before).get("range"), external(&after).get("range"));
    assert_eq!(
        text(&after, "/plans/0/history/gaps/0"),
        "launches/old-0.yaml: passed over, because it cannot be read: 1 revision"
    );
    // What came after the day of the forecast is not known on that day.
    let early = run(
        &repo.path(""),
        &["forecast", "launches/now.yaml", "--as-of", "2026-05-05", "--from-history", "launches"],
    );
    assert!(early.out.contains("external: not known"), "{}", early.out);
    // Its own history is no experience.
    let Some(alone) = self::repo() else { return };
    take(&alone, "now", 2);
    let found = told(&alone, &[]);
    assert_eq!(found.pointer("/plans/0/history/launch_count"), Some(&Value::from(0)));
}

#[test]
fn a_clone_without_its_history_says_so() {
    let Some(repo) = repo() else { return };
    for number in 0..5 {
        take(&repo, &format!("old-{number}"), 2);
    }
    let from = format!("file://{}", repo.path("").display());
    let to = repo.around.path().join("shallow");
    repo.git(&["clone", "-q", "--depth", "1", &from, &to.display().to_string()]);
    let shallow = Repo::beside(repo, "shallow");
    let ended = forecast(&shallow, &[]);
    assert_eq!(ended.code, 0, "{}", ended.err);
    assert!(ended.out.contains("shallow"), "{}", ended.out);
}

#[test]
fn without_git_the_policy_still_tells() {
    let files = [("launches/now.yaml", at(0)), ("launches/old.yaml", plan(""))];
    let folder = folder(&files.each_ref().map(|(name, text)| (*name, text.as_str())));
    let args = ["forecast", "launches/now.yaml", "--as-of", "2026-05-28", "--from-history", "launches"];
    let ended = run(folder.path(), &args);
    assert_eq!(ended.code, 0, "{}", ended.err);
    assert!(ended.out.contains("launches/old.yaml: it is in no git repository"), "{}", ended.out);
    assert!(ended.out.contains("external 2026-06-15 holds"), "{}", ended.out);
}
