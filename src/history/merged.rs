//! What a merge brought to a branch.

use std::collections::HashSet;

use super::log::Line;
use super::{History, Version};
use crate::error::Error;
use crate::git::Id;

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
        let parents = self.commit(&version.commit)?.map(|commit| commit.parents).unwrap_or_default();
        let [first, _, ..] = parents.as_slice() else { return Ok(None) };
        let (merge, before) = (version.commit.as_str(), format!("^{first}"));
        let listed = self.repository.ask(["rev-list", merge, before.as_str(), "--"])?;
        let brought = listed.split(|b| *b == b'\n').filter_map(Id::read).collect();
        let history = History::from(&self.repository, &version.commit, &version.path, Line::All)?;
        Ok(Some(Merged { history, brought }))
    }
}

impl Merged {
    /// The latest of the versions that the merge brought which `has` something that none before it has. A version of
    /// which that cannot be told is passed over.
    pub fn origin(&self, mut has: impl FnMut(&Version) -> Option<bool>) -> Option<&Version> {
        let history = &self.history;
        let mut has = |version| Ok(has(version));
        let mut open = history.with(history.versions.first(), &mut has).ok()?;
        while let Some(index) = open.pop_first() {
            let version = history.versions.get(index)?;
            if !self.brought.contains(&version.commit) {
                continue;
            }
            let before = history.with(history.before(version), &mut has).ok()?;
            if before.is_empty() {
                return Some(version).filter(|version| !version.is_edge);
            }
            open.extend(before);
        }
        None
    }
}
