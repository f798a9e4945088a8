//! `launch return`: gives a hand-off back to whoever sent it.

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
  launch return plan.yaml price-list --why \"The discount for existing customers is missing\"")]
pub(super) struct Args {
    /// The plan
    plan: PathBuf,
    /// The hand-off
    #[arg(value_name = "HANDOFF", value_parser = ids::handoff, add = complete::ids(What::HandOffs))]
    handoff: String,
    /// What it lacks
    #[arg(long)]
    why: String,
    #[command(flatten)]
    doing: Doing,
}

pub(super) fn run(args: &Args, surroundings: &Surroundings) -> anyhow::Result<Exit> {
    let handoff = args.handoff.clone();
    let title = format!("returns `{handoff}`");
    let deed = Deed::Return { handoff, why: args.why.clone() };
    carry_out(&args.plan, &deed, &args.doing, None, &title, surroundings)
}
