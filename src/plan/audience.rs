//! The internal audience: who hears of the launch before anyone outside.

use crate::moment::Moment;
use crate::read::{Given, Reader};
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

impl Audience {
    const KEYS: [&str; 4] = ["who", "date", "how", "done"];

    /// Reads an audience.
    pub fn read<'n>(reader: &mut Reader<'n>, node: &'n Node) -> Option<Audience> {
        let fields = reader.fields(node, "an audience", &Self::KEYS)?;
        Some(Audience {
            who: reader.text(&fields, "who"),
            date: reader.date(&fields, "date"),
            how: reader.text(&fields, "how"),
            done: reader.evidence(&fields, "done"),
        })
    }
}
