//! Tables on a terminal.

use comfy_table::{Cell, CellAlignment, ColumnConstraint, ContentArrangement, LineStyle, Row, Table, Width};

use crate::text::visible;

/// A column: its heading, and whether its words stay in one piece.
#[derive(Clone, Copy)]
pub(super) struct Column {
    /// The heading.
    pub(super) heading: &'static str,
    /// Whether it is as wide as its widest cell wants, instead of as wide as there is room.
    pub(super) fixed: bool,
    /// Whether its cells are numbers.
    pub(super) number: bool,
}

impl Column {
    /// A column of text that may be folded.
    pub(super) const fn text(heading: &'static str) -> Column {
        Column { heading, fixed: false, number: false }
    }

    /// A column of words that are not folded.
    pub(super) const fn word(heading: &'static str) -> Column {
        Column { heading, fixed: true, number: false }
    }

    /// A column of numbers.
    pub(super) const fn number(heading: &'static str) -> Column {
        Column { heading, fixed: true, number: true }
    }
}

/// What stands in a cell: lines, each escaped.
pub(super) struct Lines(String);

impl From<String> for Lines {
    fn from(line: String) -> Lines {
        Lines::from(line.as_str())
    }
}

impl From<&str> for Lines {
    fn from(line: &str) -> Lines {
        Lines(visible(line).into_owned())
    }
}

impl From<Vec<String>> for Lines {
    fn from(lines: Vec<String>) -> Lines {
        let lines: Vec<_> = lines.iter().map(|line| visible(line)).collect();
        Lines(lines.join("\n"))
    }
}

impl<const N: usize> From<[String; N]> for Lines {
    fn from(lines: [String; N]) -> Lines {
        Lines::from(lines.into_iter().filter(|line| !line.is_empty()).collect::<Vec<_>>())
    }
}

/// A table of at most this width.
pub(super) fn table(columns: &[Column], rows: Vec<Vec<Lines>>, width: usize) -> String {
    let mut table = Table::new();
    table
        .load_style(comfy_table::presets::UTF8_HORIZONTAL_ONLY.row_separator(LineStyle::none()))
        .set_content_arrangement(ContentArrangement::Dynamic)
        .set_width(u16::try_from(width).unwrap_or(u16::MAX))
        .set_header(columns.iter().map(|column| column.heading));
    for row in rows {
        table.add_row(cells(columns, row));
    }
    for (index, column) in columns.iter().enumerate() {
        let Some(drawn) = table.column_mut(index) else { continue };
        drawn.set_padding((0, 2));
        if column.fixed {
            drawn.set_constraint(ColumnConstraint::ContentWidth);
        } else {
            drawn.set_constraint(ColumnConstraint::LowerBoundary(Width::Fixed(9)));
        }
    }
    let mut drawn = String::new();
    for line in table.lines() {
        drawn.push_str(line.trim_end());
        drawn.push('\n');
    }
    drawn
}

fn cells(columns: &[Column], row: Vec<Lines>) -> Row {
    let cell = |(column, Lines(lines)): (&Column, Lines)| {
        let cell = Cell::new_owned(lines);
        if column.number { cell.set_alignment(CellAlignment::Right) } else { cell }
    };
    Row::from(columns.iter().zip(row).map(cell).collect::<Vec<Cell>>())
}
