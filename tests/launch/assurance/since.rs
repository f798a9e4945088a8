//! Which sign-offs fell since a revision: by what the plan said and was called then, and by the policy of then.

use std::fs;

use serde_json::Value;

use super::Repository;
use crate::command::run;
use crate::overlay::BASE;

/// The sign-offs that fell, each with whether it has a digest.
fn fallen(report: &Value) -> Vec<String> {
    let fallen = report["since"]["fallen"].as_array().expect("fallen").iter();
    fallen.map(|one| format!("{} {}", one["stage"].as_str().unwrap_or(""), one["sealed"])).collect()
}

/// A repository in which operations has sealed its sign-off, tagged `then`.
fn sealed() -> Option<Repository> {
    let repository = Repository::new(BASE, "\n[rules]\nbackdated-sign-off = \"off\"\n")?;
    repository.sign("operations", "omar", "2026-05-18");
    repository.sign("finance", "fay", "2026-05-20");
    repository.commit("priya", "2026-05-28T09:00:00Z");
    repository.git(&["tag", "then"]);
    Some(repository)
}

#[test]
fn since_tells_which_sign_offs_an_edit_makes_fall() {
    let Some(repository) = Repository::new(BASE, "\n[rules]\nbackdated-sign-off = \"off\"\n") else { return };
    repository.sign("operations", "omar", "2026-05-18");
    repository.commit("priya", "2026-05-28T09:00:00Z");
    assert!(fallen(&repository.check(&["--since", "main"])).is_empty());
    repository.change("capacity: at most 300", "capacity: at most 400");
    repository.change("# A complete plan", "# A whole plan");
    assert_eq!(fallen(&repository.check(&["--since", "main"])), ["operations true", "sales false"]);
    let text = repository.text(&["--since", "main"]).out;
    assert!(text.contains("Sign-offs, and what changed since main"), "{text}");
    let flat = text.split_whitespace().collect::<Vec<_>>().join(" ");
    for row in [
        "- operations by omar@acme.example falls: `loads.new-customers.capacity` went",
        "- sales by sam@acme.example has no digest and stands, though what it covers changed: `loads.",
    ] {
        assert_eq!(flat.matches(row).count(), 1, "{row}: {text}");
    }
    let unknown = repository.check(&["--since", "nowhere"]);
    assert!(unknown["since"]["why"].as_str().is_some_and(|why| why.contains("nowhere")), "{unknown}");
    let ended = repository.text(&["--since", "nowhere"]);
    let text = ended.out.split_whitespace().collect::<Vec<_>>().join(" ");
    let told = "What fell since nowhere is not known there is no commit `nowhere` in this repository";
    assert!(
        text.replace(" - ", " ").contains(told) && text.contains("the verdict does not hang on it"),
        "{text}"
    );
}

#[test]
fn since_follows_a_plan_to_the_name_that_it_had() {
    let Some(repository) = sealed() else { return };
    fs::create_dir(repository.path().join("launches")).expect("a folder");
    repository.git(&["mv", "plan.yaml", "launches/assist.yaml"]);
    repository.commit("priya", "2026-05-28T10:00:00Z");
    let check = || repository.check_of("launches/assist.yaml", &["--since", "then"]);
    assert_eq!((check()["since"]["why"].clone(), fallen(&check())), (Value::Null, Vec::new()));
    let path = repository.path().join("launches/assist.yaml");
    let text = fs::read_to_string(&path).expect("the plan").replace("at most 300", "at most 400");
    fs::write(&path, text).expect("written");
    assert_eq!(fallen(&check()), ["operations true", "sales false"]);
}

#[test]
fn a_plan_that_was_not_there_is_not_held_against_anything() {
    let Some(repository) = sealed() else { return };
    fs::copy(repository.path().join("plan.yaml"), repository.path().join("new.yaml")).expect("copied");
    repository.commit("priya", "2026-05-28T10:00:00Z");
    let since = repository.check_of("new.yaml", &["--since", "then"])["since"].clone();
    let why = since["why"].as_str().expect("a reason");
    assert!(why.starts_with("`new.yaml` was not there in then (commit "), "{why}");
    let text = run(repository.path(), &["check", "new.yaml", "--since", "then", "--as-of", "2026-05-28"]).out;
    assert!(text.contains("`new.yaml` was not there") && !text.contains("none: every"), "{text}");
}

#[test]
fn what_falls_by_a_change_of_the_policy_is_told() {
    let Some(repository) = sealed() else { return };
    let path = repository.path().join("launch.toml");
    let policy = fs::read_to_string(&path).expect("the policy");
    let order =
        "\n[stages.legal]\nafter = [\"product\"]\n[stages.finance]\nafter = [\"operations\", \"legal\"]\n";
    fs::write(&path, format!("{policy}{order}")).expect("written");
    let report = repository.check(&["--since", "then"]);
    assert_eq!(fallen(&report), ["finance true"]);
    let without: Vec<&str> = policy.lines().filter(|line| !line.contains("lea@acme.example")).collect();
    fs::write(&path, without.join("\n")).expect("written");
    let report = repository.check(&["--since", "then"]);
    assert_eq!(fallen(&report), ["leadership false"]);
    let text = repository.text(&["--since", "then"]).out;
    let told = "leadership by lea@acme.example falls: lea@acme.example is not on";
    assert!(text.split_whitespace().collect::<Vec<_>>().join(" ").contains(told), "{text}");
}

#[test]
fn where_the_policy_of_then_cannot_be_read_it_says_that_it_was_judged_by_that_of_today() {
    let Some(repository) = sealed() else { return };
    let outside = crate::command::folder(&[("other.toml", crate::judged::ROSTER)]);
    let named = outside.path().join("other.toml").to_string_lossy().into_owned();
    let args = ["--since", "then", "--policy", &named];
    let report = repository.check(&args);
    let why = report["since"]["why"].as_str().expect("a reason");
    assert!(why.contains("outside of the repository") && report["since"]["commit"].is_string(), "{report}");
    let text = repository.text(&args).out;
    assert!(text.contains("judged by today's policy, for that of then is not known"), "{text}");
    assert!(!repository.text(&["--since", "then"]).out.contains("judged by today's policy"));
}

#[test]
fn where_the_plan_of_then_cannot_be_read_nobody_knows_what_fell() {
    let Some(repository) = Repository::new(BASE, "\n[rules]\nbackdated-sign-off = \"off\"\n") else { return };
    let path = repository.path().join("plan.yaml");
    let plan = fs::read_to_string(&path).expect("the plan");
    let unreadable = [
        ("unclosed", format!("{plan}goals: {{\n"), "plan.yaml"),
        ("misspelt", plan.replace("launch: ", "lanch: "), "unknown key in a launch plan: `lanch`"),
        ("empty", String::new(), "an empty file"),
    ];
    for (tag, text, why) in &unreadable {
        fs::write(&path, text).expect("written");
        repository.commit("priya", "2026-05-28T09:00:00Z");
        repository.git(&["tag", tag]);
        fs::write(&path, &plan).expect("written");
        let since = repository.check(&["--since", tag])["since"].clone();
        assert!(since["fallen"].as_array().is_none_or(Vec::is_empty), "{since}");
        let told = since["why"].as_str().expect("a reason");
        assert!(told.contains("cannot be read") && told.contains(why), "{told}");
    }
    repository.commit("priya", "2026-05-28T10:00:00Z");
    fs::write(repository.path().join("other.yaml"), &plan).expect("written");
    repository.commit("priya", "2026-05-28T11:00:00Z");
    for (since, in_full) in [("misspelt", true), ("main~1", false)] {
        let args = ["check", "plan.yaml", "other.yaml", "--since", since, "--as-of", "2026-05-28"];
        let text = run(repository.path(), &args).out;
        let words = text.split_whitespace().collect::<Vec<_>>().join(" ");
        assert_eq!(words.contains("is not known - `plan.yaml of "), in_full, "{since}: {text}");
    }
}
