//! How time and memory grow: with the number of plans, and with what stands in them besides the plan.

use std::process::Stdio;

use anyhow::Context as _;

use crate::Bench;
use crate::corpus::{POLICY, plan, write_plans};
use crate::measure::{Call, again, check, compare};
use crate::table::real;

/// How many plans there are, and how that is said.
const SIZES: [(usize, &str); 3] =
    [(1_000, "1,000 plans"), (10_000, "10,000 plans"), (100_000, "100,000 plans")];

/// Time and peak memory of a check at each size.
pub(crate) fn growth(bench: &mut Bench) -> anyhow::Result<()> {
    let mut calls = Vec::new();
    for (count, _) in SIZES {
        calls.push(check(&bench.plans(count)?, "text"));
    }
    let rounds = compare(bench.rounds(5), &calls)?;
    bench.table.begin("Time for each plan of 5 KB, against 1,000 plans", "≈ 1 ×");
    let lines: Vec<(&str, usize, usize)> =
        SIZES.iter().enumerate().map(|(index, (count, name))| (*name, index, *count)).collect();
    bench.table.each(&lines, &rounds);
    bench.table.begin("Peak memory for each plan of 5 KB, against 1,000 plans", "≤ 1 ×");
    let mut first = None;
    for ((count, name), call) in SIZES.iter().zip(&calls) {
        let (peak, each) = memory(call, *count)?;
        let ratio = first.map(|first: f64| each / first);
        first.get_or_insert(each);
        bench.table.line(name, &mib(peak), &format!("{each:.1} KiB each"), ratio, wanted(ratio, "≤ 1 ×"));
    }
    text(bench)
}

/// Peak memory where the plans are ten times as long, and say no more.
fn text(bench: &mut Bench) -> anyhow::Result<()> {
    let count = 1_000;
    let (short, long) = (bench.plans(count)?, bench.folder("long"));
    let comment = "# What was said about this launch, and is of no interest to the check.\n".repeat(640);
    write_plans(&long, count, POLICY, |number| plan(number) + &comment)?;
    for format in ["text", "json"] {
        bench.table.begin(&format!("Peak memory, {format}, against 1,000 plans of 5 KB"), "≈ 1 ×");
        let mut first = None;
        for (name, folder) in
            [("1,000 plans of 5 KB", &short), ("the same with 45 KB of comments each", &long)]
        {
            let (peak, each) = memory(&check(folder, format), count)?;
            let ratio = first.map(|first: f64| each / first);
            first.get_or_insert(each);
            bench.table.line(name, &mib(peak), "", ratio, wanted(ratio, "≈ 1 ×"));
        }
    }
    Ok(())
}

fn wanted(ratio: Option<f64>, wanted: &'static str) -> &'static str {
    if ratio.is_some() { wanted } else { "" }
}

fn mib(peak: usize) -> String {
    format!("{} MiB", peak / 1024)
}

/// The most memory that a call of `launch` takes, in KiB: in all, and for each plan.
fn memory(call: &Call, plans: usize) -> anyhow::Result<(usize, f64)> {
    let called =
        Call { args: [&["as-launch".into()], call.args.as_slice()].concat(), ..again("", "".as_ref())? };
    let output = called.command().stderr(Stdio::piped()).output()?;
    let said = String::from_utf8_lossy(&output.stderr).into_owned();
    let peak: usize = said.trim().parse().with_context(|| said.clone())?;
    Ok((peak, real(peak) / real(plans)))
}
