//! What people said of stages, and what they waived, as a text of the plan has it.

use std::collections::HashMap;
use std::rc::Rc;

use super::lines::Lines;
use crate::address::Address;
use crate::digest::{canonical, digest};
use crate::history::Marked;
use crate::moment;
use crate::plan::sign_off::Decision;
use crate::plan::word::Word;
use crate::policy::roster::same_person;
use crate::seal;
use crate::source::Source;
use crate::tree::{Node, Value};
use crate::yaml;

pub(super) const SIGN_OFF: &str = "sign_off";
pub(super) const NOT_NEEDED: &str = "not_needed";
pub(super) const WAIVERS: &str = "waivers";

/// A sign-off, that a stage is not needed, or a waiver, in somebody's words.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub(super) struct Record {
    /// The stage; of a waiver its id.
    pub(super) stage: String,
    /// Where it stands in the stage, whatever its place in a list is; a waiver, in the plan.
    pub(super) key: &'static str,
    pub(super) by: String,
    pub(super) decision: Decision,
    /// The digest of what it covers, if it has one.
    pub(super) digest: Option<String>,
    date: Option<String>,
    /// All that it says, but for the conditions that are met by now.
    said: String,
}

impl Record {
    /// The record at an address, which is under `key` of a stage.
    pub(super) fn read(stage: &str, key: &'static str, node: &Node) -> Record {
        let text = |key: &str| match node.entry(key).map(|entry| &entry.node.value) {
            Some(Value::Text(text)) => Some(text.as_str()),
            _ => None,
        };
        let has_conditions = node.entry("conditions").is_some_and(|entry| !entry.node.entries().is_empty());
        let decision = match Decision::of(node.entry("verdict").map(|entry| &entry.node)) {
            Decision::Go if has_conditions => Decision::Conditions,
            decision => decision,
        };
        Record {
            stage: stage.to_owned(),
            key,
            by: text("by").unwrap_or_default().to_owned(),
            decision,
            digest: text("digest").map(str::to_owned),
            date: text("date").map(str::to_owned),
            said: canonical(&seal::record(node)),
        }
    }

    /// Whether both say the same, however the signature under it is written.
    pub(super) fn is_same(&self, other: &Record) -> bool {
        let is_of_one_digest = self.digest.is_some() && self.digest == other.digest;
        self == other || is_of_one_digest && self.is_like(other)
    }

    /// What decides whether it counts, at its place in a text.
    pub(super) fn word(&self, place: usize) -> Word {
        let date = self.date.as_ref().and_then(|date| moment::parse(date.trim()).ok());
        Word { date, decision: self.decision, place }
    }

    /// Whether both are about the same, by the same person.
    pub(super) fn is_like(&self, other: &Record) -> bool {
        self.stage == other.stage && self.key == other.key && same_person(&self.by, &other.by)
    }
}

/// The records of each text of a plan, which is read once.
#[derive(Default)]
pub(super) struct Records(HashMap<String, Option<Text>>);

struct Text {
    /// The launch's name.
    launch: Option<String>,
    lines: Rc<Lines>,
}

impl Records {
    /// Those of a text; none where it cannot be read, so that nobody knows what it says.
    pub(super) fn of(&mut self, text: &[u8]) -> Option<Rc<Lines>> {
        Some(Rc::clone(&self.read(text)?.lines))
    }

    /// By what the plan of a text is known again that was taken away: the launch's name, and the sign-offs that have
    /// a digest of what they cover.
    pub(super) fn marks(&mut self, text: &[u8]) -> Option<Marked> {
        let Text { launch, lines } = self.read(text)?;
        let signed = || lines.records().filter(|record| record.key == SIGN_OFF);
        let sealed = signed().filter_map(|one| Some(format!("{}: {}", one.stage, one.digest.as_ref()?)));
        let name = launch.as_ref().map(|launch| format!("launch: {}", launch.trim().to_lowercase()));
        Some((sealed.chain(name).collect(), signed().next().is_some()))
    }

    fn read(&mut self, text: &[u8]) -> Option<&Text> {
        let read = || {
            let root = tree(text)?;
            let launch = match root.entry("launch").map(|entry| &entry.node.value) {
                Some(Value::Text(launch)) => Some(launch.clone()),
                _ => None,
            };
            Some(Text { launch, lines: Rc::new(lines(&root)) })
        };
        self.0.entry(digest(text)).or_insert_with(read).as_ref()
    }
}

/// A text of a plan, if it can be read.
pub(super) fn tree(text: &[u8]) -> Option<Node> {
    let document = yaml::parse(&Source::from_bytes("plan", text.to_vec()).ok()?);
    document.root.filter(|_| !document.broken)
}

fn lines(root: &Node) -> Lines {
    let stages = root.entry("stages").map(|entry| entry.node.entries()).unwrap_or_default();
    let of_stage = stages.iter().flat_map(|stage| {
        [SIGN_OFF, NOT_NEEDED].into_iter().flat_map(move |key| {
            let node = stage.node.entry(key).map(|entry| &entry.node);
            let items = node.into_iter().flat_map(|node| match &node.value {
                Value::List(items) => items.as_slice(),
                _ => std::slice::from_ref(node),
            });
            items.filter(|node| !node.is_null()).map(move |node| Record::read(&stage.key, key, node))
        })
    });
    let waivers = root.entry(WAIVERS).map(|entry| entry.node.entries()).unwrap_or_default();
    let waivers = waivers.iter().map(|waiver| Record::read(&waiver.key, WAIVERS, &waiver.node));
    of_stage.chain(waivers).collect()
}

/// The address of what a stage has under a key.
pub(super) fn place(stage: &str, key: &str) -> Address {
    Address::stage(stage).join(key)
}

#[cfg(test)]
mod tests {
    use super::{Record, tree};
    use crate::plan::sign_off::Decision;

    #[test]
    fn a_verdict_and_a_day_are_read_as_the_check_reads_them() {
        let record = |fields: &str| {
            let node = tree(format!("{{by: fay@acme.example, {fields}}}").as_bytes()).expect("a text");
            Record::read("finance", "sign_off", &node)
        };
        for (fields, decision) in [
            ("verdict: go", Decision::Go),
            ("verdict: ~", Decision::Go),
            ("verdict: go, conditions: {kit: {what: Print it}}", Decision::Conditions),
            ("verdict: conditions", Decision::Conditions),
            ("verdict: no-go", Decision::NoGo),
            ("verdict: true", Decision::NoGo),
            ("verdict: 1", Decision::NoGo),
            ("verdict: Go", Decision::NoGo),
            ("verdict: [go]", Decision::NoGo),
        ] {
            assert_eq!(record(fields).decision, decision, "{fields}");
        }
        let (spaced, plain) = (record("date: \" 2026-05-21 \""), record("date: 2026-05-20"));
        assert!(spaced.word(0).replaces(&plain.word(1)) && !plain.word(1).replaces(&spaced.word(0)));
    }
}
