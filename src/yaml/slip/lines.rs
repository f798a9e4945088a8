//! The lines of a text as somebody sees them who counts spaces.

/// A line that says something.
#[derive(Clone, Copy, Debug)]
pub(super) struct Line<'t> {
    /// Its number, from 1.
    pub(super) number: usize,
    /// The spaces before its first character.
    pub(super) indent: usize,
    /// What stands there, without the spaces round it.
    pub(super) text: &'t str,
}

impl Line<'_> {
    /// Whether it is an item of a list.
    pub(super) fn is_item(&self) -> bool {
        self.text == "-" || self.text.starts_with("- ")
    }

    /// The column of what an item of a list holds, counted like an indent.
    pub(super) fn inner(&self) -> usize {
        let inside = self.text.strip_prefix('-').unwrap_or_default();
        self.indent + 1 + (inside.len() - inside.trim_start().len())
    }

    /// Whether something of it begins at a column, counted like an indent.
    pub(super) fn begins(&self, column: usize) -> bool {
        self.indent == column || (self.is_item() && self.inner() == column)
    }
}

/// Whether a line has a colon that makes a key.
pub(super) fn has_key(line: &str) -> bool {
    line.ends_with(':') || line.contains(": ") || line.contains(":\t")
}

/// Whether a line is neither blank nor a comment.
pub(super) fn says_something(line: &str) -> bool {
    let text = line.trim();
    !text.is_empty() && !text.starts_with('#')
}

/// The lines that say something up to a byte, the last one first: the line of that byte is the first.
pub(super) fn upwards(text: &str, at: usize) -> impl Iterator<Item = Line<'_>> {
    let start = text.get(..at).and_then(|before| before.rfind('\n')).map_or(0, |newline| newline + 1);
    let end = text.get(at..).and_then(|rest| rest.find('\n')).map_or(text.len(), |length| at + length);
    let own = text.get(start..end).unwrap_or_default();
    let above = text.get(..start).unwrap_or_default();
    let count = above.bytes().filter(|byte| *byte == b'\n').count();
    let numbered = std::iter::once(own).chain(above.lines().rev()).zip((1..=count + 1).rev());
    numbered.map(seen).filter(|line| says_something(line.text))
}

fn seen((line, number): (&str, usize)) -> Line<'_> {
    let indent = line.len() - line.trim_start_matches(' ').len();
    Line { number, indent, text: line.trim() }
}

#[cfg(test)]
mod tests {
    use super::{has_key, upwards};

    #[test]
    fn lines_are_met_upwards_without_the_blank_ones_and_comments() {
        let text = "a:\n  # b\n\n  - c: d\r\n    e: f\n";
        let lines: Vec<_> = upwards(text, text.find('f').unwrap_or(0)).collect();
        let told: Vec<_> = lines.iter().map(|line| (line.number, line.indent, line.text)).collect();
        assert_eq!(told, [(5, 4, "e: f"), (4, 2, "- c: d"), (1, 0, "a:")]);
        assert!(lines[1].is_item() && lines[1].inner() == 4 && has_key(lines[1].text));
        assert_eq!(upwards("a:\n\n", 3).map(|line| line.number).collect::<Vec<_>>(), [1]);
    }
}
