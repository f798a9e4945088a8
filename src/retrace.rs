//! A plan at other times: its versions in git, each judged by the policy that holds now.

use std::iter;
use std::path::Path;
use std::sync::Arc;

use jiff::civil::Date;
use rayon::prelude::*;

use crate::difference::Difference;
use crate::disk;
use crate::error::Error;
use crate::git::{Absent, Repository};
use crate::history::{self, History};
use crate::judge::{Judge, Of, Seen};
use crate::reading::Reading;
use crate::report::PlanReport;
use crate::source::{BY_STDIN, Located, Source};
use crate::timeline::{Timeline, Version};

/// How many versions are judged before what is known of them is folded together.
const AT_ONCE: usize = 256;

/// Which versions a timeline shows.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Per {
    /// The last one of each day.
    Day,
    /// Every one.
    Commit,
}

/// A version of a plan as a judge sees it on a day.
///
/// # Errors
/// Everything that is wrong with how the plan or its policy is written.
pub fn read(
    judge: &Judge<'_>,
    day: Date,
    of: Of,
    path: &Path,
    source: Source,
) -> Result<Reading, Vec<Located>> {
    judge.look_on(day, of, path, source, |seen| reading(judge, seen))
}

/// What was seen, as a reading.
pub fn reading(judge: &Judge<'_>, seen: &Seen<'_>) -> Reading {
    let Seen { file, policy, facts, standing, raised, .. } = *seen;
    let report = PlanReport::judged(file, policy, facts, standing, raised, judge.gate(), Vec::new());
    Reading::of(file, policy, report)
}

/// A plan in a revision.
#[derive(Debug)]
pub struct Earlier {
    /// Its text, by the name that it had there.
    pub source: Source,
    /// Which version that is.
    pub of: Of,
    /// The day of the revision's commit.
    pub day: Date,
}

/// A plan as it was in a revision.
///
/// # Errors
/// When there is no such revision, or the plan was not in it.
pub fn at(path: &Path, revision: &str) -> Result<Earlier, Error> {
    let repository = repository(path)?;
    let commit = repository.resolve(revision)?;
    let day = repository.day_of(&commit)?;
    let day =
        day.ok_or_else(|| Error::new(format!("commit {} has no date that can be read", commit.short())))?;
    let (inside, text) = history::text_in(&repository, &commit, path)?;
    let missing = || Error::new(format!("`{inside}` is not in {revision} (commit {})", commit.short()));
    let source = Source::from_bytes(format!("{inside} of {}", commit.short()), text.ok_or_else(missing)?);
    let source = source.map_err(|problem| Error::new(problem.message))?;
    Ok(Earlier { source, of: Of::Commit { id: commit, name: inside }, day })
}

/// What changed in a plan since a revision or a day, each state judged for its own day; with the day of the
/// earlier one.
///
/// # Errors
/// When there is no such revision, or the plan as it was then cannot be read.
pub fn since(
    judge: &Judge<'_>,
    path: &Path,
    named: &str,
    now: &Reading,
) -> Result<(Date, Difference), String> {
    let Earlier { source, of, day } = at(path, named).map_err(|error| error.to_string())?;
    let name = source.name().to_owned();
    let was = read(judge, day, of, path, source).map_err(|errors| format!("{name}: {}", first(&errors)))?;
    Ok((day, Difference::between(&was, now)))
}

/// How the readiness of a plan moved, up to the plan as it lies on disk. `told` hears how many versions
/// are done, of how many.
///
/// # Errors
/// When git has nothing to say about it.
pub fn timeline(
    judge: &Judge<'_>,
    path: &Path,
    per: Per,
    told: &(dyn Fn(usize, usize) + Sync),
) -> Result<Timeline, Error> {
    let repository = repository(path)?;
    let history = History::mainline(&repository, path).map_err(absent)?;
    let shown = disk::shown(path);
    if history.versions.is_empty() {
        let error = Error::new(format!("`{shown}` was never committed, so it has no history"));
        return Err(error.hint("`git add` and `git commit` it, and again whenever something moves"));
    }
    let versions = chosen(&history, per);
    let total = versions.len();
    let chunks = versions.chunks(AT_ONCE).enumerate();
    let judged = chunks.flat_map(|(chunk, versions)| {
        let texts: Vec<_> = versions.iter().map(|(version, _)| history.text(version)).collect();
        let cases: Vec<_> = versions.iter().zip(texts).collect();
        let judged: Vec<_> = cases
            .into_par_iter()
            .map(|((version, commits), text)| (meta(version, *commits), judged(judge, path, version, text)))
            .collect();
        told((chunk * AT_ONCE + versions.len()).min(total), total);
        judged
    });
    let begins_late = history.complete.as_ref().err().cloned();
    let uncommitted = iter::once_with(|| uncommitted(judge, path, &history)).flatten();
    Ok(Timeline::of(shown, judged.chain(uncommitted), begins_late))
}

/// The repository that a plan is in.
fn repository(path: &Path) -> Result<Repository, Error> {
    if disk::is_stdin(path) {
        return Err(Error::new(BY_STDIN).hint("what it was at another time, git knows of a file: name that"));
    }
    Repository::of(&disk::folder_of(path)).map_err(absent)
}

fn absent(absent: Absent) -> Error {
    Error::new(absent.to_string())
}

/// The versions that are shown, the oldest first, each with how many commits it stands for.
fn chosen(history: &History, per: Per) -> Vec<(&history::Version, usize)> {
    let mut found: Vec<(&history::Version, usize)> = Vec::new();
    for version in history.versions.iter().rev() {
        match found.last_mut() {
            Some((last, commits)) if per == Per::Day && day(last).is_some() && day(last) == day(version) => {
                *last = version;
                *commits += 1;
            }
            _ => found.push((version, 1)),
        }
    }
    found
}

fn day(version: &history::Version) -> Option<Date> {
    version.committer.date.map(|moment| moment.date)
}

fn meta(version: &history::Version, commits: usize) -> Version {
    Version {
        commit: Some(version.commit.short().to_owned()),
        author: Some(version.author.email.clone()),
        day: day(version),
        path: version.path.clone(),
        commits,
    }
}

fn judged(
    judge: &Judge<'_>,
    path: &Path,
    version: &history::Version,
    text: Result<Option<Arc<[u8]>>, Error>,
) -> Result<Reading, String> {
    let text = text.map_err(|error| error.to_string())?.ok_or("the file was not there")?;
    let day = day(version).ok_or("its commit has a date that no calendar knows")?;
    let name = format!("{} of {}", version.path, version.commit.short());
    let source = Source::from_bytes(name, text.to_vec()).map_err(|problem| problem.message)?;
    read(judge, day, Of::Word, path, source).map_err(|errors| first(&errors))
}

/// The plan as it lies on disk, where it is not what was committed last.
fn uncommitted(
    judge: &Judge<'_>,
    path: &Path,
    history: &History,
) -> Option<(Version, Result<Reading, String>)> {
    let bytes = disk::read_bytes(path).ok()?;
    if history.is_committed(&bytes).ok()? {
        return None;
    }
    let (shown, day) = (disk::shown(path), judge.as_of());
    let source = Source::from_bytes(shown.clone(), bytes).map_err(|problem| problem.message);
    let reading =
        source.and_then(|source| read(judge, day, Of::Word, path, source).map_err(|errors| first(&errors)));
    Some((Version { commit: None, author: None, day: Some(day), path: shown, commits: 0 }, reading))
}

/// The first error, in a line.
fn first(errors: &[Located]) -> String {
    let Some(error) = errors.first() else { return "it cannot be read".to_owned() };
    match &error.place {
        Some((place, _)) => format!("{} (line {})", error.message, place.start.line),
        None => error.message.clone(),
    }
}
