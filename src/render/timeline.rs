//! How the readiness of a launch moved, as text, Markdown and JSON.

use std::fmt::Write as _;

use serde::Serialize;

use crate::difference::{Course, Difference, EventKind};
use crate::render::difference::{self as changes, WireDifference};
use crate::render::document::document;
use crate::render::json::wire::Error;
use crate::render::markdown;
use crate::render::table::{Column, Lines, table};
use crate::render::text::{Layout, heading};
use crate::text::{count, fold, list, visible};
use crate::timeline::{Point, Stood, Timeline, Version};
use crate::verdict::Verdict;

const COLUMNS: [Column; 7] = [
    Column::word("Day"),
    Column::word("Commit"),
    Column::word("Verdict"),
    Column::number("Signed"),
    Column::number("Accepted"),
    Column::number("Errors"),
    Column::text("What happened"),
];

/// The heights of a sparkline's bars.
const BARS: [char; 8] = ['▁', '▂', '▃', '▄', '▅', '▆', '▇', '█'];

/// How wide a sparkline may be.
const WIDEST: usize = 60;

/// For people at a terminal.
pub fn text(timeline: &Timeline, layout: Layout) -> String {
    let mut out = format!("{}\n", fold(&visible(&head(timeline)), layout.width, 2));
    for line in asides(timeline) {
        let _ = writeln!(out, "  {}", fold(&visible(&line), layout.width, 2));
    }
    out.push_str(&sparklines(timeline));
    out.push('\n');
    out.push_str(&table(&COLUMNS, timeline.points.iter().map(row).collect(), layout.width));
    for (title, lines) in sections(timeline) {
        out.push_str(&heading(&title, layout));
        for line in lines {
            let _ = writeln!(out, "  {}", fold(&visible(&line), layout.width, 4));
        }
    }
    out
}

/// For a page or a comment.
pub fn markdown(timeline: &Timeline) -> String {
    let words = markdown::words;
    let mut out = format!("# {}\n", words(&head(timeline)));
    for line in asides(timeline) {
        let _ = write!(out, "\n{}\n", words(&line));
    }
    out.push_str("\n| Day | Commit | Verdict | Signed | Accepted | Errors | What happened |\n|---|---|---|---:|---:|---:|---|\n");
    for point in &timeline.points {
        let cells = cells(point);
        let cells: Vec<_> = cells.iter().map(|cell| words(cell)).collect();
        let _ = writeln!(out, "| {} |", cells.join(" | "));
    }
    for (title, lines) in sections(timeline) {
        let _ = write!(out, "\n## {title}\n\n");
        for line in lines {
            let _ = writeln!(out, "- {}", words(&line));
        }
    }
    out
}

fn head(timeline: &Timeline) -> String {
    let name = timeline.launch.as_deref().unwrap_or(&timeline.path);
    let commits = timeline.points.iter().map(|point| point.version.commits).sum();
    let days: Vec<String> =
        timeline.points.iter().filter_map(|point| Some(point.version.day?.to_string())).collect();
    let span = match (days.first(), days.last()) {
        (Some(first), Some(last)) if first != last => format!(", {first} to {last}"),
        (Some(first), _) => format!(", {first}"),
        _ => String::new(),
    };
    format!("{name}: how readiness moved · {}{span}", count(commits, "commit"))
}

fn asides(timeline: &Timeline) -> Vec<String> {
    let mut found = Vec::new();
    let committed = timeline.points.iter().filter(|point| point.version.commit.is_some());
    let mut names: Vec<&str> = committed.map(|point| point.version.path.as_str()).collect();
    names.dedup();
    if names.len() > 1 {
        found.push(format!("The file was renamed: {}.", names.join(" → ")));
    }
    if let Some(why) = &timeline.begins_late {
        found.push(format!("What was before is not known: {why}."));
    }
    if timeline.at_their_word {
        found.push(
            "Sign-offs are taken at their word here; `launch check` asks who committed them.".to_owned(),
        );
    }
    found
}

/// One bar for each version that could be read, or for as many of them as there is room.
fn sparklines(timeline: &Timeline) -> String {
    let stood: Vec<&Stood> = timeline.points.iter().filter_map(|point| point.stood.as_ref().ok()).collect();
    let (Some(first), Some(last)) = (stood.first(), stood.last()) else { return String::new() };
    if stood.len() < 2 {
        return String::new();
    }
    let line = |name: &str, of: &dyn Fn(&Stood) -> usize, most: usize, told: String| {
        let values: Vec<usize> = thinned(&stood).iter().map(|stood| of(stood)).collect();
        format!("  {name:<9} {}  {told}\n", sparkline(&values, most))
    };
    let most = |of: &dyn Fn(&Stood) -> usize| stood.iter().map(|stood| of(stood)).max().unwrap_or(0);
    let signed = format!("{} → {} of {}", first.signed, last.signed, last.stages);
    let accepted = format!("{} → {} of {}", first.accepted, last.accepted, last.handoffs);
    let errors = format!("{} → {}", first.errors, last.errors);
    let mut out = String::from("\n");
    out.push_str(&line("Signed", &|stood| stood.signed, most(&|stood| stood.stages), signed));
    out.push_str(&line("Accepted", &|stood| stood.accepted, most(&|stood| stood.handoffs), accepted));
    out.push_str(&line("Errors", &|stood| stood.errors, most(&|stood| stood.errors), errors));
    out
}

/// As many of them as there is room for, the first and the last among them.
fn thinned<'a>(stood: &[&'a Stood]) -> Vec<&'a Stood> {
    let last = stood.len().saturating_sub(1);
    let shown = stood.len().min(WIDEST);
    (0..shown).filter_map(|bar| stood.get(bar * last / (shown - 1).max(1)).copied()).collect()
}

/// Bars from nothing to the most there is.
fn sparkline(values: &[usize], most: usize) -> String {
    let bar = |value: &usize| {
        let height = (value * (BARS.len() - 1)).div_ceil(most.max(1)).min(BARS.len() - 1);
        BARS.get(height).copied().unwrap_or(' ')
    };
    values.iter().map(bar).collect()
}

fn row(point: &Point) -> Vec<Lines> {
    cells(point).into_iter().map(Lines::from).collect()
}

fn cells(point: &Point) -> [String; 7] {
    let Version { commit, day, .. } = &point.version;
    let day = day.map_or_else(|| "?".to_owned(), |day| day.to_string());
    let commit = commit.clone().unwrap_or_else(|| "(on disk)".to_owned());
    match &point.stood {
        Err(why) => {
            let dash = || "—".to_owned();
            [day, commit, dash(), dash(), dash(), dash(), format!("not readable: {why}")]
        }
        Ok(stood) => [
            day,
            commit,
            stood.verdict.map_or("NO VERDICT", Verdict::title).to_owned(),
            format!("{}/{}", stood.signed, stood.stages),
            format!("{}/{}", stood.accepted, stood.handoffs),
            stood.errors.to_string(),
            stood.changed.as_ref().map_or_else(|| "begun".to_owned(), happened),
        ],
    }
}

/// What happened, in a few words.
fn happened(changed: &Difference) -> String {
    let ids = |kind: EventKind, course: Course| -> Vec<&str> {
        let of_kind = changed.events.iter().filter(|event| event.kind == kind && event.course == course);
        of_kind.map(|event| event.at.split('.').nth(1).unwrap_or(&event.at)).collect()
    };
    let some = |ids: Vec<&str>, verb: &str| match ids.as_slice() {
        [] => None,
        few @ ([_] | [_, _] | [_, _, _]) => Some(format!("{} {verb}", list(few, "and"))),
        [first, second, rest @ ..] => Some(format!("{first}, {second} and {} more {verb}", rest.len())),
    };
    let moved = changed.events.iter().filter(|event| event.kind == EventKind::Date);
    let mut parts: Vec<String> = moved.map(|event| format!("{} {}", event.at, event.told)).collect();
    parts.extend(some(ids(EventKind::SignOff, Course::Back), "fell"));
    parts.extend(some(ids(EventKind::SignOff, Course::Forward), "signed"));
    parts.extend(some(ids(EventKind::HandOff, Course::Back), "went back"));
    parts.extend(some(ids(EventKind::HandOff, Course::Forward), "moved on"));
    if parts.is_empty() && !changed.events.is_empty() {
        parts.push(format!("{} of what it says", count(changed.events.len(), "change")));
    }
    parts.join("; ")
}

fn sections(timeline: &Timeline) -> Vec<(String, Vec<String>)> {
    let mut found = Vec::new();
    let slips: Vec<String> =
        timeline.slips().map(|(point, told)| format!("{}: {told}", when(&point.version))).collect();
    if !slips.is_empty() {
        found.push((format!("The external date moved {}", count(slips.len(), "time")), slips));
    }
    let fallen: Vec<String> =
        timeline.fallen().map(|(point, at, told)| format!("{}: {at} {told}", when(&point.version))).collect();
    if !fallen.is_empty() {
        found.push(("Sign-offs that fell or were taken back".to_owned(), fallen));
    }
    let unreadable = timeline.points.iter().filter(|point| point.stood.is_err()).count();
    if unreadable > 0 {
        let line = "they are skipped: what changed is told from the version before them".to_owned();
        found.push((format!("Not readable: {}", count(unreadable, "version")), vec![line]));
    }
    found
}

fn when(version: &Version) -> String {
    let day = version.day.map_or_else(|| "?".to_owned(), |day| day.to_string());
    match (&version.commit, &version.author) {
        (Some(commit), Some(author)) => format!("{day}, {commit} by {author}"),
        _ => format!("{day}, not committed yet"),
    }
}

#[derive(Serialize)]
struct Document<'a> {
    path: &'a str,
    launch: Option<&'a str>,
    begins_late: Option<&'a str>,
    points: Vec<WirePoint<'a>>,
}

#[derive(Serialize)]
struct WirePoint<'a> {
    commit: Option<&'a str>,
    author: Option<&'a str>,
    date: Option<String>,
    path: &'a str,
    commit_count: usize,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    errors: Vec<Error<'a>>,
    #[serde(flatten)]
    stood: Option<WireStood<'a>>,
}

#[derive(Serialize)]
struct WireStood<'a> {
    verdict: Option<&'static str>,
    signed_count: usize,
    stage_count: usize,
    accepted_count: usize,
    handoff_count: usize,
    error_count: usize,
    warning_count: usize,
    external: Option<String>,
    difference: Option<WireDifference<'a>>,
}

/// For other tools.
///
/// # Errors
/// Never in practice: every value is text, a number or a list of these.
pub fn json(timeline: &Timeline) -> serde_json::Result<String> {
    let body = Document {
        path: &timeline.path,
        launch: timeline.launch.as_deref(),
        begins_late: timeline.begins_late.as_deref(),
        points: timeline.points.iter().map(wire).collect(),
    };
    document(&body, 4096)
}

fn wire(point: &Point) -> WirePoint<'_> {
    let Version { commit, author, day, path, commits } = &point.version;
    WirePoint {
        commit: commit.as_deref(),
        author: author.as_deref(),
        date: day.map(|day| day.to_string()),
        path,
        commit_count: *commits,
        errors: point.stood.as_ref().err().map(|why| Error::without_place(path, why)).into_iter().collect(),
        stood: point.stood.as_ref().ok().map(|stood| WireStood {
            verdict: stood.verdict.map(Verdict::word),
            signed_count: stood.signed,
            stage_count: stood.stages,
            accepted_count: stood.accepted,
            handoff_count: stood.handoffs,
            error_count: stood.errors,
            warning_count: stood.warnings,
            external: stood.external.map(|date| date.to_string()),
            difference: stood.changed.as_ref().map(changes::wire),
        }),
    }
}

#[cfg(test)]
mod tests {
    use super::sparkline;

    #[test]
    fn bars_go_from_nothing_to_the_most() {
        assert_eq!(sparkline(&[0, 1, 4, 7], 7), "▁▂▅█");
        assert_eq!(sparkline(&[0, 0], 0), "▁▁");
        assert_eq!(sparkline(&[1], 100), "▂", "one of many is not nothing");
    }
}
