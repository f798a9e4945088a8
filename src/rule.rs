//! What a rule is: static data plus a pure function of what is known.

use std::collections::HashSet;

use crate::address::Address;
use crate::facts::{Change, Changes, Facts};
use crate::finding::{Breakdown, Finding, Level};
use crate::plan::Plan;
use crate::plan::handoff::HandOff;
use crate::plan::record::Record;
use crate::policy::roster::Right;
use crate::policy::{AssuranceLevel, Policy};
use crate::read::{Given, not_given};
use crate::standing::{
    NOT_SIGNED, Need, StageStanding, Standing, accepted_beside, answers_for, not_needed_objection,
    record_counts, signing_objection,
};

/// A rule: one static and one function, in a file of its own beside its page.
#[derive(Debug)]
pub struct Rule {
    /// Its kebab-case id, which names the fault.
    pub id: &'static str,
    /// Its level, unless the policy says otherwise.
    pub level: Level,
    /// The kind of failure between departments that it belongs to.
    pub breakdown: Breakdown,
    /// What it finds, in one line.
    pub summary: &'static str,
    /// Its page, which `launch explain` prints and whose examples run as tests.
    pub page: &'static str,
    /// What the policy may set about it, beside its level.
    pub settings: &'static [Setting],
    /// What its findings are beside what they say, for those who pick some of them out.
    pub marks: &'static [Mark],
    /// How it finds it.
    pub check: Check,
}

/// What the findings of some rules have in common.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Mark {
    /// No work makes them go away by itself: somebody has to decide.
    Decision,
    /// Something that others wait for is not there: a launch that lets it pass goes without it.
    Absence,
    /// There is too little time.
    Time,
}

/// A number that the policy may set for a rule.
#[derive(Debug)]
pub struct Setting {
    /// Its name in `[rules]`.
    pub name: &'static str,
    /// What it is when the policy does not say.
    pub default: u32,
}

/// How a rule finds what it finds.
#[derive(Debug)]
pub enum Check {
    /// From the plan, the policy and the facts.
    Plan(fn(&Ctx<'_>) -> Vec<Finding>),
    /// From these and from what the other rules found.
    Outcome(fn(&Ctx<'_>, &Outcome<'_>) -> Vec<Finding>),
}

/// What the other rules found.
#[derive(Debug)]
pub struct Outcome<'a> {
    /// The waivers whose finding is there.
    pub used_waivers: HashSet<&'a str>,
}

/// All that a rule may look at.
#[derive(Clone, Copy, Debug)]
pub struct Ctx<'a> {
    /// The plan.
    pub plan: &'a Plan,
    /// The policy.
    pub policy: &'a Policy,
    /// The day, and what was looked up.
    pub facts: &'a Facts,
    /// Where everything stands.
    pub standing: &'a Standing<'a>,
}

impl Rule {
    /// Whether its findings are of this kind.
    pub fn is(&self, mark: Mark) -> bool {
        self.marks.contains(&mark)
    }

    /// What the customer loses by the fault, as the page says it.
    pub fn customer_loses(&self) -> &'static str {
        self.loss("- The customer loses: ")
    }

    /// What the organisation loses by the fault, as the page says it.
    pub fn organisation_loses(&self) -> &'static str {
        self.loss("- The organisation loses: ")
    }

    fn loss(&self, opening: &str) -> &'static str {
        self.page.lines().find_map(|line| line.strip_prefix(opening)).unwrap_or_default()
    }

    /// The value of one of its settings.
    pub fn setting(&self, policy: &Policy, name: &str) -> u32 {
        let default =
            self.settings.iter().find(|setting| setting.name == name).map_or(0, |setting| setting.default);
        policy.setting(self.id, name, default)
    }
}

impl<'a> Ctx<'a> {
    /// Who answers for a stage: its owner, or whoever runs the launch.
    pub fn owner_of(&self, stage: &str) -> Option<&'a str> {
        let owner = self.plan.stages.get(stage).and_then(|stage| stage.owner.text());
        owner.or_else(|| self.launch_owner())
    }

    /// The stage that has to accept, or to answer for, what stands at an address.
    pub fn answers_for(&self, at: &Address) -> Option<&'a str> {
        answers_for(self.plan, self.standing, at)
    }

    /// Who runs the launch.
    pub fn launch_owner(&self) -> Option<&'a str> {
        self.plan.owner.text()
    }

    /// A stage as the subject of a sentence: `finance (fay@acme.example)`.
    pub fn named(&self, stage: &str) -> String {
        match self.plan.stages.get(stage).and_then(|stage| stage.owner.text()) {
            Some(owner) => format!("{stage} ({owner})"),
            None => format!("{stage} (nobody owns it)"),
        }
    }

    /// The finding follows from placeholders when every one of these missing fields holds one.
    pub fn because_placeholder(&self, finding: Finding, at: &Address, missing: &[&str]) -> Finding {
        let fields = self.placeholders(at, missing).into_iter();
        fields.fold(finding, |finding, field| finding.because("placeholder", field))
    }

    /// The plan's own hand-offs of which a placeholder says between which stages they are.
    pub fn adrift(&self) -> impl Iterator<Item = (&'a str, &'a HandOff)> {
        let ids = self.standing.adrift.iter();
        ids.filter_map(|id| Some((*id, self.plan.handoffs.get(id)?)))
    }

    /// The finding that such a hand-off counts as not `done`. `record` says who did it, and when: where that is
    /// there, the placeholders for the stages are all that is missing.
    pub fn drifting(&self, (id, handoff): (&str, &HandOff), done: &str, record: Option<&Record>) -> Finding {
        let at = Address::handoff(id);
        let ends = not_given(&[("from", handoff.from.is_given()), ("to", handoff.to.is_given())]);
        let stages = match ends.as_slice() {
            ["from"] => "which stage it comes from",
            ["to"] => "which stage it goes to",
            _ => "between which stages it is",
        };
        let what = handoff.what.text().unwrap_or(id);
        let message = format!("`{id}` does not say {stages}, and so counts as not {done}: {what}");
        let fields: Vec<String> = ends.iter().map(|end| format!("`{end}: <stage>`")).collect();
        let finding = Finding::new(at.clone(), message, format!("say {stages}"))
            .how(format!("{} under `{at}`", crate::text::list(&fields, "and")))
            .owner(handoff.from.text().map_or_else(|| self.launch_owner(), |from| self.owner_of(from)));
        let finding = match record.and_then(Record::signed) {
            Some(_) => self.because_placeholder(finding, &at, &ends),
            None => self
                .placeholders(&at, &ends)
                .into_iter()
                .fold(finding, |finding, field| finding.waits_for("placeholder", field)),
        };
        self.because_waved_off(finding, &at, handoff.not_needed.as_ref())
    }

    /// The missing fields, when every one of them holds a placeholder.
    pub fn placeholders(&self, at: &Address, missing: &[&str]) -> Vec<Address> {
        let fields: Vec<Address> = missing.iter().map(|field| at.join(field)).collect();
        if fields.iter().all(|field| self.is_placeholder(field)) { fields } else { Vec::new() }
    }

    /// The finding follows from the placeholder that stands at an address itself.
    pub fn because_it_is_placeholder(&self, finding: Finding, at: &Address) -> Finding {
        if self.is_placeholder(at) { finding.because("placeholder", at.clone()) } else { finding }
    }

    /// The finding follows from whichever of these fields holds a placeholder.
    pub fn because_any_placeholder(&self, finding: Finding, at: &Address, fields: &[&str]) -> Finding {
        let fields = fields.iter().map(|field| at.join(field)).filter(|field| self.is_placeholder(field));
        fields.fold(finding, |finding, field| finding.because("placeholder", field))
    }

    /// What changed since the record at an address was written, of what it accepts.
    pub fn outgrown(&self, record: &Address) -> &'a [Change] {
        match self.facts.outgrown.get(record) {
            Some(Changes::Found(changes)) => changes,
            _ => &[],
        }
    }

    /// A finding that a stage has not accepted something follows from what alone is missing of the record at `at`.
    pub fn because_of_record(
        &self,
        finding: Finding,
        at: &Address,
        record: Option<&Record>,
        stage: &str,
    ) -> Finding {
        let Some(record) = record else { return finding };
        let on = record.date.get().map_or(self.facts.as_of, |date| date.date);
        match record.by.text().is_none_or(|by| self.signing_objection(by, stage, on).is_none()) {
            true => self.because_placeholder(finding, at, &record.missing()),
            false => finding,
        }
    }

    fn is_placeholder(&self, field: &Address) -> bool {
        self.plan.placeholder_fields.contains(field)
    }

    /// A finding about something that was called not needed follows from what alone keeps that from counting.
    pub fn because_waved_off(&self, finding: Finding, at: &Address, record: Option<&Record>) -> Finding {
        let Some(record) = record else { return finding };
        let mut finding = finding;
        finding.message += &format!(" (it is called not needed, but {})", self.why_needed(record));
        let as_of = self.facts.as_of;
        let missing = not_given(&[
            ("why", record.why.is_given()),
            ("by", record.by.is_given()),
            ("date", record.date != Given::Placeholder),
        ]);
        let fields = self.placeholders(&at.join("not_needed"), &missing);
        let on = record.date.get().map_or(as_of, |date| date.date);
        if fields.len() < missing.len() || on > as_of {
            return finding;
        }
        let finding = fields.into_iter().fold(finding, |finding, at| finding.because("placeholder", at));
        let may = |by| not_needed_objection(self.plan, self.policy, by, on).is_none();
        if record.by.text().is_none_or(may) {
            return finding;
        }
        finding.because("unentitled-signer", at.clone())
    }

    /// Why the word that something is not needed does not count.
    fn why_needed(&self, record: &Record) -> String {
        let as_of = self.facts.as_of;
        let on = record.date.get().map_or(as_of, |date| date.date);
        match (record.by.text(), record.why.is_given()) {
            (None, _) => "it does not say by whom: `by`".to_owned(),
            (Some(by), false) => format!("{by} gives no reason: `why`"),
            (Some(by), true) if on > as_of => format!("only from {on}, says {by}"),
            (Some(by), true) => match not_needed_objection(self.plan, self.policy, by, on) {
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

    /// How late something is that was due on one day, on another.
    pub fn late(&self, due: jiff::civil::Date, on: jiff::civil::Date) -> String {
        match self.policy.calendar.working_days(due, on) {
            0 => "late".to_owned(),
            days => format!("{} late", crate::text::count(days as usize, "working day")),
        }
    }

    /// A finding about something that may not be needed once its risk questions are answered.
    pub fn because_unanswered(&self, finding: Finding, need: &Need) -> Finding {
        let Need::UntilAnswered(risks) = need else { return finding };
        risks.iter().fold(finding, |finding, risk| {
            finding.because("unanswered-risk", Address::new(format!("risks.{risk}")))
        })
    }

    /// The command that signs for a stage, with a key where the policy wants one.
    pub fn signing(&self, stage: &str) -> String {
        let with_key =
            if self.policy.minimum(stage) == AssuranceLevel::Signed { " --key <file>" } else { "" };
        format!("`launch sign <plan> {stage}{with_key}`")
    }

    /// Who may sign for a stage on the day the plan is judged for, as a hint.
    pub fn who_may_sign(&self, stage: &str) -> Option<String> {
        let roster = self.policy.roster.as_ref()?;
        let entitled = roster.entitled(Right::Sign(stage), self.facts.as_of);
        Some(match entitled.as_slice() {
            [] => format!("nobody on the roster may sign for {stage}"),
            people => format!("{} may sign for {stage}", crate::text::few(people, "or")),
        })
    }

    /// Whether a record is the word of somebody who may sign for a stage.
    pub fn counts(&self, record: Option<&Record>, stage: &str) -> bool {
        record_counts(self.policy, record, stage)
    }

    /// Why somebody may not sign for a stage on a day.
    pub fn signing_objection(&self, person: &str, stage: &str, on: jiff::civil::Date) -> Option<String> {
        signing_objection(self.policy, person, stage, on)
    }
}

/// The rules that speak of what others have not accepted, or not as it is now.
pub const NOT_ACCEPTED: [&str; 2] = ["unaccepted-promise", "unguarded-incentive"];

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
