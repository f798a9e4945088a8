//! What waits for what: the hand-offs and stages of a launch, and the days on which they can be done.

use std::collections::{HashMap, HashSet};

use jiff::civil::Date;

use crate::address::Address;
use crate::check::Raised;
use crate::forecast::days::{Days, Half, after, leaving, next};
use crate::forecast::planned::{self, Day, Hearing, On, Planned};
use crate::plan::record::Record;
use crate::policy::Gate;
use crate::rule::{Ctx, Mark};
use crate::standing::{HandOffStanding, HandOffState, StageStanding};

/// Everything that a launch still waits for, or has waited for. Stages stand behind those before them.
#[derive(Clone, Debug)]
pub(super) struct Network<'a> {
    pub(super) days: Days<'a>,
    pub(super) handoffs: Vec<HandOff<'a>>,
    pub(super) stages: Vec<Stage<'a>>,
    /// What is open, and waived or covered: the launch does not wait for it.
    pub(super) let_pass: Vec<Address>,
    /// The date of the internal gate, where it has passed with nothing open: then it is a fact.
    pub(super) internal_on: Option<Day>,
    planned: Planned,
    /// The people inside who are still to hear before customers do.
    pub(super) audiences: Vec<Hearing<'a>>,
    /// The day that nothing open can be done before, worked or not.
    pub(super) today: Half,
}

#[derive(Clone, Debug)]
pub(super) struct HandOff<'a> {
    pub(super) standing: &'a HandOffStanding<'a>,
    /// When it was accepted.
    pub(super) done: Option<Half>,
    /// The day of that.
    pub(super) on: Option<Date>,
    /// When it was sent, if it lies with the receiver.
    sent: Option<Half>,
    pub(super) gate: Gate,
    /// Working days that the policy wants between its acceptance and the gate.
    pub(super) lead: u32,
}

#[derive(Clone, Debug)]
pub(super) struct Stage<'a> {
    pub(super) standing: &'a StageStanding<'a>,
    /// When it signed.
    pub(super) done: Option<Half>,
    /// The day of that.
    pub(super) on: Option<Date>,
    pub(super) gate: Gate,
    /// Working days that the policy wants between its sign-off and the gate.
    pub(super) lead: u32,
    /// The stages that it waits for.
    pub(super) before: Vec<usize>,
    /// The hand-offs to it, each with the work that comes after it.
    pub(super) received: Vec<(usize, u32)>,
    /// What its work counts from where it waits for nothing.
    start: Half,
}

/// How long each open thing takes, in working days.
#[derive(Clone, Debug)]
pub(super) struct Waits {
    /// From sent to accepted.
    pub(super) handoffs: Vec<u32>,
    /// From whatever a stage waited for last to its sign-off.
    pub(super) stages: Vec<u32>,
}

/// When each thing is done at the earliest.
#[derive(Clone, Debug)]
pub(super) struct Earliest {
    pub(super) handoffs: Vec<Half>,
    pub(super) stages: Vec<Half>,
}

/// What decides a day.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Cause {
    /// The acceptance of a hand-off.
    HandOff(usize),
    /// The sign-off of a stage.
    Stage(usize),
    /// An audience that hears before customers do.
    Audience(usize),
    /// The internal date: customers hear after our own people.
    Internal,
    /// Nothing but the days on which no launch may fall.
    Closed,
    /// Nothing but the day it is.
    Today,
}

impl<'a> Network<'a> {
    /// The network of a launch. `raised` tells what is waived or covered.
    pub(super) fn of(ctx: &Ctx<'a>, raised: &[Raised]) -> Network<'a> {
        let days = Days::from(&ctx.policy.calendar, ctx.facts.as_of);
        let passing: HashSet<&Address> =
            raised.iter().filter(|one| lets_pass(one)).map(|one| &one.finding.at).collect();
        let mut network = Network {
            days,
            handoffs: Vec::new(),
            stages: Vec::new(),
            let_pass: Vec::new(),
            internal_on: None,
            planned: Planned::of(ctx, days),
            audiences: planned::hearings(ctx, days, raised),
            today: days.half(ctx.facts.as_of),
        };
        for standing in ctx.standing.needed_handoffs() {
            match standing.is_open() && passing.contains(&standing.at()) {
                true => network.let_pass.push(standing.at()),
                false => network.handoffs.push(handoff(days, standing)),
            }
        }
        let leads = leads(ctx);
        for standing in ctx.standing.needed_stages() {
            let is_open = !standing.counts_as_signed();
            match is_open && (standing.excused || passing.contains(&standing.at())) {
                true => network.let_pass.push(standing.at()),
                false => network.add(days, standing, &leads),
            }
        }
        let internal = Gate::Internal.date(&ctx.plan.dates).filter(|day| *day < ctx.facts.as_of);
        let internal = internal.filter(|_| network.open_of(Gate::Internal).next().is_none());
        network.internal_on = internal.map(|date| Day::of(days, date));
        network
    }

    fn add(&mut self, days: Days<'_>, standing: &'a StageStanding<'a>, leads: &HashMap<&str, u32>) {
        let lead_within = leads.get(standing.id).copied().unwrap_or_default();
        let to_it =
            self.handoffs.iter().enumerate().filter(|(_, handoff)| handoff.standing.to == standing.id);
        let received = to_it.map(|(at, handoff)| (at, handoff.lead.saturating_sub(lead_within))).collect();
        let known = self.stages.iter().enumerate();
        let before = known.filter(|(_, other)| standing.before.contains(&other.standing.id));
        let before = before.map(|(at, _)| at).collect();
        let on = standing.signed_on().map(|signed| signed.date).filter(|_| standing.counts_as_signed());
        self.stages.push(Stage {
            standing,
            done: on.map(|day| days.half(day)),
            on,
            gate: standing.policy.gate,
            lead: standing.policy.lead.unwrap_or(0),
            before,
            received,
            start: 0,
        });
    }

    /// The addresses of what is open for a gate.
    pub(super) fn open_of(&self, gate: Gate) -> impl Iterator<Item = Address> {
        let handoffs = self.handoffs.iter().filter(move |one| one.done.is_none() && one.gate <= gate);
        let stages = self.stages.iter().filter(move |one| one.done.is_none() && one.gate <= gate);
        handoffs.map(|one| one.standing.at()).chain(stages.map(|one| one.standing.at()))
    }

    /// How many of these have no lead time.
    pub(super) fn untimed_of(&self, gate: Gate) -> usize {
        let handoffs = self.handoffs.iter().filter(move |one| one.done.is_none() && one.gate <= gate);
        let stages = self.stages.iter().filter(move |one| one.done.is_none() && one.gate <= gate);
        handoffs.filter(|one| one.standing.lead.is_none()).count()
            + stages.filter(|one| one.standing.policy.lead.is_none()).count()
    }

    /// The addresses of what is open and has a lead time, or a day of its own.
    pub(super) fn timed(&self) -> HashSet<Address> {
        let handoffs = self.handoffs.iter().filter(|one| one.done.is_none() && one.standing.lead.is_some());
        let stages =
            self.stages.iter().filter(|one| one.done.is_none() && one.standing.policy.lead.is_some());
        let audiences = self.audiences.iter().map(Hearing::at);
        let stages = stages.map(|one| one.standing.at());
        handoffs.map(|one| one.standing.at()).chain(stages).chain(audiences).collect()
    }

    /// The same network, in which work takes as long as it took, and not as long as the policy has it.
    /// What the first stage does counts from the day on which the plan was begun.
    pub(super) fn as_it_was(&self, begun: Option<Date>) -> Network<'a> {
        let mut network = self.clone();
        for stage in &mut network.stages {
            stage.received.iter_mut().for_each(|(_, work)| *work = 0);
            stage.start = begun.map_or(0, |day| self.days.half(day).min(0));
        }
        network
    }

    /// Waits of no days.
    pub(super) fn no_waits(&self) -> Waits {
        Waits { handoffs: vec![0; self.handoffs.len()], stages: vec![0; self.stages.len()] }
    }

    /// Room for the days that [`Network::run`] finds.
    pub(super) fn room(&self) -> Earliest {
        Earliest { handoffs: vec![0; self.handoffs.len()], stages: vec![0; self.stages.len()] }
    }

    /// Finds when each thing is done at the earliest.
    pub(super) fn run(&self, waits: &Waits, found: &mut Earliest) {
        for ((handoff, wait), slot) in self.handoffs.iter().zip(&waits.handoffs).zip(&mut found.handoffs) {
            *slot = handoff.done.unwrap_or_else(|| after(handoff.sent.unwrap_or(0), *wait).max(0));
        }
        for (at, (stage, wait)) in self.stages.iter().zip(&waits.stages).enumerate() {
            let day = stage.done.unwrap_or_else(|| after(base(stage, found), *wait).max(0));
            if let Some(slot) = found.stages.get_mut(at) {
                *slot = day;
            }
        }
    }

    /// The day on which everything for a gate is there, and as long before it as the policy wants.
    fn there(&self, gate: Gate, found: &Earliest) -> Half {
        let handoffs = self.handoffs.iter().zip(&found.handoffs).filter(|(one, _)| one.gate == gate);
        let handoffs = handoffs.map(|(one, day)| leaving(*day, one.lead));
        let stages = self.stages.iter().zip(&found.stages).filter(|(one, _)| one.gate == gate);
        let stages = stages.map(|(one, day)| leaving(*day, one.lead));
        handoffs.chain(stages).max().unwrap_or(self.today).max(self.today)
    }

    /// The number of the first working day on which a gate can be; `internal` is when the internal one is.
    pub(super) fn ready(&self, gate: Gate, internal: Option<On>, found: &Earliest) -> i32 {
        self.ready_from(gate, self.there(gate, found), internal)
    }

    fn ready_from(&self, gate: Gate, there: Half, internal: Option<On>) -> i32 {
        let heard = self.audiences.iter().filter(|_| gate == Gate::External).map(|one| one.on.next());
        heard.chain(internal.map(On::next)).chain([next(there)]).max().unwrap_or_default().max(0)
    }

    /// When the internal gate can be: `allowed` moves a number to a day on which a launch may fall. One that
    /// has passed may lie before the first day.
    pub(super) fn internal(&self, found: &Earliest, allowed: impl Fn(i32) -> Option<i32>) -> Option<On> {
        if let Some(Day { half, .. }) = self.internal_on {
            return Some(On { half, holds: true });
        }
        let there = self.there(Gate::Internal, found);
        let planned = self.planned.internal.filter(|day| there <= day.half);
        On::first(allowed(self.ready_from(Gate::Internal, there, None)), planned)
    }

    /// When the external gate can be, after the internal one.
    pub(super) fn external(
        &self,
        internal: On,
        found: &Earliest,
        allowed: impl Fn(i32) -> Option<i32>,
    ) -> Option<On> {
        let there = self.there(Gate::External, found);
        let has_heard = self.audiences.iter().all(|one| one.before_planned);
        let planned = self.planned.after(internal).filter(|day| has_heard && there <= day.half);
        On::first(allowed(self.ready_from(Gate::External, there, Some(internal))), planned)
    }

    /// The day that the plan has for a gate, if a launch may fall on it.
    pub(super) fn planned_on(&self, gate: Gate) -> Option<Day> {
        match gate {
            Gate::Internal => self.planned.internal,
            Gate::External => self.planned.external,
        }
    }

    /// The date of the day on which a gate can be.
    pub(super) fn date(&self, gate: Gate, on: On) -> Date {
        let passed = self.internal_on.filter(|_| gate == Gate::Internal);
        let known = passed.or(self.planned_on(gate)).filter(|day| day.half == on.half);
        known.map_or_else(|| self.days.date(on.half.div_euclid(2)), |day| day.date)
    }

    /// What decides when a gate is ready. Of several, a hand-off: somebody can do something about it; and of
    /// several stages the first, because those after it are there only after it.
    pub(super) fn cause_of_gate(&self, gate: Gate, internal: Option<On>, found: &Earliest) -> Cause {
        let ready = self.ready(gate, internal, found);
        let is_it = |day: Half, lead: u32| next(after(day, lead)) == ready;
        if ready == 0 {
            return Cause::Today;
        }
        let handoffs = self.handoffs.iter().zip(&found.handoffs);
        if let Some(at) = handoffs.clone().position(|(one, day)| one.gate == gate && is_it(*day, one.lead)) {
            return Cause::HandOff(at);
        }
        // A planned day that comes after the internal one, and after an audience, waits for something else.
        let is_late = || self.planned.external.is_some_and(|day| self.there(gate, found) > day.half);
        let mut audiences = self.audiences.iter().filter(|_| gate == Gate::External);
        if let Some(at) =
            audiences.position(|one| one.on.next() == ready && !(one.before_planned && is_late()))
        {
            return Cause::Audience(at);
        }
        let decides = |on: &On| on.next() == ready && !(self.planned.after(*on).is_some() && is_late());
        if internal.as_ref().is_some_and(decides) {
            return Cause::Internal;
        }
        let mut stages = self.stages.iter().zip(&found.stages);
        let at = stages.position(|(one, day)| one.gate == gate && is_it(*day, one.lead));
        at.map_or(Cause::Today, Cause::Stage)
    }

    /// The hand-offs that keep a gate waiting as long as what decides it does, without being that.
    pub(super) fn as_late(&self, gate: Gate, ready: i32, found: &Earliest) -> Vec<usize> {
        let handoffs = self.handoffs.iter().zip(&found.handoffs).enumerate();
        let late = handoffs
            .filter(|(_, (one, day))| one.gate == gate && ready > 0 && next(after(**day, one.lead)) == ready);
        late.map(|(at, _)| at).collect()
    }

    /// What decides when a stage signs, if it has not.
    pub(super) fn cause_of_stage(&self, at: usize, found: &Earliest) -> Cause {
        let Some(stage) = self.stages.get(at).filter(|stage| stage.done.is_none()) else {
            return Cause::Today;
        };
        let base = base(stage, found);
        if next(base) <= 0 && found.stages.get(at) == Some(&0) {
            return Cause::Today;
        }
        let mut received =
            stage.received.iter().filter(|(at, work)| after_handoff(found, *at, *work) == base);
        if let Some((at, _)) = received.next() {
            return Cause::HandOff(*at);
        }
        let mut before = stage.before.iter().filter(|at| found.stages.get(**at) == Some(&base));
        before.next().map_or(Cause::Today, |at| Cause::Stage(*at))
    }
}

/// When everything that a stage waits for is there.
fn base(stage: &Stage<'_>, found: &Earliest) -> Half {
    let before = stage.before.iter().filter_map(|at| found.stages.get(*at).copied());
    let received = stage.received.iter().map(|(at, work)| after_handoff(found, *at, *work));
    before.chain(received).max().unwrap_or(stage.start)
}

fn after_handoff(found: &Earliest, at: usize, work: u32) -> Half {
    after(found.handoffs.get(at).copied().unwrap_or_default(), work)
}

fn handoff<'a>(days: Days<'_>, standing: &'a HandOffStanding<'a>) -> HandOff<'a> {
    let on = |record: Option<&Record>| Some(record?.date.get()?.date);
    let accepted = standing.plan.filter(|_| !standing.is_open()).and_then(|plan| on(plan.accepted.as_ref()));
    let lies_there = standing.state == HandOffState::Sent;
    let sent = standing.plan.filter(|_| lies_there).and_then(|plan| on(plan.sent.as_ref()));
    HandOff {
        standing,
        done: accepted.map(|day| days.half(day)),
        on: accepted,
        sent: sent.map(|day| days.half(day)),
        gate: standing.gate,
        lead: standing.lead.unwrap_or(0),
    }
}

/// What a finding says is not there, and the launch goes without.
fn lets_pass(one: &Raised) -> bool {
    !one.counts() && one.rule.is(Mark::Absence)
}

/// The leads of the needed stages, as they are in effect: a stage has to sign before those after it, and so
/// at the latest when the one of them that has the longest lead to the same gate does.
fn leads<'a>(ctx: &Ctx<'a>) -> HashMap<&'a str, u32> {
    let mut leads: HashMap<&str, u32> = HashMap::new();
    let stages: Vec<&StageStanding<'_>> = ctx.standing.needed_stages().collect();
    for stage in stages.iter().rev() {
        let own = stage.policy.lead.unwrap_or(0).max(leads.get(stage.id).copied().unwrap_or_default());
        leads.insert(stage.id, own);
        for before in &stage.before {
            let is_of_gate =
                ctx.policy.stages.get(before).is_some_and(|known| known.gate == stage.policy.gate);
            if is_of_gate {
                let known = leads.entry(before).or_default();
                *known = own.max(*known);
            }
        }
    }
    leads
}
