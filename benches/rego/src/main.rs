//! Judges the launch plans of a folder, or one plan, by a Rego policy, in parallel: `rego-peer PATH` prints
//! each plan's name with GO or NO-GO and what the policy denies. Exits with 1 when one may not go.

use std::io::{self, Write as _};
use std::path::{Path, PathBuf};
use std::process::ExitCode;
use std::{env, fs};

use anyhow::{Context as _, anyhow};
use rayon::prelude::*;
use regorus::{Engine, Value};

fn main() -> ExitCode {
    match run() {
        Ok(true) => ExitCode::SUCCESS,
        Ok(false) => ExitCode::from(1),
        Err(error) => {
            let _ = writeln!(io::stderr(), "error: {error:#}");
            ExitCode::from(2)
        }
    }
}

fn run() -> anyhow::Result<bool> {
    let path = env::args_os().nth(1).map(PathBuf::from).context("usage: rego-peer PATH")?;
    let mut engine = Engine::new();
    engine.add_policy("policy.rego".to_owned(), include_str!("../policy.rego").to_owned())?;
    engine.add_data_json(include_str!("../law.json"))?;
    let plans = plans(&path)?;
    let judged: Vec<(String, Vec<String>)> = match plans.as_slice() {
        [only] => vec![judge(&mut engine, only)?],
        plans => {
            // What is compiled once is shared by the clones of an engine.
            judge(&mut engine, plans.first().context("no plans")?)?;
            plans.par_iter().map_init(|| engine.clone(), judge).collect::<Result<_, _>>()?
        }
    };
    let mut out = io::BufWriter::new(io::stdout().lock());
    for (name, denied) in &judged {
        writeln!(out, "{} {name}", if denied.is_empty() { "GO" } else { "NO-GO" })?;
        for message in denied {
            writeln!(out, "  {message}")?;
        }
    }
    out.flush()?;
    Ok(judged.iter().all(|(_, denied)| denied.is_empty()))
}

fn plans(path: &Path) -> anyhow::Result<Vec<PathBuf>> {
    if path.is_file() {
        return Ok(vec![path.to_owned()]);
    }
    let mut plans = Vec::new();
    for entry in fs::read_dir(path)? {
        let path = entry?.path();
        if path.extension().is_some_and(|ending| ending == "yaml") {
            plans.push(path);
        }
    }
    plans.sort();
    Ok(plans)
}

/// A plan's name, and what is denied.
fn judge(engine: &mut Engine, path: &PathBuf) -> anyhow::Result<(String, Vec<String>)> {
    let text = fs::read_to_string(path)?;
    engine.set_input(Value::from_yaml_str(&text).with_context(|| path.display().to_string())?);
    let denied = engine.eval_rule("data.launch.deny".to_owned())?;
    let denied = denied.as_set()?.iter().map(|message| Ok(message.as_string()?.to_string()));
    let name = path.file_name().context("no name")?;
    Ok((
        name.to_string_lossy().into_owned(),
        denied.collect::<Result<_, _>>().map_err(|e: anyhow::Error| anyhow!(e))?,
    ))
}
