//! What a change means, apart from how it is written: the tree that the edited text has to have.

use super::{Change, New};
use crate::address::index;
use crate::source::Problem;
use crate::span::Span;
use crate::text;
use crate::tree::{Entries, Entry, Node, Value};

/// What stands where the last entry of a map or the last item of a list was taken away.
#[derive(Clone, Copy)]
pub(super) enum Emptied {
    /// Nothing.
    Null,
    /// `{}` or `[]`.
    Empty,
}

/// Makes a change in a tree.
pub(super) fn change(root: &mut Node, change: &Change, emptied: Emptied) -> Result<(), Problem> {
    let address = change.at().as_str();
    let steps: Vec<&str> = change.at().steps().collect();
    match change {
        Change::Set { value, .. } => {
            *reach(root, &steps, address)? = node(value);
        }
        Change::Append { value, .. } => {
            let target = reach(root, &steps, address)?;
            let item = node(value);
            match std::mem::replace(&mut target.value, Value::Null) {
                Value::Null => target.value = Value::List(vec![item]),
                Value::List(mut items) => {
                    items.push(item);
                    target.value = Value::List(items);
                }
                only => target.value = Value::List(vec![Node { span: target.span, value: only }, item]),
            }
        }
        Change::Remove { .. } => remove(root, &steps, address, emptied)?,
    }
    Ok(())
}

/// Whether two trees say the same, wherever it stands.
pub(super) fn same(a: &Value, b: &Value) -> bool {
    match (a, b) {
        (Value::List(a), Value::List(b)) => {
            a.len() == b.len() && a.iter().zip(b).all(|(a, b)| same(&a.value, &b.value))
        }
        (Value::Map(a), Value::Map(b)) => {
            a.len() == b.len()
                && a.iter().zip(b).all(|(a, b)| a.key == b.key && same(&a.node.value, &b.node.value))
        }
        (a, b) => a == b,
    }
}

/// The position of a step's entry or item in a collection.
pub(super) fn position(value: &Value, step: &str) -> Option<usize> {
    match value {
        Value::Map(entries) => entries.iter().position(|entry| entry.key == step),
        Value::List(items) => index(step).filter(|at| *at < items.len()),
        _ => None,
    }
}

/// The entry or item at a position of a collection.
pub(super) fn part(value: &Value, at: usize) -> Option<&Node> {
    match value {
        Value::Map(entries) => entries.get(at).map(|entry| &entry.node),
        Value::List(items) => items.get(at),
        _ => None,
    }
}

fn part_mut(value: &mut Value, at: usize) -> Option<&mut Node> {
    match value {
        Value::Map(entries) => entries.get_mut(at).map(|entry| &mut entry.node),
        Value::List(items) => items.get_mut(at),
        _ => None,
    }
}

fn node(value: &New) -> Node {
    let value = match value {
        New::Text(text) | New::Block(text) => Value::Text(text.clone()),
        New::Bool(value) => Value::Bool(*value),
        New::List(items) => Value::List(items.iter().map(node).collect()),
        New::Map(entries) => Value::Map(entries.iter().map(|(key, value)| entry(key, node(value))).collect()),
    };
    Node { span: Span::default(), value }
}

fn entry(key: &str, node: Node) -> Entry {
    Entry { key: key.to_owned(), key_span: Span::default(), node }
}

/// The place of an address, made where it is not there yet.
fn reach<'n>(mut node: &'n mut Node, steps: &[&str], address: &str) -> Result<&'n mut Node, Problem> {
    for (depth, step) in steps.iter().enumerate() {
        let found = position(&node.value, step);
        let span = node.span;
        if node.is_null() {
            node.value = Value::Map(Entries::default());
        }
        let at = match (&mut node.value, found) {
            (_, Some(at)) => at,
            (Value::Map(entries), None) => {
                entries.push(entry(step, Node { span, value: Value::Null }));
                entries.len() - 1
            }
            (other, None) => {
                return Err(no_map(other, span, steps.get(..depth).unwrap_or_default(), address));
            }
        };
        node = part_mut(&mut node.value, at)
            .ok_or_else(|| Problem::new(span, format!("there is no `{address}`")))?;
    }
    Ok(node)
}

fn no_map(value: &Value, span: Span, above: &[&str], address: &str) -> Problem {
    let parent = match above {
        [] => "the file".to_owned(),
        above => format!("`{}`", above.join(".")),
    };
    match value {
        Value::List(items) => {
            let items = text::count(items.len(), "item");
            Problem::new(span, format!("there is no `{address}`: {parent} has {items}"))
        }
        other => {
            let kind = Node { span, value: other.clone() }.kind();
            Problem::new(span, format!("`{address}` cannot be written: {parent} is {kind}, not a map"))
        }
    }
}

fn remove(root: &mut Node, steps: &[&str], address: &str, emptied: Emptied) -> Result<(), Problem> {
    let missing = |span| Problem::new(span, format!("there is no `{address}` to remove"));
    let mut node = root;
    let (last, above) = steps.split_last().ok_or_else(|| missing(node.span))?;
    for step in above {
        let span = node.span;
        let at = position(&node.value, step).ok_or_else(|| missing(span))?;
        node = part_mut(&mut node.value, at).ok_or_else(|| missing(span))?;
    }
    let at = position(&node.value, last).ok_or_else(|| missing(node.span))?;
    let is_empty = match &mut node.value {
        Value::Map(entries) => {
            entries.remove(at);
            entries.is_empty()
        }
        Value::List(items) => {
            items.remove(at);
            items.is_empty()
        }
        _ => false,
    };
    if is_empty && matches!(emptied, Emptied::Null) {
        node.value = Value::Null;
    }
    Ok(())
}
