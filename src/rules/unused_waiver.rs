//! `unused-waiver`: a waiver that takes nothing.

use crate::address::Address;
use crate::finding::{Breakdown, Finding, Level};
use crate::rule::{Check, Ctx, Outcome, Rule};
use crate::waiving::{self, Worth};

/// The rule.
pub(super) static RULE: Rule = Rule {
    id: "unused-waiver",
    level: Level::Warn,
    breakdown: Breakdown::Execution,
    summary: "a waiver takes nothing",
    page: include_str!("unused-waiver.md"),
    settings: &[],
    marks: &[],
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
                    format!(
                        "the waiver `{id}` waives nothing: there is no `{}` at `{}`",
                        rule.value, at.value
                    )
                }
                _ => format!(
                    "the waiver `{id}` waives nothing: it does not name its `rule` and the address in `at`"
                ),
            };
            Finding::new(at, message, format!("take the waiver `{id}` out, or name what it is for"))
                .owner(ctx.launch_owner())
        })
        .collect()
}
