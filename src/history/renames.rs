//! What a file was called before it had its name.

use std::collections::HashMap;

use crate::error::Error;
use crate::git::{Commit, Id, Object, Objects, Repository, split};

/// A commit has a file that one of its parents has not.
pub(super) struct Appearance {
    /// The version this is about.
    pub(super) version: usize,
    pub(super) commit: Id,
    pub(super) parent: Id,
}

/// Half of a file has to be the same, and up to 1,000 files that went are compared with as many that
/// came: what git does by itself, whatever the settings say. A copy is no rename: the original goes
/// on, and what was signed in it was signed there.
const DIFF: [&str; 11] = [
    "diff-tree",
    "--stdin",
    "-r",
    "-z",
    "--raw",
    "--no-abbrev",
    "-M50%",
    "-l1000",
    "--diff-filter=R",
    "--no-ext-diff",
    "--no-textconv",
];

/// Of each appearance that is a rename, the old name.
pub(super) fn find(
    repository: &Repository,
    objects: &mut Objects,
    path: &str,
    appearances: Vec<Appearance>,
) -> Result<Vec<(Appearance, Vec<u8>)>, Error> {
    if appearances.is_empty() {
        return Ok(Vec::new());
    }
    let trees = trees(objects, &appearances)?;
    let pair = |appearance: &Appearance| {
        Some((trees.get(&appearance.parent)?.clone(), trees.get(&appearance.commit)?.clone()))
    };
    let lines = appearances.iter().filter_map(pair).map(|(old, new)| format!("{old} {new}\n"));
    let input: String = lines.collect();
    let names = names(&repository.ask_with(DIFF, input.into_bytes())?, path)
        .ok_or_else(|| Error::new("git lists renames in a form that is not known"))?;
    let found = appearances.into_iter().filter_map(|appearance| {
        let old = names.get(&pair(&appearance)?)?.clone();
        Some((appearance, old))
    });
    Ok(found.collect())
}

/// The trees of all commits that are compared.
fn trees(objects: &mut Objects, appearances: &[Appearance]) -> Result<HashMap<Id, Id>, Error> {
    let commits = appearances.iter().flat_map(|appearance| [&appearance.commit, &appearance.parent]);
    let commits: Vec<Id> = commits.cloned().collect();
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
fn names(mut rest: &[u8], path: &str) -> Option<HashMap<(Id, Id), Vec<u8>>> {
    let mut names = HashMap::new();
    let mut pair = None;
    while !rest.is_empty() {
        if rest.first() != Some(&b':') {
            let (line, more) = split(rest, b'\n')?;
            let (old, new) = split(line, b' ')?;
            pair = Some((Id::read(old)?, Id::read(new)?));
            rest = more;
            continue;
        }
        let (_, more) = split(rest, 0)?;
        let (old, more) = split(more, 0)?;
        let (new, more) = split(more, 0)?;
        rest = more;
        if new == path.as_bytes() {
            names.insert(pair.clone()?, old.to_owned());
        }
    }
    Some(names)
}
