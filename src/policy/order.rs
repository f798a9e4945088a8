//! The order of the stages: a dependency graph.

use std::collections::HashMap;

use crate::policy::{Gate, Policy, StagePolicy};

/// The stages directly before one; a stage that `skip` names stands for those before it.
pub(super) fn before<'p>(policy: &'p Policy, stage: &str, skip: &dyn Fn(&str) -> bool) -> Vec<&'p str> {
    let mut found = Vec::new();
    let mut seen = Vec::new();
    let mut open: Vec<&str> = after(policy, stage).rev().collect();
    while let Some(id) = open.pop() {
        if seen.contains(&id) {
            continue;
        }
        seen.push(id);
        if skip(id) {
            open.extend(after(policy, id).rev());
        } else {
            found.push(id);
        }
    }
    found
}

fn after<'p>(policy: &'p Policy, stage: &str) -> impl DoubleEndedIterator<Item = &'p str> {
    policy
        .stages
        .get(stage)
        .map(|stage| stage.after.as_slice())
        .unwrap_or_default()
        .iter()
        .map(String::as_str)
}

/// How far each stage is from the start of the order, or the stages of a circle in it.
pub(super) fn depths(stages: &[(String, StagePolicy)]) -> Result<Vec<usize>, Vec<&str>> {
    let index: HashMap<&str, usize> =
        stages.iter().enumerate().map(|(at, (id, _))| (id.as_str(), at)).collect();
    let mut walk = Walk { stages, index, depth: vec![None; stages.len()], path: Vec::new() };
    (0..stages.len()).map(|at| walk.depth(at)).collect()
}

struct Walk<'a> {
    stages: &'a [(String, StagePolicy)],
    index: HashMap<&'a str, usize>,
    depth: Vec<Option<usize>>,
    path: Vec<usize>,
}

impl<'a> Walk<'a> {
    fn depth(&mut self, at: usize) -> Result<usize, Vec<&'a str>> {
        if let Some(Some(depth)) = self.depth.get(at) {
            return Ok(*depth);
        }
        if let Some(start) = self.path.iter().position(|open| *open == at) {
            let circle = self.path.get(start..).unwrap_or_default().iter().chain([&at]);
            return Err(circle.filter_map(|at| self.stages.get(*at)).map(|(id, _)| id.as_str()).collect());
        }
        self.path.push(at);
        let mut depth = 0;
        let after: &'a [String] = self.stages.get(at).map_or(&[], |(_, stage)| &stage.after);
        for id in after {
            if let Some(before) = self.index.get(id.as_str()).copied() {
                depth = depth.max(self.depth(before)? + 1);
            }
        }
        self.path.pop();
        if let Some(known) = self.depth.get_mut(at) {
            *known = Some(depth);
        }
        Ok(depth)
    }
}

/// Whatever an internal stage depends on is internal too. The stages are in order; one that `skip`
/// names makes nothing internal, and passes on what depends on it.
pub(super) fn spread_gates(stages: &mut [(String, StagePolicy)], skip: &dyn Fn(&str, &StagePolicy) -> bool) {
    for (_, stage) in stages.iter_mut() {
        stage.gate = Gate::External;
    }
    for at in (0..stages.len()).rev() {
        let Some((id, stage)) = stages.get_mut(at) else { continue };
        if stage.own_gate == Gate::Internal && !skip(id, stage) {
            stage.gate = Gate::Internal;
        }
        if stage.gate != Gate::Internal {
            continue;
        }
        let after = stage.after.clone();
        for (id, before) in stages.iter_mut() {
            if after.contains(id) {
                before.gate = Gate::Internal;
            }
        }
    }
    for (_, stage) in stages.iter_mut() {
        stage.gate = stage.gate.min(stage.own_gate);
    }
}
