//! Waivers: a visible, expiring way out.

use crate::address::Address;
use crate::moment::Moment;
use crate::read::{Given, Reader};
use crate::shape::{Field, Holds, Names, Shape};
use crate::span::Spanned;
use crate::tree::Node;

/// One finding that somebody answers for, until a day.
#[derive(Clone, Debug, Default)]
pub struct Waiver {
    /// The rule that is waived.
    pub rule: Option<Spanned<String>>,
    /// The address that it is waived at.
    pub at: Option<Spanned<Address>>,
    /// The reason.
    pub why: Given<String>,
    /// Who answers for it.
    pub by: Given<String>,
    /// When it was given.
    pub date: Given<Moment>,
    /// The last day it holds.
    pub until: Given<Moment>,
}

/// What a waiver holds.
pub static SHAPE: Shape = Shape {
    what: "a waiver",
    doc: "A visible way out of one finding, at somebody's risk, that ends by itself.",
    fields: &[
        Field::new("rule", Holds::Name(Names::Rule), "The rule that is waived.", "missing-handoff"),
        Field::new(
            "at",
            Holds::Name(Names::Address),
            "The address that it is waived at, as the finding names it.",
            "handoffs.message-kit",
        ),
        Field::new("why", Holds::Evidence, "The reason.", "The printer is late; sales has the draft"),
        Field::new("by", Holds::Person, "Who answers for it: somebody who may waive.", "coo@acme.example"),
        Field::new("date", Holds::Date, "When it was given.", "2026-06-01"),
        Field::new("until", Holds::Date, "The last day it holds.", "2026-06-30"),
    ],
};

impl Waiver {
    /// The address of a waiver by its id.
    pub fn place(id: &str) -> Address {
        Address::new(format!("waivers.{id}"))
    }

    /// Whether it is for what a rule finds at an address.
    pub fn is_for(&self, rule: &str, at: &Address) -> bool {
        self.rule.as_ref().is_some_and(|known| known.value == rule)
            && self.at.as_ref().is_some_and(|known| known.value == *at)
    }

    /// Reads a waiver.
    pub fn read<'n>(reader: &mut Reader<'n>, node: &'n Node) -> Option<Waiver> {
        let fields = reader.fields(node, &SHAPE)?;
        let at = reader.name(&fields, "at");
        Some(Waiver {
            rule: reader.name(&fields, "rule"),
            at: at.map(|words| Spanned { value: Address::new(words.value), span: words.span }),
            why: reader.reason(&fields, "why"),
            by: reader.person(&fields, "by"),
            date: reader.date(&fields, "date"),
            until: reader.date(&fields, "until"),
        })
    }
}
