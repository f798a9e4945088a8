//! Programs that are not there, fail, or never come to an end of what they say.

use std::fs;
use std::os::unix::fs::PermissionsExt as _;
use std::os::unix::net::UnixListener;
use std::path::Path;
use std::process::Command;

use crate::command::{Ended, ends, has, launch};
use crate::deeds::{DAY, Office};
use crate::overlay::BASE;
use crate::repository::Repo;

/// A folder of programs, and nothing else to be found.
fn bin(folder: &Path, programs: &[(&str, &str)]) -> std::path::PathBuf {
    let bin = folder.join("bin");
    fs::create_dir(&bin).expect("a folder");
    for (name, script) in programs {
        fs::write(bin.join(name), format!("#!/bin/sh\n{script}\n")).expect("written");
        fs::set_permissions(bin.join(name), fs::Permissions::from_mode(0o755)).expect("ours");
    }
    bin
}

fn run(folder: &Path, path: &Path, args: &[&str]) -> Ended {
    ends(launch(folder).env("PATH", path).args(args))
}

const POLICIES: [(&str, i32); 2] =
    [("[rules]\nbackdated-sign-off = \"warn\"\n", 0), ("[assurance]\nminimum = \"committed\"\n", 1)];

/// No git, one that fails, and ones that say what no git says.
const GITS: [&[(&str, &str)]; 7] = [
    &[],
    &[("git", "exit 1")],
    &[("git", "exit 0")],
    &[("git", "kill -9 $$")],
    &[("git", "echo 'fatal: something new' >&2; exit 128")],
    &[("git", "while :; do echo true; echo /; done 2>/dev/null | /usr/bin/head -c 3000000")],
    &[("git", "printf '\\377\\376\\0\\0'; exit 0")],
];

#[test]
fn without_a_git_that_answers_nothing_is_believed() {
    for programs in GITS {
        for (policy, right) in POLICIES {
            let Some(repo) = Repo::new() else { return };
            repo.write("launch.toml", policy);
            repo.save("plan.yaml", BASE, "priya", 27);
            let path = bin(repo.around.path(), programs);
            let plan = ["check", "plan.yaml", "--as-of", "2026-05-28"];
            let ended = run(&repo.path(""), &path, &plan);
            assert_eq!(ended.code, right, "{programs:?}: {}{}", ended.out, ended.err);
            let from = run(&repo.path(""), &path, &[&plan[..], &["--policy-from", "HEAD"]].concat());
            assert_eq!(from.code, 2, "{programs:?}: {}", from.out);
            for other in [&["history", "plan.yaml"][..], &["diff", "plan.yaml"]] {
                let ended = run(&repo.path(""), &path, other);
                assert_eq!(ended.code, 2, "{programs:?}: {}", ended.out);
                assert!(!ended.err.trim().is_empty() && !ended.err.contains("panicked"), "{}", ended.err);
            }
        }
    }
}

const SIGN: [&str; 7] = ["sign", "plan.yaml", "build", "--by", "b@a.example", "--date", DAY];

fn office() -> Office {
    Office::new(
        "launch: S\nkind: product\nowner: p@a.example\nstages:\n  build: {owner: b@a.example, impact: works}\n",
        "extends = \"none\"\n[stages.build]\n",
    )
}

#[test]
fn without_a_program_that_signs_nothing_is_signed() {
    let programs: [&[(&str, &str)]; 5] = [
        &[],
        &[("ssh-keygen", "exit 1")],
        &[("ssh-keygen", "exit 0")],
        &[("ssh-keygen", "echo '-----BEGIN SSH SIGNATURE-----'; echo AAAA; exit 0")],
        &[("ssh-keygen", "kill -9 $$")],
    ];
    for programs in programs {
        let office = office();
        office.write("key", "no key\n");
        office.write("key.pub", "ssh-ed25519 AAAA\n");
        let before = office.bytes();
        let path = bin(office.path(), programs);
        let ended = run(office.path(), &path, &[&SIGN[..], &["--key", "key"]].concat());
        assert_eq!(ended.code, 2, "{programs:?}: {}{}", ended.out, ended.err);
        assert!(!ended.err.trim().is_empty() && !ended.err.contains("panicked"), "{}", ended.err);
        assert!(before == office.bytes(), "{programs:?}");
    }
}

/// A public key is signed with by an agent; where none answers, it is said what to do.
#[test]
fn without_an_agent_a_public_key_does_not_sign() {
    if !has("ssh-keygen") || !has("ssh-add") {
        return;
    }
    let office = office();
    let mut make = Command::new("ssh-keygen");
    make.args(["-q", "-t", "ed25519", "-N", "", "-C", "", "-f", "key"]).current_dir(office.path());
    assert!(make.status().expect("ssh-keygen").success());
    fs::rename(office.path().join("key"), office.path().join("private")).expect("ours");
    drop(UnixListener::bind(office.path().join("left")).expect("a socket"));
    let before = office.bytes();
    for socket in [None, Some(""), Some("left"), Some("gone"), Some("plan.yaml")] {
        let mut command = office.command();
        let ended = ends(
            command
                .args(SIGN)
                .args(["--key", "key.pub"])
                .envs(socket.map(|socket| ("SSH_AUTH_SOCK", socket))),
        );
        assert_eq!(ended.code, 2, "{socket:?}: {}{}", ended.out, ended.err);
        let said = ended.err.split_whitespace().collect::<Vec<_>>().join(" ");
        for words in [
            "`key.pub` is a public key: its private one is not beside it, and no ssh-agent answers",
            "start one (`eval \"$(ssh-agent)\"`) and add your key (`ssh-add`), or name the file of a private key",
            "`ssh-add` says: ",
        ] {
            assert!(said.contains(words), "{socket:?}: no {words:?} in {said}");
        }
        assert!(before == office.bytes(), "{socket:?}");
        let mut command = office.command();
        let ended = ends(
            command
                .args(SIGN)
                .args(["--key", "private", "--dry-run"])
                .envs(socket.map(|socket| ("SSH_AUTH_SOCK", socket))),
        );
        assert_eq!(ended.code, 0, "a private key needs no agent: {}", ended.err);
    }
}
