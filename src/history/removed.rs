//! Plans that were taken away anywhere, by which one that comes with sign-offs in it may be known again: git finds a
//! rename within one commit alone, and there the file that is most alike.

use std::rc::Rc;

use super::deeds::{Asker, Marks};
use super::descent::Descent;
use super::graph::Place;
use crate::error::Error;
use crate::git::{Id, Repository, split};

/// The most files whose texts are looked at.
const MOST: usize = 10_000;

/// Every file that some commit took from what a parent of it had.
const LOG: [&str; 14] = [
    "log",
    "-z",
    "--raw",
    "-m",
    "--full-history",
    "--diff-filter=D",
    "--no-abbrev",
    "--no-renames",
    "--no-color",
    "--no-ext-diff",
    "--no-textconv",
    "--no-show-signature",
    "--no-notes",
    "--format=",
];

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
    let args = LOG.into_iter().chain([head.as_str(), "--"]);
    let unknown = || Error::new("git lists files in a form that is not known");
    let listed = read(&repository.ask(args)?).ok_or_else(unknown)?;
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

/// How the names of plans end.
const ENDINGS: [&str; 2] = [".yaml", ".yml"];

/// Reads `:100644 000000 <id> <id> D` and a name, each of a plan's ending once.
fn read(mut rest: &[u8]) -> Option<Vec<(String, Id)>> {
    let mut found = Vec::new();
    while let Some((token, more)) = split(rest, 0) {
        rest = more;
        let token = token.trim_ascii_start();
        if token.first() != Some(&b':') {
            continue;
        }
        let (name, more) = split(rest, 0)?;
        rest = more;
        let mut words = token.split(|b| *b == b' ');
        let (mode, text) = (words.next()?, Id::read(words.nth(1)?)?);
        let name = str::from_utf8(name).ok().filter(|name| ENDINGS.iter().any(|end| name.ends_with(end)));
        if let Some(name) = name.filter(|_| mode.starts_with(b":100")) {
            found.push((name.to_owned(), text));
        }
    }
    found.sort_unstable_by(|one, other| (&one.0, one.1.as_str()).cmp(&(&other.0, other.1.as_str())));
    found.dedup();
    Some(found)
}
