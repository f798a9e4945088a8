//! What was said of the plan itself, and not of another that had one of its names, whether it was moved, or removed and
//! came again, and where its history ends.

use crate::command::run;
use crate::last_said::{GONE, WITH_A_NO, assert_silenced, branch, with_a_no};
use crate::loopholes::POLICY;
use crate::overlay::plan;
use crate::repository::Repo;
use crate::taken_back::{
    FELIX, assert_go, assert_taken_back, committed, ended, ended_of, finance, sign_all, sign_all_of,
};

/// The complete plan before anybody signed it.
pub(crate) fn unsigned() -> String {
    let stages = ["customer", "product", "operations", "finance", "customer-service", "marketing", "sales"];
    let gone: Vec<String> = stages.iter().map(|stage| format!("{stage}: {{sign_off: ~}}")).collect();
    plan(&format!("stages: {{{}, leadership: {{sign_off: ~}}}}", gone.join(", ")))
}

/// A plan for another launch.
pub(crate) fn next(plan: &str) -> String {
    plan.replace("launch: Invoice Assist 2.0", "launch: Camp Box")
}

fn assert_go_of(repo: &Repo, name: &str) {
    let (code, said) = ended_of(repo, name);
    assert_eq!(code, 0, "{said}");
}

fn remove(repo: &Repo, name: &str, who: &str) {
    repo.git(&["rm", "-q", name]);
    repo.commit(who, 28);
}

#[test]
fn a_name_that_a_merge_gave_is_followed() {
    for (who, is_taken_back) in [("fay", true), ("mallory", false)] {
        let Some(repo) = committed() else { return };
        branch(&repo, "one");
        branch(&repo, "two");
        repo.git(&["checkout", "-q", "two"]);
        repo.merge(&["one"], || drop(repo.git(&["mv", "plan.yaml", "other.yaml"])), "mallory", 27);
        repo.save("other.yaml", finance(GONE), who, 28);
        repo.git(&["checkout", "-q", "main"]);
        repo.merge(&["two"], || (), "mallory", 28);
        match is_taken_back {
            true => assert_taken_back(&repo),
            false => assert_go(&repo),
        }
    }
}

#[test]
fn what_was_said_under_a_name_that_is_gone_was_said_of_the_plan() {
    let given = plan("");
    for is_beside in [false, true] {
        let Some(repo) = committed() else { return };
        repo.git(&["checkout", "-q", "-b", "side"]);
        for name in ["other.yaml", "third.yaml"] {
            let last = if name == "third.yaml" { "other.yaml" } else { "plan.yaml" };
            repo.git(&["mv", last, name]);
            repo.commit("mallory", 27);
        }
        repo.save("third.yaml", finance(GONE), "fay", 28);
        remove(&repo, "third.yaml", "mallory");
        if is_beside {
            repo.git(&["checkout", "-q", "main"]);
            repo.merge(&["side"], || (), "mallory", 28);
        } else {
            repo.save("plan.yaml", &given, "mallory", 28);
        }
        assert_taken_back(&repo);
        repo.save("plan.yaml", finance(GONE), "fay", 28);
        repo.save("plan.yaml", &given, "fay", 28);
        let (_, said) = ended(&repo);
        assert!(!said.contains("took it back"), "{said}");
    }
}

#[test]
fn a_plan_that_is_removed_and_comes_again_is_the_same() {
    // On a branch that was merged away.
    let Some(repo) = committed() else { return };
    repo.git(&["checkout", "-q", "-b", "side"]);
    remove(&repo, "plan.yaml", "mallory");
    repo.git(&["checkout", "-q", "main"]);
    repo.save("plan.yaml", with_a_no(), "felix", 27);
    repo.save("plan.yaml", plan(""), "mallory", 28);
    repo.merge(&["side"], || (), "mallory", 28);
    assert_silenced(&repo, "plan.yaml");

    // With a sign-off that it had.
    let Some(repo) = committed() else { return };
    repo.save("plan.yaml", with_a_no(), "felix", 27);
    remove(&repo, "plan.yaml", "mallory");
    repo.save("plan.yaml", plan(""), "mallory", 28);
    assert_silenced(&repo, "plan.yaml");

    // Under the name that the launch had got before.
    let Some(repo) = committed() else { return };
    repo.save("plan.yaml", with_a_no(), "felix", 27);
    repo.save("plan.yaml", next(&plan("")), "mallory", 28);
    remove(&repo, "plan.yaml", "mallory");
    repo.save("plan.yaml", next(&plan("")), "mallory", 28);
    assert_silenced(&repo, "plan.yaml");

    // Or that it got under another name of the file.
    let Some(repo) = committed() else { return };
    repo.git(&["mv", "plan.yaml", "other.yaml"]);
    repo.commit("mallory", 27);
    repo.save("other.yaml", next(&plan("")), "mallory", 27);
    repo.save("other.yaml", next(&with_a_no()), "felix", 27);
    remove(&repo, "other.yaml", "mallory");
    repo.save("plan.yaml", plan(""), "mallory", 28);
    assert_silenced(&repo, "plan.yaml");

    // Unsigned, until what was sealed stands there again.
    let Some(repo) = committed() else { return };
    let sealed = |finance: &str| {
        plan(&format!(
            "stages: {{leadership: {{sign_off: {{digest: \"sha256:00\"}}}}, finance: {{{finance}}}}}"
        ))
    };
    repo.save("plan.yaml", sealed(WITH_A_NO), "felix", 27);
    remove(&repo, "plan.yaml", "mallory");
    repo.save("plan.yaml", next(&unsigned()), "mallory", 28);
    assert!(!ended(&repo).1.contains("said no-go"), "{}", ended(&repo).1);
    repo.save("plan.yaml", next(&sealed("")), "mallory", 28);
    assert_silenced(&repo, "plan.yaml");

    // Without any, for the same launch.
    let Some(repo) = committed() else { return };
    repo.save("plan.yaml", with_a_no(), "felix", 27);
    remove(&repo, "plan.yaml", "mallory");
    repo.save("plan.yaml", unsigned(), "mallory", 28);
    sign_all(&repo, "plan.yaml");
    assert_silenced(&repo, "plan.yaml");
}

#[test]
fn a_copy_of_the_old_text_beside_it_makes_no_new_plan() {
    let Some(repo) = committed() else { return };
    repo.save("plan.yaml", with_a_no(), "felix", 27);
    repo.write("copy.yaml", with_a_no());
    repo.save("plan.yaml", unsigned(), "mallory", 28);
    sign_all(&repo, "plan.yaml");
    assert_silenced(&repo, "plan.yaml");
}

#[test]
fn nor_does_a_link_in_its_place_make_it_another() {
    let Some(repo) = committed() else { return };
    repo.save("plan.yaml", with_a_no(), "felix", 27);
    std::fs::remove_file(repo.path("plan.yaml")).expect("removed");
    std::os::unix::fs::symlink("launch.toml", repo.path("plan.yaml")).expect("a link");
    repo.commit("mallory", 28);
    std::fs::remove_file(repo.path("plan.yaml")).expect("removed");
    repo.save("plan.yaml", plan(""), "mallory", 28);
    assert_silenced(&repo, "plan.yaml");
}

#[test]
fn who_removes_a_plan_takes_back_what_they_said_in_it() {
    for (who, is_taken_back) in [("fay", true), ("mallory", false)] {
        let Some(repo) = committed() else { return };
        let sealed = finance(&format!("sign_off: {{digest: \"sha256:{}\"}}", "0".repeat(64)));
        repo.save("plan.yaml", &sealed, "fay", 27);
        remove(&repo, "plan.yaml", who);
        repo.save("plan.yaml", &sealed, "mallory", 28);
        let verify = run(&repo.path(""), &["verify", "plan.yaml"]);
        assert_eq!(verify.out.contains("taken back in"), is_taken_back, "{}", verify.out);
    }
    // Who moves it does not.
    let Some(repo) = committed() else { return };
    repo.git(&["mv", "plan.yaml", "launch.yaml"]);
    repo.commit("fay", 28);
    assert_go_of(&repo, "launch.yaml");
}

#[test]
fn another_plan_that_gets_an_old_name_has_no_say() {
    let one = |word: &str| next(&unsigned()) + word;
    let fay = next(&finance("sign_off: {date: 2026-05-27}"));
    for later in ["launch.yaml", "camp.yaml"] {
        let Some(repo) = committed() else { return };
        repo.git(&["mv", "plan.yaml", "invoice.yaml"]);
        repo.commit("priya", 27);
        repo.save("plan.yaml", one(""), "priya", 27);
        if later != "launch.yaml" {
            repo.git(&["mv", "plan.yaml", later]);
            repo.commit("priya", 27);
        }
        repo.save(later, &fay, "fay", 27);
        repo.save(later, one(""), "fay", 28);
        assert_go_of(&repo, "invoice.yaml");
        repo.save(later, next(&with_a_no()), "felix", 28);
        remove(&repo, later, "priya");
        assert_go_of(&repo, "invoice.yaml");
    }
    // Nor does it answer for this one.
    let Some(repo) = committed() else { return };
    repo.git(&["mv", "plan.yaml", "invoice.yaml"]);
    repo.commit("priya", 27);
    repo.save("invoice.yaml", with_a_no(), "felix", 27);
    repo.save("invoice.yaml", plan(""), "mallory", 28);
    repo.save("plan.yaml", one(""), "priya", 28);
    let answer = next(&finance("sign_off: {by: felix@acme.example, date: 2026-05-28}"));
    repo.save("plan.yaml", answer, "felix", 28);
    assert_silenced(&repo, "invoice.yaml");
    remove(&repo, "plan.yaml", "priya");
    assert_silenced(&repo, "invoice.yaml");
}

#[test]
fn the_next_plan_under_a_name_starts_afresh() {
    for is_at_once in [false, true] {
        let Some(repo) = committed() else { return };
        repo.git(&["branch", "open"]);
        repo.save("plan.yaml", with_a_no(), "felix", 27);
        repo.git(&["mv", "plan.yaml", "first.yaml"]);
        if !is_at_once {
            repo.commit("priya", 27);
            repo.git(&["branch", "between"]);
        }
        repo.save("plan.yaml", next(&unsigned()), "priya", 27);
        sign_all_of(&repo, "plan.yaml", |text| next(&text));
        assert_go(&repo);
        // Branches of before are merged after.
        for name in ["open", "between"].iter().take(if is_at_once { 1 } else { 2 }) {
            repo.git(&["checkout", "-q", name]);
            repo.save(&format!("{name}.txt"), "Beside", "sam", 28);
            repo.git(&["checkout", "-q", "main"]);
            repo.merge(&[name], || repo.write(&format!("{name}.txt"), "Beside"), "sam", 28);
            assert_go(&repo);
        }
    }
}

#[test]
fn where_history_ends_nobody_knows_who_said_no() {
    let Some(repo) = Repo::new() else { return };
    repo.write("launch.toml", format!("[assurance]\nminimum = \"committed\"\n{FELIX}{POLICY}"));
    repo.save("plan.yaml", unsigned(), "priya", 1);
    repo.save("plan.yaml", with_a_no(), "felix", 2);
    repo.save("plan.yaml", unsigned(), "mallory", 3);
    sign_all(&repo, "plan.yaml");
    assert_silenced(&repo, "plan.yaml");
    repo.git(&["mv", "plan.yaml", "old.yaml"]);
    repo.commit("priya", 28);
    repo.save("plan.yaml", next(&unsigned()), "priya", 28);
    sign_all_of(&repo, "plan.yaml", |text| next(&text));
    assert_go(&repo);
    let url = format!("file://{}", repo.path("").display());
    repo.git(&["clone", "-q", "--depth", "19", &url, "../shallow"]);
    let shallow = Repo::beside(repo, "shallow");
    let (code, said) = ended_of(&shallow, "old.yaml");
    let told = "its commit was not checked: the clone is shallow: history ends at";
    assert!(code == 1 && said.contains(told), "{said}");
    // All of its life may be in the clone, or it was removed before that.
    let (code, said) = ended(&shallow);
    assert!(code == 1 && said.contains(told), "{said}");
    shallow.git(&["fetch", "-q", "--unshallow"]);
    assert_go(&shallow);
    assert_silenced(&shallow, "old.yaml");
}

#[test]
fn nor_is_it_known_behind_more_names_than_are_followed() {
    for names in [60, 66] {
        let Some(repo) = committed() else { return };
        repo.save("plan.yaml", with_a_no(), "felix", 27);
        repo.save("plan.yaml", unsigned(), "mallory", 27);
        let mut last = "plan.yaml".to_owned();
        for number in 0..names {
            let next = format!("{number}.yaml");
            repo.git(&["mv", &last, &next]);
            repo.commit("mallory", 27);
            last = next;
        }
        sign_all(&repo, &last);
        match names > 64 {
            true => {
                let (code, said) = ended_of(&repo, &last);
                assert!(code == 1 && said.contains("it had more than 64 names"), "{said}");
            }
            false => drop(assert_silenced(&repo, &last)),
        }
    }
}
