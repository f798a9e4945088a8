//! A text by its lines, whichever of `\n`, `\r\n` and `\r` ends each of them.

use std::ops::Range;

/// A text that is looked at by position. A position past the end is the end.
#[derive(Clone, Copy)]
pub(super) struct Lines<'t>(pub(super) &'t str);

impl<'t> Lines<'t> {
    pub(super) fn slice(self, range: Range<usize>) -> &'t str {
        self.0.get(range).unwrap_or_default()
    }

    fn from(self, at: usize) -> &'t str {
        self.0.get(at..).unwrap_or_default()
    }

    pub(super) fn byte(self, at: usize) -> Option<u8> {
        self.0.as_bytes().get(at).copied()
    }

    /// Where the line of a position begins.
    pub(super) fn start(self, at: usize) -> usize {
        self.slice(0..at).rfind(['\n', '\r']).map_or(0, |end| end + 1)
    }

    /// Where the line of a position ends, before its line break.
    pub(super) fn end(self, at: usize) -> usize {
        self.from(at).find(['\n', '\r']).map_or(self.0.len(), |length| at + length)
    }

    /// Where the next line begins.
    pub(super) fn next(self, at: usize) -> usize {
        let end = self.end(at);
        end + self.break_at(end).len()
    }

    /// Where the line before ends; none on the first line.
    pub(super) fn previous_end(self, at: usize) -> Option<usize> {
        let start = self.start(at).checked_sub(1)?;
        Some(if self.slice(0..start + 1).ends_with("\r\n") { start - 1 } else { start })
    }

    fn break_at(self, end: usize) -> &'t str {
        let rest = self.from(end);
        ["\r\n", "\n", "\r"].into_iter().find(|mark| rest.starts_with(mark)).unwrap_or_default()
    }

    /// How the line of a position ends; the last line of a text, as the line before it.
    pub(super) fn line_break(self, at: usize) -> &'t str {
        let own = self.break_at(self.end(at));
        let before = || self.previous_end(at).map(|end| self.break_at(end));
        if own.is_empty() { before().unwrap_or("\n") } else { own }
    }

    /// How many characters stand before a position on its line.
    pub(super) fn column(self, at: usize) -> usize {
        self.slice(self.start(at)..at).chars().count()
    }

    /// Whether nothing but blanks stands before a position on its line.
    pub(super) fn begins_line(self, at: usize) -> bool {
        is_blank(self.slice(self.start(at)..at))
    }

    /// Whether a range goes over a line break.
    pub(super) fn has_break(self, range: Range<usize>) -> bool {
        self.slice(range).contains(['\n', '\r'])
    }

    /// The first character that is neither blank nor of a comment.
    pub(super) fn token(self, mut at: usize) -> usize {
        loop {
            let rest = self.from(at);
            at += rest.len() - rest.trim_start_matches([' ', '\t', '\n', '\r', '\u{feff}']).len();
            if self.byte(at) != Some(b'#') {
                return at;
            }
            at = self.end(at);
        }
    }

    /// Behind the `...` that a text begins with: each ends a document of nothing.
    pub(super) fn past_ends(self) -> usize {
        let mut at = 0;
        loop {
            let next = self.token(at);
            let is_mark = self.start(next) == next && self.from(next).starts_with("...");
            if !is_mark || !self.ends_line(next + 3) {
                return at;
            }
            at = next + 3;
        }
    }

    /// The first character of a line that is no blank.
    pub(super) fn past_blanks(self, at: usize) -> usize {
        let rest = self.slice(at..self.end(at));
        at + rest.len() - rest.trim_start_matches([' ', '\t']).len()
    }

    /// Whether the rest of a line is blank, or a comment.
    pub(super) fn ends_line(self, at: usize) -> bool {
        matches!(self.byte(self.past_blanks(at)), None | Some(b'#' | b'\n' | b'\r'))
    }

    /// Where the lines of something end that is at `at`, with the comments below it that are
    /// indented by `column` or more. What follows at a lower indentation keeps its comments.
    pub(super) fn tail(self, at: usize, column: usize) -> usize {
        self.below(at, column).0
    }

    /// As [`Lines::tail`], with the empty lines after it.
    pub(super) fn tail_and_gap(self, at: usize, column: usize) -> usize {
        self.below(at, column).1
    }

    fn below(self, at: usize, column: usize) -> (usize, usize) {
        let (mut tail, mut gap, mut line) = (self.end(at), self.end(at), self.next(at));
        while line < self.0.len() {
            let first = self.past_blanks(line);
            gap = match self.byte(first) {
                Some(b'#') if self.column(first) >= column => {
                    tail = self.end(first);
                    tail
                }
                Some(b'\n' | b'\r') | None => self.end(first),
                _ => break,
            };
            line = self.next(first);
        }
        (tail, gap)
    }
}

/// Whether a text holds nothing but blanks.
pub(super) fn is_blank(text: &str) -> bool {
    text.trim_matches([' ', '\t']).is_empty()
}

#[cfg(test)]
mod tests {
    use super::Lines;

    #[test]
    fn lines_end_three_ways() {
        let lines = Lines("a\r\nbc\rd\ne");
        let ends: Vec<usize> = [0, 4, 6, 8].into_iter().map(|at| lines.end(at)).collect();
        assert_eq!(ends, [1, 5, 7, 9]);
        assert_eq!([lines.start(4), lines.start(6), lines.next(0), lines.next(8)], [3, 6, 3, 9]);
        assert_eq!([lines.line_break(0), lines.line_break(3), lines.line_break(8)], ["\r\n", "\r", "\n"]);
        assert_eq!(
            [lines.previous_end(0), lines.previous_end(4), lines.previous_end(8)],
            [None, Some(1), Some(7)]
        );
    }

    #[test]
    fn a_comment_belongs_to_what_it_is_indented_as() {
        let lines = Lines("a:\n  b: c # d\n\n  # of a\n\n# of e\ne: f\n");
        let tail = lines.tail(5, 2);
        assert_eq!(lines.slice(0..tail), "a:\n  b: c # d\n\n  # of a");
        assert_eq!(lines.tail(5, 3), lines.end(5));
        assert_eq!(lines.slice(tail..lines.tail_and_gap(5, 2)), "\n");
    }

    #[test]
    fn tokens_stand_after_blanks_and_comments() {
        let lines = Lines("a # {\r\n\t , b");
        assert_eq!(lines.byte(lines.token(1)), Some(b','));
        assert!(lines.ends_line(1) && !lines.ends_line(0));
    }
}
