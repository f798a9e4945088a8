//! From one text to another by as little as possible.

use std::ops::Range;

/// The bytes of a text that another one replaces, and by what; nothing where they are alike.
pub(super) fn splices(before: &str, after: &str) -> Option<(Range<usize>, String)> {
    if before == after {
        return None;
    }
    let common = |a: &mut dyn Iterator<Item = (char, char)>| -> usize {
        a.take_while(|(a, b)| a == b).map(|(a, _)| a.len_utf8()).sum()
    };
    let mut start = common(&mut before.chars().zip(after.chars()));
    start -= usize::from(parts_a_break(before, start));
    let (rest, new) = (before.get(start..)?, after.get(start..)?);
    let mut end = before.len() - common(&mut rest.chars().rev().zip(new.chars().rev()));
    end += usize::from(parts_a_break(before, end));
    let new_end = after.len() - (before.len() - end);
    Some((start..end, after.get(start..new_end)?.to_owned()))
}

/// Whether a byte is inside of a `\r\n`: an editor cannot point there.
fn parts_a_break(text: &str, byte: usize) -> bool {
    text.get(..byte).is_some_and(|before| before.ends_with('\r'))
        && text.get(byte..).is_some_and(|rest| rest.starts_with('\n'))
}

#[cfg(test)]
mod tests {
    use super::splices;
    use proptest::prelude::*;

    #[test]
    fn only_what_differs_is_replaced() {
        assert_eq!(splices("a: 1\nb: 2\n", "a: 1\nc: 3\nb: 2\n"), Some((5..5, "c: 3\n".to_owned())));
        assert_eq!(splices("owner: é", "owner: è"), Some((7..9, "è".to_owned())));
        assert_eq!(splices("x", "x"), None);
    }

    proptest! {
        #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

        #[test]
        fn the_result_is_what_was_meant(before in "[aé\r\n]{0,12}", after in "[aé\r\n]{0,12}") {
            let mut text = before.clone();
            if let Some((bytes, new)) = splices(&before, &after) {
                for at in [bytes.start, bytes.end] {
                    prop_assert!(!(before[..at].ends_with('\r') && before[at..].starts_with('\n')));
                }
                text.replace_range(bytes, &new);
            }
            prop_assert_eq!(text, after);
        }
    }
}
