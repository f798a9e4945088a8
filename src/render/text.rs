//! `--format text`: the verdict first, then what is missing, then why.

mod plan;
mod summary;

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
pub fn render(report: &Report, layout: Layout) -> String {
    let mut plans: Vec<_> = report.plans.iter().collect();
    plans.sort_by_key(|plan| std::cmp::Reverse(summary::rank(plan)));
    let mut sections: Vec<String> = Vec::new();
    if plans.len() > 1 {
        sections.push(summary::render(report, &plans, layout));
    }
    sections.extend(plans.iter().map(|plan| plan::render(report, plan, layout)));
    sections.join("\n")
}
