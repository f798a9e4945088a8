//! `missing-date`: a launch without a date.

use crate::address::Address;
use crate::finding::{Breakdown, Finding, Level};
use crate::policy::Gate;
use crate::rule::{Check, Ctx, Mark, Rule};

/// The rule.
pub(super) static RULE: Rule = Rule {
    id: "missing-date",
    level: Level::Error,
    breakdown: Breakdown::Execution,
    summary: "the launch has no internal or no external date",
    page: include_str!("missing-date.md"),
    settings: &[],
    marks: &[Mark::Decision],
    check: Check::Plan(check),
};

fn check(ctx: &Ctx<'_>) -> Vec<Finding> {
    let dates = [
        (Gate::Internal, &ctx.plan.dates.internal, "when our own people hear"),
        (Gate::External, &ctx.plan.dates.external, "when customers can buy"),
    ];
    dates
        .into_iter()
        .filter(|(_, date, _)| !date.is_given())
        .map(|(gate, _, what)| {
            let at = Address::new(format!("dates.{}", gate.word()));
            let finding = Finding::new(
                at.clone(),
                format!("the plan does not say {what}"),
                format!("set `dates.{}`", gate.word()),
            )
            .how("a date such as `2026-06-15`")
            .owner(ctx.launch_owner());
            ctx.because_it_is_placeholder(finding, &at)
        })
        .collect()
}
