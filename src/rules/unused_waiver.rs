//! `unused-waiver`: a waiver that takes nothing.

use crate::address::Address;
use crate::finding::{Breakdown, Finding, Level};
use crate::rule::{Check, Ctx, Outcome, Rule};
use crate::waiving::{self, Worth};

/// The rule.
pub static RULE: Rule = Rule {
    id: "unused-waiver",
    level: Level::Warn,
    breakdown: Breakdown::Execution,
    summary: "a waiver takes nothing",
    page: include_str!("unused-waiver.md"),
    settings: &[],
    check: Check::Outcome(check),
};

fn check(ctx: &Ctx<'_>, outcome: &Outcome<'_>) -> Vec<Finding> {
    let holds = |waiver| waiving::worth(waiver, ctx.policy, ctx.facts.as_of) == Worth::Holds;
    ctx.plan
        .waivers
        .iter()
        .filter(|(id, waiver)| holds(waiver) && !outcome.used_waivers.contains(id))
        .map(|(id, waiver)| {
            let at = Address::new(format!("waivers.{id}"));
            let message = match (&waiver.rule, &waiver.at) {
                (Some(rule), Some(at)) => {
                    format!("there is no `{}` at `{}` for the waiver `{id}` to take", rule.value, at.value)
                }
                _ => format!("the waiver `{id}` does not say which `rule` it takes, and `at` which address"),
            };
            Finding::new(at, message, format!("take the waiver `{id}` out")).owner(ctx.launch_owner())
        })
        .collect()
}
