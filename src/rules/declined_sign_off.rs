//! `declined-sign-off`: a stage said no.

use crate::facts::{Silenced, TakenOut};
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
    let mut found: Vec<Finding> = declined
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
        .collect();
    found.extend(ctx.facts.silenced.iter().filter_map(|no| silenced(ctx, no)));
    found
}

/// A no that is not there any more counts as long as who said it has not taken it back.
fn silenced(ctx: &Ctx<'_>, no: &Silenced) -> Option<Finding> {
    let stage =
        ctx.standing.needed_stages().find(|stage| stage.id == no.stage && stage.silenced.contains(&no.by))?;
    let by = &no.by;
    let date = match no.is_by_clock() {
        true => format!(" with no earlier date: `git commit --date={}`", no.said.date),
        false => String::new(),
    };
    let back = format!(
        "settle what {by} said no-go for, and have {by} sign for {} again and commit it{date}",
        stage.id
    );
    let todo = match &no.taken_out {
        TakenOut::Uncommitted => format!("have {by} commit that it is out, or {back}"),
        TakenOut::By(_) | TakenOut::Merge => back,
    };
    Some(Finding::new(stage.at(), no.told(), todo).owner(ctx.owner_of(stage.id)))
}
