//! The rules of the house: which module may know which, and what a file looks like.

mod rule_ids;

use std::fs;
use std::path::{Path, PathBuf};

use launch::rules::RULES;

/// The layers, the most basic first: a module imports from its own layer and those above it here.
const LAYERS: [&[&str]; 29] = [
    &["text", "span", "address", "moment", "named", "placeholder", "error", "digest", "shape"],
    &["source", "ssh"],
    &["tree", "quantity"],
    &["yaml", "read"],
    &["finding", "plan"],
    &["policy", "allowed_signers"],
    &["content", "evidence", "people", "soft", "facts", "waiving", "seal"],
    &["references", "trust"],
    &["standing"],
    &["rule"],
    &["readiness"],
    &["rules"],
    &["check"],
    &["verdict"],
    &["report"],
    &["portfolio", "overview", "agenda", "retro", "verification", "forecast"],
    &["reading", "difference", "timeline"],
    &["brief"],
    &["template", "import", "render", "schema"],
    &["disk", "keygen"],
    &["git"],
    &["history"],
    &["past", "pace"],
    &["judge", "nearby", "retrace"],
    &["amend"],
    &["desk"],
    &["simulate"],
    &["lsp"],
    &["cli"],
];

/// Files that may be longer than [`LONGEST`], each with its reason.
const LONG: [(&str, &str); 0] = [];

const LONGEST: usize = 400;

fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

fn files(folder: &str, ending: &str) -> Vec<PathBuf> {
    let mut found = Vec::new();
    let mut open = vec![root().join(folder)];
    while let Some(folder) = open.pop() {
        for entry in fs::read_dir(&folder).expect("a folder") {
            let path = entry.expect("an entry").path();
            if path.is_dir() {
                open.push(path);
            } else if path.extension().is_some_and(|known| known == ending) {
                found.push(path);
            }
        }
    }
    found.sort();
    found
}

fn name(path: &Path) -> String {
    path.strip_prefix(root()).expect("inside").to_string_lossy().replace('\\', "/")
}

/// What a file of the crate holds beside its comments and its tests.
fn code(path: &Path) -> String {
    let name = name(path);
    if name.ends_with("/tests.rs") || name.contains("/tests/") {
        return String::new();
    }
    let text = fs::read_to_string(path).expect("text");
    let begin = text.match_indices("#[cfg(test)]\nmod tests {").next().map_or(text.len(), |(at, _)| at);
    let lines = text[..begin].lines().filter(|line| !line.trim_start().starts_with("//"));
    lines.collect::<Vec<_>>().join("\n")
}

/// The module of the crate's root that a file belongs to.
fn module(path: &Path) -> String {
    let name = name(path);
    let inside = name.trim_start_matches("src/");
    inside.split('/').next().unwrap_or_default().trim_end_matches(".rs").to_owned()
}

fn layer(module: &str) -> Option<usize> {
    LAYERS.iter().position(|layer| layer.contains(&module))
}

#[test]
fn modules_import_from_the_layers_below_alone() {
    for path in files("src", "rs") {
        let own = module(&path);
        if matches!(own.as_str(), "lib" | "main") {
            continue;
        }
        let at = layer(&own)
            .unwrap_or_else(|| panic!("`{own}` is new: give it a place in LAYERS and in src/lib.rs"));
        let text = fs::read_to_string(&path).expect("text");
        for used in text.split("crate::").skip(1) {
            let used = used.split(|c: char| !c.is_alphanumeric() && c != '_').next().unwrap_or_default();
            if used.is_empty() || used == own {
                continue;
            }
            let below =
                layer(used).unwrap_or_else(|| panic!("{}: `crate::{used}` is no module", name(&path)));
            assert!(
                below <= at,
                "{} imports `{used}`, which is above it: move what both need into a layer below",
                name(&path)
            );
        }
    }
}

#[test]
fn the_code_map_names_every_module() {
    let map = fs::read_to_string(root().join("src/lib.rs")).expect("text");
    for module in LAYERS.iter().flat_map(|layer| layer.iter()) {
        assert!(map.contains(&format!("`{module}`")), "the code map of src/lib.rs lacks `{module}`");
        let is_there = [format!("src/{module}.rs"), format!("src/{module}/mod.rs")];
        assert!(
            is_there.iter().any(|file| root().join(file).exists()),
            "there is no module `{module}`: take it out of LAYERS"
        );
    }
}

#[test]
fn a_rule_knows_no_other_rule() {
    for path in files("src/rules", "rs") {
        let text = fs::read_to_string(&path).expect("text");
        assert!(
            !text.contains("crate::rules") && !text.contains("super::"),
            "{} imports a rule",
            name(&path)
        );
    }
}

#[test]
fn every_file_says_what_it_is_and_is_short() {
    for path in files("src", "rs").into_iter().chain(files("tests", "rs")).chain(files("benches", "rs")) {
        let text = fs::read_to_string(&path).expect("text");
        let name = name(&path);
        assert!(text.starts_with("//! "), "{name} begins with `//!` and what it is");
        let lines = text.lines().count();
        let excused = LONG.iter().any(|(known, _)| *known == name);
        assert!(lines <= LONGEST || excused, "{name} has {lines} lines: cut it, or give the reason in LONG");
        assert!(lines > LONGEST || !excused, "{name} is short enough: take it out of LONG");
    }
}

#[test]
fn nothing_is_left_behind() {
    let words = [
        concat!("todo", "!("),
        concat!("dbg", "!("),
        concat!("unimplemented", "!("),
        concat!("print", "ln!("),
    ];
    for path in files("src", "rs") {
        let text = fs::read_to_string(&path).expect("text");
        for word in words {
            assert!(!text.contains(word), "{} has a `{word}`", name(&path));
        }
    }
}

#[test]
fn the_list_of_rules_is_the_folder_of_rules() {
    let mut files: Vec<String> = files("src/rules", "rs")
        .iter()
        .map(|path| path.file_stem().expect("a name").to_string_lossy().replace('_', "-"))
        .collect();
    files.sort();
    let listed: Vec<&str> = RULES.iter().map(|rule| rule.id).collect();
    assert_eq!(listed, files, "src/rules.rs lists every file of src/rules, sorted");
    for rule in RULES {
        let line = rule.summary;
        assert!(!line.ends_with('.') && line.len() <= 80, "the summary of {} is one short line", rule.id);
    }
}
