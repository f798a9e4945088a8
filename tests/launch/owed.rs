//! Conditions are owed by everybody's last word, whatever else is wrong with it.

use crate::loopholes::code;

/// A condition of leadership that is overdue or still in time, in a sign-off with something more.
fn owed(due: &str, more: &str) -> String {
    format!(
        "stages: {{leadership: {{sign_off: {{by: lea@acme.example, date: 2026-05-27, verdict: conditions, {more}, \
         conditions: {{kit: {{what: w, owner: mia@acme.example, due: {due}, risk_accepted_by: lea@acme.example}}}}}}}}}}"
    )
}

#[test]
fn what_keeps_a_sign_off_from_counting_takes_no_condition_away() {
    const WRONG: &str = "digest: sha256:0000000000000000000000000000000000000000000000000000000000000000";
    let stale = "[rules]\nstale-sign-off = \"warn\"\nmissing-sign-off = \"warn\"\n";
    assert_eq!(code(&owed("2026-05-01", "note: w"), "", &[]), 1);
    assert_eq!(code(&owed("2026-05-01", WRONG), stale, &[]), 1, "overdue");
    assert_eq!(code(&owed("2026-06-10", WRONG), stale, &[]), 0);
    assert_eq!(code(&owed("2026-06-10", WRONG), stale, &["--strict"]), 1, "open");
    let waived = "\nwaivers: {typo: {rule: stale-sign-off, at: stages.leadership, why: A typo, by: lea@acme.example, \
                  date: 2026-05-28, until: 2026-06-30}}";
    assert_eq!(code(&format!("{}{waived}", owed("2026-05-01", WRONG)), "", &[]), 1);
}

#[test]
fn a_stale_sign_off_is_no_better_than_none() {
    let stale = |stage: &str| {
        format!(
            "stages: {{{stage}: {{sign_off: {{digest: \
             sha256:0000000000000000000000000000000000000000000000000000000000000000}}}}}}"
        )
    };
    let waived = "\nwaivers: {typo: {rule: stale-sign-off, at: stages.leadership, why: A typo, by: lea@acme.example, \
                  date: 2026-05-28, until: 2026-06-30}}";
    for level in ["error", "warn", "off"] {
        let policy = format!("[rules]\nstale-sign-off = \"{level}\"\n");
        for stage in ["finance", "leadership"] {
            assert_eq!(code(&stale(stage), &policy, &[]), 1, "{stage} {level}");
        }
        let excused = code(&format!("{}{waived}", stale("leadership")), &policy, &[]);
        assert_eq!(excused, i32::from(level == "off"), "{level}");
        let let_pass = format!("{policy}missing-sign-off = \"warn\"\n");
        assert_eq!(code(&stale("leadership"), &let_pass, &[]), i32::from(level == "error"), "{level}");
    }
}

#[test]
fn an_open_condition_is_never_a_plain_go() {
    let early = "[rules]\nearly-sign-off = \"warn\"\n";
    let signed = "stages: {finance: {sign_off: {date: 2026-05-25}}, marketing: {sign_off: {CONDITIONS}}}";
    let named = "conditions: {kit: {what: w, owner: mia@acme.example, due: 2026-06-10, \
                 risk_accepted_by: lea@acme.example}}";
    assert_eq!(code(&signed.replace("{CONDITIONS}", "{}"), early, &["--strict"]), 0);
    let open = signed.replace("CONDITIONS", &format!("verdict: conditions, {named}"));
    assert_eq!((code(&open, early, &[]), code(&open, early, &["--strict"])), (0, 1));
    let none = "[rules]\nearly-sign-off = \"warn\"\nincomplete-condition = \"warn\"\n";
    assert_eq!(code(&signed.replace("CONDITIONS", "verdict: conditions"), none, &["--strict"]), 1);
}
