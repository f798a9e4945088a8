//! What keeps a deed from being done now.

use super::compared::{OF_A_STAGE, OF_THE_CUSTOMER};
use super::{Refusal, conditions, handoffs, whose};
use crate::address::Address;
use crate::amend::{self, Called, Deed, Who};
use crate::check::Raised;
use crate::error::Error;
use crate::finding::Level;
use crate::judge::Seen;
use crate::moment;
use crate::plan::sign_off::Decision;
use crate::policy::roster::same_person;
use crate::readiness::{self, Kind};
use crate::rule::NOT_ACCEPTED;
use crate::standing::{HandOffState, StageStanding, StageState, accepted_beside};
use crate::text;

/// What keeps a deed from being done now, as far as the plan shows it before.
pub(super) fn refusals(who: &Who, seen: &Seen<'_>, deed: &Deed) -> Result<Vec<Refusal>, Error> {
    let others = others(who, seen, deed)?.into_iter().map(Refusal::from);
    Ok(whose::not_theirs(who, seen, deed).into_iter().chain(others).collect())
}

/// What speaks against it beside whose it is.
fn others(who: &Who, seen: &Seen<'_>, deed: &Deed) -> Result<Vec<String>, Error> {
    let mut found = Vec::new();
    if matches!(deed, Deed::Return { .. } | Deed::Meet { .. }) {
        found.extend(still_to_come(who, seen));
    }
    match deed {
        Deed::Sign(signing) => {
            let stage = stage(seen, &signing.stage)?;
            if signing.decision != Decision::NoGo {
                let known = amend::earlier(&seen.file.plan, seen.standing, who, stage.id);
                let kept = amend::kept(&known, signing);
                let covered = |at: &Address| {
                    let asked = signing.conditions.iter().flat_map(|asked| &asked.covers);
                    let mut kept = kept.iter().flat_map(|(_, condition)| &condition.covers);
                    asked.into_iter().any(|cover| at.is_within(&Address::new(cover.as_str())))
                        || kept.any(|cover| at.is_within(&cover.value))
                };
                found.extend(said_otherwise(who, seen, stage.id));
                found.extend(conditions::not_to_drop(who, seen, signing));
                found.extend(unsigned_before(seen, stage));
                found.extend(open_points(seen, stage, &|at| covered(at)));
                found.extend(unproven(seen, stage));
                found.extend(unaccepted_beside(seen, stage));
            }
        }
        Deed::Unsign { stage: id } => {
            stage(seen, id)?;
        }
        Deed::Meet { condition, evidence } => {
            stage(seen, &condition.stage)?;
            found.extend(not_to_meet(who, seen, condition, evidence.as_deref()));
        }
        Deed::Send { handoff, .. } => found.extend(handoffs::not_to_send(who, seen, handoff)?),
        Deed::Return { handoff, .. } => found.extend(handoffs::not_to_return(who, seen, handoff)?),
        Deed::Accept { at } => {
            if let Some(id) = at.as_str().strip_prefix("handoffs.") {
                found.extend(handoffs::not_to_accept(who, seen, id)?);
            }
        }
        Deed::Waive { rule, at, .. } => {
            let is_there = |one: &&Raised| one.rule.id == rule && one.finding.at == *at;
            if !seen.raised.iter().any(|one| is_there(&one)) {
                let here = seen.raised.iter().filter(|one| one.rule.id == rule || one.finding.at == *at);
                let here: Vec<String> =
                    here.take(5).map(|one| format!("`{} {}`", one.rule.id, one.finding.at)).collect();
                let there = if here.is_empty() {
                    String::new()
                } else {
                    format!("; there is {}", text::list(&here, "and"))
                };
                found.push(format!("the check does not find `{rule}` at `{at}`{there}"));
            }
        }
    }
    Ok(found)
}

/// What no rule says of these deeds: the day they are done on is still to come.
fn still_to_come(who: &Who, seen: &Seen<'_>) -> Option<String> {
    let today = seen.facts.as_of;
    let day = moment::parse(&who.date).ok()?.date;
    (day > today).then(|| format!("{} is still to come: today is {today}", who.date))
}

/// What stays open beside a sign-off, and does not keep it from being given.
pub(super) fn still_open(seen: &Seen<'_>, deed: &Deed) -> Vec<String> {
    let Deed::Sign(signing) = deed else { return Vec::new() };
    let Some(stage) = seen.standing.stage(&signing.stage) else { return Vec::new() };
    let readiness = readiness::readiness(&seen.ctx(), stage);
    let sent = readiness.items.iter().filter(|item| item.kind == Kind::Sent);
    let sent = sent.filter_map(|item| Some(item.open.as_ref()?.todo.clone()));
    sent.chain(unanswered(seen, stage)).collect()
}

/// What the plan does not say yet of a stage: its owner, its impact and whatever else is still a placeholder.
fn unanswered(seen: &Seen<'_>, stage: &StageStanding<'_>) -> Vec<String> {
    let is_its = |at: &Address| at.is_within(&stage.at()) && !at.is_within(&stage.at().join("sign_off"));
    let open = seen.raised.iter().filter(|one| one.counts() && one.follows_from.is_none());
    let open = open.filter(|one| OF_A_STAGE.contains(&one.rule.id) && is_its(&one.finding.at));
    open.map(|one| one.finding.todo.clone()).collect()
}

fn stage<'s>(seen: &'s Seen<'_>, id: &str) -> Result<&'s StageStanding<'s>, Error> {
    let known = seen.standing.stages.iter().map(|stage| stage.id);
    seen.standing.stage(id).filter(|stage| stage.is_needed()).ok_or_else(|| match seen.standing.stage(id) {
        Some(_) => Error::new(format!("this launch does not need {id}")),
        None => Error::unknown("stage", id, known),
    })
}

/// Why somebody should not call a condition met.
fn not_to_meet(who: &Who, seen: &Seen<'_>, called: &Called, evidence: Option<&str>) -> Vec<String> {
    let condition = &called.id;
    let Ok(sign_off) = amend::under(&seen.file.plan, who, called) else { return Vec::new() };
    let Some(known) = sign_off.conditions.get(condition) else { return Vec::new() };
    let mut found = Vec::new();
    let is_shown = !seen.facts.dangling.contains(&sign_off.condition_at(condition).join("met"));
    match known.met.text() {
        Some(met) if is_shown => found.push(format!("`{condition}` is met already: {met}")),
        Some(met) if evidence.is_none() => found.push(format!(
            "`{condition}` is met already, but `{met}` does not exist: add it, or name what shows it by `--evidence`"
        )),
        _ => {}
    }
    let day = moment::parse(&who.date).ok().map(|moment| moment.date);
    if let Some((day, signed)) = day.zip(sign_off.date.get()).filter(|(day, signed)| *day < signed.date) {
        found.push(format!("{day} is before {signed}, when `{condition}` was asked for"));
    }
    found
}

/// What somebody else said where one sign-off is enough, and nobody else takes back: a no, or open conditions.
fn said_otherwise(who: &Who, seen: &Seen<'_>, stage: &str) -> Option<String> {
    let other = amend::others(&seen.file.plan, seen.policy, who, stage).filter(|one| amend::is_kept(one))?;
    let by = other.by.text()?;
    let open: Vec<&str> = other.open_conditions().map(|(id, _)| id).collect();
    let said = match other.decision == Decision::NoGo {
        true => "said no-go".to_owned(),
        false => format!("signed under open conditions ({})", text::list(&open, "and")),
    };
    let on = other.date.get().map(|date| format!(" on {date}")).unwrap_or_default();
    let why = other.note.as_ref().map(|note| format!(": {note}")).unwrap_or_default();
    Some(format!("{by} {said} for {stage}{on}{why}; only {by} takes that back, by `sign` or `unsign`"))
}

/// What a deed takes the place of, if it is somebody else's.
pub(super) fn replaces(who: &Who, seen: &Seen<'_>, deed: &Deed) -> Option<String> {
    let plan = &seen.file.plan;
    let (what, (by, date)) = match deed {
        Deed::Sign(signing) => {
            let other = amend::others(plan, seen.policy, who, &signing.stage)?;
            let other = Some(other).filter(|other| !amend::is_kept(other))?;
            ("sign-off", (other.by.text()?, *other.date.get()?))
        }
        Deed::Accept { at } => ("acceptance", amend::accepted(plan, seen.policy, who, at)?.signed()?),
        Deed::Send { handoff, .. } => {
            let known = seen.standing.handoff(handoff)?;
            let is_answered = known.state == HandOffState::Returned;
            ("sending", known.plan.filter(|_| !is_answered)?.sent.as_ref()?.signed()?)
        }
        _ => return None,
    };
    (!same_person(by, &who.by)).then(|| format!("it takes the place of {by}'s {what} of {date}"))
}

/// The stages before one that have to sign first.
fn unsigned_before(seen: &Seen<'_>, stage: &StageStanding<'_>) -> Vec<String> {
    let before = stage.awaits.iter().filter_map(|id| seen.standing.stage(id));
    let stands = |state: StageState| match state {
        StageState::Ready | StageState::Waiting => "has not signed yet".to_owned(),
        other => format!("is {}", other.word()),
    };
    before
        .map(|other| format!("{} comes first, and {}", seen.ctx().named(other.id), stands(other.state)))
        .collect()
}

/// What others have to accept first of what a sign-off covers: their yes would make it fall.
fn unaccepted_beside(seen: &Seen<'_>, stage: &StageStanding<'_>) -> Vec<String> {
    let ctx = seen.ctx();
    let readiness = readiness::readiness(&ctx, stage);
    let told_already = |at: &Address| readiness.open().any(|open| open.at == *at);
    let is_open =
        |one: &&Raised| NOT_ACCEPTED.contains(&one.rule.id) && one.level == Level::Error && one.counts();
    let told = |at: Address| {
        let one = seen.raised.iter().filter(is_open).find(|one| one.finding.at == at)?;
        let who = one.finding.owner.as_deref().unwrap_or("somebody");
        Some(format!("{who} has to accept `{at}` first: this sign-off covers that, and would fall by it"))
    };
    accepted_beside(ctx.plan, stage.id).filter(|at| !told_already(at)).filter_map(told).collect()
}

/// What customers need and nothing shows: that is what the customer stage signs for.
fn unproven(seen: &Seen<'_>, stage: &StageStanding<'_>) -> Vec<String> {
    let (id, rule) = OF_THE_CUSTOMER;
    let is_open =
        |one: &&Raised| stage.id == id && one.rule.id == rule && one.level == Level::Error && one.counts();
    let open = seen.raised.iter().filter(is_open);
    open.map(|one| format!("open: {}: {}", one.finding.message, one.finding.todo)).collect()
}

/// What a stage still has to settle before it may sign.
fn open_points(
    seen: &Seen<'_>,
    stage: &StageStanding<'_>,
    covered: &dyn Fn(&Address) -> bool,
) -> Vec<String> {
    let readiness = readiness::readiness(&seen.ctx(), stage);
    // What the sign-off covers in whose place this one comes, it covers no longer.
    let covered_by_others =
        |one: &Raised| one.covered_by.as_ref().is_some_and(|condition| !condition.is_within(&stage.at()));
    let waived = |at: &Address| {
        let mut here = seen.raised.iter().filter(|one| one.finding.at == *at).peekable();
        here.peek().is_some() && here.all(|one| one.waived_by.is_some() || covered_by_others(one))
    };
    let blocks = |kind| matches!(kind, Kind::Ask | Kind::Received | Kind::Kept);
    let open = readiness.items.iter().filter(|item| blocks(item.kind)).filter_map(|item| item.open.as_ref());
    open.filter(|open| !covered(&open.at) && !waived(&open.at))
        .map(|open| format!("open: {}", open.todo))
        .collect()
}
