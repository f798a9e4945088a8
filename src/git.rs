//! The only place that runs git: which repository a file is in, what a revision is, and what a file was
//! there.
//!
//! A repository is as hostile as a plan. Nothing that its settings or attributes name is run (no pager,
//! alias, hook, filter, text conversion, monitor or signature check), nothing is fetched, names are
//! never patterns or options, and every answer is bounded. Git itself is trusted, and so are the
//! user's own settings and environment, as far as they say where those settings are. The refusal to
//! read somebody else's repository (`safe.directory`) stays in force.

mod command;
mod id;
mod objects;
mod revision;
mod settings;

use std::ffi::OsStr;
use std::fmt;
use std::path::{Component, Path, PathBuf};
use std::process::Command;

use crate::disk;
use crate::error::Error;
use crate::source::SIZE_LIMIT;
use command::{Ended, Failure};

pub use id::Id;
pub(crate) use objects::Commit;
pub use objects::{Object, Objects};
pub use settings::user_email;

/// Why git has nothing to say about a file: each reads well after "not checked: ".
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Absent {
    /// It is in no repository.
    NoRepository,
    /// Git tracks no files there: the repository is bare, or it is inside of `.git`.
    NoFiles,
    /// It is not inside the repository that was asked.
    Outside(PathBuf),
    /// Git is not there.
    NoGit,
    /// Git refuses a repository of somebody else.
    Refused(PathBuf),
    /// There is a `.git`, and no repository in it.
    Broken,
    /// Git failed, for the reason given.
    Failed(String),
}

impl Absent {
    pub(crate) fn not_utf8() -> Absent {
        Absent::Failed("its name is not UTF-8, and such names are not looked up in git".to_owned())
    }
}

impl fmt::Display for Absent {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Absent::NoRepository => f.write_str("it is in no git repository"),
            Absent::NoFiles => {
                f.write_str("it is in a bare repository or in `.git`, where no files are tracked")
            }
            Absent::Outside(root) => write!(f, "it is outside of the repository `{}`", disk::shown(root)),
            Absent::Broken => f.write_str("`.git` is there, but git finds no repository in it"),
            Absent::NoGit => f.write_str("git is not installed"),
            Absent::Refused(root) => {
                let root = disk::shown(root);
                write!(
                    f,
                    "git refuses this repository because somebody else owns it; \
                     `git config --global --add safe.directory {root}` trusts it"
                )
            }
            Absent::Failed(why) => f.write_str(why),
        }
    }
}

impl From<Absent> for Error {
    fn from(absent: Absent) -> Error {
        Error::new(absent.to_string())
    }
}

impl From<Error> for Absent {
    fn from(error: Error) -> Absent {
        Absent::Failed(match error.hint {
            Some(hint) => format!("{}; {hint}", error.what),
            None => error.what,
        })
    }
}

/// A repository as it was when it was looked at: what is asked of it later is asked of that commit.
#[derive(Clone, Debug)]
pub struct Repository {
    root: PathBuf,
    head: Option<Id>,
    is_shallow: bool,
}

/// What a name stands for in a commit.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Entry {
    /// A file.
    File,
    /// A folder.
    Folder,
    /// A symbolic link.
    Link,
    /// A commit of another repository.
    Submodule,
}

impl Repository {
    /// The repository that a folder is in. Costs one process, and none outside a repository.
    ///
    /// # Errors
    /// Why git has nothing to say about files there.
    pub fn of(folder: &Path) -> Result<Repository, Absent> {
        let here = if folder.as_os_str().is_empty() { Path::new(".") } else { folder };
        let real = here.canonicalize().map_err(|error| {
            Absent::Failed(format!("the folder `{}` cannot be read: {error}", disk::shown(here)))
        })?;
        let Some(near) = disk::repository(&real) else {
            return Err(if is_gits_own(&real) { Absent::NoFiles } else { Absent::NoRepository });
        };
        if real
            .strip_prefix(&near)
            .is_ok_and(|inside| inside.components().any(|step| step.as_os_str() == ".git"))
        {
            return Err(Absent::NoFiles);
        }
        // Where the `.git` is: in a folder below, git would take what looks like a bare repository for one.
        let mut command = command::git(&near);
        command.args(["rev-parse", "--is-shallow-repository", "--show-toplevel", "HEAD"]);
        let ended = command::run(command, Vec::new()).map_err(|failure| match failure {
            Failure::NotInstalled => Absent::NoGit,
            Failure::Other(what) => Absent::Failed(what),
        })?;
        Repository::seen(&ended, near)
    }

    /// Reads what `rev-parse` printed: whether it is shallow, the root, and the commit, each on a line;
    /// the root may have more than one. Where there is no commit yet it prints `HEAD`, and fails.
    fn seen(ended: &Ended, near: PathBuf) -> Result<Repository, Absent> {
        if ended.err.contains("dubious ownership") || ended.err.contains("unsafe repository") {
            return Err(Absent::Refused(near));
        }
        if ended.err.contains("must be run in a work tree") {
            return Err(Absent::NoFiles);
        }
        if ended.err.contains("not a git repository") || ended.err.contains("invalid gitfile format") {
            return Err(Absent::Broken);
        }
        let read = || {
            let (shallow, rest) = split(ended.out.strip_suffix(b"\n")?, b'\n')?;
            let at = rest.iter().rposition(|b| *b == b'\n')?;
            let (root, head) = (path_of(rest.get(..at)?), rest.get(at + 1..)?);
            Some((root, head, shallow == b"true"))
        };
        let Some((root, head, is_shallow)) = read() else {
            return Err(command::failed(&ended.err).into());
        };
        if disk::real(&root) != Some(near) {
            // Its settings say that its files are somewhere else than where it was found.
            return Err(Absent::Outside(root));
        }
        let repository = Repository { root, head: Id::read(head), is_shallow };
        match (&repository.head, ended.code) {
            (Some(_), Some(0)) => Ok(repository),
            (None, _) if repository.is_unborn()? => Ok(repository),
            _ => Err(command::failed(&ended.err).into()),
        }
    }

    /// Whether there is no commit because none was made, and not because it cannot be found.
    fn is_unborn(&self) -> Result<bool, Absent> {
        let mut command = self.git();
        command.args(["log", "-1", "--format=%H"]);
        let ended = command::run(command, Vec::new()).map_err(Error::from)?;
        match ended.err.contains("does not have any commits yet") {
            true => Ok(true),
            false => Err(self.failed(&ended.err).into()),
        }
    }

    /// The same, as if this commit were checked out.
    #[must_use]
    pub fn as_of(&self, commit: &Id) -> Repository {
        Repository { head: Some(commit.clone()), ..self.clone() }
    }

    /// The folder at its root.
    pub fn root(&self) -> &Path {
        &self.root
    }

    /// The commit that is checked out; none where nothing was committed yet.
    pub fn head(&self) -> Option<&Id> {
        self.head.as_ref()
    }

    /// Whether old commits are left out of this clone.
    pub fn is_shallow(&self) -> bool {
        self.is_shallow
    }

    /// How git names a file: from the root, with `/`. What there is of the path is followed through
    /// links as they are now; so name a folder and append the file's name where the file could be a
    /// link that somebody else put there.
    ///
    /// # Errors
    /// When it lies outside of the repository, or its name is not UTF-8.
    pub fn inside(&self, path: &Path) -> Result<String, Absent> {
        let absolute = std::path::absolute(path).map_err(|error| Absent::Failed(error.to_string()))?;
        let there = absolute.ancestors().find_map(|part| Some((part, part.canonicalize().ok()?)));
        let outside = || Absent::Outside(self.root.clone());
        let (part, real) = there.ok_or_else(outside)?;
        let root = self.root.canonicalize().map_err(|_| outside())?;
        let inside = real.strip_prefix(root).map_err(|_| outside())?;
        let missing = absolute.strip_prefix(part).unwrap_or(Path::new(""));
        let mut steps = Vec::new();
        for step in inside.components().chain(missing.components()) {
            match step {
                Component::Normal(name) => steps.push(name.to_str().ok_or_else(Absent::not_utf8)?),
                Component::ParentDir => return Err(outside()),
                _ => {}
            }
        }
        Ok(steps.join("/"))
    }

    /// The text that a file had in a commit, `path` being as [`Repository::inside`] gives it; none when
    /// it was not there.
    ///
    /// # Errors
    /// When it was no file, or a larger one than [`SIZE_LIMIT`], or git fails.
    pub fn show(&self, commit: &Id, path: &str) -> Result<Option<Vec<u8>>, Error> {
        let Some((entry, id, size)) = self.entry(commit, path)? else { return Ok(None) };
        let what = match entry {
            Entry::File if size > SIZE_LIMIT => {
                let most = SIZE_LIMIT / 1024;
                return Err(Error::new(format!(
                    "`{path}` of {} is larger than {most} KiB, the most that is read",
                    commit.short()
                )));
            }
            Entry::File => return self.ask(["cat-file", "blob", id.as_str()]).map(Some),
            Entry::Folder => "a folder",
            Entry::Link => "a link",
            Entry::Submodule => "a submodule",
        };
        Err(Error::new(format!("`{path}` is {what} in {}, and no file", commit.short())))
    }

    /// What there was of this name in a commit, if anything was.
    ///
    /// # Errors
    /// When git fails.
    pub fn entry_at(&self, commit: &Id, path: &str) -> Result<Option<Entry>, Error> {
        Ok(self.entry(commit, path)?.map(|(entry, ..)| entry))
    }

    /// Whether the files that are checked out, or to be committed, have another repository at a path.
    ///
    /// # Errors
    /// When git fails.
    pub fn has_submodule(&self, path: &str) -> Result<bool, Error> {
        let listed = self.ask(["ls-files", "-z", "--stage", "--full-name", "--", path])?;
        let mut staged = listed.split(|b| *b == 0).filter_map(|line| split(line, b'\t'));
        if staged.any(|(said, name)| said.starts_with(b"160000 ") && name == path.as_bytes()) {
            return Ok(true);
        }
        let Some(head) = &self.head else { return Ok(false) };
        Ok(self.entry_at(head, path)? == Some(Entry::Submodule))
    }

    /// What a name stands for in a commit, with its id and its size in bytes.
    fn entry(&self, commit: &Id, path: &str) -> Result<Option<(Entry, Id, u64)>, Error> {
        if path.is_empty() || path.split('/').any(|step| matches!(step, "" | "." | "..")) {
            return Ok(None);
        }
        let listed = self.ask(["ls-tree", "-z", "--long", "--full-tree", commit.as_str(), "--", path])?;
        let lines = listed.split(|b| *b == 0).filter_map(|line| split(line, b'\t'));
        let Some((said, _)) = lines.into_iter().find(|(_, name)| *name == path.as_bytes()) else {
            return Ok(None);
        };
        let said = String::from_utf8_lossy(said);
        let mut words = said.split_whitespace();
        let (mode, id) = (words.next(), words.nth(1).and_then(Id::parse));
        let entry = match mode {
            Some("100644" | "100755" | "100664") => Entry::File,
            Some("120000") => Entry::Link,
            Some("160000") => Entry::Submodule,
            _ => Entry::Folder,
        };
        let size = words.next().and_then(|size| size.parse().ok()).unwrap_or_default();
        match id {
            Some(id) => Ok(Some((entry, id, size))),
            None => Err(Error::new(format!("git lists `{path}` in a form that is not known"))),
        }
    }

    /// A command in this repository; its subcommand and arguments are still to come.
    fn git(&self) -> Command {
        command::git(&self.root)
    }

    /// What git answers to a command.
    ///
    /// # Errors
    /// When it fails, is killed, or answers without end.
    pub(crate) fn ask<S: AsRef<OsStr>>(&self, args: impl IntoIterator<Item = S>) -> Result<Vec<u8>, Error> {
        self.ask_with(args, Vec::new())
    }

    /// What git answers to a command that reads standard input.
    ///
    /// # Errors
    /// As [`Repository::ask`].
    pub(crate) fn ask_with<S: AsRef<OsStr>>(
        &self,
        args: impl IntoIterator<Item = S>,
        input: Vec<u8>,
    ) -> Result<Vec<u8>, Error> {
        let mut command = self.git();
        command.args(args);
        let ended = command::run(command, input)?;
        match ended.code {
            Some(0) => Ok(ended.out),
            _ => Err(self.failed(&ended.err)),
        }
    }

    /// The error of a command that failed here.
    fn failed(&self, complaint: &str) -> Error {
        let error = command::failed(complaint);
        match settings::is_partial(&self.root) {
            true => error.hint("the clone is partial: clone it again without `--filter`"),
            false => error,
        }
    }
}

/// Whether a folder is, or is inside of, what looks like a bare repository.
fn is_gits_own(folder: &Path) -> bool {
    folder.ancestors().any(|folder| folder.join("HEAD").is_file() && folder.join("objects").is_dir())
}

/// What is before and what is after the first `separator`.
pub(crate) fn split(bytes: &[u8], separator: u8) -> Option<(&[u8], &[u8])> {
    let at = bytes.iter().position(|b| *b == separator)?;
    Some((bytes.get(..at)?, bytes.get(at + 1..)?))
}

#[cfg(unix)]
fn path_of(bytes: &[u8]) -> PathBuf {
    use std::os::unix::ffi::OsStrExt as _;
    PathBuf::from(OsStr::from_bytes(bytes))
}

#[cfg(not(unix))]
fn path_of(bytes: &[u8]) -> PathBuf {
    PathBuf::from(String::from_utf8_lossy(bytes).into_owned())
}
