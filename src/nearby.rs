//! What is near a plan: the policy that holds for it, and the ids that the two know.

use std::collections::HashSet;
use std::path::Path;

use crate::disk;
use crate::plan::{Kind, Plan, PlanFile};
use crate::policy::{Choice, Policy, Vocabulary};
use crate::rules;
use crate::source::{Located, Source};
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

/// What a word of a command line can be an id of.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum What {
    /// Rules.
    Rules,
    /// Stages, of the policy and of the plan.
    Stages,
    /// Hand-offs, of the policy and of the plan.
    HandOffs,
    /// What can be accepted: hand-offs, and the addresses of promises, loads and incentives.
    Acceptable,
    /// Conditions of sign-offs that are not met yet.
    Conditions,
    /// Addresses of everything that a finding can be about.
    Addresses,
}

/// The ids of one kind that a plan and its policy have, in their order. What cannot be read has none;
/// what is no id is left out, because these words are put on command lines.
pub fn ids(plan: &Path, what: What) -> Vec<String> {
    match what {
        What::Rules => rules::ids().into_iter().map(str::to_owned).collect(),
        _ => ids_in(plan, disk::read(plan).ok(), what),
    }
}

/// The same, of a plan that was read already.
pub fn ids_in(path: &Path, source: Option<Source>, what: What) -> Vec<String> {
    let read = source.map(|source| PlanFile::read(source).plan).unwrap_or_default();
    let policy = policy(path, read.kind).ok();
    let found = match what {
        What::Rules => Vec::new(),
        What::Stages => stages(&read, policy.as_ref()),
        What::HandOffs => handoffs(&read, policy.as_ref()),
        What::Acceptable => acceptable(&read, policy.as_ref()),
        What::Conditions => conditions(&read),
        What::Addresses => addresses(&read, policy.as_ref()),
    };
    let mut seen = HashSet::new();
    let is_id = |id: &String| id.split('.').all(is_kebab);
    found.into_iter().filter(|id| is_id(id) && seen.insert(id.clone())).collect()
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

fn acceptable(plan: &Plan, policy: Option<&Policy>) -> Vec<String> {
    let mut found = handoffs(plan, policy);
    found.extend(plan.promises.ids().map(|id| format!("promises.{id}")));
    found.extend(plan.loads.ids().map(|id| format!("loads.{id}")));
    found.extend(plan.incentives.ids().map(|id| format!("incentives.{id}")));
    found
}

fn conditions(plan: &Plan) -> Vec<String> {
    let sign_offs = plan.stages.iter().flat_map(|(_, stage)| &stage.sign_offs);
    sign_offs.flat_map(|sign_off| sign_off.open_conditions().map(|(id, _)| id.to_owned())).collect()
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

#[cfg(test)]
mod tests {
    use std::path::Path;

    use super::{What, ids};

    fn of(text: &str, what: What) -> Vec<String> {
        let folder = tempfile::tempdir().expect("a folder");
        let plan = folder.path().join("plan.yaml");
        std::fs::write(&plan, text).expect("a plan");
        ids(&plan, what)
    }

    #[test]
    fn ids_come_from_the_policy_and_the_plan_each_once() {
        let text = "launch: x\nkind: product\nhandoffs: {demo: {from: product, to: sales}, value: {}}\npromises: {fast: {}}\n\
                    stages: {sales: {asks: {demo: open}, sign_off: {verdict: conditions, conditions: {kit: {}, old: {met: a.md}}}}}\n";
        let stages = of(text, What::Stages);
        assert_eq!((stages.len(), stages[0].as_str()), (8, "customer"));
        let handoffs = of(text, What::HandOffs);
        assert!(handoffs.len() == 12 && handoffs.ends_with(&["demo".to_owned()]), "{handoffs:?}");
        assert!(of(text, What::Acceptable).contains(&"promises.fast".to_owned()));
        assert_eq!(of(text, What::Conditions), ["kit"]);
        let addresses = of(text, What::Addresses);
        for address in
            ["stages.finance.asks.billing", "stages.sales.asks.demo", "handoffs.demo", "dates.external"]
        {
            assert!(addresses.contains(&address.to_owned()), "{address}");
        }
        assert!(ids(Path::new("nowhere.yaml"), What::Rules).contains(&"open-ask".to_owned()));
    }

    #[test]
    fn a_broken_plan_gives_what_can_be_read_and_nothing_that_a_shell_would_run() {
        let broken = "launch: x\nkind: service\nhandoffs:\n  demo: {from: product, to: sales}\n  $(reboot): {}\n  `a`: {}\nstages: [\n";
        let handoffs = of(broken, What::HandOffs);
        assert!(
            handoffs.contains(&"client-brief".to_owned()) && handoffs.contains(&"demo".to_owned()),
            "{handoffs:?}"
        );
        assert!(handoffs.iter().all(|id| crate::text::is_kebab(id)), "{handoffs:?}");
        assert_eq!(ids(Path::new("nowhere.yaml"), What::Stages).len(), 8);
        assert!(of("", What::Conditions).is_empty());
    }
}
