//! The list of rules, and of what else reports name.

use crate::render::table::{Column, Lines, table};
use crate::rule::Rule;
use crate::text::{count, fold};
use crate::topic::Topic;

const COLUMNS: [Column; 4] =
    [Column::word("Rule"), Column::word("Level"), Column::word("Breakdown"), Column::text("What it finds")];

const TOPIC_COLUMNS: [Column; 2] = [Column::word("No rule"), Column::text("What it says")];

/// The rules as a table, and below it what else reports name.
pub fn rules(rules: &[&Rule], topics: &[&Topic], width: usize) -> String {
    let row = |rule: &&Rule| {
        vec![rule.id.into(), rule.level.word().into(), rule.breakdown.word().into(), rule.summary.into()]
    };
    let rows: Vec<Vec<Lines>> = rules.iter().map(row).collect();
    let many = count(rules.len(), "rule");
    let beside: Vec<Vec<Lines>> =
        topics.iter().map(|topic| vec![topic.id.into(), topic.summary.into()]).collect();
    format!(
        "{}{many}. `launch explain <rule>` says more; `[rules]` in `launch.toml` sets levels.\n\n{}{}\n",
        table(&COLUMNS, rows, width),
        table(&TOPIC_COLUMNS, beside, width),
        fold("Reports name these too. Nothing switches them off, and no waiver takes them.", width, 0)
    )
}
