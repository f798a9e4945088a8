//! Somebody with an editor saves the plan while it is being signed. A `ssh-keygen` that saves it before it
//! signs makes sure of the instant.

use std::os::unix::fs::PermissionsExt as _;
use std::process::Command;

use serde_json::Value;

use crate::command::{Ended, has};
use crate::deeds::{DAY, Office};

const POLICY: &str = "extends = \"none\"
[stages.build]
asks.tested = \"Is it tested?\"
[assurance]
minimum = \"signed\"
allowed_signers = \"allowed_signers\"
";

const PLAN: &str = "launch: Small
kind: product
owner: pat@a.example
stages:
  build:
    owner: bea@a.example
    impact: It works
    asks: {tested: done}
";

/// An office whose `ssh-keygen` first does what an editor would, in `sh`, once or each time.
fn office(editor: &str) -> Option<Office> {
    if !has("ssh-keygen") || !has("sh") {
        return None;
    }
    let office = Office::new(PLAN, POLICY);
    let made = Command::new("ssh-keygen")
        .args(["-q", "-t", "ed25519", "-N", "", "-C", "", "-f", "key"])
        .current_dir(office.path())
        .status();
    assert!(made.expect("ssh-keygen").success());
    let public = std::fs::read_to_string(office.path().join("key.pub")).expect("a key");
    office.write("allowed_signers", format!("bea@a.example {public}"));
    let path = std::env::var("PATH").expect("a path");
    std::fs::create_dir(office.path().join("bin")).expect("a folder");
    office.write(
        "bin/ssh-keygen",
        format!("#!/bin/sh\nif mkdir edited 2>/dev/null; then\n{editor}\nfi\nPATH='{path}' exec ssh-keygen \"$@\"\n"),
    );
    let program = office.path().join("bin/ssh-keygen");
    std::fs::set_permissions(program, std::fs::Permissions::from_mode(0o755)).expect("ours");
    Some(office)
}

fn sign(office: &Office, more: &[&str]) -> Ended {
    let path = std::env::var("PATH").expect("a path");
    let bin = office.path().join("bin");
    let mut command = office.command();
    command.env("PATH", format!("{}:{path}", bin.display()));
    command.args(["sign", "plan.yaml", "build", "--by", "bea@a.example", "--date", DAY, "--key", "key"]);
    let ended = command.args(more).output().expect("it runs").into();
    assert!(office.path().join("edited").exists(), "the editor was not there");
    ended
}

/// The signature is good, and covers the plan as it is.
fn is_signed(office: &Office) {
    let verified = office.run(&["verify", "plan.yaml", "--format", "json", "--as-of", DAY]);
    assert_eq!(verified.code, 0, "{}{}", verified.out, verified.err);
    let report: Value = serde_json::from_str(&verified.out).expect("JSON");
    assert!(verified.out.contains("good"), "{report}");
    let findings = office.check(DAY)["findings"].to_string();
    assert!(!findings.contains("stages.build\""), "{findings}");
}

#[test]
fn what_an_editor_saves_meanwhile_is_kept() {
    let saves = [
        // In place, and as most editors do it: beside it, then in its place.
        (
            "printf 'goals:\\n  more: {stage: build, measure: x, target: at least 1}\\n' >> plan.yaml",
            "goals:",
        ),
        ("{ echo '# looked through'; cat plan.yaml; } > .save && mv .save plan.yaml", "# looked through"),
        // What the sign-off covers, and what it does not.
        (
            "sed 's/It works/It works well/' plan.yaml > .save && cat .save > plan.yaml; rm .save",
            "It works well",
        ),
        ("printf 'risks: {}\\n' >> plan.yaml", "risks: {}"),
    ];
    for (editor, saved) in saves {
        let Some(office) = office(editor) else { return };
        let ended = sign(&office, &[]);
        assert_eq!(ended.code, 0, "{editor}: {}{}", ended.out, ended.err);
        let text = office.text();
        assert!(text.contains(saved), "{editor}: what was saved is lost:\n{text}");
        assert!(text.contains("signature: |-"), "{editor}: the signature is lost:\n{text}");
        is_signed(&office);
        assert!(!office.files().iter().any(|name| name.contains(".launch-")), "{:?}", office.files());
    }
}

#[test]
fn what_an_editor_saves_may_speak_against_it() {
    let editor = "sed 's/tested: done/tested: open/' plan.yaml > .save && mv .save plan.yaml";
    let Some(office) = office(editor) else { return };
    let ended = sign(&office, &[]);
    assert_eq!(ended.code, 2, "{}", ended.out);
    assert!(ended.err.contains("answer `tested`"), "{}", ended.err);
    assert_eq!(office.text(), PLAN.replace("tested: done", "tested: open"));
}

#[test]
fn a_plan_that_is_broken_or_gone_meanwhile_stays_so() {
    let broken = "echo 'launch: [' > plan.yaml";
    let Some(broken) = office(broken) else { return };
    let ended = sign(&broken, &[]);
    assert_eq!((ended.code, broken.text().as_str()), (2, "launch: [\n"), "{}", ended.err);
    let Some(gone) = office("rm plan.yaml") else { return };
    let ended = sign(&gone, &[]);
    assert_eq!(ended.code, 2, "{}", ended.out);
    assert!(!gone.plan().exists(), "a plan that was deleted is written again");
    assert!(!gone.files().iter().any(|name| name.contains(".launch-")), "{:?}", gone.files());
}

#[test]
fn a_policy_that_changes_meanwhile_is_not_mixed_with_the_old_one() {
    let Some(office) = office("echo '[stages.sell]' >> launch.toml") else { return };
    let ended = sign(&office, &[]);
    assert_eq!(ended.code, 0, "{}", ended.err);
    is_signed(&office);
}

#[test]
fn a_dry_run_signs_and_writes_nothing() {
    let Some(office) = office(":") else { return };
    let ended = sign(&office, &["--dry-run"]);
    assert_eq!(ended.code, 0, "{}", ended.err);
    assert_eq!(office.text(), PLAN);
}
