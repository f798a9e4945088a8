//! The versions of a plan in git, and which commit introduced what it says.
//!
//! # What git was found to do, and what is done here
//!
//! `git log --follow` keeps one name for all branches at a time: what a branch changed under the old
//! name, while another one renamed the file, is left out, and it seems to be the merge's work. It also
//! goes on with the file that a new one was *copied* from, and leaves out merges that change the file
//! themselves. So each name is listed by itself (`git log -c -- NAME`), with the commits before each;
//! where a name appears, one comparison of the two commits tells whether the file had another name.
//! An ordinary plan costs one `git log`, one `git cat-file` and one `git diff-tree`, however old it is.
//!
//! A merge that takes the file of one side as it was has no part in the history, nor has what the other
//! side did to it; a merge whose file is like that of no side is a version, with one before it for each
//! side. Who made it is the author of whatever neither side had.
//!
//! Who said what last is another question, for which nothing may be left out ([`History::deeds`]): one more
//! `git log` has everything that was done under the file's names, on every branch that was merged. Which of it was
//! done to this file is decided here, for git knows no file, only names.

mod deeds;
mod descent;
mod graph;
mod log;
mod merged;
mod moves;
mod removed;
mod renames;
mod texts;
mod walk;

use std::cell::RefCell;
use std::collections::{BTreeSet, HashMap, HashSet};
use std::path::Path;
use std::sync::Arc;

use crate::error::Error;
use crate::git::{Absent, Commit, Id, Object, Repository};
pub use deeds::{Before, Deed, Deeds, Marked, Marks};
use log::Line;
pub use log::Stamp;
pub use merged::Merged;
use texts::{Texts, Unread};

/// A commit that changed the file, with what it made of it.
#[derive(Clone, Debug)]
pub struct Version {
    /// The commit.
    pub commit: Id,
    /// Who wrote the change, and when. Anyone can type any name here, unless commits are signed.
    pub author: Stamp,
    /// Who put it in its place, and when.
    pub committer: Stamp,
    /// The file's name then, from the root.
    pub path: String,
    /// The text; none where the commit removed the file, or put something else in its place.
    pub blob: Option<Id>,
    /// Whether more may have been before it that is not known: then the commit need not be the one that
    /// made this version.
    pub is_edge: bool,
    index: usize,
    before: Vec<usize>,
}

/// Which commits introduced something.
#[derive(Debug)]
pub enum Introduced<'a> {
    /// These, the latest first. They are more than one when branches that came together each had it
    /// from a commit of their own.
    By(Vec<&'a Version>),
    /// No commit: the last committed version has it not.
    Nobody,
    /// That cannot be told, for the reason given.
    Unknown(String),
}

/// The versions of a file that led to the last committed one.
#[derive(Debug)]
pub struct History {
    /// The newest first; empty when no commit has the file.
    pub versions: Vec<Version>,
    /// Why the oldest of them need not be the oldest there was.
    pub complete: Result<(), String>,
    repository: Repository,
    texts: RefCell<Texts>,
}

impl History {
    /// The history of a file through all branches that came together: who did what.
    ///
    /// # Errors
    /// Why git has nothing to say about it.
    pub fn of(repository: &Repository, path: &Path) -> Result<History, Absent> {
        History::along(repository, path, Line::All)
    }

    /// The history of a file on the branch itself, without what went on beside it: what a merge brought
    /// is the merge's, so that each version is what the one before it became.
    ///
    /// # Errors
    /// As [`History::of`].
    pub fn mainline(repository: &Repository, path: &Path) -> Result<History, Absent> {
        History::along(repository, path, Line::Main)
    }

    fn along(repository: &Repository, path: &Path, line: Line) -> Result<History, Absent> {
        let path = repository.inside(path)?;
        Ok(match repository.head() {
            Some(head) => History::from(repository, head, &path, line)?,
            None => History {
                versions: Vec::new(),
                complete: Ok(()),
                repository: repository.clone(),
                texts: RefCell::default(),
            },
        })
    }

    /// The history of what a commit has under a name.
    fn from(repository: &Repository, commit: &Id, path: &str, line: Line) -> Result<History, Error> {
        let mut texts = Texts::default();
        let found = texts.with(repository, |objects| walk::walk(repository, objects, commit, path, line))?;
        Ok(History {
            versions: found.versions,
            complete: found.missing.map_or(Ok(()), Err),
            repository: repository.clone(),
            texts: RefCell::new(texts),
        })
    }

    /// The versions that a version was made from: none for the first one, several for a merge.
    pub fn before(&self, version: &Version) -> impl Iterator<Item = &Version> {
        version.before.clone().into_iter().filter_map(|index| self.versions.get(index))
    }

    /// The text of a version; none where it has none. Texts are read some at a time, going back from
    /// the one that is asked for.
    ///
    /// # Errors
    /// When it is not in this clone, or too large, or git fails.
    pub fn text(&self, version: &Version) -> Result<Option<Arc<[u8]>>, Error> {
        let Some(blob) = &version.blob else { return Ok(None) };
        let older = self.versions.get(version.index..).unwrap_or_default();
        let older = older.iter().filter_map(|version| version.blob.as_ref());
        let text = self.texts.borrow_mut().get(&self.repository, blob, older)?;
        text.map(Some).map_err(|why| unread(&format!("`{}`", version.path), version.commit.short(), why))
    }

    /// Whether a file's bytes are those of the last committed version. Line ends and a byte-order mark
    /// make no difference (git may convert line ends on the way, and to a plan they mean nothing);
    /// a filter of the repository's own is not run, so what one changes counts as changed.
    ///
    /// # Errors
    /// As [`History::text`].
    pub fn is_committed(&self, bytes: &[u8]) -> Result<bool, Error> {
        let Some(last) = self.versions.first() else { return Ok(false) };
        Ok(self.text(last)?.is_some_and(|text| lines(&text).eq(lines(bytes))))
    }

    /// Whether a commit carries a signature. It is not verified.
    ///
    /// # Errors
    /// When git fails.
    pub fn is_signed(&self, commit: &Id) -> Result<bool, Error> {
        let unread = || Error::new(format!("the commit {} cannot be read", commit.short()));
        self.commit(commit)?.map(|commit| commit.is_signed).ok_or_else(unread)
    }

    /// What a commit says of itself, if it is one.
    fn commit(&self, id: &Id) -> Result<Option<Commit>, Error> {
        let object = self.texts.borrow_mut().with(&self.repository, |objects| objects.one(id))?;
        Ok(match object {
            Object::Commit(bytes) => Commit::read(&bytes),
            _ => None,
        })
    }

    /// Which commits brought in what the last committed version `has`: going back from it, the last
    /// ones before which no version had it. `has` is asked once for each text that is looked at, and gives none of one
    /// that it cannot read: that one is passed over, as if it were not there.
    pub fn introduced(&self, mut has: impl FnMut(&[u8]) -> Option<bool>) -> Introduced<'_> {
        let mut asked: HashMap<&Id, Option<bool>> = HashMap::new();
        let mut has = |version| self.has(version, &mut asked, &mut has);
        match self.origins(&mut has) {
            Ok(found) if found.is_empty() => Introduced::Nobody,
            Ok(found) => match found.iter().find(|version| version.is_edge).zip(self.complete.as_ref().err())
            {
                Some((_, why)) => Introduced::Unknown(why.clone()),
                None => Introduced::By(found),
            },
            Err(error) => Introduced::Unknown(Absent::from(error).to_string()),
        }
    }

    /// The versions with it that come from none with it, the latest first.
    fn origins<'a>(
        &'a self,
        has: &mut impl FnMut(&'a Version) -> Result<Option<bool>, Error>,
    ) -> Result<Vec<&'a Version>, Error> {
        let mut found = Vec::new();
        let mut open = self.with(self.versions.first(), has)?;
        while let Some(version) = open.pop_first().and_then(|index| self.versions.get(index)) {
            let before = self.with(self.before(version), has)?;
            if before.is_empty() {
                found.push(version);
            }
            open.extend(before);
        }
        Ok(found)
    }

    /// The places of those of some versions that have it; behind one of which that cannot be told, of those before it.
    fn with<'a>(
        &'a self,
        versions: impl IntoIterator<Item = &'a Version>,
        has: &mut impl FnMut(&'a Version) -> Result<Option<bool>, Error>,
    ) -> Result<BTreeSet<usize>, Error> {
        let mut next: Vec<&Version> = versions.into_iter().collect();
        let (mut seen, mut found) = (HashSet::new(), BTreeSet::new());
        while let Some(version) = next.pop() {
            if !seen.insert(version.index) {
                continue;
            }
            match has(version)? {
                Some(true) => drop(found.insert(version.index)),
                Some(false) => {}
                None => next.extend(self.before(version)),
            }
        }
        Ok(found)
    }

    fn has<'a>(
        &self,
        version: &'a Version,
        asked: &mut HashMap<&'a Id, Option<bool>>,
        has: &mut impl FnMut(&[u8]) -> Option<bool>,
    ) -> Result<Option<bool>, Error> {
        let Some(blob) = &version.blob else { return Ok(Some(false)) };
        if let Some(known) = asked.get(blob) {
            return Ok(*known);
        }
        let answer = self.text(version)?.map_or(Some(false), |text| has(&text));
        asked.insert(blob, answer);
        Ok(answer)
    }
}

fn unread(what: &str, commit: &str, why: Unread) -> Error {
    let error = Error::new(format!("{what} of {commit} {why}"));
    match why.hint() {
        Some(hint) => error.hint(hint),
        None => error,
    }
}

/// A file's name in a commit, and its text there: the name that it has now, or one that it had before.
/// Without a text it was not there, by none of its names.
///
/// # Errors
/// When git fails, or what had the name was no file.
pub fn text_in(
    repository: &Repository,
    commit: &Id,
    path: &Path,
) -> Result<(String, Option<Vec<u8>>), Error> {
    let now = repository.inside(path)?;
    let text = repository.show(commit, &now)?;
    if text.is_some() {
        return Ok((now, text));
    }
    let mut tried = HashSet::from([now.as_str()]);
    let history = History::of(repository, path)?;
    for version in &history.versions {
        if tried.insert(&version.path)
            && let Some(text) = repository.show(commit, &version.path)?
        {
            return Ok((version.path.clone(), Some(text)));
        }
    }
    drop(tried);
    Ok((now, None))
}

/// The lines of a text, without what ends them and without a byte-order mark.
fn lines(bytes: &[u8]) -> impl Iterator<Item = &[u8]> {
    let bytes = bytes.strip_prefix("\u{feff}".as_bytes()).unwrap_or(bytes);
    bytes.split(|b| *b == b'\n').map(|line| line.strip_suffix(b"\r").unwrap_or(line))
}
