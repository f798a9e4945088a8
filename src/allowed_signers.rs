//! Who may sign with which key, for what and when: the `allowed_signers` file of git and OpenSSH.
//!
//! It is read as `ssh-keygen` reads it, with these differences, each so that a slip opens no gate and
//! everybody gets the same answer:
//!
//! - every line that cannot be read is a problem, where `ssh-keygen` passes over it;
//! - a time without `Z` is UTC, where `ssh-keygen` takes the zone that it runs in;
//! - days that do not exist, empty options and quotes inside of a list are refused, and a
//!   byte-order mark is not part of the first name;
//! - `cert-authority` lines are read and match nothing: certificates are not read.

mod line;
mod pattern;
#[cfg(test)]
mod tests;
mod time;

use std::collections::HashMap;

use jiff::SignedDuration;
use jiff::civil::DateTime;
use jiff::tz::Offset;

use self::line::Line;
use self::pattern::Patterns;
use crate::moment::Moment;
use crate::source::{MOST_PROBLEMS, Problem, Source};
use crate::span::Span;
use crate::ssh::Key;

/// What the file says of a key, a person, a purpose and a day.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Listing {
    /// The person may sign with this key.
    Valid {
        /// The line that says so.
        line: Span,
    },
    /// The key is the person's, but not yet on that day.
    TooEarly {
        /// It is valid from here on, UTC.
        from: DateTime,
        /// The line that says so.
        line: Span,
    },
    /// The key is the person's, but no more on that day.
    TooLate {
        /// It was valid up to here, UTC.
        until: DateTime,
        /// The line that says so.
        line: Span,
    },
    /// The key is the person's, but for other purposes.
    OtherNamespace {
        /// The patterns of the purposes that it may be used for.
        namespaces: Vec<String>,
        /// The line that says so.
        line: Span,
    },
    /// The key is listed, but not for this person: the patterns of those it is listed for.
    Others(Vec<String>),
    /// Only a `cert-authority` line could vouch for it: not checked, because certificates are not read.
    Authority {
        /// That line.
        line: Span,
    },
    /// Nothing in the file vouches for this key.
    Unlisted,
}

/// An `allowed_signers` file.
#[derive(Debug, Default)]
pub struct AllowedSigners {
    lines: Vec<Line>,
    /// Where the lines of a key are, those of authorities left out.
    of_key: HashMap<Key, Vec<usize>>,
}

/// The first and the last instant of what a date means, UTC.
type Period = (DateTime, DateTime);

impl AllowedSigners {
    /// Reads the file; whatever cannot be read of it is a problem and matches nothing. It ends where
    /// there are more problems than are told.
    pub fn read(source: &Source) -> (AllowedSigners, Vec<Problem>) {
        let (mut signers, mut problems) = (AllowedSigners::default(), Vec::new());
        let mut at = 0;
        // A lone carriage return ends no line here, though it does in other files: `ssh-keygen` would not
        // see the key behind it.
        for text in source.text().split('\n') {
            match line::read(text, at) {
                Some(Ok(line)) => signers.add(line),
                Some(Err(problem)) if problems.len() < MOST_PROBLEMS => problems.push(problem),
                Some(Err(_)) => {
                    let message = format!("{MOST_PROBLEMS} lines before this one cannot be read either");
                    let rest = Problem::new(Span::new(at, at + text.len()), message);
                    problems.push(rest.help("the rest of the file is read when they are put right"));
                    break;
                }
                None => {}
            }
            at += text.len() + 1;
        }
        (signers, problems)
    }

    fn add(&mut self, line: Line) {
        if !line.options.authority {
            self.of_key.entry(line.key.clone()).or_default().push(self.lines.len());
        }
        self.lines.push(line);
    }

    /// Whether this person may sign with this key for this purpose at that time. A plain date is valid when
    /// any instant of that day, in UTC, is.
    pub fn who(&self, key: &Key, principal: &str, namespace: &str, on: &Moment) -> Listing {
        let period = period(on);
        if key.is_certificate() {
            let says = |line: &&Line| line.options.authority && line.vouches(principal, namespace, period);
            return self
                .lines
                .iter()
                .find(says)
                .map_or(Listing::Unlisted, |line| Listing::Authority { line: line.span });
        }
        let of_key: Vec<&Line> =
            self.of_key.get(key).into_iter().flatten().filter_map(|at| self.lines.get(*at)).collect();
        let own: Vec<&Line> = of_key.iter().copied().filter(|line| line.principals.name(principal)).collect();
        let Some(first) = own.first() else {
            return others(&of_key);
        };
        let timely = own.iter().filter(|line| line.is_for(namespace)).map(|line| line.at(period));
        timely.min_by_key(|(away, _)| *away).map_or_else(
            || Listing::OtherNamespace { namespaces: namespaces(&own), line: first.span },
            |(_, listing)| listing,
        )
    }
}

impl Line {
    fn vouches(&self, principal: &str, namespace: &str, period: Period) -> bool {
        let is_timely = || matches!(self.at(period).1, Listing::Valid { .. });
        self.principals.name(principal) && self.is_for(namespace) && is_timely()
    }

    fn is_for(&self, namespace: &str) -> bool {
        self.options.namespaces.as_ref().is_none_or(|patterns| patterns.name(namespace))
    }

    /// What the line's times say, and how far that is from its being valid.
    fn at(&self, (first, last): Period) -> (SignedDuration, Listing) {
        let line = self.span;
        let from = self.options.valid_after.filter(|after| last < *after);
        let until = self.options.valid_before.filter(|before| *before < first);
        match (from, until) {
            (Some(from), _) => (from.duration_since(last), Listing::TooEarly { from, line }),
            (None, Some(until)) => (first.duration_since(until), Listing::TooLate { until, line }),
            (None, None) => (SignedDuration::ZERO, Listing::Valid { line }),
        }
    }
}

/// Those that the lines of a key name.
fn others(lines: &[&Line]) -> Listing {
    let names = distinct(lines.iter().flat_map(|line| line.principals.written()));
    if names.is_empty() { Listing::Unlisted } else { Listing::Others(names) }
}

/// What the lines of a key may be used for.
fn namespaces(lines: &[&Line]) -> Vec<String> {
    distinct(lines.iter().filter_map(|line| line.options.namespaces.as_ref()).flat_map(Patterns::written))
}

fn distinct<'a>(texts: impl Iterator<Item = &'a String>) -> Vec<String> {
    let mut distinct: Vec<String> = Vec::new();
    for text in texts {
        if !distinct.contains(text) {
            distinct.push(text.clone());
        }
    }
    distinct
}

fn period(on: &Moment) -> Period {
    match on.instant {
        Some(instant) => {
            let instant = Offset::UTC.to_datetime(instant);
            (instant, instant)
        }
        None => (on.date.at(0, 0, 0, 0), on.date.at(23, 59, 59, 999_999_999)),
    }
}
