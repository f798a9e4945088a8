//! The retrospective, as text and as JSON.

use std::fmt::Write as _;

use serde::Serialize;

use crate::render::document::document;
use crate::render::table::{Column, Lines, table};
use crate::render::text::Layout;
use crate::retro::{GoalRow, HandOffTrace, Missed, Outcome, Retro, Side, Trace};
use crate::text::{self, fold, visible};

const GOALS: [Column; 6] = [
    Column::word("Goal"),
    Column::text("Measure"),
    Column::text("Target"),
    Column::text("Actual"),
    Column::word("By"),
    Column::word("Result"),
];

/// The retrospective as text.
pub fn text(retro: &Retro, layout: Layout) -> String {
    let count = |outcome| retro.goals.iter().filter(|goal| goal.outcome == outcome).count();
    let parts: Vec<String> = [Outcome::Missed, Outcome::Met, Outcome::Unknown, Outcome::Later]
        .into_iter()
        .filter(|outcome| count(*outcome) > 0)
        .map(|outcome| format!("{} {}", count(outcome), outcome.word()))
        .collect();
    let name = visible(&retro.launch).into_owned();
    let head = format!("{} of {name}: {}", text::count(retro.goals.len(), "goal"), parts.join(", "));
    let mut out =
        format!("{}\n  {} · as of {}\n\nGoals\n", fold(&head, layout.width, 2), retro.path, retro.as_of);
    out.push_str(&table(&GOALS, retro.goals.iter().map(row).collect(), layout.width));
    for missed in &retro.missed {
        out.push_str(&missed_text(retro, missed, layout));
    }
    if !retro.leadership.is_empty() {
        out.push_str("\nLeadership's part\n");
        retro.leadership.iter().for_each(|trace| line(&mut out, &trace_line(trace), layout));
    }
    out.push_str("\nThis shows who was involved, not who is to blame: a hand-off has two sides.\n");
    out
}

fn row(goal: &GoalRow) -> Vec<Lines> {
    let dash = || "—".to_owned();
    let result = [goal.outcome.word().to_owned(), String::new()];
    vec![
        [goal.id.clone(), goal.stage.stage.clone()].into(),
        [goal.measure.clone(), goal.note.clone().unwrap_or_default()].into(),
        goal.target.clone().unwrap_or_else(dash).into(),
        goal.actual.clone().unwrap_or_else(dash).into(),
        goal.by.map_or_else(dash, |by| by.to_string()).into(),
        result.into(),
    ]
}

fn who(side: &Side) -> String {
    side.owner.as_ref().map_or_else(|| side.stage.clone(), |owner| format!("{} ({owner})", side.stage))
}

fn line(out: &mut String, text: &str, layout: Layout) {
    let _ = writeln!(out, "  - {}", fold(&visible(text), layout.width, 4));
}

fn missed_text(retro: &Retro, missed: &Missed, layout: Layout) -> String {
    let goal = retro.goals.iter().find(|goal| goal.id == missed.goal);
    let owner = goal.map(|goal| who(&goal.stage)).unwrap_or_default();
    let stood = match retro.planned {
        Some(day) if day <= retro.as_of => {
            format!("by the plan as it reads now, judged for its launch on {day}")
        }
        Some(day) => format!("as things stand on {}, before the launch on {day}", retro.as_of),
        None => format!("as things stand on {}; the launch has no date", retro.as_of),
    };
    let head = format!("Missed: {} of {owner}, {stood}", missed.goal);
    let mut out = format!("\n{}\n", fold(&visible(&head), layout.width, 2));
    let mut last = None;
    for trace in &missed.traces {
        if last.replace(trace.breakdown) != Some(trace.breakdown) {
            let _ = writeln!(out, "  Breakdown in {}", trace.breakdown.word());
        }
        line(&mut out, &trace_line(trace), layout);
    }
    if missed.traces.is_empty() {
        out.push_str(
            "  Nothing was found at fault around this stage: the plan itself may have aimed too high.\n",
        );
    }
    if !missed.handoffs.is_empty() {
        out.push_str("  Its hand-offs, both sides\n");
    }
    for handoff in &missed.handoffs {
        let HandOffTrace { id, from, to, state } = handoff;
        line(&mut out, &format!("`{id}`: {} → {}: {}", who(from), who(to), state.word()), layout);
    }
    out
}

fn trace_line(trace: &Trace) -> String {
    let sides: Vec<String> = trace.sides.iter().map(who).collect();
    let between = match sides.as_slice() {
        [_, _, ..] => format!(" [{}]", text::list(&sides, "and")),
        _ => String::new(),
    };
    let let_pass = trace.let_pass.as_ref().map(|how| format!("; {how}")).unwrap_or_default();
    format!("{} at `{}`: {}{let_pass}{between}", trace.rule, trace.at, trace.message)
}

/// The retrospective as one JSON document.
///
/// # Errors
/// Never in practice: every value is text, a number or a list of these.
pub fn json(retro: &Retro) -> serde_json::Result<String> {
    let body = Document {
        path: &retro.path,
        launch: &retro.launch,
        as_of: retro.as_of.to_string(),
        launched: retro.launched.to_string(),
        goals: retro.goals.iter().map(goal_wire).collect(),
        missed: retro.missed.iter().map(missed_wire).collect(),
        leadership: retro.leadership.iter().map(trace_wire).collect(),
    };
    document(&body, 4096)
}

#[derive(Serialize)]
struct Document<'a> {
    path: &'a str,
    launch: &'a str,
    as_of: String,
    launched: String,
    goals: Vec<WireGoal<'a>>,
    missed: Vec<WireMissed<'a>>,
    leadership: Vec<WireTrace<'a>>,
}

#[derive(Serialize)]
struct WireGoal<'a> {
    id: &'a str,
    stage: &'a str,
    owner: Option<&'a str>,
    measure: &'a str,
    target: Option<&'a str>,
    actual: Option<&'a str>,
    due: Option<String>,
    outcome: &'static str,
    note: Option<&'a str>,
}

#[derive(Serialize)]
struct WireMissed<'a> {
    goal: &'a str,
    traces: Vec<WireTrace<'a>>,
    handoffs: Vec<WireHandOff<'a>>,
}

#[derive(Serialize)]
struct WireTrace<'a> {
    breakdown: &'static str,
    rule: &'static str,
    at: &'a str,
    message: &'a str,
    sides: Vec<WireSide<'a>>,
    let_pass_by: Option<&'a str>,
}

#[derive(Serialize)]
struct WireHandOff<'a> {
    id: &'a str,
    from: &'a str,
    from_owner: Option<&'a str>,
    to: &'a str,
    to_owner: Option<&'a str>,
    state: &'static str,
}

#[derive(Serialize)]
struct WireSide<'a> {
    stage: &'a str,
    owner: Option<&'a str>,
}

fn goal_wire(goal: &GoalRow) -> WireGoal<'_> {
    WireGoal {
        id: &goal.id,
        stage: &goal.stage.stage,
        owner: goal.stage.owner.as_deref(),
        measure: &goal.measure,
        target: goal.target.as_deref(),
        actual: goal.actual.as_deref(),
        due: goal.by.map(|by| by.to_string()),
        outcome: goal.outcome.word(),
        note: goal.note.as_deref(),
    }
}

fn missed_wire(missed: &Missed) -> WireMissed<'_> {
    WireMissed {
        goal: &missed.goal,
        traces: missed.traces.iter().map(trace_wire).collect(),
        handoffs: missed
            .handoffs
            .iter()
            .map(|handoff| WireHandOff {
                id: &handoff.id,
                from: &handoff.from.stage,
                from_owner: handoff.from.owner.as_deref(),
                to: &handoff.to.stage,
                to_owner: handoff.to.owner.as_deref(),
                state: handoff.state.word(),
            })
            .collect(),
    }
}

fn trace_wire(trace: &Trace) -> WireTrace<'_> {
    WireTrace {
        breakdown: trace.breakdown.word(),
        rule: trace.rule,
        at: &trace.at,
        message: &trace.message,
        sides: trace.sides.iter().map(side_wire).collect(),
        let_pass_by: trace.let_pass.as_deref(),
    }
}

fn side_wire(side: &Side) -> WireSide<'_> {
    WireSide { stage: &side.stage, owner: side.owner.as_deref() }
}
