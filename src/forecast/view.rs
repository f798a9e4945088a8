//! What is told of a network, once its days are found.

use std::cmp::Reverse;

use jiff::civil::Date;

use crate::address::Address;
use crate::check::{Raised, gate_of};
use crate::finding::Level;
use crate::forecast::closed::When;
use crate::forecast::days::{after, next};
use crate::forecast::network::{Earliest, Network, Stage};
use crate::forecast::path::Walk;
use crate::forecast::planned::On;
use crate::forecast::{Errors, GateForecast, Hop, Impossible, Link, Outcome, Uncounted};
use crate::policy::Gate;
use crate::readiness::{self, Kind};
use crate::rule::Ctx;

/// A network with the days that were found, to be told about.
pub(super) struct View<'a> {
    pub(super) ctx: &'a Ctx<'a>,
    pub(super) network: &'a Network<'a>,
    pub(super) found: &'a Earliest,
    pub(super) raised: &'a [Raised],
    /// When the internal gate can be.
    pub(super) internal: Option<On>,
}

impl View<'_> {
    pub(super) fn gate(&self, gate: Gate) -> GateForecast {
        let network = self.network;
        let planned = gate.date(&self.ctx.plan.dates);
        let baseline = self.ctx.plan.dates.baseline.get().map(|moment| moment.date);
        let mut told = GateForecast {
            gate,
            planned,
            baseline: baseline.filter(|_| gate == Gate::External),
            earliest: None,
            from: [self.ctx.facts.as_of, network.days.date(0)],
            outcome: Outcome::Passed,
            path: Vec::new(),
            as_late: Vec::new(),
            open: network.open_of(gate).count(),
            untimed: network.untimed_of(gate),
            errors: self.errors(gate),
            closed: None,
            in_time: None,
            range: None,
        };
        if let Some(day) = planned.filter(|day| told.open == 0 && *day < self.ctx.facts.as_of) {
            told.earliest = Some(day);
            return told;
        }
        // Where there is no day for the internal gate, there is none for the external one either.
        let before = self.ready(Gate::Internal);
        let last = if self.internal.is_none() && before >= self.ready(gate) { Gate::Internal } else { gate };
        let when = [Gate::Internal, Gate::External].map(|gate| self.when(gate));
        let walk =
            Walk { ctx: self.ctx, network, found: self.found, when, closed: self.closed(Gate::Internal) };
        told.path = walk.path(last);
        let is_decided = !self.when(last).is_closed_alone(self.ready(last));
        told.as_late = if is_decided { self.as_late(last, self.ready(last), &told.path) } else { Vec::new() };
        let on = self.on(gate);
        told.earliest = on.map(|on| network.date(gate, on));
        told.closed = if on.is_some() { self.closed(gate) } else { Some(self.never(last)) };
        told.outcome = self.outcome(planned, told.earliest, on.is_some_and(|on| on.holds));
        if matches!(told.outcome, Outcome::Holds { .. })
            && told.open + told.errors.all > 0
            && !self.has_leads()
        {
            told.outcome = Outcome::Unknown;
        }
        if let Some(closed) = planned.and_then(|day| self.closed_to(day, gate)) {
            told.in_time = Some(self.there(gate));
            told.closed = Some(closed);
        }
        told
    }

    fn when(&self, gate: Gate) -> When {
        let best = self.network.at_best(gate, |day| self.network.days.allowed(day));
        When { on: self.on(gate), best }
    }

    /// The day on which all is there for a gate, as far as that decides anything.
    fn there(&self, gate: Gate) -> Date {
        let ready = self.ready(gate);
        self.network.days.date(if self.when(gate).is_closed_alone(ready) { 0 } else { ready })
    }

    /// When a gate can be, if the policy has a day for it.
    fn on(&self, gate: Gate) -> Option<On> {
        match gate {
            Gate::Internal => self.internal,
            Gate::External => {
                self.network.external(self.internal?, self.found, |day| self.network.days.allowed(day))
            }
        }
    }

    /// The number of the first working day on which a gate can be, open to a launch or not.
    fn ready(&self, gate: Gate) -> i32 {
        let before = self.internal.filter(|_| gate == Gate::External);
        self.network.ready(gate, before, self.found)
    }

    /// Why a launch cannot be on the day on which all is there, if it can be later.
    fn closed(&self, gate: Gate) -> Option<String> {
        let on = self.on(gate).filter(|_| self.when(gate).is_moved(self.ready(gate)))?;
        self.ctx.policy.calendar.no_launch_until(self.there(gate), self.network.date(gate, on))
    }

    /// That there is no day for a launch, from the one on which all is there.
    fn never(&self, gate: Gate) -> String {
        let ready = self.network.days.date(self.ready(gate));
        format!("the policy has no open working day from {ready} on")
    }

    /// Why a launch cannot be on a planned day, and not soon after it, where all is there in time for it.
    fn closed_to(&self, planned: Date, gate: Gate) -> Option<String> {
        let calendar = &self.ctx.policy.calendar;
        let earliest = self.network.date(gate, self.on(gate)?);
        let is_closed = calendar.no_launch(planned).is_some() && self.there(gate) <= planned;
        calendar.no_launch_until(planned, earliest).filter(|_| is_closed)
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

    fn outcome(&self, planned: Option<Date>, earliest: Option<Date>, holds: bool) -> Outcome {
        let calendar = &self.ctx.policy.calendar;
        let Some(planned) = planned else { return Outcome::Unplanned };
        match earliest {
            Some(earliest) if earliest > planned => {
                Outcome::Moves { by: calendar.working_days(planned, earliest) }
            }
            Some(earliest) if holds => Outcome::Holds { slack: calendar.working_days(earliest, planned) },
            _ => calendar.no_launch(planned).map_or(Outcome::NoDay, Outcome::Closed),
        }
    }

    /// The planned date of a gate, if a launch may fall on it.
    pub(super) fn open_date(&self, gate: Gate) -> Option<Date> {
        gate.date(&self.ctx.plan.dates).filter(|day| self.ctx.policy.calendar.no_launch(*day).is_none())
    }

    pub(super) fn impossible(&self) -> Vec<Impossible> {
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
        found.sort_by_key(|one| (one.gate, Reverse(one.earliest.unwrap_or(Date::MAX))));
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
            earliest: days.allowed(number).map(|number| days.date(number)),
        })
    }

    pub(super) fn uncounted(&self) -> Uncounted {
        let network = self.network;
        let open = network.handoffs.iter().filter(|one| one.done.is_none() && one.standing.lead.is_none());
        let own_due = open.clone().filter(|one| one.standing.due.is_some()).count();
        let unsigned = network.stages.iter().filter(|one| one.done.is_none());
        let todo = |stage: &Stage<'_>| {
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
