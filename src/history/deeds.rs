//! Everything that was done to a file, under all the names that it had, also what a merge left behind.

use std::collections::{BTreeSet, HashMap, HashSet};
use std::sync::Arc;

use super::log::{self, Stamp};
use super::renames::{Change, Renames};
use super::texts::Unread;
use super::walk::NAMES;
use super::{History, unread};
use crate::error::Error;
use crate::git::{Commit, Id, Object};

/// What a commit did to the file.
#[derive(Clone, Debug)]
pub struct Deed {
    /// The commit.
    pub commit: Id,
    /// Who wrote the change, and when.
    pub author: Stamp,
    /// The texts that it changed or took away.
    pub was: Vec<Id>,
    /// What it made of them.
    pub is: Vec<Id>,
}

/// Everything that was done to the file; a deed comes before those that it was done after.
#[derive(Debug, Default)]
pub struct Deeds {
    /// The deeds, the latest first.
    pub all: Vec<Deed>,
    names: Vec<String>,
}

/// Which commits come before which.
#[derive(Debug, Default)]
pub struct Lineage {
    parents: HashMap<Id, Vec<Id>>,
    cut: Vec<Id>,
}

impl History {
    /// Everything that was done to the file up to the last commit, without what merges did.
    ///
    /// # Errors
    /// When git fails.
    pub fn deeds(&self) -> Result<Deeds, Error> {
        let Some(head) = self.repository.head() else { return Ok(Deeds::default()) };
        let mut names: BTreeSet<String> = self.versions.iter().map(|version| version.path.clone()).collect();
        loop {
            let paths: Vec<&str> = names.iter().map(String::as_str).collect();
            let entries = log::read_all(&self.repository, head, &paths)?;
            let known = names.len();
            let later = self.later_names(&entries)?;
            let all = in_deeds(entries);
            names.extend(later);
            if names.len() == known || names.len() > NAMES {
                return Ok(Deeds { all, names: names.into_iter().collect() });
            }
        }
    }

    /// The names that the file got where one of its names went.
    fn later_names(&self, entries: &[(&str, log::Entry)]) -> Result<BTreeSet<String>, Error> {
        let gone = entries.iter().filter(|(_, entry)| entry.change.blob.is_none());
        let gone = gone.filter_map(|(path, entry)| {
            Some((*path, Change { commit: entry.commit.clone(), parent: entry.parents.first()?.clone() }))
        });
        let gone: Vec<(&str, Change)> = gone.collect();
        let changes = gone.iter().map(|(_, change)| change);
        let mut texts = self.texts.borrow_mut();
        let renames =
            texts.with(&self.repository, |objects| Renames::of(&self.repository, objects, changes))?;
        let new = gone.iter().filter_map(|(path, change)| renames.new_name(change, path));
        Ok(new.filter_map(|name| str::from_utf8(name).ok()).map(str::to_owned).collect())
    }

    /// Which of these deeds came before which; of a shallow clone, also where it ends.
    ///
    /// # Errors
    /// When git fails.
    pub fn lineage(&self, deeds: &Deeds) -> Result<Lineage, Error> {
        let Some(head) = self.repository.head() else { return Ok(Lineage::default()) };
        let is_shallow = self.repository.is_shallow();
        let paths: &[String] = if is_shallow { &[] } else { &deeds.names };
        let args = ["rev-list", "--full-history", "--parents", head.as_str(), "--"].into_iter();
        let listed = self.repository.ask(args.chain(paths.iter().map(String::as_str)))?;
        let parents = log::parents(&listed);
        let cut = if is_shallow { self.cut(&parents)? } else { Vec::new() };
        Ok(Lineage { parents, cut })
    }

    /// The commits at which a shallow clone ends.
    fn cut(&self, parents: &HashMap<Id, Vec<Id>>) -> Result<Vec<Id>, Error> {
        let roots = parents.iter().filter(|(_, parents)| parents.is_empty()).map(|(id, _)| id.clone());
        let roots: Vec<Id> = roots.collect();
        let mut cut = Vec::new();
        self.texts.borrow_mut().with(&self.repository, |objects| {
            objects.read(&roots, |id, object| {
                let Object::Commit(bytes) = object else { return };
                if Commit::read(&bytes).is_some_and(|commit| !commit.parents.is_empty()) {
                    cut.push(id.clone());
                }
            })
        })?;
        Ok(cut)
    }

    /// A text that a deed changed, or made; none where it is larger than is read.
    ///
    /// # Errors
    /// When it is not in this clone, or git fails.
    pub fn deed_text(&self, deeds: &Deeds, deed: usize, text: &Id) -> Result<Option<Arc<[u8]>>, Error> {
        let older = deeds.all.get(deed..).unwrap_or_default();
        let likely = older.iter().flat_map(|deed| deed.is.iter().chain(&deed.was));
        match self.texts.borrow_mut().get(&self.repository, text, likely)? {
            Ok(text) => Ok(Some(text)),
            Err(Unread::TooLarge) => Ok(None),
            Err(why) => {
                let commit = older.first().map(|deed| deed.commit.short()).unwrap_or_default();
                Err(unread("an earlier version of it", commit, why))
            }
        }
    }
}

impl Lineage {
    /// The commits before one.
    pub fn before<'a>(&'a self, commit: &'a Id) -> HashSet<&'a Id> {
        let mut found = HashSet::new();
        let mut open: Vec<&Id> = self.parents.get(commit).into_iter().flatten().collect();
        while let Some(id) = open.pop() {
            if found.insert(id) {
                open.extend(self.parents.get(id).into_iter().flatten());
            }
        }
        found
    }

    /// The commits at which a shallow clone ends: what was done before them is not known.
    pub fn cut(&self) -> &[Id] {
        &self.cut
    }
}

/// Puts together what one commit did to several names.
fn in_deeds(entries: Vec<(&str, log::Entry)>) -> Vec<Deed> {
    let mut deeds: Vec<Deed> = Vec::new();
    for (_, log::Entry { commit, author, change, .. }) in entries {
        if deeds.last().is_none_or(|last| last.commit != commit) {
            deeds.push(Deed { commit, author, was: Vec::new(), is: Vec::new() });
        }
        if let Some(deed) = deeds.last_mut() {
            deed.was.extend(change.was);
            deed.is.extend(change.blob);
        }
    }
    deeds
}
