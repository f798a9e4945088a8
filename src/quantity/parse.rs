//! The grammar: an optional bound and a measure, or a range of two measures.
//!
//! ```text
//! quantity = [bound] measure | measure "to" ["under"] measure
//! bound    = "at most" | "at least" | "under" | "over" | "by" | "<=" | ">=" | "<" | ">"
//! measure  = date | number [unit] [("/" | "per") period]
//! unit     = "%" | period | CODE | word+
//! ```

use jiff::civil::Date;

use super::amount::{Amount, could_be_decimals, could_be_thousands};
use super::meaning::{Bound, Measure, bounded, range};
use super::scan::{Token, scan};
use super::unit::{Of, Unit};
use super::{Quantity, Unreadable, wording};

const LONGEST: usize = 200;

/// How a date is written.
const DAY: &str = "2026-06-15";

const EXAMPLE: &str =
    "write a quantity such as `at most 5 working days`, `300 to 400 customers/month` or `by 2026-06-15`";

pub(super) fn quantity(text: &str) -> Result<Quantity, Unreadable> {
    let is_long = |text: &str| text.chars().nth(LONGEST).is_some();
    let read = if is_long(text) { None } else { Some(interval(text)?) };
    // What it is written as has a bound in words and commas between its digits.
    read.filter(|read| text.len() <= LONGEST / 2 || !is_long(&read.to_string())).ok_or_else(|| {
        let what = format!("expected a quantity of at most {LONGEST} characters, found a longer text");
        Unreadable::new(what)
    })
}

fn interval(text: &str) -> Result<Quantity, Unreadable> {
    let tokens = scan(text)?;
    let mut reader = Reader { rest: &tokens };
    let bound = reader.bound()?;
    if bound == Bound::By {
        reader.day()?;
    }
    let first = reader.measure()?;
    if !reader.skip_word("to") {
        reader.end()?;
        return bounded(bound, first);
    }
    if bound != Bound::Exactly {
        return Err(Unreadable::new("expected a range without a bound before it")
            .help("write `LOW to HIGH`, or a bound and one number"));
    }
    let strict = reader.skip_word("under");
    let last = reader.measure()?;
    reader.end()?;
    range(first, strict, last)
}

struct Reader<'t, 'a> {
    rest: &'t [Token<'a>],
}

impl<'a> Reader<'_, 'a> {
    fn next(&mut self) -> Option<Token<'a>> {
        let (first, rest) = self.rest.split_first()?;
        self.rest = rest;
        Some(*first)
    }

    fn skip(&mut self, wanted: impl Fn(Token<'a>) -> bool) -> bool {
        let found = self.rest.first().is_some_and(|token| wanted(*token));
        if found {
            self.next();
        }
        found
    }

    fn skip_word(&mut self, wanted: &str) -> bool {
        self.skip(|token| is_word(token, wanted))
    }

    fn bound(&mut self) -> Result<Bound, Unreadable> {
        let (bound, length) = match self.rest {
            [Token::Comparison("<="), ..] => (Bound::AtMost, 1),
            [Token::Comparison(">="), ..] => (Bound::AtLeast, 1),
            [Token::Comparison("<"), ..] => (Bound::Under, 1),
            [Token::Comparison(">"), ..] => (Bound::Over, 1),
            [at, most, ..] if is_word(*at, "at") && is_word(*most, "most") => (Bound::AtMost, 2),
            [at, least, ..] if is_word(*at, "at") && is_word(*least, "least") => (Bound::AtLeast, 2),
            [word, ..] if is_word(*word, "under") => (Bound::Under, 1),
            [word, ..] if is_word(*word, "over") => (Bound::Over, 1),
            [word, ..] if is_word(*word, "by") => (Bound::By, 1),
            [Token::Number(_), ..] => (Bound::Exactly, 0),
            _ => return Err(no_bound(self.rest)),
        };
        self.rest = self.rest.get(length..).unwrap_or_default();
        Ok(bound)
    }

    /// That a date comes next, or an amount, of which `bounded` says what to write instead.
    fn day(&self) -> Result<(), Unreadable> {
        let of_words = |rest: &[Token<'_>]| rest.iter().all(|token| matches!(token, Token::Word(_)));
        match self.rest {
            [Token::Number(text), ..] if date(text)?.is_some() => Ok(()),
            [Token::Number(text), rest @ ..] if !rest.is_empty() && of_words(rest) => {
                Amount::parse(text).map(|_| ())
            }
            [] => Err(no_number("nothing")),
            rest => {
                let found: Vec<&str> = rest.iter().map(|token| token.text()).collect();
                Err(no_day(&found.join(" ")))
            }
        }
    }

    fn measure(&mut self) -> Result<Measure, Unreadable> {
        let text = match self.next() {
            Some(Token::Number(text)) => text,
            Some(other) => return Err(no_number(&format!("`{}`", other.text()))),
            None => return Err(no_number("nothing")),
        };
        if let Some(date) = date(text)? {
            return Ok(Measure::Date(date));
        }
        let number = Amount::parse(text)?;
        let unit = self.unit(number)?;
        let is_percentage = unit.as_ref().is_some_and(Unit::is_percentage) || self.shares_percent();
        let has_two = if is_percentage { could_be_decimals } else { could_be_thousands };
        if has_two(text) {
            return Err(two_readings(text, is_percentage));
        }
        Ok(Measure::Amount(number, unit))
    }

    /// Whether this is the lower end of a range in `%`, which stands only at the upper end.
    fn shares_percent(&self) -> bool {
        let [to, rest @ ..] = self.rest else {
            return false;
        };
        let rest = match rest {
            [under, rest @ ..] if is_word(*under, "under") => rest,
            _ => rest,
        };
        is_word(*to, "to") && matches!(rest, [Token::Number(_), Token::Percent, ..])
    }

    fn unit(&mut self, number: Amount) -> Result<Option<Unit>, Unreadable> {
        let of = if self.skip(|token| token == Token::Percent) {
            Of::Percent
        } else {
            wording::measured(&self.words(), number)?
        };
        let per = if self.skip(|token| token == Token::Slash || is_word(token, "per")) {
            Some(wording::per(&self.words_or_number())?)
        } else {
            None
        };
        let missing = per.is_none() && matches!(of, Of::Count);
        Ok((!missing).then_some(Unit { of, per }))
    }

    /// The words up to the next `to` or `per`, or whatever is no word.
    fn words(&mut self) -> Vec<&'a str> {
        let mut words = Vec::new();
        while let [Token::Word(word), rest @ ..] = self.rest {
            if ["to", "per"].iter().any(|stop| word.eq_ignore_ascii_case(stop)) {
                break;
            }
            words.push(*word);
            self.rest = rest;
        }
        words
    }

    /// The words of a time; a number in their place is returned to be named in the error.
    fn words_or_number(&mut self) -> Vec<&'a str> {
        match self.rest {
            [Token::Number(text), ..] => vec![text],
            _ => self.words(),
        }
    }

    fn end(&self) -> Result<(), Unreadable> {
        let Some(token) = self.rest.first() else {
            return Ok(());
        };
        let fault = Unreadable::new(format!("expected the end of the quantity, found `{}`", token.text()));
        Err(match token {
            Token::Number(_) => fault.help(
                "write one number and one unit: `1,000` for a thousand, `90 minutes` for an hour and a half",
            ),
            _ => fault.help(EXAMPLE),
        })
    }
}

fn is_word(token: Token<'_>, wanted: &str) -> bool {
    matches!(token, Token::Word(word) if word.eq_ignore_ascii_case(wanted))
}

fn no_number(found: &str) -> Unreadable {
    Unreadable::new(format!("expected a number or a date, found {found}")).help(EXAMPLE)
}

/// The error for a beginning that is neither a bound nor a number, with the bound that was meant.
fn no_bound(tokens: &[Token<'_>]) -> Unreadable {
    let Some(first) = tokens.first() else {
        return no_number("nothing");
    };
    let fault = Unreadable::new(format!("expected a bound, a number or a date, found `{}`", first.text()));
    match first.text().to_ascii_lowercase().as_str() {
        "within" | "up" | "max" | "maximum" | "no" | "until" => {
            fault.help("write `at most`, or `by` before a date")
        }
        "min" | "minimum" | "from" => fault.help("write `at least`, or `LOW to HIGH`"),
        "below" | "less" | "fewer" | "before" => fault.help("write `under`"),
        "above" | "more" | "after" => fault.help("write `over`"),
        "between" => fault.help("write `LOW to HIGH`"),
        "about" | "around" | "roughly" | "approximately" | "circa" | "ca" => {
            fault.help("write the range that is meant: `LOW to HIGH`")
        }
        "exactly" => fault.help("write the number alone"),
        _ => fault.help(EXAMPLE),
    }
}

fn two_readings(text: &str, is_percentage: bool) -> Unreadable {
    let (thousands, decimals) = match is_percentage {
        true => (text.replace(',', ""), text.replace(',', ".")),
        false => (text.replace('.', ","), format!("{text}0")),
    };
    Unreadable::new(format!(
        "expected one meaning, found `{text}`, which may have three decimals or be thousands"
    ))
    .help(format!("write `{thousands}` for thousands, `{decimals}` for decimals"))
}

/// The date, if the text has the form of one.
fn date(text: &str) -> Result<Option<Date>, Unreadable> {
    let form = |(place, c): (usize, char)| match place {
        4 | 7 => c == '-',
        _ => c.is_ascii_digit(),
    };
    let Some((day, rest)) = text.split_at_checked(DAY.len()) else {
        return if is_month(text) { Err(no_day(text)) } else { Ok(None) };
    };
    if !day.chars().enumerate().all(form) {
        return if is_dotted(text) { Err(no_day(text)) } else { Ok(None) };
    }
    if !rest.is_empty() {
        return Err(Unreadable::new(format!("expected a date, found `{text}`"))
            .help(format!("write the day alone: `{day}`")));
    }
    match day.parse() {
        Ok(date) => Ok(Some(date)),
        Err(_) => Err(Unreadable::new(format!("expected a date of the calendar, found `{text}`"))),
    }
}

/// Whether a text is a month, as `2026-06` is, and no range: whose years would be of four digits.
fn is_month(text: &str) -> bool {
    text.split_once('-').is_some_and(|(year, month)| {
        year.len() == 4 && month.len() == 2 && text.bytes().all(|byte| byte.is_ascii_digit() || byte == b'-')
    })
}

/// Whether a text is a date with points: `15.06.2026`.
fn is_dotted(text: &str) -> bool {
    let parts: Vec<&str> = text.split('.').collect();
    matches!(parts.as_slice(), [_, _, year] if year.len() == 4)
}

fn no_day(found: &str) -> Unreadable {
    Unreadable::new(format!("expected a date, found `{found}`")).help(format!("write a date as `{DAY}`"))
}
