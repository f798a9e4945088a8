//! `launch explain`: a rule's page, what else a report names, or the page on sealing.

use std::fmt::Write as _;

use crate::cli::complete;
use crate::cli::streams::say;
use crate::cli::{Exit, Surroundings};
use crate::error::Error;
use crate::nearby::What;
use crate::rule::Rule;
use crate::rules;
use crate::seal;
use crate::text::{did_you_mean, fold, ticked};
use crate::topic::{self, TOPICS, Topic};

#[derive(Debug, clap::Args)]
#[command(after_long_help = "\
What is pasted from a report will do: `error[open-ask]`, `open-ask at stages.finance`, `Open_Ask`.

Examples:
  launch explain open-ask
  launch explain missing-handoff

Exit codes: 0 explained · 2 there is no such rule")]
pub(super) struct Args {
    /// The rule, such as `open-ask`; what else a report names; or `sealing`: what a sign-off covers
    #[arg(add = complete::ids(What::Rules))]
    rule: String,
}

pub(super) fn run(args: &Args, _: &Surroundings) -> anyhow::Result<Exit> {
    let id = id(&args.rule);
    if id == "sealing" {
        say(seal::PAGE)?;
    } else if let Some(topic) = topic::find(&id) {
        say(&beside(topic))?;
    } else if let Some(rule) = rules::find(&id) {
        say(&page(rule))?;
    } else {
        return Err(unknown(&args.rule, &id).into());
    }
    Ok(Exit::Go)
}

fn page(rule: &Rule) -> String {
    let mut foot = format!("Level: {}. Breakdown: {}", rule.level.word(), rule.breakdown.word());
    for setting in rule.settings {
        let _ = write!(foot, "; `{}` is {} unless the policy says otherwise", setting.name, setting.default);
    }
    format!("{}\n{foot}.\n", rule.page)
}

/// The page of what is no rule, as wide as those of the rules.
fn beside(topic: &Topic) -> String {
    let [meaning, todo, is_no_rule] =
        [topic.meaning, topic.todo, &topic.is_no_rule()].map(|text| fold(text, 100, 0));
    format!("# {}\n\n## What it means\n\n{meaning}\n\n## What to do\n\n{todo}\n\n{is_no_rule}.\n", topic.id)
}

fn unknown(typed: &str, id: &str) -> Error {
    let error = Error::new(format!("there is no rule `{typed}`"));
    let known: Vec<&str> = rules::ids().into_iter().chain(TOPICS.map(|topic| topic.id)).collect();
    let alike: Vec<&str> = known.iter().copied().filter(|known| id.len() > 2 && known.contains(id)).collect();
    match did_you_mean(id, known) {
        Some(meant) => error.hint(format!("did you mean `{meant}`?")),
        None if !alike.is_empty() => error.hint(format!("did you mean {}?", ticked(&alike, "or"))),
        None => error.hint("`launch rules` lists them"),
    }
}

/// The id in what was typed, or pasted from a report: `error[open-ask] at stages.finance`, `**open-ask** at
/// stages.finance`, `Open_Ask`.
fn id(typed: &str) -> String {
    let inside = typed.split_once('[').and_then(|(_, rest)| rest.split(']').next()).unwrap_or(typed);
    let (named, _) = inside.split_once(" at ").unwrap_or((inside, ""));
    named.trim_matches([' ', '*', '`', ':']).to_lowercase().replace(['_', ' '], "-")
}

#[cfg(test)]
mod tests {
    use super::id;

    #[test]
    fn what_is_pasted_from_a_report_names_its_rule() {
        for pasted in [
            "open-ask",
            "Open_Ask",
            "open ask",
            "error[open-ask]",
            "error[open-ask",
            "error[open-ask]: an ask at finance is open",
            "plan.yaml:3:4: waived[open-ask] at stages.finance: an ask is open",
            "open-ask at stages.finance.asks.pricing",
            "open-ask at stages.finance.asks.pricing (waived by waivers.later)",
            "**open-ask** at stages.finance, line 3",
            "`open-ask`:",
        ] {
            assert_eq!(id(pasted), "open-ask", "{pasted}");
        }
    }
}
