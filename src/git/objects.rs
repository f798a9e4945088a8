//! Commits and texts by their ids, any number of them through one `git cat-file --batch`.

use std::io::{BufRead, BufReader, Read, Write as _};
use std::process::{Child, ChildStdin, ChildStdout, Stdio};

use super::Repository;
use super::command::{self, Complaints};
use super::id::Id;
use crate::error::Error;
use crate::source::SIZE_LIMIT;

/// How many requests are made at a time, one such lot ahead of the answers that are read. Two lots fit
/// into the smallest pipe there is (4 KiB), so that writing them never waits for git, which may itself
/// wait for us to read.
const LOT: usize = 30;

/// As much of the answers as is read at a time.
const BUFFER: usize = 64 * 1024;

/// The longest line before an object: its id, its kind and its size.
const LINE_LIMIT: u64 = 256;

/// What there is under an id.
#[derive(Debug, PartialEq, Eq)]
pub enum Object {
    /// The text of a file.
    Blob(Vec<u8>),
    /// A commit, as git stores it.
    Commit(Vec<u8>),
    /// Something else.
    Other,
    /// More than [`SIZE_LIMIT`]; it was not kept.
    TooLarge,
    /// Nothing, as in a partial clone.
    Missing,
}

/// A running `git cat-file --batch`. After an error it is of no more use.
pub struct Objects {
    repository: Repository,
    child: Child,
    requests: ChildStdin,
    answers: BufReader<ChildStdout>,
    complaints: Option<Complaints>,
}

impl Objects {
    /// Starts one.
    ///
    /// # Errors
    /// When git cannot be started.
    pub fn of(repository: &Repository) -> Result<Objects, Error> {
        let mut command = repository.git();
        command.args(["cat-file", "--batch"]).stdin(Stdio::piped());
        let (mut child, complaints) = command::start(command)?;
        let (Some(requests), Some(answers)) = (child.stdin.take(), child.stdout.take()) else {
            return Err(Error::new("git has no input or no output"));
        };
        let repository = repository.clone();
        Ok(Objects {
            repository,
            child,
            requests,
            answers: BufReader::with_capacity(BUFFER, answers),
            complaints: Some(complaints),
        })
    }

    /// Hands each object to `each`, in the order of the ids.
    ///
    /// # Errors
    /// When git fails, as it does on a damaged object.
    pub fn read(&mut self, ids: &[Id], mut each: impl FnMut(&Id, Object)) -> Result<(), Error> {
        let mut ahead = ids.chunks(LOT);
        self.request(ahead.next().unwrap_or_default())?;
        for lot in ids.chunks(LOT) {
            self.request(ahead.next().unwrap_or_default())?;
            for id in lot {
                match self.answer(id) {
                    Some(object) => each(id, object),
                    None => return Err(self.failed()),
                }
            }
        }
        Ok(())
    }

    fn request(&mut self, ids: &[Id]) -> Result<(), Error> {
        let lines: Vec<u8> = ids.iter().flat_map(|id| [id.as_str(), "\n"]).flat_map(str::bytes).collect();
        match self.requests.write_all(&lines) {
            Ok(()) => Ok(()),
            Err(_) => Err(self.failed()),
        }
    }

    /// One object.
    ///
    /// # Errors
    /// As [`Objects::read`].
    pub fn one(&mut self, id: &Id) -> Result<Object, Error> {
        let mut found = Object::Missing;
        self.read(std::slice::from_ref(id), |_, object| found = object)?;
        Ok(found)
    }

    /// The answer to a request; none when git does not keep to its format, or has ended.
    fn answer(&mut self, id: &Id) -> Option<Object> {
        let mut line = Vec::new();
        (&mut self.answers).take(LINE_LIMIT).read_until(b'\n', &mut line).ok()?;
        let line = std::str::from_utf8(&line).ok()?.strip_suffix('\n')?.strip_prefix(id.as_str())?;
        let (kind, size) = match line.split_whitespace().collect::<Vec<&str>>()[..] {
            ["missing"] => return Some(Object::Missing),
            [kind, size] => (kind, size.parse::<u64>().ok()?),
            _ => return None,
        };
        if size > SIZE_LIMIT {
            self.skip(size + 1)?;
            return Some(Object::TooLarge);
        }
        let mut bytes = vec![0; usize::try_from(size).ok()? + 1];
        self.answers.read_exact(&mut bytes).ok()?;
        bytes.pop().filter(|end| *end == b'\n')?;
        Some(match kind {
            "blob" => Object::Blob(bytes),
            "commit" => Object::Commit(bytes),
            _ => Object::Other,
        })
    }

    fn skip(&mut self, size: u64) -> Option<()> {
        let skipped = std::io::copy(&mut (&mut self.answers).take(size), &mut std::io::sink()).ok()?;
        (skipped == size).then_some(())
    }

    /// Ends git, and says what it complained about.
    fn failed(&mut self) -> Error {
        self.end();
        let complaint = self.complaints.take().map(Complaints::end).unwrap_or_default();
        self.repository.failed(&complaint)
    }

    fn end(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

impl Drop for Objects {
    fn drop(&mut self) {
        self.end();
    }
}

/// What a commit says of itself.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Commit {
    /// The files of it.
    pub(crate) tree: Id,
    /// The commits before it, whether or not they are in this clone.
    pub(crate) parents: Vec<Id>,
    /// Whether it carries a signature, of whatever worth.
    pub(crate) is_signed: bool,
}

impl Commit {
    /// Reads a commit as git stores it: lines up to an empty one, those of a signature going on with a
    /// space.
    pub(crate) fn read(bytes: &[u8]) -> Option<Commit> {
        let lines = || bytes.split(|b| *b == b'\n').take_while(|line| !line.is_empty());
        let ids = |key: &'static [u8]| lines().filter_map(move |line| Id::read(line.strip_prefix(key)?));
        Some(Commit {
            tree: ids(b"tree ").next()?,
            parents: ids(b"parent ").collect(),
            is_signed: lines()
                .any(|line| line.starts_with(b"gpgsig ") || line.starts_with(b"gpgsig-sha256 ")),
        })
    }
}

#[cfg(test)]
mod tests {
    use super::Commit;

    #[test]
    fn a_signature_is_one_of_the_header_and_not_of_the_message() {
        let tree = format!("tree {}\nparent {}\nauthor a <a@b> 1 +0000\n", "a".repeat(40), "b".repeat(40));
        let plain = Commit::read(format!("{tree}\ngpgsig no\n").as_bytes()).expect("a commit");
        assert!(!plain.is_signed && plain.parents.len() == 1);
        let signed = format!("{tree}gpgsig -----BEGIN SSH SIGNATURE-----\n abc\n\nmessage\n");
        assert!(Commit::read(signed.as_bytes()).expect("a commit").is_signed);
        assert_eq!(Commit::read(b"author a"), None);
    }
}
