//! Which names the file had before and after each commit in which one of them comes or goes.

use std::collections::{HashMap, HashSet};

use super::graph::{Graph, Place};
use super::renames::{Change, Looked, Renames};
use crate::error::Error;
use crate::git::{Commit, Id, Object, Objects, Repository};

/// The renames in a graph.
pub(super) struct Moves {
    renames: Renames,
    /// By the place of each commit in which a name comes or goes, its own parents.
    changes: HashMap<usize, Vec<Change>>,
}

impl Moves {
    /// Looks for those of a graph; of the commits at which a shallow clone ends, nothing is known.
    pub(super) fn of(
        repository: &Repository,
        objects: &mut Objects,
        graph: &Graph,
        names: usize,
        cut: &HashSet<Id>,
    ) -> Result<Moves, Error> {
        let turns = (0..names).flat_map(|name| graph.under(name));
        let turns = turns.filter(|(_, made)| made.text.is_none() || made.is_new_to_some());
        let turns: HashSet<usize> = turns.map(|((at, _), _)| at).collect();
        let changes = changes(objects, graph, turns.into_iter(), cut)?;
        let all = changes.values().flatten();
        let renames = Renames::of(repository, objects, Looked::Renames, all)?;
        Ok(Moves { renames, changes })
    }

    /// The names that a file had in the parents of the commit in which it has this one, with its texts then.
    pub(super) fn old_names<'a>(
        &'a self,
        commit: usize,
        name: &'a str,
    ) -> impl Iterator<Item = (&'a [u8], &'a Id)> {
        self.changes(commit).filter_map(move |change| self.renames.old(change, name))
    }

    /// The names that a file got in the commit in which this one goes.
    pub(super) fn new_names<'a>(&'a self, commit: usize, name: &'a str) -> impl Iterator<Item = &'a [u8]> {
        self.changes(commit).filter_map(move |change| self.renames.new_name(change, name))
    }

    fn changes(&self, commit: usize) -> impl Iterator<Item = &Change> {
        self.changes.get(&commit).into_iter().flatten()
    }
}

/// Those of some places at which another text came under the name, while the text of before came under a new one.
pub(super) fn set_aside(
    repository: &Repository,
    objects: &mut Objects,
    graph: &Graph,
    names: &[String],
    places: Vec<Place>,
) -> Result<Vec<Place>, Error> {
    let changes = changes(objects, graph, places.iter().map(|(commit, _)| *commit), &HashSet::new())?;
    let copies = Renames::of(repository, objects, Looked::Copies, changes.values().flatten())?;
    let is_copied = |(commit, name): &Place| {
        let mut changes = changes.get(commit).into_iter().flatten();
        names.get(*name).is_some_and(|name| changes.any(|change| copies.new_name(change, name).is_some()))
    };
    Ok(places.into_iter().filter(is_copied).collect())
}

/// What some commits did to each of their own parents: those of the graph are the nearest that are in it.
fn changes(
    objects: &mut Objects,
    graph: &Graph,
    commits: impl Iterator<Item = usize>,
    cut: &HashSet<Id>,
) -> Result<HashMap<usize, Vec<Change>>, Error> {
    let at: HashMap<Id, usize> =
        commits.filter_map(|at| Some((graph.commits.get(at)?.commit.clone(), at))).collect();
    let ids: Vec<Id> = at.keys().filter(|id| !cut.contains(*id)).cloned().collect();
    let mut found = HashMap::new();
    objects.read(&ids, |commit, object| {
        let Object::Commit(bytes) = object else { return };
        let parents = Commit::read(&bytes).map(|commit| commit.parents).unwrap_or_default();
        let changes = parents.into_iter().map(|parent| Change { commit: commit.clone(), parent });
        if let Some(at) = at.get(commit) {
            found.insert(*at, changes.collect());
        }
    })?;
    Ok(found)
}
