//! The conditions that a sign-off is written with: those that are asked for now, and those that whoever signs
//! left open before, which end by being met and not by signing again.

use super::{Asked, Signing, Who, free, own_sign_offs};
use crate::address::Address;
use crate::plan::Plan;
use crate::plan::sign_off::{Condition, Decision, SignOff};
use crate::read::Given;
use crate::standing::Standing;
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

/// A condition that is not met, with an id that is its own among all that are.
pub(crate) type Open<'p> = (String, &'p Condition);

impl Signing {
    /// What is said by it: a yes is one with conditions where some stay open.
    pub(crate) fn said(&self, open: &[Open<'_>]) -> Decision {
        match self.decision {
            Decision::Go if !kept(open, self).is_empty() => Decision::Conditions,
            said => said,
        }
    }
}

/// The conditions that somebody left open for a stage: by their last sign-off, and by each earlier one that counts
/// because the last one does not take its place. What a later one says of the same thing holds.
pub(crate) fn left_open<'p>(
    plan: &'p Plan,
    standing: &Standing<'_>,
    who: &Who,
    stage: &str,
) -> Vec<Open<'p>> {
    let own = own_sign_offs(plan, stage, &who.by);
    let words =
        || standing.stage(stage).into_iter().flat_map(|stage| stage.words.iter().copied().chain(stage.no));
    let counts = |at: &Address| own.first() == Some(at) || words().any(|word| word.at == *at);
    let sign_offs = plan.stages.get(stage).map(|stage| stage.sign_offs.as_slice()).unwrap_or_default();
    let own = sign_offs.iter().filter(|sign_off| own.contains(&sign_off.at) && counts(&sign_off.at));
    let own: Vec<&SignOff> = own.collect();
    let mut found: Vec<Open<'p>> = Vec::new();
    for (place, sign_off) in own.iter().enumerate().rev() {
        let later = || own.iter().skip(place + 1).flat_map(|later| later.conditions.iter());
        let is_said_later =
            |one: &Condition| later().any(|(_, known)| is_same(known.what.text(), one.what.text()));
        for (id, condition) in sign_off.open_conditions().filter(|(_, one)| !is_said_later(one)) {
            found.push((free(id, |id| is_taken(&found, id)), condition));
        }
    }
    found
}

/// Whether two conditions ask for the same thing: letter case and the space between words say nothing.
fn is_same(what: Option<&str>, other: Option<&str>) -> bool {
    let words = |what: &str| what.split_whitespace().map(str::to_lowercase).collect::<Vec<_>>();
    what.zip(other).is_some_and(|(what, other)| words(what) == words(other))
}

fn is_taken<T>(found: &[(String, T)], id: &str) -> bool {
    found.iter().any(|(known, _)| known == id)
}

/// Whether a condition is asked for anew: the same thing, whatever its id.
pub(crate) fn is_asked_anew(condition: &Condition, signing: &Signing) -> bool {
    signing.conditions.iter().any(|asked| is_same(condition.what.text(), Some(&asked.what)))
}

/// Those of them that are not asked for anew.
pub(crate) fn not_asked_anew<'p>(open: &[Open<'p>], signing: &Signing) -> Vec<Open<'p>> {
    open.iter().filter(|(_, condition)| !is_asked_anew(condition, signing)).cloned().collect()
}

/// Those that stay open beside what is asked for now.
pub(crate) fn kept<'p>(open: &[Open<'p>], signing: &Signing) -> Vec<Open<'p>> {
    match signing.earlier {
        Earlier::Stay => not_asked_anew(open, signing),
        Earlier::Go => Vec::new(),
    }
}

/// All that a sign-off is given under, as it is written: what was open before stays in its place.
pub(super) fn written(open: &[Open<'_>], signing: &Signing) -> Vec<(String, New)> {
    let kept = kept(open, signing).into_iter().map(|(id, condition)| (id, again(condition)));
    let asked = with_ids(&signing.conditions, open).into_iter().map(|(id, asked)| (id, new(asked)));
    let mut all: Vec<(String, New)> = kept.chain(asked).collect();
    all.sort_by_key(|(id, _)| open.iter().position(|(known, _)| known == id).unwrap_or(open.len()));
    all
}

/// What is asked for, each with its id: the one that it has already, or one that none of the others has.
pub(crate) fn with_ids<'a>(asked: &'a [Asked], open: &[Open<'_>]) -> Vec<(String, &'a Asked)> {
    let mut found: Vec<(String, &Asked)> = Vec::new();
    for asked in asked {
        let is_its = |known: &Condition| is_same(known.what.text(), Some(&asked.what));
        let known = open.iter().find(|(id, known)| is_its(known) && !is_taken(&found, id));
        let made = to_kebab(&shorten(&asked.what, 40)).unwrap_or_else(|| "condition".to_owned());
        let unused = || free(&made, |id| is_taken(&found, id) || is_taken(open, id));
        let id = known.map_or_else(unused, |(id, _)| id.clone());
        found.push((id, asked));
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
