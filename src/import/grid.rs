//! Cells and rows: the text of a CSV file as the rows that the spreadsheet numbers.

use crate::import::Fault;

/// A row that holds something.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Row {
    /// Its number in the spreadsheet, from 1; empty rows count.
    pub number: usize,
    /// Its cells, without white space round them.
    pub cells: Vec<String>,
}

impl Row {
    /// A cell; empty where the row ends before it.
    pub fn cell(&self, column: usize) -> &str {
        self.cells.get(column).map_or("", String::as_str)
    }

    /// The cells that hold something, with their columns.
    pub fn filled(&self) -> impl Iterator<Item = (usize, &str)> {
        self.cells.iter().map(String::as_str).enumerate().filter(|(_, cell)| !cell.is_empty())
    }
}

/// The letters that spreadsheets give a column, which is counted from 0.
pub(super) fn letters(column: usize) -> String {
    let last = char::from(b'A' + u8::try_from(column % 26).unwrap_or_default());
    match column / 26 {
        0 => last.to_string(),
        more => format!("{}{last}", letters(more - 1)),
    }
}

/// The delimiter that Excel writes into a first line of its own, `sep=;`, and the text below it.
pub(super) fn declared(text: &str) -> Option<(u8, &str)> {
    let (first, rest) = text.split_once('\n').unwrap_or((text, ""));
    let sign = first.trim_matches('"').strip_prefix("sep=")?;
    match sign.as_bytes() {
        [sign] => Some((*sign, rest)),
        _ => None,
    }
}

/// The text with `\n` at the end of every line, as rows are counted by.
pub(super) fn lines(text: &str) -> String {
    text.replace("\r\n", "\n").replace('\r', "\n")
}

/// The rows of a text whose lines end in `\n`, those without anything in them left out.
///
/// # Errors
/// A quotation mark that is never closed (it would swallow the rows below it) or that stands behind white
/// space (it would hold nothing together), and every NUL.
pub(super) fn rows(text: &str, delimiter: u8) -> Result<Vec<Row>, Vec<Fault>> {
    if let Some((row, quote)) = bad_quote(text, delimiter) {
        return Err(vec![match quote {
            Quote::Open => {
                Fault::new(OPEN).row(row).help("close it, or write it twice where it is meant as a letter")
            }
            Quote::Behind => Fault::new(BEHIND)
                .row(row)
                .help("take the space away, or write the cell in quotation marks from its beginning"),
        }]);
    }
    let mut reader = csv::ReaderBuilder::new()
        .delimiter(delimiter)
        .has_headers(false)
        .flexible(true)
        .from_reader(text.as_bytes());
    let (mut found, mut faults, mut record) = (Vec::new(), Vec::new(), csv::StringRecord::new());
    let (mut number, mut end) = (0, 0);
    while let Ok(true) = reader.read_record(&mut record) {
        number += 1 + blank_lines(text, end);
        end = usize::try_from(reader.position().byte()).unwrap_or(usize::MAX);
        let cells: Vec<String> = record.iter().map(|cell| cell.trim().to_owned()).collect();
        let row = Row { number, cells };
        faults.extend(nuls(&row));
        if row.filled().next().is_some() {
            found.push(row);
        }
    }
    if faults.is_empty() { Ok(found) } else { Err(faults) }
}

/// How many empty lines follow a place: the reader leaves them out, and the spreadsheet counts them.
fn blank_lines(text: &str, from: usize) -> usize {
    text.as_bytes().get(from..).unwrap_or_default().iter().take_while(|byte| **byte == b'\n').count()
}

fn nuls(row: &Row) -> impl Iterator<Item = Fault> {
    row.filled().filter(|(_, cell)| cell.contains('\0')).map(|(column, _)| {
        Fault::new("a NUL character, which no text has")
            .row(row.number)
            .column(column, "")
            .help("export the sheet again as CSV in UTF-8; what Excel calls `.xls` or `.xlsx` is no CSV")
    })
}

const OPEN: &str = "a quotation mark is opened and never closed: everything below is inside it";
const BEHIND: &str = "a quotation mark behind a space, where it does not hold a cell together";

/// A quotation mark that does not do what it seems to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Quote {
    /// It is never closed.
    Open,
    /// White space stands between the beginning of its cell and it.
    Behind,
}

/// Where a text stands while its quotation marks are counted.
#[derive(Clone, Copy, PartialEq, Eq)]
enum At {
    CellStart,
    /// After nothing but white space in a cell.
    Space,
    Plain,
    Quoted,
    /// After a quotation mark in a quoted cell: its end, or the first of two.
    Closing,
}

/// The first quotation mark behind white space, or the one that the text ends in, with its row.
fn bad_quote(text: &str, delimiter: u8) -> Option<(usize, Quote)> {
    let (mut at, mut row, mut opened) = (At::CellStart, 1, 1);
    for sign in text.chars() {
        at = match (at, sign) {
            (At::Quoted, '"') => At::Closing,
            (At::Quoted, _) | (At::Closing, '"') => At::Quoted,
            (At::CellStart, '"') => {
                opened = row;
                At::Quoted
            }
            (At::Space, '"') => return Some((row, Quote::Behind)),
            (_, '\n') => {
                row += 1;
                At::CellStart
            }
            (_, sign) if sign == char::from(delimiter) => At::CellStart,
            (At::CellStart | At::Space, sign) if sign.is_whitespace() => At::Space,
            _ => At::Plain,
        };
    }
    (at == At::Quoted).then_some((opened, Quote::Open))
}

#[cfg(test)]
mod tests {
    use super::{declared, letters, lines, rows};

    fn numbered(text: &str) -> Vec<(usize, Vec<String>)> {
        let rows = rows(&lines(text), b',').expect("rows");
        rows.into_iter().map(|row| (row.number, row.cells)).collect()
    }

    #[test]
    fn rows_have_the_numbers_that_the_spreadsheet_shows() {
        for end in ["\n", "\r\n", "\r"] {
            let text = ["", "a,b", "", "\"two\nlines\", c ", ",", "\"\"", "d"].join(end);
            let found = numbered(&text);
            let numbers: Vec<usize> = found.iter().map(|(number, _)| *number).collect();
            assert_eq!(numbers, [2, 4, 7], "{text:?}");
            assert_eq!(found[1].1, ["two\nlines", "c"]);
        }
        assert_eq!(numbered("").len() + numbered("\n\n,\n").len(), 0);
    }

    #[test]
    fn a_quotation_mark_in_a_word_is_a_letter_and_an_open_one_is_refused() {
        assert_eq!(numbered("a 5\" pipe,\"b \"\"c\"\"\"\n")[0].1, ["a 5\" pipe", "b \"c\""]);
        let faults = rows("a,b\nc,\"d\ne,f\n", b',').expect_err("it swallows a row");
        assert_eq!(faults[0].row, Some(2));
        for text in ["a,b\n\"x\ny\", c\nOps, \"d, e\", f\n", "a\nb\nc,\u{a0}\t\"d\"\n"] {
            let faults = rows(text, b',').expect_err("it would cut the cell");
            assert_eq!(faults[0].row, Some(3), "{faults:?}");
            assert!(faults[0].message.contains("behind a space"), "{faults:?}");
        }
        assert_eq!(numbered("Ops, a \"b\", \n,\"c\" ,d\n")[0].1, ["Ops", "a \"b\"", ""]);
        let faults = rows("a,b\n\nc,d\0\n", b',').expect_err("NUL");
        assert_eq!((faults[0].row, faults[0].column.as_deref()), (Some(3), Some("B")));
    }

    #[test]
    fn columns_are_lettered_and_a_delimiter_may_be_declared() {
        let named: Vec<String> = [0, 25, 26, 51, 701, 702].into_iter().map(letters).collect();
        assert_eq!(named, ["A", "Z", "AA", "AZ", "ZZ", "AAA"]);
        assert_eq!(declared("sep=;\na;b"), Some((b';', "a;b")));
        assert_eq!(declared("\"sep=\t\"\na"), Some((b'\t', "a")));
        assert!(declared("a,b\nsep=;").is_none());
    }
}
