//! Needs: what customers said, what shows it, and product's answer.

use crate::moment::Moment;
use crate::read::{Given, Reader};
use crate::shape::{Field, Holds, Shape};
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

/// What a need holds.
pub static SHAPE: Shape = Shape {
    what: "a need",
    doc: "Something that customers said they need, what shows it, and what the product does about it.",
    fields: &[
        Field::new(
            "need",
            Holds::Text,
            "What customers need, in their words.",
            "See every billed hour before the invoice goes out",
        ),
        Field::new(
            "evidence",
            Holds::List(&Holds::Map(&EVIDENCE)),
            "Where customers said so: sources, counted and dated.",
            "",
        ),
        Field::new(
            "answer",
            Holds::Evidence,
            "What the product does about it.",
            "A draft-invoice screen with its line items",
        ),
        Field::new(
            "declined",
            Holds::Evidence,
            "Instead of an answer: why the product does nothing about it.",
            "Too few customers asked for it",
        ),
    ],
};

static EVIDENCE: Shape = Shape {
    what: "an item of evidence",
    doc: "Customers asked, counted and dated.",
    fields: &[
        Field::new(
            "from",
            Holds::Text,
            "The kind of source, such as interviews, feedback, churn or conversions.",
            "interviews",
        ),
        Field::new("count", Holds::Whole(0, 1_000_000), "How many customers.", "14"),
        Field::new("date", Holds::Date, "When they were asked.", "2026-02-12"),
        Field::new("link", Holds::Evidence, "Where it can be read.", "research/2026-02-interviews.md"),
    ],
};

impl Need {
    /// Reads a need.
    pub fn read<'n>(reader: &mut Reader<'n>, node: &'n Node) -> Option<Need> {
        let fields = reader.fields(node, &SHAPE)?;
        Some(Need {
            need: reader.text(&fields, "need"),
            evidence: reader.list(&fields, "evidence", "evidence", Evidence::read),
            answer: reader.reason(&fields, "answer"),
            declined: reader.reason(&fields, "declined"),
        })
    }

    /// The entries that prove something.
    pub fn proofs(&self) -> impl Iterator<Item = &Evidence> {
        self.evidence.iter().filter(|evidence| evidence.proves())
    }
}

impl Evidence {
    fn read<'n>(reader: &mut Reader<'n>, node: &'n Node) -> Option<Evidence> {
        let fields = reader.fields(node, &EVIDENCE)?;
        Some(Evidence {
            from: reader.text(&fields, "from"),
            count: reader.whole(&fields, "count"),
            date: reader.date(&fields, "date"),
            link: reader.proof(&fields, "link"),
        })
    }

    /// Whether it names its source and at least one customer or a link, and no field of it is a
    /// placeholder.
    pub fn proves(&self) -> bool {
        let doubtful = self.count == Given::Placeholder
            || self.date == Given::Placeholder
            || self.link == Given::Placeholder
            || self.count.get() == Some(&0);
        self.from.is_given() && !doubtful && (self.count.is_given() || self.link.is_given())
    }

    /// Whether it would, with an answer wherever a placeholder stands.
    pub fn may_prove(&self) -> bool {
        let counted = self.count != Given::Absent || self.link != Given::Absent;
        self.from != Given::Absent && self.count.get() != Some(&0) && counted
    }
}
