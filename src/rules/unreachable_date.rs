//! `unreachable-date`: a date that cannot be met any more.

use crate::address::Address;
use crate::finding::{Breakdown, Finding, Level};
use crate::policy::Gate;
use crate::rule::{Check, Ctx, Mark, Rule};
use crate::standing::{HandOffStanding, StageState};
use crate::text;

/// The rule.
pub(super) static RULE: Rule = Rule {
    id: "unreachable-date",
    level: Level::Warn,
    breakdown: Breakdown::Strategy,
    summary: "a launch date cannot be met any more",
    page: include_str!("unreachable-date.md"),
    settings: &[],
    marks: &[Mark::Decision, Mark::Time],
    check: Check::Plan(check),
};

fn check(ctx: &Ctx<'_>) -> Vec<Finding> {
    [Gate::Internal, Gate::External]
        .into_iter()
        .filter_map(|gate| over(ctx, gate).or_else(|| too_short(ctx, gate)))
        .collect()
}

/// The day is over, and stages of its gate have not signed.
fn over(ctx: &Ctx<'_>, gate: Gate) -> Option<Finding> {
    let date = gate.date(&ctx.plan.dates).filter(|date| *date < ctx.facts.as_of)?;
    let unsigned: Vec<&str> = ctx
        .standing
        .needed_stages()
        .filter(|stage| {
            stage.policy.gate == gate && matches!(stage.state, StageState::Ready | StageState::Waiting)
        })
        .map(|stage| stage.id)
        .collect();
    if unsigned.is_empty() {
        return None;
    }
    let message = format!(
        "the {} date {date} has passed, and {} did not sign",
        gate.word(),
        text::few(&unsigned, "and")
    );
    let at = |id: &&str| Address::stage(id);
    Some(
        unsigned
            .iter()
            .map(at)
            .fold(finding(ctx, gate, message), |finding, at| finding.waits_for("missing-sign-off", at)),
    )
}

/// A hand-off needs more working days than are left.
fn too_short(ctx: &Ctx<'_>, gate: Gate) -> Option<Finding> {
    let date = gate.date(&ctx.plan.dates)?;
    let calendar = &ctx.policy.calendar;
    let left = calendar.working_days(ctx.facts.as_of, date);
    let of_gate = |handoff: &&HandOffStanding<'_>| handoff.is_open() && handoff.gate == gate;
    let (lead, handoff) = ctx
        .standing
        .needed_handoffs()
        .filter(of_gate)
        .filter_map(|handoff| Some((handoff.lead.filter(|lead| *lead > left)?, handoff)))
        .max_by_key(|(lead, _)| *lead)?;
    let message = format!(
        "the {} date {date} cannot be met: `{}` has to be accepted {} before, with {} left; {} is the earliest",
        gate.word(),
        handoff.id,
        text::count(lead as usize, "working day"),
        text::count(left as usize, "working day"),
        calendar.after(ctx.facts.as_of, lead)
    );
    Some(
        finding(ctx, gate, message)
            .label(handoff.at(), "not accepted yet")
            .because("late-handoff", handoff.at()),
    )
}

fn finding(ctx: &Ctx<'_>, gate: Gate, message: String) -> Finding {
    let at = Address::new(format!("dates.{}", gate.word()));
    Finding::new(at, message, format!("agree a new `dates.{}`", gate.word())).owner(ctx.launch_owner())
}
