//! Hand-offs: what one stage gives to another, made by the sender and accepted by the receiver.

use crate::moment::Moment;
use crate::plan::record::{BY, LINK, Record, WHY};
use crate::read::{Given, Reader};
use crate::shape::{Field, Holds, Names, Shape};
use crate::tree::Node;

/// What the plan says of a hand-off.
#[derive(Clone, Debug, Default)]
pub struct HandOff {
    /// The sending stage; the policy's when left out.
    pub from: Given<String>,
    /// The receiving stage; the policy's when left out.
    pub to: Given<String>,
    /// What is handed over.
    pub what: Given<String>,
    /// When it has to be accepted; from the policy's lead when left out.
    pub due: Given<Moment>,
    /// The sender's word.
    pub sent: Option<Record>,
    /// The receiver's yes.
    pub accepted: Option<Record>,
    /// The receiver's no.
    pub returned: Option<Record>,
    /// Why this launch does not need it.
    pub not_needed: Option<Record>,
}

/// What a hand-off holds.
pub static SHAPE: Shape = Shape {
    what: "a hand-off",
    doc: "What one stage gives another: made by the sender, accepted by the receiver.",
    fields: &[
        Field::new(
            "from",
            Holds::Name(Names::Stage),
            "The sending stage. Leave it out where the policy defines the hand-off.",
            "operations",
        ),
        Field::new(
            "to",
            Holds::Name(Names::Stage),
            "The receiving stage. Leave it out where the policy defines the hand-off.",
            "sales",
        ),
        Field::new(
            "what",
            Holds::Text,
            "What is handed over.",
            "What we can and cannot deliver, by when, to what standard",
        ),
        Field::new(
            "due",
            Holds::Date,
            "By when it is to be accepted; without it, by the policy's lead.",
            "2026-05-08",
        ),
        Field::new("sent", Holds::Map(&LINK), "The sender's word that it was made.", ""),
        Field::new("accepted", Holds::Map(&BY), "The receiver's yes.", ""),
        Field::new("returned", Holds::Map(&WHY), "The receiver's no: it was given back, and why.", ""),
        Field::new("not_needed", Holds::Map(&WHY), "Why this launch does not need it, and who says so.", ""),
    ],
};

impl HandOff {
    /// Whether somebody is recorded as having sent it, on a day.
    pub fn is_sent(&self) -> bool {
        self.sent.as_ref().and_then(Record::signed).is_some()
    }

    /// Whether it says which stage sent it, who of it, and when.
    pub fn says_who_sent(&self) -> bool {
        self.from.is_given() && self.is_sent()
    }

    /// Reads a hand-off.
    pub fn read<'n>(reader: &mut Reader<'n>, node: &'n Node) -> Option<HandOff> {
        let fields = reader.fields(node, &SHAPE)?;
        Some(HandOff {
            from: reader.text(&fields, "from"),
            to: reader.text(&fields, "to"),
            what: reader.text(&fields, "what"),
            due: reader.date(&fields, "due"),
            sent: Record::read(reader, &fields, "sent", &LINK),
            accepted: Record::read(reader, &fields, "accepted", &BY),
            returned: Record::read(reader, &fields, "returned", &WHY),
            not_needed: Record::read(reader, &fields, "not_needed", &WHY),
        })
    }
}
