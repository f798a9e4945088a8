//! `self-accepted-handoff`: one person sent and accepted a hand-off.

use crate::finding::{Breakdown, Finding, Level};
use crate::policy::roster::same_person;
use crate::rule::{Check, Ctx, Handed, Rule};

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
    ctx.handed().filter(|handed| !handed.is_returned).filter_map(|handed| finding(ctx, &handed)).collect()
}

/// Who did it says enough: whatever day it was, it is one person.
fn finding(ctx: &Ctx<'_>, handed: &Handed<'_>) -> Option<Finding> {
    let record = handed.plan.accepted.as_ref()?;
    let (accepted, sent) = (record.by.text()?, handed.plan.sent.as_ref()?.by.text()?);
    if !same_person(accepted, sent) {
        return None;
    }
    let id = handed.id;
    let date = record.date.get().map(|date| format!(" on {date}")).unwrap_or_default();
    let receiver = handed.to.unwrap_or("the stage that it goes to");
    let todo = format!("have somebody else of {receiver} accept `{id}`");
    let finding = Finding::new(handed.at(), format!("{sent} sent `{id}` and accepted it{date}"), todo)
        .owner(handed.to.map_or_else(|| ctx.launch_owner(), |to| ctx.owner_of(to)))
        .label(handed.at().join("accepted"), "accepted here");
    Some(finding.waits_for("unentitled-signer", handed.at()))
}
