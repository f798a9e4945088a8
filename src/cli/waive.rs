//! `launch waive`: answers for a finding, in the open, until a day.

use std::path::PathBuf;

use crate::address::Address;
use crate::amend::Deed;
use crate::cli::complete;
use crate::cli::deed::{Doing, carry_out, written_day};
use crate::cli::{Exit, Surroundings};
use crate::error::Error;
use crate::nearby::What;
use crate::rules;
use crate::text::did_you_mean;
use crate::topic;

#[derive(Debug, clap::Args)]
#[command(after_long_help = "\
Examples:
  launch waive plan.yaml missing-handoff handoffs.message-kit \\
    --why \"Only existing customers until July\" --until 2026-06-30 --by coo@acme.example")]
pub(super) struct Args {
    /// The plan
    plan: PathBuf,
    /// The rule
    #[arg(add = complete::ids(What::Rules))]
    rule: String,
    /// The address of the finding
    #[arg(value_name = "ADDRESS", add = complete::ids(What::Addresses))]
    at: String,
    /// The reason
    #[arg(long)]
    why: String,
    /// The last day it holds
    #[arg(long, value_name = "DATE", value_parser = written_day)]
    until: String,
    #[command(flatten)]
    doing: Doing,
}

pub(super) fn run(args: &Args, surroundings: &Surroundings) -> anyhow::Result<Exit> {
    if let Some(topic) = topic::find(&args.rule) {
        return Err(Error::new(topic.is_no_rule()).hint(topic.more()).into());
    }
    if rules::find(&args.rule).is_none() {
        let error = Error::new(format!("there is no rule `{}`", args.rule));
        return Err(match did_you_mean(&args.rule, rules::ids()) {
            Some(near) => error.hint(format!("did you mean `{near}`?")),
            None => error.hint("`launch rules` lists them"),
        }
        .into());
    }
    let title = format!("waives `{}` at `{}` until {}", args.rule, args.at, args.until);
    let deed = Deed::Waive {
        rule: args.rule.clone(),
        at: Address::new(args.at.as_str()),
        why: args.why.clone(),
        until: args.until.clone(),
    };
    carry_out(&args.plan, &deed, &args.doing, None, &title, surroundings)
}
