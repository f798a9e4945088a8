//! Runs the rules, then says what each finding follows from, which are waived or covered, and which
//! belong to the gate. Pure: the same plan, policy and facts give the same judgement.

use std::collections::{HashMap, HashSet};

use crate::address::Address;
use crate::facts::Facts;
use crate::finding::{Bond, Cause, Finding, Level};
use crate::plan::PlanFile;
use crate::plan::sign_off::{Condition, SignOff};
use crate::plan::waiver::Waiver;
use crate::policy::{Gate, Policy};
use crate::rule::{Check, Ctx, Outcome, Rule};
use crate::standing::{StageStanding, Standing, takes_back};
use crate::waiving::{self, Worth};

/// A finding with everything the check knows about it.
#[derive(Clone, Debug)]
pub struct Raised {
    /// The rule.
    pub rule: &'static Rule,
    /// How much it weighs under this policy.
    pub level: Level,
    /// What was found.
    pub finding: Finding,
    /// The rule and the address of the root that it follows from.
    pub follows_from: Option<(&'static str, Address)>,
    /// The waiver that takes it.
    pub waived_by: Option<Address>,
    /// The condition that it may stay open under.
    pub covered_by: Option<Address>,
}

impl Raised {
    /// Whether it counts against the verdict, or as a warning.
    pub fn counts(&self) -> bool {
        self.waived_by.is_none() && self.covered_by.is_none()
    }
}

/// Runs the rules, as [`weighed`] has them, over a plan. The findings come in order: those that count before
/// those that are waived or covered, errors before warnings, then by address; what follows from a finding
/// stands directly behind it.
pub fn check(
    rules: &[(&'static Rule, Level)],
    file: &PlanFile,
    policy: &Policy,
    facts: &Facts,
    standing: &Standing<'_>,
    gate: Gate,
) -> Vec<Raised> {
    let ctx = Ctx { plan: &file.plan, policy, facts, standing };
    let mut raised = Vec::new();
    for (rule, level) in rules {
        if let Check::Plan(run) = rule.check {
            raised.extend(raise(rule, *level, run(&ctx)));
        }
    }
    blame_overdue(&ctx, &mut raised);
    let index = Index::of(&raised);
    let outcome = Outcome { used_waivers: waive(&ctx, &mut raised, &index) };
    cover(&ctx, &mut raised, &index);
    follow(&mut raised, &index);
    for (rule, level) in rules {
        if let Check::Outcome(run) = rule.check {
            raised.extend(raise(rule, *level, run(&ctx, &outcome)));
        }
    }
    raised.retain(|one| gate_of(&ctx, &one.finding.at) <= gate);
    in_order(file, raised)
}

/// The rules that a policy has not turned off, with what they weigh.
pub fn weighed(rules: &[&'static Rule], policy: &Policy) -> Vec<(&'static Rule, Level)> {
    let weight = |rule: &&'static Rule| (*rule, policy.level(rule.id));
    rules.iter().map(weight).filter(|(_, level)| *level != Level::Off).collect()
}

fn raise(rule: &'static Rule, level: Level, findings: Vec<Finding>) -> impl Iterator<Item = Raised> {
    findings.into_iter().map(move |finding| Raised {
        rule,
        level,
        finding,
        follows_from: None,
        waived_by: None,
        covered_by: None,
    })
}

/// Findings by rule and address, and what each of them follows from.
struct Index {
    places: HashMap<(&'static str, Address), Vec<usize>>,
    causes: Vec<Vec<(usize, Bond)>>,
}

impl Index {
    fn of(raised: &[Raised]) -> Index {
        let mut places: HashMap<(&'static str, Address), Vec<usize>> = HashMap::new();
        for (at, one) in raised.iter().enumerate() {
            places.entry((one.rule.id, one.finding.at.clone())).or_default().push(at);
        }
        let found =
            |cause: &Cause| Some((*places.get(&(cause.rule, cause.at.clone()))?.first()?, cause.bond));
        let causes = raised.iter().map(|one| one.finding.causes.iter().filter_map(found).collect()).collect();
        Index { places, causes }
    }

    fn find(&self, rule: &'static str, at: &Address) -> &[usize] {
        self.places.get(&(rule, at.clone())).map(Vec::as_slice).unwrap_or_default()
    }
}

/// Marks what the waivers that hold take, and gives back those whose finding is there.
fn waive<'a>(ctx: &Ctx<'a>, raised: &mut [Raised], index: &Index) -> HashSet<&'a str> {
    let rules: HashSet<&'static str> = raised.iter().map(|one| one.rule.id).collect();
    let mut used = HashSet::new();
    for (id, waiver) in ctx.plan.waivers.iter() {
        let (Some(rule), Some(at)) = (&waiver.rule, &waiver.at) else { continue };
        let Some(rule) = rules.get(rule.value.as_str()) else { continue };
        let holds = waiving::worth(waiver, ctx.policy, ctx.facts.as_of) == Worth::Holds;
        let own = Waiver::place(id);
        for one in index.find(rule, &at.value) {
            used.insert(id);
            if let Some(one) = raised.get_mut(*one).filter(|one| holds && one.waived_by.is_none()) {
                one.waived_by = Some(own.clone());
            }
        }
    }
    spread(raised, index, |one| &mut one.waived_by);
    used
}

/// Marks what open conditions cover.
fn cover(ctx: &Ctx<'_>, raised: &mut [Raised], index: &Index) {
    for stage in ctx.standing.needed_stages() {
        for (id, condition) in stood_by(ctx, stage).filter(|(_, condition)| covers(ctx, condition)) {
            for one in raised.iter_mut().filter(|one| one.covered_by.is_none()) {
                if condition.covers.iter().any(|cover| one.finding.at.is_within(&cover.value)) {
                    one.covered_by = Some(id.clone());
                }
            }
        }
    }
    spread(raised, index, |one| &mut one.covered_by);
}

/// What a condition covered until it was overdue waits for that condition.
fn blame_overdue(ctx: &Ctx<'_>, raised: &mut [Raised]) {
    for stage in ctx.standing.needed_stages() {
        for (at, condition) in stood_by(ctx, stage) {
            let overdue = condition.due.get().is_some_and(|due| due.date < ctx.facts.as_of);
            for cover in condition.covers.iter().filter(|_| overdue) {
                for one in raised.iter_mut().filter(|one| one.finding.at.is_within(&cover.value)) {
                    let cause = Cause { rule: "overdue-condition", at: at.clone(), bond: Bond::Waits };
                    one.finding.causes.push(cause);
                }
            }
        }
    }
}

/// The open conditions that somebody stands by: of a signature that counts, that is not still to come, and that
/// whoever gave it did not take back with a no.
fn stood_by<'a>(ctx: &Ctx<'a>, stage: &StageStanding<'a>) -> impl Iterator<Item = (Address, &'a Condition)> {
    let as_of = ctx.facts.as_of;
    let is_given = move |sign_off: &SignOff| sign_off.date.get().is_some_and(|date| date.date <= as_of);
    let sign_offs = stage.sign_offs();
    let is_kept = move |sign_off: &SignOff| !sign_offs.iter().any(|no| takes_back(no, sign_off));
    let kept: Vec<&SignOff> =
        stage.signatures.iter().copied().filter(|one| is_given(one) && is_kept(one)).collect();
    kept.into_iter().flat_map(|sign_off| {
        sign_off.open_conditions().map(|(id, condition)| (sign_off.condition_at(id), condition))
    })
}

/// Whether a condition is complete, in time, and its risk accepted by somebody who may.
fn covers(ctx: &Ctx<'_>, condition: &Condition) -> bool {
    let (Some(due), Some(by)) = (condition.due.get(), condition.risk_accepted_by.text()) else {
        return false;
    };
    let may = || waiving::objection(ctx.policy, by, ctx.facts.as_of).is_none();
    condition.missing().is_empty() && ctx.facts.as_of <= due.date && may()
}

/// What takes a finding takes what follows from that finding alone, and waits for nothing that is left.
fn spread(raised: &mut [Raised], index: &Index, mark: impl Fn(&mut Raised) -> &mut Option<Address>) {
    let mut marks: Vec<Option<Address>> = raised.iter_mut().map(|one| mark(one).clone()).collect();
    let taken = |marks: &[Option<Address>], causes: &[(usize, Bond)]| -> Option<Address> {
        let by = causes.iter().map(|(cause, bond)| Some((marks.get(*cause)?.clone()?, *bond)));
        let by: Vec<(Address, Bond)> = by.collect::<Option<_>>()?;
        by.into_iter().find(|(_, bond)| *bond == Bond::Consequence).map(|(mark, _)| mark)
    };
    let mut changed = true;
    while changed {
        changed = false;
        for (at, causes) in index.causes.iter().enumerate() {
            let found = taken(&marks, causes);
            if let Some(slot) = marks.get_mut(at).filter(|slot| slot.is_none() && found.is_some()) {
                *slot = found;
                changed = true;
            }
        }
    }
    for (one, found) in raised.iter_mut().zip(marks) {
        *mark(one) = found;
    }
}

/// Names the root of every finding that only follows from another.
///
/// A finding never hides behind one that weighs less, or that is waived or covered when it is not.
fn follow(raised: &mut [Raised], index: &Index) {
    let parent = |one: &Raised, causes: &[(usize, Bond)]| {
        let hides = |other: &Raised| other.level > one.level || (one.counts() && !other.counts());
        causes.iter().map(|(at, _)| *at).find(|at| raised.get(*at).is_some_and(|other| !hides(other)))
    };
    let parents: Vec<Option<usize>> =
        raised.iter().zip(&index.causes).map(|(one, causes)| parent(one, causes)).collect();
    let root_of = |start: usize| {
        let next = |at: &usize| parents.get(*at).copied().flatten();
        let root = std::iter::successors(Some(start), next).take(parents.len()).last()?;
        let root = raised.get(root).filter(|_| root != start)?;
        Some((root.rule.id, root.finding.at.clone()))
    };
    let roots: Vec<_> = (0..raised.len()).map(root_of).collect();
    for (one, root) in raised.iter_mut().zip(roots) {
        one.follows_from = root;
    }
}

/// The gate that the thing at an address belongs to: that of the stage that it concerns. Where nobody says whom
/// it concerns, or whoever would have to keep it takes no part, it belongs to the first.
pub fn gate_of(ctx: &Ctx<'_>, at: &Address) -> Gate {
    let stage = |id: Option<&str>| ctx.policy.gate_of(id);
    let takes_part = |id: &&str| ctx.standing.stage(id).is_some_and(StageStanding::is_needed);
    let keeper = |id: Option<&str>| stage(id.filter(takes_part));
    let steps: Vec<&str> = at.steps().collect();
    match steps.as_slice() {
        ["stages", id, ..] => stage(Some(id)),
        ["handoffs", id, ..] => stage(ctx.policy.receiver(id, ctx.plan.handoffs.get(id))),
        ["needs", ..] => stage(Some("customer")),
        ["promises", id, ..] => keeper(ctx.plan.promises.get(id).and_then(|promise| promise.kept_by.text())),
        ["loads", id, ..] => keeper(ctx.plan.loads.get(id).and_then(|load| load.to.text())),
        ["incentives", id, ..] => stage(ctx.plan.incentives.get(id).and_then(|known| known.rewards.text())),
        ["informed" | "goals", ..] | ["dates", "external" | "baseline", ..] => Gate::External,
        ["waivers", id, ..] => {
            let waived = ctx.plan.waivers.get(id).and_then(|waiver| waiver.at.as_ref());
            let inner = waived.filter(|inner| inner.value.steps().next() != Some("waivers"));
            inner.map_or(Gate::Internal, |inner| gate_of(ctx, &inner.value))
        }
        _ => Gate::Internal,
    }
}

fn in_order(file: &PlanFile, mut raised: Vec<Raised>) -> Vec<Raised> {
    raised.sort_by_cached_key(|one| {
        (file.root.locate(one.finding.at.as_str()).0, one.finding.at.clone(), one.rule.id)
    });
    let here: HashSet<(&'static str, Address)> =
        raised.iter().map(|one| (one.rule.id, one.finding.at.clone())).collect();
    let mut followers: HashMap<(&'static str, Address), Vec<Raised>> = HashMap::new();
    let mut roots = Vec::new();
    for mut one in raised {
        one.follows_from = one.follows_from.filter(|root| here.contains(root));
        match &one.follows_from {
            Some(root) => followers.entry(root.clone()).or_default().push(one),
            None => roots.push(one),
        }
    }
    roots.sort_by_key(|one| (!one.counts(), one.level));
    let mut ordered = Vec::new();
    for root in roots {
        let behind = followers.remove(&(root.rule.id, root.finding.at.clone()));
        ordered.push(root);
        ordered.extend(behind.into_iter().flatten());
    }
    ordered
}
