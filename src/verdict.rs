//! The answer: go, go with conditions or no-go, and who does what next.

mod again;

use std::collections::HashSet;

use crate::address::Address;
use crate::check::Raised;
use crate::finding::{Cause, Level};
use crate::plan::sign_off::Condition;
use crate::policy::Gate;
use crate::policy::roster::same_person;
use crate::rule::Ctx;
use crate::standing::{StageStanding, between};
use crate::text;

pub use again::Again;

/// Whether the launch may go.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Verdict {
    /// It may.
    Go,
    /// It may, and somebody carries what is open.
    GoWithConditions,
    /// It may not.
    NoGo,
}

impl Verdict {
    /// The word for it, in JSON.
    pub fn word(self) -> &'static str {
        match self {
            Verdict::Go => "go",
            Verdict::GoWithConditions => "go-with-conditions",
            Verdict::NoGo => "no-go",
        }
    }

    /// The words for it, for people.
    pub fn title(self) -> &'static str {
        match self {
            Verdict::Go => "GO",
            Verdict::GoWithConditions => "GO WITH CONDITIONS",
            Verdict::NoGo => "NO-GO",
        }
    }
}

/// Decides from the findings, the open conditions and the waivers in force.
pub fn verdict(ctx: &Ctx<'_>, raised: &[Raised], gate: Gate) -> Verdict {
    if raised.iter().any(|one| one.counts() && one.level == Level::Error) {
        return Verdict::NoGo;
    }
    let open = ctx.standing.stages_for(gate).any(StageStanding::is_conditional);
    let let_pass = raised.iter().any(|one| !one.counts());
    if open || let_pass { Verdict::GoWithConditions } else { Verdict::Go }
}

/// The conditions that are not met: of the stages of a gate, and those of others that something found for this gate
/// stays open under. Each with its stage and its address.
pub fn owed<'a>(
    ctx: &Ctx<'a>,
    raised: &[Raised],
    gate: Gate,
) -> impl Iterator<Item = (&'a str, Address, &'a Condition)> {
    let covering: HashSet<Address> = raised.iter().filter_map(|one| one.covered_by.clone()).collect();
    ctx.standing
        .needed_stages()
        .flat_map(|stage| stage.owed_conditions().map(move |(at, condition)| (stage, at, condition)))
        .filter(move |(stage, at, _)| stage.policy.gate <= gate || covering.contains(at))
        .map(|(stage, at, condition)| (stage.id, at, condition))
}

/// Something that somebody can do now.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Next {
    /// Who.
    pub who: String,
    /// Those who stand in for them.
    pub stand_ins: Vec<String>,
    /// What, as an order.
    pub todo: String,
    /// What it is about.
    pub at: Address,
    /// The stage that it is the work of.
    pub stage: Option<String>,
    /// The rule that found it; none for a condition.
    pub rule: Option<&'static str>,
    /// How to write it down, where that is not plain; `<plan>` stands for the file.
    pub how: Option<String>,
    /// Whose sign-offs do not outlast it.
    pub again: Vec<Again>,
}

/// What each person can do now: whatever is at fault by itself, and the open conditions with what they cover.
pub fn next(ctx: &Ctx<'_>, raised: &[Raised], gate: Gate) -> Vec<Next> {
    let nobody = &|| ctx.launch_owner().unwrap_or("whoever runs the launch").to_owned();
    let roots =
        raised.iter().filter(|one| one.counts() && one.follows_from.is_none() && one.finding.actionable);
    let (mut found, mut seen, mut places) = (Vec::new(), HashSet::new(), HashSet::new());
    let before = |one| covered_until(raised, one).into_iter().filter(|one| one.finding.actionable);
    for one in roots.flat_map(|one| before(one).chain([one])) {
        let next = to_do(ctx, raised, one, nobody);
        if seen.insert((next.who.clone(), next.todo.clone(), next.at.clone())) {
            places.insert(next.at.clone());
            found.push(next);
        }
    }
    let at_fault: HashSet<&Address> = raised.iter().map(|one| &one.finding.at).collect();
    for (stage, at, condition) in owed(ctx, raised, gate).filter(|(_, at, _)| !at_fault.contains(at)) {
        let covered: Vec<&Raised> = covered(raised, &at).collect();
        for one in covered.iter().filter(|one| one.finding.actionable) {
            let next = to_do(ctx, raised, one, nobody);
            if seen.insert((next.who.clone(), next.todo.clone(), next.at.clone())) {
                found.push(next);
            }
        }
        let (Some(what), Some(owner), Some(due)) =
            (condition.what.text(), condition.owner.text(), condition.due.get())
        else {
            continue;
        };
        if places.insert(at.clone()) {
            found.push(Next {
                who: owner.to_owned(),
                stand_ins: stand_ins(ctx, owner),
                todo: format!("by {}: {}{}", due.date, text::shorten(what, 200), first(&covered)),
                stage: Some(stage.to_owned()),
                rule: None,
                how: meeting(ctx, &at),
                again: Vec::new(),
                at,
            });
        }
    }
    found
}

/// What somebody can do about what was found.
fn to_do(ctx: &Ctx<'_>, raised: &[Raised], one: &Raised, nobody: impl Fn() -> String) -> Next {
    let who = one.finding.owner.clone().unwrap_or_else(nobody);
    let how = overdue(ctx, one).or_else(|| one.finding.how.clone());
    Next {
        again: again::again(ctx, one.rule.id, &one.finding.at, how.as_deref()),
        stand_ins: stand_ins(ctx, &who),
        stage: stage_of(ctx, &one.finding.at, &who),
        who,
        todo: format!("{}{}", one.finding.todo, first(&covered_until(raised, one))),
        at: one.finding.at.clone(),
        rule: Some(one.rule.id),
        how,
    }
}

/// What stays open under a condition, and follows from nothing else.
fn covered<'r>(raised: &'r [Raised], condition: &Address) -> impl Iterator<Item = &'r Raised> {
    let is_under = |one: &&Raised| one.covered_by.as_ref() == Some(condition);
    raised.iter().filter(is_under).filter(|one| one.waived_by.is_none() && one.follows_from.is_none())
}

/// What an overdue condition covered until its day had passed.
fn covered_until<'r>(raised: &'r [Raised], one: &Raised) -> Vec<&'r Raised> {
    let is_it = |cause: &Cause| cause.rule == one.rule.id && cause.at == one.finding.at;
    let waits = |other: &&Raised| other.counts() && other.finding.causes.iter().any(is_it);
    match one.rule.id == OVERDUE {
        true => raised.iter().filter(waits).collect(),
        false => Vec::new(),
    }
}

/// The rule about a sign-off that comes before one that it should come after.
const EARLY: &str = "early-sign-off";

/// What can be said of a stage at its own address without signing for it.
const OF_A_STAGE: [&str; 2] = ["missing-impact", "missing-owner"];

/// The rule about conditions whose day has passed.
const OVERDUE: &str = "overdue-condition";

/// What has to be done before a condition can be called met: the errors that it covers.
fn first(covered: &[&Raised]) -> String {
    let errors = covered.iter().filter(|one| one.level == Level::Error);
    before_it(&errors.map(|one| one.finding.at.as_str()).collect::<Vec<_>>())
}

/// That what stands at these addresses comes before a condition is met; nothing where nothing does.
pub(crate) fn before_it(covered: &[&str]) -> String {
    match covered.is_empty() {
        true => String::new(),
        false => format!("; before that, what it covers: {}", text::few_ticked(covered, "and")),
    }
}

/// How the condition of an address is met. Where several signed under one of its id, its address says which.
pub(crate) fn meeting(ctx: &Ctx<'_>, at: &Address) -> Option<String> {
    let steps: Vec<&str> = at.steps().collect();
    let ["stages", stage, .., "conditions", id] = steps.as_slice() else { return None };
    let alike = ctx.plan.stages.get(stage).map_or(0, |stage| stage.signed_under(id).count());
    let named = if alike > 1 { at.as_str() } else { id };
    Some(format!("`launch meet <plan> {stage} {named}`"))
}

/// How an overdue condition is met.
fn overdue(ctx: &Ctx<'_>, one: &Raised) -> Option<String> {
    (one.rule.id == OVERDUE).then(|| meeting(ctx, &one.finding.at)).flatten()
}

fn stand_ins(ctx: &Ctx<'_>, who: &str) -> Vec<String> {
    let roster = ctx.policy.roster.as_ref();
    let them = roster.map(|roster| roster.stand_ins(who, ctx.facts.as_of).map(str::to_owned).collect());
    them.unwrap_or_default()
}

/// The stage whose work something is: of those that it is between, the one that this person answers for, or
/// else the one that has to do something about it.
pub(crate) fn stage_of(ctx: &Ctx<'_>, at: &Address, who: &str) -> Option<String> {
    let steps: Vec<&str> = at.steps().collect();
    let turn = match steps.as_slice() {
        ["handoffs", id, ..] => ctx.standing.handoff(id).and_then(|handoff| handoff.turn),
        _ => ctx.answers_for(at),
    };
    let stages = || turn.into_iter().chain(between(ctx.plan, ctx.standing, at));
    let is_theirs = |stage: &&str| ctx.owner_of(stage).is_some_and(|owner| same_person(owner, who));
    stages().find(is_theirs).or_else(|| stages().next()).map(str::to_owned)
}
