//! `unsent-handoff`: a hand-off has not been sent.

use crate::finding::{Breakdown, Finding, Level};
use crate::plan::record::Record;
use crate::rule::{Check, Ctx, Mark, Rule};
use crate::standing::{HandOffStanding, HandOffState};
use crate::text;

/// The rule.
pub(super) static RULE: Rule = Rule {
    id: "unsent-handoff",
    level: Level::Error,
    breakdown: Breakdown::Communication,
    summary: "a hand-off has not been sent",
    page: include_str!("unsent-handoff.md"),
    settings: &[],
    marks: &[Mark::Absence],
    check: Check::Plan(check),
};

fn check(ctx: &Ctx<'_>) -> Vec<Finding> {
    let unsent = |handoff: &&HandOffStanding<'_>| ctx.asked_of(handoff) == HandOffState::Unsent;
    let known = ctx.standing.needed_handoffs().filter(unsent).map(|handoff| finding(ctx, handoff));
    let adrift = ctx.adrift().filter(|handed| !handed.plan.says_who_sent());
    known.chain(adrift.map(|handed| ctx.not_sent(handed))).collect()
}

fn finding(ctx: &Ctx<'_>, handoff: &HandOffStanding<'_>) -> Finding {
    let accepted = handoff.plan.and_then(|plan| plan.accepted.as_ref()).and_then(|record| record.by.text());
    let (from, to) = (ctx.named(handoff.from), ctx.named(handoff.to));
    let missing = handoff.plan.and_then(|plan| plan.sent.as_ref()).map(Record::missing).unwrap_or_default();
    let lack = if missing.is_empty() {
        String::new()
    } else {
        format!(" (`sent` lacks {})", text::ticked(&missing, "and"))
    };
    let message = match accepted {
        Some(by) => format!(
            "`{}` was accepted by {by}, but nobody of {from} is recorded as having sent it",
            handoff.id
        ),
        None => format!("`{}` has not been sent from {from} to {to}{lack}: {}", handoff.id, handoff.what),
    };
    let todo = format!("send `{}` to {}", handoff.id, handoff.to);
    let finding = Finding::new(handoff.at(), message, todo)
        .how(format!("`launch send <plan> {}`", handoff.id))
        .owner(ctx.owner_of(handoff.from));
    let finding = ctx.because_placeholder(finding, &handoff.at().join("sent"), &missing);
    let waved_off = handoff.plan.and_then(|plan| plan.not_needed.as_ref());
    let finding = ctx.because_waved_off(finding, &handoff.at(), waved_off);
    ctx.because_unanswered(finding, &handoff.need)
}
