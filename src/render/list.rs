//! The list of rules.

use crate::render::table::{Column, Lines, table};
use crate::rule::Rule;
use crate::text::count;

const COLUMNS: [Column; 4] =
    [Column::word("Rule"), Column::word("Level"), Column::word("Breakdown"), Column::text("What it finds")];

/// The rules as a table.
pub fn rules(rules: &[&Rule], width: usize) -> String {
    let row = |rule: &&Rule| {
        vec![rule.id.into(), rule.level.word().into(), rule.breakdown.word().into(), rule.summary.into()]
    };
    let rows: Vec<Vec<Lines>> = rules.iter().map(row).collect();
    let many = count(rules.len(), "rule");
    format!(
        "{}{many}. `launch explain <rule>` says more; `[rules]` in `launch.toml` sets levels.\n",
        table(&COLUMNS, rows, width)
    )
}
