//! What became of each plan, in a line each: for where the report itself does not go.

use crate::finding::Level;
use crate::report::{PlanReport, Report};
use crate::text::{ticked, visible};
use crate::verdict::Verdict;

/// How many plans have a line.
const MOST: usize = 10;

/// A line for each plan with its verdict, the first reason for it and the files that hold the report, the worst
/// first; of many plans the first few, and how many more there are.
pub fn lines(report: &Report, files: &[String]) -> String {
    let plans = report.worst_first();
    let (shown, rest) = plans.split_at_checked(MOST).unwrap_or((plans.as_slice(), &[]));
    let place = match files {
        [] => String::new(),
        files => format!("; the report is in {}", ticked(files, "and")),
    };
    let line = |plan: &&PlanReport| {
        let why = why(plan).map(|why| format!(", {why}")).unwrap_or_default();
        let line = format!("{}: {}{why}{place}", title(plan.verdict), plan.path);
        visible(&line).into_owned() + "\n"
    };
    let mut lines: String = shown.iter().map(line).collect();
    if !rest.is_empty() {
        let all = [None, Some(Verdict::NoGo), Some(Verdict::GoWithConditions), Some(Verdict::Go)];
        let counted =
            all.map(|verdict| (rest.iter().filter(|plan| plan.verdict == verdict).count(), verdict));
        let parts = counted.iter().filter(|(number, _)| *number > 0);
        let parts: Vec<String> =
            parts.map(|(number, verdict)| format!("{number} {}", title(*verdict))).collect();
        lines.push_str(&format!("and {} more: {}\n", rest.len(), parts.join(", ")));
    }
    lines
}

fn title(verdict: Option<Verdict>) -> &'static str {
    verdict.map_or("NO VERDICT", Verdict::title)
}

/// The first reason for a verdict, with its line.
fn why(plan: &PlanReport) -> Option<String> {
    match plan.verdict {
        None => plan.errors.first().map(|error| match &error.place {
            Some((place, _)) => format!("line {}: {}", place.start.line, error.message),
            None => error.message.clone(),
        }),
        Some(Verdict::NoGo) => {
            let mut counted = plan.findings.iter().filter(|one| one.counts() && one.level == Level::Error);
            counted.next().map(|one| format!("line {}: {}", one.place.start.line, one.message))
        }
        Some(Verdict::GoWithConditions) => {
            let condition = plan.conditions.first();
            let of_condition = |one: &crate::report::ConditionRow| match one.due {
                Some(due) => format!("open until {due}: {}", one.what),
                None => format!("open: {}", one.what),
            };
            let waiver = || plan.waivers.first().map(|one| format!("waived: `{}` at `{}`", one.rule, one.at));
            condition.map(of_condition).or_else(waiver)
        }
        Some(Verdict::Go) => None,
    }
}
