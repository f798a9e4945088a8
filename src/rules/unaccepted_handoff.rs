//! `unaccepted-handoff`: a hand-off was sent and not accepted.

use crate::finding::{Breakdown, Finding, Level};
use crate::plan::record::Record;
use crate::rule::{Check, Ctx, Mark, Rule};
use crate::standing::{HandOffStanding, HandOffState, came_after};
use crate::text;

/// The rule.
pub(super) static RULE: Rule = Rule {
    id: "unaccepted-handoff",
    level: Level::Error,
    breakdown: Breakdown::Communication,
    summary: "a hand-off was sent and not accepted",
    page: include_str!("unaccepted-handoff.md"),
    settings: &[],
    marks: &[Mark::Absence],
    check: Check::Plan(check),
};

fn check(ctx: &Ctx<'_>) -> Vec<Finding> {
    let sent = |handoff: &&HandOffStanding<'_>| handoff.state == HandOffState::Sent;
    ctx.standing.needed_handoffs().filter(sent).map(|handoff| finding(ctx, handoff)).collect()
}

fn finding(ctx: &Ctx<'_>, handoff: &HandOffStanding<'_>) -> Finding {
    let sent = handoff.plan.and_then(|plan| plan.sent.as_ref());
    let accepted = handoff.plan.and_then(|plan| plan.accepted.as_ref());
    let missing = accepted.map(Record::missing).unwrap_or_default();
    let signed = accepted.and_then(Record::signed);
    let is_early = sent.zip(accepted).is_some_and(|(sent, accepted)| came_after(sent, accepted));
    let sent = sent.and_then(Record::signed);
    let sent = sent.map(|(by, date)| format!("{by} sent `{}` on {date}", handoff.id)).unwrap_or_default();
    let early = signed.filter(|_| is_early);
    let early = early.map(|(by, date)| format!(" since ({by} accepted on {date} what was there before)"));
    let lack = if missing.is_empty() {
        String::new()
    } else {
        format!(" (`accepted` lacks {})", text::ticked(&missing, "and"))
    };
    let message = format!(
        "{sent}, and {} has not accepted it{}{lack}: {}",
        ctx.named(handoff.to),
        early.unwrap_or_default(),
        handoff.what
    );
    let todo = format!("accept `{}` from {}, or return it with the reason", handoff.id, handoff.from);
    let finding = Finding::new(handoff.at(), message, todo)
        .how(format!("`launch accept <plan> {}`", handoff.id))
        .owner(ctx.owner_of(handoff.to));
    let finding = match signed {
        Some((by, date)) if !is_early && ctx.signing_objection(by, handoff.to, date.date).is_some() => {
            finding.because("unentitled-signer", handoff.at())
        }
        _ => finding,
    };
    let finding = ctx.because_placeholder(finding, &handoff.at().join("accepted"), &missing);
    let waved_off = handoff.plan.and_then(|plan| plan.not_needed.as_ref());
    let finding = ctx.because_waved_off(finding, &handoff.at(), waved_off);
    ctx.because_unanswered(finding, &handoff.need)
}
