//! Soft words: what people write when they sign for something that is not so yet.

/// Words, or words in a row, that hedge.
const HEDGES: [&str; 34] = [
    "soon",
    "shortly",
    "almost",
    "nearly",
    "mostly",
    "hopefully",
    "probably",
    "likely",
    "maybe",
    "perhaps",
    "asap",
    "should be",
    "should work",
    "should have",
    "ought to",
    "will be ready",
    "expected to",
    "expect to",
    "aim to",
    "hope to",
    "plan to",
    "in progress",
    "work in progress",
    "not yet",
    "pending",
    "to follow",
    "to be done",
    "check back",
    "on track",
    "fingers crossed",
    "as soon as possible",
    "more or less",
    "just about",
    "good enough",
];

/// Words, or words in a row, that say no under a yes.
const REFUSALS: [&str; 4] = ["no go", "nogo", "not ready", "blocked"];

/// What, before one of [`REFUSALS`], takes it back: `the go/no-go meeting`, `no longer blocked`.
const TAKEN_BACK: [&str; 7] = ["go", "or", "not", "longer", "nothing", "nobody", "never"];

/// What, after "by", is a time of the near future instead of a person or a means.
const SOON: [&str; 18] = [
    "today",
    "tonight",
    "tomorrow",
    "noon",
    "midnight",
    "eod",
    "eow",
    "eob",
    "cob",
    "monday",
    "tuesday",
    "wednesday",
    "thursday",
    "friday",
    "saturday",
    "sunday",
    "next",
    "then",
];

/// The first soft words of a note, as they are written there.
///
/// Words are compared without case and as whole words: "soonest" is not "soon". "By" counts when
/// a time of day, a day or "then" follows: "by 4 PM today", "by end of week".
pub fn words(note: &str) -> Option<&str> {
    let words: Vec<(usize, &str)> = split(note).collect();
    (0..words.len()).find_map(|start| {
        let rest = words.get(start..)?;
        let before = start.checked_sub(1).and_then(|at| words.get(at));
        let length = hedge(rest).or_else(|| refusal(before.map(|(_, word)| *word), rest))?;
        let (first, _) = rest.first()?;
        let (last, word) = rest.get(length - 1)?;
        note.get(*first..last + word.len())
    })
}

/// Whether a text is soft words and nothing else.
pub fn is_soft(text: &str) -> bool {
    let words: Vec<(usize, &str)> = split(text).take(MOST_WORDS + 1).collect();
    hedge(&words).or_else(|| refusal(None, &words)) == Some(words.len())
}

/// The most words that any of these has.
const MOST_WORDS: usize = 4;

/// Whether a text has no more words than any of these.
pub fn is_short(text: &str) -> bool {
    split(text).nth(MOST_WORDS).is_none()
}

/// Whether a text is these words and no others, in any letter case, whatever stands between them.
pub fn is_phrase(text: &str, phrase: &str) -> bool {
    let mut words = split(text).map(|(_, word)| word);
    let is_next = |part: &str| words.next().is_some_and(|word| word.eq_ignore_ascii_case(part));
    phrase.split(' ').all(is_next) && words.next().is_none()
}

/// How many words a hedge takes at the start of these.
fn hedge(words: &[(usize, &str)]) -> Option<usize> {
    HEDGES.iter().filter_map(|hedge| matches(words, hedge)).max().or_else(|| by_when(words))
}

/// How many words a refusal takes at the start of these.
fn refusal(before: Option<&str>, words: &[(usize, &str)]) -> Option<usize> {
    let length = REFUSALS.iter().find_map(|refusal| matches(words, refusal))?;
    let is_taken_back =
        before.is_some_and(|before| TAKEN_BACK.iter().any(|word| before.eq_ignore_ascii_case(word)));
    (!is_taken_back).then_some(length)
}

/// How many words these are, if the text begins with them.
fn matches(words: &[(usize, &str)], phrase: &str) -> Option<usize> {
    let mut parts = phrase.split(' ').enumerate();
    let is_there =
        |at: usize, part: &str| words.get(at).is_some_and(|(_, word)| word.eq_ignore_ascii_case(part));
    parts.all(|(at, part)| is_there(at, part)).then(|| phrase.split(' ').count())
}

fn by_when(words: &[(usize, &str)]) -> Option<usize> {
    let is = |at: usize, test: &dyn Fn(&str) -> bool| words.get(at).is_some_and(|(_, word)| test(word));
    if !is(0, &|word| word.eq_ignore_ascii_case("by")) {
        return None;
    }
    if is(1, &|word| SOON.iter().any(|soon| word.eq_ignore_ascii_case(soon))) {
        return Some(2);
    }
    if is(1, &|word| word.eq_ignore_ascii_case("end")) && is(2, &|word| word.eq_ignore_ascii_case("of")) {
        return Some(3);
    }
    let oclock = |word: &str| ["am", "pm", "o'clock"].iter().any(|part| word.eq_ignore_ascii_case(part));
    if is(1, &|word| {
        word.starts_with(|c: char| c.is_ascii_digit()) && (word.contains(':') || ends_in_half_day(word))
    }) {
        return Some(2);
    }
    (is(1, &|word| word.bytes().all(|b| b.is_ascii_digit())) && is(2, &oclock)).then_some(3)
}

fn ends_in_half_day(word: &str) -> bool {
    let lower = word.to_ascii_lowercase();
    lower
        .strip_suffix("am")
        .or(lower.strip_suffix("pm"))
        .is_some_and(|rest| rest.bytes().all(|b| b.is_ascii_digit()))
}

/// The words of a text with the byte each begins at. Apostrophes and colons are part of a word.
fn split(text: &str) -> impl Iterator<Item = (usize, &str)> {
    let inside = |c: char| c.is_alphanumeric() || matches!(c, '\'' | '’' | ':');
    let mut at = 0;
    text.split_inclusive(move |c| !inside(c)).filter_map(move |piece| {
        let start = at;
        at += piece.len();
        let word = piece.trim_end_matches(|c| !inside(c)).trim_end_matches(':');
        (!word.is_empty()).then_some((start, word))
    })
}

#[cfg(test)]
mod tests {
    use super::{HEDGES, MOST_WORDS, REFUSALS, is_phrase, is_soft, words};

    #[test]
    fn hedges_of_real_sign_offs_are_heard() {
        for (note, soft) in [
            ("Ready, by 4 PM today", "by 4 PM"),
            ("they will be, soon, check back in", "soon"),
            ("Should be fine", "Should be"),
            ("almost.", "almost"),
            ("fix by 16:00", "by 16:00"),
            ("done by 4pm", "by 4pm"),
            ("Ready by end of week", "by end of"),
            ("Training: in progress", "in progress"),
            ("ASAP", "ASAP"),
            ("in-progress", "in-progress"),
            ("No-go. Billing is wrong", "No-go"),
            ("We are not ready", "not ready"),
            ("blocked by legal", "blocked"),
        ] {
            assert_eq!(words(note), Some(soft), "{note}");
        }
    }

    #[test]
    fn plain_words_are_left_alone() {
        for note in [
            "Checked by Omar and delivered by post",
            "The soonest date that works is in the plan",
            "All 14 agents passed the test on 2026-05-12",
            "Delivered by 2 vans",
            "Checked by end-to-end tests",
            "As agreed in the go/no-go meeting",
            "Go or no-go was decided with all",
            "No longer blocked by legal",
            "The unblocked tickets are done",
            "",
            "価格表を確認しました",
        ] {
            assert_eq!(words(note), None, "{note}");
        }
    }

    #[test]
    fn soft_words_alone_are_told_from_a_sentence_with_them() {
        for text in
            ["soon", "In progress.", "to be done", "(not ready)", "no-go", "by Friday", "as soon as possible"]
        {
            assert!(is_soft(text), "{text}");
        }
        for text in [
            "",
            "sooner",
            "ready soon",
            "in progress since May",
            "by post",
            "to be done by Ana, Ben, Cleo and Dan",
        ] {
            assert!(!is_soft(text), "{text}");
        }
        assert!(
            is_phrase(" Not - yet!", "not yet")
                && !is_phrase("not", "not yet")
                && !is_phrase("not yet so", "not yet")
        );
        assert!(HEDGES.iter().chain(&REFUSALS).all(|phrase| phrase.split(' ').count() <= MOST_WORDS));
    }
}
