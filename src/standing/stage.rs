//! Where each stage stands, in the order of the policy, so that what is before is decided before.

use std::collections::HashMap;

use crate::moment::Moment;
use crate::plan::sign_off::{Decision, SignOff};
use crate::plan::stage::Stage;
use crate::policy::StagePolicy;
use crate::policy::roster::same_person;
use crate::standing::{Judge, Need, StageStanding, StageState, signing_objection};

pub(super) fn standings<'a>(judge: &Judge<'a>) -> Vec<StageStanding<'a>> {
    let needs: HashMap<&str, Need> =
        judge.policy.stages.iter().map(|(id, stage)| (id, need(judge, id, stage))).collect();
    let skipped = |id: &str| needs.get(id) == Some(&Need::No);
    let mut standings: Vec<StageStanding<'a>> = Vec::new();
    for (id, policy) in judge.policy.stages.iter() {
        let plan = judge.plan.stages.get(id);
        let need = needs.get(id).cloned().unwrap_or(Need::Yes);
        if need == Need::No && plan.is_none() {
            continue;
        }
        let (signatures, objections) = judge.signatures(id, plan);
        let mut standing = StageStanding {
            id,
            policy,
            plan,
            need,
            before: judge.policy.before(id, &skipped),
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
        StageState::Stale => &["stale-sign-off", "bad-signature"],
        StageState::Ready | StageState::Waiting if !stage.objections.is_empty() => {
            &["missing-sign-off", "unentitled-signer"]
        }
        StageState::Ready | StageState::Waiting => &["missing-sign-off"],
        _ => &[],
    }
}

fn need(judge: &Judge<'_>, id: &str, policy: &StagePolicy) -> Need {
    let declared = judge.plan.stages.get(id);
    if policy.removed || judge.is_waved_off(declared.and_then(|stage| stage.not_needed.as_ref())) {
        return Need::No;
    }
    judge.need(policy.tiers.as_deref(), policy.risks.as_deref())
}

/// Signatures that count, and those that do not with what speaks against them.
type Signatures<'a> = (Vec<&'a SignOff>, Vec<(&'a SignOff, String)>);

impl<'a> Judge<'a> {
    fn signatures(&self, id: &str, plan: Option<&'a Stage>) -> Signatures<'a> {
        let (mut counted, mut objections): Signatures<'a> = (Vec::new(), Vec::new());
        let sign_offs = plan.map(|stage| stage.sign_offs.as_slice()).unwrap_or_default();
        for sign_off in sign_offs {
            let (Some(by), Some(date)) = (sign_off.by.text(), sign_off.date.get()) else { continue };
            if sign_off.decision == Decision::NoGo && self.taken_back(sign_off, sign_offs) {
                continue;
            }
            let twice = |other: &&SignOff| other.by.text().is_some_and(|other| same_person(other, by));
            match signing_objection(self.policy, by, id, date.date) {
                Some(objection) => objections.push((sign_off, objection)),
                None if counted.iter().any(twice) => {}
                None => counted.push(sign_off),
            }
        }
        (counted, objections)
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
