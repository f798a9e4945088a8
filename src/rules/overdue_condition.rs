//! `overdue-condition`: a condition whose date has passed.

use crate::finding::{Breakdown, Finding, Level};
use crate::rule::{Check, Ctx, Rule};
use crate::text;

/// The rule.
pub static RULE: Rule = Rule {
    id: "overdue-condition",
    level: Level::Error,
    breakdown: Breakdown::Execution,
    summary: "a condition is not met and its date has passed",
    page: include_str!("overdue-condition.md"),
    settings: &[],
    check: Check::Plan(check),
};

fn check(ctx: &Ctx<'_>) -> Vec<Finding> {
    let as_of = ctx.facts.as_of;
    let mut found = Vec::new();
    for stage in ctx.standing.needed_stages() {
        for (at, condition) in stage.open_conditions() {
            let Some(due) = condition.due.get().filter(|due| due.date < as_of) else { continue };
            let what = condition.what.text().unwrap_or("a condition");
            let late = ctx.policy.calendar.working_days(due.date, as_of) as usize;
            let message = format!(
                "{} signed on condition that “{what}”; it was due on {} and is {} late",
                stage.id,
                due.date,
                text::count(late, "working day")
            );
            let owner = condition.owner.text().or_else(|| ctx.owner_of(stage.id));
            let todo = format!("meet the condition: {what}");
            found.push(Finding::new(at, message, todo).how("`met: <what shows it>`").owner(owner));
        }
    }
    found
}
