//! What is rendered while it is written: each of many plans stands there once, in its order, as it does alone.

use launch::render::AT_ONCE;
use serde_json::Value;

use crate::command::{folder, run};
use crate::overlay::BASE;

/// As many plans as are rendered at once, twice, and one more that is rendered alone.
const PLANS: usize = 2 * AT_ONCE + 1;

/// Those round which one piece ends and the next begins.
const LOOKED_AT: [usize; 6] = [0, 1, AT_ONCE - 1, AT_ONCE, 2 * AT_ONCE - 1, PLANS - 1];

fn name(number: usize) -> String {
    format!("plan-{number:06}.yaml")
}

/// Plans like no other, more than one piece of a report holds, every third of them not GO.
pub(crate) fn plans() -> tempfile::TempDir {
    let plan = |number: usize| {
        let owner = if number.is_multiple_of(3) { "TBD" } else { "paul@acme.example" };
        let named = BASE.replace("Invoice Assist 2.0", &format!("Invoice Assist no. {number}"));
        named.replace("owner: paul@acme.example", &format!("owner: {owner}"))
    };
    let files: Vec<(String, String)> = (0..PLANS).map(|number| (name(number), plan(number))).collect();
    let files: Vec<(&str, &str)> = files.iter().map(|(name, text)| (name.as_str(), text.as_str())).collect();
    folder(&files)
}

fn check(folder: &std::path::Path, args: &[&str]) -> String {
    let ended = run(folder, &[&["check", "--as-of", "2026-05-28"], args].concat());
    assert!(ended.code < 2, "{}", ended.err);
    ended.out
}

#[test]
fn each_of_many_plans_stands_in_json_as_it_does_alone() {
    let folder = plans();
    let all = check(folder.path(), &["--format", "json", "."]);
    let read: Value = serde_json::from_str(&all).expect("JSON");
    let paths: Vec<&str> =
        read["plans"].as_array().expect("a list").iter().filter_map(|plan| plan["path"].as_str()).collect();
    assert_eq!(paths, (0..PLANS).map(name).collect::<Vec<_>>());
    assert_eq!(read["collisions"].as_array().map(Vec::len), Some(1), "they launch on one day");
    for number in LOOKED_AT {
        let alone = check(folder.path(), &["--format", "json", &name(number)]);
        let begin = alone.find("    {\n").expect("a plan");
        let end = alone.rfind("\n  ]").expect("its end");
        assert!(all.contains(&alone[begin..end]), "{alone}");
    }
    let file = folder.path().join("report.json");
    check(folder.path(), &[".", "--output", "json=report.json"]);
    assert_eq!(std::fs::read_to_string(file).expect("a report"), all);
}

#[test]
fn each_of_many_plans_stands_in_text_as_it_does_alone() {
    let folder = plans();
    let all = check(folder.path(), &["."]);
    let sections = all.lines().filter(|line| line.starts_with("Stages, customers first")).count();
    assert_eq!(sections, PLANS);
    for number in LOOKED_AT {
        let alone = check(folder.path(), &[&name(number)]);
        assert_eq!(all.matches(&format!("\n\n{alone}")).count(), 1, "{alone}");
    }
    let last = (PLANS - 1) / 3 * 3;
    let [last_bad, first_good] = [last, 1].map(|number| all.find(&format!("Invoice Assist no. {number}:")));
    assert!(last_bad < first_good, "the worst come first");
}
