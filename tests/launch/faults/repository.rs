//! A repository that is damaged in one way or another: the verdict is the one that there is without it, or
//! there is none.

use std::fs;
use std::path::Path;

use crate::command::{Ended, ends, launch, note};
use crate::overlay::BASE;
use crate::repository::Repo;

/// What is done to a folder `.git`.
type Damage = fn(&Path);

fn each_object(git: &Path, harm: impl Fn(&Path)) {
    let mut open = vec![git.join("objects")];
    while let Some(folder) = open.pop() {
        for entry in fs::read_dir(&folder).expect("a folder") {
            let path = entry.expect("an entry").path();
            if path.is_dir() {
                open.push(path);
            } else {
                let mut mode = fs::metadata(&path).expect("a file").permissions();
                std::os::unix::fs::PermissionsExt::set_mode(&mut mode, 0o644);
                fs::set_permissions(&path, mode).expect("ours");
                harm(&path);
            }
        }
    }
}

fn is_pack(path: &Path) -> bool {
    path.extension().is_some_and(|ending| ending == "pack")
}

const DAMAGES: [(&str, Damage); 15] = [
    ("garbage in HEAD", |git| fs::write(git.join("HEAD"), "\0\u{1}garbage\n").expect("written")),
    ("an empty HEAD", |git| fs::write(git.join("HEAD"), "").expect("written")),
    ("a HEAD of nothing", |git| fs::write(git.join("HEAD"), "ref: refs/heads/gone\n").expect("written")),
    ("a HEAD that is not there", |git| {
        fs::write(git.join("HEAD"), format!("{}\n", "ab".repeat(20))).expect("written");
    }),
    ("a HEAD that is a folder", |git| {
        fs::remove_file(git.join("HEAD")).expect("ours");
        fs::create_dir(git.join("HEAD")).expect("a folder");
    }),
    ("truncated objects", |git| {
        each_object(git, |path| {
            let bytes = fs::read(path).expect("a file");
            fs::write(path, &bytes[..bytes.len() / 2]).expect("written");
        });
    }),
    ("empty objects", |git| each_object(git, |path| fs::write(path, "").expect("written"))),
    ("objects that are others", |git| {
        each_object(git, |path| {
            let mut bytes = fs::read(path).expect("a file");
            let middle = bytes.len() / 2;
            bytes[middle] ^= 0x5a;
            fs::write(path, bytes).expect("written");
        });
    }),
    ("no objects", |git| fs::remove_dir_all(git.join("objects")).expect("ours")),
    ("a bad pack", |git| {
        each_object(git, |path| {
            if is_pack(path) {
                let mut bytes = fs::read(path).expect("a file");
                bytes.iter_mut().skip(20).for_each(|byte| *byte = byte.wrapping_add(1));
                fs::write(path, bytes).expect("written");
            }
        });
    }),
    ("a pack without its index", |git| {
        each_object(git, |path| {
            if !is_pack(path) {
                fs::remove_file(path).expect("ours");
            }
        });
    }),
    ("settings that are none", |git| fs::write(git.join("config"), "[core\nbare = maybe").expect("written")),
    ("an index that is none", |git| fs::write(git.join("index"), "DIRC\0\0\0\u{63}").expect("written")),
    ("references that are a file", |git| {
        fs::remove_dir_all(git.join("refs")).expect("ours");
        fs::write(git.join("refs"), "x").expect("written");
    }),
    ("a file in its place", |git| {
        fs::remove_dir_all(git).expect("ours");
        fs::write(git, "gitdir: /nowhere/at/all\n").expect("written");
    }),
];

fn run(repo: &Repo, args: &[&str]) -> Ended {
    let mut command = launch(&repo.path(""));
    command.env("GIT_CONFIG_GLOBAL", "/dev/null").env("GIT_CONFIG_NOSYSTEM", "1").args(args);
    ends(&mut command)
}

fn check<'a>(more: &[&'a str]) -> Vec<&'a str> {
    [&["check", "plan.yaml", "--as-of", "2026-05-28"], more].concat()
}

/// A plan of two revisions; packed, where that is asked for.
fn repo(policy: &str, packed: bool) -> Option<Repo> {
    let repo = Repo::new()?;
    repo.write("launch.toml", policy);
    repo.save("plan.yaml", BASE.replacen("tier: 1", "tier: 2", 1), "priya", 2);
    repo.save("plan.yaml", BASE, "priya", 27);
    if packed {
        repo.git(&["gc", "-q", "--prune=now"]);
    }
    Some(repo)
}

const CLAIMED: &str = "[rules]\nbackdated-sign-off = \"warn\"\n";
const COMMITTED: &str = "[assurance]\nminimum = \"committed\"\n";

#[test]
fn a_damaged_repository_is_never_a_go_that_it_would_not_be() {
    let mut cases = 0;
    for (name, harm) in DAMAGES {
        for (policy, right) in [(CLAIMED, 0), (COMMITTED, 1)] {
            let Some(repo) = repo(policy, name.contains("pack")) else { return };
            let whole = run(&repo, &check(&[]));
            assert_eq!(whole.code, right, "{}", whole.out);
            harm(&repo.path(".git"));
            let ended = run(&repo, &check(&[]));
            assert!([right, 2].contains(&ended.code), "{name}: {} {}{}", ended.code, ended.out, ended.err);
            let since = run(&repo, &check(&["--since", "HEAD~1"]));
            assert!([right, 2].contains(&since.code), "{name}: {}", since.out);
            let from = run(&repo, &check(&["--policy-from", "HEAD"]));
            let is_whole = name.contains("index that is none");
            assert!(from.code == 2 || (is_whole && from.code == right), "{name}: {} {}", from.code, from.out);
            for other in
                [&["history", "plan.yaml"][..], &["diff", "plan.yaml"], &["diff", "plan.yaml", "HEAD~1"]]
            {
                let ended = run(&repo, other);
                assert!(ended.code == 2 || is_whole, "{name}: {other:?}: {} {}", ended.code, ended.out);
                assert!(
                    is_whole || !format!("{}{}", ended.out, ended.err).trim().is_empty(),
                    "{name}: {other:?}"
                );
            }
            let verified = run(&repo, &["verify", "plan.yaml", "--as-of", "2026-05-28"]);
            assert!(verified.code == 2 || verified.code == right, "{name}: {}", verified.out);
            for ended in [&ended, &since, &from, &verified] {
                assert!(!ended.err.contains("panicked"), "{name}: {}", ended.err);
            }
            cases += 7;
        }
    }
    note(&format!("damaged repositories: {} ways, {cases} commands, none a wrong GO", DAMAGES.len()));
}
