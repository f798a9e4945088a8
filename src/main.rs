//! The `launch` command.

use std::process::ExitCode;

fn main() -> ExitCode {
    ExitCode::from(launch::cli::run(std::env::args_os(), &launch::cli::Surroundings::of_process()))
}
