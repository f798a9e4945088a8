//! Ways round a finding, as the contract has them: waivers, conditions, not needed; and what never counts.

use crate::command::{folder, run};
use crate::judged::{Judged, ROSTER, judge, judge_with};
use crate::overlay::plan;

fn waiver(rule: &str, at: &str) -> String {
    format!("waivers: {{w: {{rule: {rule}, at: {at}, {GIVEN}}}}}\n")
}

const GIVEN: &str = "why: Agreed, by: lea@acme.example, date: 2026-05-20, until: 2026-06-30";
const MISSING: &str = "missing-handoff handoffs.price-list";
/// The stages after finance, unsigned.
const LATER: &str = "marketing: {sign_off: ~}, sales: {sign_off: ~}, leadership: {sign_off: ~}";

fn condition(fields: &str) -> String {
    format!(
        "stages: {{leadership: {{sign_off: {{verdict: conditions, conditions: {{hire: {{{fields}}}}}}}}}}}\n"
    )
}

const WHOLE: [&str; 4] =
    ["what: Hire two", "owner: lea@acme.example", "due: 2026-06-10", "risk_accepted_by: lea@acme.example"];
const HIRE: &str = "stages.leadership.sign_off.conditions.hire";

#[track_caller]
fn found(fragment: &str, expected: &[&str]) -> Judged {
    let judged = judge(fragment, "");
    assert_eq!(judged.found(), expected, "{fragment}");
    judged
}

#[test]
fn a_waiver_takes_its_finding_and_what_follows_from_that_alone() {
    let missing = format!("{}handoffs: {{price-list: ~}}", waiver("missing-handoff", "handoffs.price-list"));
    let judged = found(&missing, &[MISSING]);
    assert_eq!((judged.verdict(), judged.code), ("go-with-conditions", 0));
    assert!(judged.left().is_empty() && judged.next().is_empty());
    assert_eq!(judged.of_finding(MISSING, "waived_by"), "waivers.w");
    assert_eq!(judge_with(&missing, "", &["--strict"]).code, 1);

    let late = format!(
        "{}handoffs: {{price-list: {{sent: ~, accepted: ~, due: 2026-05-12}}}}",
        waiver("unsent-handoff", "handoffs.price-list")
    );
    let judged = found(&late, &["late-handoff handoffs.price-list", "unsent-handoff handoffs.price-list"]);
    assert_eq!((judged.verdict(), judged.left().len()), ("go-with-conditions", 0));

    let follower = format!(
        "{}handoffs: {{price-list: {{sent: {{by: TBD}}}}}}",
        waiver("unsent-handoff", "handoffs.price-list")
    );
    let judged = judge(&follower, "");
    assert_eq!(judged.left(), ["placeholder handoffs.price-list.sent.by"]);
    assert_eq!(judged.code, 1);

    let beside = format!(
        "{}handoffs: {{price-list: ~, message-kit: ~}}",
        waiver("missing-handoff", "handoffs.price-list")
    );
    assert_eq!(judge(&beside, "").left(), ["missing-handoff handoffs.message-kit"]);
}

#[test]
fn a_waiver_of_an_unanswered_risk_takes_the_stage_that_waits_for_the_answer_in_the_plan_or_not() {
    let policy = "[risks]\nterms = \"Do the terms change?\"\n[stages.legal]\nafter = [\"product\"]\n\
                  risks = [\"terms\"]\nasks.read = \"Are they read?\"\n";
    for stage in ["", "legal: {owner: lea@acme.example}", "legal: {impact: Terms that hold}"] {
        let open = format!("stages: {{{stage}}}\n");
        let waived = format!("{open}{}", waiver("unanswered-risk", "risks.terms"));
        let (judged, bare) = (judge(&waived, policy), judge(&open, policy));
        assert_eq!((judged.code, bare.code), (0, 1), "{stage}");
        assert!(judged.left().is_empty(), "{stage}: {:?}", judged.left());
        for rule in ["missing-sign-off stages.legal", "open-ask stages.legal.asks.read"] {
            assert_eq!(judged.of_finding(rule, "waived_by"), "waivers.w", "{stage} {rule}");
        }
    }
    let answered = format!("risks: {{terms: true}}\n{}", waiver("missing-owner", "stages.legal"));
    let left = judge(&answered, policy);
    assert_eq!(left.code, 1, "what waits for an owner is there without one too");
    assert_eq!(left.of_finding("missing-sign-off stages.legal", "waived_by"), serde_json::Value::Null);
    let early = "stages: {product: {sign_off: ~}}\n";
    let waiting = judge(&format!("{early}{}", waiver("unanswered-risk", "risks.terms")), policy);
    assert_eq!(waiting.code, 1);
}

#[test]
fn a_waiver_that_is_over_unentitled_or_unused_takes_nothing() {
    let base = "rule: missing-handoff, at: handoffs.price-list";
    for (waiver, gap, fault, level) in [
        ("until: 2026-05-27", true, Some("expired-waiver"), "error"),
        ("until: 2026-05-27", false, Some("expired-waiver"), "error"),
        ("until: ~", true, Some("expired-waiver"), "error"),
        ("until: 2026-05-28", true, None, ""),
        ("by: sam@acme.example", true, Some("unentitled-waiver"), "error"),
        ("by: priya@acme.example", true, Some("unentitled-waiver"), "error"),
        ("by: ~", true, Some("unentitled-waiver"), "error"),
        ("why: ~", true, Some("unentitled-waiver"), "error"),
        ("at: handoffs.message-kit", true, Some("unused-waiver"), "warn"),
        ("rule: unsent-handoff", true, Some("unused-waiver"), "warn"),
        ("until: 2026-06-30", false, Some("unused-waiver"), "warn"),
    ] {
        let key = waiver.split(':').next().expect("a key");
        let kept: Vec<&str> = base.split(", ").chain(GIVEN.split(", ")).collect();
        let kept: Vec<&str> =
            kept.into_iter().filter(|field| !field.starts_with(&format!("{key}:"))).collect();
        let price_list = if gap { "~" } else { "{}" };
        let fragment = format!(
            "waivers: {{w: {{{}, {waiver}}}}}\nhandoffs: {{price-list: {price_list}}}",
            kept.join(", ")
        );
        let judged = judge(&fragment, "");
        let Some(fault) = fault else {
            assert_eq!(judged.verdict(), "go-with-conditions", "{fragment}");
            continue;
        };
        let name = format!("{fault} waivers.w");
        let mut expected = vec![name.clone()];
        expected.extend(gap.then(|| MISSING.to_owned()));
        expected.sort();
        assert_eq!(judged.left(), expected, "{fragment}");
        assert_eq!(judged.of_finding(&name, "level"), level, "{fragment}");
        assert_eq!(judged.verdict(), if gap || level == "error" { "no-go" } else { "go" }, "{fragment}");
    }
}

#[test]
fn a_waived_sign_off_lets_the_next_be_judged_on_its_own_and_opens_no_gate() {
    for (finance, rule) in [
        ("sign_off: ~", "missing-sign-off"),
        ("sign_off: {verdict: no-go}", "declined-sign-off"),
        ("sign_off: {by: sam@acme.example}", "unentitled-signer"),
    ] {
        let waived = waiver(rule, "stages.finance");
        let judged = judge(&format!("{waived}stages: {{finance: {{{finance}}}, {LATER}}}"), "");
        assert_eq!((judged.state("marketing"), judged.state("sales")), ("ready", "waiting"), "{finance}");
        assert_eq!((judged.code, judged.weakest()), (1, Some("marketing")), "{finance}");
        assert_eq!(judged.root_of("missing-sign-off stages.marketing"), None, "{finance}");
        let after = judged.root_of("missing-sign-off stages.leadership");
        assert_eq!(after.as_deref(), Some("missing-sign-off stages.marketing"), "{finance}");
        assert_eq!(judged.next(), ["mia@acme.example stages.marketing"], "{finance}");

        let judged = judge(&format!("{waived}stages: {{finance: {{{finance}}}}}"), "");
        assert_eq!(
            (judged.state("marketing"), judged.verdict()),
            ("signed", "go-with-conditions"),
            "{finance}"
        );
        assert!(judged.left().is_empty(), "{finance}");
    }
}

#[test]
fn every_field_of_a_condition_is_needed() {
    for left_out in WHOLE {
        let rest: Vec<&str> = WHOLE.into_iter().filter(|field| *field != left_out).collect();
        let incomplete = format!("incomplete-condition {HIRE}");
        assert_eq!(found(&condition(&rest.join(", ")), &[&incomplete]).code, 1, "{left_out}");

        let key = left_out.split(':').next().expect("a key");
        let placeholder = format!("placeholder {HIRE}.{key}");
        let judged =
            found(&condition(&format!("{}, {key}: TBD", rest.join(", "))), &[&incomplete, &placeholder]);
        assert_eq!(judged.root_of(&incomplete), Some(placeholder), "{left_out}");
    }
}

#[test]
fn an_open_condition_is_a_condition_until_it_is_met_or_overdue() {
    for (met, day, verdict, state) in [
        ("", "2026-05-28", "go-with-conditions", "conditional"),
        ("", "2026-06-10", "go-with-conditions", "conditional"),
        ("", "2026-06-11", "no-go", "conditional"),
        (", met: https://acme.example/hired", "2026-05-28", "go", "signed"),
        (", met: https://acme.example/hired", "2026-06-11", "go", "signed"),
        (", met: TBD", "2026-05-28", "no-go", "conditional"),
        (", met: TBD", "2026-06-11", "no-go", "conditional"),
    ] {
        let fragment = condition(&format!("{}{met}", WHOLE.join(", ")));
        let judged = judge_with(&fragment, "", &["--as-of", day]);
        assert_eq!(judged.verdict(), verdict, "{met} {day}");
        assert_eq!(judged.state("leadership"), state, "{met} {day}");
        let overdue = judged.found().contains(&format!("overdue-condition {HIRE}"));
        assert_eq!(overdue, day == "2026-06-11" && verdict == "no-go", "{met} {day}");
        let strict = judge_with(&fragment, "", &["--as-of", day, "--strict"]);
        assert_eq!(strict.code, i32::from(verdict != "go"), "{met} {day}");
        assert_eq!(strict.verdict(), verdict, "{met} {day}");
    }
    let risk = condition(&WHOLE.join(", ").replace("by: lea@", "by: sam@"));
    assert_eq!(found(&risk, &[&format!("unentitled-signer {HIRE}")]).code, 1);
}

#[test]
fn what_a_condition_covers_does_not_count_until_it_is_overdue() {
    for (covered, fragment, rule) in [
        ("handoffs.price-list", "handoffs: {price-list: {accepted: ~}}", "unaccepted-handoff"),
        (
            "promises.setup-time",
            "promises: {setup-time: {committed: at most 8 working days}}",
            "colliding-promise",
        ),
        (
            "stages.finance.asks.pricing",
            "stages: {finance: {asks: {pricing: open}}, leadership: {sign_off: *hire}}",
            "open-ask",
        ),
    ] {
        let condition = condition(&format!("{}, covers: [{covered}]", WHOLE.join(", ")));
        let sign_off = condition.split_once("sign_off: ").expect("one").1.trim_end().trim_end_matches('}');
        let sign_off = format!("{sign_off}{}", "}".repeat(3));
        let fragment = match fragment.contains("*hire") {
            true => fragment.replace("*hire", &sign_off),
            false => format!("{condition}{fragment}"),
        };
        let name = format!("{rule} {covered}");
        let judged = found(&fragment, &[&name]);
        assert_eq!((judged.verdict(), judged.code), ("go-with-conditions", 0), "{covered}");
        let over = judge_with(&fragment, "", &["--as-of", "2026-06-11"]);
        assert_eq!((over.verdict(), over.roots()), ("no-go", vec![format!("overdue-condition {HIRE}")]));
        assert_eq!(over.root_of(&name), Some(format!("overdue-condition {HIRE}")), "{covered}");
    }
}

#[test]
fn what_is_covered_is_a_condition_of_the_gate_that_needs_it_whoever_signed_for_it() {
    let covers = format!("{}, covers: [handoffs.demand-forecast]", WHOLE.join(", "));
    let fragment = format!("{}handoffs: {{demand-forecast: {{accepted: ~}}}}", condition(&covers));
    for (args, code) in [(&["--gate", "internal"][..], 0), (&["--gate", "internal", "--strict"], 1)] {
        let judged = judge_with(&fragment, "", args);
        assert_eq!((judged.verdict(), judged.code), ("go-with-conditions", code));
        assert!(judged.next().contains(&format!("lea@acme.example {HIRE}")), "{:?}", judged.next());
    }
    // Every screen names it, with who answers for it and until when.
    let folder = folder(&[("plan.yaml", &plan(&fragment)), ("launch.toml", ROSTER)]);
    let args = |command, format| {
        [command, "plan.yaml", "--gate", "internal", "--as-of", "2026-05-28", "--format", format]
    };
    for (command, format) in
        [("check", "text"), ("check", "markdown"), ("report", "text"), ("report", "html")]
    {
        let said = run(folder.path(), &args(command, format)).out;
        let said = said.split_whitespace().collect::<Vec<_>>().join(" ");
        for part in ["condition of leadership", "Hire two", "2026-06-10"] {
            assert!(said.contains(part), "{command} {format}: no {part:?} in {said}");
        }
    }
    let nothing = judge_with(&condition(&WHOLE.join(", ")), "", &["--gate", "internal"]);
    assert_eq!(nothing.verdict(), "go", "leadership signs for the external gate");
    assert_eq!(nothing.next(), [""; 0], "and its condition is one of that gate");
}

#[test]
fn a_word_that_something_is_not_needed_has_no_placeholder_for_a_date() {
    let word = "not_needed: {why: Bought in, by: priya@acme.example, date: TBD}";
    let stage = judge(&format!("stages: {{finance: {{{word}}}}}"), "");
    assert!(
        stage.roots().contains(&"placeholder stages.finance.not_needed.date".to_owned()) && stage.code == 1
    );
    let handoff = judge(&format!("handoffs: {{price-list: {{{word}}}}}"), "");
    assert!(handoff.roots().contains(&"placeholder handoffs.price-list.not_needed.date".to_owned()));
}

#[test]
fn not_needed_is_for_who_runs_the_launch_or_may_waive_and_has_a_reason() {
    for (by, why, counts) in [
        ("priya@acme.example", "Bought in", true),
        ("lea@acme.example", "Bought in", true),
        ("fay@acme.example", "Bought in", false),
        ("nobody@acme.example", "Bought in", false),
        ("TBD", "Bought in", false),
        ("~", "Bought in", false),
        ("priya@acme.example", "TBD", false),
        ("priya@acme.example", "\"\"", false),
        ("priya@acme.example", "~", false),
    ] {
        let word = format!("not_needed: {{why: {why}, by: {by}, date: 2026-05-01}}");
        let stage = judge(&format!("stages: {{finance: {{sign_off: ~, {word}}}}}"), "");
        assert_eq!(stage.state("finance") == "not-needed", counts, "{word}");
        assert_eq!((stage.code, stage.met("finance") == (0, 0)), (i32::from(!counts), counts), "{word}");
        let handoff = judge(&format!("handoffs: {{price-list: {{sent: ~, accepted: ~, {word}}}}}"), "");
        assert_eq!(handoff.handoff("price-list")["state"] == "not-needed", counts, "{word}");
        assert_eq!(handoff.code, i32::from(!counts), "{word}");
        if by.starts_with("fay") {
            assert!(stage.found().contains(&"unentitled-signer stages.finance".to_owned()));
            assert!(handoff.found().contains(&"unentitled-signer handoffs.price-list".to_owned()));
        }
    }
    for (answer, open) in [("The same systems", false), ("TBD", true), ("\"\"", true), ("~", true)] {
        let judged =
            judge(&format!("stages: {{operations: {{asks: {{systems: {{not_needed: {answer}}}}}}}}}"), "");
        let is_open = judged.found().contains(&"open-ask stages.operations.asks.systems".to_owned());
        assert_eq!((is_open, judged.code), (open, i32::from(open)), "{answer}");
    }
    found("stages: {operations: {asks: {training: {done: ~, not_needed: Nobody is new to it}}}}", &[]);
}

#[test]
fn a_person_who_signs_twice_or_for_others_is_seen() {
    let finance = |by: &str| format!("stages: {{finance: {{sign_off: {{by: {by}}}}}}}");
    let also =
        |who: &str, stages: &str| format!("[people]\n\"{who}@acme.example\" = {{ stages = [{stages}] }}");
    let sees = "self-sign-off stages.finance";
    for (fragment, policy, expected) in [
        (finance("omar@acme.example"), also("omar", "\"operations\", \"finance\""), Some(sees)),
        (finance("priya@acme.example"), also("priya", "\"finance\""), Some(sees)),
        (finance("paul@acme.example"), also("paul", "\"product\", \"finance\""), None),
        ("stages: {product: {sign_off: {by: priya@acme.example}}}".to_owned(), String::new(), None),
    ] {
        let judged = judge(&fragment, &policy);
        assert_eq!(judged.found(), Vec::from_iter(expected), "{fragment}");
        assert_eq!(judged.verdict(), "go", "a warning");
    }
    let both = also("fay", "\"finance\", \"sales\"");
    let judged = judge("handoffs: {price-list: {accepted: {by: fay@acme.example}}}", &both);
    assert_eq!(
        (judged.found(), judged.code),
        (vec!["self-accepted-handoff handoffs.price-list".to_owned()], 1)
    );
}

#[test]
fn whoever_accepts_for_a_stage_must_be_entitled_to_sign_for_it() {
    for (fragment, at, follower) in [
        ("handoffs: {value: {accepted: {by: sam@acme.example}}}", "handoffs.value", "unaccepted-handoff"),
        (
            "promises: {setup-time: {accepted: {by: fay@acme.example}}}",
            "promises.setup-time",
            "unaccepted-promise",
        ),
        (
            "loads: {new-customers: {accepted: {by: fay@acme.example}}}",
            "loads.new-customers",
            "unaccepted-load",
        ),
        (
            "incentives: {commission: {accepted: {by: fay@acme.example}}}",
            "incentives.commission",
            "unguarded-incentive",
        ),
        (
            "promises: {setup-time: {future: true, also_accepted: [{by: omar@acme.example, date: 2026-05-05}]}}",
            "promises.setup-time",
            "unaccepted-promise",
        ),
    ] {
        let judged = judge(fragment, "");
        let root = format!("unentitled-signer {at}");
        assert_eq!((judged.roots(), judged.code), (vec![root.clone()], 1), "{fragment}");
        assert_eq!(judged.root_of(&format!("{follower} {at}")), Some(root), "{fragment}");
    }
    found("promises: {setup-time: {future: true}}", &["unaccepted-promise promises.setup-time"]);
    let both =
        "promises: {setup-time: {future: true, also_accepted: [{by: fay@acme.example, date: 2026-05-05}]}}";
    found(both, &[]);
}

#[test]
fn soft_words_are_a_warning_and_a_no_or_a_return_is_an_error() {
    for (note, soft) in [
        ("We will be ready soon", true),
        ("ready, by 4 PM today", true),
        ("they will be soon, check back in", true),
        ("Every check of the list passed", false),
    ] {
        let expected: &[&str] = if soft { &["soft-sign-off stages.sales"] } else { &[] };
        let judged = found(&format!("stages: {{sales: {{sign_off: {{note: \"{note}\"}}}}}}"), expected);
        assert_eq!(judged.verdict(), "go", "{note}");
    }
    let declined =
        found("stages: {leadership: {sign_off: {verdict: no-go}}}", &["declined-sign-off stages.leadership"]);
    assert_eq!((declined.state("leadership"), declined.met("leadership")), ("declined", (3, 4)));
    let returned =
        "handoffs: {value: {accepted: ~, returned: {by: mia@acme.example, date: 2026-05-09, why: Too long}}}";
    assert_eq!(found(returned, &["returned-handoff handoffs.value"]).code, 1);
}
