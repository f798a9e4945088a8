//! A plan's text in Markdown: words, and nothing else.

use std::borrow::Cow;

use crate::text::visible;

/// Text that stays text wherever it stands in a line: it begins no block, ends no cell of a table,
/// and is neither link, image, mention, reference, footnote nor markup.
///
/// Markup is escaped character by character. What a platform makes a link of afterwards, whatever is
/// escaped in it (addresses, mentions, references), stands in a code span; so does what stands in
/// backticks already.
pub fn words(text: &str) -> Cow<'_, str> {
    let text = visible(text);
    if text.starts_with(|c: char| c.is_ascii_alphanumeric())
        && text.bytes().all(is_harmless)
        && !is_number(&text)
        && !is_link(&text)
    {
        return text;
    }
    if text.contains('@') && text.bytes().all(is_address) {
        return Cow::Owned(["`", &text, "`"].concat());
    }
    let mut out = String::with_capacity(text.len() + 16);
    let begin = text.trim_start();
    let mut rest: &str = &text;
    if let Some(first) = begin.chars().next().filter(|first| *first == '-' || is_number(begin)) {
        out.push_str(text.strip_suffix(begin).unwrap_or_default());
        out.push_str(&format!("&#{};", u32::from(first)));
        rest = begin.get(first.len_utf8()..).unwrap_or_default();
    }
    while let Some(first) = rest.chars().next() {
        if let Some(inside) = quoted(rest) {
            code(&mut out, inside);
            rest = rest.get(inside.len() + 2..).unwrap_or_default();
        } else if is_break(first) {
            escape(&mut out, first);
            rest = rest.get(first.len_utf8()..).unwrap_or_default();
        } else {
            let (word, behind) = rest.split_at(rest.find(is_break).unwrap_or(rest.len()));
            push_word(&mut out, word);
            rest = behind;
        }
    }
    Cow::Owned(out)
}

/// Whether a text begins as an item of a numbered list does: a date or a count does not.
fn is_number(text: &str) -> bool {
    let behind = text.trim_start_matches(|c: char| c.is_ascii_digit());
    behind.len() < text.len() && behind.starts_with(['.', ')'])
}

/// What is markup nowhere, once the text has begun with a letter, or with a number that begins no list.
fn is_harmless(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || matches!(byte, b' ' | b',' | b'.' | b';' | b'-' | b'(' | b')' | b'/')
}

/// What an e-mail address is usually made of: nothing of it ends a code span.
fn is_address(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || matches!(byte, b'@' | b'.' | b'-' | b'_')
}

/// What ends a word: a code span can hold everything else.
fn is_break(c: char) -> bool {
    c.is_whitespace() || matches!(c, '`' | '|')
}

/// What stands in backticks at the start of a text, as messages have it: in a code span nothing is
/// markup. Only a table looks for its `|` even there.
fn quoted(text: &str) -> Option<&str> {
    let (inside, _) = text.strip_prefix('`')?.split_once('`')?;
    (!inside.trim().is_empty() && !inside.contains('|')).then_some(inside)
}

/// A code span round a text without backticks. Two of them never touch: they would be one.
fn code(out: &mut String, inside: &str) {
    if out.ends_with('`') {
        out.push(' ');
    }
    out.push('`');
    out.push_str(inside);
    out.push('`');
}

fn push_word(out: &mut String, word: &str) {
    let edge = |c: char| matches!(c, '(' | ')' | ',' | '.' | ';' | ':' | '"' | '\'');
    let inner = Some(word.trim_matches(edge)).filter(|inner| is_link(inner)).unwrap_or(word);
    if !is_link(inner) {
        word.chars().for_each(|c| escape(out, c));
        return;
    }
    let (before, behind) = word.split_once(inner).unwrap_or_default();
    before.chars().for_each(|c| escape(out, c));
    code(out, inner);
    behind.chars().for_each(|c| escape(out, c));
}

/// Whether a platform could make a link of something in a text: `@somebody`, `a@b.example`, `#12`,
/// `!12`, `https://…`, `www.…`, `xmpp:…`.
fn is_link(text: &str) -> bool {
    let number =
        |sign: char| text.split(sign).skip(1).any(|behind| behind.starts_with(|c: char| c.is_ascii_digit()));
    let has = |part: &str| {
        let mut windows = text.as_bytes().windows(part.len());
        windows.any(|window| window.eq_ignore_ascii_case(part.as_bytes()))
    };
    text.contains('@')
        || number('#')
        || number('!')
        || (text.contains(':') && ["://", "mailto:", "xmpp:"].into_iter().any(has))
        || (text.contains('.') && has("www."))
}

/// One character.
fn escape(out: &mut String, c: char) {
    match c {
        '&' => out.push_str("&amp;"),
        '<' => out.push_str("&lt;"),
        '>' => out.push_str("&gt;"),
        '|' => out.push_str("&#124;"),
        '`' => out.push_str("&#96;"),
        '\\' => out.push_str("&#92;"),
        '$' => out.push_str("&#36;"),
        '*' | '_' | '[' | ']' | '#' | '!' | '~' | '{' | '}' | '^' | '=' | '+' => {
            out.push('\\');
            out.push(c);
        }
        c => out.push(c),
    }
}

#[cfg(test)]
mod tests {
    use super::words;

    #[test]
    fn plain_words_stay_as_they_are() {
        assert_eq!(words("nobody answers for finance"), "nobody answers for finance");
        assert_eq!(
            words("the plan has no `price-list` from finance"),
            "the plan has no `price-list` from finance"
        );
        assert_eq!(words("finance (fay@acme.example) has"), "finance (`fay@acme.example`) has");
        assert_eq!(words("価格 é"), "価格 é");
    }

    #[test]
    fn no_text_begins_a_list() {
        for begin in
            ["1", "12", "007", "-", "--", "2026-06-16", "0 errors", "1)", "9.", " 1.", "  -", "+", "*"]
        {
            for end in ["", " x", ".", ". x", ") x", "\t. x"] {
                for behind in ["", " of 3", "**", "<br>"] {
                    let text = format!("{begin}{end}");
                    let page =
                        comrak::markdown_to_html(&(words(&text) + behind), &comrak::Options::default());
                    assert!(!page.contains("<li>"), "{text}{behind}: {page}");
                }
            }
        }
    }

    #[test]
    fn markup_is_text() {
        for (text, expected) in [
            ("a | b", "a &#124; b"),
            ("[x](https://e.example)", "`[x](https://e.example`)"),
            ("![x](y)", "\\!\\[x\\](y)"),
            ("<script>", "&lt;script&gt;"),
            ("a `b | @c` d", "a &#96;b &#124; `@c`&#96; d"),
            ("``a``", "&#96;`a`&#96;"),
            ("`a``b`", "`a` `b`"),
            ("`{done: <x>}`", "`{done: <x>}`"),
            ("`a`@b.c", "`a` `@b.c`"),
            ("` `", "&#96; &#96;"),
            ("# x", "\\# x"),
            ("- x", "&#45; x"),
            ("1. x", "&#49;. x"),
            ("12) x", "&#49;2) x"),
            ("12", "12"),
            ("  1. x", "  &#49;. x"),
            (" - x", " &#45; x"),
            ("-1", "&#45;1"),
            ("2026-06-16, 12 working days left", "2026-06-16, 12 working days left"),
            ("0 errors · 1. x", "0 errors · 1. x"),
            ("3.5 days | x", "&#51;.5 days &#124; x"),
            ("see #12, WWW.e.example", "see `#12`, `WWW.e.example`"),
            ("://e.example/x", "`://e.example/x`"),
            ("[^1]: x", "\\[\\^1\\]: x"),
            ("a\n# b", "a&#92;n\\# b"),
            ("\\", "&#92;"),
            ("at 100 % ~~x~~ **y** _z_", "at 100 % \\~\\~x\\~\\~ \\*\\*y\\*\\* \\_z\\_"),
        ] {
            assert_eq!(words(text), expected, "{text}");
        }
    }
}
