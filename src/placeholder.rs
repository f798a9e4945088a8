//! What stands where an answer should be: `TBD`, `?`, `[@handle]`, `<…>`, and nothing at all.

/// Words that are no answer on their own.
const WORDS: [&str; 9] = ["tbd", "tba", "tbc", "todo", "fixme", "n/a", "none", "xxx", "placeholder"];

/// Words that make a placeholder of whatever follows them: `TODO: ask Fay`.
const OPENERS: [&str; 5] = ["tbd", "tba", "tbc", "todo", "fixme"];

/// Whether a text only holds the place of an answer.
///
/// Case, white space and question marks at either end make no difference. A text without a single
/// letter or digit is no answer either.
pub fn is_placeholder(text: &str) -> bool {
    let core = text.trim_matches(|c: char| c.is_whitespace() || c == '?').to_lowercase();
    if !core.contains(char::is_alphanumeric) || core.contains("[@") {
        return true;
    }
    if core.starts_with('<') && core.ends_with('>') {
        return true;
    }
    let first = core.split(|c: char| !c.is_alphanumeric()).next().unwrap_or_default();
    WORDS.contains(&core.as_str()) || OPENERS.contains(&first)
}

/// Words that are no evidence and no reason: they only say yes, no or later.
const BARE: [&str; 14] = [
    "yes", "no", "true", "false", "open", "done", "null", "nil", "ok", "okay", "later", "pending", "not yet",
    "not done",
];

/// Whether a text shows nothing and gives no reason: a placeholder, or a bare yes or no.
pub fn says_nothing(text: &str) -> bool {
    let core = text.trim_matches(|c: char| !c.is_alphanumeric()).to_lowercase();
    is_placeholder(text) || BARE.contains(&core.as_str())
}

/// Words that name no one person.
const NOBODY: [&str; 3] = ["nobody", "no one", "unassigned"];

/// Whether a text does not name one person: a placeholder, "nobody", or a name with a question mark.
pub fn is_nobody(text: &str) -> bool {
    is_placeholder(text) || text.contains('?') || NOBODY.contains(&text.trim().to_lowercase().as_str())
}

#[cfg(test)]
mod tests {
    use super::{is_nobody, is_placeholder, says_nothing};

    #[test]
    fn placeholders_of_real_plans_are_seen_through() {
        for text in [
            "TBD",
            "tbd?",
            "TODO",
            "?",
            "???",
            "n/a",
            "N/A",
            "none",
            "None?",
            "xxx",
            "[@handle]",
            "[@handle]?",
            "<e-mail of the owner>",
            "",
            "  ",
            "…",
            "-",
            "TODO: ask Fay",
            "TBD by Friday",
            "\u{3000}",
        ] {
            assert!(is_placeholder(text), "{text:?}");
        }
    }

    #[test]
    fn answers_are_answers() {
        for text in [
            "none of the customers complained",
            "priya@acme.example",
            "docs/todo.md",
            "a < b > c",
            "Is it? Yes.",
            "価格表",
            "Todor",
            "xxxl shirts",
            "<https://acme.example> and the deck",
            "0 complaints",
        ] {
            assert!(!is_placeholder(text), "{text:?}");
        }
    }

    #[test]
    fn a_bare_yes_or_no_shows_nothing() {
        assert!(says_nothing("no") && says_nothing("Yes.") && says_nothing("not yet") && says_nothing("TBD"));
        assert!(!says_nothing("no complaints in May") && !says_nothing("docs/yes.md"));
    }

    #[test]
    fn two_names_with_question_marks_are_nobody() {
        assert!(is_nobody("Ana? Ben?") && is_nobody("fay@acme.example?") && is_nobody("Nobody"));
        assert!(!is_nobody("fay@acme.example"));
    }
}
