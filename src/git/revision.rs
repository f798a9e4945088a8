//! From what people write for a commit (`main`, `HEAD~3`, `v1.0`, `2026-05-01`) to its id.

use jiff::ToSpan as _;
use jiff::civil::Date;
use jiff::tz::TimeZone;

use super::{Id, Repository, command};
use crate::error::Error;
use crate::moment::{self, Moment};
use crate::text::did_you_mean;

/// How many commits are looked at for the last one of a day, newest first, from two days after it.
const LOOKED_AT: &str = "-5000";

impl Repository {
    /// The commit that is meant: by a name, an id, or git's other ways to say it; or by a date, the
    /// last commit of the checked out branch's own line (its first parents) on or before that day or
    /// that instant. What looks like a date is one.
    ///
    /// # Errors
    /// When there is none, or two things of that name, or git fails.
    pub fn resolve(&self, revision: &str) -> Result<Id, Error> {
        if let Ok(moment) = moment::parse(revision) {
            return self.last_by(&moment);
        }
        if revision.is_empty() || revision.starts_with('-') || revision.contains(char::is_control) {
            return Err(Error::new(format!("`{revision}` is no revision"))
                .hint("name a branch, a tag, a commit, or a day such as `2026-06-15`"));
        }
        let mut command = self.git();
        command.args(["rev-parse", "--verify", &format!("{revision}^{{commit}}")]);
        let ended = command::run(command, Vec::new())?;
        if ended.err.contains("is ambiguous") && Id::parse(revision).is_none() {
            return Err(Error::new(format!("`{revision}` names more than one thing in this repository"))
                .hint(format!(
                    "write which: `refs/heads/{revision}`, `refs/remotes/{revision}` or `refs/tags/{revision}`"
                )));
        }
        let found = ended.out.strip_suffix(b"\n").and_then(Id::read);
        match found.filter(|_| ended.code == Some(0)) {
            Some(id) => Ok(id),
            None if ended.err.contains("Needed a single revision") => Err(self.unknown(revision)),
            None => Err(self.failed(&ended.err)),
        }
    }

    /// The day of a commit, as its committer had it; none where no calendar knows it.
    ///
    /// # Errors
    /// When git fails.
    pub fn day_of(&self, commit: &Id) -> Result<Option<Date>, Error> {
        let said = self.ask(["log", "-1", "--format=%cI", commit.as_str(), "--"])?;
        Ok(moment::parse(String::from_utf8_lossy(&said).trim()).ok().map(|moment| moment.date))
    }

    fn unknown(&self, revision: &str) -> Error {
        let error = Error::new(format!("there is no commit `{revision}` in this repository"));
        if self.head.is_none() {
            return error.hint("nothing was committed yet");
        }
        let names = self.names();
        match did_you_mean(revision, names.lines()) {
            Some(meant) => error.hint(format!("did you mean `{meant}`?")),
            None if self.is_shallow => {
                error.hint("old commits are left out of this clone: `git fetch --unshallow` brings them")
            }
            None => error.hint("`git fetch` brings what is only where it was cloned from"),
        }
    }

    /// Branches and tags, one a line.
    fn names(&self) -> String {
        let args = ["for-each-ref", "--count=2000", "--format=%(refname:short)"];
        let listed = self.ask(args.into_iter().chain(["refs/heads", "refs/remotes", "refs/tags"]));
        listed.map(|names| String::from_utf8_lossy(&names).into_owned()).unwrap_or_default()
    }

    /// The last commit of the first parents that is not after a moment: for a day, by the day that the
    /// committer had.
    fn last_by(&self, moment: &Moment) -> Result<Id, Error> {
        let Some(head) = &self.head else { return Err(Error::new("nothing was committed yet")) };
        let mut args = vec!["log", "--first-parent", "--format=%H %cI", LOOKED_AT];
        let before = latest_instant(moment).map(|second| format!("--min-age={second}"));
        args.extend(before.as_deref());
        args.extend([head.as_str(), "--"]);
        let listed = String::from_utf8_lossy(&self.ask(args)?).into_owned();
        let commits = listed.lines().filter_map(|line| line.split_once(' '));
        let is_by = |date: &str| moment::parse(date).is_ok_and(|committed| !committed.is_after(moment));
        let found = commits.into_iter().find(|(_, date)| is_by(date)).and_then(|(id, _)| Id::parse(id));
        found.ok_or_else(|| self.nothing_by(moment))
    }

    fn nothing_by(&self, moment: &Moment) -> Error {
        let first =
            self.ask(["log", "--first-parent", "--max-parents=0", "-1", "--format=%cs", "HEAD", "--"]);
        let first = first.map(|day| String::from_utf8_lossy(&day).trim().to_owned()).unwrap_or_default();
        let error = Error::new(format!("no commit is as old as {moment}"));
        match self.is_shallow {
            true => error.hint(format!(
                "the clone is shallow and begins on {first}: `git fetch --unshallow` brings older commits"
            )),
            false => error.hint(format!("the first one is of {first}")),
        }
    }
}

/// A second after which nobody's clock shows that moment any more; none at the end of time.
fn latest_instant(moment: &Moment) -> Option<i64> {
    let two_days_later = |date: Date| date.checked_add(2.days()).ok()?.to_zoned(TimeZone::UTC).ok();
    match moment.instant {
        Some(instant) => Some(instant.as_second()),
        None => two_days_later(moment.date).map(|end| end.timestamp().as_second()),
    }
}
