//! What the printed report says, section by section, before it is written in a format. Nothing is escaped here.

mod chain;
mod first;
mod head;
mod rest;

use unicode_width::UnicodeWidthChar as _;

use crate::brief::Brief;
use crate::people::by_name;
use crate::report::PlanReport;
use crate::text::{count, width};
use crate::verdict::Verdict;

/// The report on one launch: page one, and what stands behind it.
pub(super) struct Page<'a> {
    /// What it is about.
    pub(super) brief: &'a Brief,
    /// The launch's name.
    pub(super) name: String,
    /// The verdict in a word or three.
    pub(super) verdict: &'static str,
    /// The gate, its date, working days left, the day of the report.
    pub(super) when: String,
    /// Who decides.
    pub(super) decides: String,
    /// How much stands in the way, and how much is done.
    pub(super) counts: String,
    /// What the verdict permits.
    pub(super) permits: &'static str,
    /// What came of its goals, once its day has passed.
    pub(super) goals: Option<String>,
    /// What nobody looked at, where it may go; git and keys decide that.
    pub(super) unknown: Option<String>,
    /// Page one.
    pub(super) first: Vec<Section>,
    /// The pages behind it.
    pub(super) rest: Vec<Section>,
}

/// A section with its heading.
pub(super) struct Section {
    /// What it is called in a link.
    pub(super) id: &'static str,
    /// The heading.
    pub(super) title: String,
    /// Whether what it says comes from git: that may move although the plan does not.
    pub(super) from_git: bool,
    /// What it says.
    pub(super) blocks: Vec<Block>,
}

/// A part of a section.
pub(super) enum Block {
    /// A sentence or two.
    Words(String),
    /// A sentence that only helps to read the others.
    Aside(String),
    /// A list.
    Items(Vec<Item>),
    /// Names with their values, few of each.
    Facts(Vec<Fact>),
    /// A table.
    Table(Table),
    /// The chain: a picture where there can be one, and its words.
    Chain(Vec<Item>),
    /// How readiness moved: a picture where there can be one.
    Chart,
}

/// An item of a list.
pub(super) struct Item {
    /// What is seen of it first.
    pub(super) lead: String,
    /// What it says.
    pub(super) text: String,
}

/// A name with its value.
pub(super) struct Fact {
    /// The name.
    pub(super) name: &'static str,
    /// The value.
    pub(super) value: String,
    /// What makes it understood.
    pub(super) note: String,
}

/// A table.
pub(super) struct Table {
    /// What it shows.
    pub(super) caption: String,
    /// The headings of its columns; the first one names its rows.
    pub(super) columns: Vec<&'static str>,
    /// Its rows: cells of lines.
    pub(super) rows: Vec<Vec<Vec<String>>>,
}

impl Item {
    fn new(lead: impl Into<String>, text: impl Into<String>) -> Item {
        Item { lead: lead.into(), text: text.into() }
    }
}

impl Section {
    fn new(id: &'static str, title: impl Into<String>, blocks: Vec<Block>) -> Section {
        Section { id, title: title.into(), from_git: false, blocks }
    }

    /// The same section, which says what git knows.
    fn of_git(self) -> Section {
        Section { from_git: true, ..self }
    }
}

impl<'a> Page<'a> {
    /// The page on one launch.
    pub(super) fn of(brief: &'a Brief) -> Page<'a> {
        let plan = &brief.reading.report;
        Page {
            brief,
            name: cut(plan.launch.as_deref().unwrap_or(&plan.path), 100),
            verdict: plan.verdict.map_or("NO VERDICT", Verdict::title),
            when: first::when(brief),
            decides: first::decides(brief),
            counts: first::counts(brief),
            permits: head::permits(brief),
            goals: head::goals(brief),
            unknown: head::unknown(brief),
            first: first::sections(brief),
            rest: rest::sections(brief),
        }
    }

    /// The file of the plan, without its folder.
    pub(super) fn file(&self) -> &str {
        let path = &self.brief.reading.report.path;
        path.rsplit('/').next().unwrap_or(path)
    }
}

/// The text within so many columns, with an ellipsis where something was cut.
pub(super) fn cut(text: &str, columns: usize) -> String {
    if width(text) <= columns {
        return text.to_owned();
    }
    let mut left = columns.saturating_sub(1);
    let fits = |c: &char| {
        let wide = c.width().unwrap_or(1);
        let fits = wide <= left;
        left = left.saturating_sub(wide);
        fits
    };
    let kept: String = text.chars().take_while(fits).collect();
    format!("{}…", whole_words(kept.trim_end()))
}

/// A text that was cut, without the word that was, unless that is most of it.
fn whole_words(kept: &str) -> &str {
    let phrase = kept.rfind(": ").filter(|at| at * 2 > kept.len());
    let word = kept.rfind(' ').filter(|at| at * 2 > kept.len());
    let end = phrase.or(word).unwrap_or(kept.len());
    kept.get(..end).unwrap_or(kept)
}

/// The text with the people of the roster by their names instead of their addresses, within so many columns.
/// The pages behind page one have the addresses.
fn short(brief: &Brief, text: &str, columns: usize) -> String {
    cut(&by_name(&brief.names, text), columns)
}

/// The first few things of a list, with how many more there are.
fn few<T>(all: Vec<T>, most: usize) -> (Vec<T>, usize) {
    let more = all.len().saturating_sub(most);
    (all.into_iter().take(most).collect(), more)
}

fn dash() -> String {
    "—".to_owned()
}

fn or_dash(text: Option<&impl ToString>) -> String {
    text.map_or_else(dash, ToString::to_string)
}

/// A cell of one line.
fn cell(text: impl Into<String>) -> Vec<String> {
    vec![text.into()]
}

fn working_days(days: i64) -> String {
    count(usize::try_from(days.unsigned_abs()).unwrap_or(usize::MAX), "working day")
}

/// `weakest`, where a stage is the weakest link.
pub(super) fn is_weakest(plan: &PlanReport, stage: &str) -> bool {
    plan.weakest.as_ref().is_some_and(|weakest| weakest.stage == stage)
}

#[cfg(test)]
mod tests {
    use super::cut;

    #[test]
    fn a_text_is_cut_by_columns() {
        assert_eq!(cut("価格価格", 8), "価格価格");
        assert_eq!(cut("価格価格", 7), "価格価…");
        assert_eq!(cut("one two", 6), "one…");
        assert_eq!(cut("one hundred: and two", 17), "one hundred…");
    }
}
