//! What rows came to, as the lines of a plan.

use std::fmt::Write as _;

use crate::import::department;
use crate::import::found::{Answer, Ask, HandOff, Imported, Note};
use crate::import::rows::heading;
use crate::import::sheet::Sheet;
use crate::import::words::one_line;
use crate::policy::Policy;
use crate::read::LONGEST_TEXT;
use crate::template::{Known, KnownStage};
use crate::text::{self, visible};
use crate::yaml;

/// How long a line of comment may be before the next cell begins another.
const LONGEST_LINE: usize = 100;

/// How many people a comment names.
const MOST_NAMES: usize = 5;

/// Everything that a plan can be told of what was imported from a file.
pub fn known(sheet: &Sheet, imported: &Imported, policy: &Policy, file: &str) -> Known {
    let mut known =
        Known { head: head(sheet, imported, file), foot: foot(imported, file), ..Known::default() };
    known.launch = title(sheet).map(yaml::scalar);
    for stage in department::stages(policy) {
        known.stages.insert(stage.to_owned(), of_stage(imported, policy, stage));
    }
    for handoff in &imported.handoffs {
        let lines = of_handoff(handoff, imported);
        match &handoff.ends {
            None => drop(known.handoffs.insert(handoff.id.clone(), lines)),
            Some(_) => known.more_handoffs.push_str(&lines),
        }
    }
    known
}

/// The launch's name: what stands alone in the first row above the names of the columns.
pub fn title(sheet: &Sheet) -> Option<&str> {
    let first = heading(sheet.above.first()?)?;
    let is_name = visible(first).len() <= LONGEST_TEXT && !first.contains('\n') && !first.ends_with(':');
    Some(first).filter(|_| is_name)
}

fn head(sheet: &Sheet, imported: &Imported, file: &str) -> String {
    let mut out = format!(
        "#\n# Imported from {}: `row 7` is the row that the spreadsheet numbers 7. Nobody has signed this plan:\n\
         # what the spreadsheet calls done is `done`, and signatures and hand-offs are still to be made.\n",
        visible(file)
    );
    for row in &sheet.above {
        if let Some(title) = heading(row) {
            let _ = writeln!(out, "#   row {}: {}", row.number, one_line(title));
        }
    }
    for heading in &imported.headings {
        let _ = writeln!(out, "#   row {}, a heading: {}", heading.row, heading.item);
    }
    out
}

fn of_stage(imported: &Imported, policy: &Policy, stage: &str) -> KnownStage {
    let mut known = KnownStage { owner: owner(imported, stage), ..KnownStage::default() };
    let asked = policy.stages.get(stage);
    for ask in imported.asks.iter().filter(|ask| ask.stage == stage) {
        let lines = of_ask(ask, imported);
        if asked.is_some_and(|stage| stage.asks.get(&ask.id).is_some()) {
            known.asks.insert(ask.id.clone(), lines);
        } else {
            known.more_asks.push_str(&lines);
        }
    }
    for sign_off in imported.sign_offs.iter().filter(|sign_off| sign_off.stage == stage) {
        known.sign_off.push_str(&comment("    ", &sign_off.note, imported));
    }
    known
}

/// The only person that the rows of a stage name; of several, nobody is picked.
fn owner(imported: &Imported, stage: &str) -> Option<String> {
    match imported.people.get(stage)?.as_slice() {
        [] => None,
        [only] => Some(yaml::scalar(only)),
        several => {
            let names = text::first_of(several, MOST_NAMES);
            Some(format!("<e-mail of who answers for {stage}>      # its rows name {names}"))
        }
    }
}

fn of_ask(ask: &Ask, imported: &Imported) -> String {
    let note = comment("      ", &ask.note, imported);
    let id = yaml::scalar(&ask.id);
    match &ask.answer {
        Answer::Open => format!("{note}      {id}: open\n"),
        Answer::Done => format!("{note}      {id}: done\n"),
        Answer::Proven(link) => format!("{note}      {id}:\n        done: {}\n", yaml::scalar(link)),
    }
}

fn of_handoff(handoff: &HandOff, imported: &Imported) -> String {
    let due = handoff.due.map(|day| format!("    due: {day}\n")).unwrap_or_default();
    match &handoff.ends {
        None => comment("    ", &handoff.note, imported) + &due,
        Some((from, to)) => {
            let note = comment("  ", &handoff.note, imported);
            let [id, from, to, what] = [&handoff.id, from, to, &handoff.what].map(|text| yaml::scalar(text));
            format!("{note}  {id}:\n    from: {from}\n    to: {to}\n    what: {what}\n{due}")
        }
    }
}

/// What a row says, as lines of comment, with what somebody should look at.
fn comment(indent: &str, note: &Note, imported: &Imported) -> String {
    let mut out = format!("{indent}# row {}: {}\n", note.row, note.item);
    out.push_str(&in_lines(&format!("{indent}#   "), &note.cells));
    let from = imported.doubts.partition_point(|(row, _)| *row < note.row);
    let of_row = imported.doubts.iter().skip(from).take_while(|(row, _)| *row == note.row);
    for (_, doubt) in of_row {
        let _ = writeln!(out, "{indent}#   → {}", one_line(doubt));
    }
    out
}

/// Cells one after another, in as many lines as they take.
fn in_lines(begin: &str, cells: &[String]) -> String {
    let mut lines: Vec<String> = Vec::new();
    for cell in cells {
        match lines.last_mut() {
            Some(line) if text::width(line) + text::width(cell) < LONGEST_LINE => {
                line.push_str(" · ");
                line.push_str(cell);
            }
            _ => lines.push(format!("{begin}{cell}")),
        }
    }
    lines.into_iter().map(|line| line + "\n").collect()
}

fn foot(imported: &Imported, file: &str) -> String {
    if imported.unmapped.is_empty() {
        return String::new();
    }
    let rows = text::count(imported.unmapped.len(), "row");
    let mut out = format!(
        "\n# Could not be mapped: {rows} of {}. Nothing of them is in the plan above.\n",
        visible(file)
    );
    for unmapped in &imported.unmapped {
        let _ = writeln!(out, "# row {}: {}", unmapped.row, one_line(&unmapped.why));
        out.push_str(&in_lines("#   ", &unmapped.cells));
    }
    out
}
