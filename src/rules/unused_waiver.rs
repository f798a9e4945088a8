//! `unused-waiver`: a waiver that takes nothing.

use crate::address::Address;
use crate::finding::{Breakdown, Finding, Level};
use crate::plan::waiver::Waiver;
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
            Finding::new(at, message, todo(ctx, id, waiver)).owner(ctx.launch_owner())
        })
        .collect()
}

/// What to do with it. What only a run with other launches finds is not known to be mended.
fn todo(ctx: &Ctx<'_>, id: &str, waiver: &Waiver) -> String {
    let at = waiver.at.as_ref().map(|at| at.value.as_str());
    let load = at.and_then(|at| at.strip_prefix("loads.")).and_then(|load| ctx.plan.loads.get(load));
    match load.and_then(|load| load.draws_on.text()) {
        Some(shared) => format!(
            "check the launches that draw on `{shared}` together; if it waives nothing then, take the waiver \
             `{id}` out, or name what it is for"
        ),
        None => format!("take the waiver `{id}` out, or name what it is for"),
    }
}
