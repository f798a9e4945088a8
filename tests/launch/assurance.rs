//! How far a sign-off can be trusted, told from a real repository: who committed it and when, what went
//! stale and in which commit, and a policy that the branch it gates cannot weaken.

mod merged;
mod own;
mod since;
mod stale;

use std::path::Path;
use std::process::Command;

use serde_json::Value;
use tempfile::TempDir;

use crate::command::{Ended, folder, has, run};
use crate::judged::{ROSTER, judge};
use crate::overlay::{BASE, plan};

/// A repository with the complete plan, or none where there is no git.
struct Repository(TempDir);

impl Repository {
    fn new(plan: &str, policy: &str) -> Option<Repository> {
        if !has("git") {
            return None;
        }
        let repository =
            Repository(folder(&[("plan.yaml", plan), ("launch.toml", &format!("{ROSTER}{policy}"))]));
        repository.git(&["init", "-q", "-b", "main"]);
        Some(repository)
    }

    fn path(&self) -> &Path {
        self.0.path()
    }

    fn git(&self, args: &[&str]) -> String {
        self.git_as("nobody@acme.example", "2026-05-01T09:00:00Z", args)
    }

    fn git_as(&self, who: &str, when: &str, args: &[&str]) -> String {
        let output = Command::new("git")
            .args(["-c", "commit.gpgsign=false"])
            .args(args)
            .current_dir(self.path())
            .env("GIT_CONFIG_GLOBAL", "/dev/null")
            .envs([("GIT_AUTHOR_NAME", who), ("GIT_COMMITTER_NAME", who)])
            .envs([("GIT_AUTHOR_EMAIL", who), ("GIT_COMMITTER_EMAIL", who)])
            .envs([("GIT_AUTHOR_DATE", when), ("GIT_COMMITTER_DATE", when)])
            .output()
            .expect("git runs");
        assert!(output.status.success(), "git {args:?}: {}", String::from_utf8_lossy(&output.stderr));
        String::from_utf8(output.stdout).expect("UTF-8").trim().to_owned()
    }

    fn commit(&self, who: &str, when: &str) {
        self.git(&["add", "-A"]);
        self.git_as(&format!("{who}@acme.example"), when, &["commit", "-q", "-m", "change"]);
    }

    /// Changes the plan, which has to have what is changed.
    fn change(&self, from: &str, to: &str) {
        let path = self.path().join("plan.yaml");
        let text = std::fs::read_to_string(&path).expect("the plan");
        assert!(text.contains(from), "{from:?} is not in\n{text}");
        std::fs::write(path, text.replacen(from, to, 1)).expect("written");
    }

    fn check(&self, args: &[&str]) -> Value {
        self.check_of("plan.yaml", args)
    }

    fn check_of(&self, path: &str, args: &[&str]) -> Value {
        let all = [&["check", path, "--as-of", "2026-05-28", "--format", "json"], args].concat();
        let ended = run(self.path(), &all);
        let report: Value = serde_json::from_str(&ended.out)
            .unwrap_or_else(|error| panic!("{error}: {}{}", ended.out, ended.err));
        report["plans"][0].clone()
    }

    fn text(&self, args: &[&str]) -> Ended {
        run(self.path(), &[&["check", "plan.yaml", "--as-of", "2026-05-28"], args].concat())
    }

    fn sign(&self, stage: &str, who: &str, date: &str) {
        let by = format!("{who}@acme.example");
        let ended = run(self.path(), &["sign", "plan.yaml", stage, "--by", &by, "--date", date]);
        assert_eq!(ended.code, 0, "{}{}", ended.out, ended.err);
    }
}

fn messages(report: &Value, rule: &str) -> Vec<String> {
    let findings = report["findings"].as_array().expect("findings");
    let of_rule = findings.iter().filter(|one| one["rule"] == rule);
    of_rule
        .map(|one| format!("{}: {}", one["at"].as_str().unwrap_or(""), one["message"].as_str().unwrap_or("")))
        .collect()
}

fn level(report: &Value, stage: &str) -> String {
    let stages = report["stages"].as_array().expect("stages");
    let known = stages.iter().find(|one| one["id"] == stage).expect("a stage");
    known["assurance"].as_str().unwrap_or("none").to_owned()
}

/// The complete plan without the sign-off of finance and those after it.
fn unsigned() -> String {
    let later = ["finance", "customer-service", "marketing", "sales", "leadership"];
    let gone: Vec<String> = later.iter().map(|stage| format!("  {stage}: {{sign_off: ~}}\n")).collect();
    plan(&format!("stages:\n{}", gone.concat()))
}

const WANT_COMMITS: &str = "\n[assurance]\nminimum = \"committed\"\n[rules]\nbackdated-sign-off = \"warn\"\n";

#[test]
fn committed_is_who_brought_this_very_sign_off_in() {
    let Some(repository) = Repository::new(&unsigned(), WANT_COMMITS) else { return };
    repository.commit("priya", "2026-05-19T09:00:00Z");
    repository.sign("finance", "fay", "2026-05-20");
    let report = repository.check(&[]);
    assert_eq!(level(&report, "finance"), "claimed");
    assert!(
        messages(&report, "weak-assurance")
            .iter()
            .any(|one| one.starts_with("stages.finance") && one.contains("no commit has it yet"))
    );
    repository.commit("Fay", "2026-05-20T17:00:00Z");
    repository.sign("customer-service", "cora", "2026-05-20");
    repository.commit("eve", "2026-05-20T18:00:00Z");
    let report = repository.check(&[]);
    assert_eq!(level(&report, "finance"), "committed");
    assert_eq!(level(&report, "customer-service"), "claimed");
    let weak = messages(&report, "weak-assurance");
    assert!(
        weak.iter().any(|one| one.starts_with("stages.customer-service") && one.contains("eve@acme.example")),
        "{weak:?}"
    );
    assert!(!weak.iter().any(|one| one.starts_with("stages.finance")), "{weak:?}");
    repository.change("date: 2026-05-20\n      digest", "date: 2026-05-21\n      digest");
    repository.commit("eve", "2026-05-21T09:00:00Z");
    assert_eq!(level(&repository.check(&[]), "finance"), "claimed", "somebody else changed the record");
    repository.change("date: 2026-05-21\n      digest", "date: 2026-05-20\n      digest");
    repository.commit("eve", "2026-05-21T10:00:00Z");
    assert_eq!(level(&repository.check(&[]), "finance"), "committed", "and put it right: it has its digest");
}

#[test]
fn a_renamed_plan_and_a_new_layout_keep_who_committed_what() {
    let Some(repository) = Repository::new(&unsigned(), WANT_COMMITS) else { return };
    repository.commit("priya", "2026-05-19T09:00:00Z");
    repository.sign("finance", "fay", "2026-05-20");
    repository.commit("fay", "2026-05-20T17:00:00Z");
    repository.git(&["mv", "plan.yaml", "old.yaml"]);
    repository.commit("priya", "2026-05-21T09:00:00Z");
    repository.git(&["mv", "old.yaml", "plan.yaml"]);
    repository.change("date: 2026-05-20\n      digest", "date:   \"2026-05-20\"   # that day\n      digest");
    repository.commit("priya", "2026-05-22T09:00:00Z");
    assert_eq!(level(&repository.check(&[]), "finance"), "committed");
}

#[test]
fn backdated_is_more_than_a_day_before_the_commit() {
    for (when, found) in [
        ("2026-05-20T23:00:00Z", false),
        ("2026-05-21T23:59:00Z", false),
        ("2026-05-22T00:30:00Z", true),
        ("2026-05-19T09:00:00Z", false),
    ] {
        let Some(repository) = Repository::new(&unsigned(), "") else { return };
        repository.commit("priya", "2026-05-04T09:00:00Z");
        repository.sign("finance", "fay", "2026-05-20");
        repository.commit("fay", when);
        let dated = messages(&repository.check(&[]), "backdated-sign-off");
        let of_finance = dated.iter().filter(|one| one.starts_with("stages.finance")).count();
        assert_eq!(of_finance, usize::from(found), "committed at {when}: {dated:?}");
    }
}

#[test]
fn what_cannot_be_looked_at_is_not_checked() {
    let Some(repository) = Repository::new(BASE, "\n[assurance]\nminimum = \"committed\"\n") else { return };
    repository.commit("priya", "2026-05-27T09:00:00Z");
    repository.change("# A complete plan", "# A whole plan");
    repository.commit("priya", "2026-05-28T09:00:00Z");
    let shallow = folder(&[]);
    let from = format!("file://{}", repository.path().display());
    let into = shallow.path().join("clone").display().to_string();
    repository.git(&["clone", "-q", "--depth", "1", &from, &into]);
    let ended = run(Path::new(&into), &["check", "plan.yaml", "--as-of", "2026-05-28"]);
    assert_eq!(ended.code, 1, "not checked is not good\n{}", ended.out);
    assert!(ended.out.contains("shallow"), "{}", ended.out);
    assert!(!ended.out.contains("backdated-sign-off"), "nor bad\n{}", ended.out);
    let outside = folder(&[("plan.yaml", BASE), ("launch.toml", ROSTER)]);
    let ended = run(outside.path(), &["check", "plan.yaml", "--as-of", "2026-05-28"]);
    assert!(ended.code == 0 && ended.out.contains("it is in no git repository"), "{}", ended.out);
}

#[test]
fn where_a_typed_name_is_not_enough_it_is_said_whose_words_are_no_more() {
    let names = "who sent, accepted and called conditions met: those are typed names";
    for (minimum, is_said) in [("committed", true), ("signed", true), ("claimed", false)] {
        let judged = judge("{}", &format!("[assurance]\nminimum = \"{minimum}\"\n"));
        let not_checked = judged.report["not_checked"].as_array().expect("a list");
        assert_eq!(not_checked.iter().any(|what| what == names), is_said, "{minimum}: {not_checked:?}");
    }
}

#[test]
fn a_branch_cannot_weaken_the_policy_that_gates_it() {
    let Some(repository) = Repository::new(&unsigned(), "") else { return };
    repository.commit("priya", "2026-05-28T09:00:00Z");
    let gone = ["finance", "customer-service", "marketing", "sales", "leadership"];
    let gone: Vec<String> = gone.iter().map(|stage| format!("\"stages.{stage}\"")).collect();
    let weak = format!("without = [{}]\n{ROSTER}", gone.join(", "));
    std::fs::write(repository.path().join("launch.toml"), weak).expect("written");
    assert_eq!(repository.text(&[]).code, 0, "{}", repository.text(&[]).out);
    let gated = repository.text(&["--policy-from", "main"]);
    assert_eq!(gated.code, 1, "{}", gated.out);
    assert!(gated.out.contains("the policy here is not the one of main"), "{}", gated.out);
    assert_eq!(repository.check(&["--policy-from", "main"])["policy_from"]["changed"], true);
    std::fs::remove_file(repository.path().join("launch.toml")).expect("removed");
    assert_eq!(
        repository.text(&["--policy-from", "main"]).code,
        1,
        "a policy that is gone holds all the same"
    );
    std::fs::write(repository.path().join("launch.toml"), "[people\n").expect("written");
    assert_eq!(repository.text(&["--policy-from", "main"]).code, 2, "a policy that would break is told");
    let unknown = repository.text(&["--policy-from", "nowhere"]);
    assert!(unknown.code == 2 && unknown.out.contains("nowhere"), "{}{}", unknown.out, unknown.err);
    let option = repository.text(&["--policy-from", "--output=x"]);
    assert_eq!(option.code, 2, "{}{}", option.out, option.err);
}

/// Fay signs for finance with a key.
pub(crate) fn sign_with_key(folder: &Path, key: &str) {
    let who = ["--by", "fay@acme.example", "--date", "2026-05-20", "--key", key];
    let ended = run(folder, &[&["sign", "plan.yaml", "finance"], &who[..]].concat());
    assert_eq!(ended.code, 0, "{}{}", ended.out, ended.err);
}

#[test]
fn keys_are_those_of_the_revision_too() {
    let keys = "\n[assurance]\nallowed_signers = \"keys/allowed_signers\"\nminimum = \"signed\"\n";
    if !has("ssh-keygen") {
        return;
    }
    let Some(repository) = Repository::new(BASE, keys) else { return };
    for who in ["fay", "eve"] {
        let made = Command::new("ssh-keygen")
            .args(["-q", "-t", "ed25519", "-N", "", "-C", "", "-f", &format!(".git/{who}")])
            .current_dir(repository.path())
            .status();
        assert!(made.expect("ssh-keygen").success());
    }
    let key = |who: &str| {
        std::fs::read_to_string(repository.path().join(format!(".git/{who}.pub"))).expect("a key")
    };
    std::fs::create_dir(repository.path().join("keys")).expect("a folder");
    let list = repository.path().join("keys/allowed_signers");
    std::fs::write(&list, format!("fay@acme.example {}", key("fay"))).expect("written");
    repository.commit("priya", "2026-05-28T09:00:00Z");
    std::fs::write(&list, format!("fay@acme.example {}", key("eve"))).expect("written");
    sign_with_key(repository.path(), ".git/eve");
    assert_eq!(level(&repository.check(&[]), "finance"), "signed");
    assert_ne!(level(&repository.check(&["--policy-from", "main"]), "finance"), "signed");
    let verified =
        run(repository.path(), &["verify", "plan.yaml", "--format", "json", "--policy-from", "main"]);
    assert_eq!(verified.code, 1, "{}", verified.out);
    assert!(verified.out.contains("\"outcome\": \"unknown-signer\""), "{}", verified.out);
}
