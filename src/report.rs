//! Everything a renderer may see. A report holds no plan and no source: what it shows was cut out.

use jiff::civil::Date;

use crate::check::Raised;
use crate::facts::Facts;
use crate::finding::{Finding, Level, Part};
use crate::plan::sign_off::Condition;
use crate::plan::{Kind, PlanFile};
use crate::policy::{Gate, Policy};
use crate::portfolio::Collision;
use crate::readiness::{self, Readiness};
use crate::rule::{Ctx, Rule};
use crate::source::{Excerpt, Located, Place};
use crate::span::Span;
use crate::standing::{HandOffState, StageState, Standing};
use crate::verdict::{self, Next, Verdict};

/// What a check answers.
#[derive(Clone, Debug)]
pub struct Report {
    /// The day the plans were judged for.
    pub as_of: Date,
    /// The worst of their verdicts; none when one of them has none.
    pub verdict: Option<Verdict>,
    /// Each plan, in the order they were named.
    pub plans: Vec<PlanReport>,
    /// What happens between them.
    pub collisions: Vec<Collision>,
}

/// What a check answers about one plan.
#[derive(Clone, Debug)]
pub struct PlanReport {
    /// The file.
    pub path: String,
    /// The launch's name.
    pub launch: Option<String>,
    /// What is launched.
    pub kind: Kind,
    /// Its size.
    pub tier: u32,
    /// Who runs it.
    pub owner: Option<String>,
    /// The gate it was judged for.
    pub gate: Gate,
    /// The date of that gate.
    pub date: Option<Date>,
    /// When customers can buy.
    pub external: Option<Date>,
    /// The blackout that this day falls into.
    pub blackout: Option<String>,
    /// Working days until that date; negative when it has passed.
    pub days_left: Option<i64>,
    /// The policy it was judged by.
    pub policy: String,
    /// The answer; none when the plan or its policy could not be read.
    pub verdict: Option<Verdict>,
    /// Why it could not.
    pub errors: Vec<Located>,
    /// Every required and every declared stage, in customer-first order.
    pub stages: Vec<StageRow>,
    /// Every required and every declared hand-off.
    pub handoffs: Vec<HandOffRow>,
    /// What was found, root causes first.
    pub findings: Vec<FindingRow>,
    /// The weakest link; none when nothing is open.
    pub weakest: Option<Weakest>,
    /// What each person can do now.
    pub next: Vec<Next>,
    /// Conditions that are not met.
    pub conditions: Vec<ConditionRow>,
    /// Waivers that take a finding.
    pub waivers: Vec<WaiverRow>,
    /// What nobody looked at.
    pub not_checked: Vec<String>,
}

/// A stage.
#[derive(Clone, Debug)]
pub struct StageRow {
    /// Its id.
    pub id: String,
    /// Where it stands.
    pub state: StageState,
    /// The gate it belongs to.
    pub gate: Gate,
    /// Who answers for it.
    pub owner: Option<String>,
    /// Who signed.
    pub by: Option<String>,
    /// When.
    pub date: Option<String>,
    /// The last day for it.
    pub due: Option<Date>,
    /// How many of its things are met.
    pub met: usize,
    /// How many there are.
    pub of: usize,
}

/// A hand-off.
#[derive(Clone, Debug)]
pub struct HandOffRow {
    /// Its id.
    pub id: String,
    /// The sending stage.
    pub from: String,
    /// The receiving stage.
    pub to: String,
    /// What is handed over.
    pub what: String,
    /// Where it stands.
    pub state: HandOffState,
    /// The last day for its acceptance.
    pub due: Option<Date>,
    /// Working days late.
    pub days_late: Option<u32>,
    /// The stage whose turn it is.
    pub turn: Option<String>,
}

/// A finding, resolved to its place.
#[derive(Clone, Debug)]
pub struct FindingRow {
    /// The rule.
    pub rule: &'static Rule,
    /// How much it weighs.
    pub level: Level,
    /// Its address.
    pub at: String,
    /// What is wrong.
    pub message: String,
    /// What to do next.
    pub help: String,
    /// Who can act on it.
    pub owner: Option<String>,
    /// Where it is.
    pub place: Place,
    /// The source there.
    pub excerpt: Excerpt,
    /// Other places that it is about.
    pub labels: Vec<LabelRow>,
    /// The rule and the address of the root that it follows from.
    pub follows_from: Option<(&'static str, String)>,
    /// The waiver that takes it.
    pub waived_by: Option<String>,
    /// The condition that it may stay open under.
    pub covered_by: Option<String>,
}

/// Another place that a finding is about.
#[derive(Clone, Debug)]
pub struct LabelRow {
    /// What is to be seen there.
    pub text: String,
    /// The source there.
    pub excerpt: Excerpt,
}

/// The weakest link.
#[derive(Clone, Debug)]
pub struct Weakest {
    /// The stage.
    pub stage: String,
    /// Who answers for it.
    pub owner: Option<String>,
    /// How many of its things are met.
    pub met: usize,
    /// How many there are.
    pub of: usize,
    /// What would lift it.
    pub lifts: Vec<String>,
}

/// A condition that is not met.
#[derive(Clone, Debug)]
pub struct ConditionRow {
    /// The stage that signed under it.
    pub stage: String,
    /// What has to be done.
    pub what: String,
    /// Who does it.
    pub owner: Option<String>,
    /// By when.
    pub due: Option<Date>,
    /// Who carries the risk.
    pub risk_accepted_by: Option<String>,
}

/// A waiver that takes a finding.
#[derive(Clone, Debug)]
pub struct WaiverRow {
    /// Its id.
    pub id: String,
    /// The rule it takes.
    pub rule: String,
    /// The address it takes it at.
    pub at: String,
    /// The reason.
    pub why: String,
    /// Who answers for it.
    pub by: String,
    /// The last day it holds.
    pub until: Option<Date>,
}

impl FindingRow {
    /// Whether it counts against the verdict, or as a warning.
    pub fn counts(&self) -> bool {
        self.waived_by.is_none() && self.covered_by.is_none()
    }
}

impl Report {
    /// The report over plans that were judged.
    pub fn of(as_of: Date, plans: Vec<PlanReport>, collisions: Vec<Collision>) -> Report {
        let verdicts: Option<Vec<Verdict>> = plans.iter().map(|plan| plan.verdict).collect();
        Report { as_of, verdict: verdicts.and_then(|verdicts| verdicts.into_iter().max()), plans, collisions }
    }
}

impl PlanReport {
    /// The report on a plan of which nothing is known but why it could not be read.
    pub fn unreadable(path: String, gate: Gate, errors: Vec<Located>) -> PlanReport {
        PlanReport {
            path,
            launch: None,
            kind: Kind::Product,
            tier: 1,
            owner: None,
            gate,
            date: None,
            external: None,
            blackout: None,
            days_left: None,
            policy: String::new(),
            verdict: None,
            errors,
            stages: Vec::new(),
            handoffs: Vec::new(),
            findings: Vec::new(),
            weakest: None,
            next: Vec::new(),
            conditions: Vec::new(),
            waivers: Vec::new(),
            not_checked: Vec::new(),
        }
    }

    /// The report on a plan that was judged. `errors` are those of how it is written: with one of
    /// them there is no verdict, but what could be read is shown all the same.
    pub fn judged(
        file: &PlanFile,
        policy: &Policy,
        facts: &Facts,
        standing: &Standing<'_>,
        raised: &[Raised],
        gate: Gate,
        errors: Vec<Located>,
    ) -> PlanReport {
        let plan = &file.plan;
        let ctx = Ctx { plan, policy, facts, standing };
        let readiness: Vec<Readiness> =
            standing.stages.iter().map(|stage| readiness::readiness(&ctx, stage)).collect();
        let external = plan.dates.external.get().map(|moment| moment.date);
        let date = match gate {
            Gate::Internal => plan.dates.internal.get().map(|moment| moment.date),
            Gate::External => external,
        };
        PlanReport {
            launch: plan.launch.text().map(str::to_owned),
            kind: plan.kind,
            tier: plan.tier,
            owner: plan.owner.text().map(str::to_owned),
            date,
            external,
            blackout: external.and_then(|day| policy.calendar.blackout(day)),
            days_left: date.map(|date| days_left(policy, facts.as_of, date)),
            policy: policy.name.clone(),
            verdict: errors.is_empty().then(|| verdict::verdict(&ctx, raised, gate)),
            stages: stage_rows(standing, &readiness),
            handoffs: handoff_rows(standing),
            findings: raised.iter().map(|one| finding_row(file, one)).collect(),
            weakest: weakest(standing, &readiness, gate),
            next: verdict::next(&ctx, raised),
            conditions: condition_rows(standing, gate),
            waivers: waiver_rows(&ctx, raised),
            not_checked: not_checked(policy, plan),
            ..PlanReport::unreadable(file.source.name().to_owned(), gate, errors)
        }
    }
}

fn days_left(policy: &Policy, as_of: Date, date: Date) -> i64 {
    let calendar = &policy.calendar;
    match as_of <= date {
        true => i64::from(calendar.working_days(as_of, date)),
        false => -i64::from(calendar.working_days(date, as_of)),
    }
}

fn stage_rows(standing: &Standing<'_>, readiness: &[Readiness]) -> Vec<StageRow> {
    let row = |(stage, readiness): (&crate::standing::StageStanding<'_>, &Readiness)| {
        let by: Vec<&str> = stage.signatures.iter().filter_map(|sign_off| sign_off.by.text()).collect();
        StageRow {
            id: stage.id.to_owned(),
            state: stage.state,
            gate: stage.policy.gate,
            owner: stage.owner().map(str::to_owned),
            by: (!by.is_empty()).then(|| by.join(", ")),
            date: stage.signed_on().map(|date| date.to_string()),
            due: stage.due.filter(|_| stage.is_needed()),
            met: readiness.met(),
            of: readiness.of(),
        }
    };
    standing.stages.iter().zip(readiness).map(row).collect()
}

fn handoff_rows(standing: &Standing<'_>) -> Vec<HandOffRow> {
    let row = |handoff: &crate::standing::HandOffStanding<'_>| HandOffRow {
        id: handoff.id.to_owned(),
        from: handoff.from.to_owned(),
        to: handoff.to.to_owned(),
        what: handoff.what.to_owned(),
        state: handoff.state,
        due: handoff.due,
        days_late: handoff.days_late,
        turn: handoff.turn.map(str::to_owned),
    };
    standing.handoffs.iter().map(row).collect()
}

fn weakest(standing: &Standing<'_>, readiness: &[Readiness], gate: Gate) -> Option<Weakest> {
    let in_gate = |stage: &crate::standing::StageStanding<'_>| {
        stage.is_needed() && (gate == Gate::External || stage.policy.gate == Gate::Internal)
    };
    let stages: Vec<(&str, &Readiness)> = standing
        .stages
        .iter()
        .zip(readiness)
        .filter(|(stage, _)| in_gate(stage))
        .map(|(s, r)| (s.id, r))
        .collect();
    let id = readiness::weakest(&stages)?;
    let (_, of_stage) = stages.into_iter().find(|(known, _)| *known == id)?;
    Some(Weakest {
        stage: id.to_owned(),
        owner: standing.stage(id)?.owner().map(str::to_owned),
        met: of_stage.met(),
        of: of_stage.of(),
        lifts: of_stage.open().map(|item| item.todo.clone()).collect(),
    })
}

fn condition_rows(standing: &Standing<'_>, gate: Gate) -> Vec<ConditionRow> {
    let row = |stage: &str, condition: &Condition| ConditionRow {
        stage: stage.to_owned(),
        what: condition.what.text().unwrap_or("(not said)").to_owned(),
        owner: condition.owner.text().map(str::to_owned),
        due: condition.due.get().map(|due| due.date),
        risk_accepted_by: condition.risk_accepted_by.text().map(str::to_owned),
    };
    standing
        .needed_stages()
        .filter(|stage| gate == Gate::External || stage.policy.gate == Gate::Internal)
        .flat_map(|stage| stage.open_conditions().map(move |(_, condition)| row(stage.id, condition)))
        .collect()
}

fn waiver_rows(ctx: &Ctx<'_>, raised: &[Raised]) -> Vec<WaiverRow> {
    let used: Vec<&str> = raised.iter().filter_map(|one| one.waived_by.as_ref()?.steps().nth(1)).collect();
    ctx.plan
        .waivers
        .iter()
        .filter(|(id, _)| used.contains(id))
        .map(|(id, waiver)| WaiverRow {
            id: id.to_owned(),
            rule: waiver.rule.as_ref().map(|rule| rule.value.clone()).unwrap_or_default(),
            at: waiver.at.as_ref().map(|at| at.value.to_string()).unwrap_or_default(),
            why: waiver.why.text().unwrap_or_default().to_owned(),
            by: waiver.by.text().unwrap_or_default().to_owned(),
            until: waiver.until.get().map(|until| until.date),
        })
        .collect()
}

fn not_checked(policy: &Policy, plan: &crate::plan::Plan) -> Vec<String> {
    let mut found = Vec::new();
    if policy.roster.is_none() {
        found.push(format!("names: {} has no `[people]`, so anyone may sign", policy.name));
    }
    let sealed = plan.stages.iter().flat_map(|(_, stage)| &stage.sign_offs);
    if sealed.clone().any(|sign_off| sign_off.digest.is_some() || sign_off.signature.is_some()) {
        found.push("digests and signatures: this version does not read them".to_owned());
    }
    if sealed.count() > 0 {
        found.push("sign-offs are taken as typed (`claimed`); links are not opened".to_owned());
    }
    found
}

fn finding_row(file: &PlanFile, one: &Raised) -> FindingRow {
    let finding = &one.finding;
    let span = span_of(file, finding);
    let label = |label: &crate::finding::Label| LabelRow {
        text: label.text.clone(),
        excerpt: file.source.excerpt(file.root.locate(label.at.as_str()).0),
    };
    FindingRow {
        rule: one.rule,
        level: one.level,
        at: finding.at.to_string(),
        message: finding.message.clone(),
        help: match &finding.how {
            Some(how) => format!("{}: {how}", finding.todo),
            None => finding.todo.clone(),
        },
        owner: finding.owner.clone(),
        place: file.source.place(span),
        excerpt: file.source.excerpt(span),
        labels: finding.labels.iter().map(label).collect(),
        follows_from: one.follows_from.as_ref().map(|(rule, at)| (*rule, at.to_string())),
        waived_by: one.waived_by.as_ref().map(ToString::to_string),
        covered_by: one.covered_by.as_ref().map(ToString::to_string),
    }
}

/// The bytes that a finding is about: its value where it asks for that and has one on one line.
fn span_of(file: &PlanFile, finding: &Finding) -> Span {
    let (key, found) = file.root.locate(finding.at.as_str());
    match file.root.at(finding.at.as_str()) {
        Some(node) if found && finding.part == Part::Value && node.span.start < node.span.end => node.span,
        _ => key,
    }
}
