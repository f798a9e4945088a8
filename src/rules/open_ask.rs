//! `open-ask`: a question without an answer.

use crate::finding::{Breakdown, Finding, Level};
use crate::plan::stage::Answer;
use crate::readiness;
use crate::rule::{Check, Ctx, Rule};

/// The rule.
pub(super) static RULE: Rule = Rule {
    id: "open-ask",
    level: Level::Error,
    breakdown: Breakdown::Execution,
    summary: "an ask of a stage is not answered",
    page: include_str!("open-ask.md"),
    settings: &[],
    marks: &[],
    check: Check::Plan(check),
};

fn check(ctx: &Ctx<'_>) -> Vec<Finding> {
    let mut found = Vec::new();
    for stage in ctx.standing.needed_stages() {
        for (id, question, _) in readiness::asks(stage) {
            let answer = stage.plan.and_then(|plan| plan.asks.get(id));
            if answer.is_some_and(Answer::is_answered) {
                continue;
            }
            let at = stage.at().join("asks").join(id);
            let asked = question.map_or_else(|| format!("`{id}`"), |question| format!("`{id}`: {question}"));
            let message = format!("{} has not answered {asked}", ctx.named(stage.id));
            let finding = Finding::new(at.clone(), message, format!("answer `{id}` for {}", stage.id))
                .how(format!("`{id}: {{done: <a link, a path or a sentence>}}` or `{{not_needed: <why>}}`"))
                .owner(ctx.owner_of(stage.id));
            let finding = ctx.because_any_placeholder(finding, &at, &["done", "not_needed"]);
            let finding = ctx.because_it_is_placeholder(finding, &at);
            found.push(ctx.because_absent(ctx.because_unanswered(finding, &stage.need), stage));
        }
    }
    found
}
