//! What is open by agreement: conditions that are not met, and waivers in force. A strict check fails by it.

use std::collections::{HashMap, HashSet};

use jiff::civil::Date;

use crate::address::Address;
use crate::finding::{Level, with_plan};
use crate::plan::PlanFile;
use crate::policy::Gate;
use crate::report::FindingRow;
use crate::rule::Ctx;
use crate::source::Place;
use crate::text;
use crate::topic::{OPEN_CONDITION, Topic, WAIVER_IN_FORCE};
use crate::verdict;

/// A condition that is not met.
#[derive(Clone, Debug)]
pub struct ConditionRow {
    /// Its address.
    pub at: String,
    /// The stage that signed under it.
    pub stage: String,
    /// What has to be done.
    pub what: String,
    /// Who does it.
    pub owner: Option<String>,
    /// By when.
    pub due: Option<Date>,
    /// Who carries the risk.
    pub risk_accepted_by: Option<String>,
    /// What stays open until then.
    pub covers: Vec<String>,
    /// Whether its day has passed.
    pub overdue: bool,
    /// Working days late; none without a due day.
    pub days_late: Option<u32>,
}

/// A waiver that takes a finding.
#[derive(Clone, Debug)]
pub struct WaiverRow {
    /// Its id.
    pub id: String,
    /// The rule it takes.
    pub rule: String,
    /// The address it takes it at.
    pub at: String,
    /// The reason.
    pub why: String,
    /// Who answers for it.
    pub by: String,
    /// The last day it holds.
    pub until: Option<Date>,
}

/// Something that is open by agreement.
#[derive(Clone, Debug)]
pub struct Agreed {
    /// Whether it is a condition or a waiver.
    pub topic: &'static Topic,
    /// Its address.
    pub at: String,
    /// The address of what it lets pass: the sign-off that was given under it, or what is waived.
    pub lets_pass: String,
    /// Who agreed to what, until when.
    pub message: String,
    /// What to do next.
    pub help: String,
    /// Where it is.
    pub place: Place,
}

impl ConditionRow {
    /// By when it has to be met, in words.
    pub fn when(&self) -> String {
        match self.due {
            Some(due) if self.overdue => format!("was due {due} and is overdue"),
            Some(due) => format!("by {due}"),
            None => "no date".to_owned(),
        }
    }
}

/// Everything that is open by agreement in a plan: of the conditions, those that are no error by themselves.
pub(super) fn agreed(
    ctx: &Ctx<'_>,
    file: &PlanFile,
    gate: Gate,
    findings: &[FindingRow],
    (conditions, waivers): (&[ConditionRow], &[WaiverRow]),
) -> Vec<Agreed> {
    let is_error = |one: &&FindingRow| one.counts() && one.level == Level::Error;
    let errors: HashSet<&str> = findings.iter().filter(is_error).map(|one| one.at.as_str()).collect();
    let mut agreed: Vec<Agreed> = conditions.iter().map(|one| condition(ctx, file, one, findings)).collect();
    agreed.extend(nameless(ctx, file, gate));
    agreed.retain(|one| !errors.contains(one.at.as_str()));
    let mut excused: HashMap<&str, &FindingRow> = HashMap::new();
    for finding in findings {
        let Some(waiver) = &finding.waived_by else { continue };
        let first = excused.entry(waiver).or_insert(finding);
        if first.follows_from.is_some() && finding.follows_from.is_none() {
            *first = finding;
        }
    }
    agreed.extend(waivers.iter().map(|one| waiver(file, one, &excused)));
    agreed
}

fn condition(ctx: &Ctx<'_>, file: &PlanFile, row: &ConditionRow, findings: &[FindingRow]) -> Agreed {
    let nobody = || "nobody".to_owned();
    let covers = match row.covers.is_empty() {
        true => String::new(),
        false => format!("; covers {}", text::few_ticked(&row.covers, "and")),
    };
    let message = format!(
        "{} signed under a condition that is not met: {} ({}, {}; risk accepted by {}{covers})",
        row.stage,
        row.what,
        row.owner.clone().unwrap_or_else(nobody),
        row.when(),
        row.risk_accepted_by.clone().unwrap_or_else(nobody),
    );
    let is_first = |one: &&FindingRow| {
        one.covered_by.as_ref() == Some(&row.at)
            && one.level == Level::Error
            && one.waived_by.is_none()
            && one.follows_from.is_none()
    };
    let first: Vec<&str> = findings.iter().filter(is_first).map(|one| one.at.as_str()).collect();
    let first = verdict::before_it(&first);
    let until = row.due.filter(|_| !row.overdue).map(|due| format!(" by {due}")).unwrap_or_default();
    let how = verdict::meeting(ctx, &Address::new(row.at.as_str()));
    let how = how.map(|how| format!(": {}", with_plan(&how, file.source.name()))).unwrap_or_default();
    Agreed {
        topic: &OPEN_CONDITION,
        at: row.at.clone(),
        lets_pass: row.at.clone(),
        message,
        help: format!("meet it{until}{how}{first}"),
        place: place(file, &row.at),
    }
}

/// The sign-offs for a gate that were given under conditions and name none.
fn nameless(ctx: &Ctx<'_>, file: &PlanFile, gate: Gate) -> impl Iterator<Item = Agreed> {
    let words =
        ctx.standing.stages_for(gate).flat_map(|stage| stage.words.iter().map(move |word| (stage, word)));
    let nameless = words.filter(|(_, word)| word.is_conditional() && word.open_conditions().next().is_none());
    nameless.map(|(stage, word)| Agreed {
        topic: &OPEN_CONDITION,
        at: word.at.to_string(),
        lets_pass: word.at.to_string(),
        message: format!("{} signed under conditions and names none", ctx.named(stage.id)),
        help: "name each condition, or sign `go`".to_owned(),
        place: place(file, word.at.as_str()),
    })
}

fn waiver(file: &PlanFile, row: &WaiverRow, excused: &HashMap<&str, &FindingRow>) -> Agreed {
    let at = format!("waivers.{}", row.id);
    let until = row.until.map(|until| format!(" until {until}")).unwrap_or_default();
    let help = match excused.get(at.as_str()) {
        Some(finding) => {
            let who = finding.owner.as_ref().map(|owner| format!(" ({owner})")).unwrap_or_default();
            format!("before it ends, mend what it excuses{who}: {}", finding.help)
        }
        None => "before it ends, mend what it excuses".to_owned(),
    };
    Agreed {
        topic: &WAIVER_IN_FORCE,
        message: format!("{} waives `{}` at `{}`{until}: {}", row.by, row.rule, row.at, row.why),
        help,
        place: place(file, &at),
        lets_pass: row.at.clone(),
        at,
    }
}

fn place(file: &PlanFile, at: &str) -> Place {
    file.source.place(file.root.locate(at).0)
}
