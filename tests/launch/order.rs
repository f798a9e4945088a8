//! The customer-first order, as the contract has it: the states of stages, met and of, the weakest link.

use launch::standing::StageState;

use crate::judged::judge;

const CONDITION: &str = "verdict: conditions, conditions: {hire: {what: Hire two, owner: mia@acme.example, \
                         due: 2026-06-10, risk_accepted_by: lea@acme.example}}";
const UNNEEDED: &str = "not_needed: {why: Bought in, by: priya@acme.example, date: 2026-05-01}";
/// The stages after finance, unsigned.
const LATER: &str = "marketing: {sign_off: ~}, sales: {sign_off: ~}, leadership: {sign_off: ~}";

#[track_caller]
fn states(fragment: &str, policy: &str, expected: &[(&str, &str)]) {
    let judged = judge(fragment, policy);
    for (id, state) in expected {
        assert_eq!(judged.state(id), *state, "{id} of\n{fragment}\n{policy}");
    }
}

#[test]
fn a_stage_is_signed_ready_or_waiting() {
    states("", "", &[("customer", "signed"), ("leadership", "signed")]);
    let later = format!("stages: {{finance: {{sign_off: ~}}, {LATER}}}");
    let waiting = [("marketing", "waiting"), ("sales", "waiting"), ("leadership", "waiting")];
    states(&later, "", &[&[("finance", "ready"), ("customer-service", "signed")], &waiting[..]].concat());
    let first = "stages: {customer: {sign_off: ~}, product: {sign_off: ~}}";
    states(first, "", &[("customer", "ready"), ("product", "waiting")]);
    let both = format!("stages: {{finance: {{sign_off: ~}}, customer-service: {{sign_off: ~}}, {LATER}}}");
    states(&both, "", &[("finance", "ready"), ("customer-service", "ready"), ("marketing", "waiting")]);
}

#[test]
fn ready_asks_only_for_the_sign_offs_before_it() {
    let open = format!(
        "stages: {{finance: {{sign_off: ~, owner: ~, asks: ~}}, {LATER}}}\n\
         handoffs: {{cost-to-serve: ~, billing-guide: ~, price-list: ~}}"
    );
    states(&open, "", &[("finance", "ready"), ("marketing", "waiting")]);
}

#[test]
fn the_first_state_that_is_so_is_the_state() {
    let marketing = |sign_off: &str, more: &str| {
        format!("stages: {{finance: {{sign_off: ~}}, marketing: {{sign_off: {{{sign_off}}}, {more}}}}}")
    };
    for (sign_off, more, state) in [
        ("verdict: no-go", UNNEEDED, "not-needed"),
        ("verdict: go", UNNEEDED, "not-needed"),
        ("verdict: no-go", "", "declined"),
        (CONDITION, "", "early"),
        ("verdict: go", "", "early"),
    ] {
        states(&marketing(sign_off, more), "", &[("marketing", state)]);
    }
    for (sign_off, state) in [("verdict: no-go", "declined"), (CONDITION, "conditional"), ("{}", "signed")] {
        let sign_off = if sign_off == "{}" { String::new() } else { format!("sign_off: {{{sign_off}}}") };
        states(&format!("stages: {{marketing: {{{sign_off}}}}}"), "", &[("marketing", state)]);
    }
    states(
        &format!("stages: {{marketing: {{sign_off: ~, {UNNEEDED}}}}}"),
        "",
        &[("marketing", "not-needed")],
    );
}

#[test]
fn a_state_says_whether_it_counts_and_whether_the_stage_has_done_its_part() {
    for (state, counts, in_turn) in [
        (StageState::Signed, true, true),
        (StageState::Conditional, true, true),
        (StageState::Early, true, false),
        (StageState::Declined, false, false),
        (StageState::Stale, false, false),
        (StageState::Ready, false, false),
        (StageState::Waiting, false, false),
        (StageState::NotNeeded, false, false),
    ] {
        assert_eq!((state.counts_as_signed(), state.is_signed_in_turn()), (counts, in_turn), "{state:?}");
    }
}

#[test]
fn signed_conditional_and_early_count_as_signed_for_those_after() {
    let conditional = format!("stages: {{finance: {{sign_off: {{{CONDITION}}}}}}}");
    states(&conditional, "", &[("finance", "conditional"), ("marketing", "signed")]);
    let early = "stages: {finance: {sign_off: ~}}";
    states(early, "", &[("marketing", "early"), ("sales", "signed"), ("leadership", "signed")]);
    states(
        "stages: {finance: {sign_off: ~}, sales: {sign_off: ~}, leadership: {sign_off: ~}}",
        "",
        &[("marketing", "early"), ("sales", "ready"), ("leadership", "waiting")],
    );
}

#[test]
fn what_does_not_count_as_signed_makes_the_next_early_and_no_other() {
    for finance in [
        "sign_off: ~",
        "sign_off: {verdict: no-go}",
        "sign_off: {by: TBD}",
        "sign_off: {by: \"fay@acme.example?\"}",
        "sign_off: {date: TBD}",
        "sign_off: {date: ~}",
        "sign_off: {by: sam@acme.example}",
        "sign_off: {by: nobody@acme.example}",
    ] {
        let fragment = format!("stages: {{finance: {{{finance}}}}}");
        states(&fragment, "", &[("marketing", "early"), ("sales", "signed")]);
        let unsigned = format!("stages: {{finance: {{{finance}}}, {LATER}}}");
        states(&unsigned, "", &[("marketing", "waiting"), ("sales", "waiting")]);
        assert_eq!(judge(&fragment, "").code, 1, "{finance}");
    }
}

#[test]
fn signed_later_is_by_the_day_or_by_the_clock_where_both_say_a_time() {
    for (finance, marketing, state) in [
        ("2026-05-23", "2026-05-22", "early"),
        ("2026-05-22", "2026-05-22", "signed"),
        ("2026-05-22T10:00:00Z", "2026-05-22T09:00:00Z", "early"),
        ("2026-05-22T09:00:00Z", "2026-05-22T10:00:00Z", "signed"),
        ("2026-05-22T10:00:00Z", "2026-05-22T10:00:00Z", "signed"),
        ("2026-05-22T10:00:00+02:00", "2026-05-22T09:00:00Z", "signed"),
        ("2026-05-22T10:00:00Z", "2026-05-22T11:00:00+02:00", "early"),
        ("2026-05-22T23:00:00Z", "2026-05-22", "signed"),
        ("2026-05-22", "2026-05-22T00:30:00Z", "signed"),
        ("2026-05-23T00:30:00Z", "2026-05-22", "early"),
    ] {
        let fragment = format!(
            "stages: {{finance: {{sign_off: {{date: \"{finance}\"}}}}, \
             marketing: {{sign_off: {{date: \"{marketing}\"}}}}}}"
        );
        states(&fragment, "", &[("marketing", state), ("sales", "signed")]);
    }
    let judged = judge("stages: {finance: {sign_off: {date: 2026-05-23}}}", "");
    assert_eq!(judged.found(), ["early-sign-off stages.marketing"]);
}

#[test]
fn an_unneeded_stage_is_skipped_in_the_order() {
    let skipped = format!(
        "stages: {{operations: {{sign_off: ~}}, finance: {{{UNNEEDED}}}, customer-service: {{{UNNEEDED}}}}}"
    );
    states(&skipped, "", &[("finance", "not-needed"), ("marketing", "early"), ("sales", "signed")]);
    let ready = format!("stages: {{finance: {{{UNNEEDED}}}, {LATER}}}");
    states(&ready, "", &[("marketing", "ready"), ("sales", "waiting")]);
}

#[test]
fn every_stage_counts_what_the_contract_lists() {
    let judged = judge("", "");
    for (id, of) in [
        ("customer", 3),         // owner, 1 sent, sign-off
        ("product", 7),          // owner, 2 asks, 1 accepted, 2 sent, sign-off
        ("operations", 12),      // owner, 3 asks, 2 accepted, 3 sent, promise, load, sign-off
        ("finance", 7),          // owner, 2 asks, 1 accepted, 2 sent, sign-off
        ("customer-service", 8), // owner, 3 asks, 2 accepted, 1 sent, sign-off
        ("marketing", 6),        // owner, 2 asks, 1 accepted, 1 sent, sign-off
        ("sales", 9),            // owner, 2 asks, 4 accepted, 1 sent, sign-off
        ("leadership", 4),       // owner, 2 asks, sign-off
    ] {
        assert_eq!(judged.met(id), (of, of), "{id}");
    }
    assert_eq!((judged.weakest(), judged.verdict()), (None, "go"));
    assert!(judged.ids("stages").iter().all(|id| judged.stage(id)["weakest"] == false));
}

#[test]
fn each_thing_that_is_open_is_one_less_for_the_stage_that_owes_it() {
    let promise = "promises: {second: {claim: Two hours, made_by: sales, seen_in: [page], \
                   kept_by: operations, promised: at most 2 hours, committed: at most 2 hours, \
                   accepted: {by: omar@acme.example, date: 2026-05-06}}}";
    for (fragment, operations, sales) in [
        ("stages: {operations: {owner: ~}}", (11, 12), (9, 9)),
        ("stages: {operations: {owner: \"?\"}}", (11, 12), (9, 9)),
        ("stages: {operations: {asks: {systems: open}}}", (11, 12), (9, 9)),
        ("stages: {operations: {asks: {systems: ~}}}", (11, 12), (9, 9)),
        ("stages: {operations: {asks: {training: done}}}", (11, 12), (9, 9)),
        ("stages: {operations: {asks: {systems: {not_needed: The same systems}}}}", (12, 12), (9, 9)),
        ("stages: {operations: {asks: {own: done}}}", (13, 13), (9, 9)),
        ("stages: {operations: {asks: {own: open}}}", (12, 13), (9, 9)),
        ("stages: {operations: {impact: ~}}", (12, 12), (9, 9)),
        ("handoffs: {demand-forecast: {accepted: ~}}", (11, 12), (9, 9)),
        ("handoffs: {demand-forecast: ~}", (11, 12), (8, 9)),
        ("handoffs: {delivery-limits: ~}", (11, 12), (8, 9)),
        ("promises: {setup-time: {accepted: ~}}", (11, 12), (9, 9)),
        ("promises: {setup-time: {committed: at most 8 working days}}", (11, 12), (9, 9)),
        (promise, (13, 13), (9, 9)),
        ("loads: {new-customers: {accepted: ~}}", (11, 12), (9, 9)),
        ("loads: {new-customers: {forecast: 200 to 301 customers/month}}", (11, 12), (9, 9)),
        ("stages: {sales: {sign_off: ~}, leadership: {sign_off: ~}}", (12, 12), (8, 9)),
        ("stages: {leadership: {sign_off: ~}}", (12, 12), (9, 9)),
    ] {
        let judged = judge(fragment, "");
        assert_eq!((judged.met("operations"), judged.met("sales")), (operations, sales), "{fragment}");
    }
    let own = "handoffs: {extra: {from: marketing, to: finance, what: Budget, \
               sent: {by: mia@acme.example, date: 2026-05-06}, accepted: {by: fay@acme.example, date: 2026-05-06}}}";
    let judged = judge(own, "");
    assert_eq!((judged.met("marketing"), judged.met("finance")), ((7, 7), (8, 8)));
}

#[test]
fn the_weakest_link_is_the_least_ready_stage() {
    for (fragment, weakest) in [
        ("stages: {finance: {asks: {pricing: open}}}", "finance"),
        // 6 of 7 twice: the earlier stage, which is not the first by name.
        ("stages: {finance: {asks: {pricing: open}}, product: {asks: {quality: open}}}", "product"),
        // 11 of 12 against 6 of 7.
        ("stages: {finance: {asks: {pricing: open}}, operations: {asks: {systems: open}}}", "finance"),
        // 3 of 4 against 6 of 7.
        ("stages: {product: {asks: {quality: open}}, leadership: {asks: {goals: open}}}", "leadership"),
        // 6 of 9 and 4 of 6 are the same.
        (
            "stages: {marketing: {asks: {audience: open, message: open}}, \
             sales: {owner: ~, asks: {training: open, incentives: open}}}",
            "marketing",
        ),
    ] {
        let judged = judge(fragment, "");
        assert_eq!(judged.weakest(), Some(weakest), "{fragment}");
        for id in judged.ids("stages") {
            assert_eq!(judged.stage(id)["weakest"], id == weakest, "{id} of {fragment}");
        }
    }
}

#[test]
fn a_sign_off_whose_turn_has_not_come_makes_no_stage_weakest() {
    // Leadership has 3 of 4, but 3 of 3 without its sign-off; finance has 6 of 7, and it is its turn.
    let turn = format!("stages: {{finance: {{sign_off: ~}}, {LATER}}}");
    assert_eq!(judge(&turn, "").weakest(), Some("finance"));
    // Finance signed nothing either, and lacks an answer: 5 of 6 against 6 of 7 of product.
    let behind = format!(
        "stages: {{product: {{sign_off: ~}}, operations: {{sign_off: ~}}, customer-service: {{sign_off: ~}}, \
         finance: {{sign_off: ~, asks: {{pricing: open}}}}, {LATER}}}"
    );
    assert_eq!(judge(&behind, "").weakest(), Some("finance"));
    let all = judge("stages: {leadership: {sign_off: ~}}", "");
    assert_eq!((all.weakest(), all.met("leadership")), (Some("leadership"), (3, 4)));
}

#[test]
fn who_has_to_sign_again_waits_for_those_before_who_have_to() {
    const WRONG: &str = "digest: sha256:0000000000000000000000000000000000000000000000000000000000000000";
    let stale = |of: &str| format!("{of}: {{sign_off: {{{WRONG}}}}}");
    let both = format!("stages: {{{}, {}}}", stale("operations"), stale("sales"));
    let judged = judge(&both, "");
    // What finance signed came too soon, which counts for marketing and hides operations from sales.
    let states = ["operations", "finance", "marketing", "sales"].map(|id| judged.state(id).to_owned());
    assert_eq!(states, ["stale", "early", "signed", "stale"]);
    let root = judged.root_of("stale-sign-off stages.sales");
    assert_eq!(root.as_deref(), Some("stale-sign-off stages.operations"));
    assert_eq!(judged.weakest(), Some("operations"));
    assert_eq!(judged.next(), ["omar@acme.example stages.operations"]);
    // Alone, it is sales' turn.
    let judged = judge(&format!("stages: {{{}}}", stale("sales")), "");
    assert_eq!(judged.root_of("stale-sign-off stages.sales"), None);
    assert_eq!(judged.next(), ["sam@acme.example stages.sales"]);
    // Where nobody asks for the order, finance need not sign again, and sales still waits for operations.
    let judged = judge(&both, "[rules]\nearly-sign-off = \"off\"\n");
    assert_eq!(
        judged.root_of("stale-sign-off stages.sales").as_deref(),
        Some("stale-sign-off stages.operations")
    );
}
