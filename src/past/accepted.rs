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
use crate::tree::{Node, Value};

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
        Some(Accepted { place, said })
    });
    let accepted: Vec<Accepted<'_>> = accepted.collect();
    let mut texts = Texts { accepted: &accepted, known: HashMap::new() };
    let of = |(index, one): (usize, &Accepted<'_>)| {
        let changes = one.changes(history, file, |text| texts.subject(text, index));
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
    fn changes(
        &self,
        history: &History,
        file: &PlanFile,
        mut subject: impl FnMut(&[u8]) -> Option<Subject>,
    ) -> Changes {
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
            let parts = compare(&then, &self.subject(&file.root));
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
        let key = self.thing(root).and_then(|thing| thing.entry(self.place.key)).map(|entry| &entry.node);
        key.is_some_and(|node| match &node.value {
            Value::List(items) => items.iter().any(|item| said(item) == self.said),
            _ => said(node) == self.said,
        })
    }

    fn thing<'n>(&self, root: &'n Node) -> Option<&'n Node> {
        root.entry(self.place.kind)?.node.entry(self.place.id).map(|entry| &entry.node)
    }

    /// What was accepted: the thing at its place, without who accepted it.
    fn subject(&self, root: &Node) -> Json {
        let mut thing = self.thing(root).map(content).unwrap_or_default();
        if let Some(thing) = thing.as_object_mut() {
            thing.retain(|key, _| !["accepted", "also_accepted"].contains(&key.as_str()));
        }
        let of_kind = Json::from(Map::from_iter([(self.place.id.to_owned(), thing)]));
        Json::from(Map::from_iter([(self.place.kind.to_owned(), of_kind)]))
    }
}

fn said(record: &Node) -> String {
    canonical(&seal::record(record))
}
