//! What is refused, with the reason, and leaves the plan as it is; and what `--force` does about it.

use launch::source::SIZE_LIMIT;

use super::{DAY, LATER, Office, UNSIGNED, complete};
use crate::judged::ROSTER;

/// A day that has not come whenever this runs.
const TOMORROW: &str = "2099-01-01";

#[test]
fn nobody_signs_out_of_turn() {
    let office = Office::complete(UNSIGNED, "");
    let turn = ["sales (sam@acme.example) comes first, and has not signed yet", "--force"];
    office.not_on("lea", DAY, &["sign", "plan.yaml", "leadership"], &turn);
    office.not_on("sam", DAY, &["sign", "plan.yaml", "sales"], &["get `price-list` from finance"]);
    // Behind a no-go, nobody's turn has come either.
    office.on("mia", DAY, &["sign", "plan.yaml", "marketing", "--verdict", "no-go", "--note", "Not yet"]);
    let declined = ["marketing (mia@acme.example) comes first, and is declined"];
    office.not_on("sam", DAY, &["sign", "plan.yaml", "sales"], &declined);
}

#[test]
fn a_no_go_may_be_said_at_any_time() {
    let office = Office::complete(UNSIGNED, "");
    office.on("lea", DAY, &["sign", "plan.yaml", "leadership", "--verdict", "no-go", "--note", "Too early"]);
    assert_eq!(office.read("/stages/leadership/sign_off/verdict"), "no-go");
    assert!(office.found().contains(&"declined-sign-off stages.leadership".to_owned()));
    // Also where the policy lets a no pass, and the stage then lacks a signature that it had.
    for level in ["warn", "off"] {
        let office = Office::complete("{}", &format!("[rules]\ndeclined-sign-off = \"{level}\"\n"));
        office.on("lea", DAY, &["sign", "plan.yaml", "leadership", "--verdict", "no-go", "--note", "Wait"]);
        assert!(office.found().contains(&"missing-sign-off stages.leadership".to_owned()), "{level}");
    }
}

#[test]
fn open_points_keep_a_stage_from_signing() {
    let open = "
stages: {finance: {asks: {billing: open}, sign_off: ~}}
handoffs: {cost-to-serve: {accepted: ~}}";
    let office = Office::complete(open, "");
    let reasons = ["open: answer `billing`: Was a trial invoice checked?", "open: accept `cost-to-serve`"];
    office.not_on("fay", DAY, &["sign", "plan.yaml", "finance"], &reasons);
    let kept = "stages: {operations: {sign_off: ~}}
promises: {setup-time: {accepted: ~}}
loads: {new-customers: {accepted: ~}}";
    let office = Office::complete(kept, "");
    office.not_on("omar", DAY, &["sign", "plan.yaml", "operations"], &["setup-time", "new-customers"]);
}

#[test]
fn the_customer_stage_signs_for_needs_that_something_shows() {
    let unsigned = "stages: {customer: {sign_off: ~}}";
    let unshown = format!("{unsigned}\nneeds: {{see-hours: {{evidence: ~}}}}");
    let office = Office::complete(&unshown, "");
    let sign = ["sign", "plan.yaml", "customer"];
    let open = "open: nothing shows that customers need `see-hours`";
    office.not_on("uma", DAY, &sign, &[open, "show who said `see-hours`", "--force"]);
    office.on("uma", DAY, &[&sign[..], &["--force"]].concat());
    for shown in [
        unsigned.to_owned(),
        format!(
            "{unshown}\nwaivers: {{later: {{rule: unproven-need, at: needs.see-hours, \
        why: Asked in June, by: lea@acme.example, date: 2021-05-01, until: 2099-06-30}}}}"
        ),
    ] {
        Office::complete(&shown, "").on("uma", DAY, &sign);
    }
    // Only the customer stage signs for them.
    let others = "needs: {see-hours: {evidence: ~}}\nstages: {leadership: {sign_off: ~}}";
    Office::complete(others, "").on("lea", DAY, &["sign", "plan.yaml", "leadership"]);
}

#[test]
fn nobody_acts_for_another_stage() {
    for (policy, why) in
        [(ROSTER, "may sign for marketing only"), ("", "and mia@acme.example is somebody else")]
    {
        let office = Office::new(&complete(UNSIGNED), policy);
        let cases: [&[&str]; 7] = [
            &["sign", "plan.yaml", "finance"],
            &["accept", "plan.yaml", "price-list"],
            &["accept", "plan.yaml", "promises.setup-time"],
            &["accept", "plan.yaml", "loads.new-customers"],
            &["accept", "plan.yaml", "incentives.commission"],
            &["return", "plan.yaml", "delivery-limits", "--why", "It says nothing of June"],
            &["return", "plan.yaml", "price-list", "--why", "It says nothing of June"],
        ];
        for args in cases {
            office.not_on("mia", DAY, args, &[why]);
        }
    }
    let office = Office::new(&complete(UNSIGNED), "");
    let another = ["finance is fay@acme.example's, and mia@acme.example is somebody else"];
    office.not_on("mia", DAY, &["send", "plan.yaml", "price-list"], &another);
}

/// Whoever acted before in the same place, and may not have, is no excuse.
#[test]
fn the_same_fault_as_before_is_refused_again() {
    let wrong = "{by: mia@acme.example, date: 2026-05-06}";
    let office = Office::complete(
        &format!(
            "promises: {{setup-time: {{accepted: {wrong}}}}}
incentives: {{commission: {{accepted: {wrong}}}}}
stages: {{finance: {{sign_off: {{by: TBD, date: 2026-05-20}}}}}}"
        ),
        "",
    );
    for at in ["promises.setup-time", "incentives.commission"] {
        office.not_on("sam", DAY, &["accept", "plan.yaml", at], &["may sign for sales only"]);
    }
    let office = Office::new(&office.text(), "");
    office.not_on("TBD@", DAY, &["sign", "plan.yaml", "finance"], &["somebody else"]);
}

#[test]
fn what_was_not_sent_can_be_neither_accepted_nor_returned() {
    let office = Office::complete(UNSIGNED, "");
    let unsent = ["finance has not sent `price-list` yet"];
    office.not_on("sam", DAY, &["accept", "plan.yaml", "price-list"], &unsent);
    let back = ["return", "plan.yaml", "price-list", "--why", "It is empty"];
    office.not_on("sam", DAY, &back, &unsent);
    // Nor what nobody is recorded as having sent, or on no day.
    for (sent, lack) in [("date: 2021-05-11", "`by`"), ("by: fay@acme.example", "`date`")] {
        let sent = format!("handoffs:\n  price-list: {{sent: {{{sent}}}}}\n");
        let plan = complete("handoffs: {price-list: ~}").replace("handoffs:\n", &sent);
        let office = Office::new(&plan, ROSTER);
        let unsent = [&*format!("finance has not sent `price-list` yet: its `sent` lacks {lack}")];
        office.not_on("sam", DAY, &["accept", "plan.yaml", "price-list"], &unsent);
        office.not_on("sam", DAY, &back, &unsent);
        office.on("fay", DAY, &["send", "plan.yaml", "price-list"]);
        office.on("sam", DAY, &["accept", "plan.yaml", "price-list"]);
    }
}

#[test]
fn whoever_sent_it_does_not_accept_it() {
    let both = "\"both@acme.example\" = { name = \"Bo\", stages = [\"finance\", \"sales\"] }\n";
    let office = Office::complete(UNSIGNED, both);
    office.on("both", DAY, &["send", "plan.yaml", "price-list"]);
    let own = ["both@acme.example sent `price-list` and accepted it"];
    office.not_on("both", DAY, &["accept", "plan.yaml", "price-list"], &own);
    office.on("sam", DAY, &["accept", "plan.yaml", "price-list"]);
}

#[test]
fn what_is_not_there_is_named_with_what_may_be_meant() {
    let office = Office::complete(UNSIGNED, "");
    let cases: [(&[&str], &str); 16] = [
        (&["sign", "plan.yaml", "finanse"], "no stage `finanse` hint: did you mean `finance`?"),
        (&["unsign", "plan.yaml", "finanse"], "did you mean `finance`?"),
        (&["meet", "plan.yaml", "finanse", "x"], "did you mean `finance`?"),
        (&["sign", "plan.yaml", "legal"], "no stage `legal` hint: it has customer, product, operations"),
        (&["send", "plan.yaml", "price-lst"], "no hand-off `price-lst` hint: did you mean `price-list`?"),
        (&["accept", "plan.yaml", "price-lst"], "did you mean `price-list`?"),
        (&["accept", "plan.yaml", "handoffs.price-lst"], "did you mean `price-list`?"),
        (&["return", "plan.yaml", "price-lst", "--why", "It is empty"], "did you mean `price-list`?"),
        (&["accept", "plan.yaml", "promises.setup-tim"], "did you mean `promises.setup-time`?"),
        (&["accept", "plan.yaml", "loads.new-customer"], "did you mean `loads.new-customers`?"),
        (&["accept", "plan.yaml", "incentive.commission"], "did you mean `incentives.commission`?"),
        (&["accept", "plan.yaml", "stages.finance"], "there is no hand-off, promise, load or incentive"),
        (
            &["waive", "plan.yaml", "open-asks", "stages.finance", "--why", "It rains", "--until", LATER],
            "no rule `open-asks` hint: did you mean `open-ask`?",
        ),
        (
            &["waive", "plan.yaml", "open-ask", "stages.finanse", "--why", "It rains", "--until", LATER],
            "`stages.finanse` leads nowhere: did you mean `stages.finance`?",
        ),
        (
            &[
                "sign",
                "plan.yaml",
                "finance",
                "--condition",
                "Do it; owner fay@acme.example; due 2099-01-01; risk lea@acme.example; covers stages.finance.asks.biling",
            ],
            "did you mean `stages.finance.asks.billing`?",
        ),
        (&["meet", "plan.yaml", "finance", "x"], "finance signed under no condition `x`"),
    ];
    for (args, words) in cases {
        office.not_on("fay", DAY, args, &[words]);
    }
}

#[test]
fn a_stage_that_is_not_needed_is_not_signed() {
    let why = "{why: Nothing is billed, by: priya@acme.example, date: 2026-05-04}";
    let office = Office::complete(&format!("stages: {{finance: {{sign_off: ~, not_needed: {why}}}}}"), "");
    office.not_on("fay", DAY, &["sign", "plan.yaml", "finance"], &["does not need finance"]);
}

#[test]
fn a_day_that_has_not_come_is_refused() {
    let office = Office::complete(
        "handoffs: {price-list: {accepted: ~}}\nstages: {finance: {asks: {billing: open}}}",
        "",
    );
    let condition = "Check it; owner fay@acme.example; due 2099-12-31; risk lea@acme.example; covers stages.finance.asks.billing";
    office.on("fay", DAY, &["sign", "plan.yaml", "finance", "--condition", condition]);
    let cases: [(&str, &[&str]); 7] = [
        ("omar", &["sign", "plan.yaml", "operations"]),
        ("fay", &["send", "plan.yaml", "price-list"]),
        ("sam", &["accept", "plan.yaml", "price-list"]),
        ("omar", &["accept", "plan.yaml", "promises.setup-time"]),
        ("sam", &["return", "plan.yaml", "price-list", "--why", "It is empty"]),
        (
            "lea",
            &[
                "waive",
                "plan.yaml",
                "unaccepted-handoff",
                "handoffs.price-list",
                "--why",
                "It rains",
                "--until",
                LATER,
            ],
        ),
        ("fay", &["meet", "plan.yaml", "finance", "check-it"]),
    ];
    for (who, args) in cases {
        office.not_on(who, TOMORROW, args, &[TOMORROW]);
    }
    for day in ["tomorrow", "2021-02-30", "20210228", "", "28.05.2021"] {
        office.not_on("omar", day, &["sign", "plan.yaml", "operations"], &["write a date such as"]);
    }
}

#[test]
fn placeholders_are_nobody_and_nothing() {
    for policy in [ROSTER, ""] {
        let office = Office::new(&complete("handoffs: {price-list: {accepted: ~}}"), policy);
        for nobody in ["TBD", "[@fay]", "<e-mail>", "n/a", "?", "xxx"] {
            office.refuses(&["sign", "plan.yaml", "finance", "--by", nobody, "--date", DAY], &[nobody]);
            let accept = ["accept", "plan.yaml", "price-list", "--by", nobody, "--date", DAY];
            office.refuses(&accept, &[nobody]);
            office.refuses(&["send", "plan.yaml", "value", "--by", nobody, "--date", DAY], &[nobody]);
        }
        for empty in ["", "  "] {
            let args = ["sign", "plan.yaml", "finance", "--by", empty, "--date", DAY];
            office.refuses(&args, &["it is not known who does this"]);
        }
        for nothing in ["TBD", "", "…", "later", "?"] {
            office.not_on("sam", DAY, &["return", "plan.yaml", "price-list", "--why", nothing], &["why"]);
        }
        let waive = ["waive", "plan.yaml", "unaccepted-handoff", "handoffs.price-list", "--until", LATER];
        office.not_on("lea", DAY, &[waive.as_slice(), &["--why", "TBD"]].concat(), &["`TBD`"]);
    }
}

#[test]
fn an_invalid_plan_or_policy_is_not_touched() {
    let cases: [(&str, &str, &str); 7] = [
        ("launch: X\nkind: product\nstagess: {}\n", "", "did you mean `stages`?"),
        ("launch: X\nkind: product\nstages: {finance: {owner: 1, owner: 2}}\n", "", "owner"),
        ("launch: [\n", "", "plan.yaml:"),
        ("", "", "plan.yaml"),
        ("kind: product\n", "", "launch"),
        ("launch: X\nkind: product\n", "[peeple]\n", "did you mean `people`?"),
        ("launch: X\nkind: product\n", "extends = \"nowhere.toml\"\n", "nowhere.toml"),
    ];
    for (plan, policy, words) in cases {
        let office = Office::new(plan, policy);
        let deeds: [&[&str]; 3] = [
            &["sign", "plan.yaml", "finance", "--force"],
            &["send", "plan.yaml", "value"],
            &["unsign", "plan.yaml", "finance"],
        ];
        for args in deeds {
            office.not_on("fay", DAY, args, &[words, "`plan.yaml` is as it was"]);
        }
    }
    let office = Office::complete("", "");
    office.write("bad.toml", "[stages.finance]\nsignatures = \"two\"\n");
    for (file, words) in [("bad.toml", "signatures"), ("none.toml", "there is no such file")] {
        office.not_on("fay", DAY, &["sign", "plan.yaml", "finance", "--policy", file], &[words]);
    }
}

#[test]
fn a_plan_that_could_not_be_read_afterwards_is_not_written() {
    let office = Office::complete("stages: {leadership: {sign_off: ~}}", "");
    let whole = office.text();
    let large = |spare: usize| {
        let more = usize::try_from(SIZE_LIMIT).expect("a size") - spare - whole.len();
        office.write("plan.yaml", format!("{whole}#{}\n", "x".repeat(more - 2)));
    };
    let sign = ["sign", "plan.yaml", "leadership"];
    let reasons = ["`plan.yaml` would be larger than 1024 KiB, the most that is read", "as it was"];
    large(60);
    office.not_on("lea", DAY, &sign, &reasons);
    office.not_on("lea", DAY, &[&sign[..], &["--force"]].concat(), &reasons);
    large(200);
    office.on("lea", DAY, &sign);
    assert_eq!(office.verdict(), "go");
}

#[test]
fn conditions_are_whole_or_refused() {
    let office = Office::complete("stages: {finance: {asks: {billing: open}, sign_off: ~}}", "");
    let cases = [
        ("", "it lacks what, owner, due and risk"),
        ("Check it", "it lacks owner, due and risk"),
        ("Check it; owner fay@acme.example; due 2099-12-31", "it lacks risk"),
        ("Check it; owner fay@acme.example; due soon; risk lea@acme.example", "write a date such as"),
        ("Check it; owner fay@acme.example; who knows", "`who` is no part of a condition"),
        ("Check it; owner mia@acme.example; owner fay@acme.example", "it says `owner` twice"),
        ("Check it; due: 2099-12-31; due: 2099-12-30", "it says `due:` twice"),
        ("TBD; owner fay@acme.example; due 2099-12-31; risk lea@acme.example", "`TBD` is no answer"),
        ("Check it; owner ?; due 2099-12-31; risk lea@acme.example", "`?` is no answer for `owner`"),
        ("Check it; owner fay@acme.example; due 2099-12-31; risk omar@acme.example", "may not waive"),
        (
            "Check it; owner fay@acme.example; due 2099-12-31; risk ann@acme.example",
            "not on the policy's roster",
        ),
        ("Check it; owner fay@acme.example; due 2021-05-31; risk lea@acme.example", "was due on 2021-05-31"),
        // It does not cover what is open.
        ("Check it; owner fay@acme.example; due 2099-12-31; risk lea@acme.example", "answer `billing`"),
    ];
    for (condition, words) in cases {
        office.not_on("fay", DAY, &["sign", "plan.yaml", "finance", "--condition", condition], &[words]);
    }
    let none = ["sign", "plan.yaml", "finance", "--verdict", "conditions"];
    office.not_on("fay", DAY, &none, &["signed under conditions and names none"]);
    let asked = "Check it; owner fay@acme.example; due 2099-12-31; risk lea@acme.example; \
                 covers stages.finance.asks.billing; covers stages.finance.asks.pricing";
    let sign = ["sign", "plan.yaml", "finance", "--condition", asked];
    for force in [&[][..], &["--force"]] {
        let go = [&sign[..], &["--verdict", "go"], force].concat();
        office.not_on("fay", DAY, &go, &["a yes without conditions, and `--condition` names one"]);
    }
    office.on("fay", DAY, &sign);
    let covers = office.read("/stages/finance/sign_off/conditions/check-it/covers");
    assert_eq!(covers, serde_json::json!(["stages.finance.asks.billing", "stages.finance.asks.pricing"]));
}

#[test]
fn only_whoever_may_waive_waives_what_is_there() {
    let office = Office::complete("stages: {finance: {asks: {billing: open}}}", "");
    let waive = |at: &str, until: &str| {
        ["waive", "plan.yaml", "open-ask", at, "--why", "The bank is closed", "--until", until]
            .map(str::to_owned)
    };
    let not = |who: &str, args: [String; 8], words: &str| {
        let args: Vec<&str> = args.iter().map(String::as_str).collect();
        office.not_on(who, DAY, &args, &[words]);
    };
    not("fay", waive("stages.finance.asks.billing", LATER), "fay@acme.example, who may not waive");
    not("lea", waive("stages.finance.asks.pricing", LATER), "does not find `open-ask`");
    not("lea", waive("stages.finance", LATER), "there is `open-ask stages.finance.asks.billing`");
    not("lea", waive("stages.finance.asks.billing", "2021-05-29"), "ended on 2021-05-29");
    not("lea", waive("stages.finance.asks.billing", "never"), "write a date such as");
}

#[test]
fn forced_it_is_written_and_the_check_reports_it() {
    let office = Office::complete(UNSIGNED, "");
    let said = office.on("mia", DAY, &["sign", "plan.yaml", "leadership", "--force"]);
    assert!(said.contains("forced     mia@acme.example may sign for marketing only"), "{said}");
    assert!(said.contains("forced     sales (sam@acme.example) comes first"), "{said}");
    office.on("mia", DAY, &["accept", "plan.yaml", "promises.setup-time", "--force"]);
    office.on("sam", DAY, &["accept", "plan.yaml", "value", "--force"]);
    office.on("omar", TOMORROW, &["sign", "plan.yaml", "operations", "--force"]);
    let found = office.found();
    for expected in [
        "unentitled-signer stages.leadership",
        "unentitled-signer promises.setup-time",
        "unentitled-signer handoffs.value",
        "future-sign-off stages.operations",
    ] {
        assert!(found.iter().any(|one| one == expected), "no {expected} in {found:?}");
    }
    assert_eq!(office.verdict(), "no-go");
    // There is no forcing what means nothing.
    office.not_on("fay", DAY, &["sign", "plan.yaml", "finanse", "--force"], &["no stage `finanse`"]);
    office.not_on("fay", DAY, &["unsign", "plan.yaml", "customer", "--force"], &["has not signed"]);
}
