//! How launches are called beside each other.

use std::collections::HashSet;

use crate::report::PlanReport;

/// The names that several launches have.
pub struct Names<'a>(HashSet<&'a str>);

impl<'a> Names<'a> {
    /// Those of some launches.
    pub fn among(plans: impl IntoIterator<Item = &'a PlanReport>) -> Names<'a> {
        let mut seen = HashSet::new();
        let names = plans.into_iter().filter_map(|plan| plan.launch.as_deref());
        Names(names.filter(|name| !seen.insert(*name)).collect())
    }

    /// How one of them is called: by its name, by its file where it has none, and by both where another has its name.
    pub fn of(&self, plan: &PlanReport) -> String {
        match plan.launch.as_deref() {
            None => plan.path.clone(),
            Some(name) if self.0.contains(name) => format!("{name} ({})", plan.path),
            Some(name) => name.to_owned(),
        }
    }
}
