//! `incomparable-quantity`: quantities that cannot be compared.

use crate::address::Address;
use crate::finding::{Breakdown, Finding, Level};
use crate::quantity::Quantity;
use crate::readiness;
use crate::rule::{Check, Ctx, Rule};

/// The rule.
pub(super) static RULE: Rule = Rule {
    id: "incomparable-quantity",
    level: Level::Error,
    breakdown: Breakdown::Communication,
    summary: "two quantities that belong together cannot be compared",
    page: include_str!("incomparable-quantity.md"),
    settings: &[],
    marks: &[],
    check: Check::Plan(check),
};

fn check(ctx: &Ctx<'_>) -> Vec<Finding> {
    let promises = ctx.plan.promises.iter().filter_map(|(id, promise)| {
        let (inner, outer) = (promise.committed.get()?, promise.promised.get()?);
        let maker = promise.made_by.text().unwrap_or_default();
        finding(ctx, format!("promises.{id}"), ["committed", "promised"], [inner, outer], maker)
    });
    let loads = ctx.plan.loads.iter().filter_map(|(id, load)| {
        let (inner, outer) = (load.forecast.get()?, readiness::capacity(ctx.policy, load)?);
        let limit = if load.draws_on.is_given() { "draws_on" } else { "capacity" };
        finding(
            ctx,
            format!("loads.{id}"),
            ["forecast", limit],
            [inner, outer],
            load.from.text().unwrap_or_default(),
        )
    });
    promises.chain(loads).collect()
}

fn finding(
    ctx: &Ctx<'_>,
    at: String,
    keys: [&str; 2],
    [inner, outer]: [&Quantity; 2],
    stage: &str,
) -> Option<Finding> {
    let reason = inner.within(outer).err()?;
    let at = Address::new(at);
    let [first, second] = keys;
    let message = format!("`{first}` {inner} cannot be held against `{second}` {outer}: {reason}");
    let finding = Finding::new(
        at.clone(),
        message,
        format!("write `{first}` and `{second}` of `{at}` in the same unit"),
    );
    Some(
        finding
            .owner(ctx.owner_of(stage))
            .label(at.join(first), "this")
            .label(at.join(second), "against this"),
    )
}
