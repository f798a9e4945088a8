//! What was said of a plan under a name that it had: on another branch than the one that renamed it, or of another plan.

use crate::assurance::sign_with_key;
use crate::command::{has, run};
use crate::last_said::{GONE, WITH_A_NO, assert_silenced, with_a_no};
use crate::overlay::plan;
use crate::repository::Repo;
use crate::same_plan::{next, unsigned};
use crate::taken_back::{NO, committed, ended_of, finance};

fn assert_go(repo: &Repo, name: &str) {
    let (code, said) = ended_of(repo, name);
    assert_eq!(code, 0, "{said}");
}

fn assert_taken_back(repo: &Repo, name: &str) {
    let (code, said) = ended_of(repo, name);
    assert!(code == 1 && said.contains("fay@acme.example took it back, or said otherwise, on"), "{said}");
}

/// Ends what is done on a branch of its own.
fn aside(repo: &Repo, act: impl FnOnce()) {
    repo.git(&["checkout", "-q", "-b", "side"]);
    act();
    repo.git(&["checkout", "-q", "main"]);
}

fn rename(repo: &Repo, old: &str, new: &str) {
    repo.git(&["mv", old, new]);
    repo.commit("mallory", 27);
}

fn remove(repo: &Repo, name: &str, who: &str) {
    repo.git(&["rm", "-q", name]);
    repo.commit(who, 28);
}

/// No line of it is what it was.
fn laid_out_anew(text: &str) -> String {
    text.replace('\n', "   # anew\n")
}

/// A repository in which one branch renames the plan, while main changes it, and a merge keeps both names.
fn with_both_names(texts: &[(String, &str)]) -> Option<Repo> {
    let repo = committed()?;
    aside(&repo, || rename(&repo, "plan.yaml", "launch.yaml"));
    for (text, who) in texts {
        repo.save("plan.yaml", text, who, 28);
    }
    repo.merge(&["side"], || repo.write("launch.yaml", plan("")), "mallory", 28);
    Some(repo)
}

#[test]
fn a_merge_that_keeps_both_names_loses_nothing_that_was_said_under_the_old_one() {
    for word in [GONE, NO] {
        let Some(repo) = with_both_names(&[(finance(word), "fay")]) else { return };
        assert_taken_back(&repo, "launch.yaml");
        for who in ["mallory", "fay"] {
            repo.git(&["checkout", "-q", "-B", who, "main"]);
            remove(&repo, "plan.yaml", who);
            assert_taken_back(&repo, "launch.yaml");
        }
        repo.save("launch.yaml", finance(GONE), "fay", 28);
        repo.save("launch.yaml", plan(""), "fay", 28);
        assert_go(&repo, "launch.yaml");
    }
    let Some(repo) = with_both_names(&[(with_a_no(), "felix")]) else { return };
    remove(&repo, "plan.yaml", "mallory");
    assert_silenced(&repo, "launch.yaml");
    // The launch had another name by then.
    let renamed = [(next(&plan("")), "mallory"), (next(&with_a_no()), "felix")];
    let Some(repo) = with_both_names(&renamed) else { return };
    assert_silenced(&repo, "launch.yaml");
}

#[test]
fn nor_do_both_names_take_anything_back() {
    for who in ["priya", "fay"] {
        let Some(repo) = with_both_names(&[(format!("{}\n# A note\n", plan("")), who)]) else { return };
        assert_go(&repo, "launch.yaml");
        remove(&repo, "plan.yaml", who);
        assert_go(&repo, "launch.yaml");
    }
}

#[test]
fn who_removes_the_plan_where_it_has_its_old_name_takes_back_what_they_said() {
    for (who, is_taken_back) in [("fay", true), ("mallory", false)] {
        let Some(repo) = committed() else { return };
        aside(&repo, || remove(&repo, "plan.yaml", who));
        rename(&repo, "plan.yaml", "launch.yaml");
        repo.merge(&["side"], || (), "mallory", 28);
        match is_taken_back {
            true => assert_taken_back(&repo, "launch.yaml"),
            false => assert_go(&repo, "launch.yaml"),
        }
    }
    let Some(repo) = committed() else { return };
    aside(&repo, || {
        repo.save("plan.yaml", with_a_no(), "felix", 27);
        remove(&repo, "plan.yaml", "mallory");
    });
    rename(&repo, "plan.yaml", "launch.yaml");
    repo.merge(&["side"], || (), "mallory", 28);
    assert_silenced(&repo, "launch.yaml");
}

#[test]
fn who_merges_what_another_removed_takes_nothing_back() {
    for (who, is_taken_back) in [("fay", true), ("mallory", false)] {
        let Some(repo) = committed() else { return };
        let sealed = finance(&format!("sign_off: {{digest: \"sha256:{}\"}}", "0".repeat(64)));
        repo.save("plan.yaml", &sealed, "fay", 27);
        aside(&repo, || remove(&repo, "plan.yaml", who));
        repo.save("plan.yaml", format!("{sealed}\n# A note\n"), "priya", 28);
        repo.merge(&["side"], || drop(repo.git(&["rm", "-q", "plan.yaml"])), "fay", 28);
        repo.save("plan.yaml", &sealed, "mallory", 28);
        let verify = run(&repo.path(""), &["verify", "plan.yaml"]);
        assert_eq!(verify.out.contains("taken back in"), is_taken_back, "{}", verify.out);
    }
}

#[test]
fn a_plan_that_is_laid_out_anew_under_its_old_name_is_the_same() {
    for (word, is_taken_back) in [(finance(NO), true), (plan(""), false)] {
        let Some(repo) = committed() else { return };
        aside(&repo, || drop(repo.save("plan.yaml", laid_out_anew(&word), "fay", 28)));
        rename(&repo, "plan.yaml", "launch.yaml");
        repo.merge(&["side"], || (), "mallory", 28);
        match is_taken_back {
            true => assert_taken_back(&repo, "launch.yaml"),
            false => assert_go(&repo, "launch.yaml"),
        }
    }
}

#[test]
fn a_plan_that_gets_the_name_of_another_has_its_own_history() {
    let felix = "sign_off: {by: felix@acme.example, date: 2026-05-28}";
    for (of_this, of_other) in [(WITH_A_NO, felix), ("sign_off: {date: 2026-05-20}", WITH_A_NO)] {
        let Some(repo) = committed() else { return };
        repo.save("other.yaml", next(&unsigned()), "priya", 26);
        repo.save("plan.yaml", finance(of_this), "felix", 26);
        repo.save("other.yaml", next(&finance(of_other)), "felix", 27);
        repo.save("plan.yaml", plan(""), "mallory", 27);
        aside(&repo, || {
            remove(&repo, "other.yaml", "priya");
            rename(&repo, "plan.yaml", "other.yaml");
        });
        remove(&repo, "other.yaml", "priya");
        repo.merge(&["side"], || drop(repo.git(&["mv", "plan.yaml", "other.yaml"])), "priya", 28);
        match of_this == WITH_A_NO {
            true => drop(assert_silenced(&repo, "other.yaml")),
            false => assert_go(&repo, "other.yaml"),
        }
    }
}

#[test]
fn a_plan_beside_it_that_git_takes_for_it_later_does_not_make_its_removal_a_tidying_up() {
    for (who, is_taken_back) in [("fay", true), ("mallory", false)] {
        let Some(repo) = committed() else { return };
        let sealed = finance(&format!("sign_off: {{digest: \"sha256:{}\"}}", "0".repeat(64)));
        repo.save("plan.yaml", &sealed, "fay", 27);
        repo.save("other.yaml", next(&unsigned()), "priya", 27);
        remove(&repo, "plan.yaml", who);
        repo.git(&["rm", "-q", "other.yaml"]);
        repo.save("plan.yaml", &sealed, "mallory", 28);
        let verify = run(&repo.path(""), &["verify", "plan.yaml"]);
        assert_eq!(verify.out.contains("taken back in"), is_taken_back, "{}", verify.out);
    }
}

/// Nobody makes another plan answer for this one by putting this one's text between its versions.
#[test]
fn what_was_said_of_another_plan_under_an_old_name_stays_that_plans() {
    let Some(repo) = committed() else { return };
    rename(&repo, "plan.yaml", "launch.yaml");
    repo.save("launch.yaml", with_a_no(), "felix", 27);
    repo.save("launch.yaml", plan(""), "mallory", 27);
    let other = next(&finance("sign_off: {by: felix@acme.example, date: 2026-05-28}"));
    repo.save("plan.yaml", next(&unsigned()), "priya", 28);
    for text in [&other, &next(&unsigned())] {
        repo.save("plan.yaml", text, "felix", 28);
        repo.save("plan.yaml", plan(""), "mallory", 28);
        assert_silenced(&repo, "launch.yaml");
    }
    repo.save("plan.yaml", other, "felix", 28);
    assert_silenced(&repo, "launch.yaml");
}

#[test]
fn nor_does_a_key_make_a_word_hold_that_was_taken_back_under_an_old_name() {
    if !has("ssh-keygen") {
        return;
    }
    for (is_taken_back, expected) in [(true, 1), (false, 0)] {
        let Some(repo) = Repo::new() else { return };
        let key = repo.around.path().join("key").display().to_string();
        let made = std::process::Command::new("ssh-keygen")
            .args(["-q", "-t", "ed25519", "-N", "", "-C", "", "-f", &key])
            .status();
        assert!(made.expect("ssh-keygen").success());
        let public = std::fs::read_to_string(format!("{key}.pub")).expect("a key");
        repo.write("keys", format!("fay@acme.example namespaces=\"launch-sign-off\" {public}"));
        let policy = "allowed_signers = \"keys\"\n[stages.finance]\nassurance = \"signed\"\n";
        let base = include_str!("../base.toml");
        assert!(!base.contains("[stages.finance]"));
        repo.write("launch.toml", format!("{base}\n[assurance]\n{policy}"));
        repo.save("plan.yaml", finance(GONE), "priya", 19);
        sign_with_key(&repo.path(""), &key);
        let signed = std::fs::read_to_string(repo.path("plan.yaml")).expect("the plan");
        repo.commit("fay", 20);
        aside(&repo, || rename(&repo, "plan.yaml", "launch.yaml"));
        let later = if is_taken_back { finance(NO) } else { format!("{signed}\n# A note\n") };
        repo.save("plan.yaml", later, "fay", 28);
        repo.merge(&["side"], || repo.write("launch.yaml", &signed), "mallory", 28);
        remove(&repo, "plan.yaml", "mallory");
        let (code, said) = ended_of(&repo, "launch.yaml");
        assert_eq!(code, expected, "{said}");
        assert_eq!(said.contains("took it back, or said otherwise"), is_taken_back, "{said}");
    }
}

#[test]
fn a_plan_that_went_and_comes_with_its_sign_offs_in_another_commit_is_the_same() {
    for is_copied_first in [false, true] {
        for word in [GONE, NO, ""] {
            let Some(repo) = committed() else { return };
            if !word.is_empty() {
                repo.save("plan.yaml", finance(word), "fay", 27);
            }
            if is_copied_first {
                repo.save("launch.yaml", plan(""), "mallory", 28);
                remove(&repo, "plan.yaml", "mallory");
            } else {
                remove(&repo, "plan.yaml", "mallory");
                repo.save("launch.yaml", plan(""), "mallory", 28);
            }
            let (_, said) = ended_of(&repo, "launch.yaml");
            assert_eq!(said.contains("fay@acme.example took it back"), !word.is_empty(), "{said}");
        }
    }
    let Some(repo) = committed() else { return };
    repo.save("plan.yaml", finance(NO), "fay", 27);
    remove(&repo, "plan.yaml", "mallory");
    // Another launch's plan is none of it, whatever else went.
    repo.save("launch.yaml", next(&unsigned()), "priya", 28);
    let (_, said) = ended_of(&repo, "launch.yaml");
    assert!(!said.contains("declined") && !said.contains("took it back"), "{said}");
}

/// A repository in which git takes another plan, that goes in the same commit, for what this one was.
fn beside_one_alike(own: &str, others: &str) -> Option<Repo> {
    let repo = committed()?;
    repo.save("other/launch.yaml", next(&unsigned()), "priya", 27);
    repo.save("other/launch.yaml", next(others), "fay", 27);
    repo.save("plan.yaml", own, "fay", 27);
    repo.git(&["rm", "-q", "plan.yaml", "other/launch.yaml"]);
    repo.save("moved/launch.yaml", plan(""), "mallory", 28);
    Some(repo)
}

#[test]
fn another_plan_that_went_in_the_same_commit_is_not_what_this_one_was() {
    let Some(repo) = beside_one_alike(&finance(NO), &plan("")) else { return };
    assert_taken_back(&repo, "moved/launch.yaml");
    let Some(repo) = beside_one_alike(&plan(""), &finance(NO)) else { return };
    assert_go(&repo, "moved/launch.yaml");
}
