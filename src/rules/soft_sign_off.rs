//! `soft-sign-off`: a sign-off that hedges.

use crate::finding::{Breakdown, Finding, Level};
use crate::plan::sign_off::Decision;
use crate::rule::{Check, Ctx, Rule};
use crate::soft;

/// The rule.
pub(super) static RULE: Rule = Rule {
    id: "soft-sign-off",
    level: Level::Warn,
    breakdown: Breakdown::Communication,
    summary: "a sign-off hedges: soon, almost, should be",
    page: include_str!("soft-sign-off.md"),
    settings: &[],
    marks: &[],
    check: Check::Plan(check),
};

fn check(ctx: &Ctx<'_>) -> Vec<Finding> {
    let mut found = Vec::new();
    for stage in ctx.standing.needed_stages() {
        for sign_off in stage.plan.into_iter().flat_map(|plan| &plan.sign_offs) {
            if sign_off.decision != Decision::Go {
                continue;
            }
            let Some((words, note)) =
                sign_off.note.as_deref().and_then(|note| Some((soft::words(note)?, note)))
            else {
                continue;
            };
            let by = sign_off.by.text().unwrap_or(stage.id);
            let message = format!("{by} signed for {} with “{words}”: {note}", stage.id);
            let todo =
                format!("sign off for {} when it is so, or name what is open as a condition", stage.id);
            let label = sign_off.at.join("note");
            found.push(
                Finding::new(stage.at(), message, todo)
                    .owner(ctx.owner_of(stage.id))
                    .label(label, "this note"),
            );
        }
    }
    found
}
