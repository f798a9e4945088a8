//! Everything a renderer may see. A report holds no plan and no source: what it shows was cut out.

mod agreed;
mod blockers;
mod build;
mod index;
mod names;
mod signed;
mod tasks;
mod unchecked;
mod worst;

use jiff::civil::Date;

use crate::digest::TextsDigest;
use crate::facts::Fallen;
use crate::finding::Level;
use crate::moment::Moment;
use crate::plan::Kind;
use crate::policy::{AssuranceLevel, Gate};
use crate::rule::Rule;
use crate::source::{Excerpt, Located, Place};
use crate::standing::{HandOffState, StageState};
use crate::verdict::{Next, Verdict};

pub use agreed::{Agreed, ConditionRow, WaiverRow};
pub use blockers::Blocker;
pub use index::Index;
pub use names::Names;
pub use signed::Signed;
pub use tasks::{SignsAgain, Task, keeps_from_going};

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
    /// Whether what is open by agreement is no go, as `--strict` asks.
    pub strict: bool,
}

/// Something that happens between launches, each of which may be fine alone.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Collision {
    /// What kind it is.
    pub kind: CollisionKind,
    /// What happens, in a sentence.
    pub message: String,
    /// The files of the plans.
    pub paths: Vec<String>,
}

/// The kinds of collision between launches.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum CollisionKind {
    /// Together they bring more than a shared capacity carries.
    Capacity,
    /// Customers can buy both on the same day.
    SameDay,
    /// Both fall into one blackout.
    Blackout,
}

impl CollisionKind {
    /// The word for it, in JSON.
    pub fn word(self) -> &'static str {
        match self {
            CollisionKind::Capacity => "capacity",
            CollisionKind::SameDay => "same-day",
            CollisionKind::Blackout => "blackout",
        }
    }
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
    /// Who decides: who answers for the stages of the gate that no other of it comes after.
    pub decides: Vec<Decider>,
    /// When our own people hear.
    pub internal: Option<Date>,
    /// When customers can buy.
    pub external: Option<Date>,
    /// The blackout that the external date falls into.
    pub blackout: Option<String>,
    /// Working days until the gate's date; negative when it has passed.
    pub days_left: Option<i64>,
    /// The policy it was judged by.
    pub policy: String,
    /// The digest of its texts.
    pub policy_digest: Option<TextsDigest>,
    /// What fell since a revision, where one was named.
    pub since: Option<Since>,
    /// The revision that the policy was read from, where one was named.
    pub policy_from: Option<PolicyFrom>,
    /// A `launch.toml` above the plan that does not hold, because it is in no repository.
    pub unused_policy: Option<String>,
    /// The stages that somebody called not needed: each with who, why, and the no that it passes over.
    pub waved_off: Vec<String>,
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
    /// What is open by agreement: of the conditions, those that are no error by themselves.
    pub agreed: Vec<Agreed>,
    /// The rules that hold by default, and that its policy turns off.
    pub turned_off: Vec<&'static str>,
    /// What nobody looked at.
    pub not_checked: Vec<String>,
}

/// Who decides.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Decider {
    /// The stage.
    pub stage: String,
    /// Who answers for it.
    pub owner: Option<String>,
}

/// Which sign-offs fall by what changed since a revision.
#[derive(Clone, Debug)]
pub struct Since {
    /// As it was named.
    pub revision: String,
    /// What came of it; or why it could not be looked at.
    pub fallen: Result<Compared, String>,
}

/// A plan held against what it was in a revision.
#[derive(Clone, Debug)]
pub struct Compared {
    /// The begin of the revision's commit's id.
    pub commit: String,
    /// The sign-offs that fell.
    pub fallen: Vec<Fallen>,
    /// Why the plan of then was judged by the policy of now, where it was not judged by that of then.
    pub policy: Result<(), String>,
}

/// The revision that a policy was read from.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PolicyFrom {
    /// As it was named.
    pub revision: String,
    /// The begin of its commit's id.
    pub commit: String,
    /// Whether the policy on disk, or the keys it lists, are others.
    pub changed: bool,
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
    /// Each who signed.
    pub signed: Vec<Signed>,
    /// When it had as many signatures as it needs, or else the first.
    pub date: Option<Moment>,
    /// How far the least trusted of its sign-offs can be trusted.
    pub assurance: Option<AssuranceLevel>,
    /// The last day for it.
    pub due: Option<Date>,
    /// Working days late, as long as nobody signed; none without a due day.
    pub days_late: Option<u32>,
    /// How many of the things that the gate asks of it are met.
    pub met: usize,
    /// How many there are; none of a stage that only a later gate asks for.
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
    /// The gate that asks for it.
    pub gate: Gate,
    /// The last day for its acceptance.
    pub due: Option<Date>,
    /// Working days late.
    pub days_late: Option<u32>,
    /// The stage whose turn it is.
    pub turn: Option<String>,
    /// Who accepted it, and when.
    pub accepted: Option<Signed>,
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
    /// The stage that they act for; none where they run the launch.
    pub turn: Option<String>,
    /// The last day for it, and how many working days late that is, where the thing has no day of its own: the end
    /// of a waiver, or the day of the gate that asks for it.
    pub day: Option<(Date, u32)>,
    /// Where it is; of something that is missing, where it should be.
    pub place: Place,
    /// The source there.
    pub excerpt: Excerpt,
    /// Whether the address itself is in the plan.
    pub found: bool,
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
    /// Where it is; of something that is missing, where it should be.
    pub place: Place,
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
    /// Whether errors stand in the way of the launch, and none of them in its way.
    pub is_beside_the_errors: bool,
    /// A stage behind it in the order that has done all it can already: effort went there first.
    pub ahead: Option<Ahead>,
}

/// A stage that is further than the weakest link before it.
#[derive(Clone, Debug)]
pub struct Ahead {
    /// The stage.
    pub stage: String,
    /// How many of its things are met.
    pub met: usize,
    /// How many there are.
    pub of: usize,
}

impl Weakest {
    /// What it says of the launch.
    pub fn meaning(&self) -> &'static str {
        if self.is_beside_the_errors {
            "No other stage has less met, but what stands in the way of the launch is elsewhere."
        } else {
            "The launch is as ready as this stage; work elsewhere does not help."
        }
    }
}

impl FindingRow {
    /// Whether it counts against the verdict, or as a warning.
    pub fn counts(&self) -> bool {
        self.waived_by.is_none() && self.covered_by.is_none()
    }
}

impl PlanReport {
    /// The stages that are required, for this gate and for others.
    pub fn required(&self) -> impl Iterator<Item = &StageRow> {
        self.stages.iter().filter(|stage| stage.state != StageState::NotNeeded)
    }

    /// The findings that count and follow from no other: how many there are is what every screen says.
    pub fn roots(&self, level: Level) -> impl Iterator<Item = &FindingRow> {
        let is_root =
            move |one: &&FindingRow| one.counts() && one.follows_from.is_none() && one.level == level;
        self.findings.iter().filter(is_root)
    }

    /// Whether the gate that was judged asks for a hand-off.
    pub fn asks_for(&self, handoff: &HandOffRow) -> bool {
        handoff.gate <= self.gate
    }
}

impl Report {
    /// The report over plans that were judged.
    pub fn of(as_of: Date, plans: Vec<PlanReport>, collisions: Vec<Collision>) -> Report {
        let verdicts: Option<Vec<Verdict>> = plans.iter().map(|plan| plan.verdict).collect();
        let verdict = verdicts.and_then(|verdicts| verdicts.into_iter().max());
        Report { as_of, verdict, plans, collisions, strict: false }
    }

    /// Whether it may go with conditions, and does not because that is asked strictly.
    pub fn fails_by_strict(&self) -> bool {
        self.strict && self.verdict == Some(Verdict::GoWithConditions)
    }
}
