//! What trust costs: signatures over many plans, and the reason for a stale sign-off over a long history, each
//! against what it cannot do without.

use std::fs;
use std::io::Write as _;
use std::path::Path;
use std::process::{Command, Stdio};

use anyhow::{Context as _, ensure};
use launch::disk;
use launch::seal::NAMESPACE;
use rayon::prelude::*;

use crate::Bench;
use crate::corpus::{DAY, PLAN, POLICY};
use crate::measure::{self, Rounds, in_rounds, launch, timed};
use crate::signed::{Check, policy, sealed, write_signed};

/// How many plans are signed.
const MANY: usize = 10_000;

/// How many revisions the long history has.
const REVISIONS: usize = 2_000;

/// Signatures over many plans, then a long history.
pub(crate) fn trust(bench: &mut Bench) -> anyhow::Result<()> {
    signatures(bench)?;
    history(bench)
}

fn signatures(bench: &mut Bench) -> anyhow::Result<()> {
    let (unsigned, signed) = (bench.folder("unsigned"), bench.folder("signed"));
    let checks = write_signed(&unsigned, &signed, MANY)?;
    let rounds = in_rounds(bench.rounds(7), || {
        let library = timed(|| verify(&checks))?;
        let plain = timed(|| check(&unsigned))?;
        Ok(vec![library + plain, library, plain, timed(|| check(&signed))?])
    })?;
    bench.table.begin("80,000 signatures over 10,000 plans, against what they cannot do without", "≤ 1.2 ×");
    bench.table.times(
        &[
            ("the two below together", 0),
            ("the signature library verifies them", 1),
            ("the check without signatures", 2),
            ("the check with signatures", 3),
        ],
        &rounds,
    );
    Ok(())
}

fn history(bench: &mut Bench) -> anyhow::Result<()> {
    let repository = bench.folder("history");
    write_history(&repository)?;
    let plan = repository.join("plan.yaml");
    let rounds: Rounds = in_rounds(bench.rounds(15), || {
        let read = timed(|| read_history(&repository))?;
        let mut times = vec![read];
        for rule in ["off", "warn"] {
            let policy = format!("{POLICY}\n[rules]\nbackdated-sign-off = \"{rule}\"\n");
            fs::write(repository.join("launch.toml"), policy)?;
            times.push(timed(|| check(&plan))?);
        }
        for per in ["day", "commit"] {
            times.push(timed(|| told(&plan, per))?);
        }
        Ok(times)
    })?;
    bench.table.begin("A plan of 2,000 revisions, against git reading them", "≤ 1.5 ×");
    bench.table.times(
        &[
            ("git log and git cat-file of them all", 0),
            ("check, with why a sign-off is stale", 1),
            ("and who committed each sign-off", 2),
            ("launch history, day by day", 3),
            ("launch history, each commit", 4),
        ],
        &rounds,
    );
    Ok(())
}

/// A whole `launch history`.
fn told(plan: &Path, per: &str) -> anyhow::Result<()> {
    launch().args(["history", "--as-of", DAY, "--per", per]).args([plan]).run()
}

/// A whole `launch check`.
fn check(path: &Path) -> anyhow::Result<()> {
    measure::check(path, "text").run()
}

/// The floor: the signature library alone, on the same cores.
fn verify(checks: &[Check]) -> anyhow::Result<()> {
    let good = checks
        .par_iter()
        .all(|(key, signature, text)| key.verify(NAMESPACE, text.as_bytes(), signature).is_ok());
    ensure!(good, "a signature that was made here is not good");
    Ok(())
}

/// A plan that operations signed early in its history, and whose capacity changed late in it.
fn write_history(folder: &Path) -> anyhow::Result<()> {
    fs::create_dir(folder)?;
    fs::write(folder.join("launch.toml"), POLICY)?;
    let (digest, _) = sealed(PLAN, &policy()?, "operations")?;
    let line = "    sign_off: {by: omar@acme.example, date: 2026-05-18}\n";
    let signed = format!("    sign_off: {{by: omar@acme.example, date: 2026-05-18, digest: \"{digest}\"}}\n");
    let mut stream = String::new();
    let mut last = String::new();
    for revision in 0..REVISIONS {
        last = PLAN.replace(
            "What is said is what is delivered",
            &format!("What is said is what is delivered, said for the {revision}th time"),
        );
        if revision >= 10 {
            last = last.replace(line, &signed);
        }
        if revision >= REVISIONS * 2 / 3 {
            last = last.replace("at most 300 customers/month", "at most 200 customers/month");
        }
        let when = 1_770_000_000 + revision * 3600;
        stream += &format!(
            "commit refs/heads/main\ncommitter omar <omar@acme.example> {when} +0000\ndata 1\nx\nM 644 inline plan.yaml\ndata {}\n{last}\n",
            last.len()
        );
    }
    git(folder, &["init", "-q", "-b", "main"])?;
    let mut import = Command::new("git")
        .args(["fast-import", "--quiet"])
        .current_dir(folder)
        .stdin(Stdio::piped())
        .spawn()?;
    import.stdin.take().context("no stdin")?.write_all(stream.as_bytes())?;
    ensure!(import.wait()?.success(), "git fast-import failed");
    git(folder, &["reset", "-q"])?;
    fs::write(folder.join("plan.yaml"), last)?;
    disk::repository(folder).context("no repository").map(|_| ())
}

fn git(folder: &Path, args: &[&str]) -> anyhow::Result<()> {
    ensure!(Command::new("git").args(args).current_dir(folder).status()?.success(), "git {args:?} failed");
    Ok(())
}

/// The floor: git lists the revisions of the plan and gives out their texts.
fn read_history(folder: &Path) -> anyhow::Result<()> {
    let log = Command::new("git")
        .args(["log", "--follow", "--raw", "--no-abbrev", "--format=%H", "--", "plan.yaml"])
        .current_dir(folder)
        .output()?;
    let log = String::from_utf8(log.stdout)?;
    let blobs: Vec<&str> = log
        .lines()
        .filter(|line| line.starts_with(':'))
        .filter_map(|line| line.split_whitespace().nth(3))
        .collect();
    ensure!(blobs.len() == REVISIONS, "{} revisions", blobs.len());
    let mut cat = Command::new("git")
        .args(["cat-file", "--batch"])
        .current_dir(folder)
        .stdin(Stdio::piped())
        .stdout(Stdio::null())
        .spawn()?;
    cat.stdin.take().context("no stdin")?.write_all((blobs.join("\n") + "\n").as_bytes())?;
    ensure!(cat.wait()?.success(), "git cat-file failed");
    Ok(())
}
