//! A plan as it was judged at one time: what two times are compared by.

use jiff::civil::Date;
use serde_json::Value as Json;

use crate::content::content;
use crate::digest::{canonical, digest};
use crate::plan::PlanFile;
use crate::policy::Policy;
use crate::policy::calendar::Calendar;
use crate::report::PlanReport;

/// A plan as it was judged at one time.
#[derive(Clone, Debug)]
pub struct Reading {
    /// What the check answered.
    pub report: PlanReport,
    /// What the plan says.
    pub content: Json,
    /// The external date that was first agreed.
    pub baseline: Option<Date>,
    /// The days that are worked.
    pub calendar: Calendar,
    /// Whether its policy wants sign-offs to be more than typed names.
    pub wants_proof: bool,
}

impl Reading {
    /// A plan that was judged.
    pub fn of(file: &PlanFile, policy: &Policy, report: PlanReport) -> Reading {
        Reading {
            report,
            content: content(&file.root),
            baseline: file.plan.dates.baseline.get().map(|moment| moment.date),
            calendar: policy.calendar.clone(),
            wants_proof: policy.wants_proof(),
        }
    }

    /// The digest of what the plan says. Comments, quotes and layout are not part of it.
    pub fn digest(&self) -> String {
        digest(canonical(&self.content).as_bytes())
    }
}
