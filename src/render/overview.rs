//! All launches on one page, as text and Markdown.

mod html;
mod json;

use std::fmt::Write as _;

use crate::overview::{Holder, Launch, Overview};
use crate::render::markdown::words;
use crate::render::table::{Column, Lines, table};
use crate::render::text::{Layout, heading};
use crate::report::{Blocker, Decider};
use crate::text::{self, count, fold, visible};
use crate::verdict::Verdict;

pub use html::html;
pub use json::json;

/// What the first of the things that are in the way is called.
pub(super) const LONGEST: &str = "What is in the way the longest";

const COLUMNS: [Column; 6] = [
    Column::text("Verdict"),
    Column::name("Launch"),
    Column::word("Gate date"),
    Column::number("Days left"),
    Column::number("Errors"),
    Column::text("Weakest link"),
];

/// The verdicts, the worst first.
const VERDICTS: [Option<Verdict>; 4] =
    [None, Some(Verdict::NoGo), Some(Verdict::GoWithConditions), Some(Verdict::Go)];

pub(super) fn title(verdict: Option<Verdict>) -> &'static str {
    verdict.map_or("NO VERDICT", Verdict::title)
}

/// How many launches may go, and how many have which verdict, in a line.
pub(super) fn head(overview: &Overview) -> String {
    let counts = VERDICTS.map(|verdict| (overview.count(verdict), title(verdict)));
    let counts: Vec<String> = counts
        .iter()
        .filter(|(number, _)| *number > 0)
        .map(|(number, word)| format!("{number} {word}"))
        .collect();
    let may_go = overview.count(Some(Verdict::Go)) + overview.count(Some(Verdict::GoWithConditions));
    let all = count(overview.launches.len(), "launch");
    format!("{may_go} of {all} may go: {}, as of {}", counts.join(", "), overview.as_of)
}

/// The date of the gate, and how far away it is.
pub(super) fn when(launch: &Launch) -> (String, String) {
    let days = |days: u64| count(usize::try_from(days).unwrap_or(usize::MAX), "working day");
    let left = launch.days_left.map(|left| match left {
        0 => "no working day left".to_owned(),
        left if left > 0 => format!("{} left", days(left.unsigned_abs())),
        left => format!("{} ago", days(left.unsigned_abs())),
    });
    (launch.date.map_or_else(|| "no date".to_owned(), |date| date.to_string()), left.unwrap_or_default())
}

/// The weakest link by name, and how much of it is met.
pub(super) fn weakest(launch: &Launch) -> (String, String) {
    match (&launch.weakest, launch.unreadable()) {
        (_, Some(why)) => ("not readable".to_owned(), why.to_owned()),
        (None, None) => ("—".to_owned(), String::new()),
        (Some(weakest), None) => {
            let owner = weakest.owner.as_deref().unwrap_or("nobody answers for it");
            (weakest.stage.clone(), format!("{owner}, {} of {} met", weakest.met, weakest.of))
        }
    }
}

/// What stands in the way the longest, whose it is, and how late it is.
pub(super) fn oldest(launch: &Launch) -> (String, String) {
    let Some(Blocker { message, owner, due, days_late, .. }) = launch.blockers.first() else {
        return ("—".to_owned(), String::new());
    };
    let due = due.map(|due| format!("due {due}"));
    let late = days_late.filter(|late| *late > 0);
    let late = late.map(|late| format!("{} late", count(late as usize, "working day")));
    let known: Vec<String> = [owner.clone(), due, late].into_iter().flatten().collect();
    (message.clone(), known.join(", "))
}

/// Who decides on a launch, in a line; none where that is not known.
pub(super) fn decided(launch: &Launch) -> Option<String> {
    let one = |one: &Decider| format!("{} ({})", one.owner.as_deref().unwrap_or("nobody yet"), one.stage);
    let all: Vec<String> = launch.decides.iter().map(one).collect();
    (!all.is_empty()).then(|| text::first_of(&all, 2))
}

/// Who decides on each launch.
fn all_decided(overview: &Overview) -> Vec<String> {
    let told = |launch: &Launch| Some(format!("{}: {}", launch.called, decided(launch)?));
    overview.launches.iter().filter_map(told).collect()
}

/// What waits for somebody, in a line.
pub(super) fn held(holder: &Holder) -> String {
    let launches = holder.launches.iter().map(|(launch, todos)| format!("{launch} ({todos} to do)"));
    let launches: Vec<String> = launches.collect();
    format!("{}: {}", holder.who, text::first_of(&launches, 6))
}

/// For people at a terminal.
pub fn text(overview: &Overview, layout: Layout) -> String {
    let mut out = format!("{}\n\n", fold(&visible(&head(overview)), layout.width, 2));
    let row = |launch: &Launch| -> Vec<Lines> {
        let weakest = match (&launch.weakest, launch.unreadable()) {
            (_, Some(_)) => "not readable".to_owned(),
            (Some(weakest), None) => format!("{} {}/{}", weakest.stage, weakest.met, weakest.of),
            (None, None) => "—".to_owned(),
        };
        vec![
            title(launch.verdict).into(),
            launch.called.as_str().into(),
            launch.date.map_or_else(|| "no date".to_owned(), |date| date.to_string()).into(),
            launch.days_left.map_or_else(|| "—".to_owned(), |left| left.to_string()).into(),
            launch.errors.to_string().into(),
            weakest.into(),
        ]
    };
    out.push_str(&table(&COLUMNS, overview.launches.iter().map(row).collect(), layout.width));
    let mut section = |title: &str, lines: Vec<String>| {
        if !lines.is_empty() {
            out.push_str(&heading(title, layout));
        }
        for line in lines {
            let _ = writeln!(out, "  {}", fold(&visible(&format!("- {line}")), layout.width, 4));
        }
    };
    section(LONGEST, overview.launches.iter().filter_map(longest).collect());
    section("Who decides", all_decided(overview));
    section("Open by agreement", all_agreed(overview));
    section("Between the launches", overview.collisions.iter().map(|one| one.message.clone()).collect());
    section("Who holds up more than one", overview.people.iter().map(held).collect());
    out
}

/// Why a launch could not be read, or what stands in its way the longest; none where nothing does.
fn longest(launch: &Launch) -> Option<String> {
    let path = &launch.path;
    let head = launch.name.as_ref().map_or_else(|| path.clone(), |name| format!("{name} ({path})"));
    if let Some(why) = cannot_be_read(launch) {
        return Some(format!("{head}: it cannot be read: {why}"));
    }
    let blocker = launch.blockers.first()?;
    let (_, late) = oldest(launch);
    let late = if late.is_empty() { String::new() } else { format!(" ({late})") };
    Some(format!("{head}: {}{late}", blocker.message))
}

/// Why a launch could not be read: the first few reasons, and how many more there are.
pub fn cannot_be_read(launch: &Launch) -> Option<String> {
    const NAMED: usize = 3;
    let more = launch.problems.len().saturating_sub(NAMED);
    let shown = launch.problems.iter().take(NAMED).map(|problem| problem.message.as_str());
    let shown = shown.collect::<Vec<_>>().join("; ");
    match more {
        _ if launch.problems.is_empty() => None,
        0 => Some(shown),
        more => Some(format!("{shown}; and {}", count(more, "more error"))),
    }
}

/// What is open by agreement: who answers for it, until when, and what it is; what ends first being first.
pub(super) fn agreed(launch: &Launch, as_of: jiff::civil::Date) -> Vec<String> {
    let until = |day: Option<jiff::civil::Date>| match day {
        Some(day) if day < as_of => format!("overdue since {day}"),
        Some(day) => format!("until {day}"),
        None => "without an end".to_owned(),
    };
    let conditions = launch.conditions.iter().map(|one| {
        let owner = one.owner.as_deref().unwrap_or("nobody");
        let risk = one.risk_accepted_by.as_deref().unwrap_or("nobody");
        let until = until(one.due);
        (
            one.due,
            format!("{until}, {owner}, risk accepted by {risk}: {} (condition of {})", one.what, one.stage),
        )
    });
    let waivers = launch.waivers.iter().map(|one| {
        let until = until(one.until);
        (one.until, format!("{until}, {}: {} (waiver of {} at {})", one.by, one.why, one.rule, one.at))
    });
    let mut all: Vec<_> = conditions.chain(waivers).collect();
    all.sort_by_key(|(day, _)| (day.is_some(), *day));
    all.into_iter().map(|(_, said)| said).collect()
}

/// What is open by agreement in all launches, each with its name.
fn all_agreed(overview: &Overview) -> Vec<String> {
    let of = |launch| {
        agreed(launch, overview.as_of).into_iter().map(move |said| format!("{}: {said}", launch.called))
    };
    overview.launches.iter().flat_map(of).collect()
}

/// For a page or a comment.
pub fn markdown(overview: &Overview) -> String {
    let mut out = format!("# {}\n\n", words(&head(overview)));
    let _ = writeln!(out, "| Verdict | Launch | Gate date | Errors | Weakest link | {LONGEST} |");
    out.push_str("| --- | --- | --- | ---: | --- | --- |\n");
    let pair = |(one, other): (String, String)| match other.is_empty() {
        true => words(&one).into_owned(),
        false => format!("{}, {}", words(&one), words(&other)),
    };
    for launch in &overview.launches {
        let _ = writeln!(
            out,
            "| {} | {} | {} | {} | {} | {} |",
            title(launch.verdict),
            words(&launch.called),
            pair(when(launch)),
            launch.errors,
            pair(weakest(launch)),
            pair(oldest(launch)),
        );
    }
    let mut section = |title: &str, lines: Vec<String>| {
        if !lines.is_empty() {
            let _ = write!(out, "\n## {title}\n\n");
        }
        for line in lines {
            let _ = writeln!(out, "- {}", words(&line));
        }
    };
    section("Who decides", all_decided(overview));
    section("Open by agreement", all_agreed(overview));
    section("Between the launches", overview.collisions.iter().map(|one| one.message.clone()).collect());
    section("Who holds up more than one", overview.people.iter().map(held).collect());
    out
}
