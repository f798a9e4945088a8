//! What each row of a spreadsheet becomes.

use std::collections::{HashMap, HashSet};

use jiff::civil::Date;

use crate::import::date::{self, Order};
use crate::import::department::{Named, core, department};
use crate::import::field::Field;
use crate::import::found::{Answer, Ask, Department, Imported, Note, SignOff, Unmapped};
use crate::import::grid::Row;
use crate::import::person::person;
use crate::import::sheet::Sheet;
use crate::import::words::{self, one_line, plain};
use crate::import::{Fault, Options, approval};
use crate::placeholder::is_placeholder;
use crate::policy::Policy;
use crate::policy::roster::same_person;
use crate::read::{LONGEST_TEXT, MOST_THINGS};
use crate::text::{shorten, ticked};

/// Sorts the rows of a sheet.
///
/// # Errors
/// That no column says which department does what.
pub(super) fn sort(sheet: &Sheet, policy: &Policy, options: &Options) -> Result<Imported, Vec<Fault>> {
    let fields = [Field::Stage, Field::From, Field::To];
    if !options.fill_down && !fields.into_iter().any(|field| sheet.columns.has(field)) {
        return Err(vec![no_departments(sheet, policy)]);
    }
    let mut sorter = Sorter {
        sheet,
        policy,
        options,
        done: Imported::default(),
        section: None,
        taken: HashSet::new(),
        asks: HashMap::new(),
        places: HashMap::new(),
    };
    if let Some((first, other)) = sheet.disorder {
        let doubt = "writes its date in another order than row";
        sorter
            .done
            .doubts
            .push((other, format!("{doubt} {first}: dates that could be two days are not read")));
    }
    for row in sheet.strays() {
        let why = format!("it stands above row {}, which names the columns", sheet.columns.row);
        let cells = row.filled().map(|(_, cell)| one_line(cell)).collect();
        sorter.done.unmapped.push(Unmapped { row: row.number, why, cells });
    }
    for row in &sheet.rows {
        if let Err(why) = sorter.row(row) {
            sorter.done.unmapped.push(Unmapped { row: row.number, why, cells: sorter.cells(row, &[]) });
        }
    }
    sorter.done.doubts.sort_by_key(|(row, _)| *row);
    Ok(sorter.done)
}

/// The fault of a sheet without departments, with the column that seems to have them.
fn no_departments(sheet: &Sheet, policy: &Policy) -> Fault {
    let is_stage = |cell: &str| matches!(department(cell, policy), Named::Stage(_));
    let names_them = |column: &usize| {
        let cells: Vec<&str> =
            sheet.rows.iter().map(|row| row.cell(*column)).filter(|cell| !cell.is_empty()).collect();
        !cells.is_empty() && cells.iter().filter(|cell| is_stage(cell)).count() * 2 >= cells.len()
    };
    let column = (0..sheet.columns.names.len()).find(names_them);
    let heading = sheet.rows.iter().find(|row| heading(row).is_some_and(is_stage));
    let fault = Fault::new("no column says which department does what").row(sheet.columns.row);
    fault.help(match (column, heading) {
        (_, Some(row)) => {
            format!("row {} looks like a heading: `--fill-down` takes it for the rows below it", row.number)
        }
        (Some(column), None) => {
            let name = sheet.columns.name(column);
            format!("the column `{name}` names departments: `--map \"stage={name}\"`")
        }
        (None, None) => "say which column does: `--map stage=NAME`".to_owned(),
    })
}

/// The only cell of a row.
pub(super) fn heading(row: &Row) -> Option<&str> {
    let mut filled = row.filled();
    let (_, only) = filled.next()?;
    filled.next().is_none().then_some(only)
}

pub(super) struct Sorter<'a> {
    pub(super) sheet: &'a Sheet,
    pub(super) policy: &'a Policy,
    pub(super) options: &'a Options,
    pub(super) done: Imported,
    /// The department that the rows below belong to, as it was last named.
    section: Option<&'a str>,
    /// The ids that are taken: `stage.ask`, or a hand-off's.
    pub(super) taken: HashSet<String>,
    /// How many asks each stage has, and those that the policy asks.
    asks: HashMap<String, usize>,
    /// Where each department stands in the list of them.
    places: HashMap<String, usize>,
}

impl<'a> Sorter<'a> {
    /// What a row says for a field.
    pub(super) fn cell(&self, row: &'a Row, field: Field) -> Option<&'a str> {
        self.sheet.columns.cell(row, field).map(|(_, cell)| cell)
    }

    /// Makes of a row what can be made of it, or says why nothing can.
    fn row(&mut self, row: &'a Row) -> Result<(), String> {
        if let Some(name) = heading(row).filter(|name| self.options.fill_down && self.is_stage(name)) {
            self.section = Some(name);
            self.done.headings.push(Note { row: row.number, item: one_line(name), cells: Vec::new() });
            return Ok(());
        }
        self.fits(row)?;
        let named = self.stage_cell(row);
        let own = named.map(|cell| self.stage(cell));
        if self.is_handoff(row) {
            return self.handoff(row, own.transpose()?);
        }
        let item = self.cell(row, Field::Item);
        let signed = item.and_then(|item| self.signature(item, named, own.as_ref()));
        if let Some(stage) = signed {
            let note = self.note(row, Some(&stage), None);
            self.remember(&stage, row);
            let doubt =
                format!("asks for a signature of {stage}: nobody has signed this plan, so it is a reminder");
            self.doubt(row, doubt);
            self.done.sign_offs.push(SignOff { stage, note });
            return Ok(());
        }
        let stage = own.unwrap_or_else(|| Err(self.no_stage(row)))?;
        match item {
            Some(item) => self.ask(row, stage, item),
            None => Err(format!("nothing stands under {}", self.names(Field::Item))),
        }
    }

    /// Whether what a plan would quote of a row is short enough for one.
    fn fits(&self, row: &Row) -> Result<(), String> {
        let quoted = [Field::Item, Field::Link, Field::HandOff];
        let cells = quoted.into_iter().filter_map(|field| self.sheet.columns.cell(row, field));
        match cells.into_iter().find(|(_, cell)| one_line(cell).len() > LONGEST_TEXT) {
            None => Ok(()),
            Some((column, _)) => {
                let name = self.sheet.columns.name(column);
                Err(format!("its `{name}` has more than {LONGEST_TEXT} bytes: link to it instead"))
            }
        }
    }

    /// The cell that names the department of a row: its own, or with `--fill-down` the one above an empty
    /// one. A placeholder names none, and none for those below it.
    fn stage_cell(&mut self, row: &'a Row) -> Option<&'a str> {
        let own = self.cell(row, Field::Stage);
        if own.is_some() {
            self.section = own;
        }
        own.or(self.section.filter(|_| self.options.fill_down)).filter(|cell| !is_placeholder(cell))
    }

    fn is_stage(&self, cell: &str) -> bool {
        self.said(cell).is_some() || matches!(department(cell, self.policy), Named::Stage(_))
    }

    /// The stage that somebody named for a department.
    fn said(&self, cell: &str) -> Option<String> {
        let same = |(name, _): &&(String, String)| plain(name) == plain(cell);
        self.options.departments.iter().find(same).map(|(_, stage)| stage.clone())
    }

    /// The stage of a department, or why there is none.
    pub(super) fn stage(&mut self, cell: &str) -> Result<String, String> {
        let shown = shorten(cell, 60);
        let found = match (self.said(cell), department(cell, self.policy)) {
            (Some(stage), _) | (None, Named::Stage(stage)) => Ok(stage),
            (None, Named::Unknown(Some(near))) if self.options.guess => Ok(near),
            (None, Named::Unknown(Some(near))) => {
                Err(format!("`{shown}` is no known department; did you mean `{near}`? `--guess` takes it"))
            }
            (None, Named::Unknown(None)) => Err(format!(
                "`{shown}` is no known department: `--department \"{shown}=<stage>\"` says which stage it is"
            )),
            (None, Named::Missing(stage)) => Err(format!(
                "`{shown}` would be the stage `{stage}`, which {} does not have",
                self.policy.name
            )),
            (None, Named::Several(stages)) => {
                let other = if stages.len() == 1 { " and another" } else { "" };
                let known = ticked(&stages, "and");
                Err(format!("`{shown}` names {known}{other}: one department answers for a row"))
            }
        };
        self.count(cell, found.as_ref().ok());
        found
    }

    fn count(&mut self, cell: &str, stage: Option<&String>) {
        let place = *self.places.entry(cell.to_owned()).or_insert(self.done.departments.len());
        match self.done.departments.get_mut(place) {
            Some(known) => known.rows += 1,
            None => {
                self.done.departments.push(Department {
                    name: cell.to_owned(),
                    stage: stage.cloned(),
                    rows: 1,
                });
            }
        }
    }

    fn no_stage(&self, row: &'a Row) -> String {
        if let Some(placeholder) = self.cell(row, Field::Stage) {
            return format!("`{}` names no department", shorten(placeholder, 60));
        }
        let above = self.section.filter(|above| !is_placeholder(above));
        match (heading(row), above) {
            (Some(name), _) if self.is_stage(name) => {
                "it looks like a heading: `--fill-down` takes it for the rows below it".to_owned()
            }
            (_, Some(above)) if !self.options.fill_down => {
                let above = shorten(above, 60);
                format!("it names no department: `--fill-down` takes the one above it, `{above}`")
            }
            _ => "it names no department".to_owned(),
        }
    }

    /// The names of the columns of a field.
    pub(super) fn names(&self, field: Field) -> String {
        let names: Vec<String> =
            self.sheet.columns.of_field(field).map(|column| self.sheet.columns.name(column)).collect();
        if names.is_empty() { "a column of its own".to_owned() } else { ticked(&names, "or") }
    }

    /// The stage whose signature a row asks for, if it asks for nothing else. `named` is the department of
    /// the row, and `own` its stage: whatever else than these signs there is an ask of theirs.
    fn signature(
        &self,
        item: &str,
        named: Option<&str>,
        own: Option<&Result<String, String>>,
    ) -> Option<String> {
        let whose = approval::asked_of(item)?;
        let Some(own) = own else {
            return self.said(&whose).or_else(|| department(&whose, self.policy).stage());
        };
        let stage = own.as_ref().ok()?;
        let is_whole = |name: &str| core(name) == core(&whose);
        let is_its = whose.is_empty() || is_whole(stage) || named.is_some_and(is_whole);
        is_its.then(|| stage.clone())
    }

    fn ask(&mut self, row: &'a Row, stage: String, item: &str) -> Result<(), String> {
        let of_policy = self.policy.stages.get(&stage).map_or(0, |stage| stage.asks.len());
        let asks = self.asks.entry(stage.clone()).or_insert(of_policy);
        *asks += 1;
        if *asks > MOST_THINGS {
            return Err(format!("`{stage}` has more than {MOST_THINGS} asks"));
        }
        let id = self.ask_id(&stage, item, row.number);
        let answer = self.answer(row);
        self.due(row);
        if !self.done.headings.is_empty() && heading(row).is_some() {
            self.doubt(
                row,
                "stands alone: if it is a heading, `--department` says of which stage".to_owned(),
            );
        }
        self.remember(&stage, row);
        let shown = matches!(answer, Answer::Proven(_)).then_some(Field::Link);
        let note = self.note(row, Some(&stage), shown);
        self.done.asks.push(Ask { stage, id, answer, note });
        Ok(())
    }

    /// The id of the policy's ask that an item is, or one of its own.
    fn ask_id(&mut self, stage: &str, item: &str, row: usize) -> String {
        let asks = self.policy.stages.get(stage).map(|stage| &stage.asks);
        let same = |text: &str| plain(text) == plain(item);
        let found = asks.and_then(|asks| asks.iter().find(|(id, ask)| same(id) || same(&ask.question)));
        if let Some((id, _)) = found.filter(|(id, _)| self.taken.insert(format!("{stage}.{id}"))) {
            return id.to_owned();
        }
        let is_free = |id: &str| {
            asks.is_none_or(|asks| asks.get(id).is_none()) && !self.taken.contains(&format!("{stage}.{id}"))
        };
        let id = words::id(item, &format!("row-{row}"), is_free);
        self.taken.insert(format!("{stage}.{id}"));
        id
    }

    pub(super) fn doubt(&mut self, row: &Row, doubt: String) {
        self.done.doubts.push((row.number, doubt));
    }

    /// The day that a row is due, if it can be told.
    pub(super) fn due(&mut self, row: &'a Row) -> Option<Date> {
        let cell = self.cell(row, Field::Due).filter(|cell| !is_placeholder(cell))?;
        match self.day(cell) {
            Ok(day) => Some(day),
            Err(why) => {
                self.doubt(row, format!("`{}` {why}", shorten(cell, 60)));
                None
            }
        }
    }

    fn day(&self, cell: &str) -> Result<Date, &'static str> {
        date::read(cell).day(self.order())
    }

    /// Which of two numbers of a date is the day, if that is known.
    pub(super) fn order(&self) -> Option<Order> {
        self.sheet.order.as_ref().map(|(order, _)| *order)
    }

    /// Remembers whom a row of a stage names.
    fn remember(&mut self, stage: &str, row: &'a Row) {
        let named = self.cell(row, Field::Owner).and_then(|cell| person(cell, self.policy.roster.as_ref()));
        let people = self.done.people.entry(stage.to_owned()).or_default();
        if let Some(name) = named.filter(|name| !people.iter().any(|known| same_person(known, name))) {
            people.push(name);
        }
    }

    /// What a row says. A cell that only names its stage is left out: that is where it stands. So is the
    /// cell of a field that the plan shows as it is.
    pub(super) fn note(&self, row: &'a Row, stage: Option<&str>, shown: Option<Field>) -> Note {
        let columns = &self.sheet.columns;
        let item = columns.cell(row, Field::Item).or_else(|| columns.cell(row, Field::HandOff));
        let is_said = |(column, cell): &(usize, &str)| {
            columns.field_of(*column) == Some(Field::Stage)
                && stage.is_some_and(|stage| plain(stage) == plain(cell))
        };
        let said = columns.cell(row, Field::Stage).filter(is_said);
        let shown = shown.and_then(|field| columns.cell(row, field));
        let but: Vec<usize> = [item, said, shown].into_iter().flatten().map(|(column, _)| column).collect();
        Note {
            row: row.number,
            item: item.map(|(_, cell)| one_line(cell)).unwrap_or_default(),
            cells: self.cells(row, &but),
        }
    }

    /// The cells of a row, each with the name of its column; the day of a date that had to be read.
    fn cells(&self, row: &Row, but: &[usize]) -> Vec<String> {
        let columns = &self.sheet.columns;
        let is_due = |column| columns.field_of(column) == Some(Field::Due);
        let shown = |(column, cell): (usize, &str)| {
            let read = self.day(cell).ok().filter(|day| is_due(column) && day.to_string() != cell);
            let read = read.map(|day| format!(" ({day})")).unwrap_or_default();
            format!("{}: {}{read}", columns.name(column), one_line(cell))
        };
        row.filled().filter(|(column, _)| !but.contains(column)).map(shown).collect()
    }
}
