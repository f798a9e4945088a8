//! What holds of every report in every format: on a plan with this text where it looks like one, otherwise on
//! a plan that holds the texts between its record separators.

use std::path::Path;

use launch::brief::Brief;
use launch::brief::record::Form;
use launch::judge::Judge;
use launch::policy::Gate;
use launch::render::brief;
use launch::report::Report;
use launch::retrace;
use launch::source::Source;

use crate::formats::{kept, texts};
use crate::fuzzed::inputs::text;
use crate::overlay::base_day;
use crate::report::page::faults;

/// The texts between the record separators, each as long as a field of words may well be; none of a plan.
fn parts(text: &str) -> Option<Vec<String>> {
    let is_plan = text.contains("launch:") && !text.contains('\u{1e}');
    let part = |part: &str| part.chars().take(200).collect();
    (!is_plan).then(|| text.split('\u{1e}').map(part).collect())
}

const FORMATS: [fn(&Report); 8] = [
    kept::csv,
    kept::github,
    kept::gitlab,
    kept::ics,
    kept::json_and_text,
    kept::junit,
    kept::markdown,
    kept::sarif,
];

/// A report in every format, and the page on the launch; the plan is judged once for all of them.
pub(crate) fn render(bytes: &[u8]) {
    let Some(text) = text(bytes) else { return };
    let (name, plan) = match parts(text) {
        Some(parts) => (format!("{}.yaml", parts.concat()), texts::plan(&parts)),
        None => ("plan.yaml".to_owned(), text.to_owned()),
    };
    let report = texts::report_on(&name, &plan);
    for keeps in FORMATS {
        keeps(&report);
    }
    page(plan);
}

/// The page on one launch, as a browser reads it: our own elements and attributes, and words.
fn page(plan: String) {
    let judge = Judge::new(Gate::External, base_day(), None).without_history();
    let brief = judge.look(Path::new("/nowhere/plan.yaml"), Source::new("plan.yaml", plan), |seen| {
        Brief::of(&seen.ctx(), seen.file, seen.raised, retrace::reading(&judge, seen))
    });
    let Ok(brief) = brief else { return };
    let page = brief::render(&brief, Form::Html);
    assert_eq!(faults(&page), [""; 0], "{page}");
}
