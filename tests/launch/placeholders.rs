//! A placeholder at any field, as the contract has it: found at that very field, and never counting.

use std::fs;

use crate::command::{folder, run};
use crate::judged::judge;
use crate::loopholes::code;

/// A fragment with `@` where the placeholder goes, the field's address, and what follows from it.
const FIELDS: [(&str, &str, &str); 34] = [
    ("owner: @", "owner", "missing-owner owner"),
    ("dates: {internal: @}", "dates.internal", "missing-date dates.internal"),
    ("dates: {external: @}", "dates.external", "missing-date dates.external"),
    ("dates: {baseline: @}", "dates.baseline", ""),
    ("stages: {sales: {owner: @}}", "stages.sales.owner", "missing-owner stages.sales"),
    ("stages: {sales: {impact: @}}", "stages.sales.impact", "missing-impact stages.sales"),
    (
        "stages: {sales: {asks: {training: @}}}",
        "stages.sales.asks.training",
        "open-ask stages.sales.asks.training",
    ),
    (
        "stages: {sales: {asks: {training: {done: @}}}}",
        "stages.sales.asks.training.done",
        "open-ask stages.sales.asks.training",
    ),
    (
        "stages: {leadership: {sign_off: {by: @}}}",
        "stages.leadership.sign_off.by",
        "missing-sign-off stages.leadership",
    ),
    (
        "stages: {leadership: {sign_off: {date: @}}}",
        "stages.leadership.sign_off.date",
        "missing-sign-off stages.leadership",
    ),
    ("needs: {see-hours: {need: @}}", "needs.see-hours.need", "unproven-need needs.see-hours"),
    ("needs: {see-hours: {answer: @}}", "needs.see-hours.answer", "unanswered-need needs.see-hours"),
    (
        "needs: {see-hours: {evidence: [{from: calls, count: 3, date: @, link: https://a.example}]}}",
        "needs.see-hours.evidence.0.date",
        "unproven-need needs.see-hours",
    ),
    (
        "needs: {see-hours: {evidence: [{from: calls, count: 3, date: 2026-05-01, link: @}]}}",
        "needs.see-hours.evidence.0.link",
        "unproven-need needs.see-hours",
    ),
    ("handoffs: {value: {sent: {by: @}}}", "handoffs.value.sent.by", "unsent-handoff handoffs.value"),
    ("handoffs: {value: {sent: {date: @}}}", "handoffs.value.sent.date", "unsent-handoff handoffs.value"),
    ("handoffs: {value: {sent: {link: @}}}", "handoffs.value.sent.link", ""),
    (
        "handoffs: {value: {accepted: {by: @}}}",
        "handoffs.value.accepted.by",
        "unaccepted-handoff handoffs.value",
    ),
    (
        "handoffs: {value: {accepted: {date: @}}}",
        "handoffs.value.accepted.date",
        "unaccepted-handoff handoffs.value",
    ),
    ("handoffs: {value: {due: @}}", "handoffs.value.due", ""),
    (
        "informed: {field-sales: {who: @}}",
        "informed.field-sales.who",
        "uninformed-audience informed.field-sales",
    ),
    (
        "informed: {field-sales: {date: @}}",
        "informed.field-sales.date",
        "uninformed-audience informed.field-sales",
    ),
    (
        "informed: {field-sales: {done: @}}",
        "informed.field-sales.done",
        "uninformed-audience informed.field-sales",
    ),
    (
        "promises: {setup-time: {promised: @}}",
        "promises.setup-time.promised",
        "unbacked-promise promises.setup-time",
    ),
    (
        "promises: {setup-time: {committed: @}}",
        "promises.setup-time.committed",
        "unbacked-promise promises.setup-time",
    ),
    (
        "promises: {setup-time: {accepted: {by: @}}}",
        "promises.setup-time.accepted.by",
        "unaccepted-promise promises.setup-time",
    ),
    (
        "promises: {setup-time: {accepted: {date: @}}}",
        "promises.setup-time.accepted.date",
        "unaccepted-promise promises.setup-time",
    ),
    (
        "loads: {new-customers: {forecast: @}}",
        "loads.new-customers.forecast",
        "overloaded-stage loads.new-customers",
    ),
    (
        "loads: {new-customers: {capacity: @}}",
        "loads.new-customers.capacity",
        "overloaded-stage loads.new-customers",
    ),
    (
        "loads: {new-customers: {accepted: {by: @}}}",
        "loads.new-customers.accepted.by",
        "unaccepted-load loads.new-customers",
    ),
    (
        "incentives: {commission: {safeguard: @}}",
        "incentives.commission.safeguard",
        "unguarded-incentive incentives.commission",
    ),
    (
        "incentives: {commission: {accepted: {by: @}}}",
        "incentives.commission.accepted.by",
        "unguarded-incentive incentives.commission",
    ),
    (
        "incentives: {commission: {accepted: {date: @}}}",
        "incentives.commission.accepted.date",
        "unguarded-incentive incentives.commission",
    ),
    ("goals: {activation: {target: @}}", "goals.activation.target", ""),
];

#[test]
fn a_placeholder_is_found_at_its_very_field_and_never_counts() {
    let words = [
        "TBD",
        "todo",
        "\"?\"",
        "n/a",
        "none",
        "xxx",
        "\"[@handle]\"",
        "<the answer>",
        "\"\"",
        "TBD?",
        "None?",
    ];
    for (at, (fragment, field, follower)) in FIELDS.into_iter().enumerate() {
        let root = format!("placeholder {field}");
        // Every field with one word, and the fields in turn with all of them.
        for word in [words[0], words[at % words.len()]] {
            let judged = judge(&fragment.replace('@', word), "");
            assert_eq!((judged.roots(), judged.code), (vec![root.clone()], 1), "{fragment} {word}");
            if !follower.is_empty() {
                assert_eq!(judged.root_of(follower).as_ref(), Some(&root), "{fragment} {word}");
            }
        }
    }
    for word in words {
        let judged = judge(&format!("stages: {{sales: {{owner: {word}}}}}"), "");
        assert_eq!(judged.roots(), ["placeholder stages.sales.owner"], "{word}");
    }
}

#[test]
fn a_waived_placeholder_takes_what_follows_from_it_alone() {
    let waived = |fragment: &str, at: &str| {
        let waiver = format!(
            "waivers: {{w: {{rule: placeholder, at: {at}, why: Told by phone, by: lea@acme.example, date: 2026-05-20, \
             until: 2026-06-30}}}}"
        );
        code(&format!("{fragment}\n{waiver}"), "", &[])
    };
    let by = "promises.setup-time.accepted.by";
    assert_eq!(waived("promises: {setup-time: {accepted: {by: TBD}}}", by), 0);
    assert_eq!(waived("promises: {setup-time: {accepted: {by: TBD, date: ~}}}", by), 1, "nobody said when");
    let date = "promises.setup-time.accepted.date";
    assert_eq!(waived("promises: {setup-time: {accepted: {date: TBD}}}", date), 0);
    let stranger = "promises: {setup-time: {accepted: {by: sam@acme.example, date: TBD}}}";
    assert_eq!(waived(stranger, date), 1, "sam may not accept for operations");
    let count = "needs.see-hours.evidence.0.count";
    let need = |evidence: &str| format!("needs: {{see-hours: {{evidence: [{{{evidence}}}]}}}}");
    assert_eq!(waived(&need("from: interviews, count: TBD, link: https://acme.example/1"), count), 0);
    assert_eq!(waived(&need("count: TBD"), count), 1, "nobody said where from");
}

#[test]
fn the_text_of_the_template_is_no_person() {
    let folder = folder(&[]);
    assert_eq!(run(folder.path(), &["init", "plan.yaml"]).code, 0);
    let text = fs::read_to_string(folder.path().join("plan.yaml")).expect("text");
    let mut people = text.split("{by: ").skip(1).peekable();
    assert!(people.peek().is_some() && people.all(|by| by.starts_with("<e-mail")), "{text}");
    assert!(!text.contains("by: e-mail"), "{text}");
    let signed = text
        .replace("# sign_off: ", "sign_off: ")
        .replace("# accepted: {by: <e-mail of op", "accepted: {by: <e-mail of op");
    fs::write(folder.path().join("plan.yaml"), signed).expect("written");
    let out = run(folder.path(), &["check", "plan.yaml", "--format", "json"]).out;
    for field in ["stages.finance.sign_off.by", "promises.first-promise.accepted.by"] {
        assert!(out.contains(&format!("\"at\": \"{field}\"")), "{field}: {out}");
    }
    for word in ["e-mail", "email", "e-mail of operations", "E-Mail address of finance"] {
        let judged = judge(&format!("stages: {{finance: {{sign_off: {{by: {word}}}}}}}"), "");
        assert_eq!(judged.roots(), ["placeholder stages.finance.sign_off.by"], "{word}");
        let how = judge(&format!("informed: {{field-sales: {{how: {word}}}}}"), "");
        assert_eq!(how.verdict(), "go", "{word} is a way to tell people");
    }
}

#[test]
fn a_placeholder_in_a_list_names_the_field_that_holds_the_list() {
    let judged = judge("promises: {setup-time: {seen_in: [pricing page, TBD]}}", "");
    let said = judged.of_finding("placeholder promises.setup-time.seen_in.1", "message");
    assert_eq!(said, "`TBD` is no answer for `seen_in`");
}

#[test]
fn a_reason_says_more_than_how_far_it_is() {
    let by = "by: priya@acme.example, date: 2026-05-20";
    for words in [
        "not applicable",
        "not decided",
        "will follow",
        "in progress",
        "failed",
        "not started",
        "soon",
        "blocked",
        "unknown",
        "to be confirmed",
    ] {
        for fragment in [
            "stages: {finance: {asks: {billing: {done: ~, not_needed: REASON}}}}".to_owned(),
            format!("stages: {{marketing: {{not_needed: {{why: REASON, {by}}}}}}}"),
            "needs: {see-hours: {answer: ~, declined: REASON}}".to_owned(),
            "waivers: {w: {rule: missing-handoff, at: handoffs.price-list, why: REASON, by: lea@acme.example, \
             date: 2026-05-20, until: 2026-06-30}}\nhandoffs: {price-list: ~}"
                .to_owned(),
        ] {
            let said = |why: &str| code(&fragment.replace("REASON", why), "", &[]);
            assert_eq!((said(words), said(&format!("{words} since Ana left"))), (1, 0), "{fragment} {words}");
        }
    }
}
