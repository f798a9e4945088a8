//! What was accepted by a stage whose own sign-off does not cover it, and has changed since.

use std::collections::HashMap;
use std::sync::Arc;

use jiff::civil::Date;
use serde_json::{Map, Value as Json};

use super::{change, tree};
use crate::address::Address;
use crate::content::{compare, content};
use crate::digest::canonical;
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
    on: Date,
}

/// The safeguards that customer service accepted, and what finance accepted of promises that are sold before they
/// are built. What the others accept is covered by their sign-offs.
fn all_accepted(file: &PlanFile) -> impl Iterator<Item = Accepted> {
    let incentives = file.plan.incentives.iter().filter_map(|(id, incentive)| {
        let record = Address::new(format!("incentives.{id}.accepted"));
        let (_, date) = incentive.accepted.as_ref()?.signed()?;
        Some(Accepted { kind: "incentives", id: id.to_owned(), key: "accepted", record, on: date.date })
    });
    let promises = file.plan.promises.iter().filter(|(_, promise)| promise.future);
    let promises = promises.flat_map(|(id, promise)| {
        promise.also_accepted.iter().enumerate().filter_map(move |(index, record)| {
            let (_, date) = record.signed()?;
            let record = Address::new(format!("promises.{id}.also_accepted.{index}"));
            Some(Accepted {
                kind: "promises",
                id: id.to_owned(),
                key: "also_accepted",
                record,
                on: date.date,
            })
        })
    });
    incentives.chain(promises)
}

/// Whether a plan has something of which [`outgrown`] tells.
pub fn is_asked(file: &PlanFile) -> bool {
    all_accepted(file).next().is_some()
}

/// What has changed since it was accepted, by the address of the record: since the day that the record has, or since
/// the commit that brought the record in, whichever is later. Without a history, why there is none.
pub fn outgrown(history: Result<&History, &String>, file: &PlanFile) -> HashMap<Address, Changes> {
    let mut trees: HashMap<Vec<u8>, Option<Arc<Node>>> = HashMap::new();
    let of = |accepted: Accepted| {
        let changes = match history {
            Ok(history) => accepted.changes(history, file, &mut trees),
            Err(why) => Changes::NotKnown(why.clone()),
        };
        (accepted.record, changes)
    };
    all_accepted(file).map(of).collect()
}

impl Accepted {
    fn changes(
        &self,
        history: &History,
        file: &PlanFile,
        trees: &mut HashMap<Vec<u8>, Option<Arc<Node>>>,
    ) -> Changes {
        let mut read = |text: &[u8]| {
            if !trees.contains_key(text) {
                trees.insert(text.to_vec(), tree(text).map(Arc::new));
            }
            trees.get(text).cloned().flatten()
        };
        let Some(record) = file.root.at(self.record.as_str()).map(said) else {
            return Changes::Found(Vec::new());
        };
        let introduced =
            match history.introduced(|text| read(text).is_some_and(|root| self.has(&root, &record))) {
                Introduced::By(versions) => versions,
                Introduced::Nobody => return Changes::Found(Vec::new()),
                Introduced::Unknown(why) => return Changes::NotKnown(why),
            };
        let is_base = |version: &Version| {
            introduced.iter().any(|one| one.commit == version.commit)
                || version.author.date.is_some_and(|date| date.date <= self.on)
        };
        for version in &history.versions {
            let text = match history.text(version) {
                Ok(text) => text,
                Err(why) => return Changes::NotKnown(why.to_string()),
            };
            let root = text.and_then(|text| read(&text)).filter(|root| self.has(root, &record));
            if let Some(then) = root.filter(|_| is_base(version)) {
                let parts = compare(&self.subject(&then), &self.subject(&file.root));
                let parts: Vec<Change> =
                    parts.into_iter().map(|part| change(part, None, Since::NotKnown)).collect();
                return Changes::Found(parts);
            }
        }
        Changes::Found(Vec::new())
    }

    /// Whether a plan has the record, wherever it stands among others.
    fn has(&self, root: &Node, record: &str) -> bool {
        let key = self.thing(root).and_then(|thing| thing.entry(self.key)).map(|entry| &entry.node);
        key.is_some_and(|node| match &node.value {
            Value::List(items) => items.iter().any(|item| said(item) == record),
            _ => said(node) == record,
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
