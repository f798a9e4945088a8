//! Page one: what is there in full, what is said to be elsewhere, and that other screens say the same.

use std::collections::BTreeSet;

use serde_json::Value;

use crate::command::{folder, project, run};
use crate::overlay::{self, BASE};
use crate::report::pages::{flat, plan_with};
use crate::report::{DAY, FORMATS, report, said};

const POLICY: &str = include_str!("../../base.toml");

/// Page one is for whoever decides: what to decide is there to its last word, as far as there is room.
#[test]
fn a_decision_is_on_page_one_to_its_last_word() {
    let first = |plan: &str, format: &str| {
        let args = ["report", plan, "--as-of", DAY, "--format", format];
        let page = said(&run(&project(), &args).out);
        page.split("sha256:").next().unwrap_or_default().to_owned()
    };
    for (format, _) in FORMATS {
        let late = first("examples/departments/failing.yaml", format);
        let why = "has to be accepted 10 working days before, with 3 working days left; 2026-06-11 is the earliest. \
                   Agree a new dates.internal.";
        assert!(late.contains("To be decided: 1") && late.contains(why), "{format}: {late}");
        let sold = first("examples/mis-sold/failing.yaml", format);
        for choice in [
            "Promise no more of roof-on than operations stands behind, or have operations commit to what is promised.",
            "Lower what is expected of roofs, or make room for it.",
        ] {
            assert!(sold.contains(choice), "{format} {choice}: {sold}");
        }
        let agreed = first("examples/whose-fault/failing.yaml", format);
        let waiver = "(waiver of missing-handoff at handoffs.support-guide)";
        assert!(
            agreed.contains("Conditions and waivers: 2") && agreed.contains(waiver),
            "{format}: {agreed}"
        );
    }
}

#[test]
fn what_is_cut_on_page_one_is_in_full_on_page_two_and_says_so() {
    let why = "because of many things that have to be said one after the other, ".repeat(40);
    let plan = |why: &str| {
        overlay::plan(&format!(
            "stages: {{leadership: {{sign_off: {{verdict: no-go, note: \"{why}the end\"}}}}}}"
        ))
    };
    for (why, title, is_whole) in
        [("", "To be decided: 1 ", true), (&why, "To be decided: 1, in full on page two ", false)]
    {
        let files = [("plan.yaml", &*plan(why)), ("launch.toml", POLICY)];
        let page = flat(&report(folder(&files).path(), &[]));
        let (first, rest) = page.split_once("sha256:").expect("page one, and more");
        assert!(first.contains(title), "{title}: {first}");
        assert_eq!(first.contains("the end"), is_whole, "{first}");
        assert!(rest.contains("the end"), "{rest}");
    }
}

/// What is due and who it is for is the same wherever it stands.
#[test]
fn a_decision_is_due_when_what_stands_in_the_way_is() {
    let plan = "examples/mis-sold/failing.yaml";
    let page = flat(&run(&project(), &["report", plan, "--as-of", DAY, "--format", "markdown"]).out);
    let ways = page.matches("| `sam@sol.example` | 2026-06-02 |").count()
        + page.matches("| `ole@sol.example` | 2026-06-02 |").count();
    assert_eq!(ways, 2, "{page}");
    let decided =
        page.matches("@sol.example`, by 2026-06-02").count() + page.matches("by 2026-06-02**").count();
    assert!(decided >= 2, "{page}");
    let next = run(&project(), &["next", plan, "--as-of", DAY, "--format", "json"]).out;
    let next: Value = serde_json::from_str(&next).expect("JSON");
    let todos =
        next["people"].as_array().into_iter().flatten().flat_map(|one| one["todo"].as_array().expect("todo"));
    let days: Vec<_> = todos.filter_map(|one| Some((one["at"].as_str()?, one["due"].as_str()?))).collect();
    for due in [
        ("promises.roof-on", "2026-06-02"),
        ("loads.roofs", "2026-06-02"),
        ("incentives.commission", "2026-06-16"),
    ] {
        assert!(days.contains(&due), "{due:?} of {days:?}");
    }
}

/// People inside hear before customers do: the day of the external gate is too late.
#[test]
fn an_audience_is_told_on_its_day_or_the_day_before_customers_hear() {
    for (date, as_of, due, late) in [
        ("2026-05-29", "2026-05-28", "2026-05-29", 0),
        ("2026-05-27", "2026-05-28", "2026-05-27", 1),
        ("2026-06-15", "2026-05-28", "2026-06-14", 0),
        ("~", "2026-06-15", "2026-06-14", 1),
    ] {
        let plan = overlay::plan(&format!("informed: {{field-sales: {{date: {date}, done: ~}}}}"));
        let folder = folder(&[("plan.yaml", &plan), ("launch.toml", POLICY)]);
        let next = run(folder.path(), &["next", "plan.yaml", "--as-of", as_of, "--format", "json"]).out;
        let next: Value = serde_json::from_str(&next).expect("JSON");
        let all = next["people"].as_array().into_iter().flatten().filter_map(|one| one["todo"].as_array());
        let task = all.flatten().find(|one| one["at"] == "informed.field-sales").expect("a task");
        assert_eq!((&task["due"], &task["days_late"]), (&due.into(), &late.into()), "{date}");
        let page = said(&run(folder.path(), &["report", "plan.yaml", "--as-of", as_of]).out);
        assert!(page.split("sha256:").next().is_some_and(|first| first.contains(due)), "{date}: {page}");
    }
}

#[test]
fn sign_offs_are_counted_for_the_gate_that_is_judged() {
    let folder = folder(&[("plan.yaml", BASE), ("launch.toml", POLICY)]);
    for (gate, signed, typed) in [
        ("internal", "5 of 5 stages signed", "5 of 5 sign-offs are typed names"),
        ("external", "8 of 8 stages signed", "8 of 8 sign-offs are typed names"),
    ] {
        let page = flat(&report(folder.path(), &["--gate", gate]));
        assert!(page.contains(signed) && page.contains(typed), "{gate}: {page}");
    }
}

/// What lifts the weakest link is said in the words of the finding: what is done is to be shown, and no more.
#[test]
fn what_is_only_said_to_be_done_is_to_be_shown() {
    let lifts = |answer: &str| {
        let folder = folder(&[("plan.yaml", &plan_with(answer)), ("launch.toml", POLICY)]);
        let page = flat(&report(folder.path(), &[]));
        page.split("What lifts it:")
            .nth(1)
            .unwrap_or_default()
            .split("Dates")
            .next()
            .unwrap_or_default()
            .to_owned()
    };
    assert!(
        lifts("open").contains("answer `pricing`: Is the price set, and does it pay?"),
        "{}",
        lifts("open")
    );
    let plan = overlay::plan("stages: {finance: {asks: {billing: done}}}");
    let folder = folder(&[("plan.yaml", &plan), ("launch.toml", POLICY)]);
    let page = flat(&report(folder.path(), &[]));
    assert!(
        page.contains("What lifts it: - show that `billing` is done") && !page.contains("answer `billing`"),
        "{page}"
    );
}

#[test]
fn an_address_that_several_findings_follow_at_is_named_once() {
    let gone = overlay::plan("stages: {finance: ~}");
    let folder = folder(&[("plan.yaml", &gone), ("launch.toml", POLICY)]);
    let page = flat(&report(folder.path(), &[]));
    let follow = page.split("more follow from this: ").nth(1).and_then(|rest| rest.split(". -").next());
    let follow = follow.expect("what follows").split(". ").next().unwrap_or_default();
    let places: Vec<&str> = follow.split(", ").collect();
    let counted = places.iter().filter(|place| place.ends_with(')')).count();
    let bare: BTreeSet<&str> =
        places.iter().map(|place| place.split(" (").next().unwrap_or_default()).collect();
    assert!(counted > 0 && bare.len() == places.len(), "{follow}");
}

#[test]
fn a_plan_without_a_baseline_does_not_look_as_if_no_date_were_agreed() {
    let folder = folder(&[("plan.yaml", BASE), ("launch.toml", POLICY)]);
    let page = flat(&report(folder.path(), &[]));
    assert!(page.contains("First agreed: not recorded (the plan has no dates.baseline)"), "{page}");
}

/// What a policy does not ask is named on every screen, and page one does not call it done.
#[test]
fn rules_that_the_policy_turns_off_are_named_as_not_checked() {
    let plan = overlay::plan("stages: {sales: {sign_off: ~}, leadership: {sign_off: ~}}");
    let line = "rules that launch.toml turns off: missing-sign-off and stale-evidence";
    let off = "[rules]\nmissing-sign-off = \"off\"\nstale-evidence = \"off\"\nunsealed-sign-off = \"off\"\n";
    let whole = "It may go: nothing that the policy asks for is open.";
    let less = "It may go: no rule that the policy keeps as an error stands against it.";
    for (plan, rules, is_named, permits) in
        [(plan.as_str(), off, true, less), (BASE, "[rules]\nunsealed-sign-off = \"off\"\n", false, whole)]
    {
        let policy = format!("{rules}{POLICY}");
        let folder = folder(&[("plan.yaml", plan), ("launch.toml", policy.as_str())]);
        let shown = |args: &[&str]| said(&run(folder.path(), &[args, &["--as-of", DAY]].concat()).out);
        for format in ["text", "markdown", "json"] {
            let page = shown(&["check", "plan.yaml", "--format", format]);
            assert_eq!(page.contains(line), is_named, "{format}: {page}");
        }
        for (format, _) in FORMATS {
            let page = shown(&["report", "plan.yaml", "--format", format]);
            let (first, rest) = page.split_once("sha256:").expect("page one, and more");
            let named = ["missing-sign-off", "stale-evidence"].iter().all(|rule| rest.contains(rule));
            assert_eq!(
                rest.contains("rules that launch.toml turns off") && named,
                is_named,
                "{format}: {rest}"
            );
            assert!(first.contains(permits), "{format}: {first}");
            assert_eq!(first.contains("rules that launch.toml turns off"), is_named, "{format}: {first}");
        }
    }
}

/// Whoever is named as the owner is whose turn it is: for their stage, or because they run the launch.
#[test]
fn whose_turn_it_is_agrees_with_who_is_to_act() {
    let plan = overlay::plan(
        "{dates: {internal: ~}, promises: {setup-time: {committed: at most 8 working days}}, informed: ~}",
    );
    let folder = folder(&[("plan.yaml", &plan), ("launch.toml", POLICY)]);
    let page = said(&report(folder.path(), &["--format", "markdown"]));
    let first = page.split("sha256:").next().unwrap_or_default();
    for row in ["| sales |", "| who runs it |"] {
        assert!(first.contains(row), "{row}: {first}");
    }
    let table = first.split("In the way").nth(1).and_then(|rest| rest.split("##").next()).unwrap_or_default();
    assert!(!table.contains("| — | |") && !table.ends_with("— | "), "{table}");
}
