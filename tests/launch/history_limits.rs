//! Where history ends, and what is never read, with the real git.

use std::fs;

use launch::git::{Absent, Repository};
use launch::history::History;

use crate::history::{plan, who};
use crate::repository::Repo;

#[test]
fn what_is_not_committed_is_nobodys() {
    let Some(repo) = Repo::new() else { return };
    repo.write("plan.yaml", plan(&["omar"]));
    let is_committed =
        |history: &History, text: &str| history.is_committed(text.as_bytes()).expect("an answer");
    let unborn = repo.history("plan.yaml");
    assert!(unborn.versions.is_empty() && !is_committed(&unborn, &plan(&["omar"])));
    assert_eq!(who(&unborn, "omar"), "nobody");
    repo.git(&["add", "plan.yaml"]);
    repo.write("other.yaml", "x");
    repo.git(&["rm", "-q", "--cached", "plan.yaml"]);
    repo.git(&["add", "other.yaml"]);
    repo.git(&["commit", "-qm", "other"]);
    let untracked = repo.history("plan.yaml");
    assert!(untracked.versions.is_empty() && untracked.complete.is_ok());
    repo.git(&["add", "plan.yaml"]);
    assert_eq!(who(&repo.history("plan.yaml"), "omar"), "nobody", "staged is not committed");

    let text = plan(&["omar"]);
    repo.commit("omar", 2);
    let history = repo.history("plan.yaml");
    assert!(is_committed(&history, &text) && !is_committed(&history, &plan(&["omar", "fay"])));
    assert!(
        !is_committed(&history, text.trim_end())
            && !is_committed(&history, &text.replace("line 7", "line\r 7"))
    );
    for same in [text.replace('\n', "\r\n"), format!("\u{feff}{text}")] {
        assert!(is_committed(&history, &same));
    }
    assert!(matches!(History::of(&repo.read(), repo.around.path()), Err(Absent::Outside(_))));
}

#[test]
fn line_ends_that_git_converts_are_no_change() {
    let Some(repo) = Repo::new() else { return };
    repo.save(".gitattributes", "*.yaml text eol=crlf\n", "petra", 1);
    repo.save("plan.yaml", plan(&["omar"]), "omar", 2);
    fs::remove_file(repo.path("plan.yaml")).expect("removed");
    repo.git(&["checkout", "-q", "--", "plan.yaml"]);
    let there = fs::read(repo.path("plan.yaml")).expect("a file");
    assert!(there.windows(2).any(|two| two == b"\r\n"));
    assert!(repo.history("plan.yaml").is_committed(&there).expect("an answer"));
}

#[test]
fn a_shallow_clone_knows_what_is_after_its_end_alone() {
    let Some(repo) = Repo::new() else { return };
    repo.save("plan.yaml", plan(&["omar"]), "omar", 1);
    let second = repo.save("plan.yaml", plan(&["omar", "fay"]), "fay", 2);
    repo.save("plan.yaml", plan(&["omar", "fay", "sam"]), "sam", 3);
    repo.save("later.yaml", plan(&["lea"]), "lea", 4);
    let from = format!("file://{}", repo.path("").display());
    repo.git(&["clone", "-q", "--depth=3", &from, "../clone"]);
    let clone = Repo::beside(repo, "clone");
    let history = clone.history("plan.yaml");
    let why = format!("the clone is shallow: history ends at {} of 2026-05-02", second.short());
    assert_eq!(history.complete, Err(why.clone()));
    assert_eq!(history.versions.iter().map(|version| version.is_edge).collect::<Vec<_>>(), [false, true]);
    assert_eq!(who(&history, "sam"), "sam");
    for mark in ["omar", "fay"] {
        assert_eq!(who(&history, mark), format!("unknown: {why}"));
    }
    assert_eq!(who(&history, "eve"), "nobody");
    let later = clone.history("later.yaml");
    assert_eq!((later.complete.clone(), who(&later, "lea").as_str()), (Ok(()), "lea"));
}

#[test]
fn a_partial_clone_says_that_texts_are_left_out() {
    let Some(repo) = Repo::new() else { return };
    repo.save("plan.yaml", plan(&[]), "priya", 1);
    repo.save("plan.yaml", plan(&["omar"]), "omar", 2);
    repo.git(&["config", "uploadpack.allowFilter", "true"]);
    let from = format!("file://{}", repo.path("").display());
    repo.git(&["clone", "-q", "--filter=blob:none", &from, "../blobless"]);
    repo.git(&["clone", "-q", "--filter=tree:0", "--no-checkout", &from, "../treeless"]);
    let blobless = Repo::beside(repo, "blobless");
    let history = blobless.history("plan.yaml");
    assert_eq!(history.versions.len(), 2);
    let said = who(&history, "omar");
    assert!(
        said.starts_with("unknown: ") && said.contains("not in this clone") && said.contains("--filter"),
        "{said}"
    );
    let treeless = Repo::beside(blobless, "treeless");
    let error = History::of(&treeless.read(), &treeless.path("plan.yaml")).expect_err("nothing");
    assert!(error.to_string().contains("the clone is partial"), "{error}");
}

#[test]
fn damage_is_unknown_and_no_further_than_it_reaches() {
    let Some(repo) = Repo::new() else { return };
    let mut blobs = Vec::new();
    for (day, marks) in [(1, &["omar"][..]), (2, &["omar", "fay"]), (3, &["omar", "fay", "sam"])] {
        repo.save("plan.yaml", plan(marks), marks[marks.len() - 1], day);
        blobs.push(repo.git(&["rev-parse", "HEAD:plan.yaml"]));
    }
    fs::remove_file(repo.path(&format!(".git/objects/{}/{}", &blobs[0][..2], &blobs[0][2..])))
        .expect("removed");
    let history = repo.history("plan.yaml");
    assert_eq!((history.versions.len(), who(&history, "sam").as_str()), (3, "sam"));
    assert!(who(&history, "fay").contains("is not in this clone"));
    let commit = &history.versions[1].commit;
    fs::remove_file(repo.path(&format!(".git/objects/{}/{}", &commit.as_str()[..2], &commit.as_str()[2..])))
        .expect("removed");
    assert!(matches!(History::of(&repo.read(), &repo.path("plan.yaml")), Err(Absent::Failed(_))));
}

#[test]
fn a_version_that_cannot_be_read_hides_who_was_before() {
    let Some(repo) = Repo::new() else { return };
    repo.save("plan.yaml", plan(&[]), "priya", 1);
    let large = plan(&["omar"]) + &"#".repeat(1024 * 1024);
    repo.save("plan.yaml", large, "mallory", 2);
    repo.save("plan.yaml", plan(&["omar"]), "omar", 3);
    assert!(who(&repo.history("plan.yaml"), "omar").contains("is larger than 1024 KiB"));
}

#[test]
fn names_are_followed_up_to_a_limit() {
    let Some(repo) = Repo::new() else { return };
    repo.save("0.yaml", plan(&["omar"]), "omar", 1);
    for number in 0..64 {
        repo.git(&["mv", &format!("{number}.yaml"), &format!("{}.yaml", number + 1)]);
        repo.commit("mallory", 2);
        if number == 62 {
            assert_eq!(who(&repo.history("63.yaml"), "omar"), "omar");
        }
    }
    repo.save("64.yaml", plan(&["omar", "fay"]), "fay", 3);
    let history = repo.history("64.yaml");
    let why = "it had more than 64 names, and no more are followed";
    assert_eq!(history.complete, Err(why.to_owned()));
    assert_eq!((who(&history, "fay"), who(&history, "omar")), ("fay".to_owned(), format!("unknown: {why}")));
}

#[test]
fn worktrees_submodules_and_detached_heads_have_histories() {
    let Some(repo) = Repo::new() else { return };
    repo.save("launches/plan.yaml", plan(&["omar"]), "omar", 1);
    repo.git(&["worktree", "add", "-q", "--detach", "../linked"]);
    repo.git(&["-c", "protocol.file.allow=always", "submodule", "--quiet", "add", "./", "inner"]);
    repo.save("launches/plan.yaml", plan(&["omar", "fay"]), "fay", 2);
    let of = |folder: &str| {
        let found = Repository::of(&repo.path(folder)).expect("a repository");
        let history = History::of(&found, &repo.path(folder).join("plan.yaml")).expect("a history");
        format!("{}, {}", who(&history, "omar"), who(&history, "fay"))
    };
    assert_eq!(of("launches"), "omar, fay");
    assert_eq!(of("inner/launches"), "omar, nobody");
    assert_eq!(of("../linked/launches"), "omar, nobody");
    let outer = History::of(&repo.read(), &repo.path("inner/launches/plan.yaml")).expect("a history");
    assert!(outer.versions.is_empty(), "the outer repository has no such file");
    repo.git(&["config", "core.worktree", "/"]);
    let elsewhere = Repository::of(&repo.path("launches")).expect_err("its files are elsewhere");
    assert_eq!(elsewhere, Absent::Outside("/".into()));
}

#[cfg(target_os = "linux")]
#[test]
fn names_that_are_no_text_are_told() {
    use std::os::unix::ffi::OsStrExt as _;
    let Some(repo) = Repo::new() else { return };
    let odd = repo.path("").join(std::ffi::OsStr::from_bytes(b"plan\xff.yaml"));
    fs::write(&odd, plan(&["omar"])).expect("written");
    repo.commit("omar", 1);
    let why = History::of(&repo.read(), &odd).expect_err("no name").to_string();
    assert!(why.contains("not UTF-8"), "{why}");
    fs::rename(&odd, repo.path("plan.yaml")).expect("renamed");
    repo.commit("petra", 2);
    repo.save("plan.yaml", plan(&["omar", "fay"]), "fay", 3);
    let history = repo.history("plan.yaml");
    assert_eq!((who(&history, "fay"), history.versions.len()), ("fay".to_owned(), 2));
    assert_eq!(who(&history, "omar"), "unknown: an older name of it is not UTF-8");
}
