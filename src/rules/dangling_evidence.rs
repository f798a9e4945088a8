//! `dangling-evidence`: evidence that is not there.

use crate::evidence;
use crate::finding::{Breakdown, Finding, Level};
use crate::rule::{Check, Ctx, Rule};

/// The rule.
pub(super) static RULE: Rule = Rule {
    id: "dangling-evidence",
    level: Level::Warn,
    breakdown: Breakdown::Execution,
    summary: "evidence is a local path that does not exist",
    page: include_str!("dangling-evidence.md"),
    settings: &[],
    marks: &[],
    check: Check::Plan(check),
};

fn check(ctx: &Ctx<'_>) -> Vec<Finding> {
    if ctx.facts.dangling.is_empty() {
        return Vec::new();
    }
    let fields = evidence::fields(ctx.plan, &|_| true).into_iter();
    fields
        .filter(|(at, _)| ctx.facts.dangling.contains(at))
        .map(|(at, text)| {
            let path = evidence::local_path(text).unwrap_or(text);
            let steps: Vec<&str> = at.steps().collect();
            let owner = match steps.as_slice() {
                ["stages", id, ..] => ctx.owner_of(id),
                ["handoffs", id, ..] => {
                    ctx.standing.handoff(id).and_then(|handoff| ctx.owner_of(handoff.from))
                }
                ["needs", ..] => ctx.owner_of("customer"),
                _ => ctx.launch_owner(),
            };
            let message = format!("the evidence `{path}` does not exist");
            let todo = format!("add `{path}`, or name what shows it instead");
            Finding::new(at, message, todo).on_value().owner(owner)
        })
        .collect()
}
