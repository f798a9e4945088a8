//! Texts, policies and files that somebody made to bring the tool down, or to get a GO by.

mod bytes;
mod files;
mod limits;
mod nodes;
mod policies;
mod policy_nodes;

use std::path::Path;
use std::process::Command;

use launch::finding::Level;
use launch::judge::Judge;
use launch::policy::Gate;
use launch::report::{FindingRow, PlanReport};
use launch::source::Source;
use launch::verdict::Verdict;

use crate::command::{Ended, ends, folder};
use crate::judged::ROSTER;
use crate::overlay::base_day;

/// Judges plans' texts under a policy's text; neither is on disk.
fn court<T>(policy: &str, then: impl FnOnce(&(dyn Fn(&str) -> PlanReport + Sync)) -> T) -> T {
    let read = |path: &Path| match path.ends_with("base.toml") {
        true => Ok(Source::new("base.toml", ROSTER)),
        false => Ok(Source::new("launch.toml", policy)),
    };
    let judge = Judge::new(Gate::External, base_day(), Some(Path::new("launch.toml"))).reading(&read);
    let judge = judge.without_history();
    then(&|plan| judge.report_on(Path::new("/nowhere/plan.yaml"), Source::new("plan.yaml", plan)))
}

/// The same for one plan.
fn judged(plan: &str, policy: &str) -> PlanReport {
    court(policy, |judge| judge(plan))
}

/// What came of a text that was changed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Outcome {
    /// It is refused, with places.
    Refused,
    /// It is judged.
    Judged(Verdict),
}

/// Refused with a message and a place for each error, or judged; never both, never neither.
fn outcome(report: &PlanReport) -> Outcome {
    for error in &report.errors {
        assert!(!error.message.contains("made launch fail"), "{}", error.message);
        let place = error.place.as_ref().unwrap_or_else(|| panic!("no place: {}", error.message));
        assert!(place.0.start.line >= 1 && place.0.start <= place.0.end, "{error:?}");
    }
    match report.verdict {
        Some(verdict) if report.errors.is_empty() => Outcome::Judged(verdict),
        None if !report.errors.is_empty() => Outcome::Refused,
        _ => panic!("{:?} with {:?}", report.verdict, report.errors),
    }
}

/// The errors that count, as "rule address".
fn errors(report: &PlanReport) -> Vec<(&'static str, String)> {
    let left = |finding: &&FindingRow| {
        finding.level == Level::Error && finding.waived_by.is_none() && finding.covered_by.is_none()
    };
    report.findings.iter().filter(left).map(|finding| (finding.rule.id, finding.at.clone())).collect()
}

/// Splits work over the cores, and keeps its order.
fn all<T: Sync, R: Send>(cases: &[T], each: impl Fn(&T) -> R + Sync) -> Vec<R> {
    let cores = std::thread::available_parallelism().map_or(1, usize::from);
    let parts = cases.chunks(cases.len().div_ceil(cores).max(1));
    std::thread::scope(|scope| {
        let each = &each;
        let running: Vec<_> =
            parts.map(|part| scope.spawn(move || part.iter().map(each).collect::<Vec<R>>())).collect();
        let done = running.into_iter().map(std::thread::ScopedJoinHandle::join);
        done.flat_map(|part| part.unwrap_or_else(|panic| std::panic::resume_unwind(panic))).collect()
    })
}

/// Runs a check that may have 700 MB of memory and a minute of a processor.
fn bounded(folder: &Path, args: &str) -> Ended {
    let script = format!("ulimit -v 700000; ulimit -t 60; exec \"$1\" {args}");
    let mut command = Command::new("sh");
    command.args(["-c", &script, "sh", env!("CARGO_BIN_EXE_launch")]).current_dir(folder);
    ends(&mut command)
}

/// What is made to bring the tool down: a name, and the files of its folder, one of them `plan.yaml`.
type Bomb = (&'static str, Vec<(&'static str, String)>);

/// All in one check: each refused with its places, and without telling endless things.
fn refused_within_bounds(bombs: &[Bomb]) {
    let files: Vec<(String, &str)> = bombs
        .iter()
        .enumerate()
        .flat_map(|(at, (_, files))| {
            files.iter().map(move |(name, text)| (format!("{at:02}/{name}"), text.as_str()))
        })
        .collect();
    let files: Vec<(&str, &str)> = files.iter().map(|(name, text)| (name.as_str(), *text)).collect();
    let folder = folder(&files);
    let ended = bounded(folder.path(), "check . --as-of 2026-05-28 --format json");
    assert_eq!(ended.code, 2, "{}", ended.err);
    let report: serde_json::Value = serde_json::from_str(&ended.out).expect("JSON");
    let plans = report["plans"].as_array().expect("plans");
    assert_eq!(plans.len(), bombs.len());
    for (plan, (name, _)) in plans.iter().zip(bombs) {
        let errors = plan["errors"].as_array().unwrap_or_else(|| panic!("{name} is judged: {plan}"));
        assert!(!errors.is_empty() && plan["verdict"].is_null(), "{name}");
        for error in errors {
            assert!(error["line"].is_u64() && error["column"].is_u64(), "{name}: {error}");
            assert!(!error.to_string().contains("made launch fail"), "{name}: {error}");
        }
        assert!(plan.to_string().len() < 600_000, "{name}: {} bytes are told", plan.to_string().len());
    }
}
