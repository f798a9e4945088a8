//! Page one: what leadership decides from. Everything on it is short, so that it stays one page.

mod open;

use jiff::civil::Date;

use crate::brief::{BLOCKERS, Brief};
use crate::difference::{Course, Difference, Event};
use crate::finding::Level;
use crate::forecast::{GateForecast, Outcome};
use crate::moment;
use crate::policy::Gate;
use crate::policy::roster::same_person;
use crate::render::brief::page::{
    Block, Fact, Item, Section, Table, cell, chain, cut, dash, few, or_dash, short, working_days,
};
use crate::render::words;
use crate::report::{Blocker, StageRow};
use crate::standing::StageState;
use crate::text::{count, list};
use crate::verdict::Verdict;

/// How many things that lift the weakest link are named.
pub(super) const LIFTS: usize = 3;
/// How many columns of what stands in the way are shown; in print, the page cuts what does not fit.
const WHAT: usize = 150;
/// How many changes are.
const CHANGES: usize = 4;

pub(super) use open::{agreed, capital, who_by};

/// Page one, section by section.
pub(super) fn sections(brief: &Brief) -> Vec<Section> {
    let chain = vec![Block::Chain(chain::links(brief))];
    let since = since(brief);
    let open = open::Open::of(brief, &since);
    vec![
        Section::new("weakest", "Weakest link", weakest(brief)),
        Section::new("dates", "Dates", vec![Block::Facts(dates(brief))]),
        Section::new("chain", chain_title(brief), chain),
        Section::new("blockers", in_the_way(brief), blockers(brief)),
        open.decisions,
        open.agreed,
        Section::new("since", since_title(brief), since).of_git(),
    ]
}

fn chain_title(brief: &Brief) -> String {
    let is_ready = brief.reading.report.stages.iter().any(|stage| stage.state == StageState::Ready);
    let legend = if is_ready { format!(" ({})", words::READY) } else { String::new() };
    format!("The chain, customers first{legend}")
}

/// What a section is about, how many things there are, and how many of them it has.
fn title(what: &str, number: usize, most: usize) -> String {
    match number {
        0 => format!("{what}: none"),
        number if number > most => format!("{what}: {most} of {number}"),
        number => format!("{what}: {number}"),
    }
}

fn in_the_way(brief: &Brief) -> String {
    let is_cut = |one: &Blocker| short(brief, &subject(brief, &one.at, &one.message), WHAT).ends_with('…');
    match (brief.blockers.len(), brief.blockers.len().saturating_sub(BLOCKERS)) {
        (0, _) => "In the way: none".to_owned(),
        (_, more) if more > 0 => format!("In the way: {BLOCKERS}, and {more} more on page two"),
        (all, _) if brief.blockers.iter().any(is_cut) => format!("In the way: {all}, in full on page two"),
        (all, _) => format!("In the way: {all}"),
    }
}

/// The gate, its date, how long until then, and the day of the report.
pub(super) fn when(brief: &Brief) -> String {
    let plan = &brief.reading.report;
    let left = match (plan.date, plan.days_left) {
        (Some(date), _) if date == brief.as_of => format!("today, {date}"),
        (Some(date), Some(days)) if days >= 0 => format!("on {date} · {} left", working_days(days)),
        (Some(date), Some(days)) => format!("on {date} · {} ago", working_days(days)),
        _ => "without a date".to_owned(),
    };
    let gate = match plan.gate {
        Gate::Internal => "Internal",
        Gate::External => "External",
    };
    format!("{gate} gate {left} · as of {}", brief.as_of)
}

pub(super) fn decides(brief: &Brief) -> String {
    let deciders = brief.reading.report.decides.iter().map(|decider| {
        let owner =
            decider.owner.as_deref().map_or_else(|| "nobody yet".to_owned(), |owner| short(brief, owner, 32));
        format!("{owner} ({})", cut(&decider.stage, 24))
    });
    let (deciders, more) = few(deciders.collect(), 2);
    let others = if more > 0 { format!(" and {more} more") } else { String::new() };
    match deciders.is_empty() {
        true => "nobody: no stage is the last".to_owned(),
        false => list(&deciders, "and") + &others,
    }
}

pub(super) fn counts(brief: &Brief) -> String {
    words::counts(&brief.reading.report)
}

/// Each date of the launch, its forecast beside it, and the one first agreed.
fn dates(brief: &Brief) -> Vec<Fact> {
    let plan = &brief.reading.report;
    let fact = |name, day: Option<jiff::civil::Date>, note: String| Fact {
        name,
        value: day.map_or_else(|| "no date yet".to_owned(), |day| day.to_string()),
        note,
    };
    let agreed = fact("First agreed", brief.reading.baseline, moved(brief));
    let agreed = match brief.reading.baseline {
        Some(_) => agreed,
        None => Fact {
            value: "not recorded".to_owned(),
            note: "the plan has no dates.baseline".to_owned(),
            ..agreed
        },
    };
    let blackout = plan.blackout.as_deref().map(|why| cut(&format!("falls into {why}"), 60));
    let external = blackout.unwrap_or_else(|| forecast(brief, Gate::External));
    vec![
        fact("Internal launch", plan.internal, forecast(brief, Gate::Internal)),
        fact("External launch", plan.external, external),
        agreed,
    ]
}

/// What lead times leave of a date.
fn forecast(brief: &Brief, gate: Gate) -> String {
    let Some(forecast) = brief.forecast.gates.iter().find(|one| one.gate == gate) else { return dash() };
    let days = |days: u32| count(days as usize, "working day");
    let earliest = forecast.earliest.map(|day| format!("{day} at the earliest"));
    let earliest = earliest.unwrap_or_else(|| GateForecast::NO_DAY.to_owned());
    match &forecast.outcome {
        Outcome::Unplanned => format!("forecast: {earliest}{}{}", forecast.caveat(), forecast.but(";")),
        Outcome::Holds { slack } => {
            let (caveat, but) = (forecast.caveat(), forecast.but(";"));
            format!("forecast: holds{caveat}, {} to spare{but}", days(*slack))
        }
        Outcome::Moves { by } => format!("forecast: {earliest}, {} later", days(*by)),
        Outcome::Closed(_) => format!("no launch may fall on this day; forecast: {earliest}"),
        Outcome::NoDay => format!("forecast: cannot be met; {earliest}"),
        Outcome::Passed if forecast.errors.all > 0 => {
            format!("has passed with {} standing", count(forecast.errors.all, "error"))
        }
        Outcome::Passed => "has passed, and nothing of it is open".to_owned(),
        Outcome::Unknown => format!("forecast: {}", GateForecast::NOT_KNOWN),
    }
}

/// How far the external date is from the one that was first agreed.
fn moved(brief: &Brief) -> String {
    let (Some(baseline), Some(external)) = (brief.reading.baseline, brief.reading.report.external) else {
        return "nothing to compare with".to_owned();
    };
    let days = |from, to| count(brief.reading.calendar.working_days(from, to) as usize, "working day");
    match baseline.cmp(&external) {
        std::cmp::Ordering::Less => format!("the launch is {} later", days(baseline, external)),
        std::cmp::Ordering::Equal => "the launch is on that day".to_owned(),
        std::cmp::Ordering::Greater => format!("the launch is {} earlier", days(external, baseline)),
    }
}

fn weakest(brief: &Brief) -> Vec<Block> {
    let Some(weakest) = &brief.reading.report.weakest else {
        return vec![Block::Words("None: nothing is open in any stage.".to_owned())];
    };
    let owner = weakest.owner.as_deref().unwrap_or("nobody answers for it");
    let (stage, owner) = (cut(&weakest.stage, 28), short(brief, owner, 32));
    let name = format!("{stage} ({owner}): {} of {} met", weakest.met, weakest.of);
    let ahead = weakest.ahead.as_ref().map(|ahead| {
        format!(" Effort went to {} ({} of {} met) meanwhile.", cut(&ahead.stage, 28), ahead.met, ahead.of)
    });
    let help = weakest.meaning().to_owned();
    let is_lower = |stage: &StageRow| stage.met * weakest.of < weakest.met * stage.of;
    let waits = match brief.reading.report.required().any(is_lower) {
        true => " A sign-off whose turn has not come is left out of the comparison.",
        false => "",
    };
    let mut blocks = vec![Block::Words(name), Block::Aside(help + waits + &ahead.unwrap_or_default())];
    let lift = weakest.lifts.iter().map(|todo| Item::new("", short(brief, todo, 84))).collect();
    let (lifts, others) = few(lift, LIFTS);
    if !lifts.is_empty() {
        let more = if others > 0 { format!(", and {others} more on page two") } else { String::new() };
        blocks.push(Block::Words(format!("What lifts it{more}:")));
        blocks.push(Block::Items(lifts));
    }
    blocks
}

fn blockers(brief: &Brief) -> Vec<Block> {
    if brief.blockers.is_empty() {
        return vec![Block::Words("Nothing stands in the way.".to_owned())];
    }
    let row = |one: &Blocker| {
        vec![
            cell(short(brief, &subject(brief, &one.at, &one.message), WHAT)),
            cell(short(brief, &or_dash(one.owner.as_ref()), 28)),
            cell(or_dash(one.due.as_ref())),
            cell(late(one.days_late)),
            cell(cut(turn(brief, one), 24)),
        ]
    };
    let table = Table {
        caption: "The latest first, then what most follows from".to_owned(),
        columns: vec!["What", "Owner", "Due", "Days late", "Turn of"],
        rows: brief.blockers.iter().take(BLOCKERS).map(row).collect(),
    };
    vec![Block::Table(table)]
}

/// Whose turn it is: a stage's, or that of whoever runs the launch.
fn turn<'a>(brief: &'a Brief, one: &'a Blocker) -> &'a str {
    let runs = brief.reading.report.owner.as_ref();
    match (&one.turn, &one.owner) {
        (Some(stage), _) => stage,
        (None, Some(owner)) if runs.is_some_and(|runs| same_person(runs, owner)) => "who runs it",
        _ => "—",
    }
}

/// Working days late, as a cell has it.
pub(super) fn late(days: Option<u32>) -> String {
    days.filter(|days| *days > 0).map_or_else(dash, |days| days.to_string())
}

/// What a message is about, without what the columns beside it say: who, by when, and how late.
fn subject(brief: &Brief, at: &str, message: &str) -> String {
    let plan = &brief.reading.report;
    if let Some(condition) = plan.conditions.iter().find(|condition| condition.at == at) {
        return format!("condition of {}: {}", condition.stage, condition.what);
    }
    without_addresses(message)
}

/// A text without the addresses that stand in brackets behind what they answer for.
fn without_addresses(text: &str) -> String {
    let mut parts = text.split(" (");
    let mut out = parts.next().unwrap_or_default().to_owned();
    for part in parts {
        let inside = part.split_once(')');
        match inside.filter(|(inside, _)| inside.contains('@') && !inside.contains(' ')) {
            Some((_, behind)) => out.push_str(behind),
            None => out.extend([" (", part]),
        }
    }
    out
}

fn since_title(brief: &Brief) -> String {
    let Some(since) = &brief.since else { return "What changed".to_owned() };
    let named = cut(&since.named, 30);
    match &since.changed {
        Ok((day, changed)) => {
            let day = if moment::parse(&since.named).is_ok() { String::new() } else { format!(" ({day})") };
            title(&format!("Changed since {named}{day}"), changed.events.len(), CHANGES)
        }
        Err(_) => format!("Changed since {named}"),
    }
}

fn since(brief: &Brief) -> Vec<Block> {
    let Some(since) = &brief.since else {
        return vec![Block::Aside("Not compared with an earlier day.".to_owned())];
    };
    let (day, changed) = match &since.changed {
        Ok((day, changed)) => (*day, changed),
        Err(why) => return vec![Block::Words(cut(&format!("Not known: {why}"), 180))],
    };
    if changed.is_empty() {
        return vec![Block::Words("Nothing changed.".to_owned())];
    }
    let events = changed
        .events
        .iter()
        .take(CHANGES)
        .map(|event: &Event| Item::new(course(event), short(brief, &told(event), 80)));
    vec![Block::Items([Item::new("Verdict", verdicts(changed, day))].into_iter().chain(events).collect())]
}

/// The verdict then, by that day, and now, and the findings that came and went.
pub(super) fn verdicts(changed: &Difference, then: Date) -> String {
    let title = |verdict: Option<Verdict>| verdict.map_or("NO VERDICT", Verdict::title);
    let roots = |found: &[crate::difference::Found]| {
        found.iter().filter(|one| !one.follows && one.level == Level::Error).count()
    };
    let (was, is) = changed.verdict;
    let verdict = match was == is {
        true => format!("{} as before", title(is)),
        false => format!("{}; on {then} it was {}", title(is), title(was)),
    };
    // An error that only followed from another was not counted while it did.
    let (new, gone) = (
        roots(&changed.found) + roots(&changed.come_out),
        roots(&changed.gone) + roots(&changed.gone_behind),
    );
    format!("{verdict}; {} new, {gone} gone", count(new, "error"))
}

/// Where an event leads, in a word.
pub(super) fn course(event: &Event) -> &'static str {
    match event.course {
        Course::Forward => "Forward",
        Course::Back => "Back",
        Course::Open => "Changed",
    }
}

pub(super) fn told(event: &Event) -> String {
    let at = event.at.as_str();
    let at = at.strip_prefix("stages.").or_else(|| at.strip_prefix("handoffs.")).unwrap_or(at);
    format!("{at} {}", event.told)
}

#[cfg(test)]
mod tests {
    use super::without_addresses;

    #[test]
    fn an_address_in_brackets_is_left_out_and_nothing_else_is() {
        for (text, left) in [
            (
                "sales (sven@doc.example) promises 1 day; operations (ora@doc.example) 2",
                "sales promises 1 day; operations 2",
            ),
            ("a note (by ora@doc.example) and (b)", "a note (by ora@doc.example) and (b)"),
            ("an end (ora@doc.example)", "an end"),
            ("open (ora@doc.example", "open (ora@doc.example"),
        ] {
            assert_eq!(without_addresses(text), left);
        }
    }
}
