//! `late-sign-off`: a stage that signs too late.

use crate::finding::{Breakdown, Finding, Level};
use crate::rule::{Check, Ctx, Mark, Rule};
use crate::standing::{StageStanding, StageState};

/// The rule.
pub(super) static RULE: Rule = Rule {
    id: "late-sign-off",
    level: Level::Warn,
    breakdown: Breakdown::Execution,
    summary: "a stage signed, or has to sign, after its date",
    page: include_str!("late-sign-off.md"),
    settings: &[],
    marks: &[Mark::Time],
    check: Check::Plan(check),
};

fn check(ctx: &Ctx<'_>) -> Vec<Finding> {
    ctx.standing.needed_stages().filter_map(|stage| late(ctx, stage)).collect()
}

fn late(ctx: &Ctx<'_>, stage: &StageStanding<'_>) -> Option<Finding> {
    let due = stage.due?;
    if matches!(stage.state, StageState::Ready | StageState::Waiting) {
        let as_of = ctx.facts.as_of;
        if as_of <= due {
            return None;
        }
        let message = format!("{} was to sign by {due} and is {}", ctx.named(stage.id), ctx.late(due, as_of));
        let todo = format!("sign off for {}", stage.id);
        return Some(
            Finding::new(stage.at(), message, todo)
                .owner(ctx.owner_of(stage.id))
                .because("missing-sign-off", stage.at()),
        );
    }
    let counts = stage.counts_as_signed();
    let signed = stage.signed_on().filter(|signed| counts && signed.date > due)?;
    let message = format!(
        "{} signed on {signed}; it was to sign by {due} and was {}",
        ctx.named(stage.id),
        ctx.late(due, signed.date)
    );
    let todo = "make sure that whatever waited for it still has the time it needs";
    Some(Finding::new(stage.at(), message, todo).owner(ctx.launch_owner()))
}
