//! Each format says what the report says: held against the JSON of the tool, which lists everything.

use std::collections::BTreeSet;

use serde_json::Value;

use launch::text::Signs;

use crate::command::{folder, run};
use crate::formats::readers;
use crate::formats::rich::{FOLDER, Reports, repository};
use crate::overlay::{self, BASE};

pub(super) fn list<'a>(value: &'a Value, key: &str) -> &'a [Value] {
    value[key].as_array().map(Vec::as_slice).unwrap_or_default()
}

pub(super) fn text<'a>(value: &'a Value, key: &str) -> &'a str {
    value[key].as_str().unwrap_or_default()
}

/// The findings of all plans, each with its plan.
fn findings(report: &Value) -> Vec<(&Value, &Value)> {
    list(report, "plans")
        .iter()
        .flat_map(|plan| list(plan, "findings").iter().map(move |one| (plan, one)))
        .collect()
}

fn errors(report: &Value) -> Vec<&Value> {
    list(report, "plans").iter().flat_map(|plan| list(plan, "errors")).collect()
}

/// What is open by agreement: the conditions that are no error by themselves, and the waivers.
fn agreed(report: &Value) -> usize {
    let is_error = |plan: &Value, at: &str| {
        let mut findings = list(plan, "findings").iter();
        findings.any(|one| counts(one) && text(one, "level") == "error" && text(one, "at") == at)
    };
    let of = |plan: &Value| {
        let open = list(plan, "conditions").iter().filter(|one| !is_error(plan, text(one, "at")));
        open.count() + list(plan, "waivers").len()
    };
    list(report, "plans").iter().map(of).sum()
}

pub(super) fn counts(finding: &Value) -> bool {
    finding["waived_by"].is_null() && finding["covered_by"].is_null()
}

#[test]
fn sarif_has_every_finding_with_its_level_place_and_rule() {
    let reports = Reports::rich();
    let (report, log) = (reports.json(), readers::sarif(reports.text("sarif")));
    let run = &log["runs"][0];
    let rules = list(&run["tool"]["driver"], "rules");
    let results = list(run, "results");
    let mut levels = BTreeSet::new();
    for result in results {
        let index = usize::try_from(result["ruleIndex"].as_u64().expect("an index")).expect("small");
        assert_eq!(rules[index]["id"], result["ruleId"]);
        levels.insert(text(result, "level"));
    }
    assert_eq!(levels, BTreeSet::from(["error", "note", "warning"]), "levels are mixed in this report");
    let (expected, collisions) = (findings(&report), list(&report, "collisions").len());
    assert_eq!(results.len(), expected.len() + errors(&report).len() + collisions + agreed(&report));
    assert!(agreed(&report) > 0, "a condition or a waiver is in this report");
    for (plan, finding) in expected {
        let is_it = |result: &&Value| {
            let place = &result["locations"][0]["physicalLocation"];
            let region = &place["region"];
            let path = text(plan, "path")
                .replace('%', "%25")
                .replace(' ', "%20")
                .replace(':', "%3A")
                .replace(',', "%2C");
            result["ruleId"] == finding["rule"]
                && result["properties"]["at"] == finding["at"]
                && text(&result["message"], "text")
                    .contains(&text(finding, "help").chars().take(20).collect::<String>())
                && place["artifactLocation"]["uri"] == path
                && [
                    ("startLine", "line"),
                    ("startColumn", "column"),
                    ("endLine", "end_line"),
                    ("endColumn", "end_column"),
                ]
                .into_iter()
                .all(|(theirs, ours)| region[theirs] == finding[ours])
        };
        let found = results.iter().find(is_it).unwrap_or_else(|| panic!("{finding:#}"));
        let level = if text(finding, "level") == "warn" { "warning" } else { "error" };
        assert_eq!(text(found, "level"), level);
        assert_eq!(list(found, "suppressions").is_empty(), counts(finding), "{finding:#}");
    }
    for rule in rules {
        let page = launch::rules::find(text(rule, "id")).map(|rule| rule.page);
        assert_eq!(rule["help"]["markdown"].as_str(), page, "{rule:#}");
        assert!(!text(&rule["help"], "text").is_empty() && rule["defaultConfiguration"]["level"].is_string());
    }
    assert_eq!(run["columnKind"], "unicodeCodePoints");
    let invocation = &run["invocations"][0];
    assert_eq!((&invocation["exitCode"], &invocation["executionSuccessful"]), (&2.into(), &false.into()));
    assert_eq!(list(invocation, "toolExecutionNotifications").len(), 2, "two plans have no verdict");
    let waived = results.iter().flat_map(|result| list(result, "suppressions")).find(|one| {
        text(one, "justification")
            .starts_with("waived until 2026-06-30 by lea@acme.example (`waivers.kit-later`)")
    });
    assert_eq!(waived.map(|one| text(one, "kind")), Some("external"));
}

#[test]
fn the_schemas_refuse_what_is_wrong() {
    let reports = Reports::rich();
    let mut log = readers::sarif(reports.text("sarif"));
    log["runs"][0]["results"][0]["level"] = "fatal".into();
    assert!(!readers::sarif_errors(&log).is_empty());
    let mut quality = readers::gitlab(reports.text("gitlab"));
    quality[0]["severity"] = "fatal".into();
    assert!(!readers::gitlab_errors(&quality).is_empty());
    let results = reports.text("junit");
    for (from, to) in [
        (" classname=", " class="),
        (" tests=\"20\"", " tests=\"many\""),
        ("<properties/>", "<properties/><more/>"),
        ("<properties/>", ""),
        ("<testsuites>", "<testsuites name=\"x\" skipped=\"1\">"),
        ("</failure>", "</failure><failure type=\"twice\"/>"),
        ("&lt;", "<"),
        ("&amp;", "&"),
        ("T00:00:00\"", "\""),
    ] {
        assert!(results.contains(from), "{from}");
        assert!(!readers::junit_errors(&results.replacen(from, to, 1)).is_empty(), "{from}");
    }
}

#[test]
fn code_quality_has_every_finding_and_no_fingerprint_twice() {
    let reports = Reports::rich();
    let (report, quality) = (reports.json(), readers::gitlab(reports.text("gitlab")));
    let entries = quality.as_array().expect("an array");
    let expected = findings(&report).len() + errors(&report).len() + list(&report, "collisions").len();
    assert_eq!(entries.len(), expected + agreed(&report));
    let prints: BTreeSet<&str> = entries.iter().map(|entry| text(entry, "fingerprint")).collect();
    assert_eq!(prints.len(), entries.len());
    let severities: BTreeSet<&str> = entries.iter().map(|entry| text(entry, "severity")).collect();
    assert_eq!(severities.len(), 5, "{severities:?}");
    let blockers = entries.iter().filter(|entry| entry["severity"] == "blocker");
    assert!(blockers.clone().count() == 3 && blockers.clone().all(|one| one["check_name"] == "invalid-plan"));
}

#[test]
fn fingerprints_stay_when_lines_and_days_move() {
    let prints = |repository: &tempfile::TempDir, day: &str| {
        let path = format!("{FOLDER}/rich, 1.yaml");
        let args = ["check", &path, "--as-of", day, "--format"];
        let of = |format: &str| run(repository.path(), &[&args[..], &[format]].concat()).out;
        let of_quality: Vec<(String, String)> = readers::gitlab(&of("gitlab"))
            .as_array()
            .expect("an array")
            .iter()
            .map(|entry| (text(entry, "fingerprint").to_owned(), text(entry, "check_name").to_owned()))
            .collect();
        let log = readers::sarif(&of("sarif"));
        let of_sarif: BTreeSet<String> = list(&log["runs"][0], "results")
            .iter()
            .map(|result| text(&result["partialFingerprints"], "launch/v1").to_owned())
            .collect();
        assert_eq!(of_sarif, of_quality.iter().map(|(print, _)| print.clone()).collect());
        of_quality.into_iter().collect::<BTreeSet<_>>()
    };
    let repository = repository();
    let before = prints(&repository, "2026-05-28");
    let path = repository.path().join(format!("{FOLDER}/rich, 1.yaml"));
    let plan = std::fs::read_to_string(&path).expect("the plan");
    std::fs::write(&path, format!("# a line\n# and another\n{plan}")).expect("the plan");
    assert_eq!(prints(&repository, "2026-05-29"), before);
}

#[test]
fn the_table_has_every_hand_off() {
    let reports = Reports::rich();
    let (report, rows) = (reports.json(), readers::csv(reports.text("csv")));
    let expected: Vec<(&Value, &Value)> = list(&report, "plans")
        .iter()
        .flat_map(|plan| list(plan, "handoffs").iter().map(move |handoff| (plan, handoff)))
        .collect();
    assert_eq!(rows.len(), expected.len());
    for (row, (plan, handoff)) in rows.iter().zip(expected) {
        for (heading, key) in [
            ("hand-off", "id"),
            ("from", "from"),
            ("to", "to"),
            ("state", "state"),
            ("due", "due"),
            ("turn of", "turn"),
        ] {
            assert_eq!(row[heading], text(handoff, key), "{heading}");
        }
        let late = handoff["days_late"].as_u64().map(|late| late.to_string()).unwrap_or_default();
        assert_eq!((row["plan"].as_str(), row["days late"].as_str()), (text(plan, "path"), late.as_str()));
        let what = launch::text::visible(text(handoff, "what")).into_owned();
        assert_eq!(row["what"].trim_start_matches('\''), what);
    }
}

#[test]
fn the_calendar_has_every_day_that_something_is_due() {
    let reports = Reports::rich();
    let (report, events) = (reports.json(), readers::ics(reports.text("ics")));
    let names: BTreeSet<&str> = events.iter().map(|event| event.uid.as_str()).collect();
    assert_eq!(names.len(), events.len(), "no event twice");
    let has = |day: &str, words: &[&str]| {
        let day = day.replace('-', "");
        let is_it = |event: &&readers::Event| {
            event.day == day && words.iter().all(|word| event.summary.contains(word))
        };
        assert!(events.iter().any(|event| is_it(&event)), "{day} {words:?}");
    };
    for plan in list(&report, "plans") {
        let name = launch::text::visible(text(plan, "launch")).into_owned();
        for stage in list(plan, "stages").iter().filter(|stage| stage["due"].is_string()) {
            has(text(stage, "due"), &[&name, &format!(": last day for {} to sign", text(stage, "id"))]);
        }
        let needed = |handoff: &&Value| handoff["due"].is_string() && text(handoff, "state") != "not-needed";
        for handoff in list(plan, "handoffs").iter().filter(needed) {
            has(
                text(handoff, "due"),
                &[&name, &format!(" {} from {}", text(handoff, "id"), text(handoff, "from"))],
            );
        }
    }
    has("2026-06-15", &["Agreed, 50 %: it may go: customers can buy"]);
    has("2026-06-01", &["Agreed, 50 %: it may go: our own people hear"]);
    has("2026-06-10", &["condition of sales: Print the kit; \"glossy\", <b>A4</b>"]);
    has("2026-06-16", &["last day of the waiver quarter-close of blackout-date at dates.external"]);
    let why =
        events.iter().find(|event| event.summary.contains("quarter-close")).map(|event| &event.description);
    assert!(
        why.is_some_and(|why| why.starts_with("given by lea@acme.example: agreed with finance | see")),
        "{why:?}"
    );
}

#[test]
fn annotations_are_the_ten_most_severe_of_a_kind() {
    let reports = Reports::rich();
    let (report, commands) = (reports.json(), readers::github(reports.text("github")));
    let named = |name: &str| commands.iter().filter(|command| command.name == name).collect::<Vec<_>>();
    let (errors, warnings, notices) = (named("error"), named("warning"), named("notice"));
    assert_eq!((errors.len(), warnings.len(), notices.len() <= 10), (10, 10, true));
    assert_eq!(commands.len(), errors.len() + warnings.len() + notices.len(), "and nothing else");
    assert_eq!(errors.iter().filter(|error| error.properties["title"] == "invalid-plan").count(), 3);
    let roots: Vec<&str> = findings(&report)
        .into_iter()
        .filter(|(_, one)| counts(one) && one["follows_from"].is_null() && text(one, "level") == "error")
        .map(|(_, one)| text(one, "message"))
        .collect();
    for error in &errors[3..] {
        let first = error.message.lines().next().expect("a line");
        assert!(
            roots.iter().any(|root| Signs::WORDS.within(&launch::text::visible(root)) == first),
            "{first} follows from another"
        );
    }
    let first = &errors[3];
    assert_eq!(first.properties["file"], format!("{FOLDER}/rich, 1.yaml"));
    assert_eq!(first.properties["line"], "2");
    assert_eq!(notices[0].properties["title"], "NO VERDICT");
    assert!(
        notices[0].message.starts_with("47 error annotations and 7 warning annotations more")
            && notices[0].message.ends_with(": `--output markdown=FILE` writes them all"),
        "{}",
        notices[0].message
    );
}

#[test]
fn every_screen_counts_what_follows_from_nothing_else() {
    let plan =
        overlay::plan("handoffs: {delivery-limits: {accepted: ~}}\nstages: {operations: {sign_off: ~}}");
    let folder = folder(&[("plan.yaml", &plan), ("base.yaml", BASE)]);
    let told = |args: &[&str]| run(folder.path(), &[args, &["--as-of", "2026-05-28"]].concat()).out;
    let text = told(&["check", "plan.yaml"]);
    let line = text.lines().find(|line| line.contains("more follow from these")).expect("some follow");
    let counted: Vec<&str> = line.trim().split(" · ").take(3).collect();
    let github = told(&["check", "plan.yaml", "--format", "github"]);
    assert!(github.ends_with(&format!("NO-GO: 1 launch, {}\n", counted.join(", "))), "{counted:?} {github}");
    let annotations = readers::github(&github).iter().filter(|one| one.name == "error").count();
    assert!(!counted[0].starts_with(&annotations.to_string()), "each is annotated, also what follows");
    let diff = told(&["diff", "base.yaml", "plan.yaml"]);
    assert!(
        diff.contains(&format!(": {} and ", counted[0])) && diff.contains(" that follow from others"),
        "{diff}"
    );
}

#[test]
fn few_annotations_need_no_roll_up() {
    let plan = overlay::plan("handoffs: {price-list: ~}");
    let folder = folder(&[("plan.yaml", &plan)]);
    let ended = run(folder.path(), &["check", "plan.yaml", "--as-of", "2026-05-28", "--format", "github"]);
    let commands = readers::github(&ended.out);
    assert_eq!((commands.len(), commands[0].name.as_str()), (1, "error"), "{}", ended.out);
    assert!(ended.out.ends_with("NO-GO: 1 launch, 1 error, 0 warnings\n"), "{}", ended.out);
}

#[test]
fn the_page_has_the_verdict_first_and_loses_nothing() {
    let reports = Reports::rich();
    let (report, page) = (reports.json(), readers::markdown(reports.text("markdown")));
    assert_eq!(page.headings[0], "NO VERDICT: 4 launches, as of 2026-05-28");
    let plans = list(&report, "plans");
    let columns: Vec<usize> = page.tables.iter().flatten().map(Vec::len).collect();
    assert!(columns.iter().all(|columns| [6, 7].contains(columns)), "{columns:?}");
    let rows: usize = page.tables.iter().map(|table| table.len() - 1).sum();
    let things = |key: &str| plans.iter().map(|plan| list(plan, key).len()).sum::<usize>();
    assert_eq!(rows, plans.len() + things("stages") + things("handoffs"), "a row each");
    for (_, finding) in findings(&report) {
        let words = format!("{} at {}", text(finding, "rule"), text(finding, "at"));
        assert!(page.words.contains(&words), "{words}");
        let message = launch::text::visible(text(finding, "message")).replace('`', "");
        assert!(page.words.replace('`', "").contains(&message), "{message}");
    }
    for error in errors(&report) {
        assert!(page.words.contains(text(error, "message").split(':').next().expect("words")));
    }
    for (order, heading) in
        ["Weakest link", "Blockers", "Stages, customers first", "Hand-offs", "What each can do now"]
            .windows(2)
            .map(|pair| (pair[0], pair[1]))
    {
        let at = |name: &str| page.headings.iter().rposition(|heading| heading == name);
        let of_rich = |name: &str| {
            page.headings[..at("Warnings").expect("warnings")].iter().rposition(|heading| heading == name)
        };
        assert!(of_rich(order) < of_rich(heading), "{order} before {heading}");
    }
}
