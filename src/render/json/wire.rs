//! The shape of the report for other tools. The comments here are the descriptions of its schema. What has
//! `in crate::render` stands in other documents as well.

use std::borrow::Cow;

use schemars::JsonSchema;
use serde::Serialize;

use super::schema::{
    assurances, breakdowns, collision_kinds, gates, handoff_states, levels, stage_states, verdicts,
};
use crate::render::document::SCHEMA;
use crate::report::{self, ConditionRow, WaiverRow};
use crate::source::Located;
use crate::verdict;

/// What `launch check --format json` writes.
#[derive(Serialize, JsonSchema)]
#[schemars(title = "Launch report")]
pub(super) struct Document<'a> {
    /// The version of this format. It changes when something that is here changes its meaning or goes.
    #[schemars(extend("const" = SCHEMA))]
    pub(super) schema: u32,
    /// The tool that wrote it, with its version.
    pub(super) tool: &'static str,
    /// The day that was judged for.
    #[schemars(extend("format" = "date"))]
    pub(super) as_of: String,
    /// The worst verdict of the plans; null when one of them could not be read.
    #[schemars(extend("enum" = verdicts()))]
    pub(super) verdict: Option<&'static str>,
    /// Whether what is open by agreement is no go, as `--strict` asks: the exit code of `go-with-conditions` is 1.
    /// Left out where it is not.
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    pub(super) strict: bool,
    /// The plans, in the order in which they were named; those of a folder by name.
    pub(super) plans: Vec<Plan<'a>>,
    /// Where launches get in each other's way.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub(super) collisions: Vec<Collision<'a>>,
}

/// Launches that get in each other's way.
#[derive(Serialize, JsonSchema)]
pub(in crate::render) struct Collision<'a> {
    /// What they share: a capacity, a day, or a blackout.
    #[schemars(extend("enum" = collision_kinds()))]
    pub(in crate::render) kind: &'static str,
    /// What happens, in a sentence.
    pub(in crate::render) message: &'a str,
    /// The files of their plans.
    pub(in crate::render) paths: &'a [String],
}

/// What is known of one plan.
#[derive(Serialize, JsonSchema)]
pub(super) struct Plan<'a> {
    /// Its file.
    pub(super) path: &'a str,
    /// The launch's name; null when it has none, or could not be read.
    pub(super) launch: Option<&'a str>,
    /// The gate that it was judged for.
    #[schemars(extend("enum" = gates()))]
    pub(super) gate: &'static str,
    /// The date of that gate; null when the plan has none.
    #[schemars(extend("format" = "date"))]
    pub(super) date: Option<String>,
    /// Whether it may go; null when it, or its policy, could not be read.
    #[schemars(extend("enum" = verdicts()))]
    pub(super) verdict: Option<&'static str>,
    /// How the policy that judged it is called; null when none did.
    pub(super) policy: Option<&'a str>,
    /// The digest of that policy: SHA-256 over its text, and the texts of what it extends.
    pub(super) policy_digest: Option<&'a str>,
    /// The revision that the policy was read from; null when `--policy-from` did not ask for one.
    pub(super) policy_from: Option<PolicyFrom<'a>>,
    /// Which sign-offs fell since a revision; null when `--since` did not ask.
    pub(super) since: Option<Since<'a>>,
    /// The `launch.toml` above the plan that does not hold for it, because the plan is in no repository.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) unused_policy: Option<&'a str>,
    /// Why it, or its policy, could not be read.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub(super) errors: Vec<Error<'a>>,
    /// Every stage that is required or declared, customers first.
    pub(super) stages: Vec<Stage<'a>>,
    /// Every hand-off that is required or declared.
    pub(super) handoffs: Vec<HandOff<'a>>,
    /// What is wrong with the launch, root causes first.
    pub(super) findings: Vec<Finding<'a>>,
    /// The id of the stage with the least met of what it is counted by for this gate, a sign-off whose turn
    /// has not come left out; null when nothing is open.
    pub(super) weakest: Option<&'a str>,
    /// What each person can do now.
    pub(super) next: Vec<Next<'a>>,
    /// The conditions that are not met.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub(super) conditions: Vec<Condition<'a>>,
    /// The waivers that take a finding.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub(super) waivers: Vec<Waiver<'a>>,
    /// What nobody looked at, or could.
    pub(super) not_checked: &'a [String],
}

/// Where the policy was read from.
#[derive(Serialize, JsonSchema)]
pub(super) struct PolicyFrom<'a> {
    /// The revision as it was asked for.
    pub(super) revision: &'a str,
    /// The begin of its commit's id.
    pub(super) commit: &'a str,
    /// Whether the policy on disk, or a list of keys that it names, differs from it.
    pub(super) changed: bool,
}

/// Which sign-offs fell since a revision.
#[derive(Serialize, JsonSchema)]
pub(super) struct Since<'a> {
    /// The revision as it was asked for.
    pub(super) revision: &'a str,
    /// The begin of its commit's id; null when this could not be told.
    pub(super) commit: Option<&'a str>,
    /// Why this could not be told; where there is a commit, why it is told by today's policy and not by that
    /// of then; else null.
    pub(super) why: Option<&'a str>,
    /// The sign-offs that stood then by the policy of then, are still there, and of which something that
    /// they cover has changed or that do not count any more; empty when this could not be told.
    pub(super) fallen: Vec<Fallen<'a>>,
}

/// A sign-off that stood, and of which something that it covers has changed or that does not count any more.
#[derive(Serialize, JsonSchema)]
pub(super) struct Fallen<'a> {
    /// Its stage.
    pub(super) stage: &'a str,
    /// Who signed.
    pub(super) by: &'a str,
    /// Whether it has a digest of what was signed. With one it stands no longer; without one, which is what
    /// false says, it stands all the same.
    pub(super) sealed: bool,
    /// What changed of what it covers; empty when that is what it was, and it does not count any more.
    pub(super) changes: Vec<Change<'a>>,
}

/// A value that changed.
#[derive(Serialize, JsonSchema)]
pub(super) struct Change<'a> {
    /// Its address.
    pub(super) at: &'a str,
    /// What stood there; null when nothing did.
    pub(super) was: Option<&'a str>,
    /// What stands there; null when nothing does.
    pub(super) is: Option<&'a str>,
}

/// Why a plan or its policy could not be read.
#[derive(Serialize, JsonSchema)]
pub(in crate::render) struct Error<'a> {
    /// The file.
    pub(in crate::render) path: &'a str,
    /// What is wrong.
    pub(in crate::render) message: &'a str,
    /// What to do about it; null when there is nothing to add.
    pub(in crate::render) help: Option<&'a str>,
    /// Where it begins: the line, from 1; null, as the three below, when it has no place in the file.
    pub(in crate::render) line: Option<usize>,
    /// Where it begins: the column, from 1.
    pub(in crate::render) column: Option<usize>,
    /// Where it ends: the line, from 1.
    pub(in crate::render) end_line: Option<usize>,
    /// Where it ends: the column behind it, from 1.
    pub(in crate::render) end_column: Option<usize>,
}

/// A stage, and where it stands.
#[derive(Serialize, JsonSchema)]
pub(super) struct Stage<'a> {
    /// Its id.
    pub(super) id: &'a str,
    /// Where it stands.
    #[schemars(extend("enum" = stage_states()))]
    pub(super) state: &'static str,
    /// The gate that it is signed for.
    #[schemars(extend("enum" = gates()))]
    pub(super) gate: &'static str,
    /// Who answers for it; null when nobody does.
    pub(super) owner: Option<&'a str>,
    /// Who signed: those whose signatures count or are stale, with a comma between them; null when there is
    /// none.
    pub(super) by: Option<Cow<'a, str>>,
    /// When it had as many signatures as it needs, or else the first: a day, or a date-time.
    pub(super) date: Option<String>,
    /// How far the least trusted of these signatures can be trusted; null when there is none.
    #[schemars(extend("enum" = assurances()))]
    pub(super) assurance: Option<&'static str>,
    /// The last day to sign it; null when its gate has no date, or it is not needed.
    #[schemars(extend("format" = "date"))]
    pub(super) due: Option<String>,
    /// How many of the things that it is counted by are met.
    pub(super) met: usize,
    /// How many things it is counted by.
    pub(super) of: usize,
    /// Whether it is the weakest link.
    pub(super) weakest: bool,
}

/// A hand-off, and where it stands.
#[derive(Serialize, JsonSchema)]
pub(super) struct HandOff<'a> {
    /// Its id.
    pub(super) id: &'a str,
    /// The sending stage.
    pub(super) from: &'a str,
    /// The receiving stage.
    pub(super) to: &'a str,
    /// What is handed over.
    pub(super) what: &'a str,
    /// Where it stands.
    #[schemars(extend("enum" = handoff_states()))]
    pub(super) state: &'static str,
    /// The last day to accept it; null when nothing gives one.
    #[schemars(extend("format" = "date"))]
    pub(super) due: Option<String>,
    /// How many working days after that day it was accepted, or is still open; 0 when it is not late; null when
    /// there is no such day, it is not needed, or it was accepted on no date.
    pub(super) days_late: Option<u32>,
    /// The stage whose turn it is; null when it is nobody's.
    pub(super) turn: Option<&'a str>,
}

/// Something that is wrong with the launch.
#[derive(Serialize, JsonSchema)]
pub(super) struct Finding<'a> {
    /// The rule that found it: `launch explain` has its page.
    pub(super) rule: &'static str,
    /// How much it weighs.
    #[schemars(extend("enum" = levels()))]
    pub(super) level: &'static str,
    /// The kind of failure between departments.
    #[schemars(extend("enum" = breakdowns()))]
    pub(super) breakdown: &'static str,
    /// The address that it is about.
    pub(super) at: &'a str,
    /// What is wrong.
    pub(super) message: &'a str,
    /// What to do about it.
    pub(super) help: &'a str,
    /// Who can do something about it; null when nobody is named for it.
    pub(super) owner: Option<&'a str>,
    /// Where it begins: the line, from 1. What is missing begins where it should be.
    pub(super) line: usize,
    /// Where it begins: the column, from 1.
    pub(super) column: usize,
    /// Where it ends: the line, from 1.
    pub(super) end_line: usize,
    /// Where it ends: the column behind it, from 1.
    pub(super) end_column: usize,
    /// The finding that this one only follows from; null for a root cause.
    pub(super) follows_from: Option<Root<'a>>,
    /// The address of the waiver that lets it pass, such as `waivers.kit-later`; null when none does.
    pub(super) waived_by: Option<&'a str>,
    /// The address of the condition that covers it; null when none does.
    pub(super) covered_by: Option<&'a str>,
    /// What the customer loses by it.
    pub(super) customer_loses: &'static str,
    /// What the organisation loses by it.
    pub(super) organisation_loses: &'static str,
}

/// A finding, by its rule and address.
#[derive(Serialize, JsonSchema)]
pub(super) struct Root<'a> {
    /// The rule.
    pub(super) rule: &'static str,
    /// The address.
    pub(super) at: &'a str,
}

/// What somebody can do now.
#[derive(Serialize, JsonSchema)]
pub(in crate::render) struct Next<'a> {
    /// Who.
    pub(in crate::render) who: &'a str,
    /// What.
    #[serde(rename = "do")]
    pub(in crate::render) todo: &'a str,
    /// The address that it is about.
    pub(in crate::render) at: &'a str,
}

/// A condition that somebody signed under, and that is not met.
#[derive(Serialize, JsonSchema)]
pub(in crate::render) struct Condition<'a> {
    /// Its address.
    pub(in crate::render) at: &'a str,
    /// The stage that signed under it.
    pub(in crate::render) stage: &'a str,
    /// What has to be done.
    pub(in crate::render) what: &'a str,
    /// Who does it; null when nobody is named.
    pub(in crate::render) owner: Option<&'a str>,
    /// By when; null when that is not said.
    #[schemars(extend("format" = "date"))]
    pub(in crate::render) due: Option<String>,
    /// How many working days after that day it is; 0 when it is not late; null without a day.
    pub(in crate::render) days_late: Option<u32>,
    /// Who carries the risk; null when nobody is named.
    pub(in crate::render) risk_accepted_by: Option<&'a str>,
    /// The addresses of what may stay open until then.
    pub(in crate::render) covers: &'a [String],
}

/// A waiver that takes a finding.
#[derive(Serialize, JsonSchema)]
pub(in crate::render) struct Waiver<'a> {
    /// Its id.
    pub(in crate::render) id: &'a str,
    /// The rule that it takes.
    pub(in crate::render) rule: &'a str,
    /// The address that it takes it at.
    pub(in crate::render) at: &'a str,
    /// The reason.
    pub(in crate::render) why: &'a str,
    /// Who answers for it.
    pub(in crate::render) by: &'a str,
    /// The last day that it holds; null when that is not said.
    #[schemars(extend("format" = "date"))]
    pub(in crate::render) until: Option<String>,
}

impl<'a> From<&'a ConditionRow> for Condition<'a> {
    fn from(row: &'a ConditionRow) -> Condition<'a> {
        Condition {
            at: &row.at,
            stage: &row.stage,
            what: &row.what,
            owner: row.owner.as_deref(),
            due: row.due.map(|due| due.to_string()),
            days_late: row.days_late,
            risk_accepted_by: row.risk_accepted_by.as_deref(),
            covers: &row.covers,
        }
    }
}

impl<'a> From<&'a WaiverRow> for Waiver<'a> {
    fn from(row: &'a WaiverRow) -> Waiver<'a> {
        Waiver {
            id: &row.id,
            rule: &row.rule,
            at: &row.at,
            why: &row.why,
            by: &row.by,
            until: row.until.map(|until| until.to_string()),
        }
    }
}

impl<'a> From<&'a report::Collision> for Collision<'a> {
    fn from(one: &'a report::Collision) -> Collision<'a> {
        Collision { kind: one.kind.word(), message: &one.message, paths: &one.paths }
    }
}

impl<'a> From<&'a Located> for Error<'a> {
    fn from(error: &'a Located) -> Error<'a> {
        let place = error.place.as_ref().map(|(place, _)| place);
        Error {
            path: &error.path,
            message: &error.message,
            help: error.help.as_deref(),
            line: place.map(|place| place.start.line),
            column: place.map(|place| place.start.column),
            end_line: place.map(|place| place.end.line),
            end_column: place.map(|place| place.end.column),
        }
    }
}

impl<'a> From<&'a verdict::Next> for Next<'a> {
    fn from(next: &'a verdict::Next) -> Next<'a> {
        Next { who: &next.who, todo: &next.todo, at: next.at.as_str() }
    }
}

impl<'a> Error<'a> {
    /// What is wrong with a file of which no place is known.
    pub(in crate::render) fn without_place(path: &'a str, message: &'a str) -> Error<'a> {
        let [line, column, end_line, end_column] = [None; 4];
        Error { path, message, help: None, line, column, end_line, end_column }
    }
}
