//! Why plans cannot be judged: what is wrong with each, and with a policy that holds for many of them.

use std::collections::HashMap;
use std::path::Path;
use std::sync::{Arc, OnceLock};

use crate::disk;
use crate::judge::law::{Law, Loaded};
use crate::plan::PlanFile;
use crate::source::{self, Located, Problem};

/// As much as is told of what is wrong with how a plan is written, and of the names in it that nothing bears. Where
/// reading stopped, that comes first: the rest may only follow from it.
pub(super) fn written(file: &PlanFile, unknown: Vec<Problem>) -> Vec<Located> {
    let mut problems = [file.problems.as_slice(), &unknown].concat();
    if !file.broken {
        problems.sort_by_key(|problem| problem.span.start());
    }
    source::cap(&mut problems);
    problems.iter().map(|problem| file.source.locate(problem)).collect()
}

/// Why a plan cannot be judged.
#[derive(Default)]
pub struct Broken {
    /// What is wrong with the plan, then the first problem of its policy.
    problems: Vec<Located>,
    /// The policy whose other problems are shared by all of its plans.
    policy: Option<Loaded>,
}

/// The broken policies that were told in full, with the plan that each was told with.
#[derive(Default)]
pub struct Told(HashMap<*const OnceLock<Result<Law, Vec<Located>>>, String>);

impl Broken {
    /// What is wrong with a plan alone.
    pub(super) fn plan(problems: Vec<Located>) -> Broken {
        Broken { problems, policy: None }
    }

    /// The same, and what is wrong with its policy.
    pub(super) fn and_policy(mut self, policy: &Loaded) -> Broken {
        self.problems.extend(of(policy).first().cloned());
        self.policy = Some(Arc::clone(policy));
        self
    }

    pub(super) fn is_empty(&self) -> bool {
        self.problems.is_empty()
    }

    /// As much of it as each plan has for itself.
    pub(super) fn problems(&self) -> &[Located] {
        &self.problems
    }

    /// All of it.
    pub fn all(self) -> Vec<Located> {
        self.told("", &mut Told::default())
    }

    /// All of it for the first plan of a policy; for the others, where the rest of the policy's problems stand.
    pub fn told(self, plan: &str, told: &mut Told) -> Vec<Located> {
        let Broken { mut problems, policy } = self;
        if let Some(policy) = &policy {
            told.add(policy, plan, &mut problems);
        }
        problems
    }
}

impl Told {
    fn add(&mut self, policy: &Loaded, plan: &str, problems: &mut Vec<Located>) {
        let rest = of(policy).get(1..).unwrap_or_default();
        match (self.0.get(&Arc::as_ptr(policy)), rest) {
            (Some(first), [next, _, ..]) => problems.push(Located {
                message: format!("{} more problems are told with `{first}`", rest.len()),
                help: None,
                ..next.clone()
            }),
            (first, rest) => {
                problems.extend(rest.iter().cloned());
                if first.is_none() {
                    self.0.insert(Arc::as_ptr(policy), plan.to_owned());
                }
            }
        }
    }
}

fn of(policy: &Loaded) -> &[Located] {
    match policy.get() {
        Some(Err(problems)) => problems,
        _ => &[],
    }
}

/// What is wrong with a path that names a policy where a plan is asked for.
pub(super) fn no_plan(path: &Path) -> Option<Located> {
    let is_policy = path.file_name().is_some_and(|name| name == "launch.toml");
    is_policy.then(|| {
        let name = disk::shown(path);
        Located {
            message: format!("`{name}` is a policy, and no plan"),
            help: Some(
                "name a plan, or a folder with plans: the `launch.toml` beside or above a plan holds for it, and \
                 `--policy` names another"
                    .to_owned(),
            ),
            path: name,
            place: None,
        }
    })
}
