//! What each deed began with: a merge with what each of its sides has.

use std::collections::{HashMap, HashSet};
use std::rc::Rc;

use super::lines::Lines;
use super::order::Order;
use super::record::Record;

/// What is known of the records after a deed.
pub(super) enum Text {
    Read(Rc<Lines>),
    /// The file was taken away.
    Gone,
    /// The file was taken away, and nothing said by that.
    Silent,
    Unread,
}

/// The records after each deed, and the deeds directly before it that have some.
pub(super) struct Sides {
    texts: Vec<Text>,
    before: Vec<Vec<usize>>,
    nothing: Lines,
}

impl Sides {
    pub(super) fn of(order: &Order, texts: Vec<Text>) -> Sides {
        let before = (0..texts.len()).map(|deed| read_before(deed, order, &texts)).collect();
        Sides { texts, before, nothing: Lines::default() }
    }

    /// The deeds whose records one began with; behind a text that cannot be read, those before it.
    pub(super) fn before(&self, deed: usize) -> &[usize] {
        self.before.get(deed).map(Vec::as_slice).unwrap_or_default()
    }

    /// The records after a deed; none where nobody knows them.
    pub(super) fn lines(&self, deed: usize) -> Option<&Lines> {
        match self.texts.get(deed)? {
            Text::Read(lines) => Some(lines),
            Text::Gone => Some(&self.nothing),
            Text::Silent | Text::Unread => None,
        }
    }

    /// Those that are about what a record is about, by the same person, and whether each holds.
    pub(super) fn like(&self, deed: usize, record: &Record) -> HashMap<&Record, bool> {
        self.lines(deed).map(|lines| lines.like(record)).unwrap_or_default()
    }
}

fn read_before(deed: usize, order: &Order, texts: &[Text]) -> Vec<usize> {
    let before = |deed: usize| order.deed(deed).into_iter().flat_map(|deed| deed.before.iter().copied());
    let mut open: Vec<usize> = before(deed).collect();
    let (mut seen, mut found) = (HashSet::new(), Vec::new());
    while let Some(deed) = open.pop() {
        match texts.get(deed).filter(|_| seen.insert(deed)) {
            Some(Text::Read(_)) => found.push(deed),
            Some(Text::Unread) => open.extend(before(deed)),
            Some(Text::Gone | Text::Silent) | None => {}
        }
    }
    found
}
