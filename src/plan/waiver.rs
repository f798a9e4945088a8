//! Waivers: a visible, expiring way out.

use crate::address::Address;
use crate::moment::Moment;
use crate::read::{Given, Reader};
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

impl Waiver {
    const KEYS: [&str; 6] = ["rule", "at", "why", "by", "date", "until"];

    /// Reads a waiver.
    pub fn read<'n>(reader: &mut Reader<'n>, node: &'n Node) -> Option<Waiver> {
        let fields = reader.fields(node, "a waiver", &Self::KEYS)?;
        let at = reader.field(&fields, "at", super::super::read::Reader::words);
        Some(Waiver {
            rule: reader.field(&fields, "rule", super::super::read::Reader::words),
            at: at.map(|words| Spanned { value: Address::new(words.value), span: words.span }),
            why: reader.evidence(&fields, "why"),
            by: reader.person(&fields, "by"),
            date: reader.date(&fields, "date"),
            until: reader.date(&fields, "until"),
        })
    }
}
