//! Hand-offs, gates, root causes and what can be done now, as the contract has them.

use crate::judged::{judge, judge_with};

const UNNEEDED: &str = "not_needed: {why: Bought in, by: priya@acme.example, date: 2026-05-01}";
/// The stages after finance, unsigned.
const LATER: &str = "marketing: {sign_off: ~}, sales: {sign_off: ~}, leadership: {sign_off: ~}";

#[test]
fn a_hand_off_says_where_it_stands_and_whose_turn_it_is() {
    let returned = "returned: {by: sam@acme.example, date: 2026-05-13, why: No discounts in it}";
    let unneeded = "not_needed: {why: Prices stay, by: priya@acme.example, date: 2026-05-01}";
    for (price_list, state, turn) in [
        ("~".to_owned(), "missing", Some("finance")),
        ("{sent: ~, accepted: ~}".to_owned(), "unsent", Some("finance")),
        ("{accepted: ~}".to_owned(), "sent", Some("sales")),
        (format!("{{accepted: ~, {returned}}}"), "returned", Some("finance")),
        ("{}".to_owned(), "accepted", None),
        (format!("{{sent: ~, accepted: ~, {unneeded}}}"), "not-needed", None),
    ] {
        let judged = judge(&format!("handoffs: {{price-list: {price_list}}}"), "");
        let one = judged.handoff("price-list");
        assert_eq!((one["from"].as_str(), one["to"].as_str()), (Some("finance"), Some("sales")));
        assert_eq!((one["state"].as_str(), one["turn"].as_str()), (Some(state), turn), "{price_list}");
        let rule = match state {
            "accepted" | "not-needed" => None,
            "sent" => Some("unaccepted-handoff"),
            state => Some(state),
        };
        let found =
            rule.map(|rule| format!("{}-handoff handoffs.price-list", rule.trim_end_matches("-handoff")));
        assert_eq!(judged.found(), Vec::from_iter(found), "{price_list}");
    }
    let gone = judge(&format!("stages: {{finance: {{{UNNEEDED}}}}}\nhandoffs: {{cost-to-serve: ~}}"), "");
    assert_eq!((gone.handoff("price-list")["state"].as_str(), gone.verdict()), (Some("not-needed"), "go"));
    assert!(!gone.ids("handoffs").contains(&"cost-to-serve"), "neither required nor declared");
}

#[test]
fn a_due_date_is_the_plans_own_or_the_lead_before_the_receivers_gate() {
    let lead = "[handoffs.cost-to-serve]\nlead = 10\n[handoffs.price-list]\nlead = 5\n";
    let holiday = format!("{lead}[calendar]\nholidays = [2026-05-25]\n");
    let weekend = format!("{lead}[calendar]\nweekend = [\"fri\", \"sat\", \"sun\"]\n");
    let own = "handoffs: {cost-to-serve: {due: 2026-05-12}}";
    for (fragment, policy, internal, external) in [
        ("", "", None, None),
        ("", lead, Some("2026-05-18"), Some("2026-06-08")),
        ("", &holiday, Some("2026-05-15"), Some("2026-06-08")),
        ("", &weekend, Some("2026-05-13"), Some("2026-06-04")),
        (own, lead, Some("2026-05-12"), Some("2026-06-08")),
        (own, "", Some("2026-05-12"), None),
        ("handoffs: {price-list: ~}", lead, Some("2026-05-18"), Some("2026-06-08")),
    ] {
        let judged = judge(fragment, policy);
        let due = |id: &str| judged.handoff(id)["due"].as_str();
        assert_eq!((due("cost-to-serve"), due("price-list")), (internal, external), "{fragment}\n{policy}");
        let late = |id: &str| judged.handoff(id)["days_late"].is_null();
        assert_eq!((late("cost-to-serve"), late("price-list")), (internal.is_none(), external.is_none()));
    }
}

#[test]
fn a_hand_off_is_late_from_the_day_after_in_working_days() {
    let holiday = "[calendar]\nholidays = [2026-05-25]";
    for (due, day, policy, days, late) in [
        ("2026-05-20", "2026-05-20", "", 0, false),
        ("2026-05-20", "2026-05-21", "", 1, true),
        ("2026-05-20", "2026-05-28", "", 6, true),
        ("2026-05-22", "2026-05-25", "", 1, true),
        ("2026-05-22", "2026-05-28", "", 4, true),
        ("2026-05-22", "2026-05-28", holiday, 3, true),
        ("2026-05-28", "2026-05-28", "", 0, false),
        ("2026-06-02", "2026-05-28", "", 0, false),
    ] {
        let fragment = format!("handoffs: {{price-list: {{due: {due}, accepted: ~}}}}");
        let judged = judge_with(&fragment, policy, &["--as-of", day]);
        assert_eq!(judged.handoff("price-list")["days_late"], days, "due {due} on {day}");
        let name = "late-handoff handoffs.price-list";
        assert_eq!(judged.found().contains(&name.to_owned()), late, "due {due} on {day}");
        if late {
            assert_eq!(judged.root_of(name).as_deref(), Some("unaccepted-handoff handoffs.price-list"));
            assert_eq!(judged.of_finding(name, "level"), "warn");
        }
    }
    for (fragment, late) in [
        ("handoffs: {price-list: {due: 2026-05-12}}", false),
        ("handoffs: {price-list: {due: 2026-05-11}}", true),
        ("handoffs: {price-list: {accepted: {date: 2026-05-26}}}", false),
        ("handoffs: {price-list: {accepted: {date: 2026-05-27}}}", true),
    ] {
        let expected: &[&str] = if late { &["late-handoff handoffs.price-list"] } else { &[] };
        let judged = judge(fragment, "");
        assert_eq!(
            (judged.found(), judged.verdict()),
            (expected.iter().map(ToString::to_string).collect(), "go")
        );
    }
}

#[test]
fn a_gate_counts_its_own_stages_and_the_hand_offs_to_them() {
    for (fragment, internal, external) in [
        ("stages: {marketing: ~, sales: ~, leadership: ~}", &[][..], false),
        ("stages: {sales: {owner: TBD, asks: {training: open}}}", &[], false),
        ("handoffs: {delivery-limits: ~, value: ~, message-kit: {accepted: ~}}", &[], false),
        ("informed: ~", &[], false),
        ("dates: {external: ~}", &[], false),
        ("dates: {external: 2026-05-30}", &[], false),
        ("incentives: {commission: {safeguard: ~}}", &[], false),
        ("handoffs: {demand-forecast: ~}", &["missing-handoff handoffs.demand-forecast"], false),
        ("stages: {finance: {asks: {pricing: open}}}", &["open-ask stages.finance.asks.pricing"], false),
        ("needs: ~", &["unproven-need needs"], false),
        ("dates: {internal: ~}", &["missing-date dates.internal"], false),
        ("promises: {setup-time: {accepted: ~}}", &["unaccepted-promise promises.setup-time"], false),
        ("loads: {new-customers: {accepted: ~}}", &["unaccepted-load loads.new-customers"], false),
        ("", &[], true),
    ] {
        let judged = judge_with(fragment, "", &["--gate", "internal"]);
        assert_eq!(
            (judged.found(), judged.code),
            (internal.iter().map(ToString::to_string).collect(), i32::from(!internal.is_empty())),
            "{fragment}"
        );
        assert_eq!(judged.report["gate"], "internal");
        assert_eq!(judge(fragment, "").code, i32::from(!external), "{fragment}");
    }
    let sales = judge_with("stages: {sales: {owner: ~, sign_off: ~}}", "", &["--gate", "internal"]);
    assert_eq!((sales.weakest(), sales.next(), sales.state("sales")), (None, vec![], "ready"));
}

#[test]
fn the_external_date_is_strictly_after_the_internal_one() {
    for (internal, external, fault) in [
        ("2026-06-01", "2026-06-02", false),
        ("2026-06-01", "2026-06-01", true),
        ("2026-06-02", "2026-06-01", true),
        ("2026-06-01T09:00:00Z", "2026-06-01T12:00:00Z", false),
        ("2026-06-01T12:00:00Z", "2026-06-01T09:00:00Z", true),
        ("2026-06-01T12:00:00Z", "2026-06-01T12:00:00Z", true),
        ("2026-06-01T12:00:00+02:00", "2026-06-01T11:00:00Z", false),
    ] {
        let judged = judge(&format!("dates: {{internal: \"{internal}\", external: \"{external}\"}}"), "");
        let expected: &[&str] = if fault { &["external-before-internal dates.external"] } else { &[] };
        assert_eq!(judged.found(), expected, "{internal} {external}");
    }
}

#[test]
fn what_only_follows_names_its_root() {
    let later = format!("stages: {{finance: {{sign_off: ~}}, {LATER}}}");
    let finance = "missing-sign-off stages.finance";
    let placeholder = "placeholder stages.finance.sign_off.by";
    for (fragment, followers, root) in [
        (
            later.as_str(),
            &[
                "missing-sign-off stages.marketing",
                "missing-sign-off stages.sales",
                "missing-sign-off stages.leadership",
            ][..],
            finance,
        ),
        ("stages: {finance: {sign_off: ~}}", &["early-sign-off stages.marketing"], finance),
        (
            "stages: {finance: {sign_off: {verdict: no-go}}}",
            &["early-sign-off stages.marketing"],
            "declined-sign-off stages.finance",
        ),
        (
            "stages: {finance: {sign_off: {by: TBD}}}",
            &[finance, "early-sign-off stages.marketing"],
            placeholder,
        ),
        (
            "stages: {finance: {sign_off: {by: sam@acme.example}}}",
            &[finance],
            "unentitled-signer stages.finance",
        ),
        ("dates: {external: TBD}", &["missing-date dates.external"], "placeholder dates.external"),
        (
            "handoffs: {price-list: {due: 2026-05-20, sent: ~, accepted: ~}}",
            &["late-handoff handoffs.price-list"],
            "unsent-handoff handoffs.price-list",
        ),
        (
            "handoffs: {price-list: {accepted: {by: mia@acme.example}}}",
            &["unaccepted-handoff handoffs.price-list"],
            "unentitled-signer handoffs.price-list",
        ),
    ] {
        let judged = judge(fragment, "");
        assert_eq!(judged.roots(), [root], "{fragment}");
        for follower in followers {
            assert_eq!(judged.root_of(follower).as_deref(), Some(root), "{follower} of {fragment}");
        }
    }
}

#[test]
fn next_lists_only_what_can_be_done_now() {
    let later = format!("stages: {{finance: {{sign_off: ~}}, {LATER}}}");
    let open = format!("stages: {{finance: {{sign_off: ~, asks: {{pricing: open}}}}, {LATER}}}");
    for (fragment, next) in [
        (later.as_str(), &["fay@acme.example stages.finance"][..]),
        (open.as_str(), &["fay@acme.example stages.finance.asks.pricing"]),
        ("handoffs: {price-list: ~}", &["fay@acme.example handoffs.price-list"]),
        ("handoffs: {price-list: {accepted: ~}}", &["sam@acme.example handoffs.price-list"]),
        ("stages: {finance: {owner: ~}}", &["priya@acme.example stages.finance"]),
        (
            "stages: {leadership: {sign_off: ~}}\nhandoffs: {price-list: {sent: ~, accepted: ~}}",
            &["lea@acme.example stages.leadership", "fay@acme.example handoffs.price-list"],
        ),
        ("", &[]),
    ] {
        assert_eq!(judge(fragment, "").next(), next, "{fragment}");
    }
    let waiting = judge(&later, "").next();
    assert!(!waiting.iter().any(|one| one.contains("sales")), "{waiting:?}");
}

#[test]
fn a_gap_in_a_promise_is_for_whoever_has_to_fill_it() {
    for (fragment, who) in [
        ("{promised: ~}", "sam"),
        ("{claim: ~}", "sam"),
        ("{committed: ~}", "omar"),
        ("{made_by: ~}", "priya"),
    ] {
        let judged = judge(&format!("promises: {{setup-time: {fragment}}}"), "");
        let owner = judged.of_finding("unbacked-promise promises.setup-time", "owner");
        assert_eq!(owner, format!("{who}@acme.example"), "{fragment}");
    }
}

#[test]
fn why_a_word_that_something_is_not_needed_does_not_count_is_said() {
    for (record, why) in [
        (
            "why: Nothing is billed, by: priya@acme.example, date: 2026-06-20",
            "only from 2026-06-20, says priya",
        ),
        ("by: priya@acme.example", "priya@acme.example gives no reason: `why`"),
        ("why: Nothing is billed", "it does not say by whom: `by`"),
        ("why: w w, by: fay@acme.example, date: 2026-05-20", "fay@acme.example, who says so, may not waive"),
    ] {
        let fragment = format!(
            "stages: {{finance: {{sign_off: ~, not_needed: {{{record}}}}}}}\n\
             handoffs: {{price-list: {{sent: ~, accepted: ~, not_needed: {{{record}}}}}}}"
        );
        let judged = judge(&fragment, crate::loopholes::POLICY);
        for name in ["missing-sign-off stages.finance", "unsent-handoff handoffs.price-list"] {
            let message = judged.of_finding(name, "message");
            let said = format!("(it is called not needed, but {why}");
            assert!(message.as_str().is_some_and(|text| text.contains(&said)), "{name} {record}: {message}");
        }
    }
}
