//! `declined-sign-off`: a stage said no.

use crate::finding::{Breakdown, Finding, Level};
use crate::rule::{Check, Ctx, Mark, Rule};
use crate::standing::StageState;

/// The rule.
pub(super) static RULE: Rule = Rule {
    id: "declined-sign-off",
    level: Level::Error,
    breakdown: Breakdown::Strategy,
    summary: "a stage said no-go",
    page: include_str!("declined-sign-off.md"),
    settings: &[],
    marks: &[Mark::Decision, Mark::Absence],
    check: Check::Plan(check),
};

fn check(ctx: &Ctx<'_>) -> Vec<Finding> {
    let declined = ctx.standing.needed_stages().filter(|stage| stage.state == StageState::Declined);
    declined
        .filter_map(|stage| {
            let no = stage.no?;
            let by = no.by.text().unwrap_or("somebody");
            let date = no.date.get().map(|date| format!(" on {date}")).unwrap_or_default();
            let why =
                no.note.as_deref().map_or_else(|| ", without a note".to_owned(), |note| format!(": {note}"));
            let message = format!("{by} said no-go for {}{date}{why}", stage.id);
            let todo = format!("settle what {by} said no-go for, and have {} sign again", stage.id);
            Some(
                Finding::new(stage.at(), message, todo)
                    .owner(ctx.owner_of(stage.id))
                    .label(no.at.clone(), "no-go"),
            )
        })
        .collect()
}
