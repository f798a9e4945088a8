//! Which commit brought in each sign-off, and each word that a stage is not needed.

use std::collections::HashSet;

use super::commit;
use super::last_word::{LastWords, Said};
use super::record::{NOT_NEEDED, Record, Records, SIGN_OFF, place};
use crate::address::Address;
use crate::facts::{Origin, Silenced};
use crate::history::{History, Introduced, Version};
use crate::plan::PlanFile;
use crate::policy::roster::same_person;

/// Where what stands in a plan came from.
#[derive(Debug, Default)]
pub struct Origins {
    /// By the address of each sign-off, and of each word that a stage is not needed.
    pub of: Vec<(Address, Origin)>,
    /// Every no that somebody else took out of the plan than who said it; only where proof is asked for.
    pub silenced: Vec<Silenced>,
}

impl Origins {
    /// Everything taken at its word, where nobody asks git.
    pub fn supposed(file: &PlanFile) -> Origins {
        let of = places(file).map(|(at, ..)| (at, Origin::Supposed)).collect();
        Origins { of, silenced: Vec::new() }
    }

    /// The same, with what no commit has yet supposed to be committed by whoever it names.
    #[must_use]
    pub fn supposing(self) -> Origins {
        let suppose = |(at, origin)| match origin {
            Origin::Uncommitted => (at, Origin::Supposed),
            known => (at, known),
        };
        Origins { of: self.of.into_iter().map(suppose).collect(), ..self }
    }

    /// Where what stands in a plan now came from; without a history, why that is not known. Where proof is asked for,
    /// it is what people said last in commits of their own, whatever came of it where branches met.
    pub fn of(history: Result<&History, &String>, wants_proof: bool, file: &PlanFile) -> Origins {
        let history = match history {
            Ok(history) => history,
            Err(why) => {
                let of = places(file).map(|(at, ..)| (at, Origin::NotChecked(why.clone().into())));
                return Origins { of: of.collect(), silenced: Vec::new() };
            }
        };
        let mut known = Records::default();
        let last_words = wants_proof.then(|| LastWords::of(history, &mut known)).transpose();
        let now: HashSet<Record> = all_records(file).map(|(_, record)| record).collect();
        let mut of = |record: &Record| match &last_words {
            Ok(None) => introduced(history, &mut known, record),
            Ok(Some(words)) => match words.about(record, &now) {
                Said::TakenBack(commit) => match introduced(history, &mut known, record) {
                    Origin::Uncommitted => Origin::Uncommitted,
                    _ => Origin::TakenBack(commit),
                },
                Said::Unknown(why) => Origin::NotChecked(why.into()),
                Said::Never => introduced(history, &mut known, record),
                // Without a digest, what somebody else brought in again could be about something else.
                Said::Last { commit, is_untouched } => match introduced(history, &mut known, record) {
                    Origin::Commit(other)
                        if (is_untouched || record.is_sealed) && !same_person(&other.author, &record.by) =>
                    {
                        Origin::Commit(commit)
                    }
                    origin => origin,
                },
            },
            Err(why) => Origin::NotChecked(why.clone().into()),
        };
        let origins = all_records(file).map(|(at, record)| (at, of(&record))).collect();
        let silenced = last_words.as_ref().ok().and_then(Option::as_ref).map(|words| words.silenced(&now));
        Origins { of: origins, silenced: silenced.unwrap_or_default() }
    }
}

/// Where each sign-off of a plan stands, and each word that a stage is not needed, with its stage and its key there.
fn places(file: &PlanFile) -> impl Iterator<Item = (Address, &str, &'static str)> {
    file.plan.stages.iter().flat_map(|(id, stage)| {
        let sign_offs = stage.sign_offs.iter().map(move |one| (one.at.clone(), id, SIGN_OFF));
        let waved_off = stage.not_needed.iter().map(move |_| (place(id, NOT_NEEDED), id, NOT_NEEDED));
        sign_offs.chain(waved_off)
    })
}

/// Every sign-off of a plan, and every word that a stage is not needed.
fn all_records(file: &PlanFile) -> impl Iterator<Item = (Address, Record)> {
    places(file).filter_map(|(at, stage, key)| {
        let record = Record::read(stage, key, file.root.at(at.as_str())?);
        Some((at, record))
    })
}

/// The commit before which the plan did not have a record: of several, the one by whom it names, if there is one.
fn introduced(history: &History, known: &mut Records, record: &Record) -> Origin {
    let versions = match history.introduced(|text| Some(known.of(text)?.contains(record))) {
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
