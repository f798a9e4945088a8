//! `early-sign-off`: a stage signed before its turn.

use crate::finding::{Breakdown, Finding, Level};
use crate::rule::{Check, Ctx, Rule, because_unsigned, waits_for_turn};
use crate::standing::{StageStanding, StageState, signed_later};
use crate::text;

/// The rule.
pub(super) static RULE: Rule = Rule {
    id: "early-sign-off",
    level: Level::Error,
    breakdown: Breakdown::Communication,
    summary: "a stage signed before a stage that comes before it",
    page: include_str!("early-sign-off.md"),
    settings: &[],
    marks: &[],
    check: Check::Plan(check),
};

fn check(ctx: &Ctx<'_>) -> Vec<Finding> {
    let early = ctx.standing.needed_stages().filter(|stage| stage.state == StageState::Early);
    early.map(|stage| finding(ctx, stage)).collect()
}

fn finding(ctx: &Ctx<'_>, stage: &StageStanding<'_>) -> Finding {
    let before: Vec<&StageStanding<'_>> =
        stage.before.iter().filter_map(|id| ctx.standing.stage(id)).collect();
    let (later, unsigned): (Vec<_>, Vec<_>) = before
        .into_iter()
        .filter(|other| !other.lets_pass() || signed_later(other, stage))
        .partition(|other| other.counts_as_signed());
    let day = |stage: &StageStanding<'_>| stage.signed_on().map(|date| date.to_string()).unwrap_or_default();
    let reasons: Vec<String> = unsigned
        .iter()
        .map(|other| match other.state {
            StageState::Declined => format!("{} said no-go", other.id),
            StageState::Stale => format!("what {} signed has changed since", other.id),
            _ => format!("{} has not signed", other.id),
        })
        .chain(later.iter().map(|other| format!("{} signed later, on {}", other.id, day(other))))
        .collect();
    let first = stage.first_signed_on().map(|date| date.to_string()).unwrap_or_default();
    let message =
        format!("{} signed on {first}, before its turn: {}", ctx.named(stage.id), text::few(&reasons, "and"));
    let ids = |stages: &[&StageStanding<'_>]| -> Vec<String> {
        stages.iter().map(|other| other.id.to_owned()).collect()
    };
    let todo = match unsigned.as_slice() {
        [] => format!(
            "look at what {} signed since, and sign off for {} again",
            text::few(&ids(&later), "and"),
            stage.id
        ),
        _ => format!("sign off for {} again after {}", stage.id, text::few(&ids(&unsigned), "and")),
    };
    let mut finding = Finding::new(stage.at(), message, todo).owner(ctx.owner_of(stage.id));
    for other in &later {
        finding = finding.label(other.at().join("sign_off"), "signed later");
    }
    if later.is_empty() {
        for other in &unsigned {
            finding = because_unsigned(finding, other);
        }
        return finding;
    }
    if !unsigned.is_empty() {
        finding = finding.not_yet();
    }
    waits_for_turn(ctx, finding, stage)
}
