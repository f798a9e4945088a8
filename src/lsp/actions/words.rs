//! What is misspelt, as it was meant.

use std::ops::Range;

use super::{About, How, Idea};
use crate::address::Address;
use crate::disk;
use crate::judge::Seen;
use crate::lsp::completion::{self, Place};
use crate::lsp::cursor::Role;
use crate::lsp::document::Kind;
use crate::lsp::policy_file;
use crate::lsp::spot::{self, PLAN, POLICY, Part, Spot};
use crate::lsp::study::Past;
use crate::lsp::view::View;
use crate::shape::Holds;
use crate::source::{Located, Source};
use crate::text;
use crate::tree::{Node, Value};
use crate::yaml;
use crate::yaml::edit::{Change, New};

/// What can be done about words that mean nothing where they stand.
pub(super) fn ideas(view: &View<'_>, here: &Range<usize>) -> Vec<Idea> {
    match view.document.kind {
        Kind::Plan => {
            let report = view.study.report(view.document, Past::Left);
            let of_plan = |about: About| view.look_exactly(|seen| of_plan(view, seen, &about)).flatten();
            touched(view, &report.errors, here).into_iter().filter_map(of_plan).collect()
        }
        Kind::Policy => {
            let problems = view.study.problems(view.document, &policy_file::kinds(view));
            let of_policy = |about: About| of_policy(view, &about);
            touched(view, &problems, here).into_iter().filter_map(of_policy).collect()
        }
        Kind::Beginning | Kind::Other => Vec::new(),
    }
}

/// The problems of this text that touch a range.
fn touched(view: &View<'_>, problems: &[Located], here: &Range<usize>) -> Vec<About> {
    let own = disk::shown(&view.document.path);
    let about = |problem: &Located| {
        let (place, _) = problem.place.as_ref().filter(|_| problem.path == own)?;
        let range = view.lines.of_place(place);
        let bytes = view.byte(range.start)..view.byte(range.end);
        let touches = bytes.start <= here.end && here.start <= bytes.end;
        touches.then(|| About { rule: None, bytes, message: problem.message.clone() })
    };
    problems.iter().filter_map(about).collect()
}

fn of_plan(view: &View<'_>, seen: &Seen<'_>, about: &About) -> Option<Idea> {
    let root = &seen.file.root;
    let (spot, word) = word(root, about.bytes.start)?;
    let near = meant(seen, &PLAN, root, &spot, &word);
    let id = || {
        let is_id = spot.part == Part::Key && !text::is_kebab(&word) && spot.thing().is_some();
        is_id.then(|| text::to_kebab(&word)).flatten()
    };
    let meant = near.or_else(id)?;
    let how = match spot.part {
        Part::Key => How::Text(renamed(view, root, &spot, &meant)?),
        Part::Value => How::Changes(vec![Change::Set {
            at: Address::new(spot.path.join(".")),
            value: New::text(meant.as_str()),
        }]),
    };
    Some(idea(about, &word, &meant, how))
}

fn of_policy(view: &View<'_>, about: &About) -> Option<Idea> {
    let root = policy_file::tree(view);
    let (spot, word) = word(&root, about.bytes.start)?;
    let meant = policy_file::look(view, |seen| meant(seen, &POLICY, &root, &spot, &word)).flatten()?;
    let written = match spot.part {
        Part::Key => meant.clone(),
        Part::Value => completion::value(&meant),
    };
    Some(idea(about, &word, &meant, How::Text(replaced(view, &spot, &written))))
}

fn idea(about: &About, word: &str, meant: &str, how: How) -> Idea {
    let title = format!("replace `{}` by `{meant}`", text::shorten(word, 60));
    Idea { title, about: vec![about.clone()], how }
}

/// The key or the value that begins at a byte, and its text.
fn word(root: &Node, byte: usize) -> Option<(Spot, String)> {
    let spot = spot::all(root).into_iter().find(|spot| spot.span.start() == byte)?;
    let word = match spot.part {
        Part::Key => spot.path.last()?.clone(),
        Part::Value => spot.text.clone()?,
    };
    Some((spot, word))
}

/// What could stand there and is near to what does.
fn meant(seen: &Seen<'_>, shape: &'static Holds, root: &Node, spot: &Spot, word: &str) -> Option<String> {
    let (path, role) = match spot.part {
        Part::Key => (spot.path.split_last()?.1, Role::Key),
        Part::Value => (spot.path.as_slice(), Role::Value),
    };
    let offers = completion::at(seen, &Place { shape, root, path, role, begun: true, beside: &[] });
    let known = offers.iter().map(|offer| offer.text.as_str());
    text::did_you_mean(word, known).filter(|meant| *meant != word).map(str::to_owned)
}

/// The text with something else in the place of a key or a value.
fn replaced(view: &View<'_>, spot: &Spot, written: &str) -> String {
    let mut text = view.document.text.clone();
    let shift = view.lines.shift();
    text.replace_range(spot.span.start() + shift..spot.span.end() + shift, written);
    text
}

/// The text with a key written otherwise; none where that would change anything else.
fn renamed(view: &View<'_>, root: &Node, spot: &Spot, key: &str) -> Option<String> {
    let text = replaced(view, spot, &yaml::scalar(key));
    let read = yaml::parse(&Source::new("", text.as_str()));
    let mut wanted = root.clone();
    rename(&mut wanted, &spot.path, key)?;
    let is_meant = !read.broken && read.root.is_some_and(|read| alike(&read, &wanted));
    is_meant.then_some(text)
}

fn rename(node: &mut Node, path: &[String], key: &str) -> Option<()> {
    let (first, rest) = path.split_first()?;
    match &mut node.value {
        Value::List(items) => rename(items.get_mut(first.parse::<usize>().ok()?)?, rest, key),
        Value::Map(entries) => {
            let entry = entries.iter_mut().find(|entry| entry.key == *first)?;
            if rest.is_empty() {
                key.clone_into(&mut entry.key);
                return Some(());
            }
            rename(&mut entry.node, rest, key)
        }
        _ => None,
    }
}

/// Whether two trees say the same, wherever it stands.
fn alike(a: &Node, b: &Node) -> bool {
    match (&a.value, &b.value) {
        (Value::List(a), Value::List(b)) => a.len() == b.len() && a.iter().zip(b).all(|(a, b)| alike(a, b)),
        (Value::Map(a), Value::Map(b)) => {
            a.len() == b.len() && a.iter().zip(b).all(|(a, b)| a.key == b.key && alike(&a.node, &b.node))
        }
        (a, b) => a == b,
    }
}
