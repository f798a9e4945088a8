//! What nobody said is not a no: it counts at the first gate, and it is not taken for accepted, sent or enough.

use crate::judged::{judge, judge_with};
use crate::loopholes::code;

const INTERNAL: [&str; 2] = ["--gate", "internal"];

#[test]
fn what_nobody_says_whom_it_concerns_counts_at_the_first_gate() {
    let promise = "promises: {setup-time: {committed: at most 8 working days, kept_by: @}}";
    let load = "loads: {new-customers: {forecast: 900 customers/month, to: @}}";
    let incentive = "incentives: {commission: {for: @, safeguard: ~}}";
    let own = "handoffs: {own: {from: sales, to: @, what: The new machines}}";
    for fragment in [promise, load, incentive, own] {
        let internal = |stage: &str| code(&fragment.replace('@', stage), "", &INTERNAL);
        assert_eq!((internal("operations"), internal("TBD"), internal("marketing")), (1, 1, 0), "{fragment}");
    }
    for blank in [
        "promises: {setup-time: {kept_by: ~, committed: at most 8 working days}}",
        "incentives: {commission: {for: ~, safeguard: ~}}",
    ] {
        assert_eq!(code(blank, "", &INTERNAL), 1, "{blank}");
    }
    let without = "stages: {marketing: {sign_off: ~, not_needed: {why: No money, by: priya@acme.example, date: 2026-05-06}}}";
    for fragment in [promise, load] {
        let alone = format!("{without}\n{}", fragment.replace('@', "marketing"));
        assert_eq!(code(&alone, "", &INTERNAL), 1, "nobody is there to keep it: {alone}");
    }
    let waiver = |at: &str| {
        format!(
            "waivers: {{w: {{rule: missing-handoff, {at}why: Agreed, by: lea@acme.example, date: 2026-05-01, \
             until: 2026-05-20}}}}"
        )
    };
    let over = |at: &str| code(&waiver(at), "", &INTERNAL);
    assert_eq!(
        (over("at: handoffs.cost-to-serve, "), over(""), over("at: handoffs.message-kit, ")),
        (1, 1, 0)
    );
}

#[test]
fn a_load_is_of_whoever_has_the_capacity_that_it_draws_on() {
    let load = "loads: {new-customers: {forecast: 900 customers/month, capacity: ~, to: ~, draws_on: desk}}";
    let internal = |of: &str| {
        let policy = format!("[capacity.desk]\nof = \"{of}\"\nlimit = \"at most 300 customers/month\"\n");
        code(load, &policy, &INTERNAL)
    };
    assert_eq!((internal("operations"), internal("marketing")), (1, 0));
}

#[test]
fn only_a_word_that_somebody_stands_by_covers() {
    let sign_off = |date: &str, rest: &str| {
        format!(
            "stages: {{finance: {{asks: {{billing: open}}}}, leadership: {{sign_off: [{{by: lea@acme.example, \
             date: {date}, verdict: conditions, conditions: {{bill: {{what: Check it, owner: fay@acme.example, \
             due: 2026-06-10, risk_accepted_by: lea@acme.example, covers: [stages.finance.asks.billing]}}}}}}{rest}]}}}}"
        )
    };
    let no = |by: &str, date: &str| format!(", {{by: {by}, date: {date}, verdict: no-go}}");
    let internal = |date: &str, rest: &str| judge_with(&sign_off(date, rest), "", &INTERNAL).code;
    assert_eq!(internal("2026-05-27", ""), 0);
    assert_eq!(internal("2026-05-20", &no("lea@acme.example", "2026-05-27")), 1, "taken back");
    assert_eq!(internal("2026-05-27", &no("Lea <lea@acme.example>", "2026-05-27")), 1, "of one day the no");
    assert_eq!(internal("2026-05-27", &no("lea@acme.example", "2026-05-20")), 0, "a no before");
    assert_eq!(internal("2026-05-27", &no("mia@acme.example", "2026-05-27")), 0, "of somebody else");
    assert_eq!(internal("2026-05-29", ""), 1, "not said yet");
    let judged = judge(&sign_off("2026-05-20", &no("lea@acme.example", "2026-05-27")), "");
    assert!(
        judged.roots().contains(&"open-ask stages.finance.asks.billing".to_owned()),
        "{:?}",
        judged.roots()
    );
}
