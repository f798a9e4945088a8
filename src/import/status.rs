//! How far a row says that it is: never more than it says.

use crate::import::words::plain;

/// What a status comes to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Status {
    /// Not done, or nothing is said.
    Open,
    /// Done, as somebody says.
    Done,
    /// Approved or signed off, as somebody says: done, and nobody's signature.
    Approved,
    /// Not applicable, without the reason that a plan asks for.
    NotNeeded,
    /// Words that could be either.
    Unclear,
}

impl Status {
    /// Whether somebody says that it is done.
    pub(super) fn is_done(self) -> bool {
        matches!(self, Status::Done | Status::Approved)
    }
}

const DONE: &str = "done, complete, completed, closed, finished, yes, y, true, delivered, shipped, resolved, \
                    fixed, passed, 100 percent, all done, ok, okay";
const APPROVED: &str = "approved, signed off, signed, sign off, signoff, signedoff, accepted, go";
const NOT_NEEDED: &str = "n a, na, not applicable, not needed, not required, none needed, skip, skipped, \
                          cancelled, canceled, dropped, out of scope, descoped, won t do, wont do, \
                          will not do, not doing, obsolete, no longer needed";
const OPEN: &str = "open, no, n, false, to do, todo, not started, not yet, not done, not yet started, new, \
                    backlog, planned, scheduled, in progress, inprogress, started, ongoing, wip, doing, \
                    working on it, active, underway, under way, pending, waiting, blocked, stuck, on hold, \
                    hold, paused, late, delayed, overdue, at risk, off track, on track, red, amber, yellow, \
                    green, in review, review, draft, incomplete, not complete, not completed, unfinished, \
                    assigned, tbd, tba, tbc, upcoming, selected for development, reopened, declined, \
                    rejected, no go";

/// What a cell says; `heading` is the name of its column, which tells a tick from a cross and a
/// percentage from a number.
pub(super) fn status(cell: &str, heading: &str) -> Status {
    if let Some(status) = sign(cell.trim_end_matches('\u{fe0f}').trim()) {
        return status;
    }
    let (word, heading) = (plain(cell), plain(heading));
    if let Some(percent) = percentage(cell, &heading) {
        return percent;
    }
    let is_tick = matches!(
        heading.trim_start_matches("is "),
        "done" | "complete" | "completed" | "finished" | "check" | "checked"
    );
    let is = |words: &str| words.split(", ").any(|known| known == word);
    match word.as_str() {
        "x" | "1" if is_tick => Status::Done,
        "0" if is_tick => Status::Open,
        _ if is(DONE) => Status::Done,
        _ if is(APPROVED) => Status::Approved,
        _ if is(NOT_NEEDED) => Status::NotNeeded,
        _ if is(OPEN) => Status::Open,
        _ => Status::Unclear,
    }
}

fn sign(cell: &str) -> Option<Status> {
    match cell {
        "" | "-" | "–" | "—" | "?" | "☐" | "⬜" | "✗" | "✘" | "❌" | "🔴" | "🟡" => {
            Some(Status::Open)
        }
        "✓" | "✔" | "☑" | "✅" => Some(Status::Done),
        _ => None,
    }
}

/// A number with a percent sign, or in a column of percentages. There, 1 is 1 % or all of it.
fn percentage(cell: &str, heading: &str) -> Option<Status> {
    let is_column = heading.split(' ').any(|word| matches!(word, "percent" | "progress"));
    let (number, signed) = match cell.trim().strip_suffix('%') {
        Some(number) => (number.trim(), true),
        None => (cell.trim(), false),
    };
    let number: f64 = number.replace(',', ".").parse().ok().filter(|_| signed || is_column)?;
    Some(match number {
        number if (100.0..=100.0).contains(&number) => Status::Done,
        number if !signed && (1.0..=1.0).contains(&number) => Status::Unclear,
        number if (0.0..100.0).contains(&number) => Status::Open,
        _ => Status::Unclear,
    })
}

#[cfg(test)]
mod tests {
    use super::{Status, status};

    #[test]
    fn a_status_comes_to_no_more_than_it_says() {
        for (heading, cell, expected) in [
            ("Status", "Done", Status::Done),
            ("Status", " COMPLETED ", Status::Done),
            ("Status", "✔️", Status::Done),
            ("Done?", "TRUE", Status::Done),
            ("Done?", "x", Status::Done),
            ("Status", "x", Status::Unclear),
            ("Done", "FALSE", Status::Open),
            ("% complete", "100", Status::Done),
            ("% complete", "100%", Status::Done),
            ("% complete", "99,5 %", Status::Open),
            ("% complete", "1", Status::Unclear),
            ("% complete", "0.5", Status::Open),
            ("% complete", "120%", Status::Unclear),
            ("Status", "100%", Status::Done),
            ("Status", "In Progress", Status::Open),
            ("Status", "", Status::Open),
            ("RAG", "Green", Status::Open),
            ("Status", "N/A", Status::NotNeeded),
            ("Status", "won't do", Status::NotNeeded),
            ("Status", "Signed-off", Status::Approved),
            ("Status", "Approved", Status::Approved),
            ("Status", "Done, I think", Status::Unclear),
            ("Status", "Not done", Status::Open),
            ("Status", "Ready", Status::Unclear),
            ("Status", "NaN", Status::Unclear),
        ] {
            assert_eq!(status(cell, heading), expected, "{heading}: {cell}");
        }
    }
}
