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
fn each_of_many_plans_stands_in_text_as_it_does_alone_or_by_its_row() {
    let folder = plans();
    let all = check(folder.path(), &["."]);
    let sections = all.lines().filter(|line| line.starts_with("Stages, customers first")).count();
    assert_eq!(sections, PLANS.div_ceil(3), "those that are not GO");
    for number in LOOKED_AT {
        let alone = check(folder.path(), &[&name(number)]);
        let in_full = all.matches(&format!("\n\n{alone}")).count();
        assert_eq!(in_full, usize::from(number.is_multiple_of(3)), "{alone}");
        assert_eq!(all.lines().filter(|line| line.trim() == name(number)).count(), 1, "its row");
    }
    let end = all.rsplit("\n\n").take(2).collect::<Vec<_>>();
    let [last, rest] = end.as_slice() else { panic!("{all}") };
    assert!(all.starts_with(last.trim_start()), "the verdict over all, first and last: {last}");
    let said = rest.split_whitespace().collect::<Vec<_>>().join(" ");
    let by_row = PLANS - PLANS.div_ceil(3);
    assert!(
        said.starts_with(&format!(
            "{by_row} launches are GO with nothing found and nothing open: their rows"
        )),
        "{said}"
    );
    assert!(said.contains("Their sign-offs: claimed, a typed name. Not checked in them: "), "{said}");
}

#[test]
fn a_plan_that_is_go_with_more_to_say_is_told_in_full() {
    let open = "    sign_off: {by: fay@acme.example, date: 2026-05-20, verdict: conditions, conditions: {kit: \
                {what: Print the kit, owner: mia@acme.example, due: 2026-06-10, risk_accepted_by: \
                lea@acme.example}}}\n";
    let signed = "    sign_off: {by: fay@acme.example, date: 2026-05-20}\n";
    let folder = folder(&[("a.yaml", BASE), ("b.yaml", &BASE.replace(signed, open))]);
    let late = run(folder.path(), &["check", ".", "--as-of", "2026-06-20"]).out;
    assert_eq!(late.matches("Stages, customers first").count(), 2, "a gate that has passed: {late}");
    let all = check(folder.path(), &["."]);
    assert_eq!(all.matches("Stages, customers first").count(), 1, "{all}");
    assert!(all.contains("1 launch is GO with nothing found and nothing open: its row"), "{all}");
    let [first, last] =
        ["GO WITH CONDITIONS  2 launches", "1 GO WITH CONDITIONS, 1 GO"].map(|text| all.find(text));
    assert!(first == Some(0) && last.is_some(), "{all}");
}
