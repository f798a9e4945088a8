//! Reading types from a spanned tree: every error is kept, and what could be read is.

mod choice;
mod fields;
mod given;
mod person;

use crate::address::Address;
use crate::moment::{self, Moment};
use crate::named::Named;
use crate::placeholder::{is_placeholder, says_nothing, shows_nothing};
use crate::quantity::Quantity;
use crate::shape::{Holds, Names, Shape};
use crate::source::{MOST_PROBLEMS, Problem};
use crate::span::{Span, Spanned};
use crate::text;
use crate::tree::{Entry, Node, Value};

pub use fields::Fields;
pub use given::{Given, Placeholder, not_given};
pub use person::{LONGEST_NAME, is_name};

/// The longest text that a field may hold, in bytes.
pub const LONGEST_TEXT: usize = 4000;
/// The longest id, in bytes.
pub const LONGEST_ID: usize = 64;
/// How many things a collection may hold.
pub const MOST_THINGS: usize = 2000;

enum Step<'n> {
    Key(&'n str),
    Index(usize),
}

/// Reads fields, and collects what is wrong and what is only a placeholder.
#[derive(Default)]
pub struct Reader<'n> {
    /// Everything that is wrong so far.
    pub problems: Vec<Problem>,
    /// Every placeholder so far.
    pub placeholders: Vec<Placeholder>,
    path: Vec<Step<'n>>,
}

impl<'n> Reader<'n> {
    /// The address of what is being read.
    pub fn address(&self) -> Address {
        let steps: Vec<String> = self
            .path
            .iter()
            .map(|step| match step {
                Step::Key(key) => (*key).to_owned(),
                Step::Index(index) => index.to_string(),
            })
            .collect();
        Address::new(steps.join("."))
    }

    /// Reports what is wrong at a place.
    pub fn problem(&mut self, problem: Problem) {
        self.problems.push(problem);
    }

    /// The fields of a map, after its keys were held against those of its shape, each there that has
    /// to be. Nothing at all is a map without a key.
    pub fn fields(&mut self, node: &'n Node, shape: &'static Shape) -> Option<Fields<'n>> {
        self.fields_of(node, shape.what, shape)
    }

    /// The same, for a map that is called `what`.
    pub fn fields_of(&mut self, node: &'n Node, what: &str, shape: &'static Shape) -> Option<Fields<'n>> {
        let fields = self.open(node, what, shape)?;
        for field in shape.fields.iter().filter(|field| field.required && fields.get(field.key).is_none()) {
            self.problem(Problem::new(fields.span, format!("`{}` is missing", field.key)));
        }
        Some(fields)
    }

    /// The same, whatever is missing.
    pub fn open(&mut self, node: &'n Node, what: &str, shape: &'static Shape) -> Option<Fields<'n>> {
        let keys: Vec<&str> = shape.keys().collect();
        let fields = self.known(node, what, &keys)?;
        Some(Fields { shape: Some(shape), ..fields })
    }

    /// The fields of a map whose keys are somebody else's ids.
    pub fn known(&mut self, node: &'n Node, what: &str, keys: &[&str]) -> Option<Fields<'n>> {
        if node.is_null() {
            return Some(Fields { entries: &[], span: node.span, shape: None });
        }
        let Value::Map(entries) = &node.value else {
            self.expected(node, &format!("{what} as a map with {}", text::ticked(keys, "or")));
            return None;
        };
        for entry in entries.iter().filter(|entry| !keys.contains(&entry.key.as_str())) {
            self.unknown(&entry.key, entry.key_span, &format!("key in {what}"), keys.iter().copied());
        }
        Some(Fields { entries, span: node.span, shape: None })
    }

    /// Reports a word that is not one of the known ones.
    pub fn unknown<'k>(&mut self, word: &str, span: Span, what: &str, known: impl Iterator<Item = &'k str>) {
        let known: Vec<&str> = known.collect();
        let problem = Problem::new(span, format!("unknown {what}: `{}`", text::shorten(word, 60)));
        // What is left out of the report needs no guess at what was meant.
        if self.problems.len() > MOST_PROBLEMS {
            return self.problems.push(problem);
        }
        self.problems.push(match text::did_you_mean(word, known.iter().copied()) {
            Some(meant) => problem.help(format!("did you mean `{meant}`?")),
            None if known.is_empty() => problem,
            None => problem.help(format!("known: {}", text::ticked(&known, "and"))),
        });
    }

    /// Reports a value of the wrong type.
    pub fn expected(&mut self, node: &Node, what: &str) {
        self.problems.push(Problem::new(node.span, format!("expected {what}, found {}", node.kind())));
    }

    /// Reads what a key holds, with the key on the path.
    pub fn field<T>(
        &mut self,
        fields: &Fields<'n>,
        key: &str,
        read: impl FnOnce(&mut Self, &'n Node) -> Option<T>,
    ) -> Option<T> {
        debug_assert!(fields.knows(key), "the shape of this map has no `{key}`");
        let entry = fields.entry(key)?;
        self.path.push(Step::Key(&entry.key));
        let value = read(self, &entry.node);
        self.path.pop();
        value
    }

    /// Reads a map keyed by kebab-case ids. `what` names one of its things.
    pub fn named<T>(
        &mut self,
        fields: &Fields<'n>,
        key: &str,
        what: &str,
        mut read: impl FnMut(&mut Self, &'n str, &'n Node) -> Option<T>,
    ) -> Named<T> {
        debug_assert!(
            fields.agrees(key, |holds| matches!(holds, Holds::Named(_))),
            "`{key}` is read as its shape has it"
        );
        self.field(fields, key, |reader, node| {
            let mut named = Named::default();
            let Value::Map(entries) = &node.value else {
                reader.expected(node, &format!("a map with an id for each {what}"));
                return None;
            };
            if entries.len() > MOST_THINGS {
                reader.problem(Problem::new(
                    node.span,
                    format!("more than {MOST_THINGS} things in one collection"),
                ));
                return None;
            }
            for entry in entries {
                reader.id(entry, what);
                reader.path.push(Step::Key(&entry.key));
                if let Some(thing) = read(reader, &entry.key, &entry.node) {
                    named.push(&entry.key, thing);
                }
                reader.path.pop();
            }
            Some(named)
        })
        .unwrap_or_default()
    }

    fn id(&mut self, entry: &Entry, what: &str) {
        if text::is_kebab(&entry.key) && entry.key.len() <= LONGEST_ID {
            return;
        }
        let shown = text::shorten(&entry.key, 60);
        let problem = Problem::new(
            entry.key_span,
            format!("`{shown}` cannot be the id of {} {what}", text::article(what)),
        );
        self.problems.push(match text::to_kebab(&entry.key) {
            _ if entry.key.len() > LONGEST_ID => {
                problem.help(format!("ids have at most {LONGEST_ID} letters"))
            }
            Some(kebab) => {
                let kebab = text::shorten(&kebab, 60);
                problem.help(format!("ids are in kebab-case: did you mean `{kebab}`?"))
            }
            None => problem.help("ids are in kebab-case, of the letters a to z, digits and hyphens"),
        });
    }

    /// Reads a list.
    pub fn list<T>(
        &mut self,
        fields: &Fields<'n>,
        key: &str,
        what: &str,
        read: impl FnMut(&mut Self, &'n Node) -> Option<T>,
    ) -> Vec<T> {
        debug_assert!(
            fields.agrees(key, |holds| matches!(holds, Holds::List(_))),
            "`{key}` is read as its shape has it"
        );
        self.field(fields, key, |reader, node| {
            if let Value::List(items) = &node.value {
                reader.items(node, items, read)
            } else {
                reader.expected(node, &format!("a list of {what}: `[…]`"));
                None
            }
        })
        .unwrap_or_default()
    }

    /// Reads the items of a list, each with its index on the path.
    pub fn items<T>(
        &mut self,
        node: &Node,
        items: &'n [Node],
        mut read: impl FnMut(&mut Self, &'n Node) -> Option<T>,
    ) -> Option<Vec<T>> {
        if items.len() > MOST_THINGS {
            self.problem(Problem::new(node.span, format!("more than {MOST_THINGS} things in one list")));
            return None;
        }
        let mut read_one = |(index, item): (usize, &'n Node)| {
            self.path.push(Step::Index(index));
            let value = read(self, item);
            self.path.pop();
            value
        };
        Some(items.iter().enumerate().filter_map(&mut read_one).collect())
    }

    /// Text, whatever it says.
    pub fn words(&mut self, node: &'n Node) -> Option<Spanned<String>> {
        match &node.value {
            Value::Text(text) if text.len() > LONGEST_TEXT => {
                let message = format!("text of more than {LONGEST_TEXT} bytes");
                self.problems.push(Problem::new(node.span, message).help("link to it instead"));
                None
            }
            Value::Text(text) => Some(Spanned { value: text.trim().to_owned(), span: node.span }),
            Value::Number(_) | Value::Bool(_) => {
                self.problems.push(
                    Problem::new(node.span, format!("expected text, found {}", node.kind()))
                        .help("put quotes round it if it is meant as text"),
                );
                None
            }
            _ => {
                self.expected(node, "text");
                None
            }
        }
    }

    /// The text of a key that names something, with its place.
    pub fn name(&mut self, fields: &Fields<'n>, key: &str) -> Option<Spanned<String>> {
        debug_assert!(
            fields.agrees(key, |holds| matches!(holds, Holds::Words | Holds::Name(_))),
            "`{key}` is read as its shape has it"
        );
        self.field(fields, key, Reader::words)
    }

    /// The text of a key that may say anything.
    pub fn note(&mut self, fields: &Fields<'n>, key: &str) -> Option<String> {
        debug_assert!(
            fields.agrees(key, |holds| matches!(holds, Holds::Words)),
            "`{key}` is read as its shape has it"
        );
        self.field(fields, key, Reader::words).map(|words| words.value)
    }

    /// The text of a key that has to be an answer.
    pub fn text(&mut self, fields: &Fields<'n>, key: &str) -> Given<String> {
        debug_assert!(
            fields.agrees(key, |holds| matches!(
                holds,
                Holds::Text | Holds::Name(Names::Stage | Names::Capacity)
            )),
            "`{key}` is read as its shape has it"
        );
        self.answer(fields, key, is_placeholder, |reader, node| reader.words(node).map(|words| words.value))
    }

    /// The text of a key that has to show something.
    pub fn proof(&mut self, fields: &Fields<'n>, key: &str) -> Given<String> {
        debug_assert!(
            fields.agrees(key, |holds| matches!(holds, Holds::Evidence)),
            "`{key}` is read as its shape has it"
        );
        self.answer(fields, key, shows_nothing, |reader, node| reader.words(node).map(|words| words.value))
    }

    /// The text of a key that has to give a reason.
    pub fn reason(&mut self, fields: &Fields<'n>, key: &str) -> Given<String> {
        debug_assert!(
            fields.agrees(key, |holds| matches!(holds, Holds::Evidence)),
            "`{key}` is read as its shape has it"
        );
        self.answer(fields, key, says_nothing, |reader, node| reader.words(node).map(|words| words.value))
    }

    /// The text of a value that has to be an answer.
    pub fn text_of(&mut self, node: &'n Node) -> Given<String> {
        self.answer_of(node, is_placeholder, |reader, node| reader.words(node).map(|words| words.value))
    }

    /// The date of a key.
    pub fn date(&mut self, fields: &Fields<'n>, key: &str) -> Given<Moment> {
        debug_assert!(
            fields.agrees(key, |holds| matches!(holds, Holds::Date)),
            "`{key}` is read as its shape has it"
        );
        let unsure = |text: &str| is_placeholder(text) || text.ends_with('?');
        self.answer(fields, key, unsure, |reader, node| {
            let words = match &node.value {
                Value::Number(text) => text.clone(),
                _ => reader.words(node)?.value,
            };
            moment::parse(&words)
                .map_err(|reason| {
                    let shown = text::shorten(&words, 60);
                    reader.problems.push(Problem::new(node.span, format!("`{shown}` {reason}")));
                })
                .ok()
        })
    }

    /// The quantity of a key.
    pub fn quantity(&mut self, fields: &Fields<'n>, key: &str) -> Given<Quantity> {
        debug_assert!(
            fields.agrees(key, |holds| matches!(holds, Holds::Quantity)),
            "`{key}` is read as its shape has it"
        );
        self.answer(fields, key, is_placeholder, |reader, node| {
            let words = match &node.value {
                Value::Number(text) => text.clone(),
                _ => reader.words(node)?.value,
            };
            Quantity::parse(&words)
                .map_err(|unreadable| {
                    let problem = Problem::new(node.span, unreadable.message);
                    reader.problems.push(Problem { help: unreadable.help, ..problem });
                })
                .ok()
        })
    }

    fn answer<T>(
        &mut self,
        fields: &Fields<'n>,
        key: &str,
        is_empty: impl Fn(&str) -> bool,
        read: impl FnOnce(&mut Self, &'n Node) -> Option<T>,
    ) -> Given<T> {
        self.field(fields, key, |reader, node| Some(reader.answer_of(node, is_empty, read)))
            .unwrap_or_default()
    }

    fn answer_of<T>(
        &mut self,
        node: &'n Node,
        is_empty: impl Fn(&str) -> bool,
        read: impl FnOnce(&mut Self, &'n Node) -> Option<T>,
    ) -> Given<T> {
        match &node.value {
            Value::Null => Given::Absent,
            Value::Text(text) if text.len() <= LONGEST_TEXT && is_empty(text) => {
                self.placeholders.push(Placeholder { at: self.address(), text: text.trim().to_owned() });
                Given::Placeholder
            }
            _ => read(self, node).map_or(Given::Absent, Given::Value),
        }
    }
}
