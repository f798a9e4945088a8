//! Promises: what customers are told, who said it, and who must keep it.

use crate::plan::record::{BY, Record};
use crate::quantity::Quantity;
use crate::read::{Given, Reader};
use crate::shape::{Field, Holds, Names, Shape};
use crate::tree::Node;

/// A claim that customers hear.
#[derive(Clone, Debug, Default)]
pub struct Promise {
    /// In the words customers hear.
    pub claim: Given<String>,
    /// The stage that makes it.
    pub made_by: Given<String>,
    /// Where customers see it.
    pub seen_in: Vec<Given<String>>,
    /// The stage that must keep it.
    pub kept_by: Given<String>,
    /// What is promised.
    pub promised: Given<Quantity>,
    /// What the keeper can stand behind.
    pub committed: Given<Quantity>,
    /// The keeper's yes.
    pub accepted: Option<Record>,
    /// Whether it is sold before it is built.
    pub future: bool,
    /// Who else said yes: finance, for what is sold before it is built.
    pub also_accepted: Vec<Record>,
}

/// What a promise holds.
pub static SHAPE: Shape = Shape {
    what: "a promise",
    doc: "What customers are told, who says it, and who must keep it.",
    fields: &[
        Field::new("claim", Holds::Text, "In the words that customers hear.", "Set up in 5 working days"),
        Field::new("made_by", Holds::Name(Names::Stage), "The stage that makes it.", "sales"),
        Field::new("seen_in", Holds::List(&Holds::Text), "Where customers see it.", "pricing page"),
        Field::new("kept_by", Holds::Name(Names::Stage), "The stage that must keep it.", "operations"),
        Field::new("promised", Holds::Quantity, "What is promised.", "at most 5 working days"),
        Field::new(
            "committed",
            Holds::Quantity,
            "What the stage that keeps it can stand behind: within what is promised, or the two collide.",
            "at most 4 working days",
        ),
        Field::new("accepted", Holds::Map(&BY), "The yes of the stage that must keep it.", ""),
        Field::new(
            "future",
            Holds::Flag,
            "Whether it is sold before it is built; finance accepts it then too.",
            "false",
        ),
        Field::new(
            "also_accepted",
            Holds::List(&Holds::Map(&BY)),
            "Who else said yes: finance, for what is sold before it is built.",
            "",
        ),
    ],
};

impl Promise {
    /// Reads a promise.
    pub fn read<'n>(reader: &mut Reader<'n>, node: &'n Node) -> Option<Promise> {
        let fields = reader.fields(node, &SHAPE)?;
        let future = reader.flag(&fields, "future");
        Some(Promise {
            claim: reader.text(&fields, "claim"),
            made_by: reader.text(&fields, "made_by"),
            seen_in: reader.list(&fields, "seen_in", "places", |reader, node| Some(reader.text_of(node))),
            kept_by: reader.text(&fields, "kept_by"),
            promised: reader.quantity(&fields, "promised"),
            committed: reader.quantity(&fields, "committed"),
            accepted: Record::read(reader, &fields, "accepted", &BY),
            future: match future {
                Given::Value(future) => future,
                Given::Placeholder => true,
                Given::Absent => false,
            },
            also_accepted: reader.list(&fields, "also_accepted", "acceptances", |reader, node| {
                Record::of(reader, node, "an acceptance", &BY)
            }),
        })
    }
}
