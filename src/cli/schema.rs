//! `launch schema`: JSON Schemas for editors and other tools.

use std::path::{Path, PathBuf};

use clap::ValueEnum;

use crate::cli::check::DEFAULT_FOLDER;
use crate::cli::streams::{Unreadable, say_data};
use crate::cli::{Exit, Surroundings};
use crate::disk;
use crate::error::Error;
use crate::plan::Kind;
use crate::policy::{Choice, Policy, Vocabulary};
use crate::render::json;
use crate::rules;
use crate::schema::{self, Policies};
use crate::text::shell;

#[derive(Debug, clap::Args)]
#[command(after_long_help = "\
Examples:
  launch schema plan > plan.schema.json      for the policy that holds in this folder
  launch schema policy > policy.schema.json
  launch schema output > report.schema.json

An editor finds the schema by the first line of a plan, relative to it, and that of a policy:
  # yaml-language-server: $schema=plan.schema.json
  #:schema policy.schema.json")]
pub(super) struct Args {
    /// What the schema is of
    #[arg(value_enum)]
    of: Of,
    /// For plans under this policy, instead of the one that holds in this folder
    #[arg(long, value_name = "FILE", conflicts_with = "any_policy")]
    policy: Option<PathBuf>,
    /// For plans under any policy: stages that the built-in ones do not have are taken as they come
    #[arg(long)]
    any_policy: bool,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
enum Of {
    /// Launch plans, with the stages, hand-offs, risks and people of the policy
    Plan,
    /// Policies: `launch.toml`
    Policy,
    /// What `launch check --format json` writes
    Output,
}

pub(super) fn run(args: &Args, _: &Surroundings) -> anyhow::Result<Exit> {
    if args.of != Of::Plan && (args.policy.is_some() || args.any_policy) {
        return Err(Error::new("only the schema of plans goes by a policy").into());
    }
    say_data(&match args.of {
        Of::Plan => plan(args)?,
        Of::Policy => {
            let [product, service] = policies(&Choice::BuiltIn)?;
            schema::policy(Policies { product: &product, service: &service, open: true })?
        }
        Of::Output => json::schema()?,
    })?;
    Ok(Exit::Go)
}

fn plan(args: &Args) -> anyhow::Result<String> {
    let choice = match &args.policy {
        Some(path) => Choice::File(path.clone()),
        None if args.any_policy => Choice::BuiltIn,
        None => nearby(Path::new(if Path::new(DEFAULT_FOLDER).is_dir() { DEFAULT_FOLDER } else { "." })),
    };
    for_plans(&choice, args.any_policy)
}

/// The policy that holds for plans in a folder, which need not be there yet.
fn nearby(folder: &Path) -> Choice {
    let near = folder.ancestors().find(|folder| folder.is_dir()).unwrap_or(folder);
    disk::policy_for(near, disk::repository(near).as_deref()).map_or(Choice::BuiltIn, Choice::File)
}

/// The schema that a new plan names in its first line: a file beside it, so that editors find it
/// without a network.
pub(super) const BESIDE: &str = "plan.schema.json";

/// Writes the schema beside a plan, unless something that we did not write has its name, and says
/// what it did.
pub(super) fn write_beside(plan: &Path) -> anyhow::Result<String> {
    let folder = disk::folder_of(plan);
    let (path, schema) = (folder.join(BESIDE), for_plans(&nearby(&folder), false)?);
    let shown = disk::shown(&path);
    if path.exists() && !is_ours(&path) {
        return Ok(format!("`{shown}` is not from `launch schema`, and is left as it is."));
    }
    let written = disk::write_report(&path, schema.as_bytes());
    let what = match &written {
        Ok(()) => {
            format!("Editors complete and check it as you type, by {shown}; after a change of the policy")
        }
        Err(error) => format!("`{shown}` cannot be written, and editors do not know it: {error}; later"),
    };
    Ok(format!("{what}:\n  launch schema plan > {}", shell(&shown)))
}

fn is_ours(path: &Path) -> bool {
    disk::read(path).is_ok_and(|source| source.text().contains(schema::MARK))
}

fn for_plans(choice: &Choice, open: bool) -> anyhow::Result<String> {
    let [product, service] = policies(choice)?;
    Ok(schema::plan(Policies { product: &product, service: &service, open })?)
}

fn policies(choice: &Choice) -> anyhow::Result<[Policy; 2]> {
    Ok([load(choice, Kind::Product)?, load(choice, Kind::Service)?])
}

fn load(choice: &Choice, kind: Kind) -> Result<Policy, Unreadable> {
    let vocabulary = rules::vocabulary();
    let read = |path: &Path| disk::read(path);
    Policy::load(choice, kind, &Vocabulary { rules: &vocabulary }, &read).map_err(Unreadable)
}
