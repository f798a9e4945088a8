//! Dates as plans write them: a day, or an instant with its offset.

use std::fmt;

use jiff::Timestamp;
use jiff::civil::Date;
use jiff::tz::Offset;

/// A plain date, which means the whole day, or an RFC 3339 date-time.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Moment {
    /// The day, as it was written: of a date-time, the day at its own offset.
    pub date: Date,
    /// The instant of a date-time.
    pub instant: Option<Timestamp>,
    /// The offset that a date-time was written with.
    offset: Offset,
}

impl Moment {
    /// Whether this is certainly later than `other`: of two instants the later one, otherwise a later day.
    pub fn is_after(&self, other: &Moment) -> bool {
        match (self.instant, other.instant) {
            (Some(a), Some(b)) => a > b,
            _ => self.date > other.date,
        }
    }
}

impl fmt::Display for Moment {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.instant {
            Some(instant) => write!(f, "{}", instant.display_with_offset(self.offset)),
            None => write!(f, "{}", self.date),
        }
    }
}

/// Reads `2026-06-15` or `2026-06-15T09:00:00+02:00`, and nothing else.
///
/// # Errors
/// What is wrong with the text, to follow "`text`": another form, or a day that does not exist.
pub fn parse(text: &str) -> Result<Moment, String> {
    const FORM: &str = "is no date: write `2026-06-15`, or `2026-06-15T09:00:00+02:00` for a time of day";
    let bytes = text.as_bytes();
    if !text.is_ascii() || !matches_shape(bytes.get(..10).unwrap_or(bytes), "dddd-dd-dd") {
        return Err(FORM.to_owned());
    }
    let day = text.get(..10).unwrap_or_default();
    let date = day.parse::<Date>().map_err(|_| "is no day of the calendar".to_owned())?;
    if bytes.len() == 10 {
        return Ok(Moment { date, instant: None, offset: Offset::UTC });
    }
    if !is_time(bytes.get(10..).unwrap_or_default()) {
        return Err(FORM.to_owned());
    }
    let instant = text.parse::<Timestamp>().map_err(|_| "is no time of day".to_owned())?;
    Ok(Moment { date, instant: Some(instant), offset: offset(text) })
}

/// The offset at the end of a date-time whose form was checked.
fn offset(text: &str) -> Offset {
    let Some((_, tail)) = text.len().checked_sub(6).and_then(|at| text.split_at_checked(at)) else {
        return Offset::UTC;
    };
    let number = |range| tail.get(range).and_then(|digits: &str| digits.parse::<i32>().ok());
    match (tail.get(..1), number(1..3), number(4..6)) {
        (Some("+"), Some(hours), Some(minutes)) => Offset::from_seconds((hours * 60 + minutes) * 60),
        (Some("-"), Some(hours), Some(minutes)) => Offset::from_seconds(-(hours * 60 + minutes) * 60),
        _ => Ok(Offset::UTC),
    }
    .unwrap_or(Offset::UTC)
}

/// `T09:00:00`, an optional fraction, then `Z` or an offset.
fn is_time(bytes: &[u8]) -> bool {
    let (clock, rest) = bytes.split_at(bytes.len().min(9));
    if !matches_shape(clock, "Tdd:dd:dd") {
        return false;
    }
    let rest = match rest.strip_prefix(b".") {
        None => rest,
        Some(fraction) => {
            let digits = fraction.iter().take_while(|b| b.is_ascii_digit()).count();
            if digits == 0 {
                return false;
            }
            fraction.get(digits..).unwrap_or_default()
        }
    };
    let offset = rest.get(1..).unwrap_or_default();
    let has_offset =
        matches!(rest.first(), Some(b'+' | b'-')) && matches_shape(offset, "dd:dd") && is_clock(offset);
    is_clock(clock.get(1..).unwrap_or_default()) && (rest == b"Z" || has_offset)
}

/// Whether hours, minutes and seconds, two digits each, are those of a day.
fn is_clock(bytes: &[u8]) -> bool {
    let limits: [&[u8; 2]; 3] = [b"23", b"59", b"59"];
    bytes.split(|b| *b == b':').zip(limits).all(|(part, limit)| part <= limit.as_slice())
}

fn matches_shape(bytes: &[u8], shape: &str) -> bool {
    bytes.len() == shape.len()
        && bytes.iter().zip(shape.bytes()).all(|(b, s)| if s == b'd' { b.is_ascii_digit() } else { *b == s })
}

#[cfg(test)]
mod tests {
    use super::parse;

    #[test]
    fn days_and_instants_are_read_and_nothing_else() {
        assert!(parse("2026-06-15").is_ok_and(|moment| moment.instant.is_none()));
        assert!(parse("2026-06-15T09:00:00+02:00").is_ok_and(|moment| moment.instant.is_some()));
        assert!(parse("2026-06-15T09:00:00.25Z").is_ok());
        for text in [
            "2026-6-15",
            "20260615",
            "2026-06-31",
            "2026-13-01",
            "15.06.2026",
            "2026-06-15T09:00",
            "2026-06-15 ",
            "2026-06-15T25:00:00Z",
            "2026-06-15T23:59:60Z",
            "2026-06-15T09:00:00+25:00",
            "2026-06-15T09:00:00",
            "２026-06-15",
            "tomorrow",
            "",
            "2026-06-15T09:00:00.Z",
        ] {
            assert!(parse(text).is_err(), "{text}");
        }
    }

    #[test]
    fn a_date_is_shown_as_it_was_written() {
        for text in ["2026-06-15", "2026-06-15T09:00:00+02:00", "2026-06-15T09:00:00-11:30"] {
            assert_eq!(parse(text).expect("a date").to_string(), text);
        }
        assert_eq!(parse("2026-06-15T09:00:00Z").expect("a date").to_string(), "2026-06-15T09:00:00+00:00");
    }

    #[test]
    fn a_plain_date_is_the_whole_day() {
        let at = |text: &str| parse(text).expect("a date");
        assert!(at("2026-06-16").is_after(&at("2026-06-15")));
        assert!(!at("2026-06-15T23:00:00Z").is_after(&at("2026-06-15")));
        assert!(at("2026-06-15T23:00:00Z").is_after(&at("2026-06-15T09:00:00Z")));
    }
}
