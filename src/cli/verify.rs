//! `launch verify`: what each sign-off is worth.

use std::path::{Path, PathBuf};

use anyhow::Context as _;
use jiff::civil::Date;
use serde_json::Value as Json;

use crate::cli::spare::spare;
use crate::cli::streams::{Made, Unreadable, deliver, untold};
use crate::cli::{Exit, Format, Surroundings, day};
use crate::disk;
use crate::error::Error;
use crate::judge::Judge;
use crate::policy::Gate;
use crate::render::verify;
use crate::seal::{NAMESPACE, PAYLOAD, STATEMENT};
use crate::ssh::Signature;
use crate::verification::Verification;

#[derive(Debug, clap::Args)]
#[command(after_long_help = "\
Examples:
  launch verify plan.yaml
  launch verify plan.yaml --format json
  launch verify plan.yaml --policy-from origin/main
  launch verify plan.yaml --extract proof/ &&
    ssh-keygen -Y verify -f allowed_signers -I fay@acme.example -n launch-sign-off \\
      -s proof/finance.sig < proof/finance.txt

Exit codes:
  0 every sign-off that is there holds
  1 one does not, or somebody took out another's no-go, which counts on
  2 could not tell: an invalid plan or policy, usage, an unreadable file,
    a folder with other files of these names")]
pub(super) struct Args {
    /// The plan; `-` is standard input
    plan: PathBuf,
    /// How it is written
    #[arg(long, value_enum, default_value_t = Format::Text)]
    format: Format,
    /// Write what each sign-off covers, the text that is signed and the signature into a folder, for
    /// other tools to check: `finance.json`, `finance.txt`, `finance.sig`. What was extracted before is written
    /// over, and no other file
    #[arg(long, value_name = "FOLDER")]
    extract: Option<PathBuf>,
    /// The day to judge for [default: today]
    #[arg(long, value_name = "DATE", value_parser = day)]
    as_of: Option<Date>,
    /// The policy, instead of the `launch.toml` beside or above the plan
    #[arg(long, value_name = "FILE")]
    policy: Option<PathBuf>,
    /// Read the policy, and the keys it lists, from a revision such as `origin/main`
    #[arg(long, value_name = "REV")]
    policy_from: Option<String>,
}

pub(super) fn run(args: &Args, surroundings: &Surroundings) -> anyhow::Result<Exit> {
    let as_of = args.as_of.unwrap_or_else(surroundings.today);
    let judge =
        Judge::new(Gate::External, as_of, args.policy.as_deref()).policy_from(args.policy_from.as_deref());
    let source = disk::read_named(&args.plan).map_err(Unreadable::one)?;
    let found = judge
        .look(&args.plan, source, |seen| Verification::of(&seen.ctx(), seen.file))
        .map_err(Unreadable)?;
    if let Some(folder) = &args.extract {
        extract(args, &found, folder)?;
    }
    let rendered = match args.format {
        Format::Text => Made::Words(verify::text(&found, surroundings.width)),
        Format::Json => Made::Data(verify::json(&found)?),
    };
    deliver(&rendered, None).map_err(|error| match &args.extract {
        Some(folder) => untold(&disk::shown(folder), error),
        None => error,
    })?;
    Ok(if found.holds() { Exit::Go } else { Exit::NoGo })
}

/// Writes what other tools need to check the sign-offs themselves.
fn extract(args: &Args, found: &Verification, folder: &Path) -> anyhow::Result<()> {
    let files = files(found, folder);
    let inputs = [&*args.plan].into_iter().chain(args.policy.as_deref());
    spare(files.iter().map(|(path, _)| path.as_path()), inputs)
        .map_err(|error| error.hint("name another folder: `--extract proof/`"))?;
    files.iter().try_for_each(|(path, text)| free(path, text))?;
    let cannot = || format!("`{}` cannot be written to", disk::shown(folder));
    disk::make_folder(folder).with_context(cannot)?;
    for (path, text) in &files {
        disk::write_report(path, text.as_bytes()).with_context(cannot)?;
    }
    Ok(())
}

/// Refuses to write over what is somebody else's. To be asked of every file before one is written.
fn free(path: &Path, text: &str) -> Result<(), Error> {
    let why = match disk::read_own(path) {
        Ok(there) if there.as_deref().is_none_or(|there| there == text || is_extract(path, there)) => {
            return Ok(());
        }
        Ok(_) => "it is there, and nothing that was extracted before".to_owned(),
        Err(error) => error.to_string(),
    };
    let error = Error::new(format!("`{}` is left as it is: {why}; nothing was written", disk::shown(path)));
    Err(error.hint("move it away, or name another folder: `--extract other/`"))
}

/// Whether a text is what is written to a file of this name.
fn is_extract(path: &Path, text: &str) -> bool {
    match path.extension().and_then(|ending| ending.to_str()) {
        Some("json") => serde_json::from_str::<Json>(text)
            .is_ok_and(|payload| payload.get("format").is_some_and(|format| format == PAYLOAD)),
        Some("txt") => text.starts_with(STATEMENT),
        _ => Signature::parse(text).is_ok_and(|signature| signature.namespace() == NAMESPACE),
    }
}

/// What goes into which file.
fn files(found: &Verification, folder: &Path) -> Vec<(PathBuf, String)> {
    let mut files = Vec::new();
    for (at, one) in found.sign_offs.iter().enumerate() {
        let same = found.sign_offs.iter().take(at).filter(|other| other.stage == one.stage).count();
        let name = if same == 0 { one.stage.clone() } else { format!("{}-{}", one.stage, same + 1) };
        let signature = one.armored.as_ref().map(|text| format!("{}\n", text.trim_end()));
        let texts =
            [("json", Some(one.payload.clone())), ("txt", Some(one.statement.clone())), ("sig", signature)];
        files.extend(
            texts
                .into_iter()
                .filter_map(|(ending, text)| Some((folder.join(format!("{name}.{ending}")), text?))),
        );
    }
    files
}
