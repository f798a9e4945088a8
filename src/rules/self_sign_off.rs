//! `self-sign-off`: one person signed for two sides.

use crate::finding::{Breakdown, Finding, Level};
use crate::policy::roster::same_person;
use crate::rule::{Check, Ctx, Rule};
use crate::standing::StageStanding;

/// The rule.
pub(super) static RULE: Rule = Rule {
    id: "self-sign-off",
    level: Level::Warn,
    breakdown: Breakdown::Communication,
    summary: "one person signed two stages that check each other",
    page: include_str!("self-sign-off.md"),
    settings: &[],
    marks: &[],
    check: Check::Plan(check),
};

fn check(ctx: &Ctx<'_>) -> Vec<Finding> {
    ctx.standing
        .needed_stages()
        .filter_map(|stage| both_sides(ctx, stage).or_else(|| own_launch(ctx, stage)))
        .collect()
}

fn signers<'a>(stage: &'a StageStanding<'_>) -> impl Iterator<Item = &'a str> {
    stage.lines().filter_map(|sign_off| sign_off.by.text())
}

/// One person signed a stage and one directly before it.
fn both_sides(ctx: &Ctx<'_>, stage: &StageStanding<'_>) -> Option<Finding> {
    let before = stage.before.iter().filter_map(|id| ctx.standing.stage(id));
    let (by, other) = before
        .flat_map(|other| signers(other).map(move |by| (by, other)))
        .find(|(by, _)| signers(stage).any(|signer| same_person(signer, by)))?;
    let message =
        format!("{by} signed for {} and for {}, which comes directly before it", stage.id, other.id);
    let todo = format!("have somebody else sign for {}", stage.id);
    Some(Finding::new(stage.at(), message, todo).owner(ctx.owner_of(stage.id)).label(other.at(), "and here"))
}

/// Whoever runs the launch signed a stage other than product.
fn own_launch(ctx: &Ctx<'_>, stage: &StageStanding<'_>) -> Option<Finding> {
    let owner = ctx.launch_owner().filter(|_| stage.id != "product")?;
    signers(stage).find(|signer| same_person(signer, owner))?;
    let message = format!("{owner} runs the launch and signed for {}", stage.id);
    let todo = format!("have somebody else sign for {}", stage.id);
    Some(Finding::new(stage.at(), message, todo).owner(ctx.owner_of(stage.id)))
}
