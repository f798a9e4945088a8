//! What the head of page one says of the verdict: what it permits, and what nobody looked at.

use crate::brief::Brief;
use crate::policy::AssuranceLevel;
use crate::render::brief::page::{cut, few};
use crate::retro::{GoalRow, Outcome};
use crate::text::{first_of, list, width};
use crate::verdict::Verdict;
use crate::verification::Verified;

/// How many goals are named.
const GOALS: usize = 3;

/// What a verdict permits; of a gate whose day is over, what is open now. Whether it was fit to go on that day is another
/// question, which `--as-of` answers.
pub(super) fn permits(brief: &Brief) -> &'static str {
    let report = &brief.reading.report;
    let asks_less = !report.turned_off.is_empty() || report.weakest.is_some();
    match (report.verdict, is_over(brief)) {
        (Some(Verdict::Go), false) if asks_less => {
            "It may go: no rule that the policy keeps as an error stands against it."
        }
        (Some(Verdict::Go), true) if asks_less => {
            "Its day is over; no rule that the policy keeps as an error stands against it now."
        }
        (Some(Verdict::Go), false) => "It may go: nothing that the policy asks for is open.",
        (Some(Verdict::Go), true) => "Its day is over; nothing that the policy asks for is open now.",
        (Some(Verdict::GoWithConditions), false) => {
            "It may go while somebody answers for each condition and waiver named here, and no longer."
        }
        (Some(Verdict::GoWithConditions), true) => {
            "Its day is over; it may be out while somebody answers for each condition and waiver named here, and no longer."
        }
        (Some(Verdict::NoGo), _) => "It may not go. What is not known counts as not done.",
        (None, _) => "It cannot be told whether it may go.",
    }
}

fn is_over(brief: &Brief) -> bool {
    brief.reading.report.date.is_some_and(|date| date < brief.as_of)
}

/// What came of the goals, once the launch is over.
pub(super) fn goals(brief: &Brief) -> Option<String> {
    if !is_over(brief) {
        return None;
    }
    let (goals, more) = few(brief.goals.iter().map(goal).collect(), GOALS);
    let more = if more > 0 { format!("; {more} more") } else { String::new() };
    Some(match goals.is_empty() {
        true => "Goals: the plan names none.".to_owned(),
        false => {
            format!("Goals: {}{more}. `launch retro` shows what stood around them.", goals.join("; "))
        }
    })
}

fn goal(one: &GoalRow) -> String {
    let id = cut(&one.id, 28);
    let by = one.by.map(|by| format!(" on {by}")).unwrap_or_default();
    let told = match (one.outcome, &one.actual) {
        (Outcome::Met, Some(actual)) => format!("met with {}", cut(actual, 24)),
        (Outcome::Missed, Some(actual)) => format!("missed with {}", cut(actual, 24)),
        (Outcome::Later, Some(actual)) => format!("{} so far, to be measured{by}", cut(actual, 24)),
        (Outcome::Later, None) => format!("to be measured{by}"),
        (_, None) => format!("was to be measured{by}, nobody did"),
        (_, Some(actual)) => format!("{}, not known whether that meets it", cut(actual, 24)),
    };
    format!("{id} {told}")
}

/// How many columns what is not known may take.
const UNKNOWN: usize = 180;

/// What nobody looked at, where the verdict lets it go: what is not known is no yes.
pub(super) fn unknown(brief: &Brief) -> Option<String> {
    let report = &brief.reading.report;
    report.verdict.filter(|verdict| *verdict != Verdict::NoGo)?;
    let of_gate = |one: &&Verified| {
        let stage = report.stages.iter().find(|stage| stage.id == one.stage);
        stage.is_some_and(|stage| stage.gate <= report.gate)
    };
    let all: Vec<&Verified> = brief.sign_offs.sign_offs.iter().filter(of_gate).collect();
    let typed = all.iter().filter(|one| one.level == AssuranceLevel::Claimed).count();
    let typed = match typed {
        0 => None,
        1 => Some(format!("1 of {} sign-offs is a typed name", all.len())),
        typed => Some(format!("{typed} of {} sign-offs are typed names", all.len())),
    };
    let about = |line: &String| match line.split([':', ',']).next() {
        Some("names") | None => "who may sign".to_owned(),
        Some(about) => about.to_owned(),
    };
    let mut left: Vec<String> = report.not_checked.iter().map(about).collect();
    left.dedup();
    let say = |most: usize| {
        let left = (most > 0).then(|| match most < left.len() {
            true => format!("not checked: {}, on page two", first_of(&left, most)),
            false => format!("not checked: {}", list(&left, "and")),
        });
        let told: Vec<String> = typed.iter().cloned().chain(left).collect();
        (!told.is_empty()).then(|| format!("Not known: {}", told.join("; ")))
    };
    let whole = (2..=left.len()).rev().filter_map(&say).find(|told| width(told) <= UNKNOWN);
    whole.or_else(|| say(left.len().min(1))).map(|told| cut(&told, UNKNOWN))
}
