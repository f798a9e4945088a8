//! Everything that the printed report on one launch says: what leadership decides from, first.

mod details;
mod page_one;
pub mod record;

use jiff::civil::Date;

use crate::check::Raised;
use crate::difference::Difference;
use crate::forecast::Forecast;
use crate::plan::PlanFile;
use crate::quantity::Quantity;
use crate::reading::Reading;
use crate::report::Blocker;
use crate::retro::{self, GoalRow};
use crate::rule::Ctx;
use crate::timeline::Timeline;
use crate::verification::Verification;

/// How many blockers page one shows.
pub const BLOCKERS: usize = 5;

/// The printed report on one launch.
#[derive(Clone, Debug)]
pub struct Brief {
    /// The day it is judged for.
    pub as_of: Date,
    /// The plan as it was judged.
    pub reading: Reading,
    /// How the people of the policy's roster are called, each after their id.
    pub names: Vec<(String, String)>,
    /// When it can be at the earliest, by the policy's lead times.
    pub forecast: Forecast,
    /// Which stages come directly before which, in customer-first order.
    pub order: Vec<Turn>,
    /// What stands in the way, the latest and weightiest first; all of it.
    pub blockers: Vec<Blocker>,
    /// What has to be decided rather than done.
    pub decisions: Vec<Decision>,
    /// What customers said, and what the product does about it.
    pub needs: Vec<NeedRow>,
    /// What customers are told, against what the keeper stands behind.
    pub promises: Vec<PromiseRow>,
    /// What is expected, against what can be carried.
    pub loads: Vec<LoadRow>,
    /// Who hears of it inside, and when.
    pub informed: Vec<InformedRow>,
    /// What the stages answered.
    pub answers: Vec<AnswerRow>,
    /// What the launch is held to after it.
    pub goals: Vec<GoalRow>,
    /// The sign-offs one by one.
    pub sign_offs: Verification,
    /// What changed since a revision or a day; or why that cannot be told.
    pub since: Option<Since>,
    /// How its readiness moved; or why that cannot be told.
    pub timeline: Result<Timeline, String>,
}

/// A stage in the order.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Turn {
    /// The stage.
    pub stage: String,
    /// The required stages directly before it.
    pub after: Vec<String>,
}

/// Something that has to be decided.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Decision {
    /// What about.
    pub at: String,
    /// Why it has to be.
    pub why: String,
    /// The choice.
    pub choice: String,
    /// Who decides it.
    pub who: Option<String>,
    /// The last day for it, where there is one.
    pub by: Option<Date>,
}

/// What customers said.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NeedRow {
    /// Its id.
    pub id: String,
    /// In their words.
    pub need: Option<String>,
    /// Where they said so.
    pub evidence: Vec<EvidenceRow>,
    /// What the product does about it.
    pub answer: Option<String>,
    /// Why it does nothing about it.
    pub declined: Option<String>,
}

/// Where customers said something.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct EvidenceRow {
    /// The kind of source.
    pub from: Option<String>,
    /// How many customers.
    pub count: Option<u32>,
    /// When.
    pub date: Option<Date>,
    /// Where it can be read.
    pub link: Option<String>,
    /// Whether it proves something.
    pub proves: bool,
}

/// A promise.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PromiseRow {
    /// Its id.
    pub id: String,
    /// In the words that customers hear.
    pub claim: Option<String>,
    /// The stage that makes it.
    pub made_by: Option<String>,
    /// The stage that must keep it.
    pub kept_by: Option<String>,
    /// Where customers see it.
    pub seen_in: Vec<String>,
    /// What is promised.
    pub promised: Option<String>,
    /// What the keeper stands behind.
    pub committed: Option<String>,
    /// Who said yes for the keeper, and when; only somebody who may.
    pub accepted: Option<String>,
    /// Whether it is sold before it is built.
    pub future: bool,
    /// How the two fit.
    pub fit: Fit,
}

/// A load.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LoadRow {
    /// Its id.
    pub id: String,
    /// The stage that brings it.
    pub from: Option<String>,
    /// The stage that carries it.
    pub to: Option<String>,
    /// How much is expected.
    pub forecast: Option<String>,
    /// How much can be carried.
    pub capacity: Option<String>,
    /// The policy's capacity that it draws on.
    pub draws_on: Option<String>,
    /// Who said yes for the carrier, and when; only somebody who may.
    pub accepted: Option<String>,
    /// What else is brought on the same capacity: what brings it together, in words.
    pub together: Option<String>,
    /// How the two fit; what is brought on one capacity together.
    pub fit: Fit,
}

/// How what is asked for fits into what is there.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Fit {
    /// It does, with so much to spare where a number says how much.
    Within(Option<String>),
    /// It does not, by so much.
    Outside(String),
    /// Nobody knows, and why.
    Unknown(String),
}

/// Somebody inside who has to hear of it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct InformedRow {
    /// Its id.
    pub id: String,
    /// Who they are.
    pub who: Option<String>,
    /// When.
    pub date: Option<Date>,
    /// How.
    pub how: Option<String>,
    /// What shows that it was done.
    pub done: Option<String>,
}

/// An answer of a stage.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AnswerRow {
    /// The stage.
    pub stage: String,
    /// The ask.
    pub ask: String,
    /// What is asked, where the policy asks it.
    pub question: Option<String>,
    /// The answer.
    pub answer: Answered,
}

/// What was answered.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Answered {
    /// Not yet.
    Open,
    /// Done, without anything to show for it.
    Claimed,
    /// Done, and this shows it.
    Proven(String),
    /// Not needed, and this is why.
    NotNeeded(String),
}

/// What changed since then.
#[derive(Clone, Debug)]
pub struct Since {
    /// The revision or day, as it was named.
    pub named: String,
    /// The day of the commit that was found for it, and what changed; or why that cannot be told.
    pub changed: Result<(Date, Difference), String>,
}

impl Fit {
    /// How `inner` fits into `outer`; what they are called where they are not there.
    fn of(
        (inner, inner_name): (Option<&Quantity>, &str),
        (outer, outer_name): (Option<&Quantity>, &str),
    ) -> Fit {
        let (inner, outer) = match (inner, outer) {
            (Some(inner), Some(outer)) => (inner, outer),
            (None, None) => {
                return Fit::Unknown(format!("nobody said what is {inner_name} and {outer_name}"));
            }
            (None, _) => return Fit::Unknown(format!("nobody said what is {inner_name}")),
            (_, None) => return Fit::Unknown(format!("nobody said what is {outer_name}")),
        };
        match inner.gap(outer) {
            Ok(None) => Fit::Within(inner.slack(outer).ok().flatten()),
            Ok(Some(gap)) => Fit::Outside(gap.to_string()),
            Err(why) => Fit::Unknown(why.to_string()),
        }
    }
}

impl Brief {
    /// The report on a plan that was judged.
    pub fn of(ctx: &Ctx<'_>, file: &PlanFile, raised: &[Raised], mut reading: Reading) -> Brief {
        page_one::name_the_policy(&mut reading.report);
        let as_of = ctx.facts.as_of;
        let forecast = page_one::forecast(ctx, file, raised, reading.report.gate);
        Brief {
            as_of,
            decisions: page_one::decisions(ctx, &reading, &forecast),
            forecast,
            blockers: reading.report.blockers(),
            names: page_one::names(ctx),
            order: page_one::order(ctx),
            needs: details::needs(ctx),
            promises: details::promises(ctx),
            loads: details::loads(ctx),
            informed: details::informed(ctx),
            answers: details::answers(ctx),
            goals: retro::goals(ctx.plan, as_of),
            sign_offs: Verification::of(ctx, file),
            since: None,
            timeline: Err("git was not asked".to_owned()),
            reading,
        }
    }
}
