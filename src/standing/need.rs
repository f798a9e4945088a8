//! What is required of a launch: by the policy, its tier, its risks and people's word.

use std::borrow::Cow;

use jiff::civil::Date;

use crate::plan::Plan;
use crate::plan::record::Record;
use crate::policy::{Policy, StagePolicy};
use crate::read::Given;
use crate::standing::not_needed_objection;

/// Whether something is required of this launch.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Need {
    /// It is.
    Yes,
    /// It is until these risks are answered: unknown is not no.
    UntilAnswered(Vec<String>),
    /// It is not: by tier, by risk, by the policy, or by somebody's word.
    No,
}

/// What needs are decided from.
#[derive(Clone, Copy)]
pub(super) struct Basis<'a> {
    pub(super) plan: &'a Plan,
    pub(super) policy: &'a Policy,
    pub(super) as_of: Date,
}

impl Basis<'_> {
    /// Whether a stage is asked for.
    pub(super) fn stage(self, id: &str, stage: &StagePolicy) -> Need {
        let declared = self.plan.stages.get(id);
        if stage.removed || self.is_waved_off(declared.and_then(|stage| stage.not_needed.as_ref())) {
            return Need::No;
        }
        self.need(stage.tiers.as_deref(), stage.risks.as_deref())
    }

    /// Whether a stage would be asked for, had nobody called it not needed.
    pub(super) fn is_word_alone(self, stage: &StagePolicy, record: Option<&Record>) -> bool {
        let asked = self.need(stage.tiers.as_deref(), stage.risks.as_deref());
        !stage.removed && asked != Need::No && self.is_waved_off(record)
    }

    /// Whether tier and risks ask for something.
    pub(super) fn need(self, tiers: Option<&[u32]>, risks: Option<&[String]>) -> Need {
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
    pub(super) fn is_waved_off(self, record: Option<&Record>) -> bool {
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
}

/// The policy for a plan on a day: a stage that the launch does not need makes none before it internal.
pub fn policy_for<'p>(policy: &'p Policy, plan: &Plan, as_of: Date) -> Cow<'p, Policy> {
    let basis = Basis { plan, policy, as_of };
    policy.with_gates(&|id, stage| basis.stage(id, stage) == Need::No)
}
