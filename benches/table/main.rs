//! What `launch` costs, and against what: `benches/ratios` gets what it is held against and runs this, which
//! prints one table. `cargo bench --bench table -- growth start` measures these two sections alone; with
//! `--short` each is measured in a fifth of the rounds.
//!
//! Whole processes are compared wherever users start one. What a check is held against is partly this program
//! itself, called again with another first argument (see [`called_again`]).

mod corpus;
mod editor;
mod forecast;
mod growth;
mod measure;
mod peers;
mod plans;
mod signed;
mod table;
mod trust;

use std::fs;
use std::io::{self, Write as _};
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use anyhow::{Context as _, bail};
use clap::Parser;
use launch::cli::{self, Surroundings};
use launch::disk;
use launch::judge::PORTION;
use launch::plan::PlanFile;
use rayon::prelude::*;

use crate::corpus::{PLAN, POLICY, plan, write_plans};
use crate::table::Table;

/// Measures something, and writes it into the table.
type Section = fn(&mut Bench) -> anyhow::Result<()>;

/// The sections in their order.
const SECTIONS: [(&str, Section); 10] = [
    ("start", plans::start),
    ("floors", plans::floors),
    ("growth", growth::growth),
    ("peers", peers::peers),
    ("pages", plans::pages),
    ("formats", plans::formats),
    ("capacities", plans::capacities),
    ("trust", trust::trust),
    ("forecast", forecast::measure),
    ("editor", editor::measure),
];

fn main() -> ExitCode {
    match called_again().unwrap_or_else(|| measure().map(|()| 0)) {
        Ok(code) => ExitCode::from(code),
        Err(error) => {
            let _ = writeln!(io::stderr(), "error: {error:#}");
            ExitCode::FAILURE
        }
    }
}

/// What is measured with, and what came of it.
pub(crate) struct Bench {
    /// What came of it.
    pub(crate) table: Table,
    temp: tempfile::TempDir,
    short: bool,
}

impl Bench {
    /// A place for files; nothing is there yet.
    pub(crate) fn folder(&self, name: &str) -> PathBuf {
        self.temp.path().join(name)
    }

    /// The complete plan alone.
    pub(crate) fn one(&self) -> anyhow::Result<PathBuf> {
        let folder = self.folder("one");
        if !folder.exists() {
            write_plans(&folder, 1, POLICY, |_| PLAN.to_owned())?;
        }
        Ok(folder.join("plan-00000.yaml"))
    }

    /// A folder of so many plans, written when it is first asked for.
    pub(crate) fn plans(&self, count: usize) -> anyhow::Result<PathBuf> {
        let folder = self.folder(&format!("plans-{count}"));
        if !folder.exists() {
            write_plans(&folder, count, POLICY, plan)?;
        }
        Ok(folder)
    }

    /// How many rounds there are where so many would be good.
    pub(crate) fn rounds(&self, good: usize) -> usize {
        if self.short { good.div_ceil(5) } else { good }
    }
}

fn measure() -> anyhow::Result<()> {
    // Cargo says `--bench` to every bench.
    let asked: Vec<String> = std::env::args().skip(1).filter(|arg| arg != "--bench").collect();
    let (options, names): (Vec<String>, Vec<String>) =
        asked.into_iter().partition(|arg| arg.starts_with('-'));
    let known = |name: &String| SECTIONS.iter().any(|(section, _)| section == name);
    if let Some(unknown) =
        options.iter().find(|option| *option != "--short").or(names.iter().find(|name| !known(name)))
    {
        let sections: Vec<&str> = SECTIONS.iter().map(|(name, _)| *name).collect();
        bail!("`{unknown}` is none of --short, {}", sections.join(", "));
    }
    let mut bench = Bench { table: Table::default(), temp: tempfile::tempdir()?, short: !options.is_empty() };
    for (name, section) in SECTIONS {
        if names.is_empty() || names.iter().any(|asked| asked == name) {
            section(&mut bench).with_context(|| format!("in the section `{name}`"))?;
            io::stdout().lock().write_all(bench.table.take().as_bytes())?;
        }
    }
    Ok(())
}

/// A clap program that does nothing.
#[derive(Parser)]
#[command(name = "empty", version)]
struct Empty {
    _plans: Vec<PathBuf>,
}

/// What this program is when the bench calls it: a clap program that does nothing, one that only reads
/// or parses plans, or `launch` itself, which then says how much memory it took.
fn called_again() -> Option<anyhow::Result<u8>> {
    let mut args = std::env::args_os();
    let program = args.next()?;
    let role = args.next()?;
    let with_name = |args| std::iter::once(program).chain(args);
    match role.to_str()? {
        "as-empty" => {
            Empty::parse_from(with_name(args));
            Some(Ok(0))
        }
        "as-reader" => Some(each(args.next(), |path| fs::read(path).is_ok_and(|bytes| !bytes.is_empty()))),
        "as-parser" => Some(each(args.next(), |path| {
            disk::read(path).is_ok_and(|source| !PlanFile::read(source).broken)
        })),
        "as-launch" => {
            let code = cli::run(with_name(args), &Surroundings::of_process());
            Some(peak_memory().and_then(|peak| Ok(write!(io::stderr(), "{peak}")?)).map(|()| code))
        }
        _ => None,
    }
}

/// A floor: something that is done with a plan, or with each plan of a folder, on the same cores in the same
/// portions.
fn each(path: Option<std::ffi::OsString>, good: impl Fn(&Path) -> bool + Sync) -> anyhow::Result<u8> {
    let path = PathBuf::from(path.context("no plan")?);
    if path.is_file() {
        return Ok(u8::from(!good(&path)));
    }
    let plans = disk::search(&path).plans;
    Ok(u8::from(!plans.par_iter().with_max_len(PORTION).all(|path| good(path))))
}

/// The most memory that this process has had, in KiB.
fn peak_memory() -> anyhow::Result<u64> {
    let status = fs::read_to_string("/proc/self/status").context("memory is only measured on Linux")?;
    let peak = status.lines().find_map(|line| line.strip_prefix("VmHWM:")).context("no peak")?;
    Ok(peak.trim().trim_end_matches(" kB").parse()?)
}
