//! Where each stage stands, in the order of the policy, so that what is before is decided before.

use std::collections::HashSet;
use std::slice;

use crate::address::Address;
use crate::digest::is_digest;
use crate::facts::Signature;
use crate::finding::Level;
use crate::plan::sign_off::{Decision, SignOff};
use crate::plan::stage::Stage;
use crate::plan::word::Word;
use crate::policy::AssuranceLevel;
use crate::policy::roster::same_person;
use crate::seal::Seal;
use crate::standing::inputs::Inputs;
use crate::standing::objection::{DECLINED, MISSING, PLACEHOLDER, STALE};
use crate::standing::{
    Fault, Need, Objection, StageStanding, StageState, Worth, lacking_because, signing_objection,
};

pub(super) fn standings<'a>(inputs: &Inputs<'a, '_>) -> Vec<StageStanding<'a>> {
    let basis = inputs.basis();
    let needs: Vec<Need> = inputs.policy.stages.iter().map(|(id, stage)| basis.stage(id, stage)).collect();
    let need = |id: &str| needs.get(inputs.policy.stages.place(id)?);
    let skipped = |id: &str| need(id) == Some(&Need::No);
    let order: Vec<Vec<&str>> =
        inputs.policy.stages.ids().map(|id| inputs.policy.before(id, &skipped)).collect();
    let is_before_another: HashSet<&str> = inputs
        .policy
        .stages
        .ids()
        .zip(&order)
        .filter(|(id, _)| !skipped(id))
        .flat_map(|(_, before)| before)
        .copied()
        .collect();
    let mut standings: Vec<StageStanding<'a>> = Vec::new();
    for (((id, policy), before), need) in inputs.policy.stages.iter().zip(order).zip(&needs) {
        let plan = inputs.plan.stages.get(id);
        if *need == Need::No && plan.is_none() {
            continue;
        }
        let is_last = !is_before_another.contains(id);
        let waved_off = basis.is_word_alone(policy, plan.and_then(|stage| stage.not_needed.as_ref()));
        let seal = Seal {
            root: inputs.root,
            plan: inputs.plan,
            policy: inputs.policy,
            stage: id,
            before: &before,
            is_last,
        };
        let Weighed { signatures, objections, words, no } = inputs.weigh(&seal, plan);
        let passed = inputs.passed(id, &objections, plan);
        let mut standing = StageStanding {
            id,
            policy,
            plan,
            need: need.clone(),
            before,
            awaits: Vec::new(),
            is_last,
            state: StageState::NotNeeded,
            signatures,
            objections,
            passed,
            words,
            no,
            no_worth: inputs.worth(DECLINED, id),
            stale_worth: inputs.worth(STALE, id),
            silenced: inputs.silenced(id),
            excused: false,
            waved_off,
            due: policy
                .gate
                .date(&inputs.plan.dates)
                .map(|date| inputs.policy.calendar.before(date, policy.lead.unwrap_or(0))),
        };
        standing.state = Inputs::state(&standing, &standings);
        standing.awaits = inputs.awaits(&standing, &standings);
        standing.excused = inputs.is_excused(&standing);
        standings.push(standing);
    }
    standings
}

/// What the signatures of a stage come to.
#[derive(Default)]
struct Weighed<'a> {
    signatures: Vec<&'a SignOff>,
    objections: Vec<Objection<'a>>,
    words: Vec<&'a SignOff>,
    no: Option<&'a SignOff>,
}

/// A fault, and what speaks against the signature.
type Doubt = (Fault, String);

impl<'a> Inputs<'a, '_> {
    /// Everybody's last word. An earlier one is looked at as well, unless a later one takes its place.
    fn weigh(&self, seal: &Seal<'_>, plan: Option<&'a Stage>) -> Weighed<'a> {
        let sign_offs = plan.map(|stage| stage.sign_offs.as_slice()).unwrap_or_default();
        let doubts: Vec<Vec<Doubt>> = sign_offs.iter().map(|sign_off| self.doubts(seal, sign_off)).collect();
        let stands = |later: &SignOff, doubts: &[Doubt]| {
            let level = |by| self.facts.trust(&later.at).level(by);
            doubts.is_empty()
                && later.date.get().is_some_and(|date| date.date <= self.as_of)
                && later.by.text().is_some_and(|by| level(by) >= self.policy.minimum(seal.stage))
        };
        let mut weighed = Weighed::default();
        let mut keys: Vec<(&str, &str)> = Vec::new();
        for (at, (sign_off, known)) in sign_offs.iter().zip(&doubts).enumerate() {
            let word = Word::of(sign_off, at);
            let replaced = sign_offs.iter().zip(&doubts).enumerate().any(|(other, (later, doubts))| {
                is_same_person(later, sign_off)
                    && Word::of(later, other).replaces(&word)
                    && stands(later, doubts)
            });
            if replaced {
                continue;
            }
            match sign_off.decision {
                Decision::NoGo => weighed.no = Some(last_no(weighed.no, sign_off)),
                _ => weighed.words.push(sign_off),
            }
            let objection = |(fault, why): &Doubt| Objection { sign_off, fault: *fault, why: why.clone() };
            weighed.objections.extend(known.iter().map(objection));
            let (Some(by), Some(_)) = (sign_off.by.text(), sign_off.date.get()) else { continue };
            if !known.is_empty() {
                continue;
            }
            let key = self.key(sign_off);
            if keys.iter().any(|(known, other)| Some(*known) == key && !same_person(other, by)) {
                let why = "was made with a key that signed for this stage already, and counts once";
                weighed.objections.push(objection(&(Fault::BadSignature, why.to_owned())));
            } else {
                keys.extend(key.map(|key| (key, by)));
                weighed.signatures.push(sign_off);
            }
        }
        weighed
    }

    /// Whose no somebody else took out of a stage of which more than typed names is wanted.
    fn silenced(&self, stage: &str) -> Vec<String> {
        let wants_proof = self.policy.minimum(stage) > AssuranceLevel::Claimed;
        let noes = self.facts.silenced.iter().filter(|no| wants_proof && no.stage == stage);
        noes.map(|no| no.by.clone()).collect()
    }

    /// The key that made a good signature.
    fn key(&self, sign_off: &SignOff) -> Option<&str> {
        match &self.facts.trust(&sign_off.at).signature {
            Signature::Good { key } => Some(key),
            _ => None,
        }
    }

    /// All that speaks against a signature by itself. Without a day, only somebody who may sign on none may not.
    fn doubts(&self, seal: &Seal<'_>, sign_off: &SignOff) -> Vec<Doubt> {
        let on = sign_off.date.get().map(|date| date.date);
        let signer = sign_off.by.text();
        let unentitled = signer.and_then(|by| signing_objection(self.policy, by, seal.stage, on));
        let bad = match &self.facts.trust(&sign_off.at).signature {
            Signature::Bad(why) => Some(why.clone()),
            _ => None,
        };
        let doubts = [
            unentitled.map(|why| (Fault::Unentitled, why)),
            bad.map(|why| (Fault::BadSignature, why)),
            self.stale(seal, sign_off).map(|why| (Fault::Stale, why.to_owned())),
        ];
        doubts.into_iter().flatten().collect()
    }

    /// Why what a signature was given for is not what stands there.
    fn stale(&self, seal: &Seal<'_>, sign_off: &SignOff) -> Option<&'static str> {
        let digest = sign_off.digest.as_deref()?;
        if !is_digest(digest) {
            return Some("its digest is none that this tool wrote");
        }
        let record = self.root.at(sign_off.at.as_str())?;
        (seal.digest(record) != digest).then_some("what it covers has changed since")
    }

    /// The sign-offs that do not count, but against which no error speaks: whatever does, and every placeholder for who
    /// signed or when, is waived, or the policy only warns of it.
    fn passed(&self, stage: &str, objections: &[Objection<'a>], plan: Option<&'a Stage>) -> Vec<&'a SignOff> {
        let is_let_go = |rule: &str, at: &Address| {
            let is_error = self.policy.level(rule) == Level::Error;
            !is_error || self.is_waived(&[rule], at)
        };
        let at = Address::stage(stage);
        let has_passed = |sign_off: &&SignOff| {
            let mut wrong = objections.iter().filter(|one| one.sign_off.at == sign_off.at).peekable();
            let missing = sign_off.missing();
            (wrong.peek().is_some() || !missing.is_empty())
                && wrong.all(|objection| is_let_go(objection.fault.rule(), &at))
                && missing.into_iter().map(|key| sign_off.at.join(key)).all(|field| {
                    self.plan.placeholder_fields.contains(&field) && is_let_go(PLACEHOLDER, &field)
                })
        };
        plan.into_iter().flat_map(|stage| &stage.sign_offs).filter(has_passed).collect()
    }

    /// What is worth that a rule tells of: its giver's signature where the rule is an error, or a waiver takes it.
    fn worth(&self, rule: &str, stage: &str) -> Worth {
        match self.policy.level(rule) {
            Level::Error => Worth::Signature,
            Level::Warn if self.is_waived(&[rule], &Address::stage(stage)) => Worth::Signature,
            Level::Warn | Level::Off => Worth::Nothing,
        }
    }

    /// Whether waivers take all that says that a stage has not signed: those after it need not wait.
    fn is_excused(&self, stage: &StageStanding<'_>) -> bool {
        let is_waived = |rule: &str| self.is_waived(&[rule], &stage.at());
        let (declined, stale, lacking) = (stage.is_declined(), stage.is_stale(), stage.is_lacking());
        stage.is_needed()
            && (declined || stale || lacking)
            && (!declined || is_waived(DECLINED))
            && (!stale || is_waived(STALE))
            && (!lacking || is_waived(MISSING) || self.is_lack_waived(stage))
    }

    /// Whether waivers take all that the lack of a stage's signatures follows from.
    fn is_lack_waived(&self, stage: &StageStanding<'_>) -> bool {
        let causes = lacking_because(self.plan, self.policy, stage);
        !causes.is_empty() && causes.iter().all(|(rule, at)| self.is_waived(&[rule], at))
    }

    fn state(stage: &StageStanding<'a>, earlier: &[StageStanding<'a>]) -> StageState {
        if !stage.is_needed() {
            return StageState::NotNeeded;
        }
        if stage.is_declined() {
            return StageState::Declined;
        }
        if stage.is_stale() {
            return StageState::Stale;
        }
        let before = || earlier.iter().filter(|other| stage.before.contains(&other.id));
        let whole = stage.sign_offs().iter().all(|sign_off| sign_off.missing().is_empty());
        if !whole || people(stage.signatures.iter().copied()) < stage.wanted() {
            return if before().all(StageStanding::lets_pass) {
                StageState::Ready
            } else {
                StageState::Waiting
            };
        }
        if before().any(|other| !other.lets_pass() || signed_later(other, stage)) {
            return StageState::Early;
        }
        match stage.signatures.iter().any(|sign_off| sign_off.is_conditional()) {
            true => StageState::Conditional,
            false => StageState::Signed,
        }
    }

    /// Who a stage has to wait for. A stage that signed in its turn may stand behind one that did not, since a
    /// sign-off that came too soon counts for the stages after it.
    fn awaits(&self, stage: &StageStanding<'a>, earlier: &[StageStanding<'a>]) -> Vec<&'a str> {
        let signs_first = matches!(stage.state, StageState::Ready | StageState::Waiting);
        let mut awaits: Vec<&str> = Vec::new();
        for other in earlier.iter().filter(|other| stage.before.contains(&other.id) && !other.excused) {
            let found = match self.is_in_order(other) {
                _ if signs_first && other.lets_pass() => &[],
                true => other.awaits.as_slice(),
                false => slice::from_ref(&other.id),
            };
            let new: Vec<&str> = found.iter().copied().filter(|id| !awaits.contains(id)).collect();
            awaits.extend(new);
        }
        awaits
    }

    /// Whether a stage has signed, and nobody asks it to sign again.
    fn is_in_order(&self, stage: &StageStanding<'_>) -> bool {
        let may_be_early = || {
            let is_off = self.policy.level("early-sign-off") == Level::Off;
            is_off || self.is_waived(&["early-sign-off"], &stage.at())
        };
        stage.state.is_signed_in_turn() || (stage.state == StageState::Early && may_be_early())
    }
}

/// Whether two sign-offs are one person's.
fn is_same_person(one: &SignOff, other: &SignOff) -> bool {
    one.by.text().zip(other.by.text()).is_some_and(|(one, other)| same_person(one, other))
}

/// Of two no in the order of the file the later one, and the one further down where neither is certainly later.
fn last_no<'a>(known: Option<&'a SignOff>, below: &'a SignOff) -> &'a SignOff {
    let is_later = |known: &&SignOff| {
        known.date.get().zip(below.date.get()).is_some_and(|(known, below)| known.is_after(below))
    };
    known.filter(is_later).unwrap_or(below)
}

/// Whether a no is the later word of whoever gave a sign-off; of two of one day it is.
pub fn takes_back(no: &SignOff, sign_off: &SignOff) -> bool {
    is_same_person(no, sign_off) && Word::of(no, 0).takes_back(&Word::of(sign_off, 0))
}

/// How many people gave these signatures; those that name nobody count one each.
pub fn people<'a>(sign_offs: impl Iterator<Item = &'a SignOff> + Clone) -> usize {
    let is_new = |(at, sign_off): &(usize, &SignOff)| {
        !sign_offs.clone().take(*at).any(|other| is_same_person(other, sign_off))
    };
    sign_offs.clone().enumerate().filter(is_new).count()
}

/// Whether one stage had not all its signatures when another gave one. One that is let pass without a date is not
/// certainly later.
pub fn signed_later(one: &StageStanding<'_>, other: &StageStanding<'_>) -> bool {
    if people(one.lines()) < one.wanted() {
        return false;
    }
    let yes = other.lines().filter(|sign_off| sign_off.decision != Decision::NoGo);
    yes.filter_map(|sign_off| sign_off.date.get()).any(|signed| {
        let there = |sign_off: &&SignOff| sign_off.date.get().is_none_or(|date| !date.is_after(signed));
        people(one.lines().filter(there)) < one.wanted()
    })
}
