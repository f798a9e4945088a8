//! How far a row says that it is, and how an ask is answered: never better than that.

use crate::import::date;
use crate::import::field::Field;
use crate::import::found::Answer;
use crate::import::grid::Row;
use crate::import::rows::Sorter;
use crate::import::status::{Status, is_blank, is_cross, status};
use crate::import::words::{one_line, plain};
use crate::placeholder::{is_placeholder, shows_nothing};
use crate::text::shorten;

/// What a column says of how far a row is.
struct Said<'a> {
    column: usize,
    cell: &'a str,
    status: Status,
}

impl<'a> Sorter<'a> {
    /// How far a row says that it is, and the cells that say it: where these disagree, it is not done.
    pub(super) fn status(&self, row: &'a Row) -> (Status, String) {
        let said = self.statuses(row);
        let shown = |said: &Said| shorten(said.cell, 60).into_owned();
        let done = said.iter().find(|said| said.status.is_done());
        let other = said.iter().find(|said| !said.status.is_done());
        match (done, other) {
            (Some(done), Some(other)) => {
                let says = |said: &Said| {
                    format!("`{}` says `{}`", self.sheet.columns.name(said.column), shown(said))
                };
                (Status::Disputed, format!("{} and {}", says(done), says(other)))
            }
            _ => said.first().map_or((Status::Open, String::new()), |first| (first.status, shown(first))),
        }
    }

    /// What each column says of how far a row is, those of statuses first. The column of links does
    /// where it says that there is nothing to show yet.
    fn statuses(&self, row: &'a Row) -> Vec<Said<'a>> {
        let columns = &self.sheet.columns;
        let cells = |field| columns.of_field(field).map(|column| (column, row.cell(column)));
        let statuses = cells(Field::Status).filter(|(_, cell)| !is_blank(cell)).map(|(column, cell)| Said {
            column,
            cell,
            status: status(cell, &columns.name(column)),
        });
        let completed = cells(Field::Completed)
            .filter(|(_, cell)| !is_placeholder(cell))
            .map(|(column, cell)| Said { column, cell, status: self.completed(cell) });
        let link = columns.cell(row, Field::Link).filter(|(_, cell)| denies(cell));
        let link = link.map(|(column, cell)| Said { column, cell, status: Status::Open });
        statuses.chain(completed).chain(link).collect()
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
            Status::Disputed => Some(format!("{said}: left open")),
            Status::NoDay(why) => Some(format!("`{said}` {why}: left open")),
            Status::NotNeeded => {
                Some(format!("`{said}` wants a reason: left open, write `{{not_needed: <why>}}`"))
            }
            Status::Approved => Some(format!("`{said}` is taken as done: nobody has signed this plan")),
        };
        if let Some(doubt) = doubt {
            self.doubt(row, doubt);
        }
        match self.cell(row, Field::Link).map(one_line).filter(|link| shows(link)) {
            _ if !status.is_done() => Answer::Open,
            Some(link) => Answer::Proven(link),
            None => Answer::Done,
        }
    }
}

/// Words in place of a link that is still to come.
const LATER: [&str; 9] = [
    "to come",
    "to follow",
    "will follow",
    "will come",
    "coming",
    "not yet available",
    "not available yet",
    "to be added",
    "to be provided",
];

/// Whether what stands in place of a link shows that something is done. A tick and a bare yes do not.
fn shows(link: &str) -> bool {
    let is_word = matches!(status(link, "done"), Status::Done | Status::Approved | Status::NotNeeded);
    !is_word && !denies(link) && !shows_nothing(link)
}

/// Whether what stands in place of a link says that it is not done, or that there is nothing to show
/// yet: more than a blank, which only leaves it out.
fn denies(link: &str) -> bool {
    match status(link, "done") {
        Status::Done | Status::Approved | Status::NotNeeded => false,
        Status::Open if is_cross(link) => true,
        _ if is_placeholder(link) => false,
        Status::Open => true,
        _ => LATER.contains(&plain(link).as_str()) || shows_nothing(link),
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

    #[test]
    fn columns_that_disagree_leave_it_open() {
        for (names, cells, said) in [
            (
                "Status,Done?,% complete",
                "Done,FALSE,20%",
                "`Status` says `Done` and `Done?` says `FALSE`: left open",
            ),
            (
                "Status,Done?,% complete",
                ",TRUE,10%",
                "`Done?` says `TRUE` and `% complete` says `10%`: left open",
            ),
            ("Status,Done?", "In progress,TRUE", "`Done?` says `TRUE` and `Status` says `In progress`"),
            ("Status,Done?", "Done,?", "`Done?` says `?`"),
            ("Status,Completed at", "Done,2099-12-31", "`Completed at` says `2099-12-31`"),
            ("Status,Completed at", "Reopened,2026-05-01", "`Completed at` says `2026-05-01` and `Status`"),
            ("Status,Link", "Done,pending", "`Status` says `Done` and `Link` says `pending`: left open"),
        ] {
            let (answer, doubt) = of(names, cells);
            assert!(answer == Answer::Open && doubt.contains(said), "{names}: {cells}: {doubt}");
        }
        for (names, cells) in [
            ("Status,Done?,% complete", "Done,TRUE,100%"),
            ("Status,Done?,% complete", "Done,,-"),
            ("Status,Done?", ",x"),
            ("Status,Completed at", "Done,2026-05-01"),
            ("Status,Completed at", "Done,TBD"),
        ] {
            assert_eq!(of(names, cells), (Answer::Done, String::new()), "{names}: {cells}");
        }
        assert_eq!(of("Status,Done?,% complete", "In progress,FALSE,20%"), (Answer::Open, String::new()));
    }

    #[test]
    fn what_stands_for_a_link_may_show_it_leave_it_out_or_deny_it() {
        let of = |link: &str| of("Status,Link", &format!("Done,{link}")).0;
        for link in ["https://acme.example/t", "docs/limits.md", "see Bob", "ACME-12", "Open house, 12 May"] {
            let link = link.split(',').next().expect("a cell");
            assert_eq!(of(link), Answer::Proven(link.to_owned()), "{link}");
        }
        for link in ["", "TBD", "-", "?", "n/a", "Done", "Yes", "TRUE", "x", "1", "✅", "not needed"] {
            assert_eq!(of(link), Answer::Done, "{link}");
        }
        for link in [
            "pending",
            "FALSE",
            "No",
            "0",
            "to come",
            "Will follow.",
            "not yet available",
            "missing",
            "in progress",
            "not done",
            "❌",
            "☐",
            "failed",
            "20%",
        ] {
            assert_eq!(of(link), Answer::Open, "{link}");
        }
    }
}
