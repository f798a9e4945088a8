//! Half-typed texts: what cannot be read is blanked out, byte for byte, so that the rest can be, and stays
//! where it is.

use std::borrow::Cow;
use std::ops::Range;

use crate::source::Source;
use crate::yaml;

/// The text with as little as possible of it blanked out for it to be read to its end. `touched` is where
/// somebody typed last. The text has no byte-order mark.
pub(super) fn mended(text: &str, touched: Option<usize>) -> Cow<'_, str> {
    let Some(fault) = fault(text) else { return Cow::Borrowed(text) };
    let lines = lines(text);
    let at = |byte: usize| lines.partition_point(|line| line.start <= byte).saturating_sub(1);
    let bad = at(fault);
    let before = (0..bad).rev().find(|line| !is_blank(text, &lines, *line)).unwrap_or(bad);
    let uneven: Vec<usize> = (0..lines.len()).filter(|line| is_uneven(text, &lines, *line)).collect();
    let section = |indent: usize| {
        let opens = |line: &usize| !is_blank(text, &lines, *line) && indent_of(text, &lines, *line) <= indent;
        let start = (0..=before).rev().find(opens).unwrap_or(0);
        let end = (start + 1..lines.len()).find(opens).unwrap_or(lines.len());
        (start..end.max(bad)).collect::<Vec<usize>>()
    };
    let tries = [
        touched.map(at).into_iter().collect(),
        vec![bad],
        vec![before],
        vec![before, bad],
        touched.map(at).into_iter().chain([bad]).collect(),
        uneven,
        section(4),
        section(2),
        section(0),
        (bad..lines.len()).collect(),
        (before..lines.len()).collect(),
        (section(0).first().copied().unwrap_or(0)..lines.len()).collect(),
    ];
    let blanked = |gone: &Vec<usize>| {
        let ranges: Vec<Range<usize>> = gone.iter().filter_map(|line| lines.get(*line).cloned()).collect();
        blank(text, &ranges)
    };
    let readable = |text: &String| self::fault(text).is_none();
    let mut mended = tries.iter().filter(|gone| !gone.is_empty()).map(blanked);
    Cow::Owned(mended.find(readable).unwrap_or_else(|| blank(text, &lines)))
}

/// Where reading stops.
fn fault(text: &str) -> Option<usize> {
    let document = yaml::parse(&Source::new("", text));
    document.broken.then(|| document.problems.last().map_or(0, |problem| problem.span.start()))
}

/// The lines, without what ends them.
fn lines(text: &str) -> Vec<Range<usize>> {
    let (mut lines, mut start) = (Vec::new(), 0);
    let bytes = text.as_bytes();
    for (at, byte) in bytes.iter().enumerate() {
        let ends = *byte == b'\n' || (*byte == b'\r' && bytes.get(at + 1) != Some(&b'\n'));
        if ends {
            let end =
                if *byte == b'\n' && at > start && bytes.get(at - 1) == Some(&b'\r') { at - 1 } else { at };
            lines.push(start..end);
            start = at + 1;
        }
    }
    lines.push(start..text.len());
    lines
}

fn line<'t>(text: &'t str, lines: &[Range<usize>], line: usize) -> &'t str {
    lines.get(line).and_then(|range| text.get(range.clone())).unwrap_or_default()
}

fn is_blank(text: &str, lines: &[Range<usize>], at: usize) -> bool {
    let line = line(text, lines, at).trim_start();
    line.is_empty() || line.starts_with('#')
}

fn indent_of(text: &str, lines: &[Range<usize>], at: usize) -> usize {
    let line = line(text, lines, at);
    line.len() - line.trim_start_matches(' ').len()
}

/// Whether a line opens brackets or quotes that it does not close.
fn is_uneven(text: &str, lines: &[Range<usize>], at: usize) -> bool {
    let line = line(text, lines, at);
    let count = |c: char| line.matches(c).count();
    count('{') != count('}') || count('[') != count(']') || count('"') % 2 == 1
}

fn blank(text: &str, gone: &[Range<usize>]) -> String {
    let (mut out, mut from) = (String::with_capacity(text.len()), 0);
    let mut gone = gone.to_vec();
    gone.sort_by_key(|range| range.start);
    for range in gone.into_iter().filter(|range| range.start < range.end) {
        if range.start < from {
            continue;
        }
        out.push_str(text.get(from..range.start).unwrap_or_default());
        out.push_str(&" ".repeat(range.len()));
        from = range.end;
    }
    out + text.get(from..).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::{fault, mended};
    use proptest::prelude::*;

    const PLAN: &str = include_str!("../../tests/base.yaml");

    fn kept(text: &str, touched: Option<usize>) -> usize {
        let mended = mended(text, touched);
        assert_eq!(mended.len(), text.len());
        assert!(fault(&mended).is_none(), "{mended}");
        mended.bytes().filter(|byte| *byte != b' ').count()
    }

    #[test]
    fn a_line_that_is_being_typed_takes_nothing_else_away() {
        let all = PLAN.bytes().filter(|byte| *byte != b' ').count();
        for typed in ["    sta", "  finance: {by: fay", "x: \"half", "\t", "  - [", "@", "'"] {
            let at = PLAN.find("handoffs:").expect("a section");
            let text = format!("{}{typed}\n{}", &PLAN[..at], &PLAN[at..]);
            let lost = all + 100 - kept(&text, Some(at + typed.len())).min(all + 100);
            assert!(lost <= 100, "{typed}: {lost}");
            assert!(kept(&text, None) * 10 > all * 4, "{typed}");
        }
    }

    proptest! {
        #![proptest_config(ProptestConfig { cases: 60, failure_persistence: None, ..ProptestConfig::default() })]

        #[test]
        fn any_text_is_mended_in_place(text in "(?s:.){0,80}", touched in proptest::option::of(0usize..80)) {
            let mended = mended(&text, touched);
            prop_assert_eq!(mended.len(), text.len());
            prop_assert!(fault(&mended).is_none());
        }

        #[test]
        fn a_plan_that_ends_anywhere_keeps_its_sections(end in 0usize..PLAN.len()) {
            let text: String = PLAN.chars().take(end).collect();
            let sections = |text: &str| text.lines().filter(|line| line.ends_with(':') && !line.starts_with(' ')).count();
            let mended = mended(&text, Some(text.len()));
            prop_assert!(fault(&mended).is_none());
            prop_assert!(sections(&mended) + 1 >= sections(&text), "{}", mended);
        }
    }
}
