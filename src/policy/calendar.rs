//! Working days: the one place that decides which days count.

use std::collections::BTreeSet;

use jiff::civil::{Date, Weekday};
use jiff::{Span, ToSpan as _};

use crate::text::first_of;

/// How many reasons a sentence gives.
const NAMED: usize = 3;

/// Which days are worked, and on which no launch may fall.
#[derive(Clone, Debug)]
pub struct Calendar {
    /// Days of the week that are not worked; never all seven.
    pub weekend: Vec<Weekday>,
    /// Single days that are not worked.
    pub holidays: BTreeSet<Date>,
    /// Periods in which no launch may fall.
    pub blackouts: Vec<Blackout>,
    /// Days of the week on which no launch may fall.
    pub no_launch_on: Vec<Weekday>,
}

/// A period in which no launch may fall; both ends are included.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Blackout {
    /// Its first day.
    pub from: Date,
    /// Its last day.
    pub until: Date,
    /// The reason.
    pub why: String,
}

/// What closes a day to launches.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Closed<'c> {
    /// A blackout.
    Blackout(&'c Blackout),
    /// The day of the week.
    Weekday(Weekday),
}

impl Blackout {
    fn told(&self) -> String {
        let Blackout { from, until, why } = self;
        format!("the blackout from {from} to {until} ({why})")
    }
}

impl Closed<'_> {
    /// That it closes a day.
    fn told(self, date: Date) -> String {
        match self {
            Closed::Blackout(blackout) => format!("{date} is in {}", blackout.told()),
            Closed::Weekday(weekday) => {
                format!("{date} is a {}, and the policy has no launch on that day", weekday_name(weekday))
            }
        }
    }

    /// Its name.
    pub(crate) fn name(self) -> String {
        match self {
            Closed::Blackout(blackout) => blackout.told(),
            Closed::Weekday(weekday) => format!("the policy's no launch on a {}", weekday_name(weekday)),
        }
    }
}

impl Default for Calendar {
    fn default() -> Self {
        Calendar {
            weekend: vec![Weekday::Saturday, Weekday::Sunday],
            holidays: BTreeSet::new(),
            blackouts: Vec::new(),
            no_launch_on: Vec::new(),
        }
    }
}

impl Calendar {
    /// Whether a day is worked.
    pub fn is_working(&self, date: Date) -> bool {
        !self.weekend.contains(&date.weekday()) && !self.holidays.contains(&date)
    }

    /// How many working days come after `from`, up to and with `to`. None if `to` is not later.
    pub fn working_days(&self, from: Date, to: Date) -> u32 {
        if to <= from {
            return 0;
        }
        let days = from.until(to).map_or(0, |span: Span| span.get_days());
        let (weeks, rest) = (days / 7, days % 7);
        let per_week = 7 - self.weekend.len();
        let whole = u32::try_from(weeks).unwrap_or(0) * u32::try_from(per_week).unwrap_or(0);
        let tail = (1..=rest)
            .filter_map(|ahead| from.checked_add((i64::from(weeks * 7 + ahead)).days()).ok())
            .filter(|date| !self.weekend.contains(&date.weekday()))
            .count();
        let Ok(first) = from.tomorrow() else { return 0 };
        let holidays =
            self.holidays.range(first..=to).filter(|date| !self.weekend.contains(&date.weekday())).count();
        (whole + u32::try_from(tail).unwrap_or(0)).saturating_sub(u32::try_from(holidays).unwrap_or(0))
    }

    /// The day that lies `days` working days before `date`, or the calendar's first day.
    pub fn before(&self, date: Date, days: u32) -> Date {
        self.step(date, days, Date::yesterday)
    }

    /// The day that lies `days` working days after `date`, or the calendar's last day.
    pub fn after(&self, date: Date, days: u32) -> Date {
        self.step(date, days, Date::tomorrow)
    }

    fn step(&self, date: Date, days: u32, next: impl Fn(Date) -> Result<Date, jiff::Error>) -> Date {
        let mut left = days;
        let mut at = date;
        while left > 0 {
            let Ok(day) = next(at) else { return at };
            at = day;
            if self.is_working(at) {
                left -= 1;
            }
        }
        at
    }

    /// The blackout that a day falls into, in words.
    pub fn blackout(&self, date: Date) -> Option<String> {
        self.blackout_on(date).map(Blackout::told)
    }

    fn blackout_on(&self, date: Date) -> Option<&Blackout> {
        self.blackouts.iter().find(|blackout| (blackout.from..=blackout.until).contains(&date))
    }

    /// Why no launch may fall on a day, if none may.
    pub fn no_launch(&self, date: Date) -> Option<String> {
        self.closed_by(date).map(|closed| closed.told(date))
    }

    /// What closes a day to launches.
    fn closed_by(&self, date: Date) -> Option<Closed<'_>> {
        let weekday = date.weekday();
        let of_week = || self.no_launch_on.contains(&weekday).then_some(Closed::Weekday(weekday));
        self.blackout_on(date).map(Closed::Blackout).or_else(of_week)
    }

    /// What closes the days from one up to another to launches, each once and with the first day that it closes. Of
    /// the days off after the first one, the day of the week closes nothing.
    pub(crate) fn closed_between(&self, from: Date, until: Date) -> Vec<(Date, Closed<'_>)> {
        let mut found: Vec<(Date, Closed<'_>)> = Vec::new();
        let mut at = from;
        while at < until {
            let closed = self.closed_by(at);
            let is_told = |closed: &Closed<'_>| {
                at == from || matches!(closed, Closed::Blackout(_)) || self.is_working(at)
            };
            let is_new =
                |closed: &Closed<'_>| is_told(closed) && !found.iter().any(|(_, known)| known == closed);
            found.extend(closed.filter(is_new).map(|closed| (at, closed)));
            let last = self.blackout_on(at).map_or(at, |blackout| blackout.until);
            let Ok(next) = last.tomorrow() else { break };
            at = next;
        }
        found
    }

    /// Why no launch may fall on the days from one up to another, if none may on some of them.
    pub fn no_launch_until(&self, from: Date, until: Date) -> Option<String> {
        let closed = self.closed_between(from, until);
        let told: Vec<String> = closed.iter().map(|(date, closed)| closed.told(*date)).collect();
        (!told.is_empty()).then(|| first_of(&told, NAMED))
    }
}

impl Calendar {
    /// The first working day, from one on, on which a launch may fall. None where no such day comes: every day
    /// of the week may be closed, or a blackout may have no end.
    pub fn open_from(&self, date: Date) -> Option<Date> {
        if WEEKDAYS.iter().all(|(_, weekday)| self.is_never_open(*weekday)) {
            return None;
        }
        let mut at = date;
        while let Some(last) = self.closed_until(at) {
            at = last.tomorrow().ok()?;
        }
        Some(at)
    }

    /// The last day of what closes a day to launches, or makes it none of work.
    fn closed_until(&self, date: Date) -> Option<Date> {
        let is_closed = self.is_never_open(date.weekday()) || self.holidays.contains(&date);
        self.blackout_on(date).map(|blackout| blackout.until).or_else(|| is_closed.then_some(date))
    }

    fn is_never_open(&self, weekday: Weekday) -> bool {
        self.weekend.contains(&weekday) || self.no_launch_on.contains(&weekday)
    }
}

/// The words for the days of the week, in policies.
pub const WEEKDAYS: [(&str, Weekday); 7] = [
    ("mon", Weekday::Monday),
    ("tue", Weekday::Tuesday),
    ("wed", Weekday::Wednesday),
    ("thu", Weekday::Thursday),
    ("fri", Weekday::Friday),
    ("sat", Weekday::Saturday),
    ("sun", Weekday::Sunday),
];

fn weekday_name(weekday: Weekday) -> &'static str {
    match weekday {
        Weekday::Monday => "Monday",
        Weekday::Tuesday => "Tuesday",
        Weekday::Wednesday => "Wednesday",
        Weekday::Thursday => "Thursday",
        Weekday::Friday => "Friday",
        Weekday::Saturday => "Saturday",
        Weekday::Sunday => "Sunday",
    }
}

#[cfg(test)]
mod tests {
    use super::{Blackout, Calendar, Date, WEEKDAYS, Weekday};
    use jiff::civil::date;
    use proptest::prelude::*;

    fn calendar() -> Calendar {
        Calendar { holidays: [date(2026, 5, 25), date(2026, 5, 30)].into(), ..Calendar::default() }
    }

    #[test]
    fn weekends_and_holidays_do_not_count() {
        let calendar = calendar();
        assert_eq!(calendar.working_days(date(2026, 5, 21), date(2026, 5, 22)), 1);
        assert_eq!(calendar.working_days(date(2026, 5, 22), date(2026, 5, 25)), 0);
        assert_eq!(calendar.working_days(date(2026, 5, 22), date(2026, 5, 26)), 1);
        assert_eq!(calendar.working_days(date(2026, 5, 26), date(2026, 5, 22)), 0);
        assert_eq!(calendar.before(date(2026, 5, 26), 1), date(2026, 5, 22));
        assert_eq!(calendar.before(date(2026, 6, 15), 20), date(2026, 5, 15));
        assert_eq!(calendar.after(date(2026, 5, 22), 1), date(2026, 5, 26));
    }

    #[test]
    fn a_launch_falls_on_a_working_day_that_is_open_or_on_none() {
        let blackout = |until| Blackout { from: date(2026, 6, 24), until, why: "quarter close".to_owned() };
        let closed = |days: &[Weekday]| Calendar { no_launch_on: days.to_vec(), ..calendar() };
        let until = |day| Calendar { blackouts: vec![blackout(day)], ..calendar() };
        let week = WEEKDAYS.map(|(_, weekday)| weekday);
        let [weekdays @ .., _, _] = &week;
        for (calendar, from, open) in [
            (calendar(), date(2026, 5, 23), Some(date(2026, 5, 26))),
            (closed(&[Weekday::Tuesday]), date(2026, 5, 23), Some(date(2026, 5, 27))),
            (closed(weekdays), date(2026, 5, 23), None),
            (closed(&week), date(2026, 5, 23), None),
            (until(date(2026, 6, 30)), date(2026, 6, 24), Some(date(2026, 7, 1))),
            (until(date(9999, 12, 30)), date(2026, 6, 23), Some(date(2026, 6, 23))),
            (until(date(9999, 12, 30)), date(2026, 6, 24), Some(Date::MAX)),
            (until(Date::MAX), date(2026, 6, 24), None),
        ] {
            assert_eq!(calendar.open_from(from), open, "{calendar:?} from {from}");
        }
    }

    #[test]
    fn the_ends_of_time_are_not_left() {
        let calendar = calendar();
        assert_eq!(calendar.before(Date::MIN, 5), Date::MIN);
        assert!(calendar.working_days(Date::MIN, Date::MAX) > 2_000_000);
    }

    proptest! {
        #[test]
        fn counting_agrees_with_walking(start in 0i32..4000, length in 0i32..400) {
            let calendar = calendar();
            let from = date(2020, 1, 1).checked_add(jiff::Span::new().days(start)).expect("in range");
            let to = from.checked_add(jiff::Span::new().days(length)).expect("in range");
            let mut walked = 0;
            let mut at = from;
            while at < to {
                at = at.tomorrow().expect("in range");
                walked += u32::from(calendar.is_working(at));
            }
            prop_assert_eq!(calendar.working_days(from, to), walked);
        }

        #[test]
        fn a_lead_is_kept_in_full(start in 0i32..4000, lead in 1u32..60) {
            let calendar = calendar();
            let date = date(2020, 1, 1).checked_add(jiff::Span::new().days(start)).expect("in range");
            let due = calendar.before(date, lead);
            prop_assert!(calendar.is_working(due));
            prop_assert_eq!(calendar.working_days(due, calendar.after(due, lead)), lead);
        }
    }
}
