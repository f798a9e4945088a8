//! `unproven-ask`: done, and nothing to show for it.

use crate::finding::{Breakdown, Finding, Level};
use crate::plan::stage::Answer;
use crate::readiness;
use crate::rule::{Check, Ctx, Rule};

/// The rule.
pub(super) static RULE: Rule = Rule {
    id: "unproven-ask",
    level: Level::Error,
    breakdown: Breakdown::Execution,
    summary: "an ask that wants evidence is only said to be done",
    page: include_str!("unproven-ask.md"),
    settings: &[],
    marks: &[],
    check: Check::Plan(check),
};

fn check(ctx: &Ctx<'_>) -> Vec<Finding> {
    let mut found = Vec::new();
    for stage in ctx.standing.needed_stages() {
        for (id, question, evidence) in readiness::asks(stage) {
            let claimed = stage.plan.and_then(|plan| plan.asks.get(id)) == Some(&Answer::Claimed);
            if !(evidence && claimed) {
                continue;
            }
            let question = question.unwrap_or(id);
            let message =
                format!("{} says `{id}` is done and shows nothing: {question}", ctx.named(stage.id));
            let todo = format!("show that `{id}` is done");
            let finding = Finding::new(stage.at().join("asks").join(id), message, todo)
                .how(format!("`{id}: {{done: <a link, a path or a sentence>}}`"))
                .owner(ctx.owner_of(stage.id));
            found.push(ctx.because_unanswered(finding, &stage.need));
        }
    }
    found
}
