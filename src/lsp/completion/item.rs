//! Offers as an editor takes them: what is put in the place of the word that is being typed.

use gen_lsp_types::{
    CompletionItem, CompletionItemKind as Kind, CompletionItemTextEdit, InsertTextMode, TextEdit,
};
use jiff::civil::Date;
use serde_json::Value as Json;

use super::{Follows, Offer, headers};
use crate::lsp::cursor::{Cursor, Role};
use crate::lsp::spot::POLICY;
use crate::lsp::view::View;
use crate::shape::Holds;
use crate::text::visible;
use crate::yaml;

/// Every offer, in order, with the text that `written` makes of it.
pub(super) fn all(
    offers: &[Offer],
    written: impl Fn(&Offer) -> String,
    view: &View<'_>,
    cursor: &Cursor,
) -> Vec<CompletionItem> {
    let typed = view.text().get(cursor.word.clone()).unwrap_or_default();
    let quote = typed.chars().next().filter(|c| matches!(c, '"' | '\''));
    let range = view.range(cursor.word.clone());
    #[expect(deprecated, reason = "the type has the field")]
    let item = |(at, offer): (usize, &Offer)| CompletionItem {
        label: visible(&offer.text).into_owned(),
        label_details: None,
        kind: Some(offer.kind),
        tags: None,
        detail: Some(visible(&offer.detail).into_owned()).filter(|detail| !detail.is_empty()),
        documentation: None,
        deprecated: None,
        preselect: None,
        sort_text: Some(format!("{at:04}")),
        filter_text: quote.map(|quote| format!("{quote}{}", offer.text)),
        insert_text: None,
        insert_text_format: None,
        insert_text_mode: Some(InsertTextMode::AsIs),
        text_edit: Some(CompletionItemTextEdit::TextEdit(TextEdit { range, new_text: written(offer) })),
        text_edit_text: None,
        additional_text_edits: None,
        commit_characters: None,
        command: None,
        data: None,
    };
    offers.iter().enumerate().map(item).collect()
}

/// What stands before the word, and behind it.
fn around<'v>(view: &View<'v>, cursor: &Cursor) -> (&'v str, &'v str) {
    let text = view.text();
    let before = text.get(..cursor.word.start).unwrap_or_default();
    let behind = text.get(cursor.word.end..).unwrap_or_default();
    (before, behind.trim_start_matches([' ', '"', '\'']))
}

/// An offer in YAML.
pub(super) fn in_plan(view: &View<'_>, cursor: &Cursor, offer: &Offer) -> String {
    let (before, behind) = around(view, cursor);
    let scalar = match offer.kind {
        Kind::EnumMember => offer.text.clone(),
        _ => yaml::scalar(&offer.text),
    };
    let written = match (offer.follows, cursor.indent) {
        (Follows::Nothing, _) => scalar,
        _ if behind.starts_with(':') => scalar,
        (Follows::Block, Some(indent)) => format!("{scalar}:\n{}", " ".repeat(indent + 2)),
        _ => format!("{scalar}: "),
    };
    if before.ends_with(':') { format!(" {written}") } else { written }
}

/// An offer in TOML.
pub(super) fn in_policy(view: &View<'_>, cursor: &Cursor, offer: &Offer) -> String {
    let (before, behind) = around(view, cursor);
    let text = offer.text.as_str();
    let field = cursor.path.is_empty().then(|| POLICY.field_at(&[text])).flatten();
    match (offer.follows, field.map(|field| &field.holds)) {
        (Follows::Nothing, _) if before.ends_with('=') => format!(" {}", value(text)),
        (Follows::Nothing, _) => value(text),
        _ if headers::only_leads_on(cursor.role, &cursor.path, text) => format!("{text}."),
        _ if matches!(cursor.role, Role::Table | Role::Tables) || behind.starts_with('=') => text.to_owned(),
        (_, Some(Holds::Named(Holds::Map(_)))) => format!("[{text}."),
        (_, Some(Holds::List(Holds::Map(_)))) => format!("[[{text}]]\n"),
        (_, Some(Holds::Map(_) | Holds::Named(_) | Holds::Keyed(_) | Holds::Rules)) => format!("[{text}]\n"),
        _ => format!("{text} = "),
    }
}

/// A value in TOML. JSON writes texts as TOML reads them.
pub(in crate::lsp) fn value(text: &str) -> String {
    let is_number = !text.is_empty() && text.bytes().all(|b| b.is_ascii_digit());
    let is_bare = is_number || matches!(text, "true" | "false") || text.parse::<Date>().is_ok();
    if is_bare { text.to_owned() } else { Json::from(text).to_string() }
}
