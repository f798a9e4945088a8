//! The conditions that a sign-off is written with: those that are asked for now, and those that whoever signs
//! left open before, which end by being met and not by signing again.

use super::{Asked, Signing, Who, free, own_sign_off};
use crate::plan::Plan;
use crate::plan::sign_off::{Condition, Decision, SignOff};
use crate::read::Given;
use crate::text::{shorten, to_kebab};
use crate::yaml::edit::New;

/// What becomes of the conditions that somebody left open, where they sign again.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Earlier {
    /// They stay open.
    Stay,
    /// Whoever signs says that they are to go.
    Go,
}

impl Signing {
    /// What is said by it: a yes is one with conditions where some stay open.
    pub(crate) fn said(&self, plan: &Plan, who: &Who) -> Decision {
        match self.decision {
            Decision::Go if !kept(plan, who, self).is_empty() => Decision::Conditions,
            said => said,
        }
    }
}

/// The conditions that somebody's last word on a stage leaves open.
pub(crate) fn left_open<'p>(plan: &'p Plan, who: &Who, stage: &str) -> Vec<(&'p str, &'p Condition)> {
    let own = own_sign_off(plan, stage, &who.by);
    let sign_offs = plan.stages.get(stage).map(|stage| stage.sign_offs.as_slice()).unwrap_or_default();
    let last = own.and_then(|at| sign_offs.iter().find(|sign_off| sign_off.at == at));
    last.into_iter().flat_map(SignOff::open_conditions).collect()
}

/// Those of them that are not asked for anew, under the same id.
pub(crate) fn not_asked_anew<'p>(
    plan: &'p Plan,
    who: &Who,
    signing: &Signing,
) -> Vec<(&'p str, &'p Condition)> {
    let asked = with_ids(&signing.conditions);
    let mut open = left_open(plan, who, &signing.stage);
    open.retain(|(id, _)| !asked.iter().any(|(known, _)| known == id));
    open
}

/// Those that stay open beside what is asked for now.
pub(crate) fn kept<'p>(plan: &'p Plan, who: &Who, signing: &Signing) -> Vec<(&'p str, &'p Condition)> {
    match signing.earlier {
        Earlier::Stay => not_asked_anew(plan, who, signing),
        Earlier::Go => Vec::new(),
    }
}

/// All that a sign-off is given under, as it is written.
pub(super) fn written(plan: &Plan, who: &Who, signing: &Signing) -> Vec<(String, New)> {
    let kept = kept(plan, who, signing).into_iter().map(|(id, condition)| (id.to_owned(), again(condition)));
    kept.chain(with_ids(&signing.conditions).into_iter().map(|(id, asked)| (id, new(asked)))).collect()
}

/// What is asked for, each with its id.
pub(crate) fn with_ids(asked: &[Asked]) -> Vec<(String, &Asked)> {
    let mut found: Vec<(String, &Asked)> = Vec::new();
    for asked in asked {
        let id = to_kebab(&shorten(&asked.what, 40)).unwrap_or_else(|| "condition".to_owned());
        found.push((free(&id, |id| found.iter().any(|(known, _)| known == id)), asked));
    }
    found
}

fn new(asked: &Asked) -> New {
    let covers: Vec<&str> = asked.covers.iter().map(String::as_str).collect();
    map([&asked.what, &asked.owner, &asked.due, &asked.risk].map(|text| Some(text.clone())), &covers)
}

fn again(condition: &Condition) -> New {
    let text = |given: &Given<String>| given.get().cloned();
    let due = condition.due.get().map(ToString::to_string);
    let covers: Vec<&str> = condition.covers.iter().map(|cover| cover.value.as_str()).collect();
    map([text(&condition.what), text(&condition.owner), due, text(&condition.risk_accepted_by)], &covers)
}

/// A condition as it is written: what, who, by when, at whose risk, and what it covers.
fn map(fields: [Option<String>; 4], covers: &[&str]) -> New {
    let keys = ["what", "owner", "due", "risk_accepted_by"];
    let fields = keys.into_iter().zip(fields).filter_map(|(key, text)| Some((key, New::Text(text?))));
    let covers =
        (!covers.is_empty()).then(|| ("covers", New::List(covers.iter().copied().map(New::text).collect())));
    New::map(fields.chain(covers))
}
