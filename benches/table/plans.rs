//! What a check costs, of one plan and of many, and what its pages, its formats and shared capacities add.

use std::ffi::OsString;
use std::path::Path;

use crate::Bench;
use crate::corpus::{POLICY, plan, write_plans};
use crate::measure::{Call, again, check, compare, on};
use crate::peers::program;

/// How many plans a run over many has.
const MANY: usize = 10_000;

/// The line of a plan that the capacities are about.
const OWN_CAPACITY: &str = "    capacity: at most 300 customers/month\n";

/// One plan, against a program that does nothing.
pub(crate) fn start(bench: &mut Bench) -> anyhow::Result<()> {
    let one = bench.one()?;
    let checks =
        [again("as-empty", &one)?, check(&one, "text"), check(&one, "json"), again("as-parser", &one)?];
    let empty = program("empty").map(|empty| empty.args([&one]));
    let calls: Vec<Call> = checks.into_iter().chain(empty.clone().ok()).collect();
    let rounds = compare(bench.rounds(201), &calls)?;
    let table = &mut bench.table;
    let lines = [("check, text", 1), ("check, JSON", 2), ("the bench, parsing that plan only", 3)];
    table.begin("One plan, whole process, against a clap program that does nothing", "≤ 1.3 ×");
    match empty {
        Ok(_) => {
            table.times(&[&[("clap program that does nothing", 4)], lines.as_slice()].concat(), &rounds);
        }
        Err(why) => table.skipped("clap program that does nothing", &why),
    }
    table.begin("The same, against one that is as large as launch", "");
    table.times(&[&[("the bench, doing nothing", 0)], lines.as_slice()].concat(), &rounds);
    Ok(())
}

/// Many plans, against reading their files and against parsing them.
pub(crate) fn floors(bench: &mut Bench) -> anyhow::Result<()> {
    for (count, name, rounds) in [(MANY, "10,000", 31), (10 * MANY, "100,000", 5)] {
        let plans = bench.plans(count)?;
        let calls = [
            again("as-reader", &plans)?,
            again("as-parser", &plans)?,
            check(&plans, "text"),
            check(&plans, "json"),
        ];
        let rounds = compare(bench.rounds(rounds), &calls)?;
        let table = &mut bench.table;
        let checks = [("check, text", 2), ("check, JSON", 3)];
        table.begin(&format!("{name} plans of 5 KB in one run, against reading the files"), "");
        table.times(&[&[("reading the files only", 0)], checks.as_slice()].concat(), &rounds);
        table.begin(&format!("{name} plans of 5 KB in one run, against parsing them"), "≤ 1.3 ×");
        table.times(&[&[("parsing into the same types", 1)], checks.as_slice()].concat(), &rounds);
    }
    Ok(())
}

/// The page of many launches, against checking them.
pub(crate) fn pages(bench: &mut Bench) -> anyhow::Result<()> {
    let some = bench.plans(MANY / 10)?;
    let calls = [check(&some, "text"), on("report", &some, "text"), on("report", &some, "html")];
    let rounds = compare(bench.rounds(15), &calls)?;
    bench.table.begin("One page of 1,000 launches, against checking them", "≤ 2 ×");
    bench.table.times(&[("check, text", 0), ("report, text", 1), ("report, HTML", 2)], &rounds);
    Ok(())
}

/// All formats in one run, against text alone.
pub(crate) fn formats(bench: &mut Bench) -> anyhow::Result<()> {
    // Files in memory, where there is such a folder: what a disk does with them is not measured.
    let memory = Path::new("/dev/shm");
    let written = if memory.is_dir() { tempfile::tempdir_in(memory)? } else { tempfile::tempdir()? };
    let written = written.path();
    let (one, some) = (bench.one()?, bench.plans(MANY / 10)?);
    for (what, path, rounds) in [("one plan", &one, 101), ("1,000 plans", &some, 21)] {
        let calls = [writing(path, written, &[]), writing(path, written, &FORMATS)];
        let rounds = compare(bench.rounds(rounds), &calls)?;
        bench.table.begin(&format!("All formats in one run, {what}, against text alone"), "≤ 1.1 ×");
        bench.table.times(&[("text, to a file", 0), ("nine formats, each to a file", 1)], &rounds);
    }
    Ok(())
}

/// Capacities that plans share, against capacities of their own.
pub(crate) fn capacities(bench: &mut Bench) -> anyhow::Result<()> {
    for load in LOADS {
        let [own, shared] =
            ["own", "shared"].map(|what| bench.folder(&format!("{what}-{}", load.overloaded)));
        let own_capacity = |number: usize| {
            let limit = if load.overloads(number) { 100 } else { 300 };
            format!("    capacity: at most {limit} customers/month\n")
        };
        let draws_on = |number: usize| format!("    draws_on: shared-{}\n", number / load.shared_by);
        write_plans(&own, MANY, POLICY, |number| plan(number).replace(OWN_CAPACITY, &own_capacity(number)))?;
        write_plans(&shared, MANY, &load.policy(), |number| {
            plan(number).replace(OWN_CAPACITY, &draws_on(number))
        })?;
        let rounds = compare(bench.rounds(load.rounds), &[check(&own, "text"), check(&shared, "text")])?;
        bench.table.begin(load.title, "≤ 1.1 ×");
        bench.table.times(&[("capacities of their own", 0), ("shared capacities", 1)], &rounds);
    }
    Ok(())
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

/// The formats besides text.
const FORMATS: [&str; 8] = ["json", "markdown", "github", "gitlab", "sarif", "junit", "csv", "ics"];

/// A check that writes text, and these formats beside it, to files of a folder.
fn writing(path: &Path, folder: &Path, formats: &[&str]) -> Call {
    let text: OsString = folder.join("report.txt").into();
    let others = formats.iter().map(|format| format!("{format}={}", folder.join(format).display()).into());
    let outputs = std::iter::once(text).chain(others).flat_map(|output| ["--output".into(), output]);
    check(path, "text").args(outputs)
}
