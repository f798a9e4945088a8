//! Edits a plan's text in place: a change of the tree becomes a few splices of the text.
//!
//! Every byte that a change does not mean stays as it was: comments, quotes, order, indentation,
//! line ends, a byte-order mark, a missing last line break. What is new is written as the text round
//! it is: its indentation, its line ends, between brackets where that is between brackets.
//!
//! An edited text is read again and held against the tree that the change should give. A text that
//! says anything else is never handed out.

mod block;
mod flow;
mod layout;
mod lines;
mod model;
mod sheet;
mod write;

use layout::Layout;
use sheet::{Shared, Sheet, Splices, Way};

use super::{parse, too_deep};
use crate::address::Address;
use crate::source::{Problem, Source};
use crate::span::Span;
use crate::tree::{DEPTH_LIMIT, Node, Value};

/// A value to be written.
///
/// A list or a map of single values is written on one line, between brackets, where it fits into
/// 100 columns; every other one as a block.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum New {
    /// Text on one line, quoted where it must be.
    Text(String),
    /// Text of several lines: a literal block (`|-`), or a quoted scalar between brackets.
    Block(String),
    /// `true` or `false`.
    Bool(bool),
    /// A list.
    List(Vec<New>),
    /// A map.
    Map(Vec<(String, New)>),
}

impl New {
    /// Text on one line.
    pub fn text(text: impl Into<String>) -> New {
        New::Text(text.into())
    }

    /// A map of these entries.
    pub fn map<K: Into<String>>(entries: impl IntoIterator<Item = (K, New)>) -> New {
        New::Map(entries.into_iter().map(|(key, value)| (key.into(), value)).collect())
    }
}

/// One change of a plan.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Change {
    /// Puts a value at an address: in the place of the one there, with the comments inside of it, or
    /// at the end of its map, with those maps above it that are missing.
    Set {
        /// Where.
        at: Address,
        /// What.
        value: New,
    },
    /// Takes an entry of a map away with its key, or an item of a list, with its own lines. A block
    /// that has lost its last part leaves nothing (null); brackets stay, empty.
    Remove {
        /// Where.
        at: Address,
    },
    /// Adds an item to a list. A value that is no list becomes the first item of one; nothing
    /// becomes a list of one.
    Append {
        /// The list.
        to: Address,
        /// The item.
        value: New,
    },
}

impl Change {
    /// What is changed.
    pub fn at(&self) -> &Address {
        match self {
            Change::Set { at, .. } | Change::Remove { at } | Change::Append { to: at, .. } => at,
        }
    }
}

/// Bytes of a text, and what stands there instead.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Splice {
    /// The bytes that go; none where something is put in.
    pub span: Span,
    /// What comes.
    pub text: String,
}

/// What one change does to a source's text: all that differs, in order, each behind the one before.
///
/// # Errors
/// As [`apply`].
pub fn splices(source: &Source, change: &Change) -> Result<Vec<Splice>, Problem> {
    let root = readable(source, std::slice::from_ref(change))?;
    let edited = edit(source.text(), &root, change).map_err(|refusal| refusal.placed(&root))?;
    Ok(edited.splices.into_vec())
}

/// The text after these changes, each made in the text that the one before it left, with the
/// byte-order mark that the source had.
///
/// # Errors
/// When the text cannot be read, when a change means nothing in it (there is nothing to remove, or
/// the place is no map), or when it cannot be made in place: what an anchor and an alias share is
/// not edited. The problem's place is one of `source`.
pub fn apply(source: &Source, changes: &[Change]) -> Result<String, Problem> {
    let root = readable(source, changes)?;
    let mut text = source.text().to_owned();
    let mut tree = root.clone();
    for change in changes {
        let edited = edit(&text, &tree, change).map_err(|refusal| refusal.placed(&root))?;
        (text, tree) = (edited.text, edited.tree);
    }
    Ok(if source.has_bom() { format!("{BOM}{text}") } else { text })
}

const BOM: char = '\u{feff}';

/// The tree of a text, and addresses that are no deeper than one can be.
fn readable(source: &Source, changes: &[Change]) -> Result<Node, Problem> {
    let root = read(source)?;
    if changes.iter().any(|change| change.at().steps().count() > DEPTH_LIMIT) {
        return Err(too_deep(root.span));
    }
    Ok(root)
}

fn read(source: &Source) -> Result<Node, Problem> {
    let document = parse(source);
    match document.problems.into_iter().next() {
        Some(problem) => Err(problem),
        None => Ok(document.root.unwrap_or(Node { span: Span::default(), value: Value::Null })),
    }
}

/// Why a change is not made, and where.
struct Refusal {
    at: String,
    problem: Problem,
}

impl Refusal {
    fn placed(self, root: &Node) -> Problem {
        let (span, _) = root.locate(&self.at);
        Problem { span, ..self.problem }
    }
}

/// A change that is made: the text, and what it reads as.
struct Edited {
    splices: Splices,
    text: String,
    tree: Node,
}

/// Makes one change.
fn edit(text: &str, tree: &Node, change: &Change) -> Result<Edited, Refusal> {
    let layout = Layout::of(text).ok_or_else(|| unsafe_to_edit(change))?;
    for way in [Way::Usual, Way::Careful] {
        let sheet = Sheet::new(text, &layout, tree, way);
        let mut meant = tree.clone();
        model::change(&mut meant, change, sheet.emptied(change))
            .map_err(|problem| Refusal { at: change.at().to_string(), problem })?;
        let splices = sheet.splices(change).map_err(shared)?.in_order();
        let Some(edited) = splices.apply(text) else { continue };
        let Ok(found) = read(&Source::new("", format!("{BOM}{edited}"))) else { continue };
        if model::same(&found.value, &meant.value) {
            return Ok(Edited { splices, text: edited, tree: found });
        }
    }
    Err(unsafe_to_edit(change))
}

fn shared(Shared(at): Shared) -> Refusal {
    let message = format!("`{at}` cannot be edited in place: it is shared through an anchor or alias");
    let problem = Problem::new(Span::default(), message);
    Refusal { at, problem: problem.help("write it out where the alias stands, then try again") }
}

fn unsafe_to_edit(change: &Change) -> Refusal {
    let at = change.at().to_string();
    let message = format!("`{at}` cannot be edited in place without changing what stands round it");
    Refusal { at, problem: Problem::new(Span::default(), message).help("make this change by hand") }
}
