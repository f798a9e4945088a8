//! What keeps a deed from being done now.

use crate::address::Address;
use crate::amend::{self, Deed, Who};
use crate::check::Raised;
use crate::error::Error;
use crate::judge::Seen;
use crate::moment;
use crate::plan::sign_off::Decision;
use crate::readiness::{self, Kind};
use crate::standing::{StageStanding, answers_for};
use crate::text;

/// What keeps a deed from being done now, as far as the plan shows it before.
pub(super) fn refusals(who: &Who, seen: &Seen<'_>, deed: &Deed) -> Result<Vec<String>, Error> {
    let plan = &seen.file.plan;
    let theirs = |stage: &str| amend::objection(plan, seen.policy, who, stage);
    let handoff = |id: &str| {
        seen.standing
            .handoff(id)
            .ok_or_else(|| Error::unknown("hand-off", id, seen.standing.handoffs.iter().map(|one| one.id)))
    };
    let mut found = Vec::new();
    if matches!(deed, Deed::Return { .. } | Deed::Meet { .. }) {
        found.extend(still_to_come(who, seen));
    }
    match deed {
        Deed::Sign(signing) => {
            let stage = stage(seen, &signing.stage)?;
            found.extend(theirs(&signing.stage));
            if signing.decision != Decision::NoGo {
                let covered = |at: &Address| {
                    let covers = signing.conditions.iter().flat_map(|asked| &asked.covers);
                    covers.into_iter().any(|cover| at.is_within(&Address::new(cover.as_str())))
                };
                found.extend(unsigned_before(seen, stage));
                found.extend(open_points(seen, stage, &|at| covered(at)));
            }
        }
        Deed::Unsign { stage: id } | Deed::Meet { stage: id, .. } => {
            stage(seen, id)?;
        }
        Deed::Send { handoff: id, .. } => {
            let known = handoff(id)?;
            found.extend(theirs(known.from).filter(|_| seen.policy.roster.is_none()));
        }
        Deed::Return { handoff: id, .. } => {
            let known = handoff(id)?;
            found.extend(theirs(known.to));
            if known.plan.and_then(|plan| plan.sent.as_ref()).is_none() {
                found.push(format!("nobody has sent `{id}` yet"));
            }
        }
        Deed::Accept { at } => {
            let steps: Vec<&str> = at.steps().collect();
            match steps.as_slice() {
                ["handoffs", id] => {
                    let known = handoff(id)?;
                    found.extend(theirs(known.to));
                    if known.plan.and_then(|plan| plan.sent.as_ref()).is_none() {
                        found.push(format!("{} has not sent `{id}` yet", known.from));
                    }
                }
                _ if seen.policy.roster.is_none() => {
                    let accepted = amend::acceptance(plan, seen.policy, who, at);
                    found.extend(answers_for(plan, seen.standing, &accepted).and_then(theirs));
                }
                _ => {}
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
    sent.filter_map(|item| Some(item.open.as_ref()?.todo.clone())).collect()
}

fn stage<'s>(seen: &'s Seen<'_>, id: &str) -> Result<&'s StageStanding<'s>, Error> {
    let known = seen.standing.stages.iter().map(|stage| stage.id);
    seen.standing.stage(id).filter(|stage| stage.is_needed()).ok_or_else(|| match seen.standing.stage(id) {
        Some(_) => Error::new(format!("this launch does not need {id}")),
        None => Error::unknown("stage", id, known),
    })
}

/// The stages before one that have not signed.
fn unsigned_before(seen: &Seen<'_>, stage: &StageStanding<'_>) -> Vec<String> {
    let before = stage.before.iter().filter_map(|id| seen.standing.stage(id));
    let unsigned = before.filter(|other| !other.lets_pass());
    unsigned
        .map(|other| format!("{} comes first, and is {}", seen.ctx().named(other.id), other.state.word()))
        .collect()
}

/// What a stage still has to settle before it may sign.
fn open_points(
    seen: &Seen<'_>,
    stage: &StageStanding<'_>,
    covered: &dyn Fn(&Address) -> bool,
) -> Vec<String> {
    let readiness = readiness::readiness(&seen.ctx(), stage);
    let waived = |at: &Address| {
        let mut here = seen.raised.iter().filter(|one| one.finding.at == *at).peekable();
        here.peek().is_some() && here.all(|one| !one.counts())
    };
    let blocks = |kind| matches!(kind, Kind::Ask | Kind::Received | Kind::Kept);
    let open = readiness.items.iter().filter(|item| blocks(item.kind)).filter_map(|item| item.open.as_ref());
    open.filter(|open| !covered(&open.at) && !waived(&open.at))
        .map(|open| format!("open: {}", open.todo))
        .collect()
}
