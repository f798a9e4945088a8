//! No text of a plan breaks out of a format: every text field holds something hostile.

use proptest::prelude::*;

use crate::formats::kept;
use crate::formats::texts::report;

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

fn hostile() -> impl Strategy<Value = String> {
    let bit = prop_oneof![
        6 => proptest::sample::select(BITS).prop_map(str::to_owned),
        1 => any::<char>().prop_map(String::from),
    ];
    proptest::collection::vec(bit, 1..8).prop_map(|bits| bits.concat())
}

fn texts() -> impl Strategy<Value = Vec<String>> {
    proptest::collection::vec(hostile(), 1..20)
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 64, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn annotations_stay_commands(texts in texts()) {
        kept::github(&report(&texts));
    }

    #[test]
    fn code_quality_stays_code_quality(texts in texts()) {
        kept::gitlab(&report(&texts));
    }

    #[test]
    fn sarif_stays_sarif(texts in texts()) {
        kept::sarif(&report(&texts));
    }

    #[test]
    fn test_results_stay_test_results(texts in texts()) {
        kept::junit(&report(&texts));
    }

    #[test]
    fn the_table_stays_a_table(texts in texts()) {
        kept::csv(&report(&texts));
    }

    #[test]
    fn the_calendar_stays_a_calendar(texts in texts()) {
        kept::ics(&report(&texts));
    }

    #[test]
    fn the_page_stays_a_page(texts in texts()) {
        kept::markdown(&report(&texts));
    }

    #[test]
    fn a_failure_is_one_in_every_format(texts in texts()) {
        kept::failures(&report(&texts));
    }

    #[test]
    fn json_and_text_control_nothing(texts in texts()) {
        kept::json_and_text(&report(&texts));
    }
}

#[test]
fn the_hostile_plan_is_read_and_judged() {
    let report = report(&["=<b>|\u{1b}[2J".to_owned()]);
    let plan = &report.plans[0];
    assert!(plan.errors.is_empty(), "{:?}", plan.errors);
    assert!(plan.findings.len() > 10 && !plan.waivers.is_empty() && !plan.conditions.is_empty(), "{plan:#?}");
}
