//! `launch unsign`: takes one's own sign-off back.

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
  launch unsign plan.yaml finance
  launch unsign plan.yaml finance --dry-run")]
pub(super) struct Args {
    /// The plan
    plan: PathBuf,
    /// The stage
    #[arg(value_parser = ids::stage, add = complete::ids(What::Stages))]
    stage: String,
    #[command(flatten)]
    doing: Doing,
}

pub(super) fn run(args: &Args, surroundings: &Surroundings) -> anyhow::Result<Exit> {
    let title = format!("takes the sign-off for {} back", args.stage);
    let deed = Deed::Unsign { stage: args.stage.clone() };
    carry_out(&args.plan, &deed, &args.doing, None, &title, surroundings)
}
