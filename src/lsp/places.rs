//! From a name to what it names, and from a thing to everything that names it.

use gen_lsp_types::{Location, Position};

use crate::judge::Seen;
use crate::lsp::document::Kind;
use crate::lsp::policy_file;
use crate::lsp::spot::{self, Part, Spot, Thing};
use crate::lsp::view::View;
use crate::policy::roster::same_person;
use crate::span::Span;

/// Where what stands under the pointer is said: a name in the plan leads to the thing, a thing to the policy
/// that asks for it, and a hand-off to the stages at its ends, too.
pub(super) fn definition(view: &View<'_>, place: Position) -> Vec<Location> {
    let byte = view.byte(place);
    match view.document.kind {
        Kind::Plan => view.look(None, |seen| of_plan(view, seen, byte)).unwrap_or_default(),
        Kind::Policy => policy_file::definition(view, byte),
        Kind::Beginning | Kind::Other => Vec::new(),
    }
}

fn of_plan(view: &View<'_>, seen: &Seen<'_>, byte: usize) -> Vec<Location> {
    let root = &seen.file.root;
    let Some((spot, thing)) = spot::at(root, byte).and_then(|spot| Some((spot.clone(), spot.thing()?)))
    else {
        return Vec::new();
    };
    let key = |address: &str| {
        let (span, found) = root.locate(address);
        found.then(|| view.location(span))
    };
    let own = thing.address().and_then(|address| key(&address));
    if spot.part == Part::Value && own.is_some() {
        return own.into_iter().collect();
    }
    let mut found: Vec<Location> = policy_file::said(view, &thing).into_iter().collect();
    if let Thing::HandOff(id) = &thing {
        let ends = seen.standing.handoff(id).map(|handoff| [handoff.from, handoff.to]);
        found.extend(ends.into_iter().flatten().filter_map(|end| key(&format!("stages.{end}"))));
    }
    found
}

/// Everything in the plan that names what stands under the pointer, and the thing itself where asked for.
pub(super) fn references(view: &View<'_>, place: Position, with_itself: bool) -> Vec<Location> {
    if view.document.kind != Kind::Plan {
        return Vec::new();
    }
    let byte = view.byte(place);
    let named = |seen: &Seen<'_>| {
        let root = &seen.file.root;
        let Some(wanted) = spot::at(root, byte).and_then(|spot| spot.thing()) else { return Vec::new() };
        let is_meant = |spot: &Spot| {
            spot.thing().is_some_and(|thing| match (&thing, &wanted) {
                (Thing::Person(a), Thing::Person(b)) => same_person(a, b),
                (a, b) => a == b,
            })
        };
        let mut spots = spot::all(root);
        spots.retain(|spot| is_meant(spot) && (with_itself || spot.part == Part::Value));
        spots.iter().map(|spot| spot.span).collect::<Vec<Span>>()
    };
    let spans = view.look(None, named).unwrap_or_default();
    spans.into_iter().map(|span| view.location(span)).collect()
}
