//! The versions of a file and who introduced what, with the real git.

use std::collections::BTreeSet;
use std::fs;

use launch::git::{Absent, Id, Repository};
use launch::history::{History, Introduced, Version};

use crate::git::ODD_NAMES;
use crate::repository::{self, Repo};

/// A plan with these lines in it, each in a place of its own, and enough else to be known again.
pub(crate) fn plan(marks: &[&str]) -> String {
    let lines: Vec<String> = (0..20).map(|number| format!("line {number} of the plan\n")).collect();
    let marks: Vec<String> = marks.iter().map(|mark| format!("sign_off: {mark}\n")).collect();
    lines.concat() + &marks.concat()
}

/// Whether a text has a mark; none of one that is broken.
fn has(mark: &str) -> impl FnMut(&[u8]) -> Option<bool> {
    let line = format!("sign_off: {mark}\n").into_bytes();
    move |text| (!text.starts_with(b"broken")).then(|| text.windows(line.len()).any(|part| part == line))
}

/// The people who introduced a mark, the latest first; or why nobody is named.
pub(crate) fn who(history: &History, mark: &str) -> String {
    match history.introduced(has(mark)) {
        Introduced::By(versions) => {
            let name = |version: &&Version| version.author.email.replace("@acme.example", "");
            versions.iter().map(name).collect::<Vec<_>>().join(" ")
        }
        Introduced::Nobody => "nobody".to_owned(),
        Introduced::Unknown(why) => format!("unknown: {why}"),
    }
}

fn commits(history: &History) -> Vec<Id> {
    history.versions.iter().map(|version| version.commit.clone()).collect()
}

#[test]
fn versions_come_newest_first_with_who_and_when() {
    let Some(repo) = Repo::new() else { return };
    let first = repo.save("launches/plan.yaml", plan(&[]), "priya", 1);
    repo.save("other.yaml", "other", "mallory", 2);
    let mut command = repository::git(&repo.path(""));
    repo.write("launches/plan.yaml", plan(&["omar"]));
    repo.git(&["add", "-A"]);
    command.env("GIT_AUTHOR_EMAIL", "omar@acme.example").env("GIT_AUTHOR_DATE", "2026-05-02T23:30:00-05:00");
    command.env("GIT_COMMITTER_DATE", "2026-05-04T01:00:00+09:00").args(["commit", "-qm", "a change"]);
    repository::done(command.output().expect("git runs"));
    let second = repo.head();
    repo.save(".mailmap", "Eve <eve@acme.example> <omar@acme.example>\n", "mallory", 5);

    let history = repo.history("launches/plan.yaml");
    assert_eq!(commits(&history), [second, first]);
    assert_eq!(history.complete, Ok(()));
    let [newest, oldest] = &history.versions[..] else { panic!("two versions") };
    let date = |version: &Version| version.author.date.expect("a date").to_string();
    assert_eq!(
        (newest.author.email.as_str(), date(newest)),
        ("omar@acme.example", "2026-05-02T23:30:00-05:00".to_owned())
    );
    assert_eq!(newest.committer.email, "somebody@acme.example");
    assert_eq!(newest.committer.date.expect("a date").to_string(), "2026-05-04T01:00:00+09:00");
    assert_eq!((newest.path.as_str(), oldest.path.as_str()), ("launches/plan.yaml", "launches/plan.yaml"));
    assert_eq!(history.before(newest).map(|version| &version.commit).collect::<Vec<_>>(), [&oldest.commit]);
    assert_eq!(history.before(oldest).count(), 0);
    assert_eq!(history.text(newest).expect("read").as_deref(), Some(plan(&["omar"]).as_bytes()));
    assert_eq!((who(&history, "omar").as_str(), who(&history, "fay").as_str()), ("omar", "nobody"));
}

#[test]
fn the_latest_introduction_counts_and_what_went_away_does_not() {
    let Some(repo) = Repo::new() else { return };
    for (day, marks, who) in [
        (1, &["omar"][..], "omar"),
        (2, &[], "petra"),
        (3, &["omar"], "mallory"),
        (4, &["omar", "fay"], "fay"),
        (5, &["omar"], "petra"),
    ] {
        repo.save("plan.yaml", plan(marks), who, day);
    }
    let history = repo.history("plan.yaml");
    assert_eq!(who(&history, "omar"), "mallory");
    assert_eq!(who(&history, "fay"), "nobody");
    let mut asked = 0;
    let mut has = has("omar");
    history.introduced(|text| {
        asked += 1;
        has(text)
    });
    assert_eq!(asked, 3, "five versions, three texts");
}

#[test]
fn what_cannot_be_read_is_passed_over() {
    let Some(repo) = Repo::new() else { return };
    let broken = |marks: &[&str]| format!("broken {}", plan(marks));
    repo.save("plan.yaml", plan(&["omar"]), "omar", 1);
    repo.save("plan.yaml", broken(&["omar"]), "mallory", 2);
    repo.save("plan.yaml", broken(&["omar", "fay"]), "mallory", 3);
    repo.save("plan.yaml", plan(&["omar", "fay"]), "petra", 4);
    let history = repo.history("plan.yaml");
    assert_eq!((who(&history, "omar"), who(&history, "fay")), ("omar".to_owned(), "petra".to_owned()));
    repo.save("plan.yaml", broken(&["omar", "fay"]), "mallory", 5);
    assert_eq!(who(&repo.history("plan.yaml"), "omar"), "omar");
}

#[test]
fn names_are_followed_there_and_back() {
    let Some(repo) = Repo::new() else { return };
    repo.save("a.yaml", plan(&["omar"]), "omar", 1);
    repo.git(&["mv", "a.yaml", "b.yaml"]);
    repo.commit("mallory", 2);
    repo.write("b.yaml", plan(&["omar", "fay"]));
    fs::create_dir(repo.path("launches")).expect("a folder");
    repo.git(&["mv", "b.yaml", "launches/a.yaml"]);
    repo.commit("fay", 3);
    repo.git(&["mv", "launches/a.yaml", "a.yaml"]);
    repo.commit("mallory", 4);
    let history = repo.history("a.yaml");
    let names: Vec<&str> = history.versions.iter().map(|version| version.path.as_str()).collect();
    assert_eq!(names, ["a.yaml", "launches/a.yaml", "b.yaml", "a.yaml"]);
    assert_eq!((who(&history, "omar").as_str(), who(&history, "fay").as_str()), ("omar", "fay"));
}

#[test]
fn a_copy_is_a_new_file() {
    let Some(repo) = Repo::new() else { return };
    repo.save("old.yaml", plan(&["omar"]), "omar", 1);
    repo.save("new.yaml", plan(&["omar"]), "mallory", 2);
    let history = repo.history("new.yaml");
    assert_eq!((history.versions.len(), who(&history, "omar").as_str()), (1, "mallory"));
}

#[test]
fn what_was_removed_and_made_again_is_the_work_of_who_made_it_again() {
    let Some(repo) = Repo::new() else { return };
    repo.save("plan.yaml", plan(&["omar"]), "omar", 1);
    fs::remove_file(repo.path("plan.yaml")).expect("removed");
    repo.commit("petra", 2);
    repo.save("plan.yaml", plan(&["omar"]), "mallory", 3);
    let history = repo.history("plan.yaml");
    let texts: Vec<bool> = history.versions.iter().map(|version| version.blob.is_some()).collect();
    assert_eq!(texts, [true, false, true]);
    assert_eq!(who(&history, "omar"), "mallory");
    assert!(history.text(&history.versions[1]).is_ok_and(|text| text.is_none()));

    // Another file that takes the name of an old one brings its own history along.
    repo.save("other.yaml", plan(&["fay", "one"]), "fay", 4);
    fs::remove_file(repo.path("plan.yaml")).expect("removed");
    repo.commit("petra", 5);
    repo.git(&["mv", "other.yaml", "plan.yaml"]);
    repo.commit("petra", 6);
    let history = repo.history("plan.yaml");
    assert_eq!((history.versions.len(), who(&history, "fay").as_str()), (2, "fay"));
}

#[test]
fn a_branch_that_edits_the_old_name_is_not_the_merges_work() {
    let Some(repo) = Repo::new() else { return };
    repo.save("plan.yaml", plan(&[]), "priya", 1);
    repo.git(&["checkout", "-q", "-b", "side"]);
    repo.save("plan.yaml", plan(&["early"]), "early", 2);
    repo.git(&["checkout", "-q", "main"]);
    repo.git(&["mv", "plan.yaml", "renamed.yaml"]);
    repo.commit("mallory", 3);
    repo.save("renamed.yaml", plan(&["main"]), "main", 4);
    repo.git(&["checkout", "-q", "side"]);
    repo.save("plan.yaml", plan(&["early", "late"]), "late", 5);
    repo.git(&["checkout", "-q", "main"]);
    let resolve = || repo.write("renamed.yaml", plan(&["main", "early", "late", "merge"]));
    repo.merge(&["side"], resolve, "merge", 6);
    let history = repo.history("renamed.yaml");
    for mark in ["early", "late", "main", "merge"] {
        assert_eq!(who(&history, mark), mark);
    }
    let names: BTreeSet<&str> = history.versions.iter().map(|version| version.path.as_str()).collect();
    assert_eq!((history.versions.len(), names.len()), (6, 2), "the renaming commit is a version too");
}

#[test]
fn each_side_of_a_merge_keeps_its_authors() {
    let Some(repo) = Repo::new() else { return };
    repo.save("plan.yaml", plan(&[]), "priya", 1);
    for (day, side) in [(2, "one"), (3, "two"), (4, "three")] {
        repo.git(&["checkout", "-q", "-b", side, "main"]);
        repo.save("plan.yaml", plan(&[side]), side, day);
    }
    repo.git(&["checkout", "-q", "main"]);
    let all = || repo.write("plan.yaml", plan(&["one", "two", "three", "merge"]));
    repo.merge(&["one", "two", "three"], all, "merge", 5);
    let history = repo.history("plan.yaml");
    for mark in ["one", "two", "three", "merge"] {
        assert_eq!(who(&history, mark), mark);
    }
    assert_eq!(history.before(&history.versions[0]).count(), 4);

    // The branch itself knows the merge alone.
    let main = History::mainline(&repo.read(), &repo.path("plan.yaml")).expect("a history");
    assert_eq!((main.versions.len(), who(&main, "two").as_str()), (2, "merge"));
}

#[test]
fn a_merge_that_takes_one_side_is_no_version() {
    let Some(repo) = Repo::new() else { return };
    repo.save("plan.yaml", plan(&["omar"]), "omar", 1);
    repo.git(&["checkout", "-q", "-b", "side"]);
    repo.save("side.yaml", "x", "sam", 2);
    repo.git(&["checkout", "-q", "main"]);
    repo.save("plan.yaml", plan(&[]), "petra", 3);
    repo.merge(&["side"], || repo.write("plan.yaml", plan(&["omar"])), "mallory", 4);
    let history = repo.history("plan.yaml");
    assert_eq!((history.versions.len(), who(&history, "omar").as_str()), (1, "omar"));
    let main = History::mainline(&repo.read(), &repo.path("plan.yaml")).expect("a history");
    assert_eq!((main.versions.len(), who(&main, "omar").as_str()), (3, "mallory"));
}

#[test]
fn what_two_branches_introduced_has_two_authors() {
    let Some(repo) = Repo::new() else { return };
    repo.save("plan.yaml", plan(&[]), "priya", 1);
    repo.git(&["checkout", "-q", "-b", "side"]);
    repo.save("plan.yaml", plan(&["omar"]), "omar", 2);
    repo.git(&["checkout", "-q", "main"]);
    repo.save("plan.yaml", plan(&["omar", "own"]), "petra", 3);
    repo.merge(&["side"], || repo.write("plan.yaml", plan(&["both", "omar", "own"])), "petra", 4);
    assert_eq!(who(&repo.history("plan.yaml"), "omar"), "petra omar");
}

#[test]
fn branches_that_merged_each_other_are_walked_once() {
    let Some(repo) = Repo::new() else { return };
    repo.save("plan.yaml", plan(&[]), "priya", 1);
    let a = repo.save("plan.yaml", plan(&["a"]), "anna", 2);
    repo.git(&["checkout", "-q", "-b", "side", "HEAD~1"]);
    repo.save("plan.yaml", plan(&["b"]), "ben", 3);
    repo.merge(&[a.as_str()], || repo.write("plan.yaml", plan(&["a", "b", "side"])), "sam", 4);
    repo.git(&["checkout", "-q", "main"]);
    repo.merge(&["side~1"], || repo.write("plan.yaml", plan(&["a", "b", "main"])), "mia", 5);
    repo.merge(&["side"], || repo.write("plan.yaml", plan(&["a", "b", "main", "side"])), "eve", 6);
    let history = repo.history("plan.yaml");
    for (mark, name) in [("a", "anna"), ("b", "ben"), ("side", "sam"), ("main", "mia")] {
        assert_eq!(who(&history, mark), name);
    }
    assert_eq!(history.versions.len(), 6);
}

#[test]
fn names_of_every_kind_have_a_history() {
    let Some(repo) = Repo::new() else { return };
    for (number, name) in ODD_NAMES.iter().enumerate() {
        repo.write(name, plan(&["omar", &number.to_string()]));
    }
    repo.commit("omar", 1);
    for (number, name) in ODD_NAMES.iter().enumerate() {
        repo.write(name, plan(&["omar", "fay", &number.to_string()]));
    }
    repo.commit("fay", 2);
    for name in ODD_NAMES {
        let history = repo.history(name);
        assert_eq!(history.versions.len(), 2, "{name}");
        assert_eq!(
            (who(&history, "omar").as_str(), who(&history, "fay").as_str()),
            ("omar", "fay"),
            "{name}"
        );
        fs::rename(repo.path(name), repo.path(&format!("{name}-"))).expect("renamed");
    }
    repo.commit("petra", 3);
    for name in ODD_NAMES {
        let history = repo.history(&format!("{name}-"));
        let names: Vec<&str> = history.versions.iter().map(|version| version.path.as_str()).collect();
        assert_eq!(names, [&format!("{name}-"), name, name]);
        assert_eq!(who(&history, "fay"), "fay", "{name}");
    }
}

#[test]
fn a_folder_of_that_name_is_no_version() {
    let Some(repo) = Repo::new() else { return };
    repo.save("plan/inner.yaml", plan(&["omar"]), "omar", 1);
    repo.save("plan/other.yaml", plan(&[]), "omar", 2);
    fs::remove_dir_all(repo.path("plan")).expect("removed");
    repo.save("plan", plan(&["fay", "1", "2", "3"]), "fay", 3);
    repo.save("plan", plan(&["fay", "4"]), "sam", 4);
    let history = repo.history("plan");
    assert_eq!(who(&history, "fay"), "fay");
    assert!(
        history.versions.iter().all(|version| version.path == "plan" || version.path == "plan/inner.yaml")
    );
}

#[cfg(unix)]
#[test]
fn a_link_is_followed_to_the_file_that_is_read() {
    let Some(repo) = Repo::new() else { return };
    repo.save("real/plan.yaml", plan(&["omar"]), "omar", 1);
    std::os::unix::fs::symlink("real/plan.yaml", repo.path("plan.yaml")).expect("a link");
    repo.commit("mallory", 2);
    assert_eq!(who(&repo.history("plan.yaml"), "omar"), "omar");
    fs::remove_file(repo.path("plan.yaml")).expect("removed");
    repo.save("plan.yaml", plan(&["omar"]), "petra", 3);
    let history = repo.history("plan.yaml");
    assert_eq!((history.versions.len(), who(&history, "omar").as_str()), (2, "petra"));
    let outside = repo.around.path().join("outside.yaml");
    fs::write(&outside, plan(&["omar"])).expect("written");
    std::os::unix::fs::symlink(&outside, repo.path("out.yaml")).expect("a link");
    assert!(matches!(History::of(&repo.read(), &repo.path("out.yaml")), Err(Absent::Outside(_))));
}

#[test]
fn a_signed_commit_is_known_without_running_a_program() {
    let Some(repo) = Repo::new() else { return };
    repo.save("plan.yaml", plan(&["omar"]), "omar", 1);
    let history = repo.history("plan.yaml");
    assert!(!history.is_signed(&history.versions[0].commit).expect("an answer"));
    sign(&repo);
    let history = repo.history("plan.yaml");
    assert!(history.is_signed(&history.versions[0].commit).expect("an answer"));
}

/// Puts something that looks like a signature on the commit that is checked out.
pub(crate) fn sign(repo: &Repo) {
    let commit = repo.git(&["cat-file", "commit", "HEAD"]) + "\n";
    let (header, message) = commit.split_once("\n\n").expect("a message");
    let signature = "gpgsig -----BEGIN PGP SIGNATURE-----\n \n abc\n -----END PGP SIGNATURE-----";
    let file = repo.around.path().join("commit");
    fs::write(&file, format!("{header}\n{signature}\n\n{message}")).expect("written");
    let id = repo.git(&["hash-object", "-t", "commit", "-w", file.to_str().expect("UTF-8")]);
    repo.git(&["update-ref", "HEAD", &id]);
}

#[test]
fn a_repository_that_goes_on_is_still_read_as_it_was() {
    let Some(repo) = Repo::new() else { return };
    repo.save("plan.yaml", plan(&["omar"]), "omar", 1);
    let found: Repository = repo.read();
    repo.save("plan.yaml", plan(&["fay"]), "fay", 2);
    let history = History::of(&found, &repo.path("plan.yaml")).expect("a history");
    assert_eq!((history.versions.len(), who(&history, "omar").as_str()), (1, "omar"));
}
