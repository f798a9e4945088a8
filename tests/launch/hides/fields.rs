//! A waived placeholder in one field of a thing, and something missing or wrong in another.

use super::{judged, waived};
use crate::judged::judge;

/// Fragments with `HERE` where a placeholder or what stands in its place goes, what goes there, the field, and what
/// counts beside it.
const BESIDE: [(&str, &str, &str, &str); 31] = [
    (
        "promises: {setup-time: {claim: HERE, kept_by: ~}}",
        "Set up",
        "promises.setup-time.claim",
        "unbacked-promise promises.setup-time",
    ),
    (
        "promises: {setup-time: {claim: HERE, committed: ~}}",
        "Set up",
        "promises.setup-time.claim",
        "unbacked-promise promises.setup-time",
    ),
    (
        "promises: {setup-time: {made_by: HERE, promised: ~, committed: ~}}",
        "sales",
        "promises.setup-time.made_by",
        "unbacked-promise promises.setup-time",
    ),
    (
        "promises: {setup-time: {kept_by: HERE, accepted: ~}}",
        "operations",
        "promises.setup-time.kept_by",
        "unaccepted-promise promises.setup-time",
    ),
    (
        "promises: {setup-time: {kept_by: HERE, accepted: {date: 2026-06-02}}}",
        "operations",
        "promises.setup-time.kept_by",
        "future-sign-off promises.setup-time",
    ),
    (
        "incentives: {commission: {scheme: HERE, safeguard: ~, accepted: ~}}",
        "10 % of revenue",
        "incentives.commission.scheme",
        "unguarded-incentive incentives.commission",
    ),
    (
        "incentives: {commission: {for: HERE, accepted: ~}}",
        "sales",
        "incentives.commission.for",
        "unguarded-incentive incentives.commission",
    ),
    (
        "incentives: {commission: {safeguard: HERE, accepted: ~}}",
        "Clawed back within 90 days",
        "incentives.commission.safeguard",
        "unguarded-incentive incentives.commission",
    ),
    (
        "loads: {new-customers: {from: HERE, accepted: ~}}",
        "sales",
        "loads.new-customers.from",
        "unaccepted-load loads.new-customers",
    ),
    (
        "loads: {new-customers: {to: HERE, accepted: ~}}",
        "operations",
        "loads.new-customers.to",
        "unaccepted-load loads.new-customers",
    ),
    (
        "loads: {new-customers: {to: HERE, from: ~}}",
        "operations",
        "loads.new-customers.to",
        "unaccepted-load loads.new-customers",
    ),
    (
        "loads: {new-customers: {to: HERE, accepted: {by: eve@acme.example}}}",
        "operations",
        "loads.new-customers.to",
        "unaccepted-load loads.new-customers",
    ),
    (
        "loads: {new-customers: {forecast: HERE, capacity: ~}}",
        "300 customers/month",
        "loads.new-customers.forecast",
        "overloaded-stage loads.new-customers",
    ),
    (
        "needs: {see-hours: {need: HERE, evidence: []}}",
        "See every hour",
        "needs.see-hours.need",
        "unproven-need needs.see-hours",
    ),
    (
        "informed: {field-sales: {who: HERE, date: 2026-06-05}}",
        "Field sales",
        "informed.field-sales.who",
        "uninformed-audience informed.field-sales",
    ),
    (
        "informed: {field-sales: {who: HERE, done: ~}}",
        "Field sales",
        "informed.field-sales.who",
        "uninformed-audience informed.field-sales",
    ),
    (
        "handoffs: {own: {from: HERE, to: sales, what: A box, sent: {by: fay@acme.example, date: 2026-05-10}}}",
        "finance",
        "handoffs.own.from",
        "unaccepted-handoff handoffs.own",
    ),
    (
        "handoffs: {own: {from: HERE, to: sales, what: A box, sent: {by: fay@acme.example, date: 2026-05-10}, \
         accepted: {by: sam@acme.example, date: 2026-05-09}}}",
        "finance",
        "handoffs.own.from",
        "unaccepted-handoff handoffs.own",
    ),
    (
        "handoffs: {own: {from: HERE, to: sales, what: A box, sent: {by: fay@acme.example, date: 2026-05-10}, \
         returned: {by: sam@acme.example, date: 2026-05-12, why: Page two is gone}}}",
        "finance",
        "handoffs.own.from",
        "returned-handoff handoffs.own",
    ),
    (
        "handoffs: {own: {from: HERE, to: sales, what: A box, sent: {by: sam@acme.example, date: 2026-05-10}, \
         accepted: {by: sam@acme.example, date: 2026-05-11}}}",
        "finance",
        "handoffs.own.from",
        "self-accepted-handoff handoffs.own",
    ),
    (
        "handoffs: {own: {from: HERE, to: sales, what: A box, sent: {by: fay@acme.example, date: 2026-06-02}, \
         accepted: {by: sam@acme.example, date: 2026-06-02}}}",
        "finance",
        "handoffs.own.from",
        "future-sign-off handoffs.own",
    ),
    (
        "handoffs: {price-list: {sent: {by: HERE}, accepted: ~}}",
        "fay@acme.example",
        "handoffs.price-list.sent.by",
        "unaccepted-handoff handoffs.price-list",
    ),
    (
        "handoffs: {price-list: {sent: {by: HERE}, accepted: {date: 2026-04-01}}}",
        "fay@acme.example",
        "handoffs.price-list.sent.by",
        "unaccepted-handoff handoffs.price-list",
    ),
    (
        "handoffs: {price-list: {accepted: {by: HERE, date: 2026-04-01}}}",
        "sam@acme.example",
        "handoffs.price-list.accepted.by",
        "unaccepted-handoff handoffs.price-list",
    ),
    (
        "handoffs: {price-list: {sent: {by: sam@acme.example, date: HERE}}}",
        "2026-05-11",
        "handoffs.price-list.sent.date",
        "self-accepted-handoff handoffs.price-list",
    ),
    (
        "handoffs: {price-list: {accepted: {by: mia@acme.example, date: HERE}}}",
        "2026-05-12",
        "handoffs.price-list.accepted.date",
        "unentitled-signer handoffs.price-list",
    ),
    (
        "stages: {finance: {sign_off: {by: mia@acme.example, date: HERE}}}",
        "2026-05-20",
        "stages.finance.sign_off.date",
        "unentitled-signer stages.finance",
    ),
    (
        "stages: {finance: {sign_off: {by: HERE, digest: 'sha256:0'}}}",
        "fay@acme.example",
        "stages.finance.sign_off.by",
        "stale-sign-off stages.finance",
    ),
    (
        "stages: {finance: {sign_off: {by: HERE, date: 2026-05-02}}}",
        "fay@acme.example",
        "stages.finance.sign_off.by",
        "early-sign-off stages.finance",
    ),
    (
        "stages: {finance: {not_needed: {why: Small, by: mia@acme.example, date: HERE}, sign_off: ~}}",
        "2026-05-20",
        "stages.finance.not_needed.date",
        "unentitled-signer stages.finance",
    ),
    ("dates: {internal: HERE, external: ~}", "2026-06-01", "dates.internal", "missing-date dates.external"),
];

#[test]
fn a_waived_placeholder_hides_nothing_that_is_missing_or_wrong_beside_it() {
    for (fragment, answer, field, beside) in BESIDE {
        let alone = judge(&fragment.replace("HERE", answer), "");
        assert_eq!(alone.code, 1, "{fragment}");
        assert!(alone.found().contains(&beside.to_owned()), "{fragment}: {:?}", alone.found());
        let both = waived(&fragment.replace("HERE", "TBD"), &[("placeholder", field)]);
        assert_eq!(both.code, 1, "{fragment}");
        assert!(both.left().contains(&beside.to_owned()), "{fragment}: {:?}", both.left());
    }
}

#[test]
fn a_waived_placeholder_takes_what_it_alone_is_the_reason_of() {
    for (fragment, field) in [
        ("promises: {setup-time: {claim: TBD}}", "promises.setup-time.claim"),
        ("promises: {setup-time: {kept_by: TBD}}", "promises.setup-time.kept_by"),
        ("incentives: {commission: {for: TBD}}", "incentives.commission.for"),
        ("incentives: {commission: {safeguard: TBD}}", "incentives.commission.safeguard"),
        ("loads: {new-customers: {to: TBD}}", "loads.new-customers.to"),
        ("loads: {new-customers: {forecast: TBD}}", "loads.new-customers.forecast"),
        ("needs: {see-hours: {need: TBD}}", "needs.see-hours.need"),
        ("informed: {field-sales: {who: TBD}}", "informed.field-sales.who"),
        ("handoffs: {price-list: {sent: {by: TBD}}}", "handoffs.price-list.sent.by"),
        ("handoffs: {price-list: {accepted: {date: TBD}}}", "handoffs.price-list.accepted.date"),
        ("stages: {finance: {sign_off: {date: TBD}}}", "stages.finance.sign_off.date"),
        (
            "handoffs: {own: {from: TBD, to: sales, what: A box, sent: {by: fay@acme.example, date: 2026-05-10}, \
             accepted: {by: sam@acme.example, date: 2026-05-11}}}",
            "handoffs.own.from",
        ),
        (
            "handoffs: {own: {from: finance, to: TBD, what: A box, sent: {by: fay@acme.example, date: 2026-05-10}, \
             accepted: {by: sam@acme.example, date: 2026-05-11}}}",
            "handoffs.own.to",
        ),
    ] {
        let judged = waived(fragment, &[("placeholder", field)]);
        assert_eq!((judged.verdict(), judged.left()), ("go-with-conditions", Vec::new()), "{fragment}");
    }
    let both = "handoffs: {own: {from: TBD, to: sales, what: A box, sent: {by: TBD, date: 2026-05-10}, \
                accepted: {by: sam@acme.example, date: 2026-05-11}}}";
    let fields = [("placeholder", "handoffs.own.from"), ("placeholder", "handoffs.own.sent.by")];
    assert_eq!((waived(both, &fields).code, waived(both, &fields[..1]).code), (0, 1));
    let mia = "handoffs: {price-list: {accepted: {by: mia@acme.example, date: TBD}}}";
    let both =
        [("placeholder", "handoffs.price-list.accepted.date"), ("unentitled-signer", "handoffs.price-list")];
    assert_eq!(waived(mia, &both).verdict(), "go-with-conditions");
    let off = "[rules]\nunentitled-signer = \"off\"\n";
    assert_eq!(judged(mia, &both[..1], off).code, 1, "nothing else says that mia may not");
}
