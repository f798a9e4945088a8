//! Who a plan or a policy names: nobody is told from another by characters that cannot be seen.

use crate::placeholder::is_nobody;
use crate::read::{Fields, Given, Reader};
use crate::shape::Holds;
use crate::source::Problem;
use crate::span::Span;
use crate::text;

/// The longest name of a person, in bytes.
pub const LONGEST_NAME: usize = 200;

/// Whether somebody can be called this.
pub fn is_name(name: &str) -> bool {
    name.len() <= LONGEST_NAME && text::unseen(name).is_none()
}

impl<'n> Reader<'n> {
    /// The person that a key names.
    pub fn person(&mut self, fields: &Fields<'n>, key: &str) -> Given<String> {
        debug_assert!(
            fields.agrees(key, |holds| matches!(holds, Holds::Person)),
            "`{key}` is read as its shape has it"
        );
        self.answer(fields, key, is_nobody, |reader, node| {
            let words = reader.words(node)?;
            reader.names(&words.value, node.span).then_some(words.value)
        })
    }

    /// Whether a text names a person; a problem where it cannot.
    pub fn names(&mut self, name: &str, span: Span) -> bool {
        if is_name(name) {
            return true;
        }
        let shown = text::shorten(name, 60);
        let why = text::unseen(name).map(|c| format!(": U+{:04X} in it cannot be seen", u32::from(c)));
        let message = format!("`{shown}` cannot be the name of a person{}", why.unwrap_or_default());
        let help = format!("write an e-mail address of at most {LONGEST_NAME} visible characters");
        self.problem(Problem::new(span, message).help(help));
        false
    }
}
