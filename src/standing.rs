//! Where each stage and each hand-off stands: what the rules, the verdict and the report all build on.

mod handoff;
mod inputs;
mod lacking;
mod need;
mod objection;
mod rights;
mod sides;
mod signers;
mod stage;

pub use handoff::{is_early, is_returned};
pub use lacking::lacking_because;
pub use need::{Need, policy_for};
pub use objection::{DECLINED, Fault, MISSING, NOT_SIGNED, Objection, PLACEHOLDER, STALE, UNENTITLED};
pub use rights::{not_needed_objection, record_counts, signing_objection};
pub use sides::{ALSO_ACCEPTS, GUARDIAN, accepted_beside, answers_for, between, guards};
pub use signers::Signers;
pub use stage::{people, signed_later, takes_back};

use std::collections::HashMap;

use jiff::civil::Date;

use crate::address::Address;
use crate::facts::Facts;
use crate::moment::Moment;
use crate::plan::PlanFile;
use crate::plan::handoff::HandOff;
use crate::plan::sign_off::{Condition, Decision, SignOff};
use crate::plan::stage::Stage;
use crate::policy::{Gate, Policy, StagePolicy};
use crate::seal::Seal;
use crate::standing::inputs::Inputs;

/// Where a stage stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum StageState {
    /// Signed, and nothing open.
    Signed,
    /// Signed under conditions that are not met yet.
    Conditional,
    /// Somebody said no.
    Declined,
    /// Signed, but what was signed has changed.
    Stale,
    /// Signed before its turn.
    Early,
    /// Not signed, and its turn.
    Ready,
    /// Not signed, and not its turn.
    Waiting,
    /// This launch does not need it.
    NotNeeded,
}

impl StageState {
    /// The word for it.
    pub fn word(self) -> &'static str {
        match self {
            StageState::Signed => "signed",
            StageState::Conditional => "conditional",
            StageState::Declined => "declined",
            StageState::Stale => "stale",
            StageState::Early => "early",
            StageState::Ready => "ready",
            StageState::Waiting => "waiting",
            StageState::NotNeeded => "not-needed",
        }
    }

    /// Whether there is a sign-off that counts for the stages after it, though it may have come too soon.
    pub fn counts_as_signed(self) -> bool {
        self.is_signed_in_turn() || self == StageState::Early
    }

    /// Whether the stage has done its part: it has signed, and not before its turn. Conditions may be open.
    pub fn is_signed_in_turn(self) -> bool {
        matches!(self, StageState::Signed | StageState::Conditional)
    }
}

/// Where a hand-off stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum HandOffState {
    /// The plan does not have it.
    Missing,
    /// Nobody sent it.
    Unsent,
    /// Sent, and not accepted.
    Sent,
    /// Sent and accepted.
    Accepted,
    /// The receiver sent it back.
    Returned,
    /// This launch does not need it.
    NotNeeded,
}

impl HandOffState {
    /// The word for it.
    pub fn word(self) -> &'static str {
        match self {
            HandOffState::Missing => "missing",
            HandOffState::Unsent => "unsent",
            HandOffState::Sent => "sent",
            HandOffState::Accepted => "accepted",
            HandOffState::Returned => "returned",
            HandOffState::NotNeeded => "not-needed",
        }
    }
}

/// What a no, or a sign-off that is stale, is worth where signatures are counted.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Worth {
    /// The place of its giver's signature: it stops the launch by its own rule, or a waiver takes it.
    Signature,
    /// No more than silence: the policy lets it pass.
    Nothing,
}

/// A stage, and where it stands.
#[derive(Clone, Debug)]
pub struct StageStanding<'a> {
    /// Its id.
    pub id: &'a str,
    /// What is required of it.
    pub policy: &'a StagePolicy,
    /// What the plan says of it.
    pub plan: Option<&'a Stage>,
    /// Whether it is required.
    pub need: Need,
    /// The required stages directly before it.
    pub before: Vec<&'a str>,
    /// The stages before it that have to sign, or to sign again, before it does: those directly before it that
    /// have not signed; and of a stage that signed and has to again, whoever is nearest and not in order.
    pub awaits: Vec<&'a str>,
    /// Whether no required stage comes after it.
    pub is_last: bool,
    /// Where it stands.
    pub state: StageState,
    /// The signatures that count: everybody's last word, and an earlier one that it cannot take the place of.
    pub signatures: Vec<&'a SignOff>,
    /// The signatures that do not count, and why.
    pub objections: Vec<Objection<'a>>,
    /// Those of them against which no error speaks: what does is waived, or only warned of. Where too few count,
    /// the launch goes with these.
    pub passed: Vec<&'a SignOff>,
    /// Everybody's last word but a no, whether it counts or not: its conditions are owed all the same.
    pub words: Vec<&'a SignOff>,
    /// The last no that nobody took back: the latest, and of those of one day the one further down.
    pub no: Option<&'a SignOff>,
    /// What a no is worth.
    pub no_worth: Worth,
    /// What a sign-off is worth that is stale.
    pub stale_worth: Worth,
    /// Whose no counts on though it is not in the plan any more: they did not take it back.
    pub silenced: Vec<String>,
    /// Whether a waiver lets the stages after it go on without its sign-off.
    pub excused: bool,
    /// Whether it would be required, had nobody called it not needed.
    pub waved_off: bool,
    /// The last day for its sign-off.
    pub due: Option<Date>,
}

/// A hand-off, and where it stands.
#[derive(Clone, Debug)]
pub struct HandOffStanding<'a> {
    /// Its id.
    pub id: &'a str,
    /// The sending stage.
    pub from: &'a str,
    /// The receiving stage.
    pub to: &'a str,
    /// What is handed over.
    pub what: &'a str,
    /// What the plan says of it.
    pub plan: Option<&'a HandOff>,
    /// Whether it is required.
    pub need: Need,
    /// Where it stands.
    pub state: HandOffState,
    /// Where it would stand, had nobody returned it.
    pub unreturned: HandOffState,
    /// The gate that asks for it: that of the receiving stage.
    pub gate: Gate,
    /// The last day for its acceptance.
    pub due: Option<Date>,
    /// Working days it is, or was, late; none without a due date.
    pub days_late: Option<u32>,
    /// The stage whose turn it is.
    pub turn: Option<&'a str>,
    /// Where it is asked for, in words.
    pub origin: &'a str,
    /// The working days before the gate that the policy wants, where they decide the due date.
    pub lead: Option<u32>,
}

/// Every required and every declared stage and hand-off, in customer-first order.
#[derive(Clone, Debug)]
pub struct Standing<'a> {
    /// The stages.
    pub stages: Vec<StageStanding<'a>>,
    /// The hand-offs.
    pub handoffs: Vec<HandOffStanding<'a>>,
    /// The plan's own hand-offs of which a placeholder says between which stages they are.
    pub adrift: Vec<&'a str>,
    places: HashMap<&'a str, usize>,
}

impl<'a> Standing<'a> {
    /// Finds out where everything stands on a day.
    pub fn of(file: &'a PlanFile, policy: &'a Policy, facts: &Facts) -> Standing<'a> {
        let inputs = Inputs { plan: &file.plan, root: &file.root, policy, facts, as_of: facts.as_of };
        let stages = stage::standings(&inputs);
        let handoffs = handoff::standings(&inputs, &stages);
        let adrift = handoff::adrift(&inputs, &stages);
        let places = handoffs.iter().enumerate().rev().map(|(place, handoff)| (handoff.id, place)).collect();
        Standing { stages, handoffs, adrift, places }
    }

    /// The standing of a stage.
    pub fn stage(&self, id: &str) -> Option<&StageStanding<'a>> {
        self.stages.iter().find(|stage| stage.id == id)
    }

    /// The standing of a hand-off.
    pub fn handoff(&self, id: &str) -> Option<&HandOffStanding<'a>> {
        self.handoffs.get(*self.places.get(id)?)
    }

    /// The stages that are required.
    pub fn needed_stages(&self) -> impl Iterator<Item = &StageStanding<'a>> {
        self.stages.iter().filter(|stage| stage.is_needed())
    }

    /// The stages that are required for a gate.
    pub fn stages_for(&self, gate: Gate) -> impl Iterator<Item = &StageStanding<'a>> {
        self.needed_stages().filter(move |stage| stage.policy.gate <= gate)
    }

    /// The hand-offs that are required.
    pub fn needed_handoffs(&self) -> impl Iterator<Item = &HandOffStanding<'a>> {
        self.handoffs.iter().filter(|handoff| handoff.need != Need::No)
    }
}

impl<'a> StageStanding<'a> {
    /// Whether the launch needs it.
    pub fn is_needed(&self) -> bool {
        self.need != Need::No
    }

    /// Who answers for it.
    pub fn owner(&self) -> Option<&'a str> {
        self.plan.and_then(|stage| stage.owner.text())
    }

    /// Whether somebody said no, and did not take it back.
    pub fn is_declined(&self) -> bool {
        self.no.is_some() || !self.silenced.is_empty()
    }

    /// Whether its sign-off counts for the stages after it.
    pub fn counts_as_signed(&self) -> bool {
        self.state.counts_as_signed()
    }

    /// Whether the stages after it need not wait for it.
    pub fn lets_pass(&self) -> bool {
        self.excused || self.counts_as_signed()
    }

    /// The signatures that do not count for one kind of fault.
    pub fn objected(&self, fault: Fault) -> impl Iterator<Item = &Objection<'a>> {
        self.objections.iter().filter(move |objection| objection.fault == fault)
    }

    /// Why one of its signatures does not count.
    pub fn objection_to(&self, sign_off: &SignOff) -> Option<&Objection<'a>> {
        self.objections.iter().find(|objection| objection.sign_off.at == sign_off.at)
    }

    /// What the digests of its sign-offs are computed from.
    pub fn seal(&self, file: &'a PlanFile, policy: &'a Policy) -> Seal<'_> {
        Seal {
            root: &file.root,
            plan: &file.plan,
            policy,
            stage: self.id,
            before: &self.before,
            is_last: self.is_last,
        }
    }

    /// Whether what somebody said yes to has changed since.
    pub fn is_stale(&self) -> bool {
        self.stale().next().is_some()
    }

    /// The yes that do not count because what they cover has changed since.
    pub fn stale(&self) -> impl Iterator<Item = &Objection<'a>> {
        self.objected(Fault::Stale).filter(|objection| objection.sign_off.decision != Decision::NoGo)
    }

    /// Every signature in the plan, whether it counts or not.
    pub fn sign_offs(&self) -> &'a [SignOff] {
        self.plan.map(|plan| plan.sign_offs.as_slice()).unwrap_or_default()
    }

    /// How many signatures it needs.
    pub fn wanted(&self) -> usize {
        usize::try_from(self.policy.signatures).unwrap_or(usize::MAX)
    }

    /// The signatures that the launch goes with: those that count, and where they are too few, those that are let
    /// pass with them.
    pub fn lines(&self) -> impl Iterator<Item = &'a SignOff> + Clone {
        let is_enough = people(self.signatures.iter().copied()) >= self.wanted();
        let passed: &[&SignOff] = if is_enough { &[] } else { &self.passed };
        self.signatures.iter().chain(passed).copied()
    }

    /// When it had as many signatures as it needs.
    pub fn signed_on(&self) -> Option<Moment> {
        self.dates().get(self.wanted().saturating_sub(1)).copied()
    }

    /// When the first of its signatures was given.
    pub fn first_signed_on(&self) -> Option<Moment> {
        self.dates().first().copied()
    }

    /// When the first of those was given that are a yes.
    pub fn first_yes_on(&self) -> Option<Moment> {
        let yes = self.lines().filter(|sign_off| sign_off.decision != Decision::NoGo);
        in_order(yes).first().copied()
    }

    /// The dates of its signatures, the earliest first.
    fn dates(&self) -> Vec<Moment> {
        in_order(self.lines())
    }

    /// Its address.
    pub fn at(&self) -> Address {
        Address::stage(self.id)
    }

    /// The conditions that are not met of the signatures that count, with their addresses.
    pub fn open_conditions(&self) -> impl Iterator<Item = (Address, &'a Condition)> {
        not_met(&self.signatures)
    }

    /// The conditions that are not met of everybody's last word, with their addresses.
    pub fn owed_conditions(&self) -> impl Iterator<Item = (Address, &'a Condition)> {
        not_met(&self.words)
    }

    /// Whether somebody signed under conditions that are open, or that they did not name.
    pub fn is_conditional(&self) -> bool {
        self.words.iter().any(|sign_off| sign_off.is_conditional())
    }
}

/// The dates of some signatures, the earliest first.
fn in_order<'a>(sign_offs: impl Iterator<Item = &'a SignOff>) -> Vec<Moment> {
    let mut dates: Vec<Moment> = sign_offs.filter_map(|sign_off| sign_off.date.get().copied()).collect();
    match dates.iter().all(|moment| moment.instant.is_some()) {
        true => dates.sort_by_key(|moment| moment.instant),
        false => dates.sort_by_key(|moment| (moment.date, moment.instant)),
    }
    dates
}

fn not_met<'a>(sign_offs: &[&'a SignOff]) -> impl Iterator<Item = (Address, &'a Condition)> {
    sign_offs.iter().copied().flat_map(|sign_off| {
        sign_off.open_conditions().map(|(id, condition)| (sign_off.condition_at(id), condition))
    })
}

impl HandOffStanding<'_> {
    /// Its address.
    pub fn at(&self) -> Address {
        Address::handoff(self.id)
    }

    /// Whether it is still open.
    pub fn is_open(&self) -> bool {
        !matches!(self.state, HandOffState::Accepted | HandOffState::NotNeeded)
    }
}
