//! `unanswered-need`: a need without an answer.

use crate::address::Address;
use crate::finding::{Breakdown, Finding, Level};
use crate::rule::{Check, Ctx, Rule};

/// The rule.
pub(super) static RULE: Rule = Rule {
    id: "unanswered-need",
    level: Level::Error,
    breakdown: Breakdown::Strategy,
    summary: "product neither answered nor declined a need",
    page: include_str!("unanswered-need.md"),
    settings: &[],
    marks: &[],
    check: Check::Plan(check),
};

fn check(ctx: &Ctx<'_>) -> Vec<Finding> {
    ctx.plan
        .needs
        .iter()
        .filter(|(_, need)| !need.answer.is_given() && !need.declined.is_given())
        .map(|(id, need)| {
            let at = Address::new(format!("needs.{id}"));
            let said = need.need.text().map(|text| format!(": {text}")).unwrap_or_default();
            let message = format!("{} has no answer to the need `{id}`{said}", ctx.named("product"));
            let finding = Finding::new(
                at.clone(),
                message,
                format!("answer the need `{id}`, or decline it with the reason"),
            )
            .how("`answer: …` or `declined: <why>`")
            .owner(ctx.owner_of("product"));
            ctx.because_any_placeholder(finding, &at, &["answer", "declined"])
        })
        .collect()
}
