//! Repositories that want programs run, or to pass for others: no program is, and git alone is shown to run them.

#![cfg(unix)]

use std::collections::BTreeSet;
use std::fs;
use std::os::unix::fs::PermissionsExt as _;
use std::path::Path;

use launch::git::{Objects, Repository, user_email};
use launch::history::History;

use crate::history::{plan, sign};
use crate::repository::{self, Repo};

/// Settings that name a program, `TRAP` standing for one that leaves a file of its first argument's name.
const TRAPS: [(&str, &str); 26] = [
    ("core.fsmonitor", "TRAP fsmonitor"),
    ("core.pager", "TRAP pager"),
    ("pager.log", "TRAP pager-log"),
    ("core.editor", "TRAP editor"),
    ("core.askPass", "TRAP askpass"),
    ("core.sshCommand", "TRAP ssh"),
    ("core.gitProxy", "TRAP proxy"),
    ("core.alternateRefsCommand", "TRAP alternates"),
    ("credential.helper", "!TRAP credential"),
    ("diff.external", "TRAP external"),
    ("diff.trap.textconv", "TRAP textconv"),
    ("diff.trap.command", "TRAP command"),
    ("filter.trap.clean", "TRAP clean"),
    ("filter.trap.smudge", "TRAP smudge"),
    ("filter.trap.required", "true"),
    ("merge.trap.driver", "TRAP merge"),
    ("gpg.program", "GPG"),
    ("gpg.openpgp.program", "GPG"),
    ("log.showSignature", "true"),
    ("alias.log", "!TRAP alias"),
    ("alias.cat-file", "!TRAP alias"),
    ("uploadpack.packObjectsHook", "TRAP pack"),
    ("remote.origin.url", "ext::TRAP fetch"),
    ("remote.origin.promisor", "true"),
    ("extensions.partialClone", "origin"),
    ("protocol.ext.allow", "always"),
];

/// Settings that change what git prints, or make it fail.
const ODD: [(&str, &str); 22] = [
    ("log.follow", "true"),
    ("log.showRoot", "false"),
    ("log.diffMerges", "off"),
    ("log.date", "relative"),
    ("log.decorate", "full"),
    ("log.mailmap", "true"),
    ("log.abbrevCommit", "true"),
    ("format.pretty", "oneline"),
    ("format.notes", "*"),
    ("notes.displayRef", "*"),
    ("color.ui", "always"),
    ("color.diff", "always"),
    ("diff.renames", "copies"),
    ("diff.renameLimit", "1"),
    ("diff.orderFile", "/nowhere"),
    ("diff.relative", "true"),
    ("diff.noprefix", "true"),
    ("diff.ignoreSubmodules", "all"),
    ("diff.statGraphWidth", "1"),
    ("core.quotePath", "true"),
    ("core.abbrev", "5"),
    ("i18n.logOutputEncoding", "UTF-16"),
];

/// A repository of two commits, the last one with a rename, a mailmap, attributes and a note.
fn peaceful() -> Option<Repo> {
    let repo = Repo::new()?;
    repo.save("old.yaml", plan(&["omar"]), "omar", 1);
    repo.write(".mailmap", "Eve <eve@acme.example> <omar@acme.example>\n");
    repo.write(".gitattributes", "*.yaml diff=trap filter=trap merge=trap\n");
    for number in 0..5 {
        repo.write(&format!("fill/{number}"), format!("{number}\n").repeat(50));
    }
    repo.git(&["mv", "old.yaml", "plan.yaml"]);
    repo.save("plan.yaml", plan(&["omar", "fay"]), "fay", 2);
    sign(&repo);
    repo.git(&["notes", "add", "-m", "a note"]);
    Some(repo)
}

/// Sets all traps; gives the folder that each leaves a file in.
fn trapped(repo: &Repo) -> std::path::PathBuf {
    let (sprung, tools) = (repo.around.path().join("sprung"), repo.around.path().join("tools"));
    for folder in [&sprung, &tools, &tools.join("hooks")] {
        fs::create_dir_all(folder).expect("a folder");
    }
    let script = |name: &str, does: &str| {
        let path = tools.join(name);
        fs::write(&path, format!("#!/bin/sh\n{does}\n")).expect("written");
        fs::set_permissions(&path, fs::Permissions::from_mode(0o755)).expect("allowed");
        path.display().to_string()
    };
    let trap = script("trap", &format!(": > \"{}/$1\"; exit 0", sprung.display()));
    let gpg = script("gpg", &format!(": > \"{}/gpg\"; exit 1", sprung.display()));
    for hook in ["post-index-change", "pre-commit", "reference-transaction", "post-checkout"] {
        script(&format!("hooks/{hook}"), &format!(": > \"{}/hook\"", sprung.display()));
    }
    repo.git(&["config", "core.repositoryFormatVersion", "1"]);
    repo.git(&["config", "core.hooksPath", &tools.join("hooks").display().to_string()]);
    for (key, value) in TRAPS {
        repo.git(&["config", key, &value.replace("TRAP", &trap).replace("GPG", &gpg)]);
    }
    sprung
}

fn sprung(folder: &Path) -> BTreeSet<String> {
    let names = fs::read_dir(folder).expect("a folder").map(|entry| entry.expect("an entry").file_name());
    names.map(|name| name.to_string_lossy().into_owned()).collect()
}

/// Everything that is ever asked of a repository.
fn ask_everything(repo: &Repo) -> Vec<String> {
    let found = repo.read();
    let mut said = vec![format!("{found:?}")];
    for history in [History::of, History::mainline] {
        let history = history(&found, &repo.path("plan.yaml")).expect("a history");
        for version in &history.versions {
            let text = history.text(version).map(|text| text.map(|text| text.len()));
            said.push(format!("{version:?} {text:?} {:?}", history.is_signed(&version.commit)));
        }
        said.push(format!("{:?}", history.is_committed(plan(&["omar", "fay"]).as_bytes())));
        said.push(format!("{:?}", history.introduced(|text| Some(text.len() > 10))));
    }
    let head = found.head().expect("a commit");
    said.push(format!("{:?}", found.show(head, "plan.yaml").map(|text| text.map(|text| text.len()))));
    for revision in ["main", "HEAD~1", "2026-05-01", "2026-01-01", "nothing", ":/change", ":plan.yaml"] {
        said.push(format!("{:?}", found.resolve(revision)));
    }
    said.push(format!("{:?}", user_email(&repo.path("")).is_ok()));
    said
}

#[test]
fn no_program_of_the_repository_is_run() {
    let Some(repo) = peaceful() else { return };
    let said = ask_everything(&repo);
    let folder = trapped(&repo);
    let asked = ask_everything(&repo);
    // A partial clone is told as one where something failed; nothing else may differ.
    let hint = "Some(\"the clone is partial: clone it again without `--filter`\")";
    assert_eq!(asked.iter().map(|line| line.replace(hint, "None")).collect::<Vec<_>>(), said);
    let blob = repo.git(&["--no-lazy-fetch", "rev-parse", "HEAD~1:old.yaml"]);
    let object = repo.path(&format!(".git/objects/{}/{}", &blob[..2], &blob[2..]));
    fs::remove_file(object).expect("removed");
    let history = History::of(&repo.read(), &repo.path("plan.yaml"));
    assert!(history.is_err(), "the rename cannot be found without the old text");
    let id = launch::git::Id::parse(&blob).expect("an id");
    let mut objects = Objects::of(&repo.read()).expect("it starts");
    assert!(objects.one(&id).is_ok_and(|object| object == launch::git::Object::Missing));
    assert_eq!(sprung(&folder), BTreeSet::new());

    // The traps are alive: git alone goes into those that it needs no terminal and no network for.
    repo.write("plan.yaml", plan(&["omar", "fay", "sam"]));
    for args in [
        &["status"][..],
        &["diff"],
        &["log", "-p", "-1", "--ext-diff", "plan.yaml"],
        &[
            "-c",
            "diff.external=",
            "-c",
            "diff.trap.command=",
            "log",
            "-p",
            "-1",
            "--textconv",
            "--",
            "plan.yaml",
        ],
        &["log", "-1"],
        &["cat-file", "-p", &blob],
        &["add", "-A"],
        &["commit", "-qm", "a change"],
    ] {
        let _ = repository::git(&repo.path("")).args(args).output().expect("git runs");
    }
    let alive = sprung(&folder);
    for trap in ["fsmonitor", "hook", "gpg", "fetch", "clean", "textconv"] {
        assert!(alive.contains(trap), "`{trap}` is no trap: {alive:?}");
    }
    assert!(alive.contains("external") || alive.contains("command"), "{alive:?}");
}

#[test]
fn no_setting_of_the_repository_changes_what_is_found() {
    let Some(repo) = peaceful() else { return };
    let said = ask_everything(&repo);
    for (key, value) in ODD {
        repo.git(&["config", key, value]);
    }
    for (now, before) in ask_everything(&repo).iter().zip(&said) {
        assert_eq!(now, before);
    }
}

#[test]
fn objects_are_what_their_ids_say() {
    let Some(repo) = peaceful() else { return };
    let said = ask_everything(&repo);
    let other = repo.git(&["commit-tree", "-m", "other", "HEAD^{tree}"]);
    let (head, first) = (repo.head(), repo.git(&["rev-parse", "HEAD~1"]));
    repo.git(&["replace", &first, &other]);
    fs::write(repo.path(".git/info/grafts"), format!("{head}\n")).expect("written");
    let blob = repo.git(&["rev-parse", "HEAD:plan.yaml"]);
    repo.git(&["replace", &blob, &repo.git(&["rev-parse", "HEAD:.mailmap"])]);
    assert!(repo.git(&["cat-file", "-p", &blob]).contains("Eve"), "git alone is deceived");
    assert_eq!(ask_everything(&repo), said);
}

/// Puts what git takes for a bare repository into a folder.
pub(crate) fn like_a_bare_one(repo: &Repo, folder: &str, config: &str) {
    for (name, text) in
        [("HEAD", "ref: refs/heads/main\n"), ("objects/keep", ""), ("refs/keep", ""), ("config", config)]
    {
        repo.write(&format!("{folder}/{name}"), text);
    }
}

#[test]
fn what_looks_like_a_bare_repository_in_a_folder_hides_nothing() {
    let Some(repo) = Repo::new() else { return };
    repo.write("p/q/plan.yaml", "a\n");
    let elsewhere = "[core]\n\tbare = false\n\tworktree = ..\n[user]\n\temail = eve@acme.example\n";
    let bare = "[core]\n\trepositoryformatversion = 0\n\tbare = true\n[user]\n\temail = eve@acme.example\n";
    for config in ["", bare, elsewhere] {
        like_a_bare_one(&repo, "p", config);
        let head = repo.commit("omar", 1);
        for folder in ["p", "p/q", "p/objects"] {
            let found = Repository::of(&repo.path(folder)).expect("a repository");
            assert_eq!(found.head(), Some(&head), "{folder} {config}");
            assert_eq!(found.inside(&repo.path("p/q/plan.yaml")), Ok("p/q/plan.yaml".to_owned()));
            let email = user_email(&repo.path(folder)).expect("an answer");
            assert_ne!(email.as_deref(), Some("eve@acme.example"), "{folder} {config}");
        }
    }
}
