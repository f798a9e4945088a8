//! `overloaded-stage`: more is expected than a stage can carry.

use crate::address::Address;
use crate::facts::Unsummed;
use crate::finding::{Breakdown, Finding, Level};
use crate::plan::load::Load;
use crate::quantity::{Gap, Quantity};
use crate::readiness::{self, Shares, Together};
use crate::rule::{Check, Ctx, Mark, Rule, in_turn};

/// The rule.
pub(super) static RULE: Rule = Rule {
    id: "overloaded-stage",
    level: Level::Error,
    breakdown: Breakdown::Communication,
    summary: "more is expected than a stage can carry",
    page: include_str!("overloaded-stage.md"),
    settings: &[],
    marks: &[Mark::Decision],
    check: Check::Plan(check),
};

fn check(ctx: &Ctx<'_>) -> Vec<Finding> {
    let shares = Shares::of(ctx);
    let loads = ctx.plan.loads.iter();
    loads
        .flat_map(|(id, load)| {
            let together = || together(ctx, id, load, shares.together(load)?);
            let over = alone(ctx, id, load).or_else(together);
            in_turn([unexpected(ctx, id, load), unlimited(ctx, id, load), over])
        })
        .collect()
}

/// Nobody said how much is expected: unknown is not enough.
fn unexpected(ctx: &Ctx<'_>, id: &str, load: &Load) -> Option<Finding> {
    let fields = ["forecast"];
    let known = load.forecast.is_given();
    (!known).then(|| unknown(ctx, (id, load), "how much is expected", load.from.text(), &fields))
}

/// Nobody said how much can be carried.
fn unlimited(ctx: &Ctx<'_>, id: &str, load: &Load) -> Option<Finding> {
    let fields = ["capacity", "draws_on"];
    let known = readiness::capacity(ctx.policy, load).is_some();
    (!known).then(|| unknown(ctx, (id, load), "how much can be carried", load.to.text(), &fields))
}

/// Nobody said something, which any of these fields would say.
fn unknown(
    ctx: &Ctx<'_>,
    (id, load): (&str, &Load),
    what: &str,
    stage: Option<&str>,
    fields: &[&str],
) -> Finding {
    let carrier = load.to.text().unwrap_or("the stage that carries it");
    let at = Address::new(format!("loads.{id}"));
    let message = format!("nobody said {what} of `{id}`: {carrier} may be overloaded");
    let key = fields.first().copied().unwrap_or_default();
    let finding = Finding::new(at.clone(), message, format!("say {what}"))
        .how(format!("`{key}: <such as at most 300 customers/month>` under `{at}`"))
        .owner(stage.map_or_else(|| ctx.launch_owner(), |stage| ctx.owner_of(stage)));
    ctx.because_any_placeholder(finding, &at, fields)
}

/// This load alone is more than can be carried.
fn alone(ctx: &Ctx<'_>, id: &str, load: &Load) -> Option<Finding> {
    let (forecast, capacity) = (load.forecast.get()?, readiness::capacity(ctx.policy, load)?);
    let gap = forecast.gap(capacity).ok()??;
    let expects = format!("{} expects {forecast}", bringer(ctx, load));
    let message = gap.between(&expects, &format!("{} can carry {capacity}", carrier(ctx, load)));
    let found = finding(ctx, id, load, message);
    Some(match gap {
        Gap::Endless(_) => {
            let how = format!("`forecast: <such as {capacity}>` under `loads.{id}`");
            let stage = load.from.text();
            Finding { todo: format!("say how much is expected of `{id}` at most"), ..found }
                .how(how)
                .owner(stage.map_or_else(|| ctx.launch_owner(), |stage| ctx.owner_of(stage)))
        }
        Gap::Measured(_) | Gap::Worded(_) => found,
    })
}

/// Each load that draws on a capacity could be carried; all of them, of this plan or of several,
/// cannot, or cannot be added up: unknown is not enough. Loads that cannot be held against the
/// capacity are left to `incomparable-quantity`.
fn together(ctx: &Ctx<'_>, id: &str, load: &Load, all: &Together) -> Option<Finding> {
    let (shared, capacity) = (load.draws_on.text()?, readiness::capacity(ctx.policy, load)?);
    let Together { sum, names } = all;
    let carrier = carrier(ctx, load);
    let carry = format!("{carrier} can carry {capacity}");
    let found = |message| finding(ctx, id, load, message).owner(ctx.launch_owner());
    let gap = |sum: Quantity| Ok((sum.gap(capacity).map_err(Unsummed::Incomparable)?, sum));
    match sum.clone().and_then(gap) {
        Ok((Some(gap @ Gap::Endless(_)), sum)) => {
            let message = gap.between(&format!("together {names} bring on `{shared}` {sum}"), &carry);
            let todo = format!("say of each load on `{shared}` how much it brings at most");
            Some(Finding { todo, ..found(message) })
        }
        Ok((gap, sum)) => {
            Some(found(gap?.between(&format!("together {names} bring {sum} on `{shared}`"), &carry)))
        }
        Err(why) => {
            let found = found(format!(
                "nobody knows whether {carrier} can carry what {names} bring together on `{shared}`, {capacity}: {why}"
            ));
            Some(match why {
                Unsummed::Incomparable(_) => found,
                Unsummed::Unknown { at, path, .. } => {
                    let todo = format!("have {path} say how much is expected of `{at}`");
                    Finding { todo, ..found }.how(format!("`forecast: <such as {capacity}>` there"))
                }
            })
        }
    }
}

fn bringer(ctx: &Ctx<'_>, load: &Load) -> String {
    load.from.text().map_or_else(|| "the plan".to_owned(), |from| ctx.named(from))
}

fn carrier(ctx: &Ctx<'_>, load: &Load) -> String {
    load.to.text().map_or_else(|| "the stage that carries it".to_owned(), |to| ctx.named(to))
}

fn finding(ctx: &Ctx<'_>, id: &str, load: &Load, message: String) -> Finding {
    let at = Address::new(format!("loads.{id}"));
    let stage = load.to.text().unwrap_or_default();
    let todo = format!("lower what is expected of `{id}`, or make room for it");
    let limit = if load.draws_on.is_given() { "draws_on" } else { "capacity" };
    Finding::new(at.clone(), message, todo)
        .owner(ctx.owner_of(stage))
        .label(at.join("forecast"), "expected")
        .label(at.join(limit), "can be carried")
}
