//! A plan that holds hostile texts wherever it holds words, and the report on it.

use std::path::Path;

use jiff::civil::date;
use launch::judge::Judge;
use launch::policy::Gate;
use launch::report::Report;
use launch::source::Source;
use serde_yaml::Value;

use crate::overlay::BASE;

/// The fields that hold words.
const WORDS: [&str; 17] = [
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
    "declined",
];

/// The complete plan with a waiver, a condition, a returned hand-off and a need that is declined: one
/// hostile text in each field of words.
pub(crate) fn plan(texts: &[String]) -> String {
    let mut plan: Value = serde_yaml::from_str(BASE).expect("the base plan is YAML");
    let more: Value = serde_yaml::from_str(
        "waivers: {w: {rule: missing-handoff, at: handoffs.value, why: x, by: lea@acme.example, date: 2026-05-20, until: 2026-06-30}}\n\
         condition: {what: x, owner: x, due: 2026-06-10, risk_accepted_by: lea@acme.example}\n\
         returned: {by: x, date: 2026-05-26, why: x}\n\
         need: {need: x, declined: x}\n",
    )
    .expect("YAML");
    plan["waivers"] = more["waivers"].clone();
    plan["needs"]["turned-down"] = more["need"].clone();
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
        Value::Sequence(items) => items.iter_mut().for_each(|item| match item {
            Value::String(text) => text.clone_from(texts.next().expect("a text")),
            other => fill(other, texts),
        }),
        _ => {}
    }
}

/// The report on a plan that says these things, in a file that is named so too. Without a roster anybody may
/// sign, so that hostile names are shown as those of signers.
pub(crate) fn report(texts: &[String]) -> Report {
    report_on(&name(texts), &plan(texts))
}

/// A file that is named by the texts. Platforms are given paths from the repository's root: none begins with
/// `/` or `./`.
pub(crate) fn name(texts: &[String]) -> String {
    format!("{}.yaml", texts.concat().trim_start_matches(['.', '/']))
}

/// The report on a text in the place of a plan that is nowhere on disk.
pub(crate) fn report_on(name: &str, text: &str) -> Report {
    let name = launch::source::name_of(name);
    let day = date(2026, 5, 28);
    let judge = Judge::new(Gate::External, day, None).without_history();
    let mut plan = judge.report_on(Path::new("/nowhere/plan.yaml"), Source::new(name.as_str(), text));
    // A failure that was contained has no place; a plan may well say the same words at one.
    let failed =
        plan.errors.iter().any(|error| error.place.is_none() && error.message.contains("fault of launch"));
    assert!(!failed, "{text}");
    plan.errors.iter_mut().for_each(|error| error.path.clone_from(&name));
    plan.path = name;
    Report::of(day, vec![plan], Vec::new())
}
