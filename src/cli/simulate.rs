//! `launch simulate`: what a plan would come to; nothing is written.

use std::path::PathBuf;

use jiff::civil::Date;

use crate::address::Address;
use crate::cli::ids;
use crate::cli::streams::{Made, Unreadable, deliver, layout};
use crate::cli::{Exit, Format, Surroundings, complete, day};
use crate::desk::Fault;
use crate::disk;
use crate::error::Error;
use crate::judge::Judge;
use crate::nearby::What;
use crate::policy::Gate;
use crate::render::simulate as render;
use crate::simulate::{Step, simulate};

#[derive(Debug, clap::Args)]
#[command(after_long_help = "\
Examples:
  launch simulate plan.yaml --sign finance
  launch simulate plan.yaml --accept price-list --accept promises.setup-time --sign sales
  launch simulate plan.yaml --date external=2026-07-01

Dates are moved first, then hand-offs are sent, then things are accepted, then stages sign, in the order \
named. Whoever answers for a stage does it, on the day judged for. Signatures and commits are not simulated.

Exit codes: 0 it was simulated, whatever came of it · 2 could not tell")]
pub(super) struct Args {
    /// The plan; `-` is standard input
    plan: PathBuf,
    /// A stage signs
    #[arg(long, value_name = "STAGE", value_parser = ids::stage, add = complete::ids(What::Stages))]
    sign: Vec<String>,
    /// A hand-off is accepted (and sent before, if it was not), or a promise, a load or an incentive
    #[arg(long, value_name = "HANDOFF or ADDRESS", value_parser = ids::acceptable, add = complete::ids(What::Acceptable))]
    accept: Vec<Address>,
    /// A hand-off is sent
    #[arg(long, value_name = "HANDOFF", value_parser = ids::handoff, add = complete::ids(What::HandOffs))]
    send: Vec<String>,
    /// A date is moved: `internal`, `external` or `baseline`
    #[arg(long, value_name = "WHICH=DATE", value_parser = moved)]
    date: Vec<(String, Date)>,
    /// The gate to judge for
    #[arg(long, value_enum, default_value_t = super::check::GateArg::External)]
    gate: super::check::GateArg,
    /// The day to judge for [default: today]
    #[arg(long, value_name = "DATE", value_parser = day)]
    as_of: Option<Date>,
    /// The policy, instead of the `launch.toml` beside or above the plan
    #[arg(long, value_name = "FILE")]
    policy: Option<PathBuf>,
    /// How it is written
    #[arg(long, value_enum, default_value_t = Format::Text)]
    format: Format,
}

fn moved(text: &str) -> Result<(String, Date), String> {
    let help = "write which date and its day, such as `external=2026-07-01`";
    let (which, to) = text.split_once('=').ok_or(help)?;
    match which {
        "internal" | "external" | "baseline" => Ok((which.to_owned(), day(to)?)),
        _ => Err("the dates are `internal`, `external` and `baseline`".to_owned()),
    }
}

pub(super) fn run(args: &Args, surroundings: &Surroundings) -> anyhow::Result<Exit> {
    let steps = steps(args);
    if steps.is_empty() {
        let error = Error::new("nothing is supposed to happen");
        return Err(error
            .hint("`--sign finance`, `--accept price-list` or `--date external=2026-07-01`")
            .into());
    }
    let source = disk::read_named(&args.plan).map_err(Unreadable::one)?;
    args.accept.iter().try_for_each(|at| ids::is_there(&args.plan, Some(source.clone()), at))?;
    let as_of = args.as_of.unwrap_or_else(surroundings.today);
    let judge = Judge::new(Gate::from(args.gate), as_of, args.policy.as_deref()).of_verdicts().supposing();
    let found = match simulate(&judge, &args.plan, source, &steps) {
        Ok(found) => found,
        Err(Fault::Other(error)) => return Err(error.into()),
        Err(Fault::Unreadable(problems)) => return Err(Unreadable(problems).into()),
    };
    let rendered = match args.format {
        Format::Text => Made::Words(render::text(&found, layout(surroundings, None))),
        Format::Json => Made::Data(render::json(&found)?),
    };
    deliver(&rendered, None)?;
    Ok(Exit::Go)
}

fn steps(args: &Args) -> Vec<Step> {
    let dates = args.date.iter().map(|(which, to)| Step::Date { which: which.clone(), to: *to });
    let sends = args.send.iter().cloned().map(Step::Send);
    let accepts = args.accept.iter().cloned().map(Step::Accept);
    let signs = args.sign.iter().cloned().map(Step::Sign);
    dates.chain(sends).chain(accepts).chain(signs).collect()
}
