//! A launch checklist in a spreadsheet, exported as CSV, becomes a plan.
//!
//! Nothing is guessed and nothing is dropped: each row becomes an ask, a hand-off or the reminder of a
//! signature, or is kept as it is in a comment at the end; whatever a plan has no place for is kept in
//! a comment beside what it is about. Nobody has signed the plan that comes of it.

mod answer;
mod approval;
mod columns;
pub mod date;
mod department;
mod encoding;
mod field;
mod found;
mod grid;
mod handoffs;
mod person;
mod rows;
mod sheet;
mod status;
mod words;
mod write;

use jiff::civil::Date;

use crate::policy::Policy;

pub use columns::Asked;
pub use date::Order;
pub use field::Field;
pub use found::{Answer, Ask, Department, HandOff, Imported, Note, SignOff, Unmapped};
pub use sheet::Sheet;
pub use write::{known, title};

/// What is wrong with a file, so that it cannot be imported.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Fault {
    /// The row, as the spreadsheet numbers it.
    pub row: Option<usize>,
    /// The column, by its letters and its name.
    pub column: Option<String>,
    /// What is wrong: lower case, no full stop.
    pub message: String,
    /// What to do about it.
    pub help: Option<String>,
}

impl Fault {
    fn new(message: impl Into<String>) -> Fault {
        Fault { row: None, column: None, message: message.into(), help: None }
    }

    fn row(mut self, row: usize) -> Fault {
        self.row = Some(row);
        self
    }

    fn column(mut self, column: usize, name: &str) -> Fault {
        let letters = grid::letters(column);
        self.column = Some(if name.is_empty() { letters } else { format!("{letters} (`{name}`)") });
        self
    }

    fn help(mut self, help: impl Into<String>) -> Fault {
        self.help = Some(help.into());
        self
    }
}

/// What was said on the command line about a spreadsheet.
#[derive(Clone, Debug, Default)]
pub struct Options {
    /// Columns that were named for a field.
    pub columns: Vec<Asked>,
    /// Departments that were named for a stage.
    pub departments: Vec<(String, String)>,
    /// What stands between two cells.
    pub delimiter: Option<u8>,
    /// The day of the import: nothing was completed after it.
    pub as_of: Option<Date>,
    /// Which of two numbers of a date is the day.
    pub order: Option<Order>,
    /// Whether departments that are spelt almost right are taken.
    pub guess: bool,
    /// Whether a row without a department belongs to the one above it.
    pub fill_down: bool,
}

/// Reads an exported checklist, to be judged by a policy.
///
/// # Errors
/// Everything that is wrong with the file, or with what was said about it.
pub fn import(bytes: &[u8], policy: &Policy, options: &Options) -> Result<(Sheet, Imported), Vec<Fault>> {
    let unknown: Vec<Fault> = options
        .departments
        .iter()
        .filter_map(|(_, stage)| department::unknown_stage(stage, policy))
        .collect();
    if !unknown.is_empty() {
        return Err(unknown);
    }
    let sheet = Sheet::read(bytes, options)?;
    let imported = rows::sort(&sheet, policy, options)?;
    Ok((sheet, imported))
}
