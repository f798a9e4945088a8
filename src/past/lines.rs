//! The records of a text of the plan, by their places in it.

use std::collections::{HashMap, HashSet};

use super::record::Record;
use crate::plan::word::Word;

/// The records of a text, each once: where it stands twice, at its last place.
#[derive(Debug, Default)]
pub(super) struct Lines(HashMap<Record, Word>);

impl FromIterator<Record> for Lines {
    fn from_iter<I: IntoIterator<Item = Record>>(records: I) -> Lines {
        let words = records.into_iter().enumerate().map(|(place, record)| {
            let word = record.word(place);
            (record, word)
        });
        Lines(words.collect())
    }
}

impl Lines {
    pub(super) fn records(&self) -> impl Iterator<Item = &Record> {
        self.0.keys()
    }

    pub(super) fn has(&self, record: &Record) -> bool {
        self.0.contains_key(record)
    }

    /// Whether a record holds: none that stands beside it takes its place.
    pub(super) fn holds(&self, record: &Record) -> bool {
        self.has(record) && !self.records().any(|other| other != record && other.replaces(record))
    }

    /// Those that are about what a record is about, by the same person.
    pub(super) fn like(&self, record: &Record) -> HashSet<&Record> {
        self.records().filter(|one| one.is_like(record)).collect()
    }

    /// The same, to be kept.
    pub(super) fn kept_like(&self, record: &Record) -> Lines {
        let like = self.0.iter().filter(|(one, _)| one.is_like(record));
        Lines(like.map(|(one, word)| (one.clone(), *word)).collect())
    }

    /// The first in the text of which something is so.
    pub(super) fn first(&self, is_so: impl Fn(&Record) -> bool) -> Option<&Record> {
        let found = self.0.iter().filter(|(record, _)| is_so(record));
        found.min_by_key(|(_, word)| word.place).map(|(record, _)| record)
    }

    /// Those that one of the two has, and the other has not.
    pub(super) fn changed<'l>(&'l self, other: &'l Lines) -> impl Iterator<Item = &'l Record> {
        let lost = other.records().filter(|record| !self.has(record));
        self.records().filter(|record| !other.has(record)).chain(lost)
    }
}
