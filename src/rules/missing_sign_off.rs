//! `missing-sign-off`: a required stage has not signed off.

use crate::address::Address;
use crate::finding::{Breakdown, Finding, Level};
use crate::plan::sign_off::{Decision, SignOff};
use crate::readiness;
use crate::rule::{Check, Ctx, Mark, Rule, waits_for_turn};
use crate::standing::{Fault, Objection, Signers, StageStanding, lacking_because, people};
use crate::text;

/// The rule.
pub(super) static RULE: Rule = Rule {
    id: "missing-sign-off",
    level: Level::Error,
    breakdown: Breakdown::Execution,
    summary: "a required stage has not signed off",
    page: include_str!("missing-sign-off.md"),
    settings: &[],
    marks: &[Mark::Absence],
    check: Check::Plan(check),
};

fn check(ctx: &Ctx<'_>) -> Vec<Finding> {
    if ctx.standing.needed_stages().next().is_none() {
        let message = "no stage is required of this launch: nobody would have looked at it";
        let todo = "have at least one stage sign off";
        return vec![Finding::new(Address::new("stages"), message, todo).owner(ctx.launch_owner())];
    }
    ctx.standing.needed_stages().filter(|stage| stage.is_lacking()).map(|stage| finding(ctx, stage)).collect()
}

fn finding(ctx: &Ctx<'_>, stage: &StageStanding<'_>) -> Finding {
    let message = match stage.plan {
        Some(_) => format!("{} {}; {}", ctx.named(stage.id), what_is_there(stage), whose_turn(ctx, stage)),
        None => format!("{} is not in the plan, and has not signed off", stage.id),
    };
    let signers = Signers::of(stage, ctx.policy, ctx.facts.as_of);
    let is_ready = readiness::is_ready(ctx, stage);
    let (todo, how, owner) = to_sign(ctx, stage, &signers);
    let owner = owner.filter(|_| is_ready);
    let owner = owner.or_else(|| ctx.owner_of(stage.id));
    let mut finding = Finding::new(stage.at(), message, todo).how(how).owner(owner);
    if !is_ready {
        let todo = signers.todo(&format!(" for {}", stage.id));
        finding.todo = format!("settle what is open, then {todo}");
        finding = finding.not_yet();
    }
    for (rule, at) in lacking_because(ctx.plan, ctx.policy, stage) {
        finding = finding.because(rule, at);
    }
    let waved_off = stage.plan.and_then(|plan| plan.not_needed.as_ref());
    finding = ctx.because_waved_off(finding, &stage.at(), waved_off);
    finding = ctx.because_absent(ctx.because_unanswered(finding, &stage.need), stage);
    waits_for_turn(ctx, finding, stage)
}

/// What has to be done, how, and by whom where it is not the owner's to do.
fn to_sign<'a>(
    ctx: &Ctx<'a>,
    stage: &StageStanding<'_>,
    signers: &Signers<'a>,
) -> (String, String, Option<&'a str>) {
    let of = format!(" for {}", stage.id);
    let (todo, how) = (signers.todo(&of), ctx.signing(stage.id));
    match signers {
        Signers::OneOf(left) => match left.as_slice() {
            [] => (todo, "nobody else on the roster may".to_owned(), ctx.launch_owner()),
            [one] => (Signers::Owner.todo(&of), format!("{how}; {one} may, and has not"), Some(one)),
            several => (todo, format!("{} may, and have not", text::few(several, "and")), None),
        },
        Signers::Incomplete(sign_off) => {
            let fields: Vec<String> = sign_off.missing().iter().map(|key| format!("`{key}: …`")).collect();
            (todo, format!("{} under `{}`", text::list(&fields, "and"), sign_off.at), None)
        }
        Signers::Owner => (todo, how, None),
        Signers::ElseThan(_) => (todo, format!("each signs for themselves: {how}"), None),
    }
}

fn what_is_there(stage: &StageStanding<'_>) -> String {
    let sign_offs = stage.sign_offs();
    let lacks = |sign_off: &SignOff| match (sign_off.by.is_given(), sign_off.date.is_given()) {
        (true, true) => None,
        (false, true) => Some("says when but not who"),
        (true, false) => Some("says who but not when"),
        (false, false) => Some("says neither who nor when"),
    };
    if let Some(lack) = sign_offs.iter().find_map(lacks) {
        return format!("has a sign-off that {lack}");
    }
    if stage.policy.signatures > 1 && !sign_offs.is_empty() {
        let yes = stage.signatures.iter().copied().filter(|sign_off| sign_off.decision != Decision::NoGo);
        return format!("has {} of {}", people(yes), text::count(stage.wanted(), "signature"));
    }
    if let Some(Objection { sign_off, fault, why }) = stage.objections.first() {
        let by = sign_off.by.text().unwrap_or_default();
        return match fault {
            Fault::BadSignature => format!("has a sign-off by {by}, whose signature {why}"),
            Fault::Unentitled => format!("has a sign-off by {by}, who {why}"),
            Fault::Stale => format!("has a stale sign-off by {by}: {why}"),
        };
    }
    match stage.no {
        Some(_) => "said no-go, and has not signed off".to_owned(),
        None => "has not signed off".to_owned(),
    }
}

fn whose_turn(ctx: &Ctx<'_>, stage: &StageStanding<'_>) -> String {
    match stage.awaits.as_slice() {
        [] => match owed(ctx, stage).as_slice() {
            [] => "it is its turn".to_owned(),
            owed => format!("it is its turn as soon as it has {}", text::few(owed, "and")),
        },
        before => format!("it waits for {}", text::few(before, "and")),
    }
}

/// The hand-offs to it that others have to send first.
fn owed(ctx: &Ctx<'_>, stage: &StageStanding<'_>) -> Vec<String> {
    let to_it = ctx.standing.needed_handoffs().filter(|handoff| handoff.to == stage.id);
    let unsent = to_it.filter(|handoff| handoff.turn == Some(handoff.from));
    unsent.map(|handoff| format!("`{}` from {}", handoff.id, handoff.from)).collect()
}
