//! All launches on one page, for other tools.

use jiff::civil::Date;
use serde::Serialize;

use crate::overview::{Launch, Overview};
use crate::render::document::document;
use crate::render::json::wire::{Collision, Condition, Error, Waiver};
use crate::verdict::Verdict;

#[derive(Serialize)]
struct Document<'a> {
    as_of: String,
    verdict: Option<&'static str>,
    plans: Vec<WireLaunch<'a>>,
    collisions: Vec<Collision<'a>>,
    people: Vec<WireHolder<'a>>,
}

#[derive(Serialize)]
struct WireLaunch<'a> {
    path: &'a str,
    launch: Option<&'a str>,
    owner: Option<&'a str>,
    gate: &'static str,
    verdict: Option<&'static str>,
    date: Option<String>,
    days_left: Option<i64>,
    internal: Option<String>,
    external: Option<String>,
    blocker_count: usize,
    weakest_link: Option<WireWeakest<'a>>,
    oldest_blocker: Option<WireBlocker<'a>>,
    conditions: Vec<Condition<'a>>,
    waivers: Vec<Waiver<'a>>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    errors: Vec<Error<'a>>,
}

#[derive(Serialize)]
struct WireWeakest<'a> {
    stage: &'a str,
    owner: Option<&'a str>,
    met: usize,
    of: usize,
}

#[derive(Serialize)]
struct WireBlocker<'a> {
    rule: &'a str,
    at: &'a str,
    message: &'a str,
    owner: Option<&'a str>,
    due: Option<String>,
    days_late: Option<u32>,
}

#[derive(Serialize)]
struct WireHolder<'a> {
    who: &'a str,
    launches: Vec<WireHeld<'a>>,
}

#[derive(Serialize)]
struct WireHeld<'a> {
    launch: &'a str,
    todo_count: usize,
}

/// For other tools.
///
/// # Errors
/// Never in practice: every value is text, a number or a list of these.
pub fn json(overview: &Overview) -> serde_json::Result<String> {
    let body = Document {
        as_of: overview.as_of.to_string(),
        verdict: overview.verdict.map(Verdict::word),
        plans: overview.launches.iter().map(wire).collect(),
        collisions: overview.collisions.iter().map(Into::into).collect(),
        people: overview
            .people
            .iter()
            .map(|one| WireHolder {
                who: &one.who,
                launches: one
                    .launches
                    .iter()
                    .map(|(launch, todos)| WireHeld { launch, todo_count: *todos })
                    .collect(),
            })
            .collect(),
    };
    document(&body, 4096)
}

fn wire(launch: &Launch) -> WireLaunch<'_> {
    WireLaunch {
        path: &launch.path,
        launch: launch.name.as_deref(),
        owner: launch.owner.as_deref(),
        gate: launch.gate.word(),
        verdict: launch.verdict.map(Verdict::word),
        date: day(launch.date),
        days_left: launch.days_left,
        internal: day(launch.internal),
        external: day(launch.external),
        blocker_count: launch.errors,
        weakest_link: launch.weakest.as_ref().map(|weakest| WireWeakest {
            stage: &weakest.stage,
            owner: weakest.owner.as_deref(),
            met: weakest.met,
            of: weakest.of,
        }),
        oldest_blocker: launch.blockers.first().map(|blocker| WireBlocker {
            rule: blocker.rule,
            at: &blocker.at,
            message: &blocker.message,
            owner: blocker.owner.as_deref(),
            due: day(blocker.due),
            days_late: blocker.days_late,
        }),
        conditions: launch.conditions.iter().map(Into::into).collect(),
        waivers: launch.waivers.iter().map(Into::into).collect(),
        errors: launch.problems.iter().map(Into::into).collect(),
    }
}

fn day(date: Option<Date>) -> Option<String> {
    date.map(|date| date.to_string())
}
