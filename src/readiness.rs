//! What is met of what, for each stage: the owner, the asks, the hand-offs, what it must keep, the sign-off.

use std::borrow::Cow;
use std::cmp::Ordering;

use crate::address::Address;
use crate::plan::load::Load;
use crate::plan::record::Record;
use crate::plan::stage::Answer;
use crate::policy::{Gate, Policy};
use crate::quantity::Quantity;
use crate::rule::Ctx;
use crate::standing::{HandOffStanding, HandOffState, StageStanding, StageState, record_counts};

/// The kinds of things that a stage is counted by.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// Who answers for it.
    Owner,
    /// An ask.
    Ask,
    /// A hand-off to it.
    Received,
    /// A hand-off from it.
    Sent,
    /// A promise or a load that it must keep.
    Kept,
    /// Its sign-off.
    SignOff,
}

/// One thing that a stage is counted by.
#[derive(Clone, Debug)]
pub struct Item {
    /// What kind of thing it is.
    pub kind: Kind,
    /// What it is about.
    pub at: Address,
    /// What lifts the stage, as an order; nothing for a thing that is met.
    pub todo: String,
    /// Whether it is met.
    pub met: bool,
    /// Whether it is a sign-off whose turn has not come.
    pub waits: bool,
    /// The gate that it is needed for.
    pub gate: Gate,
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

    /// What of it a gate asks for.
    #[must_use]
    pub fn for_gate(&self, gate: Gate) -> Cow<'_, Readiness> {
        let asked = |item: &&Item| item.gate <= gate;
        match self.items.iter().all(|item| asked(&item)) {
            true => Cow::Borrowed(self),
            false => Cow::Owned(Readiness { items: self.items.iter().filter(asked).cloned().collect() }),
        }
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
    let gate = stage.policy.gate;
    let item = |kind, at, (met, todo): (bool, String)| Item { kind, at, todo, met, waits: false, gate };
    let owner = unless(stage.owner().is_some(), || "name its owner".to_owned());
    let mut items = vec![item(Kind::Owner, stage.at(), owner)];
    items.extend(asks(stage).map(|ask| {
        let at = stage.at().join("asks").join(ask.0);
        item(Kind::Ask, at, answered(stage, ask))
    }));
    let to_it = ctx.standing.needed_handoffs().filter(|handoff| handoff.to == stage.id);
    items.extend(to_it.map(|handoff| item(Kind::Received, handoff.at(), received(handoff))));
    for handoff in ctx.standing.needed_handoffs().filter(|handoff| handoff.from == stage.id) {
        let met = matches!(handoff.state, HandOffState::Sent | HandOffState::Accepted);
        let gate = ctx.policy.stages.get(handoff.to).map_or(gate, |to| to.gate);
        let (met, todo) = unless(met, || format!("send `{}` to {}", handoff.id, handoff.to));
        items.push(Item { kind: Kind::Sent, at: handoff.at(), todo, met, waits: false, gate });
    }
    items.extend(kept(ctx, stage.id).iter().map(|kept| item(Kind::Kept, kept.at.clone(), kept.item())));
    let met = matches!(stage.state, StageState::Signed | StageState::Conditional);
    let before = || stage.before.iter().filter_map(|id| ctx.standing.stage(id));
    let waits = match stage.state {
        StageState::Waiting => true,
        StageState::Early => !before().all(StageStanding::lets_pass),
        _ => false,
    };
    let todo = if stage.state == StageState::Stale { "sign off again" } else { "sign off" };
    items.push(Item { kind: Kind::SignOff, at: stage.at(), todo: todo.to_owned(), met, waits, gate });
    Readiness { items }
}

/// Whether something is met, and what to do about it if it is not.
fn unless(met: bool, todo: impl FnOnce() -> String) -> (bool, String) {
    (met, if met { String::new() } else { todo() })
}

fn answered(
    stage: &StageStanding<'_>,
    (id, question, evidence): (&str, Option<&str>, bool),
) -> (bool, String) {
    let answer = stage.plan.and_then(|plan| plan.asks.get(id));
    let proven = |answer: &Answer| !(evidence && *answer == Answer::Claimed);
    unless(answer.is_some_and(|answer| answer.is_answered() && proven(answer)), || match question {
        Some(question) => format!("answer `{id}`: {question}"),
        None => format!("answer `{id}`"),
    })
}

fn received(handoff: &HandOffStanding<'_>) -> (bool, String) {
    unless(!handoff.is_open(), || match handoff.state {
        HandOffState::Sent => format!("accept `{}` from {}, or return it", handoff.id, handoff.from),
        _ => format!("get `{}` from {} and accept it", handoff.id, handoff.from),
    })
}

/// The asks of a stage: the policy's with their questions and whether they want evidence, then its own.
pub fn asks<'a>(stage: &StageStanding<'a>) -> impl Iterator<Item = (&'a str, Option<&'a str>, bool)> {
    let policy = stage.policy;
    let of_policy = policy.asks.iter().map(|(id, ask)| (id, Some(ask.question.as_str()), ask.evidence));
    let own = stage.plan.into_iter().flat_map(|plan| plan.asks.ids());
    of_policy.chain(own.filter(|id| policy.asks.get(id).is_none()).map(|id| (id, None, false)))
}

/// A promise or a load that a stage must keep.
struct Kept {
    at: Address,
    accepted: bool,
    backed: bool,
}

impl Kept {
    fn item(&self) -> (bool, String) {
        unless(self.accepted && self.backed, || match (self.accepted, self.backed) {
            (true, _) => format!("back `{}`: commit to more, or have less asked", self.at),
            (false, true) => format!("accept `{}`", self.at),
            (false, false) => format!("accept and back `{}`", self.at),
        })
    }
}

fn kept(ctx: &Ctx<'_>, stage: &str) -> Vec<Kept> {
    let accepted = |record: Option<&Record>| record_counts(ctx.policy, record, stage);
    let within = |inner: Option<&Quantity>, outer: Option<&Quantity>| {
        inner.zip(outer).is_some_and(|(inner, outer)| inner.within(outer).unwrap_or(false))
    };
    let promises = ctx.plan.promises.iter().filter(|(_, promise)| promise.kept_by.text() == Some(stage));
    let promises = promises.map(|(id, promise)| Kept {
        at: Address::new(format!("promises.{id}")),
        accepted: accepted(promise.accepted.as_ref()),
        backed: within(promise.committed.get(), promise.promised.get()),
    });
    let loads = ctx.plan.loads.iter().filter(|(_, load)| load.to.text() == Some(stage));
    let loads = loads.map(|(id, load)| Kept {
        at: Address::new(format!("loads.{id}")),
        accepted: accepted(load.accepted.as_ref()),
        backed: within(load.forecast.get(), capacity(ctx.policy, load)),
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
