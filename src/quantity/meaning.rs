//! What the parts of a quantity mean together: the interval of a bound or of a range.

use jiff::civil::Date;

use super::amount::Amount;
use super::interval::{Edge, Interval};
use super::unit::Unit;
use super::{Extent, Quantity, Unreadable};

/// What stands before a number.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Bound {
    Exactly,
    AtMost,
    AtLeast,
    Under,
    Over,
    By,
}

/// One number with its unit, if it has one, or one date.
pub(super) enum Measure {
    Date(Date),
    Amount(Amount, Option<Unit>),
}

/// The quantity of a bound and one measure.
pub(super) fn bounded(bound: Bound, measure: Measure) -> Result<Quantity, Unreadable> {
    match measure {
        Measure::Date(date) => Ok(Quantity(Extent::Dates(dates(bound, date)?))),
        Measure::Amount(number, unit) => {
            let unit = unit.unwrap_or(Unit::COUNT);
            let amounts = amounts(bound, number, &unit)?;
            Ok(Quantity(Extent::Amounts(amounts, unit)))
        }
    }
}

fn dates(bound: Bound, date: Date) -> Result<Interval<Date>, Unreadable> {
    let edge = |date| Some(Edge::closed(date));
    let (low, high) = match bound {
        Bound::Exactly => (edge(date), edge(date)),
        Bound::AtMost | Bound::By => (None, edge(date)),
        Bound::AtLeast => (edge(date), None),
        Bound::Under => (None, edge(day_before(date)?)),
        Bound::Over => (edge(day_after(date)?), None),
    };
    Ok(Interval { low, high })
}

/// The day before, where it can be written with a year of four digits.
fn day_before(date: Date) -> Result<Date, Unreadable> {
    let before = date.yesterday().ok().filter(|date| date.year() >= 0);
    before.ok_or_else(|| Unreadable::new(format!("expected a later date than `{date}`")))
}

fn day_after(date: Date) -> Result<Date, Unreadable> {
    let after = date.tomorrow();
    after.map_err(|_| Unreadable::new(format!("expected an earlier date than `{date}`")))
}

fn amounts(bound: Bound, number: Amount, unit: &Unit) -> Result<Interval<Amount>, Unreadable> {
    let zero = Some(Edge::closed(Amount::ZERO));
    let closed = Some(Edge::closed(number));
    let open = Some(Edge::open(number));
    let (low, high) = match bound {
        Bound::Exactly => (closed, closed),
        Bound::AtMost => (zero, closed),
        Bound::AtLeast => (closed, None),
        Bound::Under if number == Amount::ZERO => {
            return Err(Unreadable::new("expected more than 0 after `under`: no quantity is negative"));
        }
        Bound::Under => (zero, open),
        Bound::Over => (open, None),
        Bound::By => return Err(no_date(&unit.measure(number))),
    };
    Ok(Interval { low, high })
}

fn no_date(measure: &str) -> Unreadable {
    Unreadable::new(format!("expected a date after `by`, found `{measure}`"))
        .help(format!("write `at most {measure}`, or `by 2026-06-15`"))
}

/// The quantity of `first to last`, or `first to under last` where it is strict.
pub(super) fn range(first: Measure, strict: bool, last: Measure) -> Result<Quantity, Unreadable> {
    match (first, last) {
        (Measure::Date(low), Measure::Date(high)) => {
            let high = if strict { day_before(high)? } else { high };
            let dates = interval(low, high, false, |low, high| format!("{low} to {high}"))?;
            Ok(Quantity(Extent::Dates(dates)))
        }
        (Measure::Amount(low, low_unit), Measure::Amount(high, unit)) => {
            amount_range((low, low_unit), strict, (high, unit))
        }
        _ => Err(Unreadable::new("expected two dates or two numbers in a range, found one of each")),
    }
}

fn amount_range(
    (low, low_unit): (Amount, Option<Unit>),
    strict: bool,
    (high, unit): (Amount, Option<Unit>),
) -> Result<Quantity, Unreadable> {
    let (low_unit, unit) = match (low_unit, unit) {
        (Some(_), None) => {
            return Err(Unreadable::new("expected a unit at the end of the range")
                .help("write the unit once, after both numbers: `300 to 400 customers`"));
        }
        (low_unit, unit) => {
            let unit = unit.unwrap_or(Unit::COUNT);
            (low_unit.unwrap_or_else(|| unit.clone()), unit)
        }
    };
    low_unit
        .comparable(&unit)
        .map_err(|reason| Unreadable::new(format!("expected one unit in a range: {reason}")))?;
    let common = low_unit.common(&unit);
    let convert = |unit: &Unit, amount| {
        let amount = unit.convert(amount, &common).filter(|amount| amount.is_writable());
        amount.ok_or_else(|| Unreadable::new("expected smaller numbers: the range is too large to be exact"))
    };
    let (low, high) = (convert(&low_unit, low)?, convert(&unit, high)?);
    let amounts = interval(low, high, strict, |low, high| {
        format!("{} to {}", common.number(low), common.measure(high))
    })?;
    // Where nothing had to be converted, the upper end's own spelling of the unit stands.
    let shared = if common.factor() == unit.factor() { unit } else { common };
    Ok(Quantity(Extent::Amounts(amounts, shared)))
}

fn interval<T: Copy + Ord>(
    low: T,
    high: T,
    strict: bool,
    show: impl Fn(T, T) -> String,
) -> Result<Interval<T>, Unreadable> {
    if low > high || strict && low == high {
        return Err(Unreadable::new(format!("expected a range that rises, found `{}`", show(low, high)))
            .help(format!("write the lower end first: `{}`", show(high, low))));
    }
    Ok(Interval { low: Some(Edge::closed(low)), high: Some(Edge { at: high, open: strict }) })
}
