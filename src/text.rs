//! Words: counts, lists, "did you mean", and the one escape that keeps plan text inside its line.

mod signs;
mod unseen;

use std::borrow::Cow;
use std::fmt::Write as _;

pub use signs::{Signs, harmless};
use unseen::is_unsafe;
pub use unseen::{is_unseen, unseen};

/// `1 hand-off`, `2 hand-offs`: the number with its noun in the right form.
pub fn count(number: usize, noun: &str) -> String {
    match number {
        1 => format!("1 {noun}"),
        _ => format!("{number} {}", plural(noun)),
    }
}

/// `a` or `an`, whichever the noun wants.
pub fn article(noun: &str) -> &'static str {
    if noun.starts_with(['a', 'e', 'i', 'o', 'u']) { "an" } else { "a" }
}

fn plural(noun: &str) -> String {
    if noun.ends_with("ch") {
        return format!("{noun}es");
    }
    match noun.strip_suffix('y') {
        Some(stem) if !stem.ends_with(['a', 'e', 'o', 'u']) => format!("{stem}ies"),
        _ => format!("{noun}s"),
    }
}

/// `a`, `a and b`, `a, b and c`.
pub fn list<S: AsRef<str>>(items: &[S], conjunction: &str) -> String {
    match items {
        [] => String::new(),
        [only] => only.as_ref().to_owned(),
        [head @ .., last] => {
            let head: Vec<&str> = head.iter().map(AsRef::as_ref).collect();
            format!("{} {conjunction} {}", head.join(", "), last.as_ref())
        }
    }
}

/// The first few items of a list, and how many more there are.
pub fn first_of<S: AsRef<str>>(items: &[S], most: usize) -> String {
    match items.get(..most) {
        Some(first) if items.len() > most => {
            let first: Vec<&str> = first.iter().map(AsRef::as_ref).collect();
            format!("{} and {} more", first.join(", "), items.len() - most)
        }
        _ => list(items, "and"),
    }
}

/// As many as a sentence names: the stages of a built-in policy, and no roster of a thousand people.
const FEW: usize = 8;

/// [`list`], but of many items the first few, and how many more there are.
pub fn few<S: AsRef<str>>(items: &[S], conjunction: &str) -> String {
    if items.len() > FEW { first_of(items, FEW) } else { list(items, conjunction) }
}

/// Each item in backticks, joined as [`list`] does.
pub fn ticked<S: AsRef<str>>(items: &[S], conjunction: &str) -> String {
    list(&ticks(items), conjunction)
}

/// Each item in backticks, joined as [`few`] does.
pub fn few_ticked<S: AsRef<str>>(items: &[S], conjunction: &str) -> String {
    few(&ticks(items), conjunction)
}

fn ticks<S: AsRef<str>>(items: &[S]) -> Vec<String> {
    items.iter().map(|item| format!("`{}`", item.as_ref())).collect()
}

/// The candidate that `word` was probably meant to be.
///
/// Case and the choice between `-`, `_` and a space are never a difference; beyond that a third of
/// the letters may be wrong, swapped, missing or too many, or whole words behind it missing. A no is never taken for
/// a yes: what begins as `no`, `un` or `-` is nothing that does not, and of two that are as near it is the no.
pub fn did_you_mean<'a>(word: &str, candidates: impl IntoIterator<Item = &'a str>) -> Option<&'a str> {
    let denies = |text: &str| match text.starts_with('-') {
        true => Some("-"),
        false => ["no", "un"].into_iter().find(|begin| plain(text).starts_with(begin)),
    };
    let near = |candidate: &'a str| {
        if denies(word).is_some() && denies(word) != denies(candidate) {
            return None;
        }
        let (word, other) = without_common_domain(word, candidate);
        let (word, other) = (plain(word), plain(other));
        let begins = |candidate: &str, word: &str| {
            candidate.split_once('-').is_some_and(|(first, _)| !word.is_empty() && first == word)
        };
        let distance = match begins(candidate, &word) {
            true => 1,
            false => strsim::damerau_levenshtein(&word, &other),
        };
        (distance <= (word.chars().count() / 3).max(1)).then_some((distance, candidate))
    };
    candidates
        .into_iter()
        .filter_map(near)
        .min_by_key(|(distance, candidate)| (*distance, denies(candidate).is_none()))
        .map(|(_, candidate)| candidate)
}

/// Of two e-mail addresses of one domain, what stands before it: everybody's domain is alike.
fn without_common_domain<'a>(a: &'a str, b: &'a str) -> (&'a str, &'a str) {
    match (a.split_once('@'), b.split_once('@')) {
        (Some((a, here)), Some((b, there))) if here.eq_ignore_ascii_case(there) => (a, b),
        _ => (a, b),
    }
}

fn plain(word: &str) -> String {
    word.chars().take(100).flat_map(char::to_lowercase).filter(|c| !matches!(c, '-' | '_' | ' ')).collect()
}

/// Whether `id` is lower-case words of letters and digits with single hyphens between them.
pub fn is_kebab(id: &str) -> bool {
    !id.is_empty()
        && id.split('-').all(|word| {
            !word.is_empty() && word.bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit())
        })
}

/// The kebab-case id nearest to what was written, if anything of it can be kept.
pub fn to_kebab(text: &str) -> Option<String> {
    let words: Vec<String> = text
        .split(|c: char| !c.is_ascii_alphanumeric())
        .filter(|word| !word.is_empty())
        .map(str::to_ascii_lowercase)
        .collect();
    (!words.is_empty()).then(|| words.join("-"))
}

/// A word of a command that is shown, as a shell takes it: what begins as an option does is a file here.
pub fn shell(word: &str) -> String {
    let word = if word.starts_with('-') { format!("./{word}") } else { word.to_owned() };
    let is_plain = |c: char| c.is_ascii_alphanumeric() || "./_-+@%:,".contains(c);
    match !word.is_empty() && word.chars().all(is_plain) {
        true => word,
        false => format!("'{}'", word.replace('\'', r"'\''")),
    }
}

/// Text that is safe on a terminal, in one line: characters that move the cursor, end the line,
/// reorder what stands beside them or cannot be seen are written as escapes.
///
/// Borrowed when there is nothing to escape, which is nearly always.
pub fn visible(text: &str) -> Cow<'_, str> {
    if is_plain(text) || !text.chars().any(is_unsafe) {
        return Cow::Borrowed(text);
    }
    let mut escaped = String::with_capacity(text.len() + 8);
    for c in text.chars() {
        push_visible(&mut escaped, c);
    }
    Cow::Owned(escaped)
}

/// Appends one character as [`visible`] shows it.
pub fn push_visible(out: &mut String, c: char) {
    match c {
        '\n' => out.push_str("\\n"),
        '\r' => out.push_str("\\r"),
        '\t' => out.push_str("\\t"),
        c if is_unsafe(c) => {
            let _ = write!(out, "\\u{{{:x}}}", u32::from(c));
        }
        c => out.push(c),
    }
}

/// A JSON document whose strings hold nothing that [`visible`] would escape: it is a terminal that
/// most documents are first seen on.
pub fn json_safe(document: String) -> String {
    if is_plain_but(&document, b'\n') && !document.as_bytes().contains(&b'#') {
        return document;
    }
    match document.split('\n').all(|line| matches!(json_escaped(line), Cow::Borrowed(_))) {
        true => document,
        false => document.split('\n').map(json_escaped).collect::<Vec<_>>().join("\n"),
    }
}

/// A part of a JSON string with everything that [`visible`] would escape escaped as JSON has it, and without
/// what a log of a build takes for a command.
fn json_escaped(part: &str) -> Cow<'_, str> {
    if is_plain(part) || !part.chars().any(is_unsafe) {
        return Signs::JSON.within(part);
    }
    let mut safe = String::with_capacity(part.len() + 16);
    for c in part.chars() {
        if is_unsafe(c) {
            for unit in c.encode_utf16(&mut [0; 2]) {
                let _ = write!(safe, "\\u{unit:04x}");
            }
        } else {
            safe.push(c);
        }
    }
    Cow::Owned(Signs::JSON.within(&safe).into_owned())
}

/// Whether it is printable ASCII alone, which is nearly all that is ever shown and quickly told.
pub(crate) fn is_plain(text: &str) -> bool {
    is_plain_but(text, b' ')
}

/// The same, where one more byte is let pass.
fn is_plain_but(text: &str, also: u8) -> bool {
    let odd = |byte: &u8| !matches!(byte, b' '..=b'~') && *byte != also;
    // A block is looked at as a whole, which a processor does at once.
    text.as_bytes().chunks(64).all(|block| !block.iter().fold(false, |any, byte| any | odd(byte)))
}

/// The start of a text that has at most so many bytes, and the rest, cut between characters.
pub fn split_within(text: &str, bytes: usize) -> (&str, &str) {
    let at = (0..=bytes.min(text.len())).rev().find(|at| text.is_char_boundary(*at));
    text.split_at(at.unwrap_or_default())
}

/// The columns that a text takes on a terminal.
pub fn width(text: &str) -> usize {
    if is_plain(text) {
        return text.len();
    }
    unicode_width::UnicodeWidthStr::width(text)
}

/// The text folded at `width` columns, each line after the first indented; a word that is longer
/// than a line stays whole.
pub fn fold(text: &str, width: usize, indent: usize) -> String {
    let room = width.saturating_sub(indent).max(20);
    if text.len() <= room && is_plain(text) {
        return text.to_owned();
    }
    let (mut out, mut used) = (String::with_capacity(text.len()), 0);
    for word in text.split(' ') {
        let wide = self::width(word);
        if used > 0 && used + 1 + wide > room {
            let _ = write!(out, "\n{}", " ".repeat(indent));
            used = 0;
        } else if used > 0 {
            out.push(' ');
            used += 1;
        }
        out.push_str(word);
        used += wide;
    }
    out
}

/// The text cut to `limit` characters, with an ellipsis where something was cut.
pub fn shorten(text: &str, limit: usize) -> Cow<'_, str> {
    if text.char_indices().nth(limit).is_none() {
        Cow::Borrowed(text)
    } else {
        let kept: String = text.chars().take(limit.saturating_sub(1)).collect();
        Cow::Owned(format!("{}…", kept.trim_end()))
    }
}

#[cfg(test)]
mod tests {
    use super::{
        count, did_you_mean, few, few_ticked, fold, harmless, is_kebab, json_safe, list, shell, shorten,
        to_kebab, visible,
    };

    #[test]
    fn counts_and_lists_read_as_sentences() {
        assert_eq!(count(1, "hand-off"), "1 hand-off");
        assert_eq!(count(0, "working day"), "0 working days");
        assert_eq!(count(2, "delivery"), "2 deliveries");
        assert_eq!(count(2, "day"), "2 days");
        assert_eq!(count(2, "launch"), "2 launches");
        assert_eq!(list(&["a"], "and"), "a");
        assert_eq!(list(&["a", "b", "c"], "or"), "a, b or c");
        assert_eq!(few(&["a"; 8], "or"), list(&["a"; 8], "or"));
        assert_eq!(few(&["a"; 190], "or"), "a, a, a, a, a, a, a, a and 182 more");
        assert_eq!(few_ticked(&["b"; 9], "or"), "`b`, `b`, `b`, `b`, `b`, `b`, `b`, `b` and 1 more");
    }

    #[test]
    fn a_near_miss_is_named_and_a_far_one_is_not() {
        let ids = ["finance", "customer-service"];
        assert_eq!(did_you_mean("finnace", ids), Some("finance"));
        assert_eq!(did_you_mean("Customer_Service", ids), Some("customer-service"));
        assert_eq!(did_you_mean("legal", ids), None);
        assert_eq!(did_you_mean("eve@acme.example", ["uma@acme.example"]), None);
        assert_eq!(did_you_mean("no", ["go", "conditions", "no-go"]), Some("no-go"));
        assert_eq!(did_you_mean("NO", ["go", "conditions"]), None);
        for word in ["n-go", "ngo", "o-go", "mo-go", "no go"] {
            assert_eq!(did_you_mean(word, ["go", "conditions", "no-go"]), Some("no-go"), "{word}");
        }
        assert_eq!(did_you_mean("-go", ["go", "conditions", "no-go"]), None);
        assert_eq!(did_you_mean("goo", ["go", "conditions", "no-go"]), Some("go"));
        assert_eq!(did_you_mean("unsigned", ["claimed", "signed"]), None);
        assert_eq!(did_you_mean("nots", ["not_needed", "note"]), Some("note"));
        assert_eq!(did_you_mean("omra@acme.example", ["omar@acme.example"]), Some("omar@acme.example"));
    }

    #[test]
    fn a_word_is_quoted_where_a_shell_would_read_it_otherwise() {
        assert_eq!(shell("launches/a-1.yaml"), "launches/a-1.yaml");
        assert_eq!(shell("my plan.yaml"), "'my plan.yaml'");
        assert_eq!(shell("it's $(x).yaml"), r"'it'\''s $(x).yaml'");
        assert_eq!((shell("-x.yaml"), shell("")), ("./-x.yaml".to_owned(), "''".to_owned()));
    }

    #[test]
    fn ids_are_kebab_case() {
        assert!(is_kebab("price-list2") && !is_kebab("Price-List") && !is_kebab("a--b") && !is_kebab(""));
        assert_eq!(to_kebab("Price List").as_deref(), Some("price-list"));
        assert_eq!(to_kebab("価格"), None);
    }

    #[test]
    fn nothing_that_moves_the_cursor_or_hides_survives() {
        assert_eq!(visible("plain – 価格 👩‍🚀"), "plain – 価格 👩‍🚀");
        assert_eq!(visible("a\u{1b}[2Jb\nc\u{202e}d\u{9b}"), "a\\u{1b}[2Jb\\nc\\u{202e}d\\u{9b}");
        assert_eq!(visible("\u{7f}\u{fffe}\u{fffd}"), "\\u{7f}\\u{fffe}\u{fffd}");
    }

    #[test]
    fn no_line_is_a_command_of_a_build_log() {
        for plain in ["", "a::b\n  c :: d\n", "  ::: plan.yaml:1:2\n", "# x ## [y]\n", "\\::a\n##\\[b\n"] {
            assert!(matches!(harmless(plain), std::borrow::Cow::Borrowed(_)) || harmless(plain) == plain);
        }
        assert_eq!(harmless("a\n \u{3000}::error::x::y\n::b"), "a\n \u{3000}\\::error::x::y\n\\::b");
        assert_eq!(harmless(" \u{1b}[1;31m \u{1b}[0m::error::x"), " \u{1b}[1;31m \u{1b}[0m\\::error::x");
        assert_eq!(harmless("x ###[group]##vso[task]##[\n"), "x ###\\[group]##vso\\[task]##\\[\n");
    }

    proptest::proptest! {
        #[test]
        fn harmless_words_have_no_command_and_stay_as_they_are(
            words in r"([:#\[ a\n\t\u{a0}\\]|::|##\[|##vso\[){0,40}"
        ) {
            let once = harmless(&words).into_owned();
            for line in once.lines() {
                let begin = line.trim_start();
                proptest::prop_assert!(!begin.starts_with("::") || begin.starts_with("::: "), "{line:?}");
                proptest::prop_assert!(!line.contains("##[") && !line.contains("##vso["), "{line:?}");
            }
            proptest::prop_assert_eq!(&*harmless(&once), once.as_str());
            proptest::prop_assert_eq!(once.replace('\\', ""), words.replace('\\', ""));
        }
    }

    #[test]
    fn json_keeps_its_lines_and_escapes_the_rest() {
        assert_eq!(json_safe("{\n\"a\u{9b}\u{e0001}é\"}".to_owned()), "{\n\"a\\u009b\\udb40\\udc01é\"}");
    }

    #[test]
    fn text_is_folded_by_columns() {
        assert_eq!(fold("価格 価格 価格 価格 価格 abc", 22, 2), "価格 価格 価格 価格\n  価格 abc");
    }

    #[test]
    fn long_text_is_cut_at_a_character() {
        assert_eq!(shorten("価格価格", 3), "価格…");
        assert_eq!(shorten("abc", 3), "abc");
    }
}
