//! `unguarded-incentive`: commission rewards the promise and not the delivery.

use crate::address::Address;
use crate::facts::changes_in_words;
use crate::finding::{Breakdown, Finding, Level};
use crate::plan::incentive::Incentive;
use crate::plan::record::Record;
use crate::read::not_given;
use crate::rule::{Check, Ctx, Rule, in_turn};
use crate::standing::{GUARDIAN, guards};
use crate::text::ticked;

/// The rule.
pub(super) static RULE: Rule = Rule {
    id: "unguarded-incentive",
    level: Level::Error,
    breakdown: Breakdown::Strategy,
    summary: "an incentive has no safeguard that customer-service accepted",
    page: include_str!("unguarded-incentive.md"),
    settings: &[],
    marks: &[],
    check: Check::Plan(check),
};

fn check(ctx: &Ctx<'_>) -> Vec<Finding> {
    let incentives = ctx.plan.incentives.iter();
    incentives
        .flat_map(|(id, incentive)| {
            let at = Address::new(format!("incentives.{id}"));
            let faults = [unsaid, unguarded, unaccepted];
            in_turn(faults.map(|fault| fault(ctx, id, incentive, &at)))
        })
        .collect()
}

/// It does not say who is paid for what.
fn unsaid(ctx: &Ctx<'_>, id: &str, incentive: &Incentive, at: &Address) -> Option<Finding> {
    let missing =
        not_given(&[("for", incentive.rewards.is_given()), ("scheme", incentive.scheme.is_given())]);
    if missing.is_empty() {
        return None;
    }
    let lacks = ticked(&missing, "and");
    let message = format!("the incentive `{id}` does not say {lacks}: nobody can guard against it");
    let finding = Finding::new(at.clone(), message, format!("add {lacks} to `{at}`"));
    Some(ctx.because_placeholder(finding.owner(ctx.launch_owner()), at, &missing))
}

/// Nothing guards the customer.
fn unguarded(ctx: &Ctx<'_>, id: &str, incentive: &Incentive, at: &Address) -> Option<Finding> {
    if incentive.safeguard.is_given() {
        return None;
    }
    let scheme = incentive.scheme.text().unwrap_or(id);
    let rewarded = incentive.rewards.text();
    let who = rewarded.map_or_else(|| "somebody".to_owned(), |stage| ctx.named(stage));
    let message = format!("{who} is paid “{scheme}”, and nothing guards the customer against it");
    let todo = format!("agree what guards the customer against `{id}`");
    let finding = Finding::new(at.clone(), message, todo)
        .how(format!("`safeguard: …` under `{at}`"))
        .owner(rewarded.map_or_else(|| ctx.launch_owner(), |stage| ctx.owner_of(stage)));
    Some(ctx.because_placeholder(finding, at, &["safeguard"]))
}

/// Customer-service has not accepted the safeguard, or not this one.
fn unaccepted(ctx: &Ctx<'_>, id: &str, incentive: &Incentive, at: &Address) -> Option<Finding> {
    let accepted = incentive.accepted.as_ref().filter(|record| guards(ctx.policy, record));
    let since = ctx.outgrown(&at.join("accepted"));
    let message = match accepted.and_then(Record::signed) {
        Some(_) if since.is_empty() => return None,
        Some((by, date)) => {
            let changed = changes_in_words(since);
            format!("{by} accepted the safeguard of `{id}` on {date}, and since then {changed}")
        }
        None => format!("{} has not accepted the safeguard of `{id}`", ctx.named(GUARDIAN)),
    };
    let todo = format!("accept the safeguard of `{id}`, or say what would guard the customer");
    let finding = Finding::new(at.clone(), message, todo)
        .how(format!("`launch accept <plan> {at}`"))
        .owner(ctx.owner_of(GUARDIAN));
    Some(ctx.because_of_record(finding, (at, "accepted"), incentive.accepted.as_ref(), GUARDIAN))
}
