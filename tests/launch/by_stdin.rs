//! `-` in the place of a plan: what reads it, and what cannot change it.

use std::fs::{self, File};
use std::path::Path;

use crate::command::{Ended, folder, launch, run};
use crate::overlay::{BASE, plan};

const POLICY: &str = include_str!("../base.toml");
const DAY: [&str; 2] = ["--as-of", "2026-05-28"];

/// What a command says that gets the plan by standard input.
fn fed(folder: &Path, args: &[&str]) -> Ended {
    let input = File::open(folder.join("plan.yaml")).expect("a file");
    launch(folder).args(args).stdin(input).output().expect("it runs").into()
}

#[test]
fn whatever_reads_a_plan_reads_it_from_there() {
    let folder = folder(&[
        ("plan.yaml", &plan("stages: {leadership: {sign_off: ~}}")),
        ("other.yaml", BASE),
        ("launch.toml", POLICY),
    ]);
    let reads: [&[&str]; 11] = [
        &["check", "-"],
        &["next", "-"],
        &["forecast", "-"],
        &["report", "-"],
        &["verify", "-"],
        &["retro", "-"],
        &["simulate", "-", "--sign", "leadership"],
        &["simulate", "-", "--accept", "promises.setup-time"],
        &["diff", "-", "other.yaml"],
        &["diff", "other.yaml", "-"],
        &["diff", "-", "plan.yaml"],
    ];
    for args in reads {
        let named: Vec<&str> = args.iter().map(|arg| if *arg == "-" { "plan.yaml" } else { arg }).collect();
        let [by_name, by_stdin] = [&named, args].map(|args| fed(folder.path(), &[args, &DAY[..]].concat()));
        assert_eq!((by_stdin.code, &*by_stdin.err), (by_name.code, ""), "{args:?}: {}", by_stdin.out);
        assert!(!by_stdin.out.is_empty(), "{args:?}");
        let verdict = |out: &str| ["NO-GO", "GO"].map(|word| out.matches(word).count());
        assert_eq!(verdict(&by_stdin.out), verdict(&by_name.out), "{args:?}: {}", by_stdin.out);
    }
    let hint = "did you mean `promises.setup-time`?";
    let ended = fed(folder.path(), &["simulate", "-", "--accept", "setup-time"]);
    assert!(ended.code == 2 && ended.err.contains(hint), "{}", ended.err);
}

#[test]
fn what_needs_more_than_its_text_says_so() {
    let folder = folder(&[("plan.yaml", BASE), ("launch.toml", POLICY)]);
    let by_stdin = "the plan came by standard input";
    let cases: [(&[&str], &str); 5] = [
        (&["history", "-"], by_stdin),
        (&["diff", "-"], by_stdin),
        (&["diff", "-", "v1", "v2"], by_stdin),
        (&["diff", "-", "-"], "standard input is one plan, and two are compared"),
        (&["diff", "plan.yaml", "-", "v2"], "`-` is standard input, and two plans"),
    ];
    for (args, why) in cases {
        let ended = fed(folder.path(), args);
        assert!(ended.code == 2 && ended.err.contains(why), "{args:?}: {}{}", ended.out, ended.err);
        assert!(ended.err.contains("hint: "), "{args:?}: {}", ended.err);
    }
}

#[test]
fn what_changes_a_plan_says_that_it_cannot() {
    let folder = folder(&[("plan.yaml", BASE), ("launch.toml", POLICY)]);
    let deeds: [&[&str]; 7] = [
        &["sign", "-", "leadership"],
        &["unsign", "-", "leadership"],
        &["send", "-", "value"],
        &["accept", "-", "value"],
        &["return", "-", "value", "--why", "It is empty"],
        &["meet", "-", "finance", "kit"],
        &["waive", "-", "open-ask", "stages.finance", "--why", "It rains", "--until", "2026-06-30"],
    ];
    for args in deeds {
        let args = [args, &["--by", "lea@acme.example", "--force"]].concat();
        let ended = fed(folder.path(), &args);
        let said =
            "error: a plan that comes by standard input cannot be changed where it is\nhint: name its file";
        assert!(ended.code == 2 && ended.err.starts_with(said), "{args:?}: {}", ended.err);
    }
    // A file of this name is reached by its path.
    fs::write(folder.path().join("-"), BASE).expect("a file");
    assert_eq!(run(folder.path(), &[&["check", "./-"], &DAY[..]].concat()).code, 0);
}
