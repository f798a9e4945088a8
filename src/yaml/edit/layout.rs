//! How a text is laid out: where each value, key and mark of it stands, down to the byte.
//!
//! The tree says what a text means; this says how it was written. Both have the same shape: the
//! n-th part of a collection here is its n-th entry or item there. Of the parser's marks only those
//! are used that are exact: where a plain scalar or an alias ends, and where a block scalar has
//! certainly ended. Everything else is found between them, past blanks and comments.

use std::collections::HashMap;

use saphyr_parser::{Event, Parser, ScalarStyle};

use super::lines::Lines;
use crate::span::Span;
use crate::yaml::Offsets;

/// The layout of a whole text.
pub(super) struct Layout {
    /// Its value.
    pub(super) root: Item,
    /// Where the document begins: after `---`, after the last `...` above it, or 0.
    pub(super) start: usize,
    aliases: Aliases,
}

/// Where the last alias of each anchor stands. An alias never stands before its anchor's value ends.
type Aliases = HashMap<usize, usize>;

/// A value as it is written.
pub(super) struct Item {
    pub(super) shape: Shape,
    /// Where it begins, with its anchor.
    pub(super) start: usize,
    /// Where it begins, after its anchor.
    pub(super) body: usize,
    /// Where it ends. A block scalar ends with the line that ends its content.
    pub(super) end: usize,
    /// The entries of a map, the items of a list.
    pub(super) parts: Vec<Part>,
    anchor: usize,
}

/// How a value is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Shape {
    /// Nothing at all.
    Empty,
    /// A plain or a quoted scalar.
    Scalar,
    /// A block scalar, `|` or `>`.
    Literal,
    /// `*name`
    Alias,
    /// `{…}` or `[…]`
    Flow,
    /// The map with one entry and without braces in `[key: value]`.
    Pair,
    /// A map or a list by indentation.
    Block,
}

/// An entry of a map or an item of a list.
pub(super) struct Part {
    /// Where it begins: at its `-`, its `?`, its key, or, between brackets, its value.
    pub(super) start: usize,
    /// Where its key ends.
    pub(super) key_end: usize,
    /// The byte after its `:` or `-`; none where it has none.
    pub(super) mark: Option<usize>,
    pub(super) value: Item,
    key_anchor: usize,
}

impl Part {
    /// Whether it is an item of a list: it has no key.
    pub(super) fn is_item(&self) -> bool {
        self.key_end == self.start
    }

    /// Where its value may begin.
    pub(super) fn after(&self) -> usize {
        self.mark.unwrap_or(self.key_end)
    }

    /// Where it ends.
    pub(super) fn end(&self) -> usize {
        self.value.end.max(self.after())
    }
}

impl Layout {
    /// The layout of a text that is YAML and was read without a problem; else none.
    pub(super) fn of(text: &str) -> Option<Layout> {
        let mut reader = Reader {
            lines: Lines(text),
            offsets: Offsets::of(text),
            parser: Parser::new_from_str(text),
            aliases: Aliases::new(),
        };
        let mut start = 0;
        let root = loop {
            match reader.next()? {
                (Event::DocumentStart(true), span) => {
                    start = span.end();
                    break reader.item(start, false)?;
                }
                (Event::DocumentStart(false), _) => {
                    start = reader.lines.past_ends();
                    break reader.item(start, false)?;
                }
                (Event::StreamEnd, _) => break Item::empty(0, 0),
                _ => {}
            }
        };
        Some(Layout { root, start, aliases: reader.aliases })
    }

    /// Whether an alias repeats this value.
    pub(super) fn is_shared(&self, item: &Item) -> bool {
        self.is_repeated(item.anchor, item.end)
    }

    /// Whether an alias outside of a value repeats it, or something in it.
    pub(super) fn holds_shared(&self, item: &Item) -> bool {
        self.shares(item, item.end)
    }

    /// Whether an alias outside of an entry repeats its key, its value, or something in it.
    pub(super) fn part_holds_shared(&self, part: &Part) -> bool {
        self.is_repeated(part.key_anchor, part.end()) || self.shares(&part.value, part.end())
    }

    fn shares(&self, item: &Item, end: usize) -> bool {
        let key_or_value =
            |part: &Part| self.is_repeated(part.key_anchor, end) || self.shares(&part.value, end);
        !self.aliases.is_empty()
            && (self.is_repeated(item.anchor, end) || item.parts.iter().any(key_or_value))
    }

    /// Whether there is an alias of an anchor behind a place.
    fn is_repeated(&self, anchor: usize, place: usize) -> bool {
        anchor > 0 && self.aliases.get(&anchor).is_some_and(|last| *last >= place)
    }
}

impl Item {
    /// Whether it is a block scalar that ends at a place, or one in it does.
    pub(super) fn has_literal_to(&self, at: usize) -> bool {
        (self.shape == Shape::Literal && self.end == at)
            || self.parts.iter().any(|part| part.value.has_literal_to(at))
    }

    fn empty(at: usize, anchor: usize) -> Item {
        Item { shape: Shape::Empty, start: at, body: at, end: at, parts: Vec::new(), anchor }
    }
}

struct Reader<'t> {
    lines: Lines<'t>,
    offsets: Offsets,
    parser: Parser<'t, saphyr_parser::StrInput<'t>>,
    aliases: Aliases,
}

impl<'t> Reader<'t> {
    fn next(&mut self) -> Option<(Event<'t>, Span)> {
        let (event, marks) = self.parser.next()?.ok()?;
        Some((event, self.offsets.span(marks)))
    }

    /// The next value, which stands somewhere after `after`.
    fn item(&mut self, after: usize, in_flow: bool) -> Option<Item> {
        let (event, span) = self.next()?;
        self.item_of(event, span, after, in_flow)
    }

    fn item_of(&mut self, event: Event<'t>, span: Span, after: usize, in_flow: bool) -> Option<Item> {
        let scalar =
            |shape, start, body, end, anchor| Item { shape, start, body, end, parts: Vec::new(), anchor };
        Some(match event {
            Event::Scalar(text, ScalarStyle::Plain, 0, _) if text.is_empty() => Item::empty(after, 0),
            Event::Scalar(text, style, anchor, _) => {
                let (start, body, bare) = self.anchored(after, anchor);
                match style {
                    ScalarStyle::Plain if text.is_empty() => scalar(Shape::Empty, start, bare, bare, anchor),
                    ScalarStyle::Plain => scalar(Shape::Scalar, start, body, span.end(), anchor),
                    ScalarStyle::SingleQuoted | ScalarStyle::DoubleQuoted => {
                        scalar(Shape::Scalar, start, body, self.quoted_end(body)?, anchor)
                    }
                    ScalarStyle::Literal | ScalarStyle::Folded => {
                        scalar(Shape::Literal, start, body, self.literal_end(body, span.end()), anchor)
                    }
                }
            }
            Event::Alias(anchor) => {
                let start = self.lines.token(after);
                self.aliases.insert(anchor, start);
                scalar(Shape::Alias, start, start, span.end(), 0)
            }
            Event::SequenceStart(anchor, _) => self.list(after, anchor)?,
            Event::MappingStart(anchor, _) => self.map(after, anchor, in_flow)?,
            _ => return None,
        })
    }

    fn list(&mut self, after: usize, anchor: usize) -> Option<Item> {
        let (start, body, _) = self.anchored(after, anchor);
        let is_flow = self.lines.byte(body) == Some(b'[');
        let (mut parts, mut at) = (Vec::<Part>::new(), if is_flow { body + 1 } else { body });
        let end = loop {
            let (event, span) = self.next()?;
            if event == Event::SequenceEnd {
                break if is_flow { self.after_comma(at) + 1 } else { at };
            }
            let (start, mark) = if is_flow {
                (self.after_comma(at), None)
            } else {
                let dash = self.lines.token(at);
                (dash, Some(dash + 1))
            };
            let value = self.item_of(event, span, mark.unwrap_or(start), is_flow)?;
            let start = mark.map_or(value.start, |_| start);
            let part = Part { start, key_end: start, mark, value, key_anchor: 0 };
            at = part.end();
            parts.push(part);
        };
        let shape = if is_flow { Shape::Flow } else { Shape::Block };
        Some(Item { shape, start, body, end, parts, anchor })
    }

    fn map(&mut self, after: usize, anchor: usize, in_flow: bool) -> Option<Item> {
        let (start, body, _) = self.anchored(after, anchor);
        let shape = match self.lines.byte(body) {
            Some(b'{') => Shape::Flow,
            _ if in_flow => Shape::Pair,
            _ => Shape::Block,
        };
        let (mut parts, mut at) = (Vec::<Part>::new(), if shape == Shape::Flow { body + 1 } else { body });
        let end = loop {
            let (event, span) = self.next()?;
            if event == Event::MappingEnd {
                break if shape == Shape::Flow { self.after_comma(at) + 1 } else { at };
            }
            let part = self.entry(event, span, at, in_flow || shape == Shape::Flow)?;
            at = part.end();
            parts.push(part);
        };
        Some(Item { shape, start, body, end, parts, anchor })
    }

    fn entry(&mut self, event: Event<'t>, span: Span, at: usize, in_flow: bool) -> Option<Part> {
        let first = if in_flow { self.after_comma(at) } else { self.lines.token(at) };
        let is_explicit = self.lines.byte(first) == Some(b'?') && self.is_mark(first);
        let key = self.item_of(event, span, if is_explicit { first + 1 } else { first }, in_flow)?;
        let colon = self.lines.token(key.end);
        let has_colon = self.lines.byte(colon) == Some(b':') && (in_flow || self.is_mark(colon));
        let mark = has_colon.then_some(colon + 1);
        let value = self.item(mark.unwrap_or(key.end), in_flow)?;
        let start = if is_explicit { first } else { key.start };
        Some(Part { start, key_end: key.end, mark, value, key_anchor: key.anchor })
    }

    fn after_comma(&self, at: usize) -> usize {
        let first = self.lines.token(at);
        if self.lines.byte(first) == Some(b',') { self.lines.token(first + 1) } else { first }
    }

    /// Whether what stands here is a mark by itself and not the first letter of a word.
    fn is_mark(&self, at: usize) -> bool {
        matches!(self.lines.byte(at + 1), None | Some(b' ' | b'\t' | b'\n' | b'\r'))
    }

    /// Where a value begins with its anchor, where without, and where the anchor ends.
    fn anchored(&self, after: usize, anchor: usize) -> (usize, usize, usize) {
        let start = self.lines.token(after);
        if anchor == 0 {
            return (start, start, start);
        }
        let ends_name = [' ', '\t', ',', '[', ']', '{', '}'];
        let rest = self.lines.slice(start..self.lines.end(start));
        let end = start + rest.find(ends_name).unwrap_or(rest.len());
        (start, self.lines.token(end), end)
    }

    /// Where a quoted scalar ends: its mark runs on over the blanks and the comment after it.
    fn quoted_end(&self, body: usize) -> Option<usize> {
        let quote = self.lines.byte(body)?;
        let mut at = body + 1;
        loop {
            match self.lines.byte(at)? {
                b'\\' if quote == b'"' => at += 2,
                byte if byte == quote && quote == b'\'' && self.lines.byte(at + 1) == Some(quote) => at += 2,
                byte if byte == quote => return Some(at + 1),
                _ => at += 1,
            }
        }
    }

    /// Where the line ends that ends a block scalar: its mark runs on to whatever comes next. Empty
    /// lines at its end are its own only if it keeps them (`+`).
    fn literal_end(&self, body: usize, marked: usize) -> usize {
        let lines = self.lines;
        let header = lines.end(body);
        let line = lines.start(marked);
        let last = lines.slice(line..marked);
        let keeps = lines.slice(body..header).split('#').next().is_some_and(|marks| marks.contains('+'));
        let is_unfinished = marked == lines.0.len() && !last.is_empty();
        if line <= header || (is_unfinished && (keeps || !last.trim_matches([' ', '\t']).is_empty())) {
            return marked.max(header);
        }
        if keeps {
            return lines.previous_end(line).map_or(header, |end| end.max(header));
        }
        let content = lines.slice(header..line).trim_end_matches([' ', '\t', '\n', '\r']);
        lines.end(header + content.len())
    }
}
