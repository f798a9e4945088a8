//! Which names are of one plan.

use std::collections::HashMap;
use std::fs;
use std::path::{Path, PathBuf};

use super::{folder_of, identity, is_stdin, real, way};

/// Where each plan is, worked out once for each folder.
#[derive(Debug, Default)]
pub struct Names(HashMap<PathBuf, PathBuf>);

impl Names {
    /// The folder and the file that a name stands for: names with the same two are of one plan, judged by one
    /// policy. A folder in a repository is told by its words, as its policy is, so that a link that a branch
    /// makes takes no plan from under the policy of another folder.
    pub fn place(&mut self, plan: &Path) -> (PathBuf, PathBuf) {
        let Some(name) = plan.file_name().filter(|_| !is_stdin(plan)) else {
            return (PathBuf::new(), plan.to_owned());
        };
        let folder = self.0.entry(folder_of(plan)).or_insert_with_key(|folder| place_of(folder)).clone();
        let is_link = fs::symlink_metadata(plan).is_ok_and(|kind| kind.is_symlink());
        let file = if is_link { real(plan) } else { None }.unwrap_or_else(|| folder.join(name));
        (folder, file)
    }
}

fn place_of(folder: &Path) -> PathBuf {
    match way(folder) {
        Ok(Some(way)) => way.root.join(way.inside),
        Ok(None) => identity(folder),
        Err(_) => folder.to_owned(),
    }
}
