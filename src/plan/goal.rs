//! Goals: what the launch is held to after it.

use crate::moment::Moment;
use crate::quantity::Quantity;
use crate::read::{Given, Reader};
use crate::shape::{Field, Holds, Names, Shape};
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

/// What a goal holds.
pub static SHAPE: Shape = Shape {
    what: "a goal",
    doc: "What the launch is held to after it; `launch retro` holds it against its result.",
    fields: &[
        Field::new("stage", Holds::Name(Names::Stage), "The stage that owns it.", "marketing"),
        Field::new("measure", Holds::Text, "What is measured.", "trial sign-ups"),
        Field::new("target", Holds::Quantity, "What it should be.", "at least 500"),
        Field::new("by", Holds::Date, "By when.", "2026-07-15"),
        Field::new("actual", Holds::Quantity, "What it was, filled in after the launch.", "120"),
    ],
};

impl Goal {
    /// Reads a goal.
    pub fn read<'n>(reader: &mut Reader<'n>, node: &'n Node) -> Option<Goal> {
        let fields = reader.fields(node, &SHAPE)?;
        Some(Goal {
            stage: reader.text(&fields, "stage"),
            measure: reader.text(&fields, "measure"),
            target: reader.quantity(&fields, "target"),
            by: reader.date(&fields, "by"),
            actual: reader.quantity(&fields, "actual"),
        })
    }
}
