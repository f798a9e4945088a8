//! `--format json`: stable and versioned. The wire types are its own, so that nothing inside can
//! change what other tools read; the schema of the output is made from them.

mod schema;
pub(super) mod wire;

use std::iter;

use serde::ser::Error as _;

use crate::digest::TextsDigest;
use crate::facts;
use crate::policy::AssuranceLevel;
use crate::render::document::{SCHEMA, TOOL};
use crate::render::pretty::{pretty, pretty_at};
use crate::render::{Pieces, pieces};
use crate::report::{self, FindingRow, HandOffRow, PlanReport, Report, StageRow};
use crate::verdict::Verdict;
use wire::{Change, Document, Fallen, Finding, HandOff, Plan, PolicyFrom, Root, Since, Stage};

pub use schema::schema;

/// The report as one JSON document.
///
/// # Errors
/// Never in practice: every value is text, a number or a list of these.
pub fn render(report: &Report) -> serde_json::Result<Pieces<'_>> {
    let frame = Document {
        schema: SCHEMA,
        tool: TOOL,
        as_of: report.as_of.to_string(),
        verdict: report.verdict.map(Verdict::word),
        strict: report.strict,
        plans: Vec::new(),
        collisions: report.collisions.iter().map(Into::into).collect(),
    };
    let frame = pretty(&frame, 0)?;
    if report.plans.is_empty() {
        return Ok(Box::new(iter::once(Ok(frame))));
    }
    // What stands before it is single values, none of them a plan's words.
    let (head, tail) =
        frame.split_once("\"plans\": []").ok_or_else(|| serde_json::Error::custom("no place for plans"))?;
    let [head, tail] =
        [format!("{head}\"plans\": ["), format!("\n  ]{tail}")].map(|text| iter::once(Ok(text)));
    let between = iter::once("").chain(iter::repeat(","));
    let rendered = pieces(between.zip(&report.plans).collect(), |(between, one)| {
        Ok(format!("{between}\n    {}", pretty_at(&plan(one), 2, 8192)?))
    });
    Ok(Box::new(head.chain(rendered).chain(tail)))
}

fn plan(plan: &PlanReport) -> Plan<'_> {
    let weakest = plan.weakest.as_ref().map(|weakest| weakest.stage.as_str());
    Plan {
        path: &plan.path,
        launch: plan.launch.as_deref(),
        gate: plan.gate.word(),
        date: plan.date.map(|date| date.to_string()),
        verdict: plan.verdict.map(Verdict::word),
        policy: Some(plan.policy.as_str()).filter(|policy| !policy.is_empty()),
        policy_digest: plan.policy_digest.as_ref().map(TextsDigest::get),
        since: plan.since.as_ref().map(since),
        policy_from: plan.policy_from.as_ref().map(|from| PolicyFrom {
            revision: &from.revision,
            commit: &from.commit,
            changed: from.changed,
        }),
        unused_policy: plan.unused_policy.as_deref(),
        errors: plan.errors.iter().map(Into::into).collect(),
        stages: plan.stages.iter().map(|row| stage(row, weakest)).collect(),
        handoffs: plan.handoffs.iter().map(handoff).collect(),
        findings: plan.findings.iter().map(finding).collect(),
        weakest,
        next: plan.next.iter().map(Into::into).collect(),
        conditions: plan.conditions.iter().map(Into::into).collect(),
        waivers: plan.waivers.iter().map(Into::into).collect(),
        not_checked: &plan.not_checked,
    }
}

fn since(since: &report::Since) -> Since<'_> {
    let compared = since.fallen.as_ref();
    let why = compared.map_or_else(Some, |compared| compared.policy.as_ref().err());
    Since {
        revision: &since.revision,
        commit: compared.ok().map(|compared| compared.commit.as_str()),
        why: why.map(String::as_str),
        fallen: compared.into_iter().flat_map(|compared| &compared.fallen).map(self::fallen).collect(),
    }
}

fn fallen(known: &facts::Fallen) -> Fallen<'_> {
    Fallen {
        stage: &known.stage,
        by: &known.by,
        sealed: known.is_sealed,
        changes: known.changes.iter().map(change).collect(),
    }
}

fn change(change: &facts::Change) -> Change<'_> {
    Change { at: change.at.as_str(), was: change.was.as_deref(), is: change.is.as_deref() }
}

fn stage<'a>(row: &'a StageRow, weakest: Option<&str>) -> Stage<'a> {
    Stage {
        id: &row.id,
        state: row.state.word(),
        gate: row.gate.word(),
        owner: row.owner.as_deref(),
        by: row.by(),
        date: row.date.map(|date| date.to_string()),
        assurance: row.assurance.map(AssuranceLevel::word),
        due: row.due.map(|due| due.to_string()),
        met: row.met,
        of: row.of,
        weakest: weakest == Some(row.id.as_str()),
    }
}

fn handoff(row: &HandOffRow) -> HandOff<'_> {
    HandOff {
        id: &row.id,
        from: &row.from,
        to: &row.to,
        what: &row.what,
        state: row.state.word(),
        due: row.due.map(|due| due.to_string()),
        days_late: row.days_late,
        turn: row.turn.as_deref(),
    }
}

fn finding(row: &FindingRow) -> Finding<'_> {
    Finding {
        rule: row.rule.id,
        level: row.level.word(),
        breakdown: row.rule.breakdown.word(),
        at: &row.at,
        message: &row.message,
        help: &row.help,
        owner: row.owner.as_deref(),
        line: row.place.start.line,
        column: row.place.start.column,
        end_line: row.place.end.line,
        end_column: row.place.end.column,
        follows_from: row.follows_from.as_ref().map(|(rule, at)| Root { rule, at }),
        waived_by: row.waived_by.as_deref(),
        covered_by: row.covered_by.as_deref(),
        customer_loses: row.rule.customer_loses(),
        organisation_loses: row.rule.organisation_loses(),
    }
}
