//! Who changed what a stale sign-off covers, where a merge brought the change to the branch.

use super::stale::{reasons, sealed, sealed_in};
use super::{Repository, messages};
use crate::overlay::BASE;

impl Repository {
    /// Goes to a branch, which is made where there is none.
    fn switch(&self, branch: &str) {
        let is_new = self.git(&["branch", "--list", branch]).is_empty();
        let args = if is_new { vec!["checkout", "-q", "-b", branch] } else { vec!["checkout", "-q", branch] };
        self.git(&args);
    }

    /// Changes the plan and commits that; the commit as findings tell it.
    fn committed(&self, who: &str, when: &str, from: &str, to: &str) -> String {
        self.change(from, to);
        self.commit(who, when);
        self.told(who, when)
    }

    fn told(&self, who: &str, when: &str) -> String {
        let commit = self.git(&["rev-parse", "--short=7", "HEAD"]);
        format!("(on {} by {who}@acme.example, commit {commit})", &when[..10])
    }

    /// Merges a branch into the one that is checked out, with whatever `resolve` changes on the way.
    fn merge(&self, branch: &str, who: &str, when: &str, resolve: impl FnOnce()) -> String {
        self.git(&["merge", "-q", "--no-ff", "--no-commit", branch]);
        resolve();
        self.commit(who, when);
        self.told(who, when)
    }
}

const CAPACITY: [&str; 3] = ["at most 300 customers", "at most 250 customers", "at most 200 customers"];

#[test]
fn who_wrote_a_change_is_named_and_not_who_merged_it() {
    let signed = [("operations", "omar", "2026-05-18"), ("finance", "fay", "2026-05-20")];
    let Some(repository) = sealed(&signed) else { return };
    repository.switch("topic");
    repository.committed("ada", "2026-05-21T09:00:00Z", CAPACITY[0], CAPACITY[1]);
    let sam = repository.committed("sam", "2026-05-21T10:00:00Z", CAPACITY[1], CAPACITY[2]);
    repository.committed("ben", "2026-05-21T11:00:00Z", "# A complete plan", "# A whole plan");
    repository.switch("main");
    repository.committed("lea", "2026-05-21T12:00:00Z", "One goal for every", "The same goal for every");
    repository.switch("topic");
    repository.merge("main", "omar", "2026-05-22T09:00:00Z", || ());
    let mia = repository.committed("mia", "2026-05-22T10:00:00Z", "to the cent", "roughly");
    repository.switch("main");
    repository.merge("topic", "priya", "2026-05-23T09:00:00Z", || ());
    repository.committed("ben", "2026-05-24T09:00:00Z", "# A whole plan", "# The plan");
    let reasons = reasons(&repository);
    assert!(reasons.len() == 2 && reasons[0].ends_with(&sam) && reasons[1].ends_with(&mia), "{reasons:?}");
}

#[test]
fn who_merged_is_named_for_what_no_branch_had() {
    let Some(repository) = sealed(&[("operations", "omar", "2026-05-18")]) else { return };
    repository.switch("topic");
    repository.committed("sam", "2026-05-21T09:00:00Z", CAPACITY[0], CAPACITY[1]);
    repository.switch("main");
    repository.committed("lea", "2026-05-21T10:00:00Z", "One goal for every", "The same goal for every");
    let when = "2026-05-22T09:00:00Z";
    let priya = repository.merge("topic", "priya", when, || repository.change(CAPACITY[1], CAPACITY[2]));
    let reasons = reasons(&repository);
    assert!(reasons.len() == 1 && reasons[0].ends_with(&priya), "{reasons:?}");
}

#[test]
fn who_merged_is_named_for_what_the_branch_had_before_it_was_signed() {
    let plan = BASE.replacen(CAPACITY[0], CAPACITY[2], 1);
    let Some(repository) = sealed_in(&plan, &[]) else { return };
    repository.switch("topic");
    repository.committed("ben", "2026-05-05T09:00:00Z", "# A complete plan", "# A whole plan");
    repository.switch("main");
    repository.committed("ada", "2026-05-06T09:00:00Z", CAPACITY[2], CAPACITY[0]);
    repository.sign("operations", "omar", "2026-05-18");
    repository.commit("omar", "2026-05-18T09:00:00Z");
    let when = "2026-05-22T09:00:00Z";
    let priya = repository.merge("topic", "priya", when, || repository.change(CAPACITY[0], CAPACITY[2]));
    let reasons = messages(&repository.check(&[]), "stale-sign-off");
    assert!(reasons.len() == 1 && reasons[0].ends_with(&priya), "{reasons:?}");
}

#[test]
fn a_version_of_a_branch_that_cannot_be_read_is_passed_over() {
    let Some(repository) = sealed(&[("operations", "omar", "2026-05-18")]) else { return };
    repository.switch("topic");
    let sam = repository.committed("sam", "2026-05-21T09:00:00Z", CAPACITY[0], CAPACITY[2]);
    repository.committed("ada", "2026-05-21T10:00:00Z", "launch: Invoice", "launch: [Invoice");
    repository.committed("ben", "2026-05-21T11:00:00Z", "launch: [Invoice", "launch: Invoice");
    repository.switch("main");
    repository.merge("topic", "priya", "2026-05-22T09:00:00Z", || ());
    let reasons = reasons(&repository);
    assert!(reasons.len() == 1 && reasons[0].ends_with(&sam), "{reasons:?}");
}
