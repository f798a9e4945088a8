//! What shows nothing where evidence or a reason is asked for.

use crate::placeholder::{FRAME, holds_a_place, is_placeholder, plain};
use crate::soft;

/// Words that are no evidence and no reason: they only say yes, no, later, or how far it is. What can be a reason,
/// as `missing` and `not ready` can, is none of them.
const BARE: [&str; 36] = [
    "yes",
    "no",
    "true",
    "false",
    "open",
    "done",
    "null",
    "nil",
    "ok",
    "okay",
    "later",
    "pending",
    "not yet",
    "not done",
    "nope",
    "nothing",
    "unknown",
    "failed",
    "blocked",
    "soon",
    "shortly",
    "asap",
    "to do",
    "to be done",
    "will be done",
    "will follow",
    "not decided",
    "none needed",
    "none required",
    "no safeguard",
    "not started",
    "not yet started",
    "in progress",
    "work in progress",
    "wip",
    "ongoing",
];

/// Words that show nothing but that it is not so, beside those that hedge.
const UNDONE: [&str; 26] = [
    "not yet done",
    "not done yet",
    "not complete",
    "not finished",
    "not available",
    "not ok",
    "not passed",
    "not tested",
    "untested",
    "on hold",
    "half done",
    "almost done",
    "not approved",
    "did not pass",
    "none yet",
    "in review",
    "rejected",
    "cancelled",
    "canceled",
    "skipped",
    "postponed",
    "deferred",
    "incomplete",
    "unfinished",
    "planned",
    "missing",
];

/// Words that only claim what stands behind them: `DONE: TBD`.
const CLAIMS: [&str; 4] = ["done", "yes", "okay", "ok"];

/// Whether a text shows nothing and gives no reason: a placeholder, or a bare yes or no.
pub fn says_nothing(text: &str) -> bool {
    is_nothing(text, &is_bare_word)
}

/// Whether a text shows nothing: it says nothing, says that it is not so, or is a link to nowhere.
pub fn shows_nothing(text: &str) -> bool {
    let is_undone = |text: &str| UNDONE.iter().any(|phrase| soft::is_phrase(text, phrase));
    is_nothing(text, &|text| match link(text) {
        Some(rest) => leads_nowhere(rest),
        None => is_bare_word(text) || (soft::is_short(text) && (soft::is_soft(text) || is_undone(text))),
    })
}

fn is_nothing(text: &str, is_word: &dyn Fn(&str) -> bool) -> bool {
    if is_placeholder(text) {
        return true;
    }
    let plain = plain(text);
    is_word(&plain) || claimed(&plain).is_some_and(|claimed| holds_a_place(claimed) || is_word(claimed))
}

fn is_bare_word(text: &str) -> bool {
    soft::is_short(text) && BARE.iter().any(|phrase| soft::is_phrase(text, phrase))
}

/// What stands behind one of [`CLAIMS`] and a mark.
fn claimed(plain: &str) -> Option<&str> {
    let start = plain.trim_start_matches(|c: char| !c.is_alphanumeric());
    let rest = CLAIMS.iter().find_map(|claim| start.strip_prefix(claim))?;
    let is_mark = |c: char| !c.is_alphanumeric() && !c.is_whitespace();
    rest.trim_start().starts_with(is_mark).then_some(rest)
}

/// What stands behind the scheme of a link.
fn link(plain: &str) -> Option<&str> {
    let link = plain.trim_matches(|c: char| c.is_whitespace() || FRAME.contains(c));
    link.strip_prefix("https://").or_else(|| link.strip_prefix("http://"))
}

/// Whether a link has no host.
fn leads_nowhere(rest: &str) -> bool {
    let host = rest.split(['/', '?', '#']).next();
    host.is_some_and(|host| !host.contains(char::is_alphanumeric))
}

#[cfg(test)]
mod tests {
    use super::{says_nothing, shows_nothing};

    #[test]
    fn a_bare_yes_or_no_shows_nothing() {
        assert!(says_nothing("no") && says_nothing("Yes.") && says_nothing("not yet") && says_nothing("TBD"));
        assert!(!says_nothing("no complaints in May") && !says_nothing("docs/yes.md"));
    }

    #[test]
    fn how_far_something_is_is_no_reason() {
        for text in ["in progress", "Failed.", "not started", "**soon**", "blocked", "unknown", "To be done"]
        {
            assert!(says_nothing(text) && shows_nothing(text), "{text}");
        }
        for text in ["blocked by legal", "the trial failed", "unknown to customers", "postponed", "none yet"]
        {
            assert!(!says_nothing(text), "{text}");
        }
    }

    #[test]
    fn what_is_not_so_is_no_evidence_of_it() {
        for text in [
            "not started",
            "In progress.",
            "in-progress",
            "not yet done",
            "to be done",
            "**Will be done**",
            "soon",
            "WIP",
            "unknown",
            "missing",
            "failed",
            "almost done",
            "not approved",
            "Did not pass.",
            "none yet",
            "nope",
            "not applicable",
            "not ready",
            "by Friday",
            "DONE: TBD",
            "yes, soon",
            "Done - not yet",
            "https://",
            "HTTP://",
            "https:///trial",
            "<https://?x=1>",
            "https://.",
            "unkno\u{200d}wn",
            "ｗｉｐ",
        ] {
            assert!(shows_nothing(text), "{text}");
        }
        for text in [
            "Failed twice in March, passed on 2026-05-12",
            "Missing: none",
            "none failed",
            "TICKET-12",
            "unknown.md",
            "done by Omar",
            "Done: docs/trial.md",
            "ok, says Fay",
            "https://acme.example",
            "http://wiki/soon",
            "www",
            "the work in progress list is empty",
            "checked",
            "okay-list.pdf",
            "done_list.csv",
        ] {
            assert!(!shows_nothing(text), "{text}");
        }
        assert!(!says_nothing("missing") && !says_nothing("not ready"), "reasons they may be");
        assert!(says_nothing("done: TBD"));
    }
}
