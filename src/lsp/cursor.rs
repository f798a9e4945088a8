//! Where in a plan the cursor is, told from indentation and brackets alone: it works on a text that is
//! being typed, and that no reader would read.

pub(super) mod toml;

use std::ops::Range;

/// What is being typed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Role {
    /// A key of the map at the path.
    Key,
    /// In the header of a table, a part of its name: a key of what is at the path.
    Table,
    /// The same, in the header of one of several tables.
    Tables,
    /// The value at the path.
    Value,
    /// An item of the list at the path.
    Item,
}

/// A place in a half-typed text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Cursor {
    /// The keys that lead there; items of lists are counted from 0.
    pub(super) path: Vec<String>,
    /// What is being typed there.
    pub(super) role: Role,
    /// The bytes of the word that is being typed.
    pub(super) word: Range<usize>,
    /// The column of the line's first word; none between brackets.
    pub(super) indent: Option<usize>,
    /// Between brackets, the keys before it with what is written behind them.
    pub(super) beside: Vec<(String, String)>,
}

/// Where the cursor is; none inside a comment or a block of text.
pub(super) fn at(text: &str, byte: usize) -> Option<Cursor> {
    let mut scan = Scan::default();
    let mut start = 0;
    for line in text.split_inclusive('\n') {
        let end = start + line.len();
        let is_last = byte < end || (byte == end && !line.ends_with('\n'));
        let line = line.trim_end_matches(['\n', '\r']);
        if is_last {
            return scan.cursor(line, byte.checked_sub(start)?.min(line.len()), start);
        }
        scan.line(line);
        start = end;
    }
    scan.cursor("", 0, start)
}

#[derive(Clone, Debug)]
enum Step {
    Key(String),
    Item(usize),
}

/// An open block: the column it stands in, and what it is.
#[derive(Clone, Debug)]
struct Level {
    indent: usize,
    step: Step,
}

/// An open bracket.
#[derive(Clone, Debug)]
enum Frame {
    /// With the key whose value comes next, and those before it.
    Map(Option<String>, Vec<(String, String)>),
    List(usize),
}

/// What is open between brackets or quotes, and the column of the line that opened it.
#[derive(Clone, Debug)]
struct Flow {
    indent: usize,
    frames: Vec<Frame>,
    quote: Option<char>,
}

#[derive(Default)]
struct Scan {
    levels: Vec<Level>,
    flow: Option<Flow>,
    /// The column of the line whose value is a block of text.
    block: Option<usize>,
}

/// What a line shows at the cursor: what is being typed, and where its word begins.
struct Seen {
    role: Role,
    word: usize,
    in_flow: bool,
}

impl Scan {
    fn line(&mut self, line: &str) {
        let _ = self.read(line, line.len());
    }

    fn cursor(mut self, line: &str, column: usize, start: usize) -> Option<Cursor> {
        let before = line.get(..column)?;
        let seen = self.read(before, column)?;
        let rest = line.get(column..).unwrap_or_default();
        let ends: &[char] = match (seen.role, seen.in_flow) {
            (Role::Key, _) => &[':', ',', '}', ' '],
            (_, true) => &[',', '}', ']'],
            (_, false) => &['#'],
        };
        let more = rest.find(ends).map_or(rest, |end| rest.get(..end).unwrap_or_default()).trim_end();
        let mut path = Vec::new();
        for level in &self.levels {
            path.push(match &level.step {
                Step::Key(key) => key.clone(),
                Step::Item(index) => index.to_string(),
            });
        }
        let frames = self.flow.iter().flat_map(|flow| &flow.frames).collect::<Vec<_>>();
        for (depth, frame) in frames.iter().enumerate() {
            match frame {
                Frame::Map(Some(key), _) => path.push(key.clone()),
                Frame::List(index) if depth + 1 < frames.len() => path.push(index.to_string()),
                Frame::Map(None, _) | Frame::List(_) => {}
            }
        }
        let indent = self.levels.last().map_or(0, |level| level.indent);
        let indent = if seen.role == Role::Key { width(before).min(seen.word) } else { indent };
        Some(Cursor {
            path,
            role: seen.role,
            word: start + seen.word..start + column + more.len(),
            indent: (!seen.in_flow).then_some(indent),
            beside: match frames.last() {
                Some(Frame::Map(_, beside)) => beside.clone(),
                _ => Vec::new(),
            },
        })
    }

    /// Reads a line, or what of it precedes the cursor. None where nothing can be typed that we know of.
    fn read(&mut self, line: &str, cursor: usize) -> Option<Seen> {
        let indent = width(line);
        let content = line.trim_start_matches(' ');
        if let Some(block) = self.block {
            if content.is_empty() || indent > block {
                return None;
            }
            self.block = None;
        }
        if let Some(flow) = &self.flow {
            if content.is_empty() || indent > flow.indent {
                return self.flow(line, 0);
            }
            self.flow = None;
        }
        if content.starts_with('#') {
            return None;
        }
        let mut column = indent;
        let mut rest = content;
        while let Some(behind) =
            rest.strip_prefix('-').filter(|rest| rest.is_empty() || rest.starts_with(' '))
        {
            self.item(column);
            column += 1 + width(behind);
            rest = behind.trim_start_matches(' ');
        }
        let is_item = column > indent;
        let Some((key, length)) = key(rest) else {
            if !is_item {
                self.levels.retain(|level| level.indent < column);
            }
            if rest.starts_with(['{', '[', '"', '\'']) {
                self.flow = Some(Flow { indent, frames: Vec::new(), quote: None });
                return self.flow(line, column);
            }
            if rest.contains(" #") {
                return None;
            }
            return Some(self.loose(is_item, column.min(cursor)));
        };
        self.levels.retain(|level| level.indent < column);
        self.levels.push(Level { indent: column, step: Step::Key(key) });
        let value = rest.get(length..).unwrap_or_default();
        let begin = column + length + width(value);
        self.value(line, begin, column)
    }

    /// Opens an item of a list in a column.
    fn item(&mut self, column: usize) {
        let mut index = 0;
        while let Some(level) = self.levels.last() {
            match (&level.step, level.indent) {
                (Step::Item(last), indent) if indent == column => {
                    index = last + 1;
                    self.levels.pop();
                }
                (_, indent) if indent > column => {
                    self.levels.pop();
                }
                _ => break,
            }
        }
        self.levels.push(Level { indent: column, step: Step::Item(index) });
    }

    /// A word without a colon: a key that is being typed, or an item of a list.
    fn loose(&mut self, is_item: bool, word: usize) -> Seen {
        let role = if is_item { Role::Item } else { Role::Key };
        if is_item {
            self.levels.pop();
        }
        Seen { role, word, in_flow: false }
    }

    /// What follows a key.
    fn value(&mut self, line: &str, begin: usize, indent: usize) -> Option<Seen> {
        let value = line.get(begin..).unwrap_or_default();
        if value.starts_with(['|', '>']) {
            self.block = Some(indent);
            return None;
        }
        if value.starts_with(['{', '[', '"', '\'']) {
            self.flow = Some(Flow { indent, frames: Vec::new(), quote: None });
            return self.flow(line, begin);
        }
        if value.starts_with('#') || value.contains(" #") {
            return None;
        }
        Some(Seen { role: Role::Value, word: begin, in_flow: false })
    }

    /// Reads on between brackets or quotes, from a column.
    fn flow(&mut self, line: &str, from: usize) -> Option<Seen> {
        let mut flow = self.flow.take()?;
        let (mut token, mut before) = (from, ' ');
        let mut is_comment = false;
        let mut chars = line.char_indices().skip_while(|(at, _)| *at < from).peekable();
        while let Some((at, c)) = chars.next() {
            if let Some(quote) = flow.quote {
                if c == '\\' && quote == '"' {
                    chars.next();
                } else if c == quote {
                    flow.quote = None;
                }
                before = c;
                continue;
            }
            let is_start = line.get(token..at).is_some_and(|text| text.trim().is_empty());
            let ends = chars.peek().is_none_or(|(_, next)| " ,}]".contains(*next));
            match (c, flow.frames.last_mut()) {
                ('"' | '\'', _) if is_start => flow.quote = Some(c),
                ('#', _) if before.is_whitespace() => {
                    is_comment = true;
                    break;
                }
                ('{', _) if is_start => flow.frames.push(Frame::Map(None, Vec::new())),
                ('[', _) if is_start => flow.frames.push(Frame::List(0)),
                ('}' | ']', Some(_)) => {
                    flow.frames.pop();
                    if flow.frames.is_empty() {
                        return None;
                    }
                }
                (',', Some(Frame::Map(key, beside))) => {
                    let value = unquoted(line.get(token..at).unwrap_or_default()).to_owned();
                    beside.extend(key.take().map(|key| (key, value)));
                }
                (',', Some(Frame::List(index))) => *index += 1,
                (':', Some(Frame::Map(key, _))) if key.is_none() && (ends || "\"'".contains(before)) => {
                    let word = line.get(token..at).unwrap_or_default();
                    *key = Some(unquoted(word).to_owned());
                }
                _ => {
                    before = c;
                    continue;
                }
            }
            before = c;
            if flow.quote.is_none() {
                token = at + c.len_utf8();
            }
        }
        let word = token + width(line.get(token..).unwrap_or_default());
        let role = match flow.frames.last() {
            Some(Frame::Map(None, _)) => Role::Key,
            Some(Frame::List(_)) => Role::Item,
            Some(Frame::Map(Some(_), _)) | None => Role::Value,
        };
        let in_flow = !flow.frames.is_empty();
        let is_open = in_flow || flow.quote.is_some();
        self.flow = is_open.then_some(flow);
        (!is_comment).then_some(Seen { role, word, in_flow })
    }
}

/// The key that a text begins with, and how many bytes it takes with its colon.
fn key(text: &str) -> Option<(String, usize)> {
    if let Some(quote) = text.chars().next().filter(|c| matches!(c, '"' | '\'')) {
        let inner = text.get(1..)?;
        let end = inner.find(quote)?;
        let behind = inner.get(end + 1..)?;
        let colon = behind.len() - behind.trim_start().len();
        return behind
            .trim_start()
            .starts_with(':')
            .then(|| (inner.get(..end).unwrap_or_default().to_owned(), end + 2 + colon + 1));
    }
    if text.starts_with(['{', '[', '#', '&', '*', '!', '|', '>', '@', '%', '`']) {
        return None;
    }
    let at = text.match_indices(':').map(|(at, _)| at).find(|at| {
        let behind = text.get(at + 1..).unwrap_or_default();
        behind.is_empty() || behind.starts_with([' ', '\t'])
    })?;
    let word = text.get(..at)?;
    (!word.contains(" #")).then(|| (word.trim_end().to_owned(), at + 1))
}

/// A word without its quotes, closed or not.
pub(super) fn unquoted(word: &str) -> &str {
    let word = word.trim();
    match word.chars().next() {
        Some(quote @ ('"' | '\'')) => {
            let inner = word.get(1..).unwrap_or_default();
            inner.strip_suffix(quote).unwrap_or(inner)
        }
        _ => word,
    }
}

fn width(text: &str) -> usize {
    text.len() - text.trim_start_matches(' ').len()
}

#[cfg(test)]
mod tests;
