//! Counted things: `customers`, `trial sign-ups`, in any language, and their singular and plural.
//!
//! Two things are the same when their [`Thing::key`]s are: upper and lower case and a regular
//! English plural make no difference. Irregular plurals (`child`, `children`) are different things,
//! which shows as "cannot be compared" and never as a wrong verdict. An accented letter and the
//! same letter with a combining accent are different too.

/// A counted thing as it was written.
#[derive(Clone, Debug)]
pub(super) struct Thing {
    text: String,
    beside_one: bool,
}

impl Thing {
    /// `beside_one` says whether it was written beside the number 1, as `1 customer` is.
    pub(super) fn new(text: String, beside_one: bool) -> Self {
        Self { text, beside_one }
    }

    /// As it was written.
    pub(super) fn as_written(&self) -> &str {
        &self.text
    }

    /// As it reads beside one, or beside any other number.
    pub(super) fn spelled(&self, one: bool) -> String {
        match (self.beside_one, one) {
            (false, true) => singular(&self.text),
            (true, false) => plural(&self.text),
            _ => self.text.clone(),
        }
    }

    /// The thing as it reads beside a number that need not be 1.
    pub(super) fn in_plural(&self) -> Self {
        Self::new(self.spelled(false), false)
    }

    pub(super) fn is_plural(&self) -> bool {
        !self.beside_one
    }

    pub(super) fn is_same(&self, other: &Self) -> bool {
        self.key() == other.key()
    }

    /// What regular singulars and plurals have in common, in small letters: the text without a
    /// final `s`, `e` after a hiss, `s` again (`bus`, `buses`), and with `y` for `i`
    /// (`entry`, `entries`). It is no word, only a key.
    fn key(&self) -> String {
        let lower = self.text.to_lowercase();
        let stem = without_s(without_e(without_s(&lower)));
        match stem.strip_suffix('i') {
            Some(stem) => format!("{stem}y"),
            None => stem.to_owned(),
        }
    }
}

fn without_s(word: &str) -> &str {
    if word.ends_with("ss") {
        return word;
    }
    word.strip_suffix('s').unwrap_or(word)
}

fn without_e(word: &str) -> &str {
    let stem = word.strip_suffix('e').unwrap_or(word);
    let hisses = ["s", "x", "z", "ch", "sh", "i", "o"];
    if hisses.into_iter().any(|end| stem.ends_with(end)) {
        return stem;
    }
    word
}

fn singular(text: &str) -> String {
    if let Some(stem) = text.strip_suffix("ies") {
        return format!("{stem}y");
    }
    if ["sses", "xes", "ches", "shes"].into_iter().any(|end| text.ends_with(end)) {
        return text.strip_suffix("es").unwrap_or(text).to_owned();
    }
    if text.ends_with("us") || text == "s" {
        return text.to_owned();
    }
    without_s(text).to_owned()
}

/// Only words in ASCII letters take an English plural.
fn plural(text: &str) -> String {
    if text.ends_with('s') || !text.is_ascii() {
        return text.to_owned();
    }
    if ["x", "ch", "sh"].into_iter().any(|end| text.ends_with(end)) {
        return format!("{text}es");
    }
    match text.strip_suffix('y') {
        Some(stem) if !stem.ends_with(['a', 'e', 'i', 'o', 'u']) => format!("{stem}ies"),
        _ => format!("{text}s"),
    }
}

/// Whether a character may stand in the name of a thing, digits and hyphens aside: a letter or an
/// accent of any script, but no letter that is made to look like another or like nothing.
pub(super) fn is_letter(c: char) -> bool {
    let blank = matches!(c, '\u{115f}' | '\u{1160}' | '\u{3164}' | '\u{ffa0}');
    let styled = matches!(c, '\u{ff21}'..='\u{ff5a}' | '\u{1d400}'..='\u{1d7ff}' | '\u{2100}'..='\u{214f}' | '\u{1f100}'..='\u{1f1ff}' | '\u{24b6}'..='\u{24e9}');
    (c.is_alphabetic() || is_accent(c)) && !blank && !styled
}

/// Signs that belong to a word and are not alphabetic: combining accents, the vowel killers and
/// dots of the Indic scripts, the tone marks of Thai.
fn is_accent(c: char) -> bool {
    matches!(c,
        '\u{300}'..='\u{33f}' | '\u{93c}' | '\u{94d}' | '\u{9bc}' | '\u{9cd}' | '\u{a3c}' | '\u{a4d}'
        | '\u{abc}' | '\u{acd}' | '\u{bcd}' | '\u{c4d}' | '\u{ccd}' | '\u{d4d}' | '\u{e47}'..='\u{e4e}')
}

/// Whether a word mixes Latin letters with Greek, Cyrillic or Armenian ones, which look alike:
/// `dаys` with a Cyrillic `а` must not pass for another thing than `days`.
pub(super) fn mixes_scripts(word: &str) -> bool {
    let lookalike = |c: char| matches!(c, '\u{370}'..='\u{58f}' | '\u{13a0}'..='\u{13ff}');
    word.chars().any(|c| c.is_ascii_alphabetic()) && word.chars().any(lookalike)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn thing(text: &str) -> Thing {
        Thing::new(text.to_owned(), false)
    }

    #[test]
    fn singular_and_plural_are_the_same_thing() {
        let pairs = [
            ("customer", "customers"),
            ("Customer", "customers"),
            ("entry", "entries"),
            ("box", "boxes"),
            ("process", "processes"),
            ("cache", "caches"),
            ("movie", "movies"),
            ("house", "houses"),
            ("bus", "buses"),
            ("menu", "menus"),
            ("bonus", "bonuses"),
            ("taxi", "taxis"),
            ("hero", "heroes"),
            ("trial sign-up", "trial sign-ups"),
            ("cliente", "clientes"),
            ("plan", "plans"),
            ("plane", "planes"),
            ("s", "s"),
        ];
        for (one, many) in pairs {
            assert!(thing(one).is_same(&thing(many)), "{one} {many}");
        }
    }

    #[test]
    fn different_things_stay_different() {
        let pairs = [
            ("customers", "orders"),
            ("plans", "planes"),
            ("child", "children"),
            ("trial sign-ups", "sign-ups"),
            ("sites", "sits"),
            ("s", "e"),
        ];
        for (one, other) in pairs {
            assert!(!thing(one).is_same(&thing(other)), "{one} {other}");
        }
    }

    #[test]
    fn things_agree_with_their_number() {
        for (one, many) in [
            ("customer", "customers"),
            ("entry", "entries"),
            ("box", "boxes"),
            ("pass", "passes"),
            ("bonus", "bonus"),
        ] {
            assert_eq!(Thing::new(many.to_owned(), false).spelled(true), one.to_owned(), "{many}");
        }
        for (one, many) in [
            ("customer", "customers"),
            ("entry", "entries"),
            ("box", "boxes"),
            ("key", "keys"),
            ("клиент", "клиент"),
        ] {
            assert_eq!(Thing::new(one.to_owned(), true).spelled(false), many, "{one}");
        }
    }

    proptest::proptest! {
        #[test]
        fn inflection_keeps_the_thing(word in "[a-z]{1,8}(s|e|es|ies|y|x|ch|us|ss)?") {
            for one in [true, false] {
                let spelled = Thing::new(word.clone(), !one).spelled(one);
                proptest::prop_assert!(thing(&word).is_same(&thing(&spelled)), "{} {}", word, spelled);
            }
        }
    }
}
