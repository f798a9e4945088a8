//! What holds of every forecast.

use std::fmt::Write as _;

use jiff::civil::{Date, date};
use launch::forecast::{Draws, ENOUGH, Outcome, Pace, Past};
use launch::plan::Kind;
use launch::policy::Gate;
use proptest::prelude::*;

use crate::forecast::{earliest, gates, of, of_text};
use crate::overlay;

const STAGES: [&str; 8] =
    ["customer", "product", "operations", "finance", "customer-service", "marketing", "sales", "leadership"];
const HANDOFFS: [&str; 11] = [
    "customer-needs",
    "delivery-change",
    "demand-forecast",
    "cost-to-serve",
    "support-guide",
    "billing-guide",
    "value",
    "delivery-limits",
    "price-list",
    "customer-complaints",
    "message-kit",
];

/// How a hand-off of a case stands.
#[derive(Clone, Copy, Debug, PartialEq)]
enum State {
    Unsent,
    Sent,
    Accepted,
}

/// A launch: how many of its stages have signed, where its hand-offs stand, and the leads.
#[derive(Clone, Debug)]
struct Case {
    signed: usize,
    handoffs: Vec<State>,
    of_handoffs: Vec<Option<u32>>,
    of_stages: Vec<Option<u32>>,
    as_of: Date,
    closed_on_fridays: bool,
}

fn case() -> impl Strategy<Value = Case> {
    let states = prop::sample::select(vec![State::Unsent, State::Sent, State::Accepted]);
    let lead = |most| prop::option::of(0u32..most);
    (
        0usize..=8,
        prop::collection::vec(states, 11),
        prop::collection::vec(lead(30), 11),
        prop::collection::vec(lead(15), 8),
        0i32..50,
        any::<bool>(),
    )
        .prop_map(|(signed, handoffs, of_handoffs, of_stages, days, closed_on_fridays)| Case {
            signed,
            handoffs,
            of_handoffs,
            of_stages,
            as_of: date(2026, 5, 28).checked_add(jiff::Span::new().days(days)).expect("in range"),
            closed_on_fridays,
        })
}

impl Case {
    fn plan(&self) -> String {
        let mut text = "stages:\n".to_owned();
        for stage in &STAGES[self.signed..] {
            let _ = writeln!(text, "  {stage}: {{sign_off: ~}}");
        }
        text += "  x: ~\nhandoffs:\n";
        for (id, state) in HANDOFFS.iter().zip(&self.handoffs) {
            let gone = match state {
                State::Accepted => "",
                State::Sent => ", accepted: ~",
                State::Unsent => ", sent: ~, accepted: ~",
            };
            // The complete plan gives one of them a due date of its own, in place of a lead.
            let _ = writeln!(text, "  {id}: {{due: ~{gone}}}");
        }
        text
    }

    fn policy(&self) -> String {
        let mut text = "[calendar]\nholidays = [2026-05-25, 2026-06-04]\n".to_owned();
        text += "blackouts = [{ from = 2026-06-24, until = 2026-06-30, why = \"quarter close\" }]\n";
        if self.closed_on_fridays {
            text += "no_launch_on = [\"fri\"]\n";
        }
        let mut lead = |section: &str, id: &str, lead: &Option<u32>| {
            if let Some(lead) = lead {
                let _ = writeln!(text, "[{section}.{id}]\nlead = {lead}");
            }
        };
        STAGES.iter().zip(&self.of_stages).for_each(|(id, days)| lead("stages", id, days));
        HANDOFFS.iter().zip(&self.of_handoffs).for_each(|(id, days)| lead("handoffs", id, days));
        text
    }

    fn earliest(&self) -> [Date; 2] {
        earliest(&of(&self.plan(), &self.policy(), self.as_of, None))
    }
}

/// Launches that took something between nothing and so many days for everything.
fn past() -> impl Strategy<Value = Past> {
    let launch = (prop::collection::vec(0u32..25, 11), prop::collection::vec(0u32..12, 8));
    prop::collection::vec(launch, ENOUGH..9).prop_map(|launches| {
        let named = |ids: &[&str], took: &[u32]| {
            ids.iter().map(|id| (*id).to_owned()).zip(took.iter().copied()).collect()
        };
        let pace = |(handoffs, stages): &(Vec<u32>, Vec<u32>)| Pace {
            handoffs: named(&HANDOFFS, handoffs),
            stages: named(&STAGES, stages),
            ..Pace::default()
        };
        Past { launches: launches.iter().map(pace).collect(), ..Past::default() }
    })
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 48, ..ProptestConfig::default() })]

    /// A longer lead of an internal stage is for the internal date: the policy then plans less time before its
    /// sign-off, and the stages after it, which count to the external date, may begin sooner.
    #[test]
    fn more_lead_is_never_earlier(case in case(), which in 0usize..19, more in 1u32..20) {
        let mut longer = case.clone();
        let slot = match which {
            0..8 => &mut longer.of_stages[which],
            _ => &mut longer.of_handoffs[which - 8],
        };
        *slot = Some(slot.unwrap_or(0) + more);
        let ([internal, external], [later_internal, later_external]) = (case.earliest(), longer.earliest());
        let is_internal_stage = which < 5;
        prop_assert!(internal <= later_internal && (is_internal_stage || external <= later_external));
    }

    #[test]
    fn what_is_accepted_or_signed_is_never_later(case in case(), which in 0usize..11) {
        let mut further = case.clone();
        further.handoffs[which] = State::Accepted;
        further.signed = (case.signed + 1).min(8);
        let ([internal, external], [sooner_internal, sooner_external]) = (case.earliest(), further.earliest());
        prop_assert!(sooner_internal <= internal || sooner_internal < case.as_of);
        prop_assert!(sooner_external <= external || sooner_external < case.as_of);
    }

    #[test]
    fn a_later_day_is_never_earlier_and_nothing_is_before_it(case in case()) {
        let later = Case { as_of: case.as_of.tomorrow().expect("a day"), ..case.clone() };
        let ([internal, external], [next_internal, next_external]) = (case.earliest(), later.earliest());
        let found = of(&case.plan(), &case.policy(), case.as_of, None);
        let passed = gates(&found).map(|gate| gate.outcome == Outcome::Passed);
        prop_assert!(passed[0] || internal >= case.as_of);
        prop_assert!(passed[1] || external >= case.as_of && external > internal);
        // A gate that has passed with nothing open is a fact from then on.
        let then = of(&case.plan(), &case.policy(), later.as_of, None);
        let then = gates(&then).map(|gate| gate.outcome == Outcome::Passed);
        prop_assert!(then[0] || internal <= next_internal);
        prop_assert!(then[0] || then[1] || external <= next_external);
    }

    #[test]
    fn the_order_and_the_ids_of_the_plan_change_nothing(case in case()) {
        let policy = case.policy() + "[handoffs.own-one]\nfrom = \"product\"\nto = \"sales\"\nwhat = \"One\"\nlead = 7\n\
            [handoffs.own-two]\nfrom = \"customer\"\nto = \"finance\"\nwhat = \"Two\"\nlead = 11\n";
        let renamed = policy.replace("own-one", "z-other").replace("own-two", "a-other");
        let plan = overlay::plan(&case.plan());
        let mut backwards: serde_yaml::Value = serde_yaml::from_str(&plan).expect("YAML");
        for section in ["stages", "handoffs"] {
            let map = backwards.get_mut(section).and_then(|map| map.as_mapping_mut()).expect("a map");
            let mut entries: Vec<_> = map.clone().into_iter().collect();
            entries.reverse();
            *map = entries.into_iter().collect();
        }
        let backwards = serde_yaml::to_string(&backwards).expect("YAML");
        let found = earliest(&of_text(&plan, &policy, case.as_of, None));
        prop_assert_eq!(found, earliest(&of_text(&plan, &renamed, case.as_of, None)));
        prop_assert_eq!(found, earliest(&of_text(&backwards, &policy, case.as_of, None)));
    }

    #[test]
    fn a_plan_of_which_nothing_is_late_holds(case in case(), spare in 0u32..5) {
        // Everything that is open for a gate fits before it, and the external gate is far behind.
        let open = Case { signed: 0, handoffs: vec![State::Unsent; 11], ..case };
        let longest = open.of_stages.iter().chain(&open.of_handoffs).flatten().max().copied().unwrap_or(0);
        let policy = open.policy();
        let calendar = overlay::policy(Kind::Product, &policy).calendar;
        let open_day = |from: Date, days| {
            let mut day = calendar.after(from, days);
            while !calendar.is_working(day) || calendar.no_launch(day).is_some() {
                day = calendar.after(day, 1);
            }
            day
        };
        let first = if calendar.is_working(open.as_of) { open.as_of } else { calendar.after(open.as_of, 1) };
        let internal = open_day(first, longest + spare);
        let external = open_day(internal, longest + 1);
        let plan = format!("{}\ndates: {{internal: {internal}, external: {external}}}", open.plan());
        let found = of(&plan, &policy, open.as_of, None);
        for gate in gates(&found) {
            prop_assert!(matches!(gate.outcome, Outcome::Holds { .. }), "{}", gate.reason());
        }
        prop_assert!(found.impossible.is_empty());
    }

    #[test]
    fn a_date_that_the_check_allows_holds(
        from in 0i32..40,
        ahead in -3i32..20,
        behind in 0i32..8,
        times in (prop::option::of(0u8..24), prop::option::of(0u8..24)),
        closed in prop::sample::subsequence(vec!["mon", "tue", "wed", "thu", "fri", "sat", "sun"], 0..7),
    ) {
        let day = |days: i32| date(2026, 5, 28).checked_add(jiff::Span::new().days(days)).expect("in range");
        let at = |day: Date, hour: Option<u8>| {
            hour.map_or_else(|| day.to_string(), |hour| format!("{day}T{hour:02}:00:00Z"))
        };
        let (as_of, internal) = (day(from), at(day(from + ahead), times.0));
        let external = at(day((from + ahead + behind).max(from)), times.1);
        let plan = format!("dates: {{internal: {internal}, external: {external}}}");
        let text = format!("[calendar]\nno_launch_on = {closed:?}\nholidays = [2026-06-04]\n\
            blackouts = [{{ from = 2026-06-24, until = 2026-06-30, why = \"quarter close\" }}]\n");
        let raised = overlay::findings(&overlay::plan(&plan), &overlay::policy(Kind::Product, &text), as_of);
        let is_faulty = |at: &str| raised.iter().any(|one| one.finding.at.as_str() == at);
        let found = of(&plan, &text, as_of, None);
        let is_met = |outcome: &Outcome| matches!(outcome, Outcome::Holds { .. } | Outcome::Passed);
        let [internal, external] = gates(&found).map(|gate| is_met(&gate.outcome));
        let both = !is_faulty("dates.internal") && !is_faulty("dates.external");
        prop_assert!(!both || internal && external, "{plan} as of {as_of}, {text}");
        let is_closed = |at: &str| raised.iter().any(|one| one.rule.id == "blackout-date" && one.finding.at.as_str() == at);
        prop_assert!(!is_closed("dates.external") || !external, "{plan} as of {as_of}, {text}");
    }

    #[test]
    fn lead_times_that_do_not_fit_are_those_that_the_check_finds(case in case()) {
        let policy = overlay::policy(Kind::Product, &case.policy());
        prop_assume!(policy.calendar.is_working(case.as_of));
        let raised = overlay::findings(&overlay::plan(&case.plan()), &policy, case.as_of);
        let found = of(&case.plan(), &case.policy(), case.as_of, None);
        for one in raised.iter().filter(|one| one.rule.id == "unreachable-date") {
            let Some(label) = one.finding.labels.first() else { continue };
            prop_assert!(found.impossible.iter().any(|known| known.at == label.at), "{}", one.finding.message);
        }
        for gate in [Gate::Internal, Gate::External] {
            let handoff = found.impossible.iter().any(|one| one.gate == gate && one.at.as_str().starts_with("handoffs"));
            let at = format!("dates.{}", gate.word());
            let is_told = raised.iter().any(|one| one.rule.id == "unreachable-date" && one.finding.at.as_str() == at);
            prop_assert!(is_told || !handoff, "{at}");
        }
    }

    #[test]
    fn ranges_are_ordered_and_the_seed_decides_them(case in case(), past in past(), seed in any::<u64>()) {
        let draws = Draws { runs: 300, seed };
        let told = || of(&case.plan(), &case.policy(), case.as_of, Some((&past, draws)));
        let (found, again) = (told(), told());
        for (gate, same) in gates(&found).into_iter().zip(gates(&again)) {
            prop_assert_eq!(&gate.range, &same.range);
            let Some(range) = &gate.range else { continue };
            let range = range.as_ref().expect("enough launches");
            prop_assert!(range.half <= range.nine_tenths && range.half >= Some(case.as_of));
            prop_assert!(range.holds.unwrap_or(0) <= draws.runs);
            prop_assert!(range.decides.iter().all(|(_, runs)| *runs <= draws.runs));
        }
    }
}
