//! `returned-handoff`: a hand-off was sent back.

use crate::finding::{Breakdown, Finding, Level};
use crate::rule::{Check, Ctx, Handed, Mark, Rule};

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
    let returned = ctx.handed().filter(|handed| handed.is_returned);
    returned.filter_map(|handed| finding(ctx, &handed)).collect()
}

fn finding(ctx: &Ctx<'_>, handed: &Handed<'_>) -> Option<Finding> {
    let record = handed.plan.returned.as_ref()?;
    let (id, receiver) = (handed.id, handed.to.unwrap_or("the stage that it goes to"));
    let by = record.by.text().unwrap_or(receiver);
    let date = record.date.get().map(|date| format!(" on {date}")).unwrap_or_default();
    let why = record.why.text().map(|why| format!(": {why}")).unwrap_or_default();
    let from = handed.from.map_or_else(|| "whoever sent it".to_owned(), |from| ctx.named(from));
    let message = format!("{by} returned `{id}` to {from}{date}{why}");
    let owner = handed.from.map_or_else(|| ctx.launch_owner(), |from| ctx.owner_of(from));
    let finding = Finding::new(handed.at(), message, format!("mend `{id}` and send it to {receiver} again"))
        .how(format!("`launch send <plan> {id}`"))
        .owner(owner)
        .label(handed.at().join("returned"), "returned here");
    Some(finding)
}
