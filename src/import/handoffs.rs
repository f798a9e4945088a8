//! Rows that hand something over from one department to another.

use crate::import::department::{Named, department};
use crate::import::field::Field;
use crate::import::found::HandOff;
use crate::import::grid::Row;
use crate::import::rows::Sorter;
use crate::import::status::Status;
use crate::import::words::{self, one_line, plain};
use crate::placeholder::is_placeholder;
use crate::policy::HandOffPolicy;
use crate::read::MOST_THINGS;
use crate::template;

/// The departments that a row names, each where it does.
struct Ends {
    from: Option<String>,
    to: Option<String>,
    /// The department of the row, which can be either.
    own: Option<String>,
}

impl Ends {
    /// Whether these can be the ends of the policy's hand-off.
    fn agree(&self, known: &HandOffPolicy) -> bool {
        let is = |given: &Option<String>, id: &str| given.as_ref().is_none_or(|given| given == id);
        is(&self.from, &known.from)
            && is(&self.to, &known.to)
            && (is(&self.own, &known.from) || is(&self.own, &known.to))
    }

    /// From where to where, if the row says both.
    fn both(&self) -> Option<(&str, &str)> {
        let from = self.from.as_deref().or(self.own.as_deref().filter(|_| self.to.is_some()))?;
        let to = self.to.as_deref().or(self.own.as_deref().filter(|_| self.from.is_some()))?;
        Some((from, to))
    }
}

impl<'a> Sorter<'a> {
    /// Whether a row hands something over: it says so, or it names another department.
    pub(super) fn is_handoff(&self, row: &'a Row) -> bool {
        let flag = self.cell(row, Field::HandOff).is_some_and(|cell| !is_no(cell));
        let end = |field| self.cell(row, field).is_some_and(|cell| !is_placeholder(cell));
        let stage = self.cell(row, Field::Stage).map(plain);
        let from = self.cell(row, Field::From).filter(|cell| !is_placeholder(cell)).map(plain);
        flag || end(Field::To) || (from.is_some() && from != stage)
    }

    /// Makes a hand-off of a row; `own` is the stage of the department that it names.
    pub(super) fn handoff(&mut self, row: &'a Row, own: Option<String>) -> Result<(), String> {
        if self.done.handoffs.len() + self.policy.handoffs.len() >= MOST_THINGS {
            return Err(format!("a plan has at most {MOST_THINGS} hand-offs"));
        }
        let flag = self.cell(row, Field::HandOff).filter(|cell| !is_no(cell) && !is_yes(cell));
        let receiver = flag.filter(|cell| matches!(department(cell, self.policy), Named::Stage(_)));
        let what = self.cell(row, Field::Item).or(flag.filter(|_| receiver.is_none()));
        let Some(what) = what else {
            return Err(format!("nothing stands under {}", self.names(Field::Item)));
        };
        let (from, to) = (self.cell(row, Field::From), self.cell(row, Field::To).or(receiver));
        let ends = Ends { from: self.end(from)?, to: self.end(to)?, own };
        let texts: Vec<&str> = [Some(what), flag].into_iter().flatten().collect();
        let policy = self.policy;
        let known = policy.handoffs.iter().find(|(id, known)| {
            let same = |text: &&str| plain(text) == plain(id) || plain(text) == plain(&known.what);
            template::is_there(policy, known) && ends.agree(known) && texts.iter().any(same)
        });
        self.push(row, what, &ends, known)
    }

    /// The stage that a cell names, if it names something.
    fn end(&mut self, cell: Option<&str>) -> Result<Option<String>, String> {
        cell.filter(|cell| !is_placeholder(cell)).map(|cell| self.stage(cell)).transpose()
    }

    fn push(
        &mut self,
        row: &'a Row,
        what: &str,
        ends: &Ends,
        known: Option<(&str, &HandOffPolicy)>,
    ) -> Result<(), String> {
        let first = known.filter(|(id, _)| self.taken.insert((*id).to_owned()));
        let both = known.map(|(_, known)| (known.from.as_str(), known.to.as_str())).or(ends.both());
        let (id, ends) = match (first, both) {
            (Some((id, _)), _) => (id.to_owned(), None),
            (None, Some((from, to))) if from == to => {
                return Err(format!("it hands something over from `{from}` to itself"));
            }
            (None, Some((from, to))) => {
                let (policy, taken) = (self.policy, &self.taken);
                let is_free = |id: &str| policy.handoffs.get(id).is_none() && !taken.contains(id);
                let id = words::id(what, &format!("row-{}", row.number), is_free);
                self.taken.insert(id.clone());
                (id, Some((from.to_owned(), to.to_owned())))
            }
            (None, None) => {
                return Err("a hand-off needs the department it comes from and the one it goes to".to_owned());
            }
        };
        let (status, said) = self.status(row);
        let doubt = match status {
            Status::Done | Status::Approved => "whoever sent it and whoever accepted it say so in the plan",
            Status::NotNeeded => "it wants a reason: write `not_needed: {why: …, by: …, date: …}`",
            Status::Open | Status::Unclear | Status::Disputed | Status::NoDay(_) => "",
        };
        if !doubt.is_empty() {
            self.doubt(row, format!("the hand-off `{id}` is `{said}` in the spreadsheet: {doubt}"));
        }
        let due = self.due(row);
        let note = self.note(row, None, None);
        self.done.handoffs.push(HandOff { id, ends, what: one_line(what), due, note });
        Ok(())
    }
}

fn is_yes(cell: &str) -> bool {
    matches!(plain(cell).as_str(), "yes" | "y" | "true" | "x" | "1") || matches!(cell, "✓" | "✔" | "☑" | "✅")
}

fn is_no(cell: &str) -> bool {
    is_placeholder(cell) || matches!(plain(cell).as_str(), "no" | "n" | "false" | "0" | "na")
}
