//! Units: what is counted, and per which time; which of them convert into each other exactly.

use super::amount::{Amount, could_be_decimals, could_be_thousands};
use super::incomparable::{Incomparable, Reason};
use super::thing::Thing;

/// A length of time, in the order in which one can be asked how many of the earlier make a later.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Period {
    Second,
    Minute,
    Hour,
    WorkingDay,
    Day,
    Week,
    Month,
    Year,
}

/// Periods of one family have fixed ratios; between families only a calendar knows them.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Family {
    Clock,
    Working,
    Calendar,
}

impl Period {
    pub(super) const ALL: [Self; 8] = [
        Self::Second,
        Self::Minute,
        Self::Hour,
        Self::WorkingDay,
        Self::Day,
        Self::Week,
        Self::Month,
        Self::Year,
    ];

    pub(super) fn singular(self) -> &'static str {
        match self {
            Self::Second => "second",
            Self::Minute => "minute",
            Self::Hour => "hour",
            Self::WorkingDay => "working day",
            Self::Day => "day",
            Self::Week => "week",
            Self::Month => "month",
            Self::Year => "year",
        }
    }

    pub(super) fn plural(self) -> &'static str {
        match self {
            Self::Second => "seconds",
            Self::Minute => "minutes",
            Self::Hour => "hours",
            Self::WorkingDay => "working days",
            Self::Day => "days",
            Self::Week => "weeks",
            Self::Month => "months",
            Self::Year => "years",
        }
    }

    fn family(self) -> Family {
        match self {
            Self::Second | Self::Minute | Self::Hour | Self::Day | Self::Week => Family::Clock,
            Self::WorkingDay => Family::Working,
            Self::Month | Self::Year => Family::Calendar,
        }
    }

    /// How many of the shortest period of the family it lasts.
    fn length(self) -> i128 {
        match self {
            Self::Second | Self::WorkingDay | Self::Month => 1,
            Self::Minute => 60,
            Self::Hour => 3_600,
            Self::Day => 86_400,
            Self::Week => 604_800,
            Self::Year => 12,
        }
    }

    /// How often it fits into the longest period of the family: whole, whatever the period.
    fn times_in_longest(self) -> i128 {
        match self {
            Self::Second => 604_800,
            Self::Minute => 10_080,
            Self::Hour => 168,
            Self::Day => 7,
            Self::Month => 12,
            Self::Week | Self::WorkingDay | Self::Year => 1,
        }
    }

    fn shortest(self) -> Self {
        match self.family() {
            Family::Clock => Self::Second,
            Family::Working => Self::WorkingDay,
            Family::Calendar => Self::Month,
        }
    }

    fn longest(self) -> Self {
        match self.family() {
            Family::Clock => Self::Week,
            Family::Working => Self::WorkingDay,
            Family::Calendar => Self::Year,
        }
    }
}

/// What is measured or counted.
#[derive(Clone, Debug)]
pub(super) enum Of {
    Count,
    Thing(Thing),
    Percent,
    Money(&'static str),
    Time(Period),
}

/// What is measured or counted, possibly per time.
#[derive(Clone, Debug)]
pub(super) struct Unit {
    pub(super) of: Of,
    pub(super) per: Option<Period>,
}

impl Unit {
    /// The unit of a number without one.
    pub(super) const COUNT: Self = Self { of: Of::Count, per: None };

    /// How many of its [`base`](Self::base) one of this unit is.
    pub(super) fn factor(&self) -> i128 {
        let length = match self.of {
            Of::Time(period) => period.length(),
            _ => 1,
        };
        length.saturating_mul(self.per.map_or(1, Period::times_in_longest))
    }

    /// The unit into which every comparable unit converts by a whole number: the shortest period
    /// on top, the longest below.
    pub(super) fn base(&self) -> Self {
        Self {
            of: match self.of {
                Of::Time(period) => Of::Time(period.shortest()),
                ref of => of.clone(),
            },
            per: self.per.map(Period::longest),
        }
    }

    /// The largest unit into which both convert by a whole number. They are comparable.
    pub(super) fn common(&self, other: &Self) -> Self {
        Self {
            of: match (&self.of, &other.of) {
                (Of::Time(one), Of::Time(other)) => Of::Time(*one.min(other)),
                (Of::Thing(one), Of::Thing(other)) => Of::Thing(common_thing(one, other)),
                (of, _) => of.clone(),
            },
            per: self.per.max(other.per),
        }
    }

    /// Converts an amount of this unit into `to`, one of its [`common`](Self::common) units.
    pub(super) fn convert(&self, amount: Amount, to: &Self) -> Option<Amount> {
        amount.times(self.factor())?.divided(to.factor())
    }

    /// Whether amounts of both units can be compared; they then have the same base.
    pub(super) fn comparable(&self, other: &Self) -> Result<(), Incomparable> {
        let reason = match (&self.of, &other.of) {
            (Of::Thing(one), Of::Thing(other)) if !one.is_same(other) => {
                Reason::Things(one.as_written().to_owned(), other.as_written().to_owned())
            }
            (Of::Thing(thing), Of::Count) | (Of::Count, Of::Thing(thing)) => {
                Reason::Unnamed(thing.as_written().to_owned())
            }
            (Of::Money(one), Of::Money(other)) if one != other => Reason::Currencies(one, other),
            _ if self.kind() != other.kind() => Reason::Kinds(self.kind(), other.kind()),
            _ => return self.comparable_in_time(other),
        };
        Err(Incomparable(reason))
    }

    fn comparable_in_time(&self, other: &Self) -> Result<(), Incomparable> {
        let reason = match (self.per, other.per) {
            (Some(_), None) => self.beside_total(other),
            (None, Some(_)) => other.beside_total(self),
            (Some(one), Some(two)) if one.family() != two.family() => self.periods(other, one, two),
            _ => match (&self.of, &other.of) {
                (Of::Time(one), Of::Time(two)) if one.family() != two.family() => {
                    self.periods(other, *one, *two)
                }
                _ => return Ok(()),
            },
        };
        Err(Incomparable(reason))
    }

    fn beside_total(&self, total: &Self) -> Reason {
        Reason::RateAndTotal { rate: self.name(), total: total.name() }
    }

    fn periods(&self, other: &Self, one: Period, two: Period) -> Reason {
        Reason::Periods { units: (self.name(), other.name()), small: one.min(two), large: one.max(two) }
    }

    /// What kind of quantity it measures, in words.
    pub(super) fn kind(&self) -> &'static str {
        match self.of {
            Of::Count | Of::Thing(_) => "a count",
            Of::Percent => "a percentage",
            Of::Money(_) => "money",
            Of::Time(_) => "a time",
        }
    }

    /// The unit by itself, for reasons.
    fn name(&self) -> String {
        let per = self.per.map(|period| format!("/{}", period.singular()));
        let per = per.unwrap_or_default();
        match &self.of {
            Of::Count if per.is_empty() => "a plain number".to_owned(),
            Of::Count => format!("a number{per}"),
            Of::Thing(thing) => format!("`{}{per}`", thing.as_written()),
            Of::Percent => format!("%{per}"),
            Of::Money(code) => format!("{code}{per}"),
            Of::Time(period) => format!("{}{per}", period.plural()),
        }
    }

    /// A number as it is written before this unit. Where a point and three decimals could pass for
    /// thousands, a fourth decimal says that they are not; where a comma could pass for a decimal one, it goes.
    pub(super) fn number(&self, amount: Amount) -> String {
        let text = amount.to_string();
        match self.is_percentage() {
            true if could_be_decimals(&text) => text.replace(',', ""),
            false if could_be_thousands(&text) => format!("{text}0"),
            _ => text,
        }
    }

    /// Whether three digits behind a point or a comma are decimals rather than thousands: `99.999 %` is nobody's
    /// thousands.
    pub(super) fn is_percentage(&self) -> bool {
        matches!(self.of, Of::Percent)
    }

    /// Number and unit, a counted thing as it was written: `1 working day`, `300 customers/month`.
    pub(super) fn measure(&self, amount: Amount) -> String {
        self.written(amount, |thing| thing.as_written().to_owned())
    }

    /// Number and unit, a counted thing agreeing with the number.
    pub(super) fn inflected(&self, amount: Amount) -> String {
        self.written(amount, |thing| thing.spelled(amount == Amount::ONE))
    }

    /// How far two amounts of this unit are apart. What lies between 38 % and 95 % is no share of either: it is
    /// points.
    pub(super) fn apart(&self, amount: Amount) -> String {
        if !self.is_percentage() {
            return self.inflected(amount);
        }
        let points = if amount == Amount::ONE { "percentage point" } else { "percentage points" };
        let per = self.per.map(|period| format!("/{}", period.singular()));
        format!("{} {points}{}", self.number(amount), per.unwrap_or_default())
    }

    fn written(&self, amount: Amount, spell: impl Fn(&Thing) -> String) -> String {
        let of = match &self.of {
            Of::Count => String::new(),
            Of::Thing(thing) => format!(" {}", spell(thing)),
            Of::Percent => " %".to_owned(),
            Of::Money(code) => format!(" {code}"),
            Of::Time(period) if amount == Amount::ONE => format!(" {}", period.singular()),
            Of::Time(period) => format!(" {}", period.plural()),
        };
        let per = self.per.map(|period| format!("/{}", period.singular()));
        format!("{}{of}{}", self.number(amount), per.unwrap_or_default())
    }
}

fn common_thing(one: &Thing, other: &Thing) -> Thing {
    if one.is_plural() || !other.is_plural() {
        return one.in_plural();
    }
    other.in_plural()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_period_fits_its_family() {
        for period in Period::ALL {
            let unit = Unit { of: Of::Time(period), per: Some(period) };
            assert_eq!(unit.factor(), period.longest().length(), "{period:?}");
            assert_eq!(period.shortest().length(), 1);
            assert_eq!(unit.base().factor(), 1);
        }
    }

    #[test]
    fn no_factor_endangers_an_amount() {
        for top in Period::ALL {
            for below in Period::ALL {
                let unit = Unit { of: Of::Time(top), per: Some(below) };
                assert!(unit.factor() < 1_000_000_000_000);
            }
        }
    }
}
