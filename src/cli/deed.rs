//! What the commands that change a plan have in common: who does it, what is shown, what is written.

use std::path::{Path, PathBuf};

use similar::TextDiff;

use crate::amend::{Deed, Earlier, Who};
use crate::cli::streams::{say, say_written, tell};
use crate::cli::{Exit, Surroundings, day};
use crate::desk::{Desk, Fault, Keys, Prepared, Turn};
use crate::digest::short;
use crate::disk;
use crate::error::Error;
use crate::git;
use crate::judge::Judge;
use crate::plan::sign_off::Decision;
use crate::policy::roster::same_person;
use crate::policy::{AssuranceLevel, Gate};
use crate::text::{list, shell, visible};

#[derive(Debug, clap::Args)]
pub(super) struct Doing {
    /// Who does it [default: git's user.email]
    #[arg(long, value_name = "WHO")]
    by: Option<String>,
    /// The day it is done on [default: today]
    #[arg(long, value_name = "DATE", value_parser = written_day)]
    date: Option<String>,
    /// Write it although something speaks against it; the check reports what of it breaks a rule
    #[arg(long)]
    force: bool,
    /// Show what would change, and write nothing
    #[arg(long)]
    dry_run: bool,
    /// The policy, instead of the `launch.toml` beside or above the plan
    #[arg(long, value_name = "FILE")]
    policy: Option<PathBuf>,
}

/// A date as it is written into the plan.
pub(super) fn written_day(text: &str) -> Result<String, String> {
    day(text).map(|_| text.to_owned())
}

/// Does a deed to a plan, or says why not. `title` says what is done, after who does it.
pub(super) fn carry_out(
    plan: &Path,
    deed: &Deed,
    doing: &Doing,
    key: Option<PathBuf>,
    title: &str,
    surroundings: &Surroundings,
) -> anyhow::Result<Exit> {
    let today = (surroundings.today)();
    let who = Who {
        by: by(doing, &disk::folder_of(plan))?,
        date: doing.date.clone().unwrap_or_else(|| today.to_string()),
    };
    let judge = Judge::new(Gate::External, today, doing.policy.as_deref()).of_verdicts();
    let has_key = key.is_some();
    let desk = Desk {
        judge: &judge,
        path: plan.to_owned(),
        who: who.clone(),
        force: doing.force,
        keys: Some(Keys::new(key)),
    };
    let mut prepared = match desk.carry_out(deed, !doing.dry_run) {
        Ok(prepared) => prepared,
        Err(Fault::Other(error)) => return Err(error.into()),
        Err(Fault::Unreadable(problems)) => {
            tell(&problems, surroundings);
            let untouched = Error::new(format!("`{}` is as it was", disk::shown(plan)));
            return Err(match problems.iter().any(|problem| problem.place.is_some()) {
                true => untouched.hint("mend what is wrong with how it is written first").into(),
                false => untouched.into(),
            });
        }
    };
    let said = prepared.said.map(|decision| format!(": {}", words(decision))).unwrap_or_default();
    let head = format!("{} {title}{said}, on {}", who.by, who.date);
    if !prepared.refusals.is_empty() && !doing.force {
        let error = Error::new(format!("not written: {head}")).reasons(prepared.reasons());
        return Err(error.hint(way_out(&prepared, deed, has_key)).into());
    }
    prepared.warnings.extend(not_theirs(&prepared, &who, plan));
    if doing.dry_run {
        say(&shown(&head, &prepared))?;
        let diff = TextDiff::from_lines(&prepared.before, &prepared.after);
        let name = disk::shown(plan);
        let diff = diff.unified_diff().header(&name, &name).to_string();
        let lines: Vec<_> = diff.lines().map(|line| visible(line).into_owned()).collect();
        say(&format!("\n{}\n\nNothing was written.\n", lines.join("\n")))?;
    } else if prepared.after == prepared.before {
        say(&shown(&head, &prepared))?;
        say(&format!(
            "\nThat stands there already: nothing was written to {}.{}\n",
            disk::shown(plan),
            again(&prepared)
        ))?;
    } else {
        let name = disk::shown(plan);
        say_written(&name, &format!("{}\nWritten to {name}.\n", shown(&head, &prepared)))?;
    }
    Ok(Exit::Go)
}

/// What is said, for people.
fn words(decision: Decision) -> &'static str {
    match decision {
        Decision::Go => "go",
        Decision::Conditions => "go, with conditions",
        Decision::NoGo => "no-go",
    }
}

/// Whoever was named, or whoever git knows here.
fn by(doing: &Doing, folder: &Path) -> anyhow::Result<String> {
    let unknown =
        || Error::new("it is not known who does this").hint("name yourself: `--by you@example.org`");
    match &doing.by {
        Some(by) if !by.trim().is_empty() => Ok(by.trim().to_owned()),
        Some(_) => Err(unknown().into()),
        None => git::user_email(folder).ok().flatten().ok_or_else(|| unknown().into()),
    }
}

/// That somebody else's commit does not make a sign-off count, where git would name somebody else here.
fn not_theirs(prepared: &Prepared, who: &Who, plan: &Path) -> Option<String> {
    let Who { by, .. } = who;
    prepared.minimum.filter(|minimum| *minimum == AssuranceLevel::Committed)?;
    let user = git::user_email(&disk::folder_of(plan)).ok().flatten();
    let whose = match user {
        Some(user) if same_person(&user, by) => return None,
        Some(user) => format!("in one of {user}, whom git knows here,"),
        None => "in one of somebody else".to_owned(),
    };
    Some(format!("the policy wants {by}'s own commit; {whose} this sign-off does not count"))
}

/// What somebody does whose sign-off others have committed.
fn again(prepared: &Prepared) -> &'static str {
    match prepared.minimum {
        Some(AssuranceLevel::Committed) => {
            "\nIf others committed it, and the policy wants that to be done by whoever signs: take it out with \
             `launch unsign`,\ncommit, sign again and commit."
        }
        _ => "",
    }
}

const WITH_KEY: &str = "name your key with `--key`: the file of the private one, or of the public one of a key in the \
                        ssh-agent";
const NOT_MET: &str =
    "meet it first, or leave out `--verdict go` and it stays open; `--force` writes it without";
const UNSETTLED: &str =
    "settle this first; `--force` writes it all the same, and the check reports what of it breaks a rule";

/// What to do where something speaks against a deed.
fn way_out(prepared: &Prepared, deed: &Deed, has_key: bool) -> String {
    match (prepared.instead(), prepared.minimum) {
        (Some(them), Some(AssuranceLevel::Committed)) => {
            format!("have {them} sign and commit this: the policy wants their own commit")
        }
        (Some(them), Some(AssuranceLevel::Signed)) => {
            format!("have {them} sign this with their key, as the policy wants it")
        }
        (Some(them), _) => {
            format!("have {them} do this, or record what they said with `--by {}`", shell(them))
        }
        (None, _) if !prepared.uncovered.is_empty() => {
            let covers = prepared.uncovered.join(", ");
            format!("it was covered until now: add `; covers {covers}` to `--condition`, or settle it")
        }
        (None, Some(AssuranceLevel::Signed)) if !has_key && prepared.refusals.len() == 1 => {
            format!("{WITH_KEY}; without one `--force` writes it unsigned, and the check will report it")
        }
        (None, _) if drops(deed) && !prepared.dropped.is_empty() => NOT_MET.to_owned(),
        (None, _) => UNSETTLED.to_owned(),
    }
}

/// Whether somebody signs without the conditions that they left open.
fn drops(deed: &Deed) -> bool {
    matches!(deed, Deed::Sign(signing) if signing.earlier == Earlier::Go)
}

/// What a deed comes to, in a few lines.
fn shown(head: &str, prepared: &Prepared) -> String {
    let mut lines = vec![format!("{head} ({})", prepared.launch)];
    let mut line = |name: &str, text: String| lines.push(format!("  {name:<10} {text}"));
    for (at, covered) in prepared.covers.iter().enumerate() {
        line(if at == 0 { "covers" } else { "" }, covered.clone());
    }
    if let Some(digest) = &prepared.digest {
        line("digest", short(digest).to_owned() + "…");
        line(
            "key",
            prepared.key.clone().unwrap_or_else(|| "none: a typed name, sealed but not signed".to_owned()),
        );
    }
    prepared.kept.iter().for_each(|kept| line("stays open", kept.clone()));
    prepared.met.iter().for_each(|met| line("stays met", met.clone()));
    prepared.dropped.iter().chain(&prepared.ended).for_each(|dropped| line("drops", dropped.clone()));
    prepared.open.iter().for_each(|open| line("still open", open.clone()));
    prepared.reasons().into_iter().for_each(|reason| line("forced", reason));
    prepared.warnings.iter().for_each(|warning| line("warning", warning.clone()));
    if !prepared.falls.is_empty() {
        let (them, which) = match prepared.falls.len() {
            1 => ("sign-off", "covers"),
            _ => ("sign-offs", "cover"),
        };
        let of = list(&prepared.falls, "and");
        line("falls", format!("the {them} of {of}, which {which} this: to be signed again"));
    }
    if let Some(Turn { from, to, errors }) = &prepared.turn {
        let why = match errors.as_slice() {
            [] => String::new(),
            [only] => format!(": {only}"),
            [first, more @ ..] => format!(": {first}; and {} more", more.len()),
        };
        line("verdict", format!("{}, and was {}{why}", to.title(), from.title()));
    }
    lines.iter().map(|line| visible(line).into_owned() + "\n").collect()
}
