//! After the launch: goals against results, and what stood around each missed goal when it went out.
//!
//! It shows responsibility and picks no scapegoat: every hand-off is shown with both of its sides,
//! and leadership's part like any other's.

use jiff::civil::Date;

use crate::address::Address;
use crate::check::Raised;
use crate::finding::Breakdown;
use crate::plan::goal::Goal;
use crate::plan::{Plan, PlanFile};
use crate::policy::Gate;
use crate::standing::{HandOffState, Standing, between};

/// The goals of one launch, held against what came of them.
#[derive(Clone, Debug)]
pub struct Retro {
    /// The file.
    pub path: String,
    /// The launch's name.
    pub launch: String,
    /// The day the goals are held against their results.
    pub as_of: Date,
    /// The day whose standing the missed goals are traced to: the launch, if it has a date that has come.
    pub launched: Date,
    /// The day of the launch, if it has one.
    pub planned: Option<Date>,
    /// Every goal.
    pub goals: Vec<GoalRow>,
    /// What stood around each missed goal.
    pub missed: Vec<Missed>,
    /// Leadership's part: its own stage, and the waivers that were given.
    pub leadership: Vec<Trace>,
}

/// A goal and its result.
#[derive(Clone, Debug)]
pub struct GoalRow {
    /// Its id.
    pub id: String,
    /// The stage that owns it.
    pub stage: Side,
    /// What is measured.
    pub measure: String,
    /// What it should be.
    pub target: Option<String>,
    /// What it was.
    pub actual: Option<String>,
    /// By when.
    pub by: Option<Date>,
    /// What came of it.
    pub outcome: Outcome,
    /// How far off it is, or why it cannot be told.
    pub note: Option<String>,
}

/// What came of a goal.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Outcome {
    /// Its day has come, and the result is within the target.
    Met,
    /// It is not.
    Missed,
    /// Its day is still to come, or is today and nobody measured yet.
    Later,
    /// Its day has passed, and nobody measured, or what was measured cannot be compared.
    Unknown,
}

impl Outcome {
    /// The word for it.
    pub fn word(self) -> &'static str {
        match self {
            Outcome::Met => "met",
            Outcome::Missed => "missed",
            Outcome::Later => "later",
            Outcome::Unknown => "unknown",
        }
    }
}

/// A stage with who answers for it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Side {
    /// The stage.
    pub stage: String,
    /// Its owner.
    pub owner: Option<String>,
}

/// A missed goal and what stood around it at the launch.
#[derive(Clone, Debug)]
pub struct Missed {
    /// The goal's id.
    pub goal: String,
    /// What was at fault around its stage, by kind of breakdown.
    pub traces: Vec<Trace>,
    /// The hand-offs to and from its stage, each with both sides.
    pub handoffs: Vec<HandOffTrace>,
}

/// Something that was at fault at the launch.
#[derive(Clone, Debug)]
pub struct Trace {
    /// The kind of failure between departments.
    pub breakdown: Breakdown,
    /// The rule.
    pub rule: &'static str,
    /// The thing at fault.
    pub at: String,
    /// What was wrong.
    pub message: String,
    /// Everybody it was between.
    pub sides: Vec<Side>,
    /// What let it pass, if something did.
    pub let_pass: Option<String>,
}

/// A hand-off as it stood at the launch.
#[derive(Clone, Debug)]
pub struct HandOffTrace {
    /// Its id.
    pub id: String,
    /// Who had to send it.
    pub from: Side,
    /// Who had to accept it.
    pub to: Side,
    /// How it stood.
    pub state: HandOffState,
}

/// Holds the goals of a plan against their results. `standing` and `raised` are those of the day
/// `launched`.
pub fn retro(
    file: &PlanFile,
    standing: &Standing<'_>,
    raised: &[Raised],
    launched: Date,
    as_of: Date,
) -> Retro {
    let plan = &file.plan;
    let goals = goals(plan, as_of);
    let missed = goals.iter().filter(|goal| goal.outcome == Outcome::Missed);
    Retro {
        path: file.source.name().to_owned(),
        launch: plan.name().to_owned(),
        as_of,
        launched,
        planned: Gate::External.date(&plan.dates),
        missed: missed.map(|goal| missed_goal(plan, standing, raised, goal)).collect(),
        goals,
        leadership: leadership(plan, standing, raised),
    }
}

/// The goals of a plan, each with what came of it until a day.
pub fn goals(plan: &Plan, as_of: Date) -> Vec<GoalRow> {
    plan.goals.iter().map(|(id, goal)| goal_row(plan, id, goal, as_of)).collect()
}

fn side(plan: &Plan, stage: &str) -> Side {
    let owner = plan.stages.get(stage).and_then(|stage| stage.owner.text());
    Side { stage: stage.to_owned(), owner: owner.map(str::to_owned) }
}

fn goal_row(plan: &Plan, id: &str, goal: &Goal, as_of: Date) -> GoalRow {
    let by = goal.by.get().map(|by| by.date);
    let is_later = by.is_some_and(|by| by > as_of);
    let (outcome, note) = match (goal.actual.get(), goal.target.get()) {
        (None, _) if is_later || by == Some(as_of) => (Outcome::Later, None),
        (None, _) => (Outcome::Unknown, Some("nobody measured it: `actual` is not filled in".to_owned())),
        (_, None) => (Outcome::Unknown, Some("it has no target".to_owned())),
        (Some(actual), Some(target)) => match actual.gap(target) {
            Ok(None) if is_later => (Outcome::Later, Some("within the target so far".to_owned())),
            Ok(Some(gap)) if is_later => (Outcome::Later, Some(format!("so far, {gap}"))),
            Ok(None) => (Outcome::Met, None),
            Ok(Some(gap)) => (Outcome::Missed, Some(gap.to_string())),
            Err(reason) => (Outcome::Unknown, Some(reason.to_string())),
        },
    };
    GoalRow {
        id: id.to_owned(),
        stage: side(plan, goal.stage.text().unwrap_or("(no stage)")),
        measure: goal.measure.text().unwrap_or(id).to_owned(),
        target: goal.target.get().map(ToString::to_string),
        actual: goal.actual.get().map(ToString::to_string),
        by,
        outcome,
        note,
    }
}

fn missed_goal(plan: &Plan, standing: &Standing<'_>, raised: &[Raised], goal: &GoalRow) -> Missed {
    let stage = goal.stage.stage.as_str();
    let handoffs = standing.needed_handoffs().filter(|handoff| handoff.from == stage || handoff.to == stage);
    let about = |one: &&Raised| sides(plan, standing, &one.finding.at).iter().any(|side| side.stage == stage);
    let mut traces: Vec<Trace> = raised.iter().filter(about).map(|one| trace(plan, standing, one)).collect();
    traces.sort_by_key(|trace| trace.breakdown);
    Missed {
        goal: goal.id.clone(),
        traces,
        handoffs: handoffs
            .map(|handoff| HandOffTrace {
                id: handoff.id.to_owned(),
                from: side(plan, handoff.from),
                to: side(plan, handoff.to),
                state: handoff.state,
            })
            .collect(),
    }
}

/// Everybody that the thing at an address is between.
fn sides(plan: &Plan, standing: &Standing<'_>, at: &Address) -> Vec<Side> {
    between(plan, standing, at).into_iter().map(|stage| side(plan, stage)).collect()
}

fn trace(plan: &Plan, standing: &Standing<'_>, one: &Raised) -> Trace {
    Trace {
        breakdown: one.rule.breakdown,
        rule: one.rule.id,
        at: one.finding.at.to_string(),
        message: one.finding.message.clone(),
        sides: sides(plan, standing, &one.finding.at),
        let_pass: let_pass(plan, one),
    }
}

/// The waiver or the condition that let something pass, with who carried it.
fn let_pass(plan: &Plan, one: &Raised) -> Option<String> {
    if let Some(waiver) = &one.waived_by {
        let by = plan.waivers.get(waiver.steps().nth(1)?)?.by.text()?;
        return Some(format!("waived by {by} (`{waiver}`)"));
    }
    let condition = one.covered_by.as_ref()?;
    let sign_offs = plan.stages.get(condition.steps().nth(1)?)?.sign_offs.iter();
    let mut known = sign_offs.flat_map(|sign_off| {
        sign_off.conditions.iter().map(|(id, known)| (sign_off.condition_at(id), known))
    });
    let by = known.find(|(at, _)| at == condition).and_then(|(_, known)| known.risk_accepted_by.text());
    Some(format!("covered by a condition whose risk {} accepted (`{condition}`)", by.unwrap_or("nobody")))
}

/// What was open of leadership's own stage, and every waiver that took something.
fn leadership(plan: &Plan, standing: &Standing<'_>, raised: &[Raised]) -> Vec<Trace> {
    let own = Address::stage("leadership");
    let theirs =
        |one: &&Raised| one.finding.at.is_within(&own) || one.waived_by.is_some() || one.covered_by.is_some();
    raised.iter().filter(theirs).map(|one| trace(plan, standing, one)).collect()
}
