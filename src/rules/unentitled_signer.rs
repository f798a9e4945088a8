//! `unentitled-signer`: somebody signed or accepted who may not.

use crate::address::Address;
use crate::finding::{Breakdown, Finding, Level};
use crate::plan::record::Record;
use crate::plan::sign_off::Decision;
use crate::policy::roster::Right;
use crate::policy::roster::same_person;
use crate::rule::{Check, Ctx, Rule};
use crate::standing::{Fault, Objection, not_needed_objection};

/// The rule.
pub(super) static RULE: Rule = Rule {
    id: "unentitled-signer",
    level: Level::Error,
    breakdown: Breakdown::Communication,
    summary: "somebody signed or accepted who may not",
    page: include_str!("unentitled-signer.md"),
    settings: &[],
    marks: &[],
    check: Check::Plan(check),
};

fn check(ctx: &Ctx<'_>) -> Vec<Finding> {
    let mut found = Vec::new();
    for stage in ctx.standing.needed_stages() {
        let unentitled = stage.objected(Fault::Unentitled);
        for Objection { sign_off, why, .. } in
            unentitled.filter(|objection| objection.sign_off.decision != Decision::NoGo)
        {
            let (Some(by), Some(date)) = (sign_off.by.text(), sign_off.date.get()) else { continue };
            let message = format!("{by} signed for {} on {date}, but {why}", stage.id);
            let todo = format!("have somebody sign for {} who may", stage.id);
            found.push(
                finding(ctx, stage.at(), message, todo, stage.id).label(sign_off.at.clone(), "signed here"),
            );
        }
        let waved_off = stage.plan.and_then(|plan| plan.not_needed.as_ref());
        found.extend(waved_off.and_then(|record| not_needed(ctx, stage.at(), record)));
        found.extend(stage.open_conditions().filter_map(|(at, condition)| {
            let by = condition.risk_accepted_by.text()?;
            let objection = ctx.policy.roster.as_ref()?.objection(by, Right::Waive, ctx.facts.as_of)?;
            let message = format!("{by} accepted the risk of a condition of {}, but {objection}", stage.id);
            let todo = "have the risk accepted by somebody who may waive";
            Some(Finding::new(at, message, todo).owner(ctx.owner_of(stage.id)))
        }));
    }
    for handoff in ctx.standing.needed_handoffs() {
        let accepted = handoff.plan.and_then(|plan| plan.accepted.as_ref());
        found.extend(acceptance(ctx, &handoff.at(), "accepted", accepted));
        let waved_off = handoff.plan.and_then(|plan| plan.not_needed.as_ref());
        found.extend(waved_off.and_then(|record| not_needed(ctx, handoff.at(), record)));
    }
    for (id, promise) in ctx.plan.promises.iter() {
        let at = Address::new(format!("promises.{id}"));
        found.extend(acceptance(ctx, &at, "accepted", promise.accepted.as_ref()));
        let also = promise.also_accepted.iter().enumerate().filter(|_| promise.future);
        let objected =
            also.map(|(index, record)| acceptance(ctx, &at, &format!("also_accepted.{index}"), Some(record)));
        let objected: Vec<Option<Finding>> = objected.collect();
        if objected.iter().all(Option::is_some) {
            found.extend(objected.into_iter().flatten().take(1));
        }
    }
    for (id, load) in ctx.plan.loads.iter() {
        let at = Address::new(format!("loads.{id}"));
        found.extend(acceptance(ctx, &at, "accepted", load.accepted.as_ref()));
    }
    for (id, incentive) in ctx.plan.incentives.iter() {
        let at = Address::new(format!("incentives.{id}"));
        found.extend(acceptance(ctx, &at, "accepted", incentive.accepted.as_ref()));
    }
    found
}

/// An acceptance by somebody who may not sign for the accepting stage.
fn acceptance(ctx: &Ctx<'_>, at: &Address, key: &str, record: Option<&Record>) -> Option<Finding> {
    let (by, date) = record?.signed()?;
    let label = at.join(key);
    let stage = ctx.answers_for(&label)?;
    ctx.policy.stages.get(stage).filter(|stage| !stage.removed)?;
    let objection = ctx.signing_objection(by, stage, date.date)?;
    let message = format!("{by} accepted `{at}` for {stage} on {date}, but {objection}");
    let todo = format!("have `{at}` accepted by somebody who may sign for {stage}");
    Some(finding(ctx, at.clone(), message, todo, stage).label(label, "accepted here"))
}

/// Something called not needed by somebody who may not.
fn not_needed(ctx: &Ctx<'_>, at: Address, record: &Record) -> Option<Finding> {
    let by = record.by.text()?;
    let on = record.date.get().map_or(ctx.facts.as_of, |date| date.date);
    let objection = not_needed_objection(ctx.plan, ctx.policy, by, on)?;
    let is_owner = ctx.launch_owner().is_some_and(|owner| same_person(owner, by));
    let (but, todo) = match is_owner {
        true => {
            ("", format!("put {by} on the roster, or have it called not needed by somebody who may waive"))
        }
        false => (
            "does not run the launch and ",
            "have it called not needed by whoever runs the launch or may waive".to_owned(),
        ),
    };
    let message = format!("{by} called `{at}` not needed, but {but}{objection}");
    Some(Finding::new(at, message, todo).owner(ctx.launch_owner()))
}

fn finding(ctx: &Ctx<'_>, at: Address, message: String, todo: String, stage: &str) -> Finding {
    let finding = Finding::new(at, message, todo).owner(ctx.owner_of(stage));
    match ctx.who_may_sign(stage) {
        Some(who) => finding.how(who),
        None => finding,
    }
}
