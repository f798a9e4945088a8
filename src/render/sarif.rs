//! `--format sarif`: SARIF 2.1.0, which code scanning and editors read.

mod wire;

use std::fmt::Write as _;

use crate::finding::Level;
use crate::render::issue::{Issue, Origin, Weight};
use crate::render::pretty::pretty;
use crate::render::site::{Site, is_absolute};
use crate::report::{FindingRow, PlanReport, Report};
use crate::rule::Rule;
use crate::source::Place;
use crate::text::{count, visible};
use crate::topic::{self, NO_VERDICT, Topic};

use wire::{
    Artifact, Configuration, Described, Driver, Found, Id, Invocation, Location, Log, Message, Notification,
    Physical, Region, Run, Suppression, Tool,
};

/// The issues as one log with one run.
///
/// # Errors
/// Never in practice: every value is text, a number or a list of these.
pub fn render(
    report: &Report,
    issues: &[Issue<'_>],
    site: &Site,
    exit_code: u8,
) -> serde_json::Result<String> {
    let checks = checks(issues);
    let unread = report.plans.iter().filter(|plan| plan.verdict.is_none());
    let run = Run {
        tool: Tool {
            driver: Driver {
                name: "launch",
                version: env!("CARGO_PKG_VERSION"),
                rules: checks.iter().map(described).collect(),
                notifications: vec![told(&NO_VERDICT)],
            },
        },
        column_kind: "unicodeCodePoints",
        invocations: [Invocation {
            execution_successful: report.verdict.is_some(),
            exit_code,
            tool_execution_notifications: unread.map(|plan| notification(plan, site)).collect(),
        }],
        results: issues.iter().map(|issue| result(issue, &checks, site)).collect(),
    };
    let log = Log { schema: SCHEMA, version: "2.1.0", runs: [run] };
    pretty(&log, 4096 * (checks.len() + issues.len()))
}

const SCHEMA: &str = "https://json.schemastore.org/sarif-2.1.0.json";

/// What the results are instances of.
#[derive(Clone, Copy)]
enum Check {
    Rule(&'static Rule),
    Topic(&'static Topic),
}

impl Check {
    fn id(self) -> &'static str {
        match self {
            Check::Rule(rule) => rule.id,
            Check::Topic(topic) => topic.id,
        }
    }
}

/// What was found, each once, by id. A rule that found nothing has no need to be explained.
fn checks(issues: &[Issue<'_>]) -> Vec<Check> {
    let mut checks: Vec<Check> = Vec::new();
    for issue in issues {
        if let Err(at) = checks.binary_search_by_key(&issue.check, |check| check.id()) {
            let check = match issue.origin {
                Origin::Finding(_, finding) => Some(Check::Rule(finding.rule)),
                Origin::Error | Origin::Agreed(_) | Origin::Collision(_) => {
                    topic::find(issue.check).map(Check::Topic)
                }
            };
            if let Some(check) = check {
                checks.insert(at, check);
            }
        }
    }
    checks
}

fn described(check: &Check) -> Described<'static> {
    match check {
        Check::Rule(rule) => Described {
            id: rule.id,
            short_description: Message::new(rule.summary),
            help: Some(Message { text: rule.page.into(), markdown: Some(rule.page) }),
            default_configuration: Some(Configuration { level: level(rule.level) }),
            properties: Some(wire::Properties { tags: [rule.breakdown.word()] }),
        },
        Check::Topic(topic) => told(topic),
    }
}

fn told(topic: &'static Topic) -> Described<'static> {
    Described {
        id: topic.id,
        short_description: Message::new(topic.summary),
        help: Some(Message::new(format!("{} {}", topic.meaning, topic.todo))),
        default_configuration: Some(Configuration { level: if topic.is_fatal { "error" } else { "note" } }),
        properties: None,
    }
}

fn level(level: Level) -> &'static str {
    match level {
        Level::Error => "error",
        Level::Warn => "warning",
        Level::Off => "none",
    }
}

/// An excused finding keeps the level that its rule has: that it does not count, its suppression says.
fn level_of(issue: &Issue<'_>) -> &'static str {
    match (issue.origin, issue.weight) {
        (Origin::Finding(_, finding), _) => level(finding.level),
        (_, Weight::Invalid | Weight::Error) => "error",
        _ => "note",
    }
}

fn result<'a>(issue: &'a Issue<'_>, checks: &[Check], site: &Site) -> Found<'a> {
    let mut help = message(issue.message);
    if let Some(todo) = issue.help {
        let _ = write!(help, "\nNext: {}", message(todo));
    }
    let (related, suppressions) = match issue.origin {
        Origin::Finding(plan, finding) => (labels(issue, finding), suppressions(plan, finding)),
        Origin::Collision(one) => {
            let others = one.paths.iter().skip(1);
            (others.map(|path| location(&site.path(path), None, None)).collect(), Vec::new())
        }
        Origin::Error | Origin::Agreed(_) => (Vec::new(), Vec::new()),
    };
    Found {
        rule_id: issue.check,
        rule_index: checks.iter().position(|check| check.id() == issue.check),
        level: level_of(issue),
        message: Message::new(help),
        locations: [location(&issue.path, Some(issue.place.map_or(FIRST_LINE, region)), None)],
        related_locations: related,
        partial_fingerprints: wire::Fingerprints { launch: &issue.fingerprint },
        suppressions,
        properties: issue.at().map(|at| wire::About { at: visible(at), follows_from: follows_from(issue) }),
    }
}

fn follows_from(issue: &Issue<'_>) -> Option<String> {
    let Origin::Finding(_, finding) = issue.origin else { return None };
    finding.follows_from.as_ref().map(|(rule, at)| format!("{rule} at {}", visible(at)))
}

/// The other places that a finding is about.
fn labels(issue: &Issue<'_>, finding: &FindingRow) -> Vec<Location> {
    let related = |label: &crate::report::LabelRow| {
        let region = Region { start_line: label.excerpt.first_line, ..FIRST_LINE };
        location(&issue.path, Some(region), Some(message(&label.text)))
    };
    finding.labels.iter().map(related).collect()
}

/// By what a finding does not count: somebody's decision, written in the plan.
fn suppressions(plan: &PlanReport, finding: &FindingRow) -> Vec<Suppression> {
    let waived = finding.waived_by.as_ref().map(|by| {
        let id = by.rsplit('.').next().unwrap_or_default();
        match plan.waivers.iter().find(|waiver| waiver.id == id) {
            Some(waiver) => {
                let until = waiver.until.map(|until| format!(" until {until}")).unwrap_or_default();
                format!("waived{until} by {} (`{by}`): {}", waiver.by, waiver.why)
            }
            None => format!("waived by `{by}`"),
        }
    });
    let covered = finding.covered_by.as_ref().map(|by| {
        match plan.conditions.iter().find(|condition| condition.at == *by) {
            Some(condition) => {
                let due = condition.due.map(|due| format!(" until {due}")).unwrap_or_default();
                format!("may stay open{due} (`{by}`): {}", condition.what)
            }
            None => format!("covered by `{by}`"),
        }
    });
    let suppression = |why: String| Suppression {
        kind: "external",
        status: "accepted",
        justification: visible(&why).into_owned(),
    };
    [waived, covered].into_iter().flatten().map(suppression).collect()
}

/// A plan or a policy without a verdict, told once for the plan; what is wrong are results.
fn notification(plan: &PlanReport, site: &Site) -> Notification {
    let path = site.path(&plan.path);
    let said = format!("no verdict on {path}: {}", count(plan.errors.len(), "error"));
    Notification {
        descriptor: Id { id: NO_VERDICT.id },
        level: "error",
        message: Message::new(message(&said)),
        locations: [location(&path, None, None)],
    }
}

fn location(path: &str, region: Option<Region>, text: Option<String>) -> Location {
    Location {
        physical_location: Physical { artifact_location: Artifact { uri: uri(path) }, region },
        message: text.map(Message::new),
    }
}

/// Where something is that is said of a whole file: code scanning shows nothing without a line.
const FIRST_LINE: Region = Region { start_line: 1, start_column: None, end_line: None, end_column: None };

/// SARIF counts as the report does, from 1, the end being the column after the last character.
fn region(place: &Place) -> Region {
    Region {
        start_line: place.start.line,
        start_column: Some(place.start.column),
        end_line: Some(place.end.line),
        end_column: Some(place.end.column),
    }
}

/// A path as a URI: relative to the repository's root, or with the scheme of files.
fn uri(path: &str) -> String {
    let scheme = match (is_absolute(path), path.starts_with('/')) {
        (true, true) => "file://",
        (true, false) => "file:///",
        _ => "",
    };
    let mut uri = scheme.to_owned();
    for byte in path.bytes() {
        match byte {
            b'A'..=b'Z' | b'a'..=b'z' | b'0'..=b'9' | b'-' | b'.' | b'_' | b'~' | b'/' => {
                uri.push(char::from(byte));
            }
            other => uri.push_str(&format!("%{other:02X}")),
        }
    }
    uri
}

/// Plain text of a message, in which viewers see `[text](target)` as a link and `{0}` as a place to
/// fill in. These alone are taken apart: viewers show the escapes that SARIF has for them as they are.
fn message(text: &str) -> String {
    let text = visible(text).replace("](", "] (");
    let mut out = String::with_capacity(text.len());
    let mut rest = text.as_str();
    while let Some(at) = rest.find('{') {
        let (before, after) = rest.split_at(at + 1);
        out.push_str(before);
        let inside = after.trim_start_matches(|c: char| c.is_ascii_digit());
        if inside.len() < after.len() && inside.starts_with('}') {
            out.push(' ');
        }
        rest = after;
    }
    out + rest
}

#[cfg(test)]
mod tests {
    use super::{message, uri};

    #[test]
    fn a_path_is_a_uri() {
        for (path, expected) in [
            ("launches/a.yaml", "launches/a.yaml"),
            ("a: b, c.yaml", "a%3A%20b%2C%20c.yaml"),
            ("価/é%.yaml", "%E4%BE%A1/%C3%A9%25.yaml"),
            ("/tmp/a b.yaml", "file:///tmp/a%20b.yaml"),
            ("C:/a.yaml", "file:///C%3A/a.yaml"),
            ("<stdin>", "%3Cstdin%3E"),
        ] {
            assert_eq!(uri(path), expected);
        }
    }

    #[test]
    fn a_message_has_no_links_and_nothing_to_fill_in() {
        assert_eq!(message("see [this](https://x) {0} {12}"), "see [this] (https://x) { 0} { 12}");
        assert_eq!(message("write `{done: docs/x.md}` {} {a} {1a}"), "write `{done: docs/x.md}` {} {a} {1a}");
    }
}
