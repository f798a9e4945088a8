//! What the pages behind the first show, cut out of the plan.

use crate::brief::{AnswerRow, Answered, EvidenceRow, Fit, InformedRow, LoadRow, NeedRow, PromiseRow};
use crate::plan::load::Load;
use crate::plan::need::Evidence;
use crate::plan::record::Record;
use crate::plan::stage::Answer;
use crate::quantity::Quantity;
use crate::read::Given;
use crate::readiness::{self, Shares, Together};
use crate::rule::Ctx;

fn text(given: &Given<String>) -> Option<String> {
    given.text().map(str::to_owned)
}

/// Who accepted, and when; only somebody who may for that stage.
fn accepted(ctx: &Ctx<'_>, record: Option<&Record>, stage: &Given<String>) -> Option<String> {
    let record = record.filter(|record| ctx.counts(Some(record), stage.text().unwrap_or_default()))?;
    let (by, date) = record.signed()?;
    Some(format!("{by} on {date}"))
}

pub(super) fn needs(ctx: &Ctx<'_>) -> Vec<NeedRow> {
    let evidence = |evidence: &Evidence| EvidenceRow {
        from: text(&evidence.from),
        count: evidence.count.get().copied(),
        date: evidence.date.get().map(|moment| moment.date),
        link: text(&evidence.link),
        proves: evidence.proves(),
    };
    let needs = ctx.plan.needs.iter();
    needs
        .map(|(id, need)| NeedRow {
            id: id.to_owned(),
            need: text(&need.need),
            evidence: need.evidence.iter().map(evidence).collect(),
            answer: text(&need.answer),
            declined: text(&need.declined),
        })
        .collect()
}

pub(super) fn promises(ctx: &Ctx<'_>) -> Vec<PromiseRow> {
    let promises = ctx.plan.promises.iter();
    promises
        .map(|(id, promise)| PromiseRow {
            id: id.to_owned(),
            claim: text(&promise.claim),
            made_by: text(&promise.made_by),
            kept_by: text(&promise.kept_by),
            seen_in: promise.seen_in.iter().filter_map(text).collect(),
            promised: promise.promised.get().map(ToString::to_string),
            committed: promise.committed.get().map(ToString::to_string),
            accepted: accepted(ctx, promise.accepted.as_ref(), &promise.kept_by),
            future: promise.future,
            fit: Fit::of((promise.committed.get(), "committed"), (promise.promised.get(), "promised")),
        })
        .collect()
}

pub(super) fn loads(ctx: &Ctx<'_>) -> Vec<LoadRow> {
    let (shares, loads) = (Shares::of(ctx), ctx.plan.loads.iter());
    loads
        .map(|(id, load)| {
            let capacity = readiness::capacity(ctx.policy, load);
            let (together, fit) = fit_of(shares.together(load), load, capacity);
            LoadRow {
                id: id.to_owned(),
                from: text(&load.from),
                to: text(&load.to),
                forecast: load.forecast.get().map(ToString::to_string),
                capacity: capacity.map(ToString::to_string),
                draws_on: text(&load.draws_on),
                accepted: accepted(ctx, load.accepted.as_ref(), &load.to),
                together,
                fit,
            }
        })
        .collect()
}

/// How a load fits, with the others on the same capacity where there are some.
fn fit_of(together: Option<&Together>, load: &Load, capacity: Option<&Quantity>) -> (Option<String>, Fit) {
    let of = |expected: Option<&Quantity>| Fit::of((expected, "expected"), (capacity, "carried at most"));
    match together {
        None => (None, of(load.forecast.get())),
        Some(Together { sum: Ok(sum), names }) => (Some(names.clone()), of(Some(sum))),
        Some(Together { sum: Err(why), names }) => (Some(names.clone()), Fit::Unknown(why.to_string())),
    }
}

pub(super) fn informed(ctx: &Ctx<'_>) -> Vec<InformedRow> {
    let audiences = ctx.plan.informed.iter();
    audiences
        .map(|(id, audience)| InformedRow {
            id: id.to_owned(),
            who: text(&audience.who),
            date: audience.date.get().map(|moment| moment.date),
            how: text(&audience.how),
            done: text(&audience.done),
        })
        .collect()
}

pub(super) fn answers(ctx: &Ctx<'_>) -> Vec<AnswerRow> {
    let stages = ctx.standing.needed_stages();
    stages
        .flat_map(|stage| {
            readiness::asks(stage).map(move |(ask, question, _)| AnswerRow {
                stage: stage.id.to_owned(),
                ask: ask.to_owned(),
                question: question.map(str::to_owned),
                answer: match stage.plan.and_then(|plan| plan.asks.get(ask)) {
                    None | Some(Answer::Open | Answer::Placeholder) => Answered::Open,
                    Some(Answer::Claimed) => Answered::Claimed,
                    Some(Answer::Proven(shown)) => Answered::Proven(shown.clone()),
                    Some(Answer::NotNeeded(why)) => Answered::NotNeeded(why.clone()),
                },
            })
        })
        .collect()
}
