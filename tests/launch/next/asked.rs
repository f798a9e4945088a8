//! What is asked of whom: of those who are left to do it, and of each thing once.

use super::{DAY, json, plans, tasks, text, told};
use crate::command::{folder, run};
use crate::overlay::{BASE, plan};

#[test]
fn whoever_signed_already_is_not_asked_again_but_those_who_are_left() {
    let one = plan("stages: {finance: {sign_off: {by: fay@acme.example, date: 2026-05-20}}}");
    let two = "[stages.finance]\nsignatures = 2\n";
    let gus = "\"gus@acme.example\" = { stages = [\"finance\"] }\n";
    let hal = "\"hal@acme.example\" = { stages = [\"finance\"] }\n";
    for (signed, roster, who, todo) in [
        (&one, format!("{gus}{two}"), "gus@acme.example", "sign off for finance"),
        (
            &one,
            format!("{gus}{hal}{two}"),
            "fay@acme.example",
            "have gus@acme.example or hal@acme.example sign off for finance",
        ),
        (
            &one,
            two.to_owned(),
            "priya@acme.example",
            "have somebody else put on the roster, and sign off for finance",
        ),
        (
            &plan("stages: {finance: {sign_off: ~}}"),
            format!("{gus}{two}"),
            "fay@acme.example",
            "sign off for finance",
        ),
    ] {
        let folder = plans(&[("plan.yaml", signed.as_str())], &roster);
        let found = json(folder.path(), &["plan.yaml"]);
        assert_eq!(told(&found), [format!("{who}: stages.finance")], "{roster}");
        assert_eq!(text(&tasks(&found)[0], "do"), todo, "{roster}");
    }
    let third = plans(&[("plan.yaml", one.as_str())], &format!("{gus}{two}"));
    let check = run(third.path(), &["check", "plan.yaml", "--as-of", DAY]).out;
    assert!(check.contains("What lifts it:\n  - have gus@acme.example sign off\n"), "{check}");
    assert!(check.contains("gus@acme.example may, and has not"), "{check}");
    let simulate = ["simulate", "plan.yaml", "--as-of", DAY, "--sign", "finance"];
    let supposed = run(third.path(), &simulate).out;
    assert!(supposed.contains("gus@acme.example signs for finance"), "{supposed}");
    let without_roster = folder(&[("plan.yaml", one.as_str()), ("launch.toml", two)]);
    let found = json(without_roster.path(), &["plan.yaml"]);
    assert_eq!(
        text(&tasks(&found)[0], "do"),
        "have somebody else than fay@acme.example sign off for finance"
    );
    // Whoever signed already gets no command that signs for them once more.
    let hal = format!("{gus}\"hal@acme.example\" = {{ stages = [\"finance\"] }}\n{two}");
    let several = plans(&[("plan.yaml", one.as_str())], &hal);
    for folder in [several, without_roster] {
        let found = json(folder.path(), &["plan.yaml"]);
        assert!(tasks(&found)[0]["command"].is_null(), "{found}");
    }
}

#[test]
fn a_record_that_does_not_say_who_signed_is_completed_or_deleted() {
    let gus = "\"gus@acme.example\" = { stages = [\"finance\"] }\n[stages.finance]\nsignatures = 2\n";
    let fay = "{by: fay@acme.example, date: 2026-05-20}";
    for (signed, policy, todo) in [
        (
            format!("[{fay}, {{by: gus@acme.example, date: 2026-05-20}}, {{by: ~, date: 2026-05-20}}]"),
            gus,
            "say who signed in `stages.finance.sign_off.2`, or delete it",
        ),
        (
            format!("[{fay}, {{by: gus@acme.example}}]"),
            gus,
            "say when gus@acme.example signed in `stages.finance.sign_off.1`, or delete it",
        ),
        (
            format!("[{{note: Fine}}, {fay}]"),
            "",
            "say who signed and when in `stages.finance.sign_off.0`, or delete it",
        ),
        ("{by: ~, date: 2026-05-20}".to_owned(), "", "sign off for finance"),
    ] {
        let plan = BASE.replace(&format!("sign_off: {fay}"), &format!("sign_off: {signed}"));
        let folder = plans(&[("plan.yaml", plan.as_str())], policy);
        let found = json(folder.path(), &["plan.yaml"]);
        let all = tasks(&found);
        let task = all.iter().find(|task| text(task, "at") == "stages.finance").expect("it");
        assert_eq!((text(task, "owner"), text(task, "do")), ("fay@acme.example", todo), "{signed}");
    }
}

#[test]
fn whoever_may_not_sign_takes_open_conditions_back_before_somebody_else_signs() {
    let signed = "stages: {finance: {sign_off: {by: sam@acme.example, date: 2026-05-20, verdict: conditions, \
                  conditions: {trial: {what: Try it, owner: fay@acme.example, due: 2026-06-10, \
                  risk_accepted_by: lea@acme.example}}}}}";
    let folder = plans(&[("plan.yaml", &plan(signed))], "");
    let first = || {
        let all = tasks(&json(folder.path(), &["plan.yaml"]));
        let task = all.into_iter().find(|task| text(task, "at") == "stages.finance").expect("it");
        (text(&task, "owner").to_owned(), text(&task, "command").to_owned())
    };
    for (who, command) in [("sam@acme.example", "unsign"), ("fay@acme.example", "sign")] {
        assert_eq!(first(), (who.to_owned(), format!("launch {command} plan.yaml finance")));
        let ended = run(folder.path(), &[command, "plan.yaml", "finance", "--by", who, "--date", DAY]);
        assert_eq!(ended.code, 0, "{}", ended.err);
    }
    let met = signed.replace("due: 2026-06-10,", "due: 2026-06-10, met: It went well,");
    let folder = plans(&[("plan.yaml", &plan(&met))], "");
    let all = tasks(&json(folder.path(), &["plan.yaml"]));
    assert_eq!(
        (text(&all[0], "owner"), text(&all[0], "do")),
        ("fay@acme.example", "sign for finance in place of sam@acme.example")
    );
}

#[test]
fn what_reads_the_same_is_done_at_each_address_and_what_is_said_twice_of_one_once() {
    let condition = |what: &str| {
        format!(
            "{{what: {what}, owner: fay@acme.example, due: 2026-06-10, risk_accepted_by: sam@acme.example}}"
        )
    };
    let two = format!(
        "stages: {{finance: {{sign_off: {{verdict: conditions, conditions: {{trial: {}, prices: {}}}}}}}}}",
        condition("One more trial"),
        condition("Print the prices")
    );
    let folder = plans(&[("plan.yaml", &plan(&two))], "");
    let found = json(folder.path(), &["plan.yaml"]);
    let risk = |id: &str| format!("fay@acme.example: stages.finance.sign_off.conditions.{id}");
    assert_eq!(told(&found), [risk("trial"), risk("prices")]);
    let check = run(folder.path(), &["check", "plan.yaml", "--as-of", DAY]).out;
    let screen = check.split_whitespace().collect::<Vec<_>>().join(" ");
    for id in ["trial", "prices"] {
        let todo =
            format!("- have the risk of the condition `{id}` of finance accepted by somebody who may waive");
        assert_eq!(screen.matches(&todo).count(), 1, "{check}");
    }
    let waiver = |id: &str| {
        format!(
            "{id}: {{rule: open-ask, at: stages.finance.asks.pricing, why: Prices follow on Monday, by: sam@acme.example, \
             date: 2026-05-20, until: 2026-06-30}}"
        )
    };
    let asks = "stages: {finance: {asks: {pricing: open}}}";
    let waived = format!("{asks}\nwaivers: {{{}, {}}}", waiver("a"), waiver("b"));
    let folder = plans(&[("plan.yaml", &plan(&waived))], "");
    let found = json(folder.path(), &["plan.yaml"]);
    assert_eq!(
        told(&found),
        [
            "fay@acme.example: stages.finance.asks.pricing",
            "priya@acme.example: waivers.a",
            "priya@acme.example: waivers.b"
        ]
    );
    let bad = "stages: {finance: {sign_off: [{by: sam@acme.example, date: 2026-05-20}, \
               {by: sam@acme.example, date: 2026-05-20, note: Again}]}}";
    let folder = plans(&[("plan.yaml", &plan(bad))], "");
    assert_eq!(told(&json(folder.path(), &["plan.yaml"])), ["fay@acme.example: stages.finance"]);
}

#[test]
fn what_is_marked_as_sent_on_a_day_to_come_is_corrected_before_it_is_accepted() {
    let sent = |on: &str| {
        let handoff = format!("handoffs: {{price-list: {{sent: {{by: fay@acme.example, date: {on}}}}}}}");
        let folder = plans(&[("plan.yaml", &plan(&handoff))], "");
        let all = tasks(&json(folder.path(), &["plan.yaml"]));
        let told = all.iter().map(|task| (text(task, "owner").to_owned(), text(task, "do").to_owned()));
        told.collect::<Vec<_>>()
    };
    let correct = "correct the date that `price-list` was sent".to_owned();
    assert_eq!(sent("2026-06-03"), [("fay@acme.example".to_owned(), correct)]);
    let accept = "accept `price-list` from finance, or return it with the reason".to_owned();
    assert_eq!(sent("2026-05-28"), [("sam@acme.example".to_owned(), accept)]);
}

/// What a stage has to send to those behind the gate is not asked for before it, and keeps nobody from signing.
#[test]
fn whoever_is_to_sign_for_the_internal_gate_is_told_whatever_is_sent_behind_it() {
    let open = "stages: {customer-service: {sign_off: ~}, marketing: {sign_off: ~}, sales: {sign_off: ~}, \
                leadership: {sign_off: ~}}\nhandoffs: {customer-complaints: {sent: ~, accepted: ~}}";
    let folder = plans(&[("plan.yaml", &plan(open))], "");
    let found = json(folder.path(), &["plan.yaml", "--gate", "internal"]);
    assert_eq!(told(&found), ["cora@acme.example: stages.customer-service"], "{found}");
    let asked = "stages: {customer-service: {sign_off: ~, asks: {training: open}}}";
    let folder = plans(&[("plan.yaml", &plan(asked))], "");
    let found = json(folder.path(), &["plan.yaml", "--gate", "internal"]);
    assert_eq!(told(&found), ["cora@acme.example: stages.customer-service.asks.training"], "{found}");
}

/// The day of a condition passes, and what it covers is still to be done, by whoever had to do it before.
#[test]
fn what_an_overdue_condition_covered_stays_somebodys_to_do() {
    let covered = plan(
        "handoffs: {message-kit: {accepted: ~}}\n\
         stages: {sales: {sign_off: {verdict: conditions, conditions: {kit: {what: Print the kit, \
         owner: mia@acme.example, due: 2026-05-28, risk_accepted_by: lea@acme.example, \
         covers: [handoffs.message-kit]}}}}}",
    );
    let folder = plans(&[("plan.yaml", &covered)], "");
    let on = |day: &str| {
        let ended = run(folder.path(), &["next", "plan.yaml", "--as-of", day]);
        ended.out.split_whitespace().collect::<Vec<_>>().join(" ")
    };
    for day in [DAY, "2026-05-29"] {
        let said = on(day);
        assert!(said.contains("sam@acme.example - accept `message-kit` from marketing"), "{day}: {said}");
        assert!(said.contains("before that, what it covers: `handoffs.message-kit`"), "{day}: {said}");
    }
}

#[test]
fn whoever_signed_too_early_gets_the_command_once_nothing_else_is_open() {
    let early = "stages: {marketing: {sign_off: {by: mia@acme.example, date: 2026-05-15}}}";
    let folder = plans(&[("plan.yaml", &plan(early))], "");
    let found = json(folder.path(), &["plan.yaml"]);
    assert_eq!(told(&found), ["mia@acme.example: stages.marketing"]);
    assert_eq!(text(&tasks(&found)[0], "command"), "launch sign plan.yaml marketing", "{found}");
    let open = early.replace("{marketing: {", "{marketing: {asks: {message: open}, ");
    let folder = plans(&[("plan.yaml", &plan(&open))], "");
    let found = json(folder.path(), &["plan.yaml"]);
    assert_eq!(told(&found), ["mia@acme.example: stages.marketing.asks.message"], "{found}");
}
