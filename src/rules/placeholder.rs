//! `placeholder`: `TBD`, `?`, `[@handle]`, `<…>` and the like.

use crate::address::Address;
use crate::finding::{Breakdown, Finding, Level};
use crate::rule::{Check, Ctx, Rule};
use crate::standing::StageStanding;
use crate::text;

/// The rule.
pub(super) static RULE: Rule = Rule {
    id: "placeholder",
    level: Level::Error,
    breakdown: Breakdown::Execution,
    summary: "a placeholder stands where an answer should be",
    page: include_str!("placeholder.md"),
    settings: &[],
    marks: &[],
    check: Check::Plan(check),
};

fn check(ctx: &Ctx<'_>) -> Vec<Finding> {
    let here = ctx.plan.placeholders.iter().filter(|placeholder| is_needed(ctx, &placeholder.at));
    here.map(|placeholder| {
        let is_key = |step: &&str| !step.bytes().all(|byte| byte.is_ascii_digit());
        let field = placeholder.at.steps().filter(is_key).last().unwrap_or_default();
        let message = match placeholder.text.as_str() {
            "" => format!("`{field}` is empty"),
            text => format!("`{}` is no answer for `{field}`", text::shorten(text, 60)),
        };
        let todo = format!("fill in `{}`", placeholder.at);
        Finding::new(placeholder.at.clone(), message, todo).on_value().owner(owner(ctx, &placeholder.at))
    })
    .collect()
}

/// Whether the launch needs the stage or the hand-off that an address lies in.
fn is_needed(ctx: &Ctx<'_>, at: &Address) -> bool {
    let steps: Vec<&str> = at.steps().collect();
    match steps.as_slice() {
        ["stages" | "handoffs", _, "not_needed", ..] => true,
        ["stages", id, ..] => ctx.standing.stage(id).is_none_or(StageStanding::is_needed),
        ["handoffs", id, ..] => {
            ctx.standing.handoff(id).is_none_or(|handoff| handoff.need != crate::standing::Need::No)
        }
        _ => true,
    }
}

/// Who can fill in a field.
fn owner<'a>(ctx: &Ctx<'a>, at: &Address) -> Option<&'a str> {
    let steps: Vec<&str> = at.steps().collect();
    let stage = match steps.as_slice() {
        ["stages", id, ..] => Some(*id),
        ["handoffs", _, "accepted" | "returned", ..]
        | ["promises", _, "committed" | "accepted" | "also_accepted", ..]
        | ["loads", _, "capacity" | "accepted", ..]
        | ["incentives", _, "accepted", ..] => ctx.answers_for(at),
        ["handoffs", id, ..] => ctx.standing.handoff(id).map(|handoff| handoff.from),
        ["needs", _, "answer" | "declined", ..] => Some("product"),
        ["needs", ..] => Some("customer"),
        ["promises", id, ..] => ctx.plan.promises.get(id).and_then(|known| known.made_by.text()),
        ["loads", id, ..] => ctx.plan.loads.get(id).and_then(|known| known.from.text()),
        ["goals", id, ..] => ctx.plan.goals.get(id).and_then(|known| known.stage.text()),
        _ => None,
    };
    stage.map_or_else(|| ctx.launch_owner(), |stage| ctx.owner_of(stage))
}
