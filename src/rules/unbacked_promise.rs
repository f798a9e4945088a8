//! `unbacked-promise`: a promise that nobody stands behind.

use crate::address::Address;
use crate::finding::{Breakdown, Finding, Level};
use crate::plan::promise::Promise;
use crate::rule::{Check, Ctx, Rule, because_unsigned};
use crate::standing::StageStanding;

/// The rule.
pub(super) static RULE: Rule = Rule {
    id: "unbacked-promise",
    level: Level::Error,
    breakdown: Breakdown::Communication,
    summary: "nobody stands behind a promise",
    page: include_str!("unbacked-promise.md"),
    settings: &[],
    marks: &[],
    check: Check::Plan(check),
};

fn check(ctx: &Ctx<'_>) -> Vec<Finding> {
    ctx.plan
        .promises
        .iter()
        .filter_map(|(id, promise)| unbacked(ctx, id, promise).or_else(|| unsigned(ctx, id, promise)))
        .collect()
}

/// Nothing is promised in numbers, nothing committed, or nobody is there to keep it.
fn unbacked(ctx: &Ctx<'_>, id: &str, promise: &Promise) -> Option<Finding> {
    let claim = promise.claim.text().unwrap_or(id);
    let keeper = promise.kept_by.text();
    let needed = keeper.is_none_or(|keeper| ctx.standing.stage(keeper).is_some_and(StageStanding::is_needed));
    let (what, todo, key) = match (keeper, &promise.promised, &promise.committed) {
        _ if !promise.claim.is_given() => (
            "it does not say what customers are told".to_owned(),
            "say what customers are told".to_owned(),
            "claim",
        ),
        _ if !promise.made_by.is_given() => (
            "no stage is named that makes it".to_owned(),
            "say which stage makes the promise".to_owned(),
            "made_by",
        ),
        (None, ..) => {
            ("no stage keeps it".to_owned(), "say which stage keeps the promise".to_owned(), "kept_by")
        }
        (Some(keeper), ..) if !needed => (
            format!("{keeper} would keep it, and this launch does without {keeper}"),
            "have a stage keep it that takes part".to_owned(),
            "kept_by",
        ),
        (_, promised, _) if !promised.is_given() => (
            "it does not say what is promised, in numbers".to_owned(),
            "say what is promised, in numbers".to_owned(),
            "promised",
        ),
        (Some(keeper), _, committed) if !committed.is_given() => (
            format!("{} has committed to nothing", ctx.named(keeper)),
            format!("say what {keeper} can stand behind"),
            "committed",
        ),
        _ => return None,
    };
    let at = Address::new(format!("promises.{id}"));
    let whose = match key {
        "committed" => keeper,
        "claim" | "promised" => promise.made_by.text(),
        _ => None,
    };
    let finding = Finding::new(at.clone(), format!("“{claim}” is not backed: {what}"), todo)
        .how(format!("`{key}: …` under `{at}`"))
        .owner(whose.map_or_else(|| ctx.launch_owner(), |stage| ctx.owner_of(stage)));
    Some(ctx.because_placeholder(finding, &at, &[key]))
}

/// The keeper has not signed off.
fn unsigned(ctx: &Ctx<'_>, id: &str, promise: &Promise) -> Option<Finding> {
    let keeper = promise.kept_by.text()?;
    let stage = ctx.standing.stage(keeper).filter(|stage| !stage.counts_as_signed())?;
    let claim = promise.claim.text().unwrap_or(id);
    let message =
        format!("“{claim}” is not backed yet: {} keeps it and has not signed off", ctx.named(keeper));
    let finding =
        Finding::new(Address::new(format!("promises.{id}")), message, format!("sign off for {keeper}"));
    Some(because_unsigned(finding.owner(ctx.owner_of(keeper)), stage))
}
