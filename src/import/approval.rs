//! Rows that ask for a signature and for nothing else: "Finance sign-off", "Go/no-go decision".

use crate::import::words::plain;

/// Phrases that mean a signature.
const PHRASES: [&str; 12] = [
    "sign off",
    "signed off",
    "signs off",
    "signoff",
    "signature",
    "go no go",
    "final approval",
    "approval",
    "approved",
    "approves",
    "approve",
    "final go",
];

/// Words round them that add nothing.
const FILLERS: [&str; 22] = [
    "the", "a", "of", "by", "from", "for", "to", "get", "has", "final", "formal", "launch", "decision",
    "meeting", "obtained", "received", "required", "given", "head", "vp", "director", "exec",
];

/// Whose signature a row asks for, if it asks for nothing else: the words that are left of it, empty
/// where it names nobody.
pub(super) fn asked_of(item: &str) -> Option<String> {
    let words = format!(" {} ", plain(item));
    let phrase = PHRASES.iter().find(|phrase| words.contains(&format!(" {phrase} ")))?;
    let rest = words.replacen(&format!(" {phrase} "), " ", 1);
    let kept: Vec<&str> = rest.split_whitespace().filter(|word| !FILLERS.contains(word)).collect();
    Some(kept.join(" "))
}

#[cfg(test)]
mod tests {
    use super::asked_of;

    #[test]
    fn a_signature_is_told_from_work_that_mentions_one() {
        for (item, left) in [
            ("Finance sign-off", Some("finance")),
            ("Signed off by the head of Legal", Some("legal")),
            ("Go / No-Go decision", Some("")),
            ("Final approval", Some("")),
            ("Collect customer sign-off on the pilot report", Some("collect customer on pilot report")),
            ("Write the approvals page", None),
            ("Train the agents", None),
        ] {
            assert_eq!(asked_of(item).as_deref(), left, "{item}");
        }
    }
}
