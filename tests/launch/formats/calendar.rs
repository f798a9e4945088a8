//! The calendar: what an event is called, on its day and when that moves.

use crate::command::{folder, run};
use crate::formats::readers;
use crate::overlay;

/// On its day an event is read as what happens then: what was done earlier says so, and when.
#[test]
fn an_event_is_what_is_due_and_says_when_it_was_done() {
    let plan = overlay::plan(
        "stages: {leadership: {sign_off: ~}}\nhandoffs: {price-list: {due: 2026-05-15}, value: {due: 2026-05-15, accepted: ~}}",
    );
    let folder = folder(&[("plan.yaml", &plan)]);
    let out = run(folder.path(), &["check", "plan.yaml", "--as-of", "2026-05-28", "--format", "ics"]).out;
    let events = readers::ics(&out);
    for (summary, about) in [
        ("last day for finance to sign (done)", "signed by fay@acme.example on 2026-05-20, owned by fay@"),
        ("last day for leadership to sign", "ready, owned by lea@"),
        (
            "last day for sales to accept price-list from finance (done)",
            "accepted by sam@acme.example on 2026-05-12: ",
        ),
        ("last day for marketing to accept value from product", "sent, turn of marketing: "),
    ] {
        let found = events.iter().find(|event| event.summary.ends_with(&format!(": {summary}")));
        let found = found.unwrap_or_else(|| panic!("no {summary} in {out}"));
        assert!(found.description.starts_with(about), "{summary}: {}", found.description);
    }
}

#[test]
fn an_event_keeps_its_name_when_its_day_moves() {
    let calendar = |due: &str| {
        let plan = overlay::plan(&format!("handoffs: {{price-list: {{due: {due}}}}}"));
        let folder = folder(&[("plan.yaml", &plan)]);
        let out = run(folder.path(), &["check", "plan.yaml", "--as-of", "2026-05-28", "--format", "ics"]).out;
        readers::ics(&out).into_iter().find(|event| event.summary.contains("price-list")).expect("the event")
    };
    let (early, late) = (calendar("2026-05-15"), calendar("2026-05-20"));
    assert_eq!(early.uid, late.uid);
    assert_eq!((early.day.as_str(), late.day.as_str()), ("20260515", "20260520"));
}
