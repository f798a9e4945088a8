//! All launches on one page: the worst first, what weighs on each, and who holds up more than one.

use std::cmp::Reverse;

use jiff::civil::Date;

use crate::people::by_name;
use crate::policy::Gate;
use crate::policy::roster::same_person;
use crate::report::{
    Blocker, Collision, ConditionRow, Decider, Index, Names, PlanReport, Report, WaiverRow, Weakest,
    keeps_from_going,
};
use crate::source::Located;
use crate::verdict::Verdict;

/// How many things that stand in the way of a launch are kept.
const BLOCKERS: usize = 5;

/// All launches on one page.
#[derive(Clone, Debug)]
pub struct Overview {
    /// The day they were judged for.
    pub as_of: Date,
    /// The worst of their verdicts; none when one of them has none.
    pub verdict: Option<Verdict>,
    /// The launches, the worst first.
    pub launches: Vec<Launch>,
    /// What happens between them.
    pub collisions: Vec<Collision>,
    /// Who keeps more than one of them from going, whoever holds up most first.
    pub people: Vec<Holder>,
}

/// One launch.
#[derive(Clone, Debug)]
pub struct Launch {
    /// The file.
    pub path: String,
    /// Its name.
    pub name: Option<String>,
    /// How it is called beside the others.
    pub called: String,
    /// Who runs it.
    pub owner: Option<String>,
    /// Who decides.
    pub decides: Vec<Decider>,
    /// Whether it may go.
    pub verdict: Option<Verdict>,
    /// The gate it was judged for.
    pub gate: Gate,
    /// The date of that gate.
    pub date: Option<Date>,
    /// Working days until then; negative when it has passed.
    pub days_left: Option<i64>,
    /// When our own people hear.
    pub internal: Option<Date>,
    /// When customers can buy.
    pub external: Option<Date>,
    /// How many errors stand in the way: of how it is written, and those that follow from no other.
    pub errors: usize,
    /// The weakest link.
    pub weakest: Option<Weakest>,
    /// The first few things that stand in its way, the longest first.
    pub blockers: Vec<Blocker>,
    /// What is open by agreement: conditions, and waivers.
    pub conditions: Vec<ConditionRow>,
    /// The waivers that take a finding of it.
    pub waivers: Vec<WaiverRow>,
    /// Why it could not be read, where it could not: then nothing else is said of it.
    pub problems: Vec<Located>,
}

/// Somebody who keeps more than one launch from going.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Holder {
    /// Who.
    pub who: String,
    /// The launches that wait, by name, with how much there is to do that they do not go without.
    pub launches: Vec<(String, usize)>,
}

impl Launch {
    /// Why it could not be read, in a few words.
    pub fn unreadable(&self) -> Option<&str> {
        self.problems.first().map(|problem| problem.message.as_str())
    }
}

impl Overview {
    /// The launches of a report.
    pub fn of(report: &Report) -> Overview {
        let names = Names::among(&report.plans);
        Overview {
            as_of: report.as_of,
            verdict: report.verdict,
            launches: report.worst_first().into_iter().map(|plan| launch(plan, &names)).collect(),
            collisions: report.collisions.clone(),
            people: people(&report.plans, &names),
        }
    }

    /// The same with people by their names, each of which stands after their id: what is read at a glance.
    #[must_use]
    pub fn by_name(&self, names: &[(String, String)]) -> Overview {
        let mut page = self.clone();
        let call = |text: &mut String| *text = by_name(names, text);
        for launch in &mut page.launches {
            launch.owner.iter_mut().for_each(call);
            launch.decides.iter_mut().flat_map(|one| &mut one.owner).for_each(call);
            launch.weakest.iter_mut().flat_map(|one| &mut one.owner).for_each(call);
            for blocker in &mut launch.blockers {
                call(&mut blocker.message);
                blocker.owner.iter_mut().for_each(call);
            }
            for one in &mut launch.conditions {
                [&mut one.owner, &mut one.risk_accepted_by].into_iter().flatten().for_each(call);
                call(&mut one.what);
            }
            launch.waivers.iter_mut().flat_map(|one| [&mut one.by, &mut one.why]).for_each(call);
        }
        page.people.iter_mut().for_each(|holder| call(&mut holder.who));
        page
    }

    /// How many launches have a verdict.
    pub fn count(&self, verdict: Option<Verdict>) -> usize {
        self.launches.iter().filter(|launch| launch.verdict == verdict).count()
    }
}

/// Of a plan that could not be read to its end, nothing is said but why.
fn launch(plan: &PlanReport, names: &Names<'_>) -> Launch {
    let is_read = plan.errors.is_empty();
    let blockers = if is_read { plan.blockers() } else { Vec::new() };
    Launch {
        path: plan.path.clone(),
        name: plan.launch.clone(),
        called: names.of(plan),
        owner: plan.owner.clone(),
        decides: if is_read { plan.decides.clone() } else { Vec::new() },
        verdict: plan.verdict,
        gate: plan.gate,
        date: plan.date,
        days_left: plan.days_left,
        internal: plan.internal,
        external: plan.external,
        errors: plan.error_count(),
        weakest: plan.weakest.clone().filter(|_| is_read),
        blockers: blockers.into_iter().take(BLOCKERS).collect(),
        conditions: if is_read { plan.conditions.clone() } else { Vec::new() },
        waivers: if is_read { plan.waivers.clone() } else { Vec::new() },
        problems: plan.errors.clone(),
    }
}

/// Who can do something now that more than one launch does not go without.
fn people(plans: &[PlanReport], names: &Names<'_>) -> Vec<Holder> {
    let mut found: Vec<Holder> = Vec::new();
    for plan in plans {
        for (who, count) in waiting(plan) {
            let launch = (names.of(plan), count);
            match found.iter_mut().find(|known| same_person(&known.who, who)) {
                Some(known) => known.launches.push(launch),
                None => found.push(Holder { who: who.to_owned(), launches: vec![launch] }),
            }
        }
    }
    found.retain(|holder| holder.launches.len() > 1);
    found.sort_by(|a, b| a.who.cmp(&b.who));
    found.sort_by_key(|holder| {
        (
            Reverse(holder.launches.len()),
            Reverse(holder.launches.iter().map(|(_, count)| *count).sum::<usize>()),
        )
    });
    found
}

/// Who can do something now that a launch does not go without, and how much.
fn waiting(plan: &PlanReport) -> Vec<(&str, usize)> {
    let mut found: Vec<(&str, usize)> = Vec::new();
    let index = Index::of(plan);
    for next in plan.next.iter().filter(|next| keeps_from_going(next, &index)) {
        match found.iter_mut().find(|(known, _)| same_person(known, &next.who)) {
            Some((_, count)) => *count += 1,
            None => found.push((&next.who, 1)),
        }
    }
    found
}
