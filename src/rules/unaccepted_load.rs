//! `unaccepted-load`: a load that its carrier has not accepted.

use crate::address::Address;
use crate::finding::{Breakdown, Finding, Level};
use crate::plan::load::Load;
use crate::rule::{Check, Ctx, Rule, in_turn};
use crate::standing::StageStanding;

/// The rule.
pub(super) static RULE: Rule = Rule {
    id: "unaccepted-load",
    level: Level::Error,
    breakdown: Breakdown::Communication,
    summary: "the stage that carries a load has not accepted it",
    page: include_str!("unaccepted-load.md"),
    settings: &[],
    marks: &[],
    check: Check::Plan(check),
};

fn check(ctx: &Ctx<'_>) -> Vec<Finding> {
    let loads = ctx.plan.loads.iter();
    loads
        .flat_map(|(id, load)| {
            let at = Address::new(format!("loads.{id}"));
            let (to, from) = (load.to.is_given(), load.from.is_given());
            in_turn([
                end(ctx, (id, &at), "to", to, ["to carry", "say which stage carries it"]),
                end(ctx, (id, &at), "from", from, ["that brings", "say which stage brings it"]),
                not_needed(ctx, id, load, &at),
                unaccepted(ctx, id, load, &at),
            ])
        })
        .collect()
}

/// Nobody said which stage brings it, or carries it.
fn end(
    ctx: &Ctx<'_>,
    (id, at): (&str, &Address),
    key: &str,
    is_given: bool,
    [does, todo]: [&str; 2],
) -> Option<Finding> {
    if is_given {
        return None;
    }
    let message = format!("no stage is named {does} the load `{id}`");
    let finding = Finding::new(at.clone(), message, todo).how(format!("`{key}: <stage>`"));
    Some(ctx.because_placeholder(finding.owner(ctx.launch_owner()), at, &[key]))
}

/// Whoever would carry it takes no part.
fn not_needed(ctx: &Ctx<'_>, id: &str, load: &Load, at: &Address) -> Option<Finding> {
    let takes_part = |carrier: &str| ctx.standing.stage(carrier).is_some_and(StageStanding::is_needed);
    let carrier = load.to.text().filter(|carrier| !takes_part(carrier))?;
    let message = format!("{carrier} would carry the load `{id}`, and this launch does without {carrier}");
    let todo = "have a stage carry it that takes part";
    Some(Finding::new(at.clone(), message, todo).owner(ctx.launch_owner()).label(at.join("to"), "here"))
}

/// Whoever carries it has not said yes. While nobody knows who that is, anybody's yes is taken who may give one.
fn unaccepted(ctx: &Ctx<'_>, id: &str, load: &Load, at: &Address) -> Option<Finding> {
    let accepted = load.accepted.as_ref();
    let counts = |stage: &str| ctx.counts(accepted, stage);
    let carrier = load.to.text();
    if carrier.map_or_else(|| ctx.policy.stages.ids().any(counts), counts) {
        return None;
    }
    let forecast = load.forecast.get().map(|forecast| format!(" of {forecast}")).unwrap_or_default();
    let nobody = || "whoever carries it".to_owned();
    let who = carrier.map_or_else(nobody, |stage| ctx.named(stage));
    let message = format!("{who} has not accepted the load `{id}`{forecast}");
    let todo = match carrier {
        Some(stage) => format!("accept the load `{id}` for {stage}, or say what it can carry"),
        None => format!("have the load `{id}` accepted by the stage that carries it"),
    };
    let finding = Finding::new(at.clone(), message, todo)
        .how(format!("`launch accept <plan> {at}`"))
        .owner(carrier.map_or_else(|| ctx.launch_owner(), |stage| ctx.owner_of(stage)));
    Some(match carrier {
        Some(stage) => ctx.because_of_record(finding, (at, "accepted"), accepted, stage),
        None => ctx.because_of_anybody(finding, (at, "accepted"), accepted),
    })
}
