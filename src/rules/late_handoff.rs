//! `late-handoff`: a hand-off that is, or was, late.

use crate::finding::{Breakdown, Finding, Level};
use crate::rule::{Check, Ctx, Mark, Rule};
use crate::standing::{HandOffStanding, HandOffState};

/// The rule.
pub(super) static RULE: Rule = Rule {
    id: "late-handoff",
    level: Level::Warn,
    breakdown: Breakdown::Execution,
    summary: "a hand-off is, or was, accepted too late",
    page: include_str!("late-handoff.md"),
    settings: &[],
    marks: &[Mark::Time],
    check: Check::Plan(check),
};

fn check(ctx: &Ctx<'_>) -> Vec<Finding> {
    ctx.standing
        .needed_handoffs()
        .filter_map(|handoff| overdue(ctx, handoff).or_else(|| after_the_sign_off(ctx, handoff)))
        .collect()
}

/// Not accepted, or accepted, after it was due.
fn overdue(ctx: &Ctx<'_>, handoff: &HandOffStanding<'_>) -> Option<Finding> {
    let due = handoff.due?;
    if handoff.is_open() {
        if ctx.facts.as_of <= due {
            return None;
        }
        let turn = handoff.turn.unwrap_or(handoff.from);
        let message = format!(
            "`{}` was due on {due} and is {}; it is the turn of {}",
            handoff.id,
            ctx.late(due, ctx.facts.as_of),
            ctx.named(turn)
        );
        let todo = format!("have `{}` accepted", handoff.id);
        let rules = ["missing-handoff", "unsent-handoff", "unaccepted-handoff", "returned-handoff"];
        let finding = Finding::new(handoff.at(), message, todo).owner(ctx.owner_of(turn));
        return Some(rules.into_iter().fold(finding, |finding, rule| finding.because(rule, handoff.at())));
    }
    let (by, date) = handoff.plan?.accepted.as_ref()?.signed()?;
    if date.date <= due {
        return None;
    }
    let message = format!(
        "`{}` was due on {due}; {by} accepted it on {date}, {}",
        handoff.id,
        ctx.late(due, date.date)
    );
    let todo = format!("ask {} whether the time that is left is enough", handoff.to);
    Some(Finding::new(handoff.at(), message, todo).owner(ctx.launch_owner()))
}

/// Accepted after the receiver had signed without it.
fn after_the_sign_off(ctx: &Ctx<'_>, handoff: &HandOffStanding<'_>) -> Option<Finding> {
    if handoff.state != HandOffState::Accepted {
        return None;
    }
    let (by, date) = handoff.plan?.accepted.as_ref()?.signed()?;
    let signed = ctx.standing.stage(handoff.to)?.first_signed_on().filter(|signed| date.is_after(signed))?;
    let message =
        format!("{by} accepted `{}` on {date}, after {} had signed on {signed}", handoff.id, handoff.to);
    let todo = format!("look at `{}` and sign off for {} again", handoff.id, handoff.to);
    let label = ctx.standing.stage(handoff.to)?.at().join("sign_off");
    Some(
        Finding::new(handoff.at(), message, todo)
            .owner(ctx.owner_of(handoff.to))
            .label(label, "signed before"),
    )
}
