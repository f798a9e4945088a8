//! JSON over several lines, in which no string holds what moves a cursor.

use std::io::{self, Write};

use serde::Serialize;
use serde_json::ser::{Formatter, Serializer};

use crate::text::json_safe;

/// A document, ended by a line end. It is a terminal that most documents are first seen on: what
/// [`crate::text::visible`] would escape is escaped as JSON has it.
pub(super) fn pretty(document: &impl Serialize, about: usize) -> serde_json::Result<String> {
    Ok(pretty_at(document, 0, about)? + "\n")
}

/// A part of a document, as it is laid out so many levels deep.
pub(super) fn pretty_at(part: &impl Serialize, depth: usize, about: usize) -> serde_json::Result<String> {
    let mut out = Vec::with_capacity(about);
    part.serialize(&mut Serializer::with_formatter(&mut out, Lines { depth, filled: false }))?;
    String::from_utf8(out).map(json_safe).map_err(serde::ser::Error::custom)
}

/// Two spaces for each level, written at once.
struct Lines {
    depth: usize,
    /// Whether the innermost list or map has something in it.
    filled: bool,
}

const SPACES: &[u8] = b"\n                                                                ";

impl Lines {
    fn begin<W: ?Sized + Write>(&self, out: &mut W) -> io::Result<()> {
        out.write_all(SPACES.get(..=2 * self.depth).unwrap_or(SPACES))
    }

    fn open<W: ?Sized + Write>(&mut self, out: &mut W, bracket: u8) -> io::Result<()> {
        self.depth += 1;
        self.filled = false;
        out.write_all(&[bracket])
    }

    fn close<W: ?Sized + Write>(&mut self, out: &mut W, bracket: u8) -> io::Result<()> {
        self.depth -= 1;
        if self.filled {
            self.begin(out)?;
        }
        self.filled = true;
        out.write_all(&[bracket])
    }

    fn next<W: ?Sized + Write>(&mut self, out: &mut W, first: bool) -> io::Result<()> {
        self.filled = true;
        if !first {
            out.write_all(b",")?;
        }
        self.begin(out)
    }
}

impl Formatter for Lines {
    fn begin_array<W: ?Sized + Write>(&mut self, out: &mut W) -> io::Result<()> {
        self.open(out, b'[')
    }

    fn end_array<W: ?Sized + Write>(&mut self, out: &mut W) -> io::Result<()> {
        self.close(out, b']')
    }

    fn begin_array_value<W: ?Sized + Write>(&mut self, out: &mut W, first: bool) -> io::Result<()> {
        self.next(out, first)
    }

    fn end_array_value<W: ?Sized + Write>(&mut self, _: &mut W) -> io::Result<()> {
        self.filled = true;
        Ok(())
    }

    fn begin_object<W: ?Sized + Write>(&mut self, out: &mut W) -> io::Result<()> {
        self.open(out, b'{')
    }

    fn end_object<W: ?Sized + Write>(&mut self, out: &mut W) -> io::Result<()> {
        self.close(out, b'}')
    }

    fn begin_object_key<W: ?Sized + Write>(&mut self, out: &mut W, first: bool) -> io::Result<()> {
        self.next(out, first)
    }

    fn begin_object_value<W: ?Sized + Write>(&mut self, out: &mut W) -> io::Result<()> {
        out.write_all(b": ")
    }

    fn end_object_value<W: ?Sized + Write>(&mut self, _: &mut W) -> io::Result<()> {
        self.filled = true;
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::pretty;
    use crate::text::json_safe;

    #[test]
    fn it_is_the_usual_layout_and_nothing_moves_the_cursor() {
        let values = [
            serde_json::json!({"a": [], "b": {}, "c": [1, [2, {"d": null}], []], "e": {"f": {"g": [true]}}}),
            serde_json::json!(["é 価格 \u{1b}[2J \" \\ \n \u{7f} \u{9b} \u{202e} \u{e0001} 👩‍🚀"]),
            serde_json::json!("text"),
            serde_json::json!([]),
        ];
        for value in values {
            let usual = serde_json::to_string_pretty(&value).expect("JSON") + "\n";
            assert_eq!(pretty(&value, 0).expect("JSON"), json_safe(usual));
        }
    }
}
