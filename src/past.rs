//! What a plan's history says of its sign-offs: which commit brought each in, and what changed of what a
//! stale one covers.

pub mod accepted;
mod cover;
mod last_word;
mod lines;
mod order;
pub mod origin;
mod record;
mod search;
mod sides;
mod word;

use std::collections::{BTreeSet, HashMap};

use serde_json::Value as Json;

use crate::address::Address;
use crate::content::{Part, compare, told, worded};
use crate::facts::{Change, Changes, Commit, Facts, Fallen, Since, TOLD};
use crate::git::Id;
use crate::history::{History, Stamp, Version};
use crate::past::cover::{Cover, Moved};
use crate::past::search::Asked;
use crate::plan::PlanFile;
use crate::plan::sign_off::SignOff;
use crate::policy::Policy;
use crate::seal;
use crate::source::Source;
use crate::standing::{Fault, Objection, StageStanding, Standing};

/// How many committed versions are tried for being the one that was signed.
const TRIED: usize = 64;

/// A commit, as findings tell it; none when it has a date that no calendar knows.
fn shown(history: &History, id: &Id, author: &Stamp) -> Option<Commit> {
    Some(Commit {
        id: id.short().to_owned(),
        author: author.email.clone(),
        date: author.date?,
        is_signed: history.is_signed(id).unwrap_or(false),
    })
}

fn commit(history: &History, version: &Version) -> Option<Commit> {
    shown(history, &version.commit, &version.author)
}

/// What changed of what each stale sign-off covers. Without a history, why there is none.
pub fn changes(
    history: Result<&History, &String>,
    file: &PlanFile,
    policy: &Policy,
    facts: &Facts,
    standing: &Standing<'_>,
) -> HashMap<Address, Changes> {
    let found = stale(standing).map(|one| {
        let moves = match history {
            Ok(history) => moves_of(history, file, policy, facts, standing, one),
            Err(why) => Err(why.clone()),
        };
        (one.1.at.clone(), moves)
    });
    let found: Vec<(Address, Result<Vec<Move>, String>)> = found.collect();
    let told =
        found.iter().filter_map(|(_, moves)| moves.as_ref().ok()).flat_map(|moves| moves.iter().take(TOLD));
    let asked: BTreeSet<Asked> = told.filter_map(|one| one.since.clone()).collect();
    let known = history.map(|history| search::since(history, &file.root, &asked)).unwrap_or_default();
    let change = |Move { part, moved, since }: Move| {
        let since = since.and_then(|asked| known.get(&asked).cloned());
        change(part, moved, since.unwrap_or(Since::NotKnown))
    };
    let changes = |(at, moves): (Address, Result<Vec<Move>, String>)| match moves {
        Ok(moves) => (at, Changes::Found(moves.into_iter().map(change).collect())),
        Err(why) => (at, Changes::NotKnown(why)),
    };
    found.into_iter().map(changes).collect()
}

/// A part that changed, or that moved; and what to look for in the history, to know since when.
struct Move {
    part: Part,
    moved: Option<Moved>,
    since: Option<Asked>,
}

/// From the version that was signed to the plan as it is; else why that is not known.
fn moves_of(
    history: &History,
    file: &PlanFile,
    policy: &Policy,
    facts: &Facts,
    standing: &Standing<'_>,
    (stage, sign_off): (&StageStanding<'_>, &SignOff),
) -> Result<Vec<Move>, String> {
    let (Some(digest), Some(record)) = (&sign_off.digest, file.root.at(sign_off.at.as_str())) else {
        return Ok(Vec::new());
    };
    let past = Past { history, policy, facts, stage: stage.id, digest };
    let Some(Signed { index, file: old, payload }) = past.signed() else {
        let limit = history.complete.as_ref().err().map(|why| format!(" ({why})")).unwrap_or_default();
        return Err(format!("no committed version of the plan is the one that was signed{limit}"));
    };
    let standing_then = Standing::of(&old, policy, facts);
    let cover = Cover {
        stage: stage.id,
        before: State { file: &old, standing: &standing_then, policy },
        now: State { file, standing, policy },
    };
    let found = compare(&payload, &stage.seal(file, policy).payload(record)).into_iter().map(|part| {
        let moved = cover.moved(&part);
        let at =
            moved.as_ref().map_or_else(|| Some(Address::new(part.path.as_str())), |moved| moved.by.clone());
        Move { part, moved, since: at.map(|at| (at, index)) }
    });
    Ok(found.collect())
}

/// The version that was signed.
struct Signed {
    index: usize,
    file: PlanFile,
    payload: Json,
}

struct Past<'a> {
    history: &'a History,
    policy: &'a Policy,
    facts: &'a Facts,
    stage: &'a str,
    digest: &'a str,
}

impl Past<'_> {
    /// A committed version that is the one that was signed. Its commit is most
    /// often the first one that has the digest.
    fn signed(&self) -> Option<Signed> {
        let has_digest = |version: &Version| {
            let text = self.history.text(version).ok().flatten();
            text.is_some_and(|text| std::str::from_utf8(&text).is_ok_and(|text| text.contains(self.digest)))
        };
        let versions = self.history.versions.iter().enumerate();
        let candidates: Vec<usize> =
            versions.filter(|(_, version)| has_digest(version)).map(|(index, _)| index).collect();
        candidates.into_iter().rev().take(TRIED).find_map(|index| self.if_signed(index))
    }

    fn if_signed(&self, index: usize) -> Option<Signed> {
        let text = self.history.text(self.history.versions.get(index)?).ok()??;
        let file = PlanFile::read(Source::from_bytes("plan", text.to_vec()).ok()?);
        let standing = Standing::of(&file, self.policy, self.facts);
        let stage = standing.stage(self.stage)?;
        let sign_offs = stage.sign_offs().iter();
        let sign_off = sign_offs.into_iter().find(|one| one.digest.as_deref() == Some(self.digest))?;
        let record = file.root.at(sign_off.at.as_str())?;
        let seal = stage.seal(&file, self.policy);
        let payload = (seal.digest(record) == self.digest).then(|| seal.payload(record))?;
        Some(Signed { index, file, payload })
    }
}

/// A plan with where everything stands in it.
#[derive(Clone, Copy, Debug)]
pub struct State<'a> {
    /// The plan.
    pub file: &'a PlanFile,
    /// Where everything stands.
    pub standing: &'a Standing<'a>,
    /// The policy that says so.
    pub policy: &'a Policy,
}

/// The sign-offs that counted before, that still stand in the plan as they were, and that cover something
/// else now or do not count any more.
pub fn fallen(before: State<'_>, now: State<'_>) -> Vec<Fallen> {
    let mut found = Vec::new();
    for old in before.standing.needed_stages().filter(|stage| stage.counts_as_signed()) {
        let Some(stage) = now.standing.stage(old.id).filter(|stage| stage.is_needed()) else { continue };
        for signed in &old.signatures {
            let Some(was) = before.file.root.at(signed.at.as_str()) else { continue };
            let is_same = |one: &&SignOff| {
                now.file.root.at(one.at.as_str()).is_some_and(|node| seal::record(node) == seal::record(was))
            };
            let Some(kept) = stage.sign_offs().iter().find(is_same) else { continue };
            let Some(is) = now.file.root.at(kept.at.as_str()) else { continue };
            let was = old.seal(before.file, before.policy).payload(was);
            let parts = compare(&was, &stage.seal(now.file, now.policy).payload(is));
            let cover = Cover { stage: old.id, before, now };
            let parts = parts.into_iter().map(|part| (cover.moved(&part), part));
            let changes: Vec<Change> =
                parts.map(|(moved, part)| change(part, moved, Since::NotKnown)).collect();
            let objection = stage.objection_to(kept).filter(|objection| objection.fault != Fault::Stale);
            if !changes.is_empty() || objection.is_some() {
                found.push(Fallen {
                    stage: old.id.to_owned(),
                    by: signed.by.text().unwrap_or_default().to_owned(),
                    is_sealed: signed.digest.is_some(),
                    changes,
                    objection: objection.map(Objection::told),
                });
            }
        }
    }
    found
}

fn change(part: Part, moved: Option<Moved>, since: Since) -> Change {
    let told = moved.map_or_else(|| format!("`{}` {}", part.path, told(&part)), |moved| moved.told);
    let Part { path, was, is } = part;
    let words = |json: Option<Json>| json.as_ref().map(worded);
    Change { at: Address::new(path), was: words(was), is: words(is), told, since }
}

/// The sign-offs whose state asks for a reason.
pub fn stale<'s, 'a>(
    standing: &'s Standing<'a>,
) -> impl Iterator<Item = (&'s StageStanding<'a>, &'a SignOff)> {
    standing
        .needed_stages()
        .flat_map(|stage| stage.objected(Fault::Stale).map(move |objection| (stage, objection.sign_off)))
}
