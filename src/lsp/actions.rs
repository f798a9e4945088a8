//! What can be done about what is found, as edits that change no other byte.

mod deeds;
mod fixes;
mod splice;
mod words;

use std::collections::HashMap;
use std::ops::Range as Bytes;

use gen_lsp_types::{
    Code, CodeAction, CodeActionContext, CodeActionDisabled, CodeActionKind, Diagnostic, DocumentChange,
    Edit, Message, OptionalVersionedTextDocumentIdentifier, Range, TextDocumentEdit, TextDocumentIdentifier,
    TextEdit, WorkspaceEdit,
};

use crate::check::Raised;
use crate::disk;
use crate::judge::Seen;
use crate::lsp::document::Kind;
use crate::lsp::view::View;
use crate::source::Source;
use crate::text::visible;
use crate::yaml::edit::{self, Change};

/// How many actions are offered at once.
const MOST: usize = 24;

/// Something that can be done.
struct Idea {
    /// What.
    title: String,
    /// What it is about.
    about: Vec<About>,
    /// How.
    how: How,
}

/// A finding, or a problem of how the text is written, by what an editor shows of it.
#[derive(Clone)]
struct About {
    /// The rule that found it; none of a problem.
    rule: Option<&'static str>,
    /// Where it is in the source.
    bytes: Bytes<usize>,
    /// What is wrong.
    message: String,
}

impl About {
    fn finding(seen: &Seen<'_>, one: &Raised) -> About {
        let (span, _) = one.finding.span(&seen.file.root);
        let message = one.finding.message.clone();
        About { rule: Some(one.rule.id), bytes: span.start()..span.end(), message }
    }

    /// Whether this is what a diagnostic shows.
    fn is_shown_by(&self, diagnostic: &Diagnostic, view: &View<'_>) -> bool {
        let code = match &diagnostic.code {
            Some(Code::String(code)) => Some(code.as_str()),
            Some(Code::Int(_)) => return false,
            None => None,
        };
        let message = match &diagnostic.message {
            Message::String(message) => message,
            Message::MarkupContent(content) => &content.value,
        };
        code == self.rule
            && diagnostic.range == view.range(self.bytes.clone())
            && message.lines().next().unwrap_or_default() == visible(&self.message)
    }
}

/// How something is done.
enum How {
    /// By changes of the plan.
    Changes(Vec<Change>),
    /// The whole text is this afterwards.
    Text(String),
    /// Not now, for this reason.
    Refused(String),
}

/// What can be done about what stands in a range.
pub(super) fn actions(view: &View<'_>, range: Range, context: &CodeActionContext) -> Vec<CodeAction> {
    let wanted = |kind: &CodeActionKind| matches!(kind, CodeActionKind::Empty | CodeActionKind::QuickFix);
    let is_wanted = context.only.as_ref().is_none_or(|only| only.iter().any(wanted));
    if !is_wanted {
        return Vec::new();
    }
    let (from, to) = (view.byte(range.start), view.byte(range.end));
    let here = from..to.max(from);
    let mut ideas = match view.document.kind {
        Kind::Plan => of_findings(view, &here),
        Kind::Policy | Kind::Beginning | Kind::Other => Vec::new(),
    };
    ideas.extend(words::ideas(view, &here));
    ideas.into_iter().take(MOST).filter_map(|idea| action(view, idea, context)).collect()
}

fn of_findings(view: &View<'_>, here: &Bytes<usize>) -> Vec<Idea> {
    let look =
        |seen: &Seen<'_>| (fixes::of_findings(seen, &raised_at(seen, here)), deeds::candidates(seen, here));
    let Some((mut ideas, candidates)) = view.look_exactly(look) else { return Vec::new() };
    ideas.extend(deeds::ideas(view, &candidates));
    ideas
}

/// The findings that touch a range.
fn raised_at<'s>(seen: &Seen<'s>, here: &Bytes<usize>) -> Vec<&'s Raised> {
    let touches = |one: &&Raised| {
        let (span, _) = one.finding.span(&seen.file.root);
        span.start() <= here.end && here.start <= span.end()
    };
    seen.raised.iter().filter(touches).collect()
}

fn action(view: &View<'_>, idea: Idea, context: &CodeActionContext) -> Option<CodeAction> {
    let source = || Source::new(disk::shown(&view.document.path), view.document.text.as_str());
    let (after, refused) = match idea.how {
        How::Changes(changes) => (Some(edit::apply(&source(), &changes).ok()?), None),
        How::Text(text) => (Some(text), None),
        How::Refused(why) => (None, Some(why).filter(|_| view.client.refusals)),
    };
    if after.is_none() && refused.is_none() {
        return None;
    }
    let is_about = |shown: &&Diagnostic| idea.about.iter().any(|about| about.is_shown_by(shown, view));
    let about: Vec<Diagnostic> = context.diagnostics.iter().filter(is_about).cloned().collect();
    Some(CodeAction {
        title: visible(&idea.title).into_owned(),
        kind: Some(CodeActionKind::QuickFix),
        diagnostics: (!about.is_empty()).then_some(about),
        is_preferred: None,
        disabled: refused.map(|reason| CodeActionDisabled { reason: visible(&reason).into_owned() }),
        edit: after.map(|after| workspace_edit(view, &after)),
        command: None,
        data: None,
        tags: None,
    })
}

/// The edit that makes the text another one.
fn workspace_edit(view: &View<'_>, after: &str) -> WorkspaceEdit {
    let splices = splice::splices(&view.document.text, after);
    let edits =
        splices.into_iter().map(|(bytes, text)| TextEdit { range: view.lines.range(bytes), new_text: text });
    let uri = view.document.uri.clone();
    if !view.client.versions {
        let changes = HashMap::from([(uri.into(), edits.collect())]);
        return WorkspaceEdit { changes: Some(changes), ..WorkspaceEdit::default() };
    }
    let text_document = OptionalVersionedTextDocumentIdentifier {
        version: Some(view.document.version),
        text_document_identifier: TextDocumentIdentifier { uri: uri.into() },
    };
    let edit = TextDocumentEdit { text_document, edits: edits.map(Edit::TextEdit).collect() };
    WorkspaceEdit {
        document_changes: Some(vec![DocumentChange::TextDocumentEdit(edit)]),
        ..WorkspaceEdit::default()
    }
}
