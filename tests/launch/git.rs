//! What is found out about repositories, revisions and files, with the real git.

use std::fs;
use std::path::Path;
use std::process::Command;

use launch::git::{Absent, Entry, Id, Object, Objects, Repository};

use crate::command::folder;
use crate::repository::{self, Repo};

/// Names that are patterns, options, quoted or cut elsewhere.
pub(crate) const ODD_NAMES: [&str; 9] = [
    "my plan.yaml",
    "--output=x.yaml",
    "-plan.yaml",
    ":(glob)*.yaml",
    "*.yaml",
    "größe 価格.yaml",
    "it's \"quoted\" \\ $(x).yaml",
    "HEAD",
    "new\nline\t.yaml",
];

fn why(folder: &Path) -> Absent {
    Repository::of(folder).expect_err("there is nothing")
}

#[test]
fn outside_of_a_repository_and_in_a_bare_one_it_says_so() {
    let nowhere = folder(&[("plan.yaml", "")]);
    assert_eq!(why(nowhere.path()), Absent::NoRepository);
    assert!(matches!(why(&nowhere.path().join("gone")), Absent::Failed(why) if why.contains("gone")));
    let Some(repo) = Repo::new() else { return };
    assert_eq!(why(&repo.path(".git")), Absent::NoFiles);
    repo.git(&["clone", "-q", "--bare", ".", "../bare"]);
    let bare = Repo::beside(repo, "bare");
    assert_eq!(why(&bare.path("")), Absent::NoFiles);
    assert_eq!(why(&bare.path("objects")), Absent::NoFiles);
}

#[test]
fn a_repository_is_found_from_everywhere_in_it() {
    let Some(repo) = Repo::new() else { return };
    let unborn = repo.read();
    assert!(unborn.head().is_none() && !unborn.is_shallow());
    repo.write("launches/deep/plan.yaml", "a\n");
    let head = repo.commit("omar", 1);
    for folder in ["", "launches", "launches/deep"] {
        let found = Repository::of(&repo.path(folder)).expect("a repository");
        assert_eq!(found.head(), Some(&head));
        assert_eq!(
            found.inside(&repo.path("launches/deep/plan.yaml")),
            Ok("launches/deep/plan.yaml".to_owned())
        );
        assert_eq!(found.inside(&repo.path("launches/gone/a.toml")), Ok("launches/gone/a.toml".to_owned()));
        assert!(matches!(found.inside(repo.around.path()), Err(Absent::Outside(_))));
        assert!(matches!(found.inside(&repo.path("gone/../../../x")), Err(Absent::Outside(_))));
    }
    repo.git(&["checkout", "-q", "--detach"]);
    assert_eq!(repo.read().head(), Some(&head));
}

#[test]
fn a_linked_worktree_and_a_submodule_have_commits_of_their_own() {
    let Some(repo) = Repo::new() else { return };
    let first = repo.save("plan.yaml", "a\n", "omar", 1);
    repo.save("plan.yaml", "b\n", "omar", 2);
    repo.git(&["worktree", "add", "-q", "../linked", first.as_str()]);
    repo.git(&["-c", "protocol.file.allow=always", "submodule", "--quiet", "add", "./", "inner"]);
    let outer = repo.commit("petra", 3);
    let inner = Repository::of(&repo.path("inner")).expect("a repository");
    assert!(inner.root().ends_with("inner") && inner.head() != Some(&outer));
    let error = repo.read().show(&outer, "inner").expect_err("no file");
    assert!(error.what.contains("is a submodule"), "{error}");
    let linked = Repo::beside(repo, "linked").read();
    assert!(linked.root().ends_with("linked") && linked.head() == Some(&first));
}

#[test]
fn what_is_broken_is_no_empty_answer() {
    let Some(repo) = Repo::new() else { return };
    let head = repo.save("plan.yaml", "a\n", "omar", 1);
    for (file, text) in [(".git/refs/heads/main", "rubbish"), (".git/HEAD", "rubbish")] {
        let path = repo.path(file);
        let sound = fs::read(&path).expect("a file");
        fs::write(&path, text).expect("written");
        assert!(
            matches!(why(&repo.path("")), Absent::Failed(_) | Absent::Broken),
            "{file}: {}",
            why(&repo.path(""))
        );
        fs::write(&path, sound).expect("written");
    }
    let blob = repo.git(&["rev-parse", "HEAD:plan.yaml"]);
    let object = repo.path(&format!(".git/objects/{}/{}", &blob[..2], &blob[2..]));
    fs::remove_file(&object).expect("removed");
    let found = repo.read();
    assert!(found.show(&head, "plan.yaml").is_err());
    let mut objects = Objects::of(&found).expect("it starts");
    assert_eq!(objects.one(&Id::parse(&blob).expect("an id")).expect("an answer"), Object::Missing);
    fs::write(&object, "rubbish").expect("written");
    assert!(found.show(&head, "plan.yaml").is_err());
    fs::remove_dir_all(repo.path(".git")).expect("removed");
    fs::create_dir(repo.path(".git")).expect("a folder");
    assert_eq!(why(&repo.path("")), Absent::Broken);
    assert!(found.show(&head, "plan.yaml").is_err() && found.resolve("main").is_err());
}

#[test]
fn a_damaged_text_is_an_error_and_the_next_reader_goes_on() {
    let Some(repo) = Repo::new() else { return };
    let noise: Vec<u8> =
        (0..60_000_u32).flat_map(|number| number.wrapping_mul(2_654_435_761).to_le_bytes()).collect();
    repo.write("sound.yaml", "a\n");
    let head = repo.save("plan.yaml", noise, "omar", 1);
    let blob = repo.git(&["rev-parse", "HEAD:plan.yaml"]);
    let object = repo.path(&format!(".git/objects/{}/{}", &blob[..2], &blob[2..]));
    let mut bytes = fs::read(&object).expect("a file");
    let middle = bytes.len() / 2;
    bytes[middle] ^= 0xff;
    fs::remove_file(&object).expect("removed");
    fs::write(&object, bytes).expect("written");
    let found = repo.read();
    assert!(found.show(&head, "plan.yaml").is_err());
    assert!(found.show(&head, "sound.yaml").is_ok_and(|text| text.is_some()));
    let ids = ["sound.yaml", "plan.yaml", "sound.yaml"]
        .map(|name| repo.git(&["rev-parse", &format!("HEAD:{name}")]));
    let ids = ids.map(|id| Id::parse(&id).expect("an id"));
    let (mut objects, mut seen) = (Objects::of(&found).expect("it starts"), 0);
    let error = objects.read(&ids, |_, _| seen += 1).expect_err("damaged");
    assert!(seen == 1 && error.what.starts_with("git failed: "), "{error}");
    assert!(objects.one(&ids[0]).is_err() && Objects::of(&found).expect("it starts").one(&ids[0]).is_ok());
}

#[test]
fn files_of_any_name_are_shown_byte_for_byte() {
    let Some(repo) = Repo::new() else { return };
    for (number, name) in ODD_NAMES.iter().enumerate() {
        repo.write(name, format!("{number}\r\nné\u{0}"));
    }
    let head = repo.commit("omar", 1);
    let found = repo.read();
    for (number, name) in ODD_NAMES.iter().enumerate() {
        assert_eq!(found.inside(&repo.path(name)).as_deref(), Ok(*name));
        let shown = found.show(&head, name).expect("an answer").expect("a file");
        assert_eq!(shown, format!("{number}\r\nné\u{0}").into_bytes(), "{name}");
    }
    for name in ["gone.yaml", "", "/", "..", "../repo/HEAD", "a//b", "*", ":(glob)**"] {
        assert_eq!(found.show(&head, name).expect("an answer"), None, "{name}");
        assert_eq!(found.entry_at(&head, name).ok(), Some(None));
    }
}

#[test]
fn what_is_no_file_or_too_large_is_told() {
    let Some(repo) = Repo::new() else { return };
    repo.write("folder/launch.toml", "");
    repo.write("large.yaml", vec![b'x'; 1024 * 1024 + 1]);
    repo.write("largest.yaml", vec![b'x'; 1024 * 1024]);
    #[cfg(unix)]
    std::os::unix::fs::symlink("large.yaml", repo.path("link.yaml")).expect("a link");
    let head = repo.commit("omar", 1);
    let found = repo.read();
    let error = |name| found.show(&head, name).expect_err("no text").what;
    assert_eq!(error("folder"), format!("`folder` is a folder in {}, and no file", head.short()));
    assert!(error("large.yaml").contains("is larger than 1024 KiB"));
    assert!(found.show(&head, "largest.yaml").is_ok_and(|text| text.is_some()));
    #[cfg(unix)]
    assert!(error("link.yaml").contains("is a link"));
    assert!(found.entry_at(&head, "folder").is_ok_and(|there| there == Some(Entry::Folder)));
}

#[test]
fn revisions_are_found_by_name_id_and_date() {
    let Some(repo) = Repo::new() else { return };
    let first = repo.save("plan.yaml", "a\n", "omar", 3);
    repo.git(&["tag", "-a", "-m", "first", "v1"]);
    let second = repo.save("plan.yaml", "b\n", "omar", 5);
    repo.git(&["checkout", "-q", "-b", "side"]);
    let side = repo.save("plan.yaml", "c\n", "omar", 6);
    repo.git(&["checkout", "-q", "main"]);
    let merged = repo.merge(&["side"], || repo.write("plan.yaml", "c\n"), "petra", 8);
    let found = repo.read();
    for (revision, commit) in [
        ("main", &merged),
        ("HEAD^2", &side),
        ("v1", &first),
        (second.short(), &second),
        (second.as_str(), &second),
        ("HEAD~1", &second),
        ("2026-05-03", &first),
        ("2026-05-04", &first),
        ("2026-05-07", &second),
        ("2026-05-08", &merged),
        ("2027-01-01", &merged),
        ("9999-12-31", &merged),
        ("2026-05-08T11:59:59+02:00", &second),
        ("2026-05-08T10:00:00Z", &merged),
    ] {
        assert_eq!(&found.resolve(revision).expect(revision), commit, "{revision}");
    }
    let hint = |revision: &str| found.resolve(revision).expect_err(revision).hint.unwrap_or_default();
    assert_eq!(hint("mian"), "did you mean `main`?");
    assert!(hint("origin/release").contains("git fetch"));
    assert_eq!(hint("2026-05-02"), "the first one is of 2026-05-03");
    for odd in [
        "",
        "-x",
        "--all",
        "--output=marker",
        "^main",
        "v1..main",
        "main:plan.yaml",
        "a\nb",
        "a\0b",
        "main^{tree}",
    ] {
        assert!(found.resolve(odd).is_err(), "{odd:?}");
    }
    assert!(!repo.path("marker").exists());
}

#[test]
fn a_day_is_the_committers_own() {
    let Some(repo) = Repo::new() else { return };
    let date = |date: &str| {
        let mut command = repository::git(&repo.path(""));
        command.env("GIT_COMMITTER_DATE", date).args(["commit", "-q", "--allow-empty", "-m", "a"]);
        repository::done(command.output().expect("git runs"));
        repo.head()
    };
    let evening = date("2026-05-01T23:30:00-11:00");
    let morning = date("2026-05-02T12:30:00+02:00");
    let found = repo.read();
    assert_eq!(found.resolve("2026-05-01").expect("a commit"), evening);
    assert_eq!(found.resolve("2026-05-02").expect("a commit"), morning);
}

#[test]
fn a_name_that_two_things_have_is_refused() {
    let Some(repo) = Repo::new() else { return };
    let first = repo.save("launch.toml", "lax\n", "mallory", 1);
    repo.save("launch.toml", "strict\n", "omar", 2);
    repo.git(&["update-ref", "refs/remotes/origin/main", "HEAD"]);
    assert!(repo.read().resolve("origin/main").is_ok());
    repo.git(&["config", "core.warnAmbiguousRefs", "false"]);
    repo.git(&["tag", "origin/main", first.as_str()]);
    let error = repo.read().resolve("origin/main").expect_err("two things");
    assert!(error.hint.is_some_and(|hint| hint.contains("refs/remotes/origin/main")));
    assert_ne!(repo.read().resolve("refs/remotes/origin/main").expect("one thing"), first);
}

#[test]
fn many_texts_come_through_one_process() {
    let Some(repo) = Repo::new() else { return };
    let text = |number: usize| format!("{number} {}", "x".repeat(number * 7 % 3_000));
    for number in 0..700 {
        repo.write(&format!("{number:04}"), text(number));
    }
    repo.write("large", vec![b'y'; 3 * 1024 * 1024]);
    let head = repo.commit("omar", 1);
    let listed = repo.git(&["ls-tree", "HEAD"]);
    let id = |line: &str| Id::parse(line.split_whitespace().nth(2).expect("an id")).expect("an id");
    let ids: Vec<Id> = listed.lines().map(id).collect();
    let absent = Id::parse(&"5".repeat(40)).expect("an id");
    let all: Vec<Id> = ids.iter().chain([&absent, &head]).cycle().take(5_000).cloned().collect();
    let (mut objects, mut seen) = (Objects::of(&repo.read()).expect("it starts"), 0);
    objects
        .read(&all, |id, object| {
            let at = seen % (ids.len() + 2);
            seen += 1;
            match object {
                Object::Blob(bytes) => assert_eq!(bytes, text(at).into_bytes()),
                Object::TooLarge => assert_eq!(at, 700),
                Object::Missing => assert_eq!(*id, absent),
                Object::Commit(bytes) => assert!(*id == head && bytes.starts_with(b"tree ")),
                Object::Other => panic!("{id} is none of these"),
            }
        })
        .expect("all of them");
    assert_eq!(seen, 5_000);
}

#[test]
fn a_shallow_clone_says_where_it_ends() {
    let Some(repo) = Repo::new() else { return };
    for day in 1..=3 {
        repo.save("plan.yaml", day.to_string(), "omar", day);
    }
    let from = format!("file://{}", repo.path("").display());
    repo.git(&["clone", "-q", "--depth=1", &from, "../clone"]);
    let clone = Repo::beside(repo, "clone");
    let found = clone.read();
    assert!(found.is_shallow());
    let hint = |revision: &str| found.resolve(revision).expect_err(revision).hint.unwrap_or_default();
    let begins =
        "the clone is shallow and begins on 2026-05-03: `git fetch --unshallow` brings older commits";
    assert_eq!(hint("2026-05-02"), begins);
    assert!(hint("v1").contains("git fetch --unshallow"));
}

/// What a process with another environment finds: this test alone, run again by those that follow.
#[test]
fn seen_from_elsewhere() {
    let Some(folder) = std::env::var_os("LAUNCH_TEST_FOLDER") else { return };
    let folder = Path::new(&folder);
    let found = Repository::of(folder);
    let absent = found.as_ref().err().map(ToString::to_string);
    let head = found.as_ref().ok().and_then(|found| found.head().map(ToString::to_string));
    let error = |error: launch::error::Error| format!("({error})");
    let email = launch::git::user_email(folder).unwrap_or_else(|said| Some(error(said)));
    let seen = [("absent", absent), ("head", head), ("email", email)];
    let lines = seen.map(|(name, value)| format!("{name}={}\n", value.unwrap_or_default()));
    fs::write(std::env::var_os("LAUNCH_TEST_SEEN").expect("a file"), lines.concat()).expect("written");
}

/// What is seen with other variables; all that git takes are unset before, and its settings are none.
fn seen(repo: &Repo, variables: &[(&str, &str)]) -> String {
    let mut command = Command::new(std::env::current_exe().expect("this test"));
    command.args(["--exact", "git::seen_from_elsewhere"]);
    for (name, _) in std::env::vars_os().filter(|(name, _)| name.to_string_lossy().starts_with("GIT_")) {
        command.env_remove(name);
    }
    let file = repo.around.path().join("seen");
    command.env_remove("EMAIL").env("GIT_CONFIG_GLOBAL", "/dev/null").env("GIT_CONFIG_NOSYSTEM", "1");
    command
        .envs(variables.iter().copied())
        .env("LAUNCH_TEST_FOLDER", repo.path(""))
        .env("LAUNCH_TEST_SEEN", &file);
    repository::done(command.output().expect("it runs"));
    fs::read_to_string(file).expect("what was seen")
}

#[test]
fn the_environment_decides_who_somebody_is_and_nothing_else() {
    let Some(repo) = Repo::new() else { return };
    let head = repo.save("plan.yaml", "a\n", "omar", 1);
    let settings = repo.around.path().join("settings");
    fs::write(&settings, "[user]\nemail = first@acme.example\nemail = user@acme.example\n").expect("written");
    let own = ("GIT_CONFIG_GLOBAL", settings.to_str().expect("UTF-8"));
    let plain = format!("absent=\nhead={head}\nemail=\n");
    assert_eq!(seen(&repo, &[]), plain);
    let user = format!("absent=\nhead={head}\nemail=user@acme.example\n");
    assert_eq!(seen(&repo, &[own, ("EMAIL", "other@acme.example")]), user);
    assert_eq!(seen(&repo, &[own, ("GIT_AUTHOR_EMAIL", "au@acme.example")]), user.replace("user@", "au@"));
    assert_eq!(
        seen(&repo, &[("EMAIL", "mail@acme.example")]),
        plain.replace("email=", "email=mail@acme.example")
    );
    repo.git(&["config", "author.email", "author@acme.example"]);
    assert_eq!(seen(&repo, &[own]), user.replace("user@", "author@"));
    repo.git(&["config", "--unset", "author.email"]);

    let hook = [
        ("GIT_DIR", "/nowhere"),
        ("GIT_WORK_TREE", "/"),
        ("GIT_INDEX_FILE", "/nowhere"),
        ("GIT_OBJECT_DIRECTORY", "/nowhere"),
        ("GIT_NAMESPACE", "x"),
        ("GIT_REPLACE_REF_BASE", "refs/heads"),
        ("GIT_EXTERNAL_DIFF", "false"),
        ("GIT_TRACE", "/dev/stdout"),
        ("GIT_CONFIG", "/nowhere"),
        ("LC_ALL", "de_DE.UTF-8"),
        ("LANGUAGE", "de"),
    ];
    assert_eq!(seen(&repo, &hook), plain);
}

#[test]
fn a_missing_git_and_a_foreign_owner_are_told_apart() {
    let Some(repo) = Repo::new() else { return };
    repo.save("plan.yaml", "a\n", "omar", 1);
    let foreign = seen(&repo, &[("GIT_TEST_ASSUME_DIFFERENT_OWNER", "1")]);
    assert!(foreign.contains("git refuses this repository because somebody else owns it"), "{foreign}");
    assert!(foreign.contains("safe.directory") && foreign.contains("\nhead=\n"), "{foreign}");
    let trusted = [
        ("GIT_TEST_ASSUME_DIFFERENT_OWNER", "1"),
        ("GIT_CONFIG_COUNT", "1"),
        ("GIT_CONFIG_KEY_0", "safe.directory"),
        ("GIT_CONFIG_VALUE_0", "*"),
    ];
    assert!(seen(&repo, &trusted).starts_with("absent=\nhead="));
    let nothing = repo.around.path().join("nothing");
    fs::create_dir(&nothing).expect("a folder");
    let without = seen(&repo, &[("PATH", nothing.to_str().expect("UTF-8"))]);
    assert_eq!(without, "absent=git is not installed\nhead=\nemail=(git is not installed)\n");
}
