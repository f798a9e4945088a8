//! What a printed report says of itself, so that it can be held against its plan later: what it was made of,
//! and a digest of its own bytes. The same lines stand at the foot of every format.

use std::fmt::Write as _;

use jiff::civil::Date;
use serde_json::Value as Json;

use crate::brief::Brief;
use crate::digest::{canonical, digest, is_digest, short};
use crate::moment;
use crate::policy::Gate;

/// The line that a record begins with: the version of its form.
const FIRST: &str = "launch-report: 1";
/// What stands before the digest of the page's own bytes, in the last line.
const SEAL: &str = "seal: ";
/// The most bytes that a text of people may have in a record.
const LONGEST: usize = 1024;
/// The most parts of a plan that are told apart.
const PARTS: usize = 64;

/// This version of the tool.
pub const TOOL: &str = env!("CARGO_PKG_VERSION");

/// How a report was written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Form {
    /// For a terminal, or plain paper.
    Text,
    /// For a page or a comment.
    Markdown,
    /// For a browser, and to print.
    Html,
}

/// What a report was made of.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Record {
    /// The version of the tool.
    pub tool: String,
    /// How it was written.
    pub form: Form,
    /// The plan's file, as it was shown.
    pub file: String,
    /// The gate it was judged for.
    pub gate: Gate,
    /// The day it was judged for.
    pub as_of: Date,
    /// What it was compared with, as that was named.
    pub since: Option<String>,
    /// The revision that the policy was read from.
    pub policy_from: Option<String>,
    /// The digest of what the plan said.
    pub plan: String,
    /// The digest of the policy's texts.
    pub policy: String,
    /// The begin of the digest of each part of the plan.
    pub parts: Vec<(String, String)>,
}

/// A record that was found on a page, and whether the page is as it was written.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Found {
    /// What the page was made of.
    pub record: Record,
    /// Whether its bytes are those that were written.
    pub intact: bool,
}

impl Form {
    const ALL: [Form; 3] = [Form::Text, Form::Markdown, Form::Html];

    /// The word for it.
    pub fn word(self) -> &'static str {
        match self {
            Form::Text => "text",
            Form::Markdown => "markdown",
            Form::Html => "html",
        }
    }
}

impl Record {
    /// What a report is made of.
    pub fn of(brief: &Brief, form: Form) -> Record {
        let report = &brief.reading.report;
        Record {
            tool: TOOL.to_owned(),
            form,
            file: report.path.clone(),
            gate: report.gate,
            as_of: brief.as_of,
            since: brief.since.as_ref().map(|since| since.named.clone()),
            policy_from: report.policy_from.as_ref().map(|from| from.revision.clone()),
            plan: brief.reading.digest(),
            policy: report.policy_digest.as_ref().map_or_else(String::new, |digest| digest.get().to_owned()),
            parts: parts(&brief.reading.content),
        }
    }

    /// Its lines, up to the place of the seal.
    pub fn lines(&self) -> String {
        let mut out = format!("{FIRST}\n");
        let parts: Vec<String> = self.parts.iter().map(|(key, digest)| format!("{key} {digest}")).collect();
        let optional = |text: &Option<String>| text.as_deref().map_or_else(|| "-".to_owned(), encoded);
        let lines = [
            ("tool", encoded(&self.tool)),
            ("format", self.form.word().to_owned()),
            ("file", encoded(&self.file)),
            ("gate", self.gate.word().to_owned()),
            ("as-of", self.as_of.to_string()),
            ("since", optional(&self.since)),
            ("policy-from", optional(&self.policy_from)),
            ("plan", self.plan.clone()),
            ("policy", self.policy.clone()),
            ("parts", parts.join(", ")),
        ];
        for (key, value) in lines {
            let _ = writeln!(out, "{key}: {value}");
        }
        out + SEAL
    }

    /// The parts of the plan that are not what they were.
    pub fn changed(&self, now: &Record) -> Vec<String> {
        let of = |parts: &[(String, String)], key: &str| {
            parts.iter().find(|(known, _)| known == key).map(|(_, digest)| digest.clone())
        };
        let mut keys: Vec<&String> = self.parts.iter().chain(&now.parts).map(|(key, _)| key).collect();
        keys.sort();
        keys.dedup();
        keys.retain(|key| of(&self.parts, key) != of(&now.parts, key));
        keys.into_iter().cloned().collect()
    }
}

/// Puts the seal in its place: the digest of all other bytes of the page.
pub fn sealed(before: &str, behind: &str) -> String {
    format!("{before}{}{behind}", digest([before, behind].concat().as_bytes()))
}

/// The record of a page, if it has one; the last one counts.
///
/// # Errors
/// What is wrong with it.
pub fn find(page: &str) -> Result<Found, String> {
    let start = page.rfind(FIRST).ok_or("it has no line `launch-report: 1`")?;
    let text = page.get(start + FIRST.len()..).unwrap_or_default();
    let mut lines = text.lines();
    if lines.next() != Some("") {
        return Err("its record is of another form".to_owned());
    }
    let mut field = |name: &str| {
        let line = lines.next().unwrap_or_default();
        let value = line.strip_prefix(name).and_then(|rest| rest.strip_prefix(": "));
        value.map(str::to_owned).ok_or_else(|| format!("its record has no `{name}` where that belongs"))
    };
    let record = Record {
        tool: decoded(&field("tool")?)?,
        form: form(&field("format")?)?,
        file: decoded(&field("file")?)?,
        gate: gate(&field("gate")?)?,
        as_of: day(&field("as-of")?)?,
        since: optional(&field("since")?)?,
        policy_from: optional(&field("policy-from")?)?,
        plan: a_digest(field("plan")?)?,
        policy: a_digest(field("policy")?)?,
        parts: read_parts(&field("parts")?)?,
    };
    let seal = a_digest(field("seal")?.chars().take("sha256:".len() + 64).collect())?;
    let at = start + page.get(start..).and_then(|rest| rest.find(&format!("\n{SEAL}"))).unwrap_or_default();
    let (before, rest) = page.split_at(at + 1 + SEAL.len());
    let behind = rest.strip_prefix(seal.as_str()).unwrap_or_default();
    Ok(Found { record, intact: sealed(before, behind) == page })
}

/// A digest of each part of a plan: too short to prove anything, and long enough to say what changed.
fn parts(content: &Json) -> Vec<(String, String)> {
    let parts = content.as_object().into_iter().flatten();
    let short_of = |value: &Json| {
        let whole = digest(canonical(value).as_bytes());
        short(&whole).trim_start_matches("sha256:").to_owned()
    };
    parts.map(|(key, value)| (key.clone(), short_of(value))).collect()
}

fn read_parts(text: &str) -> Result<Vec<(String, String)>, String> {
    let wrong = || "its record names the parts of the plan in another form".to_owned();
    let is_key = |key: &str| key.len() <= 40 && key.bytes().all(|b| b.is_ascii_lowercase() || b == b'_');
    let part = |text: &str| {
        let (key, short) = text.split_once(' ')?;
        let hex = short.len() == 12 && short.bytes().all(|b| matches!(b, b'0'..=b'9' | b'a'..=b'f'));
        (is_key(key) && hex).then(|| (key.to_owned(), short.to_owned()))
    };
    let parts: Option<Vec<_>> = text.split(", ").take(PARTS + 1).map(part).collect();
    parts.filter(|parts| parts.len() <= PARTS).ok_or_else(wrong)
}

fn a_digest(text: String) -> Result<String, String> {
    match is_digest(&text) {
        true => Ok(text),
        false => Err("its record has something else in the place of a digest".to_owned()),
    }
}

fn form(text: &str) -> Result<Form, String> {
    let known = Form::ALL.into_iter().find(|form| form.word() == text);
    known.ok_or_else(|| "its record names a format that launch does not write".to_owned())
}

fn gate(text: &str) -> Result<Gate, String> {
    let known = [Gate::Internal, Gate::External].into_iter().find(|gate| gate.word() == text);
    known.ok_or_else(|| "its record names a gate that there is not".to_owned())
}

fn day(text: &str) -> Result<Date, String> {
    let day = moment::parse(text).ok().filter(|moment| moment.date.to_string() == text);
    day.map(|moment| moment.date).ok_or_else(|| "its record has no day in the place of one".to_owned())
}

fn optional(text: &str) -> Result<Option<String>, String> {
    if text == "-" { Ok(None) } else { decoded(text).map(Some) }
}

/// Whether a byte stands for itself in a record: then no format has to escape it.
fn is_plain(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || b"._/@^~+-".contains(&byte)
}

/// A text in a line of a record; never `-` alone, which stands for nothing.
fn encoded(text: &str) -> String {
    let mut out = String::new();
    for byte in text.bytes() {
        match is_plain(byte) && text != "-" {
            true => out.push(char::from(byte)),
            false => {
                let _ = write!(out, "%{byte:02X}");
            }
        }
    }
    out
}

fn decoded(text: &str) -> Result<String, String> {
    let wrong = || "its record has a text that launch does not write".to_owned();
    let mut bytes = Vec::new();
    let mut rest = text.as_bytes();
    while let Some((first, behind)) = rest.split_first() {
        let hex = behind.get(..2).filter(|_| *first == b'%').and_then(|hex| std::str::from_utf8(hex).ok());
        let byte = hex.and_then(|hex| u8::from_str_radix(hex, 16).ok());
        bytes.push(byte.unwrap_or(*first));
        rest = if byte.is_some() { behind.get(2..).unwrap_or_default() } else { behind };
    }
    let found = String::from_utf8(bytes).map_err(|_| wrong())?;
    let is_ours = !found.is_empty() && found.len() <= LONGEST && encoded(&found) == text;
    if is_ours { Ok(found) } else { Err(wrong()) }
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;
    use proptest::prelude::*;

    use super::{Form, Record, find, sealed};
    use crate::policy::Gate;

    fn record(file: &str, since: Option<&str>) -> Record {
        Record {
            tool: "0.1.0".to_owned(),
            form: Form::Html,
            file: file.to_owned(),
            gate: Gate::Internal,
            as_of: date(2026, 5, 28),
            since: since.map(str::to_owned),
            policy_from: None,
            plan: format!("sha256:{}", "a".repeat(64)),
            policy: format!("sha256:{}", "0".repeat(64)),
            parts: vec![("dates".to_owned(), "0123456789ab".to_owned())],
        }
    }

    proptest! {
        #[test]
        fn what_is_written_is_read(file in "[^\u{0}]{1,40}", since in proptest::option::of(".{1,20}"), around in ".*") {
            let record = record(&file, since.as_deref());
            let page = sealed(&format!("{around}\n{}", record.lines()), &format!("\n{}", around.replace("launch-report: 1", "")));
            let found = find(&page).expect("a record");
            prop_assert!(found.intact);
            prop_assert_eq!(found.record, record);
        }

        #[test]
        fn nothing_makes_it_fail(page in ".*", cut in 0_usize..600) {
            let whole = format!("{}{page}", record("plan.yaml", None).lines());
            let cut: String = whole.chars().take(cut).collect();
            let _ = (find(&page), find(&whole), find(&cut));
        }
    }

    #[test]
    fn a_page_with_another_byte_is_not_intact() {
        let page = sealed(&format!("NO-GO\n{}", record("plan.yaml", None).lines()), "\n</html>\n");
        assert!(find(&page).is_ok_and(|found| found.intact));
        for (was, is) in [("NO-GO", "GO   "), ("2026-05-28", "2026-05-29"), ("</html>", "</HTML>")] {
            assert!(find(&page.replace(was, is)).is_ok_and(|found| !found.intact), "{was}");
        }
    }

    #[test]
    fn only_what_launch_writes_is_a_record() {
        let page = sealed(&record("plan.yaml", None).lines(), "\n");
        for (was, is) in [
            ("format: html", "format: pdf"),
            ("gate: internal", "gate: any"),
            ("as-of: 2026-05-28", "as-of: 28 May"),
            ("as-of: 2026-05-28", "as-of: 2026-05-28T10:00:00Z"),
            ("file: plan.yaml", "file: plan yaml"),
            ("file: plan.yaml", "file: %70lan.yaml"),
            ("since: -", "since: "),
            ("sha256:aa", "sha256:AA"),
            ("dates 0123456789ab", "dates 0123"),
            ("launch-report: 1", "launch-report: 2"),
            ("tool: 0.1.0\n", ""),
        ] {
            assert!(find(&page.replacen(was, is, 1)).is_err(), "{is}");
        }
    }
}
