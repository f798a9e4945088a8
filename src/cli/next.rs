//! `launch next`: what each person can do now.

use std::path::PathBuf;

use jiff::civil::Date;

use crate::agenda::{Agenda, Whose};
use crate::cli::place::Place;
use crate::cli::spare::{self, spare};
use crate::cli::streams::{Made, tell};
use crate::cli::{Exit, Format, Surroundings, check, complete, day};
use crate::disk;
use crate::error::Error;
use crate::judge::{Judge, Known, Target};
use crate::nearby::What;
use crate::policy::Gate;
use crate::policy::roster::same_person;
use crate::render::agenda;
use crate::render::text::Layout;
use crate::report::Report;
use crate::source::Located;
use crate::text::{did_you_mean, list};

#[derive(Debug, clap::Args)]
#[command(after_long_help = "\
Examples:
  launch next
  launch next launches/invoice-assist.yaml --for fay@acme.example
  launch next launches/ --for finance --gate internal
  launch next --for \"Fay Lund\" --format json

What is latest comes first, then what is due first, then what most other findings follow from. Each thing \
has the command that does it; where there is none, the line of the plan to edit and what to write there, or \
the line to look at. Whoever stands in for somebody sees their work too.

Exit codes:
  0 it could tell, whatever there is to do
  2 it could not: somebody whom nobody knows, an invalid plan or policy, usage")]
pub(super) struct Args {
    /// Plans, or folders of plans; `-` is standard input [default: launches/]
    #[arg(value_name = "PLAN or FOLDER")]
    plans: Vec<PathBuf>,
    /// Only what one person can do, by e-mail address or name, or what is the work of one stage
    #[arg(long = "for", value_name = "PERSON or STAGE", add = complete::ids(What::Stages))]
    whose: Option<String>,
    /// The gate to judge for
    #[arg(long, value_enum, default_value_t = check::GateArg::External)]
    gate: check::GateArg,
    /// The day to judge for [default: today]
    #[arg(long, value_name = "DATE", value_parser = day)]
    as_of: Option<Date>,
    /// The policy, instead of the `launch.toml` beside or above each plan
    #[arg(long, value_name = "FILE")]
    policy: Option<PathBuf>,
    #[command(flatten)]
    place: Place<Format>,
}

pub(super) fn run(args: &Args, surroundings: &Surroundings) -> anyhow::Result<Exit> {
    let place = args.place.goal()?;
    let targets = check::plans(&args.plans, "next")?;
    spare(place.file(), spare::plans(&targets).chain(args.policy.as_deref()))?;
    let as_of = args.as_of.unwrap_or_else(surroundings.today);
    let judge = Judge::new(Gate::from(args.gate), as_of, args.policy.as_deref());
    let report = judge.report(&targets);
    let whose = match &args.whose {
        None => Whose::Everybodys,
        Some(whose) => somebody(&judge, &targets, &report, whose.strip_prefix("stages.").unwrap_or(whose))?,
    };
    let broken = report.plans.iter().filter(|plan| plan.verdict.is_none());
    let broken: Vec<Located> = broken.flat_map(|plan| plan.errors.clone()).collect();
    let found = Agenda::of(&report, whose);
    tell(&broken, surroundings);
    let rendered = match place.format {
        Format::Json => Made::Data(agenda::json(&found, &broken)?),
        Format::Text => Made::Words(agenda::text(&found, Layout { width: surroundings.width, color: false })),
    };
    place.deliver(&rendered, &judge)?;
    Ok(if broken.is_empty() { Exit::Go } else { Exit::CannotTell })
}

/// Who or what is meant, of those that the plans and their policies know. Standard input can be read only
/// once: of a plan from there, its stages are known.
fn somebody(judge: &Judge<'_>, targets: &[Target], report: &Report, asked: &str) -> anyhow::Result<Whose> {
    let is_stdin = |target: &&Target| matches!(target, Target::Plan(path) if disk::is_stdin(path));
    let stages = report.plans.iter().flat_map(|plan| &plan.stages);
    let mut known: Vec<Known> = stages.map(|stage| Known::Stage(stage.id.clone())).collect();
    for target in targets.iter().filter(|target| !is_stdin(target)) {
        if let Target::Plan(path) = target {
            known.extend(judge.known(path));
        }
    }
    if known.iter().any(|one| matches!(one, Known::Stage(id) if id == asked)) {
        return Ok(Whose::Stage(asked.to_owned()));
    }
    let mut meant: Vec<&str> = Vec::new();
    for one in &known {
        if let Known::Person(id, name) = one
            && (same_person(id, asked) || name.as_ref().is_some_and(|name| same_person(name, asked)))
            && !meant.iter().any(|other| same_person(other, id))
        {
            meant.push(id);
        }
    }
    match meant.as_slice() {
        [only] => Ok(Whose::Person((*only).to_owned())),
        [] if known.is_empty() || targets.iter().any(|target| is_stdin(&target)) => {
            Ok(Whose::Person(asked.to_owned()))
        }
        [] => Err(nobody(&known, asked).into()),
        several => {
            let error = Error::new(format!("`{asked}` is the name of {}", list(several, "and")));
            Err(error.hint("name one by their e-mail address").into())
        }
    }
}

fn nobody(known: &[Known], asked: &str) -> Error {
    let error = Error::new(format!("`{asked}` is no stage, and nobody whom a plan or its policy knows"));
    let words: Vec<(&str, &str)> = known.iter().flat_map(words).collect();
    let near = did_you_mean(asked, words.iter().map(|(word, _)| *word));
    let meant: Vec<&str> = words.iter().filter(|(word, _)| Some(*word) == near).map(|(_, id)| *id).collect();
    match meant.first() {
        Some(meant) => error.hint(format!("did you mean `{meant}`?")),
        None => error.hint("`launch next` without `--for` lists everybody who has something to do"),
    }
}

/// What somebody or something may be called, with what it is called in full: also by the begin of an e-mail
/// address and by one of their names.
fn words(one: &Known) -> Vec<(&str, &str)> {
    match one {
        Known::Stage(id) => vec![(id, id)],
        Known::Person(id, name) => {
            let begin = id.split_once('@').map(|(begin, _)| (begin, id.as_str()));
            let whole = name.as_deref().map(|name| (name, name));
            let names = name.iter().flat_map(|name| name.split(' ')).map(|part| (part, id.as_str()));
            std::iter::once((id.as_str(), id.as_str())).chain(whole).chain(begin).chain(names).collect()
        }
    }
}
