//! Goals: what the launch is held to after it.

use crate::moment::Moment;
use crate::quantity::Quantity;
use crate::read::{Given, Reader};
use crate::tree::Node;

/// A common goal with its horizon.
#[derive(Clone, Debug, Default)]
pub struct Goal {
    /// The stage that owns it.
    pub stage: Given<String>,
    /// What is measured.
    pub measure: Given<String>,
    /// What it should be.
    pub target: Given<Quantity>,
    /// By when.
    pub by: Given<Moment>,
    /// What it was, filled in after the launch.
    pub actual: Given<Quantity>,
}

impl Goal {
    const KEYS: [&str; 5] = ["stage", "measure", "target", "by", "actual"];

    /// Reads a goal.
    pub fn read<'n>(reader: &mut Reader<'n>, node: &'n Node) -> Option<Goal> {
        let fields = reader.fields(node, "a goal", &Self::KEYS)?;
        Some(Goal {
            stage: reader.text(&fields, "stage"),
            measure: reader.text(&fields, "measure"),
            target: reader.quantity(&fields, "target"),
            by: reader.date(&fields, "by"),
            actual: reader.quantity(&fields, "actual"),
        })
    }
}
