//! What is met of what, for each stage: the owner, the asks, the hand-offs, what it must keep, the sign-off.

mod load;

use std::borrow::Cow;
use std::cell::LazyCell;
use std::cmp::Ordering;

use crate::address::Address;
use crate::plan::record::Record;
use crate::plan::stage::Answer;
use crate::policy::Gate;
use crate::quantity::Quantity;
use crate::rule::Ctx;
use crate::standing::{HandOffStanding, HandOffState, Signers, StageStanding, StageState, record_counts};

pub use load::{Shares, Together, capacity};

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
    /// What is open about it; nothing when it is met.
    pub open: Option<Open>,
    /// Whether it is a sign-off whose turn has not come.
    pub waits: bool,
    /// The gate that it is needed for.
    pub gate: Gate,
}

/// What is open.
#[derive(Clone, Debug)]
pub struct Open {
    /// What it is about.
    pub at: Address,
    /// What lifts the stage, as an order.
    pub todo: String,
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
        self.items.iter().filter(|item| item.open.is_none()).count()
    }

    /// How many things there are.
    pub fn of(&self) -> usize {
        self.items.len()
    }

    /// What can be done to lift it.
    pub fn open(&self) -> impl Iterator<Item = &Open> {
        self.items.iter().filter(|item| !item.waits).filter_map(|item| item.open.as_ref())
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
    let item = |kind, open: Option<Open>| Item { kind, open, waits: false, gate };
    let owner = unless(stage.owner().is_some(), || (stage.at(), "name its owner".to_owned()));
    let mut items = Vec::with_capacity(16);
    items.push(item(Kind::Owner, owner));
    items.extend(asks(stage).map(|ask| item(Kind::Ask, answered(stage, ask))));
    let to_it = ctx.standing.needed_handoffs().filter(|handoff| handoff.to == stage.id);
    items.extend(to_it.map(|handoff| item(Kind::Received, received(handoff))));
    for handoff in ctx.standing.needed_handoffs().filter(|handoff| handoff.from == stage.id) {
        let met = matches!(handoff.state, HandOffState::Sent | HandOffState::Accepted);
        let open = unless(met, || (handoff.at(), format!("send `{}` to {}", handoff.id, handoff.to)));
        items.push(Item { kind: Kind::Sent, open, waits: false, gate: handoff.gate });
    }
    items.extend(kept(ctx, stage.id).map(|open| item(Kind::Kept, open)));
    let met = stage.state.is_signed_in_turn();
    let waits = !met && stage.state != StageState::Declined && !stage.awaits.is_empty();
    let open = unless(met, || (stage.at(), signing(ctx, stage)));
    items.push(Item { kind: Kind::SignOff, open, waits, gate });
    Readiness { items }
}

/// Whether nothing but its own sign-off is open of a stage, as far as its own gate asks for it.
pub fn is_ready(ctx: &Ctx<'_>, stage: &StageStanding<'_>) -> bool {
    let readiness = readiness(ctx, stage);
    let mut asked = readiness.items.iter().filter(|item| item.gate <= stage.policy.gate);
    asked.all(|item| item.open.is_none() || item.kind == Kind::SignOff)
}

/// What makes a stage signed, as an order.
fn signing(ctx: &Ctx<'_>, stage: &StageStanding<'_>) -> String {
    match stage.state {
        StageState::Stale => "sign off again".to_owned(),
        _ => Signers::of(stage, ctx.policy, ctx.facts.as_of).todo(""),
    }
}

/// What is open about something, unless it is met: what it is about, and what lifts the stage.
fn unless(met: bool, open: impl FnOnce() -> (Address, String)) -> Option<Open> {
    (!met).then(open).map(|(at, todo)| Open { at, todo })
}

fn answered(stage: &StageStanding<'_>, (id, question, evidence): (&str, Option<&str>, bool)) -> Option<Open> {
    let answer = stage.plan.and_then(|plan| plan.asks.get(id));
    let proven = |answer: &Answer| !(evidence && *answer == Answer::Claimed);
    unless(answer.is_some_and(|answer| answer.is_answered() && proven(answer)), || {
        let at = stage.at().join("asks").join(id);
        match question {
            _ if answer.is_some_and(Answer::is_answered) => (at, format!("show that `{id}` is done")),
            Some(question) => (at, format!("answer `{id}`: {question}")),
            None => (at, format!("answer `{id}`")),
        }
    })
}

fn received(handoff: &HandOffStanding<'_>) -> Option<Open> {
    unless(!handoff.is_open(), || {
        let todo = match handoff.state {
            HandOffState::Sent => format!("accept `{}` from {}, or return it", handoff.id, handoff.from),
            _ => format!("get `{}` from {} and accept it", handoff.id, handoff.from),
        };
        (handoff.at(), todo)
    })
}

/// The asks of a stage: the policy's with their questions and whether they want evidence, then its own.
pub fn asks<'a>(stage: &StageStanding<'a>) -> impl Iterator<Item = (&'a str, Option<&'a str>, bool)> {
    let policy = stage.policy;
    let of_policy = policy.asks.iter().map(|(id, ask)| (id, Some(ask.question.as_str()), ask.evidence));
    let own = stage.plan.into_iter().flat_map(|plan| plan.asks.ids());
    of_policy.chain(own.filter(|id| policy.asks.get(id).is_none()).map(|id| (id, None, false)))
}

/// The promises and the loads that a stage must keep.
fn kept<'a>(ctx: &'a Ctx<'a>, stage: &'a str) -> impl Iterator<Item = Option<Open>> + 'a {
    let accepted = move |record: Option<&Record>| record_counts(ctx.policy, record, stage);
    let within = |inner: Option<&Quantity>, outer: Option<&Quantity>| {
        inner.zip(outer).is_some_and(|(inner, outer)| inner.within(outer).unwrap_or(false))
    };
    let promises = ctx.plan.promises.iter().filter(move |(_, promise)| promise.kept_by.text() == Some(stage));
    let promises = promises.map(move |(id, promise)| {
        let backed = within(promise.committed.get(), promise.promised.get());
        accepted_and_backed(("promises", id), accepted(promise.accepted.as_ref()), backed)
    });
    let loads = ctx.plan.loads.iter().filter(move |(_, load)| load.to.text() == Some(stage));
    let shares = LazyCell::new(|| Shares::of(ctx));
    let loads = loads.map(move |(id, load)| {
        accepted_and_backed(("loads", id), accepted(load.accepted.as_ref()), shares.carry(load))
    });
    promises.chain(loads)
}

fn accepted_and_backed((section, id): (&str, &str), accepted: bool, backed: bool) -> Option<Open> {
    unless(accepted && backed, || {
        let at = Address::new(format!("{section}.{id}"));
        let todo = match (accepted, backed) {
            (true, _) => format!("back `{at}`: commit to more, or have less asked"),
            (false, true) => format!("accept `{at}`"),
            (false, false) => format!("accept and back `{at}`"),
        };
        (at, todo)
    })
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
