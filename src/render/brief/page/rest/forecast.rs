//! When the launch can be at the earliest, and what that hangs on.

use crate::brief::Brief;
use crate::forecast::Impossible;
use crate::render::brief::page::rest::tables::table;
use crate::render::brief::page::{Block, Item, Section, cell};

const COLUMNS: [&str; 5] = ["What", "Turn of", "Needs", "Left", "Earliest gate"];

/// The forecast by lead times, with what it does not count.
pub(super) fn section(brief: &Brief) -> Section {
    let forecast = &brief.forecast;
    let gates = forecast.gates.iter().map(|gate| Item::new("", gate.reason())).collect();
    let mut blocks = vec![Block::Items(gates)];
    if !forecast.impossible.is_empty() {
        let rows = forecast.impossible.iter().map(row).collect();
        let caption = "Lead times that no longer fit, in working days";
        blocks.push(Block::Table(table(caption, COLUMNS.to_vec(), rows)));
    }
    let uncounted = forecast.uncounted.told();
    if !uncounted.is_empty() {
        blocks.push(Block::Aside(format!("Not counted: {}.", uncounted.join("; "))));
    }
    Section::new("forecast", "Forecast by lead times", blocks)
}

fn row(one: &Impossible) -> Vec<Vec<String>> {
    vec![
        cell(one.at.to_string()),
        [Some(one.stage.clone()), one.owner.clone()].into_iter().flatten().collect(),
        cell(one.lead.to_string()),
        cell(one.left.to_string()),
        cell(format!("{} {}", one.gate.word(), one.at_the_earliest())),
    ]
}
