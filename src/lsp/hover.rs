//! What stands under the pointer: the thing, what is found there, and what the rules behind it are for.

use gen_lsp_types::{Contents, Hover, MarkupContent, MarkupKind, Position};

use crate::check::Raised;
use crate::judge::Seen;
use crate::lsp::cards;
use crate::lsp::document::Kind;
use crate::lsp::pen::Pen;
use crate::lsp::policy_file;
use crate::lsp::spot::{self, Spot, Thing};
use crate::lsp::view::View;
use crate::span::Span;

/// How many findings at one place are explained; the others are named.
const EXPLAINED: usize = 2;

/// What is known of a place.
pub(super) fn hover(view: &View<'_>, place: Position) -> Option<Hover> {
    let byte = view.byte(place);
    let (text, span) = match view.document.kind {
        Kind::Plan => view.look(None, |seen| of_plan(view, seen, byte))??,
        Kind::Policy => policy_file::hover(view, byte)?,
        Kind::Beginning | Kind::Other => return None,
    };
    let kind = if view.client.markdown { MarkupKind::Markdown } else { MarkupKind::PlainText };
    let range = Some(view.lines.of_span(span));
    Some(Hover { contents: Contents::MarkupContent(MarkupContent { kind, value: text }), range })
}

fn of_plan(view: &View<'_>, seen: &Seen<'_>, byte: usize) -> Option<(String, Span)> {
    let root = &seen.file.root;
    let spot = spot::at(root, byte);
    let here: Vec<(&Raised, Span)> = seen
        .raised
        .iter()
        .map(|one| (one, one.finding.span(root).0))
        .filter(|(_, span)| span.start() <= byte && byte <= span.end())
        .collect();
    let mut pen = Pen::new(view.client.markdown);
    let thing = spot.as_ref().and_then(Spot::thing);
    if let Some(thing) = &thing {
        cards::write(&mut pen, seen, thing);
    }
    if let Some(spot) = spot.as_ref().filter(|_| !names(thing.as_ref()))
        && let Some(field) = spot.field(&spot::PLAN)
    {
        pen.field(field);
    }
    findings(&mut pen, seen, &here.iter().map(|(one, _)| *one).collect::<Vec<_>>());
    let span = spot.map(|spot| spot.span).or_else(|| here.first().map(|(_, span)| *span))?;
    Some((pen.done()?, span))
}

/// Whether a thing has a card of its own.
fn names(thing: Option<&Thing>) -> bool {
    thing.is_some_and(|thing| !matches!(thing, Thing::Own(_)))
}

fn findings(pen: &mut Pen, seen: &Seen<'_>, here: &[&Raised]) {
    for one in here {
        pen.rule();
        let state = match (&one.waived_by, &one.covered_by) {
            (Some(waiver), _) => format!("waived by `{waiver}`"),
            (None, Some(condition)) => format!("covered by `{condition}`"),
            (None, None) => one.level.word().to_owned(),
        };
        pen.title(one.rule.id, &format!("({state})"));
        pen.say(&one.finding.message);
        pen.say(&one.finding.help(seen.file.source.name()));
    }
    let mut explained: Vec<&str> = Vec::new();
    for one in here {
        if !explained.contains(&one.rule.id) && explained.len() < EXPLAINED {
            explained.push(one.rule.id);
            pen.rule();
            cards::rule(pen, one.rule.id);
        }
    }
}
