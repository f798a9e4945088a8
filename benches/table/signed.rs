//! Plans that are signed: written twice, without and with their signatures.

use std::fs;
use std::path::{Path, PathBuf};

use anyhow::{Context as _, ensure};
use launch::facts::Facts;
use launch::plan::{Kind, PlanFile};
use launch::policy::{Choice, Policy, Vocabulary};
use launch::rules;
use launch::seal::{NAMESPACE, statement};
use launch::source::Source;
use launch::standing::Standing;
use rayon::prelude::*;
use ssh_key::private::{Ed25519Keypair, KeypairData};
use ssh_key::{HashAlg, LineEnding, PrivateKey, PublicKey, SshSig};

use crate::corpus::{DAY, PLAN, POLICY};

/// The stages in order, with who signs and when.
pub(crate) const SIGNERS: [(&str, &str, &str); 8] = [
    ("customer", "uma", "2026-05-04"),
    ("product", "paul", "2026-05-11"),
    ("operations", "omar", "2026-05-18"),
    ("finance", "fay", "2026-05-20"),
    ("customer-service", "cora", "2026-05-20"),
    ("marketing", "mia", "2026-05-22"),
    ("sales", "sam", "2026-05-26"),
    ("leadership", "lea", "2026-05-27"),
];

/// A signature with its key and the text it is over.
pub(crate) type Check = (PublicKey, SshSig, String);

/// Writes so many plans twice, without and with signatures.
pub(crate) fn write_signed(unsigned: &Path, signed: &Path, count: usize) -> anyhow::Result<Vec<Check>> {
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
    let made = (0..count).into_par_iter().map(|number| -> anyhow::Result<Vec<Check>> {
        let name = format!("plan-{number:05}.yaml");
        let text = PLAN.replace("Invoice Assist 2.0", &format!("Invoice Assist {number}"));
        fs::write(unsigned.join(&name), &text)?;
        let (text, checks) = sign(text, &policy, &keys)?;
        fs::write(signed.join(&name), text)?;
        Ok(checks)
    });
    Ok(made.collect::<anyhow::Result<Vec<_>>>()?.into_iter().flatten().collect())
}

/// The policy that they are judged by.
pub(crate) fn policy() -> anyhow::Result<Policy> {
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

/// A fault of the signature library as one of ours.
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
pub(crate) fn sealed(text: &str, policy: &Policy, stage: &str) -> anyhow::Result<(String, String)> {
    let file = PlanFile::read(Source::new("plan.yaml", text));
    let facts = Facts::on(DAY.parse()?);
    let standing = Standing::of(&file, policy, &facts);
    let known = standing.stage(stage).context("no such stage")?;
    let record = file.root.at(&format!("stages.{stage}.sign_off")).context("no sign-off")?;
    let digest = known.seal(&file, policy).digest(record);
    let said = statement(file.plan.name(), stage, record, &digest);
    Ok((digest, said))
}
