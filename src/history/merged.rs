//! What a merge brought to a branch.

use std::cell::RefCell;
use std::collections::{BTreeSet, HashSet};

use super::log::Line;
use super::texts::Texts;
use super::{History, Version, walk};
use crate::error::Error;
use crate::git::{Commit, Id, Object};

/// The history of what a merge made of the file, through all branches that came together in it.
#[derive(Debug)]
pub struct Merged {
    /// The versions, the newest first.
    pub history: History,
    /// The commits that the branch did not have before, the merge among them.
    brought: HashSet<Id>,
}

impl History {
    /// Of a branch itself ([`History::mainline`]): what came to it with a version, if that is a merge's.
    ///
    /// # Errors
    /// When git fails.
    pub fn merged(&self, version: &Version) -> Result<Option<Merged>, Error> {
        let object =
            self.texts.borrow_mut().with(&self.repository, |objects| objects.one(&version.commit))?;
        let commit = match object {
            Object::Commit(bytes) => Commit::read(&bytes),
            _ => None,
        };
        let parents = commit.map(|commit| commit.parents).unwrap_or_default();
        let [first, _, ..] = parents.as_slice() else { return Ok(None) };
        let (merge, before) = (version.commit.as_str(), format!("^{first}"));
        let listed = self.repository.ask(["rev-list", merge, before.as_str(), "--"])?;
        let brought = listed.split(|b| *b == b'\n').filter_map(Id::read).collect();
        let mut texts = Texts::default();
        let found = texts.with(&self.repository, |objects| {
            walk::walk(&self.repository, objects, &version.commit, &version.path, Line::All)
        })?;
        let history = History {
            versions: found.versions,
            complete: found.missing.map_or(Ok(()), Err),
            repository: self.repository.clone(),
            texts: RefCell::new(texts),
        };
        Ok(Some(Merged { history, brought }))
    }
}

impl Merged {
    /// The latest of the versions that the merge brought which `has` something that none before it has. A version of
    /// which that cannot be told is passed over.
    pub fn origin(&self, mut has: impl FnMut(&Version) -> Option<bool>) -> Option<&Version> {
        let mut open = self.with(self.history.versions.first(), &mut has);
        while let Some(index) = open.pop_first() {
            let version = self.history.versions.get(index)?;
            if !self.brought.contains(&version.commit) {
                continue;
            }
            let before = self.with(self.history.before(version), &mut has);
            if before.is_empty() {
                return Some(version).filter(|version| !version.is_edge);
            }
            open.extend(before);
        }
        None
    }

    /// Those of some versions that have it; behind one of which that cannot be told, those before it.
    fn with<'a>(
        &'a self,
        versions: impl IntoIterator<Item = &'a Version>,
        has: &mut impl FnMut(&Version) -> Option<bool>,
    ) -> BTreeSet<usize> {
        let mut next: Vec<&Version> = versions.into_iter().collect();
        let (mut seen, mut found) = (HashSet::new(), BTreeSet::new());
        while let Some(version) = next.pop() {
            if !seen.insert(version.index) {
                continue;
            }
            match has(version) {
                Some(true) => {
                    found.insert(version.index);
                }
                Some(false) => {}
                None => next.extend(self.history.before(version)),
            }
        }
        found
    }
}
