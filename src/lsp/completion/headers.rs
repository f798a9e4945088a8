//! Which tables of a policy can have a header, and which of them a second one.

use super::Place;
use crate::lsp::cursor::Role;
use crate::lsp::spot::POLICY;
use crate::shape::Holds;

/// Whether a key can stand at a place: in a header only what is a table, or leads to one.
pub(super) fn takes(place: &Place<'_>, key: &str) -> bool {
    let holds = below(place.path, key);
    match place.role {
        Role::Table => is_rules(place.path) || holds.is_some_and(is_table),
        Role::Tables => holds.is_some_and(|holds| is_several(holds) || has_several(holds)),
        Role::Key | Role::Value | Role::Item => true,
    }
}

/// Whether a key that is there already can come again: in a header, where more tables can follow; an item begins anew.
pub(super) fn comes_again(place: &Place<'_>, key: &str) -> bool {
    let holds = below(place.path, key);
    match place.role {
        Role::Tables | Role::Value | Role::Item => true,
        Role::Table => holds.is_some_and(has_tables),
        Role::Key if place.path.is_empty() && place.is_of_a_policy() => {
            holds.is_some_and(|holds| has_tables(holds) || is_several(holds))
        }
        Role::Key => false,
    }
}

/// Whether a key of a header is no such table itself, but has some.
pub(super) fn only_leads_on(role: Role, path: &[String], key: &str) -> bool {
    role == Role::Tables && below(path, key).is_some_and(has_several)
}

fn below(path: &[String], key: &str) -> Option<&'static Holds> {
    let path: Vec<&str> = path.iter().map(String::as_str).chain([key]).collect();
    POLICY.at(&path)
}

/// Each rule can have a table for its level and its settings, which are no part of the shapes.
fn is_rules(path: &[String]) -> bool {
    matches!(POLICY.at(path), Some(Holds::Rules))
}

fn is_table(holds: &Holds) -> bool {
    matches!(
        holds,
        Holds::Map(_) | Holds::Named(_) | Holds::Keyed(_) | Holds::Question(_) | Holds::Flags | Holds::Rules
    )
}

fn has_tables(holds: &Holds) -> bool {
    match holds {
        Holds::Named(inner) | Holds::Keyed(inner) => is_table(inner),
        Holds::Rules => true,
        _ => holds.fields().iter().any(|field| is_table(&field.holds)),
    }
}

fn is_several(holds: &Holds) -> bool {
    matches!(holds, Holds::List(Holds::Map(_)))
}

fn has_several(holds: &Holds) -> bool {
    holds.fields().iter().any(|field| is_several(&field.holds))
}
