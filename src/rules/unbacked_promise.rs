//! `unbacked-promise`: a promise that nobody stands behind.

use crate::address::Address;
use crate::finding::{Breakdown, Finding, Level};
use crate::plan::promise::Promise;
use crate::rule::{Check, Ctx, Rule, because_unsigned, in_turn};
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
    let promises = ctx.plan.promises.iter();
    promises.flat_map(|(id, promise)| in_turn(faults(ctx, id, promise))).collect()
}

/// What is wrong, in the order in which it is to be mended: nothing is promised in numbers, nothing committed, or
/// nobody is there to keep it.
fn faults(ctx: &Ctx<'_>, id: &str, promise: &Promise) -> [Option<Finding>; 7] {
    let keeper = promise.kept_by.text();
    let maker = promise.made_by.text();
    let is_needed = |id: &str| ctx.standing.stage(id).is_some_and(StageStanding::is_needed);
    let does_without = keeper.filter(|keeper| !is_needed(keeper)).map(|keeper| Gap {
        what: format!("{keeper} would keep it, and this launch does without {keeper}"),
        todo: "have a stage keep it that takes part".to_owned(),
        key: "kept_by",
        whose: None,
    });
    let uncommitted = keeper.filter(|_| !promise.committed.is_given()).map(|keeper| Gap {
        what: format!("{} has committed to nothing", ctx.named(keeper)),
        todo: format!("say what {keeper} can stand behind"),
        key: "committed",
        whose: Some(keeper),
    });
    let uncommitted = uncommitted.or_else(|| {
        let what = "nobody has committed to anything";
        gap(promise.committed.is_given(), "committed", what, "say what its keeper can stand behind", None)
    });
    let told = "say what customers are told";
    let gaps = [
        gap(promise.claim.is_given(), "claim", "it does not say what customers are told", told, maker),
        gap(
            promise.made_by.is_given(),
            "made_by",
            "no stage is named that makes it",
            "say which stage makes the promise",
            None,
        ),
        gap(keeper.is_some(), "kept_by", "no stage keeps it", "say which stage keeps the promise", None),
        does_without,
        gap(
            promise.promised.is_given(),
            "promised",
            "it does not say what is promised, in numbers",
            "say what is promised, in numbers",
            maker,
        ),
        uncommitted,
    ];
    let [claim, made_by, kept_by, without, promised, committed] =
        gaps.map(|gap| gap.map(|gap| unbacked(ctx, id, promise, gap)));
    [claim, made_by, kept_by, without, promised, committed, unsigned(ctx, id, promise)]
}

/// Something without which nobody stands behind a promise.
struct Gap<'a> {
    what: String,
    todo: String,
    key: &'static str,
    whose: Option<&'a str>,
}

fn gap<'a>(
    is_given: bool,
    key: &'static str,
    what: &str,
    todo: &str,
    whose: Option<&'a str>,
) -> Option<Gap<'a>> {
    (!is_given).then(|| Gap { what: what.to_owned(), todo: todo.to_owned(), key, whose })
}

fn unbacked(ctx: &Ctx<'_>, id: &str, promise: &Promise, gap: Gap<'_>) -> Finding {
    let Gap { what, todo, key, whose } = gap;
    let claim = promise.claim.text().unwrap_or(id);
    let at = Address::new(format!("promises.{id}"));
    let finding = Finding::new(at.clone(), format!("“{claim}” is not backed: {what}"), todo)
        .how(format!("`{key}: …` under `{at}`"))
        .owner(whose.map_or_else(|| ctx.launch_owner(), |stage| ctx.owner_of(stage)));
    ctx.because_placeholder(finding, &at, &[key])
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
