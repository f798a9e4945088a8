//! A plan that is locked while it is changed, so that two writers never lose what the other wrote.

use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use super::whole::{is_still, put};
use super::{bounded, folder_of, regular, shown};

/// A plan that is locked: whoever else wants to replace it waits.
///
/// The lock is on the file itself, which is replaced while it is held: whoever waited for it then
/// holds the lock of a file that is not the plan any more, sees that, and locks the new one.
#[derive(Debug)]
pub struct Held {
    target: PathBuf,
    file: fs::File,
}

/// Locks a plan, after everybody who has it locked.
///
/// # Errors
/// When it cannot be read, or is a link out of its folder.
pub fn hold(path: &Path) -> io::Result<Held> {
    let target = fs::canonicalize(path)?;
    if target.parent() != Some(fs::canonicalize(folder_of(path))?.as_path()) {
        let message = format!("it is a link out of its folder; name the plan itself: `{}`", shown(&target));
        return Err(io::Error::other(message));
    }
    loop {
        let (file, _) = regular(&target)?;
        file.lock()?;
        if is_still(&target, &file.metadata()?) {
            return Ok(Held { target, file });
        }
    }
}

impl Held {
    /// Replaces the plan's text, if the plan still says what was read of it; otherwise nothing is
    /// written and the answer is no. Not everybody who writes asks for the lock.
    ///
    /// # Errors
    /// When it cannot be written; then it is untouched.
    pub fn replace(self, expected: &[u8], bytes: &[u8]) -> io::Result<bool> {
        let old = self.file.metadata()?;
        if bounded(&self.file, expected.len())? != expected || !is_still(&self.target, &old) {
            return Ok(false);
        }
        put(&self.target, [Ok(bytes)], Some(&old), fs::File::sync_all, |file| file.persist(&self.target))?;
        Ok(true)
    }
}
