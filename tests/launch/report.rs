//! `launch report`: what the page says in each format, what is held against its plan, and what a browser makes of it.

mod browser;
mod first;
mod hostile;
pub(crate) mod page;
mod pages;
mod verified;

use std::fs;
use std::path::Path;

use crate::command::{Ended, project, run};
use crate::repository::Repo;

/// The formats, with the endings of their files.
pub(super) const FORMATS: [(&str, &str); 3] = [("text", "txt"), ("markdown", "md"), ("html", "html")];

/// The day of the reports.
const DAY: &str = "2026-05-28";

/// A report, which is there.
pub(super) fn report(folder: &Path, args: &[&str]) -> String {
    let Ended { code, out, err } = run(folder, &[&["report", "plan.yaml", "--as-of", DAY], args].concat());
    assert_eq!(code, 0, "{err}");
    out
}

/// What a page says, whatever its format: without lines, marks and escapes.
pub(crate) fn said(page: &str) -> String {
    let mut text = page.split_whitespace().collect::<Vec<_>>().join(" ");
    for mark in ["`", "**", "<code>", "</code>", "<b>", "</b>"] {
        text = text.replace(mark, "");
    }
    (0..10).fold(text, |text, digit| text.replace(&format!("&#{};", 48 + digit), &digit.to_string()))
}

/// A repository with the plan of every kind of trouble, and what it was before.
pub(super) fn rich() -> Option<Repo> {
    let repo = Repo::new()?;
    let plan = include_str!("../rich/plan.yaml");
    let before = plan
        .replace("external: 2026-06-15", "external: 2026-06-11")
        .replace("verdict: no-go", "verdict: go")
        .replace("  cost-to-serve: {due: 2026-05-22, sent", "  cost-to-serve: {sent");
    assert_ne!(plan, before);
    repo.write("launch.toml", include_str!("../rich/launch.toml"));
    repo.save("plan.yaml", before, "priya", 11);
    repo.save("plan.yaml", "launch: [\n", "priya", 12);
    repo.save("plan.yaml", plan, "priya", 20);
    Some(repo)
}

/// A repository with a launch of twelve stages and thirty hand-offs, and what it was before.
pub(super) fn wide() -> Option<Repo> {
    let repo = Repo::new()?;
    let plan = include_str!("../report/plan.yaml");
    let before = plan
        .replace("external: 2026-06-25", "external: 2026-06-17")
        .replace("    accepted: {by: mia", "    returned: {why: too short, by: mia");
    assert_ne!(plan, before);
    repo.write("launch.toml", include_str!("../report/launch.toml"));
    repo.save("plan.yaml", before, "paul", 11);
    repo.save("plan.yaml", plan, "paul", 26);
    Some(repo)
}

#[test]
fn each_format_is_as_it_was() {
    let Some(repo) = rich() else { return };
    let mut changed = Vec::new();
    for (format, ending) in FORMATS {
        let path = project().join(format!("tests/snapshots/report.{ending}"));
        let page = report(&repo.path(""), &["--format", format, "--since", "2026-05-11"]);
        let text = masked(&page);
        if std::env::var_os("UPDATE_SNAPSHOTS").is_some() {
            fs::write(&path, &text).expect("a snapshot");
        }
        let known = fs::read_to_string(&path).unwrap_or_default();
        if known != text {
            let at = known.lines().zip(text.lines()).position(|(known, now)| known != now);
            let line = at.unwrap_or_else(|| known.lines().count().min(text.lines().count()));
            let of = |text: &str| text.lines().nth(line).unwrap_or("(nothing)").to_owned();
            changed.push(format!("report.{ending}:{}\n  was {}\n  is  {}", line + 1, of(&known), of(&text)));
        }
    }
    assert!(changed.is_empty(), "{}\nUPDATE_SNAPSHOTS=1 keeps what is now", changed.join("\n"));
}

/// A page without what another version of the tool would write.
fn masked(page: &str) -> String {
    let page = page.replace(env!("CARGO_PKG_VERSION"), "[VERSION]");
    let Some((before, seal)) = page.rsplit_once("\nseal: sha256:") else { panic!("no seal") };
    format!("{before}\nseal: sha256:[SEAL]{}", seal.get(64..).expect("a digest"))
}

#[test]
fn the_same_plan_gives_the_same_page() {
    let Some(repo) = rich() else { return };
    for (format, _) in FORMATS {
        let page = || report(&repo.path(""), &["--format", format, "--since", "HEAD~2"]);
        assert_eq!(page(), page(), "{format}");
    }
}

#[test]
fn the_examples_have_reports_in_every_format() {
    let examples = project().join("examples");
    for plan in ["invented-product/collision.yaml", "departments/mended.yaml", "late-invoices/failing.yaml"] {
        for (format, _) in FORMATS {
            let ended = run(&examples, &["report", plan, "--as-of", DAY, "--format", format]);
            assert_eq!(ended.code, 0, "{plan} {format}: {}", ended.err);
            let word = if plan.ends_with("mended.yaml") { ">GO" } else { "NO-GO" };
            let word = if format == "html" { word } else { word.trim_start_matches('>') };
            assert!(ended.out.contains(word), "{plan} {format}");
        }
    }
}
