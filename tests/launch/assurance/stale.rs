//! Why a sign-off is stale: what changed of what it covers, and who changed it last.

use std::process::Command;

use super::{Repository, messages};
use crate::command::ends;
use crate::overlay::{BASE, plan};

/// A repository in which these stages have sealed their sign-offs, one after the other.
pub(super) fn sealed(stages: &[(&str, &str, &str)]) -> Option<Repository> {
    sealed_in(BASE, stages)
}

pub(super) fn sealed_in(plan: &str, stages: &[(&str, &str, &str)]) -> Option<Repository> {
    let repository = Repository::new(plan, "\n[rules]\nbackdated-sign-off = \"off\"\n")?;
    repository.commit("priya", "2026-05-04T09:00:00Z");
    for (stage, who, date) in stages {
        repository.sign(stage, who, date);
        repository.commit(who, &format!("{date}T09:00:00Z"));
    }
    Some(repository)
}

pub(super) fn reasons(repository: &Repository) -> Vec<String> {
    messages(&repository.check(&[]), "stale-sign-off")
}

#[test]
fn who_changed_it_last_is_named_when_it_went_to_and_fro() {
    let Some(repository) = sealed(&[("operations", "omar", "2026-05-18")]) else { return };
    let mut now = 300;
    for (hour, (who, then)) in
        [("ada", 200), ("ben", 200), ("cid", 301), ("dan", 300), ("eve", 200), ("fay", 200)]
            .into_iter()
            .enumerate()
    {
        repository.change(&format!("at most {now} customers"), &format!("at most {then} customers"));
        repository.change("# A complete plan", "# A complete plan, again");
        repository.commit(who, &format!("2026-05-19T1{hour}:00:00Z"));
        now = then;
    }
    let stale = reasons(&repository);
    assert!(stale.len() == 1 && stale[0].contains("by eve@acme.example, commit "), "{stale:?}");
    repository.change("at most 200 customers", "at most 250 customers");
    assert!(reasons(&repository)[0].ends_with("(not committed yet)"), "{:?}", reasons(&repository));
    repository.change("at most 250 customers", "at most 300 customers");
    assert!(reasons(&repository).is_empty());
}

/// Commits the plan so many times, each time with another comment.
fn commit_often(repository: &Repository, times: usize) {
    let plan = std::fs::read_to_string(repository.path().join("plan.yaml")).expect("the plan");
    let mut stream = String::new();
    for time in 0..times {
        let text = format!("# The {time}th time\n{plan}");
        let (when, length) = (1_780_000_000 + time * 60, text.len());
        let parent = if time == 0 { "from refs/heads/main^0\n" } else { "" };
        stream += &format!(
            "commit refs/heads/main\ncommitter ada <ada@acme.example> {when} +0000\ndata 1\nx\n{parent}"
        );
        stream += &format!("M 644 inline plan.yaml\ndata {length}\n{text}\n");
    }
    std::fs::write(repository.path().join("stream"), stream).expect("written");
    let import = "git fast-import --quiet < stream && git reset -q --hard";
    let output = Command::new("sh").args(["-c", import]).current_dir(repository.path()).output();
    assert!(output.expect("git runs").status.success());
}

#[test]
fn how_far_back_was_looked_is_said() {
    let Some(repository) = sealed(&[("operations", "omar", "2026-05-18")]) else { return };
    repository.change("at most 300 customers", "at most 200 customers");
    repository.commit("eve", "2026-05-19T09:00:00Z");
    commit_often(&repository, 490);
    assert!(reasons(&repository)[0].contains("by eve@acme.example, commit "), "{:?}", reasons(&repository));
    commit_often(&repository, 10);
    let far = "(before the last 500 versions; which commit did it was not looked for)";
    assert!(reasons(&repository)[0].ends_with(far), "{:?}", reasons(&repository));
}

/// Small texts that stand for much: what is kept of each, with all versions, would not fit.
#[test]
fn one_version_at_a_time_is_in_memory() {
    let evidence = vec!["{from: interviews, count: 14, date: 2026-05-12}"; 20].join(", ");
    let need = format!("{{need: Hours, answer: A screen, evidence: [{evidence}]}}");
    let copies: Vec<String> = (0..500).map(|number| format!("  copy-{number}: *need\n")).collect();
    let plan = BASE.replacen("needs:\n", &format!("needs:\n  first: &need {need}\n{}", copies.concat()), 1);
    let Some(repository) = sealed_in(&plan, &[("operations", "omar", "2026-05-18")]) else { return };
    repository.change("at most 300 customers", "at most 200 customers");
    repository.commit("eve", "2026-05-19T09:00:00Z");
    commit_often(&repository, 40);
    let script = "ulimit -v 160000; exec \"$1\" check plan.yaml --as-of 2026-05-28 --format json";
    let mut command = Command::new("sh");
    command.args(["-c", script, "sh", env!("CARGO_BIN_EXE_launch")]).current_dir(repository.path());
    let ended = ends(&mut command);
    assert!(ended.out.contains("by eve@acme.example, commit "), "{}", ended.err);
}

#[test]
fn a_version_that_cannot_be_read_changes_nothing() {
    let Some(repository) = sealed(&[("operations", "omar", "2026-05-18")]) else { return };
    repository.change("at most 300 customers", "at most 200 customers");
    repository.commit("eve", "2026-05-19T09:00:00Z");
    repository.change("launch: Invoice", "launch: [Invoice");
    repository.commit("ada", "2026-05-19T10:00:00Z");
    repository.change("launch: [Invoice", "launch: Invoice");
    repository.commit("ben", "2026-05-19T11:00:00Z");
    let stale = reasons(&repository);
    assert!(stale.len() == 1 && stale[0].contains("by eve@acme.example, commit "), "{stale:?}");
}

#[test]
fn a_stale_sign_off_names_what_changed_since_when_and_by_whom() {
    let Some(repository) = Repository::new(BASE, "\n[rules]\nbackdated-sign-off = \"off\"\n") else { return };
    repository.commit("priya", "2026-05-04T09:00:00Z");
    repository.sign("operations", "omar", "2026-05-18");
    repository.commit("omar", "2026-05-18T09:00:00Z");
    repository.change("capacity: at most 300", "capacity: at most 250");
    repository.commit("sam", "2026-05-19T09:00:00Z");
    repository.change("capacity: at most 250", "capacity: at most 200");
    repository.commit("eve", "2026-05-20T09:00:00Z");
    repository.change("# A complete plan", "# A whole plan");
    repository.commit("priya", "2026-05-21T09:00:00Z");
    let commit = repository.git(&["rev-parse", "HEAD~1"]);
    let stale = messages(&repository.check(&[]), "stale-sign-off");
    let wanted = format!(
        "stages.operations: omar@acme.example signed for operations on 2026-05-18, and since then \
         `loads.new-customers.capacity` went from `at most 300 customers/month` to `at most 200 customers/month` \
         (on 2026-05-20 by eve@acme.example, commit {})",
        &commit[..7]
    );
    assert_eq!(stale, [wanted]);
    repository.change("capacity: at most 200", "capacity: at most 300");
    assert!(messages(&repository.check(&[]), "stale-sign-off").is_empty(), "put back, it is what was signed");
    repository.change("claim: Set up in 5", "claim: Set up in 6");
    let stale = messages(&repository.check(&[]), "stale-sign-off");
    assert!(
        stale[0].contains("`promises.setup-time.claim` went from")
            && stale[0].contains("(not committed yet)"),
        "{stale:?}"
    );
}

#[test]
fn an_order_signed_over_is_told_as_the_sign_off_that_changed() {
    let Some(repository) = Repository::new(BASE, "\n[rules]\nbackdated-sign-off = \"off\"\n") else { return };
    repository.commit("priya", "2026-05-04T09:00:00Z");
    repository.sign("finance", "fay", "2026-05-20");
    repository.commit("fay", "2026-05-20T09:00:00Z");
    repository.sign("operations", "omar", "2026-05-19");
    let stale = messages(&repository.check(&[]), "stale-sign-off");
    assert!(
        stale.len() == 1 && stale[0].contains("`stages.operations.sign_off` went from `omar@acme.example on 2026-05-18` to `omar@acme.example on 2026-05-19`"),
        "{stale:?}"
    );
}

#[test]
fn what_moved_into_a_sign_off_is_nobodys_change() {
    let signed = [("marketing", "mia", "2026-05-22"), ("sales", "sam", "2026-05-26")];
    let Some(repository) = sealed(&signed) else { return };
    repository.change(
        "  marketing:\n",
        "  marketing:\n    not_needed: {why: no campaign, by: priya@acme.example, date: 2026-05-27}\n",
    );
    repository.commit("priya", "2026-05-27T09:00:00Z");
    let why = "which priya@acme.example called not needed";
    let wanted = format!(
        "stages.sales: sam@acme.example signed for sales on 2026-05-26, and since then \
         it covers the sign-off of customer-service in place of marketing, {why}, \
         it covers the sign-off of finance in place of marketing, {why} and \
         it does not cover the sign-off of marketing any more, {why} \
         (on 2026-05-27 by priya@acme.example, commit {})",
        repository.git(&["rev-parse", "--short=7", "HEAD"])
    );
    assert_eq!(reasons(&repository), [wanted]);
}

#[test]
fn what_the_last_stage_covers_moves_with_it() {
    let waiver = "{rule: missing-handoff, at: handoffs.price-list, why: a pilot, by: lea@acme.example, \
                  date: 2026-05-20, until: 2026-06-30}";
    let with_waiver = plan(&format!("waivers:\n  later: {waiver}\n"));
    let Some(repository) = sealed_in(&with_waiver, &[("sales", "sam", "2026-05-26")]) else { return };
    repository.change(
        "  leadership:\n",
        "  leadership:\n    not_needed: {why: a pilot, by: priya@acme.example, date: 2026-05-27}\n",
    );
    let stale = reasons(&repository);
    let told = |stale: &[String]| stale.len() == 1 && stale[0].contains("since then it covers `waivers");
    assert!(told(&stale) && !stale[0].contains("commit"), "{stale:?}");
}

#[test]
fn what_changed_is_told_by_the_part_that_differs() {
    let signed = [("product", "paul", "2026-05-11"), ("operations", "omar", "2026-05-18")];
    let Some(repository) = sealed(&signed) else { return };
    repository.change("count: 9", "count: 7");
    repository.change(
        "  setup-time:\n",
        "  quick: {claim: Help within a day, made_by: sales, kept_by: operations, promised: at most 1 day}\n  setup-time:\n",
    );
    let stale = reasons(&repository);
    let evidence = "since then `needs.see-hours.evidence.1.count` went from `9` to `7` (not";
    let promise = "since then `promises.quick` was added: `Help within a day, promised at most 1 day, made by \
                   sales, kept by operations` (not";
    assert!(stale[0].contains(evidence) && stale[1].contains(promise), "{stale:?}");
    assert!(stale.iter().all(|reason| !reason.contains('{')), "{stale:?}");
}

#[test]
fn what_was_signed_again_on_the_same_day_is_told_as_that() {
    let Some(repository) = sealed(&[("operations", "omar", "2026-05-18"), ("finance", "fay", "2026-05-20")])
    else {
        return;
    };
    repository.change("capacity: at most 300", "capacity: at most 400");
    repository.sign("operations", "omar", "2026-05-18");
    let stale = reasons(&repository);
    let again = "`stages.operations.sign_off` was given again by omar@acme.example on 2026-05-18, for \
                 something else than before (not committed yet)";
    assert!(stale.len() == 1 && stale[0].ends_with(again), "{stale:?}");
}
