//! Where a path lies in its repository, told from its words: a link in a repository says what a branch
//! wants it to say, so it is told and not followed.

use std::collections::VecDeque;
use std::ffi::{OsStr, OsString};
use std::fs;
use std::path::{Path, PathBuf};

use super::{repository, shown};
use crate::error::Error;

/// How many links outside of a repository lead to it at most.
const MOST_LINKS: usize = 40;

/// Where a path lies in its repository.
#[derive(Debug, PartialEq, Eq)]
pub struct Way {
    /// The repository's root, links outside of it followed.
    pub root: PathBuf,
    /// The path from there, as it was named.
    pub inside: PathBuf,
    /// As much of it as leads to the first link on the way, the link included.
    pub link: Option<PathBuf>,
}

/// The way to a path; none where no repository is on it. Nothing needs to be there.
///
/// # Errors
/// When a link makes unclear what is meant, or there are more links than are followed.
pub fn way(path: &Path) -> Result<Option<Way>, Error> {
    let unreadable = |error| Error::new(format!("`{}` cannot be read: {error}", shown(path)));
    let absolute = std::path::absolute(path).map_err(unreadable)?;
    let mut left: VecDeque<OsString> = steps(&absolute).collect();
    let (mut here, mut root, mut link) = (PathBuf::new(), None::<PathBuf>, None);
    let mut followed = 0;
    while let Some(step) = left.pop_front() {
        if step == OsStr::new("..") {
            if link.is_some() {
                return Err(back_over_a_link(path));
            }
            here.pop();
            root = root.filter(|root| here.starts_with(root)).or_else(|| repository(&here));
            continue;
        }
        here.push(&step);
        if link.is_some() || !here.has_root() {
            continue;
        }
        if !is_link(&here) {
            if here.join(".git").exists() {
                root = Some(here.clone());
            }
        } else if root.is_some() {
            link = Some(here.clone());
        } else {
            followed += 1;
            if followed > MOST_LINKS {
                return Err(unreadable(std::io::Error::other("too many links lead there")));
            }
            let target = fs::read_link(&here).map_err(unreadable)?;
            here.pop();
            steps(&target).rev().for_each(|step| left.push_front(step));
        }
    }
    let Some(root) = root else { return Ok(None) };
    let from_root = |path: &Path| path.strip_prefix(&root).map(Path::to_owned).unwrap_or_default();
    Ok(Some(Way { inside: from_root(&here), link: link.as_deref().map(from_root), root }))
}

fn steps(path: &Path) -> impl DoubleEndedIterator<Item = OsString> {
    path.components().map(|step| step.as_os_str().to_owned()).filter(|step| step != OsStr::new("."))
}

fn is_link(path: &Path) -> bool {
    fs::symlink_metadata(path).is_ok_and(|kind| kind.is_symlink())
}

fn back_over_a_link(path: &Path) -> Error {
    Error::new(format!(
        "`{}` goes back with `..` over a link, so which folder is meant is unclear",
        shown(path)
    ))
    .hint("name it without `..`")
}
