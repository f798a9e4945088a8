//! `missing-handoff`: a required hand-off is not in the plan.

use crate::finding::{Breakdown, Finding, Level};
use crate::rule::{Check, Ctx, Mark, Rule};
use crate::standing::{HandOffStanding, HandOffState};

/// The rule.
pub(super) static RULE: Rule = Rule {
    id: "missing-handoff",
    level: Level::Error,
    breakdown: Breakdown::Communication,
    summary: "a required hand-off is not in the plan",
    page: include_str!("missing-handoff.md"),
    settings: &[],
    marks: &[Mark::Absence],
    check: Check::Plan(check),
};

fn check(ctx: &Ctx<'_>) -> Vec<Finding> {
    let missing = |handoff: &&HandOffStanding<'_>| handoff.state == HandOffState::Missing;
    ctx.standing
        .needed_handoffs()
        .filter(missing)
        .map(|handoff| {
            let message = format!(
                "the plan has no `{}` from {} to {}: {}",
                handoff.id,
                ctx.named(handoff.from),
                ctx.named(handoff.to),
                handoff.what
            );
            let todo = format!("send `{}` to {}", handoff.id, handoff.to);
            let finding = Finding::new(handoff.at(), message, todo)
                .how(format!("`launch send <plan> {}`; {} asks for it", handoff.id, handoff.origin))
                .owner(ctx.owner_of(handoff.from));
            ctx.because_unanswered(finding, &handoff.need)
        })
        .collect()
}
