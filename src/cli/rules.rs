//! `launch rules`: the list of rules, and of what else reports name.

use crate::cli::streams::say;
use crate::cli::{Exit, Surroundings};
use crate::render::list;
use crate::rules::RULES;
use crate::topic::TOPICS;

#[derive(Debug, clap::Args)]
#[command(after_long_help = "Examples:\n  launch rules")]
pub(super) struct Args {}

pub(super) fn run(_: &Args, surroundings: &Surroundings) -> anyhow::Result<Exit> {
    say(&list::rules(RULES, &TOPICS, surroundings.width))?;
    Ok(Exit::Go)
}
