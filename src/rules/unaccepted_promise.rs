//! `unaccepted-promise`: a promise that its keeper has not accepted.

use crate::address::Address;
use crate::facts::changes_in_words;
use crate::finding::{Breakdown, Finding, Level};
use crate::plan::promise::Promise;
use crate::plan::record::Record;
use crate::read::Given;
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

/// The rule that tells of a promise that nobody keeps.
const UNBACKED: &str = "unbacked-promise";

/// The keeper has not said yes. While a placeholder stands for the keeper, or it passes that there is none, anybody's
/// yes is taken who may give one.
fn by_keeper(ctx: &Ctx<'_>, id: &str, promise: &Promise) -> Option<Finding> {
    let at = Address::new(format!("promises.{id}"));
    let claim = promise.claim.text().unwrap_or(id);
    let accepted = promise.accepted.as_ref();
    let Some(keeper) = promise.kept_by.text().filter(|keeper| is_needed(ctx, keeper)) else {
        let counts = |stage: &str| ctx.counts(accepted, stage);
        let is_asked = promise.kept_by == Given::Placeholder || ctx.lets_pass(UNBACKED, &at);
        if !is_asked || ctx.policy.stages.ids().any(counts) {
            return None;
        }
        let message = format!("whoever keeps it has not accepted “{claim}”");
        let todo = format!("have the promise `{id}` accepted by the stage that keeps it");
        let finding = Finding::new(at.clone(), message, todo)
            .how(format!("`launch accept <plan> {at}`"))
            .owner(ctx.launch_owner());
        return Some(ctx.because_of_anybody(finding, (&at, "accepted"), accepted));
    };
    if ctx.counts(accepted, keeper) {
        return None;
    }
    let message = format!("{} has not accepted “{claim}”", ctx.named(keeper));
    let finding = Finding::new(at.clone(), message, todo(id, keeper))
        .how(format!("`launch accept <plan> {at}`"))
        .owner(ctx.owner_of(keeper));
    Some(ctx.because_of_record(finding, (&at, "accepted"), accepted, keeper))
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
    let may = |record: &Record| ctx.record_objection(record, ALSO_ACCEPTS).is_none();
    let is_theirs = promise.also_accepted.iter().any(may);
    let records = promise.also_accepted.iter().enumerate();
    for (index, record) in records.filter(|(_, record)| may(record) || !is_theirs) {
        let key = format!("also_accepted.{index}");
        finding = ctx.because_of_record(finding, (&at, &key), Some(record), ALSO_ACCEPTS);
    }
    Some(ctx.because_any_placeholder(finding, &at, &["future"]))
}

fn todo(id: &str, stage: &str) -> String {
    format!("accept the promise `{id}` for {stage}, or say what {stage} can do")
}

fn is_needed(ctx: &Ctx<'_>, stage: &str) -> bool {
    ctx.standing.stage(stage).is_some_and(StageStanding::is_needed)
}
