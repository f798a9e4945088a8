//! `--format ics`: what is due when, for a calendar.
//!
//! Written by hand: the crates that write calendars bring a second library of dates and put the
//! moment and a random name into events, where the same plans should give the same bytes.

use std::collections::HashSet;

use jiff::civil::Date;

use crate::render::issue::short_hash;
use crate::render::site::Site;
use crate::report::{PlanReport, Report};
use crate::standing::{HandOffState, StageState};
use crate::text::{ticked, visible};

/// The due dates of all plans as one calendar of whole days.
pub fn render(report: &Report, site: &Site) -> String {
    let mut out = String::new();
    line(&mut out, "BEGIN:VCALENDAR");
    line(&mut out, "VERSION:2.0");
    line(&mut out, concat!("PRODID:-//launch//launch ", env!("CARGO_PKG_VERSION"), "//EN"));
    line(&mut out, "CALSCALE:GREGORIAN");
    line(&mut out, "METHOD:PUBLISH");
    let mut known = HashSet::new();
    for plan in &report.plans {
        let path = site.path(&plan.path);
        let name = plan.launch.as_deref().unwrap_or(&plan.path);
        for event in events(plan) {
            let uid = short_hash(&format!("{path}\0{}\0{}", visible(name), event.at));
            if known.insert(uid.clone()) {
                write(&mut out, report.as_of, name, &path, &event, &uid);
            }
        }
    }
    line(&mut out, "END:VCALENDAR");
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

fn events(plan: &PlanReport) -> Vec<Event> {
    let gates = [
        ("dates.internal", plan.internal, "our own people hear"),
        ("dates.external", plan.external, "customers can buy"),
    ];
    let gates = gates.into_iter().filter_map(|(at, day, what)| {
        let about = plan.owner.as_ref().map(|owner| format!("run by {owner}")).unwrap_or_default();
        Some(Event { at: at.to_owned(), day: day?, what: what.to_owned(), about })
    });
    let owner =
        |owner: Option<&str>| owner.map_or("nobody owns it".to_owned(), |who| format!("owned by {who}"));
    let stages = plan.stages.iter().filter_map(|stage| {
        let done = matches!(stage.state, StageState::Signed | StageState::Conditional);
        Some(Event {
            at: format!("stages.{}", stage.id),
            day: stage.due?,
            what: format!("{} {}", stage.id, if done { "signed" } else { "signs" }),
            about: format!("{}, {}", stage.state.word(), owner(stage.owner.as_deref())),
        })
    });
    let wanted = plan.handoffs.iter().filter(|handoff| handoff.state != HandOffState::NotNeeded);
    let handoffs = wanted.filter_map(|handoff| {
        let accepts = if handoff.state == HandOffState::Accepted { "accepted" } else { "accepts" };
        let turn = handoff.turn.as_ref().map(|turn| format!(", turn of {turn}")).unwrap_or_default();
        Some(Event {
            at: format!("handoffs.{}", handoff.id),
            day: handoff.due?,
            what: format!("{} {accepts} {} from {}", handoff.to, handoff.id, handoff.from),
            about: format!("{}{turn}: {}", handoff.state.word(), handoff.what),
        })
    });
    gates.chain(stages).chain(handoffs).chain(agreed(plan)).collect()
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

fn write(out: &mut String, as_of: Date, name: &str, path: &str, event: &Event, uid: &str) {
    let about: Vec<String> =
        [event.about.as_str(), path].into_iter().filter(|part| !part.is_empty()).map(text).collect();
    line(out, "BEGIN:VEVENT");
    line(out, &format!("UID:{uid}@launch"));
    line(out, &format!("DTSTAMP:{}T000000Z", compact(as_of)));
    line(out, &format!("DTSTART;VALUE=DATE:{}", compact(event.day)));
    line(out, &format!("SUMMARY:{}", text(&format!("{name}: {}", event.what))));
    line(out, &format!("DESCRIPTION:{}", about.join("\\n")));
    line(out, "TRANSP:TRANSPARENT");
    line(out, "END:VEVENT");
}

fn compact(day: Date) -> String {
    format!("{:04}{:02}{:02}", day.year(), day.month(), day.day())
}

/// A value of the type TEXT.
fn text(words: &str) -> String {
    visible(words).replace('\\', "\\\\").replace(';', "\\;").replace(',', "\\,")
}

/// The most octets of a line, its end not counted.
const OCTETS: usize = 75;

/// A line of content, folded between characters.
fn line(out: &mut String, content: &str) {
    let mut used = 0;
    for c in content.chars() {
        if used + c.len_utf8() > OCTETS {
            out.push_str("\r\n ");
            used = 1;
        }
        out.push(c);
        used += c.len_utf8();
    }
    out.push_str("\r\n");
}

#[cfg(test)]
mod tests {
    use super::{line, text};

    #[test]
    fn a_value_is_escaped() {
        assert_eq!(text("a\\b;c,d\n\"e\":f"), "a\\\\b\\;c\\,d\\\\n\"e\":f");
    }

    #[test]
    fn lines_are_folded_at_75_octets_between_characters() {
        let mut out = String::new();
        line(&mut out, &"価".repeat(60));
        assert!(out.split("\r\n").all(|line| line.len() <= 75), "{out}");
        assert_eq!(out.replace("\r\n ", ""), format!("{}\r\n", "価".repeat(60)));
        let mut exact = String::new();
        line(&mut exact, &"a".repeat(75));
        assert_eq!(exact, format!("{}\r\n", "a".repeat(75)));
    }
}
