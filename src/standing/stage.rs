//! Where each stage stands, in the order of the policy, so that what is before is decided before.

use std::collections::{HashMap, HashSet};

use crate::digest::is_digest;
use crate::facts::Signature;
use crate::moment::Moment;
use crate::plan::sign_off::{Decision, SignOff};
use crate::plan::stage::Stage;
use crate::policy::StagePolicy;
use crate::policy::roster::same_person;
use crate::seal::Seal;
use crate::standing::{Fault, Judge, Need, Objection, StageStanding, StageState, signing_objection};

pub(super) fn standings<'a>(judge: &Judge<'a, '_>) -> Vec<StageStanding<'a>> {
    let needs: HashMap<&str, Need> =
        judge.policy.stages.iter().map(|(id, stage)| (id, need(judge, id, stage))).collect();
    let skipped = |id: &str| needs.get(id) == Some(&Need::No);
    let order: Vec<Vec<&str>> =
        judge.policy.stages.ids().map(|id| judge.policy.before(id, &skipped)).collect();
    let is_before_another: HashSet<&str> = judge
        .policy
        .stages
        .ids()
        .zip(&order)
        .filter(|(id, _)| !skipped(id))
        .flat_map(|(_, before)| before)
        .copied()
        .collect();
    let mut standings: Vec<StageStanding<'a>> = Vec::new();
    for ((id, policy), before) in judge.policy.stages.iter().zip(order) {
        let plan = judge.plan.stages.get(id);
        let need = needs.get(id).cloned().unwrap_or(Need::Yes);
        if need == Need::No && plan.is_none() {
            continue;
        }
        let is_last = !is_before_another.contains(id);
        let seal = Seal {
            root: judge.root,
            plan: judge.plan,
            policy: judge.policy,
            stage: id,
            before: &before,
            is_last,
        };
        let (signatures, objections) = judge.signatures(&seal, plan);
        let mut standing = StageStanding {
            id,
            policy,
            plan,
            need,
            before,
            is_last,
            state: StageState::NotNeeded,
            signatures,
            objections,
            excused: false,
            due: judge
                .gate_date(policy.gate)
                .map(|date| judge.policy.calendar.before(date, policy.lead.unwrap_or(0))),
        };
        standing.state = judge.state(&standing, &standings);
        standing.excused =
            judge.is_waived(not_signed(&standing), &standing.at()) || judge.is_placeholder_waived(&standing);
        standings.push(standing);
    }
    standings
}

/// The rules whose finding says that a stage's sign-off does not count, as it stands. Where one of
/// them is waived, the stages after it need not wait.
fn not_signed(stage: &StageStanding<'_>) -> &'static [&'static str] {
    match stage.state {
        StageState::Declined => &["declined-sign-off"],
        StageState::Stale => &["stale-sign-off"],
        StageState::Ready | StageState::Waiting if !stage.objections.is_empty() => {
            &["missing-sign-off", "unentitled-signer", "bad-signature"]
        }
        StageState::Ready | StageState::Waiting => &["missing-sign-off"],
        _ => &[],
    }
}

fn need(judge: &Judge<'_, '_>, id: &str, policy: &StagePolicy) -> Need {
    let declared = judge.plan.stages.get(id);
    if policy.removed || judge.is_waved_off(declared.and_then(|stage| stage.not_needed.as_ref())) {
        return Need::No;
    }
    judge.need(policy.tiers.as_deref(), policy.risks.as_deref())
}

/// Signatures that count, and those that do not with what speaks against them.
type Signatures<'a> = (Vec<&'a SignOff>, Vec<Objection<'a>>);

impl<'a> Judge<'a, '_> {
    fn signatures(&self, seal: &Seal<'_>, plan: Option<&'a Stage>) -> Signatures<'a> {
        let (mut counted, mut objections): Signatures<'a> = (Vec::new(), Vec::new());
        let mut keys: Vec<&str> = Vec::new();
        let sign_offs = plan.map(|stage| stage.sign_offs.as_slice()).unwrap_or_default();
        for sign_off in sign_offs {
            let (Some(by), Some(_)) = (sign_off.by.text(), sign_off.date.get()) else { continue };
            if sign_off.decision == Decision::NoGo && self.taken_back(sign_off, sign_offs) {
                continue;
            }
            let twice = |other: &&SignOff| other.by.text().is_some_and(|other| same_person(other, by));
            if let Some((fault, why)) = self.fault(seal, sign_off, &keys) {
                objections.push(Objection { sign_off, fault, why });
            } else if !counted.iter().any(twice) {
                if let Signature::Good { key } = &self.facts.trust(&sign_off.at).signature {
                    keys.push(key);
                }
                counted.push(sign_off);
            }
        }
        (counted, objections)
    }

    /// Why a signature does not count, if it does not; `keys` are those that signed for the stage already.
    fn fault(&self, seal: &Seal<'_>, sign_off: &SignOff, keys: &[&str]) -> Option<(Fault, String)> {
        let by = sign_off.by.text()?;
        let date = sign_off.date.get()?.date;
        if let Some(objection) = signing_objection(self.policy, by, seal.stage, date) {
            return Some((Fault::Unentitled, objection));
        }
        match &self.facts.trust(&sign_off.at).signature {
            Signature::Bad(why) => return Some((Fault::BadSignature, why.clone())),
            Signature::Good { key } if keys.contains(&key.as_str()) => {
                let why =
                    "was made with a key that signed for this stage already, and counts once".to_owned();
                return Some((Fault::BadSignature, why));
            }
            _ => {}
        }
        let digest = sign_off.digest.as_deref()?;
        if !is_digest(digest) {
            return Some((Fault::Stale, "its digest is none that this tool wrote".to_owned()));
        }
        let record = self.root.at(sign_off.at.as_str())?;
        (seal.digest(record) != digest).then(|| (Fault::Stale, "what it covers has changed since".to_owned()))
    }

    /// Whether the person who said no said otherwise later, and not in the future.
    fn taken_back(&self, no: &SignOff, sign_offs: &[SignOff]) -> bool {
        sign_offs.iter().filter(|other| other.decision != Decision::NoGo).any(|other| {
            let same = no.by.text().zip(other.by.text()).is_some_and(|(a, b)| same_person(a, b));
            let later = |(no, other): (&Moment, &Moment)| other.is_after(no) && other.date <= self.as_of;
            same && no.date.get().zip(other.date.get()).is_some_and(later)
        })
    }

    /// Whether a waiver takes the placeholder that stands where a signer or a date should.
    fn is_placeholder_waived(&self, stage: &StageStanding<'_>) -> bool {
        let unsigned = matches!(stage.state, StageState::Ready | StageState::Waiting);
        let sign_offs = stage.sign_offs();
        let fields = || sign_offs.iter().flat_map(|sign_off| ["by", "date"].map(|key| sign_off.at.join(key)));
        unsigned && fields().any(|field| self.is_waived(&["placeholder"], &field))
    }

    fn state(&self, stage: &StageStanding<'a>, earlier: &[StageStanding<'a>]) -> StageState {
        if !stage.is_needed() {
            return StageState::NotNeeded;
        }
        let sign_offs = stage.sign_offs();
        if sign_offs.iter().any(|no| no.decision == Decision::NoGo && !self.taken_back(no, sign_offs)) {
            return StageState::Declined;
        }
        let before = || earlier.iter().filter(|other| stage.before.contains(&other.id));
        let whole = sign_offs.iter().all(|sign_off| sign_off.missing().is_empty());
        let enough = whole && stage.signatures.len() >= stage.wanted();
        if !enough && stage.objected(Fault::Stale).next().is_some() {
            return StageState::Stale;
        }
        if !enough {
            return if before().all(StageStanding::lets_pass) {
                StageState::Ready
            } else {
                StageState::Waiting
            };
        }
        if before().any(|other| !other.lets_pass() || signed_later(other, stage)) {
            return StageState::Early;
        }
        let open = stage.signatures.iter().any(|sign_off| {
            sign_off.open_conditions().next().is_some()
                || (sign_off.decision == Decision::Conditions && sign_off.conditions.is_empty())
        });
        if open { StageState::Conditional } else { StageState::Signed }
    }
}

/// Whether the last signature of one stage came after the first of another.
pub fn signed_later(one: &StageStanding<'_>, other: &StageStanding<'_>) -> bool {
    match (one.signed_on(), other.first_signed_on()) {
        (Some(one), Some(other)) => one.is_after(&other),
        _ => false,
    }
}
