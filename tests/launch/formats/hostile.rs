//! No text of a plan breaks out of a format: every text field holds something hostile.

use jiff::civil::date;
use launch::judge::{Judge, Target};
use launch::policy::Gate;
use launch::render::issue::issues;
use launch::render::site::Site;
use launch::render::{csv, github, gitlab, ics, json, junit, markdown, sarif};
use launch::report::Report;
use proptest::prelude::*;
use serde_yaml::Value;

use crate::command::folder;
use crate::formats::readers;
use crate::overlay::BASE;

/// What has broken out of one format or another.
const BITS: &[&str] = &[
    "\n",
    "\r\n",
    "\r",
    "%",
    "%0A",
    "%25",
    "::",
    "::error::",
    "##[error]",
    "]]>",
    "<![CDATA[",
    "</failure>",
    "<!--",
    "-->",
    "|",
    "||",
    "\\|",
    "\\",
    "\\\\",
    "`",
    "``",
    "```",
    "~~~",
    "<script>",
    "<b>",
    "&",
    "&#10;",
    "&lt;",
    "=",
    "=1+1",
    "+1",
    "-1",
    "@SUM(A1)",
    "\t",
    ";",
    ",",
    "\"",
    "'",
    "\u{1b}[2J",
    "\u{1b}]0;x\u{7}",
    "\u{9b}",
    "\u{202e}",
    "\u{2066}",
    "\u{2028}",
    "\u{feff}",
    "\u{fffe}",
    "\u{ffff}",
    "\u{0}",
    "\u{7f}",
    "\u{85}",
    "\u{e0041}",
    "🚀",
    "👩‍👩‍👧",
    "価格",
    "\u{fffd}",
    "[x](y)",
    "![x](y)",
    "[^1]",
    "[^1]: x",
    "[x]: y",
    "https://e.example",
    "www.e.example",
    "mailto:a@b.example",
    "a@b.example",
    "@acme/team",
    "#1",
    "!1",
    "# x",
    "- x",
    "1. x",
    "> x",
    "| --- |",
    "---",
    "===",
    "**",
    "__",
    "~~",
    "$$",
    "$x$",
    ":smile:",
    "{0}",
    "{{",
    " ",
    "  ",
    "a",
    "words and words",
    "\nEND:VEVENT\nBEGIN:VEVENT",
    "\\n",
    "[ ]",
    "(",
    ")",
    "\u{200b}",
    "\u{a0}",
];

/// The fields that hold words.
const WORDS: [&str; 16] = [
    "launch",
    "need",
    "answer",
    "link",
    "from",
    "impact",
    "done",
    "who",
    "how",
    "claim",
    "scheme",
    "safeguard",
    "measure",
    "what",
    "why",
    "note",
];

fn hostile() -> impl Strategy<Value = String> {
    let bit = prop_oneof![
        6 => proptest::sample::select(BITS).prop_map(str::to_owned),
        1 => any::<char>().prop_map(String::from),
    ];
    proptest::collection::vec(bit, 1..8).prop_map(|bits| bits.concat())
}

/// The complete plan with a waiver, a condition and a returned hand-off, one hostile text in each
/// field of words.
fn plan(texts: &[String]) -> String {
    let mut plan: Value = serde_yaml::from_str(BASE).expect("the base plan is YAML");
    let more: Value = serde_yaml::from_str(
        "waivers: {w: {rule: missing-handoff, at: handoffs.value, why: x, by: lea@acme.example, date: 2026-05-20, until: 2026-06-30}}\n\
         condition: {what: x, owner: x, due: 2026-06-10, risk_accepted_by: lea@acme.example}\n\
         returned: {by: x, date: 2026-05-26, why: x}\n",
    )
    .expect("YAML");
    plan["waivers"] = more["waivers"].clone();
    plan["stages"]["sales"]["sign_off"]["conditions"]["c"] = more["condition"].clone();
    plan["stages"]["sales"]["sign_off"]["note"] = "x".into();
    plan["handoffs"]["price-list"]["returned"] = more["returned"].clone();
    plan["handoffs"]["price-list"]["what"] = "x".into();
    plan["handoffs"]["price-list"]["due"] = "2026-05-20".into();
    let handoffs = plan["handoffs"].as_mapping_mut().expect("a map");
    handoffs.remove("value");
    handoffs.remove("message-kit");
    let mut texts = texts.iter().cycle();
    fill(&mut plan, &mut texts);
    serde_yaml::to_string(&plan).expect("a value is YAML")
}

fn fill<'a>(value: &mut Value, texts: &mut impl Iterator<Item = &'a String>) {
    match value {
        Value::Mapping(map) => {
            for (key, value) in map.iter_mut() {
                let words = key.as_str().is_some_and(|key| WORDS.contains(&key));
                let stage = value.as_str().is_some_and(|text| ["sales", "operations"].contains(&text));
                let person = key.as_str().is_some_and(|key| ["owner", "by"].contains(&key));
                match value {
                    // What controls a terminal is refused as a name, and nothing would be judged.
                    Value::String(text) if person && !text.starts_with("20") => {
                        *text = launch::text::visible(texts.next().expect("a text")).into_owned();
                    }
                    Value::String(text) if words && !stage => text.clone_from(texts.next().expect("a text")),
                    other => fill(other, texts),
                }
            }
        }
        Value::Sequence(items) => items.iter_mut().for_each(|item| fill(item, texts)),
        _ => {}
    }
}

fn report(texts: &[String]) -> Report {
    // Without a roster anybody may sign, so that hostile names are shown as those of signers.
    let folder = folder(&[("plan.yaml", &plan(texts))]);
    let path = folder.path().join("plan.yaml");
    let mut report = Judge::new(Gate::External, date(2026, 5, 28), None).report(&[Target::Plan(path)]);
    for plan in &mut report.plans {
        let name = launch::source::name_of(&format!("{}.yaml", texts.concat()));
        plan.errors.iter_mut().for_each(|error| error.path.clone_from(&name));
        plan.path = name;
    }
    report
}

fn texts() -> impl Strategy<Value = Vec<String>> {
    proptest::collection::vec(hostile(), 1..20)
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 64, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn annotations_stay_commands(texts in texts()) {
        let report = report(&texts);
        let issues = issues(&report, &Site::default());
        let commands = readers::github(&github::render(&report, &issues));
        let known = ["error", "warning", "notice"];
        prop_assert!(commands.iter().all(|one| known.contains(&one.name.as_str())));
        let keys = ["file", "line", "col", "endLine", "endColumn", "title"];
        prop_assert!(commands.iter().flat_map(|one| one.properties.keys()).all(|key| keys.contains(&key.as_str())));
        let site = Site::default();
        let path = site.path(&report.plans[0].path);
        let files = commands.iter().filter_map(|one| one.properties.get("file"));
        prop_assert!(files.clone().all(|file| *file == path), "{path} {:?}", files.collect::<Vec<_>>());
        let weighty = issues.len();
        prop_assert!(commands.len() >= weighty.min(10), "{} of {weighty}", commands.len());
    }

    #[test]
    fn code_quality_stays_code_quality(texts in texts()) {
        let report = report(&texts);
        let issues = issues(&report, &Site::new("/", "/work"));
        let entries = readers::gitlab(&gitlab::render(&issues).expect("rendered"));
        prop_assert_eq!(entries.as_array().map(Vec::len), Some(issues.len()));
    }

    #[test]
    fn sarif_stays_sarif(texts in texts()) {
        let (report, site) = (report(&texts), Site::default());
        let log = readers::sarif(&sarif::render(&report, &issues(&report, &site), &site, 1).expect("rendered"));
        for result in log["runs"][0]["results"].as_array().expect("results") {
            let text = result["message"]["text"].as_str().expect("a text");
            prop_assert!(!text.contains("](") && !text.contains("{0}"), "{text}");
            let uri = result["locations"][0]["physicalLocation"]["artifactLocation"]["uri"].as_str().expect("a URI");
            let plain = |c: char| c.is_ascii_alphanumeric() || "-._~/%".contains(c);
            prop_assert!(uri.trim_start_matches("file://").chars().all(plain), "{uri}");
        }
    }

    #[test]
    fn test_results_stay_test_results(texts in texts()) {
        let report = report(&texts);
        let suites = readers::junit(&junit::render(&report));
        prop_assert_eq!(suites.len(), 1);
        let plan = &report.plans[0];
        prop_assert!(suites[0].cases.len() >= plan.stages.len() + plan.handoffs.len());
    }

    #[test]
    fn the_table_stays_a_table(texts in texts()) {
        let report = report(&texts);
        let rows = readers::csv(&csv::render(&report).expect("rendered"));
        prop_assert_eq!(rows.len(), report.plans[0].handoffs.len());
    }

    #[test]
    fn the_calendar_stays_a_calendar(texts in texts()) {
        let report = report(&texts);
        let events = readers::ics(&ics::render(&report, &Site::default()));
        let plan = &report.plans[0];
        prop_assert_eq!(events.len() >= 2 + plan.stages.len(), plan.date.is_some(), "{:?}", plan.errors);
        let name = launch::text::visible(plan.launch.as_deref().unwrap_or(&plan.path)).into_owned();
        prop_assert!(events.iter().all(|event| event.summary.starts_with(&name)), "{name} {events:?}");
    }

    #[test]
    fn the_page_stays_a_page(texts in texts()) {
        let report = report(&texts);
        let page = readers::markdown(&markdown::render(&report));
        let plan = &report.plans[0];
        let rows: usize = page.tables.iter().map(|table| table.len() - 1).sum();
        prop_assert_eq!(rows, plan.stages.len() + plan.handoffs.len());
        prop_assert!(page.tables.iter().flatten().all(|row| row.len() == 7));
        let word = plan.verdict.map_or("NO VERDICT", launch::verdict::Verdict::title);
        let name = launch::text::visible(plan.launch.as_deref().unwrap_or(&plan.path)).into_owned();
        let plain = |text: &str| text.chars().filter(|c| !matches!(c, '`' | ' ' | '\u{a0}')).collect::<String>();
        prop_assert_eq!(plain(&page.headings[0]), plain(&format!("{word}: {name}")));
        for (row, handoff) in page.tables.get(1).into_iter().flatten().skip(1).zip(&plan.handoffs) {
            let what = if handoff.what.trim().is_empty() { "" } else { &handoff.what };
            prop_assert_eq!(plain(&row[2]), plain(&launch::text::visible(what)));
        }
        for (row, stage) in page.tables.first().into_iter().flatten().skip(1).zip(&plan.stages) {
            let by = stage.by.as_deref().unwrap_or("—");
            prop_assert_eq!(plain(&row[3]), plain(&launch::text::visible(by)));
        }
    }

    #[test]
    fn json_and_text_control_nothing(texts in texts()) {
        let report = report(&texts);
        readers::clean(&json::render(&report).expect("rendered"));
        let layout = launch::render::text::Layout { width: 80, color: false };
        readers::clean(&launch::render::text::render(&report, layout));
    }
}

#[test]
fn the_hostile_plan_is_read_and_judged() {
    let report = report(&["=<b>|\u{1b}[2J".to_owned()]);
    let plan = &report.plans[0];
    assert!(plan.errors.is_empty(), "{:?}", plan.errors);
    assert!(plan.findings.len() > 10 && !plan.waivers.is_empty() && !plan.conditions.is_empty(), "{plan:#?}");
}
