//! What is read, what is refused, and the canonical text.

use super::read;
use crate::quantity::{Quantity, Unreadable};

fn fault(text: &str) -> String {
    match Quantity::parse(text) {
        Ok(quantity) => panic!("{text} was read as {quantity}"),
        Err(Unreadable { message, help }) => format!("{message} | {}", help.unwrap_or_default()),
    }
}

#[test]
fn canonical_text() {
    let cases = [
        ("at most 5 working days", "at most 5 working days"),
        ("300 to 400 customers/month", "300 to 400 customers/month"),
        ("300 customers per month", "300 customers/month"),
        ("300 customers / months", "300 customers/month"),
        ("300 customers/month to 400 customers/month", "300 to 400 customers/month"),
        ("49 EUR", "49 EUR"),
        ("5 EUR/working day", "5 EUR/working day"),
        ("at least 500", "at least 500"),
        ("120", "120"),
        ("120/month", "120/month"),
        ("10%", "10 %"),
        ("10 \u{a0}%", "10 %"),
        ("10 to 20 %", "10 to 20 %"),
        ("10 % to 20 %", "10 to 20 %"),
        ("0.5 %/month", "0.5 %/month"),
        ("<= 5 days", "at most 5 days"),
        (">=5 days", "at least 5 days"),
        ("<5 days", "under 5 days"),
        ("> 5 days", "over 5 days"),
        ("At Most 1 Working Day", "at most 1 working day"),
        ("1 days", "1 day"),
        ("at most 1 customer/month", "at most 1 customer/month"),
        ("20 trial   sign-ups", "20 trial sign-ups"),
        ("300 clientes nuevos/month", "300 clientes nuevos/month"),
        ("300 заявки", "300 заявки"),
        ("3 ग्राहक अनुरोध्", "3 ग्राहक अनुरोध्"),
        ("2 B2B customers", "2 B2B customers"),
        ("2 to 3 days", "2 to 3 days"),
        ("90 minutes to 2 hours", "90 to 120 minutes"),
        ("1 customer to 5 customers", "1 to 5 customers"),
        ("1 hours/hour to 2 weeks/week", "168 to 336 hours/week"),
        ("0 to 5 customers", "at most 5 customers"),
        ("300 to 300 customers", "300 customers"),
        ("5 to under 8 customers", "5 to under 8 customers"),
        ("at most 0 defects", "0 defects"),
        ("1000 customers", "1,000 customers"),
        ("1_000 customers", "1,000 customers"),
        ("99.999 %", "99.999 %"),
        ("1500 %", "1500 %"),
        ("1,000,000 %", "1,000,000 %"),
        ("1_500 to 2000 %", "1500 to 2000 %"),
        ("1,000.5 %", "1,000.5 %"),
        ("1.101 to under 2 %", "1.101 to under 2 %"),
        ("99.995 to 99.999 %", "99.995 to 99.999 %"),
        ("1.2340 days", "1.2340 days"),
        ("90 Seconds to 2 minutes", "90 to 120 seconds"),
        ("5 calls per second", "5 calls/second"),
        ("20 second visits", "20 second visits"),
        ("0.125 days", "0.125 days"),
        ("by 2026-06-15", "by 2026-06-15"),
        ("at most 2026-06-15", "by 2026-06-15"),
        ("under 2026-06-15", "by 2026-06-14"),
        ("over 2026-06-15", "at least 2026-06-16"),
        ("2026-06-15", "2026-06-15"),
        ("2026-06-15 to 2026-06-20", "2026-06-15 to 2026-06-20"),
        ("2026-06-15 to 2026-06-15", "2026-06-15"),
    ];
    for (text, canonical) in cases {
        assert_eq!(read(text).to_string(), canonical, "{text}");
        assert_eq!(read(canonical), read(text), "{text}");
    }
}

#[test]
fn what_is_not_a_quantity_says_what_to_write() {
    let cases = [
        ("", "expected a number or a date, found nothing"),
        ("TBD", "found `TBD`"),
        ("at most", "found nothing"),
        ("by 5 days", "write `at most 5 days`"),
        ("by", "found nothing"),
        ("-5 days", "not negative"),
        ("at most -5 days", "not negative"),
        ("−5 days", "not negative"),
        ("1,5 days", "write `1.5`"),
        ("1.000.000 customers", "`1,000,000`"),
        ("1.000 customers", "write `1,000` for thousands, `1.0000` for decimals"),
        ("1 000 customers", "`1,000` for a thousand"),
        ("10k customers", "write every digit"),
        ("10 k customers", "write every digit"),
        ("5M EUR", "write every digit"),
        ("5 million EUR", "write every digit"),
        ("1e400", "write every digit"),
        ("infinity days", "expected a bound, a number"),
        ("NaN", "expected a bound, a number"),
        ("∞ days", "found `∞`"),
        ("٣ days", "found `٣`"),
        ("5 dаys", "mixes letters"),
        ("5 ｄａｙｓ", "found `ｄ`"),
        ("5 EUЯ", "mixes letters"),
        ("400 to 300 customers", "write the lower end first: `300 to 400 customers`"),
        ("2 weeks to 3 days", "`3 to 14 days`"),
        ("2026-06-20 to 2026-06-15", "`2026-06-15 to 2026-06-20`"),
        ("5 to under 5 days", "range that rises"),
        ("300/2 customers", "expected a time after `/`, found `2`"),
        ("300 clientes/mes", "`second`, `minute`, `hour`, `working day`, `day`, `week`, `month`, `year`"),
        ("300 customers/", "found nothing"),
        ("300 customers/month/day", "found `/`"),
        ("€49", "such as `49 EUR`"),
        ("49 €", "such as `49 EUR`"),
        ("49 eur", "write `EUR`"),
        ("49 ERU", "did you mean `EUR`?"),
        ("5 FTE", "small letters"),
        ("49 EUR net", "found `net`"),
        ("10 percent", "write `%`"),
        ("5 min", "write `minutes`"),
        ("at most 90 sec", "write `seconds`"),
        ("2 S", "write `seconds`"),
        ("30 seconds left", "write a time as"),
        ("5 working-days", "write `working days`"),
        ("5 business days", "`working days`"),
        ("300 customers a month", "`customers/month`"),
        ("300 or more customers", "put the bound first"),
        ("300 customers max", "put the bound first"),
        ("300 customers at least", "put the bound first"),
        ("within 5 days", "write `at most`"),
        ("up to 5 days", "write `at most`"),
        ("from 5 to 8 days", "`LOW to HIGH`"),
        ("about 5 days", "range that is meant"),
        ("at most 3 to 5 days", "without a bound"),
        ("300 customers to 400", "after both numbers"),
        ("1 week to 2 months", "depends on the calendar"),
        ("49 EUR to 59 USD", "cannot be compared"),
        ("5 days to 2026-06-15", "one of each"),
        ("5 days to", "found nothing"),
        ("300 calls to support", "found `support`"),
        ("1 hour 30 minutes", "`90 minutes`"),
        ("300-400 customers", "write a range as `300 to 400`"),
        ("300–400 customers", "write a range"),
        ("5days", "`5 days`"),
        ("2026-02-30", "date of the calendar"),
        ("2026-6-15", "`2026-06-15`"),
        ("15.06.2026", "write a date as `2026-06-15`"),
        ("2026-06-15T10:00", "write the day alone: `2026-06-15`"),
        ("by 2026-07-01T12:00:00Z", "write the day alone: `2026-07-01`"),
        ("by 2026-07", "write a date as"),
        ("2026-07 to 2026-08", "write a date as"),
        ("by 2026", "found `2026`"),
        ("by 1 July 2026", "found `1 July 2026`"),
        ("by 07/01/2026", "write a date as"),
        ("by", "found nothing"),
        ("by 5 %", "write a date as"),
        ("at most 4 business hours", "write `hours`, which count nights and weekends too, or `working days`"),
        ("at least 99,990 %", "write `99990` for thousands, `99.990` for decimals"),
        ("99,990 to 99.995 %", "write `99990` for thousands"),
        ("1,500 %/month", "may have three decimals"),
        ("under 0 defects", "no quantity is negative"),
        ("under 0000-01-01", "later date"),
        ("over 9999-12-31", "earlier date"),
        ("10 % of revenue", "found `of`"),
        ("5 days\u{202e}", "\\u{202e}"),
        ("999999999999999 years to 1000000000000000 years", "too long"),
        ("1 months to 999999999999999 years", "too large"),
    ];
    for (text, part) in cases {
        let fault = fault(text);
        assert!(fault.contains(part), "{text}: {fault}");
    }
    assert!(fault(&"9".repeat(200)).contains("too long"));
    assert!(fault(&"9".repeat(201)).contains("at most 200 characters"));
    let of = |letters: usize| format!("0 to 1 {}", "x".repeat(letters));
    assert_eq!(of(193).len(), 200);
    assert!(fault(&of(193)).contains("at most 200 characters"), "it is written `at most 1 …`");
    let longest = read(&of(190)).to_string();
    assert_eq!((longest.len(), read(&longest).to_string()), (200, longest.clone()));
    assert!(Quantity::parse(&format!("5 {}", "é".repeat(198))).is_ok());
}

#[test]
fn the_end_of_dates() {
    let end = |text| read(text).as_date_end().map(|date| date.to_string());
    assert_eq!(end("by 2026-06-15").as_deref(), Some("2026-06-15"));
    assert_eq!(end("under 2026-06-15").as_deref(), Some("2026-06-14"));
    assert_eq!(end("2026-06-15 to 2026-06-20").as_deref(), Some("2026-06-20"));
    assert_eq!(end("at least 2026-06-15"), None);
    assert_eq!(end("5 days"), None);
}
