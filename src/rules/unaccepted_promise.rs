//! `unaccepted-promise`: a promise that its keeper has not accepted.

use crate::address::Address;
use crate::finding::{Breakdown, Finding, Level};
use crate::plan::promise::Promise;
use crate::plan::record::Record;
use crate::rule::{Check, Ctx, Rule};

/// The rule.
pub static RULE: Rule = Rule {
    id: "unaccepted-promise",
    level: Level::Error,
    breakdown: Breakdown::Communication,
    summary: "the keeper of a promise has not accepted it",
    page: include_str!("unaccepted-promise.md"),
    settings: &[],
    check: Check::Plan(check),
};

fn check(ctx: &Ctx<'_>) -> Vec<Finding> {
    ctx.plan
        .promises
        .iter()
        .flat_map(|(id, promise)| [by_keeper(ctx, id, promise), by_finance(ctx, id, promise)])
        .flatten()
        .collect()
}

/// The keeper has not said yes.
fn by_keeper(ctx: &Ctx<'_>, id: &str, promise: &Promise) -> Option<Finding> {
    let keeper = promise.kept_by.text()?;
    if promise.accepted.as_ref().is_some_and(|record| counts(ctx, record, keeper)) {
        return None;
    }
    let claim = promise.claim.text().unwrap_or(id);
    Some(finding(ctx, id, keeper, format!("{} has not accepted “{claim}”", ctx.named(keeper)), "accepted"))
}

/// What is sold before it is built needs finance's yes too.
fn by_finance(ctx: &Ctx<'_>, id: &str, promise: &Promise) -> Option<Finding> {
    let needed = ctx.standing.stage("finance").is_some_and(|stage| stage.is_needed());
    if !promise.future || !needed || promise.also_accepted.iter().any(|record| counts(ctx, record, "finance"))
    {
        return None;
    }
    let claim = promise.claim.text().unwrap_or(id);
    let message =
        format!("“{claim}” is sold before it is built, and {} has not accepted it", ctx.named("finance"));
    Some(finding(ctx, id, "finance", message, "also_accepted"))
}

fn counts(ctx: &Ctx<'_>, record: &Record, stage: &str) -> bool {
    record.signed().is_some_and(|(by, date)| ctx.signing_objection(by, stage, date.date).is_none())
}

fn finding(ctx: &Ctx<'_>, id: &str, stage: &str, message: String, key: &str) -> Finding {
    let at = Address::new(format!("promises.{id}"));
    let how = match key {
        "accepted" => format!("`accepted: {{by: …, date: …}}` under `{at}`"),
        _ => format!("`also_accepted: [{{by: …, date: …}}]` under `{at}`"),
    };
    let finding = Finding::new(
        at.clone(),
        message,
        format!("accept the promise `{id}` for {stage}, or say what {stage} can do"),
    )
    .how(how)
    .owner(ctx.owner_of(stage))
    .because("unentitled-signer", at.clone());
    ctx.because_placeholder(finding, &at.join("accepted"), &["by", "date"])
}
