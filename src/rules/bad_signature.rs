//! `bad-signature`: a signature that does not stand.

use crate::finding::{Breakdown, Finding, Level};
use crate::rule::{Check, Ctx, Rule};
use crate::standing::Fault;

/// The rule.
pub(super) static RULE: Rule = Rule {
    id: "bad-signature",
    level: Level::Error,
    breakdown: Breakdown::Execution,
    summary: "the signature of a sign-off does not stand",
    page: include_str!("bad-signature.md"),
    settings: &[],
    marks: &[],
    check: Check::Plan(check),
};

fn check(ctx: &Ctx<'_>) -> Vec<Finding> {
    let mut found = Vec::new();
    for stage in ctx.standing.needed_stages() {
        for objection in stage.objected(Fault::BadSignature) {
            let by = objection.sign_off.by.text().unwrap_or("somebody");
            let message = format!("the signature of {by} for {} {}", stage.id, objection.why);
            let todo = format!("have {by} sign for {} again with their own key", stage.id);
            found.push(
                Finding::new(stage.at(), message, todo)
                    .how(ctx.signing(stage.id))
                    .owner(ctx.owner_of(stage.id))
                    .label(objection.sign_off.at.join("signature"), "signed here"),
            );
        }
    }
    found
}
