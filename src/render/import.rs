//! What was recognised in a spreadsheet, and what its rows became.

use std::fmt::Write as _;

use crate::import::{Answer, Field, Imported, Order, Sheet, title};
use crate::render::table::{Column, Lines, table};
use crate::text::{count, fold, shorten, visible};

const COLUMNS: [Column; 2] = [Column::text("Column"), Column::text("Becomes")];
const DEPARTMENTS: [Column; 3] = [Column::text("Department"), Column::word("Stage"), Column::number("Rows")];
const ROWS: [Column; 2] = [Column::number("Rows"), Column::text("Become")];

/// How many rows of one kind are told one by one.
const MOST_TOLD: usize = 25;

/// The summary of an import, for people; `file` is how the spreadsheet is shown.
pub fn summary(file: &str, sheet: &Sheet, imported: &Imported, width: usize) -> String {
    let mut out = fold(&begin(file, sheet), width, 2) + "\n\n";
    out.push_str(&table(&COLUMNS, columns(sheet), width));
    if !imported.departments.is_empty() {
        out.push('\n');
        out.push_str(&table(&DEPARTMENTS, departments(imported), width));
    }
    out.push('\n');
    out.push_str(&table(&ROWS, rows(imported), width));
    if let Some((order, why)) = &sheet.order {
        let first = match order {
            Order::DayFirst => "day",
            Order::MonthFirst => "month",
        };
        let line = format!("Dates are read with the {first} first, {}.", visible(why));
        let _ = writeln!(out, "\n{}", fold(&line, width, 0));
    }
    let doubts: Vec<(usize, &str)> =
        imported.doubts.iter().map(|(row, doubt)| (*row, doubt.as_str())).collect();
    told(&mut out, "Look at these, they may be meant otherwise:", &doubts, width);
    let lost: Vec<(usize, &str)> =
        imported.unmapped.iter().map(|unmapped| (unmapped.row, unmapped.why.as_str())).collect();
    told(&mut out, "Could not be mapped, and kept in comments at the end of the plan:", &lost, width);
    out
}

fn begin(file: &str, sheet: &Sheet) -> String {
    let delimiter = match sheet.delimiter {
        b',' => "commas".to_owned(),
        b';' => "semicolons".to_owned(),
        b'\t' => "tabs".to_owned(),
        other => format!("`{}`", visible(&char::from(other).to_string())),
    };
    let mut line = format!(
        "{file}: {} between cells, {}, names of columns in row {}, {} below it",
        delimiter,
        sheet.encoding.word(),
        sheet.columns.row,
        count(sheet.rows.len(), "row")
    );
    if let Some(name) = title(sheet) {
        let _ = write!(line, "; the launch is called `{}`", visible(&shorten(name, 60)));
    }
    line
}

fn columns(sheet: &Sheet) -> Vec<Vec<Lines>> {
    let columns = &sheet.columns;
    let is_used = |column: &usize| sheet.rows.iter().any(|row| !row.cell(*column).is_empty());
    let shown = (0..columns.names.len())
        .filter(|column| columns.names.get(*column).is_some_and(|name| !name.is_empty()) || is_used(column));
    shown
        .map(|column| {
            let becomes = match columns.field_of(column) {
                Some(field) => becomes(field).to_owned(),
                None => match columns.second_of(column) {
                    Some((Field::Status, first)) => {
                        format!("{}, if `{}` agrees", becomes(Field::Status), columns.name(first))
                    }
                    Some((field, first)) => {
                        format!("{}, where `{}` is empty", becomes(field), columns.name(first))
                    }
                    None => "a comment".to_owned(),
                },
            };
            vec![Lines::from(shorten(&columns.name(column), 60).into_owned()), becomes.into()]
        })
        .collect()
}

fn becomes(field: Field) -> &'static str {
    match field {
        Field::Stage => "the stage",
        Field::Item => "the ask, or what is handed over",
        Field::Owner => "the stage's owner, where all of its rows agree",
        Field::Due => "when a hand-off is due; of an ask, a comment",
        Field::Status => "open or done",
        Field::Completed => "done, if no status says otherwise",
        Field::Link => "what shows that it is done",
        Field::From => "where a hand-off comes from",
        Field::To => "where a hand-off goes to",
        Field::HandOff => "whether it is a hand-off, or what is handed over",
        Field::Notes => "a comment",
    }
}

fn departments(imported: &Imported) -> Vec<Vec<Lines>> {
    let shown = imported.departments.iter().take(MOST_TOLD);
    let mut rows: Vec<Vec<Lines>> = shown
        .map(|known| {
            let stage = known.stage.as_deref().unwrap_or("not mapped");
            vec![shorten(&known.name, 60).into_owned().into(), stage.into(), known.rows.to_string().into()]
        })
        .collect();
    if let Some(more) = imported.departments.len().checked_sub(MOST_TOLD).filter(|more| *more > 0) {
        rows.push(vec![format!("and {more} more").into(), "".into(), "".into()]);
    }
    rows
}

fn rows(imported: &Imported) -> Vec<Vec<Lines>> {
    let done = imported.asks.iter().filter(|ask| ask.answer != Answer::Open).count();
    let proven = imported.asks.iter().filter(|ask| matches!(ask.answer, Answer::Proven(_))).count();
    let asks =
        format!("asks: {} open, {done} done, {proven} of these with evidence", imported.asks.len() - done);
    let lines = [
        (imported.asks.len(), asks.as_str()),
        (imported.handoffs.len(), "hand-offs, to be sent and accepted"),
        (imported.sign_offs.len(), "reminders of a signature: nobody has signed this plan"),
        (imported.headings.len(), "headings: the department of the rows below"),
        (imported.unmapped.len(), "comments at the end: they could not be mapped"),
    ];
    let some = lines.into_iter().filter(|(number, _)| *number > 0);
    some.map(|(number, words)| vec![number.to_string().into(), words.into()]).collect()
}

fn told(out: &mut String, heading: &str, rows: &[(usize, &str)], width: usize) {
    if rows.is_empty() {
        return;
    }
    let _ = writeln!(out, "\n{heading}");
    for (row, words) in rows.iter().take(MOST_TOLD) {
        let _ = writeln!(out, "{}", fold(&format!("- row {row}: {}", visible(words)), width, 2));
    }
    if let Some(more) = rows.len().checked_sub(MOST_TOLD).filter(|more| *more > 0) {
        let _ = writeln!(out, "- and {more} more");
    }
}
