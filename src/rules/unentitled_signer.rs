//! `unentitled-signer`: somebody signed or accepted who may not.

use jiff::civil::Date;

use crate::address::Address;
use crate::finding::{Breakdown, Finding, Level};
use crate::moment::Moment;
use crate::plan::record::Record;
use crate::plan::sign_off::{Decision, SignOff};
use crate::policy::roster::{Person, Right, same_person};
use crate::read::Given;
use crate::readiness;
use crate::rule::{Check, Ctx, Rule};
use crate::standing::{Fault, Objection, StageStanding, people};
use crate::text::list;
use crate::waiving;

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
            let Some(by) = sign_off.by.text() else { continue };
            let message = format!("{by} signed for {}{}, but {why}", stage.id, on(&sign_off.date));
            let date = sign_off.date.get().map_or(ctx.facts.as_of, |date| date.date);
            let (todo, how) = advice(ctx, stage, sign_off, (by, date));
            let is_theirs = stays(stage, sign_off) && meant(ctx, stage.id, (by, date)).is_none();
            let owner = if is_theirs { Some(by) } else { ctx.owner_of(stage.id) };
            let finding = Finding::new(stage.at(), message, todo).how(how).owner(owner);
            found.push(finding.label(sign_off.at.clone(), "signed here"));
        }
        let waved_off = stage.plan.and_then(|plan| plan.not_needed.as_ref());
        found.extend(waved_off.and_then(|record| not_needed(ctx, stage.at(), record)));
        found.extend(stage.owed_conditions().filter_map(|(at, condition)| {
            let by = condition.risk_accepted_by.text()?;
            let objection = waiving::objection(ctx.policy, by, ctx.facts.as_of)?;
            let message = format!("{by} accepted the risk of a condition of {}, but {objection}", stage.id);
            let id = at.steps().last().unwrap_or_default();
            let todo = format!(
                "have the risk of the condition `{id}` of {} accepted by somebody who may waive",
                stage.id
            );
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

/// What to do about a line that does not count, and how.
fn advice(
    ctx: &Ctx<'_>,
    stage: &StageStanding<'_>,
    sign_off: &SignOff,
    (by, on): (&str, Date),
) -> (String, String) {
    let Some(roster) = &ctx.policy.roster else { return (String::new(), String::new()) };
    let id = stage.id;
    if let Some(meant) = meant(ctx, id, (by, on)) {
        let todo = format!("sign for {id} by the address on the roster");
        return (todo, format!("`by: {}` in place of `{by}`, if that is who is meant", meant.id));
    }
    if stays(stage, sign_off) {
        let todo = format!("take the sign-off of {by} for {id} back, under which conditions are open");
        let who = ctx.who_may_sign(id).map(|who| format!("; then {who}")).unwrap_or_default();
        return (todo, format!("`launch unsign <plan> {id}`{who}"));
    }
    let signed: Vec<&str> = stage.signatures.iter().filter_map(|sign_off| sign_off.by.text()).collect();
    let missing = roster.entitled_but(Right::Sign(id), ctx.facts.as_of, &signed);
    let out = format!("take out the line of {by}, which does not count");
    let delete = format!("delete `{}`", sign_off.at);
    if people(stage.signatures.iter().copied()) >= stage.wanted() {
        return (out, format!("{delete}: {} signed, and no more are needed", list(&signed, "and")));
    }
    if missing.is_empty() {
        let nobody = if signed.is_empty() { "nobody" } else { "nobody else" };
        return (out, format!("{delete}; {nobody} on the roster may sign for {id}"));
    }
    let who = list(&missing, "or");
    let is_its_turn = stage.awaits.is_empty() && readiness::readiness(ctx, stage).open().count() <= 1;
    if !is_its_turn {
        return (out, format!("{delete}; {who} may sign for {id} when it is its turn"));
    }
    // The command writes over the only line of a stage that one signature is enough for.
    let rest = match stage.sign_offs() {
        [_] if stage.wanted() == 1 => format!("in place of {by}"),
        _ => format!("and {out}"),
    };
    let is_owner = |id: &&str| stage.owner().is_some_and(|owner| same_person(owner, id));
    let todo = match missing.iter().any(is_owner) {
        true => format!("sign for {id} {rest}"),
        false => format!("have {who} sign for {id} {rest}"),
    };
    (todo, format!("`launch sign <plan> {id}`; {who} may"))
}

/// Somebody of the roster who may sign for a stage, and whom a sign-off calls by their name.
fn meant<'a>(ctx: &Ctx<'a>, stage: &str, (by, on): (&str, Date)) -> Option<&'a Person> {
    let known = ctx.policy.roster.as_ref()?.named(by)?;
    ctx.signing_objection(&known.id, stage, on).is_none().then_some(known)
}

/// Whether a line under open conditions is the only one of a stage that one signature is enough for: the command would
/// write over it, and does not, as only whoever signed takes such conditions back.
fn stays(stage: &StageStanding<'_>, sign_off: &SignOff) -> bool {
    stage.sign_offs().len() == 1 && stage.wanted() == 1 && sign_off.is_conditional()
}

/// The day of a word, where it says one.
fn on(date: &Given<Moment>) -> String {
    date.get().map(|date| format!(" on {date}")).unwrap_or_default()
}

/// An acceptance by somebody who may not sign for the accepting stage.
fn acceptance(ctx: &Ctx<'_>, at: &Address, key: &str, record: Option<&Record>) -> Option<Finding> {
    let record = record?;
    let by = record.by.text()?;
    let label = at.join(key);
    let stage = ctx.answers_for(&label)?;
    ctx.policy.stages.get(stage).filter(|stage| !stage.removed)?;
    let objection = ctx.record_objection(record, stage)?;
    let message = format!("{by} accepted `{at}` for {stage}{}, but {objection}", on(&record.date));
    let todo = format!("have `{at}` accepted by somebody who may sign for {stage}");
    Some(finding(ctx, at.clone(), message, todo, stage).label(label, "accepted here"))
}

/// Something called not needed by somebody who may not.
fn not_needed(ctx: &Ctx<'_>, at: Address, record: &Record) -> Option<Finding> {
    let by = record.by.text()?;
    let objection = ctx.not_needed_objection(record)?;
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
