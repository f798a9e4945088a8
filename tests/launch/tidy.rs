//! The rules of the house: which module may know which, and what a file looks like.

mod places;
mod rule_ids;

use std::fs;
use std::path::{Path, PathBuf};

use launch::rules::RULES;

/// What a module never imports, although it stands above it.
const NEVER: [(&str, &str); 1] = [("render", "rules")];

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

/// The modules of the crate's root that a file names, by `crate` or by as many `super` as lead there. What is tested
/// in the file itself stands one module deeper than the rest of it.
fn used<'t>(name: &str, text: &'t str) -> Vec<&'t str> {
    let depth = name.trim_start_matches("src/").split('/').count();
    let mut is_inside = false;
    let mut found = Vec::new();
    for line in text.lines() {
        is_inside = (is_inside && line != "}") || (line.starts_with("mod ") && line.ends_with('{'));
        let root = "super::".repeat(depth + usize::from(is_inside));
        let by_super = line.split(root.as_str()).skip(1);
        let named = line.split("crate::").skip(1).chain(by_super);
        found.extend(named.filter_map(|rest| rest.split(|c: char| !c.is_alphanumeric() && c != '_').next()));
    }
    found
}

/// The modules in the order of the code map in src/lib.rs: line by line, from left to right.
fn code_map() -> Vec<String> {
    let text = fs::read_to_string(root().join("src/lib.rs")).expect("text");
    let rows = text.lines().filter_map(|line| line.strip_prefix("//! | `")?.split('|').next());
    rows.flat_map(|row| row.split(['`', ' ']).filter(|word| !word.is_empty()).map(str::to_owned)).collect()
}

#[test]
fn a_module_imports_from_those_before_it_alone() {
    let map = code_map();
    let place = |module: &str| map.iter().position(|known| known == module);
    for path in files("src", "rs") {
        let (own, name) = (module(&path), name(&path));
        if matches!(own.as_str(), "lib" | "main") {
            continue;
        }
        let at = place(&own).unwrap_or_else(|| panic!("`{own}` is new: give it a place in src/lib.rs"));
        let text = fs::read_to_string(&path).expect("text");
        for used in used(&name, &text) {
            let before =
                place(used).unwrap_or_else(|| panic!("{name}: `crate::{used}` is no module of the map"));
            assert!(
                before <= at,
                "{name} imports `{used}`, which the map has behind `{own}`: move what both need into one before"
            );
            assert!(!NEVER.contains(&(&own, used)), "{name} imports `{used}`: `{own}` never does");
        }
    }
}

#[test]
fn what_is_imported_is_seen_by_whatever_path() {
    let (file, deep) = ("src/render/json.rs", "src/render/json/wire.rs");
    for (file, text, expected) in [
        (file, "use crate::verdict::Verdict;\nlet a = crate::text::list;", &["verdict", "text"][..]),
        (file, "use super::super::verdict::Verdict;", &["verdict"]),
        (file, "use super::pretty;\nuse self::wire::Plan;", &[]),
        (deep, "use super::super::pretty;\nuse super::super::super::verdict::Verdict;", &["verdict"]),
        ("src/policy.rs", "use super::plan::Kind;\nuse order::sort;", &["plan"]),
        ("src/policy.rs", "mod tests {\n    use super::Policy;\n}\nuse super::rules;", &["rules"]),
        ("src/policy.rs", "mod tests {\n    use super::super::rules;\n}", &["rules"]),
    ] {
        assert_eq!(used(file, text), expected, "{file}: {text}");
    }
}

#[test]
fn the_code_map_has_every_module_once() {
    let mut map = code_map();
    map.sort();
    let text = fs::read_to_string(root().join("src/lib.rs")).expect("text");
    let modules = text.lines().filter_map(|line| line.strip_prefix("pub mod ")?.strip_suffix(';'));
    assert_eq!(map, modules.collect::<Vec<_>>(), "src/lib.rs: the modules of the map, and those there are");
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
