//! Whose a deed is to do, and who may do it in the place of somebody whose it is not.

use super::Refusal;
use crate::amend::{self, Called, Deed, Who};
use crate::judge::Seen;
use crate::plan::Plan;
use crate::policy::Policy;
use crate::policy::roster::same_person;
use crate::read::Given;
use crate::standing::answers_for;

/// Why somebody does not speak for a stage.
type Objection = fn(&Plan, &Policy, &Who, &str) -> Option<String>;

/// Why a deed is not for whoever does it, and who may.
pub(super) fn not_theirs(who: &Who, seen: &Seen<'_>, deed: &Deed) -> Option<Refusal> {
    let handoff = |id: &str| seen.standing.handoff(id);
    match deed {
        Deed::Sign(signing) => of_stage(who, seen, &signing.stage, amend::objection),
        Deed::Send { handoff: id, .. } => of_stage(who, seen, handoff(id)?.from, amend::sending_objection),
        Deed::Return { handoff: id, .. } => of_stage(who, seen, handoff(id)?.to, amend::objection),
        Deed::Accept { at } => {
            let plan = &seen.file.plan;
            let accepted = amend::acceptance(plan, seen.policy, who, at);
            let stage = answers_for(plan, seen.standing, &accepted)?;
            seen.policy.stages.get(stage).filter(|stage| !stage.removed)?;
            of_stage(who, seen, stage, amend::objection)
        }
        Deed::Meet { condition, .. } => of_condition(who, seen, condition),
        Deed::Unsign { .. } | Deed::Waive { .. } => None,
    }
}

fn of_stage(who: &Who, seen: &Seen<'_>, stage: &str, objection: Objection) -> Option<Refusal> {
    let plan = &seen.file.plan;
    let objection = |by: &str| {
        let who = Who { by: by.to_owned(), date: who.date.clone() };
        objection(plan, seen.policy, &who, stage)
    };
    let why = objection(&who.by)?;
    let owner = plan.stages.get(stage).and_then(|stage| stage.owner.text());
    let people = seen.policy.roster.iter().flat_map(|roster| &roster.people);
    let mut known = owner.into_iter().chain(people.map(|person| person.id.as_str()));
    Some(Refusal { why, whose: known.find(|by| objection(by).is_none()).map(str::to_owned) })
}

/// A condition is met by its owner, by whoever asked for it or carries its risk, by whoever runs the launch, and by
/// those who speak for its stage.
fn of_condition(who: &Who, seen: &Seen<'_>, called: &Called) -> Option<Refusal> {
    let plan = &seen.file.plan;
    let sign_off = amend::under(plan, who, called).ok()?;
    let known = sign_off.conditions.get(&called.id)?;
    let people = [&known.owner, &known.risk_accepted_by, &sign_off.by];
    let mut theirs = people.into_iter().filter_map(Given::text).chain(seen.ctx().launch_owner());
    if theirs.any(|one| same_person(one, &who.by)) {
        return None;
    }
    amend::objection(plan, seen.policy, who, &called.stage)?;
    let whose = known.owner.text().or(sign_off.by.text());
    let owner = whose.unwrap_or("somebody else");
    let why = format!("`{}` is {owner}'s to meet, and {} is somebody else", called.id, who.by);
    Some(Refusal { why, whose: whose.map(str::to_owned) })
}
