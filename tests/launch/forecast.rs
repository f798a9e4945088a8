//! The earliest dates: computed by hand, as properties, and from git.

mod closed;
mod computed;
mod history;
mod properties;
mod told;

use jiff::civil::Date;
use launch::check;
use launch::facts::Facts;
use launch::forecast::{Draws, Forecast, GateForecast, Past, forecast};
use launch::plan::{Kind, PlanFile};
use launch::policy::Gate;
use launch::rule::Ctx;
use launch::rules;
use launch::source::Source;
use launch::standing::Standing;

use crate::overlay;

/// Forecasts a fragment laid over the complete plan, under a fragment laid over its policy.
pub(crate) fn of(plan: &str, policy: &str, as_of: Date, past: Option<(&Past, Draws)>) -> Forecast {
    of_text(&overlay::plan(plan), policy, as_of, past)
}

/// Forecasts a plan.
pub(crate) fn of_text(plan: &str, policy: &str, as_of: Date, past: Option<(&Past, Draws)>) -> Forecast {
    let policy = overlay::policy(Kind::Product, policy);
    let file = PlanFile::read(Source::new("plan.yaml", plan));
    assert!(file.problems.is_empty(), "{:#?}\n{plan}", file.problems);
    let facts = Facts::on(as_of);
    let standing = Standing::of(&file, &policy, &facts);
    let rules = check::weighed(rules::RULES, &policy);
    let raised = check::check(&rules, &file, &policy, &facts, &standing, Gate::External);
    let ctx = Ctx { plan: &file.plan, policy: &policy, facts: &facts, standing: &standing };
    forecast("plan.yaml", &ctx, &raised, past)
}

/// The two gates of a forecast.
pub(crate) fn gates(forecast: &Forecast) -> [&GateForecast; 2] {
    let [internal, external] = &forecast.gates[..] else { panic!("two gates") };
    assert_eq!([internal.gate, external.gate], [Gate::Internal, Gate::External]);
    [internal, external]
}

/// The earliest internal and external dates.
pub(crate) fn earliest(forecast: &Forecast) -> [Date; 2] {
    gates(forecast).map(|gate| gate.earliest.expect("a day"))
}
