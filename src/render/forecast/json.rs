//! Forecasts as one JSON document.

use serde::Serialize;

use crate::forecast::{
    ENOUGH, Experience, Forecast, GateForecast, Hop, Impossible, Link, Outcome, Range, Then, Told,
};
use crate::render::pretty::pretty;
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
    let document = Document {
        schema: 1,
        tool: concat!("launch ", env!("CARGO_PKG_VERSION")),
        as_of: as_of.to_string(),
        plans: forecasts.iter().map(plan).collect(),
        errors: broken.iter().map(|error| Error { path: &error.path, message: &error.message }).collect(),
    };
    pretty(&document, 4096 * forecasts.len())
}

#[derive(Serialize)]
struct Document<'a> {
    schema: u32,
    tool: &'static str,
    as_of: String,
    plans: Vec<Plan<'a>>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    errors: Vec<Error<'a>>,
}

#[derive(Serialize)]
struct Error<'a> {
    path: &'a str,
    message: &'a str,
}

#[derive(Serialize)]
struct Plan<'a> {
    path: &'a str,
    launch: &'a str,
    gates: Vec<GateWire<'a>>,
    impossible: Vec<TooLate<'a>>,
    uncounted: Uncounted<'a>,
    history: Option<History<'a>>,
}

#[derive(Serialize)]
struct GateWire<'a> {
    gate: &'static str,
    planned: Option<String>,
    baseline: Option<String>,
    earliest: String,
    outcome: &'static str,
    slack: Option<u32>,
    moves_by: Option<u32>,
    reason: String,
    path: Vec<Step<'a>>,
    as_late: &'a [String],
    open: usize,
    untimed: usize,
    closed: Option<&'a str>,
    range: Option<RangeWire>,
    unknown: Option<Vec<Missing<'a>>>,
}

#[derive(Serialize)]
struct Step<'a> {
    at: String,
    state: Option<&'static str>,
    owner: Option<&'a str>,
    on: String,
    working_days: u32,
    before: String,
}

#[derive(Serialize)]
struct RangeWire {
    p50: String,
    p90: String,
    holds_in: Option<u32>,
    decides: Vec<Decides>,
}

#[derive(Serialize)]
struct Decides {
    at: String,
    runs: u32,
}

#[derive(Serialize)]
struct Missing<'a> {
    at: &'a str,
    launches: usize,
}

#[derive(Serialize)]
struct TooLate<'a> {
    at: &'a str,
    turn: &'a str,
    owner: Option<&'a str>,
    gate: &'static str,
    planned: String,
    lead: u32,
    left: u32,
    earliest: String,
}

#[derive(Serialize)]
struct Uncounted<'a> {
    handoffs: &'a [String],
    stages: &'a [String],
    todos: usize,
    let_pass: Vec<&'a str>,
}

#[derive(Serialize)]
struct History<'a> {
    launches: usize,
    by_recorded_dates: usize,
    least: usize,
    runs: u32,
    seed: u64,
    gaps: &'a [String],
}

fn plan(forecast: &Forecast) -> Plan<'_> {
    let Forecast { path, launch, gates, impossible, uncounted, experience, .. } = forecast;
    Plan {
        path,
        launch,
        gates: gates.iter().map(gate).collect(),
        impossible: impossible.iter().map(too_late).collect(),
        uncounted: Uncounted {
            handoffs: &uncounted.handoffs,
            stages: &uncounted.stages,
            todos: uncounted.todos,
            let_pass: uncounted.let_pass.iter().map(crate::address::Address::as_str).collect(),
        },
        history: experience.as_ref().map(history),
    }
}

fn history(experience: &Experience) -> History<'_> {
    History {
        launches: experience.launches,
        by_recorded_dates: experience.recorded,
        least: ENOUGH,
        runs: experience.draws.runs,
        seed: experience.draws.seed,
        gaps: &experience.gaps,
    }
}

fn gate(gate: &GateForecast) -> GateWire<'_> {
    let (slack, moves_by) = match &gate.outcome {
        Outcome::Holds { slack } => (Some(*slack), None),
        Outcome::Moves { by } => (None, Some(*by)),
        Outcome::Unplanned | Outcome::Closed(_) | Outcome::Passed => (None, None),
    };
    GateWire {
        gate: gate.gate.word(),
        planned: gate.planned.map(|day| day.to_string()),
        baseline: gate.baseline.map(|day| day.to_string()),
        earliest: gate.earliest.to_string(),
        outcome: gate.outcome.word(),
        slack,
        moves_by,
        reason: gate.reason(),
        path: gate.path.iter().map(step).collect(),
        as_late: &gate.as_late,
        open: gate.open,
        untimed: gate.untimed,
        closed: gate.closed.as_deref(),
        range: gate.range.as_ref().and_then(|told| told.as_ref().ok()).map(range),
        unknown: gate.range.as_ref().and_then(missing),
    }
}

fn step(hop: &Hop) -> Step<'_> {
    let (at, state, owner) = match &hop.what {
        Link::HandOff { id, state, owner, .. } => {
            (format!("handoffs.{id}"), Some(state.word()), owner.as_deref())
        }
        Link::Stage { id, state, owner } => (format!("stages.{id}"), Some(state.word()), owner.as_deref()),
        Link::Internal { .. } => ("dates.internal".to_owned(), None, None),
    };
    let before = match &hop.then {
        Then::Stage(id) => format!("stages.{id}"),
        Then::Gate(gate) => format!("dates.{}", gate.word()),
    };
    Step { at, state, owner, on: hop.on.to_string(), working_days: hop.days, before }
}

fn range(range: &Range) -> RangeWire {
    let decides = range.decides.iter().map(|(at, runs)| Decides { at: at.to_string(), runs: *runs });
    RangeWire {
        p50: range.half.to_string(),
        p90: range.nine_tenths.to_string(),
        holds_in: range.holds,
        decides: decides.collect(),
    }
}

fn missing(told: &Told) -> Option<Vec<Missing<'_>>> {
    let unknown = told.as_ref().err()?;
    Some(unknown.iter().map(|one| Missing { at: one.at.as_str(), launches: one.launches }).collect())
}

fn too_late(one: &Impossible) -> TooLate<'_> {
    TooLate {
        at: one.at.as_str(),
        turn: &one.stage,
        owner: one.owner.as_deref(),
        gate: one.gate.word(),
        planned: one.planned.to_string(),
        lead: one.lead,
        left: one.left,
        earliest: one.earliest.to_string(),
    }
}
