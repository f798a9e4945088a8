//! Who did something and when: the shape of `sent`, `accepted`, `returned` and `not_needed`.

use crate::moment::Moment;
use crate::read::{Fields, Given, Reader, not_given};
use crate::shape::{Field, Holds, Shape};
use crate::tree::Node;

/// A person's word on a day.
#[derive(Clone, Debug, Default)]
pub struct Record {
    /// Who.
    pub by: Given<String>,
    /// When.
    pub date: Given<Moment>,
    /// What it can be seen in.
    pub link: Given<String>,
    /// The reason, where one is asked for.
    pub why: Given<String>,
}

type Words<'n> = fn(&mut Reader<'n>, &Fields<'n>, &str) -> Given<String>;

impl Record {
    /// Reads the record that a key holds; `shape` is what this kind of record has.
    pub fn read<'n>(
        reader: &mut Reader<'n>,
        fields: &Fields<'n>,
        key: &str,
        shape: &'static Shape,
    ) -> Option<Record> {
        reader.field(fields, key, |reader, node| Record::of(reader, node, &format!("`{key}`"), shape))
    }

    /// Reads a record from a value.
    pub fn of<'n>(
        reader: &mut Reader<'n>,
        node: &'n Node,
        what: &str,
        shape: &'static Shape,
    ) -> Option<Record> {
        let fields = reader.fields_of(node, what, shape)?;
        let mut words = |key: &str, read: Words<'n>| match fields.knows(key) {
            true => read(reader, &fields, key),
            false => Given::Absent,
        };
        let (link, why) = (words("link", Reader::proof), words("why", Reader::reason));
        Some(Record { by: reader.person(&fields, "by"), date: reader.date(&fields, "date"), link, why })
    }

    /// Which of the two are missing that make it somebody's word.
    pub fn missing(&self) -> Vec<&'static str> {
        not_given(&[("by", self.by.is_given()), ("date", self.date.is_given())])
    }

    /// The person and the day, where both were given: without either it is nobody's word.
    pub fn signed(&self) -> Option<(&str, Moment)> {
        Some((self.by.text()?, *self.date.get()?))
    }
}

const SAID_BY: Field = Field::new("by", Holds::Person, "Whose word it is.", "omar@acme.example");
const SAID_ON: Field = Field::new("date", Holds::Date, "When they said so.", "2026-05-06");
const REASON: Field = Field::new("why", Holds::Evidence, "The reason.", "Nothing changes for the customer");

/// A record that says who and when.
pub static BY: Shape =
    Shape { what: "an acceptance", doc: "Who said yes, and when.", fields: &[SAID_BY, SAID_ON] };
/// A record that gives a reason too.
pub static WHY: Shape =
    Shape { what: "a refusal", doc: "Who said no, when, and why.", fields: &[REASON, SAID_BY, SAID_ON] };
/// A record that shows what was handed over.
pub static LINK: Shape = Shape {
    what: "a delivery",
    doc: "Who made the hand-off, when, and where it can be seen.",
    fields: &[
        SAID_BY,
        SAID_ON,
        Field::new(
            "link",
            Holds::Evidence,
            "Where it can be seen: a link, a path or a sentence.",
            "docs/limits.md",
        ),
    ],
};
