//! What each person can do now, as text and as JSON.

use std::fmt::Write as _;

use serde::Serialize;

use crate::agenda::{Agenda, Entry, Person, Whose};
use crate::render::document::document;
use crate::render::json::wire::Error;
use crate::render::text::Layout;
use crate::report::{SignsAgain, Task};
use crate::source::{DASH, Located, STDIN};
use crate::text::{count, few, first_of, fold, shell, visible};

/// How many of the plans that could not be judged are named.
const NAMED: usize = 3;

/// The agenda as text.
pub fn text(agenda: &Agenda, layout: Layout) -> String {
    let mut out = unjudged(&agenda.unjudged, layout);
    let _ = writeln!(out, "{}", fold(&visible(&headline(agenda)), layout.width, 2));
    for person in &agenda.people {
        out.push_str(&section(agenda, person, layout));
    }
    out
}

/// Which plans could not be judged, and what to do about that before anything else.
fn unjudged(plans: &[String], layout: Layout) -> String {
    let Some(first) = plans.get(..plans.len().min(NAMED)).filter(|first| !first.is_empty()) else {
        return String::new();
    };
    let which = format!("{} could not be judged: {}", count(plans.len(), "plan"), first_of(plans, NAMED));
    let whose = if plans.len() == 1 { "it or its policy is" } else { "they or their policies are" };
    let mend = format!("first of all, mend what is wrong with how {whose} written; this shows it:");
    let paths: Vec<String> =
        first.iter().map(|path| if path == STDIN { DASH.to_owned() } else { shell(path) }).collect();
    format!(
        "{}\n  - {}\n    launch check {}\n\n",
        fold(&visible(&which), layout.width, 2),
        fold(&mend, layout.width, 4),
        visible(&paths.join(" "))
    )
}

fn headline(agenda: &Agenda) -> String {
    let things = agenda.entries().count();
    let whose = match &agenda.whose {
        Whose::Everybodys => String::new(),
        Whose::Person(who) => format!(" for {who}"),
        Whose::Stage(stage) => format!(" for {stage}"),
    };
    let as_of = agenda.as_of;
    match (things, places(agenda)) {
        (_, None) => format!("What there is to do now{whose} is not known, as of {as_of}"),
        (0, Some(places)) => format!("Nothing to do now{whose}, in {places}, as of {as_of}"),
        (things, Some(places)) => {
            format!("{} to do now{whose}, in {places}, as of {as_of}", count(things, "thing"))
        }
    }
}

/// The launches that it was looked for in: those that could be judged, and what could be read of others.
fn places(agenda: &Agenda) -> Option<String> {
    let has_entries = |path: &&String| agenda.entries().any(|entry| entry.path == **path);
    let partly = agenda.unjudged.iter().filter(has_entries).count();
    match (agenda.launches, partly) {
        (0, 0) if !agenda.unjudged.is_empty() => None,
        (launches, 0) => Some(count(launches, "launch")),
        (0, partly) => Some(format!("what could be read of {}", count(partly, "launch"))),
        (launches, partly) => {
            Some(format!("{} and what could be read of {partly} more", count(launches, "launch")))
        }
    }
}

fn section(agenda: &Agenda, person: &Person, layout: Layout) -> String {
    let mut out = match &agenda.whose {
        Whose::Person(_) => String::new(),
        _ => format!("\n{}\n", fold(&visible(&person.who), layout.width, 2)),
    };
    let mut last = None;
    for entry in &person.entries {
        if agenda.launches > 1 && last.replace(&entry.path) != Some(&entry.path) {
            let name = format!("{} ({})", entry.launch, entry.path);
            let _ = writeln!(out, "  {}", fold(&visible(&name), layout.width, 4));
        }
        let _ = writeln!(out, "  - {}", fold(&visible(&todo(person, &entry.task)), layout.width, 4));
        let how = how(entry);
        // A command is copied, and stays in one line.
        let how = match &entry.task.command {
            Some(_) => visible(&how).into_owned(),
            None => fold(&visible(&how), layout.width, 4),
        };
        let _ = writeln!(out, "    {how}");
        for SignsAgain { who, command, .. } in &entry.task.again {
            if let Some(command) = command {
                let _ = writeln!(out, "    then {}: {}", visible(who), visible(command));
            }
        }
    }
    out
}

/// What is to do, and how urgent it is.
fn todo(person: &Person, task: &Task) -> String {
    let mut notes = vec![task.todo.clone()];
    notes.extend(when(task));
    match task.follow {
        0 => {}
        1 => notes.push("1 finding follows from it".to_owned()),
        more => notes.push(format!("{more} findings follow from it")),
    }
    if !task.again.is_empty() {
        let mut stages: Vec<&str> = task.again.iter().map(|again| again.stage.as_str()).collect();
        stages.dedup();
        let (have, them) =
            if stages.len() == 1 { ("has", "its sign-off") } else { ("have", "their sign-offs") };
        notes.push(format!(
            "{} {have} to sign again once it is written: {them} would fall by it",
            few(&stages, "and")
        ));
    }
    if task.is_warning {
        notes.push("the launch may go without it".to_owned());
    }
    notes.extend(in_whose_place(person, task));
    notes.join(" · ")
}

fn when(task: &Task) -> Option<String> {
    let due = task.due?;
    Some(match task.days_late {
        Some(days) if days > 0 => format!("{} late, due {due}", count(days as usize, "working day")),
        _ => format!("due {due}"),
    })
}

/// Whose work it is, where it is somebody else's; otherwise who stands in.
fn in_whose_place(person: &Person, task: &Task) -> Option<String> {
    if !crate::policy::roster::same_person(&person.who, &task.who) {
        return Some(format!("in place of {}", task.who));
    }
    let verb = if task.stand_ins.len() == 1 { "stands" } else { "stand" };
    (!task.stand_ins.is_empty()).then(|| format!("{} {verb} in", few(&task.stand_ins, "and")))
}

/// The command that does it; without one, which line to edit and what to write there, or which to look at.
fn how(entry: &Entry) -> String {
    let Entry { path, task, .. } = entry;
    if let Some(command) = &task.command {
        return command.clone();
    }
    let place = task.line.map_or_else(|| path.clone(), |line| format!("{path}:{line}"));
    match &task.write {
        Some(write) => format!("edit {place}, {}: {write}", task.at),
        None => format!("see {place}, {}", task.at),
    }
}

/// The agenda for other tools, and the plans that could not be read.
///
/// # Errors
/// Never in practice: every value is text, a number or a list of these.
pub fn json(agenda: &Agenda, broken: &[Located]) -> serde_json::Result<String> {
    let whose = match &agenda.whose {
        Whose::Everybodys => None,
        Whose::Person(whose) | Whose::Stage(whose) => Some(whose.as_str()),
    };
    let body = Document {
        as_of: agenda.as_of.to_string(),
        asked_for: whose,
        launch_count: agenda.launches,
        people: agenda.people.iter().map(person).collect(),
        errors: broken.iter().map(Into::into).collect(),
    };
    document(&body, 4096)
}

#[derive(Serialize)]
struct Document<'a> {
    as_of: String,
    #[serde(rename = "for")]
    asked_for: Option<&'a str>,
    launch_count: usize,
    people: Vec<WirePerson<'a>>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    errors: Vec<Error<'a>>,
}

#[derive(Serialize)]
struct WirePerson<'a> {
    who: &'a str,
    todo: Vec<WireTask<'a>>,
}

#[derive(Serialize)]
struct WireTask<'a> {
    path: &'a str,
    launch: &'a str,
    #[serde(rename = "do")]
    todo: &'a str,
    at: &'a str,
    line: Option<usize>,
    stage: Option<&'a str>,
    level: &'static str,
    command: Option<&'a str>,
    write: Option<&'a str>,
    due: Option<String>,
    days_late: Option<u32>,
    follow_count: usize,
    owner: &'a str,
    stand_ins: &'a [String],
    signs_again: Vec<WireAgain<'a>>,
}

#[derive(Serialize)]
struct WireAgain<'a> {
    stage: &'a str,
    who: &'a str,
    command: Option<&'a str>,
}

fn person(person: &Person) -> WirePerson<'_> {
    WirePerson { who: &person.who, todo: person.entries.iter().map(task).collect() }
}

fn task(entry: &Entry) -> WireTask<'_> {
    let Entry { path, launch, task } = entry;
    WireTask {
        path,
        launch,
        todo: &task.todo,
        at: task.at.as_str(),
        line: task.line,
        stage: task.stage.as_deref(),
        level: if task.is_warning { "warn" } else { "error" },
        command: task.command.as_deref(),
        write: task.write.as_deref(),
        due: task.due.map(|due| due.to_string()),
        days_late: task.days_late,
        follow_count: task.follow,
        owner: &task.who,
        stand_ins: &task.stand_ins,
        signs_again: task.again.iter().map(again).collect(),
    }
}

fn again(again: &SignsAgain) -> WireAgain<'_> {
    WireAgain { stage: &again.stage, who: &again.who, command: again.command.as_deref() }
}
