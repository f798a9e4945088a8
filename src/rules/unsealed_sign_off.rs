//! `unsealed-sign-off`: a sign-off that does not say what it was given for.

use crate::finding::{Breakdown, Finding, Level};
use crate::rule::{Check, Ctx, Rule};

/// The rule.
pub(super) static RULE: Rule = Rule {
    id: "unsealed-sign-off",
    level: Level::Off,
    breakdown: Breakdown::Execution,
    summary: "a sign-off has no digest of what was signed",
    page: include_str!("unsealed-sign-off.md"),
    settings: &[],
    marks: &[],
    check: Check::Plan(check),
};

fn check(ctx: &Ctx<'_>) -> Vec<Finding> {
    let unsealed = ctx.standing.needed_stages().filter_map(|stage| {
        let sign_off = stage.signatures.iter().find(|sign_off| sign_off.digest.is_none())?;
        let by = sign_off.by.text()?;
        let message = format!(
            "{by} signed for {} on {}, and nothing says what for: the sign-off has no digest",
            stage.id,
            sign_off.date.get()?
        );
        let todo = format!("sign for {} with `launch sign`, which writes the digest", stage.id);
        Some(
            Finding::new(stage.at(), message, todo)
                .owner(ctx.owner_of(stage.id))
                .label(sign_off.at.clone(), "signed here"),
        )
    });
    unsealed.collect()
}
