//! Incentives: what people are paid for, and what keeps it from hurting the customer.

use crate::plan::record::{BY, Record};
use crate::read::{Given, Reader};
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

impl Incentive {
    const KEYS: [&str; 4] = ["for", "scheme", "safeguard", "accepted"];

    /// Reads an incentive.
    pub fn read<'n>(reader: &mut Reader<'n>, node: &'n Node) -> Option<Incentive> {
        let fields = reader.fields(node, "an incentive", &Self::KEYS)?;
        Some(Incentive {
            rewards: reader.text(&fields, "for"),
            scheme: reader.text(&fields, "scheme"),
            safeguard: reader.evidence(&fields, "safeguard"),
            accepted: Record::read(reader, &fields, "accepted", &BY),
        })
    }
}
