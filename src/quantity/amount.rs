//! Exact numbers that are not negative: whole billionths in an `i128`, and the way they are written.

use std::fmt;

use super::Unreadable;

const DECIMALS: usize = 9;
const WHOLE_DIGITS: usize = 15;
const ONE: i128 = 1_000_000_000;
const LIMIT: i128 = 1_000_000_000_000_000 * ONE;

/// A number of billionths. What is read is under [`LIMIT`], and no unit's factor exceeds 10¹², so
/// that converted amounts are far from the end of `i128`; operations are checked all the same.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Amount(i128);

impl Amount {
    pub(super) const ZERO: Self = Self(0);
    pub(super) const ONE: Self = Self(ONE);

    /// Reads digits with an optional decimal point and thousands in exact groups of three.
    pub(super) fn parse(text: &str) -> Result<Self, Unreadable> {
        if let Some(fault) = misread(text) {
            return Err(fault);
        }
        let (whole, fraction) = text.split_once('.').unwrap_or((text, ""));
        let whole = ungrouped(whole).ok_or_else(|| bad_groups(text))?;
        if whole.len() > WHOLE_DIGITS || fraction.len() > DECIMALS {
            return Err(Unreadable::new(format!(
                "`{text}` is too long a number: expected at most {WHOLE_DIGITS} digits and {DECIMALS} decimals"
            )));
        }
        format!("{whole}{fraction:0<DECIMALS$}")
            .parse()
            .map(Self)
            .map_err(|_| Unreadable::new(format!("expected a number, found `{text}`")))
    }

    /// Whether the amount is short enough to be read back.
    pub(super) fn is_writable(self) -> bool {
        (0..LIMIT).contains(&self.0)
    }

    pub(super) fn times(self, factor: i128) -> Option<Self> {
        self.0.checked_mul(factor).map(Self)
    }

    pub(super) fn plus(self, other: Self) -> Option<Self> {
        self.0.checked_add(other.0).map(Self)
    }

    /// How much larger `self` is than `other`; `None` when it is not larger.
    pub(super) fn beyond(self, other: Self) -> Option<Self> {
        self.0.checked_sub(other.0).filter(|rest| *rest > 0).map(Self)
    }

    /// The amount divided by `factor`, where that needs no rounding.
    pub(super) fn divided(self, factor: i128) -> Option<Self> {
        let rest = self.0.checked_rem(factor)?;
        if rest != 0 {
            return None;
        }
        self.0.checked_div(factor).map(Self)
    }

    pub(super) fn is_whole(self) -> bool {
        self.0.checked_rem(ONE) == Some(0)
    }
}

/// With thousands in groups and no idle zeros: `1,250.5`.
impl fmt::Display for Amount {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        let whole = self.0.div_euclid(ONE).to_string();
        let lead = whole.len() % 3;
        for (place, digit) in whole.chars().enumerate() {
            if place > 0 && place % 3 == lead {
                out.write_str(",")?;
            }
            write!(out, "{digit}")?;
        }
        let fraction = format!("{:0>DECIMALS$}", self.0.rem_euclid(ONE));
        match fraction.trim_end_matches('0') {
            "" => Ok(()),
            digits => write!(out, ".{digits}"),
        }
    }
}

/// Whether a well-formed number could be a decimal or thousands in the continental manner:
/// `1.500` is, `0.500`, `1.50`, `1,000.500` and `1.5000` are not.
pub(super) fn could_be_thousands(text: &str) -> bool {
    let Some((whole, fraction)) = text.split_once('.') else {
        return false;
    };
    fraction.len() == 3 && whole.len() <= 3 && !whole.starts_with('0')
}

/// Whether a well-formed number could have three decimals in the continental manner: `99,990` could,
/// `1,000,000` and `1,000.5` could not.
pub(super) fn could_be_decimals(text: &str) -> bool {
    text.matches(',').count() == 1 && !text.contains('.')
}

/// Why the text is not made of digits, separators and one decimal point between digits.
fn misread(text: &str) -> Option<Unreadable> {
    if text.chars().any(char::is_alphabetic) {
        return Some(with_letters(text));
    }
    if text.contains('-') {
        return Some(with_hyphen(text));
    }
    let known = |c: char| c.is_ascii_digit() || matches!(c, ',' | '_' | '.');
    let fraction = text.split_once('.').map(|(_, fraction)| fraction);
    if !text.chars().all(known) || fraction.is_some_and(|digits| !is_digits(digits)) {
        return Some(bad_groups(text));
    }
    None
}

fn with_letters(text: &str) -> Unreadable {
    let digits: String = text.chars().take_while(|c| !c.is_alphabetic()).collect();
    let letters = text.trim_start_matches(digits.as_str());
    let exponent = matches!(letters.strip_prefix(['e', 'E']), Some(rest) if rest.starts_with(|c: char| c.is_ascii_digit() || c == '-'));
    if exponent || is_multiplier(letters) {
        return written_out(text);
    }
    if !digits.ends_with(|c: char| c.is_ascii_digit()) {
        return bad_groups(text);
    }
    Unreadable::new(format!("expected a number, found `{text}`"))
        .help(format!("put a space between number and unit: `{digits} {letters}`"))
}

/// Whether a word or suffix multiplies the number before it; these are not read.
pub(super) fn is_multiplier(word: &str) -> bool {
    let multipliers = [
        "k", "m", "b", "bn", "mn", "mio", "mrd", "tsd", "thousand", "million", "billion", "trillion",
        "dozen", "hundred",
    ];
    multipliers.contains(&word.to_ascii_lowercase().as_str())
}

/// The error for a number that is abbreviated.
pub(super) fn written_out(text: &str) -> Unreadable {
    Unreadable::new(format!("expected a number written out, found `{text}`"))
        .help("write every digit, such as `10,000`")
}

fn with_hyphen(text: &str) -> Unreadable {
    let fault = Unreadable::new(format!("expected a number or a date, found `{text}`"));
    match text.split('-').collect::<Vec<_>>().as_slice() {
        [low, high] => fault.help(format!("write a range as `{low} to {high}`")),
        _ => fault.help("write a date as `2026-06-15`"),
    }
}

fn bad_groups(text: &str) -> Unreadable {
    Unreadable::new(format!(
        "expected a number such as `1,000` or `99.9`, found `{text}`"
    ))
    .help("thousands may be set off by commas, in groups of three; decimals follow a point: write `1.5`, `1,000`, `1,000,000`")
}

/// The digits without their separators, which are of one kind and set off groups of three.
fn ungrouped(whole: &str) -> Option<String> {
    let separator = if whole.contains('_') { '_' } else { ',' };
    let mut groups = whole.split(separator);
    let first = groups.next()?;
    let rest: Vec<&str> = groups.collect();
    if rest.is_empty() {
        return is_digits(first).then(|| first.to_owned());
    }
    let led = is_digits(first) && first.len() <= 3 && !first.starts_with('0');
    let even = rest.iter().all(|group| group.len() == 3 && is_digits(group));
    (led && even).then(|| format!("{first}{}", rest.concat()))
}

fn is_digits(text: &str) -> bool {
    !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn shown(text: &str) -> String {
        Amount::parse(text).unwrap().to_string()
    }

    #[test]
    fn numbers_are_read_and_written_exactly() {
        let cases = [
            ("0", "0"),
            ("007", "7"),
            ("99.9", "99.9"),
            ("99.90", "99.9"),
            ("0.000000001", "0.000000001"),
            ("1,000", "1,000"),
            ("1_000", "1,000"),
            ("1000", "1,000"),
            ("12,345,678.5", "12,345,678.5"),
            ("999999999999999", "999,999,999,999,999"),
        ];
        for (text, canonical) in cases {
            assert_eq!(shown(text), canonical, "{text}");
        }
        let sum = Amount::parse("0.1").unwrap().plus(Amount::parse("0.2").unwrap());
        assert_eq!(sum, Amount::parse("0.3").ok());
    }

    #[test]
    fn ambiguous_and_huge_numbers_are_refused() {
        let cases = [
            "1,5",
            "1,00",
            "1,0000",
            "0,500",
            "1,000_000",
            "1.000.000",
            "1.000,5",
            "1.",
            ".5",
            "",
            "1e400",
            "1E5",
            "1e-5",
            "10k",
            "5M",
            "5days",
            "1'000",
            "300-400",
            "1,",
            ",1",
            "1_",
            "1.5,000",
            "1.5_000",
            "٣",
            "0x10",
            "1000000000000000",
            "0.0000000001",
            "1:30",
        ];
        for text in cases {
            assert!(Amount::parse(text).is_err(), "{text}");
        }
    }

    #[test]
    fn overflow_is_noticed() {
        assert_eq!(Amount(i128::MAX).plus(Amount(1)), None);
        assert_eq!(Amount(i128::MAX).times(2), None);
        assert!(!Amount(LIMIT).is_writable());
    }

    #[test]
    fn continental_thousands_are_recognised() {
        for text in ["1.500", "300.000", "99.999"] {
            assert!(could_be_thousands(text), "{text}");
        }
        for text in ["0.500", "1.50", "1.5000", "1000.500", "1,000.500", "1500"] {
            assert!(!could_be_thousands(text), "{text}");
        }
    }
}
