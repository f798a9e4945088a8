//! The conditions that a sign-off is written with: those that are asked for now, those that whoever signs left open
//! before, which end by being met and not by signing again, and those of the sign-off in whose place it comes that
//! are met, with what shows it.

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

/// A condition of an earlier sign-off, with an id that is its own among all that the next one is written with.
pub(crate) type Known<'p> = (String, &'p Condition);

impl Asked {
    /// Whether another asks for the same thing in the same way.
    pub(crate) fn is_same(&self, other: &Asked) -> bool {
        is_same(Some(&self.what), Some(&other.what))
            && *self == Asked { what: self.what.clone(), ..other.clone() }
    }
}

impl Signing {
    /// What is said by it: a yes is one with conditions where some stay open.
    pub(crate) fn said(&self, known: &[Known<'_>]) -> Decision {
        match self.decision {
            Decision::Go if !kept(known, self).is_empty() => Decision::Conditions,
            said => said,
        }
    }
}

/// What somebody signed a stage under: by their last sign-off, whether it is met or not, and what is open by each
/// earlier one that counts because the last one does not take its place. What a later one says of the same thing holds.
pub(crate) fn earlier<'p>(plan: &'p Plan, standing: &Standing<'_>, who: &Who, stage: &str) -> Vec<Known<'p>> {
    let own = own_sign_offs(plan, stage, &who.by);
    let words =
        || standing.stage(stage).into_iter().flat_map(|stage| stage.words.iter().copied().chain(stage.no));
    let counts = |at: &Address| own.first() == Some(at) || words().any(|word| word.at == *at);
    let sign_offs = plan.stages.get(stage).map(|stage| stage.sign_offs.as_slice()).unwrap_or_default();
    let own = sign_offs.iter().filter(|sign_off| own.contains(&sign_off.at) && counts(&sign_off.at));
    let own: Vec<&SignOff> = own.collect();
    let mut found: Vec<Known<'p>> = Vec::new();
    for (place, sign_off) in own.iter().enumerate().rev() {
        let later = || own.iter().skip(place + 1).flat_map(|later| later.conditions.iter());
        let is_last = place + 1 == own.len();
        let is_said_later =
            |one: &Condition| later().any(|(_, known)| is_same(known.what.text(), one.what.text()));
        let counts = |one: &Condition| is_last || is_open(one) && !is_said_later(one);
        for (id, condition) in sign_off.conditions.iter().filter(|(_, one)| counts(one)) {
            found.push((free(id, |id| is_taken(&found, id)), condition));
        }
    }
    found
}

/// The conditions that somebody left open for a stage.
pub(crate) fn left_open<'p>(
    plan: &'p Plan,
    standing: &Standing<'_>,
    who: &Who,
    stage: &str,
) -> Vec<Known<'p>> {
    earlier(plan, standing, who, stage).into_iter().filter(|(_, condition)| is_open(condition)).collect()
}

fn is_open(condition: &Condition) -> bool {
    !condition.met.is_given()
}

/// Those that are met.
pub(crate) fn met<'p>(known: &[Known<'p>]) -> Vec<Known<'p>> {
    known.iter().filter(|(_, condition)| !is_open(condition)).cloned().collect()
}

/// Whether two conditions ask for the same thing: letter case and the space between words say nothing.
fn is_same(what: Option<&str>, other: Option<&str>) -> bool {
    let words = |what: &str| what.split_whitespace().map(str::to_lowercase).collect::<Vec<_>>();
    what.zip(other).is_some_and(|(what, other)| words(what) == words(other))
}

fn is_taken<T>(found: &[(String, T)], id: &str) -> bool {
    found.iter().any(|(known, _)| known == id)
}

/// Whether a condition asks for what somebody asks for now, whatever its id.
fn is_asked(condition: &Condition, asked: &Asked) -> bool {
    is_same(condition.what.text(), Some(&asked.what))
}

/// Whether it says just what they ask for.
pub(crate) fn is_as_it_was(condition: &Condition, asked: &Asked) -> bool {
    let due = condition.due.get().map(ToString::to_string);
    condition.what.text() == Some(asked.what.as_str())
        && condition.owner.text() == Some(asked.owner.as_str())
        && condition.risk_accepted_by.text() == Some(asked.risk.as_str())
        && due.as_deref() == Some(asked.due.as_str())
        && condition
            .covers
            .iter()
            .map(|cover| cover.value.as_str())
            .eq(asked.covers.iter().map(String::as_str))
}

/// Which condition each one that is asked for takes the place of: one alone that is open and asks for the same thing.
/// That is the one that says just this, else the first.
fn places(asked: &[Asked], known: &[Known<'_>]) -> Vec<Option<usize>> {
    let mut taken: Vec<usize> = Vec::new();
    let mut take = |is_meant: fn(&Condition, &Asked) -> bool, asked: &Asked| {
        let is_its = |(at, (_, one)): &(usize, &Known<'_>)| {
            is_open(one) && is_meant(one, asked) && !taken.contains(at)
        };
        let place = known.iter().enumerate().find(is_its).map(|(at, _)| at);
        taken.extend(place);
        place
    };
    let exact: Vec<Option<usize>> = asked.iter().map(|asked| take(is_as_it_was, asked)).collect();
    asked.iter().zip(exact).map(|(asked, exact)| exact.or_else(|| take(is_asked, asked))).collect()
}

/// Those that are asked for anew, each with what comes in its place.
pub(crate) fn asked_anew<'k, 'p, 'a>(
    known: &'k [Known<'p>],
    signing: &'a Signing,
) -> Vec<(&'k Known<'p>, &'a Asked)> {
    let places = places(&signing.conditions, known);
    let anew = signing.conditions.iter().zip(places);
    anew.filter_map(|(asked, at)| Some((known.get(at?)?, asked))).collect()
}

/// Those that are open and are not asked for anew.
pub(crate) fn not_asked_anew<'p>(known: &[Known<'p>], signing: &Signing) -> Vec<Known<'p>> {
    let anew = asked_anew(known, signing);
    let stays = |one: &&Known<'_>| is_open(one.1) && !anew.iter().any(|(known, _)| known.0 == one.0);
    known.iter().filter(stays).cloned().collect()
}

/// Those that stay open beside what is asked for now.
pub(crate) fn kept<'p>(known: &[Known<'p>], signing: &Signing) -> Vec<Known<'p>> {
    match signing.earlier {
        Earlier::Stay => not_asked_anew(known, signing),
        Earlier::Go => Vec::new(),
    }
}

/// All that a sign-off is given under, as it is written: what was there before stays in its place.
pub(super) fn written(known: &[Known<'_>], signing: &Signing) -> Vec<(String, New)> {
    let stays = met(known).into_iter().chain(kept(known, signing));
    let stays = stays.map(|(id, condition)| (id, again(condition)));
    let asked = with_ids(&signing.conditions, known).into_iter().map(|(id, asked)| (id, new(asked)));
    let mut all: Vec<(String, New)> = stays.chain(asked).collect();
    all.sort_by_key(|(id, _)| known.iter().position(|(known, _)| known == id).unwrap_or(known.len()));
    all
}

/// What is asked for, each with its id: the one that it has already, or one that none of the others has.
fn with_ids<'a>(asked: &'a [Asked], known: &[Known<'_>]) -> Vec<(String, &'a Asked)> {
    let mut found: Vec<(String, &Asked)> = Vec::new();
    for (asked, place) in asked.iter().zip(places(asked, known)) {
        let made = to_kebab(&shorten(&asked.what, 40)).unwrap_or_else(|| "condition".to_owned());
        let unused = || free(&made, |id| is_taken(&found, id) || is_taken(known, id));
        let id = place.and_then(|at| known.get(at)).map_or_else(unused, |(id, _)| id.clone());
        found.push((id, asked));
    }
    found
}

fn new(asked: &Asked) -> New {
    let covers: Vec<&str> = asked.covers.iter().map(String::as_str).collect();
    New::map(map(
        [&asked.what, &asked.owner, &asked.due, &asked.risk].map(|text| Some(text.clone())),
        &covers,
    ))
}

fn again(condition: &Condition) -> New {
    let text = |given: &Given<String>| given.get().cloned();
    let due = condition.due.get().map(ToString::to_string);
    let covers: Vec<&str> = condition.covers.iter().map(|cover| cover.value.as_str()).collect();
    let fields = [text(&condition.what), text(&condition.owner), due, text(&condition.risk_accepted_by)];
    let met = condition.met.text().map(|met| ("met", New::text(met)));
    New::map(map(fields, &covers).into_iter().chain(met))
}

/// A condition as it is written: what, who, by when, at whose risk, and what it covers.
fn map(fields: [Option<String>; 4], covers: &[&str]) -> Vec<(&'static str, New)> {
    let keys = ["what", "owner", "due", "risk_accepted_by"];
    let fields = keys.into_iter().zip(fields).filter_map(|(key, text)| Some((key, New::Text(text?))));
    let covers =
        (!covers.is_empty()).then(|| ("covers", New::List(covers.iter().copied().map(New::text).collect())));
    fields.chain(covers).collect()
}
