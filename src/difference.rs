//! What changed between two states of a plan, in meaning: sign-offs, hand-offs, dates, promises, the verdict.

mod events;
mod words;

use std::collections::HashSet;

use crate::finding::Level;
use crate::reading::Reading;
use crate::report::{FindingRow, Index, PlanReport};
use crate::rule::Mark;
use crate::standing::StageState;
use crate::verdict::{Next, Verdict};

/// What changed between two states of a plan.
#[derive(Clone, Debug, Default)]
pub struct Difference {
    /// The verdict before and after; none where there was none.
    pub verdict: (Option<Verdict>, Option<Verdict>),
    /// What happened, the weightiest kind first.
    pub events: Vec<Event>,
    /// Stages whose turn has come, or that have signed, and had to wait before.
    pub unblocked: Vec<String>,
    /// The findings that count and did not before, root causes first.
    pub found: Vec<Found>,
    /// The findings that counted before and do not now.
    pub gone: Vec<Found>,
    /// Errors that only followed from others, and stand for themselves now.
    pub come_out: Vec<Found>,
    /// Errors that stood for themselves, and only follow from others now.
    pub gone_behind: Vec<Found>,
}

/// What would come of it if some things happened.
#[derive(Clone, Debug)]
pub struct Simulation {
    /// The launch's name.
    pub launch: String,
    /// What was supposed, each with who does it.
    pub supposed: Vec<String>,
    /// What speaks against it: it could not be done like this.
    pub against: Vec<String>,
    /// What would be different.
    pub difference: Difference,
    /// What each could do then and cannot now.
    pub next: Vec<Next>,
    /// How many errors stand in the way now, those that only follow from others left out.
    pub open_now: usize,
    /// How many would.
    pub open: usize,
}

/// Something that happened to a plan.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Event {
    /// What kind of thing it is about.
    pub kind: EventKind,
    /// Whether it brings the launch nearer.
    pub course: Course,
    /// The address of what it is about.
    pub at: String,
    /// What happened, as a sentence about it.
    pub told: String,
}

/// What an event is about, the weightiest first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum EventKind {
    /// A date of the launch.
    Date,
    /// A sign-off.
    SignOff,
    /// A condition that somebody signed under.
    Condition,
    /// A hand-off.
    HandOff,
    /// A promise.
    Promise,
    /// A load.
    Load,
    /// A waiver.
    Waiver,
    /// Whatever else the plan says.
    Content,
}

impl EventKind {
    /// The word for it, in JSON.
    pub fn word(self) -> &'static str {
        match self {
            EventKind::Date => "date",
            EventKind::SignOff => "sign-off",
            EventKind::Condition => "condition",
            EventKind::HandOff => "hand-off",
            EventKind::Promise => "promise",
            EventKind::Load => "load",
            EventKind::Waiver => "waiver",
            EventKind::Content => "content",
        }
    }

    /// The words for several of them, for people.
    pub fn title(self) -> &'static str {
        match self {
            EventKind::Date => "Dates",
            EventKind::SignOff => "Sign-offs",
            EventKind::Condition => "Conditions",
            EventKind::HandOff => "Hand-offs",
            EventKind::Promise => "Promises",
            EventKind::Load => "Loads",
            EventKind::Waiver => "Waivers",
            EventKind::Content => "What else the plan says",
        }
    }
}

/// Where something leads.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Course {
    /// Nearer to the launch.
    Forward,
    /// Further away from it.
    Back,
    /// A change: what comes of it, the verdict and the findings say.
    Open,
}

impl Course {
    /// The word for it, in JSON.
    pub fn word(self) -> &'static str {
        match self {
            Course::Forward => "forward",
            Course::Back => "back",
            Course::Open => "open",
        }
    }
}

/// A finding that came or went.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Found {
    /// The rule.
    pub rule: &'static str,
    /// How much it weighs.
    pub level: Level,
    /// Whether it says that there is too little time.
    pub is_of_time: bool,
    /// Its address.
    pub at: String,
    /// What is wrong.
    pub message: String,
    /// Whether it only follows from another finding.
    pub follows: bool,
}

impl Found {
    fn of(one: &FindingRow) -> Found {
        Found {
            rule: one.rule.id,
            level: one.level,
            is_of_time: one.rule.is(Mark::Time),
            at: one.at.clone(),
            message: one.message.clone(),
            follows: one.follows_from.is_some(),
        }
    }
}

impl Difference {
    /// What changed from one state of a plan to another.
    pub fn between(was: &Reading, is: &Reading) -> Difference {
        let (before, after) = (&was.report, &is.report);
        Difference {
            verdict: (before.verdict, after.verdict),
            events: events::events(was, is),
            unblocked: unblocked(before, after),
            found: without(after, before),
            gone: without(before, after),
            come_out: come_out(after, before),
            gone_behind: come_out(before, after),
        }
    }

    /// Whether nothing changed that the plan says or that follows from it.
    pub fn is_empty(&self) -> bool {
        self.verdict.0 == self.verdict.1
            && self.events.is_empty()
            && self.unblocked.is_empty()
            && self.found.is_empty()
            && self.gone.is_empty()
            && self.come_out.is_empty()
            && self.gone_behind.is_empty()
    }

    /// The sign-offs that fell or were taken back.
    pub fn fallen(&self) -> impl Iterator<Item = &Event> {
        self.events.iter().filter(|event| event.kind == EventKind::SignOff && event.course == Course::Back)
    }
}

fn unblocked(before: &PlanReport, after: &PlanReport) -> Vec<String> {
    let waited =
        |id: &str| before.stages.iter().any(|stage| stage.id == id && stage.state == StageState::Waiting);
    let goes_on = |state: StageState| state == StageState::Ready || state.is_signed_in_turn();
    let now = after.stages.iter().filter(|stage| goes_on(stage.state) && waited(&stage.id));
    now.map(|stage| stage.id.clone()).collect()
}

/// The findings that count in one report and not in the other.
fn without(report: &PlanReport, other: &PlanReport) -> Vec<Found> {
    let key = |finding: &FindingRow| (finding.rule.id, finding.at.clone());
    let known: HashSet<_> = other.findings.iter().filter(|one| one.counts()).map(key).collect();
    let found = report.findings.iter().filter(|one| one.counts() && !known.contains(&key(one)));
    found.map(Found::of).collect()
}

/// The errors that stand for themselves in one report, and in the other only follow from others.
fn come_out(report: &PlanReport, other: &PlanReport) -> Vec<Found> {
    let index = Index::of(other);
    let followed = |root: &&FindingRow| {
        let same = index.finding(root.rule.id, &root.at);
        same.is_some_and(|one| one.counts() && one.follows_from.is_some())
    };
    report.roots(Level::Error).filter(followed).map(Found::of).collect()
}
