//! What holds of every report in every format: on a plan with this text where it looks like one, otherwise on
//! a plan that holds the texts between its record separators.

use launch::report::Report;

use crate::formats::{kept, texts};
use crate::fuzzed::inputs::text;
use crate::fuzzed::shown;

/// The texts between the record separators, each as long as a field of words may well be; none of a plan.
fn parts(text: &str) -> Option<Vec<String>> {
    let is_plan = text.contains("launch:") && !text.contains('\u{1e}');
    let part = |part: &str| part.chars().take(200).collect();
    (!is_plan).then(|| text.split('\u{1e}').map(part).collect())
}

const FORMATS: [fn(&Report); 9] = [
    kept::csv,
    kept::failures,
    kept::github,
    kept::gitlab,
    kept::ics,
    kept::json_and_text,
    kept::junit,
    kept::markdown,
    kept::sarif,
];

/// A report in every format, and every other page that is made of it or of the plan.
pub(crate) fn render(bytes: &[u8]) {
    let Some(text) = text(bytes) else { return };
    let (name, plan) = match parts(text) {
        Some(parts) => (texts::name(&parts), texts::plan(&parts)),
        None => ("plan.yaml".to_owned(), text.to_owned()),
    };
    let report = texts::report_on(&name, &plan);
    for keeps in FORMATS {
        keeps(&report);
    }
    shown::of_report(&report);
    shown::of_plan(&plan);
}
