//! `expired-waiver`: a waiver that is over.

use crate::address::Address;
use crate::finding::{Breakdown, Finding, Level};
use crate::plan::waiver::Waiver;
use crate::rule::{Check, Ctx, Mark, Rule};
use crate::waiving;

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
    ctx.plan
        .waivers
        .iter()
        .filter(|(id, waiver)| waiving::is_over(waiver, ctx.facts.as_of) && is_asked(ctx, id, waiver))
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

/// Whether a waiver would hold until its end, with an answer wherever a placeholder stands, or the policy lets it
/// pass that it never did.
fn is_asked(ctx: &Ctx<'_>, id: &str, waiver: &Waiver) -> bool {
    let at = Address::new(format!("waivers.{id}"));
    let voids = waiving::voids(waiver, ctx.policy, ctx.facts.as_of);
    let lacks: Option<Vec<&str>> = voids.into_iter().map(|void| void.lacks).collect();
    !ctx.is_error("unentitled-waiver") || lacks.is_some_and(|lacks| ctx.placeholders(&at, &lacks).is_some())
}
