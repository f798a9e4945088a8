//! What each person can do now, with how long it has waited, what waits for it, and how it is done.

use std::cmp::Reverse;

use jiff::civil::Date;

use crate::address::Address;
use crate::finding::{Level, with_plan};
use crate::report::{FindingRow, Index, PlanReport};
use crate::source::STDIN;
use crate::verdict::{Again, Next};

/// Something that somebody can do now.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Task {
    /// Who.
    pub who: String,
    /// Those who stand in for them.
    pub stand_ins: Vec<String>,
    /// What, as an order.
    pub todo: String,
    /// What it is about.
    pub at: Address,
    /// The line of the plan that it is about; of something that is missing, where it should be.
    pub line: Option<usize>,
    /// The stage that it is the work of.
    pub stage: Option<String>,
    /// Whether the launch may go without it.
    pub is_warning: bool,
    /// The command that does it, where there is one.
    pub command: Option<String>,
    /// What to write into the plan, where there is no command and it is not plain.
    pub write: Option<String>,
    /// The last day for it.
    pub due: Option<Date>,
    /// Working days late; none without a due day.
    pub days_late: Option<u32>,
    /// How many findings follow from it.
    pub follow: usize,
    /// Whose sign-offs do not outlast it, in the order in which they sign again.
    pub again: Vec<SignsAgain>,
}

/// Somebody who has to sign again once something is done.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SignsAgain {
    /// The stage.
    pub stage: String,
    /// Who.
    pub who: String,
    /// The command that does it; none of a plan that comes by standard input.
    pub command: Option<String>,
}

impl Task {
    /// What comes first: whatever is latest, then what is due first, then what most waits for.
    pub fn urgency(&self) -> impl Ord + use<> {
        (
            Reverse(self.days_late.unwrap_or(0)),
            self.due.is_none(),
            self.due,
            Reverse(self.follow),
            self.is_warning,
        )
    }
}

impl PlanReport {
    /// What each person can do now, the oldest and most blocking first.
    pub fn tasks(&self) -> Vec<Task> {
        let index = Index::of(self);
        let mut tasks: Vec<Task> = self.next.iter().map(|next| self.task(next, &index)).collect();
        tasks.sort_by_cached_key(Task::urgency);
        tasks
    }

    fn task(&self, next: &Next, index: &Index<'_>) -> Task {
        let finding = finding_of(next, index);
        let of_address = || index.own_due(next.at.as_str()).unwrap_or_default();
        let (due, days_late, _) = finding.map_or_else(of_address, |finding| match &finding.covered_by {
            Some(condition) => index.own_due(condition).unwrap_or_else(|| index.due(finding)),
            None => index.due(finding),
        });
        let command = next.how.as_deref().and_then(|how| self.command(how));
        Task {
            who: next.who.clone(),
            stand_ins: next.stand_ins.clone(),
            todo: next.todo.clone(),
            at: next.at.clone(),
            line: finding.map(|one| one.place.start.line),
            stage: next.stage.clone(),
            is_warning: finding.is_some_and(|one| one.level != Level::Error),
            write: next.how.as_deref().filter(|_| command.is_none()).map(|how| with_plan(how, &self.path)),
            command,
            due,
            days_late,
            again: next.again.iter().map(|again| self.again(again)).collect(),
            follow: next.rule.map_or(0, |rule| index.followers(rule, next.at.as_str()).len()),
        }
    }

    fn again(&self, again: &Again) -> SignsAgain {
        let Again { stage, who } = again;
        let command = self.command(&format!("`launch sign <plan> {stage}`"));
        SignsAgain { stage: stage.clone(), who: who.clone(), command }
    }

    /// The command that begins what a finding says of how it is mended.
    fn command(&self, how: &str) -> Option<String> {
        let (command, _) = how.strip_prefix('`')?.split_once('`')?;
        let is_ours = command.starts_with("launch ") && self.path != STDIN;
        is_ours.then(|| with_plan(command, &self.path))
    }
}

/// Whether the launch does not go without it; it goes without what a condition covers.
pub fn keeps_from_going(next: &Next, index: &Index<'_>) -> bool {
    finding_of(next, index).is_some_and(|one| one.counts() && one.level == Level::Error)
}

/// The finding that something to do comes of; a condition comes of none.
fn finding_of<'a>(next: &Next, index: &Index<'a>) -> Option<&'a FindingRow> {
    index.finding(next.rule?, next.at.as_str())
}
