//! `unentitled-waiver`: a waiver that is worth nothing.

use crate::address::Address;
use crate::finding::{Breakdown, Finding, Level};
use crate::rule::{Check, Ctx, Mark, Rule};
use crate::waiving::{self, Worth};

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
    ctx.plan
        .waivers
        .iter()
        .filter_map(|(id, waiver)| {
            let Worth::Void(reason) = waiving::worth(waiver, ctx.policy, ctx.facts.as_of) else {
                return None;
            };
            let at = Address::new(format!("waivers.{id}"));
            let message = format!("the waiver `{id}` {reason}");
            let todo = "have it given, with a reason and a date, by somebody who may waive";
            let finding = Finding::new(at.clone(), message, todo).owner(ctx.launch_owner());
            Some(ctx.because_any_placeholder(finding, &at, &["by", "why", "date"]))
        })
        .collect()
}
