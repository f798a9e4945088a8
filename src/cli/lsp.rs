//! `launch lsp`: the language server.

use std::io::{self, BufWriter};
use std::path::PathBuf;

use anyhow::Context as _;
use jiff::civil::Date;

use crate::cli::{Exit, Surroundings, day};
use crate::lsp::{self, Ended, Settings};

#[derive(Debug, clap::Args)]
#[command(after_long_help = "\
An editor starts this, and talks with it over standard input and output until it leaves. README says how to \
set up Neovim, Helix and VS Code.

Examples:
  launch lsp
  launch lsp --policy policies/launch.toml")]
pub(super) struct Args {
    /// The day to judge for [default: today]
    #[arg(long, value_name = "DATE", value_parser = day)]
    as_of: Option<Date>,
    /// The policy, instead of the `launch.toml` beside or above each plan
    #[arg(long, value_name = "FILE")]
    policy: Option<PathBuf>,
    /// What editors add to say how they talk; there is no other way
    #[arg(long, hide = true)]
    stdio: bool,
}

pub(super) fn run(args: &Args, surroundings: &Surroundings) -> anyhow::Result<Exit> {
    let settings = Settings { as_of: args.as_of, today: surroundings.today, policy: args.policy.clone() };
    let output = Box::new(BufWriter::new(io::stdout()));
    match lsp::serve(&mut io::stdin().lock(), output, settings) {
        Ok(Ended::Done) => Ok(Exit::Go),
        Ok(Ended::Abrupt) => Ok(Exit::Abrupt),
        Err(error) if error.kind() == io::ErrorKind::BrokenPipe => Ok(Exit::Go),
        Err(error) => Err(error).context("the editor cannot be reached"),
    }
}
