//! `--format markdown`: for a page, a comment, or the summary of a step; GitHub-flavoured.

mod plan;
mod words;

use std::borrow::Cow;
use std::fmt::Write as _;

use rayon::prelude::*;

use crate::render::words::{in_full, of_rows, strict, told_by_row};
use crate::report::{PlanReport, Report};
use crate::text::{count, split_within};
use crate::verdict::Verdict;

pub use words::words;

/// The report, verdict first. One plan needs no threads.
pub fn render(report: &Report) -> String {
    let plans = report.worst_first();
    if let [only] = plans.as_slice() {
        return plan::render(report, only, "#");
    }
    let (in_full, by_row) = in_full(&plans);
    let mut sections = vec![summary(report, &plans)];
    sections.par_extend(in_full.par_iter().map(|plan| plan::render(report, plan, "##")));
    if !by_row.is_empty() {
        let said: Vec<String> = of_rows(&by_row).iter().map(|line| format!("- {}\n", words(line))).collect();
        sections.push(format!("{}\n\n{}", words(&told_by_row(by_row.len())), said.concat()));
    }
    sections.join("\n")
}

/// As much of a report as fits into some bytes, whole lines; the worst plans come first in it.
pub fn within(page: &str, bytes: usize) -> Cow<'_, str> {
    const REST: &str = "\nThe rest is left out: this page can hold no more.\n";
    if page.len() <= bytes {
        return Cow::Borrowed(page);
    }
    let (fits, _) = split_within(page, bytes.saturating_sub(REST.len()));
    let whole = fits.rfind('\n').and_then(|end| fits.get(..=end)).unwrap_or_default();
    Cow::Owned(if bytes < REST.len() { String::new() } else { format!("{whole}{REST}") })
}

/// The verdict over several plans and their table.
fn summary(report: &Report, plans: &[&PlanReport]) -> String {
    let verdict = report.verdict.map_or("NO VERDICT", Verdict::title);
    let mut out = format!("# {verdict}: {}, as of {}\n\n", count(plans.len(), "launch"), report.as_of);
    if let Some(strict) = strict(report, report.verdict) {
        let _ = writeln!(out, "{strict}\n");
    }
    out.push_str("| Verdict | Launch | Plan | Gate date | Errors | Weakest link |\n");
    out.push_str("| --- | --- | --- | --- | ---: | --- |\n");
    for plan in plans {
        let weakest = plan.weakest.as_ref();
        let _ = writeln!(
            out,
            "| {} | {} | {} | {} | {} | {} |",
            plan.verdict.map_or("NO VERDICT", Verdict::title),
            plan.launch.as_deref().map_or("—".into(), words),
            words(&plan.path),
            plan.date.map_or_else(|| "—".to_owned(), |date| date.to_string()),
            plan.error_count(),
            weakest.map_or_else(
                || "—".to_owned(),
                |weakest| format!("{} {} of {}", words(&weakest.stage), weakest.met, weakest.of)
            ),
        );
    }
    if !report.collisions.is_empty() {
        out.push_str("\n## Between the launches\n\n");
    }
    for collision in &report.collisions {
        let _ = writeln!(out, "- {}", words(&collision.message));
    }
    out
}

#[cfg(test)]
mod tests {
    use super::within;

    #[test]
    fn a_page_is_cut_at_a_line_and_says_so() {
        let page = "é line\n".repeat(100);
        assert_eq!(within(&page, page.len()), page);
        for bytes in 60..70 {
            let cut = within(&page, bytes);
            assert!(cut.len() <= bytes && cut.ends_with("can hold no more.\n"), "{cut}");
            assert!(
                cut.lines().all(|line| matches!(line, "" | "é line") || line.starts_with("The rest")),
                "{cut}"
            );
        }
        assert_eq!(within(&page, 10), "");
    }
}
