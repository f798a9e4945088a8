//! Days on which no launch may fall, and days that nobody works.

use jiff::civil::{Date, date};
use launch::forecast::{Draws, ENOUGH, Forecast, Outcome, Pace, Past};

use crate::command::{folder, run};
use crate::forecast::{gates, of};
use crate::overlay::plan;

const WEEKDAYS: &str = "[calendar]\nno_launch_on = [\"mon\", \"tue\", \"wed\", \"thu\", \"fri\"]\n";
const WEEK: &str =
    "[calendar]\nno_launch_on = [\"mon\", \"tue\", \"wed\", \"thu\", \"fri\", \"sat\", \"sun\"]\n";
const FOREVER: &str =
    "[calendar]\nblackouts = [{ from = 2026-01-01, until = 9999-12-31, why = \"wound up\" }]\n";
const WEEKEND: &str = "dates: {internal: 2026-06-13, external: 2026-06-14}\n";
const LEADS: &str = "[stages.leadership]\nlead = 8\n[stages.finance]\nlead = 3\n";

fn day(month: i8, day: i8) -> Date {
    date(2026, month, day)
}

fn outcomes(found: &Forecast) -> [Outcome; 2] {
    gates(found).map(|gate| gate.outcome.clone())
}

fn earliest(found: &Forecast) -> [Option<Date>; 2] {
    gates(found).map(|gate| gate.earliest)
}

#[test]
fn a_planned_day_that_nothing_forbids_holds_where_only_days_off_are_open() {
    let found = of(WEEKEND, WEEKDAYS, day(6, 2), None);
    assert_eq!(outcomes(&found), [const { Outcome::Holds { slack: 0 } }; 2]);
    assert_eq!(earliest(&found), [Some(day(6, 13)), Some(day(6, 14))]);
    assert_eq!(
        gates(&found)[1].reason(),
        "external 2026-06-14 holds, with no slack: our own people can hear on 2026-06-13, and customers after \
         them"
    );
    let turned = of("dates: {internal: 2026-06-14, external: 2026-06-13}", WEEKDAYS, day(6, 2), None);
    assert_eq!(outcomes(&turned), [Outcome::Holds { slack: 0 }, Outcome::NoDay]);
}

#[test]
fn what_is_not_there_in_time_has_no_day_where_no_working_day_is_open() {
    let open = format!("{WEEKEND}stages: {{leadership: {{sign_off: ~}}}}");
    let policy = format!("{WEEKDAYS}{LEADS}");
    let outcome = |as_of| outcomes(&of(&open, &policy, as_of, None));
    assert_eq!(outcome(day(6, 2)), [const { Outcome::Holds { slack: 0 } }; 2], "8 working days before it");
    assert_eq!(outcome(day(6, 3)), [Outcome::Holds { slack: 0 }, Outcome::NoDay], "7 working days before it");
    let found = of(&open, &policy, day(6, 3), None);
    let external = gates(&found)[1];
    assert_eq!(
        external.headline(),
        "external 2026-06-14 cannot be met, and the policy has no open working day for it"
    );
    assert_eq!(
        external.reason(),
        "external 2026-06-14 cannot be met: leadership (lea@acme.example) has not signed, and has to 8 working \
         days before → the policy has no open working day from 2026-06-15 on"
    );
    assert_eq!(found.impossible.iter().map(|one| one.earliest).collect::<Vec<_>>(), [None]);
}

#[test]
fn a_planned_day_off_holds_if_everything_is_there_by_then() {
    let saturday = "dates: {internal: 2026-06-12, external: 2026-06-13}\n";
    let reason = |fragment: &str, policy: &str, as_of| {
        let found = of(&format!("{saturday}{fragment}"), policy, as_of, None);
        gates(&found)[1].reason()
    };
    for as_of in [day(6, 8), day(6, 12), day(6, 13)] {
        assert!(reason("", "", as_of).starts_with("external 2026-06-13 holds, with "), "{as_of}");
    }
    let open = "stages: {leadership: {sign_off: ~}}";
    assert_eq!(
        reason(open, "", day(6, 13)),
        "external moves from 2026-06-13 to 2026-06-15 because something is open, and 2026-06-15 is the first \
         working day that is left"
    );
    assert_eq!(
        reason(open, "", day(6, 14)),
        "external moves from 2026-06-13 to 2026-06-15 because the day has passed with something open"
    );
    let lead = "[stages.leadership]\nlead = 1";
    assert!(reason(open, lead, day(6, 11)).starts_with("external 2026-06-13 holds"));
    assert_eq!(
        reason(open, lead, day(6, 12)),
        "external moves from 2026-06-13 to 2026-06-15 because leadership (lea@acme.example) has not signed, and \
         has to 1 working day before"
    );
}

#[test]
fn where_no_day_is_open_it_says_so() {
    for policy in [WEEK, FOREVER] {
        let found = of("dates: {external: ~}", policy, day(6, 2), None);
        let told = outcomes(&found);
        assert!(matches!(told, [Outcome::Passed, Outcome::Unplanned]), "{told:?}");
        let found = of("dates: {internal: 2026-06-08}", policy, day(6, 2), None);
        let told = outcomes(&found);
        assert!(matches!(told, [Outcome::Closed(_), Outcome::Closed(_)]), "{told:?}");
        assert_eq!(earliest(&found), [None; 2]);
        let reason = gates(&found)[1].reason();
        let none =
            ": every sign-off and hand-off is there → the policy has no open working day from 2026-06-02 on";
        assert!(reason.starts_with("external cannot be on 2026-06-15 because 2026-06-15 is"), "{reason}");
        assert!(reason.ends_with(none), "{reason}");
        let headline = gates(&found)[1].headline();
        assert_eq!(headline, "external cannot be on 2026-06-15; the policy has no open working day for it");
    }
    let some = FOREVER.replace("9999-12-31", "2031-12-31");
    let found = of("dates: {internal: 2026-06-08}", &some, day(6, 2), None);
    assert_eq!(earliest(&found), [Some(date(2032, 1, 1)), Some(date(2032, 1, 2))]);
}

#[test]
fn a_page_and_json_say_that_there_is_no_day() {
    let open = plan("dates: {internal: 2026-06-08, external: ~}\nstages: {leadership: {sign_off: ~}}");
    let folder = folder(&[("plan.yaml", &open), ("launch.toml", &format!("{WEEK}{LEADS}"))]);
    let told =
        |args: &[&str]| run(folder.path(), &[args, &["plan.yaml", "--as-of", "2026-06-02"]].concat()).out;
    let json: serde_json::Value =
        serde_json::from_str(&told(&["forecast", "--format", "json"])).expect("JSON");
    let gate = json.pointer("/plans/0/gates/0").expect("a gate");
    assert_eq!((&gate["earliest"], &gate["outcome"]), (&serde_json::Value::Null, &"closed".into()));
    for (command, told) in [("forecast", told(&["forecast"])), ("report", told(&["report"]))] {
        let flat = told.split_whitespace().collect::<Vec<_>>().join(" ");
        assert!(flat.contains("the policy has no open working day for it"), "{command}: {told}");
        assert!(!told.contains("9999"), "{command}: {told}");
    }
}

#[test]
fn runs_that_are_there_by_a_planned_day_off_are_done_on_it() {
    let open = "dates: {internal: 2026-06-12, external: 2026-06-13}\nstages: {leadership: {sign_off: ~}}";
    let ranges = |policy: &str, took: u32| {
        let stages = [("leadership".to_owned(), took)].into();
        let past = Past { launches: vec![Pace { stages, ..Pace::default() }; ENOUGH], ..Past::default() };
        let draws = Draws { runs: 50, seed: 1 };
        let found = of(open, policy, day(6, 12), Some((&past, draws)));
        let range = gates(&found)[1].range.clone().expect("asked for").expect("known");
        (range.half, range.nine_tenths, range.holds)
    };
    // `took` counts from sales, which signed long before.
    assert_eq!(ranges("", 0), (Some(day(6, 13)), Some(day(6, 13)), Some(50)));
    assert_eq!(ranges("", 14), (Some(day(6, 15)), Some(day(6, 15)), Some(0)));
    assert_eq!(ranges(WEEK, 0), (None, None, None));
}

const BLACKOUT: &str =
    "[calendar]\nblackouts = [{ from = 2026-06-10, until = 2026-06-30, why = \"quarter close\" }]\n";
const IN_BLACKOUT: &str = "is in the blackout from 2026-06-10 to 2026-06-30 (quarter close)";

fn reason(fragment: &str, leads: &str, as_of: Date) -> String {
    gates(&of(fragment, &format!("{BLACKOUT}{leads}"), as_of, None))[1].reason()
}

#[test]
fn a_blackout_that_alone_moves_a_date_is_what_it_hangs_on() {
    let open = "stages: {leadership: {sign_off: ~}}";
    let lead = "[stages.leadership]\nlead = 5\n";
    let moves = "external moves from 2026-06-15 to 2026-07-01 because";
    let signs = "leadership (lea@acme.example) has not signed, and has to 5 working days before";
    assert_eq!(reason(open, lead, day(6, 11)), format!("{moves} 2026-06-15 {IN_BLACKOUT}"));
    assert_eq!(
        reason(open, lead, day(6, 4)),
        format!(
            "{moves} 2026-06-15 {IN_BLACKOUT}; what it waits for is there on 2026-06-11, and no sooner: {signs}"
        )
    );
    // Too late for the planned date, blackout or not: it is both.
    let early = format!("{open}\ndates: {{external: 2026-06-05}}");
    assert_eq!(
        reason(&early, lead, day(6, 4)),
        format!("external moves from 2026-06-05 to 2026-07-01 because {signs} → 2026-06-11 {IN_BLACKOUT}")
    );
    // Without one it is the person.
    let found = of(open, lead, day(6, 11), None);
    assert_eq!(
        gates(&found)[1].reason(),
        format!("external moves from 2026-06-15 to 2026-06-18 because {signs}")
    );
    let after = format!("{open}\ndates: {{external: 2026-07-06}}");
    let told = reason(&after, lead, day(6, 30));
    assert!(told.contains(signs) && !told.contains("blackout"), "{told}");
}

#[test]
fn a_blackout_that_moves_the_internal_date_is_told_of_the_external_one() {
    let open = "stages: {operations: {sign_off: ~}}\ndates: {internal: 2026-06-10}";
    let lead = "[stages.operations]\nlead = 5\n";
    let hear = "our own people can hear on 2026-07-01, and customers after them";
    let told = reason(open, lead, day(6, 4));
    assert!(told.contains("operations (omar@acme.example) has not signed"), "{told}");
    assert!(told.ends_with(&format!("→ 2026-06-11 {IN_BLACKOUT} → {hear}")), "{told}");
    let told = reason(open, lead, day(6, 15));
    assert_eq!(
        told,
        format!("external moves from 2026-06-15 to 2026-07-02 because 2026-06-15 {IN_BLACKOUT} → {hear}")
    );
    let found = of(open, lead, day(6, 4), None);
    assert!(!gates(&found)[1].reason().contains("blackout"), "{}", gates(&found)[1].reason());
}

#[test]
fn every_closed_day_that_moves_a_date_is_named() {
    let open = "stages: {leadership: {sign_off: ~}}\ndates: {external: 2026-06-05}";
    let policy = format!("{BLACKOUT}no_launch_on = [\"tue\"]\n[stages.leadership]\nlead = 3\n");
    let told = gates(&of(open, &policy, day(6, 4), None))[1].reason();
    let tuesday = "2026-06-09 is a Tuesday, and the policy has no launch on that day";
    assert!(told.ends_with(&format!("→ {tuesday} and 2026-06-10 {IN_BLACKOUT}")), "{told}");
}

#[test]
fn runs_name_a_blackout_that_decides_them_and_nobody_who_does_not() {
    let open = "stages: {leadership: {sign_off: ~}}";
    let ranges = |policy: &str, as_of| {
        let stages = [("leadership".to_owned(), 14)].into();
        let past = Past { launches: vec![Pace { stages, ..Pace::default() }; ENOUGH], ..Past::default() };
        let found = of(open, policy, as_of, Some((&past, Draws { runs: 50, seed: 1 })));
        let range = gates(&found)[1].range.clone().expect("asked for").expect("known");
        let who: Vec<_> = range.decides.iter().map(|(at, runs)| (at.to_string(), *runs)).collect();
        (range.half, who, range.closed)
    };
    let blackout = ("the blackout from 2026-06-10 to 2026-06-30 (quarter close)".to_owned(), 50);
    let leadership = ("stages.leadership".to_owned(), 50);
    // `took` counts from sales, which signed on 26 May: she is there on 15 June.
    assert_eq!(ranges(BLACKOUT, day(6, 10)), (Some(day(7, 1)), vec![], vec![blackout.clone()]));
    assert_eq!(ranges(BLACKOUT, day(6, 9)), (Some(day(7, 1)), vec![leadership.clone()], vec![blackout]));
    assert_eq!(ranges("", day(6, 9)), (Some(day(6, 15)), vec![leadership], vec![]));
}
