//! Values as text: on one line, or as lines of a block.

use super::New;
use crate::text::{Signs, visible};
use crate::tree::Value;
use crate::yaml::plain::{is_otherwise_in_1_1, plain};
use crate::yaml::scalar;

/// The longest line that a map or a list is written on, in characters.
const WIDTH: usize = 100;

/// How a file writes its blocks.
#[derive(Clone, Copy)]
pub(super) struct Style {
    /// How far a map is indented below its key.
    pub(super) step: usize,
    /// How far a list is indented below its key.
    pub(super) list_step: usize,
    /// Write everything on one line, whatever its length.
    pub(super) one_line: bool,
    /// Whether the last line has a line break: without one, readers differ on what a block says.
    pub(super) is_ended: bool,
}

/// A value, below the keys of the maps that it brings along.
#[derive(Clone, Copy)]
pub(super) struct Writing<'n> {
    pub(super) keys: &'n [&'n str],
    pub(super) value: &'n New,
}

/// Where a value is to be written: what stands before it on its line.
#[derive(Clone, Copy)]
pub(super) struct Before {
    /// The column of the key or the dash; none for the value of the whole document.
    pub(super) owner: Option<usize>,
    /// The column at which the entries of a map may begin on this very line.
    pub(super) compact: Option<usize>,
    /// How many characters stand before the value.
    pub(super) width: usize,
}

/// A value as text: what stands after its mark, and the lines below.
pub(super) struct Written {
    pub(super) head: String,
    pub(super) lines: Vec<String>,
}

impl Written {
    fn line(head: String) -> Written {
        Written { head, lines: Vec::new() }
    }
}

impl<'n> Writing<'n> {
    pub(super) fn of(value: &'n New) -> Writing<'n> {
        Writing { keys: &[], value }
    }

    fn unwrapped(self) -> Option<(&'n str, Writing<'n>)> {
        let (key, keys) = self.keys.split_first()?;
        Some((key, Writing { keys, ..self }))
    }

    /// The value on one line, as between brackets.
    pub(super) fn in_flow(self) -> String {
        match self.unwrapped() {
            Some((key, inner)) => format!("{{{}: {}}}", tame(key), inner.in_flow()),
            None => in_flow(self.value),
        }
    }

    /// The entry of a map on one line, as between braces.
    pub(super) fn entry_in_flow(self) -> String {
        let (key, inner) = self.unwrapped().unwrap_or(("", self));
        format!("{}: {}", tame(key), inner.in_flow())
    }
}

fn in_flow(value: &New) -> String {
    match value {
        New::Text(text) | New::Block(text) => tame(text),
        New::Bool(value) => value.to_string(),
        New::List(items) => {
            let items: Vec<String> = items.iter().map(in_flow).collect();
            format!("[{}]", items.join(", "))
        }
        New::Map(entries) => {
            let entries: Vec<String> =
                entries.iter().map(|(key, value)| format!("{}: {}", tame(key), in_flow(value))).collect();
            format!("{{{}}}", entries.join(", "))
        }
    }
}

impl Style {
    /// The value as it stands in a block.
    pub(super) fn block(self, writing: Writing<'_>, before: Before) -> Written {
        let inner = before.owner.map_or(0, |owner| owner + self.step);
        if let Some((key, value)) = writing.unwrapped() {
            let column = before.compact.unwrap_or(inner);
            return blocks(before, column, vec![self.entry(key, value, column)]);
        }
        match writing.value {
            _ if self.one_line => Written::line(writing.in_flow()),
            New::Text(text) => Written::line(in_block(text)),
            New::Block(text) => {
                self.literal(text, inner.max(1)).unwrap_or_else(|| Written::line(quoted(text)))
            }
            New::Bool(value) => Written::line(value.to_string()),
            New::List(_) | New::Map(_) if fits(writing.value, before.width) => {
                Written::line(writing.in_flow())
            }
            New::List(items) => {
                let column = match before.compact {
                    Some(column) => column,
                    None => before.owner.map_or(0, |owner| owner + self.list_step),
                };
                let items = items.iter().map(|item| self.item(Writing::of(item), column, 2)).collect();
                blocks(before, column, items)
            }
            New::Map(entries) => {
                let column = before.compact.unwrap_or(inner);
                let write = |(key, value): &(String, New)| self.entry(key, Writing::of(value), column);
                blocks(before, column, entries.iter().map(write).collect())
            }
        }
    }

    /// The lines of an entry of a map at a column.
    pub(super) fn entry(self, key: &str, value: Writing<'_>, column: usize) -> Vec<String> {
        let key = in_block(key);
        let width = column + key.chars().count() + 2;
        let written = self.block(value, Before { owner: Some(column), compact: None, width });
        under(&format!("{}{key}:", " ".repeat(column)), written)
    }

    /// The lines of an item of a list at a column; `gap` is how far its text stands behind its dash.
    pub(super) fn item(self, value: Writing<'_>, column: usize, gap: usize) -> Vec<String> {
        let width = column + gap;
        let written = self.block(value, Before { owner: Some(column), compact: Some(width), width });
        let mark = format!("{}-{}", " ".repeat(column), " ".repeat(gap.saturating_sub(2)));
        under(&mark, written)
    }

    /// A literal block without a line break at its end (`|-`) or with one (`|`), if the text is one
    /// that such a block says exactly.
    fn literal(self, text: &str, indent: usize) -> Option<Written> {
        let (head, body) = match text.strip_suffix('\n') {
            Some(_) if !self.is_ended => return None,
            Some(body) => ("|", body),
            None => ("|-", text),
        };
        let is_plain = |line: &str| visible(line) == line && !line.ends_with(' ');
        let first = body.split('\n').next().unwrap_or_default();
        if first.is_empty()
            || first.starts_with(' ')
            || body.ends_with('\n')
            || !body.split('\n').all(is_plain)
        {
            return None;
        }
        let indented = |line: &str| match line {
            "" => String::new(),
            line => format!("{}{line}", " ".repeat(indent)),
        };
        Some(Written { head: head.to_owned(), lines: body.split('\n').map(indented).collect() })
    }
}

/// Lines as they stand on their own; the first of them after its mark where it may.
fn blocks(before: Before, column: usize, blocks: Vec<Vec<String>>) -> Written {
    let mut lines = blocks.into_iter().flatten();
    let head = match before.compact {
        Some(_) => lines.next().map_or_else(String::new, |line| line.chars().skip(column).collect()),
        None => String::new(),
    };
    Written { head, lines: lines.collect() }
}

fn under(mark: &str, written: Written) -> Vec<String> {
    let first = if written.head.is_empty() { mark.to_owned() } else { format!("{mark} {}", written.head) };
    std::iter::once(first).chain(written.lines).collect()
}

/// Whether a collection is one of single values that fits on its line.
fn fits(value: &New, before: usize) -> bool {
    let is_single = |value: &New| matches!(value, New::Text(_) | New::Bool(_));
    let is_flat = match value {
        New::List(items) => items.iter().all(is_single),
        New::Map(entries) => entries.iter().all(|(_, value)| is_single(value)),
        _ => true,
    };
    is_flat && before + in_flow(value).chars().count() <= WIDTH
}

/// A scalar that stands anywhere in a block, on one line.
fn in_block(text: &str) -> String {
    let written = scalar(text);
    let is_text = is_quoted(&written) || matches!(plain(written.as_str().into()), Value::Text(_));
    let is_alike = is_quoted(&written) || !is_otherwise_in_1_1(&written);
    if visible(text) == text && is_text && is_alike { written } else { quoted(text) }
}

fn is_quoted(written: &str) -> bool {
    written.starts_with(['"', '\''])
}

/// A scalar that stands anywhere between brackets, and that every reader of YAML reads alike there.
fn tame(text: &str) -> String {
    let written = in_block(text);
    let is_letter = |c: char| c.is_alphanumeric() || matches!(c, '/' | '.' | '_' | '<');
    let is_plain = text.starts_with(is_letter)
        && !text.contains([',', '[', ']', '{', '}', '?'])
        && !text.ends_with(" -")
        && text.split(':').skip(1).all(|rest| rest.starts_with(is_letter));
    if is_plain || is_quoted(&written) { written } else { quoted(text) }
}

/// A double-quoted scalar, with everything escaped that cannot be seen.
fn quoted(text: &str) -> String {
    let mut out = String::with_capacity(text.len() + 2);
    out.push('"');
    for c in text.chars() {
        match c {
            '"' => out.push_str("\\\""),
            '\\' => out.push_str("\\\\"),
            '\n' => out.push_str("\\n"),
            '\r' => out.push_str("\\r"),
            '\t' => out.push_str("\\t"),
            c if visible(c.encode_utf8(&mut [0; 4])).starts_with('\\') => out.push_str(&match u32::from(c) {
                code @ ..=0xffff => format!("\\u{code:04X}"),
                code => format!("\\U{code:08X}"),
            }),
            c => out.push(c),
        }
    }
    out.push('"');
    Signs::JSON.within(&out).into_owned()
}
