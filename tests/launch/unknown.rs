//! What nobody said is not a no: it counts at the first gate, and it is not taken for accepted, sent or enough.

use crate::command::{folder, run};
use crate::judged::{Judged, judge, judge_with};
use crate::loopholes::{POLICY, code};
use crate::overlay::plan;

const INTERNAL: [&str; 2] = ["--gate", "internal"];

/// What the policies of these tests warn of, or turn off.
fn at(rule: &str, level: &str) -> String {
    format!("[rules]\n{rule} = \"{level}\"\n")
}

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
fn a_load_is_of_whoever_it_goes_to_and_not_of_whoever_has_the_capacity_that_it_draws_on() {
    let load = "loads: {new-customers: {forecast: 900 customers/month, capacity: ~, to: @, draws_on: desk}}";
    let internal = |of: &str, to: &str| {
        let policy = format!("[capacity.desk]\nof = \"{of}\"\nlimit = \"at most 300 customers/month\"\n");
        code(&load.replace('@', to), &policy, &INTERNAL)
    };
    for (stage, counts) in [("operations", 1), ("marketing", 0)] {
        assert_eq!(internal(stage, stage), counts, "{stage}");
        assert_eq!((internal(stage, "~"), internal(stage, "TBD")), (1, 1), "nobody carries it: {stage}");
    }
}

#[test]
fn a_hand_off_with_an_unknown_end_is_neither_sent_nor_accepted() {
    let own = |from: &str, to: &str, rest: &str| {
        format!("handoffs: {{own: {{from: {from}, to: {to}, what: The new machines{rest}}}}}")
    };
    let warned = at("placeholder", "warn");
    let left = |fragment: &str| judge(fragment, &warned).found();
    let sent = ", sent: {by: paul@acme.example, date: 2026-05-06}";
    let both = format!("{sent}, accepted: {{by: omar@acme.example, date: 2026-05-07}}");
    let to = "placeholder handoffs.own.to";
    assert_eq!(left(&own("product", "TBD", "")), [to, "unsent-handoff handoffs.own"]);
    for rest in [sent, &both] {
        assert_eq!(left(&own("product", "TBD", rest)), [to, "unaccepted-handoff handoffs.own"]);
    }
    let from = ["placeholder handoffs.own.from", "unsent-handoff handoffs.own"];
    assert_eq!(left(&own("TBD", "operations", &both)), from);
    let judged = judge(&own("product", "TBD", ""), &warned);
    let said = judged.of_finding("unsent-handoff handoffs.own", "message");
    assert_eq!(
        said,
        "`own` does not say which stage it goes to, and so counts as not sent: The new machines"
    );
    assert_eq!(judged.of_finding("unsent-handoff handoffs.own", "owner"), "paul@acme.example");
    for level in ["warn", "off"] {
        let policy = at("placeholder", level);
        assert_eq!(code(&own("product", "TBD", ""), &policy, &[]), 1);
        assert_eq!(code(&own("product", "operations", &both), &policy, &[]), 0);
    }
}

#[test]
fn a_hand_off_with_an_unknown_end_follows_from_the_placeholder_there() {
    let own = "handoffs: {own: {from: product, to: TBD, what: The new machines@}}";
    let whole = ", sent: {by: paul@acme.example, date: 2026-05-06}, accepted: {by: omar@acme.example, date: 2026-05-07}";
    let waiver = "\nwaivers: {w: {rule: placeholder, at: handoffs.own.to, why: Told by phone, by: lea@acme.example, \
                  date: 2026-05-20, until: 2026-06-30}}";
    for (rest, follower, waived) in
        [("", "unsent-handoff handoffs.own", 1), (whole, "unaccepted-handoff handoffs.own", 0)]
    {
        let own = own.replace('@', rest);
        let judged = judge(&own, "");
        assert_eq!(judged.roots(), ["placeholder handoffs.own.to"]);
        assert_eq!(judged.root_of(follower).as_deref(), Some("placeholder handoffs.own.to"));
        assert_eq!(code(&format!("{own}{waiver}"), "", &[]), waived, "{own}");
    }
    let skipped = own
        .replace('@', ", not_needed: {why: Nothing new is needed, by: priya@acme.example, date: 2026-05-06}");
    assert_eq!(code(&skipped, &at("placeholder", "warn"), &[]), 0);
}

#[test]
fn whoever_only_warns_of_what_is_unsent_still_has_it_accepted() {
    let unsent = |rest: &str| format!("handoffs: {{price-list: {{sent: ~, {rest}}}}}");
    let judged = |rest: &str, level: &str| -> Judged { judge(&unsent(rest), &at("unsent-handoff", level)) };
    let unaccepted = "unaccepted-handoff handoffs.price-list";
    for level in ["warn", "off"] {
        let found = judged("accepted: ~", level);
        assert_eq!((found.code, found.roots().contains(&unaccepted.to_owned())), (1, true), "{level}");
        let said = found.of_finding(unaccepted, "message");
        assert_eq!(
            said,
            "nobody is recorded as having sent `price-list`, and sales (sam@acme.example) has not accepted it: \
             Prices, terms and who may discount"
        );
        assert_eq!(judged("accepted: {by: paul@acme.example}", level).code, 1, "not of sales");
        assert_eq!(judged("due: 2026-06-01", level).code, 0, "accepted all the same");
    }
    let told = judge("handoffs: {price-list: {sent: ~, accepted: ~}}", "");
    assert_eq!(told.found(), ["unsent-handoff handoffs.price-list"], "once");
}

/// Two plans that draw on one capacity of 300: the first with 200, the other with these fields, and with more.
fn together(fields: &str, more: &str) -> (i32, [serde_json::Value; 2]) {
    let of = |name: &str, fields: &str, more: &str| {
        let load = format!("loads: {{new-customers: {{capacity: ~, draws_on: desk, {fields}}}}}");
        plan(&format!("launch: {name}\n{load}\n{more}"))
    };
    let policy =
        format!("{POLICY}\n[capacity.desk]\nof = \"operations\"\nlimit = \"at most 300 customers/month\"\n");
    let (one, two) = (of("One", "forecast: 200 customers/month", ""), of("Two", fields, more));
    let folder = folder(&[("a.yaml", &one), ("b.yaml", &two), ("launch.toml", &policy)]);
    let ended = run(folder.path(), &["check", ".", "--as-of", "2026-05-28", "--format", "json"]);
    let report: serde_json::Value = serde_json::from_str(&ended.out).expect("JSON");
    let plans = report["plans"].as_array().expect("plans");
    let at = |path: &str| plans.iter().find(|plan| plan["path"] == path).expect("the plan").clone();
    (ended.code, ["a.yaml", "b.yaml"].map(at))
}

#[test]
fn what_another_launch_brings_nobody_knows_how_much_of_is_not_enough() {
    let waived = |rule: &str, at: &str| {
        format!(
            "waivers: {{w: {{rule: {rule}, at: {at}, why: Agreed, by: lea@acme.example, date: 2026-05-20, \
             until: 2026-06-30}}}}"
        )
    };
    let weekly = "forecast: 20 customers/week";
    let load = "loads.new-customers";
    for (fields, waiver, why) in [
        (
            "forecast: TBD",
            waived("placeholder", "loads.new-customers.forecast"),
            "does not say how much is expected",
        ),
        ("forecast: ~", waived("overloaded-stage", load), "does not say how much is expected"),
        (
            weekly,
            waived("incomparable-quantity", load),
            "expects 20 customers/week, and `customers/week` and",
        ),
    ] {
        for more in ["", &waiver] {
            let (code, [one, _]) = together(fields, more);
            let found = &one["findings"][0];
            assert_eq!(
                (code, one["verdict"].as_str(), found["rule"].as_str()),
                (1, Some("no-go"), Some("overloaded-stage"))
            );
            let (said, help) = (found["message"].to_string(), found["help"].to_string());
            assert!(said.contains(&format!("`loads.new-customers` in b.yaml {why}")), "{said}");
            assert!(help.contains("have b.yaml say how much is expected of `loads.new-customers`"), "{help}");
        }
    }
    let (code, [one, _]) = together("forecast: 100 customers/month", "");
    assert_eq!((code, one["verdict"].as_str()), (0, Some("go")));
}

#[test]
fn a_plan_is_not_told_again_what_its_own_load_does_not_say() {
    let other = "forecast: 50 customers/month}, other: {from: sales, to: operations, forecast: ~, draws_on: desk, \
                 accepted: {by: omar@acme.example, date: 2026-05-06}";
    let (_, plans) = together(other, "");
    let found = plans.map(|plan| {
        let all = plan["findings"].as_array().expect("findings").iter();
        all.map(|one| format!("{} {}", one["rule"], one["at"]).replace('"', "")).collect::<Vec<_>>()
    });
    let load = |id: &str| vec![format!("overloaded-stage loads.{id}")];
    assert_eq!(found, [load("new-customers"), load("other")]);
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
