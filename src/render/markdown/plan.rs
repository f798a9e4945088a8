//! One plan: verdict, weakest link, blockers, what is open by agreement, stages and hand-offs, next.

use std::fmt::Write as _;

use crate::finding::Level;
use crate::render::markdown::words::words;
use crate::render::words as said;
use crate::report::{FindingRow, Index, PlanReport, Report, StageRow};
use crate::source::Located;
use crate::standing::StageState;
use crate::verdict::Verdict;

/// Everything about one plan, its headings below `top`.
pub(super) fn render(report: &Report, plan: &PlanReport, top: &str) -> String {
    let name = plan.launch.as_deref().unwrap_or(&plan.path);
    let word = plan.verdict.map_or("NO VERDICT", Verdict::title);
    let strict = said::strict(report, plan.verdict).map(|strict| strict + "\n\n").unwrap_or_default();
    let mut out = format!("{top} {word}: {}\n\n{strict}{}", words(name), about(report, plan));
    let mut section = |title: &str, body: String| {
        if !body.is_empty() {
            let _ = write!(out, "\n{top}# {title}\n\n{body}");
        }
    };
    section("Not readable as it is written", plan.errors.iter().map(error).collect());
    section("Weakest link", weakest(plan));
    section("Blockers", findings(plan, Level::Error));
    section("Open by agreement", open(plan));
    section("Stages, customers first", stages(plan));
    section("Hand-offs", handoffs(plan));
    section("What each can do now", next(plan));
    section("Warnings", findings(plan, Level::Warn));
    if let Some((title, lines)) = said::since(plan) {
        section(&words(&title), bullets(&lines));
    }
    section("Not checked", bullets(&plan.not_checked));
    out
}

/// What was judged, how and when, and how much is wrong and done.
fn about(report: &Report, plan: &PlanReport) -> String {
    let gate = plan.gate.word();
    let mut parts = vec![format!("{gate} gate{}", said::when(report, plan)), words(&plan.path).into_owned()];
    if !plan.stages.is_empty() {
        parts.push(format!("{}, tier {}", plan.kind.word(), plan.tier));
        parts.push(match &plan.owner {
            Some(owner) => format!("run by {}", words(owner)),
            None => "run by nobody yet".to_owned(),
        });
        parts.push(format!("judged by {}", words(&plan.policy)));
    }
    parts.push(format!("as of {}", report.as_of));
    let mut about = format!("The {}\n", parts.join(" · "));
    if !plan.stages.is_empty() {
        let _ = writeln!(about, "\n**{}**", said::counts(plan));
    }
    for line in said::reminders(plan) {
        let _ = writeln!(about, "\n{}", words(&line));
    }
    about
}

fn error(error: &Located) -> String {
    let line = error.place.as_ref().map(|(place, _)| format!(", line {}", place.start.line));
    let help =
        error.help.as_ref().map(|help| format!("{} Next: {}", said::stop(&error.message), words(help)));
    format!(
        "- {}{}: {}{}\n",
        words(&error.path),
        line.unwrap_or_default(),
        words(&error.message),
        help.unwrap_or_default()
    )
}

fn weakest(plan: &PlanReport) -> String {
    let Some(weakest) = &plan.weakest else { return String::new() };
    let owner = weakest.owner.as_deref().map(|owner| format!(" ({})", words(owner))).unwrap_or_default();
    let mut out = format!(
        "**{}**{owner}: {} of {} met. {}",
        words(&weakest.stage),
        weakest.met,
        weakest.of,
        weakest.meaning()
    );
    if let Some(ahead) = &weakest.ahead {
        let (stage, met, of) = (words(&ahead.stage), ahead.met, ahead.of);
        let _ =
            write!(out, " Effort went to {stage} ({met} of {of} met) ahead of {}.", words(&weakest.stage));
    }
    out.push_str("\n\nWhat lifts it:\n\n");
    for todo in &weakest.lifts {
        let _ = writeln!(out, "- {}", words(todo));
    }
    out
}

/// The findings that count, each with what follows from it below it.
fn findings(plan: &PlanReport, level: Level) -> String {
    let mut out = String::new();
    let index = Index::of(plan);
    for root in plan.roots(level) {
        let _ = writeln!(out, "- {}", finding(root));
        for follower in index.behind(root) {
            let _ = writeln!(out, "  - follows: {}", finding(follower));
        }
    }
    out
}

fn finding(finding: &FindingRow) -> String {
    let owner = finding.owner.as_deref().map(|owner| format!(" ({})", words(owner))).unwrap_or_default();
    format!(
        "**{}** at {}, line {}: {}{} Next{owner}: {}",
        finding.rule.id,
        words(&finding.at),
        finding.place.start.line,
        words(&finding.message),
        said::stop(&finding.message),
        words(&finding.help)
    )
}

/// Conditions and waivers, and the findings that do not count because of them.
fn open(plan: &PlanReport) -> String {
    let mut out = String::new();
    for one in &plan.conditions {
        let _ = writeln!(
            out,
            "- condition of {}: {} ({}, {}; risk accepted by {})",
            words(&one.stage),
            words(&one.what),
            one.owner.as_deref().map_or("nobody".into(), words),
            one.when(),
            one.risk_accepted_by.as_deref().map_or("nobody".into(), words),
        );
        excused(&mut out, plan, |finding| finding.covered_by.as_ref() == Some(&one.at));
    }
    for one in &plan.waivers {
        let until = one.until.map(|until| format!(" until {until}")).unwrap_or_default();
        let _ = writeln!(
            out,
            "- waived{until}: {} at {}, by {}: {}",
            words(&one.rule),
            words(&one.at),
            words(&one.by),
            words(&one.why)
        );
        let at = format!("waivers.{}", one.id);
        excused(&mut out, plan, |finding| finding.waived_by.as_ref() == Some(&at));
    }
    out
}

fn excused(out: &mut String, plan: &PlanReport, by: impl Fn(&FindingRow) -> bool) {
    for finding in plan.findings.iter().filter(|finding| by(finding)) {
        let (rule, at, message) = (finding.rule.id, words(&finding.at), words(&finding.message));
        let _ = writeln!(out, "  - **{rule}** at {at}: {message}");
    }
}

fn stages(plan: &PlanReport) -> String {
    if plan.stages.is_empty() {
        return String::new();
    }
    let weakest = plan.weakest.as_ref().map(|weakest| weakest.stage.as_str());
    let mut out = "| Stage | State | Owner | Signed by | Signed on | Due | Met |\n".to_owned();
    out.push_str("| --- | --- | --- | --- | --- | --- | --- |\n");
    let met = |stage: &StageRow| match stage.of {
        0 => "—".to_owned(),
        of if weakest == Some(&stage.id) => format!("{} of {of} ◀ weakest", stage.met),
        of => format!("{} of {of}", stage.met),
    };
    for stage in &plan.stages {
        let met = if stage.state == StageState::NotNeeded { "—".to_owned() } else { met(stage) };
        row(
            &mut out,
            &[
                Some(&words(&stage.id)),
                Some(stage.state.word()),
                stage.owner.as_deref().map(words).as_deref(),
                stage.by().as_deref().map(words).as_deref(),
                stage.date.map(|date| date.to_string()).as_deref(),
                stage.due.map(|due| due.to_string()).as_deref(),
                Some(&met),
            ],
        );
    }
    out
}

fn handoffs(plan: &PlanReport) -> String {
    if plan.handoffs.is_empty() {
        return String::new();
    }
    let mut out = "| Hand-off | From → to | Deliverable | State | Due | Days late | Turn of |\n".to_owned();
    out.push_str("| --- | --- | --- | --- | --- | ---: | --- |\n");
    for handoff in &plan.handoffs {
        let late = handoff.days_late.filter(|late| *late > 0).map(|late| late.to_string());
        row(
            &mut out,
            &[
                Some(&words(&handoff.id)),
                Some(&format!("{} → {}", words(&handoff.from), words(&handoff.to))),
                Some(&words(&handoff.what)),
                Some(handoff.state.word()),
                handoff.due.map(|due| due.to_string()).as_deref(),
                late.as_deref(),
                handoff.turn.as_deref().map(words).as_deref(),
            ],
        );
    }
    out
}

fn row(out: &mut String, cells: &[Option<&str>]) {
    for cell in cells {
        out.push_str("| ");
        out.push_str(cell.unwrap_or("—"));
        out.push(' ');
    }
    out.push_str("|\n");
}

fn next(plan: &PlanReport) -> String {
    let mut out = String::new();
    for (who, todos) in said::people(plan) {
        let _ = writeln!(out, "- {}", words(who));
        for todo in todos {
            let _ = writeln!(out, "  - {}", words(todo));
        }
    }
    out
}

fn bullets(lines: &[String]) -> String {
    lines.iter().fold(String::new(), |out, line| out + "- " + &words(line) + "\n")
}
