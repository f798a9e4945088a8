//! What the command prints, and how it ends.

use serde_json::Value;

use crate::command::{folder, project, run};
use crate::overlay::{BASE, plan};

const DAY: [&str; 2] = ["--as-of", "2026-05-28"];

#[test]
fn the_first_line_says_the_dates_and_whether_they_hold() {
    let ended = run(&project(), &["forecast", "examples/departments/failing.yaml", DAY[0], DAY[1]]);
    assert_eq!(ended.code, 0, "{}", ended.err);
    let first = ended.out.lines().take(3).collect::<Vec<_>>().join("\n");
    assert_eq!(
        first,
        "Dock Planner 3: internal moves from 2026-06-02 to 2026-06-11, by 7 working\n  \
         days; external 2026-06-16 holds as far as lead times tell, with 1 working day\n  of slack; 2 errors have no lead time"
    );
    let folder =
        folder(&[("plan.yaml", BASE), ("none.yaml", &plan("promises: {setup-time: {accepted: ~}}"))]);
    let told = |plan| run(folder.path(), &["forecast", plan, DAY[0], DAY[1]]).out;
    assert!(told("plan.yaml").contains("external 2026-06-15 holds, with"), "{}", told("plan.yaml"));
    assert!(told("plan.yaml").contains("of slack: nothing is open"), "{}", told("plan.yaml"));
    let unknown = "whether external 2026-06-15 holds is not known: the policy names no lead times";
    let flat = told("none.yaml").split_whitespace().collect::<Vec<_>>().join(" ");
    assert!(flat.contains(unknown) && !flat.contains("nothing is open"), "{flat}");
    assert!(ended.out.contains("`integration-guide` (product →"), "{}", ended.out);
    assert!(ended.out.lines().all(|line| launch::text::width(line) <= 80), "{}", ended.out);
}

#[test]
fn several_plans_are_told_and_one_that_cannot_be_read_is_exit_code_2() {
    let folder = folder(&[("a.yaml", BASE), ("b.yaml", &plan("launch: Second")), ("c.yaml", "launch: [\n")]);
    let ended = run(folder.path(), &["forecast", "a.yaml", "b.yaml", DAY[0], DAY[1]]);
    assert_eq!(ended.code, 0, "{}", ended.err);
    assert!(ended.out.contains("Invoice Assist 2.0: ") && ended.out.contains("\nSecond: "), "{}", ended.out);
    let ended = run(folder.path(), &["forecast", ".", DAY[0], DAY[1], "--format", "json"]);
    assert_eq!(ended.code, 2);
    assert!(ended.err.contains("c.yaml"), "{}", ended.err);
    let told: Value = serde_json::from_str(&ended.out).expect("JSON");
    assert_eq!(told.get("schema"), Some(&Value::from(1)));
    assert_eq!(told.pointer("/plans").and_then(Value::as_array).map(Vec::len), Some(2));
    assert_eq!(told.pointer("/errors/0/path"), Some(&Value::from("c.yaml")));
    assert!(told.pointer("/errors/0/line").is_some_and(Value::is_u64), "{told}");
    assert_eq!(told.pointer("/plans/0/gates/1/outcome"), Some(&Value::from("holds")));
}

#[test]
fn bad_arguments_are_exit_code_2_and_say_what_to_do() {
    let folder = folder(&[("plan.yaml", BASE), ("empty/readme.txt", "")]);
    for (args, said) in [
        (&["plan.yaml", "--from-history", "nowhere"][..], "`nowhere` is no folder of earlier launches"),
        (&["plan.yaml", "--from-history", "empty"], "there is no plan in `empty`"),
        (&["plan.yaml", "--runs", "5"], "--from-history"),
        (&["plan.yaml", "--from-history", ".", "--runs", "0"], "1..=10000000"),
        (&["nowhere.yaml"], "nowhere.yaml"),
        (&["plan.yaml", "--as-of", "soon"], "2026-06-15"),
    ] {
        let ended = run(folder.path(), &[&["forecast"], args].concat());
        assert_eq!(ended.code, 2, "{args:?}: {}", ended.out);
        assert!(ended.err.contains(said), "{args:?}: {}", ended.err);
    }
}

#[test]
fn hostile_text_moves_no_cursor() {
    let hostile = plan(
        "launch: \"\\e[2J\\u202Ex\"\nstages: {finance: {sign_off: ~}}\n\
         handoffs: {price-list: {sent: ~, accepted: ~}}",
    );
    let folder = folder(&[
        ("plan.yaml", &hostile),
        (
            "launch.toml",
            "[handoffs.price-list]\nlead = 30\n[calendar]\nblackouts = [{ from = 2026-07-01, until = 2026-07-30, why = \"a\\u001b[2Jb\" }]\n",
        ),
    ]);
    for format in ["text", "json"] {
        let ended = run(folder.path(), &["forecast", "plan.yaml", DAY[0], DAY[1], "--format", format]);
        assert_eq!(ended.code, 0, "{}", ended.err);
        let moves = |c: char| (c.is_control() && c != '\n') || c == '\u{202e}';
        assert!(!ended.out.chars().any(moves), "{:?}", ended.out);
        assert!(ended.out.contains("price-list"), "{}", ended.out);
    }
}

/// What others draw of a capacity that plans share counts as it does in a check.
#[test]
fn several_plans_on_one_capacity_are_held_against_each_other() {
    let policy = "[capacity.onboarding]\nof = \"operations\"\nlimit = \"at most 300 customers/month\"\n";
    let draws = |name: &str, much: u32| {
        let load = format!("forecast: at most {much} customers/month, capacity: ~, draws_on: onboarding");
        plan(&format!("launch: {name}\nloads: {{new-customers: {{{load}}}}}"))
    };
    for (second, holds) in [(200, false), (100, true)] {
        let (a, b) = (draws("First", 200), draws("Second", second));
        let folder = folder(&[("a.yaml", &a), ("b.yaml", &b), ("launch.toml", policy)]);
        let told = |plans: &str| run(folder.path(), &["forecast", plans, DAY[0], DAY[1]]).out;
        assert!(told("a.yaml").contains("nothing is open"), "alone: {}", told("a.yaml"));
        assert_eq!(told(".").contains("nothing is open"), holds, "{second}: {}", told("."));
    }
}

/// Once both gates are over and nothing is open, there is nothing that their dates hang on.
#[test]
fn a_date_that_is_over_hangs_on_nothing() {
    let folder = folder(&[("plan.yaml", BASE), ("launch.toml", "")]);
    for (day, hangs) in [("2026-05-28", true), ("2026-11-20", false)] {
        let told = run(folder.path(), &["forecast", "plan.yaml", "--as-of", day]).out;
        assert_eq!(told.contains("What the dates hang on"), hangs, "{told}");
    }
}
