//! What standings are decided from, and what stages and hand-offs ask of it alike.

use jiff::civil::Date;

use crate::address::Address;
use crate::facts::Facts;
use crate::plan::Plan;
use crate::plan::record::Record;
use crate::policy::Policy;
use crate::read::Given;
use crate::standing::{Need, not_needed_objection};
use crate::tree::Node;
use crate::waiving::{self, Worth};

/// What standings are decided from.
pub(super) struct Inputs<'a, 'f> {
    pub(super) plan: &'a Plan,
    pub(super) root: &'a Node,
    pub(super) policy: &'a Policy,
    pub(super) facts: &'f Facts,
    pub(super) as_of: Date,
}

impl Inputs<'_, '_> {
    /// Whether tier and risks ask for something.
    pub(super) fn need(&self, tiers: Option<&[u32]>, risks: Option<&[String]>) -> Need {
        if tiers.is_some_and(|tiers| !tiers.contains(&self.plan.tier)) {
            return Need::No;
        }
        let Some(risks) = risks else { return Need::Yes };
        let answer = |risk: &String| self.plan.risks.get(risk).and_then(Given::get).copied();
        if risks.iter().any(|risk| answer(risk) == Some(true)) {
            return Need::Yes;
        }
        let unanswered: Vec<String> = risks.iter().filter(|risk| answer(risk).is_none()).cloned().collect();
        if unanswered.is_empty() { Need::No } else { Need::UntilAnswered(unanswered) }
    }

    /// Whether somebody entitled to it said, with a reason, that something is not needed.
    pub(super) fn is_waved_off(&self, record: Option<&Record>) -> bool {
        let Some(record) = record else { return false };
        let Some(by) = record.by.text() else { return false };
        let on = match record.date.get() {
            Some(date) if date.date > self.as_of => return false,
            Some(date) => date.date,
            None if record.date == Given::Placeholder => return false,
            None => self.as_of,
        };
        record.why.is_given() && not_needed_objection(self.plan, self.policy, by, on).is_none()
    }

    /// Whether a waiver that holds takes one of these rules' findings at an address.
    pub(super) fn is_waived(&self, rules: &[&str], at: &Address) -> bool {
        self.plan.waivers.iter().any(|(_, waiver)| {
            waiver.rule.as_ref().is_some_and(|rule| rules.contains(&rule.value.as_str()))
                && waiver.at.as_ref().is_some_and(|known| known.value == *at)
                && waiving::worth(waiver, self.policy, self.as_of) == Worth::Holds
        })
    }
}
