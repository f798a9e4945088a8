//! What texts look like, as patterns that ECMAScript, Python and Rust read alike. Where our readers
//! go by more than a pattern can say (letters of other scripts, what a unit is), the pattern takes
//! more than they do, never less.

use crate::read::LONGEST_NAME;

/// What only holds the place of an answer: see [`crate::placeholder`].
const PLACEHOLDER: &str = concat!(
    r"^[^0-9A-Za-z]*$",
    r"|\[@",
    r"|[\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180f\u200b-\u200f\u202a-\u202e\u2060-\u206f\u2800]",
    r"|[\u3164\ufe00-\ufe0f\ufeff\uff01-\uff5e\uffa0\ufff0-\uffff]|[^\u0000-\uffff]",
    r"|^[^0-9A-Za-z]*<[\s\S]*>[^0-9A-Za-z]*$",
    r"|^[^0-9A-Za-z]*\[[^0-9]*\][^0-9A-Za-z]*$",
    r"|^[^0-9A-Za-z]*(?:[Nn][Oo][Nn][Ee]|[Xx]{3}|[Pp][Ll][Aa][Cc][Ee][Hh][Oo][Ll][Dd][Ee][Rr])[^0-9A-Za-z]*$",
    r"|^[^0-9A-Za-z]*[A-Za-z](?:[^0-9A-Za-z]+[A-Za-z])+[^0-9A-Za-z]*$",
    r"|^[^0-9A-Za-z]*(?:[Tt][Bb][AaCcDd]|[Tt][Oo][Dd][Oo]|[Ff][Ii][Xx][Mm][Ee])(?![0-9A-Za-z])",
);

/// What names no one person.
const NOBODY: &str = concat!(
    r"\?|[Ee][- ]?[Mm][Aa][Ii][Ll]",
    r"|^[^0-9A-Za-z]*(?:[Nn][Oo](?: [Oo][Nn][Ee]|[Bb][Oo][Dd][Yy])|[Uu][Nn][Aa][Ss]{2}[Ii][Gg][Nn][Ee][Dd])[^0-9A-Za-z]*$",
);

/// A day of the calendar: thirty days have April, June, September and November, and 29 February is
/// there in leap years alone.
const DAY: &str = concat!(
    r"(?:[0-9]{4}-(?:(?:0[13578]|1[02])-(?:0[1-9]|[12][0-9]|3[01])",
    r"|(?:0[469]|11)-(?:0[1-9]|[12][0-9]|30)",
    r"|02-(?:0[1-9]|1[0-9]|2[0-8]))",
    r"|(?:[0-9]{2}(?:0[48]|[2468][048]|[13579][26])|(?:[02468][048]|[13579][26])00)-02-29)",
);

const TIME: &str = concat!(
    r"(?:T(?:[01][0-9]|2[0-3]):[0-5][0-9]:[0-5][0-9](?:\.[0-9]{1,9})?",
    r"(?:Z|[+-](?:[01][0-9]|2[0-3]):[0-5][0-9]))?",
);

const BOUND: &str = concat!(
    r"(?:(?:[Aa][Tt]\s+(?:[Mm][Oo][Ss][Tt]|[Ll][Ee][Aa][Ss][Tt])",
    r"|[Uu][Nn][Dd][Ee][Rr]|[Oo][Vv][Ee][Rr]|[Bb][Yy])\s+|[<>]=?\s*)?",
);

/// A number, and not what only begins like one: `15.06.2026`, `5-6`, `9:30`.
const NUMBER: &str = r"[0-9][0-9,]*(?:\.[0-9]+)?";
const ITS_END: &str = r"(?![0-9A-Za-z,._:'’-])";

/// The name of a built-in policy, or a path with an ending.
pub(super) const POLICY: &str = r"^\s*(?:product|service|none)\s*$|\.[^/]*$";

/// The name of something that has an id.
pub(super) const NAME: &str = r"^\s*[a-z0-9]+(?:-[a-z0-9]+)*\s*$";

/// An id.
pub(super) const ID: &str = "^[a-z0-9]+(?:-[a-z0-9]+)*$";

/// `yes` or `no`, in place of `true` and `false`.
pub(super) const YES_OR_NO: &str = "^(?:[Yy][Ee][Ss]|[Nn][Oo])$";

/// The address of anything in a plan.
pub(super) const ADDRESS: &str = concat!(
    r"^\s*(?:launch|kind|tier|owner|needs|informed|dates|risks)\s*$",
    r"|^\s*(?:stages|handoffs|needs|informed|promises|loads|incentives|goals|dates|risks)\.",
);

/// The address of what a condition may cover.
pub(super) const COVERED: &str = r"^\s*(?:stages\.[^.]*\.asks\.[^.]*|handoffs\.[^.]*|promises\.[^.]*)$";

/// The address of what a policy may take out.
pub(super) const INHERITED: &str =
    r"^\s*(?:stages\.[^.]+|stages\.[^.]+\.asks\.[^.]+|handoffs\.[^.]+|risks\.[^.]+)$";

/// Whether placeholders may stand where answers do: in plans, not in policies.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Placeholders {
    Allowed,
    Refused,
}

impl Placeholders {
    /// A pattern, or any placeholder where they are allowed.
    pub(super) fn or(self, pattern: &str) -> String {
        match self {
            Placeholders::Allowed => format!("{pattern}|{PLACEHOLDER}"),
            Placeholders::Refused => pattern.to_owned(),
        }
    }

    /// What somebody is called, or what calls nobody: see [`crate::placeholder::is_nobody`].
    pub(super) fn or_person(self) -> String {
        let name = format!(r"^\s*[^\u0000-\u001f\u007f]{{0,{LONGEST_NAME}}}\s*$");
        match self {
            Placeholders::Allowed => self.or(&format!("{name}|{NOBODY}")),
            Placeholders::Refused => name,
        }
    }

    /// A date; one with a question mark is a placeholder too.
    pub(super) fn or_date(self) -> String {
        let date = format!(r"^\s*{DAY}{TIME}\s*$");
        match self {
            Placeholders::Allowed => self.or(&format!(r"{date}|\?$")),
            Placeholders::Refused => date,
        }
    }

    /// The beginning of a quantity: its unit is for `launch check`.
    pub(super) fn or_quantity(self) -> String {
        self.or(&format!(r"^\s*{BOUND}(?:{DAY}|{NUMBER}){ITS_END}"))
    }

    /// Nothing but a placeholder, in place of a number.
    pub(super) fn alone(self) -> Option<String> {
        (self == Placeholders::Allowed).then(|| PLACEHOLDER.to_owned())
    }
}

/// One of a few words, with white space round it or none; of no words, nothing.
pub(super) fn one_of<'a>(words: impl Iterator<Item = &'a str>) -> String {
    let words: Vec<&str> = words.collect();
    match words.as_slice() {
        [] => r"^\b$".to_owned(),
        words => format!(r"^\s*(?:{})\s*$", words.join("|")),
    }
}
