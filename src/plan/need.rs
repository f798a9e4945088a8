//! Needs: what customers said, what shows it, and product's answer.

use crate::moment::Moment;
use crate::read::{Given, Reader};
use crate::tree::Node;

/// Something customers said they need.
#[derive(Clone, Debug, Default)]
pub struct Need {
    /// In their terms.
    pub need: Given<String>,
    /// Where they said so.
    pub evidence: Vec<Evidence>,
    /// What product does about it.
    pub answer: Given<String>,
    /// Why product does nothing about it.
    pub declined: Given<String>,
}

/// Customers asked, counted and dated.
#[derive(Clone, Debug, Default)]
pub struct Evidence {
    /// The kind of source: interviews, feedback, churn, conversions.
    pub from: Given<String>,
    /// How many customers.
    pub count: Given<u32>,
    /// When.
    pub date: Given<Moment>,
    /// Where it can be read.
    pub link: Given<String>,
}

impl Need {
    const KEYS: [&str; 4] = ["need", "evidence", "answer", "declined"];

    /// Reads a need.
    pub fn read<'n>(reader: &mut Reader<'n>, node: &'n Node) -> Option<Need> {
        let fields = reader.fields(node, "a need", &Self::KEYS)?;
        Some(Need {
            need: reader.text(&fields, "need"),
            evidence: reader.list(&fields, "evidence", "evidence", Evidence::read),
            answer: reader.evidence(&fields, "answer"),
            declined: reader.evidence(&fields, "declined"),
        })
    }

    /// The entries that prove something.
    pub fn proofs(&self) -> impl Iterator<Item = &Evidence> {
        self.evidence.iter().filter(|evidence| evidence.proves())
    }
}

impl Evidence {
    const KEYS: [&str; 4] = ["from", "count", "date", "link"];

    fn read<'n>(reader: &mut Reader<'n>, node: &'n Node) -> Option<Evidence> {
        let fields = reader.fields(node, "an item of evidence", &Self::KEYS)?;
        Some(Evidence {
            from: reader.text(&fields, "from"),
            count: reader.whole(&fields, "count"),
            date: reader.date(&fields, "date"),
            link: reader.text(&fields, "link"),
        })
    }

    /// Whether it names its source and at least one customer or a link, and no field of it is a
    /// placeholder.
    fn proves(&self) -> bool {
        let doubtful = self.count == Given::Placeholder
            || self.date == Given::Placeholder
            || self.link == Given::Placeholder
            || self.count.get() == Some(&0);
        self.from.is_given() && !doubtful && (self.count.is_given() || self.link.is_given())
    }
}
