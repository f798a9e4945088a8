//! Which characters nobody sees.

use super::is_plain;

/// Controls, bidi controls, line and paragraph separators, characters that take no room and have no
/// meaning of their own, and the two that no XML can hold. The joiners stay: emoji and several
/// scripts need them.
pub(super) fn is_unsafe(c: char) -> bool {
    c.is_control()
        || matches!(c,
            '\u{ad}' | '\u{61c}' | '\u{115f}' | '\u{1160}' | '\u{180e}' | '\u{3164}' | '\u{feff}' | '\u{ffa0}'
            | '\u{200b}' | '\u{200e}' | '\u{200f}' | '\u{2028}'..='\u{202e}' | '\u{2060}'..='\u{206f}'
            | '\u{fff0}'..='\u{fffb}' | '\u{fffe}' | '\u{ffff}' | '\u{e0000}'..='\u{e0fff}')
}

/// What takes no room, or leaves it blank, and means something only to the letters beside it: joiners, variation
/// selectors, vowels that are not written.
fn is_silent(c: char) -> bool {
    matches!(c,
        '\u{34f}' | '\u{17b4}' | '\u{17b5}' | '\u{180b}'..='\u{180f}' | '\u{200c}' | '\u{200d}' | '\u{2800}'
        | '\u{fe00}'..='\u{fe0f}' | '\u{1bca0}'..='\u{1bca3}' | '\u{1d173}'..='\u{1d17a}')
}

/// Whether a character leaves a text looking as it does without it. Blanks are seen.
pub fn is_unseen(c: char) -> bool {
    (is_unsafe(c) || is_silent(c)) && !c.is_control() && !c.is_whitespace()
}

/// The first character of a name that nobody could tell it by: one that is not seen, or a blank that looks like
/// another.
pub fn unseen(name: &str) -> Option<char> {
    if is_plain(name) {
        return None;
    }
    let is_blank = |c: char| c.is_whitespace() && !matches!(c, ' ' | '\u{3000}');
    name.chars().find(|c| is_unsafe(*c) || is_silent(*c) || is_blank(*c))
}

#[cfg(test)]
mod tests {
    use super::unseen;
    use crate::text::visible;

    #[test]
    fn a_name_has_no_character_that_cannot_be_seen() {
        for c in [
            '\u{ad}',
            '\u{34f}',
            '\u{115f}',
            '\u{17b4}',
            '\u{180b}',
            '\u{200b}',
            '\u{200c}',
            '\u{200d}',
            '\u{202e}',
            '\u{2060}',
            '\u{2800}',
            '\u{3164}',
            '\u{fe0f}',
            '\u{feff}',
            '\u{e0061}',
            '\u{e0100}',
            '\u{a0}',
            '\u{200a}',
            '\u{2028}',
            '\t',
            '\u{1b}',
        ] {
            assert_eq!(unseen(&format!("fay{c}@acme.example")), Some(c), "{c:?}");
        }
        for name in ["fay@acme.example", "Fay Lund", "山田\u{3000}太郎", "Zoë", "नीता", "👩"] {
            assert_eq!(unseen(name), None, "{name}");
        }
        assert_eq!(
            visible("👩\u{200d}🚀 ❤\u{fe0f}"),
            "👩\u{200d}🚀 ❤\u{fe0f}",
            "words keep what emoji are made of"
        );
    }
}
