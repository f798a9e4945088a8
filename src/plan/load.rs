//! Loads: what one side expects to bring, against what the other can carry.

use crate::plan::record::{BY, Record};
use crate::quantity::Quantity;
use crate::read::{Given, Reader};
use crate::tree::Node;

/// A forecast held against a capacity.
#[derive(Clone, Debug, Default)]
pub struct Load {
    /// The stage that brings it.
    pub from: Given<String>,
    /// The stage that carries it.
    pub to: Given<String>,
    /// How much is expected.
    pub forecast: Given<Quantity>,
    /// How much can be carried.
    pub capacity: Given<Quantity>,
    /// The policy's capacity that it draws on, in place of one of its own.
    pub draws_on: Given<String>,
    /// The carrier's yes.
    pub accepted: Option<Record>,
}

impl Load {
    const KEYS: [&str; 6] = ["from", "to", "forecast", "capacity", "draws_on", "accepted"];

    /// Reads a load.
    pub fn read<'n>(reader: &mut Reader<'n>, node: &'n Node) -> Option<Load> {
        let fields = reader.fields(node, "a load", &Self::KEYS)?;
        Some(Load {
            from: reader.text(&fields, "from"),
            to: reader.text(&fields, "to"),
            forecast: reader.quantity(&fields, "forecast"),
            capacity: reader.quantity(&fields, "capacity"),
            draws_on: reader.text(&fields, "draws_on"),
            accepted: Record::read(reader, &fields, "accepted", &BY),
        })
    }
}
