//! Acceptances: where each is written, and in whose place.

use super::{Who, objection, record, without};
use crate::address::Address;
use crate::error::Error;
use crate::plan::Plan;
use crate::plan::record::Record;
use crate::policy::Policy;
use crate::policy::roster::same_person;
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
    let (place, before) = place(plan, policy, who, at);
    let value = New::Map(record(who));
    let change = match place.steps().last() {
        _ if before.is_some_and(|before| says(before, who)) => None,
        Some(ALSO) => Some(Change::Append { to: place, value }),
        _ => Some(Change::Set { at: place, value }),
    };
    let known = match steps.as_slice() {
        ["handoffs", id] => {
            let changes = change.into_iter().chain(without(plan, who, id, &["returned"]));
            return Ok((changes.collect(), at.clone()));
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
    Ok((change.into_iter().collect(), at.clone()))
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
    place(plan, policy, who, at).1
}

/// Where the acceptance of somebody is to be written, and what stands there. Beside another's, one's own is kept once.
fn place<'p>(plan: &'p Plan, policy: &Policy, who: &Who, at: &Address) -> (Address, Option<&'p Record>) {
    let accepted = acceptance(plan, policy, who, at);
    if accepted.steps().last() != Some(ALSO) {
        return (accepted, known(plan, at));
    }
    let is_own = |record: &Record| record.by.text().is_some_and(|by| same_person(by, &who.by));
    let promise = at.steps().last().and_then(|id| plan.promises.get(id));
    let mut also = promise.into_iter().flat_map(|promise| &promise.also_accepted).enumerate();
    match also.find(|(_, record)| is_own(record)) {
        Some((index, own)) => (accepted.join(&index.to_string()), Some(own)),
        None => (accepted, None),
    }
}

/// The acceptance of those that answer for a thing.
fn known<'p>(plan: &'p Plan, at: &Address) -> Option<&'p Record> {
    let steps: Vec<&str> = at.steps().collect();
    let accepted = match steps.as_slice() {
        ["handoffs", id] => &plan.handoffs.get(id)?.accepted,
        ["promises", id] => &plan.promises.get(id)?.accepted,
        ["loads", id] => &plan.loads.get(id)?.accepted,
        ["incentives", id] => &plan.incentives.get(id)?.accepted,
        _ => return None,
    };
    accepted.as_ref()
}

/// Whether it is a person's word of the same day.
fn says(record: &Record, who: &Who) -> bool {
    record.signed().is_some_and(|(by, date)| same_person(by, &who.by) && date.to_string() == who.date)
}

/// The addresses of what can be accepted beside hand-offs.
fn acceptable(plan: &Plan) -> Vec<String> {
    let promises = plan.promises.ids().map(|id| format!("promises.{id}"));
    let loads = plan.loads.ids().map(|id| format!("loads.{id}"));
    promises.chain(loads).chain(plan.incentives.ids().map(|id| format!("incentives.{id}"))).collect()
}

/// Whether somebody accepts what is sold before it is built beside the stage that keeps it, and not for that.
fn is_also_accepted_by(plan: &Plan, policy: &Policy, who: &Who, keeper: Option<&str>) -> bool {
    let is_day = crate::moment::parse(&who.date).is_ok();
    let is_owned = |stage: &str| plan.stages.get(stage).is_some_and(|stage| stage.owner.text().is_some());
    // Nothing speaks against anybody where there is neither a roster nor an owner, and nobody speaks for such a stage.
    let is_somebodys = |stage: &str| policy.roster.is_some() || is_owned(stage);
    let speaks_for = |stage: &str| is_somebodys(stage) && objection(plan, policy, who, stage).is_none();
    is_day && !keeper.is_some_and(speaks_for) && speaks_for(ALSO_ACCEPTS)
}
