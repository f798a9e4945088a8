//! What a deed adds to what the check finds, held against what it found before.

use std::collections::{BTreeMap, HashSet};

use super::{Refusal, Turn, conditions};
use crate::address::Address;
use crate::amend::{Deed, Who};
use crate::check::Raised;
use crate::finding::Level;
use crate::judge::Seen;
use crate::plan::sign_off::Decision;
use crate::policy::{AssuranceLevel, Gate};
use crate::standing::StageState;
use crate::verdict::{self, Verdict};

/// Whether a stage's word has to be committed by whoever gave it: that can only come after it was written.
fn is_for_a_commit(seen: &Seen<'_>, at: &Address) -> bool {
    at.steps().nth(1).is_some_and(|stage| seen.policy.minimum(stage) == AssuranceLevel::Committed)
}

/// The rule that speaks of what the customer stage signs for, and no ask asks for.
pub(super) const OF_THE_CUSTOMER: (&str, &str) = ("customer", "unproven-need");

/// The rules that speak of what a plan does not say of a stage.
pub(super) const OF_A_STAGE: [&str; 3] = ["missing-impact", "missing-owner", "placeholder"];

/// The rules that speak of a sign-off at its stage: what they find after it was given is about this one.
const OF_A_SIGN_OFF: [&str; 5] =
    ["bad-signature", "early-sign-off", "future-sign-off", "incomplete-condition", "weak-assurance"];

/// The rules that speak of an acceptance at what was accepted.
const OF_AN_ACCEPTANCE: [&str; 2] = ["future-sign-off", "self-accepted-handoff"];

/// Whether a finding is about the record that a deed writes. The same may have been found before, about the
/// record that stood in its place.
fn is_of_its_record(deed: &Deed, at: &Address, rule: &str, place: &Address) -> bool {
    match deed {
        Deed::Sign(signing) => {
            let of_stage = *place == Address::stage(&signing.stage) && OF_A_SIGN_OFF.contains(&rule);
            of_stage || place.is_within(at)
        }
        Deed::Accept { .. } => {
            *place == *at && OF_AN_ACCEPTANCE.contains(&rule) || place.is_within(&at.join("accepted"))
        }
        Deed::Send { .. } => place.is_within(&at.join("sent")),
        Deed::Return { .. } => place.is_within(&at.join("returned")),
        Deed::Meet { .. } => place.is_within(&at.join("met")),
        Deed::Unsign { .. } | Deed::Waive { .. } => false,
    }
}

/// What a deed adds to the findings.
#[derive(Default)]
pub(super) struct Added {
    pub(super) refusals: Vec<Refusal>,
    pub(super) warnings: Vec<String>,
    /// The stages whose sign-offs fall by it.
    pub(super) falls: Vec<String>,
}

/// What was found before a deed.
pub(super) struct Before {
    findings: HashSet<(&'static str, Address)>,
    states: BTreeMap<String, StageState>,
    verdict: Verdict,
    /// The earlier conditions that stay, open or met, by their ids.
    kept: Vec<String>,
}

impl Before {
    pub(super) fn of(who: &Who, seen: &Seen<'_>, deed: &Deed, gate: Gate) -> Before {
        let counting = seen.raised.iter().filter(|one| one.counts());
        let findings = counting.map(|one| (one.rule.id, one.finding.at.clone())).collect();
        let states = seen.standing.stages.iter().map(|stage| (stage.id.to_owned(), stage.state)).collect();
        let verdict = verdict::verdict(&seen.ctx(), seen.raised, gate);
        Before { findings, states, verdict, kept: conditions::kept(who, seen, deed) }
    }

    pub(super) fn turn(&self, seen: &Seen<'_>, gate: Gate) -> Option<Turn> {
        let to = verdict::verdict(&seen.ctx(), seen.raised, gate);
        if self.verdict == to {
            return None;
        }
        let is_new = |one: &&Raised| {
            one.counts()
                && one.level == Level::Error
                && !self.findings.contains(&(one.rule.id, one.finding.at.clone()))
        };
        let errors = seen.raised.iter().filter(is_new).map(|one| one.finding.message.clone());
        Some(Turn { from: self.verdict, to, errors: errors.collect() })
    }

    /// What a deed adds to the findings: a reason not to do it, a warning, or somebody's sign-off that falls.
    pub(super) fn compare(&self, seen: &Seen<'_>, deed: &Deed, at: &Address) -> Added {
        let mut added = Added::default();
        let own_stage = match deed {
            Deed::Sign(signing) => Some(Address::stage(&signing.stage)),
            _ => None,
        };
        let is_no = matches!(deed, Deed::Sign(signing) if signing.decision == Decision::NoGo);
        let is_accepted = |place: &Address| matches!(deed, Deed::Accept { .. }) && place == at;
        // A no is not held up by what stays from before.
        let is_excused = |place: &Address| is_no && self.kept_at(at, place).is_some();
        for one in seen.raised.iter().filter(|one| one.counts()) {
            let place = &one.finding.at;
            let was_there = self.findings.contains(&(one.rule.id, place.clone()))
                && !is_of_its_record(deed, at, one.rule.id, place);
            if was_there || one.follows_from.is_some() {
                continue;
            }
            let is_own = place.is_within(at) || at.is_within(place) || own_stage.as_ref() == Some(place);
            let message = one.finding.message.clone();
            match (one.rule.id, one.level) {
                ("stale-sign-off", _) if !is_own => {
                    added.falls.push(one.finding.at.steps().nth(1).unwrap_or_default().to_owned());
                }
                ("declined-sign-off" | "backdated-sign-off", _) => {}
                // That the stage has not signed is what a no says.
                ("missing-sign-off", _) if is_no && own_stage.as_ref() == Some(place) => {}
                // Said already, and with whose it is.
                ("unentitled-signer", _) if own_stage.as_ref() == Some(place) || is_accepted(place) => {}
                ("weak-assurance", _) if is_for_a_commit(seen, place) => {}
                _ if matches!(deed, Deed::Unsign { .. }) => {}
                ("returned-handoff", _) if matches!(deed, Deed::Return { .. }) => {}
                // What is sent waits for the other side: that is what sending is for.
                ("unaccepted-handoff", _) if matches!(deed, Deed::Send { .. }) => {}
                (_, Level::Error) if matches!(deed, Deed::Meet { .. }) && !is_own => {
                    added.refusals.push(conditions::still_covered(&one.finding).into());
                }
                (_, Level::Error) if is_excused(place) => added.warnings.push(message),
                (rule, Level::Error) if is_own => {
                    let overdue = self.kept_at(at, place).filter(|_| rule == "overdue-condition");
                    let ways = overdue.map(|id| conditions::ways_out(seen, at, id)).unwrap_or_default();
                    added.refusals.push(format!("the check would say: {message}{ways}").into());
                }
                (_, Level::Warn) if is_own => added.warnings.push(message),
                _ => {}
            }
        }
        let fallen = seen.standing.stages.iter().filter(|stage| {
            let before = self.states.get(stage.id);
            stage.state == StageState::Stale && before.is_some_and(|state| *state != StageState::Stale)
        });
        for stage in fallen {
            if !added.falls.iter().any(|known| known == stage.id) {
                added.falls.push(stage.id.to_owned());
            }
        }
        added
    }

    /// The earlier condition that stays in a sign-off, and that a finding is about.
    fn kept_at(&self, sign_off: &Address, place: &Address) -> Option<&str> {
        let conditions = sign_off.join("conditions");
        self.kept.iter().find(|id| place.is_within(&conditions.join(id))).map(String::as_str)
    }
}
