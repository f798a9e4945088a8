//! What a stage's lack of signatures follows from.

use crate::address::Address;
use crate::finding::Level;
use crate::plan::Plan;
use crate::plan::sign_off::{Decision, SignOff};
use crate::policy::Policy;
use crate::standing::objection::PLACEHOLDER;
use crate::standing::{Fault, Objection, StageStanding, StageState, Worth, people, takes_back};

impl<'a> StageStanding<'a> {
    /// Whether it lacks somebody's signature.
    pub fn is_lacking(&self) -> bool {
        matches!(self.state, StageState::Ready | StageState::Waiting) || self.is_short()
    }

    /// Whether it is declined or stale and would, were that settled, still lack somebody's signature.
    pub fn is_short(&self) -> bool {
        let is_short = || {
            people(self.placed()) < self.wanted()
                || self.words.iter().any(|sign_off| !sign_off.missing().is_empty())
        };
        matches!(self.state, StageState::Declined | StageState::Stale) && is_short()
    }

    /// The sign-offs of which nobody else has to take the place: they may only have to be given again.
    pub(super) fn placed(&self) -> impl Iterator<Item = &'a SignOff> + Clone {
        let is_refused = move |sign_off: &SignOff| {
            let of = |objection: &Objection<'_>| {
                objection.sign_off.at == sign_off.at
                    && (objection.fault != Fault::Stale || self.stale_worth == Worth::Nothing)
            };
            self.objections.iter().any(of)
        };
        self.sign_offs().iter().filter(move |one| self.holds_place(one) && !is_refused(one))
    }

    /// Whether a sign-off is somebody's signature that they did not take back, or a no that holds the place of one.
    fn holds_place(&self, sign_off: &SignOff) -> bool {
        let is_given = || {
            sign_off.decision != Decision::NoGo && !self.sign_offs().iter().any(|no| takes_back(no, sign_off))
        };
        self.no_worth == Worth::Signature || is_given()
    }
}

/// The findings of which the lack of a stage's signatures is the consequence: were they all settled, enough people
/// would have signed. What the policy does not tell of, nobody settles. Where enough signed, only a record that does
/// not say who or when is the reason, and not whose it is. One that nothing else tells of is a reason by itself.
pub fn lacking_because(
    plan: &Plan,
    policy: &Policy,
    stage: &StageStanding<'_>,
) -> Vec<(&'static str, Address)> {
    let is_off = |rule: &str| policy.level(rule) == Level::Off;
    let fields = |sign_off: &SignOff| -> Vec<Address> {
        sign_off.missing().into_iter().map(|key| sign_off.at.join(key)).collect()
    };
    let is_told = |sign_off: &&SignOff| {
        let is_placeholder =
            |field: &Address| plan.placeholder_fields.contains(field) && !is_off(PLACEHOLDER);
        fields(sign_off).iter().all(is_placeholder)
    };
    if !stage.words.iter().all(is_told) {
        return Vec::new();
    }
    let mut causes = Vec::new();
    let mut would_count = stage.signatures.clone();
    would_count.retain(|sign_off| stage.holds_place(sign_off));
    let is_enough = people(would_count.iter().copied()) >= stage.wanted();
    let given = stage.sign_offs().iter().filter(|sign_off| stage.holds_place(sign_off));
    for sign_off in given.filter(is_told) {
        let objections = stage.objections.iter().filter(|_| !is_enough);
        let objections = objections.filter(|objection| objection.sign_off.at == sign_off.at);
        let fields = fields(sign_off).into_iter().map(|field| (PLACEHOLDER, field));
        let wrong: Vec<(&str, Address)> =
            fields.chain(objections.map(|objection| (objection.fault.rule(), stage.at()))).collect();
        if !wrong.is_empty() && !wrong.iter().any(|(rule, _)| is_off(rule)) {
            would_count.push(sign_off);
            causes.extend(wrong);
        }
    }
    if people(would_count.into_iter()) < stage.wanted() {
        return Vec::new();
    }
    causes
}
