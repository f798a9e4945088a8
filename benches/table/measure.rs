//! Programs and functions, run in turn, round by round.
//!
//! Well-kept tools for this (hyperfine, criterion) run one thing after the other: on a machine that others work on
//! too, its speed changes between the two, and a ratio of them says as much about that. Here everything that is
//! compared runs in turn within every round, and a ratio is the median of the ratios of its rounds.

use std::ffi::OsString;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

use anyhow::bail;

use crate::corpus::DAY;

/// What was taken in each round, for each of the things that are compared.
pub(crate) type Rounds = Vec<Vec<Duration>>;

/// A command, as it is called every round.
#[derive(Clone)]
pub(crate) struct Call {
    /// The program.
    pub(crate) program: PathBuf,
    /// Its arguments.
    pub(crate) args: Vec<OsString>,
    /// The exit codes by which it says that it did its work.
    pub(crate) codes: &'static [i32],
}

impl Call {
    /// A program that says with 0 that it did its work.
    pub(crate) fn new(program: impl Into<PathBuf>) -> Call {
        Call { program: program.into(), args: Vec::new(), codes: &[0] }
    }

    /// The same call, also of use when the program says 1: it did its work, and found something.
    pub(crate) fn or_found(self) -> Call {
        Call { codes: &[0, 1], ..self }
    }

    /// The same call with more arguments.
    pub(crate) fn args<T: Into<OsString>>(mut self, args: impl IntoIterator<Item = T>) -> Call {
        self.args.extend(args.into_iter().map(Into::into));
        self
    }

    /// The command, which reads nothing and whose output nobody reads.
    pub(crate) fn command(&self) -> Command {
        let mut command = Command::new(&self.program);
        command.args(&self.args).stdin(Stdio::null()).stdout(Stdio::null());
        // With it, programs that make errors on their way (the Rego engine) are slower by half.
        command.env_remove("RUST_BACKTRACE");
        command
    }

    /// What the program prints.
    pub(crate) fn printed(&self) -> anyhow::Result<String> {
        let output = self.command().stdout(Stdio::piped()).output()?;
        self.ended(output.status.code(), &output.stderr)?;
        Ok(String::from_utf8(output.stdout)?)
    }

    /// Runs it.
    pub(crate) fn run(&self) -> anyhow::Result<()> {
        let status = self.command().stderr(Stdio::null()).status()?;
        self.ended(status.code(), b"")
    }

    fn ended(&self, code: Option<i32>, said: &[u8]) -> anyhow::Result<()> {
        if code.is_some_and(|code| self.codes.contains(&code)) {
            return Ok(());
        }
        let shown = self.args.last().map(|last| last.display().to_string()).unwrap_or_default();
        bail!("{} … {shown} ended with {code:?} {}", self.program.display(), String::from_utf8_lossy(said))
    }
}

/// `launch`, as it is built here.
pub(crate) fn launch() -> Call {
    Call::new(env!("CARGO_BIN_EXE_launch"))
}

/// `launch` on a plan or on a folder of plans.
pub(crate) fn on(command: &str, path: &Path, format: &str) -> Call {
    launch().args([command, "--as-of", DAY, "--format", format]).args([path]).or_found()
}

/// A check.
pub(crate) fn check(path: &Path, format: &str) -> Call {
    on("check", path, format)
}

/// This program, in another role.
pub(crate) fn again(role: &str, path: &Path) -> anyhow::Result<Call> {
    Ok(Call::new(std::env::current_exe()?).args([role]).args([path]))
}

/// The times of the calls, round by round.
pub(crate) fn compare(rounds: usize, calls: &[Call]) -> anyhow::Result<Rounds> {
    in_rounds(rounds, || calls.iter().map(|call| timed(|| call.run())).collect())
}

/// The times of each round. The first round warms the caches and does not count.
pub(crate) fn in_rounds(
    rounds: usize,
    mut round: impl FnMut() -> anyhow::Result<Vec<Duration>>,
) -> anyhow::Result<Rounds> {
    (0..=rounds).map(|_| round()).skip(1).collect()
}

/// How long something takes.
pub(crate) fn timed(run: impl FnOnce() -> anyhow::Result<()>) -> anyhow::Result<Duration> {
    let start = Instant::now();
    run()?;
    Ok(start.elapsed())
}
