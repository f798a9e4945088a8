//! `weak-assurance`: a sign-off that is not trusted far enough.

use crate::facts::{Origin, Signature, Trust};
use crate::finding::{Breakdown, Finding, Level};
use crate::policy::AssuranceLevel;
use crate::rule::{Check, Ctx, Rule};
use crate::standing::StageStanding;

/// The rule.
pub(super) static RULE: Rule = Rule {
    id: "weak-assurance",
    level: Level::Error,
    breakdown: Breakdown::Execution,
    summary: "a sign-off is trusted less far than the policy wants",
    page: include_str!("weak-assurance.md"),
    settings: &[],
    marks: &[],
    check: Check::Plan(check),
};

fn check(ctx: &Ctx<'_>) -> Vec<Finding> {
    let mut found = Vec::new();
    for stage in ctx.standing.needed_stages() {
        let minimum = ctx.policy.minimum(stage.id);
        for sign_off in &stage.signatures {
            let by = sign_off.by.text().unwrap_or_default();
            let trust = ctx.facts.trust(&sign_off.at);
            let level = trust.level(by);
            if level >= minimum {
                continue;
            }
            let message = format!(
                "the sign-off of {by} for {} is only {}: {} wants it {}, and {}",
                stage.id,
                level.word(),
                ctx.policy.name,
                minimum.word(),
                why_not(trust, minimum)
            );
            found.push(
                Finding::new(stage.at(), message, todo(by, stage.id, minimum))
                    .owner(ctx.owner_of(stage.id))
                    .label(sign_off.at.clone(), "signed here"),
            );
        }
    }
    found.extend(ctx.standing.stages.iter().filter_map(|stage| waved_off(ctx, stage)));
    found
}

/// A word that a stage is not needed stands in for its sign-off, and has to be trusted as far as a word without a
/// signature can be: its own author committed it.
fn waved_off(ctx: &Ctx<'_>, stage: &StageStanding<'_>) -> Option<Finding> {
    let minimum = ctx.policy.minimum(stage.id);
    let by = stage.plan?.not_needed.as_ref().filter(|_| stage.waved_off)?.by.text()?;
    let at = stage.at().join("not_needed");
    let trust = ctx.facts.trust(&at);
    if minimum == AssuranceLevel::Claimed || trust.level(by) >= AssuranceLevel::Committed {
        return None;
    }
    let message = format!(
        "{} is called not needed by {by}, which is only {}: {} wants its sign-off {}, and {}",
        stage.id,
        AssuranceLevel::Claimed.word(),
        ctx.policy.name,
        minimum.word(),
        why_not(trust, AssuranceLevel::Committed)
    );
    let todo = format!("have {by} commit that {} is not needed themselves, or have it sign", stage.id);
    Some(Finding::new(at, message, todo).owner(ctx.launch_owner()))
}

/// What keeps a sign-off from the level that is wanted.
fn why_not(trust: &Trust, minimum: AssuranceLevel) -> String {
    if minimum == AssuranceLevel::Signed {
        return match &trust.signature {
            Signature::UnknownSigner { key } => {
                format!("nobody is known to hold the key {key} that signed it")
            }
            Signature::NotChecked(why) => format!("its signature was not checked: {why}"),
            Signature::Bad(why) => format!("its signature {why}"),
            Signature::None | Signature::Good { .. } => "it has no signature".to_owned(),
        };
    }
    match &trust.origin {
        Origin::Commit(commit) => {
            format!("commit {} of {} brought it in, by {}", commit.id, commit.date.date, commit.author)
        }
        Origin::Uncommitted => "no commit has it yet".to_owned(),
        Origin::NotChecked(why) => format!("its commit was not checked: {why}"),
    }
}

fn todo(by: &str, stage: &str, minimum: AssuranceLevel) -> String {
    match minimum {
        AssuranceLevel::Signed => {
            format!("have {by} sign for {stage} with their key: `launch sign <plan> {stage} --key <file>`")
        }
        _ => format!("have {by} commit the sign-off for {stage} themselves"),
    }
}
