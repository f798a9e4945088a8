//! Counted things: `customers`, `trial sign-ups`, in any language, and their singular and plural.
//!
//! Two things are the same when they are written alike, a regular English plural and a capital at
//! the start of a word aside. Symbols are no words: `MB` is not `Mb`, and `ms` is no plural of `m`.
//! Irregular plurals (`child`, `children`) are different things, which shows as "cannot be compared"
//! and never as a wrong verdict. An accented letter and the same letter with a combining accent are
//! different too.

/// Words that end as plurals do, and are none of the word without that end.
const NO_PLURALS: [&str; 14] = [
    "basics",
    "bus",
    "customs",
    "gas",
    "goods",
    "lens",
    "means",
    "news",
    "odds",
    "plus",
    "premises",
    "proceeds",
    "species",
    "specifics",
];

/// Units that are written with `M` and `m`, or `P` and `p`, before a vowel.
const AFTER_PREFIX: [&str; 7] = ["ah", "amp", "ampere", "erg", "ev", "ohm", "ops"];

/// Units of which the capital makes other units.
const CAPITAL_TELLS: [&str; 2] = ["cal", "gal"];

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
        let (one, other): (Vec<&str>, Vec<&str>) =
            (self.text.rsplit(' ').collect(), other.text.rsplit(' ').collect());
        let are_same = |(at, (one, other)): (usize, (&&str, &&str))| {
            is_one_word(one, other, if at == 0 { inflected } else { str::eq })
        };
        one.len() == other.len() && one.iter().zip(&other).enumerate().all(are_same)
    }
}

/// Whether two words are the same one, as `are_same` says: in small letters, where both are words.
fn is_one_word(one: &str, other: &str, are_same: fn(&str, &str) -> bool) -> bool {
    one == other
        || are_same(one, other)
        || (is_word(one) && is_word(other) && are_same(&one.to_lowercase(), &other.to_lowercase()))
}

fn inflected(one: &str, other: &str) -> bool {
    one == other || is_plural_of(one, other) || is_plural_of(other, one)
}

/// Whether a capital at the start only says where it stands: in three letters or more that can be
/// spoken, without another capital or a digit, and not led by a measuring prefix.
fn is_word(word: &str) -> bool {
    let letters: String = word.chars().filter(|c| *c != '-').collect();
    let mut rest = letters.chars();
    let first = rest.next().unwrap_or_default();
    letters.chars().count() >= 3
        && !rest.clone().any(|c| c.is_uppercase() || c.is_ascii_digit())
        && has_vowel(&letters)
        && !CAPITAL_TELLS.contains(&without_s(&letters.to_lowercase()))
        && !is_prefixed(first, rest.as_str())
}

/// Whether a word begins as `Mbit` and `mbit` do, of which no English word does: the capital then
/// makes a million of a thousandth.
fn is_prefixed(first: char, rest: &str) -> bool {
    let before_vowel = [rest, without_s(rest)].iter().any(|rest| AFTER_PREFIX.contains(rest));
    let consonant = rest.starts_with(|c: char| c.is_ascii_alphabetic() && !is_vowel(c));
    match first.to_ascii_lowercase() {
        'm' => consonant || before_vowel,
        'p' => (consonant && !rest.starts_with(['h', 'l', 'n', 'r', 's', 't'])) || before_vowel,
        _ => false,
    }
}

fn has_vowel(word: &str) -> bool {
    !word.is_ascii() || word.chars().any(is_vowel)
}

fn is_vowel(c: char) -> bool {
    matches!(c.to_ascii_lowercase(), 'a' | 'e' | 'i' | 'o' | 'u' | 'y')
}

/// Whether one word is the regular English plural of another.
fn is_plural_of(many: &str, one: &str) -> bool {
    if !takes_plural(one) || NO_PLURALS.contains(&many.to_lowercase().as_str()) {
        return false;
    }
    match many.strip_prefix(one) {
        Some("s") => !one.ends_with('s'),
        Some("es") => ["s", "x", "z", "ch", "sh", "o"].into_iter().any(|end| one.ends_with(end)),
        Some(_) => false,
        None => one.strip_suffix('y').is_some_and(|stem| many.strip_prefix(stem) == Some("ies")),
    }
}

/// Whether an `s` behind it makes a plural of it, as of words and of `VM`, and not another unit, as of
/// `m`, `Pa` and `MW`.
fn takes_plural(word: &str) -> bool {
    let mut letters = word.chars().filter(|c| c.is_alphabetic());
    let (count, first) = (letters.clone().count(), letters.next().unwrap_or_default());
    if count >= 2 && !word.contains(char::is_lowercase) {
        return !word.ends_with('W');
    }
    has_vowel(word) && !letters.any(char::is_uppercase) && count >= if first.is_uppercase() { 3 } else { 2 }
}

fn without_s(word: &str) -> &str {
    word.strip_suffix('s').unwrap_or(word)
}

/// The singular of the last word, where it is a plural.
fn singular(text: &str) -> String {
    let (before, last) = last_word(text);
    let of_ies = last.strip_suffix("ies").map(|stem| format!("{stem}y"));
    let hisses = ["sses", "xes", "ches", "shes"].into_iter().any(|end| last.ends_with(end));
    let of_es = last.strip_suffix("es").filter(|_| hisses).map(str::to_owned);
    let of_s = last.strip_suffix('s').filter(|_| !last.ends_with("us")).map(str::to_owned);
    let known = [of_ies, of_es, of_s].into_iter().flatten().find(|one| is_plural_of(last, one));
    format!("{before}{}", known.unwrap_or_else(|| last.to_owned()))
}

/// Only words in ASCII letters take an English plural.
fn plural(text: &str) -> String {
    let (before, last) = last_word(text);
    let many = match last.strip_suffix('y') {
        _ if ["x", "ch", "sh"].into_iter().any(|end| last.ends_with(end)) => format!("{last}es"),
        Some(stem) if !stem.ends_with(['a', 'e', 'i', 'o', 'u']) => format!("{stem}ies"),
        _ => format!("{last}s"),
    };
    let is_known = text.is_ascii() && is_plural_of(&many, last);
    format!("{before}{}", if is_known { many } else { last.to_owned() })
}

/// What stands before the last word, with the space, and the last word.
fn last_word(text: &str) -> (&str, &str) {
    text.rfind(' ').map_or(("", text), |at| text.split_at(at + 1))
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
            ("Trial sign-ups", "trial Sign-up"),
            ("E-mails", "e-mail"),
            ("Ads", "ads"),
            ("id", "ids"),
            ("VM", "VMs"),
            ("API call", "API Calls"),
            ("Meeting", "meetings"),
            ("Pages", "page"),
            ("Mbit", "Mbits"),
            ("Клиенты", "клиенты"),
            ("Straßen", "straßen"),
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
            ("MB", "Mb"),
            ("mW", "MW"),
            ("kB", "KB"),
            ("Mb", "mb"),
            ("Mbit", "mbit"),
            ("Mops", "mops"),
            ("Pops", "pops"),
            ("Mbits", "mbits"),
            ("Mohm", "mohm"),
            ("Bps", "bps"),
            ("Cal", "cal"),
            ("Cals", "cals"),
            ("MB", "mb files"),
            ("mb files", "MB files"),
            ("CUSTOMERS", "customers"),
            ("new", "news"),
            ("good", "goods"),
            ("m", "ms"),
            ("bp", "bps"),
            ("Pa", "Pas"),
            ("MW", "MWs"),
            ("kW", "kWs"),
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

    fn capital(word: &str) -> String {
        let (first, rest) = word.split_at(1);
        format!("{}{rest}", first.to_uppercase())
    }

    proptest::proptest! {
        #[test]
        fn a_capital_in_a_word_is_another_thing(word in "[a-z]{1,8}", at in 0_usize..8) {
            let at = at % word.len();
            let (before, after) = word.split_at(at);
            let other = format!("{before}{}", capital(after));
            let same = thing(&word).is_same(&thing(&other));
            proptest::prop_assert_eq!(same, thing(&other).is_same(&thing(&word)));
            proptest::prop_assert!(!same || at == 0, "{} {}", word, other);
        }

        #[test]
        fn a_capital_before_a_word_says_nothing(word in "[b-lnoq-z][aeiou][a-z]{2,6}") {
            proptest::prop_assert!(thing(&word).is_same(&thing(&capital(&word))), "{}", word);
        }

        #[test]
        fn a_capital_before_a_symbol_says_everything(word in "[a-z]{1,2}|m[bcdfghjklnpqrstvwxz][a-z]{0,5}") {
            proptest::prop_assert!(!thing(&word).is_same(&thing(&capital(&word))), "{}", word);
        }

        #[test]
        fn inflection_keeps_the_thing(word in "[a-z]{1,8}(s|e|es|ies|y|x|ch|us|ss)?") {
            for one in [true, false] {
                let spelled = Thing::new(word.clone(), !one).spelled(one);
                proptest::prop_assert!(thing(&word).is_same(&thing(&spelled)), "{} {}", word, spelled);
            }
        }
    }
}
