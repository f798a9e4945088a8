//! Policies, as the contract has them: the built-in ones, merging, who is required, who may, and errors.

use std::path::Path;

use jiff::civil::Weekday;
use launch::plan::Kind;
use launch::policy::{Choice, Policy, Vocabulary};
use launch::rules;
use launch::source::Source;
use serde_json::Value;

use crate::judged::{Judged, ROSTER, judge, judge_with, of};
use crate::overlay::{BASE, plan};

const LEGAL: &str = "[stages.legal]\nafter = [\"product\"]\n";
const STAGES: [&str; 8] =
    ["customer", "product", "operations", "finance", "customer-service", "marketing", "sales", "leadership"];
const EMPTY: &str = "launch: Nothing yet\nowner: priya@acme.example\n";

fn bare(kind: &str, policy: &str) -> Judged {
    let plan = format!("{EMPTY}kind: {kind}\n");
    of(&[("plan.yaml", &plan), ("launch.toml", policy)], "plan.yaml", &[])
}

/// The asks of a plan that answers none, as "stage ask", sorted.
fn asks(judged: &Judged) -> Vec<String> {
    let found = judged.found();
    let open = found.iter().filter_map(|name| name.strip_prefix("open-ask stages."));
    open.map(|at| at.replace(".asks.", " ")).collect()
}

const ASKS: [&str; 16] = [
    "customer-service complaints",
    "customer-service satisfaction",
    "customer-service training",
    "finance billing",
    "finance pricing",
    "leadership goals",
    "leadership resources",
    "marketing audience",
    "marketing message",
    "operations delivery",
    "operations systems",
    "operations training",
    "product built",
    "product quality",
    "sales incentives",
    "sales training",
];

const HANDOFFS: [(&str, &str, &str); 11] = [
    ("customer-needs", "customer", "product"),
    ("delivery-change", "product", "operations"),
    ("demand-forecast", "sales", "operations"),
    ("cost-to-serve", "operations", "finance"),
    ("support-guide", "operations", "customer-service"),
    ("billing-guide", "finance", "customer-service"),
    ("value", "product", "marketing"),
    ("delivery-limits", "operations", "sales"),
    ("price-list", "finance", "sales"),
    ("customer-complaints", "customer-service", "sales"),
    ("message-kit", "marketing", "sales"),
];

fn handoffs(judged: &Judged) -> Vec<(String, String, String)> {
    let text = |one: &Value, key: &str| one.get(key).and_then(Value::as_str).unwrap_or_default().to_owned();
    let all = judged.report.get("handoffs").and_then(Value::as_array).expect("hand-offs").iter();
    let mut all: Vec<_> = all.map(|one| (text(one, "id"), text(one, "from"), text(one, "to"))).collect();
    all.sort();
    all
}

#[test]
fn the_built_in_policies_ask_what_the_contract_lists() {
    for kind in ["product", "service"] {
        let service = kind == "service";
        let judged = bare(kind, "");
        assert_eq!(judged.ids("stages"), STAGES, "{kind}");
        let mut expected: Vec<String> = ASKS.iter().map(ToString::to_string).collect();
        let mut sent: Vec<_> = HANDOFFS.map(|(id, from, to)| (id.into(), from.into(), to.into())).into();
        if service {
            expected.retain(|ask| ask != "product built");
            expected.extend(["product defined".to_owned(), "operations capacity".to_owned()]);
            sent.retain(|(id, ..): &(String, String, String)| id != "delivery-change");
            sent.push(("client-brief".into(), "sales".into(), "operations".into()));
        }
        expected.sort();
        sent.sort();
        assert_eq!((asks(&judged), handoffs(&judged)), (expected, sent), "{kind}");
        assert!(judged.found().iter().all(|name| !name.starts_with("unanswered-risk")), "no risks are asked");
    }
}

#[test]
fn evidence_is_asked_for_built_billing_and_the_trainings_of_those_who_deliver_and_serve() {
    let done: Vec<String> = STAGES
        .iter()
        .map(|stage| {
            let own = ASKS.iter().filter_map(|ask| ask.split_once(' ')).filter(|(of, _)| of == stage);
            let asks: Vec<String> = own.map(|(_, ask)| format!("{ask}: done")).collect();
            format!("{stage}: {{asks: {{{}}}}}", asks.join(", "))
        })
        .collect();
    let judged = judge(&format!("stages: {{{}}}", done.join(", ")), "");
    for ask in ["product.asks.built", "finance.asks.billing", "operations.asks.training"] {
        assert!(judged.found().contains(&format!("unproven-ask stages.{ask}")), "{ask}");
    }
    assert!(judged.found().contains(&"unproven-ask stages.customer-service.asks.training".to_owned()));
    assert!(judged.found().iter().all(|name| name.starts_with("unproven-ask")), "{:?}", judged.found());
    for ask in
        ["product.asks.quality", "finance.asks.pricing", "operations.asks.systems", "sales.asks.incentives"]
    {
        assert!(!judged.found().contains(&format!("unproven-ask stages.{ask}")), "{ask}");
    }
}

#[test]
fn the_order_of_the_built_in_policies_is_a_graph() {
    let after = [
        ("customer", &["product"][..]),
        ("product", &["operations"]),
        ("operations", &["finance", "customer-service"]),
        ("finance", &["marketing"]),
        ("customer-service", &["marketing"]),
        ("marketing", &["sales"]),
        ("sales", &["leadership"]),
        ("leadership", &[]),
    ];
    for (stage, expected) in after {
        let judged = judge(&format!("stages: {{{stage}: {{sign_off: ~}}}}"), "");
        let early: Vec<&str> = STAGES.into_iter().filter(|id| judged.state(id) == "early").collect();
        assert_eq!(early, expected, "after {stage}");
    }
    let internal = judge_with("stages: {marketing: ~, sales: ~, leadership: ~}", "", &["--gate", "internal"]);
    assert_eq!(internal.code, 0);
    for stage in &STAGES[..5] {
        let judged =
            judge_with(&format!("stages: {{{stage}: {{sign_off: ~}}}}"), "", &["--gate", "internal"]);
        assert_eq!(judged.code, 1, "{stage}");
    }
}

#[test]
fn extends_is_the_plans_kind_unless_it_says_otherwise() {
    for (policy, kind, id) in [
        ("", "product", Some("delivery-change")),
        ("", "service", Some("client-brief")),
        ("extends = \"product\"\n", "service", Some("delivery-change")),
        ("extends = \"service\"\n", "product", Some("client-brief")),
        ("extends = \"none\"\n", "product", None),
    ] {
        let judged = bare(kind, &format!("{policy}{}", LEGAL.replace("\"product\"", "")));
        assert!(judged.ids("stages").contains(&"legal"), "{policy}{kind}");
        let expected = if id.is_some() { 9 } else { 1 };
        assert_eq!(judged.ids("stages").len(), expected, "{policy}{kind}");
        let brief =
            ["delivery-change", "client-brief"].into_iter().find(|id| judged.ids("handoffs").contains(id));
        assert_eq!(brief, id, "{policy}{kind}");
    }
    let files = [
        ("plan.yaml", BASE),
        ("launch.toml", "extends = \"shared/acme.toml\"\n[stages.legal]\nlead = 3\n"),
        ("shared/acme.toml", "extends = \"roster.toml\"\n[stages.legal]\nafter = [\"product\"]\n"),
        ("shared/roster.toml", ROSTER),
    ];
    let judged = of(&files, "plan.yaml", &[]);
    // Three working days before 2026-06-15, which the gate that `legal` is for says by default.
    assert_eq!(judged.stage("legal")["due"], "2026-06-10");
    assert_eq!(judged.state("legal"), "ready");
}

#[test]
fn tables_merge_by_id_and_lists_replace() {
    let unsigned = "stages: {operations: {sign_off: ~}}";
    for (policy, fragment, early) in [
        ("", unsigned, &["finance", "customer-service"][..]),
        ("[stages.finance]\nafter = [\"product\"]", unsigned, &["customer-service"]),
        ("[stages.marketing]\nafter = [\"finance\"]", "stages: {customer-service: {sign_off: ~}}", &[]),
        (
            "[stages.marketing]\nafter = [\"finance\", \"product\"]",
            "stages: {product: {sign_off: ~}}",
            &["operations", "marketing"],
        ),
        ("[stages.finance]\nlead = 2", unsigned, &["finance", "customer-service"]),
        ("[stages.sales]\nafter = []", "stages: {marketing: {sign_off: ~}}", &[]),
        // The order closes over what is taken out.
        (
            "without = [\"stages.operations\"]",
            "stages: {product: {sign_off: ~}}",
            &["finance", "customer-service"],
        ),
        (
            "without = [\"stages.finance\", \"stages.customer-service\", \"stages.marketing\"]",
            unsigned,
            &["sales"],
        ),
    ] {
        let judged = judge(fragment, policy);
        let found: Vec<&str> = STAGES.into_iter().filter(|id| judged.state(id) == "early").collect();
        assert_eq!(found, early, "{policy}");
    }
    let asks = "[stages.product.asks]\nquality = \"Who says so?\"\nfit = { question = \"Who for?\", evidence = true }";
    let judged = judge("stages: {product: {asks: {fit: done}}}", asks);
    assert_eq!(judged.found(), ["unproven-ask stages.product.asks.fit"]);
    assert_eq!(judged.met("product"), (7, 8));
    let added = "[handoffs.terms]\nfrom = \"finance\"\nto = \"sales\"\nwhat = \"The terms\"";
    assert_eq!(judge("", added).found(), ["missing-handoff handoffs.terms"]);
}

#[test]
fn what_a_layer_does_not_say_of_an_ask_is_inherited() {
    let bare = "stages: {finance: {asks: {billing: done, pricing: done}}}";
    let unproven = |ask: &str| format!("unproven-ask stages.finance.asks.{ask}");
    for (asks, expected) in [
        ("billing = \"Did a customer check a trial invoice?\"", &["billing"][..]),
        ("billing = { question = \"Did a customer check a trial invoice?\" }", &["billing"]),
        ("billing = { question = \"Was one sent?\", evidence = false }", &[]),
        ("billing = { evidence = false }", &[]),
        ("pricing = { evidence = true }", &["billing", "pricing"]),
    ] {
        let judged = judge(bare, &format!("[stages.finance.asks]\n{asks}"));
        assert_eq!(judged.found(), expected.iter().map(|ask| unproven(ask)).collect::<Vec<_>>(), "{asks}");
    }
    let anew = "without = [\"stages.finance.asks.billing\"]\nstages.finance.asks.billing = \"Was one sent?\"";
    assert_eq!(judge(bare, anew).verdict(), "go", "what is taken out leaves nothing to inherit");
}

#[test]
fn what_a_layer_does_not_say_of_a_person_is_inherited() {
    let coo = "\"coo@acme.example\" = { name = \"Chi Okoro\", stages = [\"finance\"], from = 2026-05-20, waives = true }\n";
    let base = format!("extends = \"base.toml\"\n[people]\n{coo}");
    let org = format!(
        "{base}\"fay@acme.example\" = {{ name = \"Fay Lund\", stages = [\"finance\"], until = 2026-05-15 }}\n"
    );
    let over = |fragment: &str, org: &str, own: &str| {
        let own = format!("extends = \"org.toml\"\n[people]\n{own}\n{LEGAL}tiers = [2]\n");
        let text = plan(fragment);
        let files =
            [("plan.yaml", text.as_str()), ("launch.toml", &own), ("org.toml", org), ("base.toml", ROSTER)];
        of(&files, "plan.yaml", &[])
    };
    let finance = |by: &str, own: &str| {
        let signed = format!("stages: {{finance: {{sign_off: {{by: {by}@acme.example}}}}}}");
        over(&signed, &org, &format!("\"{by}@acme.example\" = {own}"))
    };
    for (by, own, state) in [
        ("fay", "{}", "ready"),
        ("fay", "{ stages = [\"finance\", \"legal\"] }", "ready"),
        ("fay", "{ until = 2026-05-20 }", "signed"),
        ("fay", "{ stages = [\"finance\", \"legal\"], until = 2026-05-20 }", "signed"),
        ("coo", "{}", "signed"),
        ("coo", "{ stages = [\"finance\", \"legal\"] }", "signed"),
        ("coo", "{ stages = [\"legal\"] }", "ready"),
        ("coo", "{ stages = [] }", "ready"),
        ("coo", "{ from = 2026-05-21 }", "ready"),
    ] {
        assert_eq!(finance(by, own).state("finance"), state, "{by} {own}");
    }
    let waiver = "handoffs: {value: ~}\nwaivers: {later: {rule: missing-handoff, at: handoffs.value, why: it is sent, \
                  by: coo@acme.example, date: 2026-05-20, until: 2026-06-30}}";
    let waived = |own: &str| over(waiver, &base, &format!("\"COO@acme.example\" = {own}")).code;
    assert_eq!((waived("{ stages = [\"sales\"] }"), waived("{ waives = false }")), (0, 1));
    let around = finance("coo", "{ until = 2026-05-19 }");
    assert_eq!((around.code, &around.report["errors"][0]["line"]), (2, &3.into()), "the days make no period");
}

#[test]
fn without_takes_away_stages_hand_offs_and_asks() {
    let all = "without = [\"stages.finance\", \"handoffs.value\", \"stages.product.asks.quality\"]\n";
    let judged = bare("product", all);
    assert!(!judged.ids("stages").contains(&"finance"));
    let gone = ["value", "cost-to-serve", "billing-guide", "price-list"];
    let left: Vec<&str> = HANDOFFS.iter().map(|(id, ..)| *id).filter(|id| !gone.contains(id)).collect();
    assert_eq!(judged.ids("handoffs").len(), left.len());
    assert!(left.iter().all(|id| judged.ids("handoffs").contains(id)), "{:?}", judged.ids("handoffs"));
    assert!(!asks(&judged).iter().any(|ask| ask == "product quality" || ask.starts_with("finance")));
    assert_eq!(judge("", all).verdict(), "go", "what is declared all the same is in nobody's way");
}

#[test]
fn tiers_and_risks_decide_what_is_required() {
    let risks = "[risks]\nprice = \"Do prices change?\"\ndata = \"Is it personal data?\"\n";
    let ask = |more: &str| format!("{risks}{LEGAL}{more}");
    let both = "risks = [\"price\", \"data\"]\n";
    let answers = |price: &str, data: &str| format!("risks: {{price: {price}, data: {data}}}");
    for (policy, fragment, required) in [
        (format!("{LEGAL}tiers = [1, 2]"), "tier: 1".to_owned(), true),
        (format!("{LEGAL}tiers = [1, 2]"), "tier: 2".to_owned(), true),
        (format!("{LEGAL}tiers = [1, 2]"), "tier: 3".to_owned(), false),
        (format!("{LEGAL}tiers = [1]"), "tier: ~".to_owned(), true),
        (format!("{LEGAL}tiers = [2]"), "tier: ~".to_owned(), false),
        (LEGAL.to_owned(), "tier: 3".to_owned(), true),
        (ask(both), answers("true", "false"), true),
        (ask(both), answers("yes", "no"), true),
        (ask(both), answers("false", "true"), true),
        (ask(both), answers("false", "false"), false),
        (ask(both), answers("no", "no"), false),
        (ask("risks = [\"data\"]\n"), answers("true", "false"), false),
        (ask(&format!("{both}tiers = [1]")), format!("tier: 2\n{}", answers("true", "true")), false),
        (ask(&format!("{both}tiers = [1]")), format!("tier: 1\n{}", answers("true", "true")), true),
    ] {
        let judged = judge(&fragment, &policy);
        assert_eq!(
            judged.roots().contains(&"missing-owner stages.legal".to_owned()),
            required,
            "{fragment}\n{policy}"
        );
        assert_eq!(judged.code, i32::from(required), "{fragment}\n{policy}");
    }
    for blank in [
        "",
        "risks: {price: false}",
        "risks: {price: false, data: \"\"}",
        "risks: {price: false, data: \"?\"}",
    ] {
        let judged = judge(blank, &ask(""));
        assert!(judged.found().contains(&"unanswered-risk risks.data".to_owned()), "{blank}");
        assert_eq!(judged.code, 1, "blank is not no: {blank}");
    }
    let terms = "[handoffs.value]\ntiers = [2, 3]";
    assert_eq!(
        (judge("handoffs: {value: ~}", terms).code, judge("tier: 2\nhandoffs: {value: ~}", terms).code),
        (0, 1)
    );
}

#[test]
fn several_signatures_are_of_distinct_people() {
    let two =
        "[people]\n\"fia@acme.example\" = { stages = [\"finance\"] }\n[stages.finance]\nsignatures = 2\n";
    let fay = "{by: fay@acme.example, date: 2026-05-19}";
    for (signed, state) in [
        (fay.to_owned(), "ready"),
        (format!("[{fay}]"), "ready"),
        (format!("[{fay}, {fay}]"), "ready"),
        (format!("[{fay}, {{by: FAY@acme.example, date: 2026-05-20}}]"), "ready"),
        (format!("[{fay}, {{by: sam@acme.example, date: 2026-05-20}}]"), "ready"),
        (format!("[{fay}, {{by: TBD, date: 2026-05-20}}]"), "ready"),
        (format!("[{fay}, {{by: fia@acme.example, date: 2026-05-20}}]"), "signed"),
        (format!("[{fay}, {{by: fia@acme.example, date: 2026-05-20, verdict: no-go}}]"), "declined"),
    ] {
        let base = plan("stages: {finance: {sign_off: \"@\"}}").replace("'@'", &signed);
        let policy = format!("extends = \"base.toml\"\n{two}");
        let files = [("plan.yaml", base.as_str()), ("launch.toml", &policy), ("base.toml", ROSTER)];
        let judged = of(&files, "plan.yaml", &[]);
        assert_eq!((judged.state("finance"), judged.code), (state, i32::from(state != "signed")), "{signed}");
        assert_eq!(judged.met("finance").0, if state == "signed" { 7 } else { 6 }, "{signed}");
    }
}

#[test]
fn a_list_replaces_and_a_calendar_and_stand_ins_are_added_to() {
    let below = "extends = \"product\"\n[people.\"fay@acme.example\"]\nstages = [\"finance\"]\n[[delegations]]\n\
                 from = \"fay@acme.example\"\nto = \"felix@acme.example\"\nstart = 2026-05-01\nuntil = 2026-05-31\n\
                 [calendar]\nweekend = [\"sun\"]\nholidays = [2026-05-25]\nblackouts = [{ from = 2026-06-24, \
                 until = 2026-06-30, why = \"quarter close\" }]\nno_launch_on = [\"fri\"]\n";
    let above = below
        .replace("product", "below.toml")
        .replace("2026-0", "2027-0")
        .replace("\"finance\"", "\"sales\"");
    let above = above.replace("sun", "sat").replace("fri", "mon");
    let read = |path: &Path| {
        let is_below = path.ends_with("below.toml");
        Ok(Source::new(path.to_string_lossy(), if is_below { below } else { above.as_str() }))
    };
    let rules = rules::vocabulary();
    let choice = Choice::File("launch.toml".into());
    let policy =
        Policy::load(&choice, Kind::Product, &Vocabulary { rules: &rules }, &read).expect("a policy");
    let roster = policy.roster.expect("a roster");
    let calendar = policy.calendar;
    assert_eq!((calendar.holidays.len(), calendar.blackouts.len(), roster.delegations.len()), (2, 2, 2));
    assert_eq!((calendar.weekend, calendar.no_launch_on), (vec![Weekday::Saturday], vec![Weekday::Monday]));
    assert_eq!(roster.people.iter().map(|person| person.stages.len()).collect::<Vec<_>>(), [1]);
    let readme = std::fs::read_to_string(crate::command::project().join("README.md")).expect("README.md");
    let words = readme.split_whitespace().collect::<Vec<_>>().join(" ");
    assert!(words.contains("A list replaces; stand-ins, holidays and blackouts are added to those below."));
}
