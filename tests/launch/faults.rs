//! The world fails: outputs that are full or closed, clocks that jump, repositories that are damaged, programs
//! that are missing. Each ends with the right exit code and a message; none is a wrong GO, none a wait for ever.

mod clock;
mod pipes;
mod programs;
mod repository;

use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

use crate::command::Ended;

/// Runs to the end; only somebody who waits for ever takes so long.
fn ends(command: &mut Command) -> Ended {
    let piped = command.stdin(Stdio::null()).stdout(Stdio::piped()).stderr(Stdio::piped());
    let mut child: Child = piped.spawn().expect("it runs");
    let begun = Instant::now();
    while child.try_wait().expect("it is ours").is_none() {
        if begun.elapsed() > Duration::from_secs(120) {
            child.kill().expect("it is ours");
            panic!("{command:?} waits for ever");
        }
        std::thread::sleep(Duration::from_millis(3));
    }
    child.wait_with_output().expect("it has ended").into()
}

/// Runs a script in `sh`, with the binary as its first argument.
fn script(folder: &std::path::Path, text: &str) -> Ended {
    let mut command = Command::new("sh");
    command.args(["-c", text, "sh", env!("CARGO_BIN_EXE_launch")]).current_dir(folder).env("COLUMNS", "200");
    ends(&mut command)
}
