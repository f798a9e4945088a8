//! The rich report: four plans with every kind of trouble, in words that try to break out.

use std::collections::HashMap;
use std::fs;

use crate::command::{Ended, folder, run};
use crate::overlay;

/// A folder whose name every format has to escape.
pub(super) const FOLDER: &str = "launches: a, b %20";

/// The formats, with what follows `rich.` in the name of their snapshot.
pub(super) const FORMATS: [(&str, &str); 9] = [
    ("text", "txt"),
    ("json", "json"),
    ("markdown", "md"),
    ("github", "github.txt"),
    ("gitlab", "gitlab.json"),
    ("sarif", "sarif"),
    ("junit", "xml"),
    ("csv", "csv"),
    ("ics", "ics"),
];

/// A repository with the four plans in it.
pub(super) fn repository() -> tempfile::TempDir {
    let agreed = overlay::plan(include_str!("../../rich/agreed.yaml"));
    let typo = overlay::plan(include_str!("../../rich/typo.yaml"));
    let path = |name: &str| format!("{FOLDER}/{name}");
    folder(&[
        (".git/HEAD", ""),
        ("launch.toml", include_str!("../../rich/launch.toml")),
        (&path("rich, 1.yaml"), include_str!("../../rich/plan.yaml")),
        (&path("agreed.yaml"), &agreed),
        (&path("typo.yaml"), &typo),
        (&path("broken.yaml"), "launch: \"\\e[2J::error::x\nkind: [product\n"),
    ])
}

/// Everything that one run over a repository wrote, by format.
pub(super) struct Reports {
    pub(super) code: i32,
    texts: HashMap<&'static str, String>,
}

impl Reports {
    /// One run that writes all formats.
    pub(super) fn of(repository: &tempfile::TempDir, args: &[&str]) -> Reports {
        let outputs: Vec<String> =
            FORMATS.iter().map(|(format, ending)| format!("{format}=out/rich.{ending}")).collect();
        fs::create_dir_all(repository.path().join("out")).expect("a folder");
        let outputs = outputs.iter().flat_map(|output| ["--output", output]);
        let all: Vec<&str> = ["check", "--as-of", "2026-05-28"]
            .into_iter()
            .chain(args.iter().copied())
            .chain(outputs)
            .collect();
        let Ended { code, .. } = run(repository.path(), &all);
        let read = |ending: &str| {
            let path = repository.path().join(format!("out/rich.{ending}"));
            fs::read_to_string(&path).unwrap_or_else(|error| panic!("{}: {error}", path.display()))
        };
        Reports { code, texts: FORMATS.iter().map(|(format, ending)| (*format, read(ending))).collect() }
    }

    /// The rich report in every format.
    pub(super) fn rich() -> Reports {
        Reports::of(&repository(), &[FOLDER])
    }

    /// The report in one format.
    pub(super) fn text(&self, format: &str) -> &str {
        &self.texts[format]
    }

    /// What the JSON of the tool itself says: the other formats are held against it.
    pub(super) fn json(&self) -> serde_json::Value {
        serde_json::from_str(self.text("json")).expect("JSON")
    }
}

#[test]
fn the_rich_report_has_every_kind_of_trouble() {
    let reports = Reports::rich();
    assert_eq!(reports.code, 2);
    let report = reports.json();
    let plans = report["plans"].as_array().expect("plans");
    let rules: std::collections::BTreeSet<&str> = plans
        .iter()
        .flat_map(|plan| plan["findings"].as_array().expect("findings"))
        .map(|finding| finding["rule"].as_str().expect("a rule"))
        .collect();
    assert!(rules.len() >= 41, "{} rules: {rules:?}", rules.len());
    let verdicts: Vec<&str> = plans.iter().map(|plan| plan["verdict"].as_str().unwrap_or("none")).collect();
    assert_eq!(verdicts, ["go-with-conditions", "none", "no-go", "none"]);
    assert!(plans[3]["stages"].as_array().is_some_and(|stages| !stages.is_empty()), "a plan half read");
    assert!(report["collisions"].as_array().is_some_and(|all| !all.is_empty()));
}
