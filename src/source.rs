//! A loaded text with its line index: the one place where bytes become lines and columns.

pub mod conflict;

use std::borrow::Cow;

use crate::span::Span;
use crate::text;

/// The largest plan or policy that is read, in bytes. A plan of 12 stages has about 8 KB.
pub const SIZE_LIMIT: u64 = 1024 * 1024;

/// The name that stands for standard input where a plan is named.
pub const DASH: &str = "-";

/// How standard input is called where a file's name is shown.
pub const STDIN: &str = "<stdin>";

/// Why git has nothing to say of a plan from there.
pub const BY_STDIN: &str = "the plan came by standard input";

/// A place as people count it: both from 1, columns in characters. A byte-order mark has no column.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Position {
    /// Line, from 1.
    pub line: usize,
    /// Column in characters, from 1.
    pub column: usize,
}

/// A place in a file, resolved.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Place {
    /// Where it begins.
    pub start: Position,
    /// The position after its last character.
    pub end: Position,
}

/// A few source lines round a place, escaped for display, with the place's bytes in them.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Excerpt {
    /// The escaped lines.
    pub text: String,
    /// Number of the first of these lines, from 1.
    pub first_line: usize,
    /// The bytes of `text` that are meant.
    pub span: std::ops::Range<usize>,
}

/// What is wrong with a text, said at a place in it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Problem {
    /// What is wrong: lower case, no full stop.
    pub message: String,
    /// Where.
    pub span: Span,
    /// What to do about it, if it can be said.
    pub help: Option<String>,
}

impl Problem {
    /// A problem without a hint.
    pub fn new(span: Span, message: impl Into<String>) -> Problem {
        Problem { message: message.into(), span, help: None }
    }

    /// The same problem with what to do about it.
    #[must_use]
    pub fn help(mut self, help: impl Into<String>) -> Problem {
        self.help = Some(help.into());
        self
    }
}

/// How many problems of one file are told.
pub const MOST_PROBLEMS: usize = 500;

/// Leaves out what nobody would read any more, and says so.
pub fn cap(problems: &mut Vec<Problem>) {
    let more = problems.len().saturating_sub(MOST_PROBLEMS);
    if more > 0 {
        problems.truncate(MOST_PROBLEMS);
        let span = problems.last().map_or(Span::default(), |last| last.span);
        problems.push(Problem::new(span, format!("and {more} more problems in this file")));
    }
}

/// A problem with everything that is needed to show it after its source is gone.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Located {
    /// The file it is in.
    pub path: String,
    /// What is wrong.
    pub message: String,
    /// What to do about it.
    pub help: Option<String>,
    /// Where in the file; none when the file could not be read at all.
    pub place: Option<(Place, Excerpt)>,
}

/// A file's name and text, without its byte-order mark.
#[derive(Clone, Debug)]
pub struct Source {
    name: String,
    text: String,
    has_bom: bool,
    line_starts: Vec<u32>,
    /// How many characters begin before each block of so many bytes.
    characters: Vec<u32>,
}

impl Source {
    /// A source from text; `name` is how the file is shown.
    pub fn new(name: impl Into<String>, text: impl Into<String>) -> Source {
        let mut text = text.into();
        let has_bom = text.starts_with('\u{feff}');
        if has_bom {
            text.drain(..'\u{feff}'.len_utf8());
        }
        let (line_starts, characters) = (line_starts(&text), characters(&text));
        Source { name: name.into(), text, has_bom, line_starts, characters }
    }

    /// A source from bytes.
    ///
    /// # Errors
    /// When the bytes are not UTF-8: the source of what precedes the first bad byte, and the problem.
    pub fn from_bytes(name: impl Into<String>, bytes: Vec<u8>) -> Result<Source, Located> {
        let shown = name.into();
        String::from_utf8(bytes).map(|text| Source::new(shown.clone(), text)).map_err(|error| {
            let valid = error.utf8_error().valid_up_to();
            let bytes = error.into_bytes();
            let utf16 = bytes.starts_with(&[0xff, 0xfe]) || bytes.starts_with(&[0xfe, 0xff]);
            let readable = String::from_utf8_lossy(bytes.get(..valid).unwrap_or_default()).into_owned();
            let source = Source::new(shown, readable);
            let end = source.text.len();
            let problem = Problem::new(Span::new(end, end), "not UTF-8 text").help(match utf16 {
                true => "the file is UTF-16: save it as UTF-8",
                false => "save the file as UTF-8",
            });
            source.locate(&problem)
        })
    }

    /// How the file is shown.
    pub fn name(&self) -> &str {
        &self.name
    }

    /// The text, without a byte-order mark.
    pub fn text(&self) -> &str {
        &self.text
    }

    /// Whether the file begins with a byte-order mark.
    pub fn has_bom(&self) -> bool {
        self.has_bom
    }

    /// The text of a span, empty where the span is not one of this text.
    pub fn slice(&self, span: Span) -> &str {
        self.text.get(span.start()..span.end()).unwrap_or_default()
    }

    /// Line and column of a byte.
    pub fn position(&self, byte: usize) -> Position {
        let byte = byte.min(self.text.len());
        let line = self.line_starts.partition_point(|start| *start as usize <= byte);
        let start = self.line_start(line);
        let is_whole = self.text.is_char_boundary(byte);
        let column = if is_whole { self.characters_before(byte) - self.characters_before(start) } else { 0 };
        Position { line, column: column + 1 }
    }

    /// How many characters begin before a byte.
    fn characters_before(&self, byte: usize) -> usize {
        if self.characters.is_empty() {
            return byte;
        }
        let block = byte / BLOCK;
        let before = self.characters.get(block).map_or(0, |count| *count as usize);
        let rest = self.text.as_bytes().get(block * BLOCK..byte).unwrap_or_default();
        before + rest.iter().filter(|byte| begins_character(**byte)).count()
    }

    /// Begin and end of a span.
    pub fn place(&self, span: Span) -> Place {
        Place { start: self.position(span.start()), end: self.position(span.end()) }
    }

    /// A problem of this source, made independent of it.
    pub fn locate(&self, problem: &Problem) -> Located {
        Located {
            path: self.name.clone(),
            message: problem.message.clone(),
            help: problem.help.clone(),
            place: Some((self.place(problem.span), self.excerpt(problem.span))),
        }
    }

    /// The line that a span begins in, escaped, cut to what fits a screen, with the span marked.
    pub fn excerpt(&self, span: Span) -> Excerpt {
        const BEFORE: usize = 120;
        const AFTER: usize = 240;
        let first_line = self.position(span.start()).line;
        let line = self.line_start(first_line)..self.line_end(first_line);
        let begin = span.start().clamp(line.start, line.end);
        let end = span.end().clamp(begin, line.end);
        let text_of = |range: std::ops::Range<usize>| self.text.get(range).unwrap_or_default();
        let head = text_of(line.start..begin);
        let cut = head.char_indices().rev().take(BEFORE).last().map_or(head.len(), |(at, _)| at);
        let mut text = String::new();
        if cut > 0 {
            text.push('…');
        }
        text_of(line.start + cut..begin).chars().for_each(|c| text::push_visible(&mut text, c));
        let from = text.len();
        text_of(begin..end).chars().take(AFTER).for_each(|c| text::push_visible(&mut text, c));
        let to = text.len();
        text_of(end..line.end).chars().take(AFTER).for_each(|c| text::push_visible(&mut text, c));
        Excerpt { text, first_line, span: from..to }
    }

    fn line_start(&self, line: usize) -> usize {
        self.line_starts.get(line.saturating_sub(1)).map_or(0, |start| *start as usize)
    }

    fn line_end(&self, line: usize) -> usize {
        let next = self.line_starts.get(line).map_or(self.text.len(), |start| *start as usize);
        let text = self.text.get(self.line_start(line)..next).unwrap_or_default();
        self.line_start(line) + text.trim_end_matches(['\n', '\r']).len()
    }
}

/// How a path is shown: escaped, because a file's name is as hostile as its text.
pub fn name_of(path: &str) -> String {
    Cow::into_owned(text::visible(path))
}

/// How many bytes are counted again and again; the characters before them are counted once.
const BLOCK: usize = 256;

/// How many characters begin before each block; nothing where each byte is one.
fn characters(text: &str) -> Vec<u32> {
    if text.is_ascii() {
        return Vec::new();
    }
    let mut before = 0;
    let blocks = text.as_bytes().chunks(BLOCK).map(|block| {
        before += block.iter().filter(|byte| begins_character(**byte)).count();
        u32::try_from(before).unwrap_or(u32::MAX)
    });
    std::iter::once(0).chain(blocks).collect()
}

/// Whether a byte of UTF-8 is the first of a character.
fn begins_character(byte: u8) -> bool {
    byte & 0b1100_0000 != 0b1000_0000
}

/// `\n`, `\r\n` and a lone `\r` end a line, as in YAML and in editors.
fn line_starts(text: &str) -> Vec<u32> {
    let bytes = text.as_bytes();
    let ends_line = |(at, byte): &(usize, &u8)| match byte {
        b'\n' => true,
        b'\r' => bytes.get(at + 1) != Some(&b'\n'),
        _ => false,
    };
    let ends = bytes.iter().enumerate().filter(ends_line);
    std::iter::once(0).chain(ends.map(|(at, _)| u32::try_from(at + 1).unwrap_or(u32::MAX))).collect()
}

#[cfg(test)]
mod tests {
    use super::{Position, Source};
    use crate::span::Span;

    #[test]
    fn columns_count_characters_and_lines_end_three_ways() {
        let source = Source::new("plan.yaml", "\u{feff}é: 価\r\nb: 1\rc: 2\nd");
        let at = |needle: &str| source.position(source.text().find(needle).unwrap_or(999));
        assert_eq!(at("価"), Position { line: 1, column: 4 });
        assert_eq!(at("b"), Position { line: 2, column: 1 });
        assert_eq!(at("c"), Position { line: 3, column: 1 });
        assert_eq!(at("d"), Position { line: 4, column: 1 });
        assert_eq!(source.position(9999), Position { line: 4, column: 2 });
    }

    #[test]
    fn an_excerpt_is_escaped_and_its_span_moves_along() {
        let source = Source::new("plan.yaml", "a: \u{1b}[2J\nowner: \u{202e}x\n");
        let excerpt = source.excerpt(Span::new(source.text().find('x').unwrap_or(0), 99));
        assert_eq!(excerpt.text, "owner: \\u{202e}x");
        assert_eq!(&excerpt.text[excerpt.span.clone()], "x");
        assert_eq!(excerpt.first_line, 2);
    }

    #[test]
    fn a_long_line_is_cut_round_the_place() {
        let text = format!("{}needle{}", "a".repeat(5000), "b".repeat(5000));
        let source = Source::new("plan.yaml", text);
        let excerpt = source.excerpt(Span::new(5000, 5006));
        assert_eq!(&excerpt.text[excerpt.span.clone()], "needle");
        assert!(excerpt.text.len() < 500);
    }

    #[test]
    fn columns_of_a_long_line_are_counted_like_those_of_a_short_one() {
        let text = format!("x\r\n{}\n{}", "aé価".repeat(400), "b".repeat(700));
        let source = Source::new("plan.yaml", text.clone());
        for byte in (0..=text.len()).filter(|byte| text.is_char_boundary(*byte)) {
            let line = text[..byte].split('\n').next_back().unwrap_or_default();
            assert_eq!(source.position(byte).column, line.chars().count() + 1, "byte {byte}");
        }
        let excerpt = source.excerpt(Span::new(3 + 6 * 200, 3 + 6 * 200 + 1));
        assert!(excerpt.text.starts_with("…aé価") && excerpt.span.start == "…".len() + 6 * 40, "{excerpt:?}");
    }

    #[test]
    fn bytes_that_are_not_utf8_are_placed() {
        let problem = Source::from_bytes("plan.yaml", b"a: b\nc: \xff".to_vec()).err();
        let place = problem.and_then(|located| located.place).map(|(place, _)| place.start);
        assert_eq!(place, Some(Position { line: 2, column: 4 }));
    }
}
