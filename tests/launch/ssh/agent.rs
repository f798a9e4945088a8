//! Encrypted keys, agents, and everything that can be missing.

use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};

use launch::error::Error;
use launch::ssh::{Key, Signature};

use super::workshop::Workshop;
use super::{MESSAGE, NAMESPACE};

/// An agent of its own, ended with the test.
struct Agent {
    process: Child,
    socket: PathBuf,
}

impl Agent {
    fn start(workshop: &Workshop) -> Agent {
        let socket = workshop.path("agent");
        let mut command = Command::new("ssh-agent");
        command.arg("-D").arg("-a").arg(&socket).stdin(Stdio::null()).stdout(Stdio::null());
        let mut process = command.stderr(Stdio::null()).spawn().expect("an agent");
        while !socket.exists() {
            assert!(process.try_wait().expect("an agent").is_none(), "the agent ended");
            std::thread::yield_now();
        }
        Agent { process, socket }
    }

    fn variable(&self) -> (&str, &str) {
        ("SSH_AUTH_SOCK", self.socket.to_str().expect("a path"))
    }
}

impl Drop for Agent {
    fn drop(&mut self) {
        let _ = self.process.kill();
        let _ = self.process.wait();
    }
}

/// A program that answers every question with this passphrase.
fn asker(workshop: &Workshop, passphrase: &str) -> String {
    use std::os::unix::fs::PermissionsExt as _;
    let path = workshop.write("asker", &format!("#!/bin/sh\necho '{passphrase}'\n"));
    std::fs::set_permissions(&path, std::fs::Permissions::from_mode(0o700)).expect("a program");
    path.to_string_lossy().into_owned()
}

/// An error with its hint, which is never missing here.
fn told(error: &Error) -> String {
    format!("{}; {}", error.what, error.hint.as_deref().expect("a hint"))
}

fn holds(text: &str) {
    assert_eq!(Signature::parse(text).expect("a signature").verify(NAMESPACE, MESSAGE), Ok(()));
}

#[test]
fn an_encrypted_key_signs_with_its_passphrase_alone() {
    let Some(workshop) = Workshop::open() else { return };
    let key = workshop.key("key", "ed25519", None, "open sesame");
    let program = asker(&workshop, "open sesame");
    for more in [None, Some(("SSH_ASKPASS_REQUIRE", "force")), Some(("DISPLAY", ":0"))] {
        let variables: Vec<_> = [("SSH_ASKPASS", program.as_str())].into_iter().chain(more).collect();
        holds(&workshop.ours(&variables).sign(&key, NAMESPACE, MESSAGE).expect("a signature"));
    }
    let program = asker(&workshop, "open barley");
    let wrong = workshop.ours(&[("SSH_ASKPASS", &program)]).sign(&key, NAMESPACE, MESSAGE);
    let wrong = told(&wrong.expect_err("another passphrase"));
    assert!(wrong.contains("the passphrase of") && wrong.contains("incorrect passphrase"), "{wrong}");
}

#[test]
fn without_a_terminal_no_passphrase_is_taken_from_the_text() {
    let Some(workshop) = Workshop::open() else { return };
    let key = workshop.key("key", "ed25519", None, "open sesame");
    for variables in [&[][..], &[("SSH_ASKPASS_REQUIRE", "never")], &[("SSH_ASKPASS_REQUIRE", "prefer")]] {
        let signed = workshop.ours(variables).sign(&key, NAMESPACE, b"open sesame\nthe rest");
        let error = told(&signed.expect_err("nobody asked"));
        assert!(error.contains("is encrypted, and there is no terminal"), "{error}");
        assert!(error.contains("SSH_ASKPASS"), "{error}");
    }
}

#[test]
fn an_agent_signs_with_the_keys_that_it_holds() {
    let Some(workshop) = Workshop::open() else { return };
    let agent = Agent::start(&workshop);
    let ours = workshop.ours(&[agent.variable()]);
    let empty = told(&ours.agent_keys().expect_err("no key yet"));
    assert!(empty.contains("holds no key") && empty.contains("`ssh-add KEY`"), "{empty}");

    for (name, kind) in [("first", "ed25519"), ("second", "rsa"), ("third", "ecdsa")] {
        workshop.key(name, kind, None, "");
        let added = workshop.run_with("ssh-add", &["-q", name], b"", &[agent.variable()]);
        assert_eq!(added.code, 0, "{}", added.err);
        std::fs::remove_file(workshop.path(name)).expect("only the agent has it now");
    }
    let keys = ours.agent_keys().expect("keys");
    let lines: Vec<String> = keys.iter().map(Key::line).collect();
    assert_eq!(lines, ["first", "second", "third"].map(|name| workshop.public(name)));
    for held in &keys {
        let text = ours.sign_with_agent(held, NAMESPACE, MESSAGE).expect("a signature");
        holds(&text);
        assert_eq!(*Signature::parse(&text).expect("a signature").key(), *held);
    }
    let by_file = ours.sign(&workshop.path("first.pub"), NAMESPACE, MESSAGE).expect("a signature");
    holds(&by_file);

    workshop.key("stranger", "ed25519", None, "");
    let stranger = Key::parse(&workshop.public("stranger")).expect("a key");
    let error = told(&ours.sign_with_agent(&stranger, NAMESPACE, MESSAGE).expect_err("not held"));
    assert!(error.contains(&stranger.fingerprint()) && error.contains("does not hold"), "{error}");
    std::fs::remove_file(workshop.path("stranger")).expect("ours");
    let error = told(&ours.sign(&workshop.path("stranger.pub"), NAMESPACE, MESSAGE).expect_err("not held"));
    let held =
        error.contains("stranger.pub` is a public key") && error.contains("the ssh-agent does not hold it");
    assert!(held && error.contains("`ssh-add KEY`, or name the file of the private key"), "{error}");
}

#[test]
fn what_is_missing_is_named() {
    let Some(workshop) = Workshop::open() else { return };
    let key = workshop.key("key", "ed25519", None, "");
    let nowhere = workshop.path("nowhere");
    let no_programs = workshop.ours(&[("PATH", nowhere.to_str().expect("a path"))]);
    let error = told(&no_programs.sign(&key, NAMESPACE, MESSAGE).expect_err("no program"));
    assert!(error.contains("`ssh-keygen` is not installed") && error.contains("openssh-client"), "{error}");
    let error = told(&no_programs.agent_keys().expect_err("no program"));
    assert!(error.contains("`ssh-add` is not installed"), "{error}");

    for variables in [vec![], vec![("SSH_AUTH_SOCK", nowhere.to_str().expect("a path"))]] {
        let error = told(&workshop.ours(&variables).agent_keys().expect_err("no agent"));
        assert!(error.contains("no ssh-agent answers") && error.contains("`ssh-add` says: "), "{error}");
        let public = Key::parse(&workshop.public("key")).expect("a key");
        let error =
            workshop.ours(&variables).sign_with_agent(&public, NAMESPACE, MESSAGE).expect_err("no agent");
        assert!(told(&error).contains("does not hold the key SHA256:"), "{error}");
    }
}

#[test]
fn what_the_program_says_is_passed_on_without_what_moves_the_cursor() {
    let Some(workshop) = Workshop::open() else { return };
    let missing = Path::new("no\u{1b}[2J\nkey");
    let error = told(&workshop.ours(&[]).sign(missing, NAMESPACE, MESSAGE).expect_err("no key"));
    assert!(error.contains("`ssh-keygen` says: ") && error.contains("No such file"), "{error}");
    assert!(!error.chars().any(char::is_control), "{error:?}");
    let garbage = workshop.write("garbage", "not a key\n");
    let error = told(&workshop.ours(&[]).sign(&garbage, NAMESPACE, MESSAGE).expect_err("no key"));
    assert!(error.contains("did not sign with"), "{error}");
}
