//! Several plans: one table, worst first.

use std::fmt::Write as _;

use crate::render::table::{Column, Lines, table};
use crate::render::text::{Layout, plan};
use crate::render::words;
use crate::report::{PlanReport, Report};
use crate::text;
use crate::verdict::Verdict;

const COLUMNS: [Column; 5] = [
    Column::word("Verdict"),
    Column::name("Launch"),
    Column::word("Gate date"),
    Column::number("Errors"),
    Column::text("Weakest link"),
];

/// The headline of several plans and their table.
pub(super) fn render(report: &Report, plans: &[&PlanReport], layout: Layout) -> String {
    let rows: Vec<Vec<Lines>> = plans.iter().map(|plan| row(plan)).collect();
    let mut between = String::new();
    for collision in &report.collisions {
        let opening = if between.is_empty() { "\nBetween the launches\n" } else { "" };
        let message = text::fold(&text::visible(&collision.message), layout.width, 4);
        let _ = writeln!(between, "{opening}  - {message}");
    }
    format!("{}{}{between}", headline(report, plans, layout), table(&COLUMNS, rows, layout.width))
}

/// What stands behind the launches that are told `in_full`: what is to be said of those told by their row alone,
/// and the verdict over all, which is the last that is left on a screen.
pub(super) fn end(
    report: &Report,
    plans: &[&PlanReport],
    (in_full, by_row): (usize, &[&PlanReport]),
    layout: Layout,
) -> String {
    let mut out = String::new();
    if !by_row.is_empty() {
        let line = words::told_by_row(by_row.len());
        let _ = writeln!(out, "\n{}", text::fold(&line, layout.width, 2));
        for line in words::of_rows(by_row) {
            let _ = writeln!(out, "  {}", text::fold(&text::visible(&line), layout.width, 4));
        }
    }
    if in_full > 0 {
        let _ = write!(out, "\n{}", headline(report, plans, layout));
    }
    out
}

fn headline(report: &Report, plans: &[&PlanReport], layout: Layout) -> String {
    let count = |verdict| plans.iter().filter(|plan| plan.verdict == verdict).count();
    let parts: Vec<String> = [
        (count(None), "no verdict"),
        (count(Some(Verdict::NoGo)), "NO-GO"),
        (count(Some(Verdict::GoWithConditions)), "GO WITH CONDITIONS"),
        (count(Some(Verdict::Go)), "GO"),
    ]
    .into_iter()
    .filter(|(number, _)| *number > 0)
    .map(|(number, word)| format!("{number} {word}"))
    .collect();
    let title = report.verdict.map_or(plan::NO_VERDICT, Verdict::title);
    let line = format!(
        "{title}  {}: {}, as of {}",
        text::count(plans.len(), "launch"),
        parts.join(", "),
        report.as_of
    );
    let painted = plan::verdict(report.verdict, layout.color);
    let strict = words::strict(report, report.verdict);
    let strict = strict.map(|line| format!("  {}\n", text::fold(&line, layout.width, 2))).unwrap_or_default();
    format!("{}\n{strict}", text::fold(&line, layout.width, 2).replacen(title, &painted, 1))
}

fn row(plan: &PlanReport) -> Vec<Lines> {
    let dash = || "—".to_owned();
    let weakest = plan.weakest.as_ref();
    vec![
        plan.verdict.map_or(plan::NO_VERDICT, Verdict::title).into(),
        [plan.launch.clone().unwrap_or_else(dash), plan.path.clone()].into(),
        plan.date.map_or_else(dash, |date| date.to_string()).into(),
        plan.error_count().to_string().into(),
        weakest
            .map_or_else(dash, |weakest| format!("{} {} of {}", weakest.stage, weakest.met, weakest.of))
            .into(),
    ]
}
