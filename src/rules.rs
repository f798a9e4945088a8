//! The one list of rules.

mod backdated_sign_off;
mod bad_signature;
mod blackout_date;
mod colliding_promise;
mod dangling_evidence;
mod declined_sign_off;
mod early_sign_off;
mod expired_waiver;
mod external_before_internal;
mod future_sign_off;
mod incomparable_quantity;
mod incomplete_condition;
mod late_handoff;
mod late_sign_off;
mod missing_date;
mod missing_handoff;
mod missing_impact;
mod missing_owner;
mod missing_sign_off;
mod open_ask;
mod overdue_condition;
mod overloaded_stage;
mod placeholder;
mod returned_handoff;
mod self_accepted_handoff;
mod self_sign_off;
mod soft_sign_off;
mod stale_evidence;
mod stale_sign_off;
mod unaccepted_handoff;
mod unaccepted_load;
mod unaccepted_promise;
mod unanswered_need;
mod unanswered_risk;
mod unbacked_promise;
mod unentitled_signer;
mod unentitled_waiver;
mod unguarded_incentive;
mod uninformed_audience;
mod unknown_person;
mod unproven_ask;
mod unproven_need;
mod unreachable_date;
mod unsealed_sign_off;
mod unsent_handoff;
mod unused_waiver;
mod weak_assurance;

use crate::rule::Rule;

/// Every rule, by id.
pub static RULES: &[&Rule] = &[
    &backdated_sign_off::RULE,
    &bad_signature::RULE,
    &blackout_date::RULE,
    &colliding_promise::RULE,
    &dangling_evidence::RULE,
    &declined_sign_off::RULE,
    &early_sign_off::RULE,
    &expired_waiver::RULE,
    &external_before_internal::RULE,
    &future_sign_off::RULE,
    &incomparable_quantity::RULE,
    &incomplete_condition::RULE,
    &late_handoff::RULE,
    &late_sign_off::RULE,
    &missing_date::RULE,
    &missing_handoff::RULE,
    &missing_impact::RULE,
    &missing_owner::RULE,
    &missing_sign_off::RULE,
    &open_ask::RULE,
    &overdue_condition::RULE,
    &overloaded_stage::RULE,
    &placeholder::RULE,
    &returned_handoff::RULE,
    &self_accepted_handoff::RULE,
    &self_sign_off::RULE,
    &soft_sign_off::RULE,
    &stale_evidence::RULE,
    &stale_sign_off::RULE,
    &unaccepted_handoff::RULE,
    &unaccepted_load::RULE,
    &unaccepted_promise::RULE,
    &unanswered_need::RULE,
    &unanswered_risk::RULE,
    &unbacked_promise::RULE,
    &unentitled_signer::RULE,
    &unentitled_waiver::RULE,
    &unguarded_incentive::RULE,
    &uninformed_audience::RULE,
    &unknown_person::RULE,
    &unproven_ask::RULE,
    &unproven_need::RULE,
    &unreachable_date::RULE,
    &unsealed_sign_off::RULE,
    &unsent_handoff::RULE,
    &unused_waiver::RULE,
    &weak_assurance::RULE,
];

/// The rule with this id.
pub fn find(id: &str) -> Option<&'static Rule> {
    RULES.iter().copied().find(|rule| rule.id == id)
}

/// Every rule's id with the names of its settings: what a policy may say in `[rules]`.
pub fn vocabulary() -> Vec<(&'static str, Vec<&'static str>)> {
    RULES.iter().map(|rule| (rule.id, rule.settings.iter().map(|setting| setting.name).collect())).collect()
}

/// Every rule's id.
pub fn ids() -> Vec<&'static str> {
    RULES.iter().map(|rule| rule.id).collect()
}
