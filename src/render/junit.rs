//! `--format junit`: a test suite for each plan, a test case for each stage and each hand-off.
//!
//! The XML is written by hand. What needs care is what no writer of XML does: to keep out the
//! characters that XML cannot hold even when they are escaped. That [`visible`] has done already;
//! what is left are five characters.

use std::borrow::Cow;
use std::fmt::Write as _;

use crate::finding::Level;
use crate::policy::Gate;
use crate::report::{Agreed, FindingRow, PlanReport, Report};
use crate::source::{Located, Place};
use crate::standing::{HandOffState, StageState};
use crate::text::{Signs, count, visible};
use crate::topic::INVALID;

/// The report as one document. Its times are zero and its moment is the day it was judged for, so
/// that the same plans give the same bytes.
pub fn render(report: &Report) -> String {
    let mut out = "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<testsuites>\n".to_owned();
    for (id, plan) in report.plans.iter().enumerate() {
        suite(&mut out, report, plan, id);
    }
    if !report.collisions.is_empty() {
        between(&mut out, report);
    }
    out.push_str("</testsuites>\n");
    out
}

/// A test case.
struct Case<'a> {
    name: String,
    outcome: Outcome,
    findings: Vec<&'a FindingRow>,
    /// What fails it because it is open by agreement.
    agreed: Vec<&'a Agreed>,
}

/// Something that is told of a test case, or beside them.
struct Told<'a> {
    id: &'static str,
    at: &'a str,
    message: &'a str,
    help: &'a str,
    place: &'a Place,
}

impl<'a> From<&'a FindingRow> for Told<'a> {
    fn from(one: &'a FindingRow) -> Told<'a> {
        Told { id: one.rule.id, at: &one.at, message: &one.message, help: &one.help, place: &one.place }
    }
}

impl<'a> From<&'a Agreed> for Told<'a> {
    fn from(one: &'a Agreed) -> Told<'a> {
        Told { id: one.topic.id, at: &one.at, message: &one.message, help: &one.help, place: &one.place }
    }
}

enum Outcome {
    Passed,
    /// Why it was not looked at.
    Skipped(&'static str),
}

impl<'a> Case<'a> {
    fn new(name: String, skipped: Option<&'static str>) -> Self {
        let outcome = skipped.map_or(Outcome::Passed, Outcome::Skipped);
        Case { name, outcome, findings: Vec::new(), agreed: Vec::new() }
    }

    fn errors(&self) -> impl Iterator<Item = Told<'a>> {
        let errors = self.findings.iter().filter(|one| one.counts() && one.level == Level::Error);
        errors.map(|one| Told::from(*one)).chain(self.agreed.iter().map(|one| Told::from(*one)))
    }

    fn failed(&self) -> bool {
        self.errors().next().is_some()
    }

    fn skipped(&self) -> bool {
        !self.failed() && matches!(self.outcome, Outcome::Skipped(_))
    }
}

fn suite(out: &mut String, report: &Report, plan: &PlanReport, id: usize) {
    let cases = cases(plan, report.strict);
    let unread = plan.verdict.is_none();
    let numbers = Numbers {
        tests: cases.len() + usize::from(unread),
        failures: cases.iter().filter(|case| case.failed()).count(),
        errors: usize::from(unread),
        skipped: cases.iter().filter(|case| case.skipped()).count(),
    };
    let names = [plan.launch.as_deref(), Some(&plan.path)];
    let name = names.into_iter().flatten().find(|name| !name.trim().is_empty());
    open_suite(out, report, id, name.unwrap_or("a plan without a name"), &numbers);
    let class = attribute(&plan.path);
    if unread {
        written(out, plan, &class);
    }
    for case in &cases {
        write_case(out, plan, case, &class);
    }
    let _ = writeln!(out, "    <system-out>{}</system-out>", content(&passed_over(plan, report.strict)));
    out.push_str("    <system-err/>\n  </testsuite>\n");
}

struct Numbers {
    tests: usize,
    failures: usize,
    errors: usize,
    skipped: usize,
}

fn open_suite(out: &mut String, report: &Report, id: usize, name: &str, numbers: &Numbers) {
    let Numbers { tests, failures, errors, skipped } = numbers;
    let name = attribute(name);
    let _ = writeln!(
        out,
        "  <testsuite name=\"{name}\" package=\"launch\" id=\"{id}\" timestamp=\"{}T00:00:00\" \
         hostname=\"localhost\" tests=\"{tests}\" failures=\"{failures}\" errors=\"{errors}\" \
         skipped=\"{skipped}\" time=\"0\">\n    <properties/>",
        report.as_of
    );
}

/// Every stage and every hand-off, then what belongs to neither, by the part of the plan it is in. What is open by
/// agreement fails what it lets pass, where that is asked `strict`ly.
fn cases(plan: &PlanReport, strict: bool) -> Vec<Case<'_>> {
    let skip = |not_needed: bool, gate: Gate| match not_needed {
        true => Some("not needed for this launch"),
        false if gate > plan.gate => Some("not asked for by the internal gate"),
        false => unjudged(plan),
    };
    let stages = plan.stages.iter().map(|stage| {
        let skipped = skip(stage.state == StageState::NotNeeded, stage.gate);
        Case::new(format!("stages.{}", stage.id), skipped)
    });
    let handoffs = plan.handoffs.iter().map(|handoff| {
        let skipped = skip(handoff.state == HandOffState::NotNeeded, handoff.gate);
        Case::new(format!("handoffs.{}", handoff.id), skipped)
    });
    let mut cases: Vec<Case<'_>> = stages.chain(handoffs).collect();
    for finding in &plan.findings {
        if let Some(case) = case_of(&mut cases, plan, &finding.at) {
            case.findings.push(finding);
        }
    }
    for one in plan.agreed.iter().filter(|_| strict) {
        if let Some(case) = case_of(&mut cases, plan, &one.lets_pass) {
            case.agreed.push(one);
        }
    }
    cases
}

/// The case that an address belongs to; one of its part of the plan, where there is none yet.
fn case_of<'c, 'a>(cases: &'c mut Vec<Case<'a>>, plan: &PlanReport, at: &str) -> Option<&'c mut Case<'a>> {
    let own = cases.iter().position(|case| is_within(at, &case.name));
    let own = own.unwrap_or_else(|| {
        let part = at.split('.').next().unwrap_or_default();
        cases.push(Case::new(part.to_owned(), unjudged(plan)));
        cases.len() - 1
    });
    cases.get_mut(own)
}

/// Nothing passes in a plan that could not be read as a whole: what was left out might have failed it.
fn unjudged(plan: &PlanReport) -> Option<&'static str> {
    plan.verdict.is_none().then_some("no verdict: the plan or its policy could not be read")
}

fn is_within(at: &str, thing: &str) -> bool {
    at.strip_prefix(thing).is_some_and(|rest| rest.is_empty() || rest.starts_with('.'))
}

fn write_case(out: &mut String, plan: &PlanReport, case: &Case<'_>, class: &str) {
    let _ = write!(out, "    <testcase name=\"{}\" classname=\"{class}\" time=\"0\"", attribute(&case.name));
    let mut errors = case.errors();
    if let Some(first) = errors.next() {
        let more = match errors.count() {
            0 => String::new(),
            more => format!(" (and {})", count(more, "more finding")),
        };
        let message = attribute(&format!("{}{more}", first.message));
        let lines: Vec<String> = case.errors().map(|one| told(plan, &one, "error")).collect();
        let _ = writeln!(
            out,
            ">\n      <failure message=\"{message}\" type=\"{}\">{}</failure>\n    </testcase>",
            first.id,
            content(&lines.join("\n"))
        );
        return;
    }
    match case.outcome {
        Outcome::Skipped(why) => {
            let _ = writeln!(out, ">\n      <skipped message=\"{why}\"/>\n    </testcase>");
        }
        Outcome::Passed => out.push_str("/>\n"),
    }
}

/// Why there is no verdict, as a case that could not run.
fn written(out: &mut String, plan: &PlanReport, class: &str) {
    let first = plan.errors.first().map_or("it could not be read", |error| error.message.as_str());
    let lines: Vec<String> = plan.errors.iter().map(error).collect();
    let _ = writeln!(
        out,
        "    <testcase name=\"plan\" classname=\"{class}\" time=\"0\">\n      \
         <error message=\"{}\" type=\"{}\">{}</error>\n    </testcase>",
        attribute(first),
        INVALID.id,
        content(&lines.join("\n"))
    );
}

fn error(error: &Located) -> String {
    let place = error.place.as_ref().map(|(place, _)| place.start);
    let place = place.map(|start| format!(":{}:{}", start.line, start.column)).unwrap_or_default();
    let help = error.help.as_ref().map(|help| format!("\n  {}", visible(help))).unwrap_or_default();
    format!("{}{place}: {}{help}", visible(&error.path), visible(&error.message))
}

fn told(plan: &PlanReport, one: &Told<'_>, level: &str) -> String {
    let start = one.place.start;
    format!(
        "{}:{}:{}: {level}[{}] at {}: {}\n  {}",
        plan.path,
        start.line,
        start.column,
        one.id,
        visible(one.at),
        visible(one.message),
        visible(one.help)
    )
}

/// What fails no test: warnings, what is excused, and what is open by agreement, unless that is asked `strict`ly.
fn passed_over(plan: &PlanReport, strict: bool) -> String {
    let level = |finding: &FindingRow| match (finding.counts(), finding.level) {
        (true, Level::Error) => None,
        (true, Level::Warn | Level::Off) => Some("warning"),
        (false, _) => Some(if finding.waived_by.is_some() { "waived" } else { "covered" }),
    };
    let lines = plan.findings.iter().filter_map(|one| Some(told(plan, &one.into(), level(one)?)));
    let agreed = plan.agreed.iter().filter(|_| !strict).map(|one| told(plan, &one.into(), "note"));
    lines.chain(agreed).collect::<Vec<_>>().join("\n")
}

/// What happens between the launches, which fails none of them.
fn between(out: &mut String, report: &Report) {
    let numbers = Numbers { tests: 0, failures: 0, errors: 0, skipped: 0 };
    open_suite(out, report, report.plans.len(), "between the launches", &numbers);
    let lines: Vec<_> = report.collisions.iter().map(|one| visible(&one.message)).collect();
    let _ = writeln!(out, "    <system-out>{}</system-out>", content(&lines.join("\n")));
    out.push_str("    <system-err/>\n  </testsuite>\n");
}

/// Text between tags, of which each line is visible and none a command to a build; `]]>` ends nothing without
/// its `>`.
fn content(lines: &str) -> Cow<'_, str> {
    if !lines.contains(['&', '<', '>', ':', '#']) {
        return Cow::Borrowed(lines);
    }
    let lines = lines.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;");
    Cow::Owned(Signs::MARKUP.break_up(lines))
}

/// The value of an attribute.
fn attribute(text: &str) -> String {
    let text = visible(text);
    let text = content(&text);
    match text.contains(['"', '\'']) {
        true => text.replace('"', "&quot;").replace('\'', "&apos;"),
        false => text.into_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::{attribute, content};

    #[test]
    fn a_text_ends_neither_its_attribute_nor_its_element() {
        assert_eq!(
            attribute("\"><a b='&'>\n\u{fffe}"),
            "&quot;&gt;&lt;a b=&apos;&amp;&apos;&gt;\\n\\u{fffe}"
        );
        assert_eq!(content("]]></failure>"), "]]&gt;&lt;/failure&gt;");
        assert_eq!(content("a\n ::b ##[c]"), "a\n &#58;:b ##&#91;c]");
    }
}
