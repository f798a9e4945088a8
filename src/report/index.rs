//! What a report is looked up by, worked out once for all who ask.

use std::collections::HashMap;

use jiff::civil::Date;

use crate::report::{ConditionRow, FindingRow, HandOffRow, PlanReport, StageRow};

/// The last day for something, how many working days late it is, and the stage whose turn it is.
pub(super) type Due = (Option<Date>, Option<u32>, Option<String>);

/// The rows of a report by what names them.
#[derive(Debug)]
pub struct Index<'a> {
    findings: HashMap<(&'a str, &'a str), &'a FindingRow>,
    followers: HashMap<(&'a str, &'a str), Vec<&'a FindingRow>>,
    stages: HashMap<&'a str, &'a StageRow>,
    handoffs: HashMap<&'a str, &'a HandOffRow>,
    conditions: HashMap<&'a str, &'a ConditionRow>,
}

impl<'a> Index<'a> {
    /// That of a report. Of several rows of one name, it is the first that is found.
    pub fn of(plan: &'a PlanReport) -> Index<'a> {
        let mut followers: HashMap<_, Vec<&FindingRow>> = HashMap::new();
        for one in plan.findings.iter().filter(|one| one.counts()) {
            if let Some((rule, at)) = &one.follows_from {
                followers.entry((*rule, at.as_str())).or_default().push(one);
            }
        }
        let findings = plan.findings.iter().rev();
        Index {
            findings: findings.map(|one| ((one.rule.id, one.at.as_str()), one)).collect(),
            followers,
            stages: plan.stages.iter().rev().map(|one| (one.id.as_str(), one)).collect(),
            handoffs: plan.handoffs.iter().rev().map(|one| (one.id.as_str(), one)).collect(),
            conditions: plan.conditions.iter().rev().map(|one| (one.at.as_str(), one)).collect(),
        }
    }

    /// The first finding of a rule at an address.
    pub fn finding(&self, rule: &str, at: &str) -> Option<&'a FindingRow> {
        self.findings.get(&(rule, at)).copied()
    }

    /// The findings that count and follow from another, in their order.
    pub fn behind<'i>(&'i self, root: &'i FindingRow) -> &'i [&'a FindingRow] {
        self.followers(root.rule.id, &root.at)
    }

    /// Those that follow from what a rule found at an address.
    pub(super) fn followers<'i>(&'i self, rule: &'i str, at: &'i str) -> &'i [&'a FindingRow] {
        self.followers.get(&(rule, at)).map(Vec::as_slice).unwrap_or_default()
    }

    /// The last day for what was found, how late it is, and the stage whose turn it is.
    pub fn due(&self, finding: &FindingRow) -> Due {
        let (day, late) = finding.day.unzip();
        let of_gate = || (day, late, finding.turn.clone());
        self.own_due(&finding.at).unwrap_or_else(of_gate)
    }

    /// The same of what has a day of its own: a stage, a condition or a hand-off.
    pub(super) fn own_due(&self, at: &str) -> Option<Due> {
        let mut steps = at.split('.');
        match (steps.next(), steps.next()) {
            (Some("handoffs"), Some(id)) => {
                let handoff = self.handoffs.get(id);
                Some(handoff.map_or((None, None, None), |one| (one.due, one.days_late, one.turn.clone())))
            }
            (Some("stages"), Some(id)) => {
                let stage = self.stages.get(id);
                let turn = stage.map(|stage| stage.id.clone());
                Some(match self.conditions.get(at) {
                    Some(condition) => (condition.due, condition.days_late, turn),
                    None => (stage.and_then(|one| one.due), stage.and_then(|one| one.days_late), turn),
                })
            }
            _ => None,
        }
    }
}
