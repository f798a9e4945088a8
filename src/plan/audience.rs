//! The internal audience: who hears of the launch before anyone outside.

use crate::moment::Moment;
use crate::read::{Given, Reader};
use crate::shape::{Field, Holds, Shape};
use crate::tree::Node;

/// People who are told, how, and what shows that they were.
#[derive(Clone, Debug, Default)]
pub struct Audience {
    /// Who.
    pub who: Given<String>,
    /// When.
    pub date: Given<Moment>,
    /// How.
    pub how: Given<String>,
    /// What shows it.
    pub done: Given<String>,
}

/// What an audience holds.
pub static SHAPE: Shape = Shape {
    what: "an audience",
    doc: "People inside who are told before anyone outside, how, and what shows that they were.",
    fields: &[
        Field::new("who", Holds::Text, "Who is told.", "Field sales and support"),
        Field::new("date", Holds::Date, "When they are told.", "2026-06-01"),
        Field::new("how", Holds::Text, "How they are told.", "all-hands"),
        Field::new(
            "done",
            Holds::Evidence,
            "What shows that they were told: a link, a path or a sentence.",
            "notes/all-hands.md",
        ),
    ],
};

impl Audience {
    /// Reads an audience.
    pub fn read<'n>(reader: &mut Reader<'n>, node: &'n Node) -> Option<Audience> {
        let fields = reader.fields(node, &SHAPE)?;
        Some(Audience {
            who: reader.text(&fields, "who"),
            date: reader.date(&fields, "date"),
            how: reader.text(&fields, "how"),
            done: reader.proof(&fields, "done"),
        })
    }
}
