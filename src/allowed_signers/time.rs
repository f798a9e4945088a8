//! The times of `valid-after` and `valid-before`.

use jiff::civil::{Date, DateTime, Time};

/// Reads `20260615`, `202606150900` or `20260615090000`, with `Z` after it or not: always UTC. OpenSSH
/// takes a time without `Z` for one of the zone that it happens to run in; here everybody gets the
/// same answer.
///
/// # Errors
/// What is wrong with the text, to follow it.
pub(super) fn parse(text: &str) -> Result<DateTime, String> {
    let lower = text.to_ascii_lowercase();
    let digits = lower.strip_suffix("utc").or_else(|| lower.strip_suffix('z')).unwrap_or(&lower);
    if !matches!(digits.len(), 8 | 12 | 14) || !digits.bytes().all(|byte| byte.is_ascii_digit()) {
        return Err("is no time: write `20260615Z`, or `202606150900Z` for a time of day".to_owned());
    }
    let time = read(digits).ok_or_else(|| "is no day of the calendar, or no time of day".to_owned())?;
    if time <= EPOCH {
        return Err("is before 1970-01-02, which OpenSSH does not read".to_owned());
    }
    Ok(time)
}

/// OpenSSH refuses this instant and everything before it.
const EPOCH: DateTime = DateTime::constant(1970, 1, 1, 0, 0, 0, 0);

fn read(digits: &str) -> Option<DateTime> {
    let number = |from: usize| digits.get(from..from + 2).map_or(Some(0), |two| two.parse::<i8>().ok());
    let date = Date::new(digits.get(..4)?.parse().ok()?, number(4)?, number(6)?).ok()?;
    let time = Time::new(number(8)?, number(10)?, number(12)?, 0).ok()?;
    Some(date.to_datetime(time))
}

#[cfg(test)]
mod tests {
    use super::parse;

    #[test]
    fn times_are_utc_and_nothing_else_is_read() {
        for (text, meant) in [
            ("20260615", "2026-06-15T00:00:00"),
            ("20260615Z", "2026-06-15T00:00:00"),
            ("202606150900z", "2026-06-15T09:00:00"),
            ("20260615235959utc", "2026-06-15T23:59:59"),
            ("20240229", "2024-02-29T00:00:00"),
            ("99991231", "9999-12-31T00:00:00"),
        ] {
            assert_eq!(parse(text).expect("a time").to_string(), meant, "{text}");
        }
        for text in [
            "",
            "Z",
            "2026",
            "2026-06-15",
            "20260615T0900",
            "20260231",
            "20261301",
            "202606152400",
            "20260615235960",
            "20260615 ",
            "+0260615",
            "19700101",
            "19691231",
            "20260615ZZ",
            "２0260615",
        ] {
            assert!(parse(text).is_err(), "{text}");
        }
    }
}
