//! What a plan's history says of its sign-offs: which commit brought each in, and what changed of what a
//! stale one covers.

pub mod accepted;
mod cover;
mod search;

use std::collections::{HashMap, HashSet};

use serde_json::Value as Json;

use crate::address::Address;
use crate::content::{Part, compare, told, worded};
use crate::digest::canonical;
use crate::facts::{Change, Changes, Commit, Facts, Fallen, Origin, Since};
use crate::history::{History, Introduced, Version};
use crate::past::cover::{Cover, Moved};
use crate::past::search::Search;
use crate::plan::PlanFile;
use crate::plan::sign_off::SignOff;
use crate::policy::Policy;
use crate::policy::roster::same_person;
use crate::seal;
use crate::source::Source;
use crate::standing::{Fault, Objection, StageStanding, Standing};
use crate::tree::{Node, Value};
use crate::yaml;

/// How many committed versions are tried for being the one that was signed.
const TRIED: usize = 64;

/// Which commit brought in each sign-off, and each word that a stage is not needed, as they stand now. Without a
/// history, why there is none.
///
/// `branch` is the history of the branch itself, where it is asked for: what it gave up once is then the word of
/// whoever brought it back.
pub fn origins(
    history: Result<&History, &String>,
    branch: Option<&Result<History, String>>,
    file: &PlanFile,
) -> Vec<(Address, Origin)> {
    let history = match history {
        Ok(history) => history,
        Err(why) => {
            let unknown = |said: Said<'_>| (said.at, Origin::NotChecked(why.clone().into()));
            return all_said(file).map(unknown).collect();
        }
    };
    let mut known: HashMap<Vec<u8>, HashSet<(String, String)>> = HashMap::new();
    let mut found = Vec::new();
    for said in all_said(file) {
        let Some(node) = file.root.at(said.at.as_str()) else { continue };
        let wanted = (said.place, canonical(&seal::record(node)));
        let mut has = |text: &[u8]| {
            if !known.contains_key(text) {
                known.insert(text.to_vec(), records(text));
            }
            known.get(text).is_some_and(|records| records.contains(&wanted))
        };
        let brought_back = match branch {
            Some(Ok(branch)) => branch.brought_back(&mut has).map_err(|error| error.to_string()),
            Some(Err(why)) => Err(why.clone()),
            None => Ok(None),
        };
        let origin = match brought_back.map(|version| version.map(|version| vec![version])) {
            Ok(Some(versions)) => one_of(history, &versions, said.by),
            Ok(None) => match history.introduced(has) {
                Introduced::By(versions) => one_of(history, &versions, said.by),
                Introduced::Nobody => Origin::Uncommitted,
                Introduced::Unknown(why) => Origin::NotChecked(why.into()),
            },
            Err(why) => Origin::NotChecked(why.into()),
        };
        found.push((said.at, origin));
    }
    found
}

/// Somebody's word on a stage.
struct Said<'a> {
    at: Address,
    /// Where it stands, whatever its place in a list is.
    place: String,
    by: &'a str,
}

fn all_said(file: &PlanFile) -> impl Iterator<Item = Said<'_>> {
    file.plan.stages.iter().flat_map(|(id, stage)| {
        let sign_offs = stage.sign_offs.iter().map(move |one| Said {
            at: one.at.clone(),
            place: place(id, SIGN_OFF),
            by: one.by.text().unwrap_or_default(),
        });
        let waved_off = stage.not_needed.iter().map(move |record| Said {
            at: Address::stage(id).join(NOT_NEEDED),
            place: place(id, NOT_NEEDED),
            by: record.by.text().unwrap_or_default(),
        });
        sign_offs.chain(waved_off)
    })
}

const SIGN_OFF: &str = "sign_off";
const NOT_NEEDED: &str = "not_needed";

fn place(stage: &str, key: &str) -> String {
    Address::stage(stage).join(key).to_string()
}

/// Of several commits that each brought a sign-off in, the one by the person who signed, if there is one.
fn one_of(history: &History, versions: &[&Version], by: &str) -> Origin {
    let own = versions.iter().find(|version| same_person(&version.author.email, by));
    match own.or(versions.first()).and_then(|version| commit(history, version)) {
        Some(commit) => Origin::Commit(commit),
        None => Origin::NotChecked("the commit that brought it in has a date that no calendar knows".into()),
    }
}

fn commit(history: &History, version: &Version) -> Option<Commit> {
    Some(Commit {
        id: version.commit.short().to_owned(),
        author: version.author.email.clone(),
        date: version.author.date?,
        is_signed: history.is_signed(version).unwrap_or(false),
    })
}

/// Every sign-off of a text, and every word that a stage is not needed, each with its place.
fn records(text: &[u8]) -> HashSet<(String, String)> {
    let Some(root) = tree(text) else { return HashSet::new() };
    let stages = root.entry("stages").map(|entry| entry.node.entries()).unwrap_or_default();
    let of_stage = stages.iter().flat_map(|stage| {
        [SIGN_OFF, NOT_NEEDED].into_iter().flat_map(move |key| {
            let node = stage.node.entry(key).map(|entry| &entry.node);
            let items = node.into_iter().flat_map(|node| match &node.value {
                Value::List(items) => items.as_slice(),
                _ => std::slice::from_ref(node),
            });
            items.map(move |node| (place(&stage.key, key), canonical(&seal::record(node))))
        })
    });
    of_stage.collect()
}

fn tree(text: &[u8]) -> Option<Node> {
    let source = Source::from_bytes("plan", text.to_vec()).ok()?;
    yaml::parse(&source).root
}

/// What changed of what each stale sign-off covers. Without a history, why there is none.
pub fn changes(
    history: Result<&History, &String>,
    file: &PlanFile,
    policy: &Policy,
    facts: &Facts,
    standing: &Standing<'_>,
) -> HashMap<Address, Changes> {
    let search = history.map(|history| Search::new(history, &file.root));
    let changed = |one: (&StageStanding<'_>, &SignOff)| {
        let changes = match &search {
            Ok(search) => changes_of(search, file, policy, facts, standing, one),
            Err(why) => Changes::NotKnown((*why).clone()),
        };
        (one.1.at.clone(), changes)
    };
    stale(standing).map(changed).collect()
}

/// From the version that was signed to the plan as it is.
fn changes_of(
    search: &Search<'_>,
    file: &PlanFile,
    policy: &Policy,
    facts: &Facts,
    standing: &Standing<'_>,
    (stage, sign_off): (&StageStanding<'_>, &SignOff),
) -> Changes {
    let (Some(digest), Some(record)) = (&sign_off.digest, file.root.at(sign_off.at.as_str())) else {
        return Changes::Found(Vec::new());
    };
    let history = search.history;
    let past = Past { history, policy, facts, stage: stage.id, digest };
    let Some(Signed { index, file: old, payload }) = past.signed() else {
        let limit = history.complete.as_ref().err().map(|why| format!(" ({why})")).unwrap_or_default();
        let why = format!("no committed version of the plan is the one that was signed{limit}");
        return Changes::NotKnown(why);
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
        let since = at.map_or(Since::NotKnown, |at| search.since(&at, index));
        change(part, moved, since)
    });
    Changes::Found(found.collect())
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
