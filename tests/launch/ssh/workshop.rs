//! A folder with keys, and OpenSSH's programs in it.

use std::collections::BTreeMap;
use std::ffi::OsString;
use std::io::Write as _;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use launch::keygen::OpenSsh;
use tempfile::TempDir;

use super::NAMESPACE;
use crate::command::Ended;

/// A folder of its own, where no agent and no terminal is.
pub(super) struct Workshop {
    folder: TempDir,
}

impl Workshop {
    /// None where OpenSSH is not installed, and said so past every capture of output.
    pub(super) fn open() -> Option<Workshop> {
        let is_there = |program: &str| {
            let tried = Command::new(program).arg("-?").stdin(Stdio::null()).output();
            tried.is_ok()
        };
        if ["ssh-keygen", "ssh-agent", "ssh-add"].into_iter().all(is_there) {
            return Some(Workshop { folder: tempfile::tempdir().expect("a folder") });
        }
        let test = std::thread::current().name().unwrap_or("a test").to_owned();
        let mut stderr = std::io::stderr().lock();
        writeln!(stderr, "\nSKIPPED: {test}: OpenSSH is not installed, nothing was tested\n")
            .expect("stderr");
        None
    }

    pub(super) fn path(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }

    pub(super) fn write(&self, name: &str, text: &str) -> PathBuf {
        let path = self.path(name);
        std::fs::write(&path, text).expect("a file");
        path
    }

    /// Runs a program of OpenSSH's in the folder.
    pub(super) fn run(&self, program: &str, args: &[&str], input: &[u8]) -> Ended {
        self.run_with(program, args, input, &[])
    }

    /// The same with more of an environment.
    pub(super) fn run_with(
        &self,
        program: &str,
        args: &[&str],
        input: &[u8],
        variables: &[(&str, &str)],
    ) -> Ended {
        let mut command = Command::new(program);
        command.current_dir(self.folder.path()).env_clear().envs(self.variables(&[("TZ", "UTC")]));
        command.args(args).envs(variables.iter().copied());
        command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped());
        let mut child = command.spawn().expect("it runs");
        // It may end before it reads, and then its exit code tells.
        let _ = child.stdin.take().expect("standard input").write_all(input);
        child.wait_with_output().expect("it ends").into()
    }

    /// Runs a program that has to succeed.
    pub(super) fn must(&self, program: &str, args: &[&str], input: &[u8]) -> String {
        let ended = self.run(program, args, input);
        assert_eq!(ended.code, 0, "{program} {args:?}: {}{}", ended.out, ended.err);
        ended.out
    }

    /// A new key; `bits` where the kind has several lengths.
    pub(super) fn key(&self, name: &str, kind: &str, bits: Option<&str>, passphrase: &str) -> PathBuf {
        let mut args = vec!["-q", "-t", kind, "-N", passphrase, "-C", "a comment", "-f", name];
        args.extend(bits.into_iter().flat_map(|bits| ["-b", bits]));
        self.must("ssh-keygen", &args, b"");
        self.path(name)
    }

    /// The line of a key's public half, without its comment.
    pub(super) fn public(&self, name: &str) -> String {
        let line = std::fs::read_to_string(self.path(&format!("{name}.pub"))).expect("a public key");
        line.split(' ').take(2).collect::<Vec<_>>().join(" ")
    }

    /// What the real program says of a signature, by the allowed signers of a file.
    pub(super) fn verify(&self, signers: &Path, principal: &str, signature: &str, message: &[u8]) -> Ended {
        let signature = self.write("signature", signature);
        let (signers, signature) = (signers.to_string_lossy(), signature.to_string_lossy());
        let args = ["-Y", "verify", "-f", &signers, "-I", principal, "-n", NAMESPACE, "-s", &signature];
        self.run("ssh-keygen", &args, message)
    }

    fn variables(&self, more: &[(&str, &str)]) -> BTreeMap<OsString, OsString> {
        let own = std::env::var_os("PATH").map(|path| (OsString::from("PATH"), path));
        let home = (OsString::from("HOME"), self.folder.path().as_os_str().to_owned());
        let more = more.iter().map(|(name, value)| (OsString::from(name), OsString::from(value)));
        own.into_iter().chain([home]).chain(more).collect()
    }

    /// Our side of it, with this environment.
    pub(super) fn ours(&self, variables: &[(&str, &str)]) -> OpenSsh {
        OpenSsh { variables: self.variables(variables), terminal: false }
    }
}
