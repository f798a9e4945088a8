//! How many instructions three runs take, against a record: `.ci/counts` builds `launch` and runs this.
//!
//! Times differ from machine to machine and from hour to hour; instructions, counted by callgrind, hardly do. So a
//! change that makes `launch` slower is seen where it is made. `--record` renews the record, `benches/counts.toml`.

#[path = "../table/corpus.rs"]
mod corpus;
mod record;

use std::collections::BTreeMap;
use std::fs;
use std::io::{self, Write as _};
use std::path::{Path, PathBuf};
use std::process::{Command, ExitCode};

use anyhow::{Context as _, bail, ensure};

use crate::corpus::{DAY, PLAN, POLICY, plan, write_plans};
use crate::record::{Counts, Outcome, Record};

const RECORD: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/benches/counts.toml");

/// The runs: one plan in a pipeline, all plans of an organisation, and the page that leadership reads.
const RUNS: [(&str, &[&str]); 3] = [
    ("check-one", &["check", "one/plan-00000.yaml"]),
    ("check-300", &["check", "many"]),
    ("report-html", &["report", "report/plan.yaml", "--format", "html"]),
];

/// A plan with something in every part of the page.
const FULL: [(&str, &str); 2] = [
    ("plan.yaml", include_str!("../../tests/report/plan.yaml")),
    ("launch.toml", include_str!("../../tests/report/launch.toml")),
];

fn main() -> ExitCode {
    match run() {
        Ok(true) => ExitCode::SUCCESS,
        Ok(false) => ExitCode::FAILURE,
        Err(error) => {
            say(&format!("error: {error:#}"));
            ExitCode::FAILURE
        }
    }
}

fn say(line: &str) {
    let _ = writeln!(io::stderr(), "{line}");
}

/// Whether nothing grew.
fn run() -> anyhow::Result<bool> {
    // Cargo says `--bench` to every bench.
    let args: Vec<String> = std::env::args().skip(1).filter(|arg| arg != "--bench").collect();
    let (launch, renew) = match args.iter().map(String::as_str).collect::<Vec<_>>().as_slice() {
        [launch] => (PathBuf::from(launch), false),
        [launch, "--record"] => (PathBuf::from(launch), true),
        _ => bail!("say which `launch` to count in, and `--record` to renew the record"),
    };
    let (rustc, target) = compiler()?;
    let recorded = if renew { None } else { Some(Record::read(&fs::read_to_string(RECORD)?)?) };
    if let Some(why) = recorded.as_ref().and_then(|known| incomparable(known, &rustc, &target)) {
        say(&format!("SKIPPED: instructions are not counted: {why}"));
        return Ok(true);
    }
    let runs = count(&launch.canonicalize().with_context(|| launch.display().to_string())?)?;
    match recorded {
        None => {
            fs::write(RECORD, Record { rustc, target, runs }.text())?;
            say("the record is renewed: commit benches/counts.toml");
            Ok(true)
        }
        Some(recorded) => compare(&recorded, &runs),
    }
}

/// The compiler's version, and what it compiles for: the platform with its C library, whose allocator and whose
/// loader are counted too.
fn compiler() -> anyhow::Result<(String, String)> {
    let said = |program: &str, arg: &str| -> anyhow::Result<String> {
        let output = Command::new(program).arg(arg).output();
        Ok(String::from_utf8(output.with_context(|| format!("{program} cannot be asked"))?.stdout)?)
    };
    let rustc = said("rustc", "-vV")?;
    let version = rustc.lines().next().context("rustc said no version")?;
    let host = rustc.lines().find_map(|line| line.strip_prefix("host: ")).context("rustc said no host")?;
    let library = said("ldd", "--version")?;
    let library = library.lines().next().and_then(|line| line.split(' ').next_back()).unwrap_or_default();
    Ok((version.to_owned(), format!("{host} with C library {library}")))
}

/// Why counts cannot be held against a record.
fn incomparable(recorded: &Record, rustc: &str, target: &str) -> Option<String> {
    if Command::new("valgrind").arg("--version").output().is_err() {
        return Some("valgrind is missing".to_owned());
    }
    let here = format!("{rustc} for {target}");
    let there = format!("{} for {}", recorded.rustc, recorded.target);
    (here != there).then(|| format!("this is {here}, and the record is of {there}"))
}

/// Counts the instructions of each run.
fn count(launch: &Path) -> anyhow::Result<BTreeMap<String, Counts>> {
    let temp = tempfile::tempdir()?;
    let here = temp.path();
    write_plans(&here.join("one"), 1, POLICY, |_| PLAN.to_owned())?;
    write_plans(&here.join("many"), 300, POLICY, plan)?;
    fs::create_dir(here.join("report"))?;
    for (name, text) in FULL {
        fs::write(here.join("report").join(name), text)?;
    }
    RUNS.iter().map(|(name, args)| Ok(((*name).to_owned(), counted(launch, here, args)?))).collect()
}

fn counted(launch: &Path, here: &Path, args: &[&str]) -> anyhow::Result<Counts> {
    let written = here.join("callgrind.out");
    // Neither the environment nor how threads share the work may make a difference.
    let output = Command::new("valgrind")
        .args(["--tool=callgrind", "--callgrind-out-file=callgrind.out"])
        .arg(launch)
        .args(args)
        .args(["--as-of", DAY])
        .current_dir(here)
        .env_clear()
        .env("PATH", std::env::var_os("PATH").unwrap_or_default())
        .env("RAYON_NUM_THREADS", "1")
        .output()?;
    let said = String::from_utf8_lossy(&output.stderr);
    ensure!(
        matches!(output.status.code(), Some(0 | 1)),
        "launch {args:?} ended with {}: {said}",
        output.status
    );
    let counts = Counts::read(&fs::read_to_string(written)?)?;
    let names_are_there = counts.functions.keys().any(|name| name.contains("launch::"));
    ensure!(
        names_are_there,
        "`launch` was built without the names of its functions: .ci/counts builds it with them"
    );
    Ok(counts)
}

/// Whether nothing grew. Says what did, and what became faster.
fn compare(recorded: &Record, runs: &BTreeMap<String, Counts>) -> anyhow::Result<bool> {
    let mut good = true;
    for (name, counts) in runs {
        let known = recorded.runs.get(name).with_context(|| format!("no record of `{name}`: renew it"))?;
        match counts.against(known) {
            Outcome::Same(said) => say(&format!("{name}: {said}")),
            Outcome::Shrank(said) => {
                say(&format!("{name}: {said}\n  faster: renew the record with `.ci/counts --record`"));
            }
            Outcome::Grew(said) => {
                good = false;
                say(&format!("{name}: {said}"));
            }
        }
    }
    if !good {
        say(
            "more than 5 % was added: make it faster, or renew the record with `.ci/counts --record` and say why",
        );
    }
    Ok(good)
}
