//! `weak-assurance`: a sign-off that is not trusted far enough.

use crate::finding::{Breakdown, Finding, Level};
use crate::policy::AssuranceLevel;
use crate::rule::{Check, Ctx, Rule};

/// The rule.
pub(super) static RULE: Rule = Rule {
    id: "weak-assurance",
    level: Level::Error,
    breakdown: Breakdown::Execution,
    summary: "a sign-off is trusted less far than the policy wants",
    page: include_str!("weak-assurance.md"),
    settings: &[],
    check: Check::Plan(check),
};

/// Every sign-off is a typed name: neither commits nor signatures are looked at.
const LEVEL: AssuranceLevel = AssuranceLevel::Claimed;

fn check(ctx: &Ctx<'_>) -> Vec<Finding> {
    let minimum = ctx.policy.assurance.minimum;
    if LEVEL >= minimum {
        return Vec::new();
    }
    let signed = ctx.standing.needed_stages().filter(|stage| !stage.signatures.is_empty());
    signed
        .map(|stage| {
            let message = format!(
                "the sign-off of {} is only {}: {} wants it {}, and this version does not check commits or signatures",
                stage.id,
                LEVEL.word(),
                ctx.policy.name,
                minimum.word()
            );
            let todo = "set `minimum = \"claimed\"` under `[assurance]`, or check the sign-offs by hand and waive this";
            Finding::new(stage.at(), message, todo).owner(ctx.launch_owner())
        })
        .collect()
}
