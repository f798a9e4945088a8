//! `stale-evidence`: what customers said long ago.

use crate::address::Address;
use crate::finding::{Breakdown, Finding, Level};
use crate::plan::need::Need;
use crate::rule::{Check, Ctx, Rule, Setting};
use crate::text;
use jiff::ToSpan as _;

/// The rule.
pub(super) static RULE: Rule = Rule {
    id: "stale-evidence",
    level: Level::Warn,
    breakdown: Breakdown::Strategy,
    summary: "the newest evidence of a need is too old",
    page: include_str!("stale-evidence.md"),
    settings: &[Setting { name: "months", default: 6 }],
    marks: &[],
    check: Check::Plan(check),
};

fn check(ctx: &Ctx<'_>) -> Vec<Finding> {
    ctx.plan.needs.iter().filter_map(|(id, need)| stale(ctx, id, need)).collect()
}

fn stale(ctx: &Ctx<'_>, id: &str, need: &Need) -> Option<Finding> {
    need.proofs().next()?;
    let months = RULE.setting(ctx.policy, "months");
    let oldest = ctx.facts.as_of.checked_sub(i64::from(months).months()).ok()?;
    let dates = || need.proofs().filter_map(|evidence| evidence.date.get()).map(|date| date.date);
    let (message, todo) = match (dates().filter(|date| *date <= ctx.facts.as_of).max(), dates().min()) {
        (Some(newest), _) if newest >= oldest => return None,
        (Some(newest), _) => (
            format!(
                "customers last said `{id}` on {newest}, more than {} ago",
                text::count(months as usize, "month")
            ),
            format!("ask customers about `{id}` again"),
        ),
        (None, Some(date)) => (
            format!("the evidence of `{id}` is dated {date}, which is still to come"),
            format!("correct the date of the evidence of `{id}`"),
        ),
        (None, None) => (
            format!("the evidence of `{id}` has no date: unknown is not fresh"),
            format!("say when customers said `{id}`, or ask them again"),
        ),
    };
    let at = Address::new(format!("needs.{id}"));
    Some(Finding::new(at, message, todo).owner(ctx.owner_of("customer")))
}
