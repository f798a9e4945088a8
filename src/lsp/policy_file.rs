//! A policy in the editor: what its rules, stages and people are, and where they are used.

use std::path::Path;

use gen_lsp_types::Location;

use crate::disk;
use crate::judge::Seen;
use crate::lsp::cards;
use crate::lsp::document::{Document, Kind};
use crate::lsp::encoding::Lines;
use crate::lsp::pen::Pen;
use crate::lsp::spot::{self, Part, Spot, Thing};
use crate::lsp::uri;
use crate::lsp::view::View;
use crate::plan;
use crate::policy::toml_tree;
use crate::source::Source;
use crate::span::Span;
use crate::tree::{Node, Value};

/// How many files a policy may extend, one after the other.
const LAYERS: usize = 8;

/// What stands under the pointer.
pub(super) fn hover(view: &View<'_>, byte: usize) -> Option<(String, Span)> {
    let spot = spot::at(&tree(view), byte)?;
    let thing = thing(&spot);
    let about = |seen: &Seen<'_>| {
        let mut pen = Pen::new(view.client.markdown);
        match &thing {
            Some(Thing::Stage(id)) => stage(&mut pen, seen, id),
            Some(Thing::HandOff(id)) => handoff(&mut pen, seen, id),
            Some(thing) => cards::write(&mut pen, seen, thing),
            None => {
                if let Some(field) = spot.field(&spot::POLICY) {
                    pen.field(field);
                }
            }
        }
        pen.done()
    };
    Some((look(view, about)??, spot.span))
}

/// Looks at an empty plan that the policy would hold for.
pub(super) fn look<T>(view: &View<'_>, then: impl Fn(&Seen<'_>) -> T) -> Option<T> {
    let empty = "launch: x\nkind: product\n";
    view.study.look(&view.document.path.with_file_name("plan.yaml"), empty, then)
}

fn stage(pen: &mut Pen, seen: &Seen<'_>, id: &str) {
    let Some(stage) = seen.policy.stages.get(id) else { return };
    let after = match stage.after.as_slice() {
        [] => "the first stop".to_owned(),
        after => format!("after {}", crate::text::list(after, "and")),
    };
    pen.title(id, &format!("{after}, for the {} gate", stage.gate.word()));
    let asks: Vec<String> = stage.asks.iter().map(|(id, ask)| format!("`{id}`: {}", ask.question)).collect();
    pen.list("It is asked:", &asks);
}

fn handoff(pen: &mut Pen, seen: &Seen<'_>, id: &str) {
    let Some(handoff) = seen.policy.handoffs.get(id) else { return };
    pen.title(id, &format!("{} → {}", handoff.from, handoff.to));
    pen.say(&handoff.what);
}

/// Where a thing that stands under the pointer is said, or used.
pub(super) fn definition(view: &View<'_>, byte: usize) -> Vec<Location> {
    let root = tree(view);
    let Some(spot) = spot::at(&root, byte) else { return Vec::new() };
    let Some(thing) = thing(&spot) else { return Vec::new() };
    let steps = thing.in_policy().unwrap_or_default();
    match (spot.part, find(&root, &steps)) {
        (Part::Value, Some(span)) => vec![view.location(span)],
        _ => in_plans(view, &thing),
    }
}

/// Where the open plans have a thing.
fn in_plans(view: &View<'_>, thing: &Thing) -> Vec<Location> {
    let Some(address) = thing.address() else { return Vec::new() };
    let plans = view.documents.values().filter(|document| document.kind == Kind::Plan);
    let found = plans.filter_map(|document| {
        let plan = View::new(document, view.documents, view.study, view.client);
        plan.look(None, |seen| seen.file.root.locate(&address))
            .filter(|(_, found)| *found)
            .map(|(span, _)| plan.location(span))
    });
    found.collect()
}

/// Where the policy of a plan says what a thing is: in its own file, or in one that it extends.
pub(super) fn said(view: &View<'_>, thing: &Thing) -> Option<Location> {
    let steps = thing.in_policy()?;
    let mut path = view.study.policy_file(&view.document.path)?;
    for _ in 0..LAYERS {
        let source = view.study.read(&path).ok()?;
        let (root, _) = toml_tree::parse(&source);
        if let Some(span) = find(&root, &steps) {
            return Some(location(view, &path, &source, span));
        }
        let Value::Text(extends) = &root.at("extends")?.value else { return None };
        Path::new(extends).extension()?;
        path = path.parent().unwrap_or(Path::new("")).join(extends);
    }
    None
}

/// A place in a policy: under the name that the editor has for it, if it is open there.
fn location(view: &View<'_>, path: &Path, source: &Source, span: Span) -> Location {
    let wanted = disk::identity(path);
    if let Some(open) = view.documents.values().find(|document| disk::identity(&document.path) == wanted) {
        return View::new(open, view.documents, view.study, view.client).location(span);
    }
    let lines = Lines::of(source.text(), view.client.encoding);
    Location { uri: uri::of_path(path).into(), range: lines.of_span(span) }
}

/// The key that steps lead to; people are found whatever the case of their letters.
fn find(root: &Node, steps: &[&str]) -> Option<Span> {
    let mut node = root;
    let mut found = None;
    for step in steps {
        let same = |key: &str| crate::policy::roster::same_person(key, step);
        let entry = node.entries().iter().find(|entry| same(&entry.key))?;
        (node, found) = (&entry.node, Some(entry.key_span));
    }
    found
}

/// What a place in a policy names.
fn thing(spot: &Spot) -> Option<Thing> {
    let path: Vec<&str> = spot.path.iter().map(String::as_str).collect();
    let own = |id: &str| id.to_owned();
    match (spot.part, path.as_slice()) {
        (Part::Key, ["stages", id]) => Some(Thing::Stage(own(id))),
        (Part::Key, ["handoffs", id]) => Some(Thing::HandOff(own(id))),
        (Part::Key, ["stages", stage, "asks", id]) => Some(Thing::Ask(own(stage), own(id))),
        (Part::Key, ["rules", id]) => Some(Thing::Rule(own(id))),
        (Part::Key, ["risks", id]) => Some(Thing::Risk(own(id))),
        (Part::Key, ["people", id]) => Some(Thing::Person(own(id))),
        (Part::Key, ["capacity", id]) => Some(Thing::Capacity(own(id))),
        (Part::Value, ["delegations", _, "from" | "to"]) => spot.text.clone().map(Thing::Person),
        (Part::Value, _) => spot::named(spot::POLICY.at(&path)?, spot.text.as_deref()?),
        _ => None,
    }
}

/// What can be read of it.
pub(super) fn tree(view: &View<'_>) -> Node {
    toml_tree::parse(&Source::new("", view.text())).0
}

/// The kinds of the open plans that a policy holds for.
pub(super) fn kinds(view: &View<'_>) -> Vec<plan::Kind> {
    let plans = view.documents.values().filter(|document| document.kind == Kind::Plan);
    let own = disk::identity(&view.document.path);
    let governed = plans
        .filter(|plan| view.study.policy_file(&plan.path).is_some_and(|file| disk::identity(&file) == own));
    let kind = |plan: &Document| View::new(plan, view.documents, view.study, view.client).plan_kind();
    let mut kinds: Vec<plan::Kind> = governed.map(kind).collect();
    kinds.sort_by_key(|kind| kind.word());
    kinds.dedup();
    kinds
}
