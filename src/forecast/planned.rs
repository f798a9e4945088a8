//! The days of the gates: those that the plan has for them, and those on which they can be.

use jiff::civil::Date;

use crate::forecast::days::{Days, Half};
use crate::policy::Gate;
use crate::rule::Ctx;

/// A day of the calendar, with its number: two that are not worked may have the same one.
#[derive(Clone, Copy, Debug)]
pub(super) struct Day {
    pub(super) date: Date,
    pub(super) half: Half,
}

/// The dates that a plan has for the gates, as far as a launch may fall on them and they are not over.
#[derive(Clone, Copy, Debug)]
pub(super) struct Planned {
    pub(super) internal: Option<Day>,
    pub(super) external: Option<Day>,
    /// Whether the external date comes after the internal one; on the same day, by the times of day.
    pub(super) in_order: bool,
}

/// When a gate can be.
#[derive(Clone, Copy, Debug)]
pub(super) struct On {
    pub(super) half: Half,
    /// Whether the planned date holds.
    pub(super) holds: bool,
}

impl Day {
    pub(super) fn of(days: Days<'_>, date: Date) -> Day {
        Day { date, half: days.half(date) }
    }
}

impl Planned {
    pub(super) fn of(ctx: &Ctx<'_>, days: Days<'_>) -> Planned {
        let dates = &ctx.plan.dates;
        let is_open = |day: &Date| *day >= ctx.facts.as_of && ctx.policy.calendar.no_launch(*day).is_none();
        let day = |gate: Gate| gate.date(dates).filter(is_open).map(|date| Day::of(days, date));
        let in_order = dates.external.get().zip(dates.internal.get());
        Planned {
            internal: day(Gate::Internal),
            external: day(Gate::External),
            in_order: in_order.is_some_and(|(external, internal)| external.is_after(internal)),
        }
    }

    /// The external date, if it comes after the day on which the internal gate can be.
    pub(super) fn after(&self, internal: On) -> Option<Day> {
        self.external.filter(|day| day.half > internal.half || (internal.holds && self.in_order))
    }
}

impl On {
    /// The planned day, where that holds, or one that was computed before it.
    pub(super) fn first(computed: Option<i32>, planned: Option<Day>) -> Option<On> {
        let halves = computed.map(|number| 2 * number).into_iter().chain(planned.map(|day| day.half));
        Some(On { half: halves.min()?, holds: planned.is_some() })
    }

    /// The number of the first working day after it.
    pub(super) fn next(self) -> i32 {
        self.half.div_euclid(2) + 1
    }
}
