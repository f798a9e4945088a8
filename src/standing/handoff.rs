//! Where each hand-off stands.

use jiff::civil::Date;

use crate::plan::handoff::HandOff;
use crate::plan::record::Record;
use crate::policy::{Gate, HandOffPolicy};
use crate::read::Given;
use crate::standing::inputs::Inputs;
use crate::standing::{HandOffStanding, HandOffState, Need, StageStanding, record_counts};

pub(super) fn standings<'a>(
    inputs: &Inputs<'a, '_>,
    stages: &[StageStanding<'a>],
) -> Vec<HandOffStanding<'a>> {
    let of_policy = inputs.policy.handoffs.iter().map(|(id, policy)| (id, Some(policy)));
    let own =
        inputs.plan.handoffs.ids().filter(|id| inputs.policy.handoffs.get(id).is_none()).map(|id| (id, None));
    let all = of_policy.chain(own);
    let mut standings: Vec<HandOffStanding<'a>> =
        all.filter_map(|(id, policy)| standing(inputs, stages, id, policy)).collect();
    let place = |id: &str| stages.iter().position(|stage| stage.id == id);
    standings.sort_by_key(|handoff| (place(handoff.to), place(handoff.from)));
    standings
}

/// The plan's own hand-offs of which a placeholder says between which stages they are, and that nothing known of
/// them makes unneeded. One that says nothing of a stage is no hand-off that is known at all.
pub(super) fn adrift<'a>(inputs: &Inputs<'a, '_>, stages: &[StageStanding<'a>]) -> Vec<&'a str> {
    let is_skipped = |end: &str| !stages.iter().any(|stage| stage.id == end && stage.is_needed());
    let is_adrift = |(id, handoff): &(&str, &HandOff)| {
        let ends = [&handoff.from, &handoff.to];
        inputs.policy.handoffs.get(id).is_none()
            && ends.contains(&&Given::Placeholder)
            && !ends.contains(&&Given::Absent)
            && !ends.iter().filter_map(|end| end.text()).any(is_skipped)
            && !inputs.basis().is_waved_off(handoff.not_needed.as_ref())
    };
    inputs.plan.handoffs.iter().filter(is_adrift).map(|(id, _)| id).collect()
}

/// None when it is neither required nor declared, or when nobody said between whom it is.
fn standing<'a>(
    inputs: &Inputs<'a, '_>,
    stages: &[StageStanding<'a>],
    id: &'a str,
    policy: Option<&'a HandOffPolicy>,
) -> Option<HandOffStanding<'a>> {
    let plan = inputs.plan.handoffs.get(id);
    let from = policy.map(|policy| policy.from.as_str()).or_else(|| plan?.from.text())?;
    let to = inputs.policy.receiver(id, plan)?;
    let need = need(inputs, stages, policy, plan, [from, to]);
    if need == Need::No && plan.is_none() {
        return None;
    }
    let state = inputs.handoff_state(to, &need, plan);
    let lead = policy.and_then(|policy| policy.lead).filter(|_| plan.is_none_or(|plan| !plan.due.is_given()));
    let gate = inputs.policy.gate_of(Some(to));
    let due = inputs.handoff_due(gate, plan, lead);
    let what = plan.and_then(|plan| plan.what.text()).or(policy.map(|policy| policy.what.as_str()));
    Some(HandOffStanding {
        id,
        from,
        to,
        what: what.unwrap_or(id),
        plan,
        state,
        unreturned: inputs.unreturned(to, &need, plan),
        need,
        gate,
        due,
        days_late: due.and_then(|due| inputs.days_late(state, plan, due)),
        turn: match state {
            HandOffState::Missing | HandOffState::Unsent | HandOffState::Returned => Some(from),
            HandOffState::Sent => Some(to),
            HandOffState::Accepted | HandOffState::NotNeeded => None,
        },
        origin: policy.map_or("the plan", |policy| policy.origin.as_str()),
        lead,
    })
}

fn need(
    inputs: &Inputs<'_, '_>,
    stages: &[StageStanding<'_>],
    policy: Option<&HandOffPolicy>,
    plan: Option<&HandOff>,
    ends: [&str; 2],
) -> Need {
    let basis = inputs.basis();
    if policy.is_some_and(|policy| policy.removed)
        || basis.is_waved_off(plan.and_then(|plan| plan.not_needed.as_ref()))
    {
        return Need::No;
    }
    let own = policy.map_or(Need::Yes, |policy| basis.need(policy.tiers.as_deref(), policy.risks.as_deref()));
    let of_ends = ends
        .map(|end| stages.iter().find(|stage| stage.id == end).map_or(Need::No, |stage| stage.need.clone()));
    of_ends.into_iter().fold(own, |need, end| match (need, end) {
        (Need::No, _) | (_, Need::No) => Need::No,
        (Need::Yes, other) | (other, Need::Yes) => other,
        (Need::UntilAnswered(mut risks), Need::UntilAnswered(more)) => {
            risks.extend(more);
            Need::UntilAnswered(risks)
        }
    })
}

impl Inputs<'_, '_> {
    fn handoff_state(&self, to: &str, need: &Need, plan: Option<&HandOff>) -> HandOffState {
        let unreturned = self.unreturned(to, need, plan);
        let Some(plan) = plan.filter(|_| *need != Need::No) else { return unreturned };
        let accepted = plan.accepted.as_ref().filter(|record| record_counts(self.policy, Some(record), to));
        if is_returned(plan, accepted) { HandOffState::Returned } else { unreturned }
    }

    /// Where a hand-off would stand, had nobody returned it.
    fn unreturned(&self, to: &str, need: &Need, plan: Option<&HandOff>) -> HandOffState {
        if *need == Need::No {
            return HandOffState::NotNeeded;
        }
        let Some(plan) = plan else { return HandOffState::Missing };
        let accepted = plan.accepted.as_ref().filter(|record| record_counts(self.policy, Some(record), to));
        if !plan.is_sent() {
            return HandOffState::Unsent;
        }
        let stands = |accepted: &Record| !is_early(plan, accepted);
        if accepted.is_some_and(stands) { HandOffState::Accepted } else { HandOffState::Sent }
    }

    fn handoff_due(&self, gate: Gate, plan: Option<&HandOff>, lead: Option<u32>) -> Option<Date> {
        if let Some(due) = plan.and_then(|plan| plan.due.get()) {
            return Some(due.date);
        }
        Some(self.policy.calendar.before(gate.date(&self.plan.dates)?, lead?))
    }

    fn days_late(&self, state: HandOffState, plan: Option<&HandOff>, due: Date) -> Option<u32> {
        let end = match state {
            HandOffState::NotNeeded => return None,
            HandOffState::Accepted => plan?.accepted.as_ref()?.date.get()?.date,
            _ => self.as_of,
        };
        Some(self.policy.calendar.working_days(due, end))
    }
}

/// Whether a hand-off was given back, and since then neither sent again nor accepted by somebody who may.
pub fn is_returned(plan: &HandOff, accepted: Option<&Record>) -> bool {
    let answers = [accepted, plan.sent.as_ref()];
    plan.returned
        .as_ref()
        .is_some_and(|returned| !answers.into_iter().flatten().any(|record| came_after(record, returned)))
}

/// Whether an acceptance is of what was there before the hand-off was sent.
pub fn is_early(plan: &HandOff, accepted: &Record) -> bool {
    plan.sent.as_ref().is_some_and(|sent| came_after(sent, accepted))
}

/// Whether one record is certainly later than another: what was accepted before it was sent, or sent
/// before it was returned, is not what lies there now.
pub(super) fn came_after(record: &Record, other: &Record) -> bool {
    match (record.date.get(), other.date.get()) {
        (Some(record), Some(other)) => record.is_after(other),
        _ => false,
    }
}
