//! The world fails: outputs that are full or closed, clocks that jump, repositories that are damaged, programs
//! that are missing. Each ends with the right exit code and a message; none is a wrong GO, none a wait for ever.

mod clock;
mod full;
mod pipes;
mod programs;
mod repository;

use std::process::Command;

use crate::command::{Ended, ends};

/// A check of the plans of a folder, in a script.
const CHECK: &str = "\"$1\" check . --as-of 2026-05-28";

/// Runs a script in `sh`, with the binary as its first argument.
fn script(folder: &std::path::Path, text: &str) -> Ended {
    let mut command = Command::new("sh");
    command.args(["-c", text, "sh", env!("CARGO_BIN_EXE_launch")]).current_dir(folder).env("COLUMNS", "200");
    ends(&mut command)
}

/// The whole report of such a check with more arguments, which has to end with this exit code.
fn checked(folder: &std::path::Path, more: &str, right: i32) -> String {
    let ended = script(folder, &format!("{CHECK} {more}"));
    assert_eq!(ended.code, right, "{more}: {}", ended.err);
    ended.out
}
