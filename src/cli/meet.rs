//! `launch meet`: meets a condition that a sign-off was given under.

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
  launch meet plan.yaml finance trial-invoice --evidence docs/trial-invoice.pdf
  launch meet plan.yaml finance trial-invoice
  launch meet plan.yaml finance stages.finance.sign_off.1.conditions.trial-invoice

Where several signed under a condition of one name, it is the one that is yours; else say which by its address.")]
pub(super) struct Args {
    /// The plan
    plan: PathBuf,
    /// The stage that signed under it
    #[arg(value_parser = ids::stage, add = complete::ids(What::Stages))]
    stage: String,
    /// The condition, or its address
    #[arg(add = complete::ids(What::Conditions))]
    condition: String,
    /// What shows it: a link, a path or a sentence [default: who saw to it, and when]
    #[arg(long, value_name = "EVIDENCE")]
    evidence: Option<String>,
    #[command(flatten)]
    doing: Doing,
}

pub(super) fn run(args: &Args, surroundings: &Surroundings) -> anyhow::Result<Exit> {
    let condition = ids::condition(&args.condition, &args.stage)?;
    let title = format!("meets the condition `{}` of {}", condition.id, args.stage);
    let deed = Deed::Meet { condition, evidence: args.evidence.clone() };
    carry_out(&args.plan, &deed, &args.doing, None, &title, surroundings)
}
