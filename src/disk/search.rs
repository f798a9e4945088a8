//! Finding the plans of a folder, and the links in it that are not followed.

use std::cell::Cell;
use std::collections::HashSet;
use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use super::{real, shown, unreadable};
use crate::source::Located;

/// How deep folders are searched for plans.
const FOLDER_DEPTH: usize = 32;

/// What was found in a folder.
#[derive(Debug, Default)]
pub struct Found {
    /// The plans, in order of their paths.
    pub plans: Vec<PathBuf>,
    /// The links to folders.
    pub links: Vec<PathBuf>,
    /// The folders that cannot be read to their end, each with the reason.
    pub closed: Vec<Located>,
}

/// How many folders behind links are looked at for a plan that is left out.
const BEHIND_LINKS: usize = 2_000;

/// The folders that are searched, by their real names.
#[derive(Debug)]
pub struct Searched {
    roots: Vec<PathBuf>,
    /// How many folders behind links may still be looked at.
    left: Cell<usize>,
}

/// The plans of a folder: every YAML file in it and in the folders below. Hidden files and folders are left
/// out, and links to folders are not followed. Where a folder cannot be read, the others still are.
pub fn search(folder: &Path) -> Found {
    let mut found = Found::default();
    collect(folder, FOLDER_DEPTH + 1, &mut found);
    found.plans.sort();
    found.links.sort();
    found.closed.sort_by(|one, other| one.path.cmp(&other.path));
    found
}

fn collect(folder: &Path, depth: usize, found: &mut Found) {
    if let Err(error) = list(folder, depth, found) {
        found.closed.push(unreadable(&shown(folder), &error));
    }
}

fn list(folder: &Path, depth: usize, found: &mut Found) -> io::Result<()> {
    let deeper = depth
        .checked_sub(1)
        .ok_or_else(|| io::Error::other(format!("folders are nested deeper than {FOLDER_DEPTH} levels")))?;
    for entry in fs::read_dir(folder)? {
        let entry = entry?;
        let (path, kind) = (entry.path(), entry.file_type()?);
        if is_hidden(&entry.file_name().to_string_lossy()) {
            continue;
        }
        if kind.is_dir() {
            collect(&path, deeper, found);
        } else if is_yaml(&path) {
            found.plans.push(path);
        } else if kind.is_symlink() && path.is_dir() {
            found.links.push(path);
        }
    }
    Ok(())
}

fn is_hidden(name: &str) -> bool {
    name.starts_with('.')
}

fn is_yaml(path: &Path) -> bool {
    path.extension()
        .is_some_and(|ending| ending.eq_ignore_ascii_case("yaml") || ending.eq_ignore_ascii_case("yml"))
}

impl Searched {
    /// Of what an argument names: folders that are there.
    pub fn of(named: &[PathBuf]) -> Searched {
        let roots = named.iter().filter(|path| path.is_dir()).filter_map(|path| real(path)).collect();
        Searched { roots, left: Cell::new(BEHIND_LINKS) }
    }

    /// Whether a link to a folder leaves plans out: it leads neither back to where it is from nor to what is
    /// searched anyway, and there is a plan behind it, or what is there cannot be told.
    pub fn misses(&self, link: &Path) -> bool {
        let (Some(target), Some(from)) = (real(link), link.parent().and_then(real)) else { return true };
        !from.starts_with(&target) && !self.has(&target) && self.has_plan(target)
    }

    fn has(&self, folder: &Path) -> bool {
        let below = self.roots.iter().filter_map(|root| folder.strip_prefix(root).ok());
        below.into_iter().any(|below| !below.iter().any(|step| is_hidden(&step.to_string_lossy())))
    }

    /// Looks for one plan, and no further. Where too many folders would have to be looked at, there may be one.
    fn has_plan(&self, target: PathBuf) -> bool {
        let (mut open, mut seen) = (vec![target], HashSet::new());
        while let Some(folder) = open.pop() {
            if self.has(&folder) || !seen.insert(folder.clone()) {
                continue;
            }
            let left = self.left.get();
            let (Some(left), Ok(entries)) = (left.checked_sub(1), fs::read_dir(&folder)) else { return true };
            self.left.set(left);
            for entry in entries {
                let Ok((path, kind)) = entry.and_then(|entry| Ok((entry.path(), entry.file_type()?))) else {
                    return true;
                };
                if path.file_name().is_some_and(|name| is_hidden(&name.to_string_lossy())) {
                    continue;
                }
                match path.is_dir() {
                    true if kind.is_dir() => open.push(path),
                    true => open.extend(real(&path)),
                    false if is_yaml(&path) => return true,
                    false => {}
                }
            }
        }
        false
    }
}
