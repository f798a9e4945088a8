//! From files to a forecast: a plan with its policy, and what git tells of earlier launches.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use rayon::prelude::*;

use crate::disk;
use crate::facts::Drawn;
use crate::forecast::{self, Draws, Forecast, Pace, Past};
use crate::history::History;
use crate::judge::{Broken, Case, Judge, Target};
use crate::pace;
use crate::portfolio::{self, Draw};
use crate::text::first_of;

/// How many launches a sentence names.
const NAMED: usize = 2;

/// What git tells of the launches of a folder.
#[derive(Debug, Default)]
pub struct Launches(Vec<Launch>);

#[derive(Debug)]
struct Launch {
    /// Its file, whatever links lead to it.
    file: PathBuf,
    name: String,
    pace: Pace,
    gaps: Vec<String>,
}

impl Launches {
    /// What they tell for one plan: everything but what it tells itself.
    fn past(&self, plan: &Path) -> Past {
        let own = plan.canonicalize().ok();
        let others = || self.0.iter().filter(|launch| own.as_ref() != Some(&launch.file));
        let mut gaps: BTreeMap<&str, Vec<String>> = BTreeMap::new();
        for launch in others() {
            for gap in &launch.gaps {
                gaps.entry(gap).or_default().push(launch.name.clone());
            }
        }
        let known = others().map(|launch| launch.pace.clone()).filter(|pace| !pace.is_empty());
        Past {
            launches: known.collect(),
            gaps: gaps.iter().map(|(why, names)| format!("{}: {why}", first_of(names, NAMED))).collect(),
            begun: None,
        }
    }
}

impl Judge<'_> {
    /// What the others draw of the capacities that they share with each of these plans, where that is too much. One
    /// plan is not read for it: there are no others.
    pub fn drawn(&self, targets: &[Target]) -> Vec<Vec<Drawn>> {
        if let [_] = targets {
            return vec![Vec::new()];
        }
        let draws: Vec<Vec<Draw>> = targets.iter().map(|target| self.draws(target)).collect();
        let overloads = portfolio::overloads(&draws.iter().flatten().collect::<Vec<_>>());
        let of = |own: &Vec<Draw>| overloads.iter().filter_map(|overload| overload.for_plan(own)).collect();
        draws.iter().map(of).collect()
    }

    fn draws(&self, target: &Target) -> Vec<Draw> {
        let Target::Plan(path) = target else { return Vec::new() };
        let Ok(case) = self.read(path) else { return Vec::new() };
        match case.law.get() {
            Some(Ok(law)) if !case.file.may_misname_a_part() => portfolio::draws(&case.file, &law.policy),
            _ => Vec::new(),
        }
    }

    /// When the launch of a plan can be: by policy, and by earlier launches where there are some. `drawn` is what
    /// others draw of the capacities that it shares with them.
    ///
    /// # Errors
    /// Everything that is wrong with the plan or its policy.
    pub fn forecast(
        &self,
        path: &Path,
        drawn: &[Drawn],
        launches: Option<(&Launches, Draws)>,
    ) -> Result<Forecast, Broken> {
        let case = self.read(path).map_err(|(_, broken)| broken)?;
        let Some(Ok(law)) = case.law.get().filter(|_| case.broken.is_empty()) else {
            return Err(case.broken);
        };
        let past = launches.map(|(launches, draws)| {
            let own = case.history(History::mainline).ok();
            let begun = own.as_ref().and_then(pace::begun).filter(|day| *day <= self.as_of);
            (Past { begun, ..launches.past(path) }, draws)
        });
        let past = past.as_ref().map(|(past, draws)| (past, *draws));
        let name = case.file.source.name();
        Ok(self.weigh(&case, law, self.as_of, drawn, |seen| {
            forecast::forecast(name, &seen.ctx(), seen.raised, past)
        }))
    }

    /// What git tells of the launches of these plans.
    pub fn launches(&self, plans: &[PathBuf]) -> Launches {
        let launch = |path: &PathBuf| {
            let told = self.told(path);
            let (pace, gaps) = told.unwrap_or_else(|why| (Pace::default(), vec![why]));
            let file = path.canonicalize().unwrap_or_else(|_| path.clone());
            Launch { file, name: disk::shown(path), pace, gaps }
        };
        Launches(plans.par_iter().map(launch).collect())
    }

    fn told(&self, path: &Path) -> Result<(Pace, Vec<String>), String> {
        let unread = |broken: &Broken| match broken.problems().first() {
            Some(error) => error.message.clone(),
            None => "it cannot be read".to_owned(),
        };
        let case: Case = self.read(path).map_err(|(_, broken)| unread(&broken))?;
        let Some(Ok(law)) = case.law.get() else { return Err(unread(&case.broken)) };
        pace::pace(&case.history(History::mainline)?, &law.policy, self.as_of)
    }
}
