//! The tests: inclusion, the gap outside, the slack inside, and the sum.

use std::fmt;

use jiff::civil::Date;

use super::amount::Amount;
use super::incomparable::{Incomparable, Reason};
use super::interval::{Edge, Interval};
use super::unit::Unit;
use super::{Extent, Quantity};

/// How a quantity reaches outside another.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Gap {
    /// By how much, as a noun: `3 working days too many`, `2 days too late`. Where it reaches
    /// outside at both ends: `5 customers too few and 10 customers too many`.
    Measured(String),
    /// No number says how far, so this is a predicate of the quantity: `includes 300 customers itself`.
    Worded(String),
    /// Nothing says how far, because the quantity itself has no end there: `has no upper limit`.
    Endless(&'static str),
}

impl Gap {
    /// Both ends at once. What has no end at all is told alone: it is nowhere near.
    fn and(self, other: Self) -> Self {
        match (self, other) {
            (Self::Measured(low), Self::Measured(high)) => Self::Measured(format!("{low} and {high}")),
            (Self::Worded(low), Self::Worded(high)) => Self::Worded(format!("{low} and {high}")),
            (Self::Worded(worded), Self::Measured(gap)) | (Self::Measured(gap), Self::Worded(worded)) => {
                Self::Worded(format!("{worded} and is {gap}"))
            }
            (endless @ Self::Endless(_), _) | (_, endless) => endless,
        }
    }

    /// Two clauses, the first of which ends with the quantity, with how it reaches outside that of the second.
    pub fn between(&self, own: &str, outer: &str) -> String {
        match self {
            Self::Measured(gap) => format!("{own}; {outer}: {gap}"),
            Self::Worded(_) | Self::Endless(_) => format!("{own}, which {self}; {outer}"),
        }
    }
}

impl fmt::Display for Gap {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Measured(text) | Self::Worded(text) => out.write_str(text),
            Self::Endless(text) => out.write_str(text),
        }
    }
}

/// Two quantities that can be compared.
enum Pair<'a> {
    Dates(&'a Interval<Date>, &'a Interval<Date>),
    Amounts(Amounts<'a>),
}

/// Two intervals of amounts, both in the base of their units.
struct Amounts<'a> {
    own: Interval<Amount>,
    outer: Interval<Amount>,
    own_unit: &'a Unit,
    outer_unit: &'a Unit,
}

impl Quantity {
    /// Whether every value of `self` is one of `outer` (`self ⊆ outer`).
    ///
    /// # Errors
    ///
    /// [`Incomparable`], with the reason, when their units do not convert into each other exactly.
    pub fn within(&self, outer: &Self) -> Result<bool, Incomparable> {
        Ok(match self.beside(outer)? {
            Pair::Dates(own, outer) => own.within(outer),
            Pair::Amounts(pair) => pair.own.within(&pair.outer),
        })
    }

    /// How `self` reaches outside `outer`; `None` exactly when it is within.
    ///
    /// # Errors
    ///
    /// As [`within`](Self::within).
    pub fn gap(&self, outer: &Self) -> Result<Option<Gap>, Incomparable> {
        let (low, high) = match self.beside(outer)? {
            Pair::Dates(own, outer) => (early(own, outer), late(own, outer)),
            Pair::Amounts(pair) => (pair.too_few(), pair.too_many()),
        };
        Ok(match (low, high) {
            (Some(low), Some(high)) => Some(low.and(high)),
            (low, high) => low.or(high),
        })
    }

    /// What is left between the upper ends of `self` and `outer` (between the lower ends, where
    /// `outer` has no upper one): `2 days to spare`. `None` when nothing is left, when no number
    /// says how much, and when `self` is not within `outer`.
    ///
    /// # Errors
    ///
    /// As [`within`](Self::within).
    pub fn slack(&self, outer: &Self) -> Result<Option<String>, Incomparable> {
        let pair = self.beside(outer)?;
        let left = match &pair {
            Pair::Dates(own, outer) if own.within(outer) => rest(own, outer, days_from).map(days_in_words),
            Pair::Amounts(pair) if pair.own.within(&pair.outer) => {
                rest(&pair.own, &pair.outer, |low, high| high.beyond(low)).map(|left| pair.apart(left))
            }
            _ => None,
        };
        Ok(left.map(|left| format!("{left} to spare")))
    }

    /// The sum of intervals: every total that their values can add up to, in the largest unit into
    /// which all convert exactly. `None` for no quantities at all.
    ///
    /// # Errors
    ///
    /// [`Incomparable`] when two of them cannot be compared, for dates, which cannot be added up,
    /// and when the sum has more than 15 digits.
    pub fn sum<'a>(all: impl IntoIterator<Item = &'a Self>) -> Result<Option<Self>, Incomparable> {
        let mut all = all.into_iter();
        let Some(first) = all.next() else {
            return Ok(None);
        };
        if matches!(first.0, Extent::Dates(_)) {
            return Err(Incomparable(Reason::SumOfDates));
        }
        all.try_fold(first.clone(), |sum, next| sum.plus(next)).map(Some)
    }

    fn plus(&self, other: &Self) -> Result<Self, Incomparable> {
        let (Extent::Amounts(one, one_unit), Extent::Amounts(two, two_unit)) = (&self.0, &other.0) else {
            return Err(Incomparable(Reason::SumOfDates));
        };
        one_unit.comparable(two_unit)?;
        let unit = one_unit.common(two_unit);
        let convert =
            |amounts: &Interval<Amount>, from: &Unit| amounts.map(|amount| from.convert(amount, &unit));
        let plus = |one: Amount, two| one.plus(two).filter(|sum| sum.is_writable());
        let sum =
            convert(one, one_unit).zip(convert(two, two_unit)).and_then(|(one, two)| one.plus(&two, plus));
        match sum {
            Some(sum) => Ok(Self(Extent::Amounts(sum, unit))),
            None => Err(Incomparable(Reason::TooLarge)),
        }
    }

    fn beside<'a>(&'a self, outer: &'a Self) -> Result<Pair<'a>, Incomparable> {
        match (&self.0, &outer.0) {
            (Extent::Dates(own), Extent::Dates(outer)) => Ok(Pair::Dates(own, outer)),
            (Extent::Amounts(own, own_unit), Extent::Amounts(outer, outer_unit)) => {
                own_unit.comparable(outer_unit)?;
                let in_base = |amounts: &Interval<Amount>, unit: &Unit| {
                    amounts.map(|amount| amount.times(unit.factor())).ok_or(Incomparable(Reason::TooLarge))
                };
                Ok(Pair::Amounts(Amounts {
                    own: in_base(own, own_unit)?,
                    outer: in_base(outer, outer_unit)?,
                    own_unit,
                    outer_unit,
                }))
            }
            _ => Err(Incomparable(Reason::Kinds(self.kind(), outer.kind()))),
        }
    }

    fn kind(&self) -> &'static str {
        match &self.0 {
            Extent::Dates(_) => "a date",
            Extent::Amounts(_, unit) => unit.kind(),
        }
    }
}

impl Amounts<'_> {
    fn too_few(&self) -> Option<Gap> {
        if self.own.keeps_low(&self.outer) {
            return None;
        }
        let (own, limit) = self.own.low.zip(self.outer.low)?;
        Some(self.outside(limit.at.beyond(own.at), own, "few"))
    }

    fn too_many(&self) -> Option<Gap> {
        if self.own.keeps_high(&self.outer) {
            return None;
        }
        let Some((own, limit)) = self.own.high.zip(self.outer.high) else {
            return Some(Gap::Endless("has no upper limit"));
        };
        Some(self.outside(own.at.beyond(limit.at), own, "many"))
    }

    fn outside(&self, gap: Option<Amount>, own: Edge<Amount>, too: &str) -> Gap {
        match gap {
            Some(gap) => Gap::Measured(format!("{} too {too}", self.apart(gap))),
            None => Gap::Worded(format!("includes {} itself", self.fitting(own.at, Unit::inflected))),
        }
    }

    /// How far two amounts are apart, in the unit that suits it.
    fn apart(&self, amount: Amount) -> String {
        self.fitting(amount, Unit::apart)
    }

    /// An amount of the base in the unit that suits it: whole numbers first, the unit of
    /// `outer` before that of `self`, and what they have in common where neither is exact.
    fn fitting(&self, amount: Amount, words: impl Fn(&Unit, Amount) -> String) -> String {
        let exactly = |unit: &Unit| amount.divided(unit.factor()).map(|amount| (unit.clone(), amount));
        let wholly = |unit: &Unit| exactly(unit).filter(|(_, amount)| amount.is_whole());
        let (unit, amount) = wholly(self.outer_unit)
            .or_else(|| wholly(self.own_unit))
            .or_else(|| exactly(self.outer_unit))
            .or_else(|| exactly(self.own_unit))
            .or_else(|| exactly(&self.outer_unit.common(self.own_unit)))
            .unwrap_or_else(|| (self.outer_unit.base(), amount));
        words(&unit, amount)
    }
}

/// The difference of the upper ends, or of the lower ends where `outer` has no upper one.
fn rest<T: Copy, U>(
    own: &Interval<T>,
    outer: &Interval<T>,
    between: impl Fn(T, T) -> Option<U>,
) -> Option<U> {
    match outer.high {
        Some(limit) => between(own.high?.at, limit.at),
        None => between(outer.low?.at, own.low?.at),
    }
}

fn early(own: &Interval<Date>, outer: &Interval<Date>) -> Option<Gap> {
    if own.keeps_low(outer) {
        return None;
    }
    let days = own.low.zip(outer.low).and_then(|(own, limit)| days_from(own.at, limit.at));
    Some(match days {
        Some(days) => Gap::Measured(format!("{} too early", days_in_words(days))),
        None => Gap::Endless("has no first date"),
    })
}

fn late(own: &Interval<Date>, outer: &Interval<Date>) -> Option<Gap> {
    if own.keeps_high(outer) {
        return None;
    }
    let days = own.high.zip(outer.high).and_then(|(own, limit)| days_from(limit.at, own.at));
    Some(match days {
        Some(days) => Gap::Measured(format!("{} too late", days_in_words(days))),
        None => Gap::Endless("has no last date"),
    })
}

/// How many days `late` is after `early`; `None` when it is not.
fn days_from(early: Date, late: Date) -> Option<i64> {
    let days = early.duration_until(late).as_hours().div_euclid(24);
    (days > 0).then_some(days)
}

fn days_in_words(days: i64) -> String {
    match days {
        1 => "1 day".to_owned(),
        _ => format!("{days} days"),
    }
}
