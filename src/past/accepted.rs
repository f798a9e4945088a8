//! What was accepted by a stage whose own sign-off does not cover it, and has changed since.

use std::collections::HashMap;

use jiff::civil::Date;
use serde_json::{Map, Value as Json};

use super::{change, tree};
use crate::address::Address;
use crate::content::{compare, content};
use crate::digest::{canonical, digest};
use crate::facts::{Change, Changes, Since};
use crate::history::{History, Introduced, Version};
use crate::plan::PlanFile;
use crate::seal;
use crate::tree::{Node, Value};

/// Something that somebody accepted, and their record of it.
struct Accepted {
    kind: &'static str,
    id: String,
    key: &'static str,
    record: Address,
    /// What the record says.
    said: String,
    on: Date,
}

/// The safeguards that customer service accepted, and what finance accepted of promises that are sold before they
/// are built. What the others accept is covered by their sign-offs.
fn all_accepted(file: &PlanFile) -> impl Iterator<Item = Accepted> {
    let incentives = file.plan.incentives.iter().filter_map(|(id, incentive)| {
        let record = Address::new(format!("incentives.{id}.accepted"));
        let (_, date) = incentive.accepted.as_ref()?.signed()?;
        let said = said(file.root.at(record.as_str())?);
        Some(Accepted { kind: "incentives", id: id.to_owned(), key: "accepted", record, said, on: date.date })
    });
    let promises = file.plan.promises.iter().filter(|(_, promise)| promise.future);
    let promises = promises.flat_map(move |(id, promise)| {
        promise.also_accepted.iter().enumerate().filter_map(move |(index, record)| {
            let (_, date) = record.signed()?;
            let record = Address::new(format!("promises.{id}.also_accepted.{index}"));
            let said = said(file.root.at(record.as_str())?);
            let (kind, key) = ("promises", "also_accepted");
            Some(Accepted { kind, id: id.to_owned(), key, record, said, on: date.date })
        })
    });
    incentives.chain(promises)
}

/// Whether a plan has something of which [`outgrown`] tells.
pub fn is_asked(file: &PlanFile) -> bool {
    all_accepted(file).next().is_some()
}

/// What has changed since it was accepted, by the address of the record: since the day that the record has, or since
/// the commit that brought the record in, whichever is later. A commit is of the day on which it was put in its
/// place, whenever it was written. Without a history, why there is none.
pub fn outgrown(history: Result<&History, &String>, file: &PlanFile) -> HashMap<Address, Changes> {
    let accepted: Vec<Accepted> = all_accepted(file).collect();
    let mut texts = Texts { accepted: &accepted, known: HashMap::new() };
    let of = |(index, one): (usize, &Accepted)| {
        let changes = match history {
            Ok(history) => one.changes(history, file, |text| texts.subject(text, index)),
            Err(why) => Changes::NotKnown(why.clone()),
        };
        (one.record.clone(), changes)
    };
    accepted.iter().enumerate().map(of).collect()
}

/// What was accepted in each text of a plan, which is read once: of each thing that has the record.
struct Texts<'a> {
    accepted: &'a [Accepted],
    known: HashMap<String, Vec<Option<Json>>>,
}

impl Texts<'_> {
    fn subject(&mut self, text: &[u8], index: usize) -> Option<Json> {
        let accepted = self.accepted;
        let subjects = self.known.entry(digest(text)).or_insert_with(|| {
            let root = tree(text);
            let subject =
                |one: &Accepted| root.as_ref().filter(|root| one.is_in(root)).map(|root| one.subject(root));
            accepted.iter().map(subject).collect()
        });
        subjects.get(index).cloned().flatten()
    }
}

impl Accepted {
    fn changes(
        &self,
        history: &History,
        file: &PlanFile,
        mut subject: impl FnMut(&[u8]) -> Option<Json>,
    ) -> Changes {
        let introduced = match history.introduced(|text| subject(text).is_some()) {
            Introduced::By(versions) => versions,
            Introduced::Nobody => return Changes::Found(Vec::new()),
            Introduced::Unknown(why) => return Changes::NotKnown(why),
        };
        let is_base = |version: &Version| {
            introduced.iter().any(|one| one.commit == version.commit)
                || version.committer.date.is_some_and(|date| date.date <= self.on)
        };
        for version in &history.versions {
            let text = match history.text(version) {
                Ok(text) => text,
                Err(why) => return Changes::NotKnown(why.to_string()),
            };
            let then = text.and_then(|text| subject(&text));
            if let Some(then) = then.filter(|_| is_base(version)) {
                let parts = compare(&then, &self.subject(&file.root));
                let parts: Vec<Change> =
                    parts.into_iter().map(|part| change(part, None, Since::NotKnown)).collect();
                return Changes::Found(parts);
            }
        }
        Changes::Found(Vec::new())
    }

    /// Whether a plan has the record, wherever it stands among others.
    fn is_in(&self, root: &Node) -> bool {
        let key = self.thing(root).and_then(|thing| thing.entry(self.key)).map(|entry| &entry.node);
        key.is_some_and(|node| match &node.value {
            Value::List(items) => items.iter().any(|item| said(item) == self.said),
            _ => said(node) == self.said,
        })
    }

    fn thing<'n>(&self, root: &'n Node) -> Option<&'n Node> {
        root.entry(self.kind)?.node.entry(&self.id).map(|entry| &entry.node)
    }

    /// What was accepted: the thing at its place, without who accepted it.
    fn subject(&self, root: &Node) -> Json {
        let mut thing = self.thing(root).map(content).unwrap_or_default();
        if let Some(thing) = thing.as_object_mut() {
            thing.retain(|key, _| !["accepted", "also_accepted"].contains(&key.as_str()));
        }
        let of_kind = Json::from(Map::from_iter([(self.id.clone(), thing)]));
        Json::from(Map::from_iter([(self.kind.to_owned(), of_kind)]))
    }
}

fn said(record: &Node) -> String {
    canonical(&seal::record(record))
}
