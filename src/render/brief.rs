//! The printed report on one launch, as text, as Markdown and as HTML; and whether a page that was written
//! earlier still is what it would be now.

pub(super) mod html;
mod markdown;
mod page;
mod text;

use crate::brief::Brief;
use crate::brief::record::{Form, Record, sealed};

use crate::text::Signs;

use page::{Page, Section};

/// A piece of a page.
struct Piece {
    /// The heading of the section that it is.
    title: String,
    /// Its bytes.
    text: String,
    /// Whether it says what git knows.
    from_git: bool,
}

/// How a page compares with what would be written now.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Match {
    /// They are the same.
    Whole,
    /// They are, but for the sections with these headings: git knows something else now.
    ButForGit(Vec<String>),
    /// The section with this heading, or what stands before the first one, is another.
    Not(String),
}

/// The report in a format, sealed.
pub fn render(brief: &Brief, form: Form) -> String {
    let pieces = pieces(brief, form);
    let whole: String = pieces.iter().map(|piece| piece.text.as_str()).collect();
    sealed(&whole, tail(form))
}

/// Whether a page is what would be written now of the same plan, in the same format.
pub fn compare(page: &str, brief: &Brief, form: Form) -> Match {
    let mut rest = page;
    let mut moved = Vec::new();
    let mut open: Option<String> = None;
    for piece in pieces(brief, form) {
        if let Some(behind) = rest.strip_prefix(piece.text.as_str()).filter(|_| open.is_none()) {
            rest = behind;
        } else if piece.from_git {
            open.get_or_insert(piece.title);
        } else {
            let found = open.as_ref().and_then(|_| rest.find(&piece.text));
            let Some(at) = found else { return Match::Not(open.unwrap_or(piece.title)) };
            moved.extend(open.take());
            rest = rest.get(at + piece.text.len()..).unwrap_or_default();
        }
    }
    if moved.is_empty() { Match::Whole } else { Match::ButForGit(moved) }
}

/// All that stands before the seal.
fn pieces(brief: &Brief, form: Form) -> Vec<Piece> {
    let page = Page::of(brief);
    let record = Record::of(brief, form);
    let words = match form {
        Form::Text => text::pieces(&page, &record),
        Form::Markdown => markdown::pieces(&page, &record),
        Form::Html => return html::pieces(&page, &record),
    };
    // Before the seal: it is on what leaves.
    words.into_iter().map(|piece| Piece { text: Signs::WORDS.break_up(piece.text), ..piece }).collect()
}

/// What stands behind the seal.
fn tail(form: Form) -> &'static str {
    match form {
        Form::Text => "\n",
        Form::Markdown => markdown::TAIL,
        Form::Html => html::TAIL,
    }
}

impl Piece {
    /// A piece that says what the plan says.
    fn of_plan(title: &str, text: String) -> Piece {
        Piece { title: title.to_owned(), text, from_git: false }
    }

    /// A piece that says what git and keys say.
    fn of_git(title: &str, text: String) -> Piece {
        Piece { title: title.to_owned(), text, from_git: true }
    }

    /// A section that was written.
    fn section(section: &Section, text: String) -> Piece {
        Piece { title: section.title.clone(), text, from_git: section.from_git }
    }
}

/// What a format writes round the sections of a page.
struct Around {
    head: String,
    unknown: String,
    middle: String,
    foot: String,
}

/// The pieces of a page in their order, which is the same in each format.
fn in_order(page: &Page<'_>, around: Around, section: impl Fn(&Section) -> String) -> Vec<Piece> {
    let Around { head, unknown, middle, foot } = around;
    let one = |known: &Section| Piece::section(known, section(known));
    [Piece::of_plan("the head", head), Piece::of_git("Not known", unknown)]
        .into_iter()
        .chain(page.first.iter().map(one))
        .chain([Piece::of_plan("the foot of page one", middle)])
        .chain(page.rest.iter().map(one))
        .chain([Piece::of_plan("the foot", foot)])
        .collect()
}

/// What the foot says of how to hold the page against its plan.
const VERIFY: &str = "Whether this page still matches its plan: launch report --verify FILE PLAN";

/// A line that names what the report was made of, for the foot of page one.
fn stamp(page: &Page<'_>, record: &Record) -> String {
    let short = |digest: &str| crate::digest::short(digest).to_owned();
    let since = record.since.as_ref().map(|since| format!(" · since {}", page::cut(since, 24)));
    format!(
        "{} {} · policy {} · launch {} · {} gate · as of {}{}",
        page::cut(page.file(), 32),
        short(&record.plan),
        short(&record.policy),
        record.tool,
        record.gate.word(),
        record.as_of,
        since.unwrap_or_default()
    )
}
