//! The two tables of a plan: missing hand-offs, and the stages.

use crate::render::table::{Column, Lines, table};
use crate::render::text::{Layout, heading};
use crate::render::words;
use crate::report::{HandOffRow, PlanReport, StageRow};
use crate::standing::{HandOffState, StageState};
use crate::text;

const HANDOFFS: [Column; 7] = [
    Column::word("Hand-off"),
    Column::text("From → to"),
    Column::text("Deliverable"),
    Column::word("State"),
    Column::word("Due"),
    Column::number("Days late"),
    Column::word("Turn of"),
];

/// The same on a narrow screen: from and to below the hand-off, days late below the due date.
const NARROW_HANDOFFS: [Column; 5] = [
    Column::text("Hand-off"),
    Column::text("Deliverable"),
    Column::word("State"),
    Column::word("Due"),
    Column::word("Turn of"),
];

/// The least columns for all of [`HANDOFFS`].
const WIDE: usize = 110;

/// The hand-offs that the gate asks for and that are open.
pub(super) fn handoffs(plan: &PlanReport, layout: Layout) -> String {
    let of_gate = || plan.handoffs.iter().filter(|handoff| plan.asks_for(handoff));
    let needed = of_gate().filter(|handoff| handoff.state != HandOffState::NotNeeded).count();
    let open: Vec<&HandOffRow> = of_gate().filter(|handoff| handoff.turn.is_some()).collect();
    match open.len() {
        0 if needed == 0 => heading("No hand-offs are required", layout),
        0 => heading(&format!("Missing hand-offs: none, all {needed} are accepted"), layout),
        missing => {
            let title = heading(&format!("Missing hand-offs: {missing} of {needed}"), layout);
            title + &handoff_table(&open, layout)
        }
    }
}

fn handoff_table(open: &[&HandOffRow], layout: Layout) -> String {
    let due = |handoff: &HandOffRow| handoff.due.map_or_else(|| "—".to_owned(), |due| due.to_string());
    let turn = |handoff: &HandOffRow| handoff.turn.clone().unwrap_or_default();
    let way = |handoff: &HandOffRow| format!("{} → {}", handoff.from, handoff.to);
    let late = |handoff: &HandOffRow| handoff.days_late.filter(|late| *late > 0);
    if layout.width >= WIDE {
        let row = |handoff: &&HandOffRow| -> Vec<Lines> {
            let late = late(handoff).map_or_else(|| "—".to_owned(), |late| late.to_string());
            let state = handoff.state.word();
            let [way, due, turn] = [way(handoff), due(handoff), turn(handoff)];
            let what = handoff.what.clone();
            vec![
                handoff.id.clone().into(),
                way.into(),
                what.into(),
                state.into(),
                due.into(),
                late.into(),
                turn.into(),
            ]
        };
        return table(&HANDOFFS, open.iter().map(row).collect(), layout.width);
    }
    let row = |handoff: &&HandOffRow| -> Vec<Lines> {
        let late = late(handoff)
            .map(|late| format!("{} late", text::count(late as usize, "day")))
            .unwrap_or_default();
        let state = handoff.state.word();
        let what = handoff.what.clone();
        vec![
            [handoff.id.clone(), way(handoff)].into(),
            what.into(),
            state.into(),
            [due(handoff), late].into(),
            turn(handoff).into(),
        ]
    };
    table(&NARROW_HANDOFFS, open.iter().map(row).collect(), layout.width)
}

const STAGES: [Column; 5] = [
    Column::word("Stage"),
    Column::word("State"),
    Column::text("Signed by"),
    Column::text("Signed on"),
    Column::word("Met"),
];

pub(super) fn stages(plan: &PlanReport, layout: Layout) -> String {
    let weakest = plan.weakest.as_ref().map(|weakest| weakest.stage.as_str());
    let row = |stage: &StageRow| -> Vec<Lines> {
        let met = match stage.of {
            0 => "—".to_owned(),
            of if weakest == Some(stage.id.as_str()) => format!("{} of {of} ◀", stage.met),
            of => format!("{} of {of}", stage.met),
        };
        vec![
            stage.id.as_str().into(),
            stage.state.word().into(),
            stage.by().as_deref().unwrap_or("—").into(),
            stage.date.map_or_else(|| "—".into(), |date| date.to_string().into()),
            met.into(),
        ]
    };
    let rows = plan.stages.iter().map(row).collect();
    let is_ready = plan.stages.iter().any(|stage| stage.state == StageState::Ready);
    let signs = [is_ready.then_some(words::READY), weakest.map(|_| "◀ weakest link")];
    let signs: Vec<&str> = signs.into_iter().flatten().collect();
    let title = match signs.is_empty() {
        true => "Stages, customers first".to_owned(),
        false => format!("Stages, customers first ({})", signs.join("; ")),
    };
    heading(&title, layout) + &table(&STAGES, rows, layout.width)
}
