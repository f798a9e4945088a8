//! A policy that is read from a revision is the one that a path's words name there, whatever links a
//! branch puts on the way; where that is unclear, nothing is told.

use std::os::unix::fs::symlink;
use std::path::Path;

use crate::command::{Ended, run};
use crate::git_traps::like_a_bare_one;
use crate::judged::ROSTER;
use crate::overlay::BASE;
use crate::repository::Repo;

/// A policy that the complete plan does not satisfy.
const STRICT: &str = "[stages.legal]\nafter = [\"product\"]\nasks.terms = \"Are the terms reviewed?\"\n";

/// A repository whose main branch has these files; another branch is checked out.
fn repo(files: &[(&str, &str)]) -> Option<Repo> {
    let repo = Repo::new()?;
    for (name, text) in files {
        repo.write(name, text);
    }
    repo.commit("priya", 1);
    repo.git(&["checkout", "-q", "-b", "evil"]);
    Some(repo)
}

fn strict() -> String {
    format!("{ROSTER}{STRICT}")
}

/// What a check by the policy of the main branch ends with, its lines joined.
fn check(folder: &Path, args: &[&str]) -> Ended {
    let ended = run(folder, &[&["check", "--as-of", "2026-05-28", "--policy-from", "main"], args].concat());
    Ended { out: ended.out.split_whitespace().collect::<Vec<_>>().join(" "), ..ended }
}

/// Puts a link in the place of a folder, whose plan then lies in `p`.
fn links(repo: &Repo, name: &str) {
    std::fs::rename(repo.path(name), repo.path("p")).expect("moved");
    let _ = std::fs::remove_file(repo.path("p/launch.toml"));
    symlink(repo.path("p"), repo.path(name)).expect("a link");
    repo.commit("eve", 2);
}

#[test]
fn a_folder_that_became_a_link_keeps_the_policy_that_it_had() {
    for policy in ["a/b/launches/launch.toml", "a/b/launch.toml", "a/launch.toml", "launch.toml"] {
        for link in ["a/b/launches", "a/b", "a"] {
            let strict = strict();
            let Some(repo) = repo(&[("a/b/launches/plan.yaml", BASE), (policy, &strict)]) else { return };
            links(&repo, link);
            let absolute = repo.path("a/b/launches/plan.yaml").display().to_string();
            for plan in ["a/b/launches/plan.yaml", "./a/b/launches", &absolute] {
                let ended = check(&repo.path(""), &[plan]);
                assert!(
                    ended.code == 1 && ended.out.contains("legal"),
                    "{policy} {link} {plan}: {}",
                    ended.out
                );
            }
            let back = check(&repo.path(""), &["a/b/launches/../launches/plan.yaml"]);
            assert_eq!(back.code, 2, "{policy} {link}: {}", back.out);
            let is_read = link != "a/b/launches";
            assert!(!is_read || back.out.contains("goes back with `..` over a link"), "{}", back.out);
        }
    }
}

#[test]
fn a_folder_without_links_is_found_by_every_way_to_it() {
    let strict = strict();
    let Some(repo) = repo(&[("launches/x/plan.yaml", BASE), ("launches/launch.toml", &strict)]) else {
        return;
    };
    repo.git(&["rm", "-q", "launches/launch.toml"]);
    repo.commit("eve", 2);
    let by_link = repo.around.path().join("elsewhere");
    symlink(repo.path(""), &by_link).expect("a link");
    let into = repo.around.path().join("into");
    symlink("elsewhere/launches", &into).expect("a link");
    for (folder, plan) in [
        (repo.path(""), "launches/x/plan.yaml"),
        (repo.path("launches"), "x"),
        (repo.path("launches/x"), "plan.yaml"),
        (repo.path("launches/x"), "../../launches/x/plan.yaml"),
        (repo.path("launches/x"), "../../../repo/launches/x/plan.yaml"),
        (repo.around.path().to_owned(), "elsewhere/launches/x/plan.yaml"),
        (repo.around.path().to_owned(), "elsewhere/../repo/launches/x/plan.yaml"),
        (repo.around.path().to_owned(), "into/x/plan.yaml"),
        (by_link.clone(), "launches/x/plan.yaml"),
    ] {
        let ended = check(&folder, &[plan]);
        assert!(ended.code == 1 && ended.out.contains("legal"), "{plan}: {}", ended.out);
    }
    repo.git(&["branch", "-f", "main", "evil"]);
    let ended = check(&repo.path(""), &["launches/x/plan.yaml"]);
    assert_eq!(ended.code, 0, "what was merged holds: {}", ended.out);
}

#[test]
fn a_plan_may_be_a_link_and_lies_where_the_link_does() {
    let strict = strict();
    let files = [("launches/plan.yaml", BASE), ("launches/launch.toml", &strict), ("texts/plan.yaml", BASE)];
    let Some(repo) = repo(&files) else { return };
    std::fs::remove_file(repo.path("launches/plan.yaml")).expect("removed");
    symlink("../texts/plan.yaml", repo.path("launches/plan.yaml")).expect("a link");
    repo.commit("eve", 2);
    assert_eq!(check(&repo.path(""), &["launches/plan.yaml"]).code, 1);
    assert_eq!(check(&repo.path(""), &["texts/plan.yaml"]).code, 0);
}

#[test]
fn a_link_that_the_revision_does_not_tell_about_is_told() {
    let strict = strict();
    let Some(repo) = repo(&[("launches/plan.yaml", BASE), ("launches/launch.toml", &strict)]) else { return };
    symlink("launches", repo.path("new")).expect("a link");
    repo.commit("eve", 2);
    let ended = check(&repo.path(""), &["new/plan.yaml"]);
    assert_eq!(ended.code, 2, "{}", ended.out);
    assert!(ended.out.contains("`new` is a link here, and no folder in"), "{}", ended.out);
    repo.git(&["branch", "-f", "main", "evil"]);
    let ended = check(&repo.path(""), &["new/plan.yaml"]);
    assert!(ended.code == 2 && ended.out.contains("`new` is a link in"), "{}", ended.out);
    std::fs::create_dir(repo.path("fresh")).expect("a folder");
    repo.write("fresh/plan.yaml", BASE);
    assert_eq!(check(&repo.path(""), &["fresh/plan.yaml"]).code, 0, "a new folder is no link");
}

#[test]
fn a_link_out_of_the_repository_brings_no_other_one() {
    let strict = strict();
    let Some(repo) = repo(&[("launches/plan.yaml", BASE), ("launches/launch.toml", &strict)]) else { return };
    let Some(other) = Repo::new() else { return };
    other.save("plan.yaml", BASE, "eve", 1);
    std::fs::remove_dir_all(repo.path("launches")).expect("removed");
    symlink(other.path(""), repo.path("launches")).expect("a link");
    repo.commit("eve", 2);
    let ended = check(&repo.path(""), &["launches/plan.yaml"]);
    assert!(ended.code == 1 && ended.out.contains("legal"), "{}", ended.out);
}

#[test]
fn a_policy_that_is_named_is_the_one_of_that_name() {
    let strict = strict();
    let files = [("plan.yaml", BASE), ("policy/launch.toml", &strict), ("examples/launch.toml", ROSTER)];
    let Some(repo) = repo(&files) else { return };
    std::fs::remove_dir_all(repo.path("policy")).expect("removed");
    symlink("examples", repo.path("policy")).expect("a link");
    repo.commit("eve", 2);
    let absolute = repo.path("policy/launch.toml").display().to_string();
    for policy in ["policy/launch.toml", "./policy/launch.toml", &absolute] {
        let ended = check(&repo.path(""), &["plan.yaml", "--policy", policy]);
        assert!(ended.code == 1 && ended.out.contains("legal"), "{policy}: {}", ended.out);
    }
    let by = |policy: &str| check(&repo.path(""), &["plan.yaml", "--policy", policy]).code;
    assert_eq!(by("policy/../policy/launch.toml"), 2);
    assert_eq!(by("examples/launch.toml"), 0);
    assert_eq!(by("examples/../examples/launch.toml"), 0);
    let outside = repo.around.path().join("launch.toml");
    std::fs::write(&outside, ROSTER).expect("a file");
    let ended = check(&repo.path(""), &["plan.yaml", "--policy", &outside.display().to_string()]);
    assert!(ended.code == 2 && ended.out.contains("outside of the repository"), "{}", ended.out);
}

#[test]
fn a_folder_that_became_a_submodule_has_no_policy_of_its_own() {
    let Some(repo) = repo(&[("a/launches/plan.yaml", BASE), ("launch.toml", &strict())]) else { return };
    let inner = repo.path("a/launches");
    let git = |folder: &Path, args: &[&str]| {
        let of = ["-C", folder.to_str().expect("UTF-8")];
        repo.git(&[&of, args].concat());
    };
    assert_eq!(check(&repo.path(""), &["a/launches"]).code, 1);
    repo.git(&["rm", "-q", "--cached", "-r", "a/launches"]);
    git(&inner, &["init", "-q", "-b", "main"]);
    std::fs::write(inner.join("launch.toml"), ROSTER).expect("a policy");
    git(&inner, &["add", "."]);
    git(&inner, &["-c", "user.name=eve", "-c", "user.email=eve@acme.example", "commit", "-q", "-m", "mine"]);
    let nested = check(&repo.path(""), &["a/launches"]);
    assert_eq!(nested.code, 0, "a clone that somebody put there is asked itself: {}", nested.out);
    let refused = |when: &str| {
        for (folder, plan) in [(&repo.path(""), "a/launches"), (&inner, "plan.yaml"), (&inner, ".")] {
            let ended = check(folder, &[plan]);
            assert_eq!(ended.code, 2, "{when} {plan}: {}", ended.out);
            assert!(ended.out.contains("is a submodule of"), "{when} {plan}: {}", ended.out);
        }
    };
    repo.git(&["-c", "advice.addEmbeddedRepo=false", "add", "a/launches"]);
    refused("staged");
    repo.commit("eve", 2);
    refused("committed");
    repo.git(&["rm", "-q", "--cached", "a/launches"]);
    refused("committed and no longer staged");
    like_a_bare_one(&repo, "a", "[core]\n\tbare = true\n");
    refused("below what looks like a bare repository");
}

#[test]
fn what_is_above_a_repository_and_has_none_is_no_matter() {
    let Some(repo) = repo(&[("plan.yaml", BASE), ("launch.toml", ROSTER)]) else { return };
    let above = repo.around.path().join(".git");
    std::fs::create_dir(&above).expect("a folder");
    assert_eq!(check(&repo.path(""), &["plan.yaml"]).code, 0);
    std::fs::remove_dir(&above).expect("gone");
    for gitfile in ["", "gitdir: /nowhere\n"] {
        std::fs::write(&above, gitfile).expect("written");
        let ended = check(&repo.path(""), &["plan.yaml"]);
        assert_eq!(ended.code, 0, "{gitfile}: {}", ended.out);
    }
}
