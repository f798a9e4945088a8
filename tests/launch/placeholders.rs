//! A placeholder at any field, as the contract has it: found at that very field, and never counting.

use crate::judged::judge;

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
