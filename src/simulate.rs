//! What a plan would come to if somebody signed, accepted, sent or moved something. Nothing is written.

use std::collections::HashSet;

use jiff::civil::Date;

use crate::address::Address;
use crate::amend::{Deed, Earlier, Signing, Who};
use crate::desk::{Desk, Fault};
use crate::difference::{Difference, Simulation};
use crate::error::Error;
use crate::finding::Level;
use crate::judge::{Judge, Of, Seen};
use crate::plan::promise::Promise;
use crate::plan::sign_off::Decision;
use crate::policy::roster::Right;
use crate::reading::Reading;
use crate::retrace;
use crate::source::Source;
use crate::standing::{
    ALSO_ACCEPTS, HandOffState, Signers, StageStanding, answers_for, record_counts, signing_objection,
};
use crate::verdict::Next;
use crate::yaml::edit::{self, Change, New};

/// Something that is supposed to happen.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Step {
    /// A date of the launch is moved.
    Date {
        /// `internal`, `external` or `baseline`.
        which: String,
        /// To this day.
        to: Date,
    },
    /// A hand-off is made.
    Send(String),
    /// A hand-off is accepted, or what stands at an address.
    Accept(Address),
    /// A stage signs.
    Sign(String),
}

/// Supposes that some things happen, one after the other.
///
/// # Errors
/// When the plan cannot be read, or has nothing that a step could be done to.
pub fn simulate(
    judge: &Judge<'_>,
    path: &std::path::Path,
    source: Source,
    steps: &[Step],
) -> Result<Simulation, Fault> {
    let mut text = source;
    let before = read(judge, path, copy(&text))?;
    let mut simulation = Simulation {
        launch: before.report.launch.clone().unwrap_or_else(|| before.report.path.clone()),
        supposed: Vec::new(),
        against: Vec::new(),
        difference: Difference::default(),
        next: Vec::new(),
        open_now: before.report.roots(Level::Error).count(),
        open: 0,
    };
    for step in steps {
        text = take(judge, path, text, step, &mut simulation)?;
    }
    let after = read(judge, path, text)?;
    simulation.difference = Difference::between(&before, &after);
    simulation.open = after.report.roots(Level::Error).count();
    let could: HashSet<Next> = before.report.next.iter().map(alone).collect();
    simulation.next =
        after.report.next.iter().filter(|next| !could.contains(&alone(next))).cloned().collect();
    Ok(simulation)
}

/// Something to do, whoever has to sign again by it.
fn alone(next: &Next) -> Next {
    Next { again: Vec::new(), ..next.clone() }
}

fn read(judge: &Judge<'_>, path: &std::path::Path, source: Source) -> Result<Reading, Fault> {
    retrace::read(judge, judge.as_of(), Of::Now, path, source).map_err(Fault::Unreadable)
}

fn copy(source: &Source) -> Source {
    Source::new(source.name(), source.text())
}

/// The plan after a step.
fn take(
    judge: &Judge<'_>,
    path: &std::path::Path,
    source: Source,
    step: &Step,
    simulation: &mut Simulation,
) -> Result<Source, Fault> {
    let name = source.name().to_owned();
    let deed = match step {
        Step::Date { which, to } => {
            simulation.supposed.push(format!("dates.{which} is {to}"));
            let at = Address::new("dates").join(which);
            let change = Change::Set { at, value: New::Text(to.to_string()) };
            let edited = edit::apply(&source, &[change]).map_err(|problem| Error::new(problem.message))?;
            return Ok(Source::new(name, edited));
        }
        Step::Send(handoff) => Deed::Send { handoff: handoff.clone(), link: None },
        Step::Accept(at) => Deed::Accept { at: at.clone() },
        Step::Sign(stage) => Deed::Sign(Signing {
            stage: stage.clone(),
            decision: Decision::Go,
            note: None,
            conditions: Vec::new(),
            earlier: Earlier::Stay,
            seal: None,
        }),
    };
    let looked = judge.look(path, copy(&source), |seen| part(seen, step)).map_err(Fault::Unreadable)?;
    let Part { by, told, send_first } = looked?;
    let mut source = source;
    if let Some(handoff) = send_first {
        source = take(judge, path, source, &Step::Send(handoff), simulation)?;
    }
    let desk = Desk {
        judge,
        path: path.to_owned(),
        who: Who { by, date: judge.as_of().to_string() },
        force: true,
        keys: None,
    };
    let prepared = desk.prepare(&source, &deed)?;
    simulation.supposed.push(told);
    simulation.against.extend(prepared.reasons());
    Ok(Source::new(name, prepared.after))
}

/// Who takes a step.
struct Part {
    by: String,
    told: String,
    /// What cannot be accepted before it was sent.
    send_first: Option<String>,
}

fn part(seen: &Seen<'_>, step: &Step) -> Result<Part, Error> {
    let handoff = |id: &str| {
        let known = || seen.standing.handoffs.iter().map(|handoff| handoff.id);
        seen.standing.handoff(id).ok_or_else(|| Error::unknown("hand-off", id, known()))
    };
    let (stage, what, send_first) = match step {
        Step::Sign(stage) => {
            let known = seen.standing.needed_stages().map(|stage| stage.id);
            seen.standing.stage(stage).ok_or_else(|| Error::unknown("stage", stage, known))?;
            (stage.clone(), format!("signs for {stage}"), None)
        }
        Step::Send(id) => (handoff(id)?.from.to_owned(), format!("sends `{id}`"), None),
        Step::Accept(at) => {
            let steps: Vec<&str> = at.steps().collect();
            let (stage, unsent) = match steps.as_slice() {
                ["handoffs", id] => {
                    let handoff = handoff(id)?;
                    (Some(handoff.to), is_to_be_sent(handoff.state).then(|| (*id).to_owned()))
                }
                ["promises" | "loads" | "incentives", _] => (accepts(seen, at), None),
                _ => (None, None),
            };
            let stage = stage.ok_or_else(|| {
                Error::new(format!("`{at}` is nothing that somebody of a stage accepts"))
                    .hint("name a hand-off, or the address of a promise, a load or an incentive")
            })?;
            let named = at.as_str().strip_prefix("handoffs.").unwrap_or(at.as_str());
            (stage.to_owned(), format!("accepts `{named}`"), unsent)
        }
        Step::Date { which, .. } => return Err(Error::new(format!("nobody is asked for `dates.{which}`"))),
    };
    let left = match step {
        Step::Sign(stage) => seen.standing.stage(stage).and_then(|stage| next_signer(seen, stage)),
        _ => None,
    };
    let by = left.map_or_else(|| somebody(seen, &stage), |left| Ok(left.to_owned()))?;
    Ok(Part { told: format!("{by} {what}"), by, send_first })
}

/// Whether a hand-off has to be sent before it is accepted.
fn is_to_be_sent(state: HandOffState) -> bool {
    matches!(state, HandOffState::Missing | HandOffState::Unsent | HandOffState::Returned)
}

/// The stage whose acceptance of a thing is supposed. Of what is sold before it is built, that is the one that
/// keeps it, and finance once that one has accepted.
fn accepts<'s>(seen: &'s Seen<'_>, at: &Address) -> Option<&'s str> {
    let plan = &seen.file.plan;
    let keeper = answers_for(plan, seen.standing, at);
    let promise = at.as_str().strip_prefix("promises.").and_then(|id| plan.promises.get(id));
    let is_kept = |promise: &Promise| {
        keeper.is_some_and(|keeper| record_counts(seen.policy, promise.accepted.as_ref(), keeper))
    };
    let is_asked = || seen.standing.stage(ALSO_ACCEPTS).is_some_and(StageStanding::is_needed);
    match promise {
        Some(promise) if promise.future && is_kept(promise) && is_asked() => Some(ALSO_ACCEPTS),
        _ => keeper,
    }
}

/// Who signs next for a stage for which its owner has signed, and somebody else has to.
fn next_signer<'a>(seen: &Seen<'a>, stage: &StageStanding<'a>) -> Option<&'a str> {
    match Signers::of(stage, seen.policy, seen.facts.as_of) {
        Signers::OneOf(left) => left.first().copied(),
        Signers::Owner | Signers::Incomplete(_) | Signers::ElseThan(_) => None,
    }
}

/// Somebody who may speak for a stage: its owner, or else the first on the roster.
fn somebody(seen: &Seen<'_>, stage: &str) -> Result<String, Error> {
    let on = seen.facts.as_of;
    let owner = seen.standing.stage(stage).and_then(StageStanding::owner);
    if let Some(owner) = owner.filter(|owner| signing_objection(seen.policy, owner, stage, on).is_none()) {
        return Ok(owner.to_owned());
    }
    let roster = seen.policy.roster.as_ref();
    let entitled = roster.map(|roster| roster.entitled(Right::Sign(stage), on)).unwrap_or_default();
    let named = entitled.first().copied().or(owner.filter(|_| roster.is_none()));
    named.map(str::to_owned).ok_or_else(|| {
        let hint = match roster {
            Some(_) => format!("nobody on the roster may sign for {stage} on {on}"),
            None => format!("name who answers for it: `owner: …` under `stages.{stage}`"),
        };
        Error::new(format!("nobody is there to speak for {stage}")).hint(hint)
    })
}
