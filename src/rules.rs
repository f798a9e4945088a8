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

use crate::policy::KnownRule;
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

/// Every rule, as far as a policy may speak of it in `[rules]`.
pub fn vocabulary() -> Vec<KnownRule> {
    let settings = |rule: &Rule| rule.settings.iter().map(|setting| setting.name).collect();
    let known = |rule: &&'static Rule| KnownRule { id: rule.id, level: rule.level, settings: settings(rule) };
    RULES.iter().map(known).collect()
}

/// Every rule's id.
pub fn ids() -> Vec<&'static str> {
    RULES.iter().map(|rule| rule.id).collect()
}

#[cfg(test)]
mod tests {
    use std::path::Path;

    use super::{RULES, vocabulary};
    use crate::finding::Level;
    use crate::plan::Kind;
    use crate::policy::{Choice, Policy, Vocabulary};
    use crate::source::Source;

    const BELOW: &str =
        "[rules]\nopen-ask = \"warn\"\nunsealed-sign-off = \"warn\"\nself-sign-off = \"error\"\n";
    const ABOVE: &str = "extends = \"below.toml\"\n[rules]\nopen-ask = \"off\"\n\
                         stale-evidence = { months = 6 }\nself-sign-off = { level = \"warn\" }\n";

    #[test]
    fn a_rule_weighs_what_it_does_by_itself_until_a_policy_says_otherwise() {
        let vocabulary = vocabulary();
        let load = |choice: &Choice| {
            let read = |path: &Path| {
                let text = if path.ends_with("below.toml") { BELOW } else { ABOVE };
                Ok(Source::new(path.to_string_lossy(), text))
            };
            Policy::load(choice, Kind::Product, &Vocabulary { rules: &vocabulary }, &read).expect("a policy")
        };
        let built_in = load(&Choice::BuiltIn);
        let changed = load(&Choice::File("launch.toml".into()));
        for rule in RULES {
            assert_eq!(built_in.level(rule.id), rule.level, "{}", rule.id);
            let said = match rule.id {
                "open-ask" => Level::Off,
                "unsealed-sign-off" => Level::Warn,
                _ => rule.level,
            };
            assert_eq!(changed.level(rule.id), said, "{}", rule.id);
        }
    }
}
