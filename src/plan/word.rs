//! Which of several words counts that one person said for one stage.

use crate::moment::Moment;
use crate::plan::sign_off::{Decision, SignOff};

/// What decides whether a word counts beside another of the same person.
#[derive(Clone, Copy, Debug)]
pub struct Word {
    /// When it was said.
    pub date: Option<Moment>,
    /// What was said.
    pub decision: Decision,
    /// Its place in the file, among those of the stage.
    pub place: usize,
}

impl Word {
    /// A sign-off, at its place in the file.
    pub fn of(sign_off: &SignOff, place: usize) -> Word {
        Word { date: sign_off.date.get().copied(), decision: sign_off.decision, place }
    }

    /// Whether it takes the place of another of the same person. Of two words of one day the one further down counts,
    /// except that a no is taken back on a later day alone, or later by the clock; and a no stands beside all others.
    pub fn replaces(&self, other: &Word) -> bool {
        (self.decision != Decision::NoGo && self.is_after(other)) || self.is_below(other)
    }

    /// Whether it is a no that counts beside another of the same person: of one day it does.
    pub fn takes_back(&self, other: &Word) -> bool {
        self.decision == Decision::NoGo && !other.is_after(self)
    }

    /// Whether nothing but its place makes it the later one of two of which none is a no.
    pub fn is_below(&self, other: &Word) -> bool {
        let is_dated = self.date.is_some() && other.date.is_some();
        let has_no = self.decision == Decision::NoGo || other.decision == Decision::NoGo;
        let is_either_later = self.is_after(other) || other.is_after(self);
        is_dated && !has_no && !is_either_later && self.place > other.place
    }

    /// Whether it was certainly said later.
    fn is_after(&self, other: &Word) -> bool {
        self.date.zip(other.date).is_some_and(|(new, old)| new.is_after(&old))
    }
}

#[cfg(test)]
mod tests {
    use super::Word;
    use crate::moment;
    use crate::plan::sign_off::Decision::{self, Conditions, Go, NoGo};

    fn word(date: &str, decision: Decision, place: usize) -> Word {
        Word { date: moment::parse(date).ok(), decision, place }
    }

    #[test]
    fn of_two_words_of_one_day_the_one_further_down_counts() {
        for (upper, lower) in [(Go, Conditions), (Conditions, Go), (Go, Go), (Conditions, Conditions)] {
            for (first, second) in [
                ("2026-05-20", "2026-05-20"),
                ("2026-05-20T09:00:00Z", "2026-05-20"),
                ("2026-05-20T09:00:00Z", "2026-05-20T10:00:00+01:00"),
            ] {
                let (upper, lower) = (word(first, upper, 3), word(second, lower, 4));
                assert!(lower.replaces(&upper) && !upper.replaces(&lower), "{upper:?} {lower:?}");
            }
        }
    }

    #[test]
    fn of_two_days_or_times_the_later_counts_wherever_it_stands() {
        for (old, new) in
            [("2026-05-20", "2026-05-21"), ("2026-05-20T09:00:00Z", "2026-05-20T10:00:01+01:00")]
        {
            for (upper, lower) in [(Go, Conditions), (Conditions, Go), (Go, Go)] {
                let (new, old) = (word(new, upper, 3), word(old, lower, 4));
                assert!(new.replaces(&old) && !old.replaces(&new), "{new:?} {old:?}");
            }
        }
        // What has no day is not known to be later, nor earlier.
        let (dated, undated) = (word("2026-05-20", Go, 3), word("soon", Go, 4));
        assert!(!dated.replaces(&undated) && !undated.replaces(&dated));
    }

    #[test]
    fn a_no_is_taken_back_on_a_later_day_and_takes_no_place() {
        let no = word("2026-05-20", NoGo, 3);
        for (date, is_back) in
            [("2026-05-19", false), ("2026-05-20", false), ("2026-05-21", true), ("soon", false)]
        {
            for place in [2, 4] {
                let yes = word(date, Go, place);
                assert_eq!((yes.replaces(&no), no.takes_back(&yes)), (is_back, !is_back), "{date} {place}");
                assert!(!no.replaces(&yes) && !yes.takes_back(&no), "{date} {place}");
            }
        }
    }
}
