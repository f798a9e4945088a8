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
        let length =
            HEDGES.iter().filter_map(|hedge| matches(rest, hedge)).max().or_else(|| by_when(rest))?;
        let (first, _) = rest.first()?;
        let (last, word) = rest.get(length - 1)?;
        note.get(*first..last + word.len())
    })
}

/// How many words a hedge takes at the start of these.
fn matches(words: &[(usize, &str)], hedge: &str) -> Option<usize> {
    let hedge: Vec<&str> = hedge.split(' ').collect();
    let here = words.get(..hedge.len())?;
    here.iter().zip(&hedge).all(|((_, word), hedge)| word.eq_ignore_ascii_case(hedge)).then_some(hedge.len())
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
    use super::words;

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
            "",
            "価格表を確認しました",
        ] {
            assert_eq!(words(note), None, "{note}");
        }
    }
}
