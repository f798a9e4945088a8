//! `launch diff`: what changed in meaning between two states of a plan.

use std::path::{Path, PathBuf};

use jiff::civil::Date;

use crate::cli::place::Place;
use crate::cli::spare::spare;
use crate::cli::streams::{Made, Unreadable, layout};
use crate::cli::{Exit, Page, Surroundings, day};
use crate::difference::Difference;
use crate::disk;
use crate::error::Error;
use crate::judge::{Judge, Of};
use crate::policy::Gate;
use crate::reading::Reading;
use crate::render::difference::{self, Compared};
use crate::retrace::{self, Earlier};
use crate::source::Source;

/// The revision that a plan is compared with when none is named.
const LAST: &str = "HEAD";

#[derive(Debug, clap::Args)]
#[command(after_long_help = "\
Examples:
  launch diff plan.yaml
  launch diff plan.yaml origin/main
  launch diff plan.yaml 2026-05-01 2026-05-15
  launch diff old.yaml new.yaml
  launch diff - new.yaml
  launch diff plan.yaml v1.0 --format markdown

Without a revision: what is not committed yet. Both states are judged for the same day and by the policy \
that holds now, so that what differs is what was changed. What exists as a file is a file; `./` tells one \
from a branch of the same name.

Exit codes: 0 it was compared, whatever changed · 2 could not tell")]
pub(super) struct Args {
    /// The plan; `-` is standard input, to be compared with another plan
    plan: PathBuf,
    /// What it is compared with: a revision or a day such as `2026-05-01`, or another plan [default: HEAD]
    #[arg(value_name = "REV or PLAN")]
    old: Option<String>,
    /// The newer state, instead of the file as it is
    #[arg(value_name = "REV")]
    new: Option<String>,
    /// The day to judge both for [default: today]
    #[arg(long, value_name = "DATE", value_parser = day)]
    as_of: Option<Date>,
    /// The policy, instead of the `launch.toml` beside or above the plan
    #[arg(long, value_name = "FILE")]
    policy: Option<PathBuf>,
    #[command(flatten)]
    place: Place<Page>,
}

/// A state of a plan: where its policy is looked for, and its text.
struct Side {
    path: PathBuf,
    source: Source,
    of: Of,
}

pub(super) fn run(args: &Args, surroundings: &Surroundings) -> anyhow::Result<Exit> {
    let place = args.place.goal()?;
    let other = args.old.as_deref().map(Path::new).filter(|_| args.new.is_none());
    spare(place.file(), [&*args.plan].into_iter().chain(other).chain(args.policy.as_deref()))?;
    let as_of = args.as_of.unwrap_or_else(surroundings.today);
    let judge = Judge::new(Gate::External, as_of, args.policy.as_deref());
    let mut readings: Vec<(String, Reading)> = Vec::new();
    for side in sides(args)? {
        let Side { path, source, of } = side;
        let name = source.name().to_owned();
        readings.push((name, retrace::read(&judge, as_of, of, &path, source).map_err(Unreadable)?));
    }
    let [(old, was), (new, is)] = readings.as_slice() else { return Ok(Exit::CannotTell) };
    let launch = is.report.launch.clone().unwrap_or_else(|| new.clone());
    let compared = Compared { launch, sides: (old.clone(), new.clone()), as_of };
    let difference = Difference::between(was, is);
    let layout = layout(surroundings, place.file());
    let rendered = match place.format {
        Page::Text => Made::Words(difference::text(&compared, &difference, layout)),
        Page::Markdown => Made::Words(difference::markdown(&compared, &difference)),
        Page::Json => Made::Data(difference::json(&compared, &difference)?),
    };
    place.deliver(&rendered, &judge)?;
    Ok(Exit::Go)
}

/// The two states, the older first.
fn sides(args: &Args) -> anyhow::Result<[Side; 2]> {
    let on_disk = |path: &Path| -> anyhow::Result<_> {
        let source = disk::read_named(path).map_err(Unreadable::one)?;
        Ok(Side { path: path.to_owned(), source, of: Of::Now })
    };
    let at = |revision: &str| -> anyhow::Result<_> {
        let Earlier { source, of, .. } = retrace::at(&args.plan, revision)?;
        Ok(Side { path: args.plan.clone(), source, of })
    };
    let old = args.old.as_deref().unwrap_or(LAST);
    let other = Path::new(old);
    let is_plan = other.is_file() || disk::is_stdin(other);
    match &args.new {
        None if disk::is_stdin(&args.plan) && disk::is_stdin(other) => {
            Err(Error::new("standard input is one plan, and two are compared")
                .hint("name one by its file")
                .into())
        }
        None if is_plan => Ok([on_disk(&args.plan)?, on_disk(other)?]),
        None => {
            let was = at(old).map_err(|error| if other.is_dir() { no_revision(old) } else { error })?;
            Ok([was, on_disk(&args.plan)?])
        }
        Some(_) if is_plan => {
            let what = if disk::is_stdin(other) { "standard input" } else { "a file" };
            let error = Error::new(format!("`{old}` is {what}, and two plans leave no room for a third"));
            Err(error.hint("name two plans, or one plan and two revisions").into())
        }
        Some(new) => Ok([at(old)?, at(new)?]),
    }
}

/// Of a folder whose name is no revision's.
fn no_revision(folder: &str) -> anyhow::Error {
    let error = Error::new(format!("`{folder}` is a folder, and a plan is compared with a plan"));
    error.hint("name the plan in it, or a revision such as `HEAD`").into()
}
