//! `unknown-person`: somebody in the plan is not on the roster.

use crate::address::Address;
use crate::finding::{Breakdown, Finding, Level};
use crate::people;
use crate::policy::roster::same_person;
use crate::rule::{Check, Ctx, Rule};
use crate::text;

/// The rule.
pub(super) static RULE: Rule = Rule {
    id: "unknown-person",
    level: Level::Warn,
    breakdown: Breakdown::Communication,
    summary: "somebody in the plan is not on the roster",
    page: include_str!("unknown-person.md"),
    settings: &[],
    marks: &[],
    check: Check::Plan(check),
};

fn check(ctx: &Ctx<'_>) -> Vec<Finding> {
    let Some(roster) = &ctx.policy.roster else { return Vec::new() };
    let mut seen: Vec<&str> = Vec::new();
    let mut found = Vec::new();
    for (at, person) in people::named(ctx.plan, &|person| !roster.knows(person)) {
        if seen.iter().any(|known| same_person(known, person)) {
            continue;
        }
        seen.push(person);
        let message = format!("`{person}` is not in `[people]` of {}", ctx.policy.name);
        let ids = roster.people.iter().map(|known| known.id.as_str());
        let meant =
            roster.named(person).map(|known| known.id.as_str()).or_else(|| text::did_you_mean(person, ids));
        let todo = match meant {
            Some(meant) => format!("write `{meant}`, if that is who is meant"),
            None => format!("add `{person}` to `[people]`, or name somebody who is there"),
        };
        let finding = Finding::new(at.clone(), message, todo).on_value().owner(ctx.launch_owner());
        found.push(because_unentitled(finding, &at));
    }
    found
}

/// Where an unknown person signs, accepts or waives, that is the fault, and this follows from it.
fn because_unentitled(finding: Finding, at: &Address) -> Finding {
    let steps: Vec<&str> = at.steps().collect();
    let thing = |length: usize| Address::new(steps.get(..length).unwrap_or_default().join("."));
    match steps.as_slice() {
        ["stages", _, "sign_off", .., "risk_accepted_by"] => {
            finding.because("unentitled-signer", thing(steps.len() - 1))
        }
        ["stages", _, "sign_off" | "not_needed", .., "by"]
        | ["handoffs" | "promises" | "loads" | "incentives", _, "accepted" | "not_needed", "by"] => {
            finding.because("unentitled-signer", thing(2))
        }
        ["waivers", _, "by"] => finding.because("unentitled-waiver", thing(2)),
        _ => finding,
    }
}
