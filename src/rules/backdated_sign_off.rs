//! `backdated-sign-off`: a sign-off that is dated before the commit that brought it in.

use jiff::SignedDuration;

use crate::facts::Origin;
use crate::finding::{Breakdown, Finding, Level};
use crate::moment::Moment;
use crate::plan::sign_off::SignOff;
use crate::rule::{Check, Ctx, Rule};
use crate::standing::StageStanding;
use crate::text;

/// The rule.
pub(super) static RULE: Rule = Rule {
    id: "backdated-sign-off",
    level: Level::Warn,
    breakdown: Breakdown::Execution,
    summary: "a sign-off is dated more than a day before its commit",
    page: include_str!("backdated-sign-off.md"),
    settings: &[],
    marks: &[],
    check: Check::Plan(check),
};

fn check(ctx: &Ctx<'_>) -> Vec<Finding> {
    ctx.standing
        .needed_stages()
        .flat_map(|stage| stage.sign_offs().iter().filter_map(|sign_off| finding(ctx, stage, sign_off)))
        .collect()
}

fn finding(ctx: &Ctx<'_>, stage: &StageStanding<'_>, sign_off: &SignOff) -> Option<Finding> {
    let (by, date) = (sign_off.by.text()?, sign_off.date.get()?);
    let Origin::Commit(commit) = &ctx.facts.trust(&sign_off.at).origin else { return None };
    if !more_than_a_day(date, &commit.date) {
        return None;
    }
    let days = (commit.date.date - date.date).get_days().max(0);
    let message = format!(
        "the sign-off of {by} for {} is dated {date}, {} before commit {} brought it in on {}",
        stage.id,
        text::count(usize::try_from(days).unwrap_or_default(), "day"),
        commit.id,
        commit.date.date
    );
    let todo =
        format!("ask {by} when they signed for {}, and commit sign-offs on the day they are given", stage.id);
    Some(
        Finding::new(stage.at(), message, todo)
            .owner(ctx.launch_owner())
            .label(sign_off.at.join("date"), "dated here"),
    )
}

/// Whether a commit was made more than a day after a moment; a plain date lasts until its end.
fn more_than_a_day(date: &Moment, commit: &Moment) -> bool {
    match (date.instant, commit.instant) {
        (Some(date), Some(commit)) => commit.duration_since(date) > SignedDuration::from_hours(24),
        _ => (commit.date - date.date).get_days() > 1,
    }
}
