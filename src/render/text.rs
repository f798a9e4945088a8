//! `--format text`: the verdict first, then what is missing, then why.

mod plan;
mod summary;
mod tables;

use std::iter;

use anstyle::Style;

use crate::render::{Pieces, pieces, words};
use crate::report::Report;

/// How text is laid out.
#[derive(Clone, Copy, Debug)]
pub struct Layout {
    /// Columns of the terminal, or of the page.
    pub width: usize,
    /// Whether colours may be used. They never say anything alone.
    pub color: bool,
}

/// The report as text.
pub fn render(report: &Report, layout: Layout) -> Pieces<'_> {
    let plans = report.worst_first();
    if let [only] = plans.as_slice() {
        return Box::new(iter::once(Ok(plan::render(report, only, layout))));
    }
    let summary = summary::render(report, &plans, layout);
    let (in_full, by_row) = words::in_full(&plans);
    let end = summary::end(report, &plans, (in_full.len(), &by_row), layout);
    let section = move |plan: &&_| Ok(format!("\n{}", plan::render(report, plan, layout)));
    Box::new(iter::once(Ok(summary)).chain(pieces(in_full, section)).chain(iter::once(Ok(end))))
}

fn styled(text: &str, style: Style, color: bool) -> String {
    if color { format!("{style}{text}{style:#}") } else { text.to_owned() }
}

pub(super) fn heading(text: &str, layout: Layout) -> String {
    format!("\n{}\n", styled(text, Style::new().bold(), layout.color))
}
