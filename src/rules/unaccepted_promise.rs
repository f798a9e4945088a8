//! `unaccepted-promise`: a promise that its keeper has not accepted.

use crate::address::Address;
use crate::facts::changes_in_words;
use crate::finding::{Breakdown, Finding, Level};
use crate::plan::promise::Promise;
use crate::rule::{Check, Ctx, Rule};
use crate::standing::{ALSO_ACCEPTS, StageStanding};

/// The rule.
pub(super) static RULE: Rule = Rule {
    id: "unaccepted-promise",
    level: Level::Error,
    breakdown: Breakdown::Communication,
    summary: "the keeper of a promise has not accepted it",
    page: include_str!("unaccepted-promise.md"),
    settings: &[],
    marks: &[],
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
    let keeper = promise.kept_by.text().filter(|keeper| is_needed(ctx, keeper))?;
    if accepted_by_keeper(ctx, promise) {
        return None;
    }
    let at = Address::new(format!("promises.{id}"));
    let claim = promise.claim.text().unwrap_or(id);
    let message = format!("{} has not accepted “{claim}”", ctx.named(keeper));
    let finding = Finding::new(at.clone(), message, todo(id, keeper))
        .how(format!("`launch accept <plan> {at}`"))
        .owner(ctx.owner_of(keeper));
    let signed = promise.accepted.as_ref().is_some_and(|record| record.signed().is_some());
    let finding = if signed { finding.because("unentitled-signer", at.clone()) } else { finding };
    Some(ctx.because_of_record(finding, &at.join("accepted"), promise.accepted.as_ref(), keeper))
}

/// What is sold before it is built needs another yes, unless it is finance that keeps it: then its yes is the one.
fn by_finance(ctx: &Ctx<'_>, id: &str, promise: &Promise) -> Option<Finding> {
    if !promise.future || !is_needed(ctx, ALSO_ACCEPTS) || promise.kept_by.text() == Some(ALSO_ACCEPTS) {
        return None;
    }
    let at = Address::new(format!("promises.{id}"));
    let claim = promise.claim.text().unwrap_or(id);
    let records = promise.also_accepted.iter().enumerate();
    let mut outgrown = None;
    for (index, record) in records.filter(|(_, record)| ctx.counts(Some(record), ALSO_ACCEPTS)) {
        let since = ctx.outgrown(&at.join("also_accepted").join(&index.to_string()));
        if since.is_empty() {
            return None;
        }
        outgrown = record.signed().map(|(by, date)| {
            let changed = changes_in_words(since);
            format!("{by} accepted “{claim}” on {date}, before it is built, and since then {changed}")
        });
    }
    let message = outgrown.unwrap_or_else(|| {
        format!("“{claim}” is sold before it is built, and {} has not accepted it", ctx.named(ALSO_ACCEPTS))
    });
    let mut finding = Finding::new(at.clone(), message, todo(id, ALSO_ACCEPTS))
        .how(format!("`launch accept <plan> {at}`"))
        .owner(ctx.owner_of(ALSO_ACCEPTS));
    for (index, record) in promise.also_accepted.iter().enumerate() {
        let at = at.join("also_accepted").join(&index.to_string());
        finding = ctx.because_of_record(finding, &at, Some(record), ALSO_ACCEPTS);
    }
    finding = ctx.because_any_placeholder(finding, &at, &["future"]);
    let signed = promise.also_accepted.iter().any(|record| record.signed().is_some());
    Some(if signed && accepted_by_keeper(ctx, promise) {
        finding.because("unentitled-signer", at)
    } else {
        finding
    })
}

fn todo(id: &str, stage: &str) -> String {
    format!("accept the promise `{id}` for {stage}, or say what {stage} can do")
}

fn is_needed(ctx: &Ctx<'_>, stage: &str) -> bool {
    ctx.standing.stage(stage).is_some_and(StageStanding::is_needed)
}

fn accepted_by_keeper(ctx: &Ctx<'_>, promise: &Promise) -> bool {
    let keeper = promise.kept_by.text().unwrap_or_default();
    ctx.counts(promise.accepted.as_ref(), keeper)
}
