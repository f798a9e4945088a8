//! Tokens: numbers, words and the few symbols of a quantity.

use super::Unreadable;
use super::thing::is_letter;

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Token<'a> {
    /// Starts with a digit: a number, a date or what was meant for one.
    Number(&'a str),
    Word(&'a str),
    Percent,
    Slash,
    /// One of `<=`, `>=`, `<`, `>`.
    Comparison(&'a str),
}

impl<'a> Token<'a> {
    pub(super) fn text(self) -> &'a str {
        match self {
            Self::Number(text) | Self::Word(text) | Self::Comparison(text) => text,
            Self::Percent => "%",
            Self::Slash => "/",
        }
    }
}

/// Cuts the text into tokens; any white space may separate them.
pub(super) fn scan(text: &str) -> Result<Vec<Token<'_>>, Unreadable> {
    let mut tokens = Vec::new();
    let mut rest = text.trim_start();
    while let Some(first) = rest.chars().next() {
        let (token, after) = next(rest, first).ok_or_else(|| stray(first, tokens.last()))?;
        tokens.push(token);
        rest = after.trim_start();
    }
    Ok(tokens)
}

fn next(text: &str, first: char) -> Option<(Token<'_>, &str)> {
    if first.is_numeric() {
        let (number, rest) = split(text, |c| c.is_alphanumeric() || ",._-:'’".contains(c));
        return Some((Token::Number(number), rest));
    }
    if is_letter(first) {
        let (word, rest) = split(text, |c| is_letter(c) || c.is_ascii_digit() || "-'’".contains(c));
        return Some((Token::Word(word), rest));
    }
    if matches!(first, '<' | '>') {
        let (comparison, rest) = split(text, |c| "<>=".contains(c));
        let known = matches!(comparison, "<" | ">" | "<=" | ">=");
        return known.then_some((Token::Comparison(comparison), rest));
    }
    let token = match first {
        '%' => Token::Percent,
        '/' => Token::Slash,
        _ => return None,
    };
    Some((token, text.get(first.len_utf8()..)?))
}

/// Cuts before the first character that does not belong.
fn split(text: &str, belongs: impl Fn(char) -> bool) -> (&str, &str) {
    let end = text.find(|c| !belongs(c)).unwrap_or(text.len());
    text.split_at_checked(end).unwrap_or((text, ""))
}

fn stray(found: char, before: Option<&Token<'_>>) -> Unreadable {
    let shown = found.escape_debug();
    let after_number = matches!(before, Some(Token::Number(_) | Token::Percent));
    match found {
        '-' | '−' | '–' | '—' if after_number => {
            Unreadable::new(format!("expected a unit or `to`, found `{shown}`"))
                .help("write a range as `300 to 400 customers`")
        }
        '-' | '−' => Unreadable::new(format!("expected a number that is not negative, found `{shown}`")),
        '$' | '¢' | '£' | '¤' | '¥' | '₠'..='⃏' => {
            Unreadable::new(format!("expected money with its ISO 4217 code, found `{shown}`"))
                .help("write the code after the number, such as `49 EUR`")
        }
        '≤' => symbol(found, "at most"),
        '≥' => symbol(found, "at least"),
        '~' | '≈' | '±' | '+' | '=' => Unreadable::new(format!("expected a number, found `{shown}`"))
            .help("write a number alone when it is exact, otherwise `at most`, `at least` or `LOW to HIGH`"),
        '.' | ',' => Unreadable::new(format!("expected a digit, found `{shown}`"))
            .help("write a digit before the decimal point, such as `0.5`"),
        '<' | '>' => Unreadable::new("expected one of `<=`, `>=`, `<` and `>` before a number"),
        _ => Unreadable::new(format!("expected a bound, a number and a unit, found `{shown}`"))
            .help("write a quantity such as `at most 5 working days`"),
    }
}

fn symbol(found: char, bound: &str) -> Unreadable {
    Unreadable::new(format!("expected a bound in words, found `{found}`")).help(format!("write `{bound}`"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tokens_are_cut_where_they_end() {
        use Token::{Comparison, Number, Percent, Slash, Word};
        let tokens = scan(" >=10%\u{a0}/ trial sign-ups\t3-4").unwrap();
        let expected =
            [Comparison(">="), Number("10"), Percent, Slash, Word("trial"), Word("sign-ups"), Number("3-4")];
        assert_eq!(tokens, expected);
    }

    #[test]
    fn other_characters_are_errors() {
        for text in [
            "€49",
            "-5",
            "−5",
            "(5)",
            "5 \u{200b}days",
            "\u{0}",
            "≤ 5",
            "=> 5",
            "<> 5",
            "5 ; 6",
            ".5",
            "5 ＥＵＲ",
            "👍",
        ] {
            assert!(scan(text).is_err(), "{text}");
        }
    }
}
