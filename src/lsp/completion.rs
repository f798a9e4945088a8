//! What could be typed next.

mod headers;
mod item;
mod offers;

pub(super) use item::value;

use gen_lsp_types::{
    CompletionContext, CompletionItem, CompletionItemKind as Kind, CompletionTriggerKind, Position,
};

use crate::judge::Seen;
use crate::lsp::cursor::{self, Cursor, Role};
use crate::lsp::document;
use crate::lsp::policy_file;
use crate::lsp::spot::{PLAN, POLICY};
use crate::lsp::view::View;
use crate::policy::shapes::LEVELS;
use crate::shape::{Field, Holds};
use crate::tree::{Node, Value};

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

/// A place where something could be typed.
#[derive(Clone, Copy)]
pub(super) struct Place<'p> {
    /// What may stand where in such a text.
    pub(super) shape: &'static Holds,
    /// What can be read of the text.
    pub(super) root: &'p Node,
    /// The keys that lead there.
    pub(super) path: &'p [String],
    /// What is being typed.
    pub(super) role: Role,
    /// Whether it is a key of a map, beyond doubt: where none has begun, a value can stand on a line of its own.
    pub(super) begun: bool,
    /// What stands beside it and may not be readable.
    pub(super) beside: &'p [(String, String)],
}

impl Place<'_> {
    /// Whether it is in a policy.
    fn is_of_a_policy(&self) -> bool {
        let policy: &Holds = &POLICY;
        std::ptr::eq(self.shape, policy)
    }
}

/// What could be typed at a place.
pub(super) fn complete(
    view: &View<'_>,
    place: Position,
    context: Option<&CompletionContext>,
) -> Vec<CompletionItem> {
    let byte = view.byte(place);
    let kind = view.document.kind;
    let cursor = match kind {
        document::Kind::Plan | document::Kind::Beginning => cursor::at(view.text(), byte),
        document::Kind::Policy => cursor::toml::at(view.text(), byte),
        document::Kind::Other => None,
    };
    let Some(cursor) = cursor else { return Vec::new() };
    let is_begun = kind == document::Kind::Beginning;
    if (is_begun && !cursor.path.is_empty()) || is_unasked(&cursor, context) {
        return Vec::new();
    }
    let Cursor { path, role, beside, .. } = &cursor;
    let (role, begun) = (*role, cursor.indent.is_none());
    if kind == document::Kind::Policy {
        let root = policy_file::tree(view);
        let place = Place { shape: &POLICY, root: &root, path, role, begun, beside };
        let offers = policy_file::look(view, |seen| at(seen, &place)).unwrap_or_default();
        return item::all(&offers, |offer| item::in_policy(view, &cursor, offer), view, &cursor);
    }
    let offers = view.look(Some(byte), |seen| {
        at(seen, &Place { shape: &PLAN, root: &seen.file.root, path, role, begun, beside })
    });
    let offers = offers.unwrap_or_default();
    item::all(&offers, |offer| item::in_plan(view, &cursor, offer), view, &cursor)
}

/// Whether nobody asks for keys: spaces that indent a line ask for nothing.
fn is_unasked(cursor: &Cursor, context: Option<&CompletionContext>) -> bool {
    let triggered =
        context.is_some_and(|context| context.trigger_kind == CompletionTriggerKind::TriggerCharacter);
    triggered && cursor.role == Role::Key && cursor.indent.is_some() && cursor.word.is_empty()
}

/// What could stand at a place, the likely first.
pub(super) fn at(seen: &Seen<'_>, place: &Place<'_>) -> Vec<Offer> {
    let Some(holds) = holds(place) else { return Vec::new() };
    let mut here = keys_of(place.root, place.path);
    here.extend(place.beside.iter().map(|(key, _)| key.as_str()));
    let mut offers = match (place.role, holds) {
        (Role::Value, _) => offers::values(seen, place, holds),
        (Role::Item, Holds::OneOrMore(_)) => keys(holds.fields()),
        (Role::Item, Holds::List(inner)) => match inner.fields() {
            [] => offers::values(seen, place, inner),
            fields => keys(fields),
        },
        (Role::Item, _) => Vec::new(),
        (Role::Key | Role::Table | Role::Tables, _) => {
            let begun = place.begun || !here.is_empty();
            let mut offers = if begun { Vec::new() } else { offers::values(seen, place, holds) };
            offers.extend(keys_at(seen, place, holds));
            offers.retain(|offer| headers::takes(place, &offer.text));
            offers
        }
    };
    let is_there =
        |offer: &Offer| here.contains(&offer.text.as_str()) && !headers::comes_again(place, &offer.text);
    offers.retain(|offer| offer.follows == Follows::Nothing || !is_there(offer));
    offers.sort_by_key(|offer| offer.rank);
    offers
}

/// The keys that could stand in the map at a place.
fn keys_at(seen: &Seen<'_>, place: &Place<'_>, holds: &'static Holds) -> Vec<Offer> {
    match (holds, place.path) {
        (Holds::Named(_) | Holds::Flags | Holds::Rules, path) => offers::ids(seen, path, follows(holds)),
        (_, [parents @ .., rule]) if weighs(place, parents) => offers::of_rule(rule),
        _ => keys(holds.fields()),
    }
}

/// What stands at a place. How much a rule weighs is no part of the shapes: rules have settings of their own.
fn holds(place: &Place<'_>) -> Option<&'static Holds> {
    static LEVEL: Holds = Holds::Choice(&LEVELS);
    match place.path {
        [parents @ .., _] if weighs(place, parents) => Some(&LEVEL),
        [parents @ .., _, last] if last == "level" && weighs(place, parents) => Some(&LEVEL),
        path => place.shape.at(path),
    }
}

/// Whether rules are at a path.
fn weighs(place: &Place<'_>, path: &[String]) -> bool {
    matches!(place.shape.at(path), Some(Holds::Rules))
}

/// The keys that are there already, of what can be read.
fn keys_of<'n>(root: &'n Node, path: &[String]) -> Vec<&'n str> {
    let node = path.iter().try_fold(root, |node, step| match &node.value {
        Value::List(items) => items.get(step.parse::<usize>().ok()?),
        _ => node.entry(step).map(|entry| &entry.node),
    });
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
