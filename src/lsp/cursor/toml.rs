//! Where in a policy the cursor is, told from headers, equals signs and brackets alone.

use std::collections::BTreeMap;

use super::{Cursor, Role, unquoted, width};

/// Where the cursor is; none inside a comment.
pub(in crate::lsp) fn at(text: &str, byte: usize) -> Option<Cursor> {
    let mut scan = Scan::default();
    let mut start = 0;
    for line in text.split_inclusive('\n') {
        let end = start + line.len();
        if byte < end || (byte == end && !line.ends_with('\n')) {
            break;
        }
        scan.line(line, None);
        start = end;
    }
    let line = text.get(start..)?.split('\n').next().unwrap_or_default().trim_end_matches('\r');
    let column = byte.checked_sub(start)?.min(line.len());
    let seen = scan.line(line.get(..column)?, Some(line.get(column..)?))?;
    Some(Cursor {
        path: seen.path,
        role: seen.role,
        word: start + seen.word..start + column + seen.more,
        indent: None,
        beside: Vec::new(),
    })
}

/// What a line shows at the cursor.
struct Seen {
    path: Vec<String>,
    role: Role,
    word: usize,
    /// How many bytes of the word follow the cursor.
    more: usize,
}

/// An open bracket.
#[derive(Clone, Debug)]
enum Frame {
    /// Of a table in a line, with the key whose value comes next.
    Table(Option<String>),
    List(usize),
}

#[derive(Default)]
struct Scan {
    /// The keys of the last header.
    table: Vec<String>,
    /// How often a header in two brackets was there.
    lists: BTreeMap<String, usize>,
    /// The keys before the equals sign of what is being read.
    key: Vec<String>,
    frames: Vec<Frame>,
}

impl Scan {
    /// Reads a line; with `rest`, as far as the cursor, behind which that follows.
    fn line(&mut self, line: &str, rest: Option<&str>) -> Option<Seen> {
        let begins_anew = line.starts_with(|c: char| c.is_alphanumeric()) && line.contains('=');
        if self.frames.is_empty() || begins_anew || (line.starts_with('[') && !line.starts_with("[\"")) {
            self.frames.clear();
            self.key.clear();
            if line.trim_start().starts_with('[') {
                return self.header(line, rest);
            }
        }
        self.statement(line, rest)
    }

    fn header(&mut self, line: &str, rest: Option<&str>) -> Option<Seen> {
        let names = line.trim_start().trim_start_matches('[');
        let is_list = line.trim_start().starts_with("[[");
        if let (Some(rest), false) = (rest, names.contains(']')) {
            let role = if is_list { Role::Tables } else { Role::Table };
            return Some(Seen { role, ..key_in(line, names, Vec::new(), rest, ".]") });
        }
        self.table = split(names.split(']').next().unwrap_or_default()).0;
        if is_list {
            let count = self.lists.entry(self.table.join(".")).or_default();
            self.table.push(count.to_string());
            *count += 1;
        }
        None
    }

    fn statement(&mut self, line: &str, rest: Option<&str>) -> Option<Seen> {
        let (mut token, mut quote, mut is_open) = (0, None, !self.key.is_empty());
        for (at, c) in line.char_indices() {
            match (quote, c) {
                (Some(open), _) => {
                    quote = Some(open).filter(|open| c != *open);
                    continue;
                }
                (None, '"' | '\'') => {
                    quote = Some(c);
                    continue;
                }
                (None, '#') => return None,
                (None, '=') if !is_open => {
                    self.key = split(line.get(token..at).unwrap_or_default()).0;
                    is_open = true;
                }
                (None, '=') => {
                    let name = unquoted(line.get(token..at).unwrap_or_default()).to_owned();
                    if let Some(Frame::Table(key)) = self.frames.last_mut() {
                        *key = Some(name);
                    }
                }
                (None, '{') if is_open => self.frames.push(Frame::Table(None)),
                (None, '[') if is_open => self.frames.push(Frame::List(0)),
                (None, '}' | ']') => {
                    self.frames.pop();
                    if self.frames.is_empty() {
                        return None;
                    }
                }
                (None, ',') => match self.frames.last_mut() {
                    Some(Frame::Table(key)) => *key = None,
                    Some(Frame::List(index)) => *index += 1,
                    None => {}
                },
                _ => continue,
            }
            token = at + c.len_utf8();
        }
        self.seen(line, token, is_open, rest?)
    }

    fn seen(&self, line: &str, token: usize, is_open: bool, rest: &str) -> Option<Seen> {
        let typed = line.get(token..)?;
        let mut path = self.table.clone();
        if !is_open {
            return Some(key_in(line, typed, path, rest, ".= "));
        }
        path.extend(self.key.iter().cloned());
        for (depth, frame) in self.frames.iter().enumerate() {
            match frame {
                Frame::Table(key) => path.extend(key.clone()),
                Frame::List(index) if depth + 1 < self.frames.len() => path.push(index.to_string()),
                Frame::List(_) => {}
            }
        }
        let (role, ends) = match self.frames.last() {
            Some(Frame::Table(None)) => (Role::Key, "= ,}"),
            Some(Frame::List(_)) => (Role::Item, ",]"),
            Some(Frame::Table(Some(_))) => (Role::Value, ",}"),
            None => (Role::Value, "#"),
        };
        Some(Seen { path, role, word: token + width(typed), more: word_in(rest, ends) })
    }
}

/// The last part of a key with dots that ends a line.
fn key_in(line: &str, names: &str, mut path: Vec<String>, rest: &str, ends: &str) -> Seen {
    let (parts, last) = split(names);
    path.extend(parts);
    path.pop();
    Seen { path, role: Role::Key, word: line.len() - last.len() + width(last), more: word_in(rest, ends) }
}

/// How much of a text belongs to the word that ends before one of these.
fn word_in(rest: &str, ends: &str) -> usize {
    rest.split(|c| ends.contains(c)).next().unwrap_or_default().trim_end().len()
}

/// The parts of a key with dots, and the last of them as it is written.
fn split(names: &str) -> (Vec<String>, &str) {
    let mut quote = None;
    let parts = names.split(|c: char| {
        match quote {
            Some(open) => quote = Some(open).filter(|open| c != *open),
            None if matches!(c, '"' | '\'') => quote = Some(c),
            None => return c == '.',
        }
        false
    });
    let parts: Vec<&str> = parts.collect();
    (parts.iter().map(|part| unquoted(part).to_owned()).collect(), parts.last().copied().unwrap_or_default())
}

#[cfg(test)]
mod tests {
    use super::{Role, at};
    use proptest::prelude::*;

    fn place(marked: &str) -> String {
        let byte = marked.find('‸').expect("a cursor");
        let text = marked.replacen('‸', "", 1);
        match at(&text, byte) {
            None => "nothing".to_owned(),
            Some(cursor) => {
                let role = match cursor.role {
                    Role::Key => "key",
                    Role::Table => "table",
                    Role::Tables => "tables",
                    Role::Value => "value",
                    Role::Item => "item",
                };
                format!("{} {role} {}", cursor.path.join("/"), &text[cursor.word])
            }
        }
    }

    #[test]
    fn headers_keys_and_values() {
        assert_eq!(place("‸"), " key ");
        assert_eq!(place("ext‸ends = 1"), " key extends");
        assert_eq!(place("extends = \"pro‸duct\" # x"), "extends value \"product\"");
        assert_eq!(place("[sta‸]\n"), " table sta");
        assert_eq!(place("[stages.fin‸ance]"), "stages table finance");
        assert_eq!(place("[[del‸"), " tables del");
        assert_eq!(place("[stages.legal]\naf‸"), "stages/legal key af");
        assert_eq!(place("[stages.legal]\r\nasks.te‸ = 1\r\n"), "stages/legal/asks key te");
        assert_eq!(place("[rules]\nopen-ask = ‸\n"), "rules/open-ask value ");
        assert_eq!(place("[people]\n\"a.b@c\" = { ‸ }"), "people/a.b@c key ");
        assert_eq!(place("[people.\"a.b@c\"]\nna‸"), "people/a.b@c key na");
        assert_eq!(place("[[delegations]]\nfrom = 1\n[[delegations]]\nto = ‸"), "delegations/1/to value ");
        assert_eq!(place("a = 1 # [‸"), "nothing");
    }

    #[test]
    fn brackets_that_are_open_or_were_left_open() {
        assert_eq!(place("[stages.a]\nafter = [\"x\", \"y‸\"]"), "stages/a/after item \"y\"");
        assert_eq!(place("[stages.a]\nafter = [\n  \"x\",\n  ‸\n]"), "stages/a/after item ");
        assert_eq!(place("[a]\nb = [\n[c]\nd‸"), "c key d");
        assert_eq!(place("[a]\nb = { x = [\nc = ‸"), "a/c value ");
        assert_eq!(place("[calendar]\nblackouts = [{ from = 1, wh‸"), "calendar/blackouts/0 key wh");
        assert_eq!(place("[rules]\nx = { level = \"er‸\", months = 6 }"), "rules/x/level value \"er\"");
    }

    proptest! {
        #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

        #[test]
        fn every_place_of_any_text_is_one(text in "([a-c.={}\\[\\]\"'#, \n-]|(?s:.)){0,60}", byte in 0usize..70) {
            let is_within_a_line_end = |byte: usize| text[..byte].ends_with('\r');
            if text.is_char_boundary(byte) && byte <= text.len() && !is_within_a_line_end(byte)
                && let Some(cursor) = at(&text, byte)
            {
                prop_assert!(text.get(cursor.word.clone()).is_some(), "{:?}", cursor);
                prop_assert!(cursor.word.start <= byte && byte <= cursor.word.end, "{:?}", cursor);
            }
        }
    }
}
