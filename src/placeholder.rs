//! What stands where an answer should be: `TBD`, `?`, `[@handle]`, `<…>`, and nothing at all.

mod shown;

use crate::soft;
use crate::text::is_unseen;

pub use shown::{says_nothing, shows_nothing};

/// Words that are no answer on their own.
const WORDS: [&str; 9] = ["tbd", "tba", "tbc", "todo", "fixme", "n/a", "none", "xxx", "placeholder"];

/// Words that make a placeholder of whatever follows them: `TODO: ask Fay`.
const OPENERS: [&str; 5] = ["tbd", "tba", "tbc", "todo", "fixme"];

/// Some of these words written out.
const WRITTEN_OUT: [&str; 6] = [
    "to be confirmed",
    "to be determined",
    "to be decided",
    "to be announced",
    "to be defined",
    "not applicable",
];

/// The words that [`WRITTEN_OUT`] begin with.
const BEGIN: [&str; 2] = ["to", "not"];

/// What a text may stand in without saying more: emphasis, quotes, brackets, bullets.
const FRAME: &str = "*_~`\"'“”„‘’‚«»‹›(){}「」『』【】-–—•";

/// What a text may end with, without saying more.
const ENDS: &str = "?!.,;:…。、";

/// Whether a text only holds the place of an answer.
///
/// Case, width, and what stands round it make no difference: white space, quotes, brackets,
/// emphasis, punctuation, dots between single letters. A text without a letter or digit is no answer
/// either.
pub fn is_placeholder(text: &str) -> bool {
    !begins_an_answer(text) && holds_a_place(text)
}

/// Whether a text is an answer by how it begins, as nearly all are: with a word in plain letters that is none
/// of [`WORDS`] and does not begin [`WRITTEN_OUT`], and no bracket behind it.
fn begins_an_answer(text: &str) -> bool {
    let length = text.bytes().take_while(u8::is_ascii_alphanumeric).count();
    let word = text.get(..length).unwrap_or_default();
    length > 1
        && text.is_ascii()
        && !text.contains('[')
        && !BEGIN.iter().any(|known| known.eq_ignore_ascii_case(word))
        && !WORDS.iter().any(|known| known.eq_ignore_ascii_case(word))
}

fn holds_a_place(text: &str) -> bool {
    let plain = plain(text);
    if !plain.contains(char::is_alphanumeric) || plain.contains("[@") {
        return true;
    }
    let core = plain.trim_matches(|c: char| c.is_whitespace() || FRAME.contains(c) || ENDS.contains(c));
    is_to_fill_in(core) || is_bare(&plain) || opens(&plain)
}

/// The text in small letters of plain width, without what cannot be seen.
fn plain(text: &str) -> String {
    if text.is_ascii() {
        return text.to_ascii_lowercase();
    }
    let seen = text.chars().filter(|c| !is_unseen(*c));
    let narrow = |c: char| match c {
        '\u{ff01}'..='\u{ff5e}' => char::from_u32(u32::from(c) - 0xfee0).unwrap_or(c),
        _ => c,
    };
    seen.map(narrow).collect::<String>().to_lowercase()
}

/// Whether a text is wholly in angle brackets, or is nothing but words in square ones: `[owner]`. What
/// has more than words, as `[ACME-123]`, says something.
fn is_to_fill_in(core: &str) -> bool {
    let inside = |open, close| core.strip_prefix(open).and_then(|rest| rest.strip_suffix(close));
    let is_of_words = |c: char| c.is_alphabetic() || c.is_whitespace() || "-_'’".contains(c);
    inside('<', '>').is_some() || inside('[', ']').is_some_and(|inside: &str| inside.chars().all(is_of_words))
}

/// Whether a text is one of [`WORDS`] or of [`WRITTEN_OUT`], whatever stands round it.
fn is_bare(plain: &str) -> bool {
    let core = plain.trim_matches(|c: char| !c.is_alphanumeric());
    WORDS.contains(&core)
        || WRITTEN_OUT.iter().any(|words| soft::is_phrase(core, words))
        || spelled_out(core).is_some_and(|word| word == "na" || WORDS.contains(&word.as_str()))
}

/// The word of a text that is single letters with dots or a slash between them: `t.b.d`, `n. a`.
fn spelled_out(core: &str) -> Option<String> {
    let mut letters = core.split(['.', '/']).map(str::trim);
    let word: Option<String> = letters
        .by_ref()
        .map(|part| part.chars().next().filter(|c| c.is_alphabetic() && c.len_utf8() == part.len()))
        .collect();
    word.filter(|word| word.len() > 1)
}

/// Whether a text begins with one of [`OPENERS`]. A Markdown link begins with words, and says more.
fn opens(plain: &str) -> bool {
    let start =
        plain.trim_start_matches(|c: char| c.is_whitespace() || "[<?".contains(c) || FRAME.contains(c));
    let first = start.split(|c: char| !c.is_alphanumeric()).next().unwrap_or_default();
    OPENERS.contains(&first) && !plain.contains("](")
}

/// Words that name no one person.
const NOBODY: [&str; 3] = ["nobody", "no one", "unassigned"];

/// What is asked for where people go by their address.
const ADDRESS: [&str; 3] = ["e-mail", "email", "e mail"];

/// Whether a text does not name one person: a placeholder, "nobody", a name with a question mark, or what is to be
/// written there: `e-mail`, `e-mail of operations`.
pub fn is_nobody(text: &str) -> bool {
    let plain = plain(text);
    let core = plain.trim_matches(|c: char| !c.is_alphanumeric());
    is_placeholder(text) || plain.contains('?') || NOBODY.contains(&core) || asks_for_address(core)
}

fn asks_for_address(core: &str) -> bool {
    let behind = ADDRESS.iter().find_map(|word| core.strip_prefix(word));
    behind.is_some_and(|rest| {
        let rest = rest.strip_prefix(" address").unwrap_or(rest);
        rest.is_empty() || (rest.starts_with(" of ") && !rest.contains('@'))
    })
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::{WORDS, begins_an_answer, holds_a_place, is_nobody, is_placeholder, says_nothing};

    /// What people put round a word that is still to come.
    const ROUND: [(&str, &str); 17] = [
        ("", "."),
        ("", "?"),
        ("", "!"),
        (" ", "…"),
        ("[", "]"),
        ("(", ")"),
        ("{", "}"),
        ("<", ">"),
        ("_", "_"),
        ("**", "**"),
        ("~~", "~~"),
        ("`", "`"),
        ("\"", "\""),
        ("“", "”"),
        ("«", "»"),
        ("【", "】"),
        ("- ", ""),
    ];

    fn framed(word: &str, frames: &[usize]) -> String {
        frames.iter().fold(word.to_owned(), |text, at| {
            let (before, after) = ROUND[at % ROUND.len()];
            format!("{before}{text}{after}")
        })
    }

    /// The same in letters as wide as those of Chinese.
    fn wide(text: &str) -> String {
        let wide = |c: char| match c {
            '!'..='~' => char::from_u32(u32::from(c) + 0xfee0).expect("a letter"),
            _ => c,
        };
        text.chars().map(wide).collect()
    }

    proptest! {
        #[test]
        fn what_begins_an_answer_holds_no_place(
            text in "(TBD|todo|none|to be (confirmed|a)|to|n|na|ask|xxx|placeholder|[a-z]{0,3})[ ./:?!\\[\\]@<>()*_é\u{200b}-]{0,3}[A-Za-z0-9.]{0,4}[\\]\\).@]?",
        ) {
            prop_assert!(!(begins_an_answer(&text) && holds_a_place(&text)), "{text:?}");
        }

        #[test]
        fn nothing_round_a_placeholder_makes_an_answer_of_it(
            at in 0..WORDS.len(),
            frames in proptest::collection::vec(0_usize..17, 0..4),
            upper: bool,
            is_wide: bool,
        ) {
            let word = if upper { WORDS[at].to_uppercase() } else { WORDS[at].to_owned() };
            let text = framed(&word, &frames);
            let text = if is_wide { wide(&text) } else { text };
            prop_assert!(is_placeholder(&text) && says_nothing(&text) && is_nobody(&text), "{:?}", text);
        }

        #[test]
        fn nothing_round_an_answer_makes_a_placeholder_of_it(
            answer in "[a-z]{2,8}@acme\\.example|docs/[a-z]{1,8}\\.md|A[a-z]{3,8} [a-z]{2,8} in May|20[0-9]{2}-05-20",
            frames in proptest::collection::vec(0_usize..17, 0..4),
            is_wide: bool,
        ) {
            // `tbc@acme.example` is none.
            prop_assume!(!is_placeholder(&answer));
            let angled = frames.iter().any(|at| ROUND[*at].0 == "<");
            let squared = answer.contains(" in ") && frames.iter().any(|at| ROUND[*at].0 == "[");
            let text = framed(&answer, &frames);
            let text = if is_wide { wide(&text) } else { text };
            prop_assert!(angled || squared || !is_placeholder(&text), "{:?}", text);
        }
    }

    #[test]
    fn placeholders_of_real_plans_are_seen_through() {
        for text in [
            "TBD",
            "tbd?",
            "TODO",
            "?",
            "???",
            "n/a",
            "N/A",
            "none",
            "None?",
            "xxx",
            "[@handle]",
            "[@handle]?",
            "<e-mail of the owner>",
            "",
            "  ",
            "…",
            "-",
            "TODO: ask Fay",
            "TBD by Friday",
            "\u{3000}",
            "[TBD]",
            "(TBD)",
            "_TBD_",
            "**TBD**",
            "{TBD}",
            "“TBD”",
            "[none]",
            "none.",
            "N/A.",
            "n.a.",
            "n. a.",
            "n / a",
            "T.B.D.",
            "T.B.D",
            "<ask>.",
            "**<name>**",
            "[owner]",
            "[name of the owner]",
            "ＴＢＤ",
            "［TBD］？",
            "TB\u{200b}D",
            "TB\u{fe0f}D",
            "\u{3164}",
            "\u{2800}",
            "(TBD by Friday)",
            "[TODO] ask Fay",
            "- [TBD]",
            "to be confirmed",
            "To Be Decided.",
            "(to-be-announced)",
            "to be determined?",
            "Not applicable.",
            "ｔｏ ｂｅ ｄｅｆｉｎｅｄ",
        ] {
            assert!(is_placeholder(text), "{text:?}");
        }
    }

    #[test]
    fn answers_are_answers() {
        for text in [
            "none of the customers complained",
            "priya@acme.example",
            "docs/todo.md",
            "a < b > c",
            "Is it? Yes.",
            "価格表",
            "Todor",
            "xxxl shirts",
            "<https://acme.example> and the deck",
            "0 complaints",
            "[link](https://acme.example/todo)",
            "[TODO list](https://acme.example/list)",
            "none of the customers asked",
            "(none of them asked)",
            "N. A. Owen",
            "T.B. Dunn",
            "N.A.T.O.",
            "NA",
            "[ACME-123]",
            "[docs/limits.md]",
            "./todo/list.md",
            "/tbd/list.md",
            "\"A draft-invoice screen\".",
            "価格表。",
            "to be confirmed by the customer in the app",
            "to be decided by whoever is asked, Ana says",
            "to be sure",
            "not applicable to resellers: they sell at list price",
            "not only that",
            "to",
            "x",
        ] {
            assert!(!is_placeholder(text), "{text:?}");
        }
    }

    #[test]
    fn two_names_with_question_marks_are_nobody() {
        assert!(is_nobody("(nobody)") && is_nobody("Unassigned.") && is_nobody("Ana？"));
        assert!(is_nobody("Ana? Ben?") && is_nobody("fay@acme.example?") && is_nobody("Nobody"));
        assert!(!is_nobody("fay@acme.example"));
    }

    #[test]
    fn what_is_to_be_written_for_a_person_is_nobody() {
        for text in [
            "e-mail",
            "E-Mail",
            "email",
            "e mail",
            "“e-mail”",
            "e-mail of operations",
            "email address of Fay",
        ] {
            assert!(is_nobody(text) && !is_placeholder(text), "{text}");
        }
        for text in
            ["e-mailer", "emailia", "e-mail@acme.example", "e-mail of fay@acme.example", "e-mail team"]
        {
            assert!(!is_nobody(text), "{text}");
        }
    }
}
