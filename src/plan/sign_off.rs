//! Sign-offs and the conditions they were given under.

use crate::address::Address;
use crate::moment::Moment;
use crate::named::Named;
use crate::read::{Given, Reader, not_given};
use crate::span::Spanned;
use crate::tree::Node;

/// What a department says when it signs.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Decision {
    /// Ready.
    #[default]
    Go,
    /// Ready if the conditions are met in time.
    Conditions,
    /// Not ready.
    NoGo,
}

/// One signature of a stage.
#[derive(Clone, Debug)]
pub struct SignOff {
    /// Where it stands: `stages.<id>.sign_off`, or an item of that list.
    pub at: Address,
    /// Who signed.
    pub by: Given<String>,
    /// When.
    pub date: Given<Moment>,
    /// What was said.
    pub decision: Decision,
    /// In the signer's own words.
    pub note: Option<String>,
    /// What still has to be done.
    pub conditions: Named<Condition>,
    /// The digest of what it covers, as the tool wrote it.
    pub digest: Option<String>,
    /// The signature, as the tool wrote it.
    pub signature: Option<String>,
}

/// Something that may stay open after the sign-off, until a day, at somebody's risk.
#[derive(Clone, Debug, Default)]
pub struct Condition {
    /// What has to be done.
    pub what: Given<String>,
    /// Who does it.
    pub owner: Given<String>,
    /// By when.
    pub due: Given<Moment>,
    /// Who carries the risk until then.
    pub risk_accepted_by: Given<String>,
    /// The asks, hand-offs or promises that stay open until then.
    pub covers: Vec<Spanned<Address>>,
    /// What shows that it is done.
    pub met: Given<String>,
}

const DECISIONS: [(&str, Decision); 3] =
    [("go", Decision::Go), ("conditions", Decision::Conditions), ("no-go", Decision::NoGo)];

impl SignOff {
    const KEYS: [&str; 7] = ["by", "date", "verdict", "note", "conditions", "digest", "signature"];

    /// Reads a sign-off.
    pub fn read<'n>(reader: &mut Reader<'n>, node: &'n Node) -> Option<SignOff> {
        let fields = reader.fields(node, "a sign-off", &Self::KEYS)?;
        Some(SignOff {
            at: reader.address(),
            by: reader.person(&fields, "by"),
            date: reader.date(&fields, "date"),
            decision: match fields.get("verdict") {
                None => Decision::Go,
                Some(_) => reader.choice(&fields, "verdict", &DECISIONS).unwrap_or(Decision::NoGo),
            },
            note: reader.note(&fields, "note"),
            conditions: reader
                .named(&fields, "conditions", "condition", |reader, _, node| Condition::read(reader, node)),
            digest: reader.note(&fields, "digest"),
            signature: reader.note(&fields, "signature"),
        })
    }

    /// Which of the two are missing without which it is nobody's word.
    pub fn missing(&self) -> Vec<&'static str> {
        not_given(&[("by", self.by.is_given()), ("date", self.date.is_given())])
    }

    /// The conditions that are not met yet.
    pub fn open_conditions(&self) -> impl Iterator<Item = (&str, &Condition)> {
        self.conditions.iter().filter(|(_, condition)| !condition.met.is_given())
    }

    /// The address of one of its conditions.
    pub fn condition_at(&self, id: &str) -> Address {
        self.at.join("conditions").join(id)
    }
}

impl Condition {
    const KEYS: [&str; 6] = ["what", "owner", "due", "risk_accepted_by", "covers", "met"];

    fn read<'n>(reader: &mut Reader<'n>, node: &'n Node) -> Option<Condition> {
        let fields = reader.fields(node, "a condition", &Self::KEYS)?;
        Some(Condition {
            what: reader.text(&fields, "what"),
            owner: reader.person(&fields, "owner"),
            due: reader.date(&fields, "due"),
            risk_accepted_by: reader.person(&fields, "risk_accepted_by"),
            covers: reader.list(&fields, "covers", "addresses", |reader, node| {
                let words = reader.words(node)?;
                Some(Spanned { value: Address::new(words.value), span: words.span })
            }),
            met: reader.evidence(&fields, "met"),
        })
    }

    /// The fields that a condition needs and this one lacks.
    pub fn missing(&self) -> Vec<&'static str> {
        not_given(&[
            ("what", self.what.is_given()),
            ("owner", self.owner.is_given()),
            ("due", self.due.is_given()),
            ("risk_accepted_by", self.risk_accepted_by.is_given()),
        ])
    }
}
