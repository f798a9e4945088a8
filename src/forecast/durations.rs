//! How long things took in earlier launches, as far as it is known.

use std::collections::{BTreeMap, BTreeSet};

use jiff::civil::Date;

use crate::address::Address;

/// Of how many launches it must be known how long something took, before anything is said of how long it
/// will take.
pub const ENOUGH: usize = 5;

/// How long things took in one launch, in working days.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Pace {
    /// From sent to accepted, by the hand-off's id.
    pub handoffs: BTreeMap<String, u32>,
    /// From the last sign-off before it and the last hand-off to it to its own sign-off, by the stage's id.
    pub stages: BTreeMap<String, u32>,
    /// Those of these that are by the dates that the plan records, because one commit shows begin and end.
    pub recorded: BTreeSet<Address>,
}

impl Pace {
    /// Whether nothing is known of it.
    pub fn is_empty(&self) -> bool {
        self.handoffs.is_empty() && self.stages.is_empty()
    }

    /// Whether it is known how long a hand-off or a stage took.
    fn knows(&self, at: &Address) -> bool {
        match at.steps().collect::<Vec<_>>().as_slice() {
            ["handoffs", id] => self.handoffs.contains_key(*id),
            ["stages", id] => self.stages.contains_key(*id),
            _ => false,
        }
    }
}

/// What is known of earlier launches, for one plan.
#[derive(Clone, Debug, Default)]
pub struct Past {
    /// The launches of which anything is known.
    pub launches: Vec<Pace>,
    /// The launches of which nothing is, or not everything, each with the reason, in a sentence.
    pub gaps: Vec<String>,
    /// The day of the commit that first had the plan itself: its first stage is worked on since then.
    pub begun: Option<Date>,
}

impl Past {
    /// How long a hand-off took, a number for each launch that says so.
    pub fn of_handoff(&self, id: &str) -> Vec<u32> {
        self.launches.iter().filter_map(|launch| launch.handoffs.get(id).copied()).collect()
    }

    /// How long a stage took, a number for each launch that says so.
    pub fn of_stage(&self, id: &str) -> Vec<u32> {
        self.launches.iter().filter_map(|launch| launch.stages.get(id).copied()).collect()
    }

    /// How many launches say how long any of these things took, and how many of them only by the dates that
    /// they record.
    pub(super) fn counts(&self, open: &[Address]) -> (usize, usize) {
        let knows = |launch: &&Pace| open.iter().any(|at| launch.knows(at));
        let recorded = |launch: &&Pace| open.iter().any(|at| launch.recorded.contains(at));
        (self.launches.iter().filter(knows).count(), self.launches.iter().filter(recorded).count())
    }
}
