//! The versions of one file, each with those before it, over merges and under all the names it had.

use std::cmp::Reverse;
use std::collections::{BinaryHeap, HashMap, HashSet};

use jiff::Timestamp;

use super::Version;
use super::log::{self, Entry, Line, Stamp};
use super::renames::{Change, Looked, Renames};
use crate::error::Error;
use crate::git::{Commit, Id, Object, Objects, Repository};

/// How many names of a file are followed; each costs a walk through the repository.
pub(super) const NAMES: usize = 64;

pub(super) const ODD_NAME: &str = "an older name of it is not UTF-8";

/// Everything that was found, the newest version first.
pub(super) struct Found {
    pub(super) versions: Vec<Version>,
    /// Why it is not everything that there was.
    pub(super) missing: Option<String>,
}

/// The versions of `path` that led to what it is in `head`.
pub(super) fn walk(
    repository: &Repository,
    objects: &mut Objects,
    head: &Id,
    path: &str,
    line: Line,
) -> Result<Found, Error> {
    let mut walk =
        Walk { repository, objects, line, versions: Vec::new(), known: HashMap::new(), missing: None };
    let mut open = vec![Start { commit: head.clone(), path: path.to_owned(), after: None }];
    let mut tips: HashMap<(Id, String), Option<usize>> = HashMap::new();
    while let Some(Start { commit, path, after }) = open.pop() {
        let key = (commit, path);
        let tip = match tips.get(&key) {
            Some(tip) => *tip,
            None if tips.len() == NAMES => {
                walk.cut_off(after);
                None
            }
            None => {
                let tip = walk.name(&key.0, &key.1, &mut open)?;
                *tips.entry(key).or_insert(tip)
            }
        };
        if let (Some(after), Some(tip)) = (after, tip)
            && let Some(version) = walk.versions.get_mut(after)
            && !version.before.contains(&tip)
        {
            version.before.push(tip);
        }
    }
    let missing = walk.missing.take().or_else(|| walk.edge());
    Ok(Found { versions: newest_first(walk.versions), missing })
}

/// Where to look for a name, and the version that had another one after it.
struct Start {
    commit: Id,
    path: String,
    after: Option<usize>,
}

struct Walk<'a> {
    repository: &'a Repository,
    objects: &'a mut Objects,
    line: Line,
    /// In the order they were found; the first one is the newest.
    versions: Vec<Version>,
    known: HashMap<(Id, String), usize>,
    missing: Option<String>,
}

impl Walk<'_> {
    /// Adds the versions under one name, and what is to be looked for under others; gives the newest.
    fn name(&mut self, start: &Id, path: &str, open: &mut Vec<Start>) -> Result<Option<usize>, Error> {
        let entries = log::read(self.repository, start, path, self.line)?;
        let links = self.links(start, path, &entries)?;
        let mut new = Vec::new();
        for entry in &entries {
            let key = (entry.commit.clone(), path.to_owned());
            if !self.known.contains_key(&key) {
                self.known.insert(key, self.versions.len());
                new.push((self.versions.len(), entry));
                self.versions.push(version(entry, path));
            }
        }
        let at =
            |commit: &Id, known: &HashMap<_, usize>| known.get(&(commit.clone(), path.to_owned())).copied();
        for (index, entry) in &new {
            let before = links.get(&entry.commit).into_iter().flatten();
            let before = before.filter_map(|commit| at(commit, &self.known)).collect();
            if let Some(version) = self.versions.get_mut(*index) {
                version.before = before;
            }
        }
        self.other_names(path, &new, open)?;
        self.edges(&new)?;
        Ok(entries.first().and_then(|entry| at(&entry.commit, &self.known)))
    }

    /// Of each commit of a list, the commits of it that come directly before. Without merges they stand
    /// in a row; otherwise git has to be asked again, as it tells a commit's own parents or these.
    fn links(&self, start: &Id, path: &str, entries: &[Entry]) -> Result<HashMap<Id, Vec<Id>>, Error> {
        if self.line == Line::Main || entries.iter().all(|entry| entry.parents.len() < 2) {
            let pairs = entries.iter().zip(entries.iter().skip(1));
            return Ok(pairs.map(|(a, b)| (a.commit.clone(), vec![b.commit.clone()])).collect());
        }
        let listed = self.repository.ask(["rev-list", "--parents", start.as_str(), "--", path])?;
        let parents = log::parents(&listed);
        let shown: HashSet<&Id> = entries.iter().map(|entry| &entry.commit).collect();
        let link = |entry: &Entry| (entry.commit.clone(), nearest(&entry.commit, &parents, &shown));
        Ok(entries.iter().map(link).collect())
    }

    /// Looks for the names that the file had before the commits where this one appears.
    fn other_names(
        &mut self,
        path: &str,
        new: &[(usize, &Entry)],
        open: &mut Vec<Start>,
    ) -> Result<(), Error> {
        let mut appearances = Vec::new();
        for (index, entry) in new {
            let compared = entry.parents.iter().zip(&entry.change.was_there);
            let without = compared.filter(|(_, was_there)| !**was_there && entry.change.blob.is_some());
            let change = |parent: &Id| Change { commit: entry.commit.clone(), parent: parent.clone() };
            appearances.extend(without.map(|(parent, _)| (*index, change(parent))));
        }
        let changes = appearances.iter().map(|(_, change)| change);
        let renames = Renames::of(self.repository, self.objects, Looked::Renames, changes)?;
        for (index, change) in appearances {
            let Some(old) = renames.old_name(&change, path) else { continue };
            let Some(version) = self.versions.get_mut(index) else { continue };
            let is_merge = new.iter().any(|(at, entry)| *at == index && entry.parents.len() > 1);
            if !is_merge || self.line == Line::Main {
                // What had this name once before is another file.
                version.before.clear();
            }
            if let Ok(path) = str::from_utf8(old) {
                open.push(Start { commit: change.parent, path: path.to_owned(), after: Some(index) });
            } else {
                version.is_edge = true;
                self.missing.get_or_insert_with(|| ODD_NAME.to_owned());
            }
        }
        Ok(())
    }

    /// Marks the versions whose commits have parents that a shallow clone leaves out.
    fn edges(&mut self, new: &[(usize, &Entry)]) -> Result<(), Error> {
        if !self.repository.is_shallow() {
            return Ok(());
        }
        let roots = new.iter().filter(|(_, entry)| entry.parents.is_empty());
        let roots: Vec<(usize, Id)> = roots.map(|(index, entry)| (*index, entry.commit.clone())).collect();
        for (index, commit) in roots {
            let Object::Commit(bytes) = self.objects.one(&commit)? else { continue };
            let has_parents = Commit::read(&bytes).is_some_and(|commit| !commit.parents.is_empty());
            if let Some(version) = self.versions.get_mut(index).filter(|_| has_parents) {
                version.is_edge = true;
            }
        }
        Ok(())
    }

    fn cut_off(&mut self, version: Option<usize>) {
        if let Some(version) = version.and_then(|index| self.versions.get_mut(index)) {
            version.is_edge = true;
        }
        self.missing.get_or_insert_with(too_many_names);
    }

    /// What a shallow clone leaves out, said by the newest commit that it ends at.
    fn edge(&self) -> Option<String> {
        let edges = self.versions.iter().filter(|version| version.is_edge);
        let last = edges.max_by_key(|version| time(version))?;
        Some(shallow(&last.commit, Some(&last.committer)))
    }
}

pub(super) fn shallow(commit: &Id, committer: Option<&Stamp>) -> String {
    let day = committer
        .and_then(|committer| committer.date)
        .map(|date| format!(" of {}", date.date))
        .unwrap_or_default();
    format!("the clone is shallow: history ends at {}{day}", commit.short())
}

pub(super) fn too_many_names() -> String {
    format!("it had more than {NAMES} names, and no more are followed")
}

/// The commits of a list that a commit comes directly after, over those that are not on it.
fn nearest(id: &Id, parents: &HashMap<Id, Vec<Id>>, shown: &HashSet<&Id>) -> Vec<Id> {
    let mut open: Vec<&Id> = parents.get(id).into_iter().flatten().collect();
    let mut seen = HashSet::new();
    let mut found = Vec::new();
    while let Some(id) = open.pop() {
        if !seen.insert(id) {
            continue;
        }
        match shown.contains(id) {
            true => found.push(id.clone()),
            false => open.extend(parents.get(id).into_iter().flatten()),
        }
    }
    found
}

fn version(entry: &Entry, path: &str) -> Version {
    Version {
        commit: entry.commit.clone(),
        author: entry.author.clone(),
        committer: entry.committer.clone(),
        path: path.to_owned(),
        blob: entry.change.blob.clone(),
        is_edge: false,
        index: 0,
        before: Vec::new(),
    }
}

fn time(version: &Version) -> Option<Timestamp> {
    version.committer.date.and_then(|date| date.instant)
}

/// The versions that led to the first one, by the date of their commits, but none before one that it
/// is older than by descent.
fn newest_first(versions: Vec<Version>) -> Vec<Version> {
    let mut after = vec![0_usize; versions.len()];
    let mut seen = vec![false; versions.len()];
    let mut open = vec![0];
    while let Some(index) = open.pop() {
        let (Some(seen), Some(version)) = (seen.get_mut(index), versions.get(index)) else { continue };
        if std::mem::replace(seen, true) {
            continue;
        }
        for before in &version.before {
            if let Some(count) = after.get_mut(*before) {
                *count += 1;
            }
            open.push(*before);
        }
    }
    let mut ready: BinaryHeap<(Option<Timestamp>, Reverse<usize>)> = BinaryHeap::new();
    ready.extend(versions.first().map(|version| (time(version), Reverse(0))));
    let mut order = Vec::new();
    while let Some((_, Reverse(index))) = ready.pop() {
        order.push(index);
        for before in versions.get(index).into_iter().flat_map(|version| &version.before) {
            let Some(count) = after.get_mut(*before) else { continue };
            *count -= 1;
            if *count == 0 {
                ready.extend(versions.get(*before).map(|version| (time(version), Reverse(*before))));
            }
        }
    }
    in_order(versions, &order)
}

/// The versions of `order`, and what they say of each other put right.
fn in_order(versions: Vec<Version>, order: &[usize]) -> Vec<Version> {
    let place: HashMap<usize, usize> = order.iter().enumerate().map(|(to, from)| (*from, to)).collect();
    let mut versions: Vec<Option<Version>> = versions.into_iter().map(Some).collect();
    let moved = order.iter().enumerate().filter_map(|(to, from)| {
        let mut version = versions.get_mut(*from)?.take()?;
        version.index = to;
        version.before = version.before.iter().filter_map(|before| place.get(before).copied()).collect();
        version.before.sort_unstable();
        Some(version)
    });
    moved.collect()
}
