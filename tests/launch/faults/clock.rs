//! What day it is comes in at one place, and a day that is given leaves the clock out of it.

use std::path::Path;
use std::process::Command;

use serde_json::Value;

use crate::command::{Ended, ends, folder, has, launch, project};
use crate::deeds::Office;
use crate::overlay::BASE;

/// A command by a clock that says something else.
fn by(clock: &[&str], folder: &Path, args: &[&str]) -> Ended {
    let mut command = Command::new("faketime");
    command.args(clock).arg(env!("CARGO_BIN_EXE_launch")).args(args);
    command.current_dir(folder).env("COLUMNS", "80").env("TZ", "UTC").env_remove("SSH_AUTH_SOCK");
    ends(&mut command)
}

fn check(folder: &Path, clock: &[&str], args: &[&str]) -> Ended {
    by(clock, folder, &[&["check", "plan.yaml"], args].concat())
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

/// Four departments that wait for nobody.
fn office() -> Office {
    let stage = |name: &str| format!("  {name}: {{owner: {name}@a.example, impact: works}}\n");
    let stages = ["one", "two", "three", "four"].map(stage).concat();
    let dates = "dates: {internal: 2026-06-01, external: 2026-06-15}";
    Office::new(
        &format!("launch: S  # kept\nkind: product\nowner: p@a.example\n{dates}\nstages:\n{stages}"),
        "extends = \"none\"\n[stages.one]\n[stages.two]\n[stages.three]\n[stages.four]\n[rules]\nuninformed-audience = \"off\"\n",
    )
}

/// Somebody signs by a clock. What stood in the plan before stands there as it was.
fn signs(office: &Office, clock: &[&str], stage: &str) -> String {
    let before: Value = serde_yaml::from_str(&office.text()).expect("a plan");
    let ended =
        by(clock, office.path(), &["sign", "plan.yaml", stage, "--by", &format!("{stage}@a.example")]);
    assert_eq!(ended.code, 0, "{clock:?} {stage}: {}{}", ended.out, ended.err);
    let mut after: Value = serde_yaml::from_str(&office.text()).expect("a plan");
    let signed = after["stages"][stage].as_object_mut().expect("a stage").remove("sign_off").expect("signed");
    let mut without = before;
    without["stages"][stage].as_object_mut().expect("a stage").remove("sign_off");
    assert_eq!(after, without, "{clock:?} {stage}");
    assert!(office.text().starts_with("launch: S  # kept\n"), "{}", office.text());
    assert_eq!(office.files(), ["launch.toml", "plan.yaml"]);
    signed["date"].as_str().expect("a date").to_owned()
}

/// The stages that are found to be signed in the future, by a clock, and the exit code.
fn in_future(office: &Office, clock: &[&str]) -> (Vec<String>, i32) {
    let ended = check(office.path(), clock, &["--format", "json"]);
    let report: Value =
        serde_json::from_str(&ended.out).unwrap_or_else(|error| panic!("{error}: {}", ended.err));
    let findings = report["plans"][0]["findings"].as_array().expect("a list").iter();
    let future = findings.filter(|finding| finding["rule"] == "future-sign-off");
    (future.map(|finding| finding["at"].as_str().expect("an address").to_owned()).collect(), ended.code)
}

#[test]
fn what_is_signed_by_a_clock_that_jumped_is_told_by_the_next_check() {
    if !has("faketime") {
        return;
    }
    let office = office();
    let [now, ahead, later] = [["2026-05-28 12:00:00"], ["2038-01-20 00:00:00"], ["2038-01-21 00:00:00"]];
    assert_eq!(signs(&office, &now, "one"), "2026-05-28");
    assert_eq!(signs(&office, &ahead, "two"), "2038-01-20");
    // Back again: what is written next is written beside what is to come.
    assert_eq!(signs(&office, &now, "three"), "2026-05-28");
    assert_eq!(signs(&office, &["1970-01-01 00:00:00"], "four"), "1970-01-01");
    assert_eq!(in_future(&office, &now), (vec!["stages.two".to_owned()], 1));
    assert_eq!(in_future(&office, &["2026-05-27 12:00:00"]).0, ["stages.one", "stages.two", "stages.three"]);
    assert!(in_future(&office, &later).0.is_empty());
    assert_eq!(signs(&office, &now, "two"), "2026-05-28", "it is signed again on the day");
    assert_eq!(in_future(&office, &now), (vec![], 0));
}

#[test]
fn a_clock_that_runs_away_while_it_is_signed_leaves_one_day() {
    if !has("faketime") {
        return;
    }
    for rate in ["x10000000", "x-10000000", "i86400", "i-86400"] {
        let office = office();
        let clock = ["-f", &format!("@2026-05-28 12:00:00 {rate}")];
        for stage in ["one", "two", "three", "four"] {
            let day = signs(&office, &clock, stage);
            let day: jiff::civil::Date = day.parse().expect("a day");
            let text = office.text();
            let told = in_future(&office, &["2026-05-28 12:00:00"]).0.contains(&format!("stages.{stage}"));
            assert_eq!(told, day > jiff::civil::date(2026, 5, 28), "{rate}: {text}");
        }
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
