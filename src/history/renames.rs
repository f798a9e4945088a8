//! What files were called before, and after, they got another name.

use std::collections::{HashMap, HashSet};

use crate::error::Error;
use crate::git::{Commit, Id, Object, Objects, Repository, split};

/// What a commit did to one of its parents.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub(super) struct Change {
    pub(super) commit: Id,
    pub(super) parent: Id,
}

struct Rename {
    old: Vec<u8>,
    new: Vec<u8>,
    /// What stood under the old name.
    text: Id,
}

/// What is looked for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Looked {
    /// Where a file went that is under its name no more.
    Renames,
    /// Where the text of a file went that is another file under its name.
    Copies,
}

/// Half of a file has to be the same, and up to 1,000 files that went are compared with as many that
/// came: what git does by itself, whatever the settings say. A copy is no rename: the original goes
/// on, and what was signed in it was signed there; unless another file took its place meanwhile, and the
/// whole of it came under a new name.
const RENAMES: [&str; 3] = ["-M50%", "-l1000", "--diff-filter=R"];
const COPIES: [&str; 2] = ["-C100%", "--diff-filter=C"];
const DIFF: [&str; 8] =
    ["diff-tree", "--stdin", "-r", "-z", "--raw", "--no-abbrev", "--no-ext-diff", "--no-textconv"];

/// What got another name, change by change.
#[derive(Default)]
pub(super) struct Renames {
    trees: HashMap<Id, Id>,
    between: HashMap<(Id, Id), Vec<Rename>>,
}

impl Renames {
    /// The renames of these changes.
    pub(super) fn of<'c>(
        repository: &Repository,
        objects: &mut Objects,
        looked: Looked,
        changes: impl Iterator<Item = &'c Change> + Clone,
    ) -> Result<Renames, Error> {
        let trees = trees(objects, changes.clone())?;
        let mut found = Renames { trees, between: HashMap::new() };
        let pairs: HashSet<(&Id, &Id)> = changes.filter_map(|change| found.pair(change)).collect();
        if pairs.is_empty() {
            return Ok(found);
        }
        let input: String =
            pairs.iter().flat_map(|(old, new)| [old.as_str(), " ", new.as_str(), "\n"]).collect();
        let looked: &[&str] = match looked {
            Looked::Renames => &RENAMES,
            Looked::Copies => &COPIES,
        };
        let args = DIFF.iter().chain(looked).copied();
        found.between = renames(&repository.ask_with(args, input.into_bytes())?)
            .ok_or_else(|| Error::new("git lists renames in a form that is not known"))?;
        Ok(found)
    }

    /// The name that a file had before a change.
    pub(super) fn old_name(&self, change: &Change, new: &str) -> Option<&[u8]> {
        Some(self.old(change, new)?.0)
    }

    /// The name that a file had before a change, and its text then.
    pub(super) fn old(&self, change: &Change, new: &str) -> Option<(&[u8], &Id)> {
        let rename = self.between(change).iter().find(|rename| rename.new == new.as_bytes())?;
        Some((&rename.old, &rename.text))
    }

    /// The name that a file has after a change.
    pub(super) fn new_name(&self, change: &Change, old: &str) -> Option<&[u8]> {
        let rename = self.between(change).iter().find(|rename| rename.old == old.as_bytes())?;
        Some(&rename.new)
    }

    fn between(&self, change: &Change) -> &[Rename] {
        let pair = self.pair(change).map(|(old, new)| (old.clone(), new.clone()));
        pair.and_then(|pair| self.between.get(&pair)).map_or(&[], Vec::as_slice)
    }

    fn pair(&self, change: &Change) -> Option<(&Id, &Id)> {
        Some((self.trees.get(&change.parent)?, self.trees.get(&change.commit)?))
    }
}

/// The trees of all commits that are compared.
fn trees<'c>(
    objects: &mut Objects,
    changes: impl Iterator<Item = &'c Change>,
) -> Result<HashMap<Id, Id>, Error> {
    let commits: Vec<Id> = changes.flat_map(|change| [&change.commit, &change.parent]).cloned().collect();
    let (mut trees, mut lost) = (HashMap::new(), None);
    objects.read(&commits, |id, object| {
        let commit = match object {
            Object::Commit(bytes) => Commit::read(&bytes),
            _ => None,
        };
        match commit {
            Some(commit) => drop(trees.insert(id.clone(), commit.tree)),
            None => lost = Some(id.clone()),
        }
    })?;
    match lost {
        Some(id) => Err(Error::new(format!("the commit {} cannot be read", id.short()))),
        None => Ok(trees),
    }
}

/// Reads `<tree> <tree>` lines, each with the renames between the two.
fn renames(mut rest: &[u8]) -> Option<HashMap<(Id, Id), Vec<Rename>>> {
    let mut found: HashMap<(Id, Id), Vec<Rename>> = HashMap::new();
    let mut pair = None;
    while !rest.is_empty() {
        if rest.first() != Some(&b':') {
            let (line, more) = split(rest, b'\n')?;
            let (old, new) = split(line, b' ')?;
            pair = Some((Id::read(old)?, Id::read(new)?));
            rest = more;
            continue;
        }
        // `:100644 100644 <id> <id> R100`, and the two names.
        let (line, more) = split(rest, 0)?;
        let (old, more) = split(more, 0)?;
        let (new, more) = split(more, 0)?;
        rest = more;
        let text = Id::read(line.split(|b| *b == b' ').nth(2)?)?;
        found.entry(pair.clone()?).or_default().push(Rename {
            old: old.to_owned(),
            new: new.to_owned(),
            text,
        });
    }
    Some(found)
}
