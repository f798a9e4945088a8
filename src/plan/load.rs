//! Loads: what one side expects to bring, against what the other can carry.

use crate::plan::record::{BY, Record};
use crate::quantity::Quantity;
use crate::read::{Given, Reader};
use crate::shape::{Field, Holds, Names, Shape};
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

/// What a load holds.
pub static SHAPE: Shape = Shape {
    what: "a load",
    doc: "What one side expects to bring, against what the other can carry.",
    fields: &[
        Field::new("from", Holds::Name(Names::Stage), "The stage that brings it.", "sales"),
        Field::new("to", Holds::Name(Names::Stage), "The stage that carries it.", "operations"),
        Field::new("forecast", Holds::Quantity, "How much is expected.", "200 to 300 customers/month"),
        Field::new("capacity", Holds::Quantity, "How much can be carried.", "at most 300 customers/month"),
        Field::new(
            "draws_on",
            Holds::Name(Names::Capacity),
            "The policy's capacity that it draws on, together with other loads, in place of one of its own.",
            "onboarding",
        ),
        Field::new("accepted", Holds::Map(&BY), "The yes of the stage that carries it.", ""),
    ],
};

impl Load {
    /// Reads a load.
    pub fn read<'n>(reader: &mut Reader<'n>, node: &'n Node) -> Option<Load> {
        let fields = reader.fields(node, &SHAPE)?;
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
