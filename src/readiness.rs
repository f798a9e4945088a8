//! What is met of what, for each stage: the owner, the asks, the hand-offs, what it must keep, the sign-off.

use std::cmp::Ordering;

use crate::address::Address;
use crate::plan::load::Load;
use crate::plan::record::Record;
use crate::plan::stage::Answer;
use crate::policy::Policy;
use crate::quantity::Quantity;
use crate::rule::Ctx;
use crate::standing::{HandOffState, StageStanding, StageState, signing_objection};

/// One thing that a stage is counted by.
#[derive(Clone, Debug)]
pub struct Item {
    /// What lifts the stage, as an order; for a thing that is met, what it was.
    pub todo: String,
    /// Whether it is met.
    pub met: bool,
    /// Whether it is a sign-off whose turn has not come.
    pub waits: bool,
}

/// What is met of what, for one stage.
#[derive(Clone, Debug, Default)]
pub struct Readiness {
    /// Everything it is counted by.
    pub items: Vec<Item>,
}

impl Readiness {
    /// How many things are met.
    pub fn met(&self) -> usize {
        self.items.iter().filter(|item| item.met).count()
    }

    /// How many things there are.
    pub fn of(&self) -> usize {
        self.items.len()
    }

    /// What can be done to lift it.
    pub fn open(&self) -> impl Iterator<Item = &Item> {
        self.items.iter().filter(|item| !item.met && !item.waits)
    }

    /// Compares what is met of what, a sign-off whose turn has not come left out of both.
    fn compare(&self, other: &Readiness) -> Ordering {
        let share = |readiness: &Readiness| {
            let counted = readiness.items.iter().filter(|item| !item.waits);
            (readiness.met(), counted.count().max(1))
        };
        let ((met, of), (other_met, other_of)) = (share(self), share(other));
        (met * other_of).cmp(&(other_met * of))
    }
}

/// What is met of what, for a stage.
pub fn readiness(ctx: &Ctx<'_>, stage: &StageStanding<'_>) -> Readiness {
    if !stage.is_needed() {
        return Readiness::default();
    }
    let mut items = Vec::new();
    let mut item = |met: bool, todo: String| items.push(Item { todo, met, waits: false });
    item(stage.owner().is_some(), "name its owner".to_owned());
    for (id, question, evidence) in asks(stage) {
        let answer = stage.plan.and_then(|plan| plan.asks.get(id));
        let proven = answer.is_some_and(|answer| !(evidence && *answer == Answer::Claimed));
        let met = answer.is_some_and(Answer::is_answered) && proven;
        item(
            met,
            match question {
                Some(question) => format!("answer `{id}`: {question}"),
                None => format!("answer `{id}`"),
            },
        );
    }
    for handoff in ctx.standing.needed_handoffs() {
        if handoff.to == stage.id {
            let met = !handoff.is_open();
            let sent = handoff.state == HandOffState::Sent;
            item(
                met,
                match sent {
                    true => format!("accept `{}` from {}, or return it", handoff.id, handoff.from),
                    false => format!("get `{}` from {} and accept it", handoff.id, handoff.from),
                },
            );
        }
        if handoff.from == stage.id {
            let met = matches!(handoff.state, HandOffState::Sent | HandOffState::Accepted);
            item(met, format!("send `{}` to {}", handoff.id, handoff.to));
        }
    }
    for (id, met) in kept(ctx, stage.id) {
        item(met, format!("accept and back `{id}`"));
    }
    let met = matches!(stage.state, StageState::Signed | StageState::Conditional);
    let waits = stage.state == StageState::Waiting;
    items.push(Item { todo: "sign off".to_owned(), met, waits });
    Readiness { items }
}

/// The asks of a stage: the policy's with their questions and whether they want evidence, then its own.
pub fn asks<'a>(stage: &StageStanding<'a>) -> impl Iterator<Item = (&'a str, Option<&'a str>, bool)> {
    let policy = stage.policy;
    let of_policy = policy.asks.iter().map(|(id, ask)| (id, Some(ask.question.as_str()), ask.evidence));
    let own = stage.plan.into_iter().flat_map(|plan| plan.asks.ids());
    of_policy.chain(own.filter(|id| policy.asks.get(id).is_none()).map(|id| (id, None, false)))
}

/// The promises and loads that a stage must keep, each with whether it is accepted and backed.
fn kept<'a>(ctx: &Ctx<'a>, stage: &str) -> Vec<(Address, bool)> {
    let accepted = |record: Option<&Record>| {
        record
            .and_then(|record| record.signed())
            .is_some_and(|(by, date)| signing_objection(ctx.policy, by, stage, date.date).is_none())
    };
    let promises = ctx.plan.promises.iter().filter(|(_, promise)| promise.kept_by.text() == Some(stage));
    let promises = promises.map(|(id, promise)| {
        let backed = match (promise.committed.get(), promise.promised.get()) {
            (Some(committed), Some(promised)) => committed.within(promised).unwrap_or(false),
            _ => false,
        };
        (Address::new(format!("promises.{id}")), backed && accepted(promise.accepted.as_ref()))
    });
    let loads = ctx.plan.loads.iter().filter(|(_, load)| load.to.text() == Some(stage));
    let loads = loads.map(|(id, load)| {
        let carried = match (load.forecast.get(), capacity(ctx.policy, load)) {
            (Some(forecast), Some(capacity)) => forecast.within(capacity).unwrap_or(false),
            _ => false,
        };
        (Address::new(format!("loads.{id}")), carried && accepted(load.accepted.as_ref()))
    });
    promises.chain(loads).collect()
}

/// The capacity that a load is held against: its own, or the one it draws on.
pub fn capacity<'a>(policy: &'a Policy, load: &'a Load) -> Option<&'a Quantity> {
    let shared = || policy.capacities.get(load.draws_on.text()?).map(|capacity| &capacity.limit);
    load.capacity.get().or_else(shared)
}

/// The stage with the least met of what it is counted by; the earlier one of two. None when
/// nothing is open.
pub fn weakest<'a>(stages: &[(&'a str, &Readiness)]) -> Option<&'a str> {
    let counted = stages.iter().filter(|(_, readiness)| readiness.of() > 0);
    let lowest =
        counted.reduce(|lowest, other| if other.1.compare(lowest.1).is_lt() { other } else { lowest })?;
    let (id, readiness) = lowest;
    readiness.open().next().map(|_| *id)
}
