//! Hand-offs: what one stage gives to another, made by the sender and accepted by the receiver.

use crate::moment::Moment;
use crate::plan::record::{BY, LINK, Record, WHY};
use crate::read::{Given, Reader};
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

impl HandOff {
    const KEYS: [&str; 8] = ["from", "to", "what", "due", "sent", "accepted", "returned", "not_needed"];

    /// Reads a hand-off.
    pub fn read<'n>(reader: &mut Reader<'n>, node: &'n Node) -> Option<HandOff> {
        let fields = reader.fields(node, "a hand-off", &Self::KEYS)?;
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
