//! `launch init`: writes a plan to fill in, for the policy that holds where it is written.

use std::io;
use std::path::{Path, PathBuf};

use clap::ValueEnum;

use crate::cli::streams::{Unreadable, say_written};
use crate::cli::{Exit, Surroundings, schema};
use crate::disk;
use crate::error::Error;
use crate::nearby;
use crate::plan::Kind;
use crate::policy::Policy;
use crate::template::{self, Known};
use crate::text::shell;

#[derive(Debug, clap::Args)]
#[command(after_long_help = "\
The plan asks what the policy asks that holds where it is written. What stands in <…> counts as missing \
until it is replaced.

Examples:
  launch init
  launch init launches/camp-box.yaml
  launch init launches/audit.yaml --kind service

Exit codes:
  0 the plan was written
  2 it was not, or it was and that cannot be told: standard error says which")]
pub(super) struct Args {
    /// What is launched
    #[arg(long, value_enum, default_value_t = KindArg::Product)]
    kind: KindArg,
    /// The file to write; it must not be there yet
    #[arg(default_value = "launches/launch.yaml")]
    path: PathBuf,
}

#[derive(Clone, Copy, Debug, ValueEnum)]
pub(super) enum KindArg {
    Product,
    Service,
}

impl KindArg {
    pub(super) fn kind(self) -> Kind {
        match self {
            KindArg::Product => Kind::Product,
            KindArg::Service => Kind::Service,
        }
    }
}

pub(super) fn run(args: &Args, _: &Surroundings) -> anyhow::Result<Exit> {
    let path = if args.path.is_dir() { args.path.join("launch.yaml") } else { args.path.clone() };
    let shown = disk::shown(&path);
    if path.extension().is_none_or(|ending| ending != "yaml" && ending != "yml") {
        let hint = format!("`launch init {}`", shell(&format!("{shown}.yaml")));
        return Err(Error::new(format!("`{shown}` does not end in `.yaml`")).hint(hint).into());
    }
    let kind = args.kind.kind();
    let plan = template::plan(&policy(&path, kind)?, kind, &shown, &Known::default());
    let plan = format!("# yaml-language-server: $schema={}\n{plan}", schema::BESIDE);
    disk::create(&path, plan.as_bytes())
        .map_err(|error| unwritten(&path, error, "name another file: `launch init launches/another.yaml`"))?;
    let schema = schema::write_beside(&path)?;
    let next = format!(
        "Wrote {shown}. Fill in what stands in <…>, and see what is left:\n  launch check {}\n{schema}\n",
        shell(&shown)
    );
    say_written(&shown, &next)?;
    Ok(Exit::Go)
}

/// The error of a plan that could not be written; `another` says what to do about one that is there.
pub(super) fn unwritten(path: &Path, error: io::Error, another: &str) -> anyhow::Error {
    let shown = disk::shown(path);
    let above = path.ancestors().skip(1).find(|above| above.symlink_metadata().is_ok());
    match above.filter(|above| !above.is_dir()) {
        Some(file) => {
            let what = format!("`{shown}` cannot be written: `{}` is no folder", disk::shown(file));
            Error::new(what).hint("name a file in a folder").into()
        }
        None if error.kind() == io::ErrorKind::AlreadyExists => {
            Error::new(format!("`{shown}` is already there, and is left as it is")).hint(another).into()
        }
        None => anyhow::Error::new(error).context(format!("`{shown}` cannot be written")),
    }
}

/// The policy that will judge the plan.
pub(super) fn policy(path: &Path, kind: Kind) -> Result<Policy, Unreadable> {
    nearby::policy(path, kind).map_err(Unreadable)
}
