//! The records of a text of the plan, and which of them take the place of others.

use std::collections::HashMap;

use super::record::Record;
use crate::plan::sign_off::MOST_SIGN_OFFS;
use crate::plan::word::Word;

/// The records of a text, each once: where it stands twice, at its last place.
#[derive(Debug, Default)]
pub(super) struct Lines(HashMap<Record, Line>);

/// How a record stands in a text.
#[derive(Clone, Copy, Debug)]
struct Line {
    word: Word,
    /// None that stands beside it takes its place.
    holds: bool,
}

impl FromIterator<Record> for Lines {
    fn from_iter<I: IntoIterator<Item = Record>>(records: I) -> Lines {
        let lines = records.into_iter().enumerate().map(|(place, record)| {
            let word = record.word(place);
            (record, Line { word, holds: true })
        });
        let mut lines = Lines(lines.collect());
        for record in lines.replaced() {
            lines.0.entry(record).and_modify(|line| line.holds = false);
        }
        lines
    }
}

impl Lines {
    pub(super) fn records(&self) -> impl Iterator<Item = &Record> {
        self.0.keys()
    }

    pub(super) fn has(&self, record: &Record) -> bool {
        self.0.contains_key(record)
    }

    /// Whether a record is there, and none that stands beside it takes its place.
    pub(super) fn holds(&self, record: &Record) -> bool {
        self.0.get(record).is_some_and(|line| line.holds)
    }

    /// Whether nothing but its place makes a record the later one of two of the same person.
    pub(super) fn is_below(&self, record: &Record, other: &Record) -> bool {
        self.0.get(record).zip(self.0.get(other)).is_some_and(|(one, other)| one.word.is_below(&other.word))
    }

    /// Those that are about what a record is about, by the same person, and whether each holds.
    pub(super) fn like(&self, record: &Record) -> HashMap<&Record, bool> {
        let like = self.0.iter().filter(|(one, _)| one.is_like(record));
        like.map(|(one, line)| (one, line.holds)).collect()
    }

    /// The same, to be kept.
    pub(super) fn kept_like(&self, record: &Record) -> Lines {
        let like = self.0.iter().filter(|(one, _)| one.is_like(record));
        Lines(like.map(|(one, line)| (one.clone(), *line)).collect())
    }

    /// The first in the text of which something is so.
    pub(super) fn first(&self, is_so: impl Fn(&Record) -> bool) -> Option<&Record> {
        let found = self.0.iter().filter(|(record, _)| is_so(record));
        found.min_by_key(|(_, line)| line.word.place).map(|(record, _)| record)
    }

    /// Those that one of the two has and the other has not, or that hold in one of them alone.
    pub(super) fn changed<'l>(&'l self, other: &'l Lines) -> impl Iterator<Item = &'l Record> {
        let lost = other.records().filter(|record| !self.has(record));
        let is_other = |record: &Record, line: &Line| {
            other.0.get(record).is_none_or(|before| before.holds != line.holds)
        };
        let changed = self.0.iter().filter(move |(record, line)| is_other(record, line));
        changed.map(|(record, _)| record).chain(lost)
    }

    /// Those of which another takes the place. Where there are more than a plan may have, nobody asks.
    fn replaced(&self) -> Vec<Record> {
        let mut places: HashMap<(&str, &str), Vec<(&Record, Word)>> = HashMap::new();
        for (record, line) in &self.0 {
            places.entry((&record.stage, record.key)).or_default().push((record, line.word));
        }
        let asked = places.values().filter(|beside| beside.len() <= MOST_SIGN_OFFS);
        let replaced = asked.flat_map(|beside| {
            beside.iter().filter(|(record, word)| {
                beside.iter().any(|(other, later)| later.replaces(word) && other.is_like(record))
            })
        });
        replaced.map(|(record, _)| (*record).clone()).collect()
    }
}

#[cfg(test)]
mod tests {
    use std::rc::Rc;

    use super::Lines;
    use crate::past::record::{Record, Records};
    use crate::plan::sign_off::MOST_SIGN_OFFS;

    const GO: &str = "{by: fay@acme.example, date: 2026-05-20}";
    const CONDITIONS: &str = "{by: Fay@acme.example, date: 2026-05-20, verdict: conditions}";
    const NO: &str = "{by: fay@acme.example, date: 2026-05-20, verdict: no-go}";

    /// The lines of a text with these sign-offs of finance.
    fn lines(sign_offs: &[&str]) -> Rc<Lines> {
        let text = format!("stages: {{finance: {{sign_off: [{}]}}}}", sign_offs.join(", "));
        Records::default().of(text.as_bytes()).expect("a text that can be read")
    }

    fn record(sign_off: &str) -> Record {
        lines(&[sign_off]).records().next().expect("a record").clone()
    }

    /// Which of these sign-offs hold.
    fn held<'s>(sign_offs: &[&'s str]) -> Vec<&'s str> {
        let lines = lines(sign_offs);
        sign_offs.iter().copied().filter(|one| lines.holds(&record(one))).collect()
    }

    #[test]
    fn of_one_day_the_line_further_down_holds() {
        assert_eq!(held(&[GO, CONDITIONS]), [CONDITIONS]);
        assert_eq!(held(&[CONDITIONS, GO]), [GO]);
        assert_eq!(held(&[CONDITIONS, GO, CONDITIONS]), [CONDITIONS, CONDITIONS]);
        assert_eq!(held(&[GO, NO, CONDITIONS]), [NO, CONDITIONS]);
        let (felix, later) = (GO.replace("fay", "felix"), GO.replace("20}", "21}"));
        assert_eq!(held(&[CONDITIONS, &felix]), [CONDITIONS, &felix]);
        assert_eq!(held(&[&later, CONDITIONS, NO]), [&later]);
    }

    #[test]
    fn another_order_is_a_change_where_it_decides_what_holds() {
        let is_changed = |one: &[&str], other: &[&str]| lines(one).changed(&lines(other)).next().is_some();
        assert!(is_changed(&[GO, CONDITIONS], &[CONDITIONS, GO]));
        let later = GO.replace("20}", "21}");
        let felix = GO.replace("fay", "felix");
        for (one, other) in [(&*later, CONDITIONS), (&*later, NO), (&*felix, CONDITIONS), (GO, NO)] {
            assert!(!is_changed(&[one, other], &[other, one]), "{one} {other}");
        }
        assert!(!is_changed(&[GO, CONDITIONS], &[CONDITIONS, GO, CONDITIONS]));
        assert!(is_changed(&[GO], &[GO, CONDITIONS]) && is_changed(&[GO, CONDITIONS], &[GO]));
    }

    #[test]
    fn more_than_a_plan_may_have_all_hold() {
        let many: Vec<String> =
            (0..=MOST_SIGN_OFFS).map(|note| GO.replace('}', &format!(", note: \"{note}\"}}"))).collect();
        let many: Vec<&str> = many.iter().map(String::as_str).collect();
        assert_eq!(held(&many).len(), many.len());
        assert_eq!(held(&many[1..]), many[MOST_SIGN_OFFS..]);
    }
}
