//! What a platform shows at a line of a file: findings, errors of how a file is written, what is open by
//! agreement, and what happens between launches, all in one list.

use std::borrow::Cow;
use std::collections::{HashMap, HashSet};

use sha2::{Digest as _, Sha256};

use crate::finding::Level;
use crate::render::site::Site;
use crate::report::{Agreed, Collision, FindingRow, PlanReport, Report};
use crate::source::{Located, Place, Position};
use crate::text::visible;
use crate::topic::{COLLIDING, INVALID};

/// How much an issue weighs, the most first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Weight {
    /// There is no verdict because of it.
    Invalid,
    /// The launch may not go because of it.
    Error,
    /// An error that only follows from another finding.
    FollowingError,
    /// Somebody should look.
    Warning,
    /// A warning that only follows from another finding.
    FollowingWarning,
    /// A waiver takes it, or a condition covers it.
    Excused,
    /// Open by agreement; or between launches, each of which may be fine alone.
    Note,
}

/// What an issue is about.
#[derive(Clone, Copy, Debug)]
pub(super) enum Origin<'a> {
    /// A finding of a plan.
    Finding(&'a PlanReport, &'a FindingRow),
    /// An error of how a file is written.
    Error,
    /// Something that is open by agreement.
    Agreed(&'a Agreed),
    /// Something between launches.
    Collision(&'a Collision),
}

/// One thing that a platform shows.
#[derive(Clone, Debug)]
pub struct Issue<'a> {
    /// The id of the rule or of the topic.
    pub(super) check: &'static str,
    /// How much it weighs.
    pub(super) weight: Weight,
    /// The file, from the repository's root.
    pub(super) path: Cow<'a, str>,
    /// Where in the file.
    pub(super) place: Option<&'a Place>,
    /// What is wrong.
    pub(super) message: &'a str,
    /// What to do next.
    pub(super) help: Option<&'a str>,
    /// What it is about.
    pub(super) origin: Origin<'a>,
    /// The same in every run, wherever in the file it is; no two issues of a report share it.
    pub(super) fingerprint: String,
}

impl Issue<'_> {
    /// The address of what it is about.
    pub(super) fn at(&self) -> Option<&str> {
        match self.origin {
            Origin::Finding(_, finding) => Some(&finding.at),
            Origin::Agreed(one) => Some(&one.at),
            Origin::Error | Origin::Collision(_) => None,
        }
    }

    /// By what it does not count, if it does not.
    pub(super) fn excuse(&self) -> Option<String> {
        let Origin::Finding(_, finding) = self.origin else { return None };
        let waived = finding.waived_by.as_ref().map(|by| format!("waived by {by}"));
        waived.or_else(|| finding.covered_by.as_ref().map(|by| format!("covered by {by}")))
    }
}

/// The issues of a report, plan by plan.
pub fn issues<'a>(report: &'a Report, site: &Site) -> Vec<Issue<'a>> {
    let mut list = List { found: Vec::new(), seen: HashSet::new(), times: HashMap::new() };
    for plan in &report.plans {
        plan.errors.iter().for_each(|error| list.error(site, error));
        let path = site.path(&plan.path);
        plan.findings.iter().for_each(|finding| list.finding(path.clone(), plan, finding));
        plan.agreed.iter().for_each(|one| list.agreed(path.clone(), one, report));
    }
    report.collisions.iter().for_each(|collision| list.collision(site, collision));
    list.found
}

/// A list that names nothing twice.
struct List<'a> {
    found: Vec<Issue<'a>>,
    /// Errors that are in the list: plans that share a broken policy all have them.
    seen: HashSet<(&'a str, &'a str, Option<Position>)>,
    /// How often something was found at one address.
    times: HashMap<String, u32>,
}

impl<'a> List<'a> {
    fn error(&mut self, site: &Site, error: &'a Located) {
        let place = error.place.as_ref().map(|(place, _)| place);
        if !self.seen.insert((&error.path, &error.message, place.map(|place| place.start))) {
            return;
        }
        let path = site.path(&error.path);
        let fingerprint = self.fingerprint(&path, INVALID.id, &error.message);
        self.found.push(Issue {
            check: INVALID.id,
            weight: Weight::Invalid,
            path,
            place,
            message: &error.message,
            help: error.help.as_deref(),
            origin: Origin::Error,
            fingerprint,
        });
    }

    fn finding(&mut self, path: Cow<'a, str>, plan: &'a PlanReport, finding: &'a FindingRow) {
        let fingerprint = self.fingerprint(&path, finding.rule.id, &finding.at);
        self.found.push(Issue {
            check: finding.rule.id,
            weight: weight(finding),
            path,
            place: Some(&finding.place),
            message: &finding.message,
            help: Some(&finding.help),
            origin: Origin::Finding(plan, finding),
            fingerprint,
        });
    }

    fn agreed(&mut self, path: Cow<'a, str>, one: &'a Agreed, report: &Report) {
        let fingerprint = self.fingerprint(&path, one.topic.id, &one.at);
        self.found.push(Issue {
            check: one.topic.id,
            weight: if report.strict { Weight::Error } else { Weight::Note },
            path,
            place: Some(&one.place),
            message: &one.message,
            help: Some(&one.help),
            origin: Origin::Agreed(one),
            fingerprint,
        });
    }

    fn collision(&mut self, site: &Site, collision: &'a Collision) {
        let paths: Vec<Cow<'_, str>> = collision.paths.iter().map(|path| site.path(path)).collect();
        let fingerprint = self.fingerprint(&paths.join("\0"), COLLIDING.id, collision.kind.word());
        self.found.push(Issue {
            check: COLLIDING.id,
            weight: Weight::Note,
            path: collision.paths.first().map_or(Cow::Borrowed(""), |path| site.path(path)),
            place: None,
            message: &collision.message,
            help: None,
            origin: Origin::Collision(collision),
            fingerprint,
        });
    }

    /// Lines and dates move from run to run: only the file, the check and the address are told
    /// apart, and what these have in common by its order.
    fn fingerprint(&mut self, path: &str, check: &str, at: &str) -> String {
        let name = format!("{path}\0{check}\0{}", visible(at));
        let times = self.times.entry(name.clone()).or_default();
        *times += 1;
        match *times {
            1 => short_hash(&name),
            times => short_hash(&format!("{name}\0{times}")),
        }
    }
}

fn weight(finding: &FindingRow) -> Weight {
    match (finding.counts(), finding.level, finding.follows_from.is_some()) {
        (false, _, _) => Weight::Excused,
        (true, Level::Error, false) => Weight::Error,
        (true, Level::Error, true) => Weight::FollowingError,
        (true, _, false) => Weight::Warning,
        (true, _, true) => Weight::FollowingWarning,
    }
}

/// 128 bits of a text's SHA-256, in hexadecimal.
pub(super) fn short_hash(text: &str) -> String {
    let hash = Sha256::digest(text.as_bytes());
    hash.iter().take(16).fold(String::with_capacity(32), |hex, byte| hex + &format!("{byte:02x}"))
}
