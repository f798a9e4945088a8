//! The outline of a plan or a policy.

use gen_lsp_types::{DocumentSymbol, SymbolKind};

use crate::judge::Seen;
use crate::lsp::document::Kind;
use crate::lsp::policy_file;
use crate::lsp::spot::{self, Thing};
use crate::lsp::view::View;
use crate::span::Span;
use crate::text::{shorten, visible};
use crate::tree::{Entry, Node, Value};

/// How deep the outline goes: sections, things, and what they consist of.
const DEPTH: usize = 4;

/// The outline.
pub(super) fn symbols(view: &View<'_>) -> Vec<DocumentSymbol> {
    match view.document.kind {
        Kind::Plan => view
            .look(None, |seen| {
                let detail = |path: &[String], node: &Node| detail(seen, path, node);
                Outline { view, detail: &detail }.of(&seen.file.root, &mut Vec::new())
            })
            .unwrap_or_default(),
        Kind::Policy => {
            let detail = |_: &[String], node: &Node| single(node);
            Outline { view, detail: &detail }.of(&policy_file::tree(view), &mut Vec::new())
        }
        Kind::Beginning | Kind::Other => Vec::new(),
    }
}

struct Outline<'o> {
    view: &'o View<'o>,
    /// What is said of a thing beside its name.
    detail: &'o dyn Fn(&[String], &Node) -> Option<String>,
}

impl Outline<'_> {
    fn of(&self, node: &Node, path: &mut Vec<String>) -> Vec<DocumentSymbol> {
        if path.len() >= DEPTH {
            return Vec::new();
        }
        let mut found = Vec::new();
        for entry in node.entries() {
            path.push(entry.key.clone());
            found.push(self.symbol(entry, path));
            path.pop();
        }
        found
    }

    /// Without the white space that follows.
    fn trimmed(&self, span: Span) -> Span {
        let text = self.view.text().get(span.start()..span.end()).unwrap_or_default();
        Span::new(span.start(), span.start() + text.trim_end().len())
    }

    #[expect(deprecated, reason = "the type has the field")]
    fn symbol(&self, entry: &Entry, path: &mut Vec<String>) -> DocumentSymbol {
        let children = self.of(&entry.node, path);
        let whole = self.trimmed(extent(entry));
        let name = visible(&entry.key).into_owned();
        DocumentSymbol {
            name: if name.trim().is_empty() { "?".to_owned() } else { name },
            detail: (self.detail)(path, &entry.node),
            kind: match (&entry.node.value, path.len()) {
                (Value::Map(_) | Value::Null, 1) => SymbolKind::Namespace,
                (Value::Map(_) | Value::Null, 2) => SymbolKind::Struct,
                (Value::Map(_), _) => SymbolKind::Object,
                (Value::List(_), _) => SymbolKind::Array,
                _ => SymbolKind::Field,
            },
            tags: None,
            deprecated: None,
            range: self.view.lines.of_span(whole),
            selection_range: self.view.lines.of_span(entry.key_span),
            children: (!children.is_empty()).then_some(children),
        }
    }
}

/// From the key to the end of what it holds. The tables of a policy may be written apart from each other.
fn extent(entry: &Entry) -> Span {
    let own = Span::new(entry.key_span.start(), entry.key_span.end().max(entry.node.span.end()));
    entry
        .node
        .entries()
        .iter()
        .map(extent)
        .fold(own, |whole, inner| Span::new(whole.start().min(inner.start()), whole.end().max(inner.end())))
}

/// Where a thing of a plan stands, or what a field says.
fn detail(seen: &Seen<'_>, path: &[String], node: &Node) -> Option<String> {
    match spot::of_address(&path.join(".")) {
        Some(Thing::Stage(id)) => {
            let stage = seen.standing.stage(&id)?;
            let owner = stage.owner().map(|owner| format!(" · {}", visible(owner)));
            Some(format!("{}{}", stage.state.word(), owner.unwrap_or_default()))
        }
        Some(Thing::HandOff(id)) => {
            let handoff = seen.standing.handoff(&id)?;
            Some(format!("{} → {} · {}", visible(handoff.from), visible(handoff.to), handoff.state.word()))
        }
        _ => single(node).or_else(|| {
            let first = spot::PLAN.at(path)?.fields().first()?;
            single(&node.entry(first.key)?.node)
        }),
    }
}

/// A single value in a few words.
fn single(node: &Node) -> Option<String> {
    match &node.value {
        Value::Text(text) | Value::Number(text) => Some(visible(&shorten(text, 60)).into_owned()),
        Value::Bool(value) => Some(value.to_string()),
        Value::Null | Value::List(_) | Value::Map(_) => None,
    }
}
