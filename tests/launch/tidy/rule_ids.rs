//! Rules that are named by their ids outside the list of rules: each is one that there is.

use std::collections::BTreeSet;

use launch::rules::ids;

use super::{code, files, name};

/// The files outside src/rules that name rules.
const NAMING: [&str; 10] = [
    "src/check.rs",
    "src/desk/compared.rs",
    "src/judge/asked.rs",
    "src/lsp/actions/fixes.rs",
    "src/plan/waiver.rs",
    "src/rule/causes.rs",
    "src/rule.rs",
    "src/standing/objection.rs",
    "src/standing/stage.rs",
    "src/verdict.rs",
];

/// Words in files that name rules which look like rules and are none.
const OTHERWISE: [&str; 2] = ["go-with-conditions", "no-go"];

/// What a rule's id stands behind, without the blanks.
const BEFORE: [&str; 10] = [
    "because(\"",
    "is_error(\"",
    "is_waived(&[\"",
    "level(\"",
    "rule:\"",
    "rule.id!=\"",
    "rule.id==\"",
    "rule==\"",
    "rules::find(\"",
    "waits_for(\"",
];

/// The words in quotes that are written as rules are: with a hyphen.
fn hyphened(code: &str) -> impl Iterator<Item = &str> {
    code.split('"').filter(|word| {
        let is_plain = word.chars().all(|c| c.is_ascii_lowercase() || c == '-');
        is_plain && word.contains('-') && !word.starts_with('-') && !word.ends_with('-')
    })
}

#[test]
fn a_rule_that_is_named_is_one() {
    let ids: BTreeSet<&str> = ids().into_iter().collect();
    let mut naming = Vec::new();
    let mut otherwise = BTreeSet::new();
    for path in files("src", "rs") {
        let (name, code) = (name(&path), code(&path));
        let is_rule = name.starts_with("src/rules/");
        let is_named = hyphened(&code).any(|word| ids.contains(word));
        if is_named && !is_rule {
            naming.push(name.clone());
        }
        for word in hyphened(&code).filter(|word| (is_named || is_rule) && !ids.contains(word)) {
            let known = OTHERWISE.iter().find(|known| **known == word);
            otherwise.insert(*known.unwrap_or_else(|| {
                panic!("{name} says `{word}`, which is no rule: mend it, or put it in OTHERWISE")
            }));
        }
        let tight: String = code.split_whitespace().collect();
        for (before, after) in
            BEFORE.iter().flat_map(|before| tight.split(before).skip(1).map(move |after| (before, after)))
        {
            let word = after.split('"').next().expect("a part");
            assert!(ids.contains(word), "{name}: `{word}`, behind `{before}`, is no rule");
        }
    }
    assert_eq!(naming, NAMING, "these files name rules; a property of a rule belongs in `Rule`");
    assert_eq!(Vec::from_iter(otherwise), OTHERWISE, "the words of OTHERWISE, each said somewhere");
}
