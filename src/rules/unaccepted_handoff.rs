//! `unaccepted-handoff`: a hand-off was not accepted.

use crate::finding::{Breakdown, Finding, Level};
use crate::plan::handoff::HandOff;
use crate::plan::record::Record;
use crate::rule::{Check, Ctx, Mark, Rule};
use crate::standing::{HandOffStanding, HandOffState, is_early};
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
    let open = |handoff: &&HandOffStanding<'_>| match (ctx.asked_of(handoff), handoff.plan) {
        (HandOffState::Sent, _) => true,
        (HandOffState::Unsent, Some(plan)) => {
            let accepted = plan.accepted.as_ref().filter(|record| !is_early(plan, record));
            is_asked(ctx, handoff.id, plan) && !ctx.counts(accepted, handoff.to)
        }
        _ => false,
    };
    let known = ctx.standing.needed_handoffs().filter(open).map(|handoff| finding(ctx, handoff));
    let adrift = ctx.adrift().filter(|handed| is_asked(ctx, handed.id, handed.plan));
    known.chain(adrift.filter_map(|handed| ctx.not_accepted(handed))).collect()
}

/// The rule that says of what was not sent that it is not there, so that nobody needs to be told it twice.
const UNSENT: &str = "unsent-handoff";

/// Whether a hand-off that is not known to have been sent has to be accepted all the same: it may have been, only
/// that placeholders stand for who did or when, or the policy lets it pass that it was not.
fn is_asked(ctx: &Ctx<'_>, id: &str, plan: &HandOff) -> bool {
    ctx.may_be_sent(id, plan) || !ctx.is_error(UNSENT)
}

/// Whether it is marked as sent on a day to come: nobody can accept it before that is corrected.
fn is_sent_later(ctx: &Ctx<'_>, plan: &HandOff) -> bool {
    let sent = plan.sent.as_ref().and_then(|sent| sent.date.get());
    sent.is_some_and(|date| date.date > ctx.facts.as_of)
}

fn finding(ctx: &Ctx<'_>, handoff: &HandOffStanding<'_>) -> Finding {
    let sent = handoff.plan.and_then(|plan| plan.sent.as_ref());
    let accepted = handoff.plan.and_then(|plan| plan.accepted.as_ref());
    let missing = accepted.map(Record::missing).unwrap_or_default();
    let signed = accepted.and_then(Record::signed);
    let is_early = handoff.plan.zip(accepted).is_some_and(|(plan, record)| is_early(plan, record));
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
    let (todo, how) = match ctx.asked_of(handoff) {
        HandOffState::Unsent => (
            format!("have {} send `{}`, and accept it", handoff.from, handoff.id),
            format!("`launch send <plan> {0}`, then `launch accept <plan> {0}`", handoff.id),
        ),
        _ => (
            format!("accept `{}` from {}, or return it with the reason", handoff.id, handoff.from),
            format!("`launch accept <plan> {}`", handoff.id),
        ),
    };
    let mut finding = Finding::new(handoff.at(), message, todo).how(how).owner(ctx.owner_of(handoff.to));
    if handoff.plan.is_some_and(|plan| is_sent_later(ctx, plan)) {
        finding = finding.waits_for("future-sign-off", handoff.at());
    }
    let accepted = accepted.filter(|_| !is_early);
    let finding = ctx.because_of_record(finding, (&handoff.at(), "accepted"), accepted, handoff.to);
    let waved_off = handoff.plan.and_then(|plan| plan.not_needed.as_ref());
    let finding = ctx.because_waved_off(finding, &handoff.at(), waved_off);
    ctx.because_unanswered(finding, &handoff.need)
}
