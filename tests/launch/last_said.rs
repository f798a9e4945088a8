//! Who said what last of a stage, over merges, and over texts that cannot be read.

use crate::command::run;
use crate::overlay::plan;
use crate::repository::Repo;
use crate::taken_back::{NO, assert_go, assert_taken_back, committed, ended, ended_of, finance};

pub(crate) const GONE: &str = "sign_off: ~";

/// A no of Felix beside the yes of Fay.
pub(crate) const WITH_A_NO: &str = "sign_off: [{by: fay@acme.example, date: 2026-05-20}, \
                         {by: felix@acme.example, date: 2026-05-27, verdict: no-go, note: Not priced}]";

pub(crate) fn with_a_no() -> String {
    finance(WITH_A_NO)
}

pub(crate) fn assert_silenced(repo: &Repo, name: &str) -> String {
    let (code, said) = ended_of(repo, name);
    assert!(code == 1 && said.contains("felix@acme.example said no-go for finance on 2026-05-"), "{said}");
    assert!(said.contains("and did not take it back: "), "{said}");
    said
}

/// A branch from where the repository is, with a commit beside the plan.
pub(crate) fn branch(repo: &Repo, name: &str) {
    repo.git(&["checkout", "-q", "-b", name]);
    repo.save(&format!("{name}.txt"), name, "sam", 27);
    repo.git(&["checkout", "-q", "main"]);
}

#[test]
fn what_a_person_says_in_a_merge_of_their_own_is_heard() {
    for (branches, word) in [(&["a"][..], GONE), (&["a"], NO), (&["a", "b", "c"], GONE)] {
        let Some(repo) = committed() else { return };
        // What this says of merges is not asked.
        repo.git(&["config", "log.diffMerges", "off"]);
        for name in branches {
            branch(&repo, name);
        }
        repo.merge(branches, || repo.write("plan.yaml", finance(word)), "fay", 28);
        repo.save("plan.yaml", plan(""), "mallory", 28);
        assert_taken_back(&repo);
        branch(&repo, "again");
        repo.save("plan.yaml", finance(GONE), "priya", 28);
        repo.merge(&["again"], || repo.write("plan.yaml", plan("")), "fay", 28);
        assert_go(&repo);
    }
    let Some(repo) = committed() else { return };
    branch(&repo, "a");
    repo.merge(&["a"], || repo.write("plan.yaml", with_a_no()), "felix", 27);
    repo.save("plan.yaml", plan(""), "mallory", 28);
    let said = assert_silenced(&repo, "plan.yaml");
    assert!(said.contains("mallory@acme.example took it out on 2026-05-28"), "{said}");
    branch(&repo, "b");
    repo.save("plan.yaml", with_a_no(), "priya", 28);
    repo.merge(&["b"], || repo.write("plan.yaml", plan("")), "felix", 28);
    assert_go(&repo);
}

#[test]
fn what_a_merge_takes_by_itself_is_nobodys_word() {
    // Fay merges what somebody else put into the plan in her name.
    let Some(repo) = committed() else { return };
    repo.save("plan.yaml", finance(GONE), "fay", 27);
    branch(&repo, "hers");
    repo.save("plan.yaml", plan(""), "mallory", 27);
    repo.git(&["checkout", "-q", "hers"]);
    repo.merge(&["main"], || repo.write("plan.yaml", plan("")), "fay", 28);
    assert_taken_back(&repo);

    // Both sides changed it, and she concludes the merge with neither.
    let Some(repo) = committed() else { return };
    let (one, other) = (finance("sign_off: {note: Invoice 7}"), finance("sign_off: {note: Invoice 8}"));
    repo.git(&["checkout", "-q", "-b", "side"]);
    repo.save("plan.yaml", &one, "fay", 26);
    repo.git(&["checkout", "-q", "main"]);
    repo.save("plan.yaml", &other, "fay", 27);
    assert_go(&repo);
    repo.merge(&["side"], || repo.write("plan.yaml", finance(GONE)), "fay", 28);
    for text in [one, other] {
        repo.save("plan.yaml", text, "mallory", 28);
        assert_taken_back(&repo);
    }
}

#[test]
fn who_keeps_in_a_merge_what_they_changed_on_a_branch_says_it_again() {
    let again = finance("sign_off: {date: 2026-05-21}");
    let (unsigned, no) = (finance(GONE), finance(NO));
    for remark in ["", "# Beside\n"] {
        // What she takes back and what she gives on the branch is as it was before in what she makes of both.
        let merged = |before: &str, on_branch: &str, who: &str| {
            let repo = committed()?;
            repo.save("plan.yaml", before, "fay", 27);
            repo.git(&["checkout", "-q", "-b", "side"]);
            repo.save("plan.yaml", on_branch, "fay", 27);
            repo.git(&["checkout", "-q", "main"]);
            repo.save("plan.yaml", format!("{before}{remark}"), "sam", 27);
            repo.merge(&["side"], || (), who, 28);
            Some(repo)
        };
        for (before, on_branch) in [(&unsigned, &plan("")), (&no, &again)] {
            let Some(repo) = merged(before, on_branch, "fay") else { return };
            assert_eq!(ended(&repo).0, 1);
            repo.save("plan.yaml", on_branch, "priya", 28);
            assert_taken_back(&repo);
        }
        for (who, is_hers) in [("fay", true), ("priya", false)] {
            let Some(repo) = merged(&plan(""), &no, who) else { return };
            match is_hers {
                true => assert_go(&repo),
                false => assert_taken_back(&repo),
            }
        }
    }
    // Of two words that nobody gave after the other, a merge takes one by itself.
    let Some(repo) = committed() else { return };
    repo.git(&["checkout", "-q", "-b", "side"]);
    repo.save("plan.yaml", &no, "fay", 27);
    repo.git(&["checkout", "-q", "main"]);
    repo.save("plan.yaml", &again, "fay", 26);
    repo.merge(&["side"], || (), "fay", 28);
    assert_taken_back(&repo);
}

#[test]
fn who_repairs_a_plan_says_what_they_change() {
    for word in [GONE, NO] {
        let Some(repo) = committed() else { return };
        repo.save("plan.yaml", format!("{{{{\n{}", plan("")), "sam", 27);
        repo.save("plan.yaml", format!("{{{{\n# Twice\n{}", plan("")), "sam", 27);
        repo.save("plan.yaml", finance(word), "fay", 28);
        repo.save("plan.yaml", plan(""), "mallory", 28);
        assert_taken_back(&repo);
    }
    let Some(repo) = committed() else { return };
    repo.save("plan.yaml", format!("<<<<<<< HEAD\n{}", plan("")), "sam", 27);
    repo.save("plan.yaml", with_a_no(), "felix", 27);
    repo.save("plan.yaml", plan(""), "mallory", 28);
    assert_silenced(&repo, "plan.yaml");
    // What cannot be read says nothing itself.
    let Some(repo) = committed() else { return };
    repo.save("plan.yaml", format!("{{{{\n{}", finance(GONE)), "fay", 28);
    repo.save("plan.yaml", plan(""), "mallory", 28);
    assert_go(&repo);
}

#[cfg(unix)]
#[test]
fn of_two_words_on_two_branches_the_later_counts_whichever_was_merged_into_which() {
    let yes = finance(
        "sign_off: [{by: fay@acme.example, date: 2026-05-20}, {by: felix@acme.example, date: 2026-05-26}]",
    );
    for (into, from) in [("main", "side"), ("side", "main")] {
        for (yes_day, no_day) in [(26, 27), (27, 26)] {
            let Some(repo) = committed() else { return };
            repo.git(&["checkout", "-q", "-b", "side"]);
            repo.save("plan.yaml", &yes, "felix", yes_day);
            repo.git(&["checkout", "-q", "main"]);
            repo.save("plan.yaml", with_a_no(), "felix", no_day);
            repo.git(&["checkout", "-q", into]);
            repo.merge(&[from], || repo.write("plan.yaml", plan("")), "mallory", 28);
            match no_day > yes_day {
                true => drop(assert_silenced(&repo, "plan.yaml")),
                false => assert_go(&repo),
            }
        }
    }
}

#[test]
fn an_old_copy_of_a_no_is_answered_by_the_word_that_answers_it() {
    for (who, is_silenced) in [("felix", false), ("mallory", true)] {
        let Some(repo) = committed() else { return };
        repo.git(&["checkout", "-q", "-b", "his"]);
        let no = repo.save("plan.yaml", with_a_no(), "felix", 25);
        repo.git(&["checkout", "-q", "main"]);
        repo.save("note.txt", "Beside", "priya", 25);
        repo.git(&["cherry-pick", no.as_str()]);
        repo.save("plan.yaml", plan(""), who, 27);
        repo.merge(&["his"], || (), "priya", 28);
        match is_silenced {
            true => drop(assert_silenced(&repo, "plan.yaml")),
            false => assert_go(&repo),
        }
    }
}

#[test]
fn a_no_whose_clock_was_ahead_is_answered_with_its_date() {
    let again = finance("sign_off: {note: The invoice is right}");
    let Some(repo) = committed() else { return };
    repo.save("plan.yaml", finance(NO), "fay", 28);
    repo.save("plan.yaml", &again, "fay", 26);
    assert_taken_back(&repo);
    let (_, said) = ended(&repo);
    assert!(said.contains("said otherwise, on 2026-05-28 in commit"), "{said}");
    assert!(said.contains("came after it, and is dated before it, on 2026-05-26"), "{said}");
    let help = "have fay@acme.example sign again and commit it with no earlier date: `git commit \
                --date=2026-05-28T12:00:00+02:00`";
    assert!(said.contains(help), "{said}");
    // Nor does she take it out before she says it.
    let others = finance("sign_off: {by: felix@acme.example, date: 2026-05-26}");
    repo.save("plan.yaml", &others, "fay", 26);
    let (code, said) = ended(&repo);
    let told = "and took it out in commit";
    assert!(code == 1 && said.contains(told) && !said.contains("did not take it back"), "{said}");
    assert!(said.contains("finance again and commit it with no earlier date: `git commit --date="), "{said}");

    repo.write("plan.yaml", finance("sign_off: {date: 2026-05-21}"));
    repo.commit("fay", 26);
    repo.git(&["commit", "-q", "--amend", "--no-edit", "--date=2026-05-28T12:00:00+02:00"]);
    assert_go(&repo);
    // A clock that was right is not spoken of.
    let Some(repo) = committed() else { return };
    repo.save("plan.yaml", finance(GONE), "fay", 28);
    repo.save("plan.yaml", plan(""), "mallory", 28);
    let (_, said) = ended(&repo);
    assert!(!said.contains("--date") && said.contains("sign again and commit it"), "{said}");
}

#[test]
fn a_no_without_a_name_counts_while_it_is_there() {
    let Some(repo) = committed() else { return };
    let nameless = "sign_off: [{by: fay@acme.example, date: 2026-05-20}, {verdict: no-go, note: Not priced}]";
    repo.save("plan.yaml", finance(nameless), "felix", 27);
    let (code, said) = ended(&repo);
    assert!(code == 1 && said.contains("somebody said no-go for finance: Not priced"), "{said}");
    repo.save("plan.yaml", plan(""), "mallory", 28);
    assert_go(&repo);
}

#[test]
fn what_is_open_in_the_working_tree_or_not_in_the_clone_is_said() {
    let Some(repo) = committed() else { return };
    repo.save("plan.yaml", with_a_no(), "felix", 27);
    repo.write("plan.yaml", plan(""));
    let said = assert_silenced(&repo, "plan.yaml");
    assert!(said.contains("it is out of the file, and no commit takes it out yet"), "{said}");
    assert!(said.contains("have felix@acme.example commit that it is out"), "{said}");
    repo.commit("felix", 28);
    assert_go(&repo);

    repo.git(&["config", "uploadpack.allowFilter", "true"]);
    let url = format!("file://{}", repo.path("").display());
    repo.git(&["clone", "-q", "--filter=blob:none", &url, "../blobless"]);
    let (code, said) = ended(&Repo::beside(repo, "blobless"));
    assert!(code == 1 && said.contains("clone it again without `--filter`"), "{said}");
}

#[test]
fn what_was_taken_back_stays_so_where_no_commit_has_it() {
    let Some(repo) = committed() else { return };
    repo.save("plan.yaml", finance(GONE), "fay", 28);
    repo.write("plan.yaml", plan(""));
    assert_taken_back(&repo);
    let simulate = ["simulate", "plan.yaml", "--as-of", "2026-05-28"];
    let simulated = run(&repo.path(""), &simulate);
    assert!(!simulated.out.contains("took it back"), "{}", simulated.out);
    // Another word of hers is not that one.
    repo.write("plan.yaml", finance("sign_off: {date: 2026-05-21}"));
    let (code, said) = ended(&repo);
    assert!(code == 1 && said.contains("no commit has it yet"), "{said}");
    repo.commit("fay", 28);
    assert_go(&repo);
}
