//! The name that git gives a commit or a text.

use std::fmt;

/// The id of an object, written out: 40 or 64 hexadecimal digits and nothing else, so that it can stand
/// wherever git takes a revision.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Id(Box<str>);

impl Id {
    /// Reads an id that is written out.
    pub fn parse(text: &str) -> Option<Id> {
        let hexadecimal = text.bytes().all(|b| matches!(b, b'0'..=b'9' | b'a'..=b'f'));
        (hexadecimal && matches!(text.len(), 40 | 64)).then(|| Id(text.into()))
    }

    /// As [`Id::parse`], from what git printed.
    pub(crate) fn read(bytes: &[u8]) -> Option<Id> {
        std::str::from_utf8(bytes).ok().and_then(Id::parse)
    }

    /// All of its digits.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// Its first digits, as people name a commit.
    pub fn short(&self) -> &str {
        self.0.get(..7).unwrap_or(&self.0)
    }
}

impl fmt::Display for Id {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

#[cfg(test)]
mod tests {
    use super::Id;

    #[test]
    fn an_id_is_written_out_and_can_be_no_option() {
        assert_eq!(Id::parse(&"0a".repeat(20)).expect("an id").short(), "0a0a0a0");
        assert!(Id::parse(&"f".repeat(64)).is_some());
        let near = [&"a".repeat(39), &"A".repeat(40), "", "HEAD", &format!("-{}", "a".repeat(39))];
        assert!(near.iter().all(|text| Id::parse(text).is_none()));
    }
}
