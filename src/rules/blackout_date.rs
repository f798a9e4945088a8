//! `blackout-date`: a day on which nothing may launch.

use crate::address::Address;
use crate::finding::{Breakdown, Finding, Level};
use crate::policy::Gate;
use crate::rule::{Check, Ctx, Mark, Rule};

/// The rule.
pub(super) static RULE: Rule = Rule {
    id: "blackout-date",
    level: Level::Error,
    breakdown: Breakdown::Strategy,
    summary: "a launch date falls on a day without launches",
    page: include_str!("blackout-date.md"),
    settings: &[],
    marks: &[Mark::Decision],
    check: Check::Plan(check),
};

fn check(ctx: &Ctx<'_>) -> Vec<Finding> {
    let dates = [(Gate::Internal, &ctx.plan.dates.internal), (Gate::External, &ctx.plan.dates.external)];
    dates
        .into_iter()
        .filter_map(|(gate, date)| {
            let reason = ctx.policy.calendar.no_launch(date.get()?.date)?;
            let at = Address::new(format!("dates.{}", gate.word()));
            let message = format!("the {} launch cannot be then: {reason}", gate.word());
            Some(Finding::new(at, message, format!("move `dates.{}`", gate.word())).owner(ctx.launch_owner()))
        })
        .collect()
}
