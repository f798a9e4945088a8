//! What was accepted by a stage whose own sign-off does not cover it, and has changed since.

use std::collections::HashMap;

use serde_json::{Map, Value as Json};

use super::change;
use super::record::tree;
use crate::address::Address;
use crate::content::{compare, content};
use crate::digest::{canonical, digest};
use crate::facts::{Changes, Since};
use crate::history::{History, Introduced};
use crate::plan::PlanFile;
use crate::seal;
use crate::tree::{Entry, Node, Value};

/// Where something stands that somebody accepted, and their record of it.
struct Place<'a> {
    kind: &'static str,
    id: &'a str,
    key: &'static str,
    record: Address,
}

/// Something that somebody accepted.
struct Accepted<'a> {
    place: Place<'a>,
    /// What the record says.
    said: String,
    /// The plan as it is.
    now: &'a Node,
}

/// The safeguards that customer service accepted, and what finance accepted of promises that are sold before they
/// are built. What the others accept is covered by their sign-offs.
fn places(file: &PlanFile) -> impl Iterator<Item = Place<'_>> {
    let incentives = file.plan.incentives.iter().filter_map(|(id, incentive)| {
        incentive.accepted.as_ref()?.signed()?;
        let record = Address::new(format!("incentives.{id}.accepted"));
        Some(Place { kind: "incentives", id, key: "accepted", record })
    });
    let promises = file.plan.promises.iter().filter(|(_, promise)| promise.future);
    let promises = promises.flat_map(|(id, promise)| {
        promise.also_accepted.iter().enumerate().filter_map(move |(index, record)| {
            record.signed()?;
            let record = Address::new(format!("promises.{id}.also_accepted.{index}"));
            Some(Place { kind: "promises", id, key: "also_accepted", record })
        })
    });
    incentives.chain(promises)
}

/// Whether a plan has something of which [`outgrown`] tells.
pub fn is_asked(file: &PlanFile) -> bool {
    places(file).next().is_some()
}

/// What has changed since the commit that brought in that it was accepted, by the address of the record. Without a
/// history, why there is none.
pub fn outgrown(history: Result<&History, &String>, file: &PlanFile) -> HashMap<Address, Changes> {
    let history = match history {
        Ok(history) => history,
        Err(why) => {
            return places(file).map(|place| (place.record, Changes::NotKnown(why.clone()))).collect();
        }
    };
    let accepted = places(file).filter_map(|place| {
        let said = said(file.root.at(place.record.as_str())?);
        Some(Accepted { place, said, now: &file.root })
    });
    let accepted: Vec<Accepted<'_>> = accepted.collect();
    let mut texts = Texts { accepted: &accepted, known: HashMap::new() };
    let of = |(index, one): (usize, &Accepted<'_>)| {
        let changes = one.changes(history, |text| texts.subject(text, index));
        (one.place.record.clone(), changes)
    };
    accepted.iter().enumerate().map(of).collect()
}

/// What was accepted; none where nobody has accepted it yet.
type Subject = Option<Json>;

/// What was accepted in each text of a plan, which is read once: of each thing that has the record.
struct Texts<'a> {
    accepted: &'a [Accepted<'a>],
    known: HashMap<String, Option<Vec<Subject>>>,
}

impl Texts<'_> {
    /// What was accepted in a text that has the record; none of one that cannot be read.
    fn subject(&mut self, text: &[u8], index: usize) -> Option<Subject> {
        let accepted = self.accepted;
        let subjects = self.known.entry(digest(text)).or_insert_with(|| {
            let root = tree(text)?;
            Some(accepted.iter().map(|one| one.is_in(&root).then(|| one.subject(&root))).collect())
        });
        subjects.as_ref()?.get(index).cloned()
    }
}

impl Accepted<'_> {
    fn changes(&self, history: &History, mut subject: impl FnMut(&[u8]) -> Option<Subject>) -> Changes {
        let introduced = match history.introduced(|text| Some(subject(text)?.is_some())) {
            Introduced::By(versions) => versions,
            Introduced::Nobody => return Changes::Found(Vec::new()),
            Introduced::Unknown(why) => return Changes::NotKnown(why),
        };
        let mut latest = None;
        for version in introduced {
            let text = match history.text(version) {
                Ok(text) => text,
                Err(why) => return Changes::NotKnown(why.to_string()),
            };
            let Some(then) = text.and_then(|text| subject(&text)).flatten() else { continue };
            let parts = compare(&then, &self.subject(self.now));
            if parts.is_empty() {
                return Changes::Found(Vec::new());
            }
            latest.get_or_insert(parts);
        }
        let parts = latest.into_iter().flatten();
        Changes::Found(parts.map(|part| change(part, None, Since::NotKnown)).collect())
    }

    /// Whether a plan has the record, wherever it stands among others.
    fn is_in(&self, root: &Node) -> bool {
        self.thing(root).is_some_and(|thing| self.is_record_of(thing))
    }

    fn is_record_of(&self, thing: &Node) -> bool {
        thing.entry(self.place.key).is_some_and(|entry| match &entry.node.value {
            Value::List(items) => items.iter().any(|item| said(item) == self.said),
            _ => said(&entry.node) == self.said,
        })
    }

    /// The thing in a plan. Under another id it is the one with this record that the plan has no longer; of several
    /// such, the one that is as it was.
    fn thing<'n>(&self, root: &'n Node) -> Option<&'n Node> {
        let (kind, id) = (self.place.kind, self.place.id);
        let of_kind = &root.entry(kind)?.node;
        if let Some(entry) = of_kind.entry(id) {
            return Some(&entry.node);
        }
        let now = &self.now.entry(kind)?.node;
        let is_gone = |entry: &&Entry| now.entry(&entry.key).is_none() && self.is_record_of(&entry.node);
        let gone = || of_kind.entries().iter().filter(is_gone).map(|entry| &entry.node);
        let as_now = now.entry(id).map(|entry| accepted_of(&entry.node));
        gone().find(|thing| Some(accepted_of(thing)) == as_now).or_else(|| gone().next())
    }

    /// What was accepted: the thing at its place.
    fn subject(&self, root: &Node) -> Json {
        let thing = self.thing(root).map(accepted_of).unwrap_or_default();
        let of_kind = Json::from(Map::from_iter([(self.place.id.to_owned(), thing)]));
        Json::from(Map::from_iter([(self.place.kind.to_owned(), of_kind)]))
    }
}

/// What a thing says, without who accepted it.
fn accepted_of(thing: &Node) -> Json {
    let mut thing = content(thing);
    if let Some(thing) = thing.as_object_mut() {
        thing.retain(|key, _| !["accepted", "also_accepted"].contains(&key.as_str()));
    }
    thing
}

fn said(record: &Node) -> String {
    canonical(&seal::record(record))
}
