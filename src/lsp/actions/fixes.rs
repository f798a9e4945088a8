//! What is missing, put in with its blanks marked; what is misspelt, as it was meant.

use std::ops::Range;

use super::{How, Idea};
use crate::address::Address;
use crate::check::Raised;
use crate::judge::Seen;
use crate::lsp::completion;
use crate::lsp::cursor::Role;
use crate::lsp::spot::{self, Part, Spot};
use crate::lsp::study::Past;
use crate::lsp::view::View;
use crate::policy::StagePolicy;
use crate::source::Source;
use crate::text;
use crate::tree::{Node, Value};
use crate::yaml;
use crate::yaml::edit::{Change, New};

/// What can be done about findings.
pub(super) fn of_findings(seen: &Seen<'_>, found: &[&Raised]) -> Vec<Idea> {
    let mut ideas: Vec<Idea> = Vec::new();
    for one in found {
        for idea in of_finding(seen, one) {
            if !ideas.iter().any(|known| known.title == idea.title) {
                ideas.push(idea);
            }
        }
    }
    ideas
}

fn of_finding(seen: &Seen<'_>, one: &Raised) -> Vec<Idea> {
    let at = &one.finding.at;
    let steps: Vec<&str> = at.steps().collect();
    let idea = |title: String, value: New| {
        let changes = vec![Change::Set { at: at.clone(), value }];
        Idea { title, rule: Some(one.rule.id), how: How::Changes(changes) }
    };
    match (one.rule.id, steps.as_slice()) {
        (_, ["stages", id, ..]) if seen.file.plan.stages.get(id).is_none() => {
            let Some(policy) = seen.policy.stages.get(id) else { return Vec::new() };
            let changes = vec![Change::Set { at: Address::stage(id), value: stage(id, policy) }];
            let title = format!("add the stage `{id}`");
            vec![Idea { title, rule: Some(one.rule.id), how: How::Changes(changes) }]
        }
        ("missing-handoff", ["handoffs", id]) => {
            let what = seen.standing.handoff(id).map_or(*id, |handoff| handoff.what);
            vec![idea(format!("add the hand-off `{id}`"), New::map([("what", New::text(what))]))]
        }
        ("open-ask", ["stages", stage, "asks", id]) => {
            let asked = seen.policy.stages.get(stage).and_then(|stage| stage.asks.get(id));
            let shown = New::map([("done", New::text("<what shows it>"))]);
            let mut ideas = vec![idea(format!("answer `{id}`: done, with what shows it"), shown)];
            if !asked.is_some_and(|ask| ask.evidence) {
                ideas.push(idea(format!("answer `{id}`: done"), New::text("done")));
            }
            let not_needed = New::map([("not_needed", New::text("<why this launch does not need it>"))]);
            ideas.push(idea(format!("answer `{id}`: not needed, with the reason"), not_needed));
            ideas
        }
        _ => Vec::new(),
    }
}

/// A stage with everything to be filled in: what stands in `<…>` counts as missing until then.
fn stage(id: &str, policy: &StagePolicy) -> New {
    let mut fields = vec![
        ("owner", New::text(format!("<e-mail of who answers for {id}>"))),
        ("impact", New::text(format!("<what the customer feels of {id}>"))),
    ];
    let asks: Vec<(&str, New)> = policy.asks.ids().map(|ask| (ask, New::text("open"))).collect();
    if !asks.is_empty() {
        fields.push(("asks", New::map(asks)));
    }
    New::map(fields)
}

/// What can be done about words that mean nothing where they stand.
pub(super) fn of_words(view: &View<'_>, here: &Range<usize>) -> Vec<Idea> {
    let report = view.study.report(view.document, Past::Left);
    let mut ideas = Vec::new();
    for error in &report.errors {
        let Some((place, _)) = &error.place else { continue };
        let range = view.lines.of_place(place);
        let (from, to) = (view.byte(range.start), view.byte(range.end));
        if from <= here.end && here.start <= to {
            ideas.extend(view.look_exactly(|seen| of_word(view, seen, from)).flatten());
        }
    }
    ideas
}

fn of_word(view: &View<'_>, seen: &Seen<'_>, byte: usize) -> Option<Idea> {
    let root = &seen.file.root;
    let spot = spot::all(root).into_iter().find(|spot| spot.span.start() == byte)?;
    let word = match spot.part {
        Part::Key => spot.path.last()?.clone(),
        Part::Value => spot.text.clone()?,
    };
    let meant = meant(seen, &spot, &word)?;
    let how = match spot.part {
        Part::Key => How::Text(renamed(view, root, &spot, &meant)?),
        Part::Value => How::Changes(vec![Change::Set {
            at: Address::new(spot.path.join(".")),
            value: New::text(meant.as_str()),
        }]),
    };
    Some(Idea { title: format!("replace `{}` by `{meant}`", text::shorten(&word, 60)), rule: None, how })
}

/// What could stand there and is near to what does.
fn meant(seen: &Seen<'_>, spot: &Spot, word: &str) -> Option<String> {
    let (_, parents) = spot.path.split_last()?;
    let offers = match spot.part {
        Part::Key => completion::at(seen, parents, Role::Key, &[]),
        Part::Value => completion::at(seen, &spot.path, Role::Value, &[]),
    };
    let known = offers.iter().map(|offer| offer.text.as_str());
    if let Some(meant) = text::did_you_mean(word, known).filter(|meant| *meant != word) {
        return Some(meant.to_owned());
    }
    let is_id = spot.part == Part::Key && !text::is_kebab(word);
    is_id.then(|| text::to_kebab(word)).flatten().filter(|_| spot.thing().is_some())
}

/// The text with a key written otherwise; none where that would change anything else.
fn renamed(view: &View<'_>, root: &Node, spot: &Spot, key: &str) -> Option<String> {
    let mut text = view.document.text.clone();
    let shift = view.lines.shift();
    text.replace_range(spot.span.start() + shift..spot.span.end() + shift, &yaml::scalar(key));
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
