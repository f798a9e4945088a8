//! `unaccepted-load`: a load that its carrier has not accepted.

use crate::address::Address;
use crate::finding::{Breakdown, Finding, Level};
use crate::rule::{Check, Ctx, Rule};
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
    ctx.plan
        .loads
        .iter()
        .filter_map(|(id, load)| {
            let at = Address::new(format!("loads.{id}"));
            let Some(carrier) = load.to.text() else {
                let message = format!("no stage is named to carry the load `{id}`");
                let finding =
                    Finding::new(at.clone(), message, "say which stage carries it").how("`to: <stage>`");
                return Some(ctx.because_placeholder(finding.owner(ctx.launch_owner()), &at, &["to"]));
            };
            if !load.from.is_given() {
                let message = format!("no stage is named that brings the load `{id}`");
                let finding =
                    Finding::new(at.clone(), message, "say which stage brings it").how("`from: <stage>`");
                return Some(ctx.because_placeholder(finding.owner(ctx.launch_owner()), &at, &["from"]));
            }
            if !ctx.standing.stage(carrier).is_some_and(StageStanding::is_needed) {
                let message =
                    format!("{carrier} would carry the load `{id}`, and this launch does without {carrier}");
                let todo = "have a stage carry it that takes part";
                return Some(
                    Finding::new(at.clone(), message, todo)
                        .owner(ctx.launch_owner())
                        .label(at.join("to"), "here"),
                );
            }
            if ctx.counts(load.accepted.as_ref(), carrier) {
                return None;
            }
            let forecast = load.forecast.get().map(|forecast| format!(" of {forecast}")).unwrap_or_default();
            let message = format!("{} has not accepted the load `{id}`{forecast}", ctx.named(carrier));
            let finding = Finding::new(
                at.clone(),
                message,
                format!("accept the load `{id}` for {carrier}, or say what it can carry"),
            )
            .how(format!("`launch accept <plan> {at}`"))
            .owner(ctx.owner_of(carrier))
            .because("unentitled-signer", at.clone());
            Some(ctx.because_of_record(finding, &at.join("accepted"), load.accepted.as_ref(), carrier))
        })
        .collect()
}
