//! What comes in from outside: why each crate is there, what it asks for, and where it comes from.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::process::Command;
use std::time::Duration;

use serde_json::Value;
use toml::Table;

use crate::command::{ends_within, note, project};

fn read(name: &str) -> String {
    fs::read_to_string(project().join(name)).unwrap_or_else(|error| panic!("{name}: {error}"))
}

fn table(name: &str) -> Table {
    read(name).parse().unwrap_or_else(|error| panic!("{name}: {error}"))
}

/// The packages of a lock file, by name, with their versions.
fn locked(name: &str) -> BTreeMap<String, BTreeSet<String>> {
    let lock = table(name);
    let mut found: BTreeMap<String, BTreeSet<String>> = BTreeMap::new();
    for package in lock["package"].as_array().expect("packages") {
        let text = |key: &str| package[key].as_str().expect("a text").to_owned();
        found.entry(text("name")).or_default().insert(text("version"));
    }
    found
}

#[test]
fn every_dependency_has_its_reason() {
    let readme = read("README.md");
    let (_, reasons) = readme.split_once("\n## Dependencies\n").expect("a table of dependencies");
    let rows: Vec<&str> = reasons.split("\n## ").next().expect("it").lines().collect();
    let mut count = 0;
    for (manifest, lists) in
        [("Cargo.toml", &["dependencies", "dev-dependencies"][..]), ("fuzz/Cargo.toml", &["dependencies"])]
    {
        let manifest = table(manifest);
        let targets = manifest.get("target").and_then(toml::Value::as_table).into_iter().flatten();
        let everywhere = lists.iter().map(|list| &manifest[*list]);
        for list in everywhere.chain(targets.map(|(_, target)| &target["dependencies"])) {
            for name in list.as_table().expect("a table").keys().filter(|name| *name != "launch-gate") {
                let row = rows.iter().find(|row| row.starts_with('|') && row.contains(&format!("`{name}`")));
                let reason = row.and_then(|row| row.trim_end_matches(['|', ' ']).rsplit('|').next());
                assert!(
                    reason.is_some_and(|reason| reason.trim().len() > 4),
                    "README gives the reason for `{name}`"
                );
                count += 1;
            }
        }
    }
    assert!(count > 25, "{count} dependencies");
}

/// The least Rust that `Cargo.toml` states is enough for everything that is built with it.
#[test]
fn no_dependency_asks_for_a_newer_rust() {
    let version = |text: &str| -> Vec<u32> {
        let parts = text.split('.').map(|part| part.parse().expect("a number"));
        parts.chain([0, 0]).take(3).collect()
    };
    let stated = table("Cargo.toml")["package"]["rust-version"].as_str().expect("a version").to_owned();
    let cargo = std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into());
    let mut command = Command::new(cargo);
    command.args(["metadata", "--format-version", "1", "--locked", "--offline"]).current_dir(project());
    // Another cargo may hold the lock of its folder for as long as it likes.
    let ended = ends_within(&mut command, Duration::from_secs(60)).filter(|ended| ended.code == 0);
    let Some(ended) = ended else {
        note("SKIPPED: no_dependency_asks_for_a_newer_rust: `cargo metadata` does not answer offline here");
        return;
    };
    let metadata: Value = serde_json::from_str(&ended.out).expect("JSON");
    let packages = metadata["packages"].as_array().expect("packages");
    let mut silent = 0;
    for package in packages {
        match package["rust_version"].as_str() {
            Some(wanted) => assert!(
                version(wanted) <= version(&stated),
                "{} {} asks for Rust {wanted}, and Cargo.toml states {stated}",
                package["name"],
                package["version"]
            ),
            None => silent += 1,
        }
    }
    assert!(packages.len() > 100, "{} packages", packages.len());
    note(&format!("Rust {stated} is enough for {} packages; {silent} of them state nothing", packages.len()));
}

/// What is in the project itself.
const OWN: [&str; 4] = ["launch-gate", "launch-fuzz", "rego-peer", "empty"];

#[test]
fn everything_comes_from_one_registry_with_its_digest() {
    for name in ["Cargo.lock", "fuzz/Cargo.lock", "benches/rego/Cargo.lock", "benches/empty/Cargo.lock"] {
        for package in table(name)["package"].as_array().expect("packages") {
            let own = OWN.contains(&package["name"].as_str().expect("a name"));
            let source = package.get("source").and_then(toml::Value::as_str);
            let registry = Some("registry+https://github.com/rust-lang/crates.io-index");
            assert_eq!(source, registry.filter(|_| !own), "{name}: {package:?}");
            assert_eq!(package.get("checksum").is_some(), !own, "{name}: {package:?}");
        }
    }
}

/// The lists of `deny.toml` say why there are two versions of a crate; a reason that has gone goes too.
#[test]
fn two_versions_of_a_crate_have_their_reason() {
    let deny = table("deny.toml");
    let mut excused: BTreeMap<String, usize> = BTreeMap::new();
    for skip in deny["bans"]["skip"].as_array().expect("a list") {
        let (name, _) = skip["crate"].as_str().expect("a crate").split_once(':').expect("a version");
        assert!(skip["reason"].as_str().is_some_and(|reason| reason.len() > 10), "{name}: no reason");
        *excused.entry(name.to_owned()).or_default() += 1;
    }
    let twice: BTreeMap<String, usize> = locked("Cargo.lock")
        .into_iter()
        .filter(|(_, versions)| versions.len() > 1)
        .map(|(name, versions)| (name, versions.len() - 1))
        .collect();
    assert_eq!(twice, excused, "crates of more than one version, against the reasons of deny.toml");
}

/// The fuzzers run what the project is built of.
#[test]
fn the_fuzzers_are_built_of_the_same_versions() {
    let (ours, theirs) = (locked("Cargo.lock"), locked("fuzz/Cargo.lock"));
    let newer: Vec<&String> = theirs
        .iter()
        .filter(|(name, versions)| ours.get(*name).is_some_and(|known| !versions.is_subset(known)))
        .map(|(name, _)| name)
        .collect();
    assert!(newer.is_empty(), "{newer:?} differ: copy Cargo.lock to fuzz/ and let cargo complete it");
}
