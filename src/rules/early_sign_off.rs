//! `early-sign-off`: a stage signed before its turn.

use crate::finding::{Breakdown, Finding, Level};
use crate::readiness;
use crate::rule::{Check, Ctx, Rule, because_unsigned, waits_for_turn};
use crate::standing::{DECLINED, MISSING, STALE, StageStanding, StageState, signed_later};
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
    let early = ctx.standing.needed_stages().filter(|stage| is_looked_at(ctx, stage));
    early.filter_map(|stage| finding(ctx, stage)).collect()
}

/// Whether a stage's signatures have to be in turn: those that count, and those that the launch goes with because
/// what is wrong with them, or missing beside them, is waived or only warned of.
fn is_looked_at(ctx: &Ctx<'_>, stage: &StageStanding<'_>) -> bool {
    let rule = match stage.state {
        StageState::Declined => DECLINED,
        StageState::Stale => STALE,
        StageState::Ready | StageState::Waiting => MISSING,
        state => return state == StageState::Early,
    };
    stage.excused || !ctx.is_error(rule)
}

fn finding(ctx: &Ctx<'_>, stage: &StageStanding<'_>) -> Option<Finding> {
    let before: Vec<&StageStanding<'_>> =
        stage.before.iter().filter_map(|id| ctx.standing.stage(id)).collect();
    let (later, unsigned): (Vec<_>, Vec<_>) = before
        .into_iter()
        .filter(|other| !other.lets_pass() || signed_later(other, stage))
        .partition(|other| signed_later(other, stage));
    let first = stage.first_yes_on().filter(|_| later.len() + unsigned.len() > 0)?;
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
    let mut finding =
        Finding::new(stage.at(), message, todo).how(ctx.signing(stage.id)).owner(ctx.owner_of(stage.id));
    for other in &later {
        finding = finding.label(other.at().join("sign_off"), "signed later");
    }
    if later.is_empty() {
        for other in &unsigned {
            finding = because_unsigned(finding, other);
        }
        return Some(finding);
    }
    if !unsigned.is_empty() || !readiness::is_ready(ctx, stage) {
        finding = finding.not_yet();
    }
    Some(waits_for_turn(ctx, finding, stage))
}
