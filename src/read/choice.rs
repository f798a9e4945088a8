//! Numbers, truth values and words of which few are known.

use crate::placeholder::is_placeholder;
use crate::read::{Fields, Given, Reader};
use crate::shape::Holds;
use crate::text;
use crate::tree::{Node, Value};

impl<'n> Reader<'n> {
    /// A whole number from 0 to a million.
    pub fn whole(&mut self, fields: &Fields<'n>, key: &str) -> Given<u32> {
        debug_assert!(
            fields.agrees(key, |holds| matches!(holds, Holds::Whole(..))),
            "`{key}` is read as its shape has it"
        );
        self.answer(fields, key, is_placeholder, |reader, node| match &node.value {
            Value::Number(text) if text.parse().is_ok_and(|number: u32| number <= 1_000_000) => {
                text.parse().ok()
            }
            _ => {
                reader.expected(node, "a whole number from 0 to 1,000,000");
                None
            }
        })
    }

    /// `true` or `false`, also spelt `yes` or `no`.
    pub fn flag(&mut self, fields: &Fields<'n>, key: &str) -> Given<bool> {
        debug_assert!(
            fields.agrees(key, |holds| matches!(holds, Holds::Flag)),
            "`{key}` is read as its shape has it"
        );
        self.answer(fields, key, is_placeholder, Reader::flag_of)
    }

    fn flag_of(&mut self, node: &'n Node) -> Option<bool> {
        match &node.value {
            Value::Bool(value) => Some(*value),
            Value::Text(text) if text.eq_ignore_ascii_case("yes") => Some(true),
            Value::Text(text) if text.eq_ignore_ascii_case("no") => Some(false),
            _ => {
                self.expected(node, "`true` or `false`");
                None
            }
        }
    }

    /// One of a few words.
    pub fn choice<T: Copy>(&mut self, fields: &Fields<'n>, key: &str, choices: &[(&str, T)]) -> Option<T> {
        debug_assert!(
            fields.agrees(key, |holds| holds.has_words(choices)),
            "`{key}` is read as its shape has it"
        );
        self.field(fields, key, |reader, node| reader.choice_of(node, key, choices))
    }

    /// One of a few words, from a value.
    pub fn choice_of<T: Copy>(&mut self, node: &'n Node, what: &str, choices: &[(&str, T)]) -> Option<T> {
        let words = reader_text(node);
        let found = choices.iter().find(|(word, _)| Some(*word) == words).map(|(_, choice)| *choice);
        if found.is_none() {
            let known = choices.iter().map(|(word, _)| *word);
            match words {
                Some(word) => self.unknown(word, node.span, &format!("`{what}`"), known),
                None => self.expected(node, &text::ticked(&known.collect::<Vec<_>>(), "or")),
            }
        }
        found
    }
}

fn reader_text(node: &Node) -> Option<&str> {
    match &node.value {
        Value::Text(text) => Some(text),
        _ => None,
    }
}
