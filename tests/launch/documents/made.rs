//! Documents of every command, of plans that show every key.

use std::path::Path;
use std::process::Command;

use crate::command::{has, project, run};
use crate::judged::ROSTER;
use crate::overlay::{BASE, plan};
use crate::repository::Repo;
use crate::schemas;

const DAY: &str = "2026-05-28";

/// Somebody stands in for somebody, and no launch is on a Monday.
const POLICY: &str = r#"
[assurance]
allowed_signers = "allowed_signers"
[calendar]
no_launch_on = ["mon"]
[stages.finance]
lead = 2
[handoffs.price-list]
lead = 4
[handoffs.message-kit]
lead = 4
[[delegations]]
from = "fay@acme.example"
to = "sam@acme.example"
start = 2026-05-01
until = 2026-06-30
reason = "leave"
"#;

/// Two hand-offs are late, two others and a question are open, one of them under a condition, one waived; the
/// goals are past.
const OPEN: &str = "
launch: Open
dates: {external: 2026-06-16, baseline: 2026-06-09}
handoffs:
  cost-to-serve: {due: 2026-05-15, accepted: ~}
  price-list: {sent: ~, accepted: ~}
  message-kit: ~
  customer-complaints: ~
  value: {due: 2026-05-01, accepted: ~}
stages:
  finance: {sign_off: ~}
  leadership: {sign_off: ~}
  marketing: {asks: {message: open}}
  sales: {sign_off: {verdict: conditions, conditions: {kit: {what: Print it, owner: mia@acme.example, due: 2026-06-10, risk_accepted_by: lea@acme.example, covers: [handoffs.message-kit]}}}}
  customer-service: {sign_off: {by: nobody@acme.example}}
goals: {activation: {stage: sales, measure: trial sign-ups, target: at least 500, by: 2026-05-15, actual: 120}}
waivers: {later: {rule: missing-handoff, at: handoffs.customer-complaints, why: no complaints yet, by: lea@acme.example, date: 2026-05-20, until: 2026-06-30}}
";

/// Finance can sign, and when it has, it is marketing's turn.
const WAITING: &str = "
launch: Waiting
dates: {external: 2026-06-16}
handoffs: {price-list: {accepted: ~}, message-kit: {accepted: ~}}
stages: {finance: {sign_off: ~}, marketing: {sign_off: ~}, sales: {sign_off: ~}, leadership: {sign_off: ~}}
";

/// The documents, each with the command that wrote it; none where a program is missing that they need.
pub(super) fn documents() -> Option<Vec<(&'static str, String)>> {
    if !has("ssh-keygen") {
        return None;
    }
    let repo = repository()?;
    let mut found: Vec<(&'static str, String)> =
        schemas::texts().into_iter().map(|text| ("check", text)).collect();
    let here = repo.path("");
    let shallow = repo.around.path().join("shallow");
    repo.git(&[
        "clone",
        "-q",
        "--depth",
        "1",
        &format!("file://{}", here.display()),
        &shallow.to_string_lossy(),
    ]);
    let mut add = |folder: &Path, command: &'static str, args: &[&str]| {
        let day: &[&str] = if args.contains(&"--as-of") { &[] } else { &["--as-of", DAY] };
        let ended = run(folder, &[&[command], args, &["--format", "json"], day].concat());
        assert!(ended.out.starts_with('{'), "launch {command} {args:?}: {}", ended.err);
        found.push((command, ended.out));
    };
    add(&here, "check", &["."]);
    add(&here, "check", &["waiting.yaml", "--since", "nowhere"]);
    add(&here, "report", &["."]);
    add(&here, "report", &["launches", "--gate", "internal"]);
    add(&project(), "report", &["examples"]);
    add(&here, "history", &["launches/now.yaml", "--per", "commit"]);
    add(&shallow, "history", &["launches/now.yaml"]);
    add(&here, "diff", &["launches/now.yaml", "HEAD~5"]);
    add(&here, "diff", &["launches/done.yaml", "launches/now.yaml"]);
    add(&here, "diff", &["launches/now.yaml", "launches/done.yaml"]);
    add(&here, "diff", &["waiting.yaml", "launches/now.yaml"]);
    add(&here, "diff", &["launches/now.yaml", "waiting.yaml"]);
    add(&here, "simulate", &["launches/now.yaml", "--accept", "cost-to-serve", "--accept", "price-list"]);
    add(&here, "simulate", &["launches/now.yaml", "--sign", "leadership", "--date", "external=2026-06-01"]);
    add(&here, "simulate", &["waiting.yaml", "--sign", "finance"]);
    add(&here, "simulate", &["waiting.yaml", "--sign", "marketing"]);
    add(&here, "forecast", &["."]);
    add(&here, "forecast", &["waiting.yaml", "--as-of", "2026-06-12"]);
    add(&here, "forecast", &["launches/now.yaml", "--from-history", "launches"]);
    add(&here, "forecast", &["launches/now.yaml", "--from-history", "launches", "--as-of", "2026-06-09"]);
    add(&here, "forecast", &["launches/now.yaml", "--from-history", "few"]);
    add(&here, "next", &["."]);
    add(&here, "next", &["launches", "--for", "fay@acme.example"]);
    add(&here, "retro", &["launches/now.yaml"]);
    add(&project(), "retro", &["examples/whose-fault/failing.yaml", "--as-of", "2026-10-01"]);
    add(&here, "verify", &["launches/now.yaml"]);
    add(&here, "verify", &["signed.yaml"]);
    add(&silenced()?.path(""), "verify", &["plan.yaml"]);
    Some(found)
}

/// A launch of which somebody else took a no out.
fn silenced() -> Option<Repo> {
    let repo = Repo::new()?;
    repo.write("launch.toml", format!("{ROSTER}\n[assurance]\nminimum = \"committed\"\n"));
    repo.save("plan.yaml", plan("stages: {leadership: {sign_off: {verdict: no-go}}}"), "lea", 4);
    repo.save("plan.yaml", plan("stages: {leadership: {sign_off: ~}}"), "priya", 5);
    Some(repo)
}

/// A launch with a past, others that are done, one that cannot be read, and one that a key has signed.
fn repository() -> Option<Repo> {
    let repo = Repo::new()?;
    repo.write("launch.toml", format!("{ROSTER}\n{POLICY}"));
    repo.write("launches/done.yaml", BASE);
    repo.save("launches/now.yaml", BASE, "priya", 4);
    repo.save("launches/now.yaml", plan("dates: {external: 2026-06-10}"), "priya", 5);
    repo.save("launches/now.yaml", "launch: [\n", "priya", 6);
    for number in 0..5 {
        repo.write(&format!("launches/old-{number}.yaml"), plan(&format!("launch: Old {number}")));
    }
    repo.write("few/old.yaml", BASE);
    repo.save("launches/old-0.yaml", "launch: [\n", "priya", 7);
    repo.save("launches/old-0.yaml", plan("launch: Old"), "priya", 8);
    repo.save("launches/now.yaml", plan(OPEN), "priya", 9);
    repo.save("waiting.yaml", plan(WAITING), "priya", 10);
    repo.write("broken.yaml", "launch: x\nkind: product\nownr: y\n");
    sign(&repo);
    Some(repo)
}

/// The plan that Fay has signed with her key for finance.
fn sign(repo: &Repo) {
    repo.write("signed.yaml", plan("stages: {finance: {sign_off: ~}}"));
    let made = Command::new("ssh-keygen")
        .args(["-q", "-t", "ed25519", "-N", "", "-C", "", "-f", ".git/fay"])
        .current_dir(repo.path(""))
        .status();
    assert!(made.expect("ssh-keygen").success());
    let key = std::fs::read_to_string(repo.path(".git/fay.pub")).expect("a key");
    repo.write("allowed_signers", format!("fay@acme.example {key}"));
    let sign =
        ["sign", "signed.yaml", "finance", "--by", "fay@acme.example", "--date", "2026-05-20", "--key"];
    let ended = run(&repo.path(""), &[&sign[..], &[".git/fay"]].concat());
    assert_eq!(ended.code, 0, "{}{}", ended.out, ended.err);
}
