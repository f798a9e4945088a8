//! Where each stage stands, in the order of the policy, so that what is before is decided before.

use std::collections::{HashMap, HashSet};
use std::slice;

use crate::digest::is_digest;
use crate::facts::Signature;
use crate::finding::Level;
use crate::plan::sign_off::{Decision, SignOff};
use crate::plan::stage::Stage;
use crate::policy::roster::same_person;
use crate::seal::Seal;
use crate::standing::inputs::Inputs;
use crate::standing::{Fault, Need, Objection, StageStanding, StageState, signing_objection};

pub(super) fn standings<'a>(inputs: &Inputs<'a, '_>) -> Vec<StageStanding<'a>> {
    let basis = inputs.basis();
    let needs: HashMap<&str, Need> =
        inputs.policy.stages.iter().map(|(id, stage)| (id, basis.stage(id, stage))).collect();
    let skipped = |id: &str| needs.get(id) == Some(&Need::No);
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
    for ((id, policy), before) in inputs.policy.stages.iter().zip(order) {
        let plan = inputs.plan.stages.get(id);
        let need = needs.get(id).cloned().unwrap_or(Need::Yes);
        if need == Need::No && plan.is_none() {
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
        let mut standing = StageStanding {
            id,
            policy,
            plan,
            need,
            before,
            awaits: Vec::new(),
            is_last,
            state: StageState::NotNeeded,
            signatures,
            objections,
            words,
            no,
            excused: false,
            waved_off,
            due: policy
                .gate
                .date(&inputs.plan.dates)
                .map(|date| inputs.policy.calendar.before(date, policy.lead.unwrap_or(0))),
        };
        standing.state = Inputs::state(&standing, &standings);
        standing.awaits = inputs.awaits(&standing, &standings);
        let waived = |rules: &[&str]| inputs.is_waived(rules, &standing.at());
        standing.excused = (waived(not_signed(&standing)) && (!standing.is_short() || waived(&[MISSING])))
            || inputs.is_placeholder_waived(&standing);
        standings.push(standing);
    }
    standings
}

/// The rules whose findings say that a stage has not signed: nobody has, somebody said no, or it has to again.
pub const NOT_SIGNED: [&str; 3] = [MISSING, DECLINED, STALE];
const MISSING: &str = "missing-sign-off";
const DECLINED: &str = "declined-sign-off";
const STALE: &str = "stale-sign-off";

/// Those of them, and of what they follow from, that say so of a stage's sign-off as it stands. Where one of
/// them is waived, the stages after it need not wait.
fn not_signed(stage: &StageStanding<'_>) -> &'static [&'static str] {
    match stage.state {
        StageState::Declined => &[DECLINED],
        StageState::Stale => &[STALE],
        StageState::Ready | StageState::Waiting if !stage.objections.is_empty() => {
            &[MISSING, "unentitled-signer", "bad-signature"]
        }
        StageState::Ready | StageState::Waiting => &[MISSING],
        _ => &[],
    }
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
        let doubts: Vec<Option<Doubt>> =
            sign_offs.iter().map(|sign_off| self.doubt(seal, sign_off)).collect();
        let stands = |later: &SignOff, doubt: &Option<Doubt>| {
            let level = |by| self.facts.trust(&later.at).level(by);
            doubt.is_none()
                && later.decision != Decision::NoGo
                && later.date.get().is_some_and(|date| date.date <= self.as_of)
                && later.by.text().is_some_and(|by| level(by) >= self.policy.minimum(seal.stage))
        };
        let mut weighed = Weighed::default();
        let mut keys: Vec<(&str, &str)> = Vec::new();
        for (at, (sign_off, doubt)) in sign_offs.iter().zip(&doubts).enumerate() {
            let replaced = sign_offs.iter().zip(&doubts).enumerate().any(|(other, (later, doubt))| {
                stands(later, doubt) && replaces((other, later), (at, sign_off))
            });
            if replaced {
                continue;
            }
            match sign_off.decision {
                Decision::NoGo => weighed.no = Some(last_no(weighed.no, sign_off)),
                _ => weighed.words.push(sign_off),
            }
            let (Some(by), Some(_)) = (sign_off.by.text(), sign_off.date.get()) else { continue };
            let doubt = doubt.clone().or_else(|| {
                let key = self.key(sign_off)?;
                keys.iter().any(|(known, other)| *known == key && !same_person(other, by)).then(|| {
                    let why = "was made with a key that signed for this stage already, and counts once";
                    (Fault::BadSignature, why.to_owned())
                })
            });
            if let Some((fault, why)) = doubt {
                weighed.objections.push(Objection { sign_off, fault, why });
            } else {
                keys.extend(self.key(sign_off).map(|key| (key, by)));
                weighed.signatures.push(sign_off);
            }
        }
        weighed
    }

    /// The key that made a good signature.
    fn key(&self, sign_off: &SignOff) -> Option<&str> {
        match &self.facts.trust(&sign_off.at).signature {
            Signature::Good { key } => Some(key),
            _ => None,
        }
    }

    /// Why a signature does not count by itself, if it does not.
    fn doubt(&self, seal: &Seal<'_>, sign_off: &SignOff) -> Option<Doubt> {
        let by = sign_off.by.text()?;
        let date = sign_off.date.get()?.date;
        if let Some(objection) = signing_objection(self.policy, by, seal.stage, date) {
            return Some((Fault::Unentitled, objection));
        }
        if let Signature::Bad(why) = &self.facts.trust(&sign_off.at).signature {
            return Some((Fault::BadSignature, why.clone()));
        }
        let digest = sign_off.digest.as_deref()?;
        if !is_digest(digest) {
            return Some((Fault::Stale, "its digest is none that this tool wrote".to_owned()));
        }
        let record = self.root.at(sign_off.at.as_str())?;
        (seal.digest(record) != digest).then(|| (Fault::Stale, "what it covers has changed since".to_owned()))
    }

    /// Whether a waiver takes the placeholder that stands where a signer or a date should.
    fn is_placeholder_waived(&self, stage: &StageStanding<'_>) -> bool {
        let unsigned = matches!(stage.state, StageState::Ready | StageState::Waiting);
        let sign_offs = stage.sign_offs();
        let fields = || sign_offs.iter().flat_map(|sign_off| ["by", "date"].map(|key| sign_off.at.join(key)));
        unsigned && fields().any(|field| self.is_waived(&["placeholder"], &field))
    }

    fn state(stage: &StageStanding<'a>, earlier: &[StageStanding<'a>]) -> StageState {
        if !stage.is_needed() {
            return StageState::NotNeeded;
        }
        if stage.no.is_some() {
            return StageState::Declined;
        }
        if stage.objected(Fault::Stale).next().is_some() {
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
            let is_off = self.policy.level("early-sign-off") == Some(Level::Off);
            is_off || self.is_waived(&["early-sign-off"], &stage.at())
        };
        stage.state.is_signed_in_turn() || (stage.state == StageState::Early && may_be_early())
    }
}

/// Whether somebody said something else later for the same stage. Of two words of one day the one further
/// down counts, except that a no is taken back on a later day alone, or later by the clock.
fn replaces((later_at, later): (usize, &SignOff), (at, sign_off): (usize, &SignOff)) -> bool {
    let same = later.by.text().zip(sign_off.by.text()).is_some_and(|(a, b)| same_person(a, b));
    let (Some(new), Some(old)) = (later.date.get(), sign_off.date.get()) else { return false };
    let is_no = sign_off.decision == Decision::NoGo;
    same && (new.is_after(old) || (!is_no && later_at > at && !old.is_after(new)))
}

/// Of two no in the order of the file the later one, and the one further down where neither is certainly later.
fn last_no<'a>(known: Option<&'a SignOff>, below: &'a SignOff) -> &'a SignOff {
    let is_later = |known: &&SignOff| {
        known.date.get().zip(below.date.get()).is_some_and(|(known, below)| known.is_after(below))
    };
    known.filter(is_later).unwrap_or(below)
}

/// How many people gave these signatures; those that name nobody count one each.
pub fn people<'a>(sign_offs: impl Iterator<Item = &'a SignOff>) -> usize {
    let mut known: Vec<Option<&str>> = Vec::new();
    for sign_off in sign_offs {
        let by = sign_off.by.text();
        let is_known = |other: Option<&str>| other.zip(by).is_some_and(|(a, b)| same_person(a, b));
        if !known.iter().copied().any(is_known) {
            known.push(by);
        }
    }
    known.len()
}

/// Whether one stage had not all its signatures when another gave one.
pub fn signed_later(one: &StageStanding<'_>, other: &StageStanding<'_>) -> bool {
    if people(one.signatures.iter().copied()) < one.wanted() {
        return false;
    }
    let dates = other.signatures.iter().filter_map(|sign_off| sign_off.date.get());
    dates.into_iter().any(|signed| {
        let there = |sign_off: &&SignOff| sign_off.date.get().is_some_and(|date| !date.is_after(signed));
        people(one.signatures.iter().copied().filter(there)) < one.wanted()
    })
}
