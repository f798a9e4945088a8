//! `overdue-condition`: a condition whose date has passed.

use crate::finding::{Breakdown, Finding, Level};
use crate::rule::{Check, Ctx, Mark, Rule};

/// The rule.
pub(super) static RULE: Rule = Rule {
    id: "overdue-condition",
    level: Level::Error,
    breakdown: Breakdown::Execution,
    summary: "a condition is not met and its date has passed",
    page: include_str!("overdue-condition.md"),
    settings: &[],
    marks: &[Mark::Decision],
    check: Check::Plan(check),
};

fn check(ctx: &Ctx<'_>) -> Vec<Finding> {
    let as_of = ctx.facts.as_of;
    let mut found = Vec::new();
    for stage in ctx.standing.needed_stages() {
        for (at, condition) in stage.owed_conditions() {
            let Some(due) = condition.due.get().filter(|due| due.date < as_of) else { continue };
            let what = condition.what.text().unwrap_or("a condition");
            let late = ctx.late(due.date, as_of);
            let message =
                format!("a condition of {} was due on {} and is {late}: {what}", stage.id, due.date);
            let owner = condition.owner.text().or_else(|| ctx.owner_of(stage.id));
            let todo = format!("meet the condition: {what}");
            let finding = Finding::new(at.clone(), message, todo).how("`met: <what shows it>`").owner(owner);
            found.push(ctx.because_placeholder(finding, &at, &["met"]));
        }
    }
    found
}
