//! What a plan says, as text in HTML: the one place where it is escaped.

use crate::text::{Signs, visible};

/// Text that stays text, between tags and in a quoted attribute alike.
pub(in crate::render) fn text(words: &str) -> String {
    let words = visible(words);
    let mut out = String::with_capacity(words.len() + 8);
    for c in words.chars() {
        match c {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' => out.push_str("&quot;"),
            '\'' => out.push_str("&#39;"),
            c => out.push(c),
        }
    }
    Signs::MARKUP.break_up(out)
}

/// Text in which what stands between backticks is code.
pub(in crate::render) fn words(words: &str) -> String {
    let parts: Vec<&str> = words.split('`').collect();
    if parts.len().is_multiple_of(2) {
        return text(words);
    }
    let parts = parts.iter().enumerate().map(|(at, part)| match at % 2 == 1 && !part.trim().is_empty() {
        true => format!("<code>{}</code>", text(part)),
        false if at % 2 == 1 => format!("`{}`", text(part)),
        false => text(part),
    });
    parts.collect()
}

/// The same; what is an address of the web and nothing else is a link.
pub(in crate::render) fn linked(line: &str) -> String {
    if is_address(line) {
        let address = text(line);
        return format!("<a href=\"{address}\" rel=\"noopener noreferrer\">{address}</a>");
    }
    words(line)
}

/// Whether a text is an address of the web: in characters that no browser reads otherwise.
fn is_address(line: &str) -> bool {
    let rest = line.strip_prefix("https://").or_else(|| line.strip_prefix("http://"));
    let plain = |b: u8| b.is_ascii_alphanumeric() || b"-._~:/?#[]@!$&'()*+,;=%".contains(&b);
    rest.is_some_and(|rest| !rest.is_empty() && rest.bytes().all(plain))
}

#[cfg(test)]
mod tests {
    use super::{linked, text, words};

    #[test]
    fn nothing_is_markup() {
        assert_eq!(text("<b a=\"x\" b='y'>&"), "&lt;b a=&quot;x&quot; b=&#39;y&#39;&gt;&amp;");
        assert_eq!(text("a\u{202e}b\n\u{0}"), "a\\u{202e}b\\n\\u{0}");
        assert_eq!(words("get `<x>` from `b`"), "get <code>&lt;x&gt;</code> from <code>b</code>");
        assert_eq!(words("a ` b"), "a ` b");
    }

    #[test]
    fn only_addresses_of_the_web_are_links() {
        assert!(
            linked("https://a.example/?q=1&r='2'")
                .starts_with("<a href=\"https://a.example/?q=1&amp;r=&#39;")
        );
        for line in
            ["javascript:alert(1)", "https://", "HTTPS://a.example", "https://a.example x", "data:,x", "//a"]
        {
            assert!(!linked(line).contains("<a"), "{line}");
        }
        assert!(!linked("https://a.example/\u{202e}x").contains("<a"));
    }
}
