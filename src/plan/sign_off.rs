//! Sign-offs and the conditions they were given under.

use crate::address::Address;
use crate::moment::Moment;
use crate::named::Named;
use crate::read::{Given, Reader, not_given};
use crate::shape::{Field, Holds, Names, Shape};
use crate::span::Spanned;
use crate::tree::{Node, Value};

/// How many sign-offs a stage may have: each is held against all others, and against what all of them cover.
pub const MOST_SIGN_OFFS: usize = 100;

/// What a department says when it signs.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
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

/// What a sign-off holds.
pub static SHAPE: Shape = Shape {
    what: "a sign-off",
    doc: "Somebody's word that the stage is ready. `launch sign` writes it.",
    fields: &[
        Field::new("by", Holds::Person, "Who signed.", "omar@acme.example"),
        Field::new("date", Holds::Date, "When they signed.", "2026-05-20"),
        Field::new(
            "verdict",
            Holds::Choice(&[
                ("go", "Ready."),
                ("conditions", "Ready if the conditions are met in time."),
                ("no-go", "Not ready."),
            ]),
            "What they say; without it: go.",
            "",
        ),
        Field::new("note", Holds::Words, "In the signer's own words.", "Trained in all three regions"),
        Field::new(
            "conditions",
            Holds::Named(&Holds::Map(&CONDITION)),
            "What may stay open until a day, at somebody's risk.",
            "",
        ),
        Field::new("digest", Holds::Words, "The digest of what was signed, as `launch sign` writes it.", ""),
        Field::new("signature", Holds::Words, "The signature, as `launch sign --key` writes it.", ""),
    ],
};

static CONDITION: Shape = Shape {
    what: "a condition",
    doc: "Something that may stay open after the sign-off, until a day, at somebody's risk.",
    fields: &[
        Field::new("what", Holds::Text, "What has to be done.", "Print the message kit"),
        Field::new("owner", Holds::Person, "Who does it.", "mia@acme.example"),
        Field::new("due", Holds::Date, "By when.", "2026-06-10"),
        Field::new("risk_accepted_by", Holds::Person, "Who carries the risk until then.", "lea@acme.example"),
        Field::new(
            "covers",
            Holds::List(&Holds::Name(Names::Covered)),
            "The addresses of the asks, hand-offs or promises that stay open until then.",
            "handoffs.message-kit",
        ),
        Field::new(
            "met",
            Holds::Evidence,
            "What shows that it is done: a link, a path or a sentence.",
            "docs/kit.pdf",
        ),
    ],
};

impl Decision {
    /// What a `verdict` says: a yes without one, and a no where it is none of those that there are.
    pub fn of(verdict: Option<&Node>) -> Decision {
        match verdict.map(|node| &node.value) {
            None | Some(Value::Null) => Decision::Go,
            Some(Value::Text(text)) => {
                let known = DECISIONS.iter().find(|(word, _)| word == text);
                known.map_or(Decision::NoGo, |(_, decision)| *decision)
            }
            Some(_) => Decision::NoGo,
        }
    }
}

impl SignOff {
    /// Reads a sign-off.
    pub fn read<'n>(reader: &mut Reader<'n>, node: &'n Node) -> Option<SignOff> {
        let fields = reader.fields(node, &SHAPE)?;
        Some(SignOff {
            at: reader.address(),
            by: reader.person(&fields, "by"),
            date: reader.date(&fields, "date"),
            decision: reader
                .choice(&fields, "verdict", &DECISIONS)
                .unwrap_or_else(|| Decision::of(fields.get("verdict"))),
            note: reader.note(&fields, "note"),
            conditions: reader
                .named(&fields, "conditions", "condition", |reader, _, node| Condition::read(reader, node)),
            digest: reader.note(&fields, "digest"),
            signature: reader.note(&fields, "signature"),
        })
    }

    /// Whether it was given under conditions that are open, or that it does not name.
    pub fn is_conditional(&self) -> bool {
        let names_none = self.decision == Decision::Conditions && self.conditions.is_empty();
        names_none || self.open_conditions().next().is_some()
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
    fn read<'n>(reader: &mut Reader<'n>, node: &'n Node) -> Option<Condition> {
        let fields = reader.fields(node, &CONDITION)?;
        Some(Condition {
            what: reader.text(&fields, "what"),
            owner: reader.person(&fields, "owner"),
            due: reader.date(&fields, "due"),
            risk_accepted_by: reader.person(&fields, "risk_accepted_by"),
            covers: reader.list(&fields, "covers", "addresses", |reader, node| {
                let words = reader.words(node)?;
                Some(Spanned { value: Address::new(words.value), span: words.span })
            }),
            met: reader.proof(&fields, "met"),
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
