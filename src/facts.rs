//! All that a rule may know from outside the plan and the policy.

use std::borrow::Cow;
use std::collections::{BTreeMap, HashMap};
use std::fmt;

use jiff::civil::Date;

use crate::address::Address;
use crate::moment::Moment;
use crate::policy::AssuranceLevel;
use crate::policy::roster::same_person;
use crate::quantity::{Incomparable, Quantity};
use crate::text;

/// What was found out before the rules run.
#[derive(Clone, Debug)]
pub struct Facts {
    /// The day the plan is judged for.
    pub as_of: Date,
    /// Fields whose evidence is a local path that does not exist.
    pub dangling: Vec<Address>,
    /// Capacities that this plan shares with others, and that all of them together overload.
    pub drawn: Vec<Drawn>,
    /// What was found out about each sign-off, and each word that a stage is not needed, by its address.
    pub trust: BTreeMap<Address, Trust>,
    /// What changed of what a stale sign-off covers, by its address.
    pub changes: HashMap<Address, Changes>,
    /// What changed of what was accepted, by the address of the record; only of what no sign-off of whoever
    /// accepted it covers.
    pub outgrown: HashMap<Address, Changes>,
    /// Every no that somebody else took out of the plan than who said it.
    pub silenced: Vec<Silenced>,
}

impl Facts {
    /// The facts of a day on which nothing else was looked at.
    pub fn on(as_of: Date) -> Facts {
        Facts {
            as_of,
            dangling: Vec::new(),
            drawn: Vec::new(),
            trust: BTreeMap::new(),
            changes: HashMap::new(),
            outgrown: HashMap::new(),
            silenced: Vec::new(),
        }
    }

    /// What was found out about the sign-off, the word that a stage is not needed, or the waiver at an address.
    pub fn trust(&self, at: &Address) -> &Trust {
        static NOTHING: Trust = Trust { signature: Signature::None, origin: Origin::NOT_ASKED };
        self.trust.get(at).unwrap_or(&NOTHING)
    }
}

/// What several plans together bring on one capacity.
#[derive(Clone, Debug)]
pub struct Drawn {
    /// The capacity's id in the policy.
    pub capacity: String,
    /// All that is expected, this plan's own loads included, or why nobody knows.
    pub total: Result<Quantity, Unsummed>,
    /// The launches that bring it, with their files; the first few of them named.
    pub launches: String,
}

/// Why nobody knows what several loads come to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Unsummed {
    /// What they bring cannot be added up, or not be held against the capacity.
    Incomparable(Incomparable),
    /// One load of another plan brings nobody knows how much.
    Unknown {
        /// The load.
        at: Address,
        /// The plan's file.
        path: String,
        /// What is expected of it, and why that cannot be held against the capacity; none where nobody said.
        forecast: Option<(Quantity, Incomparable)>,
    },
}

impl fmt::Display for Unsummed {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Unsummed::Incomparable(why) => why.fmt(out),
            Unsummed::Unknown { at, path, forecast: None } => {
                write!(out, "`{at}` in {path} does not say how much is expected")
            }
            Unsummed::Unknown { at, path, forecast: Some((forecast, why)) } => {
                write!(out, "`{at}` in {path} expects {forecast}, and {why}")
            }
        }
    }
}

/// What speaks for a sign-off, or the word that a stage is not needed, beside the name that was typed.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Trust {
    /// What its signature is worth.
    pub signature: Signature,
    /// The commit that brought it in.
    pub origin: Origin,
}

/// What a signature is worth.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub enum Signature {
    /// There is none.
    #[default]
    None,
    /// The signer's own key made it, and it was theirs on that day.
    Good {
        /// The key's fingerprint.
        key: String,
    },
    /// It fits, but nobody is known to hold that key.
    UnknownSigner {
        /// The key's fingerprint.
        key: String,
    },
    /// It does not stand, and why: follows "the signature …".
    Bad(String),
    /// It was not checked, and why.
    NotChecked(String),
}

impl Signature {
    /// The word for it, in JSON.
    pub fn word(&self) -> &'static str {
        match self {
            Signature::None => "none",
            Signature::Good { .. } => "good",
            Signature::UnknownSigner { .. } => "unknown-signer",
            Signature::Bad(_) => "bad",
            Signature::NotChecked(_) => "not-checked",
        }
    }
}

/// Where a sign-off came from.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Origin {
    /// The commit that brought it in as it stands.
    Commit(Commit),
    /// Its signer took it back, or said something else, and somebody brought it in again.
    TakenBack {
        /// The commit in which its signer did so.
        commit: Commit,
        /// A commit of theirs that was made after it and has it again, with a date before that of the other: the clock
        /// of one of them was wrong, or it is an old one on top.
        again: Option<Commit>,
    },
    /// No commit has it yet.
    Uncommitted,
    /// It is supposed to be its signer's own, proven as far as the policy wants.
    Supposed,
    /// Nobody looked, or could not, and why.
    NotChecked(Cow<'static, str>),
}

impl Origin {
    const NOT_ASKED: Origin = Origin::NotChecked(Cow::Borrowed("the history was not asked for"));
}

impl Default for Origin {
    fn default() -> Origin {
        Origin::NOT_ASKED
    }
}

/// A no that is not in the plan any more, though who said it never took it back.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Silenced {
    /// The stage.
    pub stage: String,
    /// Who said no.
    pub by: String,
    /// The commit in which they did.
    pub said: Commit,
    /// Where it went.
    pub taken_out: TakenOut,
}

impl Silenced {
    /// Whether who said it took it out themselves, in a commit with an earlier date.
    pub fn is_by_clock(&self) -> bool {
        matches!(&self.taken_out, TakenOut::By(other) if self.is_dated_before(other))
    }

    fn is_dated_before(&self, other: &Commit) -> bool {
        same_person(&other.author, &self.by) && self.said.date.is_after(&other.date)
    }

    /// Who said it when, and where it went.
    pub fn told(&self) -> String {
        let Silenced { stage, by, said, taken_out } = self;
        let taken_out = match taken_out {
            TakenOut::By(own) if self.is_dated_before(own) => {
                return format!(
                    "{by} said no-go for {stage} in commit {} of {}, and took it out in commit {}, which is dated \
                     before that, on {}",
                    said.id, said.date, own.id, own.date
                );
            }
            TakenOut::By(other) => {
                format!("{} took it out on {}, in commit {}", other.author, other.date.date, other.id)
            }
            TakenOut::Merge => "a merge, or a change of the plan's name, left it out".to_owned(),
            TakenOut::Uncommitted => "it is out of the file, and no commit takes it out yet".to_owned(),
        };
        format!(
            "{by} said no-go for {stage} on {}, in commit {}, and did not take it back: {taken_out}",
            said.date.date, said.id
        )
    }
}

/// Where something went that somebody said.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum TakenOut {
    /// This commit took it out.
    By(Commit),
    /// A merge took what another branch had.
    Merge,
    /// No commit took it out yet: it is in the last one.
    Uncommitted,
}

/// A commit.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Commit {
    /// The begin of its id.
    pub id: String,
    /// Its author's e-mail address.
    pub author: String,
    /// When its author made it.
    pub date: Moment,
    /// Whether it carries a signature of its own, which is noted and not checked.
    pub is_signed: bool,
}

impl Trust {
    /// How far the sign-off of somebody can be trusted.
    pub fn level(&self, by: &str) -> AssuranceLevel {
        match (&self.signature, &self.origin) {
            (_, Origin::TakenBack { .. }) => AssuranceLevel::Claimed,
            (Signature::Good { .. }, _) | (_, Origin::Supposed) => AssuranceLevel::Signed,
            (_, Origin::Commit(commit)) if same_person(&commit.author, by) => AssuranceLevel::Committed,
            _ => AssuranceLevel::Claimed,
        }
    }
}

/// What changed of what a sign-off covers, since it was given.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Changes {
    /// These parts, found in the plan's history.
    Found(Vec<Change>),
    /// It cannot be said, and why.
    NotKnown(String),
}

/// One part that changed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Change {
    /// What.
    pub at: Address,
    /// What it was when it was signed; none when it was not there.
    pub was: Option<String>,
    /// What it is; none when it is not there any more.
    pub is: Option<String>,
    /// What changed, as a clause with its address.
    pub told: String,
    /// Since when it is what it is.
    pub since: Since,
}

/// Since when something is what it is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Since {
    /// This commit made it so.
    Commit(Commit),
    /// No commit has it yet.
    Uncommitted,
    /// It was so in each of the last versions that were looked at, of which there are so many.
    Before(usize),
    /// Nobody looked, or no commit shows it.
    NotKnown,
}

/// A sign-off of which something that it covers is not what it was, or that does not count any more.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Fallen {
    /// The stage.
    pub stage: String,
    /// Who signed.
    pub by: String,
    /// Whether it has a digest: one without stands, whatever changed.
    pub is_sealed: bool,
    /// What changed of what it covers.
    pub changes: Vec<Change>,
    /// Why it does not count any more, whatever it covers.
    pub objection: Option<String>,
}

/// How many changes are told in one sentence.
pub const TOLD: usize = 3;

/// What changed, the first few things of it; what changed at one time in a row has that said once.
pub fn changes_in_words(changes: &[Change]) -> String {
    let shown = changes.iter().take(TOLD);
    let next = changes.iter().skip(1).map(Some).chain([None]);
    let mut parts: Vec<String> = shown
        .zip(next)
        .enumerate()
        .map(|(index, (change, next))| {
            let is_same = index + 1 < TOLD && next.is_some_and(|next| next.since == change.since);
            if is_same { change.told.clone() } else { format!("{}{}", change.told, when(&change.since)) }
        })
        .collect();
    if changes.len() > TOLD {
        parts.push(text::count(changes.len() - TOLD, "other change"));
    }
    text::list(&parts, "and")
}

fn when(since: &Since) -> String {
    match since {
        Since::Commit(commit) => {
            format!(" (on {} by {}, commit {})", commit.date.date, commit.author, commit.id)
        }
        Since::Uncommitted => " (not committed yet)".to_owned(),
        Since::Before(versions) => {
            format!(" (before the last {versions} versions; which commit did it was not looked for)")
        }
        Since::NotKnown => String::new(),
    }
}
