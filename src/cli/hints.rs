//! What was probably meant by a command line that cannot be read. What clap says itself is not said again.

use std::ffi::OsString;
use std::path::Path;

use clap::Command;
use clap::error::{ContextKind, ContextValue, ErrorKind};

use crate::text::{did_you_mean, shell};

/// What was probably meant.
pub(super) fn hint(error: &clap::Error, args: &[OsString], whole: &Command) -> Option<String> {
    let text = |kind| match error.get(kind) {
        Some(ContextValue::String(text)) => Some(text.as_str()),
        _ => None,
    };
    let called = args.iter().skip(1).find_map(|word| whole.find_subcommand(word));
    match error.kind() {
        ErrorKind::InvalidSubcommand => {
            let is_told = error.get(ContextKind::SuggestedSubcommand).is_some();
            command(text(ContextKind::InvalidSubcommand)?, is_told, whole)
        }
        ErrorKind::InvalidValue => {
            text(ContextKind::InvalidArg).filter(|arg| arg.starts_with("--format"))?;
            page(text(ContextKind::InvalidValue)?, called?, args)
        }
        ErrorKind::UnknownArgument => {
            let word = text(ContextKind::InvalidArg)?.strip_prefix("--")?;
            let called = called?;
            match formats(called).iter().any(|format| format == word) {
                true => Some(format!("`--format {word}`")),
                false => page(word, called, args),
            }
        }
        _ => None,
    }
}

/// A page for people that a command does not write, and the command that does.
pub(super) fn report_page(plan: &str) -> String {
    format!("`launch report {plan} --output report.html` writes a page for a browser, and to print")
}

fn command(word: &str, is_told: bool, whole: &Command) -> Option<String> {
    if Path::new(word).exists() {
        return Some(format!("`launch check {}`", shell(word)));
    }
    let known = whole.get_subcommands().map(Command::get_name);
    did_you_mean(word, known).filter(|_| !is_told).map(|meant| format!("did you mean `{meant}`?"))
}

fn page(word: &str, called: &Command, args: &[OsString]) -> Option<String> {
    let is_page = ["html", "htm", "pdf"].contains(&word.to_lowercase().as_str());
    let plan = args.iter().skip(2).map(Path::new).find(|word| word.exists());
    let plan = plan.map_or_else(|| "PLAN".to_owned(), |plan| shell(&plan.to_string_lossy()));
    let has_plan = called.get_arguments().any(|arg| ["plan", "plans"].contains(&arg.get_id().as_str()));
    (is_page && has_plan).then(|| report_page(&plan))
}

/// The formats that a command writes.
fn formats(called: &Command) -> Vec<String> {
    let format = called.get_arguments().find(|arg| arg.get_id() == "format");
    let values = format.map(clap::Arg::get_possible_values).unwrap_or_default();
    values.iter().map(|value| value.get_name().to_owned()).collect()
}
