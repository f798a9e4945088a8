//! What a field holds: nothing, a placeholder, or an answer.

use crate::address::Address;

/// What a field holds.
#[derive(Clone, Debug, PartialEq, Eq, Default)]
pub enum Given<T> {
    /// Nothing, or something that could not be read and was reported.
    #[default]
    Absent,
    /// Text that only holds the place of an answer.
    Placeholder,
    /// An answer.
    Value(T),
}

impl<T> Given<T> {
    /// The answer, if there is one.
    pub fn get(&self) -> Option<&T> {
        match self {
            Given::Value(value) => Some(value),
            Given::Absent | Given::Placeholder => None,
        }
    }

    /// Whether an answer was given.
    pub fn is_given(&self) -> bool {
        self.get().is_some()
    }
}

impl Given<String> {
    /// The text, if one was given.
    pub fn text(&self) -> Option<&str> {
        self.get().map(String::as_str)
    }
}

/// A placeholder that was found, at the field it stands in.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Placeholder {
    /// The field.
    pub at: Address,
    /// What stands there.
    pub text: String,
}

/// The names of the fields that hold no answer.
pub fn not_given(fields: &[(&'static str, bool)]) -> Vec<&'static str> {
    fields.iter().filter_map(|(name, given)| (!given).then_some(*name)).collect()
}
