//! From what was found to what is shown.

use std::borrow::Cow;
use std::collections::{BTreeSet, HashSet};

use jiff::civil::Date;

use crate::address::Address;
use crate::check::{Raised, gate_of};
use crate::facts::{Facts, Silenced};
use crate::finding::Level;
use crate::plan::sign_off::{Condition, SignOff};
use crate::plan::{Kind, PlanFile};
use crate::policy::roster::same_person;
use crate::policy::{AssuranceLevel, Gate, Policy};
use crate::readiness::{self, Readiness};
use crate::report::agreed::agreed;
use crate::report::unchecked;
use crate::report::{
    Ahead, ConditionRow, Decider, FindingRow, HandOffRow, LabelRow, PlanReport, Signed, StageRow, WaiverRow,
    Weakest,
};
use crate::rule::Ctx;
use crate::source::Located;
use crate::standing::{Fault, HandOffStanding, HandOffState, StageStanding, Standing};
use crate::verdict;

impl PlanReport {
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
        let external = Gate::External.date(&plan.dates);
        let date = gate.date(&plan.dates);
        let findings: Vec<FindingRow> = raised.iter().map(|one| finding_row(&ctx, file, one, date)).collect();
        let (conditions, waivers) = (condition_rows(&ctx, raised, gate), waiver_rows(&ctx, raised));
        PlanReport {
            launch: plan.launch.text().map(str::to_owned),
            kind: plan.kind,
            tier: plan.tier,
            owner: plan.owner.text().map(str::to_owned),
            date,
            decides: deciders(&ctx, gate),
            internal: Gate::Internal.date(&plan.dates),
            external,
            blackout: external.and_then(|day| policy.calendar.blackout(day)),
            days_left: date.map(|date| days_left(policy, facts.as_of, date)),
            policy: policy.name.clone(),
            policy_digest: Some(policy.digest.clone()),
            verdict: errors.is_empty().then(|| verdict::verdict(&ctx, raised, gate)),
            stages: stage_rows(standing, &readiness, policy, facts, gate),
            handoffs: handoff_rows(standing),
            weakest: weakest(standing, &readiness, raised, gate),
            next: verdict::next(&ctx, raised, gate),
            agreed: agreed(&ctx, file, gate, &findings, (&conditions, &waivers)),
            findings,
            conditions,
            waivers,
            waved_off: waved_off(&ctx),
            not_checked: unchecked::not_checked(policy, plan, facts),
            turned_off: policy.turned_off.clone(),
            ..PlanReport::unreadable(file.source.name().to_owned(), gate, errors)
        }
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
            decides: Vec::new(),
            internal: None,
            external: None,
            blackout: None,
            days_left: None,
            policy: String::new(),
            policy_digest: None,
            since: None,
            policy_from: None,
            unused_policy: None,
            waved_off: Vec::new(),
            verdict: None,
            errors,
            stages: Vec::new(),
            handoffs: Vec::new(),
            findings: Vec::new(),
            weakest: None,
            next: Vec::new(),
            conditions: Vec::new(),
            waivers: Vec::new(),
            agreed: Vec::new(),
            turned_off: Vec::new(),
            not_checked: Vec::new(),
        }
    }
}

/// Who answers for the stages of a gate that no other of it comes after.
fn deciders(ctx: &Ctx<'_>, gate: Gate) -> Vec<Decider> {
    let of_gate = || ctx.standing.needed_stages().filter(move |stage| stage.policy.gate <= gate);
    let last = of_gate().filter(|stage| match gate {
        Gate::External => stage.is_last,
        Gate::Internal => of_gate().all(|other| !other.before.contains(&stage.id)),
    });
    last.map(|stage| Decider { stage: stage.id.to_owned(), owner: stage.owner().map(str::to_owned) })
        .collect()
}

/// Of each stage that is not needed by somebody's word, or for which somebody said no: whose word it is and why, and
/// who said no.
fn waved_off(ctx: &Ctx<'_>) -> Vec<String> {
    let stages = ctx.standing.stages.iter().filter(|stage| !stage.is_needed());
    let told = stages.filter_map(|stage| {
        let record = stage.plan.and_then(|plan| plan.not_needed.as_ref()).filter(|_| stage.waved_off);
        let word = record.and_then(|record| Some((record.by.text()?, record.why.text()?)));
        let word = word.map(|(by, why)| format!("{by} calls {} not needed: {why}", stage.id));
        let noes: Vec<String> = stage.no.map(said_no).into_iter().chain(taken_out(ctx, stage.id)).collect();
        if word.is_none() && noes.is_empty() {
            return None;
        }
        let word = word.unwrap_or_else(|| format!("nothing asks for {} here", stage.id));
        Some([word].into_iter().chain(noes).collect::<Vec<_>>().join("; "))
    });
    let gone = ctx.facts.silenced.iter().filter(|no| ctx.standing.stage(&no.stage).is_none());
    let gone: BTreeSet<&str> = gone.map(|no| no.stage.as_str()).collect();
    let gone = gone.into_iter().flat_map(|stage| taken_out(ctx, stage));
    told.chain(gone).collect()
}

fn said_no(no: &SignOff) -> String {
    let on = no.date.get().map(|date| format!(" on {date}")).unwrap_or_default();
    let why = no.note.as_ref().map(|note| format!(": {note}")).unwrap_or_default();
    format!("{} had said no-go for it{on}{why}", no.by.text().unwrap_or("somebody"))
}

/// Every no that was said for a stage in a commit, and is not in the plan any more.
fn taken_out<'c>(ctx: &Ctx<'c>, stage: &str) -> impl Iterator<Item = String> + use<'c> {
    let wants_proof = ctx.policy.minimum(stage) > AssuranceLevel::Claimed;
    let stage = stage.to_owned();
    let noes = ctx.facts.silenced.iter().filter(move |no| wants_proof && no.stage == stage);
    noes.map(Silenced::told)
}

fn days_left(policy: &Policy, as_of: Date, date: Date) -> i64 {
    let calendar = &policy.calendar;
    match as_of <= date {
        true => i64::from(calendar.working_days(as_of, date)),
        false => -i64::from(calendar.working_days(date, as_of)),
    }
}

/// Working days late, on a day.
fn late(policy: &Policy, due: Option<Date>, as_of: Date) -> Option<u32> {
    due.map(|due| policy.calendar.working_days(due, as_of))
}

fn stage_rows(
    standing: &Standing<'_>,
    readiness: &[Readiness],
    policy: &Policy,
    facts: &Facts,
    gate: Gate,
) -> Vec<StageRow> {
    let row = |(stage, readiness): (&StageStanding<'_>, &Readiness)| {
        let asked = stage.policy.gate <= gate;
        let readiness = if asked { readiness.for_gate(gate) } else { Cow::Owned(Readiness::default()) };
        let stale = stage.objected(Fault::Stale).map(|objection| objection.sign_off);
        let given = stage.signatures.iter().copied().chain(stale);
        let shown: Vec<&SignOff> = given.filter(|_| stage.is_needed()).collect();
        let mut signed = Vec::with_capacity(shown.len());
        signed.extend(shown.iter().filter_map(|sign_off| signer(sign_off)));
        let first = shown.first().and_then(|sign_off| sign_off.date.get().copied());
        let level = |sign_off: &&SignOff| Some(facts.trust(&sign_off.at).level(sign_off.by.text()?));
        StageRow {
            id: stage.id.to_owned(),
            state: stage.state,
            gate: stage.policy.gate,
            owner: stage.owner().map(str::to_owned),
            signed,
            date: stage
                .signed_on()
                .or_else(|| stage.first_signed_on())
                .filter(|_| stage.is_needed())
                .or(first),
            assurance: shown.iter().filter_map(level).min(),
            due: stage.due.filter(|_| stage.is_needed()),
            days_late: late(policy, stage.due, facts.as_of)
                .filter(|_| stage.is_needed() && !stage.counts_as_signed()),
            met: readiness.met(),
            of: readiness.of(),
        }
    };
    standing.stages.iter().zip(readiness).map(row).collect()
}

/// Who signed, and when.
fn signer(sign_off: &SignOff) -> Option<Signed> {
    Some(Signed { by: sign_off.by.text()?.to_owned(), date: sign_off.date.get().copied() })
}

fn handoff_rows(standing: &Standing<'_>) -> Vec<HandOffRow> {
    let row = |handoff: &HandOffStanding<'_>| HandOffRow {
        id: handoff.id.to_owned(),
        from: handoff.from.to_owned(),
        to: handoff.to.to_owned(),
        what: handoff.what.to_owned(),
        state: handoff.state,
        gate: handoff.gate,
        due: handoff.due,
        days_late: handoff.days_late,
        turn: handoff.turn.map(str::to_owned),
        accepted: accepted(handoff),
    };
    standing.handoffs.iter().map(row).collect()
}

/// Who accepted a hand-off, and when.
fn accepted(handoff: &HandOffStanding<'_>) -> Option<Signed> {
    let plan = handoff.plan.filter(|_| handoff.state == HandOffState::Accepted)?;
    let (by, date) = plan.accepted.as_ref()?.signed()?;
    Some(Signed { by: by.to_owned(), date: Some(date) })
}

fn weakest(
    standing: &Standing<'_>,
    readiness: &[Readiness],
    raised: &[Raised],
    gate: Gate,
) -> Option<Weakest> {
    let of_gate: Vec<(&str, Cow<'_, Readiness>)> = standing
        .stages
        .iter()
        .zip(readiness)
        .filter(|(stage, _)| stage.is_needed() && stage.policy.gate <= gate)
        .map(|(stage, readiness)| (stage.id, readiness.for_gate(gate)))
        .collect();
    let stages: Vec<(&str, &Readiness)> =
        of_gate.iter().map(|(id, readiness)| (*id, readiness.as_ref())).collect();
    let id = readiness::weakest(&stages)?;
    let at = stages.iter().position(|(known, _)| *known == id)?;
    let (_, of_stage) = *stages.get(at)?;
    let is_root = |one: &&Raised| one.counts() && one.level == Level::Error && one.follows_from.is_none();
    let mut errors = raised.iter().filter(is_root).peekable();
    let is_in_its_way = |one: &Raised| of_stage.open().any(|item| one.finding.at.is_within(&item.at));
    Some(Weakest {
        stage: id.to_owned(),
        owner: standing.stage(id)?.owner().map(str::to_owned),
        met: of_stage.met(),
        of: of_stage.of(),
        lifts: of_stage.open().map(|item| item.todo.clone()).collect(),
        is_beside_the_errors: errors.peek().is_some() && !errors.any(is_in_its_way),
        ahead: ahead(stages.get(at + 1..).unwrap_or_default()),
    })
}

/// Of the stages after the weakest link, the one that is furthest, if it has nothing left to do but wait.
fn ahead(later: &[(&str, &Readiness)]) -> Option<Ahead> {
    let done = later.iter().filter(|(_, readiness)| readiness.met() > 1 && readiness.open().next().is_none());
    let (stage, readiness) = done.max_by_key(|(_, readiness)| readiness.met())?;
    Some(Ahead { stage: (*stage).to_owned(), met: readiness.met(), of: readiness.of() })
}

fn condition_rows(ctx: &Ctx<'_>, raised: &[Raised], gate: Gate) -> Vec<ConditionRow> {
    let (policy, as_of) = (ctx.policy, ctx.facts.as_of);
    let row = |(stage, at, condition): (&str, Address, &Condition)| ConditionRow {
        at: at.to_string(),
        stage: stage.to_owned(),
        what: condition.what.text().unwrap_or("(not said)").to_owned(),
        owner: condition.owner.text().map(str::to_owned),
        due: condition.due.get().map(|due| due.date),
        risk_accepted_by: condition.risk_accepted_by.text().map(str::to_owned),
        covers: condition.covers.iter().map(|cover| cover.value.to_string()).collect(),
        overdue: condition.due.get().is_some_and(|due| due.date < as_of),
        days_late: late(policy, condition.due.get().map(|due| due.date), as_of),
    };
    verdict::owed(ctx, raised, gate).map(row).collect()
}

fn waiver_rows(ctx: &Ctx<'_>, raised: &[Raised]) -> Vec<WaiverRow> {
    let used: HashSet<&str> =
        raised.iter().filter_map(|one| one.waived_by.as_ref()?.steps().nth(1)).collect();
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

/// The last day for what is at an address, where its stage or hand-off has none: the end of a waiver, the day
/// on which people inside hear, or the day of the gate that asks for it.
fn last_day(ctx: &Ctx<'_>, at: &Address, judged: Option<Date>) -> Option<Date> {
    match at.steps().next() {
        Some("stages" | "handoffs") => return None,
        Some("informed") => return last_day_inside(ctx, at).or(judged),
        _ => {}
    }
    let waiver = at.as_str().strip_prefix("waivers.").and_then(|id| ctx.plan.waivers.get(id));
    let ended = waiver.and_then(|waiver| waiver.until.get()).map(|until| until.date);
    ended.or_else(|| gate_of(ctx, at).date(&ctx.plan.dates)).or(judged)
}

/// The last day on which people inside still hear before customers do: the one that the plan says, where that is
/// before the external date, or else the day before it.
fn last_day_inside(ctx: &Ctx<'_>, at: &Address) -> Option<Date> {
    let audience = at.as_str().strip_prefix("informed.").and_then(|id| ctx.plan.informed.get(id));
    let told = audience.and_then(|audience| audience.date.get());
    let Some(external) = ctx.plan.dates.external.get() else { return told.map(|told| told.date) };
    match told.filter(|told| external.is_after(told)) {
        Some(told) => Some(told.date),
        None => external.date.yesterday().ok(),
    }
}

/// The stage whose turn it is: that of whoever can act on what was found, if they act for one.
fn turn(ctx: &Ctx<'_>, at: &Address, who: &str) -> Option<String> {
    let stage = verdict::stage_of(ctx, at, who)?;
    ctx.owner_of(&stage).is_some_and(|owner| same_person(owner, who)).then_some(stage)
}

fn finding_row(ctx: &Ctx<'_>, file: &PlanFile, one: &Raised, judged: Option<Date>) -> FindingRow {
    let finding = &one.finding;
    let (span, found) = finding.span(&file.root);
    let day = last_day(ctx, &finding.at, judged);
    let label = |label: &crate::finding::Label| {
        let (span, _) = file.root.locate(label.at.as_str());
        LabelRow {
            text: label.text.clone(),
            place: file.source.place(span),
            excerpt: file.source.excerpt(span),
        }
    };
    FindingRow {
        rule: one.rule,
        level: one.level,
        at: finding.at.to_string(),
        message: finding.message.clone(),
        help: finding.help(file.source.name()),
        owner: finding.owner.clone(),
        turn: finding.owner.as_deref().and_then(|who| turn(ctx, &finding.at, who)),
        day: day.map(|day| (day, ctx.policy.calendar.working_days(day, ctx.facts.as_of))),
        place: file.source.place(span),
        found,
        excerpt: file.source.excerpt(span),
        labels: finding.labels.iter().map(label).collect(),
        follows_from: one.follows_from.as_ref().map(|(rule, at)| (*rule, at.to_string())),
        waived_by: one.waived_by.as_ref().map(ToString::to_string),
        covered_by: one.covered_by.as_ref().map(ToString::to_string),
    }
}
