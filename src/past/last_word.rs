//! What people said of a stage in commits of their own, and whether it is the last that they said.

use std::rc::Rc;

use jiff::Timestamp;

use super::lines::Lines;
use super::order::Order;
use super::record::{Record, Records, SIGN_OFF};
use super::shown;
use super::word::{Event, events};
use crate::error::Error;
use crate::facts::{Commit, Silenced, TakenOut};
use crate::history::{Deed, History};
use crate::plan::sign_off::Decision;

/// How many commits are tried for being the one in which somebody said something last.
const TRIED: usize = 64;

/// What each commit did to the records of a plan, whichever branch it was on.
pub(super) struct LastWords<'h> {
    history: &'h History,
    order: Order,
    events: Vec<Event>,
    /// What the last commit has.
    last: Rc<Lines>,
}

/// What is known of a record.
pub(super) enum Said {
    /// Who it names said it, and nothing else after it.
    Last {
        /// In this commit.
        commit: Commit,
        /// Whether nobody took it out of the plan since.
        is_untouched: bool,
    },
    /// Who it names took back in this commit what they had said, or said something else.
    TakenBack {
        /// This commit.
        commit: Commit,
        /// Whether it was this very record that they had said.
        is_it: bool,
        /// A commit of theirs that was made after it, says it again and has an earlier date.
        again: Option<Commit>,
    },
    /// Who it names said it in no commit of their own.
    Never,
}

impl<'h> LastWords<'h> {
    /// Reads what every commit did; `records` are those of texts that were read before.
    ///
    /// # Errors
    /// When a text is not in this clone, or git fails.
    pub(super) fn of(history: &'h History, records: &mut Records) -> Result<LastWords<'h>, Error> {
        let order = Order::of(history.deeds(|text| records.marks(text))?);
        let events = events(history, &order, records)?;
        let last = history.versions.first().and_then(|version| records.of(&history.text(version).ok()??));
        let last = last.unwrap_or_default();
        Ok(LastWords { history, order, events, last })
    }

    /// Why something may have been said that is not known.
    pub(super) fn missing(&self) -> Option<&str> {
        self.order.deeds.missing.as_deref()
    }

    /// Whether a record is the last that the person whom it names said of the stage, in commits of their own. What
    /// stands in the plan `now` speaks for itself.
    pub(super) fn about(&self, record: &Record, now: &Lines) -> Said {
        let words: Vec<&Event> = self.words(record).collect();
        let against: Vec<&Event> =
            words.iter().copied().filter(|word| is_against(word, record, now)).collect();
        let mut said: Vec<&Event> = words.iter().copied().filter(|word| word.said().has(record)).collect();
        said.sort_by_key(|word| std::cmp::Reverse(self.time(word)));
        let is_last = |word: &&Event| against.iter().all(|other| self.is_answer(word, other));
        let last = said.iter().take(TRIED).copied().find(is_last);
        if let Some((word, commit)) = last.and_then(|word| Some((word, self.commit(word)?))) {
            let mut lost = self.events.iter().filter(|event| event.loses(record));
            return Said::Last { commit, is_untouched: lost.all(|other| self.is_before(other, word)) };
        }
        let is_it = words.iter().any(|word| word.is_of(record));
        let latest = against.into_iter().max_by_key(|word| self.time(word));
        let Some((latest, commit)) = latest.and_then(|word| Some((word, self.commit(word)?))) else {
            return Said::Never;
        };
        let is_dated_before =
            |word: &&&Event| self.is_before(latest, word) && self.time(word) < self.time(latest);
        let again = said.iter().take(TRIED).find(is_dated_before).and_then(|word| self.commit(word));
        Said::TakenBack { commit, is_it, again }
    }

    /// Every no that a person said in a commit of their own, and answered in none, if nothing of that person stands
    /// there `now`.
    pub(super) fn silenced(&self, now: &Lines) -> Vec<Silenced> {
        let mut found: Vec<(&Event, &Record)> = Vec::new();
        for word in &self.events {
            let said = word.said();
            let is_no =
                |one: &Record| one.key == SIGN_OFF && one.decision == Decision::NoGo && said.holds(one);
            let Some(no) = said.first(is_no) else { continue };
            let is_answered = || self.words(no).any(|other| self.is_answer(other, word));
            if !word.is_own(&self.order.deeds)
                || now.records().any(|other| other.is_like(no))
                || is_answered()
            {
                continue;
            }
            match found.iter_mut().find(|(_, other)| other.is_like(no)) {
                Some(other) if self.time(other.0) < self.time(word) => *other = (word, no),
                Some(_) => {}
                None => found.push((word, no)),
            }
        }
        let silenced = |(word, no): (&Event, &Record)| {
            Some(Silenced {
                stage: no.stage.clone(),
                by: no.by.clone(),
                said: self.commit(word)?,
                taken_out: self.taken_out(no),
            })
        };
        found.into_iter().filter_map(silenced).collect()
    }

    fn taken_out(&self, no: &Record) -> TakenOut {
        if self.last.has(no) {
            return TakenOut::Uncommitted;
        }
        let lost = self.events.iter().find(|event| event.loses(no));
        lost.and_then(|event| self.commit(event)).map_or(TakenOut::Merge, TakenOut::By)
    }

    /// What somebody said themselves of what a record is about.
    fn words(&self, record: &Record) -> impl Iterator<Item = &Event> {
        self.events.iter().filter(|event| event.is_about(record) && event.is_own(&self.order.deeds))
    }

    /// Whether somebody said `word` after `other`, both being theirs: in a commit that came after it, or on another
    /// branch at a later time. An old commit that is put on top of a newer one keeps its author's time.
    fn is_answer(&self, word: &Event, other: &Event) -> bool {
        let (Some(said), Some(otherwise)) = (self.time(word), self.time(other)) else { return false };
        match self.is_before(other, word) {
            true => said >= otherwise,
            false => said > otherwise && !self.is_before(word, other),
        }
    }

    fn is_before(&self, one: &Event, other: &Event) -> bool {
        self.order.is_before(one.deed, other.deed)
    }

    fn time(&self, event: &Event) -> Option<Timestamp> {
        self.deed(event)?.author.date.and_then(|date| date.instant)
    }

    fn deed(&self, event: &Event) -> Option<&Deed> {
        self.order.deed(event.deed)
    }

    fn commit(&self, event: &Event) -> Option<Commit> {
        let deed = self.deed(event)?;
        shown(self.history, &deed.commit, &deed.author)
    }
}

/// Whether the person whom a record names says here that it does not hold: it goes, less holds beside it, or what takes
/// the place of its conditions and is there no more.
fn is_against(word: &Event, record: &Record, now: &Lines) -> bool {
    let said = word.said();
    // What stands there now speaks for itself, unless the record was put below it.
    let speaks = |other: &Record| now.has(other) && !now.is_below(record, other);
    let less = |other: &Record| other != record && other.decision != Decision::Go && !speaks(other);
    let says_nothing = said.records().next().is_none();
    let is_replaced = record.decision == Decision::Conditions
        && said.has(record)
        && !said.holds(record)
        && now.holds(record);
    word.loses(record)
        || says_nothing
        || is_replaced
        || said.records().any(|other| less(other) && said.holds(other))
}
