//! What the built binary says of one plan: a fragment over the complete plan, a policy over its roster.

use serde_json::Value;

use crate::command::{Ended, folder, run};
use crate::overlay::plan;

/// The roster of the complete plan; it extends the built-in policy of the plan's kind.
pub(crate) const ROSTER: &str = include_str!("../base.toml");

/// The report on one plan, with the exit code.
pub(crate) struct Judged {
    pub(crate) code: i32,
    pub(crate) report: Value,
}

/// Judges a fragment under a policy on the day of the complete plan.
pub(crate) fn judge(fragment: &str, policy: &str) -> Judged {
    judge_with(fragment, policy, &[])
}

/// The same with more arguments, such as a day or a gate.
pub(crate) fn judge_with(fragment: &str, policy: &str, args: &[&str]) -> Judged {
    let policy = format!("extends = \"base.toml\"\n{policy}");
    of(&[("plan.yaml", &plan(fragment)), ("launch.toml", &policy), ("base.toml", ROSTER)], "plan.yaml", args)
}

/// Judges one of some files.
pub(crate) fn of(files: &[(&str, &str)], path: &str, args: &[&str]) -> Judged {
    let folder = folder(files);
    let day: &[&str] = if args.contains(&"--as-of") { &[] } else { &["--as-of", "2026-05-28"] };
    let ended: Ended = run(folder.path(), &[&["check", path, "--format", "json"], day, args].concat());
    let report: Value = serde_json::from_str(&ended.out)
        .unwrap_or_else(|error| panic!("{error}: {}{}", ended.out, ended.err));
    Judged { code: ended.code, report: report.pointer("/plans/0").expect("a plan").clone() }
}

impl Judged {
    fn listed(&self, list: &str, id: &str) -> &Value {
        let all = at(&self.report, list).as_array().unwrap_or_else(|| panic!("no {list}: {}", self.report));
        all.iter().find(|one| at(one, "id") == id).unwrap_or_else(|| panic!("no `{id}` in {list}"))
    }

    pub(crate) fn stage(&self, id: &str) -> &Value {
        self.listed("stages", id)
    }

    pub(crate) fn handoff(&self, id: &str) -> &Value {
        self.listed("handoffs", id)
    }

    /// The state of a stage.
    pub(crate) fn state(&self, id: &str) -> &str {
        at(self.stage(id), "state").as_str().expect("a state")
    }

    /// How much of a stage is met, and of how much.
    pub(crate) fn met(&self, id: &str) -> (u64, u64) {
        let number = |key: &str| at(self.stage(id), key).as_u64().expect("a number");
        (number("met"), number("of"))
    }

    pub(crate) fn ids(&self, list: &str) -> Vec<&str> {
        at(&self.report, list)
            .as_array()
            .expect("a list")
            .iter()
            .filter_map(|one| at(one, "id").as_str())
            .collect()
    }

    fn findings(&self) -> &[Value] {
        at(&self.report, "findings").as_array().unwrap_or_else(|| panic!("no findings: {}", self.report))
    }

    fn those(&self, kept: impl Fn(&Value) -> bool) -> Vec<String> {
        let mut named: Vec<String> = self.findings().iter().filter(|one| kept(one)).map(named).collect();
        named.sort();
        named
    }

    /// Every finding as "rule address", sorted.
    pub(crate) fn found(&self) -> Vec<String> {
        self.those(|_| true)
    }

    /// The findings that follow from no other.
    pub(crate) fn roots(&self) -> Vec<String> {
        self.those(|one| at(one, "follows_from").is_null())
    }

    /// The findings that no waiver takes.
    pub(crate) fn left(&self) -> Vec<String> {
        self.those(|one| at(one, "waived_by").is_null())
    }

    /// A key of a finding that is named "rule address".
    pub(crate) fn of_finding(&self, name: &str, key: &str) -> Value {
        let one = self.findings().iter().find(|one| named(one) == name);
        at(one.unwrap_or_else(|| panic!("no `{name}` in {:?}", self.found())), key).clone()
    }

    /// What a finding follows from, as "rule address".
    pub(crate) fn root_of(&self, name: &str) -> Option<String> {
        let root = self.of_finding(name, "follows_from");
        (!root.is_null()).then(|| named(&root))
    }

    pub(crate) fn weakest(&self) -> Option<&str> {
        at(&self.report, "weakest").as_str()
    }

    pub(crate) fn verdict(&self) -> &str {
        at(&self.report, "verdict").as_str().unwrap_or_else(|| panic!("no verdict: {}", self.report))
    }

    /// What can be done now, as "who address".
    pub(crate) fn next(&self) -> Vec<String> {
        let all = at(&self.report, "next").as_array().expect("a list");
        all.iter().map(|one| format!("{} {}", text(one, "who"), text(one, "at"))).collect()
    }
}

fn at<'a>(one: &'a Value, key: &str) -> &'a Value {
    one.get(key).unwrap_or(&Value::Null)
}

fn text<'a>(one: &'a Value, key: &str) -> &'a str {
    at(one, key).as_str().unwrap_or_default()
}

fn named(one: &Value) -> String {
    format!("{} {}", text(one, "rule"), text(one, "at"))
}
