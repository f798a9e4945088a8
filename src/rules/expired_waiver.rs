//! `expired-waiver`: a waiver that is over.

use crate::address::Address;
use crate::finding::{Breakdown, Finding, Level};
use crate::rule::{Check, Ctx, Mark, Rule};
use crate::waiving::{self, Worth};

/// The rule.
pub(super) static RULE: Rule = Rule {
    id: "expired-waiver",
    level: Level::Error,
    breakdown: Breakdown::Execution,
    summary: "a waiver is over, or has no end",
    page: include_str!("expired-waiver.md"),
    settings: &[],
    marks: &[Mark::Decision],
    check: Check::Plan(check),
};

fn check(ctx: &Ctx<'_>) -> Vec<Finding> {
    let expired = |waiver| waiving::worth(waiver, ctx.policy, ctx.facts.as_of) == Worth::Expired;
    ctx.plan
        .waivers
        .iter()
        .filter(|(_, waiver)| expired(waiver))
        .map(|(id, waiver)| {
            let at = Address::new(format!("waivers.{id}"));
            let message = match waiver.until.get() {
                Some(until) => format!("the waiver `{id}` ended on {until}"),
                None => format!("the waiver `{id}` has no end"),
            };
            let todo = format!(
                "mend what `{id}` waives and take the waiver out, or have it renewed with a new last day"
            );
            let owner = waiver.by.text().or_else(|| ctx.launch_owner());
            ctx.because_placeholder(Finding::new(at.clone(), message, todo).owner(owner), &at, &["until"])
        })
        .collect()
}
