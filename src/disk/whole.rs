//! Files that are written whole or not at all: beside their place, then moved there.

use std::ffi::OsStr;
use std::fs;
use std::io::{self, Write as _};
use std::path::Path;

use tempfile::{NamedTempFile, PersistError};

use super::folder_of;

/// How many letters and digits, picked at random, end the name of a file that is moved to its place.
const RANDOM: usize = 6;

/// Writes beside a file, lets that settle, then moves it to its place, with the mode of the old one.
pub(super) fn put(
    target: &Path,
    pieces: impl IntoIterator<Item = io::Result<impl AsRef<[u8]>>>,
    old: Option<&fs::Metadata>,
    settle: impl Fn(&fs::File) -> io::Result<()>,
    moved: impl FnOnce(NamedTempFile) -> Result<fs::File, PersistError>,
) -> io::Result<()> {
    if old.is_some_and(|old| old.permissions().readonly()) {
        return Err(io::Error::from(io::ErrorKind::PermissionDenied));
    }
    let unnamed = |error: io::Error| io::Error::from(error.kind());
    let folder = folder_of(target);
    let prefix = prefix(target.file_name().unwrap_or_default());
    sweep(&folder, &prefix);
    let mut beside = beside(&folder, &prefix, old).map_err(unnamed)?;
    if let Some(old) = old {
        keep_owner(beside.as_file(), old);
        beside.as_file().set_permissions(old.permissions())?;
    }
    for piece in pieces {
        beside.write_all(piece?.as_ref()).map_err(unnamed)?;
    }
    settle(beside.as_file())?;
    moved(beside).map_err(|error| unnamed(error.error))?;
    if let Ok(folder) = fs::File::open(&folder) {
        let _ = settle(&folder);
    }
    Ok(())
}

/// Gives a file to the owner and the group of the old one, as far as we may: only the superuser gives files away.
#[cfg(unix)]
fn keep_owner(file: &fs::File, old: &fs::Metadata) {
    use std::os::unix::fs::{MetadataExt as _, fchown};
    let _ = fchown(file, None, Some(old.gid()));
    let _ = fchown(file, Some(old.uid()), None);
}

#[cfg(not(unix))]
fn keep_owner(_: &fs::File, _: &fs::Metadata) {}

/// How the names of files begin that are moved to a place of this name. A long name is cut: a file's name
/// has at most 255 bytes.
fn prefix(target: &OsStr) -> String {
    let name: String = target.to_string_lossy().chars().take(60).collect();
    format!(".{name}.launch-")
}

/// A file beside another, locked as long as its writer lives: never readable by more than the old one is, or
/// else as any new file, where temporary files are private.
fn beside(folder: &Path, prefix: &str, old: Option<&fs::Metadata>) -> io::Result<NamedTempFile> {
    let mut builder = tempfile::Builder::new();
    builder.prefix(prefix).rand_bytes(RANDOM);
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt as _;
        let mode = old.map_or(0o666, |old| old.permissions().mode() & 0o666);
        builder.permissions(fs::Permissions::from_mode(mode));
    }
    let locked = || -> io::Result<(NamedTempFile, bool)> {
        let file = builder.tempfile_in(folder)?;
        // Where there are no locks, nobody can hold one, and nothing is swept.
        let _ = file.as_file().lock();
        let stands = is_still(file.path(), &file.as_file().metadata()?);
        Ok((file, stands))
    };
    // Somebody may sweep it away before it is locked.
    match locked()? {
        (file, true) => Ok(file),
        _ => Ok(locked()?.0),
    }
}

/// Takes away what writers that were killed left beside a file. One that lives holds a lock on its own.
fn sweep(folder: &Path, prefix: &str) {
    let is_ours = |name: &OsStr| {
        let random = name.to_str().and_then(|name| name.strip_prefix(prefix)).unwrap_or_default();
        random.len() == RANDOM && random.bytes().all(|byte| byte.is_ascii_alphanumeric())
    };
    for entry in fs::read_dir(folder).into_iter().flatten().filter_map(Result::ok) {
        if !is_ours(&entry.file_name()) || !entry.file_type().is_ok_and(|kind| kind.is_file()) {
            continue;
        }
        let path = entry.path();
        if let Ok(left) = fs::File::open(&path)
            && left.try_lock().is_ok()
        {
            let _ = fs::remove_file(&path);
        }
    }
}

/// Whether a path still leads to the file that was opened.
pub(super) fn is_still(path: &Path, file: &fs::Metadata) -> bool {
    let Ok(now) = fs::metadata(path) else { return false };
    #[cfg(unix)]
    {
        use std::os::unix::fs::MetadataExt as _;
        (now.dev(), now.ino()) == (file.dev(), file.ino())
    }
    #[cfg(not(unix))]
    {
        now.len() == file.len() && now.modified().ok() == file.modified().ok()
    }
}
