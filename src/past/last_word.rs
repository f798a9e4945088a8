//! What people said of a stage in commits of their own, and whether it is the last that they said.

use std::cell::OnceCell;
use std::collections::HashSet;
use std::rc::Rc;

use jiff::Timestamp;

use super::record::{Record, Records, SIGN_OFF};
use super::shown;
use crate::facts::{Commit, Silenced};
use crate::git::Id;
use crate::history::{Deed, Deeds, History, Lineage};
use crate::plan::sign_off::Decision;
use crate::policy::roster::same_person;

/// How many commits are tried for being the one in which somebody said something last.
const TRIED: usize = 64;

/// What each commit did to the records of a plan, whichever branch it was on.
pub(super) struct LastWords<'h> {
    history: &'h History,
    deeds: Deeds,
    changes: Vec<Change>,
    lineage: OnceCell<Lineage>,
}

/// What a commit did to the records.
struct Change {
    deed: usize,
    gained: Vec<Record>,
    lost: Vec<Record>,
    /// Those of them whose person is left with no word on the stage.
    withdrawn: Vec<Record>,
    /// Whether it took the plan away with them.
    is_removal: bool,
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
    /// Who it names took it back in this commit, or said something else.
    TakenBack(Commit),
    /// Who it names said it in no commit of their own.
    Never,
    /// That cannot be told, and why.
    Unknown(String),
}

impl<'h> LastWords<'h> {
    /// Reads what every commit did; `records` are those of texts that were read before.
    pub(super) fn of(history: &'h History, records: &mut Records) -> Result<LastWords<'h>, String> {
        let deeds = history.deeds().map_err(|error| error.to_string())?;
        let mut changes = Vec::new();
        for (index, deed) in deeds.all.iter().enumerate() {
            let mut all = |texts: &[Id]| {
                let mut found = Vec::new();
                for text in texts {
                    let text = history.deed_text(&deeds, index, text).map_err(|error| error.to_string())?;
                    found.push(text.and_then(|text| records.of(&text)));
                }
                Ok::<Option<Vec<Rc<HashSet<Record>>>>, String>(found.into_iter().collect())
            };
            // Of what cannot be read nobody knows who said it.
            let (Some(was), Some(is)) = (all(&deed.was)?, all(&deed.is)?) else { continue };
            let only = |these: &[Rc<HashSet<Record>>], others: &[Rc<HashSet<Record>>]| -> Vec<Record> {
                let these = these.iter().flat_map(|records| records.iter());
                these.filter(|record| !others.iter().any(|other| other.contains(record))).cloned().collect()
            };
            let (gained, lost) = (only(&is, &was), only(&was, &is));
            if !gained.is_empty() || !lost.is_empty() {
                let has_another = |record: &Record| {
                    is.iter().flat_map(|records| records.iter()).any(|other| other.is_like(record))
                };
                let withdrawn = lost.iter().filter(|record| !has_another(record)).cloned().collect();
                changes.push(Change { deed: index, gained, lost, withdrawn, is_removal: deed.is.is_empty() });
            }
        }
        Ok(LastWords { history, deeds, changes, lineage: OnceCell::new() })
    }

    /// Whether a record is the last that the person whom it names said of the stage, in commits of their own. What
    /// stands in the plan `now` speaks for itself.
    pub(super) fn about(&self, record: &Record, now: &HashSet<Record>) -> Said {
        self.told(record, now).unwrap_or_else(Said::Unknown)
    }

    fn told(&self, record: &Record, now: &HashSet<Record>) -> Result<Said, String> {
        let own = || self.changes.iter().filter(|change| self.is_by(change, &record.by));
        let said = || own().filter(|change| change.gained.contains(record)).filter_map(|one| self.deed(one));
        let against: Vec<&Deed> =
            own().filter(|change| change.is_against(record, now)).filter_map(|one| self.deed(one)).collect();
        let lost = || self.changes.iter().filter(|change| change.lost.contains(record));
        if against.is_empty() && lost().next().is_none() && !self.history.is_shallow() {
            let commit = said().next().and_then(|deed| self.commit(deed));
            return Ok(commit.map_or(Said::Never, |commit| Said::Last { commit, is_untouched: true }));
        }
        let lineage = self.lineage()?;
        let mut is_cut = false;
        for deed in said().take(TRIED) {
            let before = lineage.before(&deed.commit);
            if !against.iter().all(|other| is_answer(lineage, &before, deed, other)) {
                continue;
            }
            if !lineage.cut().iter().all(|cut| before.contains(cut)) {
                is_cut = true;
            } else if let Some(commit) = self.commit(deed) {
                let mut lost = lost().filter_map(|change| self.deed(change));
                let is_untouched = lost.all(|other| before.contains(&other.commit));
                return Ok(Said::Last { commit, is_untouched });
            }
        }
        if is_cut {
            let by = &record.by;
            return Err(format!(
                "the clone is shallow, and {by} may have taken it back in a commit that it leaves out"
            ));
        }
        Ok(against.first().and_then(|deed| self.commit(deed)).map_or(Said::Never, Said::TakenBack))
    }

    /// Every no that a person said in a commit of their own and that somebody else took out of the plan since, if
    /// nothing else of that person stands there `now`.
    pub(super) fn silenced(&self, now: &HashSet<Record>) -> Vec<Silenced> {
        let mut found = Vec::new();
        let mut answered: Vec<&Record> = Vec::new();
        for change in &self.changes {
            if change.is_removal {
                // What has the name now is another plan.
                break;
            }
            for record in change.gained.iter().chain(&change.lost) {
                if record.key != SIGN_OFF || !self.is_by(change, &record.by) {
                    continue;
                }
                if answered.iter().any(|other| other.is_like(record)) {
                    continue;
                }
                let no =
                    change.gained.iter().find(|one| one.is_like(record) && one.decision == Decision::NoGo);
                let stands = now.iter().any(|other| other.is_like(record));
                if let Some(said) =
                    no.filter(|_| !stands).and(self.deed(change)).and_then(|deed| self.commit(deed))
                {
                    found.push(Silenced {
                        stage: record.stage.clone(),
                        by: record.by.clone(),
                        said,
                        taken_out: self.lost(no).and_then(|deed| self.commit(deed)),
                    });
                }
                answered.push(record);
            }
        }
        found
    }

    /// The last commit that took a record out.
    fn lost(&self, record: Option<&Record>) -> Option<&Deed> {
        self.deed(
            self.changes.iter().find(|change| record.is_some_and(|record| change.lost.contains(record)))?,
        )
    }

    fn lineage(&self) -> Result<&Lineage, String> {
        if let Some(lineage) = self.lineage.get() {
            return Ok(lineage);
        }
        let lineage = self.history.lineage(&self.deeds).map_err(|error| error.to_string())?;
        Ok(self.lineage.get_or_init(|| lineage))
    }

    fn deed(&self, change: &Change) -> Option<&Deed> {
        self.deeds.all.get(change.deed)
    }

    fn is_by(&self, change: &Change, who: &str) -> bool {
        self.deed(change).is_some_and(|deed| same_person(&deed.author.email, who))
    }

    fn commit(&self, deed: &Deed) -> Option<Commit> {
        shown(self.history, &deed.commit, &deed.author)
    }
}

impl Change {
    /// Whether the person whom a record names says here that it does not hold: it goes, or stands beside less.
    fn is_against(&self, record: &Record, now: &HashSet<Record>) -> bool {
        let less = |other: &Record| other.is_like(record) && other.decision != Decision::Go;
        let goes = self.lost.contains(record) || self.withdrawn.iter().any(|other| other.is_like(record));
        !self.is_removal && goes
            || self.gained.iter().any(|other| other != record && less(other) && !now.contains(other))
    }
}

/// Whether somebody said `deed` after `other`, both being theirs: in a commit that came after it, or on another
/// branch at a later time. An old commit that is put on top of a newer one keeps its author's time.
fn is_answer(lineage: &Lineage, before: &HashSet<&Id>, deed: &Deed, other: &Deed) -> bool {
    let time = |deed: &Deed| deed.author.date.and_then(|date| date.instant);
    let times: (Option<Timestamp>, Option<Timestamp>) = (time(deed), time(other));
    let (Some(said), Some(otherwise)) = times else { return false };
    match before.contains(&other.commit) {
        true => said >= otherwise,
        false => said > otherwise && !lineage.before(&other.commit).contains(&deed.commit),
    }
}
