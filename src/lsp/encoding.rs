//! Places as editors count them: lines from 0, columns in units of the encoding that was agreed on.
//!
//! A line ends as YAML and editors see it end: `\n`, `\r\n` or a lone `\r`. A place that is not there is
//! the nearest one before it: what an editor says never makes the server fail.

use gen_lsp_types::{Position, PositionEncodingKind, Range};

use crate::source::{self, Place};
use crate::span::Span;

/// The byte-order mark, which is part of an editor's text and not of a [`source::Source`]'s.
const BOM: char = '\u{feff}';

/// What a column counts.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) enum Encoding {
    /// Bytes.
    Utf8,
    /// UTF-16 units, as every editor can.
    #[default]
    Utf16,
    /// Characters.
    Utf32,
}

impl Encoding {
    /// The one to use with an editor that can count in these.
    pub(super) fn agreed(offered: &[&str]) -> Encoding {
        let known = [("utf-8", Encoding::Utf8), ("utf-32", Encoding::Utf32)];
        known
            .into_iter()
            .find(|(name, _)| offered.contains(name))
            .map_or(Encoding::Utf16, |(_, encoding)| encoding)
    }

    /// Its name in the protocol.
    pub(super) fn kind(self) -> PositionEncodingKind {
        match self {
            Encoding::Utf8 => PositionEncodingKind::UTF8,
            Encoding::Utf16 => PositionEncodingKind::UTF16,
            Encoding::Utf32 => PositionEncodingKind::UTF32,
        }
    }

    fn units(self, c: char) -> usize {
        match self {
            Encoding::Utf8 => c.len_utf8(),
            Encoding::Utf16 => c.len_utf16(),
            Encoding::Utf32 => 1,
        }
    }
}

/// An editor's text with the begins of its lines.
#[derive(Debug)]
pub(super) struct Lines<'t> {
    text: &'t str,
    starts: Vec<usize>,
    encoding: Encoding,
}

impl<'t> Lines<'t> {
    /// The lines of a text.
    pub(super) fn of(text: &'t str, encoding: Encoding) -> Lines<'t> {
        let bytes = text.as_bytes();
        let ends_line = |at: &usize| match bytes.get(*at) {
            Some(b'\n') => true,
            Some(b'\r') => bytes.get(at + 1) != Some(&b'\n'),
            _ => false,
        };
        let starts = std::iter::once(0).chain((0..bytes.len()).filter(ends_line).map(|at| at + 1)).collect();
        Lines { text, starts, encoding }
    }

    /// Where a byte is.
    pub(super) fn position(&self, byte: usize) -> Position {
        let byte = self.floor(byte);
        let line = self.starts.partition_point(|start| *start <= byte).saturating_sub(1);
        let before = self.text.get(self.start(line)..byte).unwrap_or_default();
        position(line, before.chars().map(|c| self.encoding.units(c)).sum())
    }

    /// Where bytes are.
    pub(super) fn range(&self, bytes: std::ops::Range<usize>) -> Range {
        Range { start: self.position(bytes.start), end: self.position(bytes.end) }
    }

    /// The byte at a place.
    pub(super) fn byte(&self, place: Position) -> usize {
        let line = usize::try_from(place.line).unwrap_or(usize::MAX);
        let wanted = usize::try_from(place.character).unwrap_or(usize::MAX);
        if line >= self.starts.len() {
            return self.text.len();
        }
        let (mut byte, mut units) = (self.start(line), 0);
        for c in self.line(line).chars() {
            units += self.encoding.units(c);
            if units > wanted {
                break;
            }
            byte += c.len_utf8();
        }
        byte
    }

    /// A line without what ends it; the first is number 0.
    pub(super) fn line(&self, line: usize) -> &'t str {
        let end = self.starts.get(line + 1).copied().unwrap_or(self.text.len());
        self.text.get(self.start(line)..end).unwrap_or_default().trim_end_matches(['\r', '\n'])
    }

    /// Where the bytes of a source are that was read from this text.
    pub(super) fn of_span(&self, span: Span) -> Range {
        let shift = self.shift();
        self.range(span.start() + shift..span.end() + shift)
    }

    /// How many bytes further a source's bytes are in this text.
    pub(super) fn shift(&self) -> usize {
        if self.text.starts_with(BOM) { BOM.len_utf8() } else { 0 }
    }

    /// Where a place of a source is that was read from this text.
    pub(super) fn of_place(&self, place: &Place) -> Range {
        let at = |at: source::Position| {
            let line = at.line.saturating_sub(1);
            let mark = usize::from(line == 0 && self.text.starts_with(BOM));
            let before = self.line(line).chars().take(at.column.saturating_sub(1) + mark);
            position(line, before.map(|c| self.encoding.units(c)).sum())
        };
        Range { start: at(place.start), end: at(place.end) }
    }

    fn start(&self, line: usize) -> usize {
        self.starts.get(line).copied().unwrap_or(self.text.len())
    }

    /// The nearest begin of a character that is not behind a byte.
    fn floor(&self, byte: usize) -> usize {
        let mut byte = byte.min(self.text.len());
        while !self.text.is_char_boundary(byte) {
            byte -= 1;
        }
        byte
    }
}

fn position(line: usize, character: usize) -> Position {
    let bound = |number: usize| u32::try_from(number).unwrap_or(u32::MAX);
    Position { line: bound(line), character: bound(character) }
}

#[cfg(test)]
mod tests {
    use super::{Encoding, Lines};
    use crate::source::Source;
    use crate::span::Span;
    use gen_lsp_types::Position;
    use proptest::prelude::*;

    const ALL: [Encoding; 3] = [Encoding::Utf8, Encoding::Utf16, Encoding::Utf32];

    #[test]
    fn columns_are_counted_in_what_was_agreed_on() {
        let text = "\u{feff}価: 👩‍🚀x\r\nb: é\rc";
        let at = |encoding, needle: &str| {
            let lines = Lines::of(text, encoding);
            let place = lines.position(text.find(needle).unwrap_or(999));
            (place.line, place.character)
        };
        assert_eq!(at(Encoding::Utf16, "x"), (0, 9));
        assert_eq!(at(Encoding::Utf8, "x"), (0, 19));
        assert_eq!(at(Encoding::Utf32, "x"), (0, 7));
        assert_eq!((at(Encoding::Utf16, "é"), at(Encoding::Utf8, "c")), ((1, 3), (2, 0)));
    }

    #[test]
    fn the_best_encoding_that_both_can_is_taken() {
        assert_eq!(Encoding::agreed(&["utf-16", "utf-8"]), Encoding::Utf8);
        assert_eq!(Encoding::agreed(&["utf-16", "utf-32"]), Encoding::Utf32);
        assert_eq!(Encoding::agreed(&["klingon"]), Encoding::Utf16);
    }

    #[test]
    fn a_place_that_is_not_there_is_the_nearest_before_it() {
        let text = "a👩b\r\nc";
        let lines = Lines::of(text, Encoding::Utf16);
        let byte = |line, character| lines.byte(Position { line, character });
        assert_eq!((byte(0, 1), byte(0, 2), byte(0, 3)), (1, 1, 5));
        assert_eq!((byte(0, 99), byte(1, 99), byte(7, 0)), (6, text.len(), text.len()));
    }

    proptest! {
        #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

        #[test]
        fn bytes_and_places_agree(text in "(?s:.|[aé価👩\r\n]){0,40}", at in 0usize..80) {
            for encoding in ALL {
                let lines = Lines::of(&text, encoding);
                let byte = lines.floor(at);
                let ends_in_a_break = text.get(..byte).is_some_and(|before| before.ends_with('\r')) && text.get(byte..).is_some_and(|rest| rest.starts_with('\n'));
                if !ends_in_a_break {
                    prop_assert_eq!(lines.byte(lines.position(byte)), byte);
                }
            }
        }

        #[test]
        fn a_place_of_a_source_is_the_place_of_its_bytes(text in "\u{feff}?(?s:.|[aé価👩\r\n]){0,40}", from in 0usize..60, to in 0usize..60) {
            let source = Source::new("plan.yaml", text.as_str());
            let floor = |at: usize| (0..=at.min(source.text().len())).rev().find(|at| source.text().is_char_boundary(*at)).unwrap_or(0);
            let is_within_a_line_end = |at: usize| source.text()[..floor(at)].ends_with('\r') && source.text()[floor(at)..].starts_with('\n');
            prop_assume!(!is_within_a_line_end(from) && !is_within_a_line_end(to));
            let span = Span::new(floor(from), floor(to));
            for encoding in ALL {
                let lines = Lines::of(&text, encoding);
                prop_assert_eq!(lines.of_place(&source.place(span)), lines.of_span(span));
            }
        }
    }
}
