//! `unaccepted-handoff`: a hand-off was not accepted.

use crate::finding::{Breakdown, Finding, Level};
use crate::plan::handoff::HandOff;
use crate::plan::record::Record;
use crate::rule::{Check, Ctx, Mark, Rule};
use crate::standing::{HandOffStanding, HandOffState, came_after};
use crate::text;

/// The rule.
pub(super) static RULE: Rule = Rule {
    id: "unaccepted-handoff",
    level: Level::Error,
    breakdown: Breakdown::Communication,
    summary: "a hand-off was not accepted",
    page: include_str!("unaccepted-handoff.md"),
    settings: &[],
    marks: &[Mark::Absence],
    check: Check::Plan(check),
};

fn check(ctx: &Ctx<'_>) -> Vec<Finding> {
    let is_told = ctx.policy.level(UNSENT).is_none_or(|level| level == Level::Error);
    let open = |handoff: &&HandOffStanding<'_>| match (handoff.state, handoff.plan) {
        (HandOffState::Sent, _) => true,
        (HandOffState::Unsent, Some(plan)) => !is_told && !ctx.counts(plan.accepted.as_ref(), handoff.to),
        _ => false,
    };
    let known = ctx.standing.needed_handoffs().filter(open).map(|handoff| finding(ctx, handoff));
    let adrift = ctx.adrift().filter(|(_, handoff)| is_open(ctx, handoff, is_told));
    known.chain(adrift.map(|one| ctx.drifting(one, "accepted", one.1.accepted.as_ref()))).collect()
}

/// The rule that says of what was not sent that it is not there, so that nobody needs to be told it twice.
const UNSENT: &str = "unsent-handoff";

/// Whether nobody accepted a hand-off of which an end is not known, and nothing else says so.
fn is_open(ctx: &Ctx<'_>, handoff: &HandOff, is_told: bool) -> bool {
    let is_accepted = handoff.to.text().is_some_and(|to| ctx.counts(handoff.accepted.as_ref(), to));
    (handoff.says_who_sent() || !is_told) && !is_accepted
}

fn finding(ctx: &Ctx<'_>, handoff: &HandOffStanding<'_>) -> Finding {
    let sent = handoff.plan.and_then(|plan| plan.sent.as_ref());
    let accepted = handoff.plan.and_then(|plan| plan.accepted.as_ref());
    let missing = accepted.map(Record::missing).unwrap_or_default();
    let signed = accepted.and_then(Record::signed);
    let is_early = sent.zip(accepted).is_some_and(|(sent, accepted)| came_after(sent, accepted));
    let sent = sent.and_then(Record::signed);
    let sent = match sent {
        Some((by, date)) => format!("{by} sent `{}` on {date}", handoff.id),
        None => format!("nobody is recorded as having sent `{}`", handoff.id),
    };
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
    let (todo, how) = match handoff.state {
        HandOffState::Unsent => (
            format!("have {} send `{}`, and accept it", handoff.from, handoff.id),
            format!("`launch send <plan> {0}`, then `launch accept <plan> {0}`", handoff.id),
        ),
        _ => (
            format!("accept `{}` from {}, or return it with the reason", handoff.id, handoff.from),
            format!("`launch accept <plan> {}`", handoff.id),
        ),
    };
    let finding = Finding::new(handoff.at(), message, todo).how(how).owner(ctx.owner_of(handoff.to));
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
