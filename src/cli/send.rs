//! `launch send`: makes a hand-off.

use std::path::PathBuf;

use crate::amend::Deed;
use crate::cli::complete;
use crate::cli::deed::{Doing, carry_out};
use crate::cli::ids;
use crate::cli::{Exit, Surroundings};
use crate::nearby::What;

#[derive(Debug, clap::Args)]
#[command(after_long_help = "\
Examples:
  launch send plan.yaml price-list --link docs/prices.md
  launch send plan.yaml price-list --by fay@acme.example --date 2026-05-20")]
pub(super) struct Args {
    /// The plan
    plan: PathBuf,
    /// The hand-off
    #[arg(value_name = "HANDOFF", value_parser = ids::handoff, add = complete::ids(What::HandOffs))]
    handoff: String,
    /// What it can be seen in: a link or a path
    #[arg(long)]
    link: Option<String>,
    #[command(flatten)]
    doing: Doing,
}

pub(super) fn run(args: &Args, surroundings: &Surroundings) -> anyhow::Result<Exit> {
    let handoff = args.handoff.clone();
    let title = format!("sends `{handoff}`");
    let deed = Deed::Send { handoff, link: args.link.clone() };
    carry_out(&args.plan, &deed, &args.doing, None, &title, surroundings)
}
