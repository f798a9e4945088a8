//! `returned-handoff`: a hand-off was sent back.

use crate::finding::{Breakdown, Finding, Level};
use crate::rule::{Check, Ctx, Mark, Rule};
use crate::standing::{HandOffStanding, HandOffState};

/// The rule.
pub(super) static RULE: Rule = Rule {
    id: "returned-handoff",
    level: Level::Error,
    breakdown: Breakdown::Communication,
    summary: "a hand-off was sent back",
    page: include_str!("returned-handoff.md"),
    settings: &[],
    marks: &[Mark::Absence],
    check: Check::Plan(check),
};

fn check(ctx: &Ctx<'_>) -> Vec<Finding> {
    let returned = |handoff: &&HandOffStanding<'_>| handoff.state == HandOffState::Returned;
    ctx.standing
        .needed_handoffs()
        .filter(returned)
        .map(|handoff| {
            let record = handoff.plan.and_then(|plan| plan.returned.as_ref());
            let by = record.and_then(|record| record.by.text()).unwrap_or(handoff.to);
            let date = record
                .and_then(|record| record.date.get())
                .map(|date| format!(" on {date}"))
                .unwrap_or_default();
            let why =
                record.and_then(|record| record.why.text()).map(|why| format!(": {why}")).unwrap_or_default();
            let message = format!("{by} returned `{}` to {}{date}{why}", handoff.id, ctx.named(handoff.from));
            let todo = format!("mend `{}` and send it to {} again", handoff.id, handoff.to);
            let finding = Finding::new(handoff.at(), message, todo)
                .how(format!("`launch send <plan> {}`", handoff.id))
                .owner(ctx.owner_of(handoff.from))
                .label(handoff.at().join("returned"), "returned here");
            ctx.because_unanswered(finding, &handoff.need)
        })
        .collect()
}
