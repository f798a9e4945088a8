//! Who did something and when: the shape of `sent`, `accepted`, `returned` and `not_needed`.

use crate::moment::Moment;
use crate::read::{Fields, Given, Reader, not_given};
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

impl Record {
    /// Reads the record that a key holds; `keys` are those that this kind of record has.
    pub fn read<'n>(
        reader: &mut Reader<'n>,
        fields: &Fields<'n>,
        key: &str,
        keys: &[&str],
    ) -> Option<Record> {
        reader.field(fields, key, |reader, node| Record::of(reader, node, &format!("`{key}`"), keys))
    }

    /// Reads a record from a value.
    pub fn of<'n>(reader: &mut Reader<'n>, node: &'n Node, what: &str, keys: &[&str]) -> Option<Record> {
        let fields = reader.fields(node, what, keys)?;
        Some(Record {
            by: reader.person(&fields, "by"),
            date: reader.date(&fields, "date"),
            link: reader.evidence(&fields, "link"),
            why: reader.evidence(&fields, "why"),
        })
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

/// The keys of a record that says who and when.
pub const BY: [&str; 2] = ["by", "date"];
/// The keys of a record that gives a reason too.
pub const WHY: [&str; 3] = ["why", "by", "date"];
/// The keys of a record that shows what was handed over.
pub const LINK: [&str; 3] = ["by", "date", "link"];
