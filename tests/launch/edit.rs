//! Editing a plan's text in place: what is changed is changed, and nothing else.

mod broken;
mod exact;
mod examples;
mod layouts;
pub(crate) mod model;
pub(crate) mod pieces;
mod print;
mod properties;
pub(crate) mod spared;

use launch::address::Address;
use launch::source::Source;
use launch::yaml::edit::{Change, New, apply};

use model::Tree;

pub(crate) use model::difference;

/// What became of a change.
pub(crate) enum Outcome {
    Edited(String),
    /// The change means nothing in this text.
    Meaningless,
    /// An anchor or an alias shares what would be changed.
    Shared,
}

pub(crate) fn set(at: &str, value: New) -> Change {
    Change::Set { at: Address::new(at), value }
}

pub(crate) fn remove(at: &str) -> Change {
    Change::Remove { at: Address::new(at) }
}

pub(crate) fn append(to: &str, value: New) -> Change {
    Change::Append { to: Address::new(to), value }
}

pub(crate) fn edited(text: &str, change: &Change) -> Result<String, String> {
    apply(&Source::new("plan.yaml", text), std::slice::from_ref(change)).map_err(|problem| problem.message)
}

/// Makes a change and holds the text to the tree that it should give. Panics unless it is what was
/// meant, or refused for one of the two reasons there are.
pub(crate) fn checked(text: &str, change: &Change) -> Outcome {
    let before = Tree::read(text).expect("a text to edit");
    let meant = before.after(change);
    match (edited(text, change), meant) {
        (Ok(after), Some(meant)) => {
            let found = Tree::read(&after).unwrap_or_else(|problem| {
                panic!("{change:?}: {problem}\n--- before\n{text}\n--- after\n{after}")
            });
            assert!(
                found.clone().with_emptied(change) == meant.with_emptied(change),
                "{change:?}: {found:?}\n--- before\n{text}\n--- after\n{after}"
            );
            spared::assert_spared(text, &after, change);
            Outcome::Edited(after)
        }
        (Err(message), None) => {
            assert!(
                ["there is no", "cannot be written"].iter().any(|words| message.contains(words))
                    || message.contains("shared through"),
                "{change:?}: {message}"
            );
            Outcome::Meaningless
        }
        (Err(message), Some(_)) => {
            assert!(
                message.contains("shared through an anchor or alias")
                    && text.contains('&')
                    && text.contains('*'),
                "{change:?}: {message}\n--- before\n{text}"
            );
            Outcome::Shared
        }
        (Ok(after), None) => panic!("{change:?} means nothing\n--- before\n{text}\n--- after\n{after}"),
    }
}

/// Whether a comment may go with a change: it stands inside of what is removed or replaced.
pub(crate) fn may_go(comment: &str, change: &Change) -> bool {
    let owner = Address::new(comment);
    match change {
        Change::Remove { at } => owner.is_within(at),
        Change::Set { at, .. } => owner.is_within(at) && owner != *at,
        Change::Append { .. } => false,
    }
}
