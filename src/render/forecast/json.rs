//! Forecasts as one JSON document.

use serde::Serialize;

use crate::forecast::{
    ENOUGH, Experience, Forecast, GateForecast, Hop, Impossible, Link, Outcome, Range, Then, Told,
};
use crate::render::document::document;
use crate::render::json::wire::Error;
use crate::source::Located;

/// Forecasts for other tools, and the plans that could not be read.
///
/// # Errors
/// Never in practice: every value is text, a number or a list of these.
pub fn json(
    as_of: jiff::civil::Date,
    forecasts: &[Forecast],
    broken: &[Located],
) -> serde_json::Result<String> {
    let body = Document {
        as_of: as_of.to_string(),
        plans: forecasts.iter().map(plan).collect(),
        errors: broken.iter().map(Into::into).collect(),
    };
    document(&body, 4096 * forecasts.len())
}

#[derive(Serialize)]
struct Document<'a> {
    as_of: String,
    plans: Vec<WirePlan<'a>>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    errors: Vec<Error<'a>>,
}

#[derive(Serialize)]
struct WirePlan<'a> {
    path: &'a str,
    launch: &'a str,
    gates: Vec<WireGate<'a>>,
    impossible: Vec<WireTooLate<'a>>,
    uncounted: WireUncounted<'a>,
    history: Option<WireHistory<'a>>,
}

#[derive(Serialize)]
struct WireGate<'a> {
    gate: &'static str,
    planned: Option<String>,
    baseline: Option<String>,
    earliest: Option<String>,
    outcome: &'static str,
    slack: Option<u32>,
    moves_by: Option<u32>,
    reason: String,
    hangs_on: Vec<WireStep<'a>>,
    as_late: &'a [String],
    open_count: usize,
    untimed_count: usize,
    error_count: usize,
    closed: Option<&'a str>,
    in_time: Option<String>,
    range: Option<WireRange<'a>>,
    unknown: Option<Vec<WireMissing<'a>>>,
}

#[derive(Serialize)]
struct WireStep<'a> {
    at: String,
    state: Option<&'static str>,
    owner: Option<&'a str>,
    on: String,
    working_days: u32,
    before: String,
    closed: Option<&'a str>,
}

#[derive(Serialize)]
struct WireRange<'a> {
    p50: Option<String>,
    p90: Option<String>,
    holds_in: Option<u32>,
    decides: Vec<WireDecides>,
    closed_by: Vec<WireClosed<'a>>,
}

#[derive(Serialize)]
struct WireDecides {
    at: String,
    runs: u32,
}

#[derive(Serialize)]
struct WireClosed<'a> {
    why: &'a str,
    runs: u32,
}

#[derive(Serialize)]
struct WireMissing<'a> {
    at: &'a str,
    launch_count: usize,
}

#[derive(Serialize)]
struct WireTooLate<'a> {
    at: &'a str,
    turn: &'a str,
    owner: Option<&'a str>,
    gate: &'static str,
    planned: String,
    lead: u32,
    days_left: u32,
    earliest: Option<String>,
}

#[derive(Serialize)]
struct WireUncounted<'a> {
    handoff_ids: &'a [String],
    stage_ids: &'a [String],
    item_count: usize,
    let_pass: Vec<&'a str>,
}

#[derive(Serialize)]
struct WireHistory<'a> {
    launch_count: usize,
    by_recorded_dates: usize,
    least: usize,
    runs: u32,
    seed: u64,
    gaps: &'a [String],
}

fn plan(forecast: &Forecast) -> WirePlan<'_> {
    let Forecast { path, launch, gates, impossible, uncounted, experience, .. } = forecast;
    WirePlan {
        path,
        launch,
        gates: gates.iter().map(gate).collect(),
        impossible: impossible.iter().map(too_late).collect(),
        uncounted: WireUncounted {
            handoff_ids: &uncounted.handoffs,
            stage_ids: &uncounted.stages,
            item_count: uncounted.todos,
            let_pass: uncounted.let_pass.iter().map(crate::address::Address::as_str).collect(),
        },
        history: experience.as_ref().map(history),
    }
}

fn history(experience: &Experience) -> WireHistory<'_> {
    WireHistory {
        launch_count: experience.launches,
        by_recorded_dates: experience.recorded,
        least: ENOUGH,
        runs: experience.draws.runs,
        seed: experience.draws.seed,
        gaps: &experience.gaps,
    }
}

fn gate(gate: &GateForecast) -> WireGate<'_> {
    let (slack, moves_by) = match &gate.outcome {
        Outcome::Holds { slack } => (Some(*slack), None),
        Outcome::Moves { by } => (None, Some(*by)),
        Outcome::Unplanned | Outcome::Closed(_) | Outcome::NoDay | Outcome::Passed | Outcome::Unknown => {
            (None, None)
        }
    };
    WireGate {
        gate: gate.gate.word(),
        planned: gate.planned.map(|day| day.to_string()),
        baseline: gate.baseline.map(|day| day.to_string()),
        earliest: gate.earliest.map(|day| day.to_string()),
        outcome: gate.outcome.word(),
        slack,
        moves_by,
        reason: gate.reason(),
        hangs_on: gate.path.iter().map(step).collect(),
        as_late: &gate.as_late,
        open_count: gate.open,
        untimed_count: gate.untimed,
        error_count: gate.errors.all,
        closed: gate.closed.as_deref(),
        in_time: gate.in_time.map(|day| day.to_string()),
        range: gate.range.as_ref().and_then(|told| told.as_ref().ok()).map(range),
        unknown: gate.range.as_ref().and_then(missing),
    }
}

fn step(hop: &Hop) -> WireStep<'_> {
    let (at, state, owner) = match &hop.what {
        Link::HandOff { id, state, owner, .. } => {
            (format!("handoffs.{id}"), Some(state.word()), owner.as_deref())
        }
        Link::Stage { id, state, owner } => (format!("stages.{id}"), Some(state.word()), owner.as_deref()),
        Link::Audience { id, .. } => (format!("informed.{id}"), None, None),
        Link::Internal { .. } => ("dates.internal".to_owned(), None, None),
    };
    let before = match &hop.then {
        Then::Stage(id) => format!("stages.{id}"),
        Then::Gate(gate) => format!("dates.{}", gate.word()),
    };
    let closed = match &hop.what {
        Link::Internal { closed, .. } => closed.as_deref(),
        _ => None,
    };
    WireStep { at, state, owner, on: hop.on.to_string(), working_days: hop.days, before, closed }
}

fn range(range: &Range) -> WireRange<'_> {
    let decides = range.decides.iter().map(|(at, runs)| WireDecides { at: at.to_string(), runs: *runs });
    WireRange {
        p50: range.half.map(|day| day.to_string()),
        p90: range.nine_tenths.map(|day| day.to_string()),
        holds_in: range.holds,
        decides: decides.collect(),
        closed_by: range.closed.iter().map(|(why, runs)| WireClosed { why, runs: *runs }).collect(),
    }
}

fn missing(told: &Told) -> Option<Vec<WireMissing<'_>>> {
    let unknown = told.as_ref().err()?;
    Some(unknown.iter().map(|one| WireMissing { at: one.at.as_str(), launch_count: one.launches }).collect())
}

fn too_late(one: &Impossible) -> WireTooLate<'_> {
    WireTooLate {
        at: one.at.as_str(),
        turn: &one.stage,
        owner: one.owner.as_deref(),
        gate: one.gate.word(),
        planned: one.planned.to_string(),
        lead: one.lead,
        days_left: one.left,
        earliest: one.earliest.map(|day| day.to_string()),
    }
}
