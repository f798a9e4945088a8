//! What is done at one place alone, as src/lib.rs promises: files, programs, the YAML crates, the clock, the
//! environment, chance.

use super::{code, files, name};

/// What is done, the words that do it, and the only files that have them: each a file, or a folder and the file
/// above it.
const ONLY: [(&str, &[&str], &[&str]); 7] = [
    (
        "files",
        &[
            "fs::",
            "std::fs",
            "File::",
            "OpenOptions",
            "DirBuilder",
            "ReadDir",
            "read_dir",
            "tempfile",
            "current_dir",
        ],
        &["src/disk"],
    ),
    ("programs", &["Command::new", "process::Child", "process::Command"], &["src/git", "src/keygen"]),
    ("the YAML crates", &["saphyr_parser", "serde_yaml"], &["src/yaml"]),
    ("the day", &["Zoned::now", "Timestamp::now", "SystemTime"], &["src/cli.rs"]),
    ("the time that passes", &["Instant"], &["src/lsp/board.rs"]),
    (
        "the environment",
        &["std::env", "env::var", "env::var_os", "env::vars_os", "env::args_os"],
        &[
            "src/main.rs",
            "src/cli.rs",
            "src/cli/complete.rs",
            "src/disk.rs",
            "src/git/command.rs",
            "src/git/settings.rs",
            "src/keygen.rs",
        ],
    ),
    ("chance", &["rand_xoshiro", "RandomState", "thread_rng"], &["src/forecast/simulate.rs"]),
];

/// Whether a word stands in a text by itself, and not as the end of another.
fn has(code: &str, word: &str) -> bool {
    code.match_indices(word).any(|(at, _)| {
        let before = &code[..at];
        // The command of clap is none that runs.
        !before.ends_with(|c: char| c.is_alphanumeric() || c == '_') && !before.ends_with("clap::")
    })
}

fn is_in(name: &str, place: &str) -> bool {
    name.strip_prefix(place).is_some_and(|rest| matches!(rest, "" | ".rs") || rest.starts_with('/'))
}

#[test]
fn what_has_one_place_is_done_nowhere_else() {
    let texts: Vec<(String, String)> =
        files("src", "rs").iter().map(|path| (name(path), code(path))).collect();
    for (what, words, places) in ONLY {
        for (name, code) in texts.iter().filter(|(name, _)| !places.iter().any(|place| is_in(name, place))) {
            for word in words {
                assert!(!has(code, word), "{name} has `{word}`: the place of {what} is {places:?}");
            }
        }
        for place in places {
            let is_used = |(name, code): &(String, String)| {
                is_in(name, place) && words.iter().any(|word| has(code, word))
            };
            assert!(texts.iter().any(is_used), "{place} has nothing to do with {what}: take it out of ONLY");
        }
    }
}
