//! Acceptances: where each is written, and in whose place.

use super::{Who, record, without};
use crate::address::Address;
use crate::error::Error;
use crate::plan::Plan;
use crate::plan::record::Record;
use crate::policy::Policy;
use crate::policy::roster::{Right, same_person};
use crate::standing::ALSO_ACCEPTS;
use crate::text::did_you_mean;
use crate::yaml::edit::{Change, New};

pub(super) fn accept(
    plan: &Plan,
    policy: &Policy,
    who: &Who,
    at: &Address,
) -> Result<(Vec<Change>, Address), Error> {
    let steps: Vec<&str> = at.steps().collect();
    let (accepted, value) = (acceptance(plan, policy, who, at), New::Map(record(who)));
    let change = match accepted.steps().last() {
        Some(ALSO) => Change::Append { to: accepted, value },
        _ => Change::Set { at: accepted, value },
    };
    let known = match steps.as_slice() {
        ["handoffs", id] => {
            let mut changes = vec![change];
            changes.extend(without(plan, who, id, &["returned"]));
            return Ok((changes, at.clone()));
        }
        ["promises", id] => plan.promises.get(id).is_some(),
        ["loads", id] => plan.loads.get(id).is_some(),
        ["incentives", id] => plan.incentives.get(id).is_some(),
        _ => false,
    };
    if !known {
        let what = format!("there is no hand-off, promise, load or incentive `{at}` in the plan");
        let known = acceptable(plan);
        return Err(Error::new(what).hint(
            match did_you_mean(at.as_str(), known.iter().map(String::as_str)) {
                Some(near) => format!("did you mean `{near}`?"),
                None => "name it as the check does: `price-list`, or `promises.setup-time`".to_owned(),
            },
        ));
    }
    Ok((vec![change], at.clone()))
}

/// The key of what others accept beside the stage that keeps a promise.
const ALSO: &str = "also_accepted";

/// Where it is written that somebody accepts the thing at an address: what is sold before it is built, two
/// stages accept, each in its place.
pub(crate) fn acceptance(plan: &Plan, policy: &Policy, who: &Who, at: &Address) -> Address {
    let steps: Vec<&str> = at.steps().collect();
    let is_also = match steps.as_slice() {
        ["promises", id] => plan.promises.get(id).is_some_and(|promise| {
            promise.future && is_also_accepted_by(plan, policy, who, promise.kept_by.text())
        }),
        _ => false,
    };
    at.join(if is_also { ALSO } else { "accepted" })
}

/// The acceptance in whose place the one of somebody comes.
pub(crate) fn accepted<'p>(plan: &'p Plan, policy: &Policy, who: &Who, at: &Address) -> Option<&'p Record> {
    let steps: Vec<&str> = at.steps().collect();
    let accepted = match steps.as_slice() {
        ["handoffs", id] => &plan.handoffs.get(id)?.accepted,
        ["promises", id] => &plan.promises.get(id)?.accepted,
        ["loads", id] => &plan.loads.get(id)?.accepted,
        ["incentives", id] => &plan.incentives.get(id)?.accepted,
        _ => return None,
    };
    accepted.as_ref().filter(|_| acceptance(plan, policy, who, at).steps().last() != Some(ALSO))
}

/// The addresses of what can be accepted beside hand-offs.
fn acceptable(plan: &Plan) -> Vec<String> {
    let promises = plan.promises.ids().map(|id| format!("promises.{id}"));
    let loads = plan.loads.ids().map(|id| format!("loads.{id}"));
    promises.chain(loads).chain(plan.incentives.ids().map(|id| format!("incentives.{id}"))).collect()
}

/// Whether somebody accepts what is sold before it is built beside the stage that keeps it, and not for that.
fn is_also_accepted_by(plan: &Plan, policy: &Policy, who: &Who, keeper: Option<&str>) -> bool {
    let Some(day) = crate::moment::parse(&who.date).ok().map(|moment| moment.date) else { return false };
    let speaks_for = |stage: &str| {
        if let Some(roster) = &policy.roster {
            return roster.objection(&who.by, Right::Sign(stage), day).is_none();
        }
        let owner = plan.stages.get(stage).and_then(|stage| stage.owner.text());
        owner.is_some_and(|owner| same_person(owner, &who.by))
    };
    !keeper.is_some_and(speaks_for) && speaks_for(ALSO_ACCEPTS)
}
