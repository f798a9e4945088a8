//! Every plan of this repository takes a sign-off at every stage, and gives it up again.

use std::fs;
use std::path::PathBuf;

use launch::yaml::edit::New;

use super::model::Tree;
use super::{Outcome, append, checked, edited, remove, set};
use crate::command::project;

fn plans() -> Vec<PathBuf> {
    let mut found = Vec::new();
    let mut open = vec![project().join("examples"), project().join("launches")];
    while let Some(folder) = open.pop() {
        for path in fs::read_dir(folder).expect("a folder").filter_map(Result::ok).map(|entry| entry.path()) {
            match path.extension() {
                _ if path.is_dir() => open.push(path),
                Some(ending) if ending == "yaml" => found.push(path),
                _ => {}
            }
        }
    }
    found.sort();
    found
}

/// The lines that are only in the second text, in order; every other line is in both.
fn added(before: &str, after: &str) -> Vec<String> {
    let mut old = before.lines().peekable();
    let new: Vec<String> = after
        .lines()
        .filter(|line| old.next_if(|known| known == line).is_none())
        .map(str::to_owned)
        .collect();
    assert_eq!(old.next(), None, "a line is gone\n--- before\n{before}\n--- after\n{after}");
    new
}

fn signed() -> New {
    New::map([("by", New::text("zoe@acme.example")), ("date", New::text("2026-05-21"))])
}

fn sealed() -> New {
    New::map([
        ("by", New::text("zoe@acme.example")),
        ("note", New::text("Yes: after \"a week\"")),
        ("digest", New::text(format!("sha256:{}", "0123456789abcdef".repeat(4)))),
        (
            "signature",
            New::Block("-----BEGIN SSH SIGNATURE-----\nU1NIU0lH\n-----END SSH SIGNATURE-----".to_owned()),
        ),
    ])
}

#[test]
fn every_example_is_signed_and_unsigned() {
    let (mut stages, mut edits) = (0, 0);
    for path in plans() {
        let text = fs::read_to_string(&path).expect("text");
        let Some(Tree::Map(entries)) = Tree::read(&text).expect("a plan").get("stages").cloned() else {
            panic!("{} has stages", path.display());
        };
        for (stage, value) in entries {
            stages += 1;
            let at = format!("stages.{stage}.sign_off");
            let is_signed = value.get("sign_off").is_some();
            for change in [set(&at, sealed()), append(&at, signed())] {
                let Outcome::Edited(after) = checked(&text, &change) else { panic!("{change:?}") };
                edits += 1;
                if !is_signed {
                    assert!(!added(&text, &after).is_empty());
                    assert_eq!(edited(&after, &remove(&at)).as_deref(), Ok(text.as_str()), "{change:?}");
                }
            }
            if is_signed {
                let Outcome::Edited(after) = checked(&text, &remove(&at)) else { panic!("{at}") };
                let gone = added(&after, &text);
                assert!(
                    gone.first().is_some_and(|line| line.trim_start().starts_with("sign_off:")),
                    "{gone:?}"
                );
                edits += 1;
            }
        }
    }
    assert!(stages > 60, "{stages} stages, {edits} edits");
}
