//! What holds of every report in each format: on a plan with this text where it begins like one, otherwise on
//! a plan that holds the texts between its record separators.

use launch::report::Report;

use crate::formats::{kept, texts};
use crate::fuzzed::inputs::text;

fn report(bytes: &[u8]) -> Option<Report> {
    let text = text(bytes)?;
    if text.starts_with("launch:") {
        return Some(texts::report_on("plan.yaml", text));
    }
    let parts: Vec<String> = text.split('\u{1e}').map(str::to_owned).collect();
    Some(texts::report(&parts))
}

macro_rules! formats {
    ($($format:ident),*) => {$(
        /// A report in this format.
        pub(crate) fn $format(bytes: &[u8]) {
            if let Some(report) = report(bytes) {
                kept::$format(&report);
            }
        }
    )*};
}

formats!(csv, github, gitlab, ics, json_and_text, junit, markdown, sarif);
