//! What a finding follows from. It follows from something only where that is all that is missing or wrong in it, so
//! that a waiver of the one never hides another fault behind it.

use crate::address::Address;
use crate::finding::{Bond, Finding, Level};
use crate::plan::record::Record;
use crate::read::{Given, not_given};
use crate::rule::Ctx;
use crate::standing::{
    NOT_SIGNED, Need, PLACEHOLDER, StageStanding, UNENTITLED, accepted_beside, not_needed_objection,
};
use crate::waiving::is_waived;

/// Of the faults of one thing, in the order in which they are to be mended, the first that stands by itself, and those
/// before it: they follow from something else, and whoever waives that has not looked at what comes after.
pub fn in_turn(faults: impl IntoIterator<Item = Option<Finding>>) -> Vec<Finding> {
    let mut told = Vec::new();
    for fault in faults.into_iter().flatten() {
        let follows = fault.causes.iter().any(|cause| cause.bond == Bond::Consequence);
        told.push(fault);
        if !follows {
            break;
        }
    }
    told
}

impl Ctx<'_> {
    /// The finding follows from these together: they stand for all that is missing or wrong in it. Where the policy
    /// has turned off the rule of one, nothing else tells that one, and the finding stands by itself.
    pub fn because_all(&self, finding: Finding, causes: Vec<(&'static str, Address)>) -> Finding {
        match causes.iter().any(|(rule, _)| self.is_off(rule)) {
            true => finding,
            false => causes.into_iter().fold(finding, |finding, (rule, at)| finding.because(rule, at)),
        }
    }

    /// Whether the policy has turned off a rule.
    pub fn is_off(&self, rule: &str) -> bool {
        self.policy.level(rule) == Level::Off
    }

    /// Whether the launch goes with what a rule finds at an address: the policy or a waiver lets it pass.
    pub fn lets_pass(&self, rule: &str, at: &Address) -> bool {
        !self.is_error(rule) || is_waived(self.plan, self.policy, self.facts.as_of, &[rule], at)
    }

    /// The finding follows from placeholders when every one of these fields, which are all that is missing, holds one.
    pub fn because_placeholder(&self, finding: Finding, at: &Address, missing: &[&str]) -> Finding {
        let fields = self.placeholders(at, missing).unwrap_or_default();
        self.because_all(finding, fields.into_iter().map(|field| (PLACEHOLDER, field)).collect())
    }

    /// The missing fields, when every one of them holds a placeholder; none when something else is missing too.
    pub fn placeholders(&self, at: &Address, missing: &[&str]) -> Option<Vec<Address>> {
        let fields: Vec<Address> = missing.iter().map(|field| at.join(field)).collect();
        fields.iter().all(|field| self.is_placeholder(field)).then_some(fields)
    }

    /// The finding follows from the placeholder that stands at an address itself.
    pub fn because_it_is_placeholder(&self, finding: Finding, at: &Address) -> Finding {
        if self.is_placeholder(at) { finding.because(PLACEHOLDER, at.clone()) } else { finding }
    }

    /// The finding follows from whichever of these fields holds a placeholder, an answer in any one of which would do.
    pub fn because_any_placeholder(&self, finding: Finding, at: &Address, fields: &[&str]) -> Finding {
        let fields = fields.iter().map(|field| at.join(field)).filter(|field| self.is_placeholder(field));
        fields.fold(finding, |finding, field| finding.because(PLACEHOLDER, field))
    }

    fn is_placeholder(&self, field: &Address) -> bool {
        self.plan.placeholder_fields.contains(field)
    }

    /// A finding that a stage has not accepted a thing follows from what keeps the record that its `key` holds from
    /// counting: placeholders, and whose word it is.
    pub fn because_of_record(
        &self,
        finding: Finding,
        (at, key): (&Address, &str),
        record: Option<&Record>,
        stage: &str,
    ) -> Finding {
        let Some(record) = record else { return finding };
        let Some(fields) = self.placeholders(&at.join(key), &record.missing()) else { return finding };
        let fields = fields.into_iter().map(|field| (PLACEHOLDER, field));
        let objected = self.record_objection(record, stage).map(|_| (UNENTITLED, at.clone()));
        self.because_all(finding, fields.chain(objected).collect())
    }

    /// The same while nobody knows which stage has to: whoever may accept for any would do.
    pub fn because_of_anybody(
        &self,
        finding: Finding,
        (at, key): (&Address, &str),
        record: Option<&Record>,
    ) -> Finding {
        match record.filter(|record| self.may_accept(record, None)) {
            Some(record) => self.because_placeholder(finding, &at.join(key), &record.missing()),
            None => finding,
        }
    }

    /// Whether whoever's word a record is may accept for a stage, or while nobody knows for which, for any.
    pub fn may_accept(&self, record: &Record, to: Option<&str>) -> bool {
        let may = |stage: &str| self.record_objection(record, stage).is_none();
        to.map_or_else(|| self.policy.stages.ids().any(may), may)
    }

    /// Why whoever's word a record is may not accept for a stage: on its day, or where it does not say one, on any.
    pub fn record_objection(&self, record: &Record, stage: &str) -> Option<String> {
        self.signing_objection(record.by.text()?, stage, record.date.get().map(|date| date.date))
    }

    /// A finding about something that was called not needed follows from what alone keeps that from counting.
    pub fn because_waved_off(&self, finding: Finding, at: &Address, record: Option<&Record>) -> Finding {
        let Some(record) = record else { return finding };
        let mut finding = finding;
        finding.message += &format!(" (it is called not needed, but {})", self.why_needed(record));
        let missing = not_given(&[
            ("why", record.why.is_given()),
            ("by", record.by.is_given()),
            ("date", record.date != Given::Placeholder),
        ]);
        let Some(fields) = self.placeholders(&at.join("not_needed"), &missing) else { return finding };
        if record.date.get().is_some_and(|on| on.date > self.facts.as_of) {
            return finding;
        }
        let fields = fields.into_iter().map(|field| (PLACEHOLDER, field));
        let objected = self.not_needed_objection(record).map(|_| (UNENTITLED, at.clone()));
        self.because_all(finding, fields.chain(objected).collect())
    }

    /// Why whoever says that something is not needed may not. Without a day it is said on the day of the check, and
    /// where a placeholder stands for the day, on any.
    pub fn not_needed_objection(&self, record: &Record) -> Option<String> {
        let on = match record.date {
            Given::Value(date) => Some(date.date),
            Given::Absent => Some(self.facts.as_of),
            Given::Placeholder => None,
        };
        not_needed_objection(self.plan, self.policy, record.by.text()?, on)
    }

    /// Why the word that something is not needed does not count.
    fn why_needed(&self, record: &Record) -> String {
        let later = record.date.get().filter(|on| on.date > self.facts.as_of);
        match (record.by.text(), record.why.is_given(), later) {
            (None, ..) => "it does not say by whom: `by`".to_owned(),
            (Some(by), false, _) => format!("{by} gives no reason: `why`"),
            (Some(by), true, Some(on)) => format!("only from {}, says {by}", on.date),
            (Some(by), true, None) => match self.not_needed_objection(record) {
                Some(objection) => format!("{by}, who says so, {objection}"),
                None => "it does not say when: `date`".to_owned(),
            },
        }
    }

    /// A finding about a stage that the plan does not have at all waits for somebody to answer for it.
    pub fn because_absent(&self, finding: Finding, stage: &StageStanding<'_>) -> Finding {
        match stage.plan {
            Some(_) => finding,
            None => finding.waits_for("missing-owner", stage.at()),
        }
    }

    /// A finding about something that may not be needed once its risk questions are answered.
    pub fn because_unanswered(&self, finding: Finding, need: &Need) -> Finding {
        let Need::UntilAnswered(risks) = need else { return finding };
        risks.iter().fold(finding, |finding, risk| {
            finding.because("unanswered-risk", Address::new(format!("risks.{risk}")))
        })
    }
}

/// The rules that speak of what others have not accepted, or not as it is now.
pub const NOT_ACCEPTED: [&str; 3] = ["unaccepted-load", "unaccepted-promise", "unguarded-incentive"];

/// A finding follows from a stage's not having signed.
pub fn because_unsigned(finding: Finding, stage: &StageStanding<'_>) -> Finding {
    NOT_SIGNED.into_iter().fold(finding, |finding, rule| finding.because(rule, stage.at()))
}

/// A finding that a stage can only mend by signing waits for those that have to sign before it, and for whoever
/// else accepts what its sign-off covers.
pub fn waits_for_turn(ctx: &Ctx<'_>, finding: Finding, stage: &StageStanding<'_>) -> Finding {
    let rules = || NOT_SIGNED.into_iter().chain(["early-sign-off"]);
    let before = stage.awaits.iter().flat_map(|id| rules().map(|rule| (rule, Address::stage(id))));
    let beside = accepted_beside(ctx.plan, stage.id);
    let beside = beside.flat_map(|at| NOT_ACCEPTED.map(|rule| (rule, at.clone())));
    before.chain(beside).fold(finding, |finding, (rule, at)| finding.waits_for(rule, at))
}
