//! Days as numbers that can be added and compared: working days, counted from the first day on which
//! anything can be done.

use jiff::civil::Date;

use crate::policy::calendar::Calendar;

/// A day, in halves of working days: an even one is worked, an odd one lies between two that are.
pub(super) type Half = i32;

/// The working days of a calendar, counted from one of them.
#[derive(Clone, Copy, Debug)]
pub(super) struct Days<'a> {
    calendar: &'a Calendar,
    /// The working day that has the number 0.
    first: Date,
}

/// The day so many working days after another; no days after one that is not worked is the next that is.
pub(super) fn after(day: Half, days: u32) -> Half {
    let whole = if days == 0 { next(day) } else { day.div_euclid(2) };
    whole.saturating_add(i32::try_from(days).unwrap_or(i32::MAX)).clamp(-LIMIT, LIMIT) * 2
}

/// The first day that leaves so many working days after another; with none, that day, worked or not.
pub(super) fn leaving(day: Half, days: u32) -> Half {
    if days == 0 { day } else { after(day, days) }
}

/// The number of the first working day that is not before a day.
pub(super) fn next(day: Half) -> i32 {
    (day + 1).div_euclid(2)
}

/// No calendar has as many working days as this, and twice as many are still a number.
const LIMIT: i32 = 1 << 29;

impl<'a> Days<'a> {
    /// Those from a day on; it is the first one if it is worked, otherwise the next one that is.
    pub(super) fn from(calendar: &'a Calendar, day: Date) -> Days<'a> {
        let mut first = day;
        while !calendar.is_working(first) {
            let Ok(next) = first.tomorrow() else { break };
            first = next;
        }
        Days { calendar, first }
    }

    /// The number of a day.
    pub(super) fn half(&self, date: Date) -> Half {
        2 * self.number(date) + i32::from(!self.calendar.is_working(date))
    }

    /// The number of a working day, or of the last one before a day that is none.
    fn number(&self, date: Date) -> i32 {
        let count = |from, to| i32::try_from(self.calendar.working_days(from, to)).unwrap_or(LIMIT);
        if date < self.first { -count(date, self.first) } else { count(self.first, date) }
    }

    /// The working day of a number.
    pub(super) fn date(&self, number: i32) -> Date {
        match number < 0 {
            true => self.calendar.before(self.first, number.unsigned_abs()),
            false => self.calendar.after(self.first, number.unsigned_abs()),
        }
    }

    /// The number of the first working day, from one on, on which a launch may fall, if one comes.
    pub(super) fn allowed(&self, number: i32) -> Option<i32> {
        self.open_from(self.date(number)).map(|(open, _)| open)
    }

    /// What closes the days to launches from one on, until the next one that is open.
    pub(super) fn closed(&self, number: i32) -> Vec<String> {
        let from = self.date(number);
        let until = self.calendar.open_from(from).unwrap_or(from);
        self.calendar.closed_between(from, until).into_iter().map(|(_, closed)| closed.name()).collect()
    }

    fn open_from(&self, date: Date) -> Option<(i32, Date)> {
        self.calendar.open_from(date).map(|open| (self.number(open), open))
    }

    /// For each of the numbers up to one, as [`Days::allowed`] has it.
    pub(super) fn all_allowed(&self, last: i32) -> Vec<Option<i32>> {
        let mut open = self.open_from(self.first);
        let mut found = Vec::new();
        for number in 0..=last {
            if let Some((_, passed)) = open.filter(|(known, _)| *known < number) {
                open = self.open_from(self.calendar.after(passed, 1));
            }
            found.push(open.map(|(number, _)| number));
        }
        found
    }
}

#[cfg(test)]
mod tests {
    use jiff::civil::{Date, Weekday, date};
    use proptest::prelude::*;

    use super::{Days, after, leaving, next};
    use crate::policy::calendar::{Blackout, Calendar};

    fn calendar() -> Calendar {
        Calendar {
            holidays: [date(2026, 5, 25)].into(),
            blackouts: vec![Blackout {
                from: date(2026, 6, 24),
                until: date(2026, 6, 30),
                why: "quarter close".to_owned(),
            }],
            no_launch_on: vec![Weekday::Friday],
            ..Calendar::default()
        }
    }

    #[test]
    fn days_are_counted_from_the_first_one_that_is_worked() {
        let calendar = calendar();
        let days = Days::from(&calendar, date(2026, 5, 23));
        assert_eq!(days.date(0), date(2026, 5, 26), "a weekend and a holiday later");
        assert_eq!(days.half(date(2026, 5, 26)), 0);
        assert_eq!(days.half(date(2026, 5, 22)), -2);
        assert_eq!(days.half(date(2026, 5, 24)), -1, "between the last one before and the first one");
        assert_eq!(days.half(date(2026, 5, 30)), 7);
        assert_eq!((after(7, 0), after(7, 1), after(-1, 2), after(-2, 2)), (8, 8, 2, 2));
        assert_eq!((leaving(7, 0), leaving(7, 1), leaving(6, 0)), (7, 8, 6));
    }

    #[test]
    fn a_launch_falls_on_no_day_that_is_closed_to_it() {
        let calendar = calendar();
        let days = Days::from(&calendar, date(2026, 6, 23));
        let allowed = |day| days.allowed(next(days.half(day))).map(|number| days.date(number));
        assert_eq!(allowed(date(2026, 6, 23)), Some(date(2026, 6, 23)));
        assert_eq!(allowed(date(2026, 6, 24)), Some(date(2026, 7, 1)));
        assert_eq!(allowed(date(2026, 7, 3)), Some(date(2026, 7, 6)));
        let one_by_one = |days: &Days<'_>| (0..=12).map(|number| days.allowed(number)).collect::<Vec<_>>();
        assert_eq!(days.all_allowed(12), one_by_one(&days));
        let mut closed = calendar.clone();
        closed.blackouts.iter_mut().for_each(|blackout| blackout.until = Date::MAX);
        let days = Days::from(&closed, date(2026, 6, 23));
        assert_eq!((days.allowed(0), days.allowed(1)), (Some(0), None));
        assert_eq!(days.all_allowed(12), one_by_one(&days));
    }

    proptest! {
        #[test]
        fn numbers_add_as_the_calendar_does(start in -400i32..400, days in 0u32..60) {
            let calendar = calendar();
            let numbers = Days::from(&calendar, date(2026, 5, 23));
            let day = date(2026, 5, 23).checked_add(jiff::Span::new().days(start)).expect("in range");
            let added = numbers.date(next(after(numbers.half(day), days)));
            let mut expected = calendar.after(day, days);
            while !calendar.is_working(expected) {
                expected = expected.tomorrow().expect("in range");
            }
            prop_assert_eq!(added, expected);
        }
    }
}
