//! What trust costs: `cargo bench --bench trust` measures signatures over many plans, and the reason
//! for a stale sign-off over a long history, each against what it cannot do without.
//!
//! As in `plans`, all that is compared runs in turn within every round, and a ratio is the median of its
//! rounds.

use std::fs;
use std::io::{self, Write as _};
use std::path::{Path, PathBuf};
use std::process::{Command, ExitCode, Stdio};
use std::time::{Duration, Instant};

use anyhow::{Context as _, ensure};
use launch::facts::Facts;
use launch::plan::{Kind, PlanFile};
use launch::policy::{Choice, Policy, Vocabulary};
use launch::seal::{NAMESPACE, statement};
use launch::source::Source;
use launch::standing::Standing;
use launch::{disk, rules};
use rayon::prelude::*;
use ssh_key::private::{Ed25519Keypair, KeypairData};
use ssh_key::{HashAlg, LineEnding, PrivateKey, PublicKey, SshSig};

const PLAN: &str = include_str!("../tests/base.yaml");
const POLICY: &str = include_str!("../tests/base.toml");
const DAY: &str = "2026-05-28";
const MANY: usize = 10_000;
const REVISIONS: usize = 2_000;

/// The stages in order, with who signs and when.
const SIGNERS: [(&str, &str, &str); 8] = [
    ("customer", "uma", "2026-05-04"),
    ("product", "paul", "2026-05-11"),
    ("operations", "omar", "2026-05-18"),
    ("finance", "fay", "2026-05-20"),
    ("customer-service", "cora", "2026-05-20"),
    ("marketing", "mia", "2026-05-22"),
    ("sales", "sam", "2026-05-26"),
    ("leadership", "lea", "2026-05-27"),
];

fn main() -> ExitCode {
    match measure() {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            let _ = writeln!(io::stderr(), "error: {error:#}");
            ExitCode::FAILURE
        }
    }
}

fn measure() -> anyhow::Result<()> {
    let temp = tempfile::tempdir()?;
    let mut out = io::stdout().lock();
    let (unsigned, signed) = (temp.path().join("unsigned"), temp.path().join("signed"));
    let checks = write_signed(&unsigned, &signed)?;
    let rounds = 7;
    let mut ratios = Vec::new();
    for round in 0..=rounds {
        let library = timed(|| verify(&checks))?;
        let plain = timed(|| check(&unsigned))?;
        let trusted = timed(|| check(&signed))?;
        if round > 0 {
            ratios.push((ratio(trusted, library + plain), library, plain, trusted));
        }
    }
    ratios.sort_by(|a, b| a.0.total_cmp(&b.0));
    let (middle, library, plain, trusted) = *ratios.get(rounds / 2).context("no rounds")?;
    writeln!(out, "{} signatures over {MANY} plans", checks.len())?;
    writeln!(out, "  the library verifies them             {library:>10.0?}")?;
    writeln!(out, "  the check without signatures          {plain:>10.0?}")?;
    writeln!(out, "  the check with them                   {trusted:>10.0?}   {middle:.2} ×, at most 1.2 ×")?;

    let repository = temp.path().join("history");
    write_history(&repository)?;
    for (rule, what) in [("off", "the check, with its reason"), ("warn", "and who committed each sign-off")] {
        fs::write(
            repository.join("launch.toml"),
            format!("{POLICY}\n[rules]\nbackdated-sign-off = \"{rule}\"\n"),
        )?;
        let mut ratios = Vec::new();
        for round in 0..=15 {
            let read = timed(|| read_history(&repository))?;
            let reason = timed(|| check(&repository.join("plan.yaml")))?;
            if round > 0 {
                ratios.push((ratio(reason, read), read, reason));
            }
        }
        ratios.sort_by(|a, b| a.0.total_cmp(&b.0));
        let (middle, read, reason) = *ratios.get(7).context("no rounds")?;
        if rule == "off" {
            writeln!(out, "The reason for a stale sign-off, {REVISIONS} revisions of the plan")?;
            writeln!(out, "  git log and git cat-file of them all  {read:>10.0?}")?;
        }
        writeln!(out, "  {what:<38}{reason:>10.0?}   {middle:.2} ×, at most 1.5 ×")?;
    }
    for (per, what) in [("day", "launch history, day by day"), ("commit", "launch history, each commit")] {
        let mut ratios = Vec::new();
        for round in 0..=15 {
            let read = timed(|| read_history(&repository))?;
            let told = timed(|| history(&repository.join("plan.yaml"), per))?;
            if round > 0 {
                ratios.push((ratio(told, read), told));
            }
        }
        ratios.sort_by(|a, b| a.0.total_cmp(&b.0));
        let (middle, told) = *ratios.get(7).context("no rounds")?;
        writeln!(out, "  {what:<38}{told:>10.0?}   {middle:.2} ×, at most 1.5 ×")?;
    }
    Ok(())
}

/// A whole `launch history`.
fn history(plan: &Path, per: &str) -> anyhow::Result<()> {
    let status = Command::new(env!("CARGO_BIN_EXE_launch"))
        .args(["history", "--as-of", DAY, "--per", per])
        .arg(plan)
        .stdout(Stdio::null())
        .status()?;
    ensure!(status.success(), "the history ended with {status}");
    Ok(())
}

fn ratio(one: Duration, other: Duration) -> f64 {
    one.as_secs_f64() / other.as_secs_f64()
}

fn timed(run: impl FnOnce() -> anyhow::Result<()>) -> anyhow::Result<Duration> {
    let start = Instant::now();
    run()?;
    Ok(start.elapsed())
}

/// A whole `launch check`.
fn check(path: &Path) -> anyhow::Result<()> {
    let status = Command::new(env!("CARGO_BIN_EXE_launch"))
        .args(["check", "--as-of", DAY])
        .arg(path)
        .stdout(Stdio::null())
        .status()?;
    ensure!(matches!(status.code(), Some(0 | 1)), "the check ended with {status}");
    Ok(())
}

/// A signature with its key and the text it is over.
type Check = (PublicKey, SshSig, String);

/// The floor: the signature library alone, on the same cores.
fn verify(checks: &[Check]) -> anyhow::Result<()> {
    let good = checks
        .par_iter()
        .all(|(key, signature, text)| key.verify(NAMESPACE, text.as_bytes(), signature).is_ok());
    ensure!(good, "a signature that was made here is not good");
    Ok(())
}

/// Writes the same plans twice, without and with signatures.
fn write_signed(unsigned: &Path, signed: &Path) -> anyhow::Result<Vec<Check>> {
    let keys: Vec<PrivateKey> = (1u8..=8)
        .map(|seed| PrivateKey::new(KeypairData::Ed25519(Ed25519Keypair::from_seed(&[seed; 32])), ""))
        .collect::<Result<_, _>>()
        .map_err(ours)?;
    let mut listed = String::new();
    for ((_, who, _), key) in SIGNERS.iter().zip(&keys) {
        listed += &format!("{who}@acme.example {}\n", key.public_key().to_openssh().map_err(ours)?);
    }
    let policy_text = format!("{POLICY}\n[assurance]\nallowed_signers = \"allowed_signers\"\n");
    for (folder, policy) in [(unsigned, POLICY), (signed, policy_text.as_str())] {
        fs::create_dir(folder)?;
        fs::write(folder.join("launch.toml"), policy)?;
    }
    fs::write(signed.join("allowed_signers"), listed)?;
    let policy = policy()?;
    let made = (0..MANY).into_par_iter().map(|number| -> anyhow::Result<Vec<Check>> {
        let name = format!("plan-{number:05}.yaml");
        let text = PLAN.replace("Invoice Assist 2.0", &format!("Invoice Assist {number}"));
        fs::write(unsigned.join(&name), &text)?;
        let (text, checks) = sign(text, &policy, &keys)?;
        fs::write(signed.join(&name), text)?;
        Ok(checks)
    });
    Ok(made.collect::<anyhow::Result<Vec<_>>>()?.into_iter().flatten().collect())
}

fn policy() -> anyhow::Result<Policy> {
    let vocabulary = rules::vocabulary();
    let read = |_: &Path| Ok(Source::new("launch.toml", POLICY));
    Policy::load(
        &Choice::File(PathBuf::from("launch.toml")),
        Kind::Product,
        &Vocabulary { rules: &vocabulary },
        &read,
    )
    .map_err(|problems| anyhow::anyhow!("{problems:?}"))
}

fn ours(error: ssh_key::Error) -> anyhow::Error {
    anyhow::anyhow!("{error}")
}

/// Signs every stage of a plan in order.
fn sign(mut text: String, policy: &Policy, keys: &[PrivateKey]) -> anyhow::Result<(String, Vec<Check>)> {
    let mut checks = Vec::new();
    for ((stage, who, date), key) in SIGNERS.iter().zip(keys) {
        let (digest, said) = sealed(&text, policy, stage)?;
        let signature = SshSig::sign(key, NAMESPACE, HashAlg::Sha512, said.as_bytes()).map_err(ours)?;
        let armored = signature.to_pem(LineEnding::LF).map_err(ours)?;
        let armored = armored.trim_end().replace('\n', "\n        ");
        let from = format!("    sign_off: {{by: {who}@acme.example, date: {date}}}\n");
        let to = format!(
            "    sign_off:\n      by: {who}@acme.example\n      date: {date}\n      digest: {digest}\n      signature: |-\n        {armored}\n"
        );
        ensure!(text.contains(&from), "{from} is not in the plan");
        text = text.replace(&from, &to);
        checks.push((key.public_key().clone(), signature, said));
    }
    Ok((text, checks))
}

/// The digest of what a stage signs, and the text that is signed.
fn sealed(text: &str, policy: &Policy, stage: &str) -> anyhow::Result<(String, String)> {
    let file = PlanFile::read(Source::new("plan.yaml", text));
    let facts = Facts::on(DAY.parse()?);
    let standing = Standing::of(&file, policy, &facts);
    let known = standing.stage(stage).context("no such stage")?;
    let record = file.root.at(&format!("stages.{stage}.sign_off")).context("no sign-off")?;
    let digest = known.seal(&file, policy).digest(record);
    let said = statement(file.plan.name(), stage, record, &digest);
    Ok((digest, said))
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
