//! Plans and policies that somebody wrote badly: both the reader and the schema refuse each of them.

use super::keys::{Format, POLICY_OF_PLANS};
use super::{plan_problems, policy, policy_problems, policy_schema, toml, validator, yaml};
use launch::plan::Kind;

/// Plans, each with one thing wrong with its structure; `launch` and `kind` are added unless they are there.
pub(super) const PLANS: &[&str] = &[
    "kind: product",
    "launch: x",
    "{launch: ~, kind: product}",
    "{launch: x, kind: ~}",
    "{launch: 5, kind: product}",
    "{launch: [x], kind: product}",
    "{launch: x, kind: Product}",
    "{launch: x, kind: app}",
    "{launch: x, kind: true}",
    "tier: 0",
    "tier: 4",
    "tier: one",
    "tier: '1'",
    "tier: 1.5",
    "tier: TBD",
    "owner: 5",
    "owner: [a@b.example]",
    "owner: {name: Kim}",
    "owner: \"a\\tb@acme.example\"",
    "owner: \"Kim\\nLee\"",
    "owners: a@b.example",
    "Owner: a@b.example",
    "dates: 2026-06-15",
    "dates: [2026-06-15]",
    "dates: {launch: 2026-06-15}",
    "dates: {external: 15.06.2026}",
    "dates: {external: 2026-6-15}",
    "dates: {external: 2026-02-30}",
    "dates: {external: 2027-02-29}",
    "dates: {external: 2026-13-01}",
    "dates: {external: 20260615}",
    "dates: {external: June 15}",
    "dates: {external: 2026-06-15T09:00}",
    "dates: {external: '2026-06-15T25:00:00Z'}",
    "dates: {external: 2026-06-15 09:00}",
    "dates: {external: '2026-06-15T09:00:00.1234567890Z'}",
    "dates: {external: '2026-06-15T09:00:00.1234567890123Z'}",
    "dates: {external: {day: 2026-06-15}}",
    "risks: [price-change]",
    "risks: {price-change: maybe}",
    "risks: {price-change: 1}",
    "risks: {price-chnge: true}",
    "needs: [{need: x}]",
    "needs: {See Hours: {need: x}}",
    "needs: {a: x}",
    "needs: {a: {ned: x}}",
    "needs: {a: {evidence: {from: interviews}}}",
    "needs: {a: {evidence: [interviews]}}",
    "needs: {a: {evidence: [{count: many}]}}",
    "needs: {a: {evidence: [{count: -3}]}}",
    "needs: {a: {evidence: [{count: 1.5}]}}",
    "needs: {a: {evidence: [{source: churn}]}}",
    "needs: {a: {answer: true}}",
    "stages: [finance]",
    "stages: {finance: fay@acme.example}",
    "stages: {finnace: {owner: x}}",
    "stages: {Finance: {owner: x}}",
    "stages: {finance: {ownr: x}}",
    "stages: {finance: {impact: 5}}",
    "stages: {finance: {asks: [billing]}}",
    "stages: {finance: {asks: {billing: yes}}}",
    "stages: {finance: {asks: {billing: true}}}",
    "stages: {finance: {asks: {billing: Done}}}",
    "stages: {finance: {asks: {billing: 1}}}",
    "stages: {finance: {asks: {billing: [done]}}}",
    "stages: {finance: {asks: {billing: {proof: x}}}}",
    "stages: {finance: {asks: {billing: {done: true}}}}",
    "stages: {finance: {asks: {billing: {done: [a, b]}}}}",
    "stages: {finance: {asks: {billing: {not-needed: x}}}}",
    "stages: {finance: {asks: {Bad Ask: open}}}",
    "stages: {finance: {sign_off: yes}}",
    "stages: {finance: {sign_off: fay@acme.example}}",
    "stages: {finance: {signoff: {by: x}}}",
    "stages: {finance: {sign_off: {by: 5}}}",
    "stages: {finance: {sign_off: {by: [x, y]}}}",
    "stages: {finance: {sign_off: {date: yesterday}}}",
    "stages: {finance: {sign_off: {when: 2026-05-20}}}",
    "stages: {finance: {sign_off: {verdict: Go}}}",
    "stages: {finance: {sign_off: {verdict: nogo}}}",
    "stages: {finance: {sign_off: {verdict: true}}}",
    "stages: {finance: {sign_off: {note: [x]}}}",
    "stages: {finance: {sign_off: {conditions: [x]}}}",
    "stages: {finance: {sign_off: {conditions: {a: x}}}}",
    "stages: {finance: {sign_off: {conditions: {a: {who: x}}}}}",
    "stages: {finance: {sign_off: {conditions: {a: {due: soon}}}}}",
    "stages: {finance: {sign_off: {conditions: {a: {covers: handoffs.value}}}}}",
    "stages: {finance: {sign_off: {conditions: {a: {covers: [stages.finance]}}}}}",
    "stages: {finance: {sign_off: {conditions: {a: {covers: [7]}}}}}",
    "stages: {finance: {sign_off: {conditions: {A_B: {what: x}}}}}",
    "stages: {finance: {sign_off: [{by: x, dat: 2026-05-20}]}}",
    "stages: {finance: {sign_off: [x]}}",
    "stages: {finance: {sign_off: [[{by: x}]]}}",
    "stages: {finance: {not_needed: true}}",
    "stages: {finance: {not_needed: {reason: x}}}",
    "stages: {finance: {not_needed: {why: x, link: y}}}",
    "handoffs: [price-list]",
    "handoffs: {price-list: done}",
    "handoffs: {price-list: {state: sent}}",
    "handoffs: {price-list: {due: next week}}",
    "handoffs: {price-list: {sent: yes}}",
    "handoffs: {price-list: {sent: 2026-05-06}}",
    "handoffs: {price-list: {sent: {who: x}}}",
    "handoffs: {price-list: {sent: {by: x, why: y}}}",
    "handoffs: {price-list: {accepted: {by: x, link: y}}}",
    "handoffs: {price-list: {accepted: [x]}}",
    "handoffs: {price-list: {returned: {because: x}}}",
    "handoffs: {price-list: {from: 5}}",
    "handoffs: {price-list: {from: finanec}}",
    "handoffs: {our-own: {what: x}}",
    "handoffs: {our-own: {from: sales}}",
    "handoffs: {our-own: {from: sales, to: ~}}",
    "handoffs: {our-own: }",
    "handoffs: {Our_Own: {from: sales, to: product}}",
    "informed: {field: {whom: x}}",
    "informed: {field: {date: Monday}}",
    "informed: {field: all-hands}",
    "informed: [field]",
    "promises: {a: {promise: x}}",
    "promises: {a: {claim: [x]}}",
    "promises: {a: {made_by: the sales team}}",
    "promises: {a: {kept_by: oprations}}",
    "promises: {a: {seen_in: pricing page}}",
    "promises: {a: {seen_in: [5]}}",
    "promises: {a: {promised: soon}}",
    "promises: {a: {promised: about 5 days}}",
    "promises: {a: {promised: -5 days}}",
    "promises: {a: {promised: [5, days]}}",
    "promises: {a: {committed: €49}}",
    "promises: {a: {committed: 5-6 days}}",
    "promises: {a: {committed: true}}",
    "promises: {a: {future: later}}",
    "promises: {a: {accepted: true}}",
    "promises: {a: {also_accepted: {by: x}}}",
    "promises: {a: {also_accepted: [{by: x, link: y}]}}",
    "loads: {a: {forecast: many}}",
    "loads: {a: {forecast: {low: 1, high: 2}}}",
    "loads: {a: {capacity: up to 300}}",
    "loads: {a: {draws_on: nothing-we-know}}",
    "loads: {a: {draws-on: onboarding}}",
    "loads: {a: {to: [operations]}}",
    "incentives: {a: {for: everybody}}",
    "incentives: {a: {scheme: 10}}",
    "incentives: {a: {safeguards: x}}",
    "incentives: {a: {accepted: {by: x, date: May}}}",
    "goals: {a: {target: more}}",
    "goals: {a: {stage: growth}}",
    "goals: {a: {measure: {what: x}}}",
    "goals: {a: {by: Q3}}",
    "goals: {a: {result: 5}}",
    "goals: [a]",
    "waivers: {a: {rule: no-such-rule}}",
    "waivers: {a: {rule: [open-ask]}}",
    "waivers: {a: {at: somewhere}}",
    "waivers: {a: {at: 5}}",
    "waivers: {a: {until: forever}}",
    "waivers: {a: {reason: x}}",
    "waivers: {'a b': {why: x}}",
    "[launch, kind]",
    "just words",
];

/// Policies, each with one thing wrong with its structure.
pub(super) const POLICIES: &[&str] = &[
    "extends = 5",
    "extends = \"app\"",
    "extend = \"product\"",
    "without = \"stages.marketing\"",
    "without = [\"marketing\"]",
    "without = [5]",
    "people = [\"kim@acme.example\"]",
    "people.\"kim@acme.example\" = \"Kim\"",
    "people.kim = { stage = [\"sales\"] }",
    "people.kim = { stages = \"sales\" }",
    "people.kim = { stages = [\"The Sales Team\"] }",
    "people.kim = { from = \"May\" }",
    "people.kim = { until = 2026 }",
    "people.kim = { waives = \"sometimes\" }",
    "people.kim = { waives = 1 }",
    "people.kim = { name = [\"Kim\"] }",
    "delegations = { from = \"a\" }",
    "delegations = [{ from = \"a\", to = \"b\", start = 2026-05-01 }]",
    "delegations = [{ to = \"b\", start = 2026-05-01, until = 2026-05-02 }]",
    "delegations = [{ from = \"a\", to = \"b\", start = 2026-05-01, until = 2026-05-02, why = \"leave\" }]",
    "delegations = [{ from = \"a\", to = \"b\", start = \"soon\", until = 2026-05-02 }]",
    "delegations = [\"a\"]",
    "calendar = []",
    "calendar.weekend = \"sat\"",
    "calendar.weekend = [\"saturday\"]",
    "calendar.weekend = [6]",
    "calendar.holidays = 2026-05-25",
    "calendar.holidays = [\"25.05.2026\"]",
    "calendar.holidays = [\"Easter\"]",
    "calendar.holiday = []",
    "calendar.blackouts = [{ from = 2026-06-24 }]",
    "calendar.blackouts = [{ from = 2026-06-24, to = 2026-06-30 }]",
    "calendar.blackouts = { from = 2026-06-24, until = 2026-06-30 }",
    "calendar.blackouts = [{ from = 2026-06-24, until = \"TBD\" }]",
    "calendar.no_launch_on = [\"Fri\"]",
    "risks = [\"price-change\"]",
    "risks.Price = \"?\"",
    "risks.price = 5",
    "risks.price = { question = \"?\" }",
    "stages = [\"legal\"]",
    "stages.Legal = {}",
    "stages.legal = \"after product\"",
    "stages.legal.after = \"product\"",
    "stages.legal.after = [[\"product\"]]",
    "stages.legal.gate = \"both\"",
    "stages.legal.gate = [\"internal\"]",
    "stages.legal.asks = [\"terms\"]",
    "stages.legal.asks.terms = true",
    "stages.legal.asks.terms = { question = \"?\", proof = true }",
    "stages.legal.asks.terms = { question = \"?\", evidence = \"much\" }",
    "stages.legal.asks.Terms = \"?\"",
    "stages.legal.tiers = 1",
    "stages.legal.tiers = [4]",
    "stages.legal.tiers = [\"1\"]",
    "stages.legal.risks = \"price-change\"",
    "stages.legal.signatures = 0",
    "stages.legal.signatures = 101",
    "stages.legal.signatures = \"two\"",
    "stages.legal.lead = -1",
    "stages.legal.lead = 20000",
    "stages.legal.lead = \"20 days\"",
    "stages.legal.commits_to_dates = \"maybe\"",
    "stages.legal.assurance = \"high\"",
    "stages.legal.owner = \"lou\"",
    "handoffs = [\"terms\"]",
    "handoffs.terms = \"legal to sales\"",
    "handoffs.terms.from = [\"product\"]",
    "handoffs.terms.until = 2026-05-01",
    "handoffs.terms.what = 5",
    "handoffs.price-list.lead = 1.5",
    "handoffs.price-list.tiers = [0]",
    "handoffs.Price_List.lead = 1",
    "capacity.a = \"at most 300 customers/month\"",
    "capacity.a = { of = \"operations\" }",
    "capacity.a = { limit = \"at most 5 customers\" }",
    "capacity.a = { of = \"operations\", limit = \"plenty\" }",
    "capacity.a = { of = \"operations\", limit = true }",
    "capacity.a = { of = \"operations\", limit = 5, unit = \"x\" }",
    "rules = [\"open-ask\"]",
    "rules.no-such-rule = \"off\"",
    "rules.open-ask = \"fatal\"",
    "rules.open-ask = true",
    "rules.open-ask = { lvl = \"off\" }",
    "rules.open-ask = { level = \"on\" }",
    "rules.open-ask = { months = 3 }",
    "rules.stale-evidence = { months = \"six\" }",
    "rules.stale-evidence = { months = -1 }",
    "assurance = \"signed\"",
    "assurance.minimum = \"trusted\"",
    "assurance.allowed_signers = [\"a\"]",
    "assurance.min = \"signed\"",
    "knwon = {}",
];

/// The plan of one of the lists, whole.
pub(super) fn whole_plan(text: &str) -> serde_json::Value {
    let mut document = yaml(text);
    if let Some(map) =
        document.as_object_mut().filter(|map| !map.contains_key("launch") && !map.contains_key("kind"))
    {
        map.insert("launch".to_owned(), "Camp Box".into());
        map.insert("kind".to_owned(), "product".into());
    }
    document
}

#[test]
fn plans_that_are_badly_built_are_refused() {
    let policies =
        [Kind::Product, Kind::Service].map(|kind| policy(kind, Some(POLICY_OF_PLANS)).expect("one"));
    let plans = Format::plans();
    for text in PLANS {
        let document = whole_plan(text);
        let written = serde_yaml::to_string(&document).expect("YAML");
        assert!(!plan_problems(&written, &policies).is_empty(), "the reader takes: {text}");
        assert!(!validator(&plans.schema).is_valid(&document), "the schema takes: {text}");
    }
    assert!(PLANS.len() + POLICIES.len() > 220, "{} and {}", PLANS.len(), POLICIES.len());
}

#[test]
fn what_is_longer_than_the_reader_takes_is_refused() {
    let policies =
        [Kind::Product, Kind::Service].map(|kind| policy(kind, Some(POLICY_OF_PLANS)).expect("one"));
    let validator = validator(&Format::plans().schema);
    let seen_in = |places| format!("promises: {{a: {{seen_in: [{}]}}}}", vec!["x"; places].join(", "));
    let owner = |name: &str, more: usize| format!("owner: \"{name}{}\"", "x".repeat(more));
    for (text, is_refused) in [
        (seen_in(2000), false),
        (seen_in(2001), true),
        (owner("", 200), false),
        (owner("", 201), true),
        (owner("  ", 200), false),
        (owner("TODO: ask ", 300), false),
        (owner("Kim? ", 300), false),
        (owner("e-mail of ", 300), false),
        (owner("<e-mail of whoever\\tdoes it> ", 0), false),
        (owner("(nobody\\n)", 0), false),
        ("dates: {external: '2026-06-15T09:00:00.123456789Z'}".to_owned(), false),
    ] {
        let document = whole_plan(&text);
        let written = serde_yaml::to_string(&document).expect("YAML");
        let told = plan_problems(&written, &policies);
        assert_eq!(!told.is_empty(), is_refused, "the reader: {text}: {told:?}");
        assert_eq!(!validator.is_valid(&document), is_refused, "the schema: {text}");
    }
}

#[test]
fn more_sign_offs_than_a_stage_may_have_are_refused() {
    let policies =
        [Kind::Product, Kind::Service].map(|kind| policy(kind, Some(POLICY_OF_PLANS)).expect("one"));
    let validator = validator(&Format::plans().schema);
    for (sign_offs, is_refused) in [(100, false), (101, true)] {
        let all = vec!["{by: x, date: 2026-05-20}"; sign_offs].join(", ");
        let document = whole_plan(&format!("stages: {{finance: {{sign_off: [{all}]}}}}"));
        let written = serde_yaml::to_string(&document).expect("YAML");
        assert_eq!(!plan_problems(&written, &policies).is_empty(), is_refused, "the reader: {sign_offs}");
        assert_eq!(!validator.is_valid(&document), is_refused, "the schema: {sign_offs}");
    }
}

#[test]
fn policies_that_are_badly_built_are_refused() {
    let validator = validator(&policy_schema());
    for text in POLICIES {
        assert!(!policy_problems(text).is_empty(), "the reader takes: {text}");
        assert!(!validator.is_valid(&toml(text)), "the schema takes: {text}");
    }
}
