//! `unentitled-waiver`: a waiver that is worth nothing.

use crate::address::Address;
use crate::finding::{Breakdown, Finding, Level};
use crate::rule::{Check, Ctx, Mark, Rule, in_turn};
use crate::waiving::{self, Void};

/// The rule.
pub(super) static RULE: Rule = Rule {
    id: "unentitled-waiver",
    level: Level::Error,
    breakdown: Breakdown::Execution,
    summary: "a waiver was not somebody's to give, or lacks its reason",
    page: include_str!("unentitled-waiver.md"),
    settings: &[],
    marks: &[Mark::Decision],
    check: Check::Plan(check),
};

fn check(ctx: &Ctx<'_>) -> Vec<Finding> {
    let waivers = ctx.plan.waivers.iter();
    waivers
        .flat_map(|(id, waiver)| {
            let voids = waiving::voids(waiver, ctx.policy, ctx.facts.as_of);
            in_turn(voids.into_iter().map(|void| Some(finding(ctx, id, &void))))
        })
        .collect()
}

fn finding(ctx: &Ctx<'_>, id: &str, Void { lacks, reason }: &Void) -> Finding {
    let at = Address::new(format!("waivers.{id}"));
    let todo = format!("have the waiver `{id}` given, with a reason and a date, by somebody who may waive");
    let finding =
        Finding::new(at.clone(), format!("the waiver `{id}` {reason}"), todo).owner(ctx.launch_owner());
    let lacks: Vec<&str> = lacks.iter().copied().collect();
    ctx.because_placeholder(finding, &at, &lacks)
}
