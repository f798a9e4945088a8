//! Which hand-offs are drawn, and on which line under the chain: none over another.

use crate::brief::Brief;
use crate::report::HandOffRow;
use crate::standing::HandOffState;

/// The most lines of hand-offs: more would not fit on a page.
const LANES: usize = 11;

/// A hand-off in the picture.
pub(super) struct Lane<'a> {
    /// The hand-off.
    pub(super) handoff: &'a HandOffRow,
    /// The column of the sender.
    pub(super) from: usize,
    /// The column of the receiver.
    pub(super) to: usize,
    /// The line.
    pub(super) line: usize,
}

/// The hand-offs of the picture, and how many there is no room for. What is open is drawn first.
pub(super) fn lanes(brief: &Brief) -> (Vec<Lane<'_>>, usize) {
    let column = |stage: &str| brief.order.iter().position(|turn| turn.stage == stage);
    let handoffs = brief.reading.report.handoffs.iter();
    let known = handoffs.filter(|one| one.state != HandOffState::NotNeeded).filter_map(|handoff| {
        let (from, to) = (column(&handoff.from)?, column(&handoff.to)?);
        (from != to).then_some(Lane { handoff, from, to, line: 0 })
    });
    let mut all: Vec<Lane<'_>> = known.collect();
    all.sort_by_key(|lane| (lane.handoff.state == HandOffState::Accepted, lane.span()));
    let mut lines: Vec<Vec<(usize, usize)>> = Vec::new();
    let total = all.len();
    let mut drawn: Vec<Lane<'_>> = Vec::new();
    for lane in all {
        let (left, right) = lane.ends();
        let is_free = |taken: &Vec<(usize, usize)>| taken.iter().all(|(a, b)| right <= *a || *b <= left);
        let line = lines.iter().position(is_free);
        if line.is_none() && lines.len() == LANES {
            continue;
        }
        let line = line.unwrap_or_else(|| {
            lines.push(Vec::new());
            lines.len() - 1
        });
        lines.get_mut(line).into_iter().for_each(|taken| taken.push((left, right)));
        drawn.push(Lane { line, ..lane });
    }
    let left_out = total - drawn.len();
    (drawn, left_out)
}

impl Lane<'_> {
    /// Its columns, from left to right.
    pub(super) fn ends(&self) -> (usize, usize) {
        (self.from.min(self.to), self.from.max(self.to))
    }

    /// How many columns it crosses.
    fn span(&self) -> usize {
        self.from.abs_diff(self.to)
    }
}
