//! Why two quantities cannot be compared or added up.

use std::fmt;

use super::unit::Period;

/// Why two quantities cannot be compared or added up; its text is the full reason. It may quote
/// counted things as they were written: whoever shows it escapes it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Incomparable(pub(super) Reason);

#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Reason {
    /// A time and money, say.
    Kinds(&'static str, &'static str),
    Things(String, String),
    /// A counted thing beside a plain count.
    Unnamed(String),
    Currencies(&'static str, &'static str),
    RateAndTotal {
        rate: String,
        total: String,
    },
    /// Two units, which differ in periods of no fixed ratio.
    Periods {
        units: (String, String),
        small: Period,
        large: Period,
    },
    SumOfDates,
    TooLarge,
}

impl fmt::Display for Incomparable {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        match &self.0 {
            Reason::Kinds(one, other) => write!(out, "{one} and {other} cannot be compared"),
            Reason::Things(one, other) if one.to_lowercase() == other.to_lowercase() => write!(
                out,
                "`{one}` and `{other}` cannot be compared: a capital can make another unit, so write both alike"
            ),
            Reason::Things(one, other) => {
                write!(out, "`{one}` and `{other}` cannot be compared: they are different things")
            }
            Reason::Unnamed(thing) => write!(
                out,
                "`{thing}` and a plain number cannot be compared: expected the same unit on both sides"
            ),
            Reason::Currencies(one, other) => {
                write!(out, "{one} and {other} cannot be compared: the rate between two currencies changes")
            }
            Reason::RateAndTotal { rate, total } => {
                write!(out, "{rate} and {total} cannot be compared: only one of them is a rate per time")
            }
            Reason::Periods { units: (one, other), small: Period::WorkingDay, large: Period::Day } => write!(
                out,
                "{one} and {other} cannot be compared: how many days some working days take depends on the calendar"
            ),
            Reason::Periods { units: (one, other), small, large } => write!(
                out,
                "{one} and {other} cannot be compared: how many {} make a {} depends on the calendar",
                small.plural(),
                large.singular()
            ),
            Reason::SumOfDates => out.write_str("dates cannot be added up"),
            Reason::TooLarge => out.write_str("the numbers are too large to be added up exactly"),
        }
    }
}

impl std::error::Error for Incomparable {}
