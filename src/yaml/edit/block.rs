//! Changes in blocks: maps and lists by indentation.
//!
//! New lines are put in before the line break of the line above them, so that the last line of a
//! file may go on lacking one.

use super::layout::{Part, Shape};
use super::lines::is_blank;
use super::sheet::{Sheet, Slot, Splices, Way};
use super::write::{Writing, Written};

impl Sheet<'_> {
    /// Adds an entry below the last one of a map.
    pub(super) fn add_entry(&self, splices: &mut Splices, slot: Slot<'_>, writing: Writing<'_>) {
        let (Some(last), Some((key, keys))) = (slot.value.parts.last(), writing.keys.split_first()) else {
            return;
        };
        let value = Writing { keys, ..writing };
        let lines = self.style(slot.value).entry(key, value, self.lines.column(last.start));
        self.insert_lines(splices, self.tail_of(slot), &lines);
    }

    /// Adds an item below the last one of a list.
    pub(super) fn add_item(&self, splices: &mut Splices, slot: Slot<'_>, writing: Writing<'_>) {
        let Some(last) = slot.value.parts.last() else { return };
        let is_beside = !self.lines.has_break(last.after()..last.value.body);
        let gap =
            if last.value.shape == Shape::Block && is_beside { last.value.body - last.start } else { 2 };
        let lines = self.style(slot.value).item(writing, self.lines.column(last.start), gap);
        self.insert_lines(splices, self.tail_of(slot), &lines);
    }

    /// Puts a value in the place of another, or of nothing.
    pub(super) fn replace(&self, splices: &mut Splices, slot: Slot<'_>, writing: Writing<'_>) {
        let after = self.after(slot);
        let is_beside = !self.lines.has_break(after..slot.value.body);
        let compact = match slot.value.shape {
            Shape::Block if is_beside => Some(self.lines.column(slot.value.body)),
            _ => slot.part.filter(|_| slot.is_item).map(|part| self.lines.column(part.start) + 2),
        };
        let style = self.style(slot.within);
        let written = style.block(writing, self.before(slot, compact));
        match slot.value.shape {
            _ if slot.part.is_some_and(|part| part.mark.is_none()) => self.add_mark(splices, slot, written),
            Shape::Empty if slot.value.start == slot.value.end && slot.part.is_none() => {
                self.begin(splices, &written.lines);
            }
            Shape::Empty if slot.value.start == slot.value.end => {
                splices.insert(after, spaced(&written.head));
                self.insert_lines(splices, self.lines.end(after), &written.lines);
            }
            _ if slot.part.is_none() && self.has_lines_alone(slot) => {
                let lines = written.lines.join(self.lines.line_break(slot.value.start));
                splices.replace(self.lines.start(slot.value.start)..slot.value.end, lines);
            }
            Shape::Literal => self.replace_literal(splices, slot, written),
            Shape::Block if !is_beside => self.replace_block(splices, slot, written),
            Shape::Scalar | Shape::Flow | Shape::Alias
                if self.has_own_line(slot) && !written.lines.is_empty() =>
            {
                self.replace_below(splices, slot, written);
            }
            _ => {
                self.replace_head(splices, slot, slot.value.end, &written.head);
                self.insert_lines(splices, self.lines.end(slot.value.end), &written.lines);
            }
        }
    }

    fn has_own_line(&self, slot: Slot<'_>) -> bool {
        self.lines.has_break(self.after(slot)..slot.value.start)
    }

    /// Whether nothing but blanks stands beside a value.
    fn has_lines_alone(&self, slot: Slot<'_>) -> bool {
        let end = slot.value.end;
        self.lines.begins_line(slot.value.start) && is_blank(self.lines.slice(end..self.lines.end(end)))
    }

    /// Replaces a value, up to `end`, by what stands on the line of its mark.
    fn replace_head(&self, splices: &mut Splices, slot: Slot<'_>, end: usize, head: &str) {
        let (after, start) = (self.after(slot), slot.value.start);
        let gap = self.lines.slice(after..start);
        if !head.is_empty() && (self.way == Way::Usual || !is_blank(gap)) {
            return splices.replace(start..end, head);
        }
        let from = match slot.part {
            None => self.lines.start(start).max(after),
            Some(_) if is_gap(gap) => after,
            Some(_) => self.lines.previous_end(start).unwrap_or(after),
        };
        // Some readers take no tab where a block may begin.
        let is_tab = head.is_empty() && self.lines.byte(end) == Some(b'\t');
        let to = if is_tab { self.lines.past_blanks(end) } else { end };
        splices.replace(from..to, if is_tab { " ".to_owned() } else { spaced(head) });
    }

    /// Gives a `? key` without a `:` its value.
    fn add_mark(&self, splices: &mut Splices, slot: Slot<'_>, written: Written) {
        let column = self.column(slot).unwrap_or_default();
        let mark = format!("{}:{}", " ".repeat(column), spaced(&written.head));
        let lines: Vec<String> = std::iter::once(mark).chain(written.lines).collect();
        self.insert_lines(splices, self.lines.end(self.after(slot)), &lines);
    }

    /// Begins an empty document, below its mark and its comments.
    fn begin(&self, splices: &mut Splices, lines: &[String]) {
        let at = self.lines.tail(self.layout.start, 0);
        if is_blank(self.lines.slice(0..at)) {
            let line_break = self.lines.line_break(0);
            return splices.insert(0, lines.join(line_break) + line_break);
        }
        self.insert_lines(splices, at, lines);
    }

    fn replace_literal(&self, splices: &mut Splices, slot: Slot<'_>, written: Written) {
        let value = slot.value;
        let header = self.lines.slice(value.body..self.lines.end(value.body));
        let marks = header.find([' ', '\t']).unwrap_or(header.len());
        self.replace_head(splices, slot, value.body + marks, &written.head);
        splices.delete(value.body + header.len()..value.end);
        self.insert_lines(splices, value.end, &written.lines);
    }

    /// Replaces the lines of a block, with the comments in it.
    fn replace_block(&self, splices: &mut Splices, slot: Slot<'_>, written: Written) {
        let (after, value) = (self.after(slot), slot.value);
        if slot.part.is_none() {
            return;
        }
        if !self.has_own_line(slot) && value.start < value.body {
            let anchor = self.lines.slice(value.start..self.lines.end(value.start));
            let length = anchor.find([' ', '\t']).unwrap_or(anchor.len());
            splices.delete(after..value.start + length);
        }
        splices.insert(after, spaced(&written.head));
        let old = self.lines.end(after)..self.tail_of(slot);
        splices.delete(old.clone());
        self.insert_lines(splices, old.end, &written.lines);
    }

    /// Replaces a value that stands on the line below its key with a block.
    fn replace_below(&self, splices: &mut Splices, slot: Slot<'_>, written: Written) {
        let value = slot.value;
        splices.insert(self.after(slot), spaced(&written.head));
        if is_blank(self.lines.slice(value.end..self.lines.end(value.end))) {
            let above = self.lines.previous_end(value.start).unwrap_or(value.start);
            splices.delete(above..self.lines.end(value.end));
        } else {
            splices.delete(value.start..self.lines.past_blanks(value.end));
        }
        self.insert_lines(splices, self.lines.end(value.end), &written.lines);
    }

    /// Makes a value that is no list the first item of one, and adds another item.
    pub(super) fn make_list(&self, splices: &mut Splices, slot: Slot<'_>, writing: Writing<'_>) {
        let (after, value) = (self.after(slot), slot.value);
        let style = self.style(slot.within);
        let is_beside = !slot.is_item && !self.has_own_line(slot) && value.shape != Shape::Block;
        let column = if is_beside {
            let owner = self.column(slot).unwrap_or_default();
            let column = owner + style.list_step;
            let line_break = self.lines.line_break(after);
            splices.replace(after..value.start, format!("{line_break}{}- ", " ".repeat(column)));
            self.shift(splices, value.start, value.end, style.list_step);
            column
        } else {
            let first = if self.lines.has_break(value.start..value.body) { value.body } else { value.start };
            let gap = self.lines.slice(after..first);
            let has_tab = is_blank(gap) && gap.contains('\t');
            self.shift(splices, first, self.tail_of(slot), 2);
            if has_tab {
                splices.replace(after..first, " - ");
                self.lines.column(after) + 1
            } else {
                splices.insert(first, "- ");
                self.lines.column(first)
            }
        };
        self.insert_lines(splices, self.tail_of(slot), &style.item(writing, column, 2));
    }

    /// Where the lines of a value end.
    fn tail_of(&self, slot: Slot<'_>) -> usize {
        match slot.value.shape {
            Shape::Block => self.lines.tail(slot.value.end, self.inside(slot.part, slot.value)),
            _ => self.lines.end(slot.value.end),
        }
    }

    /// Indents the lines below the first one of a range further.
    fn shift(&self, splices: &mut Splices, start: usize, end: usize, columns: usize) {
        let mut line = self.lines.next(start);
        while columns > 0 && line <= end && line > self.lines.end(start) {
            if self.lines.end(line) > line {
                splices.insert(line, " ".repeat(columns));
            }
            let next = self.lines.next(line);
            line = if next > line { next } else { end + 1 };
        }
    }

    /// Takes a part of a block away, with its lines.
    pub(super) fn remove_lines(&self, splices: &mut Splices, slot: Slot<'_>, index: usize) {
        let parts = &slot.value.parts;
        let Some(part) = parts.get(index) else { return };
        let end = self.end_of(part);
        if self.lines.begins_line(part.start) {
            return self.delete_lines(splices, self.lines.start(part.start), end);
        }
        let below = parts.get(index + 1).filter(|next| is_gap(self.lines.slice(end..next.start)));
        if let Some(next) = below {
            return splices.delete(part.start..next.start);
        }
        let before = self.lines.slice(self.lines.start(part.start)..part.start);
        splices.delete(self.lines.start(part.start) + before.trim_end_matches([' ', '\t']).len()..end);
    }

    /// Where the lines of a part end. What is indented below a block is of that block.
    fn end_of(&self, part: &Part) -> usize {
        let inside = match part.value.shape {
            Shape::Block => self.inside(Some(part), &part.value),
            _ => usize::MAX,
        };
        match self.way {
            Way::Usual => self.lines.tail(part.end(), inside),
            Way::Careful => self.lines.tail_and_gap(part.end(), self.lines.column(part.start) + 1),
        }
    }

    /// Deletes lines. At the end of a file without a last line break, the one above goes instead,
    /// unless it is part of a text: a block scalar without it says something else to some readers.
    fn delete_lines(&self, splices: &mut Splices, start: usize, end: usize) {
        let next = self.lines.next(end);
        let above = self.lines.previous_end(start).filter(|above| {
            next == end && self.way == Way::Usual && !self.layout.root.has_literal_to(*above)
        });
        splices.delete(above.unwrap_or(start)..next);
    }

    fn insert_lines(&self, splices: &mut Splices, at: usize, lines: &[String]) {
        let line_break = self.lines.line_break(at);
        for line in lines {
            splices.insert(at, format!("{line_break}{line}"));
        }
    }
}

fn spaced(head: &str) -> String {
    if head.is_empty() { String::new() } else { format!(" {head}") }
}

/// Whether there is nothing but space between two parts.
fn is_gap(text: &str) -> bool {
    text.trim_matches([' ', '\t', '\n', '\r']).is_empty()
}
