//! Completion of a command line while it is typed: commands and options, plans and other files, and the
//! ids of the plan that is named.
//!
//! The scripts that `launch completions` prints call the program back with the words typed so far.

use std::env;
use std::ffi::OsString;
use std::path::{Path, PathBuf};

use clap::{Arg, Command, ValueHint};
use clap_complete::engine::{ArgValueCandidates, ArgValueCompleter, CompletionCandidate, PathCompleter};
use clap_complete::env::{CompleteEnv, Shells};

use crate::cli::streams::complain;
use crate::cli::{Exit, Surroundings, whole};
use crate::disk;
use crate::nearby::{self, What};

/// The variable that the scripts name their shell in.
const SHELL: &str = "LAUNCH_COMPLETE";

/// Whether a script asks: by the variable and by a first argument that nothing else begins with, so that
/// a variable alone never turns a check into something that succeeds.
pub(super) fn is_asked(args: &[OsString]) -> bool {
    args.get(1).is_some_and(|first| first == "--") && args.len() > 2 && env::var_os(SHELL).is_some()
}

/// Prints how the last word can go on.
pub(super) fn answer(args: Vec<OsString>, surroundings: &Surroundings) -> Exit {
    let here = disk::here();
    let shell = env::var(SHELL).unwrap_or_default();
    let quotes = matches!(shell.as_str(), "zsh" | "fish" | "elvish");
    let engine = CompleteEnv::with_factory(|| with_paths(whole(), quotes)).var(SHELL);
    match engine.try_complete(args, here.as_deref()) {
        Ok(_) => Exit::Go,
        Err(error) => {
            complain(&anyhow::Error::new(error), surroundings);
            Exit::CannotTell
        }
    }
}

/// The script that makes a shell ask.
pub(super) fn script(shell: &str) -> anyhow::Result<String> {
    let shells = Shells::builtins();
    let shell = shells.completer(shell).ok_or_else(|| anyhow::anyhow!("there is no script for `{shell}`"))?;
    let mut script = Vec::new();
    shell.write_registration(SHELL, "launch", "launch", "launch", &mut script)?;
    Ok(String::from_utf8(script)?)
}

/// Completes an argument by ids of the plan that the command names.
pub(super) fn ids(what: What) -> ArgValueCandidates {
    ArgValueCandidates::new(move || {
        let words: Vec<OsString> = env::args_os().skip_while(|word| word != "--").skip(1).collect();
        nearby::ids(&plan_in(&words), what).into_iter().map(CompletionCandidate::new).collect()
    })
}

/// The plan that a command names; without one, a place that has a policy all the same.
fn plan_in(words: &[OsString]) -> PathBuf {
    let named = words.iter().skip(2).map(Path::new).find(|word| is_plan(word) && word.is_file());
    named.unwrap_or(Path::new("launch.yaml")).to_owned()
}

fn is_plan(path: &Path) -> bool {
    path.extension().is_some_and(|ending| ending == "yaml" || ending == "yml")
}

/// The command with files for each argument that takes one: plans where it takes a plan.
fn with_paths(command: Command, quotes: bool) -> Command {
    let command = command.mut_args(|arg| match arg.get_value_hint() {
        ValueHint::AnyPath | ValueHint::FilePath | ValueHint::DirPath => {
            let completer = paths(&arg, quotes);
            arg.add(ArgValueCompleter::new(completer))
        }
        _ => arg,
    });
    command.mut_subcommands(|command| with_paths(command, quotes))
}

fn paths(arg: &Arg, quotes: bool) -> PathCompleter {
    let takes_plan = matches!(arg.get_id().as_str(), "plan" | "plans");
    let takes_folder = arg.get_value_hint() == ValueHint::DirPath;
    PathCompleter::any().filter(move |path| {
        let suits = path.is_dir() || (!takes_folder && (!takes_plan || is_plan(path)));
        suits && (quotes || is_plain(path))
    })
}

/// Whether a file's name can be put on a command line as it is. Two of the shells put there what they are
/// given, and a file may be called `$(reboot).yaml`.
fn is_plain(path: &Path) -> bool {
    let name = path.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
    name.chars().all(|c| c.is_alphanumeric() || matches!(c, '.' | '_' | '-' | '+' | '@' | '%' | ','))
}

#[cfg(test)]
mod tests {
    use std::ffi::OsString;
    use std::path::Path;

    use super::{is_asked, is_plain, plan_in};

    #[test]
    fn a_check_is_never_taken_for_a_completion() {
        let args = |words: &[&str]| words.iter().map(OsString::from).collect::<Vec<_>>();
        for words in [
            &["launch", "check", "--"][..],
            &["launch", "--"],
            &["launch"],
            &["launch", "check", "p.yaml", "--", "x"],
        ] {
            assert!(!is_asked(&args(words)), "{words:?}");
        }
        assert!(!is_asked(&args(&["launch", "--", "launch", "ch"])), "the variable is not set");
    }

    #[test]
    fn the_plan_is_the_first_word_that_is_one() {
        let words = |words: &[&str]| words.iter().map(OsString::from).collect::<Vec<_>>();
        let there = "tests/base.yaml";
        assert_eq!(plan_in(&words(&["launch", "sign", "--policy", "x.toml", there, "fi"])), Path::new(there));
        assert_eq!(plan_in(&words(&["launch", "sign", "nowhere.yaml", "fi"])), Path::new("launch.yaml"));
    }

    #[test]
    fn names_that_a_shell_would_read_otherwise_are_left_out() {
        assert!(is_plain(Path::new("launches/é-2_plan.v1.yaml")) && is_plain(Path::new("..")));
        for name in ["$(reboot).yaml", "a b.yaml", "a;b", "`a`", "a'b", "a\nb", "~a", "a&b", "*"] {
            assert!(!is_plain(Path::new(name)), "{name}");
        }
    }
}
