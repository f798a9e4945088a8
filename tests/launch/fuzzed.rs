//! What the fuzzers hold against every input, and everything that they once found, as an ordinary test.
//!
//! `fuzz/` runs these functions over inputs that a fuzzer makes up; here they run over the seeds that it
//! begins with and over the inputs that once failed (`tests/crashes/TARGET/`).

mod edits;
pub(crate) mod inputs;
mod reports;
mod shown;
mod talk;
mod targets;

use std::collections::BTreeMap;
use std::fs;

use crate::command::{note, project};

use targets::TARGETS;

/// The inputs of a folder by name; none where there is no folder.
fn inputs(folder: &str) -> BTreeMap<String, Vec<u8>> {
    let Ok(entries) = fs::read_dir(project().join(folder)) else { return BTreeMap::new() };
    let paths = entries.map(|entry| entry.expect("an entry").path());
    let name = |path: &std::path::Path| path.file_name().expect("a name").to_string_lossy().into_owned();
    paths.map(|path| (name(&path), fs::read(&path).expect("an input"))).collect()
}

#[test]
fn seeds_and_what_once_failed_hold() {
    let (mut seeds, mut crashes) = (0, 0);
    for (target, hold) in TARGETS {
        let (good, bad) =
            (inputs(&format!("fuzz/seeds/{target}")), inputs(&format!("tests/crashes/{target}")));
        assert!(!good.is_empty(), "`{target}` has no seed: fuzz/seed.sh makes them");
        (seeds, crashes) = (seeds + good.len(), crashes + bad.len());
        for (name, bytes) in good.iter().chain(&bad) {
            let held = std::panic::catch_unwind(|| hold(bytes));
            assert!(held.is_ok(), "`{target}` does not hold of {name}");
        }
    }
    note(&format!(
        "fuzz targets: {} hold of {seeds} seeds and {crashes} inputs that once failed",
        TARGETS.len()
    ));
}

#[test]
fn every_target_can_be_run() {
    let manifest = fs::read_to_string(project().join("fuzz/Cargo.toml")).expect("a manifest");
    let named: Vec<&str> =
        manifest.lines().filter_map(|line| line.strip_prefix("path = \"targets/")).collect();
    let known: Vec<String> = TARGETS.iter().map(|(name, _)| format!("{name}.rs\"")).collect();
    assert_eq!(named, known);
}
