//! The days of the gates: those that the plan has for them, and those on which they can be.

use jiff::civil::Date;

use crate::address::Address;
use crate::check::Raised;
use crate::forecast::days::{Days, Half};
use crate::plan::audience::Audience;
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

/// People inside who are still to hear, and before customers do.
#[derive(Clone, Debug)]
pub(super) struct Hearing<'a> {
    /// The id of the audience.
    pub(super) id: &'a str,
    /// Who they are.
    pub(super) who: &'a str,
    /// The day on which they hear.
    pub(super) on: Day,
    /// Whether the external date of the plan comes after that.
    pub(super) before_planned: bool,
}

/// The audiences that the check finds not to have heard, and whose day is still to come.
pub(super) fn hearings<'a>(ctx: &Ctx<'a>, days: Days<'_>, raised: &[Raised]) -> Vec<Hearing<'a>> {
    let external = ctx.plan.dates.external.get();
    let hearing = |(id, audience): (&'a str, &'a Audience)| {
        let date = audience.date.get().filter(|moment| moment.date >= ctx.facts.as_of)?;
        Some(Hearing {
            id,
            who: audience.who.text().unwrap_or(id),
            on: Day::of(days, date.date),
            before_planned: external.is_some_and(|external| external.is_after(date)),
        })
    };
    let is_asked =
        |one: &Hearing<'_>| raised.iter().any(|known| known.counts() && known.finding.at == one.at());
    ctx.plan.informed.iter().filter_map(hearing).filter(is_asked).collect()
}

impl Hearing<'_> {
    pub(super) fn at(&self) -> Address {
        Address::new(format!("informed.{}", self.id))
    }
}

fn first_after(half: Half) -> i32 {
    half.div_euclid(2) + 1
}

impl Day {
    /// The number of the first working day after it.
    pub(super) fn next(self) -> i32 {
        first_after(self.half)
    }

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
        first_after(self.half)
    }
}
