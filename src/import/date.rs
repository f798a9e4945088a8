//! Dates as people type them. What could be two days is not guessed.

use jiff::civil::Date;

use crate::import::words;
use crate::moment;

/// Which of two numbers is the day.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Order {
    /// 15/06/2026
    DayFirst,
    /// 06/15/2026
    MonthFirst,
}

/// What a cell says.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Written {
    /// One day, however it is read.
    Day(Date),
    /// Two numbers before a year: the day depends on their order.
    Numbers {
        /// The first of them.
        first: i8,
        /// The second.
        second: i8,
        /// The year.
        year: i16,
        /// Whether the year has four digits, so that a number over 12 beside it must be a day.
        full_year: bool,
    },
    /// Three numbers of two digits with hyphens between them, of which the first and the last may be the year:
    /// `26-04-27`.
    YearFirst,
    /// No date.
    None,
}

impl Written {
    /// The order that this date proves: it is a day of the calendar in this one, and one of its numbers is
    /// no month.
    pub fn order(self) -> Option<Order> {
        let order = match self {
            Written::Numbers { first, second, full_year: true, .. } => match (first > 12, second > 12) {
                (true, false) => Some(Order::DayFirst),
                (false, true) => Some(Order::MonthFirst),
                _ => None,
            },
            _ => None,
        };
        order.filter(|order| self.in_order(*order).is_ok())
    }

    fn in_order(self, order: Order) -> Result<Date, &'static str> {
        match (self, order) {
            (Written::Day(date), _) => Ok(date),
            (Written::None, _) => Err("is no date that is known"),
            (Written::YearFirst, _) => Err("may begin with its year: write the year with four digits"),
            (Written::Numbers { first: day, second: month, year, .. }, Order::DayFirst)
            | (Written::Numbers { first: month, second: day, year, .. }, Order::MonthFirst) => {
                Date::new(year, month, day).map_err(|_| "is no day of the calendar in this order")
            }
        }
    }

    /// The day, in an order if there is one.
    ///
    /// # Errors
    /// Why it cannot be told, to be read after the cell's text.
    pub fn day(self, order: Option<Order>) -> Result<Date, &'static str> {
        match (self, order.or(self.order())) {
            (_, Some(order)) => self.in_order(order),
            (Written::Numbers { first, second, full_year, .. }, None) => {
                let orders = [Order::DayFirst, Order::MonthFirst];
                if orders.into_iter().all(|order| self.in_order(order).is_err()) {
                    return Err("is no day of the calendar");
                }
                match full_year && first == second {
                    true => self.in_order(Order::DayFirst),
                    false => Err("could be two days: say which with `--date-order dmy` or `mdy`"),
                }
            }
            (_, None) => self.in_order(Order::DayFirst),
        }
    }

    /// The last day that this can be: in an order if there is one, otherwise however it is read.
    pub fn latest(self, order: Option<Order>) -> Option<Date> {
        let orders = match order.or(self.order()) {
            Some(order) => vec![order],
            None => vec![Order::DayFirst, Order::MonthFirst],
        };
        orders.into_iter().filter_map(|order| self.day(Some(order)).ok()).max()
    }
}

/// Reads a cell: `2026-06-15`, `15 Jun 2026`, `June 15th, 2026`, `15/06/2026`, each also with a time of day.
pub fn read(text: &str) -> Written {
    if let Ok(moment) = moment::parse(text) {
        return Written::Day(moment.date);
    }
    let mut parts = text
        .split(|c: char| c.is_whitespace() || matches!(c, '/' | '.' | '-' | ','))
        .filter(|part| !part.is_empty() && !is_weekday(part));
    let (Some(a), Some(b), Some(c)) = (parts.next(), parts.next(), parts.next()) else {
        return Written::None;
    };
    if !parts.all(is_time) {
        return Written::None;
    }
    let one_day = |year: &str, month: i8, day: &str| {
        let date = Date::new(year_of(year)?, month, number(day)?).ok()?;
        Some(Written::Day(date))
    };
    let found = match (month(a), month(b)) {
        (Some(month), None) => one_day(c, month, b),
        (None, Some(month)) => one_day(c, month, a),
        (None, None) if a.len() == 4 => number(b).and_then(|month| one_day(a, month, c)),
        (None, None) if may_begin_with_year(text, a, c) => Some(Written::YearFirst),
        (None, None) => numbers(a, b, c),
        (Some(_), Some(_)) => None,
    };
    found.unwrap_or(Written::None)
}

fn numbers(first: &str, second: &str, year: &str) -> Option<Written> {
    let (first, second) = (number(first)?, number(second)?);
    let full_year = year.len() == 4;
    Some(Written::Numbers { first, second, year: year_of(year)?, full_year })
}

/// Whether the first of three numbers may be a year, as in `26-04-27`.
fn may_begin_with_year(text: &str, first: &str, last: &str) -> bool {
    let is_hyphened = text.trim_start().starts_with(&format!("{first}-"));
    is_hyphened && last.len() == 2 && first.len() == 2 && year_of(first).is_some() && number(last).is_some()
}

/// A day or a month: one or two digits, `15th` as well.
fn number(text: &str) -> Option<i8> {
    let digits = text.trim_end_matches(|c: char| c.is_ascii_alphabetic());
    let ending = text.get(digits.len()..).unwrap_or_default().to_ascii_lowercase();
    let known = matches!(ending.as_str(), "" | "st" | "nd" | "rd" | "th");
    let short = (1..=2).contains(&digits.len()) && digits.bytes().all(|b| b.is_ascii_digit());
    digits.parse().ok().filter(|number| known && short && (1..=31).contains(number))
}

/// The earliest year that is written with two digits.
const EARLIEST_SHORT: i16 = 20;

/// A year of this century, with four digits or two.
fn year_of(text: &str) -> Option<i16> {
    let number: i16 = text.parse().ok().filter(|_| text.bytes().all(|b| b.is_ascii_digit()))?;
    match text.len() {
        4 if (2000..2100).contains(&number) => Some(number),
        2 if number >= EARLIEST_SHORT => Some(2000 + number),
        _ => None,
    }
}

const MONTHS: [&str; 12] = [
    "january",
    "february",
    "march",
    "april",
    "may",
    "june",
    "july",
    "august",
    "september",
    "october",
    "november",
    "december",
];

fn month(text: &str) -> Option<i8> {
    let word = text.to_ascii_lowercase();
    let at = MONTHS.iter().position(|month| is_short_for(&word, month))?;
    i8::try_from(at + 1).ok()
}

const DAYS: [&str; 7] = ["monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"];

fn is_weekday(text: &str) -> bool {
    let word = text.to_ascii_lowercase();
    DAYS.iter().any(|day| is_short_for(&word, day))
}

fn is_short_for(word: &str, whole: &str) -> bool {
    word.len() >= 3 && whole.starts_with(word)
}

/// What may follow a date: `09:00`, `12:00:00`, `AM`, `Z`, `at`.
fn is_time(part: &str) -> bool {
    let clock = part.contains(':') && part.bytes().all(|b| b.is_ascii_digit() || b == b':');
    clock || matches!(part.to_ascii_lowercase().as_str(), "am" | "pm" | "z" | "utc" | "at")
}

/// The order that a heading names: `Due (dd/mm/yyyy)`.
pub fn of_heading(heading: &str) -> Option<Order> {
    let words = words::plain(heading);
    if words.contains("dd mm") {
        return Some(Order::DayFirst);
    }
    words.contains("mm dd").then_some(Order::MonthFirst)
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;

    use super::{Order, Written, of_heading, read};

    #[test]
    fn a_day_is_read_however_it_is_written() {
        for text in [
            "2026-06-15",
            "2026-06-15T09:00:00Z",
            "2026-06-15 09:00",
            "2026/06/15",
            "15 Jun 2026",
            "15-Jun-2026",
            "15/Jun/26 12:00 AM",
            "June 15, 2026",
            "Jun 15th 2026",
            "Monday, 15 June 2026",
        ] {
            assert_eq!(read(text), Written::Day(date(2026, 6, 15)), "{text}");
        }
    }

    #[test]
    fn the_order_of_two_numbers_is_never_guessed() {
        let day = |text: &str, order| read(text).day(order).ok();
        for text in ["03/04/2026", "3.4.2026", "03-04-26"] {
            assert_eq!(day(text, None), None, "{text}");
            assert_eq!(day(text, Some(Order::DayFirst)), Some(date(2026, 4, 3)), "{text}");
            assert_eq!(day(text, Some(Order::MonthFirst)), Some(date(2026, 3, 4)), "{text}");
        }
        assert_eq!(day("25/04/2026", None), Some(date(2026, 4, 25)));
        assert_eq!(day("04/25/2026", None), Some(date(2026, 4, 25)));
        assert_eq!(day("05.05.2026", None), Some(date(2026, 5, 5)));
        assert_eq!(day("04/25/2026", Some(Order::DayFirst)), None);
        assert_eq!((read("25/04/26").order(), day("25/04/26", None)), (None, None));
        assert_eq!(read("25/04/2026").order(), Some(Order::DayFirst));
    }

    #[test]
    fn a_day_that_is_in_no_calendar_proves_no_order() {
        for text in ["31/02/2026", "02/31/2026", "31.04.2026", "30/30/2026"] {
            assert_eq!(read(text).order(), None, "{text}");
            assert_eq!(read(text).day(None), Err("is no day of the calendar"), "{text}");
        }
        assert_eq!(read("29/02/2028").order(), Some(Order::DayFirst));
    }

    #[test]
    fn a_short_date_that_may_begin_with_its_year_is_not_read() {
        for text in ["26-04-03", "26-04-27", "27-12-26", "25/04/03", "3 Apr 03"] {
            for order in [None, Some(Order::DayFirst), Some(Order::MonthFirst)] {
                assert!(read(text).day(order).is_err(), "{text}");
            }
            assert_eq!(read(text).latest(None), None, "{text}");
        }
        assert_eq!(read("25/04/26").day(Some(Order::DayFirst)), Ok(date(2026, 4, 25)));
        assert_eq!(read("15-04-26").day(Some(Order::DayFirst)), Ok(date(2026, 4, 15)));
        assert_eq!(read("26-04-2026").day(None), Ok(date(2026, 4, 26)));
    }

    #[test]
    fn the_last_day_that_a_date_can_be_is_known_without_its_order() {
        let latest = |text: &str, order| read(text).latest(order);
        assert_eq!(latest("03/04/2026", None), Some(date(2026, 4, 3)));
        assert_eq!(latest("03/04/2026", Some(Order::MonthFirst)), Some(date(2026, 3, 4)));
        assert_eq!(latest("25/04/2026", None), Some(date(2026, 4, 25)));
        assert_eq!(latest("2026-04-25", None), Some(date(2026, 4, 25)));
        for text in ["30/30/2026", "31/02/2026", "TBD", ""] {
            assert_eq!(latest(text, None), None, "{text}");
        }
    }

    #[test]
    fn what_is_no_date_is_left_alone() {
        for text in [
            "",
            "TBD",
            "T-14",
            "June 2026",
            "15 Jun",
            "46200",
            "2026-02-30",
            "31 Feb 2026",
            "Q2",
            "1/2/3/4",
            "15/06/1999",
            "Jun Jul 2026",
            "15 Jun 2026 or later",
        ] {
            assert_eq!(read(text), Written::None, "{text}");
        }
        assert!(read("31/02/2026").day(Some(Order::DayFirst)).is_err());
    }

    #[test]
    fn a_heading_may_name_the_order() {
        assert_eq!(of_heading("Due date (DD.MM.YYYY)"), Some(Order::DayFirst));
        assert_eq!(of_heading("Due mm/dd/yy"), Some(Order::MonthFirst));
        assert_eq!(of_heading("Due"), None);
    }
}
