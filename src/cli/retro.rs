//! `launch retro`: after the launch, goals against results.

use std::path::PathBuf;

use jiff::civil::Date;

use crate::cli::place::Place;
use crate::cli::spare::spare;
use crate::cli::streams::{Made, Unreadable};
use crate::cli::{Exit, Format, Surroundings, day};
use crate::disk;
use crate::error::Error;
use crate::judge::Judge;
use crate::policy::Gate;
use crate::render::retro;
use crate::render::text::Layout;

#[derive(Debug, clap::Args)]
#[command(after_long_help = "\
Examples:
  launch retro launches/invoice-assist.yaml
  launch retro launches/invoice-assist.yaml --as-of 2026-12-15 --format json

Exit codes:
  0 the goals were held against their results, met or not
  2 could not tell")]
pub(super) struct Args {
    /// The plan, its `goals` with `actual` filled in; `-` is standard input
    plan: PathBuf,
    /// The day to hold the goals against their results [default: today]
    #[arg(long, value_name = "DATE", value_parser = day)]
    as_of: Option<Date>,
    /// The policy, instead of the `launch.toml` beside or above the plan
    #[arg(long, value_name = "FILE")]
    policy: Option<PathBuf>,
    #[command(flatten)]
    place: Place<Format>,
}

pub(super) fn run(args: &Args, surroundings: &Surroundings) -> anyhow::Result<Exit> {
    let place = args.place.goal()?;
    spare(place.file(), [&*args.plan].into_iter().chain(args.policy.as_deref()))?;
    let as_of = args.as_of.unwrap_or_else(surroundings.today);
    let judge = Judge::new(Gate::External, as_of, args.policy.as_deref());
    let found = judge.retro(&args.plan).map_err(Unreadable)?;
    if found.goals.is_empty() {
        let error =
            Error::new(format!("`{}` has no `goals` to hold against results", disk::shown(&args.plan)));
        let hint = "`goals: {<id>: {stage: …, measure: …, target: at least …, by: …, actual: …}}`";
        return Err(error.hint(hint).into());
    }
    let rendered = match place.format {
        Format::Json => Made::Data(retro::json(&found)?),
        Format::Text => Made::Words(retro::text(&found, Layout { width: surroundings.width, color: false })),
    };
    place.deliver(&rendered, &judge)?;
    Ok(Exit::Go)
}
