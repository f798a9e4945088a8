//! Incentives: what people are paid for, and what keeps it from hurting the customer.

use crate::plan::record::{BY, Record};
use crate::read::{Given, Reader};
use crate::shape::{Field, Holds, Names, Shape};
use crate::tree::Node;

/// A scheme that rewards a stage.
#[derive(Clone, Debug, Default)]
pub struct Incentive {
    /// The stage that is rewarded; `for` in the plan.
    pub rewards: Given<String>,
    /// What for.
    pub scheme: Given<String>,
    /// What guards the customer against it.
    pub safeguard: Given<String>,
    /// Customer service's yes to the safeguard.
    pub accepted: Option<Record>,
}

/// What an incentive holds.
pub static SHAPE: Shape = Shape {
    what: "an incentive",
    doc: "What people are paid for, and what keeps it from hurting the customer.",
    fields: &[
        Field::new("for", Holds::Name(Names::Stage), "The stage that is rewarded.", "sales"),
        Field::new("scheme", Holds::Text, "What it is rewarded for.", "10 % of first-year revenue"),
        Field::new(
            "safeguard",
            Holds::Evidence,
            "What guards the customer against it.",
            "Clawed back when the customer leaves within 90 days",
        ),
        Field::new(
            "accepted",
            Holds::Map(&BY),
            "The yes of somebody of customer service to the safeguard.",
            "",
        ),
    ],
};

impl Incentive {
    /// Reads an incentive.
    pub fn read<'n>(reader: &mut Reader<'n>, node: &'n Node) -> Option<Incentive> {
        let fields = reader.fields(node, &SHAPE)?;
        Some(Incentive {
            rewards: reader.text(&fields, "for"),
            scheme: reader.text(&fields, "scheme"),
            safeguard: reader.reason(&fields, "safeguard"),
            accepted: Record::read(reader, &fields, "accepted", &BY),
        })
    }
}
