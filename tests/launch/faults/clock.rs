//! What day it is comes in at one place, and a day that is given leaves the clock out of it.

use std::path::Path;
use std::process::Command;

use crate::command::{Ended, ends, folder, has, launch, project};
use crate::overlay::BASE;

/// A check by a clock that says something else.
fn check(folder: &Path, clock: &[&str], args: &[&str]) -> Ended {
    let mut command = Command::new("faketime");
    command.args(clock).arg(env!("CARGO_BIN_EXE_launch")).args(["check", "plan.yaml"]).args(args);
    command.current_dir(folder).env("COLUMNS", "80").env("TZ", "UTC");
    ends(&mut command)
}

const CLOCKS: [&[&str]; 7] = [
    &["1970-01-01 00:00:00"],
    &["2026-05-28 23:59:59"],
    &["2026-05-29 00:00:00"],
    &["2038-01-20 00:00:00"],
    &["2106-02-08 00:00:00"],
    // A clock that runs a day in a few milliseconds, and one that stands still.
    &["-f", "@2026-05-28 12:00:00 x10000000"],
    &["-f", "2026-05-28 12:00:00"],
];

#[test]
fn a_day_that_is_given_is_the_only_one() {
    if !has("faketime") {
        return;
    }
    let folder = folder(&[("plan.yaml", BASE)]);
    for format in ["text", "json", "sarif", "ics", "junit"] {
        let args = ["--as-of", "2026-05-28", "--format", format];
        let mut command = launch(folder.path());
        let usual: Ended = ends(command.args(["check", "plan.yaml"]).args(args));
        for clock in CLOCKS {
            let ended = check(folder.path(), clock, &args);
            assert_eq!(
                (ended.code, &ended.out),
                (usual.code, &usual.out),
                "{clock:?} {format}: {}",
                ended.err
            );
        }
    }
}

#[test]
fn by_its_own_clock_it_judges_for_one_day() {
    if !has("faketime") {
        return;
    }
    let folder = folder(&[("plan.yaml", BASE)]);
    let day = |clock: &[&str]| {
        let ended = check(folder.path(), clock, &["--format", "json"]);
        let report: serde_json::Value =
            serde_json::from_str(&ended.out).unwrap_or_else(|error| panic!("{error}: {}", ended.err));
        (report["as_of"].as_str().expect("a day").to_owned(), ended.code)
    };
    assert_eq!(day(CLOCKS[0]), ("1970-01-01".to_owned(), 1), "everything was signed in the future");
    assert_eq!(day(CLOCKS[1]), ("2026-05-28".to_owned(), 0));
    assert_eq!(day(CLOCKS[2]), ("2026-05-29".to_owned(), 0));
    for clock in CLOCKS {
        let (said, code) = day(clock);
        let mut command = launch(folder.path());
        let again = ends(command.args(["check", "plan.yaml", "--as-of", &said]));
        assert_eq!(code, again.code, "{said}: the whole check is for the day that it names");
    }
}

#[test]
fn the_clock_is_asked_at_one_place() {
    let mut asked = Vec::new();
    let mut open = vec![project().join("src")];
    while let Some(folder) = open.pop() {
        for entry in std::fs::read_dir(&folder).expect("a folder") {
            let path = entry.expect("an entry").path();
            if path.is_dir() {
                open.push(path);
                continue;
            }
            let text = std::fs::read(&path).expect("a file");
            let text = String::from_utf8_lossy(&text);
            let clocks = ["Zoned::now", "Timestamp::now", "SystemTime", "Local::now", "UNIX_EPOCH"];
            let count: usize = clocks.iter().map(|clock| text.matches(clock).count()).sum();
            if count > 0 {
                asked.push((path.strip_prefix(project()).expect("inside").display().to_string(), count));
            }
        }
    }
    assert_eq!(asked, [("src/cli.rs".to_owned(), 1)]);
}
