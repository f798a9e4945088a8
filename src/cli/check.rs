//! `launch check`: reads the plans, judges them in parallel, prints one report.

use std::collections::HashMap;
use std::panic::{self, AssertUnwindSafe};
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, OnceLock};

use anyhow::Context as _;
use clap::ValueEnum;
use jiff::civil::Date;
use rayon::prelude::*;

use crate::check;
use crate::cli::{Exit, Surroundings, say, say_aside};
use crate::disk;
use crate::error::Error;
use crate::evidence;
use crate::facts::Facts;
use crate::plan::{Kind, PlanFile};
use crate::policy::{Choice, Gate, Policy, Vocabulary};
use crate::references;
use crate::render::{json, text};
use crate::report::{PlanReport, Report};
use crate::rules;
use crate::source::{Located, Source};
use crate::standing::Standing;
use crate::text::count;
use crate::verdict::Verdict;

/// The folder that is read when no plan is named.
const DEFAULT_FOLDER: &str = "launches";

#[derive(Debug, clap::Args)]
#[command(after_help = "\
Examples:
  launch check plan.yaml
  launch check launches/ --gate internal
  launch check plan.yaml --strict --format json --output readiness.json
  launch check plan.yaml --as-of 2026-06-01

Exit codes: 0 go, or go with conditions · 1 no-go (with --strict also with conditions)
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
    /// Go with conditions is exit code 1 too
    #[arg(long)]
    strict: bool,
    /// How the report is written
    #[arg(long, value_enum, default_value_t = Format::Text)]
    format: Format,
    /// Write the report to a file instead of standard output
    #[arg(long, value_name = "FILE")]
    output: Option<PathBuf>,
}

#[derive(Clone, Copy, Debug, ValueEnum)]
enum GateArg {
    Internal,
    External,
}

#[derive(Clone, Copy, Debug, ValueEnum)]
enum Format {
    Text,
    Json,
}

fn day(text: &str) -> Result<Date, String> {
    crate::moment::parse(text)
        .map(|moment| moment.date)
        .map_err(|_| "write a date such as `2026-06-15`".to_owned())
}

pub(super) fn run(args: &Args, surroundings: &Surroundings) -> anyhow::Result<Exit> {
    let paths = plans(&args.plans)?;
    let vocabulary = rules::vocabulary();
    let judge = Judge {
        gate: match args.gate {
            GateArg::Internal => Gate::Internal,
            GateArg::External => Gate::External,
        },
        as_of: args.as_of.unwrap_or(surroundings.today),
        policy: args.policy.as_deref(),
        vocabulary: Vocabulary { rules: &vocabulary },
        folders: Mutex::default(),
        policies: Mutex::default(),
    };
    let report = Report::of(judge.as_of, judge.all(&paths));
    let exit = exit(&report, args.strict);
    let rendered = match args.format {
        Format::Json => json::render(&report)?,
        Format::Text => {
            let color = surroundings.color && args.output.is_none();
            text::render(&report, text::Layout { width: surroundings.width, color })
        }
    };
    match &args.output {
        Some(path) => disk::write(path, rendered.as_bytes())
            .with_context(|| format!("`{}` cannot be written", disk::shown(path)))?,
        None => say(&rendered)?,
    }
    if exit == Exit::CannotTell {
        let broken = report.plans.iter().filter(|plan| plan.verdict.is_none());
        for plan in broken {
            say_aside(&format!(
                "error: no verdict on {}: {}\n",
                plan.path,
                count(plan.errors.len(), "error")
            ));
        }
    }
    Ok(exit)
}

/// Decided before a byte is rendered, and the same in every format.
fn exit(report: &Report, strict: bool) -> Exit {
    match report.verdict {
        None => Exit::CannotTell,
        Some(Verdict::NoGo) => Exit::NoGo,
        Some(Verdict::GoWithConditions) if strict => Exit::NoGo,
        Some(Verdict::GoWithConditions | Verdict::Go) => Exit::Go,
    }
}

/// The plans that the arguments name, folders searched; each once.
fn plans(named: &[PathBuf]) -> anyhow::Result<Vec<PathBuf>> {
    let default = [PathBuf::from(DEFAULT_FOLDER)];
    let named = match named {
        [] if Path::new(DEFAULT_FOLDER).is_dir() => &default,
        [] => {
            return Err(Error::new(format!("no plan is named, and there is no `{DEFAULT_FOLDER}/` here"))
                .hint("name one, `launch check plan.yaml`, or write one with `launch init`")
                .into());
        }
        named => named,
    };
    let mut found = Vec::new();
    for path in named {
        if !path.is_dir() {
            found.push(path.clone());
            continue;
        }
        let shown = disk::shown(path);
        let inside = disk::plans_in(path).with_context(|| format!("`{shown}` cannot be read"))?;
        if inside.is_empty() {
            let hint = "plans end in `.yaml` or `.yml`; `launch init` writes one";
            return Err(Error::new(format!("there is no plan in `{shown}`")).hint(hint).into());
        }
        found.extend(inside);
    }
    let mut seen = std::collections::HashSet::new();
    found.retain(|path| seen.insert(path.clone()));
    Ok(found)
}

/// A policy that is loaded once, for all the plans that it holds for.
type Loaded = Arc<OnceLock<Result<Policy, Vec<Located>>>>;

/// What the plans of a folder share.
#[derive(Clone)]
struct Folder {
    choice: Choice,
    root: Option<PathBuf>,
}

struct Judge<'a> {
    gate: Gate,
    as_of: Date,
    policy: Option<&'a Path>,
    vocabulary: Vocabulary<'a>,
    folders: Mutex<HashMap<PathBuf, Folder>>,
    policies: Mutex<HashMap<(Choice, Kind), Loaded>>,
}

impl Judge<'_> {
    /// One plan needs no threads.
    fn all(&self, paths: &[PathBuf]) -> Vec<PlanReport> {
        match paths {
            [only] => vec![self.one(only)],
            paths => paths.par_iter().map(|path| self.one(path)).collect(),
        }
    }

    /// A fault of ours in one plan must not hide the others.
    fn one(&self, path: &Path) -> PlanReport {
        let judged = panic::catch_unwind(AssertUnwindSafe(|| self.judged(path)));
        judged.unwrap_or_else(|_| {
            let name = disk::shown(path);
            let message = format!("`{name}` made launch fail: this is a fault of launch, please report it");
            self.unreadable(name.clone(), vec![Located { path: name, message, help: None, place: None }])
        })
    }

    fn unreadable(&self, name: String, errors: Vec<Located>) -> PlanReport {
        PlanReport::unreadable(name, self.gate, errors)
    }

    fn judged(&self, path: &Path) -> PlanReport {
        let read = if path == Path::new("-") { disk::read_stdin() } else { disk::read(path) };
        let source = match read {
            Ok(source) => source,
            Err(error) => return self.unreadable(disk::shown(path), vec![error]),
        };
        let file = PlanFile::read(source);
        let located = |problems: &[crate::source::Problem]| -> Vec<Located> {
            problems.iter().map(|problem| file.source.locate(problem)).collect()
        };
        let mut errors = located(&file.problems);
        let folder = disk::folder_of(path);
        let shared = self.folder(&folder);
        let loaded = self.load(&shared.choice, file.plan.kind);
        let policy = match loaded.get() {
            Some(Ok(policy)) if !file.broken => policy,
            Some(Err(problems)) => {
                errors.extend(problems.iter().cloned());
                return self.unreadable(file.source.name().to_owned(), errors);
            }
            _ => return self.unreadable(file.source.name().to_owned(), errors),
        };
        errors.extend(located(&references::check(&file, policy, &rules::ids())));
        errors.sort_by_key(|error| error.place.as_ref().map(|(place, _)| place.start));
        let facts = Facts {
            as_of: self.as_of,
            dangling: dangling(&file, &folder, shared.root.as_deref()),
            drawn: Vec::new(),
        };
        let standing = Standing::of(&file.plan, policy, self.as_of);
        let raised = check::check(rules::RULES, &file, policy, &facts, &standing, self.gate);
        PlanReport::judged(&file, policy, &facts, &standing, &raised, self.gate, errors)
    }

    /// The policy and the repository of a folder, looked up once.
    fn folder(&self, folder: &Path) -> Folder {
        if let Some(known) = self.folders.lock().ok().and_then(|known| known.get(folder).cloned()) {
            return known;
        }
        let beside = || disk::policy_for(folder);
        let choice = match self.policy.map(Path::to_owned).or_else(beside) {
            Some(path) => Choice::File(path),
            None => Choice::BuiltIn,
        };
        let found = Folder { choice, root: disk::repository(folder) };
        if let Ok(mut known) = self.folders.lock() {
            known.insert(folder.to_owned(), found.clone());
        }
        found
    }

    /// A policy, loaded by the first plan that asks for it.
    fn load(&self, choice: &Choice, kind: Kind) -> Loaded {
        let slot = match self.policies.lock() {
            Ok(mut policies) => Arc::clone(policies.entry((choice.clone(), kind)).or_default()),
            Err(_) => Loaded::default(),
        };
        let read = |path: &Path| -> Result<Source, Located> { disk::read(path) };
        slot.get_or_init(|| Policy::load(choice, kind, &self.vocabulary, &read));
        slot
    }
}

/// The fields whose evidence is a local path that is not there.
fn dangling(file: &PlanFile, folder: &Path, root: Option<&Path>) -> Vec<crate::address::Address> {
    let missing = |text: &str| {
        evidence::local_path(text).is_some_and(|path| !disk::evidence_exists(folder, root, path))
    };
    evidence::fields(&file.plan).into_iter().filter(|(_, text)| missing(text)).map(|(at, _)| at).collect()
}
