//! What each commit said of stages: in whose name, and whose commit it was.

use std::collections::HashSet;
use std::rc::Rc;

use super::record::{Record, Records};
use crate::error::Error;
use crate::history::{Deed, Deeds, History};
use crate::policy::roster::same_person;

/// A commit after which all that a plan has in somebody's name of a stage is not what it was in any commit directly
/// before. A merge that takes what one of them has says nothing.
pub(super) struct Event {
    /// The place of the deed.
    pub(super) deed: usize,
    was: Vec<Record>,
    is: Vec<Record>,
}

impl Event {
    /// Whether it is about what a record is about, in the name of the same person.
    pub(super) fn is_about(&self, record: &Record) -> bool {
        self.is.first().or(self.was.first()).is_some_and(|one| one.is_like(record))
    }

    /// Who it names says it themselves.
    pub(super) fn is_own(&self, deeds: &Deeds) -> bool {
        let author = deeds.all.get(self.deed).map(|deed| deed.author.email.as_str());
        let by = self.is.first().or(self.was.first()).map(|record| record.by.as_str());
        author.zip(by).is_some_and(|(author, by)| same_person(author, by))
    }

    /// Whether a record comes, stays or goes.
    pub(super) fn is_of(&self, record: &Record) -> bool {
        self.is.iter().chain(&self.was).any(|one| one.is_same(record))
    }

    /// What is said from then on.
    pub(super) fn said(&self) -> &[Record] {
        &self.is
    }

    /// Whether a record goes.
    pub(super) fn loses(&self, record: &Record) -> bool {
        self.was.contains(record) && !self.is.contains(record)
    }

    /// Whether a record stands there from then on that did not before.
    pub(super) fn gains(&self, record: &Record) -> bool {
        self.is.contains(record) && !self.was.contains(record)
    }
}

/// What is known of the records after a deed.
enum Text {
    Read(Rc<HashSet<Record>>),
    /// The file was taken away.
    Gone,
    /// The file went on under another name, where it is another deed's.
    Moved,
    Unread,
}

/// Everything that was said, the latest first.
pub(super) fn events(history: &History, deeds: &Deeds, records: &mut Records) -> Result<Vec<Event>, Error> {
    let mut text = |deed: &Deed| {
        let read = history.deed_text(deeds, deed)?.and_then(|text| records.of(&text));
        Ok::<Text, Error>(match (read, &deed.text) {
            (Some(records), _) => Text::Read(records),
            (None, Some(_)) => Text::Unread,
            (None, None) if deed.is_moved => Text::Moved,
            (None, None) => Text::Gone,
        })
    };
    let texts: Vec<Text> = deeds.all.iter().map(&mut text).collect::<Result<_, Error>>()?;
    let nothing = Rc::default();
    let mut events = Vec::new();
    for (deed, text) in texts.iter().enumerate() {
        let is = match text {
            Text::Read(records) => records,
            Text::Gone => &nothing,
            Text::Moved | Text::Unread => continue,
        };
        let mut before = read_before(deed, deeds, &texts);
        if before.is_empty() {
            before.push(&nothing);
        }
        events.extend(said(deed, &before, is));
    }
    Ok(events)
}

/// The records directly before a deed; behind a text that cannot be read, those before it.
fn read_before<'t>(deed: usize, deeds: &Deeds, texts: &'t [Text]) -> Vec<&'t Rc<HashSet<Record>>> {
    let before = |deed: usize| deeds.all.get(deed).into_iter().flat_map(|deed| deed.before.iter().copied());
    let mut open: Vec<usize> = before(deed).collect();
    let (mut seen, mut found) = (HashSet::new(), Vec::new());
    while let Some(deed) = open.pop() {
        match texts.get(deed).filter(|_| seen.insert(deed)) {
            Some(Text::Read(records)) => found.push(records),
            Some(Text::Unread) => open.extend(before(deed)),
            Some(Text::Gone | Text::Moved) | None => {}
        }
    }
    found
}

fn said(deed: usize, before: &[&Rc<HashSet<Record>>], is: &HashSet<Record>) -> Vec<Event> {
    let Some(first) = before.first() else { return Vec::new() };
    let mut changed: Vec<&Record> = first.symmetric_difference(is).collect();
    changed.sort_by_key(|record| (&record.stage, record.key, &record.by));
    let mut told: Vec<&Record> = Vec::new();
    let mut events = Vec::new();
    for record in changed {
        if told.iter().any(|other| other.is_like(record)) {
            continue;
        }
        told.push(record);
        let of = |records: &HashSet<Record>| {
            records.iter().filter(|one| one.is_like(record)).cloned().collect::<HashSet<Record>>()
        };
        let is = of(is);
        let was: Vec<HashSet<Record>> = before.iter().map(|records| of(records)).collect();
        if !was.contains(&is) {
            let was: HashSet<Record> = was.into_iter().flatten().collect();
            events.push(Event { deed, was: in_order(was), is: in_order(is) });
        }
    }
    events
}

fn in_order(records: HashSet<Record>) -> Vec<Record> {
    let mut records: Vec<Record> = records.into_iter().collect();
    records.sort_by(|one, other| one.said().cmp(other.said()));
    records
}
