//! What holds for every text: a second, independent YAML reader agrees; nothing makes the tool fail.

use jiff::civil::date;
use launch::check;
use launch::facts::Facts;
use launch::plan::{Kind, PlanFile};
use launch::policy::Gate;
use launch::rules::RULES;
use launch::source::Source;
use launch::standing::Standing;
use launch::text;
use launch::tree::{Node, Value};
use launch::yaml;
use proptest::prelude::*;
use serde_yaml::Value as Other;

use crate::overlay::{self, BASE};

/// Texts that readers have been known to disagree about, and any other text.
fn words() -> impl Strategy<Value = String> {
    const TRICKY: &[&str] = &[
        "yes",
        "NO",
        "on",
        "~",
        "null",
        "true",
        "1_000",
        "0x1F",
        "1e3",
        "2026-06-15",
        ">= 500",
        "- a",
        "#",
        ": ",
        "*x",
        "&x",
        "!t",
        "'",
        "\"",
        "a: b",
        " a ",
        "é 価格",
        "\u{feff}",
        "a\nb",
        "\t",
        "<<",
        "=",
        ".5",
        "012",
        "1:30",
    ];
    // The two that are left out end a line in YAML 1.1, by which the other reader writes, and none in 1.2.
    prop_oneof![
        proptest::sample::select(TRICKY).prop_map(str::to_owned),
        "[ -~]{0,12}",
        "[\\PC--[\u{2028}\u{2029}]]{0,8}"
    ]
}

fn value() -> impl Strategy<Value = Other> {
    let leaf = prop_oneof![
        Just(Other::Null),
        any::<bool>().prop_map(Other::from),
        (-1000i64..1000).prop_map(Other::from),
        words().prop_map(Other::from),
    ];
    leaf.prop_recursive(4, 40, 5, |inner| {
        prop_oneof![
            proptest::collection::vec(inner.clone(), 0..5).prop_map(Other::from),
            proptest::collection::btree_map("[a-z]{1,6}(-[a-z]{1,4})?", inner, 0..5)
                .prop_map(|map| Other::Mapping(map.into_iter().map(|(k, v)| (Other::from(k), v)).collect())),
        ]
    })
}

/// Whether both readers read the same.
fn agree(ours: &Node, theirs: &Other) -> bool {
    match (&ours.value, theirs) {
        (Value::Null, Other::Null) => true,
        (Value::Bool(a), Other::Bool(b)) => a == b,
        (Value::Number(a), Other::Number(b)) => a.parse::<f64>().ok() == b.as_f64(),
        (Value::Text(a), Other::String(b)) => a == b,
        (Value::List(a), Other::Sequence(b)) => {
            a.len() == b.len() && a.iter().zip(b).all(|(a, b)| agree(a, b))
        }
        (Value::Map(a), Other::Mapping(b)) => {
            a.len() == b.len()
                && a.iter()
                    .all(|entry| b.get(entry.key.as_str()).is_some_and(|other| agree(&entry.node, other)))
        }
        _ => false,
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 400, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn a_second_reader_reads_the_same(value in value()) {
        let written = serde_yaml::to_string(&value).expect("a value is YAML");
        let document = yaml::parse(&Source::new("plan.yaml", written.as_str()));
        prop_assert!(document.problems.is_empty(), "{:?}\n{}", document.problems, written);
        let null = Node { span: launch::span::Span::default(), value: Value::Null };
        prop_assert!(agree(&document.root.unwrap_or(null), &value), "{}", written);
    }

    #[test]
    fn what_is_shown_is_one_line_without_controls(text in "\\PC{0,20}|(?s:.){0,20}") {
        let shown = text::visible(&text);
        prop_assert!(!shown.chars().any(char::is_control));
        prop_assert_eq!(text::visible(&shown), shown.clone());
    }

    #[test]
    fn any_text_is_read_without_failing(text in "(?s:.){0,200}") {
        let file = PlanFile::read(Source::new("plan.yaml", text.as_str()));
        for problem in &file.problems {
            let located = file.source.locate(problem);
            let (place, excerpt) = located.place.expect("a place");
            prop_assert!(place.start <= place.end);
            prop_assert!(excerpt.text.is_char_boundary(excerpt.span.start) && excerpt.text.is_char_boundary(excerpt.span.end));
        }
    }

    #[test]
    fn a_plan_with_lines_cut_out_is_judged_without_failing_and_never_goes(from in 1usize..120, length in 1usize..12) {
        let lines: Vec<&str> = BASE.lines().collect();
        let cut: Vec<&str> = lines.iter().enumerate().filter(|(at, _)| !(from..from + length).contains(at)).map(|(_, line)| *line).collect();
        let file = PlanFile::read(Source::new("plan.yaml", cut.join("\n")));
        let policy = overlay::policy(Kind::Product, "");
        let facts = Facts::on(date(2026, 5, 28));
        let standing = Standing::of(&file, &policy, &facts);
        let rules = check::weighed(RULES, &policy);
        let raised = check::check(&rules, &file, &policy, &facts, &standing, Gate::External);
        let optional = ["tier", "due:", "seen_in", "goals:", "activation:", "evidence:", "interviews", "churn", "loads:",
            "incentives:", "promises:", "  setup-time:", "  new-customers:", "  commission:", "internal: 2026-06-01"];
        let taken: Vec<&str> = lines.iter().skip(from).take(length).copied().collect();
        let may_go = file.problems.is_empty() && raised.is_empty();
        let harmless = taken.iter().any(|line| optional.iter().any(|key| line.contains(key)));
        prop_assert!(!may_go || harmless, "cut:\n{}", taken.join("\n"));
    }
}
