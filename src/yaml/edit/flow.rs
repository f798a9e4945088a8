//! Changes between brackets: `{…}`, `[…]`, and the bare pair of `[key: value]`.

use std::ops::Range;

use super::layout::{Item, Part, Shape};
use super::lines::is_blank;
use super::sheet::{Sheet, Slot, Splices, Way};

impl Sheet<'_> {
    /// Adds an entry or an item after the last one: beside it, or below it where it has its own line.
    pub(super) fn add_in_flow(&self, splices: &mut Splices, item: &Item, text: &str) {
        let Some(last) = item.parts.last() else { return self.fill(splices, item, text) };
        if item.shape == Shape::Pair {
            splices.insert(item.start, "{");
            return splices.insert(item.end, format!(", {text}}}"));
        }
        let comma = self.comma_after(last);
        let separator = if last.mark == Some(last.end()) { " ," } else { "," };
        let close = item.end.saturating_sub(1);
        if !self.lines.begins_line(last.start) || !self.lines.has_break(last.end()..close) {
            return match comma {
                Some(comma) => splices.insert(comma + 1, format!(" {text}")),
                None => splices.insert(last.end(), format!("{separator} {text}")),
            };
        }
        let indent = self.lines.slice(self.lines.start(last.start)..last.start);
        let line_break = self.lines.line_break(last.start);
        if let Some(comma) = comma {
            return splices.insert(self.lines.end(comma), format!("{line_break}{indent}{text},"));
        }
        splices.insert(last.end(), separator);
        splices.insert(self.lines.end(last.end()), format!("{line_break}{indent}{text}"));
    }

    /// Puts the first part between empty brackets.
    fn fill(&self, splices: &mut Splices, item: &Item, text: &str) {
        let inside = item.body + 1..item.end.saturating_sub(1);
        if is_blank(self.lines.slice(inside.clone())) {
            return splices.replace(inside, text);
        }
        splices.insert(inside.start, text);
    }

    /// Puts a value between brackets in the place of another.
    pub(super) fn replace_in_flow(&self, splices: &mut Splices, slot: Slot<'_>, text: &str) {
        let value = slot.value;
        let has_mark = slot.part.is_some_and(|part| part.mark.is_some());
        match value.shape {
            Shape::Empty if !has_mark && !slot.is_item => splices.insert(value.end, format!(": {text}")),
            Shape::Empty if value.start == value.end => splices.insert(value.start, format!(" {text}")),
            _ if self.way == Way::Careful
                && has_mark
                && is_blank(self.lines.slice(self.after(slot)..value.start)) =>
            {
                splices.replace(self.after(slot)..value.end, format!(" {text}"));
            }
            _ => splices.replace(value.start..value.end, text),
        }
    }

    /// Takes a part away, with its comma, and with its line where it has one to itself.
    pub(super) fn remove_in_flow(&self, splices: &mut Splices, item: &Item, index: usize) {
        let Some(part) = item.parts.get(index) else { return };
        let previous = index.checked_sub(1).and_then(|before| item.parts.get(before));
        let next = item.parts.get(index + 1);
        let comma = self.comma_after(part);
        let end = comma.map_or(part.end(), |comma| comma + 1);
        let comma_before =
            previous.filter(|_| comma.is_none()).and_then(|previous| self.comma_after(previous));
        if item.parts.len() == 1 {
            return self.empty(splices, item, part.start..end);
        }
        if self.lines.begins_line(part.start) && self.lines.ends_line(end) {
            splices.delete(self.lines.start(part.start)..self.lines.next(end));
            if let Some(comma) = comma_before {
                splices.delete(comma..comma + 1);
            }
            return;
        }
        let gap_is_bare =
            |from: usize, to: usize| is_blank(self.lines.slice(from..to).trim_start_matches(','));
        match (previous, next) {
            (_, Some(next)) if gap_is_bare(end, next.start) => splices.delete(part.start..next.start),
            (Some(previous), None) if gap_is_bare(previous.end(), part.start) => {
                splices.delete(previous.end()..part.end());
            }
            _ => {
                if let Some(comma) = comma_before {
                    splices.delete(comma..comma + 1);
                }
                splices.delete(part.start..end);
            }
        }
    }

    /// Takes the only part from between brackets, with the blanks beside it, not with comments.
    fn empty(&self, splices: &mut Splices, item: &Item, part: Range<usize>) {
        let close = item.end.saturating_sub(1);
        let beside = [item.body + 1..part.start, part.end..close];
        if beside.into_iter().all(|range| self.lines.slice(range).trim().is_empty()) {
            return splices.delete(item.body + 1..close);
        }
        splices.delete(part);
    }

    /// Indents a closing bracket that stands on a line of its own. The parser takes one at the
    /// column of the key only where a plain scalar stands before it, which a change may take away.
    pub(super) fn indent_close(&self, splices: &mut Splices, item: &Item) {
        let close = item.end.saturating_sub(1);
        if item.shape == Shape::Flow && self.lines.begins_line(close) {
            splices.insert(close, "  ");
        }
    }

    fn comma_after(&self, part: &Part) -> Option<usize> {
        let next = self.lines.token(part.end());
        (self.lines.byte(next) == Some(b',')).then_some(next)
    }
}
