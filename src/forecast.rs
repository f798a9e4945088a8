//! The earliest honest dates of a launch: working-day arithmetic over the order of the stages and the lead
//! times of the hand-offs, or over how long the same things took in earlier launches.
//!
//! # The model
//!
//! - What is done is a fact: a stage that counts as signed, on its day; an accepted hand-off, on its day. What
//!   is waived, or covered by a condition, is not waited for.
//! - Nothing that is open can be done before the day of the forecast, or before the next working day where
//!   that is none. Days are working days of the policy's calendar.
//! - Hand-offs are worked on in parallel. *By policy* an open one takes no time: it is accepted at the
//!   earliest today. *By history* it takes as long, from sent to accepted, as it took in some earlier launch;
//!   one that is sent counts from the day on which it was sent, any other from today.
//! - A stage signs at the earliest when all stages before it have signed and everything to it is accepted
//!   and worked in. *By policy* that work is the lead of the hand-off less the lead of the stage: as much as the
//!   policy itself plans between the two. The lead of a stage is here the longest of its own and of those of the
//!   stages after it for the same gate, which sign no earlier than it does; otherwise a plan of which nothing
//!   is late would be called late. A longer lead of an internal stage leaves less time for its work before the
//!   internal date, as the policy plans it, so what follows for the external one may begin sooner. *By history* it is the time from the last of all this to the sign-off, as it was in
//!   some earlier launch; where a stage waits for nothing, from the day on which the plan was begun.
//! - A gate can be passed at the earliest when each of its stages has signed and each of its hand-offs is
//!   accepted, each so many working days before as its own lead says; the external gate also strictly after
//!   the internal one, or on the same day where the plan gives both a time of day in that order. From there the date moves to the first working day on which a launch may fall, if one
//!   comes. The date of the plan holds where everything is there in time and a launch may fall on it, worked
//!   or not: then it is the earliest, if no working day before it is.
//! - Customers hear after every audience of the plan that the check finds not to have heard, and whose day is
//!   still to come.
//! - Whatever has no lead time counts as done in no time, and so do open asks, promises and loads. The truth is
//!   later, and the forecast says so: see [`Uncounted`].
//!
//! By history there is a range: the launch is played through many times, each duration drawn from those of
//! earlier launches, each on its own (so days that are bad for everything at once are not foreseen). There
//! is none where any open thing is known of fewer than [`ENOUGH`] launches: then it says what is missing.

mod closed;
mod days;
mod durations;
mod network;
mod path;
mod planned;
mod simulate;
mod view;
mod words;

use jiff::civil::Date;

use crate::address::Address;
use crate::check::Raised;
use crate::forecast::network::Network;
use crate::forecast::view::View;
use crate::policy::Gate;
use crate::rule::Ctx;

pub use durations::{ENOUGH, Pace, Past};
pub use path::{Hop, Link, Then};
pub use simulate::{Draws, Range, Told, Unknown};

/// When a launch can be, at the earliest.
#[derive(Clone, Debug)]
pub struct Forecast {
    /// The file.
    pub path: String,
    /// The launch's name.
    pub launch: String,
    /// The day that nothing open can be done before.
    pub as_of: Date,
    /// The internal gate, then the external one.
    pub gates: Vec<GateForecast>,
    /// The lead times that do not fit before their planned gate any more, the earliest gate first.
    pub impossible: Vec<Impossible>,
    /// What counts as nothing.
    pub uncounted: Uncounted,
    /// What the ranges rest on, where earlier launches were asked for.
    pub experience: Option<Experience>,
}

/// When a gate can be passed.
#[derive(Clone, Debug)]
pub struct GateForecast {
    /// Which.
    pub gate: Gate,
    /// The date in the plan.
    pub planned: Option<Date>,
    /// The external date first agreed.
    pub baseline: Option<Date>,
    /// The earliest date, if the policy has a day for it; of a gate that has been passed, that day.
    pub earliest: Option<Date>,
    /// The day that nothing open can be done before, and the first working day from it on.
    pub from: [Date; 2],
    /// What becomes of the planned date.
    pub outcome: Outcome,
    /// What the earliest date hangs on, the first cause first; empty where nothing but the day it is does.
    pub path: Vec<Hop>,
    /// The other hand-offs that keep the gate waiting just as long.
    pub as_late: Vec<String>,
    /// How many hand-offs and stages of it are open.
    pub open: usize,
    /// How many of these have no lead time, and count as done in no time.
    pub untimed: usize,
    /// The findings of it that count as errors and follow from no other.
    pub errors: Errors,
    /// Why a launch may not fall on the day on which all would be ready, or on none from then on.
    pub closed: Option<String>,
    /// The day on which all is there, where that is in time for the planned date and closed days alone move it.
    pub in_time: Option<Date>,
    /// When it is likely to be, where earlier launches were asked for and something is open.
    pub range: Option<Told>,
}

/// What stands in the way of a gate, whatever lead times say.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Errors {
    /// How many findings count as errors and follow from no other.
    pub all: usize,
    /// How many of them are about something that no lead time is counted for.
    pub untimed: usize,
}

/// What becomes of a planned date.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Outcome {
    /// There is none.
    Unplanned,
    /// It can still be met.
    Holds {
        /// Working days between the earliest date and the planned one.
        slack: u32,
    },
    /// It cannot be met.
    Moves {
        /// Working days from the planned date to the earliest one.
        by: u32,
    },
    /// No launch may fall on it, for this reason.
    Closed(String),
    /// It cannot be met, and no working day after it is open to a launch.
    NoDay,
    /// It has passed, and no stage and no hand-off was open.
    Passed,
    /// Something is open, and the policy has no lead time by which the date could be told.
    Unknown,
}

impl Outcome {
    /// The word for it, in JSON.
    pub fn word(&self) -> &'static str {
        match self {
            Outcome::Unplanned => "unplanned",
            Outcome::Holds { .. } => "holds",
            Outcome::Moves { .. } => "moves",
            Outcome::Closed(_) => "closed",
            Outcome::NoDay => "no-day",
            Outcome::Passed => "passed",
            Outcome::Unknown => "unknown",
        }
    }
}

/// A lead time that does not fit before the planned gate any more.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Impossible {
    /// The hand-off or the stage.
    pub at: Address,
    /// Who has to act first: the stage whose turn it is.
    pub stage: String,
    /// Who answers for that stage.
    pub owner: Option<String>,
    /// The gate.
    pub gate: Gate,
    /// The gate's planned date.
    pub planned: Date,
    /// Working days that the policy wants before the gate.
    pub lead: u32,
    /// Working days that are left.
    pub left: u32,
    /// The earliest date of the gate that leaves enough of them, if the policy has a day for it.
    pub earliest: Option<Date>,
}

/// What a forecast takes to be done in no time, because nobody says how long it takes.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Uncounted {
    /// Open hand-offs without a lead time.
    pub handoffs: Vec<String>,
    /// Those of them that have a due date of their own in its place.
    pub own_due: usize,
    /// Unsigned stages without one.
    pub stages: Vec<String>,
    /// Open asks, promises and loads of unsigned stages.
    pub todos: usize,
    /// What is waived or covered, and not waited for.
    pub let_pass: Vec<Address>,
}

/// What ranges rest on.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Experience {
    /// How many launches say how long anything took that is open here.
    pub launches: usize,
    /// How many of them say so of something only by the dates that they record.
    pub recorded: usize,
    /// What could not be read, in sentences.
    pub gaps: Vec<String>,
    /// How often the launch was played through.
    pub draws: Draws,
}

/// Forecasts a launch: by policy, and by earlier launches where there is a `past`.
pub fn forecast(path: &str, ctx: &Ctx<'_>, raised: &[Raised], past: Option<(&Past, Draws)>) -> Forecast {
    let network = Network::of(ctx, raised);
    let mut found = network.room();
    network.run(&network.no_waits(), &mut found);
    let internal = network.internal(&found, |day| network.days.allowed(day));
    let seen = View { ctx, network: &network, found: &found, raised, internal };
    let mut gates = Vec::from([Gate::Internal, Gate::External].map(|gate| seen.gate(gate)));
    if let Some((past, draws)) = past {
        let planned = [Gate::Internal, Gate::External].map(|gate| seen.open_date(gate));
        let told = simulate::ranges(&network.as_it_was(past.begun), past, draws, planned);
        for (gate, told) in gates.iter_mut().zip(told) {
            gate.range = Some(told).filter(|_| gate.open > 0);
        }
    }
    Forecast {
        path: path.to_owned(),
        launch: ctx.plan.name().to_owned(),
        as_of: ctx.facts.as_of,
        gates,
        impossible: seen.impossible(),
        uncounted: seen.uncounted(),
        experience: past.map(|(past, draws)| {
            let open: Vec<Address> = network.open_of(Gate::External).collect();
            let (launches, recorded) = past.counts(&open);
            Experience { launches, recorded, gaps: past.gaps.clone(), draws }
        }),
    }
}
