//! What each commit said of stages: in whose name, and whose commit it was.

use std::collections::{BTreeSet, HashSet};
use std::rc::Rc;

use super::lines::Lines;
use super::order::Order;
use super::record::{Record, Records};
use super::sides::{Sides, Text};
use crate::error::Error;
use crate::history::{Deed, Deeds, History};
use crate::policy::roster::same_person;

/// A commit after which all that a plan has in somebody's name of a stage is not what it was in any commit directly
/// before. A merge that takes what one of them has says nothing, unless another had it too, and changed it since.
pub(super) struct Event {
    /// The place of the deed.
    pub(super) deed: usize,
    was: HashSet<Record>,
    is: Lines,
}

impl Event {
    /// Whether it is about what a record is about, in the name of the same person.
    pub(super) fn is_about(&self, record: &Record) -> bool {
        self.records().next().is_some_and(|one| one.is_like(record))
    }

    /// Who it names says it themselves.
    pub(super) fn is_own(&self, deeds: &Deeds) -> bool {
        let author = deeds.all.get(self.deed).map(|deed| deed.author.email.as_str());
        let by = self.records().next().map(|record| record.by.as_str());
        author.zip(by).is_some_and(|(author, by)| same_person(author, by))
    }

    /// Whether a record comes, stays or goes.
    pub(super) fn is_of(&self, record: &Record) -> bool {
        self.records().any(|one| one.is_same(record))
    }

    /// What is said from then on.
    pub(super) fn said(&self) -> &Lines {
        &self.is
    }

    /// Whether a record goes.
    pub(super) fn loses(&self, record: &Record) -> bool {
        self.was.contains(record) && !self.is.has(record)
    }

    fn records(&self) -> impl Iterator<Item = &Record> {
        self.is.records().chain(&self.was)
    }
}

/// Everything that was said, the latest first.
pub(super) fn events(history: &History, order: &Order, records: &mut Records) -> Result<Vec<Event>, Error> {
    let deeds = &order.deeds;
    let mut text = |deed: &Deed| {
        let read = history.deed_text(deeds, deed)?.and_then(|text| records.of(&text));
        Ok::<Text, Error>(match (read, &deed.text) {
            (Some(lines), _) => Text::Read(lines),
            (None, Some(_)) => Text::Unread,
            (None, None) if deed.is_silent => Text::Silent,
            (None, None) => Text::Gone,
        })
    };
    let texts: Vec<Text> = deeds.all.iter().map(&mut text).collect::<Result<_, Error>>()?;
    let sides = Sides::of(order, texts);
    let mut told = Told { order, sides: &sides, events: Vec::new(), last: Vec::new() };
    for deed in (0..deeds.all.len()).rev() {
        let said = told.said(deed);
        told.events.push(said);
    }
    Ok(told.events.into_iter().rev().flatten().collect())
}

/// What was said up to some deed.
struct Told<'a> {
    order: &'a Order,
    sides: &'a Sides,
    /// Of each deed, the oldest first.
    events: Vec<Vec<Event>>,
    last: Vec<Last<'a>>,
}

/// The deeds in which somebody last said of a stage what holds after each deed, the oldest first.
struct Last<'a> {
    like: &'a Record,
    deeds: Vec<Rc<[usize]>>,
}

impl<'a> Told<'a> {
    fn said(&mut self, deed: usize) -> Vec<Event> {
        let sides = self.sides;
        let Some(is) = sides.lines(deed) else { return Vec::new() };
        let before: Vec<&Lines> = sides.before(deed).iter().filter_map(|side| sides.lines(*side)).collect();
        let mut changed: Vec<&Record> = match before.is_empty() {
            true => is.records().collect(),
            false => before.into_iter().flat_map(|before| is.changed(before)).collect(),
        };
        changed.sort_by_key(|record| (&record.stage, record.key, &record.by));
        let mut told: Vec<&Record> = Vec::new();
        let mut events = Vec::new();
        for record in changed {
            if !told.iter().any(|other| other.is_like(record)) {
                told.push(record);
                events.extend(self.said_of(record, deed));
            }
        }
        events
    }

    /// What a deed says of what a record is about, in the name of the same person.
    fn said_of(&mut self, record: &'a Record, deed: usize) -> Option<Event> {
        let sides = self.sides;
        let is = sides.like(deed, record);
        let (taken, left): (Vec<usize>, Vec<usize>) =
            sides.before(deed).iter().partition(|side| sides.like(**side, record) == is);
        let is_said = taken.is_empty() || self.is_later(&left, &taken, record);
        is_said.then(|| {
            let was = left.iter().flat_map(|side| sides.like(*side, record).into_keys()).cloned().collect();
            let is = sides.lines(deed).map(|lines| lines.kept_like(record)).unwrap_or_default();
            Event { deed, was, is }
        })
    }

    /// Whether what some sides have was said after all that the others have: a merge that takes the others' has it
    /// from nobody but its author.
    fn is_later(&mut self, some: &[usize], others: &[usize], record: &'a Record) -> bool {
        let mut last = |sides: &[usize]| -> HashSet<usize> {
            sides.iter().flat_map(|side| self.last(*side, record).to_vec()).collect()
        };
        let (some, others) = (last(some), last(others));
        !some.is_empty()
            && others.iter().all(|other| some.iter().any(|one| self.order.is_before(*other, *one)))
    }

    /// The deeds that last said what is there after one.
    fn last(&mut self, deed: usize, record: &'a Record) -> Rc<[usize]> {
        let age = |deed: usize| self.order.deeds.all.len().checked_sub(deed + 1);
        let known = self.last.iter().position(|last| last.like.is_like(record));
        let mut last = match known {
            Some(known) => self.last.swap_remove(known),
            None => Last { like: record, deeds: Vec::new() },
        };
        for open in (deed..self.order.deeds.all.len().saturating_sub(last.deeds.len())).rev() {
            let is_said = age(open)
                .and_then(|age| self.events.get(age))
                .is_some_and(|events| events.iter().any(|event| event.is_about(record)));
            let found = match (is_said, self.sides.before(open)) {
                (true, _) => Rc::from([open]),
                (false, [before]) => last.at(age(*before)),
                (false, sides) => {
                    let has = |deed: usize| self.sides.like(deed, record);
                    let taken = sides.iter().filter(|side| has(**side) == has(open));
                    let found: BTreeSet<usize> =
                        taken.flat_map(|side| last.at(age(*side)).to_vec()).collect();
                    found.into_iter().collect()
                }
            };
            last.deeds.push(found);
        }
        let found = last.at(age(deed));
        self.last.push(last);
        found
    }
}

impl Last<'_> {
    fn at(&self, age: Option<usize>) -> Rc<[usize]> {
        age.and_then(|age| self.deeds.get(age)).map_or_else(|| Rc::from([]), Rc::clone)
    }
}
