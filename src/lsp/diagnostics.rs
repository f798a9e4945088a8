//! What is wrong with a text, as an editor shows it: the report's problems and findings, at their places.

use std::path::Path;

use gen_lsp_types::{
    Code, Diagnostic, DiagnosticRelatedInformation as Related, DiagnosticSeverity as Severity, Location,
    Range,
};

use crate::disk;
use crate::finding::Level;
use crate::lsp::document::Document;
use crate::lsp::encoding::{Encoding, Lines};
use crate::lsp::uri;
use crate::report::{FindingRow, PlanReport};
use crate::source::{Located, Place, Position};
use crate::text::visible;

/// Who found it, in the editor's words.
const SOURCE: &str = "launch";

/// What a report says of a plan, in the order of the text.
pub(super) fn of_plan(document: &Document, report: &PlanReport, encoding: Encoding) -> Vec<Diagnostic> {
    let page = Page { document, lines: document.lines(encoding), encoding };
    let errors = report.errors.iter().map(|error| page.problem(error));
    let findings = report.findings.iter().map(|finding| page.finding(finding, report));
    let mut found: Vec<Diagnostic> = errors.chain(findings).collect();
    found.sort_by_key(|diagnostic| diagnostic.range.start);
    found
}

/// What is wrong with a policy.
pub(super) fn of_policy(document: &Document, problems: &[Located], encoding: Encoding) -> Vec<Diagnostic> {
    let page = Page { document, lines: document.lines(encoding), encoding };
    problems.iter().map(|problem| page.problem(problem)).collect()
}

struct Page<'d> {
    document: &'d Document,
    lines: Lines<'d>,
    encoding: Encoding,
}

impl Page<'_> {
    /// A problem of this text; one of another text stands at the top, and leads there.
    fn problem(&self, problem: &Located) -> Diagnostic {
        let is_here = problem.path == disk::shown(&self.document.path);
        let (mut message, mut related) = (problem.message.clone(), None);
        let range = match &problem.place {
            Some((place, _)) if is_here => self.lines.of_place(place),
            Some((place, _)) => {
                let Position { line, column } = place.start;
                message = format!("{}:{line}:{column}: {message}", problem.path);
                related = self.elsewhere(&problem.path, place.start, &problem.message);
                Range::default()
            }
            None => Range::default(),
        };
        let lines: Vec<String> = [Some(message), problem.help.clone()].into_iter().flatten().collect();
        diagnostic(range, Severity::Error, &lines, related.into_iter().collect())
    }

    fn finding(&self, finding: &FindingRow, report: &PlanReport) -> Diagnostic {
        let severity = match finding.level {
            _ if !finding.counts() => Severity::Hint,
            Level::Error => Severity::Error,
            Level::Warn | Level::Off => Severity::Warning,
        };
        let mut lines = vec![finding.message.clone(), finding.help.clone()];
        lines.extend(finding.waived_by.iter().map(|waiver| format!("waived by `{waiver}`")));
        lines.extend(
            finding.covered_by.iter().map(|condition| format!("covered by the condition `{condition}`")),
        );
        let mut related: Vec<Related> = finding
            .labels
            .iter()
            .map(|label| self.here(self.lines.of_place(&label.place), &label.text))
            .collect();
        if let Some((rule, at)) = &finding.follows_from {
            let is_root = |row: &&FindingRow| row.rule.id == *rule && row.at == *at;
            let root = report.findings.iter().find(is_root);
            related.extend(root.map(|root| {
                self.here(self.lines.of_place(&root.place), &format!("follows from {rule}: {}", root.message))
            }));
        }
        let range = self.lines.of_place(&finding.place);
        Diagnostic {
            code: Some(Code::String(finding.rule.id.to_owned())),
            ..diagnostic(range, severity, &lines, related)
        }
    }

    /// A place in another file, if it is there.
    fn elsewhere(&self, path: &str, at: Position, message: &str) -> Option<Related> {
        let path = Path::new(path);
        let source = disk::read(path).ok()?;
        let lines = Lines::of(source.text(), self.encoding);
        let location =
            Location { uri: uri::of_path(path).into(), range: lines.of_place(&Place { start: at, end: at }) };
        Some(Related { location, message: visible(message).into_owned() })
    }

    fn here(&self, range: Range, message: &str) -> Related {
        let location = Location { uri: self.document.uri.clone().into(), range };
        Related { location, message: visible(message).into_owned() }
    }
}

fn diagnostic(range: Range, severity: Severity, lines: &[String], related: Vec<Related>) -> Diagnostic {
    let lines: Vec<_> = lines.iter().map(|line| visible(line)).collect();
    Diagnostic {
        range,
        severity: Some(severity),
        code: None,
        code_description: None,
        source: Some(SOURCE.to_owned()),
        message: lines.join("\n").into(),
        tags: None,
        related_information: (!related.is_empty()).then_some(related),
        data: None,
    }
}
