//! `weak-assurance`: a sign-off that is not trusted far enough.

use crate::facts::{Commit, Origin, Signature, Trust};
use crate::finding::{Breakdown, Finding, Level};
use crate::plan::waiver::Waiver;
use crate::policy::AssuranceLevel;
use crate::policy::roster::same_person;
use crate::rule::{Check, Ctx, Rule};
use crate::standing::StageStanding;
use crate::waiving::{self, Worth};

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
        for sign_off in stage.lines() {
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
                why_not(trust, minimum) + &no_address(by, minimum)
            );
            let owner = if is_unknown(trust, minimum) { ctx.launch_owner() } else { ctx.owner_of(stage.id) };
            found.push(
                Finding::new(stage.at(), message, todo(trust, by, stage.id, minimum))
                    .owner(owner)
                    .label(sign_off.at.clone(), "signed here"),
            );
        }
    }
    found.extend(ctx.standing.stages.iter().filter_map(|stage| waved_off(ctx, stage)));
    if ctx.policy.wants_proof() {
        found.extend(ctx.plan.waivers.iter().filter_map(|(id, waiver)| waived(ctx, id, waiver)));
        found.extend(ctx.standing.needed_stages().flat_map(|stage| risks(ctx, stage)));
    }
    found
}

/// Whoever signs under a condition types the name of who carries its risk, and covers with it what others owe. That is
/// more than their word where it is their own name, or where the other signs for a later stage: such a sign-off is given
/// for what was signed before it.
fn risks(ctx: &Ctx<'_>, stage: &StageStanding<'_>) -> Vec<Finding> {
    let conditions = stage.lines().flat_map(|sign_off| {
        let open = sign_off.open_conditions().filter(|(_, condition)| condition.missing().is_empty());
        open.map(move |(id, condition)| (sign_off, id, condition))
    });
    let unproven = conditions.filter_map(|(sign_off, id, condition)| {
        let (signer, by, due) =
            (sign_off.by.text()?, condition.risk_accepted_by.text()?, condition.due.get()?);
        let later = after(ctx, stage);
        let is_known = same_person(signer, by)
            || waiving::objection(ctx.policy, by, ctx.facts.as_of).is_some()
            || later.iter().any(|later| has_signed(ctx, later, by));
        if is_known {
            return None;
        }
        let message = format!(
            "the risk of the condition `{id}` of {} is accepted by {by} in the words of {signer} alone: {} wants \
             sign-offs to be more than a typed name",
            stage.id, ctx.policy.name
        );
        let own = later.iter().find(|later| later.owner().is_some_and(|owner| same_person(owner, by)));
        let signs = own.map(|own| format!("sign for {}, which comes after it, or ", own.id)).unwrap_or_default();
        let todo = format!("have {by} {signs}answer for it with a waiver that they commit themselves");
        let at = sign_off.condition_at(id);
        let how = format!("`launch waive <plan> {} {at} --why … --until {}`", RULE.id, due.date);
        Some(Finding::new(at, message, todo).how(how).owner(Some(by)))
    });
    unproven.collect()
}

/// The stages that come after one, whatever is between.
fn after<'c>(ctx: &Ctx<'c>, stage: &StageStanding<'_>) -> Vec<&'c StageStanding<'c>> {
    let mut after: Vec<&StageStanding<'_>> = Vec::new();
    for other in ctx.standing.needed_stages() {
        let is_before = |id: &&str| *id == stage.id || after.iter().any(|known| known.id == *id);
        if other.before.iter().any(is_before) {
            after.push(other);
        }
    }
    after
}

/// Whether somebody has signed for a stage with more than a typed name.
fn has_signed(ctx: &Ctx<'_>, stage: &StageStanding<'_>, by: &str) -> bool {
    stage.signatures.iter().any(|sign_off| {
        let signer = sign_off.by.text().filter(|signer| same_person(signer, by));
        signer.is_some_and(|by| ctx.facts.trust(&sign_off.at).level(by) > AssuranceLevel::Claimed)
    })
}

/// A waiver takes the place of anybody's sign-off. It has no signature, so its author has to have committed it.
fn waived(ctx: &Ctx<'_>, id: &str, waiver: &Waiver) -> Option<Finding> {
    if waiving::worth(waiver, ctx.policy, ctx.facts.as_of) != Worth::Holds {
        return None;
    }
    let (at, by) = (Waiver::place(id), waiver.by.text()?);
    let trust = ctx.facts.trust(&at);
    if trust.level(by) >= AssuranceLevel::Committed {
        return None;
    }
    let message = format!(
        "the waiver `{id}` by {by} is only {}: {} wants sign-offs to be more, and {}",
        AssuranceLevel::Claimed.word(),
        ctx.policy.name,
        why_not(trust, AssuranceLevel::Committed) + &no_address(by, AssuranceLevel::Committed)
    );
    let todo = format!("have {by} commit the waiver `{id}` themselves, or take it out");
    Some(Finding::new(at, message, todo).owner(Some(by)))
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
        why_not(trust, AssuranceLevel::Committed) + &no_address(by, AssuranceLevel::Committed)
    );
    let todo = format!("have {by} commit that {} is not needed themselves, or have it sign", stage.id);
    Some(Finding::new(at, message, todo).owner(ctx.launch_owner()))
}

/// What keeps a sign-off from the level that is wanted.
fn why_not(trust: &Trust, minimum: AssuranceLevel) -> String {
    if let Origin::TakenBack { commit: Commit { id, author, date, .. }, again } = &trust.origin {
        let said = format!("{author} took it back, or said otherwise, on {} in commit {id}", date.date);
        return match again {
            Some(again) => {
                format!(
                    "{said}: commit {} came after it, and is dated before it, on {}",
                    again.id, again.date.date
                )
            }
            None => said,
        };
    }
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
        Origin::TakenBack { .. } => "it was taken back".to_owned(),
        Origin::Uncommitted | Origin::Supposed => "no commit has it yet".to_owned(),
        Origin::NotChecked(why) => format!("its commit was not checked: {why}"),
    }
}

/// Whether nobody did anything wrong, and git cannot tell who committed it.
fn is_unknown(trust: &Trust, minimum: AssuranceLevel) -> bool {
    minimum == AssuranceLevel::Committed && matches!(trust.origin, Origin::NotChecked(_))
}

fn todo(trust: &Trust, by: &str, stage: &str, minimum: AssuranceLevel) -> String {
    if let Origin::TakenBack { commit, again } = &trust.origin {
        let back =
            format!("take the sign-off of {by} for {stage} out, or have {by} sign again and commit it");
        return match again {
            Some(_) => format!("{back} with no earlier date: `git commit --date={}`", commit.date),
            None => back,
        };
    }
    if is_unknown(trust, minimum) {
        return "check in a full clone of the plan's git repository (in CI `fetch-depth: 0`), where git can tell who \
                committed what"
            .to_owned();
    }
    match minimum {
        AssuranceLevel::Signed => {
            format!("have {by} sign for {stage} with their key: `launch sign <plan> {stage} --key <file>`")
        }
        _ => format!("have {by} commit the sign-off for {stage} themselves"),
    }
}

/// Why no commit can be somebody's: it names its author by an address.
fn no_address(by: &str, minimum: AssuranceLevel) -> String {
    match minimum == AssuranceLevel::Committed && !by.contains('@') {
        true => format!(
            " ({by} is no e-mail address, and commits name their authors by address: call {by} by it, on the roster too)"
        ),
        false => String::new(),
    }
}
