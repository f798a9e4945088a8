//! Whether a waiver holds, and who may waive: the one place that decides it.

use jiff::civil::Date;

use crate::address::Address;
use crate::plan::Plan;
use crate::plan::waiver::Waiver;
use crate::policy::Policy;
use crate::policy::roster::Right;

/// What a waiver is worth on a day.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Worth {
    /// It holds.
    Holds,
    /// Its last day is over, or it has none.
    Expired,
    /// It was never somebody's to give, or does not say why or by whom; the reason follows "the waiver".
    Void(String),
}

/// Why a waiver is worth nothing, whatever its end.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Void {
    /// The field that lacks, where one does.
    pub lacks: Option<&'static str>,
    /// The reason, which follows "the waiver".
    pub reason: String,
}

/// Why somebody may not waive, accept a risk or call things not needed on a day, or where none is said, on any; none
/// when they may.
pub fn objection(policy: &Policy, person: &str, on: impl Into<Option<Date>>) -> Option<String> {
    policy.roster.as_ref()?.objection(person, Right::Waive, on)
}

/// What a waiver is worth.
pub fn worth(waiver: &Waiver, policy: &Policy, as_of: Date) -> Worth {
    if let Some(void) = voids(waiver, policy, as_of).into_iter().next() {
        return Worth::Void(void.reason);
    }
    if is_over(waiver, as_of) { Worth::Expired } else { Worth::Holds }
}

/// Whether a waiver that holds takes one of these rules' findings at an address.
pub fn is_waived(plan: &Plan, policy: &Policy, as_of: Date, rules: &[&str], at: &Address) -> bool {
    plan.waivers.iter().any(|(_, waiver)| {
        rules.iter().any(|rule| waiver.is_for(rule, at)) && worth(waiver, policy, as_of) == Worth::Holds
    })
}

/// Whether the last day of a waiver is over, or it has none.
pub fn is_over(waiver: &Waiver, as_of: Date) -> bool {
    waiver.until.get().is_none_or(|until| as_of > until.date)
}

/// All for which a waiver is worth nothing. Without a day, only somebody who may waive on none may not.
pub fn voids(waiver: &Waiver, policy: &Policy, as_of: Date) -> Vec<Void> {
    let lack = |is_given: bool, field, reason: &str| {
        (!is_given).then(|| Void { lacks: Some(field), reason: reason.to_owned() })
    };
    let date = waiver.date.get().map(|date| date.date);
    let fault = |reason| Void { lacks: None, reason };
    let to_come = date.filter(|date| *date > as_of);
    let theirs = waiver
        .by
        .text()
        .and_then(|by| Some(format!("was given by {by}, who {}", objection(policy, by, date)?)));
    let voids = [
        lack(waiver.by.is_given(), "by", "does not say who gave it"),
        lack(waiver.why.is_given(), "why", "gives no reason"),
        lack(date.is_some(), "date", "does not say when it was given"),
        to_come.map(|date| fault(format!("is dated {date}, which is still to come"))),
        theirs.map(fault),
    ];
    voids.into_iter().flatten().collect()
}
