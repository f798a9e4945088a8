//! Between which stages a thing of the plan is, and which of them has to accept it.

use crate::address::Address;
use crate::plan::Plan;
use crate::plan::record::Record;
use crate::policy::Policy;
use crate::standing::{Standing, record_counts};

/// The stage that has to accept the safeguard of every incentive.
pub const GUARDIAN: &str = "customer-service";

/// Whether a record is the word of somebody who may accept a safeguard: for its stage, and anybody where the policy
/// does without that stage.
pub fn guards(policy: &Policy, record: &Record) -> bool {
    let is_known = policy.stages.get(GUARDIAN).is_some_and(|stage| !stage.removed);
    if is_known { record_counts(policy, Some(record), GUARDIAN) } else { record.signed().is_some() }
}

/// The stage that accepts what is sold before it is built, beside the one that has to keep it.
pub const ALSO_ACCEPTS: &str = "finance";

/// The stage that has to accept, or to answer for, what stands at an address: a thing of the plan, or a field
/// of one. None of what the plan does not have, and of what is no stage's.
pub fn answers_for<'a>(plan: &'a Plan, standing: &'a Standing<'_>, at: &Address) -> Option<&'a str> {
    let mut steps = at.steps();
    let (section, id, part) = (steps.next()?, steps.next()?, steps.next());
    match (section, part) {
        ("stages", _) => standing.stage(id).map(|stage| stage.id),
        ("handoffs", Some("sent")) => standing.handoff(id).map(|handoff| handoff.from),
        ("handoffs", _) => standing.handoff(id).map(|handoff| handoff.to),
        ("promises", Some("also_accepted")) => plan.promises.get(id).map(|_| ALSO_ACCEPTS),
        ("promises", _) => plan.promises.get(id)?.kept_by.text(),
        ("loads", _) => plan.loads.get(id)?.to.text(),
        ("incentives", _) => plan.incentives.get(id).map(|_| GUARDIAN),
        _ => None,
    }
}

/// What others accept of what the sign-off of a stage covers, and do not sign for: safeguards of what the stage is paid
/// for, and what it promises before it is built. Their yes is part of it, so that a later one makes the sign-off fall.
pub fn accepted_beside<'a>(plan: &'a Plan, stage: &'a str) -> impl Iterator<Item = Address> + 'a {
    let incentives = plan.incentives.iter().filter(move |(_, incentive)| {
        incentive.rewards.text() == Some(stage) && incentive.safeguard.is_given() && stage != GUARDIAN
    });
    let promises = plan.promises.iter().filter(move |(_, promise)| {
        let ends = [&promise.made_by, &promise.kept_by];
        promise.future && stage != ALSO_ACCEPTS && ends.into_iter().any(|end| end.text() == Some(stage))
    });
    let incentives = incentives.map(|(id, _)| Address::new(format!("incentives.{id}")));
    incentives.chain(promises.map(|(id, _)| Address::new(format!("promises.{id}"))))
}

/// The stages that the thing at an address is between: the one that it comes from, then who has to accept it.
pub fn between<'a>(plan: &'a Plan, standing: &'a Standing<'_>, at: &Address) -> Vec<&'a str> {
    let steps: Vec<&str> = at.steps().collect();
    let (from, also) = match steps.as_slice() {
        ["handoffs", id, ..] => (standing.handoff(id).map(|handoff| handoff.from), None),
        ["promises", id, ..] => {
            let promise = plan.promises.get(id);
            let also = promise.filter(|promise| promise.future).map(|_| ALSO_ACCEPTS);
            (promise.and_then(|promise| promise.made_by.text()), also)
        }
        ["loads", id, ..] => (plan.loads.get(id).and_then(|load| load.from.text()), None),
        ["incentives", id, ..] => (plan.incentives.get(id).and_then(|known| known.rewards.text()), None),
        ["needs", ..] => return vec!["customer", "product"],
        _ => (None, None),
    };
    let thing = Address::new(steps.iter().take(2).copied().collect::<Vec<_>>().join("."));
    let to = answers_for(plan, standing, &thing);
    let mut stages: Vec<&str> = Vec::new();
    for stage in [from, to, also].into_iter().flatten() {
        if !stages.contains(&stage) {
            stages.push(stage);
        }
    }
    stages
}
