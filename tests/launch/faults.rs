//! The world fails: outputs that are full or closed, clocks that jump, repositories that are damaged, programs
//! that are missing. Each ends with the right exit code and a message; none is a wrong GO, none a wait for ever.

mod clock;
mod full;
mod pipes;
mod programs;
mod repository;

use std::process::Command;
use std::sync::LazyLock;

use crate::command::{Ended, ends};
use crate::formats::pieces;

/// A check of the plans of a folder, in a script.
const CHECK: &str = "\"$1\" check . --as-of 2026-05-28";

/// Runs a script in `sh`, with the binary as its first argument.
fn script(folder: &std::path::Path, text: &str) -> Ended {
    let mut command = Command::new("sh");
    command.args(["-c", text, "sh", env!("CARGO_BIN_EXE_launch")]).current_dir(folder).env("COLUMNS", "200");
    ends(&mut command)
}

/// The whole report on more plans than one piece of it holds, as text or JSON; it is made once.
fn whole(format: &str) -> &'static str {
    static TEXT: LazyLock<String> = LazyLock::new(|| made("text"));
    static JSON: LazyLock<String> = LazyLock::new(|| made("json"));
    if format == "json" { &JSON } else { &TEXT }
}

fn made(format: &str) -> String {
    let ended = script(pieces::plans().path(), &format!("{CHECK} --format {format}"));
    assert_eq!(ended.code, 1, "{}", ended.err);
    ended.out
}
