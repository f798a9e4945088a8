//! What a change should give, thought out a second time and without a line of the editor.

use launch::address::index;
use launch::source::Source;
use launch::tree::{Node, Value};
use launch::yaml;
use launch::yaml::edit::{Change, New};
use serde_yaml::Value as Other;

/// A tree without places.
#[derive(Clone, Debug, PartialEq)]
pub(crate) enum Tree {
    Null,
    Bool(bool),
    Word(String),
    List(Vec<Tree>),
    Map(Vec<(String, Tree)>),
}

impl Tree {
    pub(crate) fn read(text: &str) -> Result<Tree, String> {
        let document = yaml::parse(&Source::new("plan.yaml", text));
        match document.problems.first() {
            Some(problem) => Err(problem.message.clone()),
            None => Ok(document.root.as_ref().map_or(Tree::Null, Tree::of)),
        }
    }

    fn of(node: &Node) -> Tree {
        match &node.value {
            Value::Null => Tree::Null,
            Value::Bool(value) => Tree::Bool(*value),
            Value::Number(text) | Value::Text(text) => Tree::Word(text.clone()),
            Value::List(items) => Tree::List(items.iter().map(Tree::of).collect()),
            Value::Map(entries) => {
                Tree::Map(entries.iter().map(|entry| (entry.key.clone(), Tree::of(&entry.node))).collect())
            }
        }
    }

    pub(crate) fn new(value: &New) -> Tree {
        match value {
            New::Text(text) | New::Block(text) => Tree::Word(text.clone()),
            New::Bool(value) => Tree::Bool(*value),
            New::List(items) => Tree::List(items.iter().map(Tree::new).collect()),
            New::Map(entries) => {
                Tree::Map(entries.iter().map(|(key, value)| (key.clone(), Tree::new(value))).collect())
            }
        }
    }

    pub(crate) fn get(&self, at: &str) -> Option<&Tree> {
        at.split('.').try_fold(self, |tree, step| match tree {
            Tree::Map(entries) => entries.iter().find(|(key, _)| key == step).map(|(_, value)| value),
            Tree::List(items) => items.get(index(step)?),
            _ => None,
        })
    }

    /// The tree after a change; none where the change means nothing.
    pub(crate) fn after(&self, change: &Change) -> Option<Tree> {
        let at = change.at().as_str();
        let mut tree = self.clone();
        match change {
            Change::Set { value, .. } => *tree.make(at)? = Tree::new(value),
            Change::Append { value, .. } => {
                let place = tree.make(at)?;
                let mut items = match std::mem::replace(place, Tree::Null) {
                    Tree::Null => Vec::new(),
                    Tree::List(items) => items,
                    one => vec![one],
                };
                items.push(Tree::new(value));
                *place = Tree::List(items);
            }
            Change::Remove { .. } => {
                self.get(at)?;
                let (above, last) =
                    at.rsplit_once('.').map_or((None, at), |(above, last)| (Some(above), last));
                let parent = match above {
                    Some(above) => tree.make(above)?,
                    None => &mut tree,
                };
                match parent {
                    Tree::Map(entries) => entries.retain(|(key, _)| key != last),
                    Tree::List(items) => drop(items.remove(index(last)?)),
                    _ => return None,
                }
            }
        }
        Some(tree)
    }

    fn make(&mut self, at: &str) -> Option<&mut Tree> {
        at.split('.').try_fold(self, |tree, step| {
            if *tree == Tree::Null {
                *tree = Tree::Map(Vec::new());
            }
            match tree {
                Tree::Map(entries) => {
                    if !entries.iter().any(|(key, _)| key == step) {
                        entries.push((step.to_owned(), Tree::Null));
                    }
                    entries.iter_mut().find(|(key, _)| key == step).map(|(_, value)| value)
                }
                Tree::List(items) => items.get_mut(index(step)?),
                _ => None,
            }
        })
    }

    /// The tree with what a removal emptied as nothing, however it is written.
    pub(crate) fn with_emptied(mut self, change: &Change) -> Tree {
        let Change::Remove { at } = change else { return self };
        let above = at.as_str().rsplit_once('.').map(|(above, _)| above.to_owned());
        let place = match &above {
            Some(above) => self.make(above),
            None => Some(&mut self),
        };
        if let Some(place) = place
            && matches!(place, Tree::Map(entries) if entries.is_empty())
                | matches!(place, Tree::List(items) if items.is_empty())
        {
            *place = Tree::Null;
        }
        self
    }

    /// Whether another YAML reader reads the same.
    pub(crate) fn agrees(&self, other: &Other) -> bool {
        match (self, other) {
            (Tree::Null, Other::Null) => true,
            (Tree::Bool(a), Other::Bool(b)) => a == b,
            (Tree::Word(a), Other::String(b)) => a == b,
            (Tree::Word(a), Other::Number(b)) => a.parse::<f64>().ok() == b.as_f64(),
            (Tree::List(a), Other::Sequence(b)) => {
                a.len() == b.len() && a.iter().zip(b).all(|(a, b)| a.agrees(b))
            }
            (Tree::Map(a), Other::Mapping(b)) => {
                a.len() == b.len()
                    && a.iter().all(|(key, value)| b.get(key.as_str()).is_some_and(|b| value.agrees(b)))
            }
            _ => false,
        }
    }
}

/// The bytes of a text between what two texts begin with and what they end with alike.
pub(crate) fn difference<'a>(before: &'a str, after: &str) -> &'a str {
    let start = before.bytes().zip(after.bytes()).take_while(|(a, b)| a == b).count();
    let ends = before.bytes().rev().zip(after.bytes().rev());
    let most = before.len().min(after.len()) - start;
    let end = ends.take_while(|(a, b)| a == b).count().min(most);
    let (mut from, mut to) = (start, before.len() - end);
    while !before.is_char_boundary(from) {
        from -= 1;
    }
    while !before.is_char_boundary(to) {
        to += 1;
    }
    &before[from..to]
}
