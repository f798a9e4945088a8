//! One plan: verdict, missing hand-offs, stages, weakest link, next, findings.

use std::fmt::Write as _;

use anstyle::{AnsiColor, Style};

use crate::finding::Level;
use crate::policy::AssuranceLevel;
use crate::render::diagnostic::Pen;
use crate::render::text::{Layout, heading, styled, tables};
use crate::render::words;
use crate::report::{Ahead, FindingRow, Index, PlanReport, Report, StageRow};
use crate::standing::StageState;
use crate::text::{self, fold, visible};
use crate::verdict::Verdict;

/// What stands for the verdict on a plan that could not be judged.
pub(super) const NO_VERDICT: &str = "NO VERDICT";

/// How many things to do are listed for one person.
const TO_DO: usize = 6;

/// Everything about one plan.
pub(super) fn render(report: &Report, plan: &PlanReport, layout: Layout) -> String {
    let mut out = headline(report, plan, layout);
    if plan.stages.is_empty() {
        out.push_str(&errors(plan, layout));
        return out;
    }
    out.push_str(&errors(plan, layout));
    out.push_str(&open_risks(plan, layout));
    out.push_str(&tables::handoffs(plan, layout));
    out.push_str(&tables::stages(plan, layout));
    out.push_str(&assurance(plan, layout));
    out.push_str(&weakest(plan, layout));
    out.push_str(&since(plan, layout));
    out.push_str(&next(plan, layout));
    out.push_str(&findings(plan, layout));
    out.push_str(&not_checked(plan, layout));
    if !plan.findings.is_empty() {
        let _ = writeln!(out, "\n{}", verdict_line(report, plan, layout));
    }
    out
}

/// The verdict in one line: the first thing that is read, and the last that is left on a screen.
fn verdict_line(report: &Report, plan: &PlanReport, layout: Layout) -> String {
    let name = visible(plan.launch.as_deref().unwrap_or(&plan.path)).into_owned();
    let word = plan.verdict.map_or(NO_VERDICT, Verdict::title);
    let line = format!("{word}  {name}: {} gate{}", plan.gate.word(), words::when(report, plan));
    fold(&line, layout.width, 2).replacen(word, &verdict(plan.verdict, layout.color), 1)
}

/// The word of a verdict, coloured where that is wanted.
pub(super) fn verdict(verdict: Option<Verdict>, color: bool) -> String {
    let (word, paint) = match verdict {
        Some(Verdict::Go) => (Verdict::Go.title(), AnsiColor::Green),
        Some(Verdict::GoWithConditions) => (Verdict::GoWithConditions.title(), AnsiColor::Yellow),
        Some(Verdict::NoGo) => (Verdict::NoGo.title(), AnsiColor::Red),
        None => (NO_VERDICT, AnsiColor::Red),
    };
    styled(word, Style::new().bold().fg_color(Some(paint.into())), color)
}

fn headline(report: &Report, plan: &PlanReport, layout: Layout) -> String {
    let line = verdict_line(report, plan, layout);
    let run_by = plan
        .owner
        .as_deref()
        .map_or_else(|| "run by nobody yet".to_owned(), |owner| format!("run by {owner}"));
    let mut about = vec![plan.path.clone()];
    if !plan.stages.is_empty() {
        about.push(format!("{}, tier {}", plan.kind.word(), plan.tier));
        about.push(visible(&run_by).into_owned());
        about.push(format!("judged by {}", plan.policy));
    }
    about.push(format!("as of {}", report.as_of));
    let mut out = format!("{line}\n");
    if let Some(strict) = words::strict(report, plan.verdict) {
        let _ = writeln!(out, "  {}", fold(&strict, layout.width, 2));
    }
    let _ = writeln!(out, "  {}", fold(&about.join(" · "), layout.width, 2));
    if !plan.stages.is_empty() {
        let _ = writeln!(out, "  {}", fold(&words::counts(plan), layout.width, 2));
        out.push_str(&because(plan, layout));
    }
    for line in words::reminders(plan) {
        let _ = writeln!(out, "  {}", fold(&visible(&line), layout.width, 2));
    }
    out
}

/// Why the launch may not go, in one sentence.
fn because(plan: &PlanReport, layout: Layout) -> String {
    let mut roots = plan.roots(Level::Error);
    let Some(first) = roots.next().filter(|_| plan.verdict == Some(Verdict::NoGo)) else {
        return String::new();
    };
    let more = match roots.count() {
        0 => String::new(),
        more => format!("; and {more} more"),
    };
    let line = format!("Because: {}{more}", visible(&first.message));
    format!("  {}\n", fold(&format!("{line}{}", words::stop(&line)), layout.width, 2))
}

fn errors(plan: &PlanReport, layout: Layout) -> String {
    if plan.errors.is_empty() {
        return String::new();
    }
    let pen = Pen::new(layout.width, layout.color);
    let what = text::count(plan.errors.len(), "error");
    let title = match plan.errors.iter().any(|error| error.place.is_some()) {
        true => format!("No verdict: {what} in how it is written"),
        false => "No verdict".to_owned(),
    };
    let drawn: Vec<String> = plan.errors.iter().map(|error| pen.error(error) + "\n").collect();
    heading(&title, layout) + &drawn.join("\n")
}

/// What is open by agreement: conditions and waivers, before anything else.
fn open_risks(plan: &PlanReport, layout: Layout) -> String {
    if plan.conditions.is_empty() && plan.waivers.is_empty() {
        return String::new();
    }
    let mut out = heading("Open by agreement", layout);
    for condition in &plan.conditions {
        let covers = match condition.covers.is_empty() {
            true => String::new(),
            false => format!("; covers {}", text::ticked(&condition.covers, "and")),
        };
        let line = format!(
            "condition of {}: {} ({}, {}; risk accepted by {}{covers})",
            condition.stage,
            condition.what,
            condition.owner.as_deref().unwrap_or("nobody"),
            condition.when(),
            condition.risk_accepted_by.as_deref().unwrap_or("nobody"),
        );
        let _ = writeln!(out, "  {}", fold(&visible(&line), layout.width, 4));
    }
    for waiver in &plan.waivers {
        let until = waiver.until.map(|until| format!(" until {until}")).unwrap_or_default();
        let line =
            format!("waived{until}: {} at {}, by {}: {}", waiver.rule, waiver.at, waiver.by, waiver.why);
        let _ = writeln!(out, "  {}", fold(&visible(&line), layout.width, 4));
    }
    out
}

fn weakest(plan: &PlanReport, layout: Layout) -> String {
    let Some(weakest) = &plan.weakest else { return String::new() };
    let owner = weakest.owner.as_deref().map(|owner| format!(" ({owner})")).unwrap_or_default();
    let mut out = heading("The chain, and its weakest link", layout);
    let _ = writeln!(out, "  {}", fold(&chain(plan, &weakest.stage), layout.width, 2));
    let line =
        format!("{}{owner}: {} of {} met. {}", weakest.stage, weakest.met, weakest.of, weakest.meaning());
    let _ = writeln!(out, "  {}", fold(&visible(&line), layout.width, 2));
    if let Some(Ahead { stage, met, of }) = &weakest.ahead {
        let line = format!("Effort went to {stage} ({met} of {of} met) ahead of {}.", weakest.stage);
        let _ = writeln!(out, "  {}", fold(&visible(&line), layout.width, 2));
    }
    out.push_str("  What lifts it:\n");
    for todo in &weakest.lifts {
        let _ = writeln!(out, "  - {}", fold(&visible(todo), layout.width, 4));
    }
    out
}

/// The stages in order with what is met of what, the weakest in brackets.
fn chain(plan: &PlanReport, weakest: &str) -> String {
    let needed = plan.stages.iter().filter(|stage| stage.state != StageState::NotNeeded);
    let link = |stage: &StageRow| match stage.id == weakest {
        _ if stage.of == 0 => stage.id.clone(),
        true => format!("[{}\u{a0}{}/{}]", stage.id, stage.met, stage.of),
        false => format!("{}\u{a0}{}/{}", stage.id, stage.met, stage.of),
    };
    needed.map(link).collect::<Vec<_>>().join(" → ")
}

fn next(plan: &PlanReport, layout: Layout) -> String {
    if plan.next.is_empty() {
        return String::new();
    }
    let mut out = heading("What each can do now", layout);
    for (who, todos) in words::people(plan) {
        let _ = writeln!(out, "  {}", visible(who));
        for todo in todos.iter().take(TO_DO) {
            let _ = writeln!(out, "  - {}", fold(&visible(todo), layout.width, 4));
        }
        if todos.len() > TO_DO {
            let _ = writeln!(out, "  - and {} more below", todos.len() - TO_DO);
        }
    }
    out
}

/// How many findings of one rule are drawn on their source; the others follow in a line each.
const DRAWN: usize = 3;

fn findings(plan: &PlanReport, layout: Layout) -> String {
    let open: Vec<&FindingRow> = plan.findings.iter().filter(|finding| finding.counts()).collect();
    if open.is_empty() {
        return String::new();
    }
    let pen = Pen::new(layout.width, layout.color);
    let mut out = heading("Findings, root causes first", layout);
    let index = Index::of(plan);
    let mut rules: Vec<(&str, Vec<&FindingRow>)> = Vec::new();
    for root in open.iter().filter(|finding| finding.follows_from.is_none()) {
        match rules.iter_mut().find(|(rule, _)| *rule == root.rule.id) {
            Some((_, of_rule)) => of_rule.push(root),
            None => rules.push((root.rule.id, vec![root])),
        }
    }
    for (_, of_rule) in &rules {
        for (at, root) in of_rule.iter().enumerate().take(DRAWN) {
            let notes = notes(index.behind(root), root, at == 0);
            let _ = writeln!(out, "{}\n", pen.finding(&plan.path, root, &notes));
        }
        for root in of_rule.iter().skip(DRAWN) {
            out.push_str(&one_line(plan, root, layout));
        }
        if of_rule.len() > DRAWN {
            out.push('\n');
        }
    }
    let _ = writeln!(out, "`launch explain <rule>` says what a rule checks and why.");
    out
}

fn one_line(plan: &PlanReport, finding: &FindingRow, layout: Layout) -> String {
    let start = finding.place.start;
    let word = if finding.level == Level::Error { "error" } else { "warning" };
    let line = format!("{word}[{}]: {}", finding.rule.id, visible(&finding.message));
    let place = format!("{}:{}:{}", plan.path, start.line, start.column);
    format!("{}\n  --> {place}\n", fold(&line, layout.width, 4))
}

/// What stands under a finding: what is lost by it, said once for each rule, and what follows from it.
fn notes(behind: &[&FindingRow], root: &FindingRow, first: bool) -> Vec<String> {
    let mut notes = Vec::new();
    if first {
        notes.push(format!("the customer loses {}", root.rule.customer_loses()));
        notes.push(format!("the organisation loses {}", root.rule.organisation_loses()));
    }
    let followers: Vec<String> =
        behind.iter().map(|finding| format!("{} at {}", finding.rule.id, finding.at)).collect();
    if !followers.is_empty() {
        let verb = if followers.len() == 1 { "follows" } else { "follow" };
        notes.push(format!("+{} {verb} from this: {}", followers.len(), followers.join(", ")));
    }
    notes
}

fn since(plan: &PlanReport, layout: Layout) -> String {
    let Some((title, lines)) = words::since(plan) else { return String::new() };
    let mut out = heading(&visible(&title), layout);
    for line in lines {
        let _ = writeln!(out, "{}", fold(&visible(&format!("  - {line}")), layout.width, 4));
    }
    out
}

/// How far the sign-offs can be trusted: which stages by which level.
fn assurance(plan: &PlanReport, layout: Layout) -> String {
    let of = |level: AssuranceLevel| -> Vec<&str> {
        let stages = plan.stages.iter().filter(|stage| stage.assurance == Some(level));
        stages.map(|stage| stage.id.as_str()).collect()
    };
    let levels = [AssuranceLevel::Signed, AssuranceLevel::Committed, AssuranceLevel::Claimed];
    let said = levels
        .map(|level| (of(level), words::assured(level)))
        .into_iter()
        .filter(|(stages, _)| !stages.is_empty());
    let said: Vec<_> = said.collect();
    let parts: Vec<String> = match said.as_slice() {
        [(_, words)] => vec![format!("all {words}")],
        several => several.iter().map(|(stages, words)| format!("{} {words}", stages.join(", "))).collect(),
    };
    match parts.is_empty() {
        true => String::new(),
        false => format!("{}\n", fold(&format!("Sign-offs: {}.", parts.join("; ")), layout.width, 2)),
    }
}

fn not_checked(plan: &PlanReport, layout: Layout) -> String {
    if plan.not_checked.is_empty() {
        return String::new();
    }
    let line = format!("Not checked: {}.", plan.not_checked.join("; "));
    format!("\n{}\n", fold(&visible(&line), layout.width, 2))
}
