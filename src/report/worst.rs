//! Which of several plans is worse, as every screen and page counts it.

use std::cmp::Reverse;

use crate::finding::Level;
use crate::report::{PlanReport, Report};

impl PlanReport {
    /// How many errors stand in the way: of how it is written, and those that follow from no other.
    pub fn error_count(&self) -> usize {
        self.errors.len() + self.roots(Level::Error).count()
    }
}

impl Report {
    /// The plans in the order that several are shown in: what could not be read is worst, as nobody knows what is in it;
    /// of those alike, the one whose date comes first.
    pub fn worst_first(&self) -> Vec<&PlanReport> {
        let mut plans: Vec<&PlanReport> = self.plans.iter().collect();
        plans.sort_by_cached_key(|plan| {
            let verdict = (plan.verdict.is_some(), Reverse(plan.verdict));
            (verdict, Reverse(plan.error_count()), plan.date, &plan.path)
        });
        plans
    }
}
