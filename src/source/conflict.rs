//! Git's conflict markers: what a merge leaves in a text until somebody settles it.

use crate::source::Problem;
use crate::span::Span;

/// The markers of a conflict, in git's order.
const MARKERS: [&str; 3] = ["<<<<<<<", "=======", ">>>>>>>"];

/// The first conflict of a text, told at its first line: the three markers, each at the begin of a line.
///
/// A text that can be read may hold such lines too: ask this of one that cannot.
pub fn unsettled(text: &str) -> Option<Problem> {
    let mut markers = MARKERS.iter();
    let mut awaited = markers.next()?;
    let mut first = None;
    let mut start = 0;
    for line in text.split_inclusive('\n') {
        let written = line.trim_end_matches(['\n', '\r']);
        if is_marker(written, awaited) {
            let span = *first.get_or_insert_with(|| Span::new(start, start + written.len()));
            match markers.next() {
                Some(next) => awaited = next,
                None => return Some(problem(span)),
            }
        }
        start += line.len();
    }
    None
}

fn is_marker(line: &str, marker: &str) -> bool {
    line.strip_prefix(marker).is_some_and(|rest| rest.is_empty() || rest.starts_with(' '))
}

fn problem(span: Span) -> Problem {
    Problem::new(span, "git's conflict markers are in this file: two versions of it are not merged yet").help(
        "settle the conflict: keep what holds of the lines from `<<<<<<<` to `>>>>>>>`, \
         and delete the lines with the markers",
    )
}

#[cfg(test)]
mod tests {
    use super::unsettled;
    use crate::source::Source;

    fn line(text: &str) -> Option<usize> {
        let source = Source::new("plan.yaml", text);
        unsettled(text).map(|problem| source.position(problem.span.start()).line)
    }

    #[test]
    fn a_conflict_is_its_three_markers_in_order_each_at_the_begin_of_a_line() {
        let conflict = "a: 1\n<<<<<<< HEAD\nb: 2\n=======\nb: 3\n>>>>>>> theirs\n";
        assert_eq!(line(conflict), Some(2));
        assert_eq!(line(&conflict.replace('\n', "\r\n")), Some(2));
        assert_eq!(line(&conflict.replace("=======", "||||||| base\nb: 1\n=======")), Some(2));
        for (marker, other) in [
            ("<<<<<<< HEAD", "<<<<<<<HEAD"),
            ("<<<<<<< HEAD", " <<<<<<< HEAD"),
            ("=======", "========"),
            (">>>>>>> theirs", "b: >>>>>>> theirs"),
            (">>>>>>> theirs\n", ""),
        ] {
            assert_eq!(line(&conflict.replace(marker, other)), None, "{other}");
        }
    }
}
