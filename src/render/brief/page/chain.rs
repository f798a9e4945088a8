//! The chain in words: what the picture shows, for those who do not see it.

use crate::brief::Brief;
use crate::render::brief::page::{Item, is_weakest};
use crate::report::{HandOffRow, StageRow};
use crate::standing::HandOffState;
use crate::text::list;

/// The stages in customer-first order, each with the hand-offs to it.
pub(super) fn links(brief: &Brief) -> Vec<Item> {
    let plan = &brief.reading.report;
    let turns = brief.order.iter().filter_map(|turn| {
        let stage = plan.stages.iter().find(|stage| stage.id == turn.stage)?;
        let after = match turn.after.is_empty() {
            true => String::new(),
            false => format!(", after {}", list(&turn.after, "and")),
        };
        let weakest = if is_weakest(plan, &stage.id) { ", the weakest link" } else { "" };
        let gets: Vec<String> = drawn(brief).filter(|one| one.to == stage.id).map(gets).collect();
        let gets = match gets.is_empty() {
            true => String::new(),
            false => format!("; gets {}", gets.join(", ")),
        };
        Some(Item::new(stage.id.clone(), format!("{}{weakest}{after}{gets}", standing(stage))))
    });
    turns.collect()
}

/// The hand-offs that are part of the chain.
pub(super) fn drawn(brief: &Brief) -> impl Iterator<Item = &HandOffRow> {
    let in_order = |stage: &str| brief.order.iter().any(|turn| turn.stage == stage);
    let handoffs = brief.reading.report.handoffs.iter();
    handoffs
        .filter(move |one| one.state != HandOffState::NotNeeded && in_order(&one.from) && in_order(&one.to))
}

fn standing(stage: &StageRow) -> String {
    if stage.of == 0 {
        return format!("{}, not asked for by this gate", stage.state.word());
    }
    format!("{}, {} of {} met", stage.state.word(), stage.met, stage.of)
}

fn gets(handoff: &HandOffRow) -> String {
    format!("`{}` from {} ({})", handoff.id, handoff.from, handoff.state.word())
}
