//! Inclusion, gaps, slack and sums.

use super::read;
use crate::quantity::{Gap, Quantity};

fn within(own: &str, outer: &str) -> bool {
    read(own).within(&read(outer)).unwrap()
}

fn reason(own: &str, outer: &str) -> String {
    read(own).within(&read(outer)).unwrap_err().to_string()
}

fn gap(own: &str, outer: &str) -> String {
    let gap = read(own).gap(&read(outer)).unwrap();
    gap.map_or_else(|| "none".to_owned(), |gap| gap.to_string())
}

fn slack(own: &str, outer: &str) -> String {
    let slack = read(own).slack(&read(outer)).unwrap();
    slack.unwrap_or_else(|| "none".to_owned())
}

fn sum(all: &[&str]) -> Result<String, String> {
    let all: Vec<_> = all.iter().map(|text| read(text)).collect();
    let sum = Quantity::sum(&all).map_err(|reason| reason.to_string())?;
    Ok(sum.map_or_else(|| "none".to_owned(), |sum| sum.to_string()))
}

#[test]
fn the_samples_of_the_format() {
    assert!(!within("at most 8 working days", "at most 5 working days"));
    assert!(!within("300 to 400 customers/month", "at most 300 customers/month"));
    assert!(!within("120", "at least 500"));
    assert!(within("at most 5 working days", "at most 5 working days"));
    assert!(within("200 to 300 customers/month", "at most 300 customers/month"));
    assert!(within("500", "at least 500"));
}

#[test]
fn bounds() {
    let inside = [
        ("at most 5 days", "under 6 days"),
        ("under 5 days", "at most 5 days"),
        ("over 5 days", "at least 5 days"),
        ("5 days", "at most 5 days"),
        ("5 days", "5 to 6 days"),
        ("120 %", "at least 99.9 %"),
        ("2026-06-15", "by 2026-06-15"),
        ("under 2026-06-16", "by 2026-06-15"),
        ("by 2026-06-15", "under 2026-06-16"),
        ("2026-06-15 to 2026-06-20", "at least 2026-06-15"),
    ];
    for (own, outer) in inside {
        assert!(within(own, outer), "{own} ⊆ {outer}");
        assert_eq!(gap(own, outer), "none", "{own} ⊆ {outer}");
    }
    let outside = [
        ("at most 5 days", "under 5 days"),
        ("at least 5 days", "over 5 days"),
        ("at least 5 days", "at most 9 days"),
        ("at most 5 days", "at least 0.1 days"),
        ("5 to 7 days", "5 to 6 days"),
        ("at least 99.9 %", "99.9 to 100 %"),
        ("by 2026-06-15", "2026-06-01 to 2026-06-30"),
        ("2026-06-16", "by 2026-06-15"),
        ("under 301 customers", "at most 300 customers"),
    ];
    for (own, outer) in outside {
        assert!(!within(own, outer), "{own} ⊄ {outer}");
        assert_ne!(gap(own, outer), "none", "{own} ⊄ {outer}");
        assert_eq!(slack(own, outer), "none", "{own} ⊄ {outer}");
    }
}

#[test]
fn exact_conversions() {
    let same = [
        ("60 minutes", "1 hour"),
        ("90 seconds", "1.5 minutes"),
        ("24 hours", "1 day"),
        ("7 days", "1 week"),
        ("12 months", "1 year"),
        ("300 orders/month", "3600 orders/year"),
        ("1 order/minute", "60 orders/hour"),
        ("1 order/second", "60 orders/minute"),
        ("1 order/hour", "24 orders/day"),
        ("1 order/day", "7 orders/week"),
        ("0.5 days", "12 hours"),
        ("1 customer", "1 customers"),
        ("5 Customers", "5 customers"),
        ("1 day/week", "24 hours/week"),
        ("at most 2026-06-15", "by 2026-06-15"),
    ];
    for (one, other) in same {
        assert_eq!(read(one), read(other), "{one} = {other}");
    }
    for (one, other) in
        [("1 day", "25 hours"), ("1 week", "1 month"), ("5 EUR", "5 USD"), ("5", "5 customers")]
    {
        assert_ne!(read(one), read(other), "{one} ≠ {other}");
    }
}

#[test]
fn what_cannot_be_compared_says_why() {
    let calendar = "cannot be compared: how many";
    let cases = [
        (
            "5 days",
            "5 working days",
            "days and working days cannot be compared: how many days some working days take depends on the calendar",
        ),
        (
            "5 weeks",
            "2 months",
            "weeks and months cannot be compared: how many weeks make a month depends on the calendar",
        ),
        ("8 hours", "1 working day", "how many hours make a working day"),
        ("1 order/day", "5 orders/working day", calendar),
        (
            "1 order/week",
            "4 orders/month",
            "`order/week` and `orders/month` cannot be compared: how many weeks make a month",
        ),
        ("1 order/working day", "4 orders/month", calendar),
        ("5 EUR", "5 USD", "EUR and USD cannot be compared"),
        ("5 customers", "5 orders", "`customers` and `orders` cannot be compared: they are different things"),
        (
            "100 MB",
            "100 Mb",
            "`MB` and `Mb` cannot be compared: a capital can make another unit, so write both alike",
        ),
        ("5 news", "5 new", "`news` and `new` cannot be compared: they are different things"),
        ("5 customers", "5", "`customers` and a plain number"),
        ("5", "5 customers", "`customers` and a plain number"),
        (
            "5 customers",
            "5 customers/month",
            "`customers/month` and `customers` cannot be compared: only one of them is a rate",
        ),
        ("5/month", "5", "a number/month and a plain number"),
        ("5 days", "5 %", "a time and a percentage cannot be compared"),
        ("5 days", "by 2026-06-15", "a time and a date cannot be compared"),
        ("2026-06-15", "5", "a date and a count cannot be compared"),
        ("5 EUR", "5 customers", "money and a count cannot be compared"),
    ];
    for (one, other, part) in cases {
        let reason = reason(one, other);
        assert!(reason.contains(part), "{one}, {other}: {reason}");
        assert!(read(other).gap(&read(one)).is_err());
        assert!(read(other).slack(&read(one)).is_err());
    }
}

#[test]
fn gaps_in_words() {
    let cases = [
        ("at most 8 working days", "at most 5 working days", "3 working days too many"),
        ("at most 6 working days", "at most 5 working days", "1 working day too many"),
        ("300 to 400 customers/month", "at most 300 customers/month", "100 customers/month too many"),
        ("at most 301 customers", "at most 300 customers", "1 customer too many"),
        ("6 customers", "at most 1 customer", "5 customers too many"),
        ("at least 99.5 %", "at least 99.9 %", "0.4 percentage points too few"),
        ("at most 6 %", "at most 5 %", "1 percentage point too many"),
        ("at most 5 %", "under 5 %", "includes 5 % itself"),
        ("at most 7 %/month", "at most 5 %/month", "2 percentage points/month too many"),
        ("120", "at least 500", "380 too few"),
        ("2026-06-17", "by 2026-06-15", "2 days too late"),
        ("2026-06-14", "at least 2026-06-15", "1 day too early"),
        ("by 2026-06-15", "at least 2026-06-15", "has no first date"),
        ("at least 2026-06-15", "by 2026-06-15", "has no last date"),
        ("at least 5 days", "at most 5 days", "has no upper limit"),
        ("at least 5 days", "6 to 9 days", "has no upper limit"),
        ("at most 300 customers", "under 300 customers", "includes 300 customers itself"),
        ("5 days", "over 5 days", "includes 5 days itself"),
        ("1 to 20 days", "5 to 10 days", "4 days too few and 10 days too many"),
        ("1 to under 9 days", "5 to under 8 days", "4 days too few and 1 day too many"),
        ("48 to 99 hours", "50 to under 99 hours", "includes 99 hours itself and is 2 hours too few"),
        ("30 hours", "at most 1 day", "6 hours too many"),
        ("36 hours", "at most 1.5 days", "none"),
        ("1.75 days", "at most 1.5 days", "0.25 days too many"),
        ("400 orders/month", "at most 3600 orders/year", "1,200 orders/year too many"),
        ("1 order/hour", "at most 1 order/week", "167 orders/week too many"),
        ("10,500 EUR", "at most 9,000 EUR", "1,500 EUR too many"),
        ("1 hour", "at most 0.000000001 weeks", "0.999999832 hours too many"),
        ("1 hour/day", "at most 0.1 days/week", "4.6 hours/week too many"),
        ("5 customers/day", "at most 3 customers/week", "32 customers/week too many"),
    ];
    for (own, outer, words) in cases {
        assert_eq!(gap(own, outer), words, "{own} ⊄ {outer}");
    }
}

#[test]
fn gaps_tell_numbers_from_predicates() {
    let measured = read("6 days").gap(&read("at most 5 days")).unwrap();
    assert!(matches!(measured, Some(Gap::Measured(_))));
    let endless = read("at least 6 days").gap(&read("at most 5 days")).unwrap();
    assert!(matches!(endless, Some(Gap::Endless(_))));
    let worded = read("at most 5 days").gap(&read("under 5 days")).unwrap();
    assert!(matches!(worded, Some(Gap::Worded(_))));
}

#[test]
fn a_gap_is_told_in_a_sentence_that_names_what_it_is_a_gap_of() {
    let told = |own: &str, outer: &str| {
        let gap = read(own).gap(&read(outer)).unwrap().expect("a gap");
        gap.between(&format!("sales expects {own}"), &format!("we carry {outer}"))
    };
    assert_eq!(
        told("6 days", "at most 5 days"),
        "sales expects 6 days; we carry at most 5 days: 1 day too many"
    );
    assert_eq!(
        told("at least 6 days", "at most 5 days"),
        "sales expects at least 6 days, which has no upper limit; we carry at most 5 days"
    );
    assert_eq!(
        told("at most 5 days", "under 5 days"),
        "sales expects at most 5 days, which includes 5 days itself; we carry under 5 days"
    );
}

#[test]
fn slack_in_words() {
    let cases = [
        ("at most 3 working days", "at most 5 working days", "2 working days to spare"),
        ("2026-06-13", "by 2026-06-15", "2 days to spare"),
        ("by 2026-06-15", "by 2026-06-15", "none"),
        ("5 days", "5 days", "none"),
        ("at least 99.9 %", "at least 99.5 %", "0.4 percentage points to spare"),
        ("200 to 250 customers", "100 to 300 customers", "50 customers to spare"),
        ("250 customers", "at most 300 customers", "50 customers to spare"),
        ("at least 5 days", "at least 0 days", "5 days to spare"),
        ("2026-06-17", "at least 2026-06-15", "2 days to spare"),
        ("at most 8 days", "at most 5 days", "none"),
        ("18 hours", "at most 1 day", "6 hours to spare"),
    ];
    for (own, outer, words) in cases {
        assert_eq!(slack(own, outer), words, "{own} ⊆ {outer}");
    }
}

#[test]
fn sums() {
    let cases: [(&[&str], &str); 12] = [
        (&[], "none"),
        (&["at most 1 customer"], "at most 1 customer"),
        (&["300 to 400 customers/month", "50 customers/month"], "350 to 450 customers/month"),
        (&["0.1 EUR", "0.2 EUR"], "0.3 EUR"),
        (&["1 customer", "1 customer"], "2 customers"),
        (&["1 customer", "at least 2 customers"], "at least 3 customers"),
        (&["over 5 days", "at most 3 days"], "over 5 days"),
        (&["5 days", "under 3 days"], "5 to under 8 days"),
        (&["1 day", "1 hour"], "25 hours"),
        (&["300 orders/month", "3600 orders/year"], "7,200 orders/year"),
        (&["under 5 days", "under 3 days"], "under 8 days"),
        (&["1 day", "1 hour", "1 minute"], "1,501 minutes"),
    ];
    for (all, total) in cases {
        assert_eq!(sum(all).as_deref(), Ok(total), "{all:?}");
    }
    assert_eq!(
        read("5 to under 8 days"),
        Quantity::sum(&[read("5 days"), read("under 3 days")]).unwrap().unwrap()
    );
}

#[test]
fn what_cannot_be_added_up() {
    let huge = "999999999999999 EUR";
    let cases: [(&[&str], &str); 6] = [
        (&["2026-06-15"], "dates cannot be added up"),
        (&["5 days", "2026-06-15"], "dates cannot be added up"),
        (&["5 days", "5 working days"], "cannot be compared"),
        (&["5 customers", "5 customers", "5 orders"], "different things"),
        (&[huge, huge], "too large"),
        (&["999999999999999 weeks", "1 minute"], "too large"),
    ];
    for (all, part) in cases {
        let reason = sum(all).unwrap_err();
        assert!(reason.contains(part), "{all:?}: {reason}");
    }
}
