//! Whose word counts: who may sign or accept for a stage, and who may call something not needed.

use jiff::civil::Date;

use crate::plan::Plan;
use crate::plan::record::Record;
use crate::policy::Policy;
use crate::policy::roster::{Right, same_person};
use crate::waiving;

/// Why somebody may not sign, or accept, for a stage on a day; none when they may. Where no day is said, only
/// somebody who may on none may not.
pub fn signing_objection(
    policy: &Policy,
    person: &str,
    stage: &str,
    on: impl Into<Option<Date>>,
) -> Option<String> {
    policy.roster.as_ref()?.objection(person, Right::Sign(stage), on)
}

/// Whether a record is the word of somebody who may sign for a stage.
pub fn record_counts(policy: &Policy, record: Option<&Record>, stage: &str) -> bool {
    record
        .and_then(Record::signed)
        .is_some_and(|(by, date)| signing_objection(policy, by, stage, date.date).is_none())
}

/// Why somebody may not call something not needed; none when they may: the launch's owner, if a roster knows them,
/// or someone who waives.
pub fn not_needed_objection(
    plan: &Plan,
    policy: &Policy,
    person: &str,
    on: impl Into<Option<Date>>,
) -> Option<String> {
    let is_owner = plan.owner.text().is_some_and(|owner| same_person(owner, person));
    match is_owner {
        true => policy.roster.as_ref()?.objection(person, Right::Run, on),
        false => waiving::objection(policy, person, on),
    }
}
