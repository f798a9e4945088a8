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
        let count = |from, to| i32::try_from(self.calendar.working_days(from, to)).unwrap_or(LIMIT);
        let last = if date < self.first { -count(date, self.first) } else { count(self.first, date) };
        2 * last + i32::from(!self.calendar.is_working(date))
    }

    /// The working day of a number.
    pub(super) fn date(&self, number: i32) -> Date {
        match number < 0 {
            true => self.calendar.before(self.first, number.unsigned_abs()),
            false => self.calendar.after(self.first, number.unsigned_abs()),
        }
    }

    /// The number of the first working day, from one on, on which a launch may fall.
    pub(super) fn allowed(&self, number: i32) -> i32 {
        let (mut number, mut date) = (number, self.date(number));
        while !self.is_allowed(date) && date < Date::MAX {
            number += 1;
            date = self.calendar.after(date, 1);
        }
        number
    }

    /// Whether a launch may fall on a working day.
    fn is_allowed(&self, date: Date) -> bool {
        self.calendar.no_launch(date).is_none()
    }

    /// For each of the numbers up to one, as [`Days::allowed`] has it.
    pub(super) fn all_allowed(&self, last: i32) -> Vec<i32> {
        let mut date = self.first;
        let mut days: Vec<(i32, bool)> = Vec::new();
        for number in 0..=last {
            days.push((number, self.is_allowed(date)));
            date = self.calendar.after(date, 1);
        }
        let mut found = self.allowed(last);
        let back = days.into_iter().rev().map(|(number, is_allowed)| {
            found = if is_allowed { number } else { found };
            found
        });
        let mut numbers: Vec<i32> = back.collect();
        numbers.reverse();
        numbers
    }
}

#[cfg(test)]
mod tests {
    use jiff::civil::{Weekday, date};
    use proptest::prelude::*;

    use super::{Days, after, next};
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
    }

    #[test]
    fn a_launch_falls_on_no_day_that_is_closed_to_it() {
        let calendar = calendar();
        let days = Days::from(&calendar, date(2026, 6, 23));
        let allowed = |day| days.date(days.allowed(next(days.half(day))));
        assert_eq!(allowed(date(2026, 6, 23)), date(2026, 6, 23));
        assert_eq!(allowed(date(2026, 6, 24)), date(2026, 7, 1));
        assert_eq!(allowed(date(2026, 7, 3)), date(2026, 7, 6));
        let one_by_one: Vec<i32> = (0..=12).map(|number| days.allowed(number)).collect();
        assert_eq!(days.all_allowed(12), one_by_one);
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
