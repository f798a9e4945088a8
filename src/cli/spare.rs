//! Nothing that is read is written over.

use std::path::{Path, PathBuf};

use crate::cli::streams::is_stdout;
use crate::disk;
use crate::error::Error;
use crate::judge::Target;

/// Refuses to write to a file that is one of the inputs, or a policy, by whatever name or link. To be asked
/// before anything is written.
pub(super) fn spare<'a>(
    outputs: impl IntoIterator<Item = &'a Path>,
    inputs: impl IntoIterator<Item = &'a Path>,
) -> Result<(), Error> {
    let files = outputs.into_iter().filter(|output| !is_stdout(output));
    let files: Vec<(&Path, Option<PathBuf>)> = files.map(|file| (file, disk::real(file))).collect();
    let is_policy = |path: &Path| path.extension().is_some_and(|end| end.eq_ignore_ascii_case("toml"));
    let policy = files.iter().find(|(file, real)| is_policy(file) || real.as_deref().is_some_and(is_policy));
    if let Some((file, _)) = policy {
        return Err(kept(file, "has the name of a policy"));
    }
    // Of thousands of plans none has to be looked for where every file is a new one.
    if files.iter().all(|(_, real)| real.is_none()) {
        return Ok(());
    }
    let over = inputs.into_iter().find_map(|input| {
        let input = disk::real(input)?;
        files.iter().find(|(_, real)| real.as_ref() == Some(&input))
    });
    over.map_or(Ok(()), |(file, _)| Err(kept(file, "is a plan or a policy")))
}

fn kept(file: &Path, why: &str) -> Error {
    Error::new(format!("`{}` {why}, and is left as it is", disk::shown(file)))
        .hint("write the report to another file")
}

/// The plans among what is judged.
pub(super) fn plans(targets: &[Target]) -> impl Iterator<Item = &Path> {
    targets.iter().filter_map(|target| match target {
        Target::Plan(path) => Some(path.as_path()),
        Target::Broken(_) => None,
    })
}
