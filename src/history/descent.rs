//! What a file comes from: over merges, names, and times at which it was not there.

use std::collections::{BTreeMap, BTreeSet, HashSet};

use super::deeds::{Asker, Marks};
use super::graph::{Graph, Made, Place};
use super::moves::Moves;
use crate::error::Error;
use crate::git::Id;

/// What was found.
pub(super) struct Descent {
    pub(super) graph: Graph,
    /// What was done to the file, each with what was done directly before.
    pub(super) found: BTreeMap<Place, Vec<Place>>,
    /// Names of it that the graph does not know yet.
    pub(super) wanted: BTreeSet<String>,
    /// Whether it had a name that is not UTF-8.
    pub(super) has_odd_name: bool,
    /// Where it was taken away and nothing said by that: it stands under another name, or a merge took what a parent
    /// had.
    pub(super) silent: HashSet<Place>,
}

/// The way back from the last commit, where the file has the first of the names.
pub(super) struct Walk<'a, 'b> {
    names: &'a [String],
    moves: &'a Moves,
    asker: &'a mut Asker<'b>,
    descent: Descent,
    /// The marks of what was found, but for that whose marks nobody needed yet.
    marks: Marks,
    unmarked: Vec<Place>,
    /// What was found with all that came before.
    followed: HashSet<Place>,
    /// What was done to names before the file came under them.
    behind: HashSet<Place>,
    /// Where another file took its place.
    aside: HashSet<Place>,
    asked: HashSet<Place>,
}

/// What is the file's, of what does not lead to its last version.
enum Its {
    /// A version, and what came before it.
    Line,
    /// A version, or its end; what came before under the name may be another file's.
    Version,
}

impl Descent {
    /// The marks of the texts at some places.
    pub(super) fn marks(&self, asker: &mut Asker<'_>, places: &[Place]) -> Result<Marks, Error> {
        let mut all = Marks::new();
        for place in places {
            let Some(text) = self.graph.made(*place).and_then(|made| made.text.as_ref()) else { continue };
            let marks = asker.marks(&self.graph, place.0, text)?;
            all.extend(marks.iter().flat_map(|marks| marks.iter().cloned()));
        }
        Ok(all)
    }

    /// Whether a text has marks, others have some, and none is both's.
    fn is_another(&self, asker: &mut Asker<'_>, place: Place, others: &[Place]) -> Result<bool, Error> {
        let (own, theirs) = (self.marks(asker, &[place])?, self.marks(asker, others)?);
        Ok(!own.is_empty() && !theirs.is_empty() && own.is_disjoint(&theirs))
    }

    /// Whether the file comes from nothing that is known, or from what seems to be another, with sign-offs in it.
    pub(super) fn comes_signed(&self, asker: &mut Asker<'_>) -> Result<bool, Error> {
        for (place, before) in &self.found {
            let Some(made) = self.graph.made(*place).filter(|made| made.is_new_to_some()) else { continue };
            let Some(text) = &made.text else { continue };
            if asker.is_signed(&self.graph, place.0, text)?
                && (before.is_empty() || self.is_another(asker, *place, before)?)
            {
                return Ok(true);
            }
        }
        Ok(false)
    }
}

impl Walk<'_, '_> {
    /// Goes back over a graph.
    pub(super) fn over<'a>(
        graph: Graph,
        names: &'a [String],
        moves: &'a Moves,
        asker: &'a mut Asker<'_>,
    ) -> Result<Descent, Error> {
        let descent = Descent {
            graph,
            found: BTreeMap::new(),
            wanted: BTreeSet::new(),
            has_odd_name: false,
            silent: HashSet::new(),
        };
        let mut walk = Walk {
            names,
            moves,
            asker,
            descent,
            marks: Marks::new(),
            unmarked: Vec::new(),
            followed: HashSet::new(),
            behind: HashSet::new(),
            aside: HashSet::new(),
            asked: HashSet::new(),
        };
        loop {
            walk.descent.found.clear();
            walk.descent.wanted.clear();
            walk.marks.clear();
            walk.unmarked.clear();
            walk.followed.clear();
            let last = walk.descent.graph.last(0, 0);
            walk.follow(last)?;
            walk.behind = walk.behind();
            while walk.join()? {}
            if !walk.set_aside()? {
                walk.removals()?;
                return Ok(walk.descent);
            }
        }
    }

    fn follow(&mut self, mut open: Vec<Place>) -> Result<(), Error> {
        while let Some(place) = open.pop() {
            if !self.followed.insert(place) {
                continue;
            }
            let before = self.before(place)?;
            open.extend(&before);
            self.add(place, before);
        }
        Ok(())
    }

    fn add(&mut self, place: Place, before: Vec<Place>) {
        if self.descent.found.insert(place, before).is_none() {
            self.unmarked.push(place);
        }
    }

    /// What was done to the file directly before.
    fn before(&mut self, place: Place) -> Result<Vec<Place>, Error> {
        let mut before = self.in_place(place);
        if self.descent.graph.made(place).is_some_and(Made::is_new_to_some) {
            let old = self.under_old_names(place);
            before.extend(self.corrected(place, old)?);
        }
        Ok(before)
    }

    /// What a file comes from, by its marks where git takes another that went in the same commit for it.
    fn corrected(&mut self, place: Place, old: Vec<Place>) -> Result<Vec<Place>, Error> {
        if old.is_empty() || !self.descent.is_another(self.asker, place, &old)? {
            return Ok(old);
        }
        let mut found = Vec::new();
        for name in 0..self.names.len() {
            if self.descent.graph.made((place.0, name)).is_some_and(|made| made.text.is_none()) {
                let went = self.descent.graph.last_before(place.0, name);
                if !went.is_empty() && !self.descent.is_another(self.asker, place, &went)? {
                    found.extend(went);
                }
            }
        }
        Ok(if found.is_empty() { old } else { found })
    }

    /// The texts of the file that were last under the same name.
    fn in_place(&mut self, place: Place) -> Vec<Place> {
        match self.aside.contains(&place) {
            true => Vec::new(),
            false => self.descent.graph.last_before(place.0, place.1),
        }
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

    /// Adds what else under the names, on whatever branch, is the file's; whether there was any.
    fn join(&mut self) -> Result<bool, Error> {
        let (graph, known) = (&self.descent.graph, (self.descent.found.len(), self.followed.len()));
        let all = (0..self.names.len()).flat_map(|name| graph.under(name)).map(|(place, _)| place);
        let mut others: Vec<Place> = all.filter(|place| !self.followed.contains(place)).collect();
        // The oldest first, as the later ones go by those before them.
        others.sort_unstable_by(|one, other| other.cmp(one));
        for place in others {
            match self.is_its(place)? {
                Some(Its::Line) => self.follow(vec![place])?,
                Some(Its::Version) => {
                    let before = self.before(place)?;
                    self.add(place, before);
                }
                None => {}
            }
        }
        Ok((self.descent.found.len(), self.followed.len()) != known)
    }

    fn is_its(&mut self, place: Place) -> Result<Option<Its>, Error> {
        let in_place = self.in_place(place);
        let found = &self.descent.found;
        let Some(text) = self.descent.graph.made(place).and_then(|made| made.text.clone()) else {
            return Ok(in_place.iter().any(|one| found.contains_key(one)).then_some(Its::Version));
        };
        if self.are_followed(&in_place) {
            return Ok(Some(Its::Line));
        }
        let is_after = !in_place.is_empty() && in_place.iter().all(|one| found.contains_key(one));
        Ok(match self.has_mark(place.0, &text)? {
            Some(true) if self.behind.contains(&place) => Some(Its::Line),
            Some(true) => {
                let before = self.before(place)?;
                Some(if self.are_followed(&before) { Its::Line } else { Its::Version })
            }
            Some(false) => None,
            None => is_after.then_some(Its::Version),
        })
    }

    fn are_followed(&self, places: &[Place]) -> bool {
        !places.is_empty() && places.iter().all(|place| self.followed.contains(place))
    }

    /// What was done to a name before the file came under it.
    fn behind(&mut self) -> HashSet<Place> {
        let mut starts: BTreeMap<usize, Vec<usize>> = BTreeMap::new();
        let found: Vec<Place> = self.descent.found.keys().copied().collect();
        for place in found {
            if self.in_place(place).is_empty() {
                starts.entry(place.1).or_default().push(place.0);
            }
        }
        let graph = &self.descent.graph;
        let behind = starts.into_iter().flat_map(|(name, starts)| {
            let before = graph.before(starts);
            graph.under(name).map(|(place, _)| place).filter(move |place| before.contains(&place.0))
        });
        behind.collect()
    }

    /// Whether a text has a mark of one that was found; none where it has none at all.
    fn has_mark(&mut self, at: usize, text: &Id) -> Result<Option<bool>, Error> {
        let unmarked = std::mem::take(&mut self.unmarked);
        let new = self.descent.marks(self.asker, &unmarked)?;
        self.marks.extend(new);
        let marks = self.asker.marks(&self.descent.graph, at, text)?;
        Ok(marks.filter(|marks| !marks.is_empty()).map(|marks| !marks.is_disjoint(&self.marks)))
    }

    /// Looks where the file went, and what stood there beside, where it was taken away.
    fn removals(&mut self) -> Result<(), Error> {
        let is_gone = |place: &&Place| !self.descent.graph.made(**place).is_some_and(Made::is_there);
        let gone: Vec<Place> = self.descent.found.keys().filter(is_gone).copied().collect();
        for place in gone {
            let new = self.new_names(place);
            let is_moved = new.iter().any(|name| self.descent.found.contains_key(&(place.0, *name)));
            let has_same = self.descent.graph.made(place).is_some_and(|made| made.has_same);
            if is_moved || has_same || self.stands_beside(place)? {
                self.descent.silent.insert(place);
            }
        }
        Ok(())
    }

    fn new_names(&mut self, (commit, name): Place) -> Vec<usize> {
        let Some(name) = self.names.get(name) else { return Vec::new() };
        let moves = self.moves;
        moves.new_names(commit, name).filter_map(|name| self.name(name)).collect()
    }

    /// Whether the file stands under another name as well, and has a mark there of what is taken away.
    fn stands_beside(&mut self, gone: Place) -> Result<bool, Error> {
        let before = self.descent.found.get(&gone).cloned().unwrap_or_default();
        let marks = self.descent.marks(self.asker, &before)?;
        let graph = &mut self.descent.graph;
        let mut beside: Vec<Place> =
            (0..self.names.len()).flat_map(|name| graph.last(gone.0, name)).collect();
        beside.retain(|place| self.descent.found.contains_key(place));
        Ok(!self.descent.marks(self.asker, &beside)?.is_disjoint(&marks))
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
