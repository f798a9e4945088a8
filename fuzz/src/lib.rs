//! What the fuzzers hold against every input: the same functions as in the ordinary tests.

#![allow(dead_code, reason = "the tests share more than the fuzzers need")]

#[path = "../../tests/launch/fuzzed/edits.rs"]
mod edits;
#[path = "../../tests/launch/fuzzed/inputs.rs"]
mod inputs;
#[path = "../../tests/launch/formats/kept.rs"]
mod kept;
#[path = "../../tests/launch/edit/model.rs"]
mod model;
#[path = "../../tests/launch/overlay.rs"]
mod overlay;
#[path = "../../tests/launch/report/page.rs"]
mod page;
#[path = "../../tests/launch/edit/pieces.rs"]
mod pieces;
#[path = "../../tests/launch/formats/readers.rs"]
mod readers;
#[path = "../../tests/launch/fuzzed/reports.rs"]
mod reports;
#[path = "../../tests/launch/fuzzed/shown.rs"]
mod shown;
#[path = "../../tests/launch/imported/sound.rs"]
mod sound;
#[path = "../../tests/launch/edit/spared.rs"]
mod spared;
#[path = "../../tests/launch/fuzzed/talk.rs"]
mod talk;
#[path = "../../tests/launch/fuzzed/targets.rs"]
mod targets;
#[path = "../../tests/launch/formats/texts.rs"]
mod texts;

/// The modules by the paths that they have in the tests.
mod edit {
    pub(crate) use crate::{model, spared};
}
mod formats {
    pub(crate) use crate::{kept, readers, texts};
}
mod fuzzed {
    pub(crate) use crate::{edits, inputs, reports, shown, talk};
}
mod imported {
    pub(crate) use crate::sound;
}
mod report {
    pub(crate) use crate::page;
}
mod command {
    use std::path::PathBuf;

    /// The project's own folder.
    pub(crate) fn project() -> PathBuf {
        PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("..")
    }
}

/// Holds an input against a target.
///
/// # Panics
/// When it does not hold, which is what a fuzzer looks for.
pub fn hold(target: &str, bytes: &[u8]) {
    let (_, holds) = targets::TARGETS.iter().find(|(name, _)| *name == target).expect("a target");
    holds(bytes);
}
