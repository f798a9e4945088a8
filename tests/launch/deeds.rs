//! What people do to a plan by commands, on the built binary: what is written, and what is refused.

mod again;
mod bytes;
mod conditions;
mod handoffs;
mod others;
mod refused;
mod several;
mod told;
mod walk;
mod words;

use std::path::{Path, PathBuf};
use std::process::Command;

use serde_json::Value;
use tempfile::TempDir;

use crate::command::{Ended, folder, launch};
use crate::judged::ROSTER;
use crate::overlay;

/// The day on which the complete plan may go, in a year that is over whenever this runs.
pub(crate) const DAY: &str = "2021-05-28";

/// A day that is still to come whenever this runs.
const LATER: &str = "2099-12-31";

/// A folder with a plan and a policy, whose commands know nothing of this machine's git or ssh settings.
pub(crate) struct Office(TempDir);

impl Office {
    /// With a `launch.toml`, unless that is empty.
    pub(crate) fn new(plan: &str, policy: &str) -> Office {
        let office = Office(folder(&[("plan.yaml", plan)]));
        if !policy.is_empty() {
            office.write("launch.toml", policy);
        }
        office
    }

    /// The complete plan with a fragment laid over it and its roster, where more of a policy may follow.
    fn complete(fragment: &str, policy: &str) -> Office {
        Office::new(&complete(fragment), &format!("{ROSTER}{policy}"))
    }

    pub(crate) fn path(&self) -> &Path {
        self.0.path()
    }

    pub(crate) fn plan(&self) -> PathBuf {
        self.path().join("plan.yaml")
    }

    pub(crate) fn write(&self, name: &str, text: impl AsRef<[u8]>) {
        std::fs::write(self.path().join(name), text).expect("written");
    }

    pub(crate) fn bytes(&self) -> Vec<u8> {
        std::fs::read(self.plan()).expect("the plan")
    }

    pub(crate) fn text(&self) -> String {
        String::from_utf8(self.bytes()).expect("UTF-8")
    }

    /// Changes the plan as somebody with an editor would; what is changed has to be there.
    fn change(&self, from: &str, to: &str) {
        let text = self.text();
        assert!(text.contains(from), "{from:?} is not in\n{text}");
        self.write("plan.yaml", text.replacen(from, to, 1));
    }

    /// The names of all files.
    pub(crate) fn files(&self) -> Vec<String> {
        files(self.path())
    }

    pub(crate) fn command(&self) -> Command {
        let mut command = launch(self.path());
        command
            .env("GIT_CONFIG_GLOBAL", "/dev/null")
            .env("GIT_CONFIG_NOSYSTEM", "1")
            .env("HOME", self.path());
        for known in ["SSH_AUTH_SOCK", "SSH_ASKPASS", "GIT_DIR", "GIT_CONFIG_COUNT", "GIT_CONFIG_PARAMETERS"]
        {
            command.env_remove(known);
        }
        command
    }

    pub(crate) fn run(&self, args: &[&str]) -> Ended {
        self.command().args(args).output().expect("it runs").into()
    }

    /// Does something that has to be done.
    pub(crate) fn does(&self, args: &[&str]) -> String {
        let ended = self.run(args);
        assert_eq!(ended.code, 0, "{args:?}: {}{}", ended.out, ended.err);
        assert_eq!(ended.err, "", "{args:?}");
        ended.out
    }

    /// Does something that has to be refused for a reason, and leaves the plan as it is.
    fn refuses(&self, args: &[&str], reasons: &[&str]) -> String {
        let before = self.bytes();
        let ended = self.run(args);
        assert_eq!(ended.code, 2, "{args:?}: {}{}", ended.out, ended.err);
        assert_eq!(ended.out, "", "{args:?}");
        assert!(before == self.bytes(), "{args:?} changed the plan");
        let said = ended.err.split_whitespace().collect::<Vec<_>>().join(" ");
        for reason in reasons {
            assert!(said.contains(reason), "{args:?}: no {reason:?} in\n{}", ended.err);
        }
        ended.err
    }

    /// Somebody of the complete plan does something on a day.
    fn on(&self, who: &str, day: &str, args: &[&str]) -> String {
        self.does(&by(who, day, args).iter().map(String::as_str).collect::<Vec<_>>())
    }

    /// The same on the day of the complete plan, and it has to be refused.
    fn not_on(&self, who: &str, day: &str, args: &[&str], reasons: &[&str]) -> String {
        self.refuses(&by(who, day, args).iter().map(String::as_str).collect::<Vec<_>>(), reasons)
    }

    /// The report on the plan.
    pub(crate) fn check(&self, day: &str) -> Value {
        let ended = self.run(&["check", "plan.yaml", "--as-of", day, "--format", "json"]);
        let report: Value = serde_json::from_str(&ended.out)
            .unwrap_or_else(|error| panic!("{error}: {}{}", ended.out, ended.err));
        report["plans"][0].clone()
    }

    fn verdict(&self) -> String {
        self.check(DAY)["verdict"].as_str().unwrap_or_else(|| panic!("{}", self.check(DAY))).to_owned()
    }

    /// What is found, as "rule address", with what follows from it.
    fn found(&self) -> Vec<String> {
        let report = self.check(DAY);
        let findings = report["findings"].as_array().unwrap_or_else(|| panic!("{report}")).iter();
        findings.map(|one| format!("{} {}", text(&one["rule"]), text(&one["at"]))).collect()
    }

    /// The plan, as another YAML reader understands it.
    fn read(&self, pointer: &str) -> Value {
        let plan: Value = serde_yaml::from_str(self.text().trim_start_matches('\u{feff}')).expect("YAML");
        plan.pointer(pointer).unwrap_or(&Value::Null).clone()
    }
}

/// A command's arguments, with who does it and when: `…@acme.example`, unless it is a whole address.
fn by(who: &str, day: &str, args: &[&str]) -> Vec<String> {
    let who = if who.contains('@') { who.to_owned() } else { format!("{who}@acme.example") };
    let doing = ["--by", &who, "--date", day].map(str::to_owned);
    args.iter().map(|&arg| arg.to_owned()).chain(doing).collect()
}

fn text(value: &Value) -> &str {
    value.as_str().unwrap_or_default()
}

/// The complete plan, in a year that is over, with a fragment laid over it.
fn complete(fragment: &str) -> String {
    overlay::plan(fragment).replace("2026-", "2021-")
}

/// The names of the files in a folder.
pub(crate) fn files(folder: &Path) -> Vec<String> {
    let entries = std::fs::read_dir(folder).expect("a folder");
    let mut names: Vec<String> =
        entries.map(|entry| entry.expect("an entry").file_name().to_string_lossy().into_owned()).collect();
    names.sort();
    names
}

/// A text with every digest in it made alike.
fn without_digests(text: &str) -> String {
    let mut parts = text.split("sha256:");
    let mut masked = parts.next().unwrap_or_default().to_owned();
    for part in parts {
        let rest = part.trim_start_matches(|c: char| c.is_ascii_hexdigit());
        assert_eq!(part.len() - rest.len(), 64, "a digest has 64 digits: {part}");
        masked.push_str("sha256:…");
        masked.push_str(rest);
    }
    masked
}

/// The complete plan's own fragments of hand-offs and sign-offs that are not there yet.
const UNSIGNED: &str = "
stages: {sales: {sign_off: ~}, leadership: {sign_off: ~}}
handoffs: {price-list: ~, value: {accepted: ~}}
promises: {setup-time: {accepted: ~}}
loads: {new-customers: {accepted: ~}}
incentives: {commission: {accepted: ~}}
";
