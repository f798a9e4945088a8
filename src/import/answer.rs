//! How far a row says that it is, and how an ask is answered: never better than that.

use crate::import::date;
use crate::import::field::Field;
use crate::import::found::Answer;
use crate::import::grid::Row;
use crate::import::rows::Sorter;
use crate::import::status::{Status, status};
use crate::import::words::one_line;
use crate::placeholder::{is_placeholder, shows_nothing};
use crate::text::shorten;

impl<'a> Sorter<'a> {
    /// How far a row says that it is, and the cell that says it.
    pub(super) fn status(&self, row: &'a Row) -> (Status, String) {
        let shown = |cell| shorten(cell, 60).into_owned();
        let completed = self.cell(row, Field::Completed).filter(|cell| !is_placeholder(cell));
        match (self.sheet.columns.cell(row, Field::Status), completed) {
            (Some((column, cell)), _) => (status(cell, &self.sheet.columns.name(column)), shown(cell)),
            (None, Some(cell)) => (self.completed(cell), shown(cell)),
            (None, None) => (Status::Open, String::new()),
        }
    }

    /// What a date of completion comes to.
    fn completed(&self, cell: &str) -> Status {
        match (date::read(cell).latest(self.order()), self.options.as_of) {
            (None, _) => Status::NoDay("is no day on which it was completed"),
            (Some(day), Some(as_of)) if day > as_of => Status::NoDay("lies ahead"),
            (Some(_), _) => Status::Done,
        }
    }

    /// How an ask is answered: never better than the row says.
    pub(super) fn answer(&mut self, row: &'a Row) -> Answer {
        let (status, said) = self.status(row);
        let doubt = match status {
            Status::Open | Status::Done => None,
            Status::Unclear => Some(format!("`{said}` is no status that is known: left open")),
            Status::NoDay(why) => Some(format!("`{said}` {why}: left open")),
            Status::NotNeeded => {
                Some(format!("`{said}` wants a reason: left open, write `{{not_needed: <why>}}`"))
            }
            Status::Approved => Some(format!("`{said}` is taken as done: nobody has signed this plan")),
        };
        if let Some(doubt) = doubt {
            self.doubt(row, doubt);
        }
        match self.cell(row, Field::Link).map(one_line).filter(|link| !shows_nothing(link)) {
            _ if !status.is_done() => Answer::Open,
            Some(link) => Answer::Proven(link),
            None => Answer::Done,
        }
    }
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;

    use crate::import::{Answer, Options, import};
    use crate::plan::Kind;
    use crate::policy::{Choice, Policy, Vocabulary};

    /// How the only row of a sheet is answered, and what somebody should look at.
    fn of(names: &str, cells: &str) -> (Answer, String) {
        let read = |_: &std::path::Path| unreachable!("the built-in policy reads no file");
        let policy = Policy::load(&Choice::BuiltIn, Kind::Product, &Vocabulary { rules: &[] }, &read);
        let options = Options { as_of: Some(date(2026, 5, 28)), ..Options::default() };
        let text = format!("Team,Task,{names}\nOps,Training,{cells}\n");
        let (_, imported) =
            import(text.as_bytes(), &policy.expect("the built-in policy"), &options).expect("a sheet");
        let doubts: Vec<String> = imported.doubts.into_iter().map(|(_, doubt)| doubt).collect();
        (imported.asks.into_iter().next().expect("an ask").answer, doubts.join("; "))
    }

    #[test]
    fn a_day_of_completion_is_one_that_has_come() {
        for day in ["2026-05-28", "2026-05-01", "25/04/2026", "03/04/2026", "5 May 2026"] {
            assert_eq!(of("Completion date", day), (Answer::Done, String::new()), "{day}");
        }
        for (day, why) in [
            ("2026-05-29", "`2026-05-29` lies ahead: left open"),
            ("2099-12-31", "`2099-12-31` lies ahead"),
            ("01/12/2026", "lies ahead"),
            ("30/30/2026", "`30/30/2026` is no day on which it was completed: left open"),
            ("31/02/2026", "is no day on which"),
            ("soon", "is no day on which"),
        ] {
            let (answer, doubt) = of("Completion date", day);
            assert!(answer == Answer::Open && doubt.contains(why), "{day}: {doubt}");
        }
        for blank in ["", "-", "TBD"] {
            assert_eq!(of("Completion date", blank), (Answer::Open, String::new()), "{blank}");
        }
    }
}
