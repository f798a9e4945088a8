//! A spreadsheet with its columns recognised: how it was written, its names, the rows below them.

use crate::import::columns::Columns;
use crate::import::date::{self, Order, Written};
use crate::import::encoding::{self, Encoding};
use crate::import::field::Field;
use crate::import::grid::{self, Row};
use crate::import::{Fault, Options};
use crate::text;

/// A spreadsheet.
#[derive(Clone, Debug)]
pub struct Sheet {
    /// How its letters were written.
    pub encoding: Encoding,
    /// What stands between two cells.
    pub delimiter: u8,
    /// Its columns.
    pub columns: Columns,
    /// The rows above the names of the columns.
    pub above: Vec<Row>,
    /// The rows below them.
    pub rows: Vec<Row>,
    /// Which of two numbers of a date is the day, and why that is known.
    pub order: Option<(Order, String)>,
    /// Why that is not known although two rows show it: they disagree.
    pub disorder: Option<(usize, usize)>,
}

/// What may stand between two cells, the usual one first.
const DELIMITERS: [u8; 3] = [b',', b';', b'\t'];

/// A table as it was cut into cells, with the index of the row of names.
type Cut = (u8, Vec<Row>, usize, Columns);

impl Sheet {
    /// Reads a file.
    ///
    /// # Errors
    /// Everything that is wrong with it.
    pub fn read(bytes: &[u8], options: &Options) -> Result<Sheet, Vec<Fault>> {
        let (text, encoding) = encoding::decode(bytes).map_err(|message| vec![Fault::new(message)])?;
        let text = grid::lines(&text);
        let (delimiter, mut rows, index, mut columns) = cut(&text, options)?;
        let below = rows.split_off((index + 1).min(rows.len()));
        let above = rows.into_iter().take(index).collect();
        let faults = faults(&below, &columns);
        if !faults.is_empty() {
            return Err(faults);
        }
        spare_date_ranges(&below, &mut columns);
        let mut sheet =
            Sheet { encoding, delimiter, columns, above, rows: below, order: None, disorder: None };
        sheet.settle(options.order);
        Ok(sheet)
    }

    /// The rows above the names of the columns that hold more than a title: they may be another table.
    pub fn strays(&self) -> impl Iterator<Item = &Row> {
        self.above.iter().filter(|row| row.filled().nth(1).is_some())
    }

    /// Decides which of two numbers is the day: as somebody says, as a heading says, or as a date shows
    /// in which one number is no month.
    fn settle(&mut self, said: Option<Order>) {
        let column = self.columns.of_field(Field::Due).next();
        self.order = said.map(|order| (order, "as `--date-order` says".to_owned())).or_else(|| {
            let name = self.columns.name(column?);
            Some((self.columns.order()?, format!("as the name of the column `{name}` says")))
        });
        if self.order.is_some() {
            return;
        }
        let fields = [Field::Due, Field::Completed];
        let cells = self.rows.iter().flat_map(|row| {
            fields.into_iter().filter_map(|field| Some((row.number, self.columns.cell(row, field)?.1)))
        });
        let shown = cells.filter_map(|(row, cell)| Some((row, cell, date::read(cell).order()?)));
        let shown: Vec<(usize, &str, Order)> = shown.collect();
        let Some((first, cell, order)) = shown.first().copied() else { return };
        match shown.iter().find(|(_, _, other)| *other != order) {
            Some((other, ..)) => self.disorder = Some((first, *other)),
            None => self.order = Some((order, format!("as `{cell}` in row {first} shows"))),
        }
    }
}

/// The table in a text, cut at the delimiter that makes the most of it.
fn cut(text: &str, options: &Options) -> Result<Cut, Vec<Fault>> {
    let declared = grid::declared(text);
    let body = declared.map_or(text, |(_, rest)| rest);
    let one = options.delimiter.or(declared.map(|(delimiter, _)| delimiter));
    let tried = match one {
        Some(delimiter) => vec![delimiter],
        None => DELIMITERS.to_vec(),
    };
    let mut best: Option<(usize, Cut)> = None;
    let mut faults = Vec::new();
    for delimiter in tried {
        let found = grid::rows(body, delimiter).and_then(|rows| {
            let (index, columns) = Columns::find(&rows, &options.columns)?;
            Ok((columns.recognised(), (delimiter, rows, index, columns)))
        });
        match found {
            Ok((score, cut)) if best.as_ref().is_none_or(|(most, _)| score > *most) => {
                best = Some((score, cut));
            }
            Ok(_) => {}
            Err(found) => faults.push(found),
        }
    }
    // Of several attempts, one that failed at a row got further than one that found no names at all.
    let placed = faults.iter().position(|found| found.iter().any(|fault| fault.row.is_some()));
    let told = faults.into_iter().nth(placed.unwrap_or_default()).unwrap_or_default();
    best.map(|(_, cut)| cut).ok_or(told)
}

/// "From" and "to" with dates in them are the beginning and the end of something, not departments.
fn spare_date_ranges(rows: &[Row], columns: &mut Columns) {
    for field in [Field::From, Field::To] {
        let of_dates = |column: &usize| rows.iter().any(|row| date::read(row.cell(*column)) != Written::None);
        let dates: Vec<usize> = columns.of_field(field).filter(of_dates).collect();
        for column in dates {
            columns.give_up(field, column);
        }
    }
}

/// Rows that are longer than the row of names, and formulas where a value is needed.
fn faults(rows: &[Row], columns: &Columns) -> Vec<Fault> {
    let mut found = Vec::new();
    for row in rows {
        if let Some((column, cell)) = row.filled().find(|(column, _)| *column >= columns.names.len()) {
            let message = format!(
                "{}, where row {} has the names of {}: `{}` is in no column",
                text::count(row.cells.len(), "cell"),
                columns.row,
                columns.names.len(),
                text::shorten(cell, 40)
            );
            let hint = "put quotation marks round a cell that has the delimiter in it, or name the column";
            found.push(Fault::new(message).row(row.number).column(column, "").help(hint));
        }
        for (column, cell) in row.filled().filter(|(column, _)| columns.field_of(*column).is_some()) {
            let fault =
                |message: &str| Fault::new(message).row(row.number).column(column, &columns.name(column));
            if is_formula(cell) {
                let hint = "export what the sheet shows: in Excel and Google Sheets, `Download` or `Save as` CSV does";
                found.push(fault("a formula instead of what it comes to").help(hint));
            } else if ERRORS.contains(&cell) {
                let message = format!("`{cell}`: the spreadsheet could not work this cell out");
                found.push(fault(&message).help("mend it in the spreadsheet, and export it again"));
            }
        }
    }
    found
}

/// What spreadsheets show in place of a value that they could not work out.
const ERRORS: [&str; 10] = [
    "#REF!",
    "#N/A",
    "#VALUE!",
    "#NAME?",
    "#DIV/0!",
    "#NUM!",
    "#NULL!",
    "#SPILL!",
    "#ERROR!",
    "#UNPARSEABLE",
];

/// `=A1`, `=SUM(…)`, `="x"`; an arrow such as `=> ask Fay` is text.
fn is_formula(cell: &str) -> bool {
    cell.strip_prefix('=').and_then(|rest| rest.trim_start().chars().next()).is_some_and(|first| {
        first.is_alphanumeric() || matches!(first, '"' | '\'' | '(' | '+' | '-' | '$' | '{' | '[' | '@' | '#')
    })
}

#[cfg(test)]
mod tests {
    use super::{Sheet, is_formula};
    use crate::import::date::Order;
    use crate::import::{Fault, Options};

    fn sheet(text: &str) -> Result<Sheet, Vec<Fault>> {
        Sheet::read(text.as_bytes(), &Options::default())
    }

    fn faults(text: &str) -> Vec<String> {
        let faults = sheet(text).expect_err("a fault");
        let told = |fault: &Fault| {
            let row = fault.row.map(|row| row.to_string()).unwrap_or_default();
            format!("{row}{} {}", fault.column.clone().unwrap_or_default(), fault.message)
        };
        faults.iter().map(told).collect()
    }

    #[test]
    fn the_delimiter_is_the_one_that_makes_columns() {
        for (text, delimiter) in [
            ("Team,Task,Notes\nOps,a;b;c,d\n", b','),
            ("Team;Task;Notes\nOps;a, b, c;d\n", b';'),
            ("Team\tTask\nOps\ta, b; c\n", b'\t'),
            ("sep=|\nTeam|Task\n", b'|'),
        ] {
            assert_eq!(sheet(text).expect("a sheet").delimiter, delimiter, "{text}");
        }
    }

    #[test]
    fn the_file_itself_may_settle_which_number_is_the_day() {
        let order = |due: &str| {
            let sheet = sheet(&format!("Task,Due\na,03/04/2026\nb,{due}\n")).expect("a sheet");
            (sheet.order.map(|(order, _)| order), sheet.disorder)
        };
        assert_eq!(order("05/06/2026"), (None, None));
        assert_eq!(order("25/06/2026"), (Some(Order::DayFirst), None));
        assert_eq!(order("06/25/2026"), (Some(Order::MonthFirst), None));
        assert_eq!(order("25/06/2026\nc,06/25/2026"), (None, Some((3, 4))));
        let heading = sheet("Task,Due (mm/dd/yyyy)\na,03/04/2026\n").expect("a sheet");
        assert_eq!(heading.order.map(|(order, _)| order), Some(Order::MonthFirst));
    }

    #[test]
    fn faults_name_row_and_column() {
        assert_eq!(
            faults("Team,Task\n\nOps,a,b\n"),
            ["3C 3 cells, where row 1 has the names of 2: `b` is in no column"]
        );
        assert_eq!(
            faults("Team,Task,Status\nOps,=A1,#N/A\n"),
            [
                "2B (`Task`) a formula instead of what it comes to",
                "2C (`Status`) `#N/A`: the spreadsheet could not work this cell out"
            ]
        );
        assert!(faults("")[0].contains("the file is empty"));
        assert!(faults("Team,Task\n\"Ops,a\n")[0].starts_with("2 a quotation mark"));
        assert!(faults("Team,Task\nOps,a\0b\n")[0].starts_with("2B a NUL"));
        assert!(sheet("Team,Task,,\nOps\nOps,a,,,\n").is_ok(), "short rows and empty cells are no fault");
        assert!(
            sheet("Team,Task,Days left\nOps,a,#N/A\n").is_ok(),
            "a column that is not used may have any text"
        );
    }

    #[test]
    fn a_formula_is_told_from_text() {
        assert!(is_formula("=HYPERLINK(\"x\")") && is_formula("=+1") && is_formula("= A1"));
        assert!(!is_formula("=> ask Fay") && !is_formula("== done ==") && !is_formula("="));
    }
}
