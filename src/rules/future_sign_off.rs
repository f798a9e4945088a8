//! `future-sign-off`: a date that is still to come.

use std::borrow::Cow;

use crate::address::Address;
use crate::finding::{Breakdown, Finding, Level};
use crate::plan::record::Record;
use crate::rule::{Check, Ctx, Rule};

/// The rule.
pub(super) static RULE: Rule = Rule {
    id: "future-sign-off",
    level: Level::Error,
    breakdown: Breakdown::Execution,
    summary: "a sign-off or an acceptance is dated in the future",
    page: include_str!("future-sign-off.md"),
    settings: &[],
    marks: &[],
    check: Check::Plan(check),
};

fn check(ctx: &Ctx<'_>) -> Vec<Finding> {
    let as_of = ctx.facts.as_of;
    let mut found = Vec::new();
    for stage in ctx.standing.needed_stages() {
        for sign_off in stage.plan.into_iter().flat_map(|plan| &plan.sign_offs) {
            let Some(date) = sign_off.date.get().filter(|date| date.date > as_of) else { continue };
            let by = sign_off.by.text().unwrap_or("somebody");
            let message = format!(
                "{by} signed for {} on {date}, which is after {as_of}, the day it is judged for",
                stage.id
            );
            let todo = format!("correct the date of the sign-off of {}, or sign on the day", stage.id);
            let label = sign_off.at.join("date");
            found.push(
                Finding::new(stage.at(), message, todo)
                    .owner(ctx.owner_of(stage.id))
                    .label(label, "this date"),
            );
        }
    }
    for handoff in ctx.handed() {
        let plan = handoff.plan;
        let records = [("sent", &plan.sent), ("accepted", &plan.accepted)].into_iter();
        let future =
            |record: &Option<Record>| record.as_ref()?.date.get().copied().filter(|date| date.date > as_of);
        for (key, date) in records.filter_map(|(key, record)| Some((key, future(record)?))) {
            let message = format!(
                "`{}` is marked {key} on {date}, which is after {as_of}, the day it is judged for",
                handoff.id
            );
            let todo = format!("correct the date that `{}` was {key}", handoff.id);
            let stage = if key == "sent" { handoff.from } else { handoff.to };
            let label = Address::handoff(handoff.id).join(key).join("date");
            found.push(
                Finding::new(handoff.at(), message, todo)
                    .owner(stage.map_or_else(|| ctx.launch_owner(), |stage| ctx.owner_of(stage)))
                    .label(label, "this date"),
            );
        }
    }
    found.extend(kept(ctx).filter_map(|((section, id), key, record)| {
        let date = record.date.get().filter(|date| date.date > as_of)?;
        let at = Address::new(format!("{section}.{id}"));
        let accepted = at.join(&key);
        let message =
            format!("`{at}` is accepted on {date}, which is after {as_of}, the day it is judged for");
        let todo = format!("correct the date that `{at}` was accepted");
        let stage = ctx.answers_for(&accepted);
        let owner = stage.map_or_else(|| ctx.launch_owner(), |stage| ctx.owner_of(stage));
        let finding = Finding::new(at, message, todo).owner(owner);
        Some(finding.label(accepted.join("date"), "this date"))
    }));
    found
}

/// What is accepted outside stages and hand-offs: its section and id, the key of the acceptance, and the record.
fn kept<'a>(ctx: &Ctx<'a>) -> impl Iterator<Item = ((&'static str, &'a str), Cow<'static, str>, &'a Record)> {
    let plan = ctx.plan;
    let one = |section: &'static str, id: &'a str, record: &'a Option<Record>| {
        record.as_ref().map(|record| ((section, id), Cow::Borrowed("accepted"), record))
    };
    let promises = plan.promises.iter().filter_map(move |(id, known)| one("promises", id, &known.accepted));
    let also = plan.promises.iter().flat_map(|(id, promise)| {
        let records = promise.also_accepted.iter().enumerate();
        records.map(move |(index, record)| {
            (("promises", id), Cow::Owned(format!("also_accepted.{index}")), record)
        })
    });
    let loads = plan.loads.iter().filter_map(move |(id, load)| one("loads", id, &load.accepted));
    let incentives =
        plan.incentives.iter().filter_map(move |(id, known)| one("incentives", id, &known.accepted));
    promises.chain(also).chain(loads).chain(incentives)
}
