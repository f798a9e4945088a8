//! Tables on a terminal.

use comfy_table::{Cell, CellAlignment, ContentArrangement, LineStyle, Row, Table};
use unicode_width::UnicodeWidthChar as _;

use crate::text::{visible, width as width_of};

/// A column: its heading, and whether its words stay in one piece.
#[derive(Clone, Copy)]
pub(super) struct Column {
    /// The heading.
    pub(super) heading: &'static str,
    /// Whether it is as wide as its widest cell wants, instead of as wide as there is room.
    pub(super) fixed: bool,
    /// Whether its cells are numbers.
    pub(super) number: bool,
    /// Whether its rows are known by it: then it never gives way to others.
    pub(super) name: bool,
}

impl Column {
    /// A column of text that may be folded.
    pub(super) const fn text(heading: &'static str) -> Column {
        Column { heading, fixed: false, number: false, name: false }
    }

    /// A column of text that the rows are known by, beside the first.
    pub(super) const fn name(heading: &'static str) -> Column {
        Column { heading, fixed: false, number: false, name: true }
    }

    /// A column of words that are not folded.
    pub(super) const fn word(heading: &'static str) -> Column {
        Column { heading, fixed: true, number: false, name: false }
    }

    /// A column of numbers.
    pub(super) const fn number(heading: &'static str) -> Column {
        Column { heading, fixed: true, number: true, name: false }
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

/// A table of at most this width. No word is broken while another column can give room; what does not fit
/// beside the others stands below its row.
pub(super) fn table(columns: &[Column], rows: Vec<Vec<Lines>>, width: usize) -> String {
    let rows: Vec<Vec<String>> =
        rows.into_iter().map(|row| row.into_iter().map(|Lines(lines)| lines).collect()).collect();
    let needs: Vec<Need> =
        columns.iter().enumerate().map(|(at, column)| Need::of(column, at, &rows)).collect();
    let shown = shown(columns, &needs, width);
    let widths = widths(&shown, &needs, width);
    let mut table = Table::new();
    table
        .load_style(comfy_table::presets::UTF8_HORIZONTAL_ONLY.row_separator(LineStyle::none()))
        .set_content_arrangement(ContentArrangement::Disabled);
    let at_width = || shown.iter().zip(&widths);
    let heading = |(at, wide): (&usize, &usize)| {
        columns.get(*at).map(|column| wrapped(column.heading, *wide).join("\n")).unwrap_or_default()
    };
    table.set_header(at_width().map(heading).collect::<Vec<String>>());
    let mut heights = Vec::with_capacity(rows.len());
    for row in &rows {
        let cells = at_width().map(|(at, wide)| {
            let text = row.get(*at).map(String::as_str).unwrap_or_default();
            (columns.get(*at), wrapped(text, *wide))
        });
        let cells: Vec<_> = cells.collect();
        heights.push(cells.iter().map(|(_, lines)| lines.len()).max().unwrap_or(1).max(1));
        table.add_row(Row::from(cells.into_iter().map(cell).collect::<Vec<Cell>>()));
    }
    for index in 0..shown.len() {
        if let Some(drawn) = table.column_mut(index) {
            drawn.set_padding((0, 2));
        }
    }
    let below = rows.iter().map(|row| below(columns, &shown, row, width));
    drawn(&table, heights.into_iter().zip(below).collect())
}

/// What is left free between two columns.
const GAP: usize = 3;
/// How far what stands below a row is moved in.
const INDENT: usize = 2;

/// How wide a column has to be.
struct Need {
    /// So that no word of it is broken.
    least: usize,
    /// So that no line of it is folded.
    whole: usize,
}

impl Need {
    fn of(column: &Column, at: usize, rows: &[Vec<String>]) -> Need {
        let lines = || rows.iter().filter_map(|row| row.get(at)).flat_map(|cell| cell.split('\n'));
        let widest = |text: &str| text.split(' ').map(width_of).max().unwrap_or_default();
        let longest = lines().map(width_of).max().unwrap_or_default();
        let least = if column.fixed { longest } else { lines().map(widest).max().unwrap_or_default() };
        Need {
            least: least.max(widest(column.heading)).max(1),
            whole: longest.max(width_of(column.heading)).max(1),
        }
    }
}

/// The columns that stand beside each other: of those that do not fit, the widest give way, the first never.
fn shown(columns: &[Column], needs: &[Need], width: usize) -> Vec<usize> {
    let mut shown: Vec<usize> = (0..columns.len()).collect();
    let least = |at: &usize| needs.get(*at).map_or(0, |need| need.least + GAP);
    let is = |at: &usize, what: fn(&Column) -> bool| columns.get(*at).is_some_and(what);
    while shown.len() > 1 && shown.iter().map(least).sum::<usize>() > width + 1 {
        let rank = |at: &&usize| (!is(at, |one| one.name), !is(at, |one| one.fixed), least(at));
        let widest = shown.iter().skip(1).max_by_key(rank).copied();
        shown.retain(|at| Some(*at) != widest);
    }
    shown
}

/// How wide each of these columns is drawn: what is left over goes to the first, that its rows are known by, up
/// to a third, and then to where lines are folded most.
fn widths(shown: &[usize], needs: &[Need], width: usize) -> Vec<usize> {
    let needs: Vec<&Need> = shown.iter().filter_map(|at| needs.get(*at)).collect();
    let room = (width + 1).saturating_sub(GAP * needs.len());
    let mut widths: Vec<usize> = needs.iter().map(|need| need.least.min(room.max(1))).collect();
    let mut left = room.saturating_sub(widths.iter().sum());
    if let Some((wide, need)) = widths.first_mut().zip(needs.first()) {
        let more = need.whole.min(width / 3).saturating_sub(*wide).min(left);
        *wide += more;
        left -= more;
    }
    while left > 0 {
        let folded = widths.iter_mut().zip(&needs).filter(|(wide, need)| **wide < need.whole);
        let most =
            folded.max_by(|(wide, need), (other, known)| (need.whole * **other).cmp(&(known.whole * **wide)));
        let Some((wide, _)) = most else { break };
        *wide += 1;
        left -= 1;
    }
    widths
}

/// What of a row stands below it, in lines.
fn below(columns: &[Column], shown: &[usize], row: &[String], width: usize) -> Vec<String> {
    let left = columns.iter().zip(row).enumerate().filter(|(at, _)| !shown.contains(at));
    let told = left.filter(|(_, (_, text))| !text.is_empty() && *text != "—");
    let told: Vec<String> =
        told.map(|(_, (column, text))| format!("{}: {}", column.heading, text.replace('\n', ", "))).collect();
    if told.is_empty() {
        return Vec::new();
    }
    let lines = wrapped(&told.join(" · "), width.saturating_sub(INDENT).max(1));
    lines.iter().map(|line| format!("  {line}")).collect()
}

/// A text in lines of at most this width; only a word that is wider than that is broken.
fn wrapped(text: &str, width: usize) -> Vec<String> {
    let mut out = Vec::new();
    for line in text.split('\n') {
        if width_of(line) <= width {
            out.push(line.to_owned());
            continue;
        }
        let (mut now, mut wide) = (String::new(), 0);
        for word in line.split(' ') {
            let more = width_of(word);
            if !now.is_empty() && wide + 1 + more > width {
                out.push(std::mem::take(&mut now));
                wide = 0;
            } else if !now.is_empty() {
                now.push(' ');
                wide += 1;
            }
            if more <= width {
                now.push_str(word);
                wide += more;
                continue;
            }
            for c in word.chars() {
                let more = c.width().unwrap_or_default();
                if !now.is_empty() && wide + more > width {
                    out.push(std::mem::take(&mut now));
                    wide = 0;
                }
                now.push(c);
                wide += more;
            }
        }
        out.push(now);
    }
    out
}

fn cell((column, lines): (Option<&Column>, Vec<String>)) -> Cell {
    let cell = Cell::new_owned(lines.join("\n"));
    let is_number = column.is_some_and(|column| column.number);
    if is_number { cell.set_alignment(CellAlignment::Right) } else { cell }
}

/// The lines of a table, with what stands below each of its rows.
fn drawn(table: &Table, rows: Vec<(usize, Vec<String>)>) -> String {
    let lines: Vec<String> = table.lines().collect();
    let of_rows: usize = rows.iter().map(|(height, _)| height).sum();
    let mut lines = lines.iter().map(|line| line.trim_end());
    let mut out = String::new();
    let mut push = |line: &str| out.extend([line, "\n"]);
    let head = lines.len().saturating_sub(of_rows + 1);
    lines.by_ref().take(head).for_each(&mut push);
    for (height, below) in rows {
        lines.by_ref().take(height).for_each(&mut push);
        for line in &below {
            push(line);
        }
    }
    lines.for_each(push);
    out
}

#[cfg(test)]
mod tests {
    use super::{Column, Lines, table};
    use crate::text::width;

    const COLUMNS: [Column; 5] = [
        Column::text("Stage"),
        Column::word("State"),
        Column::text("Owner"),
        Column::text("Hand-off"),
        Column::number("Days late"),
    ];

    fn drawn(wide: usize) -> String {
        let row = |cells: [&str; 5]| cells.map(Lines::from).into();
        let rows = vec![
            row(["customer-service", "signed", "una@doc.example", "support guide for both", "12"]),
            row(["it", "ready", "—", "delivery-change 2026-05-05", "—"]),
        ];
        table(&COLUMNS, rows, wide)
    }

    #[test]
    fn no_word_is_broken_and_nothing_is_wider() {
        for wide in 18..120 {
            let text = drawn(wide);
            assert!(text.lines().all(|line| width(line) <= wide), "{wide}\n{text}");
            let words = ["customer-service", "una@doc.example", "delivery-change", "2026-05-05", "12"];
            let heads = ["Stage", "State", "Owner", "Hand-off"];
            for word in words.into_iter().chain(heads) {
                assert!(text.contains(word), "{wide} {word}\n{text}");
            }
        }
        assert!(drawn(10).lines().all(|line| width(line) <= 10), "{}", drawn(10));
    }

    #[test]
    fn what_does_not_fit_stands_below_its_row() {
        let text = drawn(50);
        let lines: Vec<&str> = text.lines().collect();
        let at = lines.iter().position(|line| line.starts_with("customer-service")).expect("a row");
        assert!(lines[at + 1].starts_with("  ") && lines[at + 1].contains(": "), "{text}");
        assert!(!drawn(100).contains(": "), "{}", drawn(100));
    }
}
