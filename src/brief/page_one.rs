//! What page one says beside the verdict: who decides, what blocks, what has to be decided.

use jiff::civil::Date;

use crate::brief::{Blocker, Decider, Decision, Turn};
use crate::finding::Level;
use crate::reading::Reading;
use crate::report::{FindingRow, PlanReport};
use crate::rule::Ctx;

/// The rules whose findings ask for a decision: no work makes them go away by itself.
const DECIDED: [&str; 11] = [
    "blackout-date",
    "colliding-promise",
    "declined-sign-off",
    "expired-waiver",
    "external-before-internal",
    "missing-date",
    "overdue-condition",
    "overloaded-stage",
    "unanswered-risk",
    "unentitled-waiver",
    "unreachable-date",
];

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

/// The errors that follow from no other, the latest first, then those that most follows from.
pub(super) fn blockers(reading: &Reading, as_of: Date) -> Vec<Blocker> {
    let report = &reading.report;
    let roots = report
        .findings
        .iter()
        .filter(|one| one.counts() && one.level == Level::Error && one.follows_from.is_none());
    let mut found: Vec<Blocker> = roots.map(|one| blocker(reading, one, as_of)).collect();
    found.sort_by_key(|one| std::cmp::Reverse((one.days_late, one.follow)));
    found
}

fn blocker(reading: &Reading, finding: &FindingRow, as_of: Date) -> Blocker {
    let report = &reading.report;
    let follows = |one: &&FindingRow| {
        let root = one.follows_from.as_ref();
        one.counts() && root.is_some_and(|(rule, at)| *rule == finding.rule.id && *at == finding.at)
    };
    let (due, turn) = due(report, &finding.at);
    let late = |due: Date| match due < as_of {
        true => reading.calendar.working_days(due, as_of),
        false => 0,
    };
    Blocker {
        rule: finding.rule.id,
        at: finding.at.clone(),
        message: finding.message.clone(),
        help: finding.help.clone(),
        owner: finding.owner.clone(),
        turn,
        due,
        days_late: due.map(late),
        follow: report.findings.iter().filter(follows).count(),
    }
}

/// The last day for what is at an address, and the stage whose turn it is.
fn due(report: &PlanReport, at: &str) -> (Option<Date>, Option<String>) {
    let mut steps = at.split('.');
    match (steps.next(), steps.next()) {
        (Some("handoffs"), Some(id)) => {
            let handoff = report.handoffs.iter().find(|handoff| handoff.id == id);
            handoff.map_or((None, None), |handoff| (handoff.due, handoff.turn.clone()))
        }
        (Some("stages"), Some(id)) => {
            let condition = report.conditions.iter().find(|condition| condition.at == at);
            let stage = report.stages.iter().find(|stage| stage.id == id);
            let due = condition.map_or_else(|| stage.and_then(|stage| stage.due), |condition| condition.due);
            (due, stage.map(|stage| stage.id.clone()))
        }
        _ => (None, None),
    }
}

/// What somebody has to decide: the findings that ask for it, and what ends soon.
pub(super) fn decisions(reading: &Reading, decides: &[Decider]) -> Vec<Decision> {
    let report = &reading.report;
    let decider = || decides.iter().find_map(|decider| decider.owner.clone());
    let asked = report.findings.iter().filter(|one| one.counts() && DECIDED.contains(&one.rule.id));
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
