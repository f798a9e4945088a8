//! What holds of every edit of every text: `set|remove|append ADDRESS`, a line with the value as JSON, then
//! the text.

use launch::address::Address;
use launch::source::Source;
use launch::tree::{Node, Value as Found};
use launch::yaml;
use launch::yaml::edit::{Change, New, apply};
use serde_json::Value;

use crate::edit::difference;
use crate::edit::model::Tree;
use crate::fuzzed::inputs::text;

fn new(value: &Value) -> New {
    match value {
        Value::Null => New::text("nothing"),
        Value::Bool(value) => New::Bool(*value),
        Value::Number(number) => New::Text(number.to_string()),
        Value::String(text) if text.contains('\n') => New::Block(text.clone()),
        Value::String(text) => New::Text(text.clone()),
        Value::Array(items) => New::List(items.iter().map(new).collect()),
        Value::Object(entries) => New::map(entries.iter().map(|(key, value)| (key.clone(), new(value)))),
    }
}

fn change(deed: &str, value: &str) -> Option<Change> {
    let (deed, at) = deed.split_once(' ')?;
    let at = Address::new(at);
    let value = || serde_json::from_str(value).ok().map(|value| new(&value));
    match deed {
        "set" => Some(Change::Set { at, value: value()? }),
        "append" => Some(Change::Append { to: at, value: value()? }),
        "remove" => Some(Change::Remove { at }),
        _ => None,
    }
}

/// What is asked for is done and the rest is as it was, or it is refused.
pub(crate) fn edit(bytes: &[u8]) {
    let Some((deed, rest)) = text(bytes).and_then(|text| text.split_once('\n')) else { return };
    let Some((value, text)) = rest.split_once('\n') else { return };
    let Some(change) = change(deed, value) else { return };
    let source = Source::new("plan.yaml", text);
    let after = apply(&source, std::slice::from_ref(&change));
    let Ok(tree) = Tree::read(text) else {
        assert!(after.is_err(), "a text that cannot be read is edited");
        return;
    };
    let Ok(after) = after else { return };
    let found = Tree::read(&after).unwrap_or_else(|problem| panic!("{problem}\n{after}"));
    let meant = tree.after(&change).map(|tree| tree.with_emptied(&change));
    assert!(Some(found.with_emptied(&change)) == meant, "{change:?}\n--- before\n{text}\n--- after\n{after}");
    let (was, is) = (spelt(text, &change), spelt(&after, &change));
    if let (Some(was), Some(is)) = (was, is) {
        assert_eq!(was, is, "{change:?}\n--- before\n{text}\n--- after\n{after}");
    }
    untouched(&source, &Source::new("plan.yaml", after.as_str()), &change);
}

/// Every byte before and behind what is changed is as it was; what is put in takes nothing away.
fn untouched(before: &Source, after: &Source, change: &Change) {
    let (text, is) = (before.text(), after.text());
    let shown = || format!("{change:?}\n--- before\n{text}\n--- after\n{is}");
    let Some(root) = yaml::parse(before).root else { return };
    let there = root.at(change.at().as_str());
    if let (Some(node), Change::Set { at, .. } | Change::Remove { at }) = (there, change) {
        let (key, _) = root.locate(at.as_str());
        let [start, end] = [key.start().min(node.span.start()), key.end().max(node.span.end())];
        // A dash, a comma or a line end may go with what it belongs to, and so may the comment behind it.
        let head = text[..start].trim_end_matches(|c: char| c.is_whitespace() || "-?,".contains(c));
        let ends = if matches!(node.value, Found::List(_) | Found::Map(_)) { " \t:]}" } else { " \t:" };
        let behind = text[end..].trim_start_matches(|c: char| ends.contains(c));
        let line = behind.find(['\n', '\r']).unwrap_or(behind.len());
        let is_remark = behind.starts_with('#');
        let tail = if is_remark { &behind[line..] } else { behind };
        let tail = tail.trim_start_matches(|c: char| c.is_whitespace() || c == ',').trim_end();
        let fits = head.len() + tail.len() <= is.len();
        assert!(
            fits && is.starts_with(head) && is.trim_end().ends_with(tail),
            "{head:?} … {tail:?}\n{}",
            shown()
        );
    } else if matches!(there.map(|node| &node.value), None | Some(Found::List(_))) {
        // A null makes room, with an anchor that nothing repeats and a comment between the two; what else is
        // there may only be moved apart.
        let gone = difference(text, is);
        if gone.contains('&') {
            return;
        }
        let bare = |word: &str| word.chars().filter(|c| !"{}[],~".contains(*c)).collect::<String>();
        let words = gone.split_whitespace().map(bare);
        let stays: String = words.filter(|word| !"null".contains(&word.to_ascii_lowercase())).collect();
        let mut now = difference(is, text).chars();
        assert!(stays.chars().all(|old| now.any(|new| new == old)), "{gone:?}\n{}", shown());
    }
}

/// How everything outside of what is changed is spelt, in order; nothing where that cannot be told apart: an
/// appended item may make a list of what was none.
fn spelt(text: &str, change: &Change) -> Option<Vec<String>> {
    let source = Source::new("plan.yaml", text);
    let root = yaml::parse(&source).root?;
    let set = match change {
        Change::Set { at, .. } => at,
        Change::Remove { at } if at.as_str().rsplit('.').next()?.parse::<usize>().is_err() => at,
        _ => return None,
    };
    let mut found = Vec::new();
    leaves(&root, &source, &mut Vec::new(), set, &mut found);
    Some(found)
}

fn leaves(node: &Node, source: &Source, path: &mut Vec<String>, without: &Address, found: &mut Vec<String>) {
    if !path.is_empty() && Address::new(path.join(".")).is_within(without) {
        return;
    }
    match &node.value {
        Found::List(items) => {
            for (at, item) in items.iter().enumerate() {
                path.push(at.to_string());
                leaves(item, source, path, without, found);
                path.pop();
            }
        }
        Found::Map(entries) => {
            for entry in entries {
                path.push(entry.key.clone());
                leaves(&entry.node, source, path, without, found);
                path.pop();
            }
        }
        // Where nothing stands, something may have come to stand.
        Found::Null => {}
        _ => {
            let written = source.slice(node.span).trim_end();
            // Where a block of nothing begins and ends, the parser tells in more than one way.
            if !written.is_empty() && !written.starts_with(['|', '>']) {
                found.push(format!("{}: {written}", path.join(".")));
            }
        }
    }
}
