//! What a revision holds in place of what lies on disk. Which files of it are meant is told from the
//! words of a path: what is a link in the working tree, and where it leads, is the branch's word.

use std::path::{Component, Path, PathBuf};

use crate::disk::{self, Way};
use crate::error::Error;
use crate::git::{Absent, Entry, Id, Repository};
use crate::source::{Located, Source};

/// The policy that held in a commit for the plans of a folder: beside them or in a folder above.
pub(super) fn policy_at(repository: &Repository, commit: &Id, way: &Way) -> Result<Option<PathBuf>, Error> {
    let folder = meant(repository, commit, way)?;
    for above in Path::new(&folder).ancestors() {
        let path = above.join("launch.toml");
        if repository.entry_at(commit, &named(repository, &path)?)?.is_some() {
            return Ok(Some(repository.root().join(path)));
        }
    }
    Ok(None)
}

/// Where the policy that somebody named lies in a commit.
pub(super) fn named_at(repository: &Repository, commit: &Id, path: &Path) -> Result<PathBuf, Error> {
    let outside = || Absent::Outside(repository.root().to_owned());
    let way = disk::way(&disk::folder_of(path))?.ok_or_else(outside)?;
    if !is_root(repository, &way.root) {
        return Err(outside().into());
    }
    let folder = meant(repository, commit, &way)?;
    Ok(repository.root().join(folder).join(path.file_name().ok_or_else(outside)?))
}

/// Whether a folder is the root of a repository, by whatever way it is reached.
pub(super) fn is_root(repository: &Repository, folder: &Path) -> bool {
    folder == repository.root()
        || disk::real(folder).is_some_and(|real| Some(real) == disk::real(repository.root()))
}

/// The repository that has this one as a submodule: which of the two is asked is the branch's word.
pub(super) fn superproject(repository: &Repository) -> Result<Option<PathBuf>, Error> {
    let root = disk::real(repository.root());
    let Some((root, parent)) = root.as_deref().and_then(|root| Some((root, root.parent()?))) else {
        return Ok(None);
    };
    let unclear = |why: String| {
        let [root, parent] = [root, parent].map(disk::shown);
        Error::new(format!("whether `{root}` is a submodule of what is in `{parent}` cannot be told: {why}"))
    };
    let above = match Repository::of(parent) {
        Ok(above) => above,
        Err(Absent::NoRepository | Absent::NoFiles | Absent::Broken) => return Ok(None),
        Err(absent) => return Err(unclear(absent.to_string())),
    };
    let Some(Ok(inside)) = disk::real(above.root()).map(|top| root.strip_prefix(top)) else {
        return Ok(None);
    };
    let is_submodule = above.has_submodule(&named(&above, inside)?).map_err(|error| unclear(error.what))?;
    Ok(is_submodule.then(|| above.root().to_owned()))
}

/// Reads a file of a commit.
pub(super) fn read_at(repository: &Repository, commit: &Id, path: &Path) -> Result<Source, Located> {
    let inside = named(repository, path).map_err(|error| located(disk::shown(path), error))?;
    let shown = format!("{inside} of {}", commit.short());
    let text = repository.show(commit, &inside).and_then(|text| {
        text.ok_or_else(|| Error::new(format!("`{inside}` is not there in {}", commit.short())))
    });
    let text = text.map_err(|error| located(shown.clone(), error))?;
    Source::from_bytes(shown, text)
}

/// The one name of a file of a commit.
pub(super) fn identity(repository: &Repository, path: &Path) -> PathBuf {
    named(repository, path).map_or_else(|_| path.to_owned(), |inside| repository.root().join(inside))
}

pub(super) fn located(path: String, error: Error) -> Located {
    Located { path, message: error.what, help: error.hint, place: None }
}

/// The folder of a commit that is meant by the way to a folder: the one of that name, unless a link
/// stands where the commit has no folder, or has one itself.
fn meant(repository: &Repository, commit: &Id, way: &Way) -> Result<String, Error> {
    let mut known: Vec<&Path> = way.inside.ancestors().filter(|part| !part.as_os_str().is_empty()).collect();
    known.reverse();
    for part in known {
        let name = named(repository, part)?;
        match repository.entry_at(commit, &name)? {
            Some(Entry::Folder) => {}
            Some(Entry::Link) => return Err(unclear(&name, "is a link", commit)),
            Some(Entry::Submodule) => return Err(unclear(&name, "is a submodule", commit)),
            Some(Entry::File) | None => match way.link.as_ref().filter(|link| link.starts_with(part)) {
                Some(link) => {
                    let link = named(repository, link)?;
                    return Err(unclear(&link, "is a link here, and no folder", commit));
                }
                None => break,
            },
        }
    }
    named(repository, &way.inside)
}

fn unclear(name: &str, what: &str, commit: &Id) -> Error {
    Error::new(format!(
        "`{name}` {what} in {}, so which policy of that commit holds behind it cannot be told",
        commit.short()
    ))
    .hint("name the plan, and the policy, by the folder in which they really lie")
}

/// How git names a path, from the root or with it.
fn named(repository: &Repository, path: &Path) -> Result<String, Error> {
    let outside = || Absent::Outside(repository.root().to_owned());
    let inside = path.strip_prefix(repository.root()).unwrap_or(path);
    let mut steps: Vec<&str> = Vec::new();
    for step in inside.components() {
        match step {
            Component::Normal(name) => steps.push(name.to_str().ok_or_else(Absent::not_utf8)?),
            Component::ParentDir => drop(steps.pop().ok_or_else(outside)?),
            Component::CurDir => {}
            Component::RootDir | Component::Prefix(_) => return Err(outside().into()),
        }
    }
    Ok(steps.join("/"))
}
