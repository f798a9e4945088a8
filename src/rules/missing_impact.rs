//! `missing-impact`: a department without a customer.

use crate::finding::{Breakdown, Finding, Level};
use crate::rule::{Check, Ctx, Rule};

/// The rule.
pub(super) static RULE: Rule = Rule {
    id: "missing-impact",
    level: Level::Warn,
    breakdown: Breakdown::Strategy,
    summary: "a stage does not say what the customer feels of it",
    page: include_str!("missing-impact.md"),
    settings: &[],
    marks: &[],
    check: Check::Plan(check),
};

fn check(ctx: &Ctx<'_>) -> Vec<Finding> {
    let silent =
        ctx.standing.needed_stages().filter(|stage| stage.plan.is_none_or(|plan| !plan.impact.is_given()));
    silent
        .map(|stage| {
            let message = format!("{} does not say what the customer feels of it", ctx.named(stage.id));
            let todo = format!("say what the customer feels of {}", stage.id);
            let finding = Finding::new(stage.at(), message, todo)
                .how(format!("`impact: …` under `stages.{}`", stage.id))
                .owner(ctx.owner_of(stage.id));
            let finding = ctx.because_placeholder(finding, &stage.at(), &["impact"]);
            ctx.because_absent(ctx.because_unanswered(finding, &stage.need), stage)
        })
        .collect()
}
