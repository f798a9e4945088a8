//! A map whose keys were held against those of its shape.

use crate::shape::{Holds, Shape};
use crate::span::Span;
use crate::tree::{Entry, Node};

/// A map whose keys have been checked.
#[derive(Clone, Copy)]
pub struct Fields<'n> {
    pub(super) entries: &'n [Entry],
    /// The whole map.
    pub span: Span,
    /// What is known of its keys; none where the keys are somebody else's ids.
    pub(super) shape: Option<&'static Shape>,
}

impl<'n> Fields<'n> {
    /// The value of a key; none when it is absent or null.
    pub fn get(&self, key: &str) -> Option<&'n Node> {
        self.entry(key).map(|entry| &entry.node)
    }

    pub(super) fn entry(&self, key: &str) -> Option<&'n Entry> {
        self.entries.iter().find(|entry| entry.key == key && !entry.node.is_null())
    }

    /// Whether the map may have a key.
    pub fn knows(&self, key: &str) -> bool {
        self.shape.is_none_or(|shape| shape.field(key).is_some())
    }

    /// Whether a key is read as its shape describes it: what a test of any map would fail on.
    pub(super) fn agrees(&self, key: &str, fits: impl Fn(&Holds) -> bool) -> bool {
        self.shape.is_none_or(|shape| shape.field(key).is_some_and(|field| fits(&field.holds)))
    }
}
