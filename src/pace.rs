//! How long things took in a launch, by the commits that showed them.
//!
//! What a plan says of its days was typed, often afterwards; the day of a commit is when it was there to be
//! seen. So commits decide, and the dates that a plan records only where one commit shows both the begin and
//! the end of something: a plan that was filled in once and committed would otherwise have taken no time.
//!
//! Revisions come in the order in which they came together, and each counts as of the day on which its author made
//! it: a rebase puts many in their place on one day, and the work behind them took as long as before.

use std::collections::{BTreeSet, HashMap};

use jiff::civil::Date;

use crate::address::Address;
use crate::facts::Facts;
use crate::forecast::Pace;
use crate::history::{History, Version};
use crate::plan::PlanFile;
use crate::plan::record::Record;
use crate::plan::sign_off::{Decision, SignOff};
use crate::policy::Policy;
use crate::source::Source;
use crate::standing::{HandOffStanding, HandOffState, StageStanding, Standing};
use crate::text::count;

/// How long things took in the launch of a plan, as far as its history up to a day tells, and what it does not
/// tell, in sentences that follow its name.
///
/// # Errors
/// Why nothing can be told.
pub fn pace(history: &History, policy: &Policy, as_of: Date) -> Result<(Pace, Vec<String>), String> {
    let mut gaps: Vec<String> = history.complete.as_ref().err().cloned().into_iter().collect();
    let mut passed_over = 0;
    let mut looks = Vec::new();
    let mut last = None;
    for version in history.versions.iter().rev() {
        let Some(day) = day(version).filter(|day| *day <= as_of) else { continue };
        match read(history, version) {
            Some(file) => {
                looks.push(Look::at(day, &file));
                last = Some(file);
            }
            None => passed_over += 1,
        }
    }
    if passed_over > 0 {
        gaps.push(format!("passed over, because it cannot be read: {}", count(passed_over, "revision")));
    }
    let Some(last) = last else {
        let why = format!("no committed revision up to {as_of} can be read");
        return Err(gaps.into_iter().next().unwrap_or(why));
    };
    let facts = Facts::on(as_of);
    let standing = Standing::of(&last, policy, &facts);
    let is_complete = history.complete.is_ok();
    let seen = Seen { looks: &looks, standing: &standing, policy, is_complete };
    Ok((seen.pace(), gaps))
}

/// The day of the commit that first had a plan; none where that is not known.
pub fn begun(history: &History) -> Option<Date> {
    history.complete.as_ref().ok()?;
    history.versions.last().and_then(day)
}

fn day(version: &Version) -> Option<Date> {
    version.author.date.map(|moment| moment.date)
}

fn read(history: &History, version: &Version) -> Option<PlanFile> {
    let text = history.text(version).ok()??;
    let file = PlanFile::read(Source::from_bytes("plan", text.to_vec()).ok()?);
    (!file.broken).then_some(file)
}

/// What one revision shows.
struct Look {
    day: Date,
    /// Of each hand-off, whether it is sent, and whether it is accepted.
    handoffs: HashMap<String, (bool, bool)>,
    /// Of each stage, how many signed.
    stages: HashMap<String, usize>,
}

impl Look {
    fn at(day: Date, file: &PlanFile) -> Look {
        let is_there = |record: Option<&Record>| record.is_some_and(|record| record.signed().is_some());
        let handoffs = file.plan.handoffs.iter().map(|(id, handoff)| {
            (id.to_owned(), (is_there(handoff.sent.as_ref()), is_there(handoff.accepted.as_ref())))
        });
        let yes = |one: &&SignOff| one.by.is_given() && one.date.is_given() && one.decision != Decision::NoGo;
        let stages = file.plan.stages.iter();
        let stages = stages.map(|(id, stage)| (id.to_owned(), stage.sign_offs.iter().filter(yes).count()));
        Look { day, handoffs: handoffs.collect(), stages: stages.collect() }
    }
}

/// All revisions, the oldest first, and where the last one stands.
struct Seen<'a> {
    looks: &'a [Look],
    standing: &'a Standing<'a>,
    policy: &'a Policy,
    /// Whether the first of them is the first there was.
    is_complete: bool,
}

impl Seen<'_> {
    fn pace(&self) -> Pace {
        let mut pace = Pace::default();
        for handoff in self.standing.needed_handoffs() {
            if let Some(took) = self.of_handoff(handoff, &mut pace.recorded) {
                pace.handoffs.insert(handoff.id.to_owned(), took);
            }
        }
        for stage in self.standing.needed_stages() {
            if let Some(took) = self.of_stage(stage, &mut pace.recorded) {
                pace.stages.insert(stage.id.to_owned(), took);
            }
        }
        pace
    }

    /// From the first revision that shows it sent to the one since which it is accepted.
    fn of_handoff(&self, handoff: &HandOffStanding<'_>, recorded: &mut BTreeSet<Address>) -> Option<u32> {
        let accepted = self.accepted(handoff)?;
        let sent =
            self.looks.iter().position(|look| look.handoffs.get(handoff.id).is_some_and(|known| known.0))?;
        if sent < accepted {
            return Some(self.between(self.day(self.known(sent)?)?, self.day(accepted)?));
        }
        recorded.insert(handoff.at());
        let plan = handoff.plan?;
        let on = |record: Option<&Record>| Some(record?.date.get()?.date);
        Some(self.between(on(plan.sent.as_ref())?, on(plan.accepted.as_ref())?))
    }

    /// From the revision that had the last of what it waited for to the one since which it is signed; of a
    /// stage that waits for nothing, from the first one.
    fn of_stage(&self, stage: &StageStanding<'_>, recorded: &mut BTreeSet<Address>) -> Option<u32> {
        let signed = self.known(self.signed(stage)?)?;
        let before = stage.before.iter().filter_map(|id| self.standing.stage(id));
        let before: Vec<&StageStanding<'_>> = before.filter(|other| self.signed(other).is_some()).collect();
        let to_it = self.standing.needed_handoffs().filter(|handoff| handoff.to == stage.id);
        let to_it: Vec<&HandOffStanding<'_>> =
            to_it.filter(|handoff| self.accepted(handoff).is_some()).collect();
        let begins = before.iter().filter_map(|other| self.signed(other));
        let begin = begins.chain(to_it.iter().filter_map(|handoff| self.accepted(handoff))).max();
        if begin.is_none_or(|begin| begin != signed) {
            let from = self.known(begin.unwrap_or(0))?;
            let is_first = begin.is_none() && signed == 0;
            return (!is_first).then_some(self.between(self.day(from)?, self.day(signed)?));
        }
        recorded.insert(stage.at());
        let signed_on = |stage: &StageStanding<'_>| stage.signed_on().map(|moment| moment.date);
        let accepted_on =
            |handoff: &HandOffStanding<'_>| Some(handoff.plan?.accepted.as_ref()?.date.get()?.date);
        let dates = before.iter().filter_map(|other| signed_on(other));
        let begin = dates.chain(to_it.iter().filter_map(|handoff| accepted_on(handoff))).max()?;
        Some(self.between(begin, signed_on(stage)?))
    }

    /// The revision since which a hand-off is accepted.
    fn accepted(&self, handoff: &HandOffStanding<'_>) -> Option<usize> {
        let is_there = |look: &Look| look.handoffs.get(handoff.id).is_some_and(|known| known.1);
        Some(handoff).filter(|one| one.state == HandOffState::Accepted).and(self.since(is_there))
    }

    /// The revision since which a stage has as many signatures as it needs.
    fn signed(&self, stage: &StageStanding<'_>) -> Option<usize> {
        let is_there = |look: &Look| look.stages.get(stage.id).is_some_and(|known| *known >= stage.wanted());
        Some(stage).filter(|one| one.counts_as_signed()).and(self.since(is_there))
    }

    /// The first revision from which on something is there in all of them.
    fn since(&self, is_there: impl Fn(&Look) -> bool) -> Option<usize> {
        let absent = self.looks.iter().rposition(|look| !is_there(look));
        let first = absent.map_or(0, |absent| absent + 1);
        (first < self.looks.len()).then_some(first)
    }

    /// A revision, if what it shows first may not have been there before.
    fn known(&self, at: usize) -> Option<usize> {
        (at > 0 || self.is_complete).then_some(at)
    }

    fn day(&self, at: usize) -> Option<Date> {
        self.looks.get(at).map(|look| look.day)
    }

    fn between(&self, from: Date, to: Date) -> u32 {
        self.policy.calendar.working_days(from, to)
    }
}
