//! Running git: without a shell, without what a repository's settings or a caller's environment would
//! make it do besides, and with bounded answers.

use std::io::{self, Read, Write as _};
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::thread::{self, JoinHandle};

use crate::error::Error;
use crate::text::shorten;

/// The most that one answer may have, in bytes: some 200,000 versions of a plan.
const ANSWER_LIMIT: u64 = 64 * 1024 * 1024;

/// As much of what git complains about as is kept.
const COMPLAINT_LIMIT: u64 = 8 * 1024;

/// Variables of git's that stay: they say where the user's own settings are, or make git more careful.
/// Everything else named `GIT_…` goes, such as what a hook inherits (`GIT_DIR`, `GIT_INDEX_FILE`).
const KEPT: [&str; 9] = [
    "GIT_CEILING_DIRECTORIES",
    "GIT_CONFIG_COUNT",
    "GIT_CONFIG_GLOBAL",
    "GIT_CONFIG_NOSYSTEM",
    "GIT_CONFIG_PARAMETERS",
    "GIT_CONFIG_SYSTEM",
    "GIT_DISCOVERY_ACROSS_FILESYSTEM",
    "GIT_EXEC_PATH",
    "GIT_TEST_ASSUME_DIFFERENT_OWNER",
];

/// What is set instead: English, no questions, no locks, no network (a partial clone would fetch what
/// it lacks, with a program of the repository's choice), no history but the one that was committed.
const SET: [(&str, &str); 6] = [
    ("LC_ALL", "C"),
    ("GIT_ALLOW_PROTOCOL", "none"),
    ("GIT_GRAFT_FILE", "/dev/null"),
    ("GIT_NO_LAZY_FETCH", "1"),
    ("GIT_OPTIONAL_LOCKS", "0"),
    ("GIT_TERMINAL_PROMPT", "0"),
];

/// Before every command: paths are names and no patterns, objects are what their ids say, and the
/// settings that run a program or take a warning away are overruled. Settings of output formats are
/// overruled where a format is asked for.
const BEFORE: [&str; 19] = [
    "--no-pager",
    "--literal-pathspecs",
    "--no-replace-objects",
    "-c",
    "core.fsmonitor=false",
    "-c",
    "core.hooksPath=/dev/null",
    "-c",
    "core.warnAmbiguousRefs=true",
    "-c",
    "safe.bareRepository=explicit",
    "-c",
    "advice.graftFileDeprecated=false",
    "-c",
    "i18n.logOutputEncoding=UTF-8",
    "-c",
    "log.showSignature=false",
    "-c",
    "log.diffMerges=separate",
];

/// Why git gave no answer.
#[derive(Debug)]
pub(super) enum Failure {
    /// There is no `git` to run.
    NotInstalled,
    /// Something else: a clause.
    Other(String),
}

impl From<Failure> for Error {
    fn from(failure: Failure) -> Error {
        match failure {
            Failure::NotInstalled => Error::new("git is not installed"),
            Failure::Other(what) => Error::new(what),
        }
    }
}

/// What a command ended with.
#[derive(Debug)]
pub(super) struct Ended {
    /// The exit code; none when it was killed.
    pub(super) code: Option<i32>,
    /// Standard output.
    pub(super) out: Vec<u8>,
    /// The beginning of standard error.
    pub(super) err: String,
}

/// A command for a folder; its subcommand and arguments are still to come.
pub(super) fn git(folder: &Path) -> Command {
    let mut command = Command::new("git");
    for (name, _) in std::env::vars_os() {
        if !is_kept(&name.to_string_lossy()) {
            command.env_remove(name);
        }
    }
    command.envs(SET).arg("-C").arg(folder).args(BEFORE).stdin(Stdio::null());
    command
}

fn is_kept(name: &str) -> bool {
    !name.starts_with("GIT_")
        || KEPT.contains(&name)
        || name.starts_with("GIT_CONFIG_KEY_")
        || name.starts_with("GIT_CONFIG_VALUE_")
}

/// Starts a command whose input and output are ours.
pub(super) fn start(mut command: Command) -> Result<(Child, Complaints), Failure> {
    let spawned = command.stdout(Stdio::piped()).stderr(Stdio::piped()).spawn();
    let mut child = spawned.map_err(|error| match error.kind() {
        io::ErrorKind::NotFound => Failure::NotInstalled,
        _ => Failure::Other(format!("git cannot be started: {error}")),
    })?;
    let complaints = Complaints::of(&mut child);
    Ok((child, complaints))
}

/// Runs a command to its end, with `input` as its standard input.
pub(super) fn run(mut command: Command, input: Vec<u8>) -> Result<Ended, Failure> {
    if !input.is_empty() {
        command.stdin(Stdio::piped());
    }
    let (mut child, complaints) = start(command)?;
    let writer = child.stdin.take().map(|mut stdin| thread::spawn(move || stdin.write_all(&input)));
    let read = child.stdout.take().map_or(Ok(Vec::new()), |out| bounded(out, ANSWER_LIMIT));
    let ended = match read {
        Ok(out) => child.wait().map(|status| (status.code(), out)),
        Err(error) => {
            let _ = child.kill();
            let _ = child.wait();
            Err(error)
        }
    };
    if let Some(writer) = writer {
        // Git may end before it has read everything: its exit code tells whether that is a failure.
        let _ = writer.join();
    }
    let (code, out) = ended.map_err(|error| Failure::Other(format!("git's answer is lost: {error}")))?;
    Ok(Ended { code, out, err: complaints.end() })
}

fn bounded(from: impl Read, limit: u64) -> io::Result<Vec<u8>> {
    let mut bytes = Vec::new();
    from.take(limit + 1).read_to_end(&mut bytes)?;
    if bytes.len() as u64 > limit {
        return Err(io::Error::other(format!("it is longer than {} MiB", limit / 1024 / 1024)));
    }
    Ok(bytes)
}

/// The standard error of a command, read beside everything else so that it never stops the command.
pub(super) struct Complaints(Option<JoinHandle<Vec<u8>>>);

impl Complaints {
    fn of(child: &mut Child) -> Complaints {
        let reader = child.stderr.take().map(|mut stderr| {
            thread::spawn(move || {
                let mut kept = Vec::new();
                let _ = (&mut stderr).take(COMPLAINT_LIMIT).read_to_end(&mut kept);
                let _ = io::copy(&mut stderr, &mut io::sink());
                kept
            })
        });
        Complaints(reader)
    }

    /// What was said, once the command has ended.
    pub(super) fn end(self) -> String {
        let bytes = self.0.and_then(|reader| reader.join().ok()).unwrap_or_default();
        String::from_utf8_lossy(&bytes).into_owned()
    }
}

/// The error of a command that failed, in git's own words where they are the best there are.
pub(super) fn failed(complaint: &str) -> Error {
    let said = |beginning: &str| complaint.lines().find_map(|line| line.strip_prefix(beginning));
    let reason = said("fatal: ").or_else(|| said("error: ")).or_else(|| complaint.lines().next());
    match reason.map(str::trim).filter(|reason| !reason.is_empty()) {
        Some(reason) => Error::new(format!("git failed: {}", shorten(reason, 300))),
        None => Error::new("git failed, and did not say why"),
    }
}

#[cfg(test)]
mod tests {
    use super::{failed, is_kept};

    #[test]
    fn what_a_hook_inherits_goes_and_what_is_the_users_stays() {
        assert!(is_kept("PATH") && is_kept("GIT_CONFIG_GLOBAL") && is_kept("GIT_CONFIG_KEY_0"));
        let foreign = ["GIT_DIR", "GIT_INDEX_FILE", "GIT_TRACE", "GIT_EXTERNAL_DIFF", "GIT_CONFIG"];
        assert!(foreign.iter().all(|name| !is_kept(name)));
    }

    #[test]
    fn a_failure_says_why_in_one_line() {
        let said = "warning: x\nerror: y\nfatal: bad object HEAD\nmore\n";
        assert_eq!(failed(said).what, "git failed: bad object HEAD");
        assert_eq!(failed("\n").what, "git failed, and did not say why");
    }
}
