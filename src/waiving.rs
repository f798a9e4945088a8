//! Whether a waiver holds: the one place that decides it.

use jiff::civil::Date;

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

/// What a waiver is worth.
pub fn worth(waiver: &Waiver, policy: &Policy, as_of: Date) -> Worth {
    let Some(by) = waiver.by.text() else {
        return Worth::Void("does not say who gave it".to_owned());
    };
    if !waiver.why.is_given() {
        return Worth::Void("gives no reason".to_owned());
    }
    let Some(date) = waiver.date.get() else {
        return Worth::Void("does not say when it was given".to_owned());
    };
    if date.date > as_of {
        return Worth::Void(format!("is dated {}, which is still to come", date.date));
    }
    let objection = policy.roster.as_ref().and_then(|roster| roster.objection(by, Right::Waive, date.date));
    if let Some(objection) = objection {
        return Worth::Void(format!("was given by {by}, who {objection}"));
    }
    match waiver.until.get() {
        Some(until) if as_of <= until.date => Worth::Holds,
        _ => Worth::Expired,
    }
}
