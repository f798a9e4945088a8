//! `missing-owner`: nobody answers for it.

use crate::address::Address;
use crate::finding::{Breakdown, Finding, Level};
use crate::rule::{Check, Ctx, Rule};

/// The rule.
pub(super) static RULE: Rule = Rule {
    id: "missing-owner",
    level: Level::Error,
    breakdown: Breakdown::Communication,
    summary: "a stage, or the launch, has no owner",
    page: include_str!("missing-owner.md"),
    settings: &[],
    marks: &[],
    check: Check::Plan(check),
};

fn check(ctx: &Ctx<'_>) -> Vec<Finding> {
    let mut found = Vec::new();
    if ctx.launch_owner().is_none() {
        let at = Address::new("owner");
        let finding =
            Finding::new(at.clone(), "nobody runs this launch", "name the product manager who runs it");
        found.push(ctx.because_it_is_placeholder(finding.how("`owner: <e-mail>`"), &at));
    }
    for stage in ctx.standing.needed_stages().filter(|stage| stage.owner().is_none()) {
        let message = match stage.plan {
            Some(_) => format!("nobody answers for {}", stage.id),
            None => format!("{} is not in the plan: nobody answers for it", stage.id),
        };
        let todo = format!("name an owner for {}", stage.id);
        let finding = Finding::new(stage.at(), message, todo)
            .how(format!("`owner: <e-mail>` under `stages.{}`", stage.id))
            .owner(ctx.launch_owner());
        let finding = ctx.because_placeholder(finding, &stage.at(), &["owner"]);
        found.push(ctx.because_unanswered(finding, &stage.need));
    }
    found
}
