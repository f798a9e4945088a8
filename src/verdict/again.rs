//! Who has to sign again once something is written into a plan: their sign-offs cover it, or stand behind one that does.

use super::{EARLY, OF_A_STAGE};
use crate::address::Address;
use crate::finding::Level;
use crate::rule::Ctx;
use crate::standing::{Fault, StageStanding};

/// Somebody whose sign-off does not outlast what there is to do.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Again {
    /// The stage.
    pub stage: String,
    /// Who signed for it.
    pub who: String,
}

/// Those who have to sign again when something is done about what a rule found at an address, in their order.
pub(super) fn again(ctx: &Ctx<'_>, rule: &str, at: &Address, how: Option<&str>) -> Vec<Again> {
    let is_done_by = |command: &str| how.is_some_and(|how| how.starts_with(command));
    if is_done_by("`launch meet ") {
        return Vec::new();
    }
    let is_signed = |stage: &StageStanding<'_>| {
        let is_of_sign_off = stage.at() == *at && !OF_A_STAGE.contains(&rule);
        is_of_sign_off || is_done_by("`launch sign ") && at.is_within(&stage.at())
    };
    let order_counts = ctx.policy.level(EARLY) == Level::Error;
    let mut changed: Vec<&str> = Vec::new();
    let mut found = Vec::new();
    for stage in ctx.standing.needed_stages() {
        if is_signed(stage) {
            changed.push(stage.id);
            continue;
        }
        let is_after = stage.before.iter().any(|before| changed.contains(before));
        let falls = is_sealed(stage) && (is_after || covers(ctx, stage, at)) || is_after && order_counts;
        if falls && stage.counts_as_signed() {
            changed.push(stage.id);
            let in_turn = stage.signatures.iter().filter(|_| stage.state.is_signed_in_turn());
            let signers = in_turn.filter_map(|sign_off| sign_off.by.text());
            found.extend(signers.map(|who| Again { stage: stage.id.to_owned(), who: who.to_owned() }));
        }
    }
    found
}

/// Whether a sign-off that counts says what it covers.
fn is_sealed(stage: &StageStanding<'_>) -> bool {
    stage.objected(Fault::Stale).next().is_none() && stage.signatures.iter().any(|one| one.digest.is_some())
}

/// Whether what stands at an address is covered by a sealed sign-off of a stage, as `seal.md` has it.
fn covers(ctx: &Ctx<'_>, stage: &StageStanding<'_>, at: &Address) -> bool {
    let (plan, policy, id) = (ctx.plan, ctx.policy, stage.id);
    let is_it = |known: Option<&str>| known == Some(id);
    match at.steps().collect::<Vec<_>>().as_slice() {
        ["launch" | "kind" | "tier" | "risks" | "owner", ..] => true,
        ["stages", of, ..] => *of == id,
        ["handoffs", handoff, ..] => is_it(policy.receiver(handoff, plan.handoffs.get(handoff))),
        ["promises", promise, ..] => {
            let promise = plan.promises.get(promise);
            promise.is_some_and(|one| is_it(one.made_by.text()) || is_it(one.kept_by.text()))
        }
        ["loads", load, ..] => {
            plan.loads.get(load).is_some_and(|load| is_it(load.from.text()) || is_it(load.to.text()))
        }
        ["incentives", incentive, ..] => {
            plan.incentives.get(incentive).is_some_and(|incentive| is_it(incentive.rewards.text()))
        }
        ["goals", _, .., "actual"] => false,
        ["goals", goal, ..] => plan.goals.get(goal).is_some_and(|goal| is_it(goal.stage.text())),
        ["needs", ..] => matches!(id, "customer" | "product"),
        ["dates", ..] => stage.policy.commits_to_dates,
        ["waivers", ..] => stage.is_last,
        _ => false,
    }
}
