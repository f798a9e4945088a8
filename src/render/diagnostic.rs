//! Findings and errors on the source they are about.

use annotate_snippets::{AnnotationKind, Group, Level, Renderer, Snippet};

use crate::finding::Level as Weight;
use crate::report::FindingRow;
use crate::source::{Excerpt, Located};
use crate::text::{fold, visible};

/// How diagnostics are drawn.
pub struct Pen {
    renderer: Renderer,
    width: usize,
}

impl Pen {
    /// A pen for lines of this many columns.
    pub fn new(width: usize, color: bool) -> Pen {
        let renderer = if color { Renderer::styled() } else { Renderer::plain() };
        Pen { renderer: renderer.term_width(width), width }
    }

    /// An error of a plan or a policy.
    pub fn error(&self, error: &Located) -> String {
        let title = Level::ERROR.primary_title(self.folded(&error.message, "error"));
        let mut group = Group::with_title(title);
        if let Some((_, excerpt)) = &error.place {
            group = group.element(snippet(&error.path, excerpt, "", AnnotationKind::Primary));
        }
        if let Some(help) = &error.help {
            group = group.element(Level::HELP.message(self.folded(help, "help")));
        }
        self.renderer.render(&[group])
    }

    /// A finding, with notes under it.
    pub fn finding(&self, path: &str, finding: &FindingRow, notes: &[String]) -> String {
        let level = match finding.level {
            Weight::Error => Level::ERROR,
            Weight::Warn | Weight::Off => Level::WARNING,
        };
        // The word is two letters longer than the one of an error, for which there is one column to spare.
        let heading = match finding.level {
            Weight::Error => finding.rule.id.to_owned(),
            Weight::Warn | Weight::Off => format!("{} ", finding.rule.id),
        };
        let title = level.primary_title(self.folded(&finding.message, &heading)).id(finding.rule.id);
        let at = visible(&finding.at);
        let label = if finding.found { at.into_owned() } else { format!("`{at}` is not here") };
        let mut group =
            Group::with_title(title)
                .element(snippet(path, &finding.excerpt, &label, AnnotationKind::Primary))
                .elements(finding.labels.iter().map(|label| {
                    snippet(path, &label.excerpt, &visible(&label.text), AnnotationKind::Context)
                }))
                .element(Level::HELP.message(self.folded(&finding.help, "help")));
        for note in notes {
            group = group.element(Level::NOTE.message(self.folded(note, "note")));
        }
        self.renderer.render(&[group])
    }

    /// A line behind a heading, such as `   = help: ` or `error[open-ask]: `, escaped and folded.
    fn folded(&self, text: &str, heading: &str) -> String {
        let before = heading.len() + 10;
        fold(&visible(text), self.width.saturating_sub(before), 0)
    }
}

/// One line of source with what is meant of it underlined. Spans are clamped: a drawing never fails.
fn snippet(
    path: &str,
    excerpt: &Excerpt,
    label: &str,
    kind: AnnotationKind,
) -> Snippet<'static, annotate_snippets::Annotation<'static>> {
    let text = if excerpt.text.is_empty() { " ".to_owned() } else { excerpt.text.clone() };
    let end = excerpt.span.end.min(text.len());
    let start = excerpt.span.start.min(end);
    let label = (!label.is_empty()).then(|| label.to_owned());
    Snippet::source(text)
        .path(path.to_owned())
        .line_start(excerpt.first_line)
        .annotation(kind.span(start..end).label(label))
}
