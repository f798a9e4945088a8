//! What was opened and not closed where reading stopped: brackets, and the last text in quotes.

/// What a part of a text opens.
#[derive(Debug, Default)]
pub(super) struct Open {
    /// The brackets that nothing has closed, the outermost first: where each stands, and which it is.
    pub(super) brackets: Vec<(usize, char)>,
    /// Where the last text in quotes begins, and where it ends.
    pub(super) quoted: Option<(usize, usize)>,
}

impl Open {
    /// Reads from a place at which a value may begin, outside of all brackets or at the first of them.
    pub(super) fn of(text: &str, from: usize, to: usize) -> Open {
        let mut open = Open::default();
        let mut is_fresh = true;
        let mut before = '\n';
        let mut at = from;
        while let Some(c) = text.get(at..to).and_then(|rest| rest.chars().next()) {
            let next = text.get(at + c.len_utf8()..).and_then(|rest| rest.chars().next()).unwrap_or('\n');
            let mut end = at + c.len_utf8();
            match c {
                '#' if before.is_whitespace() => end = line_end(text, at),
                '[' | '{' if is_fresh || !open.brackets.is_empty() => {
                    open.brackets.push((at, c));
                    is_fresh = true;
                }
                ']' | '}' if !open.brackets.is_empty() => {
                    open.brackets.pop();
                    is_fresh = false;
                }
                '"' | '\'' if is_fresh => {
                    end = quote_end(text, at, c);
                    open.quoted = Some((at, end));
                    is_fresh = false;
                }
                // The lines of such a text are no YAML.
                '|' | '>' if is_fresh && open.brackets.is_empty() => return open,
                ',' if !open.brackets.is_empty() => is_fresh = true,
                ':' if next.is_whitespace() || matches!(before, '"' | '\'') => is_fresh = true,
                '\n' | '\r' if open.brackets.is_empty() => is_fresh = true,
                '-' if is_fresh && next.is_whitespace() => {}
                c if c.is_whitespace() => {}
                _ => is_fresh = false,
            }
            before = c;
            at = end;
        }
        open
    }
}

fn line_end(text: &str, at: usize) -> usize {
    text.get(at..).and_then(|rest| rest.find(['\n', '\r'])).map_or(text.len(), |length| at + length)
}

/// Behind the quote that closes a text; the end of everything where none does.
fn quote_end(text: &str, start: usize, quote: char) -> usize {
    let from = start + quote.len_utf8();
    let mut inside = text.get(from..).unwrap_or_default().char_indices().peekable();
    while let Some((at, c)) = inside.next() {
        let doubles = quote == '\'' && inside.peek().is_some_and(|(_, next)| *next == quote);
        match c {
            '\\' if quote == '"' => drop(inside.next()),
            c if c == quote && doubles => drop(inside.next()),
            c if c == quote => return from + at + c.len_utf8(),
            _ => {}
        }
    }
    text.len()
}

#[cfg(test)]
mod tests {
    use super::Open;

    fn brackets(text: &str) -> String {
        let open = Open::of(text, 0, text.len()).brackets;
        open.iter().fold(String::new(), |told, (at, c)| format!("{told}{c}{at} "))
    }

    #[test]
    fn brackets_count_where_they_open_and_close_something() {
        assert_eq!(brackets("a: {b: [c, {d: e}"), "{3 [7 ");
        assert_eq!(brackets("a: {b: it's, c: 'x}', \"y}\\\"}\": z, # }\n d: e}"), "");
        assert_eq!(brackets("{b: it's, c: 'x}', \"y}\\\"}\":[ 1], # }\n d: {"), "{0 {41 ");
        assert_eq!(brackets("a: text [with {brackets\nb: - [c"), "[29 ");
        assert_eq!(brackets("- [a, 'it''s ]'"), "[2 ");
        assert_eq!(brackets("a: |\n  [b\n"), "");
    }

    #[test]
    fn the_last_text_in_quotes_has_its_ends() {
        let text = "a: 'b'\nc: \"d \\\" é\" e";
        let open = Open::of(text, 0, text.len());
        assert_eq!(open.quoted.and_then(|(from, to)| text.get(from..to)), Some("\"d \\\" é\""));
    }
}
