//! What page one says beside the verdict: who decides, what blocks, what has to be decided.

use crate::brief::{Decision, Turn};
use crate::check::{Raised, check, weighed};
use crate::forecast::{self, Forecast, GateForecast, Outcome};
use crate::plan::PlanFile;
use crate::policy::Gate;
use crate::reading::Reading;
use crate::report::{Index, PlanReport};
use crate::rule::{Ctx, Mark};
use crate::rules::RULES;

/// Names the policy by its file alone: the page says the same in whatever folder it is made.
pub(super) fn name_the_policy(report: &mut PlanReport) {
    let Some((_, file)) = report.policy.rsplit_once('/') else { return };
    let (long, short) = (report.policy.clone(), file.to_owned());
    let texts = report.findings.iter_mut().flat_map(|one| [&mut one.message, &mut one.help]);
    for text in texts.chain(&mut report.not_checked).filter(|text| text.contains(&long)) {
        *text = text.replace(&long, &short);
    }
    report.policy = short;
}

pub(super) fn names(ctx: &Ctx<'_>) -> Vec<(String, String)> {
    let people = ctx.policy.roster.iter().flat_map(|roster| &roster.people);
    people.filter_map(|person| Some((person.id.clone(), person.name.clone()?))).collect()
}

pub(super) fn order(ctx: &Ctx<'_>) -> Vec<Turn> {
    let turn = |stage: &crate::standing::StageStanding<'_>| Turn {
        stage: stage.id.to_owned(),
        after: stage.before.iter().map(|id| (*id).to_owned()).collect(),
    };
    ctx.standing.needed_stages().map(turn).collect()
}

/// The forecast of both gates. For the internal one the plan was not held against all that the external one
/// asks for; a forecast of both is.
pub(super) fn forecast(ctx: &Ctx<'_>, file: &PlanFile, raised: &[Raised], gate: Gate) -> Forecast {
    let name = file.source.name();
    match gate {
        Gate::External => forecast::forecast(name, ctx, raised, None),
        Gate::Internal => {
            let rules = weighed(RULES, ctx.policy);
            let raised = check(&rules, file, ctx.policy, ctx.facts, ctx.standing, Gate::External);
            forecast::forecast(name, ctx, &raised, None)
        }
    }
}

/// What somebody has to decide: the findings that ask for it, a date that the forecast misses, and what ends
/// soon.
pub(super) fn decisions(ctx: &Ctx<'_>, reading: &Reading, forecast: &Forecast) -> Vec<Decision> {
    let report = &reading.report;
    let index = Index::of(report);
    let decider = || report.decides.iter().find_map(|decider| decider.owner.clone());
    let asked = report.findings.iter().filter(|one| one.counts() && one.rule.is(Mark::Decision));
    let asked = asked.map(|one| Decision {
        at: one.at.clone(),
        why: one.message.clone(),
        choice: one.help.clone(),
        who: one.owner.clone().or_else(decider),
        by: index.due(one).0,
    });
    let asked: Vec<Decision> = asked.collect();
    let gates = forecast.gates.iter().filter(|one| one.gate <= report.gate);
    let missed = gates.filter_map(missed).filter(|one| asked.iter().all(|known| known.at != one.at));
    let missed: Vec<Decision> = missed
        .map(|one| Decision { who: ctx.launch_owner().map(str::to_owned).or_else(decider), ..one })
        .collect();
    let waivers = report.waivers.iter().filter_map(|waiver| {
        let (until, gate) = waiver.until.zip(report.date).filter(|(until, gate)| until < gate)?;
        Some(Decision {
            at: format!("waivers.{}", waiver.id),
            why: format!(
                "the waiver of {} at {} ends on {until}, before the gate on {gate}",
                waiver.rule, waiver.at
            ),
            choice: "have it mended by then, or waive it anew".to_owned(),
            who: Some(waiver.by.clone()).filter(|by| !by.is_empty()).or_else(decider),
            by: Some(until),
        })
    });
    asked.into_iter().chain(missed).chain(waivers).collect()
}

/// A date that lead times leave no way to meet, whatever the verdict is: somebody has to move it, or say so.
fn missed(gate: &GateForecast) -> Option<Decision> {
    let is_missed = matches!(gate.outcome, Outcome::Moves { .. } | Outcome::NoDay);
    let (planned, word) = (gate.planned.filter(|_| is_missed)?, gate.gate.word());
    Some(Decision {
        at: format!("dates.{word}"),
        why: format!("the {word} date {planned} is missed: {}", gate.at_the_earliest()),
        choice: format!("move `dates.{word}`, or agree on less time"),
        who: None,
        by: Some(planned),
    })
}
