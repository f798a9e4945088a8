//! The currencies of ISO 4217, list one as published on 2026-01-01, without the codes for testing
//! (`XTS`) and for no currency (`XXX`, which people write for "to be decided").

const CODES: [&str; 176] = [
    "AED", "AFN", "ALL", "AMD", "AOA", "ARS", "AUD", "AWG", "AZN", "BAM", "BBD", "BDT", "BHD", "BIF", "BMD",
    "BND", "BOB", "BOV", "BRL", "BSD", "BTN", "BWP", "BYN", "BZD", "CAD", "CDF", "CHE", "CHF", "CHW", "CLF",
    "CLP", "CNY", "COP", "COU", "CRC", "CUP", "CVE", "CZK", "DJF", "DKK", "DOP", "DZD", "EGP", "ERN", "ETB",
    "EUR", "FJD", "FKP", "GBP", "GEL", "GHS", "GIP", "GMD", "GNF", "GTQ", "GYD", "HKD", "HNL", "HTG", "HUF",
    "IDR", "ILS", "INR", "IQD", "IRR", "ISK", "JMD", "JOD", "JPY", "KES", "KGS", "KHR", "KMF", "KPW", "KRW",
    "KWD", "KYD", "KZT", "LAK", "LBP", "LKR", "LRD", "LSL", "LYD", "MAD", "MDL", "MGA", "MKD", "MMK", "MNT",
    "MOP", "MRU", "MUR", "MVR", "MWK", "MXN", "MXV", "MYR", "MZN", "NAD", "NGN", "NIO", "NOK", "NPR", "NZD",
    "OMR", "PAB", "PEN", "PGK", "PHP", "PKR", "PLN", "PYG", "QAR", "RON", "RSD", "RUB", "RWF", "SAR", "SBD",
    "SCR", "SDG", "SEK", "SGD", "SHP", "SLE", "SOS", "SRD", "SSP", "STN", "SVC", "SYP", "SZL", "THB", "TJS",
    "TMT", "TND", "TOP", "TRY", "TTD", "TWD", "TZS", "UAH", "UGX", "USD", "USN", "UYI", "UYU", "UYW", "UZS",
    "VED", "VES", "VND", "VUV", "WST", "XAD", "XAF", "XAG", "XAU", "XBA", "XBB", "XBC", "XBD", "XCD", "XCG",
    "XDR", "XOF", "XPD", "XPF", "XPT", "XSU", "XUA", "YER", "ZAR", "ZMW", "ZWG",
];

/// The most traded ones: suggested before the others, and recognised in lower case. Codes such as
/// `pen`, `cup` or `all` are English words and stay counted things there.
const MAJOR: [&str; 8] = ["EUR", "USD", "GBP", "CHF", "JPY", "CNY", "SEK", "NOK"];

/// The code, if it is one.
pub(super) fn code(text: &str) -> Option<&'static str> {
    CODES.into_iter().find(|code| *code == text)
}

/// The major currency whose code is written in small or mixed letters.
pub(super) fn miscased(text: &str) -> Option<&'static str> {
    MAJOR.into_iter().find(|code| *code != text && code.eq_ignore_ascii_case(text))
}

/// Whether the text looks like a code: three capital letters, `A` to `Z`.
pub(super) fn looks_like_code(text: &str) -> bool {
    text.len() == 3 && text.bytes().all(|byte| byte.is_ascii_uppercase())
}

/// The code that was probably meant: the same letters in another order, or one letter off.
pub(super) fn nearest(text: &str) -> Option<&'static str> {
    let all = || MAJOR.into_iter().chain(CODES);
    all()
        .find(|code| sorted(code) == sorted(text))
        .or_else(|| all().find(|code| letters_off(code, text) == 1))
}

fn sorted(text: &str) -> Vec<u8> {
    let mut letters = text.as_bytes().to_vec();
    letters.sort_unstable();
    letters
}

fn letters_off(one: &str, other: &str) -> usize {
    one.bytes().zip(other.bytes()).filter(|(a, b)| a != b).count()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn codes_are_sorted_and_unique() {
        assert!(CODES.is_sorted_by(|a, b| a < b));
        assert!(CODES.iter().all(|code| looks_like_code(code)));
        assert!(MAJOR.iter().all(|major| code(major).is_some()));
    }

    #[test]
    fn withdrawn_codes_are_not_money() {
        for gone in ["BGN", "HRK", "ANG", "ZWL", "DEM", "XXX", "XTS", "BTC"] {
            assert_eq!(code(gone), None, "{gone}");
        }
    }

    #[test]
    fn slips_are_recognised() {
        assert_eq!(nearest("ERU"), Some("EUR"));
        assert_eq!(nearest("EUX"), Some("EUR"));
        assert_eq!(nearest("USS"), Some("USD"));
        assert_eq!(nearest("QQQ"), None);
        assert_eq!(miscased("eur"), Some("EUR"));
        assert_eq!(miscased("pen"), None);
    }
}
