//! The world fails: outputs that are full or closed, clocks that jump, repositories that are damaged, programs
//! that are missing. Each ends with the right exit code and a message; none is a wrong GO, none a wait for ever.

mod clock;
mod pipes;
mod programs;
mod repository;

use std::process::Command;

use crate::command::{Ended, ends};

/// Runs a script in `sh`, with the binary as its first argument.
fn script(folder: &std::path::Path, text: &str) -> Ended {
    let mut command = Command::new("sh");
    command.args(["-c", text, "sh", env!("CARGO_BIN_EXE_launch")]).current_dir(folder).env("COLUMNS", "200");
    ends(&mut command)
}
