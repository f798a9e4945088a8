//! What a load is held against, and whether that carries it: alone, and with all that draws on the same.

use crate::plan::load::Load;
use crate::policy::Policy;
use crate::quantity::{Incomparable, Quantity};
use crate::rule::Ctx;
use crate::text;

/// All that is expected of a capacity.
pub struct Together {
    /// How much it is, or why it cannot be added up.
    pub sum: Result<Quantity, Incomparable>,
    /// What brings it, in words.
    pub names: String,
}

/// The capacity that a load is held against: its own, or the one it draws on.
pub fn capacity<'a>(policy: &'a Policy, load: &'a Load) -> Option<&'a Quantity> {
    let shared = || policy.capacities.get(load.draws_on.text()?).map(|capacity| &capacity.limit);
    load.capacity.get().or_else(shared)
}

/// All that draws on the capacity that a load draws on, of several launches where they overload it together,
/// else of this one where it has several such loads. Loads that cannot be held against the capacity are left
/// out.
pub fn together(ctx: &Ctx<'_>, load: &Load) -> Option<Together> {
    let shared = load.draws_on.text()?;
    let capacity = capacity(ctx.policy, load)?;
    load.forecast.get().filter(|forecast| forecast.within(capacity).is_ok())?;
    match ctx.facts.drawn.iter().find(|drawn| drawn.capacity == shared) {
        Some(drawn) => Some(Together { sum: drawn.total.clone(), names: drawn.launches.clone() }),
        None => own(ctx, shared, capacity),
    }
}

/// What the loads of this plan bring on a capacity, where there are several.
fn own(ctx: &Ctx<'_>, shared: &str, capacity: &Quantity) -> Option<Together> {
    let own = ctx.plan.loads.iter().filter(|(_, other)| other.draws_on.text() == Some(shared));
    let comparable = own.filter_map(|(id, other)| {
        let forecast = other.forecast.get().filter(|forecast| forecast.within(capacity).is_ok())?;
        Some((format!("`{id}`"), forecast))
    });
    let (names, forecasts): (Vec<String>, Vec<&Quantity>) = comparable.unzip();
    if forecasts.len() < 2 {
        return None;
    }
    Some(Together { sum: Quantity::sum(forecasts).transpose()?, names: text::list(&names, "and") })
}

/// Whether a load can be carried, with all else that draws on the same capacity.
pub(super) fn is_carried(ctx: &Ctx<'_>, load: &Load) -> bool {
    let Some(capacity) = capacity(ctx.policy, load) else { return false };
    let fits = |quantity: &Quantity| quantity.within(capacity) == Ok(true);
    load.forecast.get().is_some_and(fits)
        && together(ctx, load).is_none_or(|together| together.sum.as_ref().is_ok_and(fits))
}
