//! `launch explain`: a rule's page.

use std::fmt::Write as _;

use crate::cli::{Exit, say};
use crate::error::Error;
use crate::rules;
use crate::text::did_you_mean;

#[derive(Debug, clap::Args)]
pub(super) struct Args {
    /// The rule, such as `open-ask`
    rule: String,
}

pub(super) fn run(args: &Args) -> anyhow::Result<Exit> {
    let Some(rule) = rules::find(&args.rule) else {
        let error = Error::new(format!("there is no rule `{}`", args.rule));
        return Err(match did_you_mean(&args.rule, rules::ids()) {
            Some(meant) => error.hint(format!("did you mean `{meant}`?")),
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
