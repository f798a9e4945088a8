//! How the readiness of a launch moved: its versions in git, each judged for its own day.

use jiff::civil::Date;

use crate::difference::{Difference, EventKind};
use crate::finding::Level;
use crate::reading::Reading;
use crate::report::PlanReport;
use crate::standing::{HandOffState, StageState};
use crate::verdict::Verdict;

/// How the readiness of a launch moved.
#[derive(Clone, Debug)]
pub struct Timeline {
    /// The plan's file.
    pub path: String,
    /// The launch's name, as it is now.
    pub launch: Option<String>,
    /// The oldest first.
    pub points: Vec<Point>,
    /// Why the oldest need not be where it began.
    pub begins_late: Option<String>,
    /// Whether sign-offs are taken at their word here of which the policy wants proof.
    pub at_their_word: bool,
}

/// A version of a plan, and where the launch stood then.
#[derive(Clone, Debug)]
pub struct Point {
    /// The version.
    pub version: Version,
    /// Where the launch stood; or why that cannot be told.
    pub stood: Result<Stood, String>,
}

/// A version of a plan.
#[derive(Clone, Debug)]
pub struct Version {
    /// The begin of its commit's id; none when it is not committed.
    pub commit: Option<String>,
    /// Who committed it.
    pub author: Option<String>,
    /// When; none when its commit has a date that no calendar knows.
    pub day: Option<Date>,
    /// The file's name then, from the root.
    pub path: String,
    /// How many commits it stands for.
    pub commits: usize,
}

/// Where a launch stood.
#[derive(Clone, Debug)]
pub struct Stood {
    /// Whether it might have gone.
    pub verdict: Option<Verdict>,
    /// How many of its stages had signed.
    pub signed: usize,
    /// How many stages there were.
    pub stages: usize,
    /// How many of its hand-offs were accepted.
    pub accepted: usize,
    /// How many hand-offs there were.
    pub handoffs: usize,
    /// How many errors counted and followed from no other.
    pub errors: usize,
    /// How many warnings counted and followed from no other.
    pub warnings: usize,
    /// The external date, as it was then.
    pub external: Option<Date>,
    /// What had changed since the version before it that could be read.
    pub changed: Option<Difference>,
}

impl Timeline {
    /// The versions in order, each compared with the one before it that could be read.
    pub fn of(
        path: String,
        versions: impl IntoIterator<Item = (Version, Result<Reading, String>)>,
        begins_late: Option<String>,
    ) -> Timeline {
        let mut points = Vec::new();
        let mut before: Option<Reading> = None;
        for (version, reading) in versions {
            let stood = reading.map(|reading| {
                let changed = before.as_ref().map(|before| Difference::between(before, &reading));
                let stood = Stood { changed, ..Stood::of(&reading.report) };
                before = Some(reading);
                stood
            });
            points.push(Point { version, stood });
        }
        let at_their_word = before.as_ref().is_some_and(|reading| reading.wants_proof);
        let launch = before.and_then(|reading| reading.report.launch);
        Timeline { path, launch, points, begins_late, at_their_word }
    }

    /// The points at which the external date was moved, with what happened. Its first is no move.
    pub fn slips(&self) -> impl Iterator<Item = (&Point, &str)> {
        let has_date = |point: &&Point| point.stood.as_ref().is_ok_and(|stood| stood.external.is_some());
        self.points.iter().skip_while(move |point| !has_date(point)).skip(1).flat_map(|point| {
            let changed = point.stood.as_ref().ok().and_then(|stood| stood.changed.as_ref());
            let events = changed.into_iter().flat_map(|changed| &changed.events);
            let moved = events.filter(|event| event.kind == EventKind::Date && event.at == "dates.external");
            moved.map(move |event| (point, event.told.as_str()))
        })
    }

    /// The sign-offs that fell or were taken back, with when.
    pub fn fallen(&self) -> impl Iterator<Item = (&Point, &str, &str)> {
        self.points.iter().flat_map(|point| {
            let changed = point.stood.as_ref().ok().and_then(|stood| stood.changed.as_ref());
            let fallen = changed.into_iter().flat_map(Difference::fallen);
            fallen.map(move |event| (point, event.at.as_str(), event.told.as_str()))
        })
    }
}

impl Stood {
    fn of(report: &PlanReport) -> Stood {
        let needed = || report.stages.iter().filter(|stage| stage.state != StageState::NotNeeded);
        let handoffs = || report.handoffs.iter().filter(|one| one.state != HandOffState::NotNeeded);
        Stood {
            verdict: report.verdict,
            signed: needed().filter(|stage| stage.state.is_signed_in_turn()).count(),
            stages: needed().count(),
            accepted: handoffs().filter(|one| one.state == HandOffState::Accepted).count(),
            handoffs: handoffs().count(),
            errors: report.roots(Level::Error).count(),
            warnings: report.roots(Level::Warn).count(),
            external: report.external,
            changed: None,
        }
    }
}
