//! From files to a forecast: a plan with its policy, and what git tells of earlier launches.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use rayon::prelude::*;

use crate::disk;
use crate::forecast::{self, Draws, Forecast, Pace, Past};
use crate::history::History;
use crate::judge::{Broken, Case, Judge};
use crate::pace;
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
    /// When the launch of a plan can be: by policy, and by earlier launches where there are some.
    ///
    /// # Errors
    /// Everything that is wrong with the plan or its policy.
    pub fn forecast(&self, path: &Path, launches: Option<(&Launches, Draws)>) -> Result<Forecast, Broken> {
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
        Ok(self.weigh(&case, law, self.as_of, &[], |seen| {
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
