//! No fault hides another: a waiver takes its finding and what follows from that alone, and a policy that lets one
//! fault pass lets no other pass with it.

mod compared;
mod fields;
mod turns;

use crate::judged::{Judged, judge};

const GIVEN: &str = "why: Agreed by all, by: lea@acme.example, date: 2026-05-20, until: 2026-06-30";

/// A fragment with waivers, each a rule and an address.
fn waived(fragment: &str, waivers: &[(&str, &str)]) -> Judged {
    judged(fragment, waivers, "")
}

fn judged(fragment: &str, waivers: &[(&str, &str)], policy: &str) -> Judged {
    let one = |(at, (rule, address)): (usize, &(&str, &str))| {
        format!("w{at}: {{rule: {rule}, at: {address}, {GIVEN}}}")
    };
    let waivers: Vec<String> = waivers.iter().enumerate().map(one).collect();
    judge(&format!("{fragment}\nwaivers: {{{}}}", waivers.join(", ")), policy)
}

#[test]
fn without_a_day_whoever_has_a_right_on_any_has_it() {
    let policy = "[people]\n\"old@acme.example\" = { stages = [\"finance\"], until = 2026-05-01 }\n";
    let signed =
        |date: &str| format!("stages: {{finance: {{sign_off: {{by: old@acme.example, date: {date}}}}}}}");
    assert_eq!(judge(&signed("2026-05-20"), policy).code, 1);
    let judged = judged(&signed("TBD"), &[("placeholder", "stages.finance.sign_off.date")], policy);
    assert_eq!(judged.left(), Vec::<String>::new());
}

const UNENTITLED: (&str, &str) = ("unentitled-signer", "stages.finance");
const BAD: (&str, &str) = ("bad-signature", "stages.finance");
const STALE: (&str, &str) = ("stale-sign-off", "stages.finance");
const NO: (&str, &str) = ("declined-sign-off", "stages.finance");
const OLD: &str = "digest: 'sha256:0000000000000000000000000000000000000000000000000000000000000000'";

#[test]
fn all_that_speaks_against_a_sign_off_counts() {
    for (record, waivers) in [
        (format!("by: mia@acme.example, {OLD}"), &[UNENTITLED, STALE][..]),
        ("by: mia@acme.example, signature: x".to_owned(), &[UNENTITLED, BAD]),
        (format!("signature: x, {OLD}"), &[BAD, STALE]),
        (format!("by: mia@acme.example, signature: x, {OLD}"), &[UNENTITLED, BAD, STALE]),
    ] {
        let fragment = format!("stages: {{finance: {{sign_off: {{{record}}}}}}}");
        let all = waived(&fragment, waivers);
        assert_eq!((all.verdict(), all.state("marketing")), ("go-with-conditions", "signed"), "{record}");
        for left in waivers {
            let rest: Vec<(&str, &str)> = waivers.iter().filter(|one| *one != left).copied().collect();
            let judged = waived(&fragment, &rest);
            assert_eq!(judged.code, 1, "{record}: {left:?}");
            assert!(
                judged.left().contains(&format!("{} {}", left.0, left.1)),
                "{record}: {:?}",
                judged.left()
            );
        }
    }
    let judged = judge(&format!("stages: {{finance: {{sign_off: {{by: mia@acme.example, {OLD}}}}}}}"), "");
    assert_eq!(
        judged.root_of("stale-sign-off stages.finance").as_deref(),
        Some("unentitled-signer stages.finance")
    );
}

/// Finance, where two have to sign.
const TWO: &str =
    "[people]\n\"finn@acme.example\" = { stages = [\"finance\"] }\n[stages.finance]\nsignatures = 2\n";

fn two(fay: &str, finn: &str) -> String {
    format!(
        "stages: {{finance: {{sign_off: [{{by: fay@acme.example, date: 2026-05-20{fay}}}, \
         {{by: finn@acme.example, date: 2026-05-20{finn}}}]}}}}"
    )
}

#[test]
fn a_waived_no_hides_no_stale_yes_of_another() {
    let (no, old) = (", verdict: no-go", format!(", {OLD}"));
    assert_eq!(judged(&two(no, ""), &[NO], TWO).verdict(), "go-with-conditions");
    let judged_so = judged(&two(no, &old), &[NO], TWO);
    assert!(judged_so.left().contains(&"stale-sign-off stages.finance".to_owned()), "{:?}", judged_so.left());
    let both = judged(&two(no, &old), &[NO, STALE], TWO);
    assert_eq!((both.verdict(), both.state("marketing")), ("go-with-conditions", "signed"));
    let stale_no = format!(", verdict: no-go, {OLD}");
    assert_eq!(
        judged(&two(&stale_no, ""), &[NO], TWO).left(),
        Vec::<String>::new(),
        "a no does not go stale"
    );
}

#[test]
fn what_is_waived_of_a_sign_off_does_not_make_it_early_or_later_with_impunity() {
    const EARLY: &str = "early-sign-off stages.finance";
    const AFTER: &str = "early-sign-off stages.marketing";
    for (record, waiver) in [
        (OLD, STALE),
        ("by: mia@acme.example", UNENTITLED),
        ("signature: x", BAD),
        ("by: TBD", ("placeholder", "stages.finance.sign_off.by")),
    ] {
        let signed = |date: &str| {
            let fragment = format!("stages: {{finance: {{sign_off: {{date: {date}, {record}}}}}}}");
            waived(&fragment, &[waiver]).left()
        };
        assert!(signed("2026-05-17").contains(&EARLY.to_owned()), "{record}");
        assert!(signed("2026-05-25").contains(&AFTER.to_owned()), "{record}");
        assert!(!signed("2026-05-20").iter().any(|one| one.starts_with("early")), "{record}");
    }
    let fragment = format!("stages: {{finance: {{sign_off: {{date: 2026-05-17, {OLD}}}}}}}");
    assert!(
        !judge(&fragment, "").found().contains(&EARLY.to_owned()),
        "whoever has to sign again is not early too"
    );
    let off = judge(&fragment, "[rules]\nstale-sign-off = \"off\"\n");
    assert!(off.found().contains(&EARLY.to_owned()), "{:?}", off.found());
    let trusted = "[assurance]\nminimum = \"committed\"\n";
    let stale = format!("stages: {{finance: {{sign_off: {{{OLD}}}}}}}");
    let weak = "weak-assurance stages.finance".to_owned();
    assert!(judged(&stale, &[STALE], trusted).left().contains(&weak));
    let risk = "verdict: conditions, conditions: {x: {what: Hire two, owner: fay@acme.example, due: 2026-06-20, \
                risk_accepted_by: mia@acme.example}}";
    let stale = format!("stages: {{finance: {{sign_off: {{{risk}, {OLD}}}}}}}");
    assert_eq!(
        waived(&stale, &[STALE]).left(),
        ["unentitled-signer stages.finance.sign_off.conditions.x"],
        "who accepted the risk"
    );
}

fn sorted(mut found: [&str; 2]) -> [&str; 2] {
    found.sort_unstable();
    found
}

#[test]
fn a_waived_lack_of_a_waiver_hides_nothing_else_that_is_wrong_with_it() {
    let gap = |fields: &str| {
        format!(
            "handoffs: {{price-list: ~}}\nwaivers: {{gap: {{rule: missing-handoff, at: handoffs.price-list, {fields}}}}}"
        )
    };
    let over = format!("w: {{rule: placeholder, at: waivers.gap.by, {GIVEN}}}");
    let left =
        |fields: &str| judge(&gap(fields).replace("waivers: {", &format!("waivers: {{{over}, ")), "").left();
    let missing = "missing-handoff handoffs.price-list";
    let good = "why: Agreed, date: 2026-05-20, until: 2026-06-30";
    assert_eq!(left(&format!("by: TBD, {good}")), [missing]);
    for (fields, fault) in [
        ("by: TBD, date: 2026-05-20, until: 2026-06-30", "unentitled-waiver waivers.gap"),
        ("by: TBD, why: Agreed, date: 2026-06-02, until: 2026-06-30", "unentitled-waiver waivers.gap"),
        ("by: TBD, why: Agreed, date: 2026-05-20, until: 2026-05-21", "expired-waiver waivers.gap"),
        ("by: TBD, why: Agreed, date: 2026-05-20", "expired-waiver waivers.gap"),
    ] {
        assert_eq!(left(fields), sorted([fault, missing]), "{fields}");
    }
    let one = "by: sam@acme.example, date: 2026-05-20, until: 2026-05-21";
    assert_eq!(
        judge(&gap(one), "").found(),
        [missing, "unentitled-waiver waivers.gap"],
        "told once, not thrice"
    );
}

#[test]
fn a_hand_off_that_was_returned_has_to_be_accepted_where_the_policy_lets_the_return_pass() {
    const RETURNED: &str =
        "returned: {by: sam@acme.example, date: 2026-05-12, why: It does not say who may discount}";
    let handed = |fields: &str| format!("handoffs: {{price-list: {{{fields}, {RETURNED}}}}}");
    let sent = "sent: {date: 2026-05-11}, accepted: ~";
    for level in ["warn", "off"] {
        let policy = format!("[rules]\nreturned-handoff = \"{level}\"\n");
        let errors = |fields: &str| {
            let left = judge(&handed(fields), &policy).left();
            left.into_iter().filter(|one| !one.starts_with("returned")).collect::<Vec<_>>()
        };
        assert_eq!(errors(sent), ["unaccepted-handoff handoffs.price-list"], "{level}");
        assert_eq!(errors("sent: ~, accepted: ~"), ["unsent-handoff handoffs.price-list"], "{level}");
        assert_eq!(errors("sent: ~"), ["unsent-handoff handoffs.price-list"], "{level}");
        assert_eq!(errors("accepted: {date: 2026-05-11}"), Vec::<String>::new(), "{level}: accepted before");
    }
    assert_eq!(judge(&handed(sent), "").found(), ["returned-handoff handoffs.price-list"]);
}

#[test]
fn a_stage_that_said_no_has_to_be_signed_where_the_policy_lets_the_no_pass() {
    let declined = |stages: &str| format!("stages: {{{stages}}}");
    let lea = "leadership: {sign_off: {verdict: no-go}}";
    let nameless = "leadership: {sign_off: {by: ~, date: ~, verdict: no-go}}";
    let with_gus = "finance: {sign_off: [{by: fay@acme.example, date: 2026-05-20}, \
                    {by: gus@acme.example, date: 2026-05-20, verdict: no-go}]}";
    let gus = "[people]\n\"gus@acme.example\" = {name = \"Gus Ito\", stages = [\"finance\"]}\n";
    let two = format!("{gus}[stages.finance]\nsignatures = 2\n");
    let missing = |judged: &Judged| -> Vec<String> {
        judged.left().into_iter().filter(|one| one.starts_with("missing-sign-off")).collect()
    };
    for level in ["warn", "off"] {
        let with = |policy: &str| format!("{policy}[rules]\ndeclined-sign-off = \"{level}\"\n");
        for said in [lea, nameless] {
            let judged = judge(&declined(said), &with(""));
            let (state, verdict) = (judged.state("leadership"), judged.verdict());
            assert_eq!((state, verdict), ("declined", "no-go"), "{level} {said}");
            assert_eq!(missing(&judged), ["missing-sign-off stages.leadership"], "{level} {said}");
        }
        for (day, is_missing) in [("2026-05-27", true), ("2026-05-28", true), ("2026-05-26", false)] {
            let both = format!(
                "leadership: {{sign_off: [{{by: lea@acme.example, date: 2026-05-27}}, \
                 {{by: lea@acme.example, date: {day}, verdict: no-go}}]}}"
            );
            let judged = judge(&declined(&both), &with(""));
            assert_eq!(missing(&judged).is_empty(), !is_missing, "{level}: a no on {day}");
        }
        let judged = judge(&declined(with_gus), &with(&two));
        assert_eq!(missing(&judged), ["missing-sign-off stages.finance"], "{level}: one of two");
        let judged = judge(&declined(with_gus), &with(gus));
        assert_eq!(missing(&judged), Vec::<String>::new(), "{level}: fay's is enough");
    }
    assert_eq!(judge(&declined(lea), "").found(), ["declined-sign-off stages.leadership"]);
    assert_eq!(missing(&judge(&declined(with_gus), &two)), Vec::<String>::new(), "the no is told");
    for (policy, verdict) in [
        ("", "go-with-conditions"),
        ("[rules]\ndeclined-sign-off = \"warn\"\n", "go-with-conditions"),
        ("[rules]\ndeclined-sign-off = \"off\"\n", "no-go"),
    ] {
        let waived = judged(&declined(lea), &[("declined-sign-off", "stages.leadership")], policy);
        assert_eq!(waived.verdict(), verdict, "waived {policy}");
    }
}

#[test]
fn a_promise_that_nobody_keeps_has_to_be_accepted_where_that_passes() {
    let unkept = "promises: {setup-time: {kept_by: ~, accepted: ~}}";
    let accepted = "promises: {setup-time: {kept_by: ~}}";
    let unaccepted = ["unaccepted-promise promises.setup-time".to_owned()];
    let errors = |judged: Judged| -> Vec<String> {
        judged.left().into_iter().filter(|one| !one.starts_with("unbacked-promise")).collect()
    };
    for level in ["warn", "off"] {
        let policy = format!("[rules]\nunbacked-promise = \"{level}\"\n");
        let judged = judge(unkept, &policy);
        assert_eq!(judged.verdict(), "no-go", "{level}");
        assert_eq!(errors(judged), unaccepted, "{level}");
        assert_eq!(errors(judge(accepted, &policy)), [""; 0], "{level}: somebody accepted it");
    }
    let waiver = [("unbacked-promise", "promises.setup-time")];
    assert_eq!(errors(waived(unkept, &waiver)), unaccepted);
    assert_eq!(errors(waived(accepted, &waiver)), [""; 0]);
    assert_eq!(judge(unkept, "").found(), ["unbacked-promise promises.setup-time"], "told once");
}

#[test]
fn a_return_does_not_follow_from_a_risk_that_nobody_answered() {
    let policy = "[risks]\ndata = \"Does data move?\"\n[stages.legal]\nafter = [\"product\"]\nrisks = [\"data\"]\n\
                  [handoffs.terms]\nfrom = \"legal\"\nto = \"sales\"\nwhat = \"The terms\"\n";
    let risk = "risks: {data: TBD}";
    let returned = format!(
        "{risk}\nhandoffs: {{terms: {{sent: {{by: lea@acme.example, date: 2026-05-10}}, \
         returned: {{by: sam@acme.example, date: 2026-05-12, why: Page two is gone}}}}}}"
    );
    let placeholder = [("placeholder", "risks.data")];
    assert_eq!(judged(risk, &placeholder, policy).verdict(), "go-with-conditions");
    assert_eq!(judged(&returned, &placeholder, policy).left(), ["returned-handoff handoffs.terms"]);
}
