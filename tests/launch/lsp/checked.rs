//! What an editor is shown, held against what `launch check` says of the same text.

use std::path::Path;

use serde_json::Value;

use crate::command::run;
use crate::lsp::client::Client;

/// One thing that is wrong: where (lines and columns in characters, from 1), how bad, which rule, and what.
pub(crate) type Fault = (usize, usize, usize, usize, &'static str, String, String);

/// How many units of an encoding a character takes.
pub(crate) type Units = fn(char) -> usize;

/// What `launch check` says of a text that lies in a file.
pub(crate) fn by_the_check(folder: &Path, name: &str) -> Vec<Fault> {
    let ended = run(folder, &["check", name, "--as-of", "2026-05-28", "--format", "json"]);
    let report: Value =
        serde_json::from_str(&ended.out).unwrap_or_else(|error| panic!("{error}: {}", ended.err));
    let plan = &report["plans"][0];
    let list = |key: &str| plan[key].as_array().cloned().unwrap_or_default();
    let place = |of: &Value| {
        let number = |key: &str| usize::try_from(of[key].as_u64().unwrap_or(1)).expect("small");
        (number("line"), number("column"), number("end_line"), number("end_column"))
    };
    let text = |value: &Value| launch::text::visible(value.as_str().unwrap_or_default()).into_owned();
    let error = |error: &Value| {
        let (a, b, c, d) = place(error);
        let help = error["help"].as_str().map(|help| format!("\n{}", launch::text::visible(help)));
        let message = format!("{}{}", text(&error["message"]), help.unwrap_or_default());
        (a, b, c, d, "error", String::new(), message)
    };
    let finding = |finding: &Value| {
        let (a, b, c, d) = place(finding);
        let waived = finding["waived_by"].as_str().map(|by| format!("\nwaived by `{by}`"));
        let covered = finding["covered_by"].as_str().map(|by| format!("\ncovered by the condition `{by}`"));
        let level = match finding["level"].as_str() {
            _ if waived.is_some() || covered.is_some() => "hint",
            Some("error") => "error",
            _ => "warn",
        };
        let message = format!("{}\n{}", text(&finding["message"]), text(&finding["help"]));
        let message = message + &waived.unwrap_or_default() + &covered.unwrap_or_default();
        (a, b, c, d, level, finding["rule"].as_str().unwrap_or_default().to_owned(), message)
    };
    let mut faults: Vec<Fault> =
        list("errors").iter().map(error).chain(list("findings").iter().map(finding)).collect();
    faults.sort();
    faults
}

/// What an editor is shown of a text, in the same words.
pub(crate) fn in_the_editor(client: &mut Client, name: &str, text: &str, units: Units) -> Vec<Fault> {
    let lines = lines(text);
    let column = |line: usize, character: usize| {
        let (mut left, mut column) = (character, 1);
        for (at, c) in lines.get(line).unwrap_or(&"").chars().enumerate() {
            if left == 0 {
                break;
            }
            left -= units(c).min(left);
            let is_mark = (line, at, c) == (0, 0, '\u{feff}');
            column += usize::from(!is_mark);
        }
        assert_eq!(left, 0, "a place in line {line} that is not there");
        column
    };
    let place = |place: &Value| {
        let number = |key: &str| usize::try_from(place[key].as_u64().expect("a number")).expect("small");
        (number("line") + 1, column(number("line"), number("character")))
    };
    let fault = |one: Value| {
        let ((a, b), (c, d)) = (place(&one["range"]["start"]), place(&one["range"]["end"]));
        let level = match one["severity"].as_u64() {
            Some(1) => "error",
            Some(2) => "warn",
            Some(4) => "hint",
            other => panic!("a severity of {other:?}"),
        };
        assert_eq!(one["source"], "launch");
        let text = |key: &str| one[key].as_str().unwrap_or_default().to_owned();
        (a, b, c, d, level, text("code"), text("message"))
    };
    let mut faults: Vec<Fault> = client.diagnostics(name).into_iter().map(fault).collect();
    faults.sort();
    faults
}

fn lines(text: &str) -> Vec<&str> {
    let mut lines = Vec::new();
    let mut rest = text;
    while let Some(at) = rest.find(['\n', '\r']) {
        let length = if rest[at..].starts_with("\r\n") { 2 } else { 1 };
        lines.push(&rest[..at]);
        rest = &rest[at + length..];
    }
    lines.push(rest);
    lines
}
