//! What nobody said is not a no: it counts at the first gate, and it is not taken for accepted, sent or enough.

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
