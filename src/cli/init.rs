//! `launch init`: writes a plan to fill in, for the policy that holds where it is written.

use std::io;
use std::path::{Path, PathBuf};

use anyhow::Context as _;
use clap::ValueEnum;

use crate::cli::{Exit, say};
use crate::disk;
use crate::error::Error;
use crate::plan::Kind;
use crate::policy::{Choice, Policy, Vocabulary};
use crate::render::diagnostic::Pen;
use crate::rules;
use crate::template;

#[derive(Debug, clap::Args)]
pub(super) struct Args {
    /// What is launched
    #[arg(long, value_enum, default_value_t = KindArg::Product)]
    kind: KindArg,
    /// The file to write; it must not be there yet
    #[arg(default_value = "launches/launch.yaml")]
    path: PathBuf,
}

#[derive(Clone, Copy, Debug, ValueEnum)]
enum KindArg {
    Product,
    Service,
}

pub(super) fn run(args: &Args) -> anyhow::Result<Exit> {
    let path = if args.path.is_dir() { args.path.join("launch.yaml") } else { args.path.clone() };
    let shown = disk::shown(&path);
    if path.extension().is_none_or(|ending| ending != "yaml" && ending != "yml") {
        let hint = format!("`launch init \"{shown}.yaml\"`");
        return Err(Error::new(format!("`{shown}` does not end in `.yaml`")).hint(hint).into());
    }
    let kind = match args.kind {
        KindArg::Product => Kind::Product,
        KindArg::Service => Kind::Service,
    };
    let plan = template::plan(&policy(&path, kind)?, kind, &shown);
    disk::create(&path, plan.as_bytes()).map_err(|error| match error.kind() {
        io::ErrorKind::AlreadyExists => anyhow::Error::new(
            Error::new(format!("`{shown}` is already there, and is left as it is"))
                .hint("name another file: `launch init launches/another.yaml`"),
        ),
        _ => anyhow::Error::new(error).context(format!("`{shown}` cannot be written")),
    })?;
    say(&format!(
        "Wrote {shown}. Fill in what stands in <…>, and see what is left:\n  launch check {shown}\n"
    ))?;
    Ok(Exit::Go)
}

/// The policy that will judge the plan.
fn policy(path: &Path, kind: Kind) -> anyhow::Result<Policy> {
    let folder = disk::folder_of(path);
    let near = folder.ancestors().find(|folder| folder.is_dir()).map(Path::to_owned).unwrap_or(folder);
    let choice =
        disk::policy_for(&near, disk::repository(&near).as_deref()).map_or(Choice::BuiltIn, Choice::File);
    let vocabulary = rules::vocabulary();
    let read = |path: &Path| disk::read(path);
    Policy::load(&choice, kind, &Vocabulary { rules: &vocabulary }, &read)
        .map_err(|problems| {
            let pen = Pen::new(80, false);
            let shown: Vec<String> = problems.iter().map(|problem| pen.error(problem)).collect();
            Error::new(shown.join("\n"))
        })
        .context("the policy cannot be read")
}
