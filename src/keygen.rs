//! Runs OpenSSH's own programs: `ssh-keygen` signs and `ssh-add` lists the keys of an agent, so that
//! encrypted keys, agents and security keys work as their owners know them.
//!
//! What is signed goes in by standard input: no command line and no file holds it, and no shell runs.
//! `ssh-keygen` without a terminal to ask on would read the passphrase from there too, and then sign what
//! is left; so it is told where to ask.

use std::collections::BTreeMap;
use std::ffi::OsString;
use std::io::{self, BufReader, Read as _, Write as _};
use std::path::Path;
use std::process::{Child, Command, ExitStatus, Stdio};

use crate::disk;
use crate::error::Error;
use crate::ssh::{Fault, Key, Signature};
use crate::text::{Signs, shorten, visible};

/// What `ssh-keygen` says of a public key whose private half is neither beside it nor in an agent.
const ONLY_PUBLIC: &str = "No private key found";

/// What a program said is cut to so many characters.
const SAID: usize = 400;

/// OpenSSH's programs, and what they find round them.
#[derive(Clone, Debug)]
pub struct OpenSsh {
    /// Their environment.
    pub variables: BTreeMap<OsString, OsString>,
    /// Whether there is a terminal to ask for a passphrase on.
    pub terminal: bool,
}

impl OpenSsh {
    /// As this process finds them.
    pub fn of_process() -> OpenSsh {
        OpenSsh { variables: std::env::vars_os().collect(), terminal: disk::has_terminal() }
    }

    /// Signs with a key file: a private key, whose passphrase `ssh-keygen` asks for, or a public one whose
    /// private half is beside it or in the agent. Gives back the armoured signature, verified.
    ///
    /// # Errors
    /// When `ssh-keygen` is not there, cannot read the key or may not use it, or when its signature would
    /// not be accepted.
    pub fn sign(&self, key: &Path, namespace: &str, message: &[u8]) -> Result<String, Error> {
        let shown = visible(&key.to_string_lossy()).into_owned();
        let ran = self.run_sign(key, namespace, message)?;
        if ran.said.contains(ONLY_PUBLIC) {
            return Err(self.only_public(&shown));
        }
        if !ran.status.success() {
            return Err(self.refused(&shown, &ran.said));
        }
        checked(&ran, &shown, namespace, message)
    }

    /// Signs with a key that the agent holds, given its public half.
    ///
    /// # Errors
    /// As [`OpenSsh::sign`], and when the agent does not hold it.
    pub fn sign_with_agent(&self, key: &Key, namespace: &str, message: &[u8]) -> Result<String, Error> {
        let unwritten =
            |error: io::Error| Error::new(format!("the public key cannot be handed over in a file: {error}"));
        let file = disk::hand_over(".pub", format!("{}\n", key.line()).as_bytes()).map_err(unwritten)?;
        let shown = key.fingerprint();
        let ran = self.run_sign(file.path(), namespace, message)?;
        if ran.status.success() {
            return checked(&ran, &shown, namespace, message);
        }
        if ran.said.contains(ONLY_PUBLIC) {
            return Err(Error::new(format!("the ssh-agent does not hold the key {shown}"))
                .hint("`ssh-add -l` lists what it holds; `ssh-add KEY` adds a key"));
        }
        Err(self.refused(&shown, &ran.said))
    }

    /// The keys that the agent holds, in its order; certificates are left out.
    ///
    /// # Errors
    /// When `ssh-add` is not there, no agent answers, or it holds no key.
    pub fn agent_keys(&self) -> Result<Vec<Key>, Error> {
        let child = self.spawn("ssh-add", |command| command.arg("-L"))?;
        let ran = finish("ssh-add", child, b"")?;
        // `ssh-add` ends with 1 when the agent holds nothing, and with 2 when it could not ask it.
        if !ran.status.success() && ran.status.code() != Some(1) {
            return Err(Error::new("no ssh-agent answers").hint(with_said(
                "start one (`eval \"$(ssh-agent)\"`) and add your key (`ssh-add`), or name the file of a private key",
                "ssh-add",
                &ran.said,
            )));
        }
        let keys: Vec<Key> = ran.out.lines().filter_map(agent_key).collect();
        if keys.is_empty() {
            return Err(Error::new("the ssh-agent holds no key that can sign")
                .hint("add one with `ssh-add KEY`, or name the file of a private key"));
        }
        Ok(keys)
    }

    fn run_sign(&self, key: &Path, namespace: &str, message: &[u8]) -> Result<Ran, Error> {
        let child = self.spawn("ssh-keygen", |command| {
            command.args(["-q", "-Y", "sign", "-n", namespace, "-f"]).arg(key)
        })?;
        finish("ssh-keygen", child, message)
    }

    fn spawn(&self, program: &str, with: impl FnOnce(&mut Command) -> &mut Command) -> Result<Child, Error> {
        let mut command = Command::new(program);
        command.env_clear().envs(&self.variables);
        if !self.terminal {
            command.env("SSH_ASKPASS_REQUIRE", "force");
        } else if !self.is_set("SSH_ASKPASS_REQUIRE") {
            command.env("SSH_ASKPASS_REQUIRE", "never");
        }
        command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped());
        with(&mut command).spawn().map_err(|error| match error.kind() {
            io::ErrorKind::NotFound => Error::new(format!(
                "`{program}` is not installed, or not on the path"
            ))
            .hint("install OpenSSH's client: the package `openssh-client`, `openssh-clients` or `openssh`"),
            _ => failed(program, &error),
        })
    }

    fn is_set(&self, name: &str) -> bool {
        self.variables.get(&OsString::from(name)).is_some_and(|value| !value.is_empty())
    }

    /// Why a public key's private half was not found.
    fn only_public(&self, key: &str) -> Error {
        let (agent, hint) = match self.agent_keys() {
            Ok(_) => ("the ssh-agent does not hold it".to_owned(), None),
            Err(error) => (error.what, error.hint),
        };
        let advice = || "add it with `ssh-add KEY`, or name the file of the private key".to_owned();
        Error::new(format!("`{key}` is a public key: its private one is not beside it, and {agent}"))
            .hint(hint.unwrap_or_else(advice))
    }

    /// Why `ssh-keygen` did not sign.
    fn refused(&self, key: &str, said: &str) -> Error {
        let error = match said.contains("incorrect passphrase") {
            false => {
                return Error::new(format!("`ssh-keygen` did not sign with `{key}`"))
                    .hint(quoted("ssh-keygen", said));
            }
            true if self.terminal || self.is_set("SSH_ASKPASS") => {
                return Error::new(format!("the passphrase of `{key}` is another one")).hint(with_said(
                    "try again",
                    "ssh-keygen",
                    said,
                ));
            }
            true => Error::new(format!(
                "`{key}` is encrypted, and there is no terminal to ask for its passphrase on"
            )),
        };
        error.hint(with_said(
            "sign on a terminal, add the key to your ssh-agent with `ssh-add`, or name a program that asks in SSH_ASKPASS",
            "ssh-keygen",
            said,
        ))
    }
}

/// How a program ended.
struct Ran {
    status: ExitStatus,
    out: String,
    said: String,
}

/// Hands over the input and waits. Programs end without reading it when something is wrong, which their
/// exit code tells better than the broken pipe.
fn finish(program: &str, mut child: Child, input: &[u8]) -> Result<Ran, Error> {
    if let Some(mut stdin) = child.stdin.take() {
        match stdin.write_all(input) {
            Err(error) if error.kind() != io::ErrorKind::BrokenPipe => return Err(failed(program, &error)),
            _ => {}
        }
    }
    let mut said = Vec::new();
    let mut out = Vec::new();
    let mut read = || {
        if let Some(stderr) = child.stderr.take() {
            said = listen(BufReader::new(stderr))?;
        }
        child.stdout.take().map_or(Ok(0), |mut stdout| stdout.read_to_end(&mut out))?;
        child.wait()
    };
    let status = read().map_err(|error| failed(program, &error))?;
    let text = |bytes: Vec<u8>| String::from_utf8_lossy(&bytes).into_owned();
    Ok(Ran { status, out: text(out), said: text(said) })
}

/// What a program says, with the one thing passed on at once that somebody has to do: touch the security key.
fn listen(mut from: impl io::BufRead) -> io::Result<Vec<u8>> {
    let mut said = Vec::new();
    loop {
        let begin = said.len();
        if from.read_until(b'\n', &mut said)? == 0 {
            return Ok(said);
        }
        let line = String::from_utf8_lossy(said.get(begin..).unwrap_or_default()).into_owned();
        if line.starts_with("Confirm user presence") {
            let _ = writeln!(io::stderr().lock(), "{}", Signs::WORDS.within(&visible(line.trim_end())));
        }
    }
}

/// The signature that `ssh-keygen` gave, if it is one that is accepted everywhere else here.
fn checked(ran: &Ran, key: &str, namespace: &str, message: &[u8]) -> Result<String, Error> {
    let unusable =
        |why: String| Error::new(format!("the signature made with `{key}` would not be accepted: {why}"));
    let signature = Signature::parse(&ran.out).map_err(|wrong| unusable(format!("it {wrong}")))?;
    match signature.verify(namespace, message) {
        Ok(()) => Ok(ran.out.clone()),
        Err(Fault::NotChecked(why)) => {
            Err(unusable(why).hint("sign with another key, such as one of `ssh-keygen -t ed25519`"))
        }
        Err(Fault::Bad | Fault::Namespace(_)) => Err(unusable("it is not one of this text".to_owned())),
    }
}

fn agent_key(line: &str) -> Option<Key> {
    Key::parse(line).ok().filter(|key| !key.is_certificate())
}

fn failed(program: &str, error: &io::Error) -> Error {
    Error::new(format!("`{program}` could not be run: {error}"))
}

/// What a program said, in one line.
fn quoted(program: &str, said: &str) -> String {
    let lines: Vec<&str> = said.lines().map(str::trim).filter(|line| !line.is_empty()).collect();
    if lines.is_empty() {
        return format!("`{program}` did not say why");
    }
    format!("`{program}` says: {}", shorten(&visible(&lines.join("; ")), SAID))
}

fn with_said(advice: &str, program: &str, said: &str) -> String {
    format!("{advice}; {}", quoted(program, said))
}

#[cfg(test)]
mod tests {
    use super::{SAID, agent_key, listen, quoted};

    #[test]
    fn what_a_program_says_is_one_short_line_without_escapes() {
        assert_eq!(quoted("ssh-add", " \n\n"), "`ssh-add` did not say why");
        let said = quoted("ssh-add", "one\r\n\n two\u{1b}[2J\u{202e}\n");
        assert_eq!(said, "`ssh-add` says: one; two\\u{1b}[2J\\u{202e}");
        assert!(quoted("ssh-add", &"long ".repeat(1000)).chars().count() < SAID + 40);
    }

    #[test]
    fn everything_is_kept_that_a_program_says() {
        let said = b"one\xff\nno end";
        assert_eq!(listen(said.as_slice()).expect("bytes"), said);
    }

    #[test]
    fn a_comment_may_have_blanks_or_be_missing() {
        let key = "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIAABAgMEBQYHCAkKCwwNDg8QERITFBUWFxgZGhscHR4f";
        let held = |line: &str| agent_key(line).map(|held| held.line());
        assert_eq!(held(&format!("{key} omar's old laptop")).as_deref(), Some(key));
        assert_eq!(held(key).as_deref(), Some(key));
        assert_eq!(held("The agent has no identities."), None);
    }
}
