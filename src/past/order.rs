//! Everything that was done to a plan, and what of it came before what.

use std::cell::RefCell;
use std::collections::HashMap;

use crate::history::{Before, Deed, Deeds};

/// How many deeds are remembered with the commits before them.
const REMEMBERED: usize = 64;

/// Everything that was done, the latest first.
pub(super) struct Order {
    pub(super) deeds: Deeds,
    before: RefCell<HashMap<usize, Before>>,
}

impl Order {
    pub(super) fn of(deeds: Deeds) -> Order {
        Order { deeds, before: RefCell::default() }
    }

    /// A deed, by its place.
    pub(super) fn deed(&self, place: usize) -> Option<&Deed> {
        self.deeds.all.get(place)
    }

    /// Whether the commit of one is among those from which that of the other was made. Of one commit it is asked for
    /// many others in turn.
    pub(super) fn is_before(&self, one: usize, other: usize) -> bool {
        // A deed comes before those that it was done after.
        let Some((earlier, deed)) = self.deed(one).zip(self.deed(other)).filter(|_| one > other) else {
            return false;
        };
        let mut before = self.before.borrow_mut();
        if before.len() > REMEMBERED {
            before.clear();
        }
        before.entry(other).or_insert_with(|| self.deeds.before(deed)).has(earlier)
    }
}
