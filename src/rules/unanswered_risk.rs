//! `unanswered-risk`: blank is not no.

use crate::address::Address;
use crate::finding::{Breakdown, Finding, Level};
use crate::read::Given;
use crate::rule::{Check, Ctx, Mark, Rule};

/// The rule.
pub(super) static RULE: Rule = Rule {
    id: "unanswered-risk",
    level: Level::Error,
    breakdown: Breakdown::Strategy,
    summary: "a risk question of the policy is not answered",
    page: include_str!("unanswered-risk.md"),
    settings: &[],
    marks: &[Mark::Decision],
    check: Check::Plan(check),
};

fn check(ctx: &Ctx<'_>) -> Vec<Finding> {
    let open = |risk: &str| ctx.plan.risks.get(risk).is_none_or(|answer| !Given::is_given(answer));
    ctx.policy
        .risks
        .iter()
        .filter(|(risk, _)| open(risk))
        .map(|(risk, question)| {
            let at = Address::new(format!("risks.{risk}"));
            let message = format!("the risk `{risk}` is not answered: {question}");
            let finding = Finding::new(at.clone(), message, format!("answer the risk `{risk}`"))
                .how(format!("`{risk}: true` or `{risk}: false` under `risks`; blank is not no"))
                .owner(ctx.launch_owner());
            ctx.because_it_is_placeholder(finding, &at)
        })
        .collect()
}
