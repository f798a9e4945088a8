//! Words of a spreadsheet, made comparable; ids made of them.

use crate::text;

/// Lower-case words with single spaces between them: punctuation is none, `%` is a word, `&` is "and".
pub(super) fn plain(text: &str) -> String {
    let spelt = text.to_lowercase().replace('%', " percent ").replace('&', " and ");
    let words: Vec<&str> =
        spelt.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty()).collect();
    words.join(" ")
}

/// A cell in one line: its lines are joined, and nothing in it moves a cursor or ends a comment.
pub(super) fn one_line(cell: &str) -> String {
    let lines: Vec<&str> = cell.split(['\n', '\r']).map(str::trim).filter(|line| !line.is_empty()).collect();
    text::visible(&lines.join(" / ")).into_owned()
}

/// How long an id made of a text may be: enough to know the text by.
const LONGEST_ID: usize = 40;

/// A free id for a text; `spare` where nothing of the text can be kept.
pub(super) fn id(text: &str, spare: &str, is_free: impl Fn(&str) -> bool) -> String {
    let kebab = text::to_kebab(&latin(text));
    let stem = kebab.as_deref().map_or(spare, cut).to_owned();
    let numbered = (2..).map(|number| format!("{stem}-{number}"));
    std::iter::once(stem.clone()).chain(numbered).find(|id| is_free(id)).unwrap_or(stem)
}

/// The whole words that fit, or as much of the first one as does.
fn cut(kebab: &str) -> &str {
    if kebab.len() <= LONGEST_ID {
        return kebab;
    }
    let head = kebab.get(..=LONGEST_ID).unwrap_or(kebab);
    head.rfind('-').or(Some(LONGEST_ID)).and_then(|end| kebab.get(..end)).unwrap_or(kebab)
}

/// Letters of western Europe without their marks, which ids cannot have.
fn latin(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars().flat_map(char::to_lowercase) {
        match c {
            'à' | 'á' | 'â' | 'ã' | 'å' => out.push('a'),
            'ä' | 'æ' => out.push_str("ae"),
            'ç' => out.push('c'),
            'è' | 'é' | 'ê' | 'ë' => out.push('e'),
            'ì' | 'í' | 'î' | 'ï' => out.push('i'),
            'ñ' => out.push('n'),
            'ò' | 'ó' | 'ô' | 'õ' => out.push('o'),
            'ö' | 'ø' | 'œ' => out.push_str("oe"),
            'ù' | 'ú' | 'û' => out.push('u'),
            'ü' => out.push_str("ue"),
            'ý' | 'ÿ' => out.push('y'),
            'ß' => out.push_str("ss"),
            '\'' | '’' => {}
            other => out.push(other),
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use std::collections::HashSet;

    use super::{id, one_line, plain};

    #[test]
    fn case_and_punctuation_make_no_difference() {
        assert_eq!(plain(" Due-Date: "), "due date");
        assert_eq!(plain("% Complete"), "percent complete");
        assert_eq!(plain("Section/Column"), "section column");
        assert_eq!(plain("Legal & Compliance"), "legal and compliance");
        assert_eq!(one_line("a\n\n b\t\u{202e}"), "a / b\\t\\u{202e}");
    }

    #[test]
    fn an_id_is_kebab_case_short_and_its_own() {
        let mut taken = HashSet::new();
        let mut made = |text: &str| {
            let made = id(text, "row-9", |id| !taken.contains(id));
            taken.insert(made.clone());
            made
        };
        assert_eq!(made("Check the customer's trial invoice"), "check-the-customers-trial-invoice");
        assert_eq!(made("Prüfung: Größe"), "pruefung-groesse");
        assert_eq!(made("価格"), "row-9");
        assert_eq!(made("価格"), "row-9-2");
        assert_eq!(
            made("Train the people who answer the telephone at night"),
            "train-the-people-who-answer-the"
        );
        assert_eq!(made(&"x".repeat(90)).len(), 40);
    }
}
