//! What stands in the way of a launch, in the order in which it is told.

use std::cmp::Reverse;

use jiff::civil::Date;

use crate::finding::Level;
use crate::report::{FindingRow, Index, PlanReport};

/// Something that stands in the way.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Blocker {
    /// The rule.
    pub rule: &'static str,
    /// Its address.
    pub at: String,
    /// What is wrong.
    pub message: String,
    /// What to do next.
    pub help: String,
    /// Who can act on it.
    pub owner: Option<String>,
    /// The stage whose turn it is.
    pub turn: Option<String>,
    /// The last day for it.
    pub due: Option<Date>,
    /// Working days late; none without a due day.
    pub days_late: Option<u32>,
    /// How many findings follow from it.
    pub follow: usize,
}

impl PlanReport {
    /// The errors that count and follow from no other: the latest first, then those that most follows from.
    pub fn blockers(&self) -> Vec<Blocker> {
        let index = Index::of(self);
        let mut found: Vec<Blocker> = self.roots(Level::Error).map(|one| blocker(one, &index)).collect();
        found.sort_by_key(|one| Reverse((one.days_late, one.follow)));
        found
    }
}

fn blocker(finding: &FindingRow, index: &Index<'_>) -> Blocker {
    let (due, days_late, turn) = index.due(finding);
    Blocker {
        rule: finding.rule.id,
        at: finding.at.clone(),
        message: finding.message.clone(),
        help: finding.help.clone(),
        owner: finding.owner.clone(),
        turn,
        due,
        days_late,
        follow: index.behind(finding).len(),
    }
}
