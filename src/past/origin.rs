//! Which commit brought in each sign-off, each word that a stage is not needed, and each waiver.

use super::commit;
use super::last_word::{LastWords, Said};
use super::lines::Lines;
use super::record::{NOT_NEEDED, Record, Records, SIGN_OFF, WAIVERS, place};
use crate::address::Address;
use crate::facts::{Commit, Origin, Silenced};
use crate::git::Absent;
use crate::history::{History, Introduced, Version};
use crate::plan::PlanFile;
use crate::plan::waiver::Waiver;
use crate::policy::roster::same_person;

/// Where what stands in a plan came from.
#[derive(Debug, Default)]
pub struct Origins {
    /// By the address of each sign-off, each word that a stage is not needed, and each waiver.
    pub of: Vec<(Address, Origin)>,
    /// Every no that somebody else took out of the plan than who said it; only where proof is asked for.
    pub silenced: Vec<Silenced>,
    /// What no commit has yet, whatever was said of it before.
    uncommitted: Vec<Address>,
}

impl Origins {
    /// Everything taken at its word, where nobody asks git.
    pub fn supposed(file: &PlanFile) -> Origins {
        let of = places(file).map(|(at, ..)| (at, Origin::Supposed)).collect();
        Origins { of, ..Origins::default() }
    }

    /// The same, with what no commit has yet supposed to be committed by whoever it names.
    #[must_use]
    pub fn supposing(mut self) -> Origins {
        for (at, origin) in &mut self.of {
            if self.uncommitted.contains(at) {
                *origin = Origin::Supposed;
            }
        }
        self
    }

    /// Where what stands in a plan now came from; without a history, why that is not known. Where proof is asked for,
    /// it is what people said last in commits of their own, whatever came of it where branches met.
    pub fn of(history: Result<&History, &String>, wants_proof: bool, file: &PlanFile) -> Origins {
        let not_checked = |why: String| {
            let of = places(file).map(|(at, ..)| (at, Origin::NotChecked(why.clone().into())));
            Origins { of: of.collect(), ..Origins::default() }
        };
        let history = match history {
            Ok(history) => history,
            Err(why) => return not_checked(why.clone()),
        };
        let mut known = Records::default();
        let words = match wants_proof.then(|| LastWords::of(history, &mut known)).transpose() {
            Ok(words) => words,
            Err(error) => return not_checked(Absent::from(error).to_string()),
        };
        let now: Lines = all_records(file).map(|(_, record)| record).collect();
        let mut origins = Origins::default();
        for (at, record) in all_records(file) {
            let origin = introduced(history, &mut known, &record);
            if origin == Origin::Uncommitted {
                origins.uncommitted.push(at.clone());
            }
            let origin = match &words {
                Some(words) => proven(words, &record, &now, origin),
                None => origin,
            };
            origins.of.push((at, origin));
        }
        origins.silenced = words.map(|words| words.silenced(&now)).unwrap_or_default();
        origins
    }
}

/// Where a record came from that a commit brought in, by what whom it names said of it.
fn proven(words: &LastWords<'_>, record: &Record, now: &Lines, introduced: Origin) -> Origin {
    let is_own = |commit: &Commit| same_person(&commit.author, &record.by);
    let origin = match (words.about(record, now), introduced) {
        // What nobody said before, and no commit has yet, may still be said.
        (Said::TakenBack { is_it: false, .. }, Origin::Uncommitted) => Origin::Uncommitted,
        (Said::TakenBack { commit, again, .. }, _) => Origin::TakenBack { commit, again },
        // Without a digest, what somebody else brought in again could be about something else.
        (Said::Last { commit, is_untouched }, Origin::Commit(other))
            if (is_untouched || record.digest.is_some()) && !is_own(&other) =>
        {
            Origin::Commit(commit)
        }
        (_, introduced) => introduced,
    };
    match (words.missing(), origin) {
        // Somebody may have taken it back, or said no, in what is not known.
        (Some(why), Origin::Commit(commit)) if is_own(&commit) => Origin::NotChecked(why.to_owned().into()),
        (_, origin) => origin,
    }
}

/// Where each sign-off of a plan stands, and each word that a stage is not needed, with its stage and its key there;
/// and each waiver, with its id.
fn places(file: &PlanFile) -> impl Iterator<Item = (Address, &str, &'static str)> {
    let of_stages = file.plan.stages.iter().flat_map(|(id, stage)| {
        let sign_offs = stage.sign_offs.iter().map(move |one| (one.at.clone(), id, SIGN_OFF));
        let waved_off = stage.not_needed.iter().map(move |_| (place(id, NOT_NEEDED), id, NOT_NEEDED));
        sign_offs.chain(waved_off)
    });
    of_stages.chain(file.plan.waivers.iter().map(|(id, _)| (Waiver::place(id), id, WAIVERS)))
}

/// Every sign-off of a plan, every word that a stage is not needed, and every waiver.
fn all_records(file: &PlanFile) -> impl Iterator<Item = (Address, Record)> {
    places(file).filter_map(|(at, stage, key)| {
        let record = Record::read(stage, key, file.root.at(at.as_str())?);
        Some((at, record))
    })
}

/// The commit before which the plan did not have a record: of several, the one by whom it names, if there is one.
fn introduced(history: &History, known: &mut Records, record: &Record) -> Origin {
    let versions = match history.introduced(|text| Some(known.of(text)?.has(record))) {
        Introduced::By(versions) => versions,
        Introduced::Nobody => return Origin::Uncommitted,
        Introduced::Unknown(why) => return Origin::NotChecked(why.into()),
    };
    let own = |version: &&&Version| same_person(&version.author.email, &record.by);
    let version = versions.iter().find(own).or(versions.first());
    match version.and_then(|version| commit(history, version)) {
        Some(commit) => Origin::Commit(commit),
        None => Origin::NotChecked("the commit that brought it in has a date that no calendar knows".into()),
    }
}
