//! From page two on: everything in full, stage by stage and hand-off by hand-off.

mod forecast;
mod tables;

use crate::brief::{Brief, Decision};
use crate::finding::Level;
use crate::render::brief::page::{Block, Item, Section, first};
use crate::render::words;
use crate::report::{FindingRow, Index, PlanReport};
use crate::text::count;
use crate::timeline::{Point, Stood, Timeline};
use crate::verdict::Verdict;

use tables as t;

/// The latest points of a timeline that a table shows.
const POINTS: usize = 24;

/// The pages behind the first.
pub(super) fn sections(brief: &Brief) -> Vec<Section> {
    let found = [
        list("all-blockers", "Everything in the way", findings(brief, Level::Error)),
        list("lifts", "What lifts the weakest link", lifts(brief)),
        list("warnings", "Warnings", findings(brief, Level::Warn)),
        list(
            "all-decisions",
            "To be decided, in full",
            brief.decisions.iter().map(|one| decision(brief, one)).collect(),
        ),
        list("all-agreed", "Conditions and waivers, in full", first::agreed(brief)),
    ];
    let tables = [
        t::stages(brief),
        t::answers(brief),
        t::handoffs(brief),
        t::promises(brief),
        t::loads(brief),
        t::needs(brief),
        t::informed(brief),
        t::sign_offs(brief),
    ];
    let since = list("all-changes", "What changed, in full", changes(brief)).map(Section::of_git);
    let forecast = forecast::section(brief);
    let not_checked = Section::new("not-checked", "Not checked", not_checked(&brief.reading.report));
    found
        .into_iter()
        .flatten()
        .chain([forecast])
        .chain(tables.into_iter().flatten())
        .chain(since)
        .chain([timeline(brief), not_checked.of_git()])
        .collect()
}

/// A section of a list, unless that is empty.
fn list(id: &'static str, title: &str, items: Vec<Item>) -> Option<Section> {
    (!items.is_empty()).then(|| Section::new(id, title, vec![Block::Items(items)]))
}

/// What lifts the weakest link, where page one does not have it all.
fn lifts(brief: &Brief) -> Vec<Item> {
    let weakest = brief.reading.report.weakest.iter().filter(|weakest| weakest.lifts.len() > first::LIFTS);
    weakest.flat_map(|weakest| weakest.lifts.iter().map(|todo| Item::new("", todo.clone()))).collect()
}

/// The findings that follow from no other, each with what follows from it.
fn findings(brief: &Brief, level: Level) -> Vec<Item> {
    let plan = &brief.reading.report;
    let index = Index::of(plan);
    plan.roots(level).map(|root| finding(root, index.behind(root))).collect()
}

fn finding(root: &FindingRow, behind: &[&FindingRow]) -> Item {
    let behind: Vec<&str> = behind.iter().map(|one| one.at.as_str()).collect();
    let follow = match behind.is_empty() {
        true => String::new(),
        false => format!(" {} from this: {}.", follow_count(behind.len()), places(&behind)),
    };
    let owner = root.owner.as_deref().map(|owner| format!(" ({owner})")).unwrap_or_default();
    Item::new(
        format!("{} at {}", root.rule.id, root.at),
        format!(
            "{}{} Next{owner}: {}{}{follow}",
            root.message,
            words::stop(&root.message),
            root.help,
            words::stop(&root.help)
        ),
    )
}

/// Addresses, each once, with how often it is there.
fn places(all: &[&str]) -> String {
    let mut counted: Vec<(&str, usize)> = Vec::new();
    for at in all {
        match counted.iter_mut().find(|(known, _)| known == at) {
            Some((_, times)) => *times += 1,
            None => counted.push((at, 1)),
        }
    }
    let told = counted.iter().map(|(at, times)| match times {
        1 => (*at).to_owned(),
        times => format!("{at} ({times})"),
    });
    told.collect::<Vec<_>>().join(", ")
}

fn follow_count(number: usize) -> String {
    if number == 1 { "1 more follows".to_owned() } else { format!("{number} more follow") }
}

fn decision(brief: &Brief, one: &Decision) -> Item {
    let (why, choice) = (&one.why, first::capital(&one.choice));
    Item::new(first::who_by(brief, one), format!("{why} ({}). {choice}{}", one.at, words::stop(&one.choice)))
}

/// Everything that changed since the revision that was named.
fn changes(brief: &Brief) -> Vec<Item> {
    let Some(Ok((day, changed))) = brief.since.as_ref().map(|since| &since.changed) else {
        return Vec::new();
    };
    if changed.is_empty() {
        return Vec::new();
    }
    let events = changed.events.iter().map(|event| Item::new(first::course(event), first::told(event)));
    let unblocked =
        changed.unblocked.iter().map(|id| Item::new("Unblocked", format!("{id} need not wait any more")));
    let found = changed.found.iter().filter(|one| !one.follows);
    let found = found.map(|one| Item::new("New", format!("{} at {}: {}", one.rule, one.at, one.message)));
    let gone = changed.gone.iter().filter(|one| !one.follows);
    let gone = gone.map(|one| Item::new("Gone", format!("{} at {}: {}", one.rule, one.at, one.message)));
    let verdict = Item::new("Verdict", first::verdicts(changed, *day));
    [verdict].into_iter().chain(events).chain(unblocked).chain(found).chain(gone).collect()
}

/// How readiness moved, where git knows it.
fn timeline(brief: &Brief) -> Section {
    let blocks = match &brief.timeline {
        Err(why) => vec![Block::Words(format!("Not known: {why}"))],
        Ok(timeline) => moved(timeline),
    };
    Section::new("timeline", "How readiness moved", blocks).of_git()
}

fn moved(timeline: &Timeline) -> Vec<Block> {
    let points = timeline.points.len();
    let skip = points.saturating_sub(POINTS);
    let mut blocks = vec![Block::Chart];
    let begins = timeline.begins_late.iter().map(|why| format!("It may have begun earlier: {why}."));
    let slips = timeline.slips().map(|(point, told)| format!("{}: the external date {told}.", day(point)));
    let fallen = timeline.fallen().map(|(point, at, told)| format!("{}: {at} {told}.", day(point)));
    let told: Vec<Item> = begins.chain(slips).chain(fallen).map(|text| Item::new("", text)).collect();
    if !told.is_empty() {
        blocks.push(Block::Items(told));
    }
    let rows = timeline.points.iter().skip(skip).map(row).collect();
    let caption = match skip {
        0 => "Each day on which the plan was committed, judged for that day".to_owned(),
        _ => format!("The last {POINTS} of {} on which the plan was committed", count(points, "day")),
    };
    let columns = vec!["Day", "Verdict", "Stages signed", "Hand-offs accepted", "Errors", "External date"];
    blocks.push(Block::Table(t::table(caption, columns, rows)));
    blocks
}

fn day(point: &Point) -> String {
    point.version.day.map_or_else(|| "a day that no calendar knows".to_owned(), |day| day.to_string())
}

fn row(point: &Point) -> Vec<Vec<String>> {
    let commit = point.version.commit.clone().unwrap_or_else(|| "not committed".to_owned());
    let mut cells = vec![vec![day(point), commit]];
    cells.extend(match &point.stood {
        Err(why) => vec![vec!["not readable".to_owned(), why.clone()], vec![], vec![], vec![], vec![]],
        Ok(stood) => stood_cells(stood),
    });
    cells
}

fn stood_cells(stood: &Stood) -> Vec<Vec<String>> {
    let one = |text: String| vec![text];
    vec![
        one(stood.verdict.map_or("NO VERDICT", Verdict::title).to_owned()),
        one(format!("{} of {}", stood.signed, stood.stages)),
        one(format!("{} of {}", stood.accepted, stood.handoffs)),
        one(stood.errors.to_string()),
        one(stood.external.map_or_else(|| "—".to_owned(), |day| day.to_string())),
    ]
}

fn not_checked(plan: &PlanReport) -> Vec<Block> {
    let always = ["whether what the plan says is true: this report says what was recorded, by whom and when"];
    let lines = plan.not_checked.iter().map(String::as_str).chain(always);
    vec![Block::Items(lines.map(|line| Item::new("", line)).collect())]
}
