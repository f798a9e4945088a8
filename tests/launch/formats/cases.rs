//! Test results: a case for each stage and each hand-off, and what passes, fails and is skipped.

use std::collections::HashMap;

use crate::command::{folder, run};
use crate::formats::nothing_lost::{counts, list, text};
use crate::formats::readers::{self, Case, Suite};
use crate::formats::rich::{FOLDER, Reports, repository};
use crate::overlay;

/// The cases of a plan by name; names are told apart.
fn by_name(suite: &Suite) -> HashMap<&str, &Case> {
    let cases: HashMap<&str, &Case> = suite.cases.iter().map(|case| (case.name.as_str(), case)).collect();
    assert_eq!(cases.len(), suite.cases.len());
    cases
}

#[test]
fn there_is_a_test_case_for_each_stage_and_hand_off_and_none_is_lost() {
    let reports = Reports::rich();
    let (report, suites) = (reports.json(), readers::junit(reports.text("junit")));
    let plans = list(&report, "plans");
    assert_eq!(suites.len(), plans.len() + 1, "one for each plan, and one for what is between them");
    for (plan, suite) in plans.iter().zip(&suites) {
        let cases = by_name(suite);
        for (key, kind) in [("stages", "stages"), ("handoffs", "handoffs")] {
            for thing in list(plan, key) {
                let case = cases[format!("{kind}.{}", text(thing, "id")).as_str()];
                assert_eq!(case.class, text(plan, "path"));
                let is_judged = !plan["verdict"].is_null();
                let is_skipped = text(thing, "state") == "not-needed" || !is_judged;
                assert_eq!(case.outcome == "skipped", is_skipped && case.outcome != "failure", "{case:?}");
                assert!(is_judged || case.outcome != "passed", "{case:?}");
            }
        }
        for finding in list(plan, "findings") {
            let at = text(finding, "at");
            let own = at.split('.').take(2).collect::<Vec<_>>().join(".");
            let case = cases.get(own.as_str()).or_else(|| cases.get(at.split('.').next().expect("a part")));
            let line = format!("[{}] at {at}: ", text(finding, "rule"));
            let is_error = counts(finding) && text(finding, "level") == "error";
            let told = if is_error { &case.expect("a case").text } else { &suite.aside };
            assert!(told.contains(&line), "{line} in {told}");
        }
        for error in list(plan, "errors") {
            let case = cases["plan"];
            let message = launch::text::visible(text(error, "message")).into_owned();
            assert!(case.outcome == "error" && case.text.contains(&message), "{message}");
        }
        assert_eq!(plan["verdict"].is_null(), cases.contains_key("plan"));
        let number =
            |outcome: &str| suite.cases.iter().filter(|case| case.outcome == outcome).count().to_string();
        for (attribute, outcome) in [("failures", "failure"), ("errors", "error"), ("skipped", "skipped")] {
            assert_eq!(suite.attributes[attribute], number(outcome), "{attribute}");
        }
        assert_eq!(suite.attributes["tests"], suite.cases.len().to_string());
    }
}

/// Leadership has not signed, whatever else cannot be read.
#[test]
fn nothing_passes_in_a_plan_that_has_no_verdict() {
    let unsigned = overlay::plan("stages: {leadership: {sign_off: ~}}\nhandoffs: {price-list: ~}");
    let cases = |more: &str| {
        let folder = folder(&[("plan.yaml", &format!("{unsigned}{more}"))]);
        let args = ["check", "plan.yaml", "--as-of", "2026-05-28", "--format", "junit"];
        readers::junit(&run(folder.path(), &args).out).remove(0)
    };
    let (judged, broken) = (cases(""), cases("teir: 1\n"));
    let outcomes = |suite: &Suite| {
        let of = |name: &str| by_name(suite)[name].outcome.clone();
        ["stages.leadership", "handoffs.price-list", "stages.customer"].map(of)
    };
    assert_eq!(outcomes(&judged), ["failure", "failure", "passed"]);
    assert_eq!(broken.cases.iter().filter(|case| case.outcome == "passed").count(), 0, "{:?}", broken.cases);
    assert_eq!(broken.cases.len(), judged.cases.len() + 1, "and the plan itself");
    let skipped = broken.cases.iter().filter(|case| case.outcome == "skipped").count();
    assert_eq!(broken.attributes["skipped"], skipped.to_string());
}

#[test]
fn a_gate_skips_what_it_does_not_ask_for() {
    let reports = Reports::of(&repository(), &[FOLDER, "--gate", "internal"]);
    let suites = readers::junit(reports.text("junit"));
    let cases = by_name(&suites[0]);
    assert_eq!(cases["stages.sales"].outcome, "skipped");
    assert_eq!(cases["handoffs.price-list"].outcome, "skipped", "it is to sales");
    assert_eq!(cases["stages.finance"].outcome, "passed");
}
