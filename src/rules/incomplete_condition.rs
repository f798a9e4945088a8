//! `incomplete-condition`: a condition without an owner, a date or somebody who carries the risk.

use crate::finding::{Breakdown, Finding, Level};
use crate::plan::sign_off::Decision;
use crate::rule::{Check, Ctx, Rule};
use crate::text;

/// The rule.
pub(super) static RULE: Rule = Rule {
    id: "incomplete-condition",
    level: Level::Error,
    breakdown: Breakdown::Execution,
    summary: "a condition lacks what, owner, due or who accepted the risk",
    page: include_str!("incomplete-condition.md"),
    settings: &[],
    marks: &[],
    check: Check::Plan(check),
};

fn check(ctx: &Ctx<'_>) -> Vec<Finding> {
    let mut found = Vec::new();
    for stage in ctx.standing.needed_stages() {
        for sign_off in stage.plan.into_iter().flat_map(|plan| &plan.sign_offs) {
            if sign_off.decision == Decision::Conditions && sign_off.conditions.is_empty() {
                let message = format!("{} signed under conditions and names none", ctx.named(stage.id));
                let todo = "name each condition, or sign `go`";
                found.push(
                    Finding::new(sign_off.at.clone(), message, todo)
                        .how("`conditions: {<id>: {what: …, owner: …, due: …, risk_accepted_by: …}}`")
                        .owner(ctx.owner_of(stage.id)),
                );
            }
            for (id, condition) in sign_off.open_conditions() {
                let missing = condition.missing();
                if missing.is_empty() {
                    continue;
                }
                let at = sign_off.condition_at(id);
                let message =
                    format!("the condition `{id}` of {} lacks {}", stage.id, text::ticked(&missing, "and"));
                let todo = format!("add {} to the condition `{id}`", text::ticked(&missing, "and"));
                let finding = Finding::new(at.clone(), message, todo).owner(ctx.owner_of(stage.id));
                found.push(ctx.because_placeholder(finding, &at, &missing));
            }
        }
    }
    found
}
