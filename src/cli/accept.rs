//! `launch accept`: accepts a hand-off, a promise, a load or the safeguard of an incentive.

use std::path::PathBuf;

use crate::address::Address;
use crate::amend::Deed;
use crate::cli::complete;
use crate::cli::deed::{Doing, carry_out};
use crate::cli::ids;
use crate::cli::{Exit, Surroundings};
use crate::disk;
use crate::nearby::What;

#[derive(Debug, clap::Args)]
#[command(after_long_help = "\
Examples:
  launch accept plan.yaml price-list
  launch accept plan.yaml promises.setup-time --by omar@acme.example
  launch accept plan.yaml loads.new-customers

What was returned is accepted once it was sent again.")]
pub(super) struct Args {
    /// The plan
    plan: PathBuf,
    /// The hand-off, or the address of a promise, a load or an incentive
    #[arg(value_name = "HANDOFF or ADDRESS", value_parser = ids::acceptable, add = complete::ids(What::Acceptable))]
    at: Address,
    #[command(flatten)]
    doing: Doing,
}

pub(super) fn run(args: &Args, surroundings: &Surroundings) -> anyhow::Result<Exit> {
    ids::is_there(&args.plan, disk::read(&args.plan).ok(), &args.at)?;
    let shown = args.at.as_str();
    let title = format!("accepts `{}`", shown.strip_prefix("handoffs.").unwrap_or(shown));
    carry_out(&args.plan, &Deed::Accept { at: args.at.clone() }, &args.doing, None, &title, surroundings)
}
