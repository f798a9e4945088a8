//! Everything that was done to a file, under all the names that it had, also what a merge left behind.

use std::collections::{HashMap, HashSet};
use std::rc::Rc;
use std::sync::Arc;

use super::descent::{Descent, Walk};
use super::graph::{Graph, Place};
use super::log::{self, Stamp};
use super::moves::{self, Moves};
use super::removed::Elsewhere;
use super::texts::Unread;
use super::walk::NAMES;
use super::{History, unread};
use crate::error::Error;
use crate::git::{Commit, Id, Object};

/// What a commit did to the file, under one of its names.
#[derive(Clone, Debug)]
pub struct Deed {
    /// The commit.
    pub commit: Id,
    /// Who wrote the change, and when.
    pub author: Stamp,
    /// What it made of the file; none where it took it away.
    pub text: Option<Id>,
    /// Whether it took the file away, and nothing is said by that.
    pub is_silent: bool,
    /// The places of the deeds directly before it.
    pub before: Vec<usize>,
    at: usize,
}

/// Everything that was done to the file, and to nothing else that once had, or got, one of its names. A deed comes
/// before those that it was done after.
#[derive(Debug, Default)]
pub struct Deeds {
    /// The deeds, the latest first.
    pub all: Vec<Deed>,
    /// Why these need not be all.
    pub missing: Option<String>,
    graph: Graph,
}

/// By what a file that was taken away is known again, where it comes and in any later version.
pub type Marks = HashSet<String>;

/// The marks of a text, and whether somebody has signed in it.
pub type Marked = (Marks, bool);

impl History {
    /// Everything that was done to the file up to the last commit. `marks` finds those of a text; none of one that
    /// it cannot read.
    ///
    /// # Errors
    /// When a text is not in this clone, or git fails.
    pub fn deeds(&self, mut marks: impl FnMut(&[u8]) -> Option<Marked>) -> Result<Deeds, Error> {
        let Some(head) = self.repository.head().filter(|_| !self.versions.is_empty()) else {
            return Ok(Deeds::default());
        };
        let cut = self.cut()?;
        let mut names: Vec<String> = Vec::new();
        for version in &self.versions {
            if !names.contains(&version.path) {
                names.push(version.path.clone());
            }
        }
        let (mut known, mut elsewhere) = (HashMap::new(), Elsewhere::NotAsked);
        loop {
            let paths: Vec<&str> = names.iter().map(String::as_str).collect();
            let graph = Graph::of(log::read_all(&self.repository, head, &paths)?, &paths);
            let moves = self.texts.borrow_mut().with(&self.repository, |objects| {
                Moves::of(&self.repository, objects, &graph, names.len(), &cut)
            })?;
            let mut asker = Asker { history: self, names: &names, marks: &mut marks, known: &mut known };
            let mut descent = Walk::over(graph, &names, &moves, &mut asker)?;
            if descent.wanted.is_empty() {
                elsewhere.look(&self.repository, head, &mut descent, &mut asker)?;
            }
            let is_cut_off = names.len() + descent.wanted.len() > NAMES;
            if descent.wanted.is_empty() || is_cut_off {
                let mut deeds = descent.deeds(names.len(), &cut, is_cut_off);
                deeds.missing = deeds.missing.or_else(|| elsewhere.missing());
                return Ok(deeds);
            }
            names.extend(descent.wanted);
        }
    }

    /// The commits at which a shallow clone ends.
    fn cut(&self) -> Result<HashSet<Id>, Error> {
        let Some(head) = self.repository.head().filter(|_| self.repository.is_shallow()) else {
            return Ok(HashSet::new());
        };
        let listed = self.repository.ask(["rev-list", "--max-parents=0", head.as_str(), "--"])?;
        let roots: Vec<Id> = listed.split(|b| *b == b'\n').filter_map(Id::read).collect();
        let mut cut = HashSet::new();
        self.texts.borrow_mut().with(&self.repository, |objects| {
            objects.read(&roots, |id, object| {
                let Object::Commit(bytes) = object else { return };
                if Commit::read(&bytes).is_some_and(|commit| !commit.parents.is_empty()) {
                    cut.insert(id.clone());
                }
            })
        })?;
        Ok(cut)
    }

    /// The text that a deed made; none where it took the file away, or where it is larger than is read.
    ///
    /// # Errors
    /// When it is not in this clone, or git fails.
    pub fn deed_text(&self, deeds: &Deeds, deed: &Deed) -> Result<Option<Arc<[u8]>>, Error> {
        let Some(text) = &deed.text else { return Ok(None) };
        self.earlier_text(&deeds.graph, deed.at, text)
    }

    fn earlier_text(&self, graph: &Graph, at: usize, text: &Id) -> Result<Option<Arc<[u8]>>, Error> {
        match self.texts.borrow_mut().get(&self.repository, text, graph.texts(at))? {
            Ok(text) => Ok(Some(text)),
            Err(Unread::TooLarge) => Ok(None),
            Err(why) => {
                let commit = graph.commits.get(at).map(|node| node.commit.short()).unwrap_or_default();
                Err(unread("an earlier version of it", commit, why))
            }
        }
    }
}

/// The commits from which one was made.
#[derive(Debug)]
pub struct Before(HashSet<usize>);

impl Before {
    /// Whether a deed was done in one of them.
    pub fn has(&self, deed: &Deed) -> bool {
        self.0.contains(&deed.at)
    }
}

impl Deeds {
    /// The commits from which that of a deed was made.
    pub fn before(&self, deed: &Deed) -> Before {
        Before(self.graph.before(vec![deed.at]))
    }
}

impl Descent {
    fn deeds(self, names: usize, cut: &HashSet<Id>, is_cut_off: bool) -> Deeds {
        let Descent { mut graph, found, has_odd_name, silent, .. } = self;
        let places: HashMap<Place, usize> =
            found.keys().enumerate().map(|(at, place)| (*place, at)).collect();
        let deeds = found.iter().filter_map(|(place, before)| {
            let text = graph.made(*place)?.text.clone();
            let mut before: Vec<usize> =
                before.iter().filter_map(|place| places.get(place).copied()).collect();
            if before.is_empty() {
                // A copy says no more than what the file does not have.
                let others = (0..names).flat_map(|name| graph.last_before(place.0, name));
                before.extend(others.filter_map(|place| places.get(&place).copied()));
            }
            let node = graph.commits.get(place.0)?;
            Some(Deed {
                commit: node.commit.clone(),
                author: node.author.clone(),
                is_silent: silent.contains(place),
                text,
                before,
                at: place.0,
            })
        });
        let all: Vec<Deed> = deeds.collect();
        let mut edges = all.iter().filter(|deed| deed.text.is_some() && cut.contains(&deed.commit));
        let edge = edges.next().and_then(|deed| graph.commits.get(deed.at));
        let missing = edge.map(|node| super::walk::shallow(&node.commit, Some(&node.committer)));
        // Before the end of a shallow clone the plan may have been there, and taken away.
        let end = || cut.iter().min_by_key(|commit| commit.as_str());
        let missing = missing
            .or_else(|| end().map(|commit| super::walk::shallow(commit, None)))
            .or_else(|| is_cut_off.then(super::walk::too_many_names))
            .or_else(|| has_odd_name.then(|| super::walk::ODD_NAME.to_owned()));
        Deeds { all, missing, graph }
    }
}

/// What is known of a text; nothing of one that cannot be read.
type Looked = Option<(Rc<Marks>, bool)>;

/// What the walk asks of texts and of git.
pub(super) struct Asker<'a> {
    history: &'a History,
    pub(super) names: &'a [String],
    marks: &'a mut dyn FnMut(&[u8]) -> Option<Marked>,
    known: &'a mut HashMap<Id, Looked>,
}

impl Asker<'_> {
    /// The marks of a text that was there at a commit; none where it cannot be read.
    pub(super) fn marks(&mut self, graph: &Graph, at: usize, text: &Id) -> Result<Option<Rc<Marks>>, Error> {
        Ok(self.look(graph, at, text)?.map(|(marks, _)| marks))
    }

    /// Whether somebody has signed in a text; not in one that cannot be read.
    pub(super) fn is_signed(&mut self, graph: &Graph, at: usize, text: &Id) -> Result<bool, Error> {
        Ok(self.look(graph, at, text)?.is_some_and(|(_, is_signed)| is_signed))
    }

    fn look(&mut self, graph: &Graph, at: usize, text: &Id) -> Result<Looked, Error> {
        if let Some(known) = self.known.get(text) {
            return Ok(known.clone());
        }
        let read = self.history.earlier_text(graph, at, text)?;
        let looked =
            read.and_then(|read| (self.marks)(&read)).map(|(marks, is_signed)| (Rc::new(marks), is_signed));
        self.known.insert(text.clone(), looked.clone());
        Ok(looked)
    }

    /// Those of some places at which what stood there was set aside.
    pub(super) fn set_aside(&mut self, graph: &Graph, places: Vec<Place>) -> Result<Vec<Place>, Error> {
        if places.is_empty() {
            return Ok(places);
        }
        let repository = &self.history.repository;
        let mut texts = self.history.texts.borrow_mut();
        texts.with(repository, |objects| moves::set_aside(repository, objects, graph, self.names, places))
    }
}
