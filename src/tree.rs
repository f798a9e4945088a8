//! The spanned tree that plans (YAML) and policies (TOML) are both read from.

use std::ops::{Deref, DerefMut};

use crate::address::index;
use crate::named::Places;
use crate::span::Span;

/// How deep collections may be nested; a plan needs seven levels.
pub const DEPTH_LIMIT: usize = 64;

/// A value with its place.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Node {
    /// Where the value stands.
    pub span: Span,
    /// What it is.
    pub value: Value,
}

/// The kinds of value that both formats have. Dates are text until a field asks for one.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Value {
    /// Nothing, `~` or `null`: the same as an absent key.
    Null,
    /// `true` or `false`.
    Bool(bool),
    /// A number, as it was written.
    Number(String),
    /// Text.
    Text(String),
    /// A list.
    List(Vec<Node>),
    /// A map, in the order of the file, each key once.
    Map(Entries),
}

/// The entries of a map. Each is found by its key, however many there are.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Entries {
    list: Vec<Entry>,
    places: Places,
}

impl Entries {
    fn get(&self, key: &str) -> Option<&Entry> {
        self.list.get(self.places.of(key, self.list.iter().map(|entry| entry.key.as_str()))?)
    }
}

impl From<Vec<Entry>> for Entries {
    fn from(list: Vec<Entry>) -> Entries {
        Entries { list, places: Places::default() }
    }
}

impl FromIterator<Entry> for Entries {
    fn from_iter<I: IntoIterator<Item = Entry>>(entries: I) -> Entries {
        Entries::from(Vec::from_iter(entries))
    }
}

impl Deref for Entries {
    type Target = Vec<Entry>;

    fn deref(&self) -> &Vec<Entry> {
        &self.list
    }
}

/// Whoever may change the entries may move them.
impl DerefMut for Entries {
    fn deref_mut(&mut self) -> &mut Vec<Entry> {
        self.places = Places::default();
        &mut self.list
    }
}

impl<'e> IntoIterator for &'e Entries {
    type Item = &'e Entry;
    type IntoIter = std::slice::Iter<'e, Entry>;

    fn into_iter(self) -> Self::IntoIter {
        self.list.iter()
    }
}

/// A key with its value.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Entry {
    /// The key's text.
    pub key: String,
    /// Where the key stands.
    pub key_span: Span,
    /// The value.
    pub node: Node,
}

impl Node {
    /// Whether the value counts as absent.
    pub fn is_null(&self) -> bool {
        self.value == Value::Null
    }

    /// The entries of a map; none for any other value.
    pub fn entries(&self) -> &[Entry] {
        match &self.value {
            Value::Map(entries) => entries,
            _ => &[],
        }
    }

    /// The entry of a map with this key.
    pub fn entry(&self, key: &str) -> Option<&Entry> {
        match &self.value {
            Value::Map(entries) => entries.get(key),
            _ => None,
        }
    }

    /// What the value is, for a message: "a list", "the number `5`".
    pub fn kind(&self) -> String {
        match &self.value {
            Value::Null => "nothing".to_owned(),
            Value::Bool(value) => format!("`{value}`"),
            Value::Number(text) => format!("the number `{}`", crate::text::shorten(text, 60)),
            Value::Text(text) => format!("the text `{}`", crate::text::shorten(text, 60)),
            Value::List(_) => "a list".to_owned(),
            Value::Map(_) => "a map".to_owned(),
        }
    }

    /// The span that an address stands for: its key, or, for an item of a list, the item. When the
    /// address leads nowhere, its nearest parent that is there.
    ///
    /// The `bool` says whether the address itself was found.
    pub fn locate(&self, address: &str) -> (Span, bool) {
        let mut node = self;
        let mut found = self.entries().first().map_or(self.span, |entry| entry.key_span);
        for step in address.split('.') {
            let next = match &node.value {
                Value::Map(_) => node.entry(step).map(|entry| (entry.key_span, &entry.node)),
                Value::List(items) => index(step).and_then(|at| items.get(at)).map(|item| (item.span, item)),
                _ => None,
            };
            match next {
                Some((span, child)) => (found, node) = (span, child),
                None => return (found, false),
            }
        }
        (found, true)
    }

    /// The value at an address.
    pub fn at(&self, address: &str) -> Option<&Node> {
        address.split('.').try_fold(self, |node, step| match &node.value {
            Value::List(items) => index(step).and_then(|at| items.get(at)),
            _ => node.entry(step).map(|entry| &entry.node),
        })
    }
}

#[cfg(test)]
mod tests {
    use super::{Entry, Node, Value};
    use crate::span::Span;

    #[test]
    fn a_long_map_knows_where_its_entries_are_when_they_have_moved() {
        let entry = |number: usize| Entry {
            key: format!("k{number}"),
            key_span: Span::new(number, number + 1),
            node: Node { span: Span::default(), value: Value::Null },
        };
        let mut map = Node { span: Span::default(), value: Value::Map((0..99).map(entry).collect()) };
        assert_eq!(map.locate("k70"), (Span::new(70, 71), true));
        let Value::Map(entries) = &mut map.value else { panic!("a map") };
        entries.remove(7);
        entries.push(entry(200));
        assert_eq!(map.locate("k70"), (Span::new(70, 71), true));
        assert_eq!(map.locate("k200"), (Span::new(200, 201), true));
        assert!(map.entry("k7").is_none() && !map.locate("k7").1);
    }
}
