//! What the user of git could do here: send a hand-off, accept one, a promise, a load or a safeguard.

use std::ops::Range;

use super::{About, How, Idea, raised_at};
use crate::address::Address;
use crate::amend::{Deed, Who};
use crate::check::Raised;
use crate::desk::{Desk, Fault};
use crate::disk;
use crate::git;
use crate::judge::Seen;
use crate::lsp::spot::{self, Thing};
use crate::lsp::view::View;
use crate::plan::record::Record;
use crate::policy::roster::same_person;
use crate::rule::NOT_ACCEPTED;
use crate::source::Source;
use crate::standing::{ALSO_ACCEPTS, HandOffState, record_counts};
use crate::text::list;

/// How many deeds are tried for one request.
const MOST: usize = 8;

/// A deed that is open, with the findings that say so.
pub(super) struct Candidate {
    deed: Deed,
    title: String,
    about: Vec<About>,
    /// Those who have done it: what is open waits for somebody else.
    done_by: Vec<String>,
}

/// What is still to be done about what stands in a range.
pub(super) fn candidates(seen: &Seen<'_>, here: &Range<usize>) -> Vec<Candidate> {
    let mut found: Vec<(String, Option<About>)> = Vec::new();
    let pointed = spot::at(&seen.file.root, here.start).and_then(|spot| spot.thing());
    for one in raised_at(seen, here) {
        found.push((one.finding.at.to_string(), Some(About::finding(seen, one))));
    }
    if let Some(address) = pointed.as_ref().and_then(Thing::address) {
        found.push((address, None));
    }
    let mut candidates: Vec<Candidate> = Vec::new();
    for (address, about) in found {
        let Some((deed, title)) = open(seen, &address) else { continue };
        if let Some(known) = candidates.iter_mut().find(|known| known.title == title) {
            known.about.extend(about);
        } else if candidates.len() < MOST {
            let done_by = accepted_by(seen, &address);
            candidates.push(Candidate { deed, title, about: about.into_iter().collect(), done_by });
        }
    }
    candidates
}

/// What is to be done next with the thing at an address, if it is something that is sent or accepted.
fn open(seen: &Seen<'_>, address: &str) -> Option<(Deed, String)> {
    if let Some(id) = address.strip_prefix("handoffs.") {
        let handoff = id.to_owned();
        return match seen.standing.handoff(id)?.state {
            HandOffState::Missing | HandOffState::Unsent | HandOffState::Returned => {
                Some((Deed::Send { handoff, link: None }, format!("send `{id}`")))
            }
            HandOffState::Sent => Some((Deed::Accept { at: Address::handoff(id) }, format!("accept `{id}`"))),
            HandOffState::Accepted | HandOffState::NotNeeded => None,
        };
    }
    let is_open = |one: &Raised| {
        NOT_ACCEPTED.contains(&one.rule.id) && one.counts() && one.finding.at.as_str() == address
    };
    let incentive = address.strip_prefix("incentives.").and_then(|id| seen.file.plan.incentives.get(id));
    let is_there = incentive.is_none_or(|incentive| incentive.safeguard.is_given());
    let accept = || (Deed::Accept { at: Address::new(address) }, format!("accept `{address}`"));
    (is_there && seen.raised.iter().any(is_open)).then(accept)
}

/// Whose yes to what stands at an address counts: of what is sold before it is built, two stages give theirs.
fn accepted_by(seen: &Seen<'_>, address: &str) -> Vec<String> {
    let promise = address.strip_prefix("promises.").and_then(|id| seen.file.plan.promises.get(id));
    let Some(promise) = promise else { return Vec::new() };
    let kept = promise.accepted.iter().filter_map(|record| Some((record, promise.kept_by.text()?)));
    let also = promise.also_accepted.iter().map(|record| (record, ALSO_ACCEPTS));
    let counts = |(record, stage): &(&Record, &str)| record_counts(seen.policy, Some(record), stage);
    kept.chain(also).filter(counts).filter_map(|(record, _)| Some(record.by.text()?.to_owned())).collect()
}

/// The deeds, as the user of git would do them today.
pub(super) fn ideas(view: &View<'_>, candidates: &[Candidate]) -> Vec<Idea> {
    if candidates.is_empty() {
        return Vec::new();
    }
    let path = &view.document.path;
    let Some(by) = git::user_email(&disk::folder_of(path)).ok().flatten() else { return Vec::new() };
    let who = Who { by, date: view.study.day().to_string() };
    let idea = |candidate: &Candidate| {
        let source = Source::new(disk::shown(path), view.document.text.as_str());
        let prepared = view.study.judging(|judge| {
            let desk = Desk { judge, path: path.clone(), who: who.clone(), force: false, keys: None };
            desk.prepare(&source, &candidate.deed)
        });
        let mut title = format!("{} as {}", candidate.title, who.by);
        let how = match prepared {
            Ok(prepared) if prepared.refusals.is_empty() => {
                if !prepared.falls.is_empty() {
                    let (them, fall) = match prepared.falls.len() {
                        1 => ("sign-off", "falls"),
                        _ => ("sign-offs", "fall"),
                    };
                    title.push_str(&format!(" (the {them} of {} {fall})", list(&prepared.falls, "and")));
                }
                How::Text(prepared.after)
            }
            Ok(prepared) => How::Refused(list(&prepared.reasons(), "and")),
            Err(Fault::Other(error)) => How::Refused(error.what),
            Err(Fault::Unreadable(_)) => {
                How::Refused("mend what is wrong with how the plan is written first".to_owned())
            }
        };
        Idea { title, about: candidate.about.clone(), how }
    };
    let is_done = |one: &&Candidate| one.done_by.iter().any(|by| same_person(by, &who.by));
    candidates.iter().filter(|one| !is_done(one)).map(idea).collect()
}
