//! Plans that were taken away anywhere, by which one that comes with sign-offs in it may be known again: git finds a
//! rename within one commit alone, and there the file that is most alike.

use std::rc::Rc;

use super::deeds::{Asker, Marks};
use super::descent::Descent;
use super::graph::Place;
use super::log;
use crate::error::Error;
use crate::git::{Id, Repository};

/// The most files whose texts are looked at.
const MOST: usize = 10_000;

/// How the names of plans end.
const ENDINGS: [&str; 2] = [".yaml", ".yml"];

/// A file that was taken away.
pub(super) struct Removed {
    name: String,
    marks: Rc<Marks>,
}

/// The plans that were taken away.
pub(super) enum Elsewhere {
    NotAsked,
    Known(Vec<Removed>),
    /// There are more files than are looked at.
    TooMany,
}

impl Elsewhere {
    /// Where a file comes with sign-offs in it, wants the names of those that have a mark of it.
    pub(super) fn look(
        &mut self,
        repository: &Repository,
        head: &Id,
        descent: &mut Descent,
        asker: &mut Asker<'_>,
    ) -> Result<(), Error> {
        if !descent.comes_signed(asker)? {
            return Ok(());
        }
        if matches!(self, Elsewhere::NotAsked) {
            *self = all(repository, head, descent, asker)?;
        }
        if let Elsewhere::Known(removed) = self {
            let found: Vec<Place> = descent.found.keys().copied().collect();
            let marks = descent.marks(asker, &found)?;
            let known = |one: &&Removed| !one.marks.is_disjoint(&marks) && !asker.names.contains(&one.name);
            descent.wanted.extend(removed.iter().filter(known).map(|one| one.name.clone()));
        }
        Ok(())
    }

    /// Why something may have been said that is not known.
    pub(super) fn missing(&self) -> Option<String> {
        let is_too_many = matches!(self, Elsewhere::TooMany);
        is_too_many.then(|| {
            format!("it came with sign-offs in it, and which of more than {MOST} removed files it was is not looked for")
        })
    }
}

fn all(
    repository: &Repository,
    head: &Id,
    descent: &Descent,
    asker: &mut Asker<'_>,
) -> Result<Elsewhere, Error> {
    let listed = log::removed(repository, head, &ENDINGS)?;
    if listed.len() > MOST {
        return Ok(Elsewhere::TooMany);
    }
    let mut found = Vec::new();
    for (name, text) in listed {
        let marks = asker.marks(&descent.graph, 0, &text)?;
        found.extend(marks.map(|marks| Removed { name, marks }));
    }
    Ok(Elsewhere::Known(found))
}
