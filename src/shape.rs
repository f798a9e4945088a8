//! What a map of a plan or a policy holds, described once: the keys that its reader knows, and its
//! schema, both come from here.

use crate::address::index;

/// A map with known keys.
#[derive(Debug)]
pub struct Shape {
    /// What it is in a message, with its article: `a hand-off`.
    pub what: &'static str,
    /// What it is for, in a sentence.
    pub doc: &'static str,
    /// Its keys, in the order in which people write them.
    pub fields: &'static [Field],
}

/// A key of a map.
#[derive(Debug)]
pub struct Field {
    /// The key.
    pub key: &'static str,
    /// What it holds.
    pub holds: Holds,
    /// What it is for, in a sentence.
    pub doc: &'static str,
    /// What might stand there; empty where the kind of value shows it.
    pub example: &'static str,
    /// Whether it is a problem when it is not there.
    pub required: bool,
}

/// A kind of value.
#[derive(Debug)]
pub enum Holds {
    /// Text, whatever it says.
    Words,
    /// Text that has to be an answer.
    Text,
    /// Text that has to show something, or give a reason.
    Evidence,
    /// Somebody's e-mail address, or whatever else they are called by.
    Person,
    /// A day, or an instant with its offset.
    Date,
    /// An interval of numbers in one unit, or of dates.
    Quantity,
    /// A whole number between two others.
    Whole(u32, u32),
    /// `true` or `false`.
    Flag,
    /// The size of a launch, as a number.
    Tier,
    /// One of a few words.
    Choice(&'static [Word]),
    /// Text that names something else.
    Name(Names),
    /// An answer to an ask: a word, or a map.
    Answer(&'static Shape),
    /// A question, or a map with one.
    Question(&'static Shape),
    /// The levels and settings of rules.
    Rules,
    /// `true` or `false` for each question of somebody else's.
    Flags,
    /// A map with known keys.
    Map(&'static Shape),
    /// Things by their kebab-case ids.
    Named(&'static Holds),
    /// Things by any key: people by their e-mail addresses.
    Keyed(&'static Holds),
    /// A list.
    List(&'static Holds),
    /// A thing, or a list of such things.
    OneOrMore(&'static Shape),
}

/// A word that may stand where few may, and what it means.
pub type Word = (&'static str, &'static str);

/// What a text can name.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Names {
    /// A stage.
    Stage,
    /// A capacity of the policy.
    Capacity,
    /// A risk question of the policy.
    Risk,
    /// A built-in policy, or the file of another.
    Policy,
    /// A rule.
    Rule,
    /// Anything in a plan, by its address.
    Address,
    /// What a condition may cover, by its address.
    Covered,
    /// What a policy may take out of the one that it extends, by its address.
    Inherited,
}

impl Field {
    /// A key that may be left out.
    pub const fn new(key: &'static str, holds: Holds, doc: &'static str, example: &'static str) -> Field {
        Field { key, holds, doc, example, required: false }
    }

    /// The same key, that may not be left out.
    #[must_use]
    pub const fn required(self) -> Field {
        Field { required: true, ..self }
    }
}

impl Shape {
    /// What a key holds, if it is one of these.
    pub fn field(&self, key: &str) -> Option<&'static Field> {
        self.fields.iter().find(|field| field.key == key)
    }

    /// Its keys.
    pub fn keys(&self) -> impl Iterator<Item = &'static str> + Clone {
        self.fields.iter().map(|field| field.key)
    }

    /// Its name, without the article.
    pub fn name(&self) -> &'static str {
        let bare = ["a ", "an ", "the "].iter().find_map(|article| self.what.strip_prefix(article));
        bare.unwrap_or(self.what)
    }
}

impl Holds {
    /// Whether this is the same kind of value as another, whatever is in it.
    pub fn is(&self, other: &Holds) -> bool {
        std::mem::discriminant(self) == std::mem::discriminant(other)
    }

    /// The keys that are known there: those of a map, which an answer or a question may be too.
    pub fn fields(&self) -> &'static [Field] {
        match self {
            Holds::Map(shape) | Holds::Answer(shape) | Holds::Question(shape) | Holds::OneOrMore(shape) => {
                shape.fields
            }
            _ => &[],
        }
    }

    /// What stands at a path from here; items of lists are counted from 0.
    pub fn at<S: AsRef<str>>(&'static self, path: &[S]) -> Option<&'static Holds> {
        path.iter().try_fold(self, |holds, step| holds.step(step.as_ref()))
    }

    /// The key at the end of a path from here.
    pub fn field_at<S: AsRef<str>>(&'static self, path: &[S]) -> Option<&'static Field> {
        let (last, parents) = path.split_last()?;
        self.at(parents)?.fields().iter().find(|field| field.key == last.as_ref())
    }

    fn step(&'static self, step: &str) -> Option<&'static Holds> {
        match self {
            Holds::Named(inner) | Holds::Keyed(inner) => Some(inner),
            Holds::List(inner) => index(step).map(|_| *inner),
            Holds::OneOrMore(_) if index(step).is_some() => Some(self),
            Holds::Flags => Some(&Holds::Flag),
            _ => self.fields().iter().find(|field| field.key == step).map(|field| &field.holds),
        }
    }

    /// Whether this is a choice of just these words, in this order.
    pub fn has_words<T>(&self, choices: &[(&str, T)]) -> bool {
        match self {
            Holds::Choice(words) => {
                words.iter().map(|(word, _)| *word).eq(choices.iter().map(|(word, _)| *word))
            }
            _ => false,
        }
    }
}
