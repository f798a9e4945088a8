//! `launch check`: reads the plans, judges them in parallel, prints one report.

use std::collections::HashSet;
use std::mem;
use std::path::{Path, PathBuf};

use clap::ValueEnum;
use jiff::civil::Date;

use crate::cli::outputs::{OutputArgs, Outputs};
use crate::cli::spare::{self, spare};
use crate::cli::streams::{say_aside, say_no_verdict};
use crate::cli::{Exit, Surroundings, day};
use crate::disk::{self, Names, Searched};
use crate::error::Error;
use crate::judge::{Judge, Target};
use crate::policy::Gate;
use crate::render::glance;
use crate::report::{PlanReport, Report};
use crate::source::Located;
use crate::text::{count, shell};
use crate::verdict::Verdict;

/// The folder that is read when no plan is named.
pub(super) const DEFAULT_FOLDER: &str = "launches";

#[derive(Debug, clap::Args)]
#[command(after_long_help = "\
Examples:
  launch check plan.yaml
  launch check launches/ --gate internal
  launch check plan.yaml --as-of 2026-06-01
  launch check --strict --output readiness.json
  launch check --format github --output sarif=launch.sarif --output junit=launch.xml

Exit codes:
  0 go, or go with conditions
  1 no-go (with --strict also with conditions)
  2 could not tell: an invalid plan or policy, usage, an unreadable file")]
pub(super) struct Args {
    /// Plans, or folders of plans; `-` is standard input [default: launches/]
    #[arg(value_name = "PLAN or FOLDER")]
    plans: Vec<PathBuf>,
    /// The gate to judge for: our own people hear, or customers can buy
    #[arg(long, value_enum, default_value_t = GateArg::External)]
    gate: GateArg,
    /// The day to judge for [default: today]
    #[arg(long, value_name = "DATE", value_parser = day)]
    as_of: Option<Date>,
    /// The policy, instead of the `launch.toml` beside or above each plan
    #[arg(long, value_name = "FILE")]
    policy: Option<PathBuf>,
    /// Read the policy, and the keys it lists, from a revision such as `origin/main`: a branch cannot
    /// weaken the gate that it has to pass
    #[arg(long, value_name = "REV")]
    policy_from: Option<String>,
    /// Tell which sign-offs fall by what changed since a revision such as `origin/main`
    #[arg(long, value_name = "REV")]
    since: Option<String>,
    /// Go with conditions is exit code 1 too
    #[arg(long)]
    strict: bool,
    #[command(flatten)]
    outputs: OutputArgs,
}

#[derive(Clone, Copy, Debug, ValueEnum)]
pub(super) enum GateArg {
    Internal,
    External,
}

impl From<GateArg> for Gate {
    fn from(gate: GateArg) -> Gate {
        match gate {
            GateArg::Internal => Gate::Internal,
            GateArg::External => Gate::External,
        }
    }
}

pub(super) fn run(args: &Args, surroundings: &Surroundings) -> anyhow::Result<Exit> {
    let paths = plans(&args.plans, "check")
        .unwrap_or_else(|error| vec![broken(DEFAULT_FOLDER.to_owned(), error.what, error.hint)]);
    let gate = Gate::from(args.gate);
    let as_of = args.as_of.unwrap_or_else(surroundings.today);
    let outputs = Outputs::of(&args.outputs)?;
    spare(outputs.files(), spare::plans(&paths).chain(args.policy.as_deref()))?;
    let judge = Judge::new(gate, as_of, args.policy.as_deref())
        .policy_from(args.policy_from.as_deref())
        .since(args.since.as_deref());
    let report = Report { strict: args.strict, ..judge.report(&paths) };
    let exit = exit(&report);
    spare(outputs.files(), judge.files().iter().map(PathBuf::as_path))?;
    let written = outputs.write(&report, exit, surroundings)?;
    if !outputs.prints() {
        let files: Vec<String> = outputs.files().filter(|_| written).map(disk::shown).collect();
        say_aside(&glance::lines(&report, &files));
    } else if exit == Exit::CannotTell {
        let broken: Vec<_> = report.plans.iter().filter(|plan| plan.verdict.is_none()).collect();
        let why = |plan: &&PlanReport| count(plan.errors.len(), "error");
        say_no_verdict(broken.iter().map(|plan| (plan.path.as_str(), why(plan))));
    }
    if report.fails_by_strict() {
        say_aside("exit code 1: with --strict, what is open by agreement is no GO\n");
    }
    // The process ends here: to give back piece by piece what thousands of plans hold takes time for nothing.
    mem::forget((judge, report));
    Ok(if written { exit } else { Exit::CannotTell })
}

/// Decided before a byte is rendered, and the same in every format.
fn exit(report: &Report) -> Exit {
    match report.verdict {
        None => Exit::CannotTell,
        Some(Verdict::NoGo) => Exit::NoGo,
        Some(Verdict::GoWithConditions) if report.strict => Exit::NoGo,
        Some(Verdict::GoWithConditions | Verdict::Go) => Exit::Go,
    }
}

/// The plans that the arguments name, folders searched; each once, by the first of its names. A folder that has
/// none, that cannot be read, or that only a link leads to, stands for itself: it has no verdict, and the others
/// are still judged.
///
/// # Errors
/// When none is named, and the folder that is read then is not there.
pub(super) fn plans(named: &[PathBuf], command: &str) -> Result<Vec<Target>, Error> {
    let default = [PathBuf::from(DEFAULT_FOLDER)];
    let named: &[PathBuf] = match named {
        [] if Path::new(DEFAULT_FOLDER).is_dir() => &default,
        [] => {
            let here = disk::search(Path::new(".")).plans;
            let hint = match here.is_empty() {
                true => format!("name one, `launch {command} plan.yaml`, or write one with `launch init`"),
                false => format!("there are plans here: `launch {command} .`"),
            };
            let what = format!("no plan is named, and there is no `{DEFAULT_FOLDER}/` here");
            return Err(Error::new(what).hint(hint));
        }
        named => named,
    };
    let searched = Searched::of(named);
    let all = named.iter().flat_map(|path| targets(path, &searched, command));
    let (mut seen, mut names) = (HashSet::new(), Names::default());
    let place = |target: &Target, names: &mut Names| match target {
        Target::Plan(path) => names.place(path),
        Target::Broken(problem) => (PathBuf::new(), PathBuf::from(&problem.path)),
    };
    Ok(all.filter(|target| seen.insert(place(target, &mut names))).collect())
}

fn targets(path: &Path, searched: &Searched, command: &str) -> Vec<Target> {
    if !path.is_dir() {
        return vec![Target::Plan(path.to_owned())];
    }
    let (shown, found) = (disk::shown(path), disk::search(path));
    let missed = found.links.iter().filter(|link| searched.misses(link));
    let missed = missed.map(|link| not_searched(path, link, command));
    let left_out: Vec<Target> = missed.chain(found.closed.into_iter().map(Target::Broken)).collect();
    if found.plans.is_empty() && left_out.is_empty() {
        let help = "plans end in `.yaml` or `.yml`; `launch init` writes one".to_owned();
        return vec![broken(shown.clone(), format!("there is no plan in `{shown}`"), Some(help))];
    }
    found.plans.into_iter().map(Target::Plan).chain(left_out).collect()
}

/// A link to a folder with plans that nobody looked at.
fn not_searched(folder: &Path, link: &Path, command: &str) -> Target {
    let (shown, inside) = (disk::shown(link), disk::shown(folder));
    let message =
        format!("`{shown}` is a link to a folder with plans, and links to folders are not searched");
    let too = format!("launch {command} {} {}", shell(&inside), shell(&shown));
    broken(shown, message, Some(format!("name it too: `{too}`; or take the link out of `{inside}`")))
}

fn broken(path: String, message: String, help: Option<String>) -> Target {
    Target::Broken(Located { path, message, help, place: None })
}
