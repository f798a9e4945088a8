//! What nobody looked at: rules that a policy turns off, names, signatures, and what git does not show.

use std::collections::BTreeSet;

use crate::facts::{Changes, Facts, Origin, Signature};
use crate::plan::Plan;
use crate::plan::sign_off::SignOff;
use crate::policy::Policy;
use crate::text;

/// What nobody looked at, each in a phrase.
pub(super) fn not_checked(policy: &Policy, plan: &Plan, facts: &Facts) -> Vec<String> {
    let off = &policy.turned_off;
    let mut found = Vec::new();
    if policy.roster.is_none() {
        found.push(format!("names: {} has no `[people]`, so anyone may sign", policy.name));
    }
    if !off.is_empty() {
        found.push(format!("rules that {} turns off: {}", policy.name, text::ticked(off, "and")));
    }
    let sign_offs: Vec<&SignOff> = plan.stages.iter().flat_map(|(_, stage)| &stage.sign_offs).collect();
    let mut once = |text: String| {
        if !found.contains(&text) {
            found.push(text);
        }
    };
    for trust in sign_offs.iter().map(|sign_off| facts.trust(&sign_off.at)) {
        if let Signature::NotChecked(why) = &trust.signature {
            once(format!("signatures: {why}"));
        }
    }
    let origins = sign_offs.iter().filter_map(|sign_off| match &facts.trust(&sign_off.at).origin {
        Origin::NotChecked(why) => Some(why.as_ref()),
        _ => None,
    });
    let changes = facts.outgrown.values().filter_map(|changes| match changes {
        Changes::NotKnown(why) => Some(why.as_str()),
        Changes::Found(_) => None,
    });
    let (origins, changes): (BTreeSet<&str>, BTreeSet<&str>) = (origins.collect(), changes.collect());
    for why in origins.union(&changes) {
        let what = match (origins.contains(why), changes.contains(why)) {
            (true, true) if policy.wants_proof() => {
                "who committed the sign-offs or took one back, and whether what was accepted has changed since"
            }
            (true, false) if policy.wants_proof() => {
                "who committed the sign-offs, and whether any was taken back"
            }
            (true, true) => "who committed the sign-offs, and whether what was accepted has changed since",
            (true, false) => "who committed the sign-offs",
            _ => "whether what was accepted has changed since",
        };
        once(format!("{what}: {why}"));
    }
    if sign_offs.iter().any(|sign_off| sign_off.digest.is_none()) {
        once("whether what was signed has changed, where a sign-off has no digest".to_owned());
    }
    if plan.loads.iter().any(|(_, load)| load.draws_on.is_given()) {
        once(
            "other launches that draw on the same capacities, where they were not named or could not be read"
                .to_owned(),
        );
    }
    if policy.wants_proof() {
        once("who sent, accepted and called conditions met: those are typed names".to_owned());
    }
    if !sign_offs.is_empty() {
        once("what is behind links".to_owned());
    }
    found
}
