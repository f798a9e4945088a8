//! A text with its layout: the way to an address in it, and the splices of a change.

use std::ops::Range;

use super::layout::{Item, Layout, Part, Shape};
use super::lines::Lines;
use super::model;
use super::write::{Before, Style, Writing};
use super::{Change, New, Splice};
use crate::span::Span;
use crate::tree::{Node, Value};

/// The splices of a change.
#[derive(Default)]
pub(super) struct Splices(Vec<Splice>);

impl Splices {
    pub(super) fn insert(&mut self, at: usize, text: impl Into<String>) {
        self.replace(at..at, text);
    }

    pub(super) fn delete(&mut self, range: Range<usize>) {
        self.replace(range, "");
    }

    pub(super) fn replace(&mut self, range: Range<usize>, text: impl Into<String>) {
        self.0.push(Splice { span: Span::new(range.start, range.end), text: text.into() });
    }

    /// In the order of the text; of several at one place, the first given comes first.
    pub(super) fn in_order(mut self) -> Splices {
        self.0.sort_by_key(|splice| splice.span);
        self
    }

    pub(super) fn into_vec(self) -> Vec<Splice> {
        self.0
    }

    /// The text with these splices, which are in order. None when they overlap.
    pub(super) fn apply(&self, text: &str) -> Option<String> {
        let mut out = String::with_capacity(text.len() + 256);
        let mut at = 0;
        for splice in &self.0 {
            out.push_str(text.get(at..splice.span.start())?);
            out.push_str(&splice.text);
            at = splice.span.end();
        }
        out.push_str(text.get(at..)?);
        Some(out)
    }
}

/// How a change is tried. The second way is for where the first would change what stands beside it:
/// a comment would become part of a literal block, a bracket would end nothing.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Way {
    Usual,
    Careful,
}

/// What a change cannot be made for: the text is shared.
pub(super) struct Shared(pub(super) String);

/// A text with its layout.
pub(super) struct Sheet<'t> {
    pub(super) lines: Lines<'t>,
    pub(super) layout: &'t Layout,
    root: &'t Node,
    pub(super) way: Way,
}

/// The value of a part, and the mark that it stands behind.
#[derive(Clone, Copy)]
pub(super) struct Slot<'t> {
    /// The part; none for the value of the whole document.
    pub(super) part: Option<&'t Part>,
    pub(super) value: &'t Item,
    /// The collection that it is in; for the whole document, itself.
    pub(super) within: &'t Item,
    /// Whether it is an item of a list.
    pub(super) is_item: bool,
    pub(super) in_flow: bool,
}

/// The way to an address as far as there is one.
struct Trail<'t, 's> {
    reached: &'s [&'s str],
    /// The collections gone through, each with the position of the part taken.
    steps: Vec<(Slot<'t>, usize)>,
    last: Slot<'t>,
    node: &'t Node,
}

impl<'t> Sheet<'t> {
    pub(super) fn new(text: &'t str, layout: &'t Layout, root: &'t Node, way: Way) -> Sheet<'t> {
        Sheet { lines: Lines(text), layout, root, way }
    }

    /// What a collection becomes when its last part is taken away.
    pub(super) fn emptied(&self, change: &Change) -> model::Emptied {
        let steps: Vec<&str> = change.at().steps().collect();
        let in_flow = self.trail(&steps).ok().is_some_and(|trail| {
            trail.steps.last().is_some_and(|(slot, _)| slot.value.shape != Shape::Block)
        });
        if in_flow { model::Emptied::Empty } else { model::Emptied::Null }
    }

    /// The splices that make a change.
    pub(super) fn splices(&self, change: &Change) -> Result<Splices, Shared> {
        let steps: Vec<&str> = change.at().steps().collect();
        let trail = self.trail(&steps)?;
        let missing = steps.get(trail.reached.len()..).unwrap_or_default();
        let mut splices = Splices::default();
        match change {
            Change::Set { value, .. } => {
                self.set(&mut splices, &trail, Writing { keys: missing, value })?;
            }
            Change::Append { value, .. } if !missing.is_empty() || trail.node.is_null() => {
                let list = New::List(vec![value.clone()]);
                self.set(&mut splices, &trail, Writing { keys: missing, value: &list })?;
            }
            Change::Append { value, .. } => self.append(&mut splices, &trail, Writing::of(value))?,
            Change::Remove { at } => {
                if let Some((slot, index)) = trail.steps.last() {
                    let part = slot.value.parts.get(*index);
                    if part.is_some_and(|part| self.layout.part_holds_shared(part)) {
                        return Err(Shared(at.to_string()));
                    }
                    self.remove(&mut splices, *slot, *index);
                }
            }
        }
        if self.way == Way::Careful {
            let changed_inside = !missing.is_empty() || matches!(change, Change::Append { .. });
            let last = Some(trail.last.value).filter(|_| changed_inside);
            let items = trail.steps.iter().map(|(slot, _)| slot.value).chain(last);
            items.for_each(|item| self.indent_close(&mut splices, item));
        }
        Ok(splices)
    }

    /// Goes to an address. Nothing on the way may be shared: it would change in two places.
    fn trail<'s>(&self, steps: &'s [&'s str]) -> Result<Trail<'t, 's>, Shared> {
        let root = &self.layout.root;
        let root = Slot { part: None, value: root, within: root, is_item: false, in_flow: false };
        let mut trail = Trail { reached: &[], steps: Vec::new(), last: root, node: self.root };
        for (depth, step) in steps.iter().enumerate() {
            self.refuse_shared(&trail)?;
            let Some(index) = model::position(&trail.node.value, step) else { break };
            let parts = trail.last.value.parts.get(index).zip(model::part(&trail.node.value, index));
            let Some((part, node)) = parts else { break };
            let slot = trail.last;
            trail.last = Slot {
                part: Some(part),
                value: &part.value,
                within: slot.value,
                is_item: matches!(trail.node.value, Value::List(_)),
                in_flow: slot.value.shape != Shape::Block,
            };
            trail.steps.push((slot, index));
            trail.node = node;
            trail.reached = steps.get(..=depth).unwrap_or_default();
        }
        Ok(trail)
    }

    fn refuse_shared(&self, trail: &Trail<'_, '_>) -> Result<(), Shared> {
        let value = trail.last.value;
        let is_shared = value.shape == Shape::Alias || self.layout.is_shared(value);
        if is_shared { Err(Shared(trail.reached.join("."))) } else { Ok(()) }
    }

    fn set(&self, splices: &mut Splices, trail: &Trail<'t, '_>, writing: Writing<'_>) -> Result<(), Shared> {
        let slot = trail.last;
        if !writing.keys.is_empty() && !trail.node.is_null() {
            match slot.value.shape {
                Shape::Flow | Shape::Pair => self.add_in_flow(splices, slot.value, &writing.entry_in_flow()),
                _ => self.add_entry(splices, slot, writing),
            }
            return Ok(());
        }
        if self.layout.holds_shared(slot.value) {
            return Err(Shared(trail.reached.join(".")));
        }
        if slot.in_flow {
            self.replace_in_flow(splices, slot, &writing.in_flow());
        } else {
            self.replace(splices, slot, writing);
        }
        Ok(())
    }

    fn append(
        &self,
        splices: &mut Splices,
        trail: &Trail<'t, '_>,
        writing: Writing<'_>,
    ) -> Result<(), Shared> {
        let slot = trail.last;
        let is_list = matches!(trail.node.value, Value::List(_));
        if self.layout.is_shared(slot.value) || (is_list && slot.value.shape == Shape::Alias) {
            return Err(Shared(trail.reached.join(".")));
        }
        match (is_list, slot.value.shape) {
            (true, Shape::Block) => self.add_item(splices, slot, writing),
            (true, _) => self.add_in_flow(splices, slot.value, &writing.in_flow()),
            (false, _) if slot.in_flow => {
                splices.insert(slot.value.start, "[");
                splices.insert(slot.value.end, format!(", {}]", writing.in_flow()));
            }
            (false, _) => self.make_list(splices, slot, writing),
        }
        Ok(())
    }

    fn remove(&self, splices: &mut Splices, slot: Slot<'t>, index: usize) {
        match slot.value.shape {
            Shape::Pair => splices.replace(slot.value.start..slot.value.end, "{}"),
            Shape::Flow => self.remove_in_flow(splices, slot.value, index),
            _ => self.remove_lines(splices, slot, index),
        }
    }

    /// The column of a part's first character, or of the whole document.
    pub(super) fn column(&self, slot: Slot<'_>) -> Option<usize> {
        slot.part.map(|part| self.lines.column(part.start))
    }

    /// Where the value of a slot may begin.
    pub(super) fn after(&self, slot: Slot<'_>) -> usize {
        slot.part.map_or(self.layout.start, Part::after)
    }

    /// The column from which on a comment below a block belongs to it and not to what follows.
    pub(super) fn inside(&self, part: Option<&Part>, value: &Item) -> usize {
        let column = value.parts.first().map_or(0, |part| self.lines.column(part.start));
        match part.map(|part| self.lines.column(part.start)) {
            Some(owner) if column <= owner => owner + 1,
            _ => column,
        }
    }

    /// How blocks are written: as beside the parts of a collection, else as anywhere in the file.
    pub(super) fn style(&self, near: &Item) -> Style {
        let step = |of_lists| {
            self.first_step(near, of_lists).or_else(|| self.first_step(&self.layout.root, of_lists))
        };
        let map = step(false).filter(|step| *step > 0).unwrap_or(2);
        Style {
            step: map,
            list_step: step(true).unwrap_or(map),
            one_line: self.way == Way::Careful,
            is_ended: self.lines.0.is_empty() || self.lines.0.ends_with(['\n', '\r']),
        }
    }

    /// How far the first block that stands below a key is indented.
    fn first_step(&self, item: &Item, of_lists: bool) -> Option<usize> {
        let own = |part: &Part| {
            let first = part.value.parts.first().filter(|_| part.value.shape == Shape::Block)?;
            let is_below = !part.is_item() && self.lines.has_break(part.after()..first.start);
            let column = (is_below && first.is_item() == of_lists).then(|| self.lines.column(first.start))?;
            column.checked_sub(self.lines.column(part.start))
        };
        let mut parts = item.parts.iter();
        parts.clone().find_map(own).or_else(|| parts.find_map(|part| self.first_step(&part.value, of_lists)))
    }

    /// What stands before the value of a slot.
    pub(super) fn before(&self, slot: Slot<'_>, compact: Option<usize>) -> Before {
        let width = self.lines.column(self.after(slot)) + 1;
        Before { owner: self.column(slot), compact, width }
    }
}
