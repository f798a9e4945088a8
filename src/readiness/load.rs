//! What a load is held against, and whether that carries it: alone, and with all that draws on the same.

use std::collections::HashMap;

use crate::facts::Unsummed;
use crate::plan::load::Load;
use crate::policy::Policy;
use crate::quantity::Quantity;
use crate::rule::Ctx;
use crate::text;

/// How many loads a sentence names.
const NAMED: usize = 6;

/// All that is expected of a capacity.
#[derive(Debug)]
pub struct Together {
    /// How much it is, or why nobody knows.
    pub sum: Result<Quantity, Unsummed>,
    /// What brings it, in words; the first few named.
    pub names: String,
}

/// What is expected of each capacity that the loads of a plan draw on, worked out once for all of them.
#[derive(Debug)]
pub struct Shares<'a> {
    policy: &'a Policy,
    found: HashMap<&'a str, Together>,
}

/// The capacity that a load is held against: its own, or the one it draws on.
pub fn capacity<'a>(policy: &'a Policy, load: &'a Load) -> Option<&'a Quantity> {
    let shared = || policy.capacities.get(load.draws_on.text()?).map(|capacity| &capacity.limit);
    load.capacity.get().or_else(shared)
}

impl<'a> Shares<'a> {
    /// Those of a plan.
    pub fn of(ctx: &Ctx<'a>) -> Shares<'a> {
        let mut drawing: HashMap<&str, Vec<(&str, &Load)>> = HashMap::new();
        for (id, load) in ctx.plan.loads.iter() {
            load.draws_on.text().into_iter().for_each(|on| drawing.entry(on).or_default().push((id, load)));
        }
        let found = drawing.into_iter().filter_map(|(on, loads)| Some((on, together(ctx, on, &loads)?)));
        Shares { policy: ctx.policy, found: found.collect() }
    }

    /// All that draws on the capacity that a load draws on, of several launches where they overload it together,
    /// or nobody knows whether they do, else of this one where it has several such loads. Loads that cannot be held against the capacity are left
    /// out.
    pub fn together(&self, load: &Load) -> Option<&Together> {
        let capacity = capacity(self.policy, load)?;
        load.forecast.get().filter(|forecast| forecast.within(capacity).is_ok())?;
        self.found.get(load.draws_on.text()?)
    }

    /// Whether a load can be carried, with all else that draws on the same capacity.
    pub(super) fn carry(&self, load: &Load) -> bool {
        let Some(capacity) = capacity(self.policy, load) else { return false };
        let fits = |quantity: &Quantity| quantity.within(capacity) == Ok(true);
        load.forecast.get().is_some_and(fits)
            && self.together(load).is_none_or(|together| together.sum.as_ref().is_ok_and(fits))
    }
}

/// What several launches bring on a capacity that they overload or may overload, else what the loads of this plan do.
fn together(ctx: &Ctx<'_>, shared: &str, loads: &[(&str, &Load)]) -> Option<Together> {
    match ctx.facts.drawn.iter().find(|drawn| drawn.capacity == shared) {
        Some(drawn) => Some(Together { sum: drawn.total.clone(), names: drawn.launches.clone() }),
        None => own(&ctx.policy.capacities.get(shared)?.limit, loads),
    }
}

/// What these loads bring on a capacity, where there are several.
fn own(capacity: &Quantity, loads: &[(&str, &Load)]) -> Option<Together> {
    let comparable = loads.iter().filter_map(|(id, load)| {
        let forecast = load.forecast.get().filter(|forecast| forecast.within(capacity).is_ok())?;
        Some((format!("`{id}`"), forecast))
    });
    let (names, forecasts): (Vec<String>, Vec<&Quantity>) = comparable.unzip();
    if forecasts.len() < 2 {
        return None;
    }
    let sum = Quantity::sum(forecasts).transpose()?.map_err(Unsummed::Incomparable);
    Some(Together { sum, names: text::first_of(&names, NAMED) })
}
