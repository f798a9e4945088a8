//! `launch report --verify`: whether a report that was written earlier still matches its plan.

use std::path::Path;

use crate::brief::Brief;
use crate::brief::record::{self, Found, Record, TOOL};
use crate::cli::Exit;
use crate::cli::report::{Args, Terms, make};
use crate::cli::streams::{Unreadable, say};
use crate::disk;
use crate::error::Error;
use crate::render::brief::{Match, compare};
use crate::source::Source;
use crate::text::{ticked, visible};

/// What came of it, in sentences: what is different, and what is worth knowing all the same.
#[derive(Default)]
struct Answer {
    different: Vec<String>,
    mind: Vec<String>,
}

pub(super) fn run(args: &Args, plan: &Path, page: &Path) -> anyhow::Result<Exit> {
    let shown = disk::shown(page);
    let text = disk::read_page(page).map_err(|problem| Error::new(problem.message))?;
    let found = record::find(&text).map_err(|why| {
        Error::new(format!("`{shown}` is no report on one plan that launch wrote: {why}"))
            .hint("`launch report PLAN --output report.html` writes one; of a PDF, keep the HTML")
    })?;
    let terms = Terms {
        gate: found.record.gate,
        as_of: found.record.as_of,
        policy: args.policy.as_deref(),
        policy_from: args.policy_from.as_deref().or(found.record.policy_from.as_deref()),
        since: found.record.since.as_deref(),
    };
    // Under the name that it had: messages name the file.
    let source = disk::read_named(plan).map_err(Unreadable::one)?;
    let source = Source::new(found.record.file.clone(), source.text().to_owned());
    let brief = make(&terms, &terms.judge(), plan, source).map_err(Unreadable)?;
    let answer = answer(&text, &found, &brief);
    say(&told(&shown, &disk::shown(plan), &found.record, &answer))?;
    Ok(if answer.different.is_empty() { Exit::Go } else { Exit::NoGo })
}

/// Digests are compared first: they tell why a page is another before its bytes do.
fn answer(text: &str, found: &Found, brief: &Brief) -> Answer {
    let mut answer = Answer::default();
    let was = &found.record;
    let is = Record::of(brief, was.form);
    if was.plan != is.plan {
        let parts = ticked(&was.changed(&is), "and");
        let parts = if parts.is_empty() { String::new() } else { format!(": {parts}") };
        answer.different.push(format!("the plan changed since{parts}"));
    }
    if was.policy != is.policy {
        answer.different.push("the policy changed since, or is another".to_owned());
    }
    if was.tool != TOOL {
        answer.different.push(format!("launch {} wrote it, and this is launch {TOOL}", was.tool));
    }
    if !found.intact {
        answer.different.push("the page itself was altered: its bytes are not those of its seal".to_owned());
    }
    if !answer.different.is_empty() {
        return answer;
    }
    match compare(text, brief, was.form) {
        Match::Whole => {}
        Match::ButForGit(sections) => answer.mind.extend(sections.into_iter().map(|section| {
            format!("git knows something else now for `{section}`: read that in a new report")
        })),
        Match::Not(section) => answer.different.push(format!(
            "`{section}` is not what launch writes of the same plan and policy: what it looks up beside them \
             (commits, files that evidence names) changed, or the page was altered and sealed anew"
        )),
    }
    answer
}

fn told(page: &str, plan: &str, record: &Record, answer: &Answer) -> String {
    let Record { gate, as_of, .. } = record;
    let verb = if answer.different.is_empty() { "still matches" } else { "does not match" };
    let head = format!("{page} {verb} {plan} ({} gate, as of {as_of})", gate.word());
    let lines = answer.different.iter().chain(&answer.mind).map(|line| format!("  - {line}"));
    let lines: Vec<String> =
        [head].into_iter().chain(lines).map(|line| visible(&line).into_owned()).collect();
    lines.join("\n") + "\n"
}
