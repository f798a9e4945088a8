//! `stale-sign-off`: what a stage signed has changed since.

use crate::digest::is_digest;
use crate::facts::{Changes, TOLD, changes_in_words};
use crate::finding::{Breakdown, Finding, Level};
use crate::policy::roster::same_person;
use crate::rule::{Check, Ctx, Mark, Rule, waits_for_turn};
use crate::standing::{Fault, StageStanding};

/// The rule.
pub(super) static RULE: Rule = Rule {
    id: "stale-sign-off",
    level: Level::Error,
    breakdown: Breakdown::Communication,
    summary: "what a stage signed has changed since",
    page: include_str!("stale-sign-off.md"),
    settings: &[],
    marks: &[Mark::Absence],
    check: Check::Plan(check),
};

fn check(ctx: &Ctx<'_>) -> Vec<Finding> {
    ctx.standing.needed_stages().filter_map(|stage| finding(ctx, stage)).collect()
}

fn finding(ctx: &Ctx<'_>, stage: &StageStanding<'_>) -> Option<Finding> {
    let sign_off = stage.stale().next()?.sign_off;
    let by = sign_off.by.text().unwrap_or("somebody");
    let on = sign_off.date.get().map(|date| format!(" on {date}")).unwrap_or_default();
    let signed = format!("{by} signed for {}{on}", stage.id);
    let found = match ctx.facts.changes.get(&sign_off.at) {
        Some(Changes::Found(changes)) if !changes.is_empty() => changes.as_slice(),
        _ => &[],
    };
    let message = match (ctx.facts.changes.get(&sign_off.at), found) {
        _ if !sign_off.digest.as_deref().is_some_and(is_digest) => {
            format!("{signed}, but the digest of the sign-off is none that `launch sign` writes")
        }
        (_, [_, ..]) => format!("{signed}, and since then {}", changes_in_words(found)),
        (Some(Changes::NotKnown(why)), _) => {
            format!("{signed}, but what was signed is not what stands here; what changed is not known: {why}")
        }
        _ => format!("{signed}, but what was signed is not what stands here"),
    };
    let mut finding = Finding::new(stage.at(), message, todo(ctx, stage, by))
        .how(ctx.signing(stage.id))
        .owner(ctx.owner_of(stage.id))
        .label(sign_off.at.clone(), "signed here");
    for change in found.iter().filter(|change| !change.at.is_within(&sign_off.at)).take(TOLD) {
        finding = finding.label(change.at.clone(), "changed since");
    }
    let beside =
        stage.objections.iter().filter(|one| one.sign_off.at == sign_off.at && one.fault != Fault::Stale);
    for objection in beside {
        finding = finding.waits_for(objection.fault.rule(), stage.at());
    }
    Some(waits_for_turn(ctx, finding, stage))
}

/// Said to whoever answers for the stage, who need not be the one who signed.
fn todo(ctx: &Ctx<'_>, stage: &StageStanding<'_>, by: &str) -> String {
    let have = match ctx.owner_of(stage.id).is_some_and(|owner| same_person(owner, by)) {
        true => String::new(),
        false => format!("have {by} "),
    };
    format!("{have}look at what changed, and sign for {} again", stage.id)
}
