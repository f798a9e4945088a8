//! What changed between two states of a plan, as text, Markdown and JSON.

use std::fmt::Write as _;

use jiff::civil::Date;
use serde::Serialize;

use crate::difference::{Course, Difference, Event, EventKind, Found};
use crate::finding::Level;
use crate::render::document::document;
use crate::render::markdown;
use crate::render::text::{Layout, heading};
use crate::text::{count, fold, list, visible};
use crate::verdict::Verdict;

/// The kinds of events in the order they are told.
const KINDS: [EventKind; 8] = [
    EventKind::Date,
    EventKind::SignOff,
    EventKind::Condition,
    EventKind::HandOff,
    EventKind::Promise,
    EventKind::Load,
    EventKind::Waiver,
    EventKind::Content,
];

/// What the signs before the events mean. Of a changed value only the rules know what it does.
const LEGEND: &str = "+ nearer to the launch · − further away · ~ a change: the verdict and the findings say \
    what comes of it";

/// What was compared.
#[derive(Clone, Debug)]
pub struct Compared {
    /// The launch's name.
    pub launch: String,
    /// What the two states are called, the older first.
    pub sides: (String, String),
    /// The day that both were judged for.
    pub as_of: Date,
}

/// A title, and the lines below it.
type Section = (String, Vec<String>);

fn title(verdict: Option<Verdict>) -> &'static str {
    verdict.map_or("NO VERDICT", Verdict::title)
}

/// The verdict before and after, in a line.
pub(super) fn verdicts(difference: &Difference) -> String {
    match difference.verdict {
        (was, is) if was == is => format!("{}, as before", title(is)),
        (was, is) => format!("{} → {}", title(was), title(is)),
    }
}

fn mark(course: Course) -> &'static str {
    match course {
        Course::Forward => "+",
        Course::Back => "−",
        Course::Open => "~",
    }
}

fn told(event: &Event) -> String {
    format!("{} {} {}", mark(event.course), event.at, event.told)
}

fn findings(title: &str, found: &[Found]) -> Option<Section> {
    let of = |level| found.iter().filter(|one| one.level == level && !one.follows).count();
    let mut counts: Vec<String> = [(of(Level::Error), "error"), (of(Level::Warn), "warning")]
        .into_iter()
        .filter(|(number, _)| *number > 0)
        .map(|(number, noun)| count(number, noun))
        .collect();
    match found.iter().filter(|one| one.follows).count() {
        0 => {}
        1 => counts.push("1 finding that follows from others".to_owned()),
        number => counts.push(format!("{number} findings that follow from others")),
    }
    let roots = found.iter().filter(|one| !one.follows);
    let lines = roots.map(|one| format!("{} at {}: {}", one.rule, one.at, one.message)).collect();
    (!found.is_empty()).then(|| (format!("{title}: {}", list(&counts, "and")), lines))
}

/// Everything that happened, kind by kind.
pub(super) fn sections(difference: &Difference) -> Vec<Section> {
    let mut found: Vec<Section> = Vec::new();
    for kind in KINDS {
        let lines: Vec<String> =
            difference.events.iter().filter(|event| event.kind == kind).map(told).collect();
        if !lines.is_empty() {
            found.push((kind.title().to_owned(), lines));
        }
    }
    if !difference.unblocked.is_empty() {
        found.push(("Unblocked".to_owned(), vec![list(&difference.unblocked, "and")]));
    }
    found.extend(findings("New findings", &difference.found));
    found.extend(findings("Gone", &difference.gone));
    found.extend(findings("Followed from another, and stands for itself now", &difference.come_out));
    found.extend(findings("Only follows from another now", &difference.gone_behind));
    found
}

/// For people at a terminal.
pub fn text(compared: &Compared, difference: &Difference, layout: Layout) -> String {
    let (old, new) = &compared.sides;
    let head = format!("{}: {}", compared.launch, verdicts(difference));
    let about = format!("{old} → {new} · both judged for {}", compared.as_of);
    let mut out = format!(
        "{}\n  {}\n",
        fold(&visible(&head), layout.width, 2),
        fold(&visible(&about), layout.width, 2)
    );
    if difference.is_empty() {
        out.push_str("\nNothing changed that the plan says. Comments and layout do not count.\n");
    }
    for (title, lines) in sections(difference) {
        out.push_str(&heading(&visible(&title), layout));
        for line in lines {
            let _ = writeln!(out, "  {}", fold(&visible(&line), layout.width, 4));
        }
    }
    if !difference.events.is_empty() {
        let _ = writeln!(out, "\n{}", fold(LEGEND, layout.width, 2));
    }
    out
}

/// For a page or a comment.
pub fn markdown(compared: &Compared, difference: &Difference) -> String {
    let words = markdown::words;
    let (old, new) = &compared.sides;
    let mut out = format!("# {}: {}\n\n", words(&compared.launch), verdicts(difference));
    let _ = writeln!(out, "{} → {} · both judged for {}", words(old), words(new), compared.as_of);
    if difference.is_empty() {
        out.push_str("\nNothing changed that the plan says.\n");
    }
    for (title, lines) in sections(difference) {
        let _ = write!(out, "\n## {}\n\n", words(&title));
        for line in lines {
            let _ = writeln!(out, "- {}", words(&line));
        }
    }
    out
}

#[derive(Serialize)]
struct Document<'a> {
    launch: &'a str,
    from_version: &'a str,
    to_version: &'a str,
    as_of: String,
    #[serde(flatten)]
    difference: WireDifference<'a>,
}

/// A difference, in JSON.
#[derive(Serialize)]
pub(super) struct WireDifference<'a> {
    verdict_before: Option<&'static str>,
    verdict: Option<&'static str>,
    events: Vec<WireEvent<'a>>,
    unblocked: &'a [String],
    new: Vec<WireFound<'a>>,
    gone: Vec<WireFound<'a>>,
    come_out: Vec<WireFound<'a>>,
    gone_behind: Vec<WireFound<'a>>,
}

#[derive(Serialize)]
struct WireEvent<'a> {
    about: &'static str,
    course: &'static str,
    at: &'a str,
    told: &'a str,
}

#[derive(Serialize)]
struct WireFound<'a> {
    rule: &'a str,
    level: &'static str,
    at: &'a str,
    message: &'a str,
    follows: bool,
}

/// A difference as other tools get it.
pub(super) fn wire(difference: &Difference) -> WireDifference<'_> {
    WireDifference {
        verdict_before: difference.verdict.0.map(Verdict::word),
        verdict: difference.verdict.1.map(Verdict::word),
        events: difference
            .events
            .iter()
            .map(|event| WireEvent {
                about: event.kind.word(),
                course: event.course.word(),
                at: &event.at,
                told: &event.told,
            })
            .collect(),
        unblocked: &difference.unblocked,
        new: difference.found.iter().map(wire_found).collect(),
        gone: difference.gone.iter().map(wire_found).collect(),
        come_out: difference.come_out.iter().map(wire_found).collect(),
        gone_behind: difference.gone_behind.iter().map(wire_found).collect(),
    }
}

fn wire_found(found: &Found) -> WireFound<'_> {
    WireFound {
        rule: found.rule,
        level: found.level.word(),
        at: &found.at,
        message: &found.message,
        follows: found.follows,
    }
}

/// For other tools.
///
/// # Errors
/// Never in practice: every value is text, a truth value or a list of these.
pub fn json(compared: &Compared, difference: &Difference) -> serde_json::Result<String> {
    let body = Document {
        launch: &compared.launch,
        from_version: &compared.sides.0,
        to_version: &compared.sides.1,
        as_of: compared.as_of.to_string(),
        difference: wire(difference),
    };
    document(&body, 4096)
}
