//! Stages: a department's owner, its answers and its sign-off.

use crate::named::Named;
use crate::plan::record::{Record, WHY};
use crate::plan::sign_off::{self, Condition, MOST_SIGN_OFFS, SignOff};
use crate::read::{Given, Reader};
use crate::shape::{Field, Holds, Shape, Word};
use crate::source::Problem;
use crate::tree::{Node, Value};

/// What the plan says of a department.
#[derive(Clone, Debug, Default)]
pub struct Stage {
    /// Who answers for it.
    pub owner: Given<String>,
    /// What the customer feels of this department.
    pub impact: Given<String>,
    /// Its answers, to the policy's questions and its own.
    pub asks: Named<Answer>,
    /// Its signatures; usually one.
    pub sign_offs: Vec<SignOff>,
    /// Why this launch does not need it.
    pub not_needed: Option<Record>,
}

/// An answer to an ask.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Answer {
    /// Not yet.
    Open,
    /// A placeholder: the same, but a fault of its own.
    Placeholder,
    /// Done, without anything to show for it.
    Claimed,
    /// Done, and this shows it: a link, a path, or a sentence.
    Proven(String),
    /// Not needed for this launch, and this is why.
    NotNeeded(String),
}

/// What a stage holds.
pub static SHAPE: Shape = Shape {
    what: "a stage",
    doc: "What a department says: its owner, its answers and its sign-off.",
    fields: &[
        Field::new("owner", Holds::Person, "Who answers for it.", "omar@acme.example"),
        Field::new(
            "impact",
            Holds::Text,
            "What the customer feels of this department.",
            "Every invoice leaves on the first working day",
        ),
        Field::new(
            "asks",
            Holds::Named(&Holds::Answer(&ANSWER)),
            "Its answers, to the policy's questions and to your own.",
            "",
        ),
        Field::new(
            "sign_off",
            Holds::OneOrMore(&sign_off::SHAPE),
            "Its sign-off; a list of them where the policy asks for several.",
            "",
        ),
        Field::new(
            "not_needed",
            Holds::Map(&WHY),
            "Why this launch does not need the stage, and who says so.",
            "",
        ),
    ],
};

static ANSWER: Shape = Shape {
    what: "an answer",
    doc: "The answer to an ask: `open`, `done`, `{done: <what shows it>}` or `{not_needed: <why>}`.",
    fields: &[
        Field::new(
            "done",
            Holds::Evidence,
            "What shows that it is done: a link, a path or a sentence.",
            "docs/delivery-change.md",
        ),
        Field::new("not_needed", Holds::Evidence, "Why this launch does not need it.", "Nothing is billed"),
    ],
};

/// The words that are an answer.
pub const ANSWERS: [Word; 2] = [("open", "Not yet."), ("done", "Done, without anything to show for it.")];

impl Stage {
    /// Reads a stage.
    pub fn read<'n>(reader: &mut Reader<'n>, node: &'n Node) -> Option<Stage> {
        let fields = reader.fields(node, &SHAPE)?;
        Some(Stage {
            owner: reader.person(&fields, "owner"),
            impact: reader.text(&fields, "impact"),
            asks: reader.named(&fields, "asks", "ask", |reader, _, node| Answer::read(reader, node)),
            sign_offs: reader
                .field(&fields, "sign_off", |reader, node| match &node.value {
                    Value::List(items) if items.len() > MOST_SIGN_OFFS => {
                        let message = format!("more than {MOST_SIGN_OFFS} sign-offs of one stage");
                        reader.problem(Problem::new(node.span, message));
                        None
                    }
                    Value::List(items) => reader.items(node, items, SignOff::read),
                    _ => SignOff::read(reader, node).map(|sign_off| vec![sign_off]),
                })
                .unwrap_or_default(),
            not_needed: Record::read(reader, &fields, "not_needed", &WHY),
        })
    }

    /// The signatures that were given under a condition of this id, each with it.
    pub fn signed_under(&self, id: &str) -> impl Iterator<Item = (&SignOff, &Condition)> {
        self.sign_offs.iter().filter_map(move |sign_off| Some((sign_off, sign_off.conditions.get(id)?)))
    }
}

impl Answer {
    fn read<'n>(reader: &mut Reader<'n>, node: &'n Node) -> Option<Answer> {
        match &node.value {
            Value::Null => Some(Answer::Open),
            Value::Map(_) => Answer::read_map(reader, node),
            Value::Text(text) if text == "open" => Some(Answer::Open),
            Value::Text(text) if text == "done" => Some(Answer::Claimed),
            Value::Bool(is_yes) => Answer::none_of(reader, node, if *is_yes { "yes" } else { "no" }),
            Value::Number(number) => Answer::none_of(reader, node, number),
            _ => match reader.text_of(node) {
                Given::Placeholder => Some(Answer::Placeholder),
                Given::Absent => None,
                Given::Value(text) => Answer::none_of(reader, node, &text),
            },
        }
    }

    /// Reports what is no answer, and what to write instead.
    fn none_of<'n>(reader: &mut Reader<'n>, node: &'n Node, text: &str) -> Option<Answer> {
        let message = format!("expected an answer to the ask, found {}", node.kind());
        reader.problem(Problem::new(node.span, message).help(answer_help(text)));
        None
    }

    fn read_map<'n>(reader: &mut Reader<'n>, node: &'n Node) -> Option<Answer> {
        let fields = reader.fields(node, &ANSWER)?;
        let is_claim = |node: &Node| matches!(&node.value, Value::Text(text) if CLAIMS.contains(&text.trim().to_lowercase().as_str()));
        if fields.get("done").is_some_and(is_claim) && fields.get("not_needed").is_none() {
            return Some(Answer::Claimed);
        }
        let done = reader.proof(&fields, "done");
        let not_needed = reader.reason(&fields, "not_needed");
        match (done, not_needed) {
            (Given::Absent, Given::Absent) => Some(Answer::Open),
            (Given::Placeholder, _) | (_, Given::Placeholder) => Some(Answer::Placeholder),
            (Given::Value(evidence), Given::Absent) => Some(Answer::Proven(evidence)),
            (Given::Absent, Given::Value(why)) => Some(Answer::NotNeeded(why)),
            (Given::Value(_), Given::Value(_)) => {
                reader.problem(Problem::new(node.span, "an ask is either done or not needed, not both"));
                None
            }
        }
    }

    /// Whether the question is answered, with or without proof.
    pub fn is_answered(&self) -> bool {
        matches!(self, Answer::Claimed | Answer::Proven(_) | Answer::NotNeeded(_))
    }
}

/// Words after `done:` that say no more than `done`.
const CLAIMS: [&str; 3] = ["done", "yes", "ok"];

fn answer_help(text: &str) -> String {
    match text {
        "yes" | "Yes" | "ok" | "OK" => "write `done`, or `{done: <what shows it>}`".to_owned(),
        "no" | "No" => "write `open`, or `{not_needed: <why>}`".to_owned(),
        _ => "write `open`, `done`, `{done: <a link, a path or a sentence>}` or `{not_needed: <why>}`"
            .to_owned(),
    }
}
