//! What several formats say in the same words. Nothing is escaped here: each format does that.

use std::collections::{HashMap, HashSet};

use crate::facts::Fallen;
use crate::finding::Level;
use crate::policy::AssuranceLevel;
use crate::report::{PlanReport, Report};
use crate::standing::HandOffState;
use crate::text;
use crate::verdict::Verdict;

/// What the gate's date means on the day of the report: ` on 2026-06-15, 12 working days left`.
pub(super) fn when(report: &Report, plan: &PlanReport) -> String {
    let left =
        |days: i64| text::count(usize::try_from(days.unsigned_abs()).unwrap_or(usize::MAX), "working day");
    match (plan.date, plan.days_left) {
        (Some(date), Some(_)) if report.as_of == date => format!(" today, {date}"),
        (Some(date), Some(days)) if days >= 0 => format!(" on {date}, {} left", left(days)),
        (Some(date), Some(days)) => format!(" on {date}, {} ago", left(days)),
        _ if plan.stages.is_empty() => String::new(),
        _ if !plan.errors.is_empty() => ", no date that could be read".to_owned(),
        _ => ", no date yet".to_owned(),
    }
}

/// Of several plans, worst first, those that need more than their row of the table, and those of which it says all:
/// GO, nothing found, nothing open by agreement, and the gate still to come.
pub(super) fn in_full<'r>(plans: &[&'r PlanReport]) -> (Vec<&'r PlanReport>, Vec<&'r PlanReport>) {
    let (by_row, in_full) = plans.iter().partition(|plan| {
        plan.verdict == Some(Verdict::Go)
            && plan.findings.is_empty()
            && plan.weakest.is_none()
            && reminders(plan).is_empty()
            && plan.days_left.is_none_or(|days| days >= 0)
            && plan
                .since
                .as_ref()
                .is_none_or(|since| matches!(&since.fallen, Ok(compared) if compared.fallen.is_empty() && compared.policy.is_ok()))
    });
    (in_full, by_row)
}

/// What is said instead of so many plans.
pub(super) fn told_by_row(plans: usize) -> String {
    let them = match plans {
        1 => "1 launch is GO with nothing found and nothing open: its row above says all.".to_owned(),
        more => {
            format!("{more} launches are GO with nothing found and nothing open: their rows above say all.")
        }
    };
    format!("{them} `launch check PLAN` shows the stages of one.")
}

/// What is to be said of the plans of which their row says all, in two sentences: how far their sign-offs can be
/// trusted, and what was not checked in them.
pub(super) fn of_rows(plans: &[&PlanReport]) -> Vec<String> {
    let levels = [AssuranceLevel::Signed, AssuranceLevel::Committed, AssuranceLevel::Claimed];
    let is_given = |level: &AssuranceLevel| {
        plans.iter().flat_map(|plan| &plan.stages).any(|stage| stage.assurance == Some(*level))
    };
    let trusted: Vec<&str> = levels.into_iter().filter(is_given).map(assured).collect();
    let mut seen = HashSet::new();
    let unchecked = plans.iter().flat_map(|plan| &plan.not_checked).filter(|what| seen.insert(what.as_str()));
    let unchecked: Vec<&str> = unchecked.map(String::as_str).collect();
    let sentence = |title: &str, parts: &[&str]| {
        let (named, more) = parts.split_at(parts.len().min(NAMED));
        let more = if more.is_empty() { String::new() } else { format!("; and {} more", more.len()) };
        (!parts.is_empty()).then(|| format!("{title}: {}{more}.", named.join("; ")))
    };
    [sentence("Their sign-offs", &trusted), sentence("Not checked in them", &unchecked)]
        .into_iter()
        .flatten()
        .collect()
}

/// What a stage's state `ready` says: not that it is done.
pub(super) const READY: &str = "ready: its turn to sign";

/// How many things are named that were not checked.
const NAMED: usize = 8;

/// How far a sign-off can be trusted, in words.
pub(super) fn assured(level: AssuranceLevel) -> &'static str {
    match level {
        AssuranceLevel::Signed => "signed with the signer's key",
        AssuranceLevel::Committed => "committed by the signer",
        AssuranceLevel::Claimed => "claimed, a typed name",
    }
}

/// What a reader would not expect: of the policy that the plan was judged by, and of the stages that it asks for.
pub(super) fn reminders(plan: &PlanReport) -> Vec<String> {
    let from = plan.policy_from.as_ref().filter(|from| from.changed).map(|from| {
        format!(
            "Mind: the policy here is not the one of {} (commit {}), which this was judged by; it holds once it is merged.",
            from.revision, from.commit
        )
    });
    let unused = plan.unused_policy.as_ref().map(|path| {
        format!(
            "Mind: {path} is above the plan, but in no repository, and does not hold; `--policy` names it."
        )
    });
    let waved_off = plan.waved_off.iter().map(|what| format!("Mind: {what}{}", stop(what)));
    let is_asked = plan.required().any(|stage| stage.gate <= plan.gate);
    let nobody = (!plan.stages.is_empty() && !is_asked).then(|| {
        format!(
            "Mind: no stage has to sign for the {} gate, so nobody has looked at it for that.",
            plan.gate.word()
        )
    });
    from.into_iter().chain(unused).chain(waved_off).chain(nobody).collect()
}

/// What becomes of sign-offs by what changed since a revision, where one was named: a title, and a line for each
/// that something touches.
pub(super) fn since(plan: &PlanReport) -> Option<(String, Vec<String>)> {
    let since = plan.since.as_ref()?;
    let compared = match &since.fallen {
        Ok(compared) => compared,
        Err(why) => {
            let title = format!("What fell since {} is not known", since.revision);
            return Some((title, vec![format!("{why}; the verdict does not hang on it")]));
        }
    };
    let title = format!("Sign-offs, and what changed since {} ({})", since.revision, compared.commit);
    let mut lines: Vec<String> = compared.fallen.iter().map(fell).collect();
    if lines.is_empty() {
        lines.push(
            "none: every sign-off that stood then and is still there covers what it covered".to_owned(),
        );
    }
    if let Err(why) = &compared.policy {
        lines.push(format!("judged by today's policy, for that of then is not known: {why}"));
    }
    Some((title, lines))
}

/// What becomes of a sign-off, and all that it comes of.
fn fell(one: &Fallen) -> String {
    let changes = one.changes.iter().map(|change| change.told.as_str());
    let reasons: Vec<&str> = one.objection.as_deref().into_iter().chain(changes).collect();
    let falls = match one.is_sealed || one.objection.is_some() {
        true => "falls",
        false => "has no digest and stands, though what it covers changed",
    };
    format!("{} by {} {falls}: {}", one.stage, one.by, reasons.join("; "))
}

/// How much is wrong and how much is done, in one line; of stages and hand-offs, those of the gate.
pub(super) fn counts(plan: &PlanReport) -> String {
    let followers = plan.findings.iter().filter(|one| one.counts() && one.follows_from.is_some()).count();
    let follow = self::followers(followers).map(|told| format!(" · {told}")).unwrap_or_default();
    let (needed, later): (Vec<_>, Vec<_>) = plan.required().partition(|stage| stage.gate <= plan.gate);
    let signed = needed.iter().filter(|stage| stage.state.is_signed_in_turn()).count();
    let due = plan.handoffs.iter().filter(|handoff| handoff.state != HandOffState::NotNeeded);
    let (due, later_due): (Vec<_>, Vec<_>) = due.partition(|handoff| plan.asks_for(handoff));
    let accepted = due.iter().filter(|handoff| handoff.state == HandOffState::Accepted).count();
    let left_out = match later.len() + later_due.len() {
        0 => String::new(),
        _ => format!(
            " · without {} and {} of the external gate",
            text::count(later.len(), "stage"),
            text::count(later_due.len(), "hand-off")
        ),
    };
    let written = match plan.errors.len() {
        0 => String::new(),
        errors => format!("{} in how it is written · ", text::count(errors, "error")),
    };
    let parts = [
        written + &text::count(plan.roots(Level::Error).count(), "error"),
        format!("{}{follow}", text::count(plan.roots(Level::Warn).count(), "warning")),
        format!("{signed} of {} stages signed", needed.len()),
        format!("{accepted} of {} hand-offs accepted{left_out}", due.len()),
    ];
    parts.join(" · ")
}

/// How many findings follow from those that were counted, where any do.
pub(super) fn followers(number: usize) -> Option<String> {
    match number {
        0 => None,
        1 => Some("1 more follows from these".to_owned()),
        more => Some(format!("{more} more follow from these")),
    }
}

/// Why a launch that may go with conditions fails.
pub(super) const FAILS_BY_STRICT: &str =
    "exit code 1 because of --strict: what is open by agreement is no GO";

/// The same under a title, of the whole report or of one plan.
pub(super) fn strict(report: &Report, verdict: Option<Verdict>) -> Option<String> {
    match verdict {
        Some(Verdict::GoWithConditions) if report.fails_by_strict() => {
            Some(format!("Mind: {FAILS_BY_STRICT}."))
        }
        Some(Verdict::GoWithConditions) if report.strict => {
            Some("Mind: with --strict, what is open by agreement is no GO.".to_owned())
        }
        _ => None,
    }
}

/// The full stop that a sentence wants before another follows.
pub(super) fn stop(sentence: &str) -> &'static str {
    if sentence.ends_with(['.', '?', '!', '…']) { "" } else { "." }
}

/// What each person can do now, each thing said once, in the order of the plan.
pub(super) fn people(plan: &PlanReport) -> Vec<(&str, Vec<&str>)> {
    let mut people: Vec<(&str, Vec<&str>)> = Vec::new();
    let (mut places, mut said) = (HashMap::new(), HashSet::new());
    for next in plan.next.iter().filter(|next| said.insert((&next.who, &next.todo))) {
        let place = *places.entry(&next.who).or_insert(people.len());
        match people.get_mut(place) {
            Some((_, todos)) => todos.push(&next.todo),
            None => people.push((&next.who, vec![&next.todo])),
        }
    }
    people
}
