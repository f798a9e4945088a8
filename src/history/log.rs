//! The commits that changed one path, as `git log` lists them.

use std::collections::HashMap;

use crate::error::Error;
use crate::git::{Id, Repository, split};
use crate::moment::{self, Moment};

/// One line for each of what [`read`] takes from a commit.
const FORMAT: &str = "--format=%H%n%P%n%ae%n%aI%n%ce%n%cI";

/// Everything that settings could change about the list is said here. Renames are looked up apart:
/// `--follow` would go on with one name for all branches, and with copies.
const LOG: [&str; 16] = [
    "log",
    "-z",
    "--raw",
    "--root",
    "--no-abbrev",
    "--no-renames",
    "--no-follow",
    "--no-color",
    "--no-decorate",
    "--no-ext-diff",
    "--no-textconv",
    "--no-mailmap",
    "--no-notes",
    "--no-show-signature",
    "-O/dev/null",
    FORMAT,
];

/// Which commits a history has.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Line {
    /// Those of all branches that came together.
    All,
    /// Those of the branch itself: what a merge brought is the merge's.
    Main,
}

/// Who made or committed something, and when.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Stamp {
    /// The e-mail address as it stands in the commit; no mailmap is applied.
    pub email: String,
    /// The date with its offset; none when the commit has one that no calendar knows.
    pub date: Option<Moment>,
}

/// A commit that changed a path.
pub(super) struct Entry {
    pub(super) commit: Id,
    pub(super) parents: Vec<Id>,
    pub(super) author: Stamp,
    pub(super) committer: Stamp,
    pub(super) change: Change,
}

/// A commit, with what it did to any of some paths.
pub(super) struct Listed<'p> {
    pub(super) commit: Id,
    pub(super) parents: Vec<Id>,
    pub(super) author: Stamp,
    pub(super) committer: Stamp,
    pub(super) changes: Vec<(&'p str, Change)>,
}

/// What a commit did to a path.
pub(super) struct Change {
    /// Its text; none when there is no file of that name any more.
    pub(super) blob: Option<Id>,
    /// Its text before, in the first parent that was compared, if there was a file of that name.
    pub(super) was: Option<Id>,
    /// Of each parent that was compared, whether there was something of that name.
    pub(super) was_there: Vec<bool>,
}

/// The commits that explain how `path` came to be what it is in `start`: `start` or the nearest one
/// before it that changed the path comes first. Of a merge that took one side as it was, only that side
/// is listed.
pub(super) fn read(repository: &Repository, start: &Id, path: &str, line: Line) -> Result<Vec<Entry>, Error> {
    let merges: &[&str] = match line {
        Line::All => &["-c"],
        Line::Main => &["--first-parent", "-m"],
    };
    let args = LOG.iter().chain(merges).copied().chain([start.as_str(), "--", path]);
    let listed = parse(&repository.ask(args)?, &[path]).ok_or_else(unknown_form)?;
    let entries = listed.into_iter().flat_map(|Listed { commit, parents, author, committer, changes }| {
        let entry = move |(_, change)| Entry {
            commit: commit.clone(),
            parents: parents.clone(),
            author: author.clone(),
            committer: committer.clone(),
            change,
        };
        changes.into_iter().map(entry)
    });
    Ok(entries.collect())
}

/// Every commit before `start`, and itself, that changed one of these paths or is a merge, also those whose work a
/// merge left behind. A commit comes before those that it was made from: its parents here are the nearest that are
/// listed. A merge is listed once for each parent from which it differs.
pub(super) fn read_all<'p>(
    repository: &Repository,
    start: &Id,
    paths: &[&'p str],
) -> Result<Vec<Listed<'p>>, Error> {
    let whole = ["--full-history", "--parents", "-m", "--topo-order", start.as_str(), "--"];
    let args = LOG.into_iter().chain(whole).chain(paths.iter().copied());
    parse(&repository.ask(args)?, paths).ok_or_else(unknown_form)
}

/// Every file of some endings that a commit up to `start` took from what a parent of it had, with its text then, once.
pub(super) fn removed(
    repository: &Repository,
    start: &Id,
    endings: &[&str],
) -> Result<Vec<(String, Id)>, Error> {
    let all = ["--full-history", "-m", "--diff-filter=D", start.as_str(), "--"];
    read_removed(&repository.ask(LOG.into_iter().chain(all))?, endings).ok_or_else(unknown_form)
}

fn read_removed(mut rest: &[u8], endings: &[&str]) -> Option<Vec<(String, Id)>> {
    let mut found = Vec::new();
    while let Some((token, more)) = split(rest, 0) {
        rest = more;
        let token = token.trim_ascii_start();
        if token.first() != Some(&b':') {
            continue;
        }
        let (name, more) = split(rest, 0)?;
        rest = more;
        let text = change(std::str::from_utf8(token).ok()?)?.was;
        let name =
            std::str::from_utf8(name).ok().filter(|name| endings.iter().any(|end| name.ends_with(end)));
        found.extend(name.map(str::to_owned).zip(text));
    }
    found.sort_unstable_by(|one, other| (&one.0, one.1.as_str()).cmp(&(&other.0, other.1.as_str())));
    found.dedup();
    Some(found)
}

/// Reads what `rev-list --parents` lists: each commit, and those directly before it.
pub(super) fn parents(listed: &[u8]) -> HashMap<Id, Vec<Id>> {
    let lines = listed.split(|b| *b == b'\n').filter(|line| !line.is_empty());
    let of = lines.filter_map(|line| {
        let mut ids = line.split(|b| *b == b' ').filter_map(Id::read);
        Some((ids.next()?, ids.collect()))
    });
    of.collect()
}

fn unknown_form() -> Error {
    Error::new("git lists commits in a form that is not known")
}

/// Reads headers, and after each any number of changes with their paths; everything ends with a NUL,
/// and more line ends and NULs stand between.
fn parse<'p>(mut rest: &[u8], paths: &[&'p str]) -> Option<Vec<Listed<'p>>> {
    let mut listed: Vec<Listed<'p>> = Vec::new();
    while let Some((token, more)) = split(rest, 0) {
        rest = more;
        let token = token.trim_ascii_start();
        if token.is_empty() {
            continue;
        }
        if token.first() != Some(&b':') {
            listed.push(header(token)?);
            continue;
        }
        let (name, more) = split(rest, 0)?;
        rest = more;
        // A folder that once had this name is listed with everything that was in it.
        if let Some(path) = paths.iter().find(|path| name == path.as_bytes()) {
            let change = change(std::str::from_utf8(token).ok()?)?;
            listed.last_mut()?.changes.push((*path, change));
        }
    }
    rest.is_empty().then_some(listed)
}

fn header<'p>(token: &[u8]) -> Option<Listed<'p>> {
    let text = String::from_utf8_lossy(token);
    let mut lines = text.split('\n');
    let (commit, parents) = (Id::parse(lines.next()?)?, lines.next()?);
    let mut stamp = || {
        let (email, date) = (lines.next()?, lines.next()?);
        Some(Stamp { email: email.to_owned(), date: moment::parse(date).ok() })
    };
    let (author, committer) = (stamp()?, stamp()?);
    let parents = parents.split(' ').filter_map(Id::parse).collect();
    Some(Listed { commit, parents, author, committer, changes: Vec::new() })
}

/// Reads `:100644 100644 <id> <id> M`, or with a colon, a mode and an id more for each parent more.
fn change(text: &str) -> Option<Change> {
    let parents = text.bytes().take_while(|b| *b == b':').count();
    let words: Vec<&str> = text.get(parents..)?.split(' ').collect();
    let (modes, ids) = (words.get(..=parents)?, words.get(parents + 1..=2 * parents + 1)?);
    let (mode, before) = modes.split_last()?;
    let file = |mode: Option<&&str>, id: Option<&&str>| {
        mode.filter(|mode| mode.starts_with("100")).zip(id).and_then(|(_, id)| Id::parse(id))
    };
    Some(Change {
        blob: file(Some(mode), ids.last()),
        was: file(before.first(), ids.first()),
        was_there: before.iter().map(|mode| *mode != "000000").collect(),
    })
}

#[cfg(test)]
mod tests {
    use super::{change, parse};

    #[test]
    fn a_merge_lists_every_parent() {
        let (a, b, c) = ("a".repeat(40), "b".repeat(40), "c".repeat(40));
        let merge = change(&format!("::100644 000000 100644 {a} {b} {c} MA")).expect("a change");
        assert_eq!((merge.blob.map(|id| id.to_string()), merge.was_there), (Some(c), vec![true, false]));
        assert_eq!(merge.was.map(|id| id.to_string()), Some(a.clone()));
        let link = change(&format!(":100644 120000 {a} {b} T")).expect("a change");
        assert_eq!((link.blob, link.was_there), (None, vec![true]));
        assert!(change(":100644").is_none() && change("x").is_none());
    }

    #[test]
    fn what_breaks_off_is_no_list() {
        let id = "a".repeat(40);
        let header =
            format!("{id}\n\nomar@acme.example\n2026-05-01T10:00:00+02:00\nc\n2026-05-01T10:00:00Z\0");
        let whole = format!("{header}\n:000000 100644 {id} {id} A\0odd\nname\0\0{header}");
        let changes = |bytes: &[u8]| {
            let listed = parse(bytes, &["odd\nname"])?;
            Some(listed.iter().map(|one| one.changes.len()).collect::<Vec<usize>>())
        };
        assert_eq!(changes(whole.as_bytes()), Some(vec![1, 0]));
        let listed = parse(whole.as_bytes(), &["odd\nname"]).expect("a list");
        assert_eq!(listed[0].author.email, "omar@acme.example");
        for end in [whole.len() - header.len() - 1, header.len() - 1, header.len() + 10] {
            assert!(changes(&whole.as_bytes()[..end]).is_none_or(|found| found.len() < 2), "{end}");
        }
        assert!(parse(&whole.as_bytes()[..header.len() + 10], &["odd\nname"]).is_none());
    }
}
