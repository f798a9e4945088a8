//! `launch explain`: a rule's page.

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
    let level = rule.level.word();
    let settings: String = rule
        .settings
        .iter()
        .map(|setting| {
            format!("; `{}` is {} unless the policy says otherwise", setting.name, setting.default)
        })
        .collect();
    say(&format!("{}\nLevel: {level}. Breakdown: {}{settings}.\n", rule.page, rule.breakdown.word()))?;
    Ok(Exit::Go)
}
