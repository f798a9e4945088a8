//! `launch forecast`: the earliest dates, and what they hang on.

use std::path::{Path, PathBuf};

use clap::ValueHint;
use jiff::civil::Date;

use crate::cli::place::Place;
use crate::cli::spare::{self, spare};
use crate::cli::streams::{Made, Unreadable, tell};
use crate::cli::{Exit, Format, Surroundings, check, day};
use crate::disk;
use crate::error::Error;
use crate::forecast::Draws;
use crate::judge::{Judge, Target, Told};
use crate::policy::Gate;
use crate::render::forecast;
use crate::render::text::Layout;
use crate::source::Located;

#[derive(Debug, clap::Args)]
#[command(after_long_help = "\
Examples:
  launch forecast launches/invoice-assist.yaml
  launch forecast launches/ --as-of 2026-06-01
  launch forecast launches/invoice-assist.yaml --from-history launches/
  launch forecast plan.yaml --from-history launches/ --runs 100000 --seed 7 --format json

By policy. What is done is a fact; nothing that is open can be done before today. A hand-off that is open \
can be accepted today. A stage can sign when those before it have signed and what it receives is accepted \
and worked in, which takes the lead time of the hand-off less the stage's own. A gate comes when everything \
is as long before it as the lead times say; then the date moves past weekends, holidays and blackouts. A \
planned date on a day off that nothing forbids holds where everything is there in time. What has no lead \
time counts as done in no time: the forecast says how much that is.

By history. `--from-history` takes from git how long the same hand-offs and stages took in the other plans \
of a folder, plays the launch through many times, and tells by when half of the runs are done, and nine of \
ten. Where something is known of fewer than 5 launches it says that it does not know.

Exit codes:
  0 it could tell
  2 it could not: an invalid plan or policy, usage, an unreadable file")]
pub(super) struct Args {
    /// Plans, or folders of plans; `-` is standard input [default: launches/]
    #[arg(value_name = "PLAN or FOLDER")]
    plans: Vec<PathBuf>,
    /// The day that nothing open can be done before [default: today]
    #[arg(long, value_name = "DATE", value_parser = day)]
    as_of: Option<Date>,
    /// The policy, instead of the `launch.toml` beside or above each plan
    #[arg(long, value_name = "FILE")]
    policy: Option<PathBuf>,
    /// Also tell by how long things took in the other launches of a folder, as git has them
    #[arg(long, value_name = "FOLDER", value_hint = ValueHint::DirPath)]
    from_history: Option<PathBuf>,
    /// How often the launch is played through
    #[arg(long, value_name = "N", default_value_t = Draws::default().runs,
          value_parser = clap::value_parser!(u32).range(1..=10_000_000), requires = "from_history")]
    runs: u32,
    /// What the random numbers begin with: the same seed gives the same answer
    #[arg(long, value_name = "N", default_value_t = Draws::default().seed, requires = "from_history")]
    seed: u64,
    #[command(flatten)]
    place: Place<Format>,
}

pub(super) fn run(args: &Args, surroundings: &Surroundings) -> anyhow::Result<Exit> {
    let place = args.place.goal()?;
    let targets = check::plans(&args.plans, "forecast")?;
    let earlier = args.from_history.as_deref().map(earlier).transpose()?;
    let read = spare::plans(&targets).chain(earlier.iter().flatten().map(PathBuf::as_path));
    spare(place.file(), read.chain(args.policy.as_deref()))?;
    let as_of = args.as_of.unwrap_or_else(surroundings.today);
    let judge = Judge::new(Gate::External, as_of, args.policy.as_deref()).of_verdicts();
    let launches = earlier.map(|plans| judge.launches(&plans));
    let launches = launches.as_ref().map(|known| (known, Draws { runs: args.runs, seed: args.seed }));
    let (mut told, mut broken): (Vec<_>, Vec<Located>) = (Vec::new(), Vec::new());
    let mut policies = Told::default();
    for (target, drawn) in targets.iter().zip(judge.drawn(&targets)) {
        match target {
            Target::Plan(path) => match judge.forecast(path, &drawn, launches) {
                Ok(forecast) => told.push(forecast),
                Err(why) => broken.extend(why.told(&disk::shown(path), &mut policies)),
            },
            Target::Broken(problem) => broken.push(problem.clone()),
        }
    }
    tell(&broken, surroundings);
    let exit = if broken.is_empty() { Exit::Go } else { Exit::CannotTell };
    let rendered = match place.format {
        Format::Json => Made::Data(forecast::json(as_of, &told, &broken)?),
        Format::Text => {
            Made::Words(forecast::text(&told, Layout { width: surroundings.width, color: false }))
        }
    };
    place.deliver(&rendered, &judge)?;
    Ok(exit)
}

/// The plans of earlier launches.
fn earlier(folder: &Path) -> anyhow::Result<Vec<PathBuf>> {
    let shown = disk::shown(folder);
    if !folder.is_dir() {
        let error = Error::new(format!("`{shown}` is no folder of earlier launches"));
        return Err(error.hint("name the folder that their plans are in: `--from-history launches/`").into());
    }
    let found = disk::search(folder);
    if !found.closed.is_empty() {
        return Err(Unreadable(found.closed).into());
    }
    if found.plans.is_empty() {
        return Err(Error::new(format!("there is no plan in `{shown}`")).into());
    }
    Ok(found.plans)
}
