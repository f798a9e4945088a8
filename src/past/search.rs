//! Which commit made what stands at an address what it is.

use std::collections::{BTreeSet, HashMap};

use super::{commit, record};
use crate::address::Address;
use crate::digest::canonical;
use crate::facts::Since;
use crate::git::Id;
use crate::history::{History, Version};
use crate::seal;
use crate::tree::Node;

/// How many versions are looked at, going back from the last one.
const LOOKED: usize = 500;

/// What is looked for: an address, and the version up to which something was signed.
pub(super) type Asked = (Address, usize);

/// The latest change of what stands at each of these addresses, after the version that was signed. What stood there
/// may have been the same before, so no version may be passed over; one that cannot be read says nothing. Each
/// version is read once, and none is kept.
pub(super) fn since(history: &History, root: &Node, asked: &BTreeSet<Asked>) -> HashMap<Asked, Since> {
    let mut quests: Vec<Quest<'_>> = asked.iter().map(|asked| Quest::new(asked, root)).collect();
    for (index, version) in history.versions.iter().enumerate() {
        let open: Vec<&mut Quest<'_>> = quests.iter_mut().filter(|quest| quest.is_open(index)).collect();
        if open.is_empty() {
            break;
        }
        if index == LOOKED {
            for quest in open {
                quest.end = Some(End::TooFar);
            }
        } else if let Some(tree) = tree(history, version) {
            for quest in open {
                quest.look(index, &tree);
            }
        }
    }
    let ends: BTreeSet<usize> = quests.iter().filter_map(Quest::version).collect();
    let mut found: HashMap<Asked, Since> =
        quests.iter().map(|quest| (quest.asked.clone(), quest.told())).collect();
    for index in ends {
        let Some(version) = history.versions.get(index) else { continue };
        let here: Vec<&Quest<'_>> = quests.iter().filter(|quest| quest.version() == Some(index)).collect();
        let commits = made_by(history, version, &here);
        found.extend(here.iter().map(|quest| quest.asked.clone()).zip(commits));
    }
    found
}

/// One search.
struct Quest<'q> {
    asked: &'q Asked,
    now: Option<String>,
    /// The oldest version so far since which it is what it is.
    same: Option<usize>,
    end: Option<End>,
}

/// Where a search ended.
#[derive(Clone, Copy, Debug)]
enum End {
    /// This version made it so.
    Version(usize),
    Uncommitted,
    NotKnown,
    TooFar,
}

impl<'q> Quest<'q> {
    fn new(asked: &'q Asked, root: &Node) -> Quest<'q> {
        Quest { asked, now: value(root, &asked.0), same: None, end: None }
    }

    fn is_open(&self, index: usize) -> bool {
        self.end.is_none() && index <= self.asked.1
    }

    fn look(&mut self, index: usize, tree: &Node) {
        if self.is_same(tree) {
            self.same = Some(index);
            return;
        }
        self.end = Some(match self.same {
            Some(same) => End::Version(same),
            None if index == 0 => End::Uncommitted,
            None => End::NotKnown,
        });
    }

    fn is_same(&self, tree: &Node) -> bool {
        value(tree, &self.asked.0) == self.now
    }

    fn version(&self) -> Option<usize> {
        match self.end {
            Some(End::Version(index)) => Some(index),
            _ => None,
        }
    }

    fn told(&self) -> Since {
        match self.end {
            Some(End::Uncommitted) => Since::Uncommitted,
            Some(End::TooFar) => Since::Before(LOOKED),
            Some(End::NotKnown | End::Version(_)) | None => Since::NotKnown,
        }
    }
}

/// Who made it so where these searches ended: of a merge, a commit that came in with it, if one did.
fn made_by(history: &History, version: &Version, quests: &[&Quest<'_>]) -> Vec<Since> {
    let own = commit(history, version).map_or(Since::NotKnown, Since::Commit);
    let Ok(Some(merged)) = history.merged(version) else { return vec![own; quests.len()] };
    let mut known: HashMap<Option<Id>, Option<Vec<bool>>> = HashMap::new();
    let mut is_same = |version: &Version, number: usize| {
        let read = || {
            let tree = tree(&merged.history, version)?;
            Some(quests.iter().map(|quest| quest.is_same(&tree)).collect())
        };
        known.entry(version.blob.clone()).or_insert_with(read).as_ref()?.get(number).copied()
    };
    let origin = |number| {
        let origin = merged.origin(|version| is_same(version, number));
        origin.and_then(|version| commit(&merged.history, version))
    };
    let origins = (0..quests.len()).map(origin);
    origins.map(|commit| commit.map_or_else(|| own.clone(), Since::Commit)).collect()
}

fn tree(history: &History, version: &Version) -> Option<Node> {
    record::tree(&history.text(version).ok()??)
}

/// What stands at an address, to be compared.
fn value(root: &Node, at: &Address) -> Option<String> {
    root.at(at.as_str()).filter(|node| !node.is_null()).map(|node| canonical(&seal::record(node)))
}
