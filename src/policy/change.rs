//! What a layer says of a stage or of a hand-off, over what the layers below it say.

use crate::named::Named;
use crate::policy::file::{RawHandOff, RawStage};
use crate::policy::{Ask, Gate, HandOffPolicy, Layer, StagePolicy};
use crate::span::Spanned;

pub(super) fn new_stage(layer: &Layer, raw: &RawStage) -> StagePolicy {
    StagePolicy {
        after: Vec::new(),
        gate: Gate::External,
        own_gate: Gate::External,
        asks: Named::default(),
        tiers: None,
        risks: None,
        signatures: 1,
        lead: None,
        commits_to_dates: false,
        assurance: None,
        removed: false,
        origin: layer.origin(raw.span),
    }
}

pub(super) fn changed_stage(mut stage: StagePolicy, layer: &Layer, raw: &RawStage) -> StagePolicy {
    let ids = |list: &Vec<Spanned<String>>| list.iter().map(|id| id.value.clone()).collect::<Vec<_>>();
    if let Some(after) = &raw.after {
        stage.after = ids(after);
    }
    for (id, (ask, span)) in raw.asks.iter() {
        let known = stage.asks.get(id);
        let question = ask.question.as_ref().or(known.map(|known| &known.question));
        let evidence = ask.evidence.or(known.map(|known| known.evidence)).unwrap_or_default();
        let (question, origin) = (question.cloned().unwrap_or_default(), layer.origin(*span));
        stage.asks.set(id, Ask { question, evidence, origin });
    }
    stage.own_gate = raw.gate.unwrap_or(stage.own_gate);
    stage.tiers = changed(raw.tiers.clone(), stage.tiers);
    stage.risks = changed(raw.risks.as_ref().map(ids), stage.risks);
    stage.signatures = raw.signatures.unwrap_or(stage.signatures);
    stage.lead = raw.lead.or(stage.lead);
    stage.commits_to_dates = raw.commits_to_dates.unwrap_or(stage.commits_to_dates);
    stage.assurance = raw.assurance.or(stage.assurance);
    stage
}

/// A list in place of an inherited one. An empty list takes a restriction away: required always.
fn changed<T>(own: Option<Vec<T>>, inherited: Option<Vec<T>>) -> Option<Vec<T>> {
    match own {
        Some(list) if list.is_empty() => None,
        Some(list) => Some(list),
        None => inherited,
    }
}

pub(super) fn new_handoff(id: &str, layer: &Layer, raw: &RawHandOff) -> HandOffPolicy {
    HandOffPolicy {
        from: String::new(),
        to: String::new(),
        what: id.replace('-', " "),
        lead: None,
        tiers: None,
        risks: None,
        removed: false,
        origin: layer.origin(raw.span),
    }
}

pub(super) fn changed_handoff(mut handoff: HandOffPolicy, raw: &RawHandOff) -> HandOffPolicy {
    if let Some(from) = &raw.from {
        handoff.from.clone_from(&from.value);
    }
    if let Some(to) = &raw.to {
        handoff.to.clone_from(&to.value);
    }
    if let Some(what) = &raw.what {
        handoff.what.clone_from(what);
    }
    handoff.lead = raw.lead.or(handoff.lead);
    handoff.tiers = changed(raw.tiers.clone(), handoff.tiers);
    handoff.risks = changed(
        raw.risks.as_ref().map(|list| list.iter().map(|id| id.value.clone()).collect()),
        handoff.risks,
    );
    handoff
}
