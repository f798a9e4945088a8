//! What a stage's lack of signatures follows from.

use crate::address::Address;
use crate::finding::Level;
use crate::plan::Plan;
use crate::policy::Policy;
use crate::standing::objection::PLACEHOLDER;
use crate::standing::{StageStanding, people};

/// The findings of which the lack of a stage's signatures is the consequence: were they all settled, enough people
/// would have signed. What the policy does not tell of, nobody settles. Where enough signed, only a record that does
/// not say who or when is the reason, and not whose it is.
pub fn lacking_because(
    plan: &Plan,
    policy: &Policy,
    stage: &StageStanding<'_>,
) -> Vec<(&'static str, Address)> {
    let is_off = |rule: &str| policy.level(rule) == Some(Level::Off);
    let mut causes = Vec::new();
    let mut would_count = stage.signatures.clone();
    let is_enough = people(would_count.iter().copied()) >= stage.wanted();
    for sign_off in stage.sign_offs() {
        let fields: Vec<Address> = sign_off.missing().into_iter().map(|key| sign_off.at.join(key)).collect();
        if !fields.iter().all(|field| plan.placeholder_fields.contains(field)) {
            continue;
        }
        let objections = stage.objections.iter().filter(|_| !is_enough);
        let objections = objections.filter(|objection| objection.sign_off.at == sign_off.at);
        let fields = fields.into_iter().map(|field| (PLACEHOLDER, field));
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
