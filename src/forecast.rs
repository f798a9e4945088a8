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
//!   the internal one. From there the date moves to the first working day on which a launch may fall.
//! - Whatever has no lead time counts as done in no time, and so do open asks, promises and loads. The truth is
//!   later, and the forecast says so: see [`Uncounted`].
//!
//! By history there is a range: the launch is played through many times, each duration drawn from those of
//! earlier launches, each on its own (so days that are bad for everything at once are not foreseen). There
//! is none where any open thing is known of fewer than [`ENOUGH`] launches: then it says what is missing.

mod days;
mod durations;
mod network;
mod path;
mod simulate;
mod words;

use jiff::civil::Date;

use crate::address::Address;
use crate::check::{Raised, gate_of};
use crate::finding::Level;
use crate::forecast::days::{after, next};
use crate::forecast::network::{Earliest, Network};
use crate::forecast::path::Walk;
use crate::policy::Gate;
use crate::readiness::{self, Kind};
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
    /// The earliest date; of a gate that has been passed, that day.
    pub earliest: Date,
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
    /// Why a launch may not fall on the day on which all would be ready.
    pub closed: Option<String>,
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
    /// The earliest date of the gate that leaves enough of them.
    pub earliest: Date,
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

/// A network with the days that were found, to be told about.
struct View<'a> {
    ctx: &'a Ctx<'a>,
    network: &'a Network<'a>,
    found: &'a Earliest,
    raised: &'a [Raised],
    internal: i32,
}

impl View<'_> {
    fn gate(&self, gate: Gate) -> GateForecast {
        let network = self.network;
        let planned = gate.date(&self.ctx.plan.dates);
        let baseline = self.ctx.plan.dates.baseline.get().map(|moment| moment.date);
        let mut told = GateForecast {
            gate,
            planned,
            baseline: baseline.filter(|_| gate == Gate::External),
            earliest: self.ctx.facts.as_of,
            outcome: Outcome::Passed,
            path: Vec::new(),
            as_late: Vec::new(),
            open: network.open_of(gate).count(),
            untimed: network.untimed_of(gate),
            errors: self.errors(gate),
            closed: None,
            range: None,
        };
        if let Some(day) = planned.filter(|day| told.open == 0 && *day < self.ctx.facts.as_of) {
            told.earliest = day;
            return told;
        }
        let before = Some(self.internal).filter(|_| gate == Gate::External);
        let ready = network.ready(gate, before, self.found);
        let walk = Walk { ctx: self.ctx, network, found: self.found, internal: self.internal };
        told.path = walk.path(gate);
        told.as_late = self.as_late(gate, ready, &told.path);
        told.closed = self.ctx.policy.calendar.no_launch(network.days.date(ready));
        told.earliest = network.days.date(network.days.allowed(ready));
        told.outcome = self.outcome(planned, told.earliest);
        if matches!(told.outcome, Outcome::Holds { .. })
            && told.open + told.errors.all > 0
            && !self.has_leads()
        {
            told.outcome = Outcome::Unknown;
        }
        told
    }

    /// What stands in the way of a gate. A finding that follows from one of a later gate is a root here.
    fn errors(&self, gate: Gate) -> Errors {
        let is_asked = |at: &Address| gate_of(self.ctx, at) <= gate;
        let errors = self.raised.iter().filter(|one| {
            let follows = one.follows_from.as_ref().is_some_and(|(_, root)| is_asked(root));
            one.counts() && one.level == Level::Error && !follows && is_asked(&one.finding.at)
        });
        let timed = self.network.timed();
        let untimed = errors.clone().filter(|one| !timed.contains(&one.finding.at)).count();
        Errors { all: errors.count(), untimed }
    }

    /// Whether the policy says how long anything takes.
    fn has_leads(&self) -> bool {
        let standing = self.ctx.standing;
        standing.needed_handoffs().any(|one| one.lead.is_some())
            || standing.needed_stages().any(|one| one.policy.lead.is_some())
    }

    /// The hand-offs that keep a gate waiting as long as those on its path do.
    fn as_late(&self, gate: Gate, ready: i32, path: &[Hop]) -> Vec<String> {
        let on_path =
            |known: &str| path.iter().any(|hop| matches!(&hop.what, Link::HandOff { id, .. } if id == known));
        let as_late = self.network.as_late(gate, ready, self.found);
        let ids = as_late.into_iter().filter_map(|at| Some(self.network.handoffs.get(at)?.standing.id));
        ids.filter(|id| !on_path(id)).map(str::to_owned).collect()
    }

    fn outcome(&self, planned: Option<Date>, earliest: Date) -> Outcome {
        let calendar = &self.ctx.policy.calendar;
        let Some(planned) = planned else { return Outcome::Unplanned };
        if earliest > planned {
            return Outcome::Moves { by: calendar.working_days(planned, earliest) };
        }
        match calendar.no_launch(planned) {
            Some(why) => Outcome::Closed(why),
            None => Outcome::Holds { slack: calendar.working_days(earliest, planned) },
        }
    }

    /// The planned date of a gate, if a launch may fall on it.
    fn open_date(&self, gate: Gate) -> Option<Date> {
        gate.date(&self.ctx.plan.dates).filter(|day| self.ctx.policy.calendar.no_launch(*day).is_none())
    }

    fn impossible(&self) -> Vec<Impossible> {
        let network = self.network;
        let handoffs = network.handoffs.iter().filter(|one| one.done.is_none());
        let handoffs = handoffs.filter_map(|one| {
            let turn = one.standing.turn.unwrap_or(one.standing.to);
            self.too_late(one.standing.at(), turn, one.gate, one.lead)
        });
        let stages = network.stages.iter().filter(|one| one.done.is_none());
        let stages =
            stages.filter_map(|one| self.too_late(one.standing.at(), one.standing.id, one.gate, one.lead));
        let mut found: Vec<Impossible> = handoffs.chain(stages).collect();
        found.sort_by_key(|one| (one.gate, std::cmp::Reverse(one.earliest)));
        found
    }

    /// Something open that can be done today at the earliest, if that is too late by its lead time.
    fn too_late(&self, at: Address, stage: &str, gate: Gate, lead: u32) -> Option<Impossible> {
        let days = self.network.days;
        let planned = gate.date(&self.ctx.plan.dates)?;
        let number = next(after(0, lead));
        if lead == 0 || days.date(number) <= planned {
            return None;
        }
        Some(Impossible {
            at,
            stage: stage.to_owned(),
            owner: self.ctx.owner_of(stage).map(str::to_owned),
            gate,
            planned,
            lead,
            left: self.ctx.policy.calendar.working_days(days.date(0), planned),
            earliest: days.date(days.allowed(number)),
        })
    }

    fn uncounted(&self) -> Uncounted {
        let network = self.network;
        let open = network.handoffs.iter().filter(|one| one.done.is_none() && one.standing.lead.is_none());
        let own_due = open.clone().filter(|one| one.standing.due.is_some()).count();
        let unsigned = network.stages.iter().filter(|one| one.done.is_none());
        let todo = |stage: &network::Stage<'_>| {
            let readiness = readiness::readiness(self.ctx, stage.standing);
            readiness
                .items
                .iter()
                .filter(|item| item.open.is_some() && matches!(item.kind, Kind::Ask | Kind::Kept))
                .count()
        };
        let without = unsigned.clone().filter(|one| one.standing.policy.lead.is_none());
        Uncounted {
            handoffs: open.map(|one| one.standing.id.to_owned()).collect(),
            own_due,
            stages: without.map(|one| one.standing.id.to_owned()).collect(),
            todos: unsigned.map(todo).sum(),
            let_pass: network.let_pass.clone(),
        }
    }
}
