//! What the rows of a spreadsheet came to.

use std::collections::BTreeMap;

use jiff::civil::Date;

/// A checklist, sorted into what it becomes.
#[derive(Clone, Debug, Default)]
pub struct Imported {
    /// The departments that rows name, in the order they come.
    pub departments: Vec<Department>,
    /// The asks, by their stages.
    pub asks: Vec<Ask>,
    /// The hand-offs.
    pub handoffs: Vec<HandOff>,
    /// The signatures that rows ask for.
    pub sign_offs: Vec<SignOff>,
    /// The rows that only name the department of those below.
    pub headings: Vec<Note>,
    /// The rows that nothing could be made of.
    pub unmapped: Vec<Unmapped>,
    /// Everybody that the rows of each stage name.
    pub people: BTreeMap<String, Vec<String>>,
    /// What somebody should look at, in the order of the rows.
    pub doubts: Vec<(usize, String)>,
}

/// A department as the rows name it.
#[derive(Clone, Debug)]
pub struct Department {
    /// The cell.
    pub name: String,
    /// The stage that it is.
    pub stage: Option<String>,
    /// How many rows it stands in.
    pub rows: usize,
}

/// What a row says, in lines that can stand in a comment.
#[derive(Clone, Debug)]
pub struct Note {
    /// The row.
    pub row: usize,
    /// What is to be done.
    pub item: String,
    /// Its other cells, each with the name of its column.
    pub cells: Vec<String>,
}

/// How an ask is answered.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Answer {
    /// Not yet.
    Open,
    /// Done, as somebody says.
    Done,
    /// Done, and this shows it.
    Proven(String),
}

/// A row that became an ask.
#[derive(Clone, Debug)]
pub struct Ask {
    /// Its stage.
    pub stage: String,
    /// Its id: the policy's, where it is one of the policy's asks.
    pub id: String,
    /// How it is answered.
    pub answer: Answer,
    /// What the row says.
    pub note: Note,
}

/// A row that became a hand-off.
#[derive(Clone, Debug)]
pub struct HandOff {
    /// Its id: the policy's, where it is one of the policy's hand-offs.
    pub id: String,
    /// From where to where, where the policy does not say it.
    pub ends: Option<(String, String)>,
    /// What is handed over.
    pub what: String,
    /// When it has to be accepted.
    pub due: Option<Date>,
    /// What the row says.
    pub note: Note,
}

/// A row that asks for a signature.
#[derive(Clone, Debug)]
pub struct SignOff {
    /// Whose.
    pub stage: String,
    /// What the row says.
    pub note: Note,
}

/// A row that nothing could be made of.
#[derive(Clone, Debug)]
pub struct Unmapped {
    /// The row.
    pub row: usize,
    /// Why.
    pub why: String,
    /// Its cells, each with the name of its column.
    pub cells: Vec<String>,
}
