//! Which commit made what stands at an address what it is.

use std::cell::RefCell;
use std::collections::HashMap;
use std::sync::Arc;

use super::commit;
use crate::address::Address;
use crate::digest::canonical;
use crate::facts::Since;
use crate::history::History;
use crate::seal;
use crate::source::Source;
use crate::tree::Node;
use crate::yaml;

/// How many versions are looked at, going back from the last one.
const LOOKED: usize = 500;

/// A search through the versions of a plan, each of which is read once.
pub(super) struct Search<'a> {
    pub(super) history: &'a History,
    root: &'a Node,
    trees: RefCell<HashMap<usize, Option<Arc<Node>>>>,
}

impl<'a> Search<'a> {
    pub(super) fn new(history: &'a History, root: &'a Node) -> Search<'a> {
        Search { history, root, trees: RefCell::default() }
    }

    /// The latest change of what stands at an address, after the version that was signed. What stood there
    /// may have been the same before, so no version may be passed over; one that cannot be read says nothing.
    pub(super) fn since(&self, at: &Address, signed: usize) -> Since {
        let now = value(self.root, at);
        let mut same = None;
        for index in 0..=signed {
            if index == LOOKED {
                return Since::Before(LOOKED);
            }
            let Some(tree) = self.tree(index) else { continue };
            if value(&tree, at) == now {
                same = Some(index);
                continue;
            }
            let version = same.and_then(|same| self.history.versions.get(same));
            return match version {
                Some(version) => commit(self.history, version).map_or(Since::NotKnown, Since::Commit),
                None if index == 0 => Since::Uncommitted,
                None => Since::NotKnown,
            };
        }
        Since::NotKnown
    }

    fn tree(&self, index: usize) -> Option<Arc<Node>> {
        let read = || {
            let text = self.history.text(self.history.versions.get(index)?).ok()??;
            let document = yaml::parse(&Source::from_bytes("plan", text.to_vec()).ok()?);
            document.root.filter(|_| !document.broken).map(Arc::new)
        };
        self.trees.borrow_mut().entry(index).or_insert_with(read).clone()
    }
}

/// What stands at an address, to be compared.
fn value(root: &Node, at: &Address) -> Option<String> {
    root.at(at.as_str()).filter(|node| !node.is_null()).map(|node| canonical(&seal::record(node)))
}
