//! What a change leaves alone: each piece of the text that is not of its place, and the space between two such
//! pieces, byte for byte.

use std::ops::Range;

use launch::address::index;
use launch::source::Source;
use launch::tree::{Node, Value as Found};
use launch::yaml;
use launch::yaml::edit::{Change, Splice, splices};

use super::pieces::{BREAKS, Piece, What, begins_line, column, line_start, pieces};

/// Panics unless the splices of a change give the edited text and take nothing of what is not its own.
pub(crate) fn assert_spared(text: &str, after: &str, change: &Change) {
    let source = Source::new("plan.yaml", text);
    let splices = splices(&source, change).expect("a change that is made");
    let shown = || format!("{splices:?}\n{change:?}\n--- before\n{text}\n--- after\n{after}");
    let bare = after.strip_prefix('\u{feff}').unwrap_or(after);
    assert!(spliced(source.text(), &splices).as_deref() == Some(bare), "{}", shown());
    if let Err(problem) = holds(source.text(), change, &splices) {
        panic!("{problem}\n{}", shown());
    }
}

/// The text with these splices; none where they are out of order.
pub(crate) fn spliced(text: &str, splices: &[Splice]) -> Option<String> {
    let mut out = String::new();
    let mut at = 0;
    for splice in splices {
        out += text.get(at..splice.span.start())?;
        out += &splice.text;
        at = splice.span.end();
    }
    out += text.get(at..)?;
    Some(out)
}

/// Holds the splices of a change to what is promised of it.
pub(crate) fn holds(text: &str, change: &Change, splices: &[Splice]) -> Result<(), String> {
    let after = spliced(text, splices).ok_or("splices out of order")?;
    let root = yaml::parse(&Source::new("plan.yaml", text)).root;
    let place = Place::of(root.as_ref(), change);
    let pieces = pieces(text);
    let goes = place.going(text, &pieces);
    let sheet = Sheet { text, place: &place, pieces: &pieces, goes: &goes };
    for splice in splices {
        sheet.may_take(splice.span.start()..splice.span.end())?;
    }
    sheet.takes_one_comma(splices)?;
    sheet.stays(&after, splices)
}

/// What may go of the place of a change.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Goes {
    /// The entry or the item: with its key, its marks, its comma and the comment behind it.
    Part,
    /// The value alone; its key, its marks and the comment beside them stay.
    Value,
    /// Space inside of it: something is put in, or behind it.
    Nothing,
}

/// Where a change is made: as far as its address leads.
struct Place {
    path: Vec<usize>,
    goes: Goes,
    /// Whether what is there becomes the first item of a list, and moves.
    moves: bool,
}

impl Place {
    fn of(root: Option<&Node>, change: &Change) -> Place {
        let (mut path, mut node, mut is_there) = (Vec::new(), root, true);
        for step in change.at().steps() {
            let Some((at, inner)) = node.and_then(|node| step_of(node, step)) else {
                is_there = false;
                break;
            };
            path.push(at);
            node = Some(inner);
        }
        let is_null = node.is_none_or(Node::is_null);
        let goes = match change {
            Change::Remove { .. } => Goes::Part,
            Change::Set { .. } if is_there || is_null => Goes::Value,
            Change::Append { .. } if is_null => Goes::Value,
            _ => Goes::Nothing,
        };
        let is_list = node.is_some_and(|node| matches!(node.value, Found::List(_)));
        let moves = goes == Goes::Nothing && is_there && !is_list;
        Place { path, goes, moves }
    }

    /// Whether a piece is of the place or of something in it.
    fn holds(&self, piece: &Piece) -> bool {
        piece.what != What::Frame && piece.of.starts_with(&self.path)
    }

    /// Whether a piece is of what may go. A comment is of what it stands behind; one with a line to itself is
    /// of no place.
    fn is_own(&self, piece: &Piece) -> bool {
        match self.goes {
            Goes::Part => self.holds(piece),
            Goes::Value => {
                self.holds(piece) && (piece.of.len() > self.path.len() || piece.what == What::Value)
            }
            Goes::Nothing => false,
        }
    }

    /// Which pieces may go: the place's own, everything between the first and the last of them, and the
    /// comments that have a line to themselves above a value and below its key, or below a block and further in
    /// than it.
    fn going(&self, text: &str, pieces: &[Piece]) -> Vec<bool> {
        let own = |piece: &Piece| piece.what != What::Comment && self.is_own(piece);
        let (first, last) = (pieces.iter().position(own), pieces.iter().rposition(own));
        let Some((first, last)) = first.zip(last) else { return vec![false; pieces.len()] };
        let is_place = |piece: &Piece| piece.what != What::Comment && self.holds(piece);
        let head = pieces.iter().position(is_place).unwrap_or(first);
        let has_line = |at: usize| begins_line(text, pieces[at].range.start);
        // The comment behind the header of a block scalar stands beside its key.
        let is_header = |at: usize| text[pieces[at].range.clone()].starts_with(['|', '>']);
        let is_kept = |at: usize| {
            self.goes == Goes::Value
                && pieces[at].of == self.path
                && !has_line(at)
                && is_header(at.max(1) - 1)
        };
        let mut goes: Vec<bool> = (0..pieces.len())
            .map(|at| match pieces[at].what {
                What::Comment if is_kept(at) => false,
                What::Comment if has_line(at) => (head..=last).contains(&at),
                What::Comment => (first..=last).contains(&at) || self.is_own(&pieces[at]),
                _ => (first..=last).contains(&at),
            })
            .collect();
        let is_block = self.goes == Goes::Part || pieces[last].of != self.path;
        let owner = column(text, pieces[head].range.start);
        for at in (last + 1..pieces.len()).take_while(|at| pieces[*at].what == What::Comment) {
            if has_line(at) {
                if !is_block || self.path.is_empty() || column(text, pieces[at].range.start) <= owner {
                    break;
                }
                goes[at] = true;
            }
        }
        // The last of several parts takes the comma before it along, or its own.
        let comma = pieces.iter().position(|piece| self.is_comma(piece, 1));
        if let Some(comma) = comma.filter(|_| self.goes == Goes::Part) {
            goes[comma] = true;
        }
        goes
    }

    /// Whether a piece is the comma of the part that stands so many before this one.
    fn is_comma(&self, piece: &Piece, before: usize) -> bool {
        let Some((last, above)) = self.path.split_last() else { return false };
        let at = last.checked_sub(before);
        piece.what == What::Comma && at.is_some_and(|at| piece.of == [above, &[at]].concat())
    }
}

fn step_of<'n>(node: &'n Node, step: &str) -> Option<(usize, &'n Node)> {
    match &node.value {
        Found::Map(entries) => {
            let at = entries.iter().position(|entry| entry.key == step)?;
            Some((at, &entries[at].node))
        }
        Found::List(items) => index(step).and_then(|at| Some((at, items.get(at)?))),
        _ => None,
    }
}

struct Sheet<'t> {
    text: &'t str,
    place: &'t Place,
    pieces: &'t [Piece],
    goes: &'t [bool],
}

impl Sheet<'_> {
    /// Whether these bytes are of what may go, or space beside it.
    fn may_take(&self, range: Range<usize>) -> Result<(), String> {
        let mut from = 0;
        for at in 0..=self.pieces.len() {
            let piece = self.pieces.get(at);
            let to = piece.map_or(self.text.len(), |piece| piece.range.start);
            let gone = range.start.max(from)..range.end.min(to);
            if !gone.is_empty() && !self.may_take_space(at, from..to, &gone) {
                return Err(format!("takes the space {gone:?} {:?}", &self.text[gone.clone()]));
            }
            let Some(piece) = piece else { break };
            let gone = range.start.max(piece.range.start)..range.end.min(piece.range.end);
            if !gone.is_empty() && !self.goes[at] {
                return Err(format!("takes {:?} of {piece:?}", &self.text[gone]));
            }
            from = piece.range.end;
        }
        Ok(())
    }

    /// Whether space before the piece at a position may go. It is beside what goes; or it is between the mark,
    /// the value and the brackets of the place itself.
    fn may_take_space(&self, at: usize, gap: Range<usize>, gone: &Range<usize>) -> bool {
        let left = at.checked_sub(1).map(|left| &self.pieces[left]);
        let left_goes = at.checked_sub(1).is_some_and(|left| self.goes[left]);
        let right_goes = self.goes.get(at).copied().unwrap_or(false);
        let is_part = self.place.goes == Goes::Part;
        let is_place = |piece: &Piece| piece.of == self.place.path && piece.what != What::Comment;
        // All from the mark of a value and the comment beside it on; before anything else that goes that of its
        // line, with the break above.
        let is_near = || match left.map(|left| left.what) {
            Some(What::Mark) if !is_part => left.is_some_and(is_place),
            Some(What::Comment) if !is_part && left.is_some_and(|left| left.of == self.place.path) => true,
            Some(What::Comma | What::Value) if !is_part => false,
            Some(What::Value) if ["[", "{"].contains(&self.shown(left)) => true,
            _ => gone.start >= gap.start + last_break(&self.text[gap.clone()]),
        };
        match (left_goes, right_goes) {
            (true, true) => true,
            (true, false) => is_part || !self.text[gap.start..gone.end].contains(BREAKS),
            (false, true) if self.place.path.is_empty() => gone.start >= line_start(self.text, gap.end),
            (false, true) => is_near(),
            (false, false) => match left.filter(|left| is_place(left)).zip(self.pieces.get(at)) {
                Some((left, right)) if left.what == What::Mark => self.place.moves && self.place.holds(right),
                Some((left, right)) => !is_part && left.what == What::Value && is_place(right),
                None => false,
            },
        }
    }

    fn shown(&self, piece: Option<&Piece>) -> &str {
        piece.map_or("", |piece| &self.text[piece.range.clone()])
    }

    fn takes_one_comma(&self, splices: &[Splice]) -> Result<(), String> {
        let is_taken = |piece: &&Piece| {
            let at = piece.range.start;
            splices.iter().any(|splice| (splice.span.start()..splice.span.end()).contains(&at))
        };
        let of_part = |piece: &&Piece| self.place.is_comma(piece, 0) || self.place.is_comma(piece, 1);
        let taken = self.pieces.iter().filter(of_part).filter(is_taken).count();
        if taken > 1 { Err(format!("takes {taken} commas")) } else { Ok(()) }
    }

    /// Whether every piece that does not go is a piece of the edited text as well, the same one. What begins a
    /// line still does, and is indented no less; unless it comes to stand where a part stood within its line.
    fn stays(&self, after: &str, splices: &[Splice]) -> Result<(), String> {
        let new = pieces(after);
        let mut new = new.iter().peekable();
        let own = self.pieces.iter().find(|piece| piece.what != What::Comment && self.place.is_own(piece));
        let is_within_line = own.is_some_and(|own| !begins_line(self.text, own.range.start));
        let mut moves_up = false;
        for (piece, goes) in self.pieces.iter().zip(self.goes) {
            let range = &piece.range;
            if *goes {
                moves_up = self.place.goes == Goes::Part;
                continue;
            }
            let word = &self.text[range.clone()];
            if self.place.moves && self.place.holds(piece) && word.contains(BREAKS) {
                continue;
            }
            let start = moved(range.start, splices);
            let end = start + word.len();
            while new.next_if(|new| new.range.end <= start).is_some() {}
            let is_same = |new: &&&Piece| match piece.what {
                What::Comment => new.range.contains(&start) && end <= new.range.end,
                _ => new.range == (start..end),
            };
            let found = new.peek().filter(is_same).filter(|new| new.what == piece.what);
            if found.is_none() || after.get(start..end) != Some(word) {
                return Err(format!("{word:?} at {} is no piece at {start}", range.start));
            }
            let is_less = column(after, start) < column(self.text, range.start);
            let is_moved = self.place.moves && self.place.holds(piece);
            let may_move_up = moves_up && (is_within_line || ["]", "}"].contains(&word));
            let is_pulled = is_less || !(is_moved || begins_line(after, start));
            if begins_line(self.text, range.start) && is_pulled && !may_move_up {
                return Err(format!("{word:?} at {} begins its line no longer, or earlier", range.start));
            }
            moves_up = false;
        }
        Ok(())
    }
}

/// Where the last line break of a text begins; 0 without one.
fn last_break(text: &str) -> usize {
    let at = text.rfind(BREAKS).unwrap_or(0);
    if text[..at].ends_with('\r') && text[at..].starts_with('\n') { at - 1 } else { at }
}

/// Where the byte at a position stands after these splices.
fn moved(at: usize, splices: &[Splice]) -> usize {
    let before = splices.iter().filter(|splice| splice.span.end() <= at);
    before.fold(at, |at, splice| at + splice.text.len() - (splice.span.end() - splice.span.start()))
}
