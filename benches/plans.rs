//! What a check costs: `cargo bench --bench plans` measures whole processes and prints one table.
//!
//! Everything that is compared runs in turn within every round, and a ratio is the median of its
//! rounds: the speed of the machine, and who else works on it, drop out. What a check is held
//! against is this program itself, called again with another first argument (see [`called_again`]).

use std::ffi::OsString;
use std::fs;
use std::io::{self, Write as _};
use std::path::{Path, PathBuf};
use std::process::{Command, ExitCode, Stdio};
use std::time::{Duration, Instant};

use anyhow::{Context as _, bail};
use clap::Parser;
use launch::cli::{self, Surroundings};
use launch::disk;
use launch::plan::PlanFile;
use rayon::prelude::*;

/// A complete plan of 5 KB, GO on [`DAY`], and the roster that its people are on.
const PLAN: &str = include_str!("../tests/base.yaml");
const POLICY: &str = include_str!("../tests/base.toml");

/// The day that all plans are judged for.
const DAY: &str = "2026-05-28";

/// How many plans a run over many has.
const MANY: usize = 10_000;

/// One plan of this many is not GO.
const FAULTY: usize = 10;

/// What is wrong with the plans that are not GO, in turn: what stands there, and what instead.
const FAULTS: [(&str, &str); 5] = [
    ("    sign_off: {by: fay@acme.example, date: 2026-05-20}\n", ""),
    ("owner: mia@acme.example", "owner: TBD"),
    ("    accepted: {by: sam@acme.example, date: 2026-05-12}\n", ""),
    ("promised: at most 5 working days", "promised: at most 3 working days"),
    ("      delivery: {done: https://acme.example/delivery}\n", ""),
];

/// The line of a plan that the capacities are about.
const OWN_CAPACITY: &str = "    capacity: at most 300 customers/month\n";

fn main() -> ExitCode {
    match called_again().unwrap_or_else(|| measure().map(|()| 0)) {
        Ok(code) => ExitCode::from(code),
        Err(error) => {
            let _ = writeln!(io::stderr(), "error: {error:#}");
            ExitCode::FAILURE
        }
    }
}

/// A clap program that does nothing.
#[derive(Parser)]
#[command(name = "empty", version)]
struct Empty {
    _plans: Vec<PathBuf>,
}

/// What this program is when the bench calls it: a clap program that does nothing, one that only
/// parses plans, or `launch` itself, which then says how much memory it took.
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
        "as-parser" => Some(args.next().context("no folder").and_then(|folder| parse(folder.as_ref()))),
        "as-launch" => {
            let code = cli::run(with_name(args), &Surroundings::of_process());
            Some(peak_memory().and_then(|peak| Ok(write!(io::stderr(), "{peak}")?)).map(|()| code))
        }
        _ => None,
    }
}

/// The floor: the plans of a folder, read into the same types on the same cores.
fn parse(folder: &Path) -> anyhow::Result<u8> {
    let readable = |path: &PathBuf| disk::read(path).is_ok_and(|source| !PlanFile::read(source).broken);
    let all = disk::plans_in(folder)?.par_iter().all(readable);
    Ok(u8::from(!all))
}

/// The most memory that this process has had, in KiB.
fn peak_memory() -> anyhow::Result<u64> {
    let status = fs::read_to_string("/proc/self/status").context("memory is only measured on Linux")?;
    let peak = status.lines().find_map(|line| line.strip_prefix("VmHWM:")).context("no peak")?;
    Ok(peak.trim().trim_end_matches(" kB").parse()?)
}

fn measure() -> anyhow::Result<()> {
    let temp = tempfile::tempdir()?;
    let folder = |name: &str| temp.path().join(name);
    let mut table = Table::default();

    let one = folder("one");
    write_plans(&one, 1, POLICY, |_| PLAN.to_owned())?;
    let one = one.join("plan-00000.yaml");
    let rounds = compare(101, &[again("as-empty", &one)?, launch(&one, "text"), launch(&one, "json")])?;
    table.begin("One plan, whole process, against a clap program that does nothing", "1.5 ×");
    table.times(&["clap program that does nothing", "check, text", "check, JSON"], &rounds);

    let many = folder("many");
    write_plans(&many, MANY, POLICY, plan)?;
    let rounds = compare(9, &[again("as-parser", &many)?, launch(&many, "text"), launch(&many, "json")])?;
    table.begin("10,000 plans of 5 KB in one run, against parsing them", "2 ×");
    table.times(&["parsing into the same types", "check, text", "check, JSON"], &rounds);

    let some = folder("some");
    write_plans(&some, MANY / 10, POLICY, plan)?;
    let rounds = compare(15, &[launch(&some, "text"), report(&some, "text"), report(&some, "html")])?;
    table.begin("One page of 1,000 launches, against checking them", "2 ×");
    table.times(&["check, text", "report, text", "report, HTML"], &rounds);

    // Files in memory, where there is such a folder: what a disk does with them is not measured.
    let memory = Path::new("/dev/shm");
    let written = if memory.is_dir() { tempfile::tempdir_in(memory)? } else { tempfile::tempdir()? };
    let written = written.path();
    for (what, path, rounds) in [("one plan", &one, 101), ("1,000 plans", &some, 21)] {
        let rounds = compare(rounds, &[writing(path, written, &[]), writing(path, written, &FORMATS)])?;
        table.begin(&format!("All formats in one run, {what}, against text alone"), "1.1 ×");
        table.times(&["text, to a file", "nine formats, each to a file"], &rounds);
    }

    for load in LOADS {
        let [own, shared] = ["own", "shared"].map(|what| folder(&format!("{what}-{}", load.overloaded)));
        let own_capacity = |number: usize| {
            let limit = if load.overloads(number) { 100 } else { 300 };
            format!("    capacity: at most {limit} customers/month\n")
        };
        let draws_on = |number: usize| format!("    draws_on: shared-{}\n", number / load.shared_by);
        write_plans(&own, MANY, POLICY, |number| plan(number).replace(OWN_CAPACITY, &own_capacity(number)))?;
        write_plans(&shared, MANY, &load.policy(), |number| {
            plan(number).replace(OWN_CAPACITY, &draws_on(number))
        })?;
        let rounds = compare(load.rounds, &[launch(&own, "text"), launch(&shared, "text")])?;
        table.begin(load.title, "1.1 ×");
        table.times(&["capacities of their own", "shared capacities"], &rounds);
    }

    let [few, long] = ["few", "long"].map(folder);
    write_plans(&few, MANY / 10, POLICY, plan)?;
    let comment = "# What was said about this launch, and is of no interest to the check.\n".repeat(640);
    write_plans(&long, MANY / 10, POLICY, |number| plan(number) + &comment)?;
    for format in ["text", "json"] {
        table.begin(&format!("Peak memory, {format}"), "");
        table.memory("1,000 plans of 5 KB", &few, format, None)?;
        table.memory("1,000 plans of 50 KB, the rest comments", &long, format, Some("≈ 1 ×"))?;
        table.memory("10,000 plans of 5 KB", &many, format, Some("≤ 10 ×"))?;
    }
    io::stdout().lock().write_all(table.text.as_bytes())?;
    Ok(())
}

/// Writes `count` plans into a new folder, with their policy beside them.
fn write_plans(
    folder: &Path,
    count: usize,
    policy: &str,
    plan: impl Fn(usize) -> String,
) -> anyhow::Result<()> {
    fs::create_dir(folder)?;
    fs::write(folder.join("launch.toml"), policy)?;
    for number in 0..count {
        fs::write(folder.join(format!("plan-{number:05}.yaml")), plan(number))?;
    }
    Ok(())
}

/// A plan like no other: its name, its need, its words, its day, and for one in ten a fault.
fn plan(number: usize) -> String {
    let day = format!("external: 2026-{:02}-{:02}", 7 + number % 6, 1 + number % 28);
    let mut plan = PLAN
        .replace("Invoice Assist 2.0", &format!("Invoice Assist {number}"))
        .replace("see-hours", &format!("see-hours-{number}"))
        .replace("every billed hour", &format!("every billed hour of {number} contracts"))
        .replace("Set up in 5 working days", &format!("Set up in 5 working days, as {number} others"))
        .replace("external: 2026-06-15", &day);
    if number.is_multiple_of(FAULTY) {
        let (from, to) = FAULTS.iter().cycle().nth(number / FAULTY).copied().unwrap_or_default();
        plan = plan.replacen(from, to, 1);
    }
    plan
}

/// Plans that draw on capacities. Those whose capacity is overloaded are overloaded, too, when each
/// has one of its own: the reports differ in no more than a sentence.
struct Load {
    title: &'static str,
    /// How many plans share a capacity.
    shared_by: usize,
    /// How many capacities of a hundred are overloaded.
    overloaded: usize,
    rounds: usize,
}

const LOADS: [Load; 3] = [
    Load { title: "Capacities, 100 plans each, none overloaded", shared_by: 100, overloaded: 0, rounds: 9 },
    Load { title: "Capacities, 100 plans each, 5 % overloaded", shared_by: 100, overloaded: 5, rounds: 9 },
    Load { title: "One overloaded capacity, 10,000 plans", shared_by: MANY, overloaded: 100, rounds: 3 },
];

impl Load {
    fn overloads(&self, number: usize) -> bool {
        number / self.shared_by % 100 < self.overloaded
    }

    /// The policy with the capacities that `draws_on` names.
    fn policy(&self) -> String {
        let capacity = |first: usize| {
            let each = if self.overloads(first) { 200 } else { 300 };
            format!(
                "[capacity.shared-{}]\nof = \"operations\"\nlimit = \"at most {} customers/month\"\n",
                first / self.shared_by,
                each * self.shared_by
            )
        };
        let capacities: String = (0..MANY).step_by(self.shared_by).map(capacity).collect();
        format!("{POLICY}\n{capacities}")
    }
}

/// A command, as it is called every round.
struct Call {
    program: PathBuf,
    args: Vec<OsString>,
}

impl Call {
    fn command(&self) -> Command {
        let mut command = Command::new(&self.program);
        command.args(&self.args).stdin(Stdio::null()).stdout(Stdio::null());
        command
    }
}

fn again(role: &str, path: &Path) -> anyhow::Result<Call> {
    Ok(Call { program: std::env::current_exe()?, args: vec![role.into(), path.into()] })
}

fn launch(path: &Path, format: &str) -> Call {
    let mut args: Vec<OsString> = ["check", "--as-of", DAY, "--format", format].map(OsString::from).into();
    args.push(path.into());
    Call { program: env!("CARGO_BIN_EXE_launch").into(), args }
}

/// The page of all launches of a folder.
fn report(path: &Path, format: &str) -> Call {
    let mut args: Vec<OsString> = ["report", "--as-of", DAY, "--format", format].map(OsString::from).into();
    args.push(path.into());
    Call { program: env!("CARGO_BIN_EXE_launch").into(), args }
}

/// The formats besides text.
const FORMATS: [&str; 8] = ["json", "markdown", "github", "gitlab", "sarif", "junit", "csv", "ics"];

/// A check that writes text, and these formats beside it, to files of a folder.
fn writing(path: &Path, folder: &Path, formats: &[&str]) -> Call {
    let mut call = launch(path, "text");
    let mut output = |value: OsString| call.args.extend(["--output".into(), value]);
    output(folder.join("report.txt").into());
    for format in formats {
        output(format!("{format}={}", folder.join(format).display()).into());
    }
    call
}

/// The times of the calls, round by round. The first round warms the caches and does not count.
fn compare(rounds: usize, calls: &[Call]) -> anyhow::Result<Vec<Vec<Duration>>> {
    let round = |_| -> anyhow::Result<Vec<Duration>> { calls.iter().map(time).collect() };
    (0..=rounds).map(round).skip(1).collect()
}

fn time(call: &Call) -> anyhow::Result<Duration> {
    let start = Instant::now();
    let status = call.command().status()?;
    let took = start.elapsed();
    match status.code() {
        Some(0 | 1) => Ok(took),
        _ => bail!("{} {:?} ended with {status}", call.program.display(), call.args),
    }
}

fn median<T: Copy + PartialOrd>(values: impl Iterator<Item = T>) -> Option<T> {
    let mut values: Vec<T> = values.collect();
    values.sort_by(|a, b| a.partial_cmp(b).unwrap_or(std::cmp::Ordering::Equal));
    values.get(values.len() / 2).copied()
}

/// What was measured, as text. The first line of a section is what the others are held against.
#[derive(Default)]
struct Table {
    text: String,
    asked: String,
    base: Option<u64>,
}

impl Table {
    fn begin(&mut self, title: &str, asked: &str) {
        (self.asked, self.base) = (asked.to_owned(), None);
        self.text += &format!("\n{title:<70}   ratio  at most\n");
    }

    fn line(&mut self, what: &str, value: &str, least: &str, ratio: Option<f64>, asked: &str) {
        let ratio = ratio.map_or(String::new(), |ratio| format!("{ratio:.2} ×  {asked}"));
        let line = format!("  {what:<40}{value:>13}{least:>15}  {ratio:>8}");
        self.text += &format!("{}\n", line.trim_end());
    }

    fn times(&mut self, names: &[&str], rounds: &[Vec<Duration>]) {
        for (index, name) in names.iter().enumerate() {
            let seconds = || rounds.iter().filter_map(|round| Some(round.get(index)?.as_secs_f64()));
            let ratios = rounds
                .iter()
                .filter_map(|round| Some(round.get(index)?.as_secs_f64() / round.first()?.as_secs_f64()));
            let middle = median(seconds()).unwrap_or_default();
            let least = seconds().fold(f64::INFINITY, f64::min);
            let (middle, least) = (format!("{:.2} ms", middle * 1e3), format!("≥ {:.2} ms", least * 1e3));
            let ratio = median(ratios).filter(|_| index > 0);
            self.line(name, &middle, &least, ratio, &self.asked.clone());
        }
    }

    fn memory(&mut self, what: &str, folder: &Path, format: &str, asked: Option<&str>) -> anyhow::Result<()> {
        let Call { args, .. } = launch(folder, format);
        let called = Call { args: [&["as-launch".into()], args.as_slice()].concat(), ..again("", folder)? };
        let output = called.command().stderr(Stdio::piped()).output()?;
        let said = String::from_utf8_lossy(&output.stderr).into_owned();
        let peak: u64 = said.trim().parse().with_context(|| said.clone())?;
        #[expect(clippy::cast_precision_loss, reason = "a ratio of mebibytes")]
        let ratio = self.base.map(|base| peak as f64 / base as f64);
        self.base.get_or_insert(peak);
        self.line(what, &format!("{} MiB", peak / 1024), "", ratio, asked.unwrap_or_default());
        Ok(())
    }
}
