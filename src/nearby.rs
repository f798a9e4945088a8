//! What is near a plan: the policy that holds for it, and the ids that the two know.

use std::path::Path;

use crate::disk;
use crate::plan::{Kind, Plan, PlanFile};
use crate::policy::{Choice, Policy, Vocabulary};
use crate::rules;
use crate::source::Located;
use crate::text::is_kebab;

/// The policy that holds for a plan, which need not be there yet.
///
/// # Errors
/// Everything that is wrong with the policy.
pub fn policy(plan: &Path, kind: Kind) -> Result<Policy, Vec<Located>> {
    let folder = disk::folder_of(plan);
    let near = folder.ancestors().find(|folder| folder.is_dir()).map(Path::to_owned).unwrap_or(folder);
    let choice =
        disk::policy_for(&near, disk::repository(&near).as_deref()).map_or(Choice::BuiltIn, Choice::File);
    let vocabulary = rules::vocabulary();
    let read = |path: &Path| disk::read(path);
    Policy::load(&choice, kind, &Vocabulary { rules: &vocabulary }, &read)
}

/// A kind of thing that has an id.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum What {
    /// Rules.
    Rules,
    /// Stages, of the policy and of the plan.
    Stages,
    /// Hand-offs, of the policy and of the plan.
    HandOffs,
    /// Promises.
    Promises,
    /// Loads.
    Loads,
    /// Waivers.
    Waivers,
    /// Addresses of conditions: `stages.sales.sign_off.conditions.kit`.
    Conditions,
    /// Addresses of everything that a finding can be about.
    Addresses,
}

/// The ids of one kind that a plan and its policy have, in their order. Whatever cannot be read has
/// none, and neither has what is no id: these words are typed on command lines.
pub fn ids(plan: &Path, what: What) -> Vec<String> {
    if what == What::Rules {
        return rules::ids().into_iter().map(str::to_owned).collect();
    }
    let plan_of = |source| PlanFile::read(source).plan;
    let read = disk::read(plan).map(plan_of).unwrap_or_default();
    let policy = policy(plan, read.kind).ok();
    let mut found = Vec::new();
    match what {
        What::Rules => {}
        What::Stages => found = stages(&read, policy.as_ref()),
        What::HandOffs => found = handoffs(&read, policy.as_ref()),
        What::Promises => found.extend(read.promises.ids().map(str::to_owned)),
        What::Loads => found.extend(read.loads.ids().map(str::to_owned)),
        What::Waivers => found.extend(read.waivers.ids().map(str::to_owned)),
        What::Conditions => found = conditions(&read),
        What::Addresses => found = addresses(&read, policy.as_ref()),
    }
    found.retain(|id| id.split('.').all(|step| is_kebab(step) || step == "sign_off"));
    let mut seen = std::collections::HashSet::new();
    found.retain(|id| seen.insert(id.clone()));
    found
}

fn stages(plan: &Plan, policy: Option<&Policy>) -> Vec<String> {
    let of_policy = policy.into_iter().flat_map(|policy| policy.stages.iter());
    let kept = of_policy.filter(|(_, stage)| !stage.removed).map(|(id, _)| id);
    kept.chain(plan.stages.ids()).map(str::to_owned).collect()
}

fn handoffs(plan: &Plan, policy: Option<&Policy>) -> Vec<String> {
    let of_policy = policy.into_iter().flat_map(|policy| policy.handoffs.iter());
    let kept = of_policy.filter(|(_, handoff)| !handoff.removed).map(|(id, _)| id);
    kept.chain(plan.handoffs.ids()).map(str::to_owned).collect()
}

fn conditions(plan: &Plan) -> Vec<String> {
    let sign_offs = plan.stages.iter().flat_map(|(_, stage)| &stage.sign_offs);
    let addresses = sign_offs.flat_map(|sign_off| {
        sign_off.conditions.ids().map(|id| sign_off.condition_at(id).as_str().to_owned()).collect::<Vec<_>>()
    });
    addresses.collect()
}

fn addresses(plan: &Plan, policy: Option<&Policy>) -> Vec<String> {
    let mut found = Vec::new();
    for stage in stages(plan, policy) {
        let asked = policy
            .and_then(|policy| policy.stages.get(&stage))
            .into_iter()
            .flat_map(|stage| stage.asks.ids());
        let answered = plan.stages.get(&stage).into_iter().flat_map(|stage| stage.asks.ids());
        let asks: Vec<String> =
            asked.chain(answered).map(|ask| format!("stages.{stage}.asks.{ask}")).collect();
        found.push(format!("stages.{stage}"));
        found.extend(asks);
    }
    let mut add = |section: &str, ids: Vec<&str>| {
        found.extend(ids.into_iter().map(|id| format!("{section}.{id}")));
    };
    add("handoffs", handoffs(plan, policy).iter().map(String::as_str).collect());
    add("dates", vec!["internal", "external", "baseline"]);
    add("needs", plan.needs.ids().collect());
    add("informed", plan.informed.ids().collect());
    add("promises", plan.promises.ids().collect());
    add("loads", plan.loads.ids().collect());
    add("incentives", plan.incentives.ids().collect());
    add("goals", plan.goals.ids().collect());
    found
}
