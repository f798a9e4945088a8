//! What has to be decided, and what is open by agreement: in full as far as page one has room, and how much more
//! there is.

use crate::brief::{BLOCKERS, Brief, Decision};
use crate::render::brief::page::first::subject;
use crate::render::brief::page::{Block, Item, Section, cut, short};
use crate::render::brief::page::{chain, head};
use crate::render::words;
use crate::report::{ConditionRow, WaiverRow};
use crate::text::width;

/// Lines of print that page one has for decisions, and for what stands side by side below them, where all else on
/// it is as long as it can be.
const LINES: usize = 12;
/// The most hand-offs that make the picture of the chain higher, two of them by a line.
const DRAWN: usize = 22;
/// The fewest lines for what is open by agreement.
const LEAST: usize = 3;
/// How many columns a line of decisions has.
const ACROSS: usize = 110;
/// How many a line of what is agreed has.
const AGREED: usize = 70;
/// How many a line of what changed has.
const CHANGED: usize = 34;
/// How many lines the goals take, once the launch is over.
const OF_GOALS: usize = 3;
/// The most lines that one change takes.
const OF_CHANGE: usize = 2;
/// How a choice begins that only repeats the condition.
const MEET: &str = "meet the condition: ";

/// The two sections.
pub(super) struct Open {
    pub(super) decisions: Section,
    pub(super) agreed: Section,
}

impl Open {
    /// As much as there is room for beside what changed: decisions first.
    pub(super) fn of(brief: &Brief, since: &[Block]) -> Open {
        let changed = changed(since);
        let all = room(brief);
        let every: Vec<Item> = brief.decisions.iter().map(|one| decision(brief, one)).collect();
        let agreed = agreed(brief).into_iter();
        let agreed: Vec<Item> = agreed
            .map(|one| Item::new(short(brief, &one.lead, usize::MAX), short(brief, &one.text, usize::MAX)))
            .collect();
        let least = if agreed.is_empty() { 1 } else { LEAST };
        let decided = Shown::of(every, ACROSS, all.saturating_sub(changed.max(least)));
        let open = Shown::of(agreed, AGREED, all.saturating_sub(decided.lines).max(LEAST));
        Open {
            decisions: decided.section("decisions", "To be decided", "Nothing waits for a decision."),
            agreed: open.section("agreed", "Conditions and waivers", "Nothing is open by agreement."),
        }
    }
}

/// The lines that there are for all of this: more where less stands in the way, where fewer hand-offs are drawn.
fn room(brief: &Brief) -> usize {
    let blockers = BLOCKERS.saturating_sub(brief.blockers.len());
    let drawn = DRAWN.saturating_sub(chain::drawn(brief).count());
    let goals = head::goals(brief).map_or(0, |_| OF_GOALS);
    LINES + 2 * blockers + drawn / 2 - goals
}

/// How many lines what changed takes.
fn changed(since: &[Block]) -> usize {
    let lines = |block: &Block| match block {
        Block::Items(items) => items.iter().map(|one| lines(one, CHANGED).min(OF_CHANGE)).sum(),
        _ => OF_CHANGE,
    };
    since.iter().map(lines).sum()
}

/// How many lines an item takes.
fn lines(item: &Item, columns: usize) -> usize {
    (width(&item.lead) + width(&item.text) + 2).div_ceil(columns).max(1)
}

/// Items as far as there is room for them.
struct Shown {
    items: Vec<Item>,
    lines: usize,
    /// How many there is no room for.
    more: usize,
    /// Whether the only one had to be cut.
    is_cut: bool,
}

impl Shown {
    /// The first of these that fit in full; where not even one does, as much of it as fits.
    fn of(all: Vec<Item>, columns: usize, room: usize) -> Shown {
        let number = all.len();
        let mut shown = Shown { items: Vec::new(), lines: 0, more: 0, is_cut: false };
        for item in all {
            let lines = lines(&item, columns);
            if shown.lines + lines <= room {
                shown.lines += lines;
                shown.items.push(item);
            } else if shown.items.is_empty() {
                let lead = cut(&item.lead, columns);
                let text = cut(&item.text, (room * columns).saturating_sub(width(&lead) + 2));
                shown = Shown { items: vec![Item::new(lead, text)], lines: room, is_cut: true, ..shown };
                break;
            } else {
                break;
            }
        }
        shown.more = number - shown.items.len();
        shown
    }

    fn section(self, id: &'static str, what: &str, none: &str) -> Section {
        let title = match (self.items.len(), self.more, self.is_cut) {
            (0, ..) => format!("{what}: none"),
            (all, 0, false) => format!("{what}: {all}"),
            (all, 0, true) => format!("{what}: {all}, in full on page two"),
            (shown, more, _) => format!("{what}: {shown}, and {more} more on page two"),
        };
        let block = match self.items.is_empty() {
            true => Block::Words(none.to_owned()),
            false => Block::Items(self.items),
        };
        Section::new(id, title, vec![block])
    }
}

fn decision(brief: &Brief, one: &Decision) -> Item {
    let choice = one.choice.split(": `launch").next().unwrap_or(&one.choice);
    let choice = choice.strip_prefix(MEET).map_or(choice, |_| MEET.trim_end_matches(": "));
    let who = until(brief, short(brief, who(one), 32), one);
    let why = short(brief, &subject(brief, &one.at, &one.why), usize::MAX);
    let choice = capital(&short(brief, choice, usize::MAX));
    Item::new(who, format!("{why}{} {choice}{}", words::stop(&why), words::stop(&choice)))
}

/// Who decides, and by when.
pub(in crate::render::brief::page) fn who_by(brief: &Brief, decision: &Decision) -> String {
    until(brief, who(decision).to_owned(), decision)
}

/// A sentence behind another one.
pub(in crate::render::brief::page) fn capital(sentence: &str) -> String {
    let mut rest = sentence.chars();
    rest.next().map_or_else(String::new, |first| first.to_uppercase().chain(rest).collect())
}

fn who(decision: &Decision) -> &str {
    decision.who.as_deref().unwrap_or("nobody yet")
}

fn until(brief: &Brief, who: String, decision: &Decision) -> String {
    match decision.by {
        Some(by) if by < brief.as_of => format!("{who}, overdue since {by}"),
        Some(by) => format!("{who}, by {by}"),
        None => who,
    }
}

/// Stages that were called not needed, conditions and waivers, what ends first being first.
pub(in crate::render::brief::page) fn agreed(brief: &Brief) -> Vec<Item> {
    let plan = &brief.reading.report;
    let conditions = plan.conditions.iter().map(|one| (one.due, condition(one)));
    let waivers = plan.waivers.iter().map(|one| (one.until, waiver(one)));
    let waved_off = plan.waved_off.iter();
    let waved_off = waved_off.map(|what| (None, Item::new("Not needed".to_owned(), what.clone())));
    let mut all: Vec<_> = waved_off.chain(conditions).chain(waivers).collect();
    all.sort_by_key(|(day, _)| (day.is_some(), *day));
    all.into_iter().map(|(_, item)| item).collect()
}

fn condition(one: &ConditionRow) -> Item {
    let due = match one.due {
        Some(due) if one.overdue => format!("Overdue since {due}"),
        Some(due) => format!("Until {due}"),
        None => "Without a day".to_owned(),
    };
    let owner = one.owner.as_deref().unwrap_or("nobody");
    let risk = one.risk_accepted_by.as_deref().unwrap_or("nobody");
    Item::new(
        format!("{due}, {owner}, risk accepted by {risk}"),
        format!("{} (condition of {})", one.what, one.stage),
    )
}

fn waiver(one: &WaiverRow) -> Item {
    let until = one.until.map_or_else(|| "Without an end".to_owned(), |until| format!("Until {until}"));
    Item::new(format!("{until}, {}", one.by), format!("{} (waiver of {} at {})", one.why, one.rule, one.at))
}

#[cfg(test)]
mod tests {
    use super::{Item, Shown, capital};

    #[test]
    fn a_sentence_begins_with_a_capital() {
        assert_eq!([capital("agree"), capital("`x` it"), capital("")], ["Agree", "`x` it", ""]);
    }

    #[test]
    fn what_fits_is_there_in_full_and_the_rest_is_counted() {
        let items =
            || ["one", "two", "three"].map(|lead| Item::new(lead, "x".repeat(30))).into_iter().collect();
        for (room, shown, more, is_cut) in
            [(9, 3, 0, false), (6, 3, 0, false), (5, 2, 1, false), (2, 1, 2, false), (1, 1, 2, true)]
        {
            let found = Shown::of(items(), 20, room);
            assert_eq!((found.items.len(), found.more, found.is_cut), (shown, more, is_cut), "{room}");
            assert_eq!(found.items.iter().any(|one| one.text.ends_with('…')), is_cut, "{room}");
            assert!(found.lines <= room, "{room}");
        }
        assert_eq!(Shown::of(Vec::new(), 20, 3).more, 0);
    }
}
