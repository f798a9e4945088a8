//! A plan that was computed by hand.
//!
//! Working days, weekends and Monday 25 May left out, numbered from Thursday 21 May:
//!
//! ```text
//!  0 Th 05-21   5 Fr 05-29  10 Fr 06-05  15 Fr 06-12  20 Fr 06-19  25 Fr 06-26  30 Fr 07-03
//!  1 Fr 05-22   6 Mo 06-01  11 Mo 06-08  16 Mo 06-15  21 Mo 06-22  26 Mo 06-29
//!  2 Tu 05-26   7 Tu 06-02  12 Tu 06-09  17 Tu 06-16  22 Tu 06-23  27 Tu 06-30
//!  3 We 05-27   8 We 06-03  13 We 06-10  18 We 06-17  23 We 06-24  28 We 07-01
//!  4 Th 05-28   9 Th 06-04  14 Th 06-11  19 Th 06-18  24 Th 06-25  29 Th 07-02
//! ```
//!
//! Finance, marketing, sales and leadership have not signed. `cost-to-serve` (to finance) is sent and not
//! accepted, `price-list` (to sales) is not sent; everything else is done long before. With the day of the
//! forecast as number t:
//!
//! ```text
//! cost-to-serve  accepted t
//! finance        signs t + (8 - 3)                    = t + 5
//! internal       max(cost-to-serve t + 8, finance t + 5 + 3)
//!                                                     = t + 8
//! marketing      signs with finance                   = t + 5
//! price-list     accepted t
//! sales          signs max(t + 5, t + (15 - 5))       = t + 10
//! leadership     signs with sales                     = t + 10
//! external       max(price-list t + 15, sales t + 10 + 5, leadership t + 10 + 2, internal + 1)
//!                                                     = t + 15
//! ```
//!
//! and then past Fridays and the blackout from 24 to 30 June.

use jiff::civil::{Date, date};
use launch::forecast::{Draws, ENOUGH, Link, Outcome, Pace, Past};

use crate::forecast::{earliest, gates, of};

const PLAN: &str = "
stages: {finance: {sign_off: ~}, marketing: {sign_off: ~}, sales: {sign_off: ~}, leadership: {sign_off: ~}}
handoffs: {cost-to-serve: {accepted: ~}, price-list: {sent: ~, accepted: ~}}
";
const POLICY: &str = r#"
[calendar]
holidays = [2026-05-25]
blackouts = [{ from = 2026-06-24, until = 2026-06-30, why = "quarter close" }]
no_launch_on = ["fri"]
[stages.finance]
lead = 3
[stages.sales]
lead = 5
[stages.leadership]
lead = 2
[handoffs.cost-to-serve]
lead = 8
[handoffs.price-list]
lead = 15
"#;

fn day(month: i8, day: i8) -> Date {
    date(2026, month, day)
}

#[test]
fn the_earliest_dates_are_those_computed_by_hand() {
    // The day, and the numbers of internal and external before and after they move.
    for (as_of, internal, external) in [
        (day(5, 21), day(6, 3), day(6, 15)), // 8; 15 is a Friday, so 16
        (day(5, 22), day(6, 4), day(6, 15)), // 9; 16
        (day(5, 23), day(6, 8), day(6, 16)), // a Saturday: t is 2; 10 is a Friday, so 11; 17
        (day(5, 26), day(6, 8), day(6, 16)), // the same
        (day(6, 1), day(6, 11), day(6, 22)), // t is 6; 14; 21
        (day(6, 2), day(6, 15), day(6, 23)), // t is 7; 15 is a Friday, so 16; 22
        (day(6, 3), day(6, 15), day(7, 1)),  // t is 8; 16; 23 is in the blackout, so 28
    ] {
        let found = of(PLAN, POLICY, as_of, None);
        assert_eq!(earliest(&found), [internal, external], "as of {as_of}");
    }
}

#[test]
fn it_says_whether_the_planned_dates_hold() {
    let outcomes = |as_of| {
        let found = of(PLAN, POLICY, as_of, None);
        gates(&found).map(|gate| gate.outcome.clone())
    };
    let moves = |by| Outcome::Moves { by };
    assert_eq!(outcomes(day(5, 21)), [moves(2), Outcome::Holds { slack: 0 }]);
    assert_eq!(outcomes(day(5, 18)), [Outcome::Holds { slack: 0 }, Outcome::Holds { slack: 4 }]);
    assert_eq!(outcomes(day(6, 3)), [moves(10), moves(12)]);
    let later = |dates: &str| {
        let found = of(&format!("{PLAN}\n{dates}"), POLICY, day(5, 21), None);
        gates(&found)[1].clone()
    };
    let closed = later("dates: {external: 2026-06-25, baseline: 2026-06-11}");
    assert!(matches!(&closed.outcome, Outcome::Closed(why) if why.contains("quarter close")), "{closed:?}");
    assert_eq!(closed.baseline, Some(day(6, 11)));
    assert_eq!(later("dates: {external: ~}").outcome, Outcome::Unplanned);
    assert_eq!(later("dates: {external: ~}").earliest, Some(day(6, 15)));
}

#[test]
fn the_path_is_the_one_that_was_computed() {
    let found = of(PLAN, POLICY, day(5, 26), None);
    let [internal, external] = gates(&found);
    assert_eq!(
        internal.reason(),
        "internal moves from 2026-06-01 to 2026-06-08 because `cost-to-serve` (operations → finance, \
         fay@acme.example) is not accepted and finance needs it 8 working days before → 2026-06-05 is a Friday, \
         and the policy has no launch on that day"
    );
    assert_eq!(
        external.reason(),
        "external moves from 2026-06-15 to 2026-06-16 because `price-list` (finance → sales, fay@acme.example) \
         is not sent and sales needs it 15 working days before"
    );
    // Without `price-list`, sales waits for marketing (number 5), and its own 5 days make 10: a Friday, so 11.
    let found = of(&PLAN.replace(", price-list: {sent: ~, accepted: ~}", ""), POLICY, day(5, 21), None);
    let [_, external] = gates(&found);
    assert_eq!(
        external.reason(),
        "external 2026-06-15 holds as far as lead times tell, with 5 working days of slack: `cost-to-serve` \
         (operations → finance, fay@acme.example) is not accepted and finance works on it for 5 working days → \
         finance (fay@acme.example) can sign on 2026-05-29 → marketing (mia@acme.example) can sign on \
         2026-05-29 → sales (sam@acme.example) can sign on 2026-05-29, 5 working days before → 2026-06-05 is a \
         Friday, and the policy has no launch on that day"
    );
    let ids: Vec<&str> = external
        .path
        .iter()
        .map(|hop| match &hop.what {
            Link::HandOff { id, .. } | Link::Stage { id, .. } => id.as_str(),
            Link::Audience { .. } | Link::Internal { .. } => "internal",
        })
        .collect();
    assert_eq!(ids, ["cost-to-serve", "finance", "marketing", "sales"]);
}

#[test]
fn customers_hear_after_our_own_people() {
    // Internal is t + 30, and nothing else of external is open.
    let policy = POLICY.replace("lead = 8", "lead = 30");
    let plan = "stages: {finance: {sign_off: ~}}\nhandoffs: {cost-to-serve: {accepted: ~}}";
    let found = of(plan, &policy, day(5, 21), None);
    // 30 is a Friday, so Monday 6 July; customers the day after.
    assert_eq!(earliest(&found), [day(7, 6), day(7, 7)]);
    let reason = gates(&found)[1].reason();
    assert!(
        reason.contains(
            "30 working days before the internal date → 2026-07-03 is a Friday, and the policy has no launch on that \
             day → our own people can hear on 2026-07-06"
        ),
        "{reason}"
    );
}

#[test]
fn two_times_of_one_day_are_in_order() {
    let at =
        |internal: &str, external: &str| format!("dates: {{internal: {internal}, external: {external}}}");
    let outcome = |dates: &str| gates(&of(dates, "", day(6, 15), None)).map(|gate| gate.outcome.clone());
    let (holds, moves) = (Outcome::Holds { slack: 0 }, Outcome::Moves { by: 1 });
    for (dates, external) in [
        (at("2026-06-15T08:00:00Z", "2026-06-15T12:00:00Z"), &holds),
        (at("2026-06-15T12:00:00Z", "2026-06-15T08:00:00Z"), &moves),
        (at("2026-06-15T08:00:00Z", "2026-06-15"), &moves),
        (at("2026-06-15", "2026-06-15T12:00:00Z"), &moves),
        (at("2026-06-16T01:00:00+14:00", "2026-06-15T12:00:00Z"), &holds),
    ] {
        assert_eq!(&outcome(&dates)[1], external, "{dates}");
    }
    // The internal date does not hold: then the times of day say nothing.
    let open = at("2026-06-15T08:00:00Z", "2026-06-15T12:00:00Z") + "\nstages: {finance: {sign_off: ~}}";
    let found = of(&open, "[stages.finance]\nlead = 1", day(6, 15), None);
    assert_eq!(earliest(&found), [day(6, 16), day(6, 17)]);
}

#[test]
fn customers_hear_after_every_audience_that_is_still_to_hear() {
    let told = |fragment: &str| {
        let found = of(fragment, "[stages.finance]\nlead = 1", day(5, 28), None);
        let external = gates(&found)[1].clone();
        (external.earliest.expect("a day"), external.reason())
    };
    let audience = |date: &str| format!("informed: {{field-sales: {{date: {date}}}}}");
    let (first, reason) = told(&audience("2026-06-12"));
    assert_eq!(first, day(6, 15), "Friday 12 June, and customers on Monday");
    assert_eq!(
        reason,
        "external 2026-06-15 holds as far as lead times tell, with no slack: “Field sales and support” hears on \
         2026-06-12, and customers after that"
    );
    let signs_late = "\nstages: {leadership: {sign_off: ~}}\ndates: {external: 2026-06-13}";
    let found =
        of(&(audience("2026-06-12") + signs_late), "[stages.leadership]\nlead = 12", day(5, 28), None);
    assert!(gates(&found)[1].reason().contains("because leadership (lea"), "{}", gates(&found)[1].reason());
    let late = audience("2026-06-16") + "\ndates: {external: 2026-06-16}";
    assert!(told(&late).1.starts_with("external moves from 2026-06-16 to 2026-06-17 because “Field sales"));
    let on_a_saturday = audience("2026-06-12") + "\ndates: {external: 2026-06-13}";
    assert_eq!(told(&on_a_saturday).0, day(6, 13));
    let later = "\nwaivers: {later: {rule: uninformed-audience, at: informed.field-sales, why: they know, \
                 by: lea@acme.example, date: 2026-05-20, until: 2026-06-30}}";
    for heard in [String::new(), audience("2026-05-27"), audience("2026-06-12") + later] {
        assert_eq!(told(&heard).0, day(5, 29), "nobody is waited for: {heard}");
    }
}

#[test]
fn what_is_done_is_a_fact_and_what_is_let_pass_is_not_waited_for() {
    // `price-list` was accepted on 12 May, number -7, and 15 days after it are 8.
    let found = of("", POLICY, day(5, 28), None);
    assert_eq!(earliest(&found), [day(5, 28), day(6, 3)]);
    let found = of("", POLICY, day(6, 16), None);
    assert_eq!(gates(&found).map(|gate| gate.outcome.clone()), [Outcome::Passed, Outcome::Passed]);
    assert_eq!(earliest(&found), [day(6, 1), day(6, 15)]);
    // Accepted on Friday 22 May, 15 working days before: 16 and not 15 + 2.
    let accepted = "handoffs: {price-list: {sent: {date: 2026-05-22}, accepted: {date: 2026-05-22}}}\n\
                    stages: {sales: {sign_off: ~}, leadership: {sign_off: ~}}";
    let found = of(accepted, POLICY, day(5, 26), None);
    assert_eq!(earliest(&found)[1], day(6, 15));
    assert!(
        gates(&found)[1]
            .reason()
            .contains("`price-list` (finance → sales, sam@acme.example) was accepted on 2026-05-22")
    );
    let waived = "handoffs: {price-list: ~}\nwaivers: {later: {rule: missing-handoff, at: handoffs.price-list, \
                  why: none yet, by: lea@acme.example, date: 2026-05-20, until: 2026-06-30}}";
    // Then sales decides, which signed on 26 May: 2 + 5.
    let found = of(waived, POLICY, day(5, 28), None);
    assert_eq!(earliest(&found)[1], day(6, 2));
    assert_eq!(found.uncounted.let_pass.len(), 1);
    let not_needed =
        "handoffs: {price-list: {not_needed: {why: one price, by: priya@acme.example, date: 2026-05-20}}}";
    assert_eq!(earliest(&of(not_needed, POLICY, day(5, 28), None))[1], day(6, 2));
}

#[test]
fn lead_times_that_do_not_fit_are_told_with_what_would() {
    // As of number 2: 4 days to the internal date (6), 14 to the external one (16).
    let found = of(PLAN, POLICY, day(5, 26), None);
    let told: Vec<(String, u32, u32, Date)> = found
        .impossible
        .iter()
        .map(|one| (one.at.to_string(), one.lead, one.left, one.earliest.expect("a day")))
        .collect();
    assert_eq!(
        told,
        [
            ("handoffs.cost-to-serve".to_owned(), 8, 4, day(6, 8)),
            ("handoffs.price-list".to_owned(), 15, 14, day(6, 16)),
        ]
    );
    assert_eq!(found.impossible[0].owner.as_deref(), Some("fay@acme.example"));
    assert!(of(PLAN, POLICY, day(5, 18), None).impossible.is_empty());
}

#[test]
fn what_is_not_counted_is_said() {
    let open = "stages: {finance: {sign_off: ~, asks: {pricing: open}}}\n\
                handoffs: {value: ~, message-kit: {accepted: ~, due: 2026-06-08}}";
    let found = of(open, POLICY, day(5, 21), None);
    let uncounted = &found.uncounted;
    assert_eq!(
        (&uncounted.handoffs[..], uncounted.own_due, uncounted.todos),
        (&["value".to_owned(), "message-kit".to_owned()][..], 1, 1)
    );
    let told = uncounted.told().join("\n");
    assert!(
        told.starts_with(
            "2 hand-offs have no lead time: they count as done in no time, so the truth is later"
        ),
        "{told}"
    );
    assert!(of("", "", day(5, 21), None).uncounted.told().is_empty());
    assert_eq!(gates(&found)[1].untimed, 2);
}

/// A past in which every launch took as long: so many days for each hand-off, and for each stage.
fn past(launches: usize, handoffs: u32, stages: u32) -> Past {
    let pace = Pace {
        handoffs: ["cost-to-serve", "price-list"].map(|id| (id.to_owned(), handoffs)).into(),
        stages: ["finance", "marketing", "sales", "leadership"].map(|id| (id.to_owned(), stages)).into(),
        ..Pace::default()
    };
    Past { launches: vec![pace; launches], ..Past::default() }
}

#[test]
fn by_history_each_thing_takes_as_long_as_it_did() {
    // As of number 0. `cost-to-serve` was sent on Thursday 7 May, ten working days before: with 12 it is
    // accepted at 2. `price-list` is not sent: 12. A stage takes 3:
    // finance 2 + 3 = 5, internal max(2 + 8, 5 + 3) = 10, a Friday, so 11;
    // marketing 8, sales max(8, 12) + 3 = 15, leadership 18;
    // external max(12 + 15, 15 + 5, 18 + 2, 11 + 1) = 27, in the blackout, so 28.
    let past = past(ENOUGH, 12, 3);
    let found = of(PLAN, POLICY, day(5, 21), Some((&past, Draws { runs: 100, seed: 3 })));
    let [internal, external] =
        gates(&found).map(|gate| gate.range.clone().expect("asked for").expect("known"));
    assert_eq!([internal.half, internal.nine_tenths], [Some(day(6, 8)); 2]);
    assert_eq!([external.half, external.nine_tenths], [Some(day(7, 1)); 2]);
    assert_eq!((internal.holds, external.holds), (Some(0), Some(0)));
    assert_eq!(
        external.decides.first().map(|(at, runs)| (at.as_str(), *runs)),
        Some(("handoffs.price-list", 100))
    );
    // By policy nothing changed.
    assert_eq!(earliest(&found), [day(6, 3), day(6, 15)]);
}

#[test]
fn below_enough_launches_it_does_not_know() {
    let mut past = past(ENOUGH, 12, 3);
    past.launches[0].handoffs.remove("price-list");
    past.launches[1].stages.remove("leadership");
    let found = of(PLAN, POLICY, day(5, 21), Some((&past, Draws::default())));
    let [internal, external] = gates(&found).map(|gate| gate.range.clone().expect("asked for"));
    assert!(internal.is_ok(), "the internal gate waits for neither: {internal:?}");
    let unknown: Vec<String> =
        external.expect_err("not known").iter().map(launch::forecast::Unknown::told).collect();
    assert_eq!(unknown, ["`handoffs.price-list` (4 launches)", "`stages.leadership` (4 launches)"]);
    assert_eq!(earliest(&found), [day(6, 3), day(6, 15)], "the policy still tells");
}

#[test]
fn half_of_the_runs_is_half_of_them() {
    // Nine launches took one day for `price-list`, one took 40; nothing else is open but sales and leadership.
    let plan = "stages: {sales: {sign_off: ~}, leadership: {sign_off: ~}}\nhandoffs: {price-list: {sent: ~, accepted: ~}}";
    let pace = |days| Pace {
        handoffs: [("price-list".to_owned(), days)].into(),
        stages: ["sales", "leadership"].map(|id| (id.to_owned(), 0)).into(),
        ..Pace::default()
    };
    let launches = [vec![pace(1); 9], vec![pace(40)]].concat();
    let past = Past { launches, ..Past::default() };
    let found = of(plan, POLICY, day(5, 21), Some((&past, Draws { runs: 20_000, seed: 1 })));
    let range = gates(&found)[1].range.clone().expect("asked for").expect("known");
    // 1 + 15 = 16, the planned date; one in ten runs takes 55.
    assert_eq!(range.half, Some(day(6, 15)));
    let held = range.holds.expect("a date");
    assert!((17_800..=18_200).contains(&held), "{held} of 20,000");
}
