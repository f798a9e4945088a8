//! `unguarded-incentive`: commission rewards the promise and not the delivery.

use crate::address::Address;
use crate::facts::changes_in_words;
use crate::finding::{Breakdown, Finding, Level};
use crate::plan::record::Record;
use crate::read::not_given;
use crate::rule::{Check, Ctx, Rule};
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
    ctx.plan
        .incentives
        .iter()
        .filter_map(|(id, incentive)| {
            let at = Address::new(format!("incentives.{id}"));
            let scheme = incentive.scheme.text().unwrap_or(id);
            let rewarded = incentive.rewards.text().unwrap_or("somebody");
            let missing =
                not_given(&[("for", incentive.rewards.is_given()), ("scheme", incentive.scheme.is_given())]);
            if !missing.is_empty() {
                let message = format!(
                    "the incentive `{id}` does not say {}: nobody can guard against it",
                    ticked(&missing, "and")
                );
                let finding =
                    Finding::new(at.clone(), message, format!("add {} to `{at}`", ticked(&missing, "and")));
                return Some(ctx.because_placeholder(finding.owner(ctx.launch_owner()), &at, &missing));
            }
            if !incentive.safeguard.is_given() {
                let message = format!(
                    "{} is paid “{scheme}”, and nothing guards the customer against it",
                    ctx.named(rewarded)
                );
                let todo = format!("agree what guards the customer against `{id}`");
                let finding = Finding::new(at.clone(), message, todo)
                    .how(format!("`safeguard: …` under `{at}`"))
                    .owner(ctx.owner_of(rewarded));
                return Some(ctx.because_placeholder(finding, &at, &["safeguard"]));
            }
            let accepted = incentive.accepted.as_ref().filter(|record| guards(ctx.policy, record));
            let since = ctx.outgrown(&at.join("accepted"));
            let message = match accepted.and_then(Record::signed) {
                Some(_) if since.is_empty() => return None,
                Some((by, date)) => {
                    format!(
                        "{by} accepted the safeguard of `{id}` on {date}, and since then {}",
                        changes_in_words(since)
                    )
                }
                None => format!("{} has not accepted the safeguard of `{id}`", ctx.named(GUARDIAN)),
            };
            let finding = Finding::new(
                at.clone(),
                message,
                format!("accept the safeguard of `{id}`, or say what would guard the customer"),
            )
            .how(format!("`launch accept <plan> {at}`"))
            .owner(ctx.owner_of(GUARDIAN))
            .because("unentitled-signer", at.clone());
            Some(ctx.because_of_record(finding, &at.join("accepted"), incentive.accepted.as_ref(), GUARDIAN))
        })
        .collect()
}
