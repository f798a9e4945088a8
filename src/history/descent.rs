//! What a file comes from: over merges, names, and times at which it was not there.

use std::collections::{BTreeMap, BTreeSet, HashSet};

use super::deeds::{Asker, Marks};
use super::graph::{Graph, Place};
use super::moves::Moves;
use crate::error::Error;

/// What was found.
pub(super) struct Descent {
    pub(super) graph: Graph,
    /// What was done to the file, each with what was done directly before.
    pub(super) found: BTreeMap<Place, Vec<Place>>,
    /// Names of it that the graph does not know yet.
    pub(super) wanted: BTreeSet<String>,
    /// Whether it had a name that is not UTF-8.
    pub(super) has_odd_name: bool,
}

/// The way back from the last commit, where the file has the first of the names.
pub(super) struct Walk<'a, 'b> {
    names: &'a [String],
    moves: &'a Moves,
    asker: &'a mut Asker<'b>,
    descent: Descent,
    /// Where the file comes, and was not there before.
    starts: BTreeSet<Place>,
    /// Where another file took its place.
    aside: HashSet<Place>,
    asked: HashSet<Place>,
    joined: HashSet<(Place, Place)>,
    /// The starts behind which there is nothing more to find.
    settled: HashSet<Place>,
}

impl Walk<'_, '_> {
    /// Goes back over a graph.
    pub(super) fn over<'a>(
        graph: Graph,
        names: &'a [String],
        moves: &'a Moves,
        asker: &'a mut Asker<'_>,
    ) -> Result<Descent, Error> {
        let descent = Descent { graph, found: BTreeMap::new(), wanted: BTreeSet::new(), has_odd_name: false };
        let mut walk = Walk {
            names,
            moves,
            asker,
            descent,
            starts: BTreeSet::new(),
            aside: HashSet::new(),
            asked: HashSet::new(),
            joined: HashSet::new(),
            settled: HashSet::new(),
        };
        loop {
            walk.descent.found.clear();
            walk.descent.wanted.clear();
            walk.starts.clear();
            walk.joined.clear();
            walk.settled.clear();
            let last = walk.earlier(None, 0);
            walk.follow(last);
            while walk.join()? {}
            if !walk.set_aside()? {
                return Ok(walk.descent);
            }
        }
    }

    fn follow(&mut self, mut open: Vec<Place>) {
        while let Some(place) = open.pop() {
            if self.descent.found.contains_key(&place) {
                continue;
            }
            let before = self.before(place);
            open.extend(&before);
            self.descent.found.insert(place, before);
        }
    }

    /// What was done to the file directly before.
    fn before(&mut self, place: Place) -> Vec<Place> {
        let Some(made) = self.descent.graph.made(place) else { return Vec::new() };
        let (comes, is_new_to_some) = (made.comes() || self.aside.contains(&place), made.is_new_to_some());
        let mut before = Vec::new();
        if comes {
            self.starts.insert(place);
        } else {
            before = self.earlier(Some(place.0), place.1);
        }
        if is_new_to_some {
            before.extend(self.under_old_names(place));
        }
        before
    }

    /// What was done last to a name before a commit, or up to the last one; and, where the file of that name went, to
    /// the names that it got.
    fn earlier(&mut self, commit: Option<usize>, name: usize) -> Vec<Place> {
        let (mut names, mut next, mut found) = (vec![name], 0, Vec::new());
        while let Some(name) = names.get(next).copied() {
            next += 1;
            let places = match commit {
                Some(commit) => self.descent.graph.last_before(commit, name),
                None => self.descent.graph.last(0, name),
            };
            for place in places {
                found.push(place);
                let new = self.new_names(place);
                names.extend(new.into_iter().filter(|new| !names.contains(new)).collect::<BTreeSet<usize>>());
            }
        }
        found
    }

    fn new_names(&mut self, place: Place) -> Vec<usize> {
        let is_gone = self.descent.graph.made(place).is_some_and(|made| made.text.is_none());
        let Some(name) = self.names.get(place.1).filter(|_| is_gone) else { return Vec::new() };
        let moves = self.moves;
        moves.new_names(place.0, name).filter_map(|name| self.name(name)).collect()
    }

    fn under_old_names(&mut self, (commit, name): Place) -> Vec<Place> {
        let Some(name) = self.names.get(name) else { return Vec::new() };
        let (moves, mut found) = (self.moves, Vec::new());
        for (old, text) in moves.old_names(commit, name) {
            let Some(old) = self.name(old) else { continue };
            let graph = &mut self.descent.graph;
            let mut places = graph.last_before(commit, old);
            places.retain(|place| graph.made(*place).is_some_and(|made| made.text.as_ref() == Some(text)));
            found.extend(places);
        }
        found
    }

    /// The place of a name; one that is not known yet is wanted.
    fn name(&mut self, name: &[u8]) -> Option<usize> {
        let Ok(name) = str::from_utf8(name) else {
            self.descent.has_odd_name = true;
            return None;
        };
        let known = self.names.iter().position(|known| known == name);
        if known.is_none() {
            self.descent.wanted.insert(name.to_owned());
        }
        known
    }

    /// Goes on where a file comes that was there before under that name, and was taken away; whether there was one.
    fn join(&mut self) -> Result<bool, Error> {
        let starts: Vec<Place> =
            self.starts.iter().filter(|start| !self.settled.contains(start)).copied().collect();
        let (mut later, mut is_any) = (None, false);
        for start in starts {
            let (mut behind, mut is_settled) = (HashSet::new(), true);
            for gone in self.gone(start) {
                if behind.contains(&gone.0) {
                    continue;
                }
                if !self.joined.contains(&(start, gone)) {
                    let later = match &later {
                        Some(later) => later,
                        None => &*later.insert(self.marks()?),
                    };
                    if !self.is_same(gone, later)? {
                        is_settled = false;
                        continue;
                    }
                    is_any = true;
                    self.joined.insert((start, gone));
                    let before = self.taken_up(start, gone);
                    self.follow(before.clone());
                    self.descent.found.entry(start).or_default().extend(before);
                }
                // What was taken away before that is found from there.
                behind.extend(self.descent.graph.before(gone.0));
            }
            if is_settled {
                self.settled.insert(start);
            }
        }
        Ok(is_any)
    }

    /// Where a file of the same name was taken away before, or another took its place; the latest first.
    fn gone(&self, start: Place) -> Vec<Place> {
        let graph = &self.descent.graph;
        let mut turns = graph
            .under(start.1)
            .map(|(place, made)| (place, made.text.is_none(), self.aside.contains(&place)))
            .filter(|(_, is_gone, is_aside)| *is_gone || *is_aside)
            .peekable();
        if turns.peek().is_none() {
            return Vec::new();
        }
        let before = graph.before(start.0);
        let is_before = |(place, _, is_aside): &(Place, bool, bool)| {
            before.contains(&place.0) || *is_aside && *place == start
        };
        turns.filter(is_before).map(|(place, ..)| place).collect()
    }

    /// What was done to a file that was taken away, as it is known where it comes again.
    fn taken_up(&mut self, start: Place, gone: Place) -> Vec<Place> {
        if self.aside.contains(&gone) {
            return self.earlier(Some(gone.0), gone.1);
        }
        let mut found = vec![gone];
        for name in self.new_names(gone) {
            found.extend(self.earlier(Some(start.0), name));
        }
        found
    }

    /// Whether a file that was taken away has a mark of the one that comes, which has `later`.
    fn is_same(&mut self, gone: Place, later: &Marks) -> Result<bool, Error> {
        let graph = &mut self.descent.graph;
        let mut texts = Vec::new();
        for place in graph.last_before(gone.0, gone.1) {
            texts.extend(graph.made(place).and_then(|made| made.text.clone()).map(|text| (place.0, text)));
        }
        for (at, text) in texts {
            // What cannot be read may be it.
            let Some(marks) = self.asker.marks(&self.descent.graph, at, &text)? else { return Ok(true) };
            if !marks.is_disjoint(later) {
                return Ok(true);
            }
        }
        Ok(false)
    }

    /// The marks of all versions.
    fn marks(&mut self) -> Result<Marks, Error> {
        let (graph, mut all) = (&self.descent.graph, Marks::new());
        for place in self.descent.found.keys() {
            let Some(text) = graph.made(*place).and_then(|made| made.text.as_ref()) else { continue };
            let marks = self.asker.marks(graph, place.0, text)?;
            all.extend(marks.iter().flat_map(|marks| marks.iter().cloned()));
        }
        Ok(all)
    }

    /// Finds where another file took the place of this one, which has no mark of it; whether there are more than are
    /// known.
    fn set_aside(&mut self) -> Result<bool, Error> {
        let graph = &self.descent.graph;
        let mut places = Vec::new();
        for place in self.descent.found.keys() {
            let changed = graph.made(*place).and_then(|made| made.changed());
            let Some((was, is)) = changed.filter(|_| self.asked.insert(*place)) else { continue };
            let Some(was) = self.asker.marks(graph, place.0, was)? else { continue };
            let Some(is) = self.asker.marks(graph, place.0, is)? else { continue };
            if !was.is_empty() && was.is_disjoint(&is) {
                places.push(*place);
            }
        }
        let known = self.aside.len();
        self.aside.extend(self.asker.set_aside(graph, places)?);
        Ok(self.aside.len() > known)
    }
}
