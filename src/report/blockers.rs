//! What stands in the way of a launch, in the order in which it is told.

use std::cmp::Reverse;

use jiff::civil::Date;

use crate::finding::Level;
use crate::report::{FindingRow, PlanReport};

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

/// The last day for something, how many working days late it is, and the stage whose turn it is.
pub(super) type Due = (Option<Date>, Option<u32>, Option<String>);

impl PlanReport {
    /// The errors that count and follow from no other: the latest first, then those that most follows from.
    pub fn blockers(&self) -> Vec<Blocker> {
        let roots = self
            .findings
            .iter()
            .filter(|one| one.counts() && one.level == Level::Error && one.follows_from.is_none());
        let mut found: Vec<Blocker> = roots.map(|one| self.blocker(one)).collect();
        found.sort_by_key(|one| Reverse((one.days_late, one.follow)));
        found
    }

    fn blocker(&self, finding: &FindingRow) -> Blocker {
        let follows = |one: &&FindingRow| {
            let root = one.follows_from.as_ref();
            one.counts() && root.is_some_and(|(rule, at)| *rule == finding.rule.id && *at == finding.at)
        };
        let (due, days_late, turn) = self.due(finding);
        Blocker {
            rule: finding.rule.id,
            at: finding.at.clone(),
            message: finding.message.clone(),
            help: finding.help.clone(),
            owner: finding.owner.clone(),
            turn,
            due,
            days_late,
            follow: self.findings.iter().filter(follows).count(),
        }
    }

    /// The last day for what was found, how late it is, and the stage whose turn it is.
    pub fn due(&self, finding: &FindingRow) -> Due {
        let of_gate = || (finding.day.map(|(day, _)| day), finding.day.map(|(_, late)| late), None);
        self.own_due(&finding.at).unwrap_or_else(of_gate)
    }

    /// The same of what has a day of its own: a stage, a condition or a hand-off.
    pub(super) fn own_due(&self, at: &str) -> Option<Due> {
        let mut steps = at.split('.');
        match (steps.next(), steps.next()) {
            (Some("handoffs"), Some(id)) => {
                let handoff = self.handoffs.iter().find(|handoff| handoff.id == id);
                Some(handoff.map_or((None, None, None), |one| (one.due, one.days_late, one.turn.clone())))
            }
            (Some("stages"), Some(id)) => {
                let stage = self.stages.iter().find(|stage| stage.id == id);
                let turn = stage.map(|stage| stage.id.clone());
                Some(match self.conditions.iter().find(|condition| condition.at == at) {
                    Some(condition) => (condition.due, condition.days_late, turn),
                    None => (stage.and_then(|one| one.due), stage.and_then(|one| one.days_late), turn),
                })
            }
            _ => None,
        }
    }
}
