//! What a build's log would take for a command, in text that is printed.

use std::borrow::Cow;

/// What a format has for a sign that would begin a command of a build's log: runners obey lines that begin with
/// `::`, behind blanks too, and `##[` and `##vso[` wherever they stand.
#[derive(Clone, Copy, Debug)]
pub struct Signs {
    colon: &'static str,
    bracket: &'static str,
}

impl Signs {
    /// In words for people.
    pub const WORDS: Signs = Signs { colon: "\\:", bracket: "\\[" };
    /// In HTML and XML.
    pub const MARKUP: Signs = Signs { colon: "&#58;", bracket: "&#91;" };
    /// In JSON, and in YAML between double quotes.
    pub const JSON: Signs = Signs { colon: "\\u003a", bracket: "\\u005b" };

    /// Text of several lines without a command; nothing else is changed. `::: `, by which a drawing names a
    /// second file, begins none: its name would have to stand behind the second colon.
    pub fn in_lines(self, text: &str) -> Cow<'_, str> {
        if !text.contains("::") && !text.contains("##") {
            return Cow::Borrowed(text);
        }
        let lines = text.split_inclusive('\n').map(|line| {
            let (before, rest) = line.split_at(line.len() - behind_blanks(line).len());
            let begins = rest.starts_with("::") && !rest.starts_with("::: ");
            let (mark, rest) =
                if begins { (self.colon, rest.get(1..).unwrap_or_default()) } else { ("", rest) };
            format!("{before}{mark}{}", self.within(rest))
        });
        Cow::Owned(lines.collect())
    }

    /// The same of a text that nobody needs as it was: it is copied only where it changes.
    pub fn break_up(self, text: String) -> String {
        if let Cow::Owned(changed) = self.in_lines(&text) {
            return changed;
        }
        text
    }

    /// Text that begins no line, without a command.
    pub fn within(self, text: &str) -> Cow<'_, str> {
        if !text.as_bytes().contains(&b'#') || !(text.contains("##[") || text.contains("##vso[")) {
            return Cow::Borrowed(text);
        }
        let [group, task] = ["##", "##vso"].map(|mark| format!("{mark}{}", self.bracket));
        Cow::Owned(text.replace("##[", &group).replace("##vso[", &task))
    }
}

/// What stands on a line behind blanks and colours.
fn behind_blanks(line: &str) -> &str {
    let rest = line.trim_start();
    match rest.strip_prefix("\u{1b}[").and_then(|color| color.split_once('m')) {
        Some((color, rest)) if color.bytes().all(|b| b.is_ascii_digit() || b == b';') => behind_blanks(rest),
        _ => rest,
    }
}

/// Words for people that no log of a build takes for a command, whatever of a plan begins a line of them, and
/// nothing at all changed in what was made harmless before.
pub fn harmless(words: &str) -> Cow<'_, str> {
    Signs::WORDS.in_lines(words)
}
