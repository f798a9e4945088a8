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

/// Something that somebody accepted, and their record of it.
struct Accepted {
    kind: &'static str,
    id: String,
    key: &'static str,
    record: Address,
    /// What the record says.
    said: String,
}

/// The safeguards that customer service accepted, and what finance accepted of promises that are sold before they
/// are built. What the others accept is covered by their sign-offs.
fn all_accepted(file: &PlanFile) -> impl Iterator<Item = Accepted> {
    let incentives = file.plan.incentives.iter().filter_map(|(id, incentive)| {
        let record = Address::new(format!("incentives.{id}.accepted"));
        incentive.accepted.as_ref()?.signed()?;
        let said = said(file.root.at(record.as_str())?);
        Some(Accepted { kind: "incentives", id: id.to_owned(), key: "accepted", record, said })
    });
    let promises = file.plan.promises.iter().filter(|(_, promise)| promise.future);
    let promises = promises.flat_map(move |(id, promise)| {
        promise.also_accepted.iter().enumerate().filter_map(move |(index, record)| {
            record.signed()?;
            let record = Address::new(format!("promises.{id}.also_accepted.{index}"));
            let said = said(file.root.at(record.as_str())?);
            let (kind, key) = ("promises", "also_accepted");
            Some(Accepted { kind, id: id.to_owned(), key, record, said })
        })
    });
    incentives.chain(promises)
}

/// Whether a plan has something of which [`outgrown`] tells.
pub fn is_asked(file: &PlanFile) -> bool {
    all_accepted(file).next().is_some()
}

/// What has changed since the commit that brought in that it was accepted, by the address of the record. Without a
/// history, why there is none.
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

/// What was accepted; none where nobody has accepted it yet.
type Subject = Option<Json>;

/// What was accepted in each text of a plan, which is read once: of each thing that has the record.
struct Texts<'a> {
    accepted: &'a [Accepted],
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

impl Accepted {
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
