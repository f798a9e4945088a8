//! What a date hangs on, from the first cause to the gate.

use jiff::civil::Date;

use crate::forecast::closed::When;
use crate::forecast::days::{Half, next};
use crate::forecast::network::{Cause, Earliest, Network};
use crate::policy::Gate;
use crate::rule::Ctx;
use crate::standing::{HandOffState, StageState};

/// Something that a date hangs on.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Hop {
    /// What.
    pub what: Link,
    /// The day on which it was done, or can be at the earliest.
    pub on: Date,
    /// Working days that are wanted between it and the next one, or the gate.
    pub days: u32,
    /// What comes next.
    pub then: Then,
}

/// What a chain of causes is made of.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Link {
    /// The acceptance of a hand-off.
    HandOff {
        /// Its id.
        id: String,
        /// The sending stage.
        from: String,
        /// The receiving stage.
        to: String,
        /// Where it stands.
        state: HandOffState,
        /// Who answers for the stage whose turn it is.
        owner: Option<String>,
    },
    /// The sign-off of a stage.
    Stage {
        /// Its id.
        id: String,
        /// Where it stands.
        state: StageState,
        /// Who answers for it.
        owner: Option<String>,
    },
    /// The day on which people inside hear, which comes before the external date.
    Audience {
        /// The id of the audience.
        id: String,
        /// Who they are.
        who: String,
    },
    /// The internal date, which comes before the external one.
    Internal {
        /// Whether it has passed with nothing open.
        passed: bool,
        /// Why it cannot be sooner, where closed days move it on.
        closed: Option<String>,
    },
}

/// What a hop leads to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Then {
    /// The sign-off of a stage.
    Stage(String),
    /// A gate.
    Gate(Gate),
}

/// What a chain of causes is looked up in.
pub(super) struct Walk<'a, 'n> {
    pub(super) ctx: &'a Ctx<'a>,
    pub(super) network: &'a Network<'n>,
    pub(super) found: &'a Earliest,
    /// When the internal gate can be, and the external one.
    pub(super) when: [When; 2],
    /// Why closed days move the internal gate on, if they do.
    pub(super) closed: Option<String>,
}

impl Walk<'_, '_> {
    /// The chain of causes of a gate's day, the first one first; empty when nothing but the day it is
    /// decides.
    pub(super) fn path(&self, gate: Gate) -> Vec<Hop> {
        let mut hops = Vec::new();
        let (mut cause, mut then) = (self.of_gate(gate), Then::Gate(gate));
        // The stage that is waited for.
        let mut waiting = None;
        while let Some(hop) = self.hop(cause, then, waiting) {
            (cause, then, waiting) = match cause {
                Cause::Stage(at) => {
                    let id = self.network.stages.get(at).map(|stage| stage.standing.id.to_owned());
                    let cause = self.network.cause_of_stage(at, self.found);
                    (cause, Then::Stage(id.unwrap_or_default()), Some(at))
                }
                Cause::Internal if self.network.internal_on.is_none() => {
                    (self.of_gate(Gate::Internal), Then::Gate(Gate::Internal), None)
                }
                _ => (Cause::Today, Then::Gate(gate), None),
            };
            hops.push(hop);
        }
        hops.reverse();
        hops
    }

    fn of_gate(&self, gate: Gate) -> Cause {
        let [internal, external] = self.when;
        match gate {
            Gate::Internal => self.network.decides(gate, None, internal, self.found),
            Gate::External => self.network.decides(gate, internal.on, external, self.found),
        }
    }

    fn hop(&self, cause: Cause, then: Then, waiting: Option<usize>) -> Option<Hop> {
        let Walk { ctx, network, found, when: [internal, _], closed } = self;
        let owner = |stage: &str| ctx.owner_of(stage).map(str::to_owned);
        let until = waiting.and_then(|at| found.stages.get(at)).map(|day| next(*day));
        let wanted = |day: Half, lead: u32| match until {
            Some(until) => u32::try_from(until - day.div_euclid(2)).unwrap_or_default(),
            None => lead,
        };
        let (what, on, days) = match cause {
            Cause::HandOff(at) => {
                let (handoff, day) = (network.handoffs.get(at)?, *found.handoffs.get(at)?);
                let standing = handoff.standing;
                let what = Link::HandOff {
                    id: standing.id.to_owned(),
                    from: standing.from.to_owned(),
                    to: standing.to.to_owned(),
                    state: standing.state,
                    owner: owner(standing.turn.unwrap_or(standing.to)),
                };
                let on = handoff.on.unwrap_or_else(|| network.days.date(next(day)));
                (what, on, wanted(day, handoff.lead))
            }
            Cause::Stage(at) => {
                let (stage, day) = (network.stages.get(at)?, *found.stages.get(at)?);
                let (id, state) = (stage.standing.id, stage.standing.state);
                let on = stage.on.unwrap_or_else(|| network.days.date(next(day)));
                (Link::Stage { id: id.to_owned(), state, owner: owner(id) }, on, wanted(day, stage.lead))
            }
            Cause::Audience(at) => {
                let hearing = network.audiences.get(at)?;
                let what = Link::Audience { id: hearing.id.to_owned(), who: hearing.who.to_owned() };
                (what, hearing.on.date, 1)
            }
            Cause::Internal => {
                let on = network.date(Gate::Internal, internal.on?);
                let passed = network.internal_on.is_some();
                let is_planned =
                    network.planned_on(Gate::Internal).map(|day| day.half) == internal.on.map(|on| on.half);
                (Link::Internal { passed, closed: closed.clone().filter(|_| !passed && !is_planned) }, on, 1)
            }
            Cause::Closed | Cause::Today => return None,
        };
        Some(Hop { what, on, days, then })
    }
}
