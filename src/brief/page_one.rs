//! What page one says beside the verdict: who decides, what blocks, what has to be decided.

use crate::brief::{Decider, Decision, Turn};
use crate::reading::Reading;
use crate::report::PlanReport;
use crate::rule::{Ctx, Mark};

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

pub(super) fn deciders(ctx: &Ctx<'_>) -> Vec<Decider> {
    let last = ctx.standing.needed_stages().filter(|stage| stage.is_last);
    last.map(|stage| Decider { stage: stage.id.to_owned(), owner: stage.owner().map(str::to_owned) })
        .collect()
}

pub(super) fn order(ctx: &Ctx<'_>) -> Vec<Turn> {
    let turn = |stage: &crate::standing::StageStanding<'_>| Turn {
        stage: stage.id.to_owned(),
        after: stage.before.iter().map(|id| (*id).to_owned()).collect(),
    };
    ctx.standing.needed_stages().map(turn).collect()
}

/// What somebody has to decide: the findings that ask for it, and what ends soon.
pub(super) fn decisions(reading: &Reading, decides: &[Decider]) -> Vec<Decision> {
    let report = &reading.report;
    let decider = || decides.iter().find_map(|decider| decider.owner.clone());
    let asked = report.findings.iter().filter(|one| one.counts() && one.rule.is(Mark::Decision));
    let asked = asked.map(|one| Decision {
        at: one.at.clone(),
        why: one.message.clone(),
        choice: one.help.clone(),
        who: one.owner.clone().or_else(decider),
        by: report.date,
    });
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
    asked.chain(waivers).collect()
}
