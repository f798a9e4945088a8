//! `launch history`: how the readiness of a launch moved, from git.

use std::io::{self, IsTerminal as _};
use std::path::PathBuf;

use clap::ValueEnum;
use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};
use jiff::civil::Date;

use crate::cli::place::Place;
use crate::cli::spare::spare;
use crate::cli::streams::{Made, layout};
use crate::cli::{Exit, Page, Surroundings, day};
use crate::judge::Judge;
use crate::policy::Gate;
use crate::render::timeline;
use crate::retrace::{self, Per};

#[derive(Debug, clap::Args)]
#[command(after_long_help = "\
Examples:
  launch history plan.yaml
  launch history plan.yaml --per commit
  launch history plan.yaml --format json --output history.json

Each version is judged for the day of its commit, by the policy that holds now, on the branch that is \
checked out. Renames are followed; a version that cannot be read is shown as such and skipped.

Exit codes:
  0 it was told
  2 could not tell: the plan was never committed, or there is no repository")]
pub(super) struct Args {
    /// The plan
    plan: PathBuf,
    /// One line for each day, the last version of it, or one for each commit
    #[arg(long, value_enum, default_value_t = PerArg::Day)]
    per: PerArg,
    /// The gate to judge for
    #[arg(long, value_enum, default_value_t = super::check::GateArg::External)]
    gate: super::check::GateArg,
    /// The day for what is not committed yet [default: today]
    #[arg(long, value_name = "DATE", value_parser = day)]
    as_of: Option<Date>,
    /// The policy, instead of the `launch.toml` beside or above the plan
    #[arg(long, value_name = "FILE")]
    policy: Option<PathBuf>,
    #[command(flatten)]
    place: Place<Page>,
}

#[derive(Clone, Copy, Debug, ValueEnum)]
enum PerArg {
    /// The last version of each day
    Day,
    /// Every version
    Commit,
}

pub(super) fn run(args: &Args, surroundings: &Surroundings) -> anyhow::Result<Exit> {
    let place = args.place.goal()?;
    spare(place.file(), [&*args.plan].into_iter().chain(args.policy.as_deref()))?;
    let as_of = args.as_of.unwrap_or_else(surroundings.today);
    let judge = Judge::new(Gate::from(args.gate), as_of, args.policy.as_deref());
    let per = match args.per {
        PerArg::Day => Per::Day,
        PerArg::Commit => Per::Commit,
    };
    let bar = bar();
    let found = retrace::timeline(&judge, &args.plan, per, &|done, all| {
        bar.set_length(all as u64);
        bar.set_position(done as u64);
    });
    bar.finish_and_clear();
    let found = found?;
    let layout = layout(surroundings, place.file());
    let rendered = match place.format {
        Page::Text => Made::Words(timeline::text(&found, layout)),
        Page::Markdown => Made::Words(timeline::markdown(&found)),
        Page::Json => Made::Data(timeline::json(&found)?),
    };
    place.deliver(&rendered, &judge)?;
    Ok(Exit::Go)
}

/// How far it is, on standard error, and only on a terminal.
fn bar() -> ProgressBar {
    if !io::stderr().is_terminal() {
        return ProgressBar::hidden();
    }
    let bar = ProgressBar::with_draw_target(None, ProgressDrawTarget::stderr());
    let style = ProgressStyle::with_template("{pos} of {len} versions [{bar:30}] {eta} left");
    bar.set_style(style.unwrap_or_else(|_| ProgressStyle::default_bar()));
    bar
}
