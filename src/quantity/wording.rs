//! From the words after a number to what they measure, and from the words after `/` to a time.

use super::Unreadable;
use super::amount::{Amount, is_multiplier, written_out};
use super::currency;
use super::thing::{Thing, mixes_scripts};
use super::unit::{Of, Period};

/// Words that are not read, and what to write instead: they would otherwise pass for things.
const INSTEAD: [(&[&str], &str); 11] = [
    (
        &[
            "workday",
            "workdays",
            "weekday",
            "weekdays",
            "workingday",
            "workingdays",
            "working-day",
            "working-days",
            "business-day",
            "business-days",
        ],
        "working days",
    ),
    (&["s", "sec", "secs"], "seconds"),
    (&["min", "mins"], "minutes"),
    (&["h", "hr", "hrs"], "hours"),
    (&["d"], "days"),
    (&["w", "wk", "wks"], "weeks"),
    (&["mo", "mos", "mth", "mths"], "months"),
    (&["y", "yr", "yrs"], "years"),
    (&["percent", "pct"], "%"),
    (&["euro", "euros"], "EUR"),
    (&["dollar", "dollars"], "USD"),
];

/// A time that is no fault among the words of a thing, since it counts: `second visits`.
const ORDINAL: &str = "second";

/// What hours are called in which somebody works; how many make a day is nowhere said.
const OF_WORK: [&str; 5] = ["business", "working", "office", "work", "opening"];

/// Words of a bound, which stands before the number and not in the name of a thing.
const BOUNDS: [&str; 12] =
    ["most", "least", "under", "over", "more", "less", "fewer", "than", "max", "maximum", "min", "minimum"];

/// What the words measure; no words are a plain count.
pub(super) fn measured(words: &[&str], number: Amount) -> Result<Of, Unreadable> {
    if let Some(period) = period(words) {
        return Ok(Of::Time(period));
    }
    match words {
        [] => Ok(Of::Count),
        [word] => one_word(word, number),
        [first, rest @ ..] => {
            several_words(first, rest)?;
            thing(words, number)
        }
    }
}

/// The time that is meant by the words after `/` or `per`.
pub(super) fn per(words: &[&str]) -> Result<Period, Unreadable> {
    period(words).ok_or_else(|| {
        let found = match words {
            [] => "nothing".to_owned(),
            _ => format!("`{}`", words.join(" ")),
        };
        let names: Vec<String> =
            Period::ALL.iter().map(|period| format!("`{}`", period.singular())).collect();
        Unreadable::new(format!("expected a time after `/`, found {found}"))
            .help(format!("write one of {}", names.join(", ")))
    })
}

/// A time by its singular or plural name, in small or capital letters.
fn period(words: &[&str]) -> Option<Period> {
    let name = words.join(" ");
    Period::ALL.into_iter().find(|period| {
        name.eq_ignore_ascii_case(period.singular()) || name.eq_ignore_ascii_case(period.plural())
    })
}

fn one_word(word: &str, number: Amount) -> Result<Of, Unreadable> {
    if let Some(code) = currency::code(word) {
        return Ok(Of::Money(code));
    }
    if currency::looks_like_code(word) {
        return Err(unknown_currency(word));
    }
    if let Some(code) = currency::miscased(word) {
        return Err(instead(word, code));
    }
    if is_multiplier(word) {
        return Err(written_out(word));
    }
    let known = |names: &[&str]| names.iter().any(|name| name.eq_ignore_ascii_case(word));
    match INSTEAD.iter().find(|(names, _)| known(names)) {
        Some((_, unit)) => Err(instead(word, unit)),
        None => thing(&[word], number),
    }
}

fn several_words(first: &str, rest: &[&str]) -> Result<(), Unreadable> {
    if is_multiplier(first) {
        return Err(written_out(first));
    }
    match currency::code(first) {
        Some(code) => Err(Unreadable::new(format!(
            "expected nothing but `/` and a time after `{code}`, found `{}`",
            rest.join(" ")
        ))),
        None => Ok(()),
    }
}

fn thing(words: &[&str], number: Amount) -> Result<Of, Unreadable> {
    let text = words.join(" ");
    if let [of, hours] = words
        && OF_WORK.iter().any(|known| known.eq_ignore_ascii_case(of))
        && period(&[hours]) == Some(Period::Hour)
    {
        return Err(Unreadable::new(format!("expected a time, found `{text}`"))
            .help("write `hours`, which count nights and weekends too, or `working days`"));
    }
    for word in words {
        check_word(word, &text)?;
    }
    Ok(Of::Thing(Thing::new(text, number == Amount::ONE)))
}

fn check_word(word: &str, text: &str) -> Result<(), Unreadable> {
    if mixes_scripts(word) {
        return Err(Unreadable::new(format!(
            "expected a unit in one script, found `{word}`, which mixes letters that look alike"
        )));
    }
    if word.ends_with('-') {
        return Err(Unreadable::new(format!("expected a whole word, found `{word}`")));
    }
    if BOUNDS.iter().any(|bound| bound.eq_ignore_ascii_case(word)) {
        return Err(Unreadable::new(format!("expected a unit, found `{text}`"))
            .help("put the bound first: `at most`, `at least`, `under` or `over`"));
    }
    if period(&[word]).is_some() && !word.eq_ignore_ascii_case(ORDINAL) {
        return Err(Unreadable::new(format!("expected a unit, found `{text}`"))
            .help("write a time as `days` or `working days`, a rate as `customers/month`"));
    }
    Ok(())
}

fn instead(word: &str, unit: &str) -> Unreadable {
    Unreadable::new(format!("expected a unit such as `{unit}`, found `{word}`"))
        .help(format!("write `{unit}`"))
}

fn unknown_currency(word: &str) -> Unreadable {
    let suggestion = match currency::nearest(word) {
        Some(code) => format!("did you mean `{code}`? "),
        None => String::new(),
    };
    Unreadable::new(format!("expected an ISO 4217 currency code, found `{word}`")).help(format!(
        "{suggestion}three capital letters alone are money: write a counted thing in small letters or in full"
    ))
}
