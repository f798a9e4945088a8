//! Where a deed is prepared, looked over, and written into the plan: whole or not at all, and never over
//! what somebody else wrote in the meantime.

mod compared;
mod conditions;
mod handoffs;
mod keys;
mod refusals;
mod whose;

use std::path::PathBuf;

use serde_json::Value as Json;

use crate::address::Address;
use crate::amend::{self, Deed, Who};
use crate::disk;
use crate::error::Error;
use crate::judge::{Judge, Seen};
use crate::plan::sign_off::Decision;
use crate::policy::AssuranceLevel;
use crate::seal::statement;
use crate::source::{Located, SIZE_LIMIT, Source};
use crate::text;
use crate::verdict::Verdict;
use crate::yaml::edit;

use compared::Before;
pub use keys::Keys;
use keys::Signed;
use refusals::{refusals, replaces, still_open};

/// How often a plan that others keep changing is read again before giving up.
const TRIES: usize = 200;

/// A deed that is ready to be written.
#[derive(Clone, Debug, Default)]
pub struct Prepared {
    /// The plan's text before.
    pub before: String,
    /// The plan's text after.
    pub after: String,
    /// What the launch is called.
    pub launch: String,
    /// What a sign-off covers, in words.
    pub covers: Vec<String>,
    /// Its digest.
    pub digest: Option<String>,
    /// The key that signed it.
    pub key: Option<String>,
    /// How far the policy wants a sign-off to be trusted.
    pub minimum: Option<AssuranceLevel>,
    /// Why it should not be done.
    pub refusals: Vec<Refusal>,
    /// What the check will say of it, and does not weigh as much.
    pub warnings: Vec<String>,
    /// Whose sign-offs fall by it.
    pub falls: Vec<String>,
    /// What a sign-off says in the end.
    pub said: Option<Decision>,
    /// The conditions that whoever signs left open before, and that stay open.
    pub kept: Vec<String>,
    /// Those that are met, and stay so.
    pub met: Vec<String>,
    /// Those that end by it without being met.
    pub dropped: Vec<String>,
    /// Those that are met, and end with the sign-off that they stand in.
    pub ended: Vec<String>,
    /// What is open and was covered by a condition, and is not by the one in its place.
    pub uncovered: Vec<String>,
    /// What is still open beside it.
    pub open: Vec<String>,
    /// How the verdict changes by it, if it does.
    pub turn: Option<Turn>,
}

/// Why a deed should not be done.
#[derive(Clone, Debug)]
pub struct Refusal {
    /// The reason.
    pub why: String,
    /// Who may do it, where the reason is that it is somebody else's.
    pub whose: Option<String>,
}

impl From<String> for Refusal {
    fn from(why: String) -> Refusal {
        Refusal { why, whose: None }
    }
}

impl Prepared {
    /// Why it should not be done, in words.
    pub fn reasons(&self) -> Vec<String> {
        self.refusals.iter().map(|refusal| refusal.why.clone()).collect()
    }

    /// Who may do it, where nothing else speaks against it than that it is somebody else's.
    pub fn instead(&self) -> Option<&str> {
        match self.refusals.as_slice() {
            [only] => only.whose.as_deref(),
            _ => None,
        }
    }
}

/// How the verdict on a plan changes by a deed.
#[derive(Clone, Debug)]
pub struct Turn {
    /// What it was.
    pub from: Verdict,
    /// What it is then.
    pub to: Verdict,
    /// The errors that were not there before.
    pub errors: Vec<String>,
}

/// Why a deed could not be prepared.
#[derive(Debug)]
pub enum Fault {
    /// The plan or its policy cannot be read.
    Unreadable(Vec<Located>),
    /// Something else.
    Other(Error),
}

impl From<Error> for Fault {
    fn from(error: Error) -> Fault {
        Fault::Other(error)
    }
}

/// Does deeds to one plan.
pub struct Desk<'d, 'j> {
    /// Who judges the plan before and after.
    pub judge: &'d Judge<'j>,
    /// The plan.
    pub path: PathBuf,
    /// Who does it, and when.
    pub who: Who,
    /// Whether it is done although something speaks against it.
    pub force: bool,
    /// The keys to sign with; without them a sign-off is sealed and not signed.
    pub keys: Option<Keys>,
}

impl Desk<'_, '_> {
    /// Prepares a deed and, if asked to, writes it; again if the plan changed in between. A deed that
    /// something speaks against is not written unless it is forced.
    ///
    /// # Errors
    /// Why it was not written.
    pub fn carry_out(&self, deed: &Deed, write: bool) -> Result<Prepared, Fault> {
        if disk::is_stdin(&self.path) {
            let error = Error::new("a plan that comes by standard input cannot be changed where it is");
            return Err(error.hint("name its file in place of `-`").into());
        }
        let mut held = None;
        for _ in 0..TRIES {
            let source = disk::read(&self.path).map_err(|error| Fault::Unreadable(vec![error]))?;
            let expected = whole(&source).into_bytes();
            let prepared = self.prepare(&source, deed)?;
            let refused = !prepared.refusals.is_empty() && !self.force;
            if refused || !write || prepared.after.as_bytes() == expected {
                return Ok(prepared);
            }
            let cannot = |error: std::io::Error| {
                Error::new(format!("`{}` cannot be written: {error}", disk::shown(&self.path)))
                    .hint("the plan is as it was")
            };
            let turn = held.take().map_or_else(|| disk::hold(&self.path), Ok).map_err(cannot)?;
            if turn.replace(&expected, prepared.after.as_bytes()).map_err(cannot)? {
                return Ok(prepared);
            }
            // Others write too: queue up first and read then, unless somebody may be asked for a passphrase.
            if prepared.key.is_none() {
                held = Some(disk::hold(&self.path).map_err(cannot)?);
            }
        }
        let shown = disk::shown(&self.path);
        Err(Error::new(format!(
            "`{shown}` was changed by others {TRIES} times meanwhile, and is as they left it"
        ))
        .hint("run the command again")
        .into())
    }

    /// What a deed would make of a text of the plan, and what speaks against it. Nothing is written.
    ///
    /// # Errors
    /// When the text cannot be read, or has nothing that it could be done to.
    pub fn prepare(&self, source: &Source, deed: &Deed) -> Result<Prepared, Fault> {
        let (name, before) = (source.name(), whole(source));
        let mut deed = deed.clone();
        let (mut prepared, known, at) = self.look(name, &before, |seen| {
            let known = Before::of(&self.who, seen, &deed, self.judge.gate());
            let prepared = self.begun(seen, &deed)?;
            let (after, at) = self.edited(seen, &deed)?;
            Ok((Prepared { before: before.clone(), after, ..prepared }, known, at))
        })?;
        if let Deed::Sign(signing) = &mut deed {
            let is_signed = prepared.refusals.is_empty() || self.force;
            let sealed = self.look_after(name, &prepared.after, |seen| {
                self.sealed(seen, &signing.stage, &at, is_signed)
            })?;
            prepared.minimum = Some(sealed.minimum);
            prepared.covers = sealed.covers;
            prepared.digest = Some(sealed.digest.clone());
            let (signature, key) = sealed.signed.unzip();
            prepared.key = key;
            signing.seal = Some((sealed.digest, signature));
            (prepared.after, _) = self.look(name, &before, |seen| self.edited(seen, &deed))?;
        }
        let (added, turn) = self.look_after(name, &prepared.after, |seen| {
            Ok((known.compare(seen, &deed, &at), known.turn(seen, self.judge.gate())))
        })?;
        prepared.refusals.extend(added.refusals);
        prepared.warnings.extend(added.warnings);
        prepared.falls = added.falls;
        prepared.turn = turn;
        Ok(prepared)
    }

    /// The plan's text with a deed in it, and the address of what that is about.
    fn edited(&self, seen: &Seen<'_>, deed: &Deed) -> Result<(String, Address), Error> {
        let (changes, at) = amend::changes(&seen.file.plan, seen.policy, seen.standing, &self.who, deed)?;
        Ok((apply(&seen.file.source, &changes)?, at))
    }

    /// What can be told of a deed before it is done.
    fn begun(&self, seen: &Seen<'_>, deed: &Deed) -> Result<Prepared, Error> {
        let mut prepared = Prepared {
            launch: seen.file.plan.name().to_owned(),
            refusals: refusals(&self.who, seen, deed)?,
            warnings: replaces(&self.who, seen, deed).into_iter().collect(),
            open: still_open(seen, deed),
            ..Prepared::default()
        };
        conditions::tell(&self.who, seen, deed, &mut prepared);
        Ok(prepared)
    }

    /// The digest of a sign-off at an address and, if it is to be signed, the signature.
    fn sealed(&self, seen: &Seen<'_>, stage: &str, at: &Address, is_signed: bool) -> Result<Sealed, Error> {
        let (Some(stage), Some(record)) = (seen.standing.stage(stage), seen.file.root.at(at.as_str())) else {
            return Err(Error::new(format!("this launch does not need {stage}")));
        };
        let seal = stage.seal(seen.file, seen.policy);
        let digest = seal.digest(record);
        let launch = seen.file.plan.launch.text().unwrap_or_default();
        let text = statement(launch, stage.id, record, &digest);
        let sign = |keys: &Keys| keys.sign(&text, &self.who, seen.signers);
        Ok(Sealed {
            minimum: seen.policy.minimum(stage.id),
            covers: covers(&seal.payload(record), stage.id),
            digest,
            signed: self.keys.as_ref().filter(|_| is_signed).map(sign).transpose()?.flatten(),
        })
    }

    /// Judges a text as if it were the plan's.
    fn look<T>(
        &self,
        name: &str,
        text: &str,
        then: impl FnOnce(&Seen<'_>) -> Result<T, Error>,
    ) -> Result<T, Fault> {
        let source = Source::new(name, text);
        self.judge.look(&self.path, source, then).map_err(Fault::Unreadable)?.map_err(Fault::Other)
    }

    /// The same with the deed in it. The plan was valid before: whatever is wrong is what was asked for.
    fn look_after<T>(
        &self,
        name: &str,
        text: &str,
        then: impl FnOnce(&Seen<'_>) -> Result<T, Error>,
    ) -> Result<T, Fault> {
        if text.len() as u64 > SIZE_LIMIT {
            let what =
                format!("`{name}` would be larger than {} KiB, the most that is read", SIZE_LIMIT / 1024);
            return Err(Error::new(what).hint("the plan is as it was").into());
        }
        self.look(name, text, then).map_err(|fault| match fault {
            Fault::Unreadable(problems) => {
                let reasons = problems.into_iter().map(|problem| match problem.help {
                    Some(help) => format!("{}: {help}", problem.message),
                    None => problem.message,
                });
                Error::new(format!("`{name}` would not be valid with this in it, and is as it was"))
                    .reasons(reasons.collect())
                    .into()
            }
            other @ Fault::Other(_) => other,
        })
    }
}

/// What is written into a sign-off, and what that covers.
struct Sealed {
    minimum: AssuranceLevel,
    covers: Vec<String>,
    digest: String,
    signed: Option<Signed>,
}

/// A plan's text, with its byte-order mark.
fn whole(source: &Source) -> String {
    let mark = if source.has_bom() { "\u{feff}" } else { "" };
    format!("{mark}{}", source.text())
}

fn apply(source: &Source, changes: &[edit::Change]) -> Result<String, Error> {
    edit::apply(source, changes).map_err(|problem| {
        let place = source.position(problem.span.start());
        let error =
            Error::new(format!("{}:{}:{}: {}", source.name(), place.line, place.column, problem.message));
        match problem.help {
            Some(help) => error.hint(help),
            None => error,
        }
    })
}

/// What a payload covers, in words.
fn covers(payload: &Json, stage: &str) -> Vec<String> {
    let keys = |value: Option<&Json>| -> Vec<String> {
        value.and_then(Json::as_object).map(|map| map.keys().cloned().collect()).unwrap_or_default()
    };
    let sections = keys(Some(payload));
    let own = keys(payload.pointer(&format!("/stages/{stage}")));
    let own: Vec<&String> = own.iter().filter(|key| *key != "sign_off").collect();
    let before = keys(payload.get("stages"));
    let before: Vec<&String> = before.iter().filter(|id| *id != stage).collect();
    let launch = ["launch", "kind", "tier", "owner"];
    let launch: Vec<&str> = launch.into_iter().filter(|key| payload.get(key).is_some()).collect();
    let mut found = vec![format!("{stage}: {}", text::list(&own, "and"))];
    if !before.is_empty() {
        let them = if before.len() == 1 { "the sign-off of" } else { "the sign-offs of" };
        found.push(format!("{them} {}", text::list(&before, "and")));
    }
    let things = sections.iter().filter(|section| payload.get(section).is_some_and(Json::is_object));
    found.extend(
        things
            .filter(|section| *section != "stages")
            .map(|section| format!("{section}: {}", text::list(&keys(payload.get(section)), "and"))),
    );
    found.push(format!("the launch itself: {}", text::list(&launch, "and")));
    found
}
