//! What a rule is: static data plus a pure function of what is known.

mod causes;
mod drift;

use std::collections::HashSet;

use crate::address::Address;
use crate::facts::{Change, Changes, Facts};
use crate::finding::{Breakdown, Finding, Level};
use crate::plan::Plan;
use crate::plan::record::Record;
use crate::policy::roster::Right;
use crate::policy::{AssuranceLevel, Policy};
use crate::standing::{
    HandOffStanding, HandOffState, Standing, answers_for, record_counts, signing_objection,
};

pub use causes::{NOT_ACCEPTED, because_unsigned, in_turn, waits_for_turn};
pub use drift::Handed;

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

    /// Whether what a rule finds keeps a launch from going: under this policy it is neither off nor a warning.
    pub fn is_error(&self, rule: &str) -> bool {
        self.policy.level(rule) == Level::Error
    }

    /// Whether the policy holds it against a hand-off that it was returned.
    pub fn minds_returns(&self) -> bool {
        self.is_error("returned-handoff")
    }

    /// Where a hand-off stands for what has to be done about it: where the policy lets it pass that one was returned,
    /// as if nobody had.
    pub fn asked_of(&self, handoff: &HandOffStanding<'_>) -> HandOffState {
        let is_let_pass = handoff.state == HandOffState::Returned && !self.minds_returns();
        if is_let_pass { handoff.unreturned } else { handoff.state }
    }

    /// What changed since the record at an address was written, of what it accepts.
    pub fn outgrown(&self, record: &Address) -> &'a [Change] {
        match self.facts.outgrown.get(record) {
            Some(Changes::Found(changes)) => changes,
            _ => &[],
        }
    }

    /// How late something is that was due on one day, on another.
    pub fn late(&self, due: jiff::civil::Date, on: jiff::civil::Date) -> String {
        match self.policy.calendar.working_days(due, on) {
            0 => "late".to_owned(),
            days => format!("{} late", crate::text::count(days as usize, "working day")),
        }
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

    /// Why somebody may not sign for a stage on a day, or where none is said, on any.
    pub fn signing_objection(
        &self,
        person: &str,
        stage: &str,
        on: impl Into<Option<jiff::civil::Date>>,
    ) -> Option<String> {
        signing_objection(self.policy, person, stage, on)
    }
}
