//! The built binary, run as people and pipelines run it.

use std::os::unix::process::CommandExt as _;
use std::path::{Path, PathBuf};
use std::process::{Command, Output, Stdio};
use std::sync::mpsc;
use std::thread;
use std::time::Duration;

/// The built binary in a folder, without colours and at 80 columns.
pub(crate) fn launch(folder: &Path) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_launch"));
    command
        .current_dir(folder)
        .env("COLUMNS", "80")
        .env_remove("CLICOLOR")
        .env_remove("CLICOLOR_FORCE")
        .env_remove("GITHUB_STEP_SUMMARY")
        .stdin(Stdio::null());
    command
}

/// What a command ended with: its exit code, standard output and standard error.
pub(crate) struct Ended {
    pub(crate) code: i32,
    pub(crate) out: String,
    pub(crate) err: String,
}

impl From<Output> for Ended {
    fn from(output: Output) -> Ended {
        let text = |bytes: Vec<u8>| String::from_utf8(bytes).expect("UTF-8");
        Ended { code: output.status.code().unwrap_or(-1), out: text(output.stdout), err: text(output.stderr) }
    }
}

/// Runs the binary with arguments in a folder.
pub(crate) fn run(folder: &Path, args: &[&str]) -> Ended {
    launch(folder).args(args).output().expect("it runs").into()
}

/// Only what waits for ever takes so long, on however busy a machine.
const LONGEST: Duration = Duration::from_secs(240);

/// Runs a command to its end; one that does not end is killed with everything that it started, and the test
/// fails.
pub(crate) fn ends(command: &mut Command) -> Ended {
    ends_within(command, LONGEST).unwrap_or_else(|| panic!("{command:?} has not ended after {LONGEST:?}"))
}

/// The same; nothing where it took longer.
pub(crate) fn ends_within(command: &mut Command, longest: Duration) -> Option<Ended> {
    let piped = command.stdin(Stdio::null()).stdout(Stdio::piped()).stderr(Stdio::piped());
    let child = piped.process_group(0).spawn().expect("it runs");
    let group = format!("-{}", child.id());
    let (tell, told) = mpsc::channel();
    thread::spawn(move || tell.send(child.wait_with_output()));
    let Ok(output) = told.recv_timeout(longest) else {
        let _ = Command::new("kill").args(["-KILL", "--", &group]).status();
        return None;
    };
    Some(output.expect("it is ours").into())
}

/// The project's own folder.
pub(crate) fn project() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR"))
}

/// A folder with files, outside any repository.
pub(crate) fn folder(files: &[(&str, &str)]) -> tempfile::TempDir {
    let folder = tempfile::tempdir().expect("a folder");
    for (name, text) in files {
        let path = folder.path().join(name);
        std::fs::create_dir_all(path.parent().expect("a parent")).expect("a folder");
        std::fs::write(path, text).expect("a file");
    }
    folder
}

/// The JSON report on `plan.yaml` in a folder.
pub(crate) fn json(folder: &Path, args: &[&str]) -> serde_json::Value {
    let all = [&["check", "plan.yaml", "--as-of", "2026-05-28", "--format", "json"], args].concat();
    let ended = run(folder, &all);
    serde_json::from_str(&ended.out).unwrap_or_else(|error| panic!("{error}: {}{}", ended.out, ended.err))
}

/// Whether a program that a test needs is installed. Where it is not, the test says so where everybody
/// sees it, and tests nothing.
pub(crate) fn has(program: &str) -> bool {
    let paths = std::env::var_os("PATH").unwrap_or_default();
    let found = std::env::split_paths(&paths).any(|folder| folder.join(program).is_file());
    if !found {
        let test = std::thread::current().name().unwrap_or("a test").to_owned();
        note(&format!("SKIPPED: {test}: `{program}` is not installed, nothing was tested"));
    }
    found
}

/// Says something past what the test harness captures: counts, and what was skipped.
pub(crate) fn note(text: &str) {
    use std::io::Write as _;
    let _ = writeln!(std::io::stderr().lock(), "\n{text}");
}
