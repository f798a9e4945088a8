//! Unquoted scalars.

use std::borrow::Cow;

use crate::tree::Value;

/// The value of an unquoted scalar by YAML 1.2's core schema: `yes`, `on` and `NO` are text.
pub(super) fn plain(text: Cow<'_, str>) -> Value {
    match &*text {
        "" | "~" | "null" | "Null" | "NULL" => Value::Null,
        "true" | "True" | "TRUE" => Value::Bool(true),
        "false" | "False" | "FALSE" => Value::Bool(false),
        number if is_number(number) => Value::Number(text.into_owned()),
        _ => Value::Text(text.into_owned()),
    }
}

/// Whether readers of YAML 1.1 take an unquoted word for something else than the text that it is: `yes` for true, `12:30`
/// for 750, `1_000` for 1000, `<<` for a merge. What both take for a date is meant as one.
pub(super) fn is_otherwise_in_1_1(text: &str) -> bool {
    let is_digit = |c: char| c.is_ascii_hexdigit() || "+-._:x".contains(c);
    let unsigned = text.strip_prefix(['-', '+']).unwrap_or(text);
    let is_number = unsigned.starts_with(|c: char| c.is_ascii_digit() || c == '.')
        && unsigned.chars().all(is_digit)
        && (unsigned.contains(['_', ':']) || unsigned.starts_with("0b") || unsigned.starts_with("0x"));
    is_number
        || matches!(text.to_ascii_lowercase().as_str(), "y" | "n" | "yes" | "no" | "on" | "off" | "<<" | "=")
}

fn is_number(text: &str) -> bool {
    if !matches!(text.as_bytes().first(), Some(b'+' | b'-' | b'.' | b'0'..=b'9')) {
        return false;
    }
    let digits = |part: &str| !part.is_empty() && part.bytes().all(|b| b.is_ascii_digit());
    let unsigned = text.strip_prefix(['-', '+']).unwrap_or(text);
    if matches!(unsigned, ".inf" | ".Inf" | ".INF") || matches!(text, ".nan" | ".NaN" | ".NAN") {
        return true;
    }
    if let Some(hex) = text.strip_prefix("0x") {
        return !hex.is_empty() && hex.bytes().all(|b| b.is_ascii_hexdigit());
    }
    if let Some(octal) = text.strip_prefix("0o") {
        return !octal.is_empty() && octal.bytes().all(|b| matches!(b, b'0'..=b'7'));
    }
    let (mantissa, exponent) = match unsigned.split_once(['e', 'E']) {
        Some((mantissa, exponent)) => (mantissa, Some(exponent.strip_prefix(['-', '+']).unwrap_or(exponent))),
        None => (unsigned, None),
    };
    let mantissa_is_number = match mantissa.split_once('.') {
        Some((whole, fraction)) => {
            (digits(whole) && (fraction.is_empty() || digits(fraction)))
                || (whole.is_empty() && digits(fraction))
        }
        None => digits(mantissa),
    };
    mantissa_is_number && exponent.is_none_or(digits)
}
