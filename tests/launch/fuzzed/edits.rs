//! What holds of every edit of every text: `set|remove|append ADDRESS`, a line with the value as JSON, then
//! the text.

use launch::address::Address;
use launch::source::Source;
use launch::yaml::edit::{Change, New, apply};
use serde_json::Value;

use crate::edit::model::Tree;
use crate::edit::spared;
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
    spared::assert_spared(text, &after, &change);
}
