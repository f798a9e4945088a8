//! Lists of patterns as OpenSSH matches them: byte by byte, case matters, `*` and `?`, `!` takes away.

/// The longest pattern that OpenSSH matches; with a longer one its whole list matches nothing.
pub(super) const LONGEST: usize = 1022;

/// `*@acme.example,!guest@acme.example`: what at least one pattern matches and no negated one does.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Patterns(Vec<String>);

impl Patterns {
    /// The list that is written as `text`.
    ///
    /// # Errors
    /// What is wrong with a pattern of it.
    pub(super) fn parse(text: &str) -> Result<Patterns, String> {
        let patterns: Vec<String> =
            text.split(',').filter(|pattern| !pattern.is_empty()).map(str::to_owned).collect();
        match patterns.iter().find(|pattern| parts(pattern).1.len() > LONGEST) {
            Some(_) => Err(format!("a pattern has at most {LONGEST} bytes")),
            None => Ok(Patterns(patterns)),
        }
    }

    /// Whether the list names this text.
    pub(super) fn name(&self, text: &str) -> bool {
        let mut named = false;
        for (negated, pattern) in self.0.iter().map(|pattern| parts(pattern)) {
            if matches(pattern.as_bytes(), text.as_bytes()) {
                if negated {
                    return false;
                }
                named = true;
            }
        }
        named
    }

    /// The patterns as they are written.
    pub(super) fn written(&self) -> &[String] {
        &self.0
    }
}

/// Whether a pattern takes away, and what it matches.
fn parts(pattern: &str) -> (bool, &str) {
    match pattern.strip_prefix('!') {
        Some(rest) => (true, rest),
        None => (false, pattern),
    }
}

/// On a mismatch the last `*` takes one byte more, which is enough: what an earlier one could take, the
/// last one can. So time is bounded by the product of both lengths.
fn matches(pattern: &[u8], text: &[u8]) -> bool {
    let (mut at, mut from) = (0, 0);
    let mut star: Option<(usize, usize)> = None;
    while let Some(byte) = text.get(from) {
        match pattern.get(at) {
            Some(b'*') => {
                star = Some((at, from));
                at += 1;
            }
            Some(wanted) if *wanted == b'?' || wanted == byte => {
                at += 1;
                from += 1;
            }
            _ => {
                let Some((begin, taken)) = star else {
                    return false;
                };
                star = Some((begin, taken + 1));
                at = begin + 1;
                from = taken + 1;
            }
        }
    }
    pattern.get(at..).unwrap_or_default().iter().all(|byte| *byte == b'*')
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::{LONGEST, Patterns, matches};

    /// What a pattern means, said in the shortest way.
    fn meant(pattern: &[u8], text: &[u8]) -> bool {
        match (pattern.split_first(), text.split_first()) {
            (None, None) => true,
            (Some((b'*', rest)), None) => meant(rest, text),
            (Some((b'*', rest)), Some((_, tail))) => meant(rest, text) || meant(pattern, tail),
            (Some((wanted, rest)), Some((byte, tail))) => {
                (*wanted == b'?' || wanted == byte) && meant(rest, tail)
            }
            _ => false,
        }
    }

    proptest! {
        #[test]
        fn a_pattern_matches_what_it_means(pattern in "[ab*?]{0,8}", text in "[ab]{0,8}") {
            prop_assert_eq!(
                matches(pattern.as_bytes(), text.as_bytes()),
                meant(pattern.as_bytes(), text.as_bytes())
            );
        }
    }

    #[test]
    fn a_list_names_what_is_not_taken_away() {
        let list = |text: &str| Patterns::parse(text).expect("patterns");
        assert!(list("*@acme.example,!guest@*").name("omar@acme.example"));
        assert!(!list("*@acme.example,!guest@*").name("guest@acme.example"));
        assert!(!list("!guest@*,*@acme.example").name("guest@acme.example"));
        assert!(!list("!guest@acme.example").name("omar@acme.example"), "taking away names nobody");
        assert!(!list("omar@acme.example").name("Omar@acme.example"), "case matters");
        assert!(!list("").name("omar@acme.example") && !list("a,,b").name(""));
        assert!(list("??").name("é") && !list("?").name("é"), "bytes, as OpenSSH counts");
    }

    #[test]
    fn a_pattern_that_openssh_would_not_match_is_refused() {
        assert!(Patterns::parse(&"a".repeat(LONGEST)).is_ok());
        assert!(Patterns::parse(&format!("b,!{}", "a".repeat(LONGEST))).is_ok());
        assert!(Patterns::parse(&format!("b,{}", "a".repeat(LONGEST + 1))).is_err());
    }

    #[test]
    fn many_stars_take_no_longer() {
        let pattern = "*a".repeat(LONGEST / 2);
        assert!(!matches(pattern.as_bytes(), "a".repeat(LONGEST / 2 - 1).as_bytes()));
        assert!(matches(pattern.as_bytes(), "a".repeat(4000).as_bytes()));
    }
}
