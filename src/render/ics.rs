//! `--format ics`: what is due when, for a calendar.
//!
//! Written by hand: the crates that write calendars bring a second library of dates and put the
//! moment and a random name into events, where the same plans should give the same bytes.

use std::borrow::Cow;
use std::collections::HashSet;

use jiff::civil::Date;

use crate::render::issue::short_hash;
use crate::render::site::Site;
use crate::report::{PlanReport, Report};
use crate::standing::HandOffState;
use crate::text::{split_within, ticked, visible};

/// The due dates of all plans as one calendar of whole days.
pub fn render(report: &Report, site: &Site) -> String {
    let mut out = String::with_capacity(4096 * report.plans.len());
    line(&mut out, &["BEGIN:VCALENDAR"]);
    line(&mut out, &["VERSION:2.0"]);
    line(&mut out, &["PRODID:-//launch//launch ", env!("CARGO_PKG_VERSION"), "//EN"]);
    line(&mut out, &["CALSCALE:GREGORIAN"]);
    line(&mut out, &["METHOD:PUBLISH"]);
    let stamp = compact(report.as_of);
    let mut known = HashSet::new();
    for plan in &report.plans {
        let path = site.path(&plan.path);
        let name = plan.launch.as_deref().unwrap_or(&plan.path);
        let hash = short_hash(&format!("{path}\0{}", visible(name)));
        if known.insert(hash.clone()) {
            let calendar = Calendar { stamp: &stamp, name: &text(name), path: &text(&path), hash: &hash };
            events(plan).for_each(|event| calendar.write(&mut out, &event));
        }
    }
    line(&mut out, &["END:VCALENDAR"]);
    out
}

/// Something that is due on a day.
struct Event {
    /// Its address in the plan. The event keeps its name when the day changes.
    at: String,
    day: Date,
    what: String,
    /// Where it stands, whose it is.
    about: String,
}

fn events(plan: &PlanReport) -> impl Iterator<Item = Event> {
    let gates = [
        ("dates.internal", plan.internal, "our own people hear"),
        ("dates.external", plan.external, "customers can buy"),
    ];
    let gates = gates.into_iter().filter_map(|(at, day, what)| {
        let about = plan.owner.as_ref().map(|owner| format!("run by {owner}")).unwrap_or_default();
        Some(Event { at: at.to_owned(), day: day?, what: what.to_owned(), about })
    });
    let stages = plan.stages.iter().filter_map(|stage| {
        let is_done = stage.state.is_signed_in_turn();
        let by = stage.signers().filter(|_| is_done).map(|by| format!(" by {by}"));
        let by = by.unwrap_or_default();
        let owner = stage.owner.as_ref().map(|who| format!("owned by {who}"));
        Some(Event {
            at: format!("stages.{}", stage.id),
            day: stage.due?,
            what: format!("last day for {} to sign{}", stage.id, done(is_done)),
            about: format!("{}{by}, {}", stage.state.word(), owner.as_deref().unwrap_or("nobody owns it")),
        })
    });
    let wanted = plan.handoffs.iter().filter(|handoff| handoff.state != HandOffState::NotNeeded);
    let handoffs = wanted.filter_map(|handoff| {
        let is_done = handoff.state == HandOffState::Accepted;
        let turn = handoff.turn.as_ref().map(|turn| format!(", turn of {turn}"));
        let by = handoff.accepted.as_ref().filter(|_| is_done).map(|by| format!(" by {by}"));
        let more = turn.or(by).unwrap_or_default();
        Some(Event {
            at: format!("handoffs.{}", handoff.id),
            day: handoff.due?,
            what: format!(
                "last day for {} to accept {} from {}{}",
                handoff.to,
                handoff.id,
                handoff.from,
                done(is_done)
            ),
            about: format!("{}{more}: {}", handoff.state.word(), handoff.what),
        })
    });
    gates.chain(stages).chain(handoffs).chain(agreed(plan))
}

/// What stands behind something that was done by the day, or before: it stays in the calendars that have it.
fn done(is_done: bool) -> &'static str {
    if is_done { " (done)" } else { "" }
}

/// The days on which what is open by agreement ends.
fn agreed(plan: &PlanReport) -> impl Iterator<Item = Event> {
    let conditions = plan.conditions.iter().filter_map(|condition| {
        let who = condition.owner.as_deref().unwrap_or("nobody");
        let covers = match condition.covers.is_empty() {
            true => String::new(),
            false => format!(", covers {}", ticked(&condition.covers, "and")),
        };
        Some(Event {
            at: condition.at.clone(),
            day: condition.due?,
            what: format!("condition of {}: {}", condition.stage, condition.what),
            about: format!("to be met by {who}{covers}"),
        })
    });
    let waivers = plan.waivers.iter().filter_map(|waiver| {
        Some(Event {
            at: format!("waivers.{}", waiver.id),
            day: waiver.until?,
            what: format!("last day of the waiver {} of {} at {}", waiver.id, waiver.rule, waiver.at),
            about: format!("given by {}: {}", waiver.by, waiver.why),
        })
    });
    conditions.chain(waivers)
}

/// What the events of a plan have in common, escaped. The hash is of the plan's path and the launch's
/// name, for another repository may have a plan of the same path.
struct Calendar<'a> {
    stamp: &'a str,
    name: &'a str,
    path: &'a str,
    hash: &'a str,
}

impl Calendar<'_> {
    fn write(&self, out: &mut String, event: &Event) {
        let between = if event.about.is_empty() { "" } else { "\\n" };
        line(out, &["BEGIN:VEVENT"]);
        line(out, &["UID:", self.hash, "-", &text(&event.at), "@launch"]);
        line(out, &["DTSTAMP:", self.stamp, "T000000Z"]);
        line(out, &["DTSTART;VALUE=DATE:", &compact(event.day)]);
        line(out, &["SUMMARY:", self.name, ": ", &text(&event.what)]);
        line(out, &["DESCRIPTION:", &text(&event.about), between, self.path]);
        line(out, &["TRANSP:TRANSPARENT"]);
        line(out, &["END:VEVENT"]);
    }
}

fn compact(day: Date) -> String {
    format!("{:04}{:02}{:02}", day.year(), day.month(), day.day())
}

/// A value of the type TEXT.
fn text(words: &str) -> Cow<'_, str> {
    let words = visible(words);
    if !words.contains(['\\', ';', ',']) {
        return words;
    }
    Cow::Owned(words.replace('\\', "\\\\").replace(';', "\\;").replace(',', "\\,"))
}

/// The most octets of a line, its end not counted.
const OCTETS: usize = 75;

/// A line of content, folded between characters.
fn line(out: &mut String, parts: &[&str]) {
    let whole = parts.concat();
    let (mut rest, mut room) = (whole.as_str(), OCTETS);
    while let Some((fits, more)) = folded(rest, room) {
        out.push_str(fits);
        out.push_str("\r\n ");
        (rest, room) = (more, OCTETS - 1);
    }
    out.push_str(rest);
    out.push_str("\r\n");
}

/// A text cut where its line has to be folded: where there is no more room, and before the bracket of what a log
/// of a build would take for a command, which a reader of calendars puts together again.
fn folded(text: &str, octets: usize) -> Option<(&str, &str)> {
    let (near, _) = split_within(text, octets + 1);
    let bracket = |mark: &str| Some(near.find(mark)? + mark.len() - 1);
    match ["##[", "##vso["].into_iter().filter_map(bracket).min() {
        Some(at) => Some(text.split_at(at)),
        None => (text.len() > octets).then(|| fold(text, octets)),
    }
}

/// A text cut between characters, and not before `::`, with which a command begins as well. Where there is
/// nothing else before it, the line becomes longer than it should be.
fn fold(text: &str, octets: usize) -> (&str, &str) {
    let (fits, more) = split_within(text, octets);
    let (next, _) = split_within(more, OCTETS);
    if !next.trim_start().starts_with("::") {
        return (fits, more);
    }
    let is_part = |c: char| c == ':' || c.is_whitespace();
    let at = match fits.trim_end_matches(is_part).char_indices().next_back() {
        Some((at, _)) if at > 0 => at,
        _ => text.len() - more.trim_start_matches(is_part).len(),
    };
    text.split_at(at)
}

#[cfg(test)]
mod tests {
    use super::{fold, folded, line, text};

    #[test]
    fn no_line_is_folded_before_a_command() {
        assert_eq!(fold("abc ::error", 4), ("ab", "c ::error"));
        assert_eq!(fold("abc ::error", 5), ("abc :", ":error"));
        let mut out = String::new();
        line(&mut out, &["DESCRIPTION:", &"a".repeat(63), "::"]);
        assert_eq!(out, format!("DESCRIPTION:{}\r\n a::\r\n", "a".repeat(62)));
        assert_eq!(folded("ab ##vso[x] ##[y]", 40), Some(("ab ##vso", "[x] ##[y]")));
        assert_eq!(folded("[x] ##[y]", 40), Some(("[x] ##", "[y]")));
        assert_eq!(folded("[y]", 40), None);
        assert_eq!(fold("a ::error", 1), ("a ::", "error"));
        assert_eq!(fold(":::: :::error", 4), (":::: :::", "error"));
    }

    #[test]
    fn a_value_is_escaped() {
        assert_eq!(text("a\\b;c,d\n\"e\":f"), "a\\\\b\\;c\\,d\\\\n\"e\":f");
    }

    #[test]
    fn lines_are_folded_at_75_octets_between_characters() {
        let mut out = String::new();
        line(&mut out, &["価", &"価".repeat(50), "価", &"価".repeat(8)]);
        assert!(out.split("\r\n").all(|line| line.len() <= 75), "{out}");
        assert_eq!(out.replace("\r\n ", ""), format!("{}\r\n", "価".repeat(60)));
        let mut exact = String::new();
        line(&mut exact, &["a", &"a".repeat(74)]);
        assert_eq!(exact, format!("{}\r\n", "a".repeat(75)));
    }
}
