//! `launch explain`: a rule's page, or the page on sealing.

use std::fmt::Write as _;

use crate::cli::complete;
use crate::cli::streams::say;
use crate::cli::{Exit, Surroundings};
use crate::error::Error;
use crate::nearby::What;
use crate::rules;
use crate::seal;
use crate::text::{did_you_mean, ticked};

#[derive(Debug, clap::Args)]
#[command(after_long_help = "\
What is pasted from a report will do: `error[open-ask]`, `Open_Ask`.

Examples:
  launch explain open-ask
  launch explain missing-handoff

Exit codes: 0 explained · 2 there is no such rule")]
pub(super) struct Args {
    /// The rule, such as `open-ask`; or `sealing`: what a sign-off covers
    #[arg(add = complete::ids(What::Rules))]
    rule: String,
}

pub(super) fn run(args: &Args, _: &Surroundings) -> anyhow::Result<Exit> {
    let id = id(&args.rule);
    if id == "sealing" {
        say(seal::PAGE)?;
        return Ok(Exit::Go);
    }
    let Some(rule) = rules::find(&id) else {
        let error = Error::new(format!("there is no rule `{}`", args.rule));
        let alike: Vec<&str> =
            rules::ids().into_iter().filter(|known| id.len() > 2 && known.contains(&id)).collect();
        return Err(match did_you_mean(&id, rules::ids()) {
            Some(meant) => error.hint(format!("did you mean `{meant}`?")),
            None if !alike.is_empty() => error.hint(format!("did you mean {}?", ticked(&alike, "or"))),
            None => error.hint("`launch rules` lists them"),
        }
        .into());
    };
    let mut foot = format!("Level: {}. Breakdown: {}", rule.level.word(), rule.breakdown.word());
    for setting in rule.settings {
        let _ = write!(foot, "; `{}` is {} unless the policy says otherwise", setting.name, setting.default);
    }
    say(&format!("{}\n{foot}.\n", rule.page))?;
    Ok(Exit::Go)
}

/// The id in what was typed, or pasted from a report: `error[open-ask]`, `Open_Ask`.
fn id(typed: &str) -> String {
    let inside = typed.split_once('[').map_or(typed, |(_, rest)| rest.trim_end_matches(']'));
    inside.to_lowercase().replace(['_', ' '], "-")
}
