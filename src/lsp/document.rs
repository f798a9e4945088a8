//! The texts that are open in the editor, followed change by change.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use gen_lsp_types::TextDocumentContentChangeEvent as Change;

use crate::disk;
use crate::lsp::encoding::{Encoding, Lines};
use crate::lsp::uri;
use crate::source::Source;
use crate::text;
use crate::yaml;

/// What a text is to us.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Kind {
    /// A launch plan.
    Plan,
    /// Something that begins like a plan, and may become one.
    Beginning,
    /// A policy.
    Policy,
    /// Neither: it is left alone.
    Other,
}

/// A text that is open.
#[derive(Clone, Debug)]
pub(super) struct Document {
    /// How the editor calls it.
    pub(super) uri: String,
    /// Where it is; of a text that is in no file yet, where it would be.
    pub(super) path: PathBuf,
    /// The editor's count of its versions.
    pub(super) version: i32,
    /// The text, with the byte-order mark that it may have.
    pub(super) text: String,
    /// What it is.
    pub(super) kind: Kind,
    /// Where the last change ended, as a byte.
    pub(super) touched: Option<usize>,
}

impl Document {
    /// A text that was opened.
    pub(super) fn new(uri: &str, version: i32, text: String) -> Document {
        let path = uri::to_path(uri).map_or_else(|| PathBuf::from("untitled.yaml"), |path| near(&path));
        let mut document =
            Document { uri: uri.to_owned(), path, version, text, kind: Kind::Other, touched: None };
        document.kind = document.kind_now();
        document
    }

    /// Follows changes.
    pub(super) fn change(&mut self, version: i32, changes: Vec<Change>, encoding: Encoding) {
        for change in changes {
            match change {
                Change::TextDocumentContentChangeWholeDocument(whole) => {
                    self.text = whole.text;
                    self.touched = None;
                }
                Change::TextDocumentContentChangePartial(part) => {
                    let lines = Lines::of(&self.text, encoding);
                    let (from, to) = (lines.byte(part.range.start), lines.byte(part.range.end));
                    let (from, to) = (from.min(to), from.max(to));
                    self.text.replace_range(from..to, &part.text);
                    self.touched = Some(from + part.text.len());
                }
            }
        }
        self.version = version;
        self.kind = match (self.kind, self.kind_now()) {
            (Kind::Plan, Kind::Beginning | Kind::Other) => Kind::Plan,
            (_, now) => now,
        };
    }

    /// The text's lines.
    pub(super) fn lines(&self, encoding: Encoding) -> Lines<'_> {
        Lines::of(&self.text, encoding)
    }

    fn kind_now(&self) -> Kind {
        if self.path.file_name().is_some_and(|name| name == "launch.toml") {
            return Kind::Policy;
        }
        let is_toml = self.path.extension().is_some_and(|ending| ending.eq_ignore_ascii_case("toml"));
        match (begins(&self.text, "launch"), begins(&self.text, "kind")) {
            _ if is_toml => Kind::Other,
            (Some(_), Some(_)) => Kind::Plan,
            _ if reads_as_plan(&self.text) => Kind::Plan,
            (Some(launch), None) if !launch.is_empty() => Kind::Beginning,
            _ => Kind::Other,
        }
    }
}

/// What follows a key on its line, where a text has that key at its top. Works on any text.
fn begins<'t>(text: &'t str, key: &str) -> Option<&'t str> {
    let quotes: &[char] = &['"', '\''];
    let of_line = |line: &'t str| {
        let rest = line.trim_start_matches(quotes).strip_prefix(key)?;
        let rest = rest.trim_start_matches(quotes).trim_start().strip_prefix(':')?;
        let ends = rest.is_empty() || rest.starts_with([' ', '\t']);
        ends.then(|| rest.split(" #").next().unwrap_or_default().trim())
    };
    text.trim_start_matches('\u{feff}').split(['\n', '\r']).find_map(of_line)
}

/// The longest text that is read to tell whether it is a plan, in bytes.
const LOOKED_AT: usize = 64 << 10;

/// What a plan has beside its name and its kind, and few other files have.
const OF_A_PLAN: [&str; 7] = ["tier", "dates", "needs", "stages", "handoffs", "promises", "waivers"];

/// Whether a text is a plan that is written in another way, between braces or further in, or that lacks its name or
/// its kind or has one of them misspelt.
fn reads_as_plan(text: &str) -> bool {
    let read = || yaml::parse(&Source::new("", text)).root;
    let Some(root) = (text.len() <= LOOKED_AT).then(read).flatten() else { return false };
    let meant = |key: &str| {
        let mut keys = root.entries().iter().map(|entry| entry.key.as_str());
        keys.any(|written| text::did_you_mean(written, [key]) == Some(key))
    };
    let others = OF_A_PLAN.iter().filter(|key| root.entry(key).is_some()).count();
    match (meant("launch"), meant("kind")) {
        (true, true) => true,
        (true, false) => others > 0,
        (false, true) => others > 1,
        (false, false) => false,
    }
}

/// A path as a command that runs here would be given it.
fn near(path: &Path) -> PathBuf {
    disk::here()
        .and_then(|here| path.strip_prefix(here).ok().map(Path::to_owned))
        .unwrap_or_else(|| path.to_owned())
}

/// Every text that is open, by its URI.
pub(super) type Documents = BTreeMap<String, Document>;

#[cfg(test)]
mod tests {
    use super::{Document, Kind};
    use crate::lsp::encoding::Encoding;
    use gen_lsp_types::{
        Position, Range, TextDocumentContentChangeEvent as Change, TextDocumentContentChangePartial,
        TextDocumentContentChangeWholeDocument,
    };

    fn kind(name: &str, text: &str) -> Kind {
        Document::new(&format!("file:///a/{name}"), 1, text.to_owned()).kind
    }

    #[test]
    fn plans_and_policies_are_told_from_everything_else() {
        assert_eq!(kind("a.yaml", "# hello\nlaunch: X\nkind: product\nstages: ["), Kind::Plan);
        assert_eq!(kind("a.yaml", "\u{feff}\"kind\": x\r\n'launch' :\r\n"), Kind::Plan);
        assert_eq!(kind("a.yaml", "# a\n{launch: X,\n kind: product}"), Kind::Plan);
        for text in [
            "  launch: X\n  kind: product",
            "--- {launch: X, kind: product}",
            "? launch\n: X\n? kind\n: product",
            "lauch: X\nkind: product\nstages: {}",
            "launch: X\nknd: product",
            "launch: X\nstages: {}",
            "kind: product\ntier: 1\nstages: {}",
        ] {
            assert_eq!(kind("a.yaml", text), Kind::Plan, "{text}");
        }
        assert_eq!(kind("a.yaml", "launch: X\n"), Kind::Beginning);
        assert_eq!(kind("launch.toml", "x"), Kind::Policy);
        for text in [
            "",
            "kind: Service\nmetadata: {}",
            "launch:\n- node: {}",
            "kind: Pipeline\nstages: []",
            "a:\n  launch: x\n  kind: y",
        ] {
            assert_eq!(kind("a.yaml", text), Kind::Other, "{text}");
        }
        assert_eq!(kind("a.toml", "launch: X\nkind: product\n"), Kind::Other);
    }

    #[test]
    fn changes_are_made_where_they_are_meant() {
        let mut document = Document::new("file:///a/b.yaml", 1, "launch: 価👩x\nkind: product\n".to_owned());
        let part = |from: (u32, u32), to: (u32, u32), text: &str| {
            let at = |(line, character)| Position { line, character };
            #[expect(deprecated, reason = "the type has the field")]
            Change::TextDocumentContentChangePartial(TextDocumentContentChangePartial {
                range: Range { start: at(from), end: at(to) },
                range_length: None,
                text: text.to_owned(),
            })
        };
        document.change(2, vec![part((0, 11), (0, 12), "é"), part((1, 6), (9, 9), "")], Encoding::Utf16);
        assert_eq!((document.text.as_str(), document.version), ("launch: 価👩é\nkind: ", 2));
        document.change(3, vec![part((1, 0), (1, 9), "")], Encoding::Utf16);
        assert_eq!((document.kind, document.touched), (Kind::Plan, Some(18)), "once a plan, always one");
        let whole = TextDocumentContentChangeWholeDocument { text: "x".to_owned() };
        document.change(4, vec![Change::TextDocumentContentChangeWholeDocument(whole)], Encoding::Utf16);
        assert_eq!(document.text, "x");
    }
}
