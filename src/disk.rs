//! The only place that opens, lists and writes files: bounded reading, finding plans and policies, whole writes.

mod held;
mod names;
mod pipe;
mod search;
mod way;
mod whole;

use std::fs;
use std::io::{self, Read as _, Write as _};
use std::path::{Component, Path, PathBuf};

use tempfile::NamedTempFile;

use crate::source::{DASH, Located, SIZE_LIMIT, STDIN, Source, name_of};

pub use held::{Held, hold};
pub use names::Names;
pub use search::{Found, Searched, search};
pub use way::{Way, way};
use whole::put;

/// The most bytes of a page that are read: a plan of the largest size makes less.
pub const PAGE_LIMIT: u64 = 64 * 1024 * 1024;

/// Reads a plan or a policy.
///
/// # Errors
/// When it is no regular file, larger than [`SIZE_LIMIT`], not readable or not UTF-8.
pub fn read(path: &Path) -> Result<Source, Located> {
    let name = shown(path);
    let bytes = regular(path)
        .and_then(|(file, size)| bounded(file, size))
        .map_err(|error| unreadable(&name, &error))?;
    Source::from_bytes(name, bytes)
}

/// Reads a plan that is named where none is written: `-` is standard input, which can be read once.
///
/// # Errors
/// As [`read`].
pub fn read_named(path: &Path) -> Result<Source, Located> {
    let name = if is_stdin(path) { STDIN.to_owned() } else { shown(path) };
    let bytes = named(path).map_err(|error| unreadable(&name, &error))?;
    Source::from_bytes(name, bytes)
}

/// Whether a path stands for standard input.
pub fn is_stdin(path: &Path) -> bool {
    path == Path::new(DASH)
}

/// Reads a file that may hold anything.
///
/// # Errors
/// When it is no regular file, larger than [`SIZE_LIMIT`] or not readable; `-` is standard input.
pub fn read_bytes(path: &Path) -> Result<Vec<u8>, Located> {
    named(path).map_err(|error| unreadable(&shown(path), &error))
}

/// Reads a page that a report was written to.
///
/// # Errors
/// When it is no regular file, larger than [`PAGE_LIMIT`], not readable or not UTF-8.
pub fn read_page(path: &Path) -> Result<String, Located> {
    let read = || {
        let kind = fs::metadata(path)?;
        if !kind.is_file() {
            return Err(io::Error::other("it is no regular file"));
        }
        let mut text = String::new();
        fs::File::open(path)?.take(PAGE_LIMIT + 1).read_to_string(&mut text)?;
        match text.len() as u64 > PAGE_LIMIT {
            true => Err(io::Error::other("it is larger than any report")),
            false => Ok(text),
        }
    };
    read().map_err(|error| unreadable(&shown(path), &error))
}

/// What is in the file of this very name, as far as it is text; none when nothing is there.
///
/// # Errors
/// When it is a link, no regular file, or not readable.
pub fn read_own(path: &Path) -> io::Result<Option<String>> {
    let kind = match fs::symlink_metadata(path) {
        Err(error) if is_nothing(&error) => return Ok(None),
        kind => kind?.file_type(),
    };
    if !kind.is_file() {
        return Err(io::Error::other(if kind.is_symlink() {
            "it is a link"
        } else {
            "it is no regular file"
        }));
    }
    let mut bytes = Vec::new();
    fs::File::open(path)?.take(PAGE_LIMIT).read_to_end(&mut bytes)?;
    Ok(Some(String::from_utf8_lossy(&bytes).into_owned()))
}

/// Whether a path leads to nothing at all.
fn is_nothing(error: &io::Error) -> bool {
    matches!(error.kind(), io::ErrorKind::NotFound | io::ErrorKind::NotADirectory)
}

/// What is in a file, or comes by standard input.
fn named(path: &Path) -> io::Result<Vec<u8>> {
    match is_stdin(path) {
        true => bounded(io::stdin().lock(), 0),
        false => regular(path).and_then(|(file, size)| bounded(file, size)),
    }
}

/// A file with its size.
fn regular(path: &Path) -> io::Result<(fs::File, usize)> {
    let kind = fs::metadata(path)?;
    if kind.is_dir() {
        return Err(io::Error::other("it is a folder"));
    }
    if !kind.is_file() {
        return Err(io::Error::other("it is no regular file; `-` reads standard input"));
    }
    if kind.len() > SIZE_LIMIT {
        return Err(too_large());
    }
    let size = usize::try_from(kind.len()).unwrap_or_default();
    Ok((fs::File::open(path)?, size))
}

fn bounded(from: impl io::Read, expected: usize) -> io::Result<Vec<u8>> {
    let mut bytes = Vec::with_capacity(expected + 1);
    from.take(SIZE_LIMIT + 1).read_to_end(&mut bytes)?;
    if bytes.len() as u64 > SIZE_LIMIT {
        return Err(too_large());
    }
    Ok(bytes)
}

fn too_large() -> io::Error {
    io::Error::other(format!("it is larger than {} KiB, the most that is read", SIZE_LIMIT / 1024))
}

/// The problem of a text of this name that is larger than [`SIZE_LIMIT`].
pub fn oversized(name: &str) -> Located {
    unreadable(name, &too_large())
}

fn unreadable(name: &str, error: &io::Error) -> Located {
    let reason = match error.kind() {
        io::ErrorKind::NotFound => "there is no such file".to_owned(),
        io::ErrorKind::PermissionDenied => "it may not be read".to_owned(),
        _ => error.to_string(),
    };
    Located {
        path: name.to_owned(),
        message: format!("`{name}` cannot be read: {reason}"),
        help: None,
        place: None,
    }
}

/// How a path is shown: without a leading `./`, escaped.
pub fn shown(path: &Path) -> String {
    let text = path.to_string_lossy();
    let text = if cfg!(windows) { text.replace('\\', "/") } else { text.into_owned() };
    name_of(text.strip_prefix("./").unwrap_or(&text))
}

/// The folder that a plan's policy and evidence are looked up from.
pub fn folder_of(plan: &Path) -> PathBuf {
    match plan.parent() {
        Some(folder) if folder.as_os_str().is_empty() => PathBuf::from("."),
        Some(folder) => folder.to_owned(),
        None => PathBuf::from("."),
    }
}

/// The folder that the command was called in.
pub fn here() -> Option<PathBuf> {
    std::env::current_dir().ok()
}

/// The root of the repository that a folder is in.
pub fn repository(folder: &Path) -> Option<PathBuf> {
    let absolute = std::path::absolute(folder).ok()?;
    absolute.ancestors().find(|folder| folder.join(".git").exists()).map(Path::to_owned)
}

/// The policy that holds for the plans of a folder: beside them or in a folder above, up to the
/// repository's `root`; outside a repository, beside them alone.
pub fn policy_for(folder: &Path, root: Option<&Path>) -> Option<PathBuf> {
    let beside = folder.join("launch.toml");
    if exists(&beside) {
        return Some(beside);
    }
    let root = root?;
    let absolute = std::path::absolute(folder).ok()?;
    let above = absolute.ancestors().skip(1).take_while(|folder| folder.starts_with(root));
    let found = above.map(|folder| folder.join("launch.toml")).find(|path| exists(path))?;
    Some(here().and_then(|here| found.strip_prefix(here).ok().map(Path::to_owned)).unwrap_or(found))
}

/// A `launch.toml` above a folder that is in no repository: it does not hold there, and whoever put it
/// there should know.
pub fn unused_policy(folder: &Path, root: Option<&Path>) -> Option<PathBuf> {
    if root.is_some() || exists(&folder.join("launch.toml")) {
        return None;
    }
    let absolute = std::path::absolute(folder).ok()?;
    let above = absolute.ancestors().skip(1).map(|folder| folder.join("launch.toml"));
    above.into_iter().find(|path| exists(path))
}

/// Whether there is something of this name, readable or not: what is there must not be passed over.
fn exists(path: &Path) -> bool {
    fs::symlink_metadata(path).is_ok()
}

/// Whether a plan's evidence is there: beside the plan, or from the repository's root, and never
/// outside a repository that there is.
pub fn evidence_exists(folder: &Path, root: Option<&Path>, path: &str) -> bool {
    let path = Path::new(path);
    let stays = |base: &Path| {
        let mut depth = base.components().count();
        path.components().all(|step| match step {
            Component::Normal(_) => {
                depth += 1;
                true
            }
            Component::ParentDir => {
                depth = depth.saturating_sub(1);
                root.is_none_or(|root| depth >= root.components().count())
            }
            Component::CurDir => true,
            Component::RootDir | Component::Prefix(_) => false,
        })
    };
    let absolute = std::path::absolute(folder).unwrap_or_else(|_| folder.to_owned());
    let bases = [Some(absolute.as_path()), root];
    bases.into_iter().flatten().any(|base| stays(base) && base.join(path).exists())
}

/// Writes behind what is in a file, as long as that stays within a number of bytes; `bytes` is told
/// how many are left.
///
/// # Errors
/// When it cannot be written.
pub fn append(path: &Path, most: usize, bytes: impl FnOnce(usize) -> Vec<u8>) -> io::Result<()> {
    let mut file = opened(path, fs::OpenOptions::new().append(true).create(true))?;
    let there = usize::try_from(file.metadata()?.len()).unwrap_or(usize::MAX);
    file.write_all(&bytes(most.saturating_sub(there)))
}

/// What is written to as it is: a pipe without a reader is none.
fn opened(path: &Path, how: &fs::OpenOptions) -> io::Result<fs::File> {
    pipe::open(path)?.map_or_else(|| how.open(path), Ok)
}

/// Writes a file whole or not at all: beside it, then in its place. What is no regular file, such
/// as `/dev/null` or a pipe that is read, is written to as it is. It can be made again at any time,
/// so it need not outlive a power cut.
///
/// # Errors
/// When it cannot be written; then the old file is untouched.
pub fn write_report(path: &Path, bytes: &[u8]) -> io::Result<()> {
    write_pieces(path, [Ok(bytes)])
}

/// The same of what comes in pieces.
///
/// # Errors
/// When a piece is one, or cannot be written; then the old file is untouched.
pub fn write_pieces(
    path: &Path,
    pieces: impl IntoIterator<Item = io::Result<impl AsRef<[u8]>>>,
) -> io::Result<()> {
    let old = fs::metadata(path).ok();
    if old.as_ref().is_some_and(fs::Metadata::is_dir) {
        return Err(io::Error::other("it is a folder"));
    }
    if old.as_ref().is_some_and(|old| !old.is_file()) {
        let mut there = opened(path, fs::OpenOptions::new().write(true))?;
        return pieces.into_iter().try_for_each(|piece| there.write_all(piece?.as_ref()));
    }
    let target = match fs::symlink_metadata(path) {
        Ok(there) if there.is_symlink() => {
            real(path).ok_or_else(|| io::Error::other("it is a link that leads nowhere"))?
        }
        _ => path.to_owned(),
    };
    put(&target, pieces, old.as_ref(), |_| Ok(()), |file| file.persist(&target))
}

/// The file that a path leads to, whatever links lead there; none when there is none.
pub fn real(path: &Path) -> Option<PathBuf> {
    if exists(path) { fs::canonicalize(path).ok() } else { None }
}

/// Makes a folder, and those above it, where they are not there yet.
///
/// # Errors
/// When it cannot be made.
pub fn make_folder(path: &Path) -> io::Result<()> {
    fs::create_dir_all(path)
}

/// A file of its own for what is handed to another program, gone when it is dropped.
///
/// # Errors
/// When it cannot be written.
pub fn hand_over(ending: &str, bytes: &[u8]) -> io::Result<NamedTempFile> {
    let mut file = tempfile::Builder::new().suffix(ending).tempfile()?;
    file.write_all(bytes)?;
    file.flush()?;
    Ok(file)
}

/// Whether this process has a terminal, whatever its standard streams are.
#[cfg(unix)]
pub fn has_terminal() -> bool {
    fs::OpenOptions::new().read(true).write(true).open("/dev/tty").is_ok()
}

/// Whether this process has a terminal.
#[cfg(not(unix))]
pub fn has_terminal() -> bool {
    io::IsTerminal::is_terminal(&io::stdin())
}

/// The one name of a file, whatever path leads to it and whether it is there yet.
pub fn identity(path: &Path) -> PathBuf {
    let known = real(path).or_else(|| named_there(path)).or_else(|| std::path::absolute(path).ok());
    known.unwrap_or_else(|| path.to_owned())
}

/// A file's own name in its real folder.
fn named_there(path: &Path) -> Option<PathBuf> {
    Some(fs::canonicalize(folder_of(path)).ok()?.join(path.file_name()?))
}

/// The way from a folder to a file by their real names; a file that is a link keeps its own where that is in
/// the folder. None where it is not.
pub fn inside(folder: &Path, file: &Path) -> Option<PathBuf> {
    let folder = fs::canonicalize(folder).ok()?;
    let names = [named_there(file), real(file)];
    names.into_iter().flatten().find_map(|name| name.strip_prefix(&folder).ok().map(Path::to_owned))
}

/// The same folder as one that is named, as it is spelled above another.
pub fn above(below: &Path, named: &Path) -> Option<PathBuf> {
    let named = identity(named);
    below.ancestors().find(|folder| identity(folder) == named).map(Path::to_owned)
}

/// Writes a file that must not be there yet, whole or not at all.
///
/// # Errors
/// When it is there, or cannot be written.
pub fn create(path: &Path, bytes: &[u8]) -> io::Result<()> {
    if exists(path) {
        return Err(io::Error::from(io::ErrorKind::AlreadyExists));
    }
    if let Some(folder) = path.parent().filter(|folder| !folder.as_os_str().is_empty()) {
        make_folder(folder)?;
    }
    put(path, [Ok(bytes)], None, fs::File::sync_all, |file| file.persist_noclobber(path))
}
