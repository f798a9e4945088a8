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
    /// Done as one column says, and not done as another does.
    Disputed,
    /// A day of completion that is none, or that lies ahead: why, to be read after the cell.
    NoDay(&'static str),
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
    if is_blank(cell.trim()) || cell.trim() == "?" || is_cross(cell) {
        return Status::Open;
    }
    let (core, is_checked) = core(cell);
    if is_checked && core.is_empty() {
        return Status::Done;
    }
    match of_core(core, &plain(heading)) {
        status if is_checked && !status.is_done() => Status::Unclear,
        status => status,
    }
}

fn of_core(core: &str, heading: &str) -> Status {
    if let Some(percent) = percentage(core, heading) {
        return percent;
    }
    let is_tick = matches!(
        heading.trim_start_matches("is "),
        "done" | "complete" | "completed" | "finished" | "check" | "checked"
    );
    let word = plain(core);
    let is = |words: &str| words.split(", ").any(|known| known == word);
    let says = |words| is(words) && is_bare(core);
    match word.as_str() {
        "x" | "1" if is_tick && is_bare(core) => Status::Done,
        "0" if is_tick => Status::Open,
        _ if says(DONE) => Status::Done,
        _ if says(APPROVED) => Status::Approved,
        _ if is(NOT_NEEDED) => Status::NotNeeded,
        _ if is(OPEN) => Status::Open,
        _ => Status::Unclear,
    }
}

/// Whether a cell says nothing of how far a row is.
pub(super) fn is_blank(cell: &str) -> bool {
    matches!(cell, "" | "-" | "–" | "—")
}

/// Whether a cell is a sign that says that something is not done.
pub(super) fn is_cross(cell: &str) -> bool {
    matches!(
        cell.trim_end_matches('\u{fe0f}').trim(),
        "☐" | "⬜" | "[ ]" | "[]" | "✗" | "✘" | "❌" | "🔴" | "🟡"
    )
}

/// What says by itself that something is done, and may stand beside a word that does.
const CHECKS: [&str; 6] = ["✓", "✔", "☑", "✅", "[x]", "[X]"];

/// A cell without what adds nothing to its words: quotes and white space round them, one full stop or
/// exclamation mark behind them, and check marks; and whether there were any of these.
fn core(cell: &str) -> (&str, bool) {
    let bare =
        |text| str::trim_matches(text, |c: char| c.is_whitespace() || "\"'“”„‘’«»\u{fe0f}".contains(c));
    let cell = bare(cell);
    let mut core = bare(cell.strip_suffix(['.', '!']).unwrap_or(cell));
    let mut is_checked = false;
    while let Some(rest) =
        CHECKS.iter().find_map(|check| core.strip_prefix(check).or_else(|| core.strip_suffix(check)))
    {
        (core, is_checked) = (bare(rest), true);
    }
    (core, is_checked)
}

/// Whether a text is words and nothing else, with single hyphens or white space between them: any other
/// sign can mean its opposite, as in `Done?`, `❌ Done` and `~~Done~~`.
fn is_bare(text: &str) -> bool {
    text.split(char::is_whitespace)
        .filter(|part| !part.is_empty())
        .flat_map(|part| part.split(['-', '_']))
        .all(|word| !word.is_empty() && word.chars().all(char::is_alphanumeric))
}

/// A number with a percent sign, or in a column of percentages. There, 1 is 1 % or all of it.
fn percentage(cell: &str, heading: &str) -> Option<Status> {
    let is_column = heading.split(' ').any(|word| matches!(word, "percent" | "progress"));
    let (number, signed) = match cell.strip_suffix('%') {
        Some(number) => (number.trim(), true),
        None => (cell, false),
    };
    let (whole, fraction) = number.split_once([',', '.']).unwrap_or((number, ""));
    let is_number = number.bytes().all(|b| b.is_ascii_digit() || matches!(b, b'.' | b','));
    let whole: u32 = whole.parse().ok().filter(|_| is_number && (signed || is_column))?;
    Some(match (whole, fraction.bytes().all(|b| b == b'0')) {
        (100, true) => Status::Done,
        (1, true) if !signed => Status::Unclear,
        (0..100, _) => Status::Open,
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
            ("% complete", "99.999999999999999999%", Status::Open),
            ("% complete", "100.00", Status::Done),
            ("% complete", "1e2%", Status::Unclear),
            ("% complete", "+100%", Status::Unclear),
            ("% complete", "100%?", Status::Unclear),
            ("Status", "Not done", Status::Open),
            ("Status", "Ready", Status::Unclear),
            ("Status", "NaN", Status::Unclear),
        ] {
            assert_eq!(status(cell, heading), expected, "{heading}: {cell}");
        }
    }

    #[test]
    fn a_sign_beside_a_word_can_take_it_back() {
        for cell in [
            "Done?",
            "Yes?",
            "OK?",
            "ok ???",
            "Done (?)",
            "[ ] Done",
            "☐ Done",
            "❌ Done",
            "✗ done",
            "🔴 Complete",
            "🟡 ok",
            "👎 Approved",
            "~~Done~~",
            "!done",
            "≠ done",
            "<done>",
            "{{done}}",
            "¬done",
            "- done",
            "Done...",
            "d\u{336}one",
            "Done ❌",
            "✅ not done",
            "☑ N/A",
            "✅ Done ❌",
            "done--",
            "[x] 50%",
            "Approved?",
            "Go?",
        ] {
            assert_eq!(status(cell, "Status"), Status::Unclear, "{cell}");
        }
        for cell in ["x?", "~x~", "1?"] {
            assert_eq!(status(cell, "Done?"), Status::Unclear, "{cell}");
        }
    }

    #[test]
    fn what_adds_nothing_to_a_word_takes_nothing_from_it() {
        for cell in [
            "Done.",
            "Done!",
            "\"Done\"",
            "“done”",
            "'done",
            "\"Done.\"",
            "[x] Done",
            "[X] done",
            "✅ Done",
            "Done ✔️",
            "✅✅ Done",
            "✅ 100%",
            "[x]",
            "✓",
            "☑️",
            "✅",
            "all-done",
            "all\u{a0}done",
        ] {
            assert_eq!(status(cell, "Status"), Status::Done, "{cell}");
        }
        assert_eq!(status("✅ Signed-off.", "Status"), Status::Approved);
        for cell in ["[ ]", "❌", "not_done", "to-do", "~~open~~", "Not done!!"] {
            assert_eq!(status(cell, "Status"), Status::Open, "{cell}");
        }
        assert_eq!(status("(N/A)", "Status"), Status::NotNeeded);
    }
}
