//! Which condition somebody meets: several who sign for a stage may name one alike.

use super::Who;
use crate::address::Address;
use crate::error::Error;
use crate::plan::Plan;
use crate::plan::sign_off::{Condition, SignOff};
use crate::policy::roster::same_person;
use crate::text::{list, ticked};
use crate::yaml::edit::{Change, New};

/// A condition of a stage's sign-off, as somebody calls it.
#[derive(Clone, Debug)]
pub struct Called {
    /// The stage.
    pub stage: String,
    /// Its id.
    pub id: String,
    /// Its address, where that was said.
    pub at: Option<Address>,
}

pub(super) fn meet(
    plan: &Plan,
    who: &Who,
    called: &Called,
    evidence: Option<&str>,
) -> Result<(Vec<Change>, Address), Error> {
    let at = under(plan, who, called)?.condition_at(&called.id);
    let met = evidence.map_or_else(|| format!("{} saw to it on {}", who.by, who.date), str::to_owned);
    Ok((vec![Change::Set { at: at.join("met"), value: New::Text(met) }], at))
}

/// The sign-off that was given under a condition. Where nobody said which of several is meant, those that have it
/// open come first, and of these the one that is somebody's own: they signed it, are to meet the condition, or both.
///
/// # Errors
/// When there is none, or when it may be each of several.
pub(crate) fn under<'p>(plan: &'p Plan, who: &Who, called: &Called) -> Result<&'p SignOff, Error> {
    let named = plan.stages.get(&called.stage).into_iter().flat_map(|stage| stage.signed_under(&called.id));
    let is_meant =
        |sign_off: &SignOff| called.at.as_ref().is_none_or(|at| *at == sign_off.condition_at(&called.id));
    let here: Vec<_> = named.filter(|(sign_off, _)| is_meant(sign_off)).collect();
    let open: Vec<_> = here.iter().copied().filter(|(_, condition)| !condition.met.is_given()).collect();
    let meant = if open.is_empty() { here } else { open };
    let ties = |(sign_off, condition): &(&SignOff, &Condition)| {
        let people = [&sign_off.by, &condition.owner].into_iter().filter_map(|person| person.text());
        people.filter(|person| same_person(person, &who.by)).count()
    };
    let closest = meant.iter().map(ties).max().filter(|ties| *ties > 0);
    let own: Vec<_> = meant.iter().copied().filter(|one| Some(ties(one)) == closest).collect();
    match (meant.as_slice(), own.as_slice()) {
        ([], _) => Err(unknown(plan, called)),
        ([(only, _)], _) | (_, [(only, _)]) => Ok(only),
        (several, _) => Err(unclear(called, several)),
    }
}

fn unclear(called: &Called, several: &[(&SignOff, &Condition)]) -> Error {
    let Called { stage, id, .. } = called;
    let address = |(sign_off, _): &(&SignOff, &Condition)| {
        format!("`{}` ({} signed)", sign_off.condition_at(id), sign_off.by.text().unwrap_or("nobody"))
    };
    let addresses: Vec<String> = several.iter().map(address).collect();
    Error::new(format!("{stage} signed {} times under a condition `{id}`", several.len()))
        .hint(format!("name the one that is meant by its address: {}", list(&addresses, "or")))
}

fn unknown(plan: &Plan, called: &Called) -> Error {
    let Called { stage, id, at } = called;
    let shown = at.as_ref().map_or(id.as_str(), Address::as_str);
    let error = Error::new(format!("{stage} signed under no condition `{shown}`"));
    let Some(signed) = plan.stages.get(stage) else { return error };
    let named = signed.signed_under(id).map(|(sign_off, _)| sign_off.condition_at(id).to_string());
    let addresses: Vec<String> = named.collect();
    if !addresses.is_empty() {
        return error.hint(format!("did you mean {}?", ticked(&addresses, "or")));
    }
    let known: Vec<&str> = signed.sign_offs.iter().flat_map(|sign_off| sign_off.conditions.ids()).collect();
    match known.as_slice() {
        [] => error,
        known => error.hint(format!("its conditions: {}", known.join(", "))),
    }
}
