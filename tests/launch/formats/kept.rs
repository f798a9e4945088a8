//! What holds of every report in each format, whatever its plan says.

use launch::render::github::Whole;
use launch::render::issue::issues;
use launch::render::site::Site;
use launch::render::{Pieces, csv, github, gitlab, ics, json, junit, markdown, sarif};
use launch::report::Report;
use launch::verdict::Verdict;

use crate::formats::readers;

/// Every line that begins a command is one of ours, about this plan's file.
pub(crate) fn github(report: &Report) {
    let issues = issues(report, &Site::default());
    let commands = readers::github(&github::render(report, &issues, Whole::InSummary));
    let known = ["error", "warning", "notice"];
    assert!(commands.iter().all(|one| known.contains(&one.name.as_str())));
    let keys = ["file", "line", "col", "endLine", "endColumn", "title"];
    assert!(commands.iter().flat_map(|one| one.properties.keys()).all(|key| keys.contains(&key.as_str())));
    let site = Site::default();
    let path = site.path(&report.plans[0].path);
    let path = launch::text::Signs::WORDS.within(&path);
    let files = commands.iter().filter_map(|one| one.properties.get("file"));
    assert!(files.clone().all(|file| *file == path), "{path} {:?}", files.collect::<Vec<_>>());
    let weighty = issues.len();
    assert!(commands.len() >= weighty.min(10), "{} of {weighty}", commands.len());
}

/// A code-quality report with an entry for each issue.
pub(crate) fn gitlab(report: &Report) {
    let issues = issues(report, &Site::new("/", "/work"));
    let entries = readers::gitlab(&gitlab::render(&issues).expect("rendered"));
    assert_eq!(entries.as_array().map(Vec::len), Some(issues.len()));
}

/// A log without a link in its words, whose URIs are URIs.
pub(crate) fn sarif(report: &Report) {
    let site = Site::default();
    let issues = issues(report, &site);
    let log = readers::sarif(&sarif::render(report, &issues, &site, 1).expect("rendered"));
    let results = log["runs"][0]["results"].as_array().expect("results");
    assert_eq!(results.len(), issues.len());
    for result in results {
        let text = result["message"]["text"].as_str().expect("a text");
        assert!(!text.contains("](") && !text.contains("{0}"), "{text}");
        let uri =
            result["locations"][0]["physicalLocation"]["artifactLocation"]["uri"].as_str().expect("a URI");
        let plain = |c: char| c.is_ascii_alphanumeric() || "-._~/%".contains(c);
        assert!(uri.trim_start_matches("file://").chars().all(plain), "{uri}");
    }
}

/// A test case for each stage and each hand-off.
pub(crate) fn junit(report: &Report) {
    let suites = readers::junit(&junit::render(report));
    assert_eq!(suites.len(), 1);
    let plan = &report.plans[0];
    assert!(suites[0].cases.len() >= plan.stages.len() + plan.handoffs.len());
}

/// A row for each hand-off, no cell a formula.
pub(crate) fn csv(report: &Report) {
    let rows = readers::csv(&csv::render(report).expect("rendered"));
    assert_eq!(rows.len(), report.plans[0].handoffs.len());
}

/// Events of this launch, one at least for each day of a gate and each of a stage.
pub(crate) fn ics(report: &Report) {
    let events = readers::ics(&ics::render(report, &Site::default()));
    let plan = &report.plans[0];
    let stages = plan.stages.iter().map(|stage| stage.due);
    let days = [plan.internal, plan.external].into_iter().chain(stages).flatten().count();
    assert!(events.len() >= days, "{} of {days}: {:?}", events.len(), plan.errors);
    let name = launch::text::visible(plan.launch.as_deref().unwrap_or(&plan.path)).into_owned();
    assert!(events.iter().all(|event| event.summary.starts_with(&name)), "{name} {events:?}");
}

/// A row for each stage and each hand-off, and the words as they are.
pub(crate) fn markdown(report: &Report) {
    let page = readers::markdown(&markdown::render(report));
    let plan = &report.plans[0];
    let rows: usize = page.tables.iter().map(|table| table.len() - 1).sum();
    assert_eq!(rows, plan.stages.len() + plan.handoffs.len());
    assert!(page.tables.iter().flatten().all(|row| row.len() == 7));
    let word = plan.verdict.map_or("NO VERDICT", Verdict::title);
    let name = launch::text::visible(plan.launch.as_deref().unwrap_or(&plan.path)).into_owned();
    let plain = |text: &str| text.chars().filter(|c| !matches!(c, '`' | ' ' | '\u{a0}')).collect::<String>();
    assert_eq!(plain(&page.headings[0]), plain(&format!("{word}: {name}")));
    for (row, handoff) in page.tables.get(1).into_iter().flatten().skip(1).zip(&plan.handoffs) {
        let what = if handoff.what.trim().is_empty() { "" } else { &handoff.what };
        assert_eq!(plain(&row[2]), plain(&launch::text::visible(what)));
    }
    for (row, stage) in page.tables.first().into_iter().flatten().skip(1).zip(&plan.stages) {
        let by = stage.by();
        let by = by.as_deref().unwrap_or("—");
        assert_eq!(plain(&row[3]), plain(&launch::text::visible(by)));
    }
}

/// Of each format that knows failures, whether it has one.
pub(super) fn failing(text: impl Fn(&str) -> String) -> [(&'static str, bool); 7] {
    let commands = readers::github(&text("github"));
    let quality = readers::gitlab(&text("gitlab"));
    let mut quality = quality.as_array().expect("an array").iter();
    let log = readers::sarif(&text("sarif"));
    let mut results = log["runs"][0]["results"].as_array().expect("results").iter();
    let suites = readers::junit(&text("junit"));
    let mut cases = suites.iter().flat_map(|suite| &suite.cases);
    let report: serde_json::Value = serde_json::from_str(&text("json")).expect("JSON");
    let title = |page: &str| {
        let fails =
            ["NO-GO", "NO VERDICT"].iter().any(|word| page.trim_start_matches("# ").starts_with(word));
        fails || page.contains("exit code 1 because of --strict")
    };
    let is_error = |one: &serde_json::Value| {
        one["level"] == "error" && one["suppressions"].as_array().is_some_and(Vec::is_empty)
    };
    [
        ("github", commands.iter().any(|one| one.name == "error")),
        ("gitlab", quality.any(|one| one["severity"] == "blocker" || one["severity"] == "critical")),
        ("sarif", results.any(is_error)),
        ("junit", cases.any(|case| ["failure", "error"].contains(&case.outcome.as_str()))),
        (
            "json",
            match report["verdict"].as_str() {
                Some("go") => false,
                Some("go-with-conditions") => report["strict"] == true,
                _ => true,
            },
        ),
        ("markdown", title(&text("markdown"))),
        ("text", title(&text("text").replace("\n  ", " "))),
    ]
}

/// A failure in each format that knows failures, if it may not go, and only then; strictly, and not so.
pub(crate) fn failures(report: &Report) {
    let site = Site::default();
    for strict in [false, true] {
        let report = Report { strict, ..report.clone() };
        let fails = match report.verdict {
            Some(Verdict::Go) => false,
            Some(Verdict::GoWithConditions) => strict,
            Some(Verdict::NoGo) | None => true,
        };
        let issues = issues(&report, &site);
        let layout = launch::render::text::Layout { width: 80, color: false };
        let told = failing(|format| match format {
            "github" => github::render(&report, &issues, Whole::Nowhere),
            "gitlab" => gitlab::render(&issues).expect("rendered"),
            "sarif" => sarif::render(&report, &issues, &site, 1).expect("rendered"),
            "junit" => junit::render(&report),
            "json" => whole(json::render(&report).expect("rendered")),
            "markdown" => markdown::render(&report),
            _ => whole(launch::render::text::render(&report, layout)),
        });
        assert!(told.iter().all(|(_, told)| *told == fails), "{strict} {:?} {told:?}", report.verdict);
    }
}

fn whole(pieces: Pieces<'_>) -> String {
    pieces.collect::<std::io::Result<String>>().expect("rendered")
}

/// Nothing that controls a terminal.
pub(crate) fn json_and_text(report: &Report) {
    let text = whole(json::render(report).expect("rendered"));
    readers::clean(&text);
    readers::logged(&text);
    let read: serde_json::Value = serde_json::from_str(&text).expect("JSON");
    assert_eq!(read["plans"].as_array().map(Vec::len), Some(report.plans.len()));
    let layout = launch::render::text::Layout { width: 80, color: false };
    readers::clean(&whole(launch::render::text::render(report, layout)));
}
