//! `--format text`: the verdict first, then what is missing, then why.

mod plan;
mod summary;
mod tables;

use anstyle::Style;
use rayon::prelude::*;

use crate::render::words;
use crate::report::Report;

/// How text is laid out.
#[derive(Clone, Copy, Debug)]
pub struct Layout {
    /// Columns of the terminal, or of the page.
    pub width: usize,
    /// Whether colours may be used. They never say anything alone.
    pub color: bool,
}

/// The report as text. One plan needs no threads.
pub fn render(report: &Report, layout: Layout) -> String {
    let plans = words::worst_first(report);
    if let [only] = plans.as_slice() {
        return plan::render(report, only, layout);
    }
    let mut sections = vec![summary::render(report, &plans, layout)];
    sections.par_extend(plans.par_iter().map(|plan| plan::render(report, plan, layout)));
    sections.join("\n")
}

fn styled(text: &str, style: Style, color: bool) -> String {
    if color { format!("{style}{text}{style:#}") } else { text.to_owned() }
}

pub(super) fn heading(text: &str, layout: Layout) -> String {
    format!("\n{}\n", styled(text, Style::new().bold(), layout.color))
}
