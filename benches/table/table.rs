//! The table: what was measured, and what it comes to against what.

use crate::measure::Rounds;

/// Sections of lines. The first line of a section is what the others are held against.
#[derive(Default)]
pub(crate) struct Table {
    text: String,
    wanted: String,
}

impl Table {
    /// Begins a section: what is compared, and what its ratios are wanted to be.
    pub(crate) fn begin(&mut self, title: &str, wanted: &str) {
        wanted.clone_into(&mut self.wanted);
        self.text += &format!("\n{title:<74}  ratio   wanted\n");
    }

    /// What has been written since this was asked last.
    pub(crate) fn take(&mut self) -> String {
        std::mem::take(&mut self.text)
    }

    /// A line: what it is, what it took, and how much that is of the first line.
    pub(crate) fn line(&mut self, what: &str, value: &str, more: &str, ratio: Option<f64>, wanted: &str) {
        let digits = if ratio.is_some_and(|ratio| ratio >= 99.5) { 0 } else { 2 };
        let ratio = ratio.map_or(String::new(), |ratio| format!("{ratio:.digits$} ×"));
        let line = format!("  {what:<44}{value:>13}{more:>15}  {ratio:>8}  {wanted}");
        self.text += &format!("{}\n", line.trim_end());
    }

    /// A line about what could not be measured.
    pub(crate) fn skipped(&mut self, what: &str, why: &str) {
        self.text += &format!("  {what:<44}SKIPPED: {why}\n");
    }

    /// Things that were compared: each name, and where it stands in the rounds.
    pub(crate) fn times(&mut self, lines: &[(&str, usize)], rounds: &Rounds) {
        let lines: Vec<(&str, usize, usize)> = lines.iter().map(|(name, index)| (*name, *index, 1)).collect();
        self.each(&lines, rounds);
    }

    /// The same for things of different sizes: the ratios are of the time for each unit.
    pub(crate) fn each(&mut self, lines: &[(&str, usize, usize)], rounds: &Rounds) {
        let Some((_, first, size)) = lines.first().copied() else { return };
        for (name, index, own_size) in lines.iter().copied() {
            let time = |round: &[std::time::Duration], index: usize| Some(round.get(index)?.as_secs_f64());
            let seconds = || rounds.iter().filter_map(|round| time(round, index));
            let scale = real(size) / real(own_size);
            let ratios =
                rounds.iter().filter_map(|round| Some(time(round, index)? / time(round, first)? * scale));
            let middle = median(seconds()).unwrap_or_default();
            let least = seconds().fold(f64::INFINITY, f64::min);
            let (middle, least) = (format!("{:.2} ms", middle * 1e3), format!("≥ {:.2} ms", least * 1e3));
            let ratio = median(ratios).filter(|_| index != first);
            let wanted = if ratio.is_some() { self.wanted.clone() } else { String::new() };
            self.line(name, &middle, &least, ratio, &wanted);
        }
    }
}

/// A count, as a number to divide by.
#[expect(clippy::cast_precision_loss, reason = "counts of plans, and of KiB")]
pub(crate) fn real(count: usize) -> f64 {
    count as f64
}

/// The middle one of some values.
pub(crate) fn median(values: impl Iterator<Item = f64>) -> Option<f64> {
    let mut values: Vec<f64> = values.collect();
    values.sort_by(f64::total_cmp);
    values.get(values.len() / 2).copied()
}
