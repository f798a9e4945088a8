//! Quantities: what promises, loads and goals say, read as intervals and compared by inclusion.
//!
//! A quantity is an interval of numbers in one unit, or of dates. One test decides everything:
//! a promise is backed when `committed ⊆ promised`, a load is carried when `forecast ⊆ capacity`,
//! a goal is met when `actual ⊆ target`.
//!
//! | written                            | read as        | of dates      |
//! |------------------------------------|----------------|---------------|
//! | `at most X`, `<= X`, `by DATE`     | `[0, X]`       | `(−∞, X]`     |
//! | `under X`, `< X`                   | `[0, X)`       | up to the day before |
//! | `at least X`, `>= X`               | `[X, ∞)`       | `[X, ∞)`      |
//! | `over X`, `> X`                    | `(X, ∞)`       | from the day after |
//! | `X`                                | `[X, X]`       | `[X, X]`      |
//! | `LOW to HIGH`                      | `[LOW, HIGH]`  | `[LOW, HIGH]` |
//! | `LOW to under HIGH`                | `[LOW, HIGH)`  | to the day before |
//!
//! Days are whole, so a strict bound on a date moves by one day. Every other number may have
//! decimals (`2.5 customers/month` is a fair average), so `under 301 customers` is not
//! `at most 300 customers`. Percentages are not capped at 100: `120 %` of last year's sales is a
//! sound target, and a cap would make `at least 0 %` and `0 to 100 %` the same promise.
//!
//! A unit is a time, `%`, money, a counted thing or nothing (a plain count), each of them possibly
//! per time. Only exact conversions are made: 60 seconds = 1 minute, 60 minutes = 1 hour, 24 hours = 1 day,
//! 7 days = 1 week, 12 months = 1 year. Whatever else is compared is [`Incomparable`], never a guess.
//!
//! **Arithmetic.** Numbers are whole billionths in an `i128`, not floats and not `rust_decimal`:
//! its checked operations round silently once 28 digits are used up, while each conversion here
//! is a multiplication by a whole number, which integers do exactly or refuse.
//!
//! **Code map.** `parse` (grammar) reads with `scan` (tokens), `amount` (numbers) and `wording`
//! (units), `meaning` makes intervals of them; `compare` holds the tests; `interval`, `unit`, `thing`, `currency` and `incomparable`
//! hold one idea each.

mod amount;
mod compare;
mod currency;
mod incomparable;
mod interval;
mod meaning;
mod parse;
#[cfg(test)]
mod properties;
mod scan;
#[cfg(test)]
mod tests;
mod thing;
mod unit;
mod wording;

use std::fmt;

use jiff::civil::Date;

use amount::Amount;
pub use compare::Gap;
pub use incomparable::Incomparable;
use interval::{Edge, Interval};
use unit::Unit;

/// An interval of numbers in one unit, or of dates.
///
/// Equality is that of the value, not of the text: `1 day == 24 hours`, and
/// `1 customer == 1 customers`. Quantities that cannot be compared are not equal.
#[derive(Clone, Debug)]
pub struct Quantity(Extent);

/// Invariants: no interval is empty; an interval of amounts has a lower edge (no quantity is
/// negative); the edges of dates are closed, and at least one of them is there.
#[derive(Clone, Debug)]
enum Extent {
    Dates(Interval<Date>),
    Amounts(Interval<Amount>, Unit),
}

impl Quantity {
    /// Reads a quantity such as `at most 5 working days`, `300 to 400 customers/month`, `49 EUR`
    /// or `by 2026-06-15`.
    ///
    /// ```
    /// use launch::quantity::Quantity;
    ///
    /// let promised = Quantity::parse("at most 5 working days")?;
    /// let committed = Quantity::parse("at most 8 working days")?;
    /// assert!(!committed.within(&promised)?);
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    ///
    /// # Errors
    ///
    /// [`Unreadable`], with what was expected, for everything that is not a quantity or that could
    /// be read in two ways (`1,5`, `10k`, `€49`); and for more than 200 characters.
    pub fn parse(text: &str) -> Result<Self, Unreadable> {
        parse::quantity(text)
    }

    /// The latest date, of a quantity of dates that has one; `None` for every other quantity.
    #[must_use]
    pub fn as_date_end(&self) -> Option<Date> {
        match &self.0 {
            Extent::Dates(dates) => dates.high.map(|edge| edge.at),
            Extent::Amounts(..) => None,
        }
    }
}

impl PartialEq for Quantity {
    fn eq(&self, other: &Self) -> bool {
        self.within(other) == Ok(true) && other.within(self) == Ok(true)
    }
}

impl Eq for Quantity {}

/// The canonical text, which parses back to an equal quantity.
impl fmt::Display for Quantity {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        match &self.0 {
            Extent::Dates(dates) => write_dates(out, dates),
            Extent::Amounts(amounts, unit) => write_amounts(out, amounts, unit),
        }
    }
}

fn write_dates(out: &mut fmt::Formatter<'_>, dates: &Interval<Date>) -> fmt::Result {
    match (dates.low, dates.high) {
        (Some(low), Some(high)) if low.at == high.at => write!(out, "{}", low.at),
        (Some(low), Some(high)) => write!(out, "{} to {}", low.at, high.at),
        (Some(low), None) => write!(out, "at least {}", low.at),
        (None, Some(high)) => write!(out, "by {}", high.at),
        (None, None) => out.write_str("any date"),
    }
}

fn write_amounts(out: &mut fmt::Formatter<'_>, amounts: &Interval<Amount>, unit: &Unit) -> fmt::Result {
    let low = amounts.low.unwrap_or(Edge::closed(Amount::ZERO));
    let Some(high) = amounts.high else {
        let bound = if low.open { "over" } else { "at least" };
        return write!(out, "{bound} {}", unit.measure(low.at));
    };
    let measure = unit.measure(high.at);
    match (low.at == Amount::ZERO, high.open) {
        _ if low.at == high.at => write!(out, "{measure}"),
        (true, true) => write!(out, "under {measure}"),
        (true, false) => write!(out, "at most {measure}"),
        (false, true) => write!(out, "{} to under {measure}", unit.number(low.at)),
        (false, false) => write!(out, "{} to {measure}", unit.number(low.at)),
    }
}

/// Why a text is not a quantity. Both parts may quote the text as it was written: whoever shows
/// them escapes them for the place where they are shown.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Unreadable {
    /// What was found and what was expected.
    pub message: String,
    /// What to write instead, where that can be said.
    pub help: Option<String>,
}

impl Unreadable {
    fn new(message: impl Into<String>) -> Self {
        Self { message: message.into(), help: None }
    }

    fn help(self, help: impl Into<String>) -> Self {
        Self { help: Some(help.into()), ..self }
    }
}

impl fmt::Display for Unreadable {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str(&self.message)
    }
}

impl std::error::Error for Unreadable {}
