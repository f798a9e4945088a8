//! Two words of one person and one day: the one further down is the last that was said, whoever moved them.

use crate::repository::Repo;
use crate::taken_back::{assert_go, assert_taken_back, committed, ended, finance};

const GO: &str = "{by: fay@acme.example, date: 2026-05-20}";
const CONDITIONS: &str = "{by: fay@acme.example, date: 2026-05-20, verdict: conditions, conditions: {kit: \
                          {what: Print it, owner: fay@acme.example, due: 2026-06-10, \
                          risk_accepted_by: lea@acme.example}}}";

fn with(words: &[&str]) -> String {
    finance(&format!("sign_off: [{}]", words.join(", ")))
}

/// Somebody commits these words of fay's.
fn save(repo: &Repo, words: &[&str], who: &str, day: u8) {
    repo.save("plan.yaml", with(words), who, day);
}

fn assert_conditions(repo: &Repo) {
    let (code, said) = ended(repo);
    assert!(code == 0 && said.contains("GO WITH CONDITIONS"), "{said}");
}

fn assert_plain_go(repo: &Repo) {
    assert_go(repo);
    let (_, said) = ended(repo);
    assert!(!said.contains("GO WITH CONDITIONS"), "{said}");
}

#[test]
fn conditions_below_a_go_are_taken_out_by_who_gave_them() {
    for (before, who) in [([GO], "sam"), ([GO], "fay"), ([CONDITIONS], "sam")] {
        let Some(repo) = committed() else { return };
        save(&repo, &before, "fay", 26);
        save(&repo, &[GO, CONDITIONS], "fay", 27);
        assert_conditions(&repo);
        save(&repo, &[GO], who, 28);
        match who {
            "fay" => assert_plain_go(&repo),
            _ => assert_taken_back(&repo),
        }
    }
}

#[test]
fn a_go_below_conditions_takes_their_place() {
    let Some(repo) = committed() else { return };
    save(&repo, &[CONDITIONS], "fay", 26);
    assert_conditions(&repo);
    save(&repo, &[CONDITIONS, GO], "fay", 27);
    assert_plain_go(&repo);
    save(&repo, &[GO], "sam", 28);
    assert_plain_go(&repo);

    // Both in one commit, by her or by another.
    for who in ["fay", "sam"] {
        let Some(repo) = committed() else { return };
        save(&repo, &[CONDITIONS], "fay", 26);
        save(&repo, &[CONDITIONS, GO], who, 27);
        match who {
            "fay" => assert_plain_go(&repo),
            _ => assert_taken_back(&repo),
        }
    }
}

#[test]
fn who_changes_the_order_changes_what_was_said() {
    let Some(repo) = committed() else { return };
    save(&repo, &[GO, CONDITIONS], "fay", 26);
    save(&repo, &[CONDITIONS, GO], "sam", 27);
    assert_taken_back(&repo);
    save(&repo, &[GO, CONDITIONS], "sam", 27);
    assert_conditions(&repo);
    repo.write("plan.yaml", with(&[CONDITIONS, GO]));
    assert_taken_back(&repo);
    repo.commit("fay", 27);
    assert_plain_go(&repo);
    // Conditions that she put a go in the place of are no more what she says; her go still is.
    save(&repo, &[GO, CONDITIONS], "sam", 28);
    assert_taken_back(&repo);
    save(&repo, &[CONDITIONS, GO], "sam", 28);
    assert_plain_go(&repo);
}

#[test]
fn the_order_of_two_days_says_nothing() {
    let day = |word: &str| word.replacen("05-20", "05-21", 1);
    for (early, late, is_go) in [(GO, day(CONDITIONS), false), (CONDITIONS, day(GO), true)] {
        let Some(repo) = committed() else { return };
        save(&repo, &[early, &late], "fay", 26);
        for words in [[&late, early], [early, &late]] {
            save(&repo, &words, "sam", 27);
            match is_go {
                true => assert_plain_go(&repo),
                false => assert_conditions(&repo),
            }
        }
        // Nor does that of somebody else's word.
        let felix = "{by: felix@acme.example, date: 2026-05-21}";
        save(&repo, &[felix, &late, early], "felix", 28);
        save(&repo, &[&late, felix, early], "sam", 28);
        match is_go {
            true => assert_plain_go(&repo),
            false => assert_conditions(&repo),
        }
    }
}

#[test]
fn conditions_do_not_come_back_when_another_takes_out_the_go_in_their_place() {
    let later = GO.replacen("05-20", "05-21", 1);
    for order in [[CONDITIONS, &later], [&later, CONDITIONS], [CONDITIONS, GO]] {
        // Her conditions came before her go, or beside it.
        for before in [[CONDITIONS].as_slice(), &order] {
            for who in ["sam", "fay"] {
                let Some(repo) = committed() else { return };
                save(&repo, before, "fay", 26);
                save(&repo, &order, "fay", 27);
                assert_plain_go(&repo);
                save(&repo, &[CONDITIONS], who, 28);
                match who {
                    "fay" => assert_conditions(&repo),
                    _ => assert_taken_back(&repo),
                }
            }
        }
    }
}

#[test]
fn a_merge_puts_no_word_below_a_later_one() {
    for (go, conditions, order, who, is_taken_back) in [
        (26, 27, [CONDITIONS, GO], "sam", true),
        (26, 27, [CONDITIONS, GO], "fay", false),
        (27, 26, [CONDITIONS, GO], "sam", false),
        (26, 27, [GO, CONDITIONS], "sam", false),
        (27, 26, [GO, CONDITIONS], "sam", false),
    ] {
        let Some(repo) = committed() else { return };
        repo.save("plan.yaml", finance("sign_off: ~"), "fay", 25);
        repo.git(&["checkout", "-q", "-b", "side"]);
        save(&repo, &[CONDITIONS], "fay", conditions);
        repo.git(&["checkout", "-q", "main"]);
        save(&repo, &[GO], "fay", go);
        repo.merge(&["side"], || repo.write("plan.yaml", with(&order)), who, 28);
        match (is_taken_back, order) {
            (true, _) => assert_taken_back(&repo),
            (false, [_, GO]) => assert_plain_go(&repo),
            (false, _) => assert_conditions(&repo),
        }
    }

    // Of a branch on which somebody else moved them, too.
    for (who, is_taken_back) in [("sam", true), ("fay", false)] {
        let Some(repo) = committed() else { return };
        save(&repo, &[GO, CONDITIONS], "fay", 25);
        repo.git(&["checkout", "-q", "-b", "side"]);
        save(&repo, &[CONDITIONS, GO], who, 26);
        repo.git(&["checkout", "-q", "main"]);
        repo.save("note.txt", "Beside", "priya", 26);
        repo.merge(&["side"], || repo.write("plan.yaml", with(&[CONDITIONS, GO])), "priya", 27);
        match is_taken_back {
            true => assert_taken_back(&repo),
            false => assert_plain_go(&repo),
        }
    }
}
