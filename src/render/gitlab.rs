//! `--format gitlab`: the code-quality report that GitLab shows in a merge request.

use serde::Serialize;

use crate::render::issue::{Issue, Weight};
use crate::render::pretty::pretty;
use crate::render::words::stop;
use crate::text::visible;

/// The issues as one JSON array.
///
/// # Errors
/// Never in practice: every value is text or a number.
pub fn render(issues: &[Issue<'_>]) -> serde_json::Result<String> {
    let entries: Vec<Entry<'_>> = issues.iter().map(entry).collect();
    pretty(&entries, 1024 * issues.len())
}

#[derive(Serialize)]
struct Entry<'a> {
    description: String,
    check_name: &'a str,
    fingerprint: &'a str,
    severity: &'static str,
    location: Location<'a>,
}

#[derive(Serialize)]
struct Location<'a> {
    path: &'a str,
    lines: Lines,
}

#[derive(Serialize)]
struct Lines {
    begin: usize,
    end: usize,
}

fn entry<'a>(issue: &'a Issue<'_>) -> Entry<'a> {
    let excuse = issue.excuse().map(|excuse| format!("({excuse}) ")).unwrap_or_default();
    let help = issue.help.map(|help| format!("{} Next: {help}", stop(issue.message))).unwrap_or_default();
    Entry {
        description: visible(&format!("{excuse}{}{help}", issue.message)).into_owned(),
        check_name: issue.check,
        fingerprint: &issue.fingerprint,
        severity: severity(issue.weight),
        location: Location {
            path: &issue.path,
            lines: Lines {
                begin: issue.place.map_or(1, |place| place.start.line),
                end: issue.place.map_or(1, |place| place.end.line),
            },
        },
    }
}

/// All five severities mean something: no verdict, no-go, no-go because of another finding, look at
/// it, and excused, open by agreement or between launches.
fn severity(weight: Weight) -> &'static str {
    match weight {
        Weight::Invalid => "blocker",
        Weight::Error => "critical",
        Weight::FollowingError => "major",
        Weight::Warning | Weight::FollowingWarning => "minor",
        Weight::Excused | Weight::Note => "info",
    }
}
