//! `launch sign`: signs off for a stage.

use std::path::PathBuf;

use clap::ValueEnum;

use crate::amend::{Asked, Deed, Earlier, Signing};
use crate::cli::complete;
use crate::cli::deed::{Doing, carry_out};
use crate::cli::ids;
use crate::cli::{Exit, Surroundings};
use crate::error::Error;
use crate::nearby::What;
use crate::plan::sign_off::Decision;

#[derive(Debug, clap::Args)]
#[command(after_long_help = "\
Examples:
  launch sign plan.yaml finance
  launch sign plan.yaml finance --by fay@acme.example --key ~/.ssh/id_ed25519
  launch sign plan.yaml finance --verdict conditions \\
    --condition \"The trial invoice is checked; owner fay@acme.example; due 2026-06-01;
                 risk coo@acme.example; covers stages.finance.asks.billing\"
  launch sign plan.yaml operations --verdict no-go --note \"Two of five sites are not trained\"
  launch sign plan.yaml stages.finance --dry-run

Without --key, a key of the ssh-agent is used that the policy's `allowed_signers` lists for you; without \
one, the sign-off is sealed with a digest and not signed.

Conditions that you left open when you signed before stay open: `launch meet` ends one, and --condition with the \
same WHAT puts another in the place of one. `--verdict go --force` drops them, and names each. Those that are met stay, \
with what shows it.

Exit codes:
  0 written
  2 not written, or written and that cannot be told: standard error says which")]
pub(super) struct Args {
    /// The plan
    plan: PathBuf,
    /// The stage
    #[arg(value_parser = ids::stage, add = complete::ids(What::Stages))]
    stage: String,
    #[command(flatten)]
    doing: Doing,
    /// What is said
    #[arg(long, value_enum)]
    verdict: Option<VerdictArg>,
    /// Something that may stay open until a day: `WHAT; owner WHO; due DATE; risk WHO; covers ADDRESS, …`
    #[arg(long, value_name = "CONDITION", value_parser = asked)]
    condition: Vec<Asked>,
    /// In your own words
    #[arg(long)]
    note: Option<String>,
    /// The private key to sign with, or the public one of a key in the ssh-agent
    #[arg(long, value_name = "FILE")]
    key: Option<PathBuf>,
}

#[derive(Clone, Copy, Debug, ValueEnum)]
enum VerdictArg {
    Go,
    Conditions,
    NoGo,
}

pub(super) fn run(args: &Args, surroundings: &Surroundings) -> anyhow::Result<Exit> {
    let decision = match args.verdict {
        Some(VerdictArg::NoGo) => Decision::NoGo,
        Some(VerdictArg::Go) => Decision::Go,
        None if args.condition.is_empty() => Decision::Go,
        Some(VerdictArg::Conditions) | None => Decision::Conditions,
    };
    if matches!(args.verdict, Some(VerdictArg::Go)) && !args.condition.is_empty() {
        let error = Error::new("`--verdict go` is a yes without conditions, and `--condition` names one");
        return Err(error
            .hint("leave out one of the two: with `--condition` it is a yes under conditions")
            .into());
    }
    if let Some(twice) = twice(&args.condition) {
        let error = Error::new(format!("`{}` is asked for twice, in the same words", twice.what));
        return Err(error.hint("leave out one `--condition`, or say what differs").into());
    }
    let title = format!("signs for {}", args.stage);
    let signing = Signing {
        stage: args.stage.clone(),
        decision,
        note: args.note.clone(),
        conditions: args.condition.clone(),
        earlier: match args.verdict {
            Some(VerdictArg::Go) => Earlier::Go,
            _ => Earlier::Stay,
        },
        seal: None,
    };
    carry_out(&args.plan, &Deed::Sign(signing), &args.doing, args.key.clone(), &title, surroundings)
}

/// What is asked for more than once.
fn twice(asked: &[Asked]) -> Option<&Asked> {
    let mut seen: Vec<&Asked> = Vec::new();
    asked.iter().find(|one| {
        let is_known = seen.iter().any(|known| known.is_same(one));
        seen.push(one);
        is_known
    })
}

/// A condition as it is typed: what, then its fields, each after a semicolon.
fn asked(text: &str) -> Result<Asked, String> {
    const FORM: &str = "write `WHAT; owner WHO; due DATE; risk WHO; covers ADDRESS, ADDRESS`";
    let mut parts = text.split(';').map(str::trim);
    let mut asked = Asked { what: parts.next().unwrap_or_default().to_owned(), ..Asked::default() };
    for part in parts.filter(|part| !part.is_empty()) {
        let (key, value) = part.split_once(char::is_whitespace).unwrap_or((part, ""));
        let value = value.trim().to_owned();
        let field = match key.trim_end_matches([':', '=']) {
            "owner" => &mut asked.owner,
            "due" => &mut asked.due,
            "risk" => &mut asked.risk,
            "covers" => {
                let covers = value.split(',').map(|at| at.trim().to_owned()).filter(|at| !at.is_empty());
                asked.covers.extend(covers);
                continue;
            }
            other => return Err(format!("`{other}` is no part of a condition: {FORM}")),
        };
        if !field.is_empty() {
            return Err(format!("it says `{key}` twice: {FORM}"));
        }
        *field = value;
    }
    let fields = [("what", &asked.what), ("owner", &asked.owner), ("due", &asked.due), ("risk", &asked.risk)];
    let missing: Vec<&str> =
        fields.into_iter().filter(|(_, value)| value.is_empty()).map(|(name, _)| name).collect();
    match missing.as_slice() {
        [] => super::deed::written_day(&asked.due).map(|_| asked),
        missing => Err(format!("it lacks {}: {FORM}", crate::text::list(missing, "and"))),
    }
}
