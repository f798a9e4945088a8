//! `stale-evidence`: what customers said long ago.

use crate::address::Address;
use crate::finding::{Breakdown, Finding, Level};
use crate::plan::need::Need;
use crate::rule::{Check, Ctx, Rule, Setting};
use crate::text;
use jiff::ToSpan as _;

/// The rule.
pub static RULE: Rule = Rule {
    id: "stale-evidence",
    level: Level::Warn,
    breakdown: Breakdown::Strategy,
    summary: "the newest evidence of a need is too old",
    page: include_str!("stale-evidence.md"),
    settings: &[Setting { name: "months", default: 6 }],
    check: Check::Plan(check),
};

fn check(ctx: &Ctx<'_>) -> Vec<Finding> {
    ctx.plan.needs.iter().filter_map(|(id, need)| stale(ctx, id, need)).collect()
}

fn stale(ctx: &Ctx<'_>, id: &str, need: &Need) -> Option<Finding> {
    need.proofs().next()?;
    let months = RULE.setting(ctx.policy, "months");
    let oldest = ctx.facts.as_of.checked_sub(i64::from(months).months()).ok()?;
    let newest = need.proofs().filter_map(|evidence| evidence.date.get()).map(|date| date.date).max();
    let message = match newest {
        Some(newest) if newest >= oldest => return None,
        Some(newest) => format!(
            "customers last said `{id}` on {newest}, more than {} ago",
            text::count(months as usize, "month")
        ),
        None => format!("the evidence of `{id}` has no date: unknown is not fresh"),
    };
    let at = Address::new(format!("needs.{id}"));
    Some(
        Finding::new(at, message, format!("ask customers about `{id}` again"))
            .owner(ctx.owner_of("customer")),
    )
}
