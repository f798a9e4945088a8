//! A text in its pieces, each with the place of the tree that it is of. They are found by walking the tree
//! along the text, without a line of the editor.

use std::ops::Range;

use launch::source::Source;
use launch::tree::{Entry, Node, Value as Found};
use launch::yaml;

/// What a piece is. Between two pieces stands nothing but space.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum What {
    /// `---`, `...` or a directive.
    Frame,
    Comment,
    /// A key, its anchor, or the `?` before it.
    Key,
    /// `:` or `-`
    Mark,
    /// A scalar, an anchor, an alias or a bracket. A block scalar is two: its header, and its lines.
    Value,
    /// The comma behind an entry or an item.
    Comma,
}

#[derive(Clone, Debug)]
pub(crate) struct Piece {
    pub(crate) range: Range<usize>,
    pub(crate) what: What,
    /// The place: a position for each step from the root. A comment is of what it stands behind; one with a
    /// line to itself is of no place.
    pub(crate) of: Vec<usize>,
}

/// The pieces of a text that can be read, in order.
pub(crate) fn pieces(text: &str) -> Vec<Piece> {
    let source = Source::new("plan.yaml", text);
    let mut walk = Walk { text: source.text(), at: 0, path: Vec::new(), found: Vec::new() };
    walk.begin();
    if let Some(root) = yaml::parse(&source).root {
        walk.node(&root, None, false);
    }
    while walk.peek().is_some() {
        let rest = walk.rest();
        walk.take(rest.find(SPACE).unwrap_or(rest.len()), What::Frame);
    }
    walk.found
}

/// Where the line of a position begins.
pub(crate) fn line_start(text: &str, at: usize) -> usize {
    text[..at].rfind(['\n', '\r']).map_or(0, |end| end + 1)
}

/// How many characters stand before a position on its line.
pub(crate) fn column(text: &str, at: usize) -> usize {
    text[line_start(text, at)..at].chars().count()
}

/// Whether nothing but space stands before a position on its line.
pub(crate) fn begins_line(text: &str, at: usize) -> bool {
    text[line_start(text, at)..at].trim_matches(SPACE).is_empty()
}

struct Walk<'t> {
    text: &'t str,
    at: usize,
    path: Vec<usize>,
    found: Vec<Piece>,
}

pub(crate) const BREAKS: [char; 2] = ['\n', '\r'];
const SPACE: [char; 5] = [' ', '\t', '\n', '\r', '\u{feff}'];

impl<'t> Walk<'t> {
    fn rest(&self) -> &'t str {
        &self.text[self.at..]
    }

    fn take(&mut self, length: usize, what: What) {
        let of = match (what, self.found.last()) {
            (What::Comment, _) if begins_line(self.text, self.at) => Vec::new(),
            (What::Comment, Some(last)) => last.of.clone(),
            _ => self.path.clone(),
        };
        self.found.push(Piece { range: self.at..self.at + length, what, of });
        self.at += length;
    }

    /// The first character of the next piece that is no comment.
    fn peek(&mut self) -> Option<char> {
        loop {
            self.at = self.text.len() - self.rest().trim_start_matches(SPACE).len();
            let next = self.rest().chars().next()?;
            if next != '#' {
                return Some(next);
            }
            self.take(self.rest().find(BREAKS).unwrap_or(self.rest().len()), What::Comment);
        }
    }

    fn begin(&mut self) {
        while let Some(next) = self.peek() {
            let word = self.rest().split(SPACE).next();
            match word.filter(|_| column(self.text, self.at) == 0) {
                Some("...") => self.take(3, What::Frame),
                Some("---") => return self.take(3, What::Frame),
                Some(_) if next == '%' => {
                    self.take(self.rest().find(BREAKS).unwrap_or(self.rest().len()), What::Frame);
                }
                _ => return,
            }
        }
    }

    /// A node; `owner` is the column of its key or its dash.
    fn node(&mut self, node: &Node, owner: Option<usize>, in_flow: bool) {
        let after = self.at;
        while self.peek() == Some('&') && self.is_anchored(node, after, owner, in_flow) {
            self.take(self.name(), What::Value);
        }
        let next = self.peek();
        match &node.value {
            _ if next == Some('*') => self.take(self.name(), What::Value),
            Found::Null => {
                let word = self.text.get(self.at..node.span.end()).unwrap_or_default();
                if ["~", "null", "Null", "NULL"].contains(&word) {
                    self.take(word.len(), What::Value);
                }
            }
            Found::List(items) if next == Some('[') => {
                self.flow(items.len(), |walk, at| walk.node(&items[at], owner, true));
            }
            Found::Map(entries) if next == Some('{') => {
                self.flow(entries.len(), |walk, at| walk.entry(&entries[at], true));
            }
            Found::List(items) => {
                for (at, item) in items.iter().enumerate() {
                    self.path.push(at);
                    assert_eq!(self.peek(), Some('-'), "a dash at {} of {:?}", self.at, self.text);
                    let owner = column(self.text, self.at);
                    self.take(1, What::Mark);
                    self.node(item, Some(owner), false);
                    self.path.pop();
                }
            }
            Found::Map(entries) => {
                for (at, entry) in entries.iter().enumerate() {
                    self.path.push(at);
                    self.entry(entry, in_flow);
                    self.path.pop();
                }
            }
            _ => self.scalar(node.span.end(), owner, in_flow, What::Value),
        }
    }

    fn flow(&mut self, count: usize, mut part: impl FnMut(&mut Walk<'t>, usize)) {
        self.take(1, What::Value);
        for at in 0..count {
            self.path.push(at);
            self.peek();
            part(self, at);
            if self.peek() == Some(',') {
                self.take(1, What::Comma);
            }
            self.path.pop();
        }
        assert!(matches!(self.peek(), Some(']' | '}')), "a bracket at {} of {:?}", self.at, self.text);
        self.take(1, What::Value);
    }

    fn entry(&mut self, entry: &Entry, in_flow: bool) {
        let is_marked = self.peek() == Some('?') && self.is_mark();
        let owner = column(self.text, self.at);
        if is_marked {
            self.take(1, What::Key);
        }
        while self.peek() == Some('&') {
            self.take(self.name(), What::Key);
        }
        if self.peek() == Some('*') {
            self.take(self.name(), What::Key);
        } else {
            self.scalar(entry.key_span.end(), Some(owner), in_flow, What::Key);
        }
        if self.peek() == Some(':') && (in_flow || self.is_mark()) {
            self.take(1, What::Mark);
        }
        self.node(&entry.node, Some(owner), in_flow);
    }

    /// Whether the character that stands here is a mark by itself and does not begin a word.
    fn is_mark(&self) -> bool {
        self.rest().len() == 1 || self.rest()[1..].starts_with(SPACE)
    }

    /// The length of an anchor or an alias.
    fn name(&self) -> usize {
        let ends = |c: char| SPACE.contains(&c) || ",[]{}".contains(c);
        self.rest().find(ends).unwrap_or(self.rest().len())
    }

    /// Whether the anchor that stands here is of a node, and not of its first key, or of the key behind it.
    fn is_anchored(&self, node: &Node, after: usize, owner: Option<usize>, in_flow: bool) -> bool {
        let behind = self.rest()[self.name()..].trim_start_matches([' ', '\t']);
        match &node.value {
            Found::Null => {
                let is_beside = !self.text[after..self.at].contains(BREAKS);
                in_flow || is_beside || owner.is_none_or(|owner| column(self.text, self.at) > owner)
            }
            Found::Map(_) => behind.starts_with(['{', '#', '\n', '\r', '&']),
            _ => true,
        }
    }

    fn scalar(&mut self, end: usize, owner: Option<usize>, in_flow: bool, what: What) {
        match self.peek() {
            Some('"') => self.take(quoted(self.rest()), what),
            Some('\'') => self.take(single_quoted(self.rest()), what),
            Some('|' | '>') if !in_flow => self.block(owner, what),
            _ => {
                assert!(end > self.at, "a scalar at {} of {:?}", self.at, self.text);
                self.take(end - self.at, what);
            }
        }
    }

    /// A block scalar. A line below it that is indented further than its owner is taken for one of its own.
    fn block(&mut self, owner: Option<usize>, what: What) {
        let line = self.rest().find(BREAKS).unwrap_or(self.rest().len());
        let header = &self.rest()[..line];
        let end = self.at + line;
        self.take(header.find([' ', '\t']).unwrap_or(line), what);
        let remark = self.text[self.at..end].trim_start_matches([' ', '\t']);
        if !remark.is_empty() {
            self.at = end - remark.len();
            self.take(remark.len(), What::Comment);
        }
        let keeps = header.split('#').next().is_some_and(|marks| marks.contains('+'));
        let (mut next, mut to) = (end, end);
        for line in lines(&self.text[end..]) {
            let content = line.trim_start_matches([' ', '\t']);
            let is_blank = content.trim_end_matches(BREAKS).is_empty();
            let indent = line.len() - content.len();
            let is_frame = indent == 0 && (content.starts_with("---") || content.starts_with("..."));
            if !is_blank && (owner.is_some_and(|owner| indent <= owner) || is_frame) {
                break;
            }
            next += line.len();
            if keeps || !is_blank {
                to = next - (line.len() - line.trim_end_matches(BREAKS).len());
            }
        }
        if to > end {
            self.at = end;
            self.take(to - end, what);
        }
    }
}

/// Each line with its break; a carriage return and a line feed are one.
fn lines(mut rest: &str) -> impl Iterator<Item = &str> {
    std::iter::from_fn(move || {
        let line = rest
            .find(BREAKS)
            .map_or(rest.len(), |at| at + if rest[at..].starts_with("\r\n") { 2 } else { 1 });
        let (line, below) = rest.split_at(line);
        rest = below;
        (!line.is_empty()).then_some(line)
    })
}

fn quoted(rest: &str) -> usize {
    let mut is_escaped = false;
    let ends = |c: char| {
        let ends = c == '"' && !is_escaped;
        is_escaped = c == '\\' && !is_escaped;
        ends
    };
    rest[1..].find(ends).map_or(rest.len(), |at| at + 2)
}

fn single_quoted(rest: &str) -> usize {
    let mut at = 1;
    loop {
        let Some(next) = rest[at..].find('\'') else { return rest.len() };
        at += next + 1;
        if !rest[at..].starts_with('\'') {
            return at;
        }
        at += 1;
    }
}
