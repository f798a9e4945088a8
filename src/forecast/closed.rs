//! What the policy's calendar does to a gate: days on which no launch may fall move it on.

use crate::forecast::days::next;
use crate::forecast::network::{Cause, Earliest, Network};
use crate::forecast::planned::On;
use crate::policy::Gate;

/// When a gate can be: as things are, and if nothing at all were to wait for.
#[derive(Clone, Copy, Debug)]
pub(super) struct When {
    pub(super) on: Option<On>,
    pub(super) best: Option<On>,
}

impl When {
    /// Whether closed days move the gate on from the day on which all is there.
    pub(super) fn is_moved(self, ready: i32) -> bool {
        self.on.is_none_or(|on| on.half > 2 * ready)
    }

    /// Whether they alone decide: it would be no sooner if nothing were to wait for.
    pub(super) fn is_closed_alone(self, ready: i32) -> bool {
        self.is_moved(ready) && self.on.map(|on| on.half) == self.best.map(|on| on.half)
    }
}

impl Network<'_> {
    /// What decides when a gate is. No work does where days on which no launch may fall alone do.
    pub(super) fn decides(&self, gate: Gate, internal: Option<On>, when: When, found: &Earliest) -> Cause {
        match when.is_closed_alone(self.ready(gate, internal, found)) {
            true => Cause::Closed,
            false => self.cause_of_gate(gate, internal, found),
        }
    }

    /// When a gate could be if nothing were to wait for: on the first day from today on that is open to it.
    pub(super) fn at_best(&self, gate: Gate, allowed: impl Fn(i32) -> Option<i32>) -> Option<On> {
        let planned = self.planned_on(gate).filter(|day| self.today <= day.half);
        On::first(allowed(next(self.today).max(0)), planned)
    }
}
