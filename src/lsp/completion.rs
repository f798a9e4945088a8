//! What could be typed next.

mod offers;

use gen_lsp_types::{
    CompletionContext, CompletionItem, CompletionItemKind as Kind, CompletionItemTextEdit,
    CompletionTriggerKind, InsertTextMode, Position, TextEdit,
};

use crate::judge::Seen;
use crate::lsp::cursor::{self, Cursor, Role};
use crate::lsp::document;
use crate::lsp::spot::PLAN;
use crate::lsp::view::View;
use crate::shape::{Field, Holds};
use crate::text::visible;
use crate::tree::Node;
use crate::yaml;

/// Something that could be typed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Offer {
    /// What is typed.
    pub(super) text: String,
    /// What is said beside it.
    pub(super) detail: String,
    /// What kind of thing it is.
    pub(super) kind: Kind,
    /// How far down it stands: the likely ones first.
    pub(super) rank: u8,
    /// What follows it, where it is a key.
    follows: Follows,
}

/// What follows a word.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Follows {
    /// Nothing: it is a value.
    Nothing,
    /// A colon and a value.
    Value,
    /// A colon, and lines that are indented.
    Block,
}

impl Offer {
    /// A value.
    fn value(text: impl Into<String>, detail: impl Into<String>, kind: Kind) -> Offer {
        Offer { text: text.into(), detail: detail.into(), kind, rank: 1, follows: Follows::Nothing }
    }

    /// A key.
    fn key(text: &str, detail: impl Into<String>, kind: Kind, follows: Follows) -> Offer {
        Offer { follows, ..Offer::value(text, detail, kind) }
    }

    /// The same, further up.
    fn first(self) -> Offer {
        Offer { rank: 0, ..self }
    }
}

/// What could be typed at a place.
pub(super) fn complete(
    view: &View<'_>,
    place: Position,
    context: Option<&CompletionContext>,
) -> Vec<CompletionItem> {
    if !matches!(view.document.kind, document::Kind::Plan | document::Kind::Beginning) {
        return Vec::new();
    }
    let byte = view.byte(place);
    let Some(cursor) = cursor::at(view.text(), byte) else { return Vec::new() };
    let is_begun = view.document.kind == document::Kind::Beginning;
    if (is_begun && !cursor.path.is_empty()) || is_unasked(&cursor, context) {
        return Vec::new();
    }
    let offers =
        view.look(Some(byte), |seen| at(seen, &cursor.path, cursor.role, &cursor.beside)).unwrap_or_default();
    offers.iter().enumerate().map(|(at, offer)| item(view, &cursor, offer, at)).collect()
}

/// Whether nobody asks for keys: spaces that indent a line ask for nothing.
fn is_unasked(cursor: &Cursor, context: Option<&CompletionContext>) -> bool {
    let triggered =
        context.is_some_and(|context| context.trigger_kind == CompletionTriggerKind::TriggerCharacter);
    triggered && cursor.role == Role::Key && cursor.indent.is_some() && cursor.word.is_empty()
}

/// What could stand at a path, the likely first. `beside` is what stands beside it and may not be readable.
pub(super) fn at(seen: &Seen<'_>, path: &[String], role: Role, beside: &[(String, String)]) -> Vec<Offer> {
    let Some(holds) = PLAN.at(path) else { return Vec::new() };
    let mut offers = match (role, holds) {
        (Role::Key, Holds::Named(_) | Holds::Flags) => offers::ids(seen, path, follows(holds)),
        (Role::Key, Holds::Map(_)) | (Role::Key | Role::Item, Holds::OneOrMore(_)) => keys(holds.fields()),
        (Role::Item, Holds::List(inner)) => match inner.fields() {
            [] => offers::values(seen, path, inner, beside),
            fields => keys(fields),
        },
        (Role::Item, _) => Vec::new(),
        (Role::Key, Holds::Answer(_)) => {
            [offers::values(seen, path, holds, beside), keys(holds.fields())].concat()
        }
        (Role::Key | Role::Value, _) => offers::values(seen, path, holds, beside),
    };
    let typed = role == Role::Key;
    let mut here = keys_of(&seen.file.root, path);
    here.extend(beside.iter().map(|(key, _)| key.as_str()));
    offers
        .retain(|offer| !typed || offer.follows == Follows::Nothing || !here.contains(&offer.text.as_str()));
    offers.sort_by_key(|offer| offer.rank);
    offers
}

/// The keys that are there already, of what can be read.
fn keys_of<'n>(root: &'n Node, path: &[String]) -> Vec<&'n str> {
    let node = if path.is_empty() { Some(root) } else { root.at(&path.join(".")) };
    node.map(|node| node.entries().iter().map(|entry| entry.key.as_str()).collect()).unwrap_or_default()
}

fn keys(fields: &'static [Field]) -> Vec<Offer> {
    let offer = |field: &Field| {
        let follows = match &field.holds {
            Holds::Named(_) | Holds::Keyed(_) | Holds::Flags | Holds::List(_) => Follows::Block,
            _ => Follows::Value,
        };
        Offer::key(field.key, field.doc, Kind::Property, follows)
    };
    fields.iter().map(offer).collect()
}

/// What follows an id.
fn follows(holds: &Holds) -> Follows {
    match holds {
        Holds::Named(Holds::Map(_)) => Follows::Block,
        _ => Follows::Value,
    }
}

fn item(view: &View<'_>, cursor: &Cursor, offer: &Offer, at: usize) -> CompletionItem {
    let text = view.text();
    let typed = text.get(cursor.word.clone()).unwrap_or_default();
    let rest = text.get(cursor.word.end..).unwrap_or_default();
    let has_colon = rest.trim_start_matches([' ', '"', '\'']).starts_with(':');
    let scalar = match offer.kind {
        Kind::EnumMember => offer.text.clone(),
        _ => yaml::scalar(&offer.text),
    };
    let mut new_text = match (offer.follows, cursor.indent) {
        (Follows::Nothing, _) => scalar,
        _ if has_colon => scalar,
        (Follows::Block, Some(indent)) => format!("{scalar}:\n{}", " ".repeat(indent + 2)),
        _ => format!("{scalar}: "),
    };
    if text.get(..cursor.word.start).is_some_and(|before| before.ends_with(':')) {
        new_text.insert(0, ' ');
    }
    let quote = typed.chars().next().filter(|c| matches!(c, '"' | '\''));
    #[expect(deprecated, reason = "the type has the field")]
    CompletionItem {
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
        text_edit: Some(CompletionItemTextEdit::TextEdit(TextEdit {
            range: view.range(cursor.word.clone()),
            new_text,
        })),
        text_edit_text: None,
        additional_text_edits: None,
        commit_characters: None,
        command: None,
        data: None,
    }
}
