//! `colliding-promise`: sales promises the moon, and operations has to make good on it.

use crate::address::Address;
use crate::finding::{Breakdown, Finding, Level};
use crate::plan::promise::Promise;
use crate::policy::Gate;
use crate::quantity::{Gap, Quantity};
use crate::rule::{Check, Ctx, Mark, Rule};

/// The rule.
pub(super) static RULE: Rule = Rule {
    id: "colliding-promise",
    level: Level::Error,
    breakdown: Breakdown::Communication,
    summary: "more is promised than its keeper stands behind",
    page: include_str!("colliding-promise.md"),
    settings: &[],
    marks: &[Mark::Decision],
    check: Check::Plan(check),
};

fn check(ctx: &Ctx<'_>) -> Vec<Finding> {
    ctx.plan
        .promises
        .iter()
        .filter_map(|(id, promise)| falls_short(ctx, id, promise).or_else(|| too_soon(ctx, id, promise)))
        .collect()
}

/// The keeper stands behind less than is promised.
fn falls_short(ctx: &Ctx<'_>, id: &str, promise: &Promise) -> Option<Finding> {
    let (promised, committed) = (promise.promised.get()?, promise.committed.get()?);
    let gap = committed.gap(promised).ok()??;
    let (maker, keeper) =
        (promise.made_by.text().unwrap_or("somebody"), promise.kept_by.text().unwrap_or("somebody"));
    let promises = format!("{} promises {promised}", ctx.named(maker));
    let keeps = format!("{} stands behind {committed}", ctx.named(keeper));
    let message = match gap {
        Gap::Measured(gap) => format!("{promises}; {keeps}: {gap}"),
        endless => format!("{promises}; {keeps}, which {endless}"),
    };
    let at = Address::new(format!("promises.{id}"));
    let todo = format!(
        "promise no more of `{id}` than {keeper} stands behind, or have {keeper} commit to what is promised"
    );
    Some(
        Finding::new(at.clone(), message, todo)
            .owner(ctx.owner_of(maker))
            .label(at.join("promised"), format!("{maker} promises"))
            .label(at.join("committed"), format!("{keeper} stands behind")),
    )
}

/// A day is promised on which customers cannot even buy.
fn too_soon(ctx: &Ctx<'_>, id: &str, promise: &Promise) -> Option<Finding> {
    let external = Gate::External.date(&ctx.plan.dates)?;
    let day = promise.promised.get().and_then(Quantity::as_date_end).filter(|day| *day < external)?;
    let maker = promise.made_by.text().unwrap_or("somebody");
    let message = format!("{} promises it by {day}, and customers can buy on {external}", ctx.named(maker));
    let at = Address::new(format!("promises.{id}"));
    let todo = format!("promise `{id}` for a day after the external date, or move that date");
    Some(
        Finding::new(at.clone(), message, todo)
            .owner(ctx.owner_of(maker))
            .label(at.join("promised"), "promised")
            .label(Address::new("dates.external"), "customers can buy"),
    )
}
