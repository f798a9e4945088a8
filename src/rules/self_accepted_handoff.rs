//! `self-accepted-handoff`: one person sent and accepted a hand-off.

use crate::finding::{Breakdown, Finding, Level};
use crate::policy::roster::same_person;
use crate::rule::{Check, Ctx, Rule};
use crate::standing::HandOffState;

/// The rule.
pub(super) static RULE: Rule = Rule {
    id: "self-accepted-handoff",
    level: Level::Error,
    breakdown: Breakdown::Communication,
    summary: "one person sent and accepted a hand-off",
    page: include_str!("self-accepted-handoff.md"),
    settings: &[],
    marks: &[],
    check: Check::Plan(check),
};

fn check(ctx: &Ctx<'_>) -> Vec<Finding> {
    ctx.standing
        .needed_handoffs()
        .filter_map(|handoff| {
            let plan = handoff.plan?;
            let (accepted, date) = plan.accepted.as_ref()?.signed()?;
            let (sent, _) = plan.sent.as_ref()?.signed()?;
            if !same_person(accepted, sent) || handoff.state == HandOffState::Returned {
                return None;
            }
            let message = format!("{sent} sent `{}` and accepted it on {date}", handoff.id);
            let todo = format!("have somebody else of {} accept `{}`", handoff.to, handoff.id);
            let label = handoff.at().join("accepted");
            Some(
                Finding::new(handoff.at(), message, todo)
                    .owner(ctx.owner_of(handoff.to))
                    .label(label, "accepted here")
                    .waits_for("unentitled-signer", handoff.at()),
            )
        })
        .collect()
}
