//! `launch report`: the page that leadership decides from; and whether a page still matches its plan.

mod portfolio;
mod verify;

use std::path::{Path, PathBuf};

use clap::ValueEnum;
use jiff::civil::Date;

use crate::brief::record::Form;
use crate::brief::{Brief, Since};
use crate::cli::check::{self, GateArg};
use crate::cli::place::{Formats, Place};
use crate::cli::spare::{self, spare};
use crate::cli::streams::{Made, Unreadable};
use crate::cli::{Exit, Surroundings, day};
use crate::disk;
use crate::error::Error;
use crate::judge::{Judge, Seen, Target};
use crate::policy::Gate;
use crate::render::brief;
use crate::retrace::{self, Per};
use crate::source::{Located, Source};

#[derive(Debug, clap::Args)]
#[command(after_long_help = "\
Examples:
  launch report plan.yaml
  launch report plan.yaml --output report.html
  launch report plan.yaml --since 2026-06-01 --format markdown
  launch report plan.yaml --gate internal --since v1.2 --output monday.html
  launch report plan.yaml --verify monday.html
  launch report launches/ --output launches.html

Page one has the verdict, the weakest link, the chain, what is in the way, what is to be decided, what is \
open by agreement and what changed; everything else stands behind it. Of several plans it is a page of all \
launches, the worst first, with what happens between them and who holds up more than one. In HTML it is one \
file without scripts that fetches nothing: print it on A4 or Letter, and page one is one page.

The foot of each report names digests of the plan and of the policy, the version of launch and the day. \
`--verify` writes the report anew, for the same day and gate, and says what is different: the plan, the \
policy, launch, or the page itself. What git knows (when sign-offs were committed, what changed, how \
readiness moved) may move on although the plan does not; then the page still matches, and the sections that \
say something else now are named. The digests prove no origin: who made a page, a signature on it has to \
say.

Exit codes:
  0 the report was written, whatever its verdict; or the page matches
  1 the page does not match any more
  2 could not tell: no report, invalid plan or policy, usage, an unreadable file")]
pub(super) struct Args {
    /// The plan, `-` for standard input; several, or a folder of them, give one page of all launches
    /// [default: launches/]
    #[arg(value_name = "PLAN or FOLDER")]
    plans: Vec<PathBuf>,
    #[command(flatten)]
    place: Place<FormArg>,
    /// The gate to judge for: our own people hear, or customers can buy
    #[arg(long, value_enum, default_value_t = GateArg::External)]
    gate: GateArg,
    /// Tell what changed since a revision such as `v1.0`, or a day
    #[arg(long, value_name = "REV or DATE")]
    since: Option<String>,
    /// The day to judge for [default: today]
    #[arg(long, value_name = "DATE", value_parser = day)]
    as_of: Option<Date>,
    /// The policy, instead of the `launch.toml` beside or above the plan
    #[arg(long, value_name = "FILE")]
    policy: Option<PathBuf>,
    /// Read the policy, and the keys it lists, from a revision such as `origin/main`
    #[arg(long, value_name = "REV")]
    policy_from: Option<String>,
    /// Write nothing: say whether a report that was written earlier still matches the plan
    #[arg(long, value_name = "FILE", conflicts_with_all = ["format", "output", "gate", "since", "as_of"])]
    verify: Option<PathBuf>,
}

#[derive(Clone, Copy, Debug, ValueEnum)]
enum FormArg {
    /// For a terminal, or plain paper
    Text,
    /// For a page or a comment
    Markdown,
    /// For a browser, and to print: one file, without scripts
    Html,
    /// For other tools: of several plans; of one, `launch check --format json`
    Json,
}

impl Formats for FormArg {
    const ENDINGS: &'static [(&'static str, FormArg)] = &[
        (".html", FormArg::Html),
        (".htm", FormArg::Html),
        (".md", FormArg::Markdown),
        (".markdown", FormArg::Markdown),
        (".json", FormArg::Json),
    ];
    const USUAL: FormArg = FormArg::Text;

    fn instead() -> String {
        "write a page, `--output report.html`, and print that".to_owned()
    }
}

/// What a report is made by, beside the plan.
struct Terms<'a> {
    gate: Gate,
    as_of: Date,
    policy: Option<&'a Path>,
    policy_from: Option<&'a str>,
    since: Option<&'a str>,
}

impl<'a> Terms<'a> {
    fn judge(&self) -> Judge<'a> {
        Judge::new(self.gate, self.as_of, self.policy).policy_from(self.policy_from)
    }
}

pub(super) fn run(args: &Args, surroundings: &Surroundings) -> anyhow::Result<Exit> {
    let targets = check::plans(&args.plans, "report")?;
    let only = match (args.plans.as_slice(), targets.as_slice()) {
        ([named], [Target::Plan(path)]) if !named.is_dir() => Some(path.as_path()),
        _ => None,
    };
    if let Some(page) = &args.verify {
        let plan = only.ok_or_else(|| {
            Error::new("a page is held against the one plan that it is about")
                .hint("`launch report PLAN --verify PAGE`; a page of several launches cannot be verified")
        })?;
        return verify::run(args, plan, page);
    }
    let place = args.place.goal()?;
    spare(place.file(), spare::plans(&targets).chain(args.policy.as_deref()))?;
    let terms = Terms {
        gate: Gate::from(args.gate),
        as_of: args.as_of.unwrap_or_else(surroundings.today),
        policy: args.policy.as_deref(),
        policy_from: args.policy_from.as_deref(),
        since: args.since.as_deref(),
    };
    let Some(plan) = only else {
        if args.since.is_some() {
            return Err(Error::new("`--since` is for the page of one launch").into());
        }
        return portfolio::run(&place, &terms, &targets, surroundings);
    };
    let form = form(place.format)?;
    let source = disk::read_named(plan).map_err(Unreadable::one)?;
    let judge = terms.judge();
    let made = make(&terms, &judge, plan, source).map_err(Unreadable)?;
    let page = brief::render(&made, form);
    let page = if form == Form::Html { Made::Data(page) } else { Made::Words(page) };
    place.deliver(&page, &judge)?;
    Ok(Exit::Go)
}

/// The format of the page of one launch.
fn form(format: FormArg) -> Result<Form, Error> {
    match format {
        FormArg::Text => Ok(Form::Text),
        FormArg::Markdown => Ok(Form::Markdown),
        FormArg::Html => Ok(Form::Html),
        FormArg::Json => Err(Error::new("the page of one launch is for people")
            .hint("`launch check PLAN --format json` is for other tools")),
    }
}

/// Everything that the report on a plan says.
///
/// # Errors
/// Everything that is wrong with the plan or its policy.
fn make(terms: &Terms<'_>, judge: &Judge<'_>, path: &Path, source: Source) -> Result<Brief, Vec<Located>> {
    let mut brief = judge.look(path, source, |seen| {
        let mut reading = retrace::reading(judge, seen);
        reading.report.policy_from = seen.from.cloned();
        let Seen { file, raised, .. } = *seen;
        Brief::of(&seen.ctx(), file, raised, reading)
    })?;
    brief.since = terms.since.map(|named| Since {
        named: named.to_owned(),
        changed: retrace::since(judge, path, named, &brief.reading),
    });
    brief.timeline = retrace::timeline(judge, path, Per::Day, &|_, _| {}).map_err(|error| error.to_string());
    Ok(brief)
}
