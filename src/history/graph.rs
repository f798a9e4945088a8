//! Everything that was done under some names, commit by commit, also what a merge left behind.

use std::collections::{HashMap, HashSet};
use std::rc::Rc;

use super::log::{Listed, Stamp};
use crate::git::Id;

/// A commit, and a name that it did something to, by their places.
pub(super) type Place = (usize, usize);

/// The commits that did something to the names, and the merges, with those directly before each among them. A commit
/// comes before those that it was made from.
#[derive(Debug, Default)]
pub(super) struct Graph {
    pub(super) commits: Vec<Node>,
    /// By the place of a name, of each commit the last ones that did something to it, the commit among them.
    last: HashMap<usize, Vec<Rc<[usize]>>>,
}

/// A commit.
#[derive(Debug)]
pub(super) struct Node {
    pub(super) commit: Id,
    pub(super) author: Stamp,
    pub(super) committer: Stamp,
    parents: Vec<usize>,
    made: HashMap<usize, Made>,
}

/// What a commit made of what stands under a name.
#[derive(Debug, Default)]
pub(super) struct Made {
    /// The text; none where there is no file of that name any more.
    pub(super) text: Option<Id>,
    /// The text in each parent from which it differs.
    pub(super) was: Vec<Option<Id>>,
    /// Whether it is what a parent had.
    pub(super) has_same: bool,
}

impl Made {
    /// Whether there is a file of this name.
    pub(super) fn is_there(&self) -> bool {
        self.text.is_some()
    }

    /// Whether there is a file of this name that a parent had not.
    pub(super) fn is_new_to_some(&self) -> bool {
        self.text.is_some() && self.was.iter().any(Option::is_none)
    }

    /// The text before, where one other text became this one.
    pub(super) fn changed(&self) -> Option<(&Id, &Id)> {
        match self.was.as_slice() {
            [was] if !self.has_same => was.as_ref().zip(self.text.as_ref()),
            _ => None,
        }
    }
}

impl Graph {
    /// The commits of a list; a name's place is that in `names`.
    pub(super) fn of(listed: Vec<Listed<'_>>, names: &[&str]) -> Graph {
        let mut commits: Vec<Node> = Vec::new();
        let mut parents: Vec<Vec<Id>> = Vec::new();
        for Listed { commit, parents: before, author, committer, changes } in listed {
            if commits.last().is_none_or(|last| last.commit != commit) {
                commits.push(Node { commit, author, committer, parents: Vec::new(), made: HashMap::new() });
                parents.push(before);
            }
            let Some(node) = commits.last_mut() else { continue };
            for (path, change) in changes {
                let Some(name) = names.iter().position(|name| *name == path) else { continue };
                let made = node.made.entry(name).or_default();
                made.text = change.blob;
                made.was.push(change.was);
            }
        }
        let at: HashMap<Id, usize> =
            commits.iter().enumerate().map(|(at, node)| (node.commit.clone(), at)).collect();
        for (node, parents) in commits.iter_mut().zip(&parents) {
            node.parents = parents.iter().filter_map(|parent| at.get(parent).copied()).collect();
            for made in node.made.values_mut() {
                made.has_same = made.was.len() < parents.len();
            }
        }
        Graph { commits, last: HashMap::new() }
    }

    /// What a commit made of what stands under a name.
    pub(super) fn made(&self, (commit, name): Place) -> Option<&Made> {
        self.commits.get(commit)?.made.get(&name)
    }

    /// Every commit that did something to a name.
    pub(super) fn under(&self, name: usize) -> impl Iterator<Item = (Place, &Made)> {
        let made = self.commits.iter().enumerate().map(move |(at, node)| (at, node.made.get(&name)));
        made.filter_map(move |(at, made)| Some(((at, name), made?)))
    }

    /// All texts that a commit, and those after it on the list, made.
    pub(super) fn texts(&self, from: usize) -> impl Iterator<Item = &Id> {
        let nodes = self.commits.get(from..).unwrap_or_default().iter();
        nodes.flat_map(|node| node.made.values()).filter_map(|made| made.text.as_ref())
    }

    /// The last ones that did something to a name up to a commit, it among them.
    pub(super) fn last(&mut self, commit: usize, name: usize) -> Vec<Place> {
        let last = self.last.remove(&name).unwrap_or_else(|| self.all_last(name));
        let found = last.get(commit).map(|last| places(last, name)).unwrap_or_default();
        self.last.insert(name, last);
        found
    }

    /// The last ones before a commit that made a text under a name: those of each parent that had a file there.
    pub(super) fn last_before(&mut self, commit: usize, name: usize) -> Vec<Place> {
        let last = self.last.remove(&name).unwrap_or_else(|| self.all_last(name));
        let of = self.parents(commit).iter().filter_map(|parent| last.get(*parent));
        let is_text = |at: &usize| self.made((*at, name)).is_some_and(Made::is_there);
        let found = self.latest(of.flat_map(|last| last.iter().copied()).filter(is_text).collect());
        self.last.insert(name, last);
        places(&found, name)
    }

    fn all_last(&self, name: usize) -> Vec<Rc<[usize]>> {
        let mut last: Vec<Rc<[usize]>> = vec![Rc::from([]); self.commits.len()];
        for (at, node) in self.commits.iter().enumerate().rev() {
            let here = match node.made.contains_key(&name) {
                true => Rc::from([at]),
                false => self.parents_last(at, &last),
            };
            if let Some(place) = last.get_mut(at) {
                *place = here;
            }
        }
        last
    }

    /// Those of all parents, without those that came before another of them: what a branch left as it was says
    /// nothing beside what another made of it.
    fn parents_last(&self, commit: usize, last: &[Rc<[usize]>]) -> Rc<[usize]> {
        let mut of = self.parents(commit).iter().filter_map(|parent| last.get(*parent));
        let Some(first) = of.next() else { return Rc::from([]) };
        let others: Vec<&Rc<[usize]>> = of.filter(|other| *other != first).collect();
        if others.is_empty() {
            return Rc::clone(first);
        }
        self.latest(others.into_iter().chain([first]).flat_map(|last| last.iter().copied()).collect()).into()
    }

    fn latest(&self, mut all: Vec<usize>) -> Vec<usize> {
        all.sort_unstable();
        all.dedup();
        let is_superseded = |one: &usize| all.iter().any(|other| self.is_before(*one, *other));
        all.iter().filter(|one| !is_superseded(one)).copied().collect()
    }

    /// Whether a commit is among those from which another was made.
    pub(super) fn is_before(&self, one: usize, other: usize) -> bool {
        let (mut open, mut seen) = (vec![other], HashSet::new());
        while let Some(at) = open.pop() {
            for parent in self.parents(at) {
                if *parent == one {
                    return true;
                }
                // What is further down the list than it does not come after it.
                if *parent < one && seen.insert(*parent) {
                    open.push(*parent);
                }
            }
        }
        false
    }

    /// All commits from which some were made.
    pub(super) fn before(&self, mut open: Vec<usize>) -> HashSet<usize> {
        let mut found = HashSet::new();
        while let Some(at) = open.pop() {
            open.extend(self.parents(at).iter().filter(|parent| found.insert(**parent)));
        }
        found
    }

    fn parents(&self, commit: usize) -> &[usize] {
        self.commits.get(commit).map(|node| node.parents.as_slice()).unwrap_or_default()
    }
}

fn places(commits: &[usize], name: usize) -> Vec<Place> {
    commits.iter().map(|commit| (*commit, name)).collect()
}
