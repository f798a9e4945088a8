//! The events between two states: what the records of a plan say, and then whatever else it says.

use std::collections::HashSet;

use jiff::civil::Date;

use crate::content::{Part, compare, told};
use crate::difference::{Course, Event, EventKind, words};
use crate::reading::Reading;
use crate::report::{HandOffRow, StageRow};
use crate::standing::{HandOffState, StageState};
use crate::text::count;

/// Everything that happened, by kind and then in the order of the plan.
pub(super) fn events(was: &Reading, is: &Reading) -> Vec<Event> {
    let mut found = dates(was, is);
    for stage in &is.report.stages {
        let before = was.report.stages.iter().find(|before| before.id == stage.id);
        let is_there = is.content.pointer(&format!("/stages/{}/sign_off", stage.id)).is_some();
        let signed = sign_off(before, stage, is_there);
        found.extend(words::events(&was.content, &is.content, &stage.id, signed.is_some()));
        found.extend(signed);
    }
    let mut has_moved = HashSet::new();
    for handoff in &is.report.handoffs {
        let before = was.report.handoffs.iter().find(|before| before.id == handoff.id);
        let event = moved(before, handoff);
        has_moved.extend(event.iter().map(|_| handoff.id.as_str()));
        found.extend(event);
    }
    let parts = compare(&was.content, &is.content);
    found.extend(parts.iter().filter_map(|part| said(part, &has_moved)));
    found.sort_by_key(|event| event.kind);
    found
}

fn dates(was: &Reading, is: &Reading) -> Vec<Event> {
    let days = [
        ("dates.internal", was.report.internal, is.report.internal),
        ("dates.external", was.report.external, is.report.external),
        ("dates.baseline", was.baseline, is.baseline),
    ];
    days.into_iter().filter_map(|(at, old, new)| date(is, at, old, new)).collect()
}

fn date(is: &Reading, at: &str, old: Option<Date>, new: Option<Date>) -> Option<Event> {
    let days = |from: Date, to: Date| count(is.calendar.working_days(from, to) as usize, "working day");
    let (course, told) = match (old, new) {
        (old, new) if old == new => return None,
        (Some(old), Some(new)) if old < new => {
            (Course::Back, format!("slipped by {}, from {old} to {new}", days(old, new)))
        }
        (Some(old), Some(new)) => {
            (Course::Forward, format!("moved up by {}, from {old} to {new}", days(new, old)))
        }
        (None, Some(new)) => (Course::Forward, format!("was set to {new}")),
        (Some(old), _) => (Course::Back, format!("was taken away: it was {old}")),
        (None, None) => return None,
    };
    Some(Event { kind: EventKind::Date, course, at: at.to_owned(), told })
}

/// What became of a stage's sign-off; `is_there` says whether the plan has one now, whatever it is worth.
fn sign_off(before: Option<&StageRow>, after: &StageRow, is_there: bool) -> Option<Event> {
    let old = before.map(|stage| stage.state);
    let who = |stage: &StageRow| stage.signers().unwrap_or_else(|| "nobody".to_owned());
    let signed_before = before.filter(|stage| stage.state.counts_as_signed());
    let (course, told) = match (signed_before, after.state) {
        (_, state) if before.is_some_and(|old| old.state == state && who(old) == who(after)) => return None,
        (None, StageState::Signed) => (Course::Forward, format!("signed by {}", who(after))),
        (None, StageState::Conditional) => {
            (Course::Forward, format!("signed with conditions by {}", who(after)))
        }
        (None, StageState::Early) => (Course::Open, format!("signed before its turn by {}", who(after))),
        (Some(_), StageState::Signed) => (Course::Forward, format!("stands, signed by {}", who(after))),
        (Some(_), StageState::Conditional) => {
            (Course::Open, format!("stands with conditions, signed by {}", who(after)))
        }
        (Some(_), StageState::Early) => (Course::Open, format!("is before its turn now, by {}", who(after))),
        (Some(old), StageState::Stale) => {
            (Course::Back, format!("fell: what {} signed has changed", who(old)))
        }
        (None, StageState::Stale) => {
            (Course::Back, format!("by {} does not cover what it says now", who(after)))
        }
        (_, StageState::Declined) => (Course::Back, format!("is a no, by {}", who(after))),
        (Some(old), StageState::NotNeeded) => {
            (Course::Open, format!("is not needed any more; {} had signed", who(old)))
        }
        (None, StageState::NotNeeded) => (Course::Open, "is not needed".to_owned()),
        (Some(old), StageState::Ready | StageState::Waiting) if is_there => {
            (Course::Back, format!("does not count any more: {}", who(old)))
        }
        (Some(old), StageState::Ready | StageState::Waiting) => {
            (Course::Back, format!("was withdrawn: it was by {}", who(old)))
        }
        (None, StageState::Ready | StageState::Waiting) => match old {
            Some(StageState::NotNeeded) => (Course::Back, "is needed now".to_owned()),
            Some(StageState::Declined | StageState::Stale) => {
                (Course::Open, "was taken back, and is to be given again".to_owned())
            }
            _ => return None,
        },
    };
    Some(Event { kind: EventKind::SignOff, course, at: format!("stages.{}", after.id), told })
}

fn moved(before: Option<&HandOffRow>, after: &HandOffRow) -> Option<Event> {
    let old = before.map_or(HandOffState::Missing, |handoff| handoff.state);
    if old == after.state {
        return None;
    }
    let rank = |state| match state {
        HandOffState::Missing => 0,
        HandOffState::Unsent | HandOffState::Returned => 1,
        HandOffState::Sent => 2,
        HandOffState::Accepted | HandOffState::NotNeeded => 3,
    };
    let course = match (rank(old), rank(after.state)) {
        (old, new) if old < new => Course::Forward,
        (old, new) if old > new => Course::Back,
        _ => Course::Open,
    };
    let told = format!("{} → {}: {} → {}", after.from, after.to, old.word(), after.state.word());
    Some(Event { kind: EventKind::HandOff, course, at: format!("handoffs.{}", after.id), told })
}

/// What the plan says beside what the other events tell: that a hand-off moved on tells which of its records came or
/// went.
fn said(part: &Part, has_moved: &HashSet<&str>) -> Option<Event> {
    let steps: Vec<&str> = part.path.split('.').collect();
    let kind = match steps.as_slice() {
        ["dates", "internal" | "external" | "baseline"] | ["stages", _, "sign_off", ..] => return None,
        ["handoffs", id, "sent" | "accepted" | "returned" | "not_needed"] if has_moved.contains(id) => {
            return None;
        }
        ["handoffs", _, "sent" | "accepted" | "returned" | "not_needed", ..] => EventKind::HandOff,
        ["promises", ..] => EventKind::Promise,
        ["loads", ..] => EventKind::Load,
        ["waivers", ..] => EventKind::Waiver,
        _ => EventKind::Content,
    };
    let told = told(part);
    Some(Event { kind, course: Course::Open, at: part.path.clone(), told })
}
