//! What people use today, on the same files: schema and style checkers, a policy engine with a policy that says
//! the same, and in-toto for signatures. `benches/ratios` gets them ready and says where they are.
//!
//! None does all that a check does: check-jsonschema and yamllint look at the form alone, the Rego policy says
//! in its first lines what it leaves out, and in-toto signs files instead of what a stage answers for.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::{env, fs};

use anyhow::{Context as _, ensure};
use serde::Deserialize;

use crate::Bench;
use crate::corpus::DAY;
use crate::measure::{Call, check, compare, launch};
use crate::signed::{SIGNERS, write_signed};

/// The variable that names the folder of the peers.
const FOLDER: &str = "RATIOS_PEERS";

/// The plans that programs in Python are given at once: ten thousand would take them minutes.
const SOME: (usize, &str) = (100, "100 plans");

/// A peer, as it is called on some plans.
struct Peer {
    name: &'static str,
    /// Its program, or why it is not there.
    call: Result<Call, String>,
}

impl Peer {
    fn on(&self, args: &[PathBuf]) -> Result<Call, String> {
        self.call.clone().map(|call| call.args(args))
    }
}

/// A peer's program in the folder of the peers.
pub(crate) fn program(path: &str) -> Result<Call, String> {
    let folder = env::var_os(FOLDER).ok_or("benches/ratios gets it ready")?;
    let program = Path::new(&folder).join(path);
    if program.exists() { Ok(Call::new(program)) } else { Err("it could not be installed".to_owned()) }
}

/// Checks, then signatures.
pub(crate) fn peers(bench: &mut Bench) -> anyhow::Result<()> {
    let schema = bench.folder("plan.schema.json");
    fs::write(&schema, launch().args(["schema", "plan"]).printed()?)?;
    let style = "{extends: relaxed, rules: {line-length: disable}}";
    let rego = Peer { name: "regorus, a Rego policy", call: program("rego-peer").map(Call::or_found) };
    let by_file = [
        Peer { name: "yamllint", call: program("venv/bin/yamllint").map(|call| call.args(["-d", style])) },
        Peer {
            name: "check-jsonschema, the plans' schema",
            call: program("venv/bin/check-jsonschema")
                .map(|call| call.args(["--schemafile"]).args([&schema])),
        },
    ];
    let one = bench.one()?;
    let (some, many) = (bench.plans(SOME.0)?, bench.plans(10_000)?);
    for folder in [&some, &many] {
        agree(&rego, folder)?;
    }
    let files: Vec<PathBuf> = (0..SOME.0).map(|number| some.join(format!("plan-{number:05}.yaml"))).collect();
    for (what, path, files, rounds) in [("One plan", &one, vec![one.clone()], 21), (SOME.1, &some, files, 5)]
    {
        let mut calls = vec![("launch check".to_owned(), Ok(check(path, "text")))];
        calls.push((rego.name.to_owned(), rego.on(std::slice::from_ref(path))));
        calls.extend(by_file.iter().map(|peer| (peer.name.to_owned(), peer.on(&files))));
        measured(bench, &format!("{what}, against launch check"), rounds, calls)?;
    }
    let calls =
        vec![("launch check".to_owned(), Ok(check(&many, "text"))), (rego.name.to_owned(), rego.on(&[many]))];
    measured(bench, "10,000 plans, against launch check", 3, calls)?;
    signatures(bench)
}

/// One plan with a signature of each stage, against a layout with as many.
fn signatures(bench: &mut Bench) -> anyhow::Result<()> {
    let (unsigned, signed) = (bench.folder("verify-unsigned"), bench.folder("verify-signed"));
    write_signed(&unsigned, &signed, 1)?;
    let plan = signed.join("plan-00000.yaml");
    let verify = launch().args(["verify", "--as-of", DAY]).args([&plan]);
    let said = verify.printed()?;
    ensure!(said.contains("8 sign-offs checked, all hold"), "{said}");
    let layout = bench.folder("layout");
    let in_toto = program("venv/bin/in-toto-verify").map(|call| {
        let call = call.args(["--layout"]).args([layout.join("root.layout")]);
        let call = call.args(["--verification-keys"]).args([layout.join("owner.pub")]);
        call.args(["--link-dir"]).args([&layout])
    });
    if in_toto.is_ok() {
        let made = program("venv/bin/python").map_err(anyhow::Error::msg)?;
        let script = Path::new(env!("CARGO_MANIFEST_DIR")).join("benches/peers/layout.py");
        made.args([&script, &layout]).args([SIGNERS.len().to_string()]).run()?;
    }
    let calls = vec![
        ("launch verify".to_owned(), Ok(verify)),
        (
            "in-toto-verify, its start alone".to_owned(),
            in_toto.clone().map(|call| Call::new(call.program).args(["--version"])),
        ),
        ("in-toto-verify".to_owned(), in_toto),
    ];
    measured(bench, "Eight signatures, against launch verify", 21, calls)
}

/// Measures what is there, and says what is not.
fn measured(
    bench: &mut Bench,
    title: &str,
    rounds: usize,
    calls: Vec<(String, Result<Call, String>)>,
) -> anyhow::Result<()> {
    let there: Vec<Call> = calls.iter().filter_map(|(_, call)| call.clone().ok()).collect();
    let rounds = compare(bench.rounds(rounds), &there)?;
    bench.table.begin(title, "");
    let mut index = 0;
    let mut lines = Vec::new();
    for (name, call) in &calls {
        if call.is_ok() {
            lines.push((name.as_str(), index));
            index += 1;
        }
    }
    bench.table.times(&lines, &rounds);
    for (name, call) in &calls {
        if let Err(why) = call {
            bench.table.skipped(name, why);
        }
    }
    Ok(())
}

#[derive(Deserialize)]
struct Report {
    plans: Vec<Judged>,
}

#[derive(Deserialize)]
struct Judged {
    path: String,
    verdict: Option<String>,
}

/// The rival must say of every plan what `launch` says, or it is none.
fn agree(rego: &Peer, folder: &Path) -> anyhow::Result<()> {
    let Ok(call) = rego.on(&[folder.to_owned()]) else { return Ok(()) };
    let report: Report = serde_json::from_str(&check(folder, "json").printed()?)?;
    let ours: anyhow::Result<BTreeMap<String, bool>> = report
        .plans
        .into_iter()
        .map(|plan| {
            let name = Path::new(&plan.path).file_name().context("no name")?;
            Ok((name.to_string_lossy().into_owned(), plan.verdict.context("no verdict")? == "go"))
        })
        .collect();
    let said = call.printed()?;
    let verdicts = said.lines().filter_map(|line| match line.split_once(' ')? {
        ("GO", name) => Some((name.to_owned(), true)),
        ("NO-GO", name) => Some((name.to_owned(), false)),
        _ => None,
    });
    let (ours, theirs) = (ours?, verdicts.collect::<BTreeMap<String, bool>>());
    let differing: Vec<&String> = ours
        .iter()
        .filter(|(name, go)| theirs.get(*name) != Some(go))
        .map(|(name, _)| name)
        .take(5)
        .collect();
    ensure!(differing.is_empty() && ours.len() == theirs.len(), "launch and Rego differ on {differing:?}");
    ensure!(ours.values().any(|go| *go) && ours.values().any(|go| !go), "all verdicts are the same");
    Ok(())
}
