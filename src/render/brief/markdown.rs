//! The report as Markdown, GitHub-flavoured.

use std::fmt::Write as _;

use crate::brief::record::Record;
use crate::render::brief::page::{Block, Item, Page, Section, Table};
use crate::render::brief::{Around, Piece, VERIFY, in_order, stamp};
use crate::render::markdown::words;

/// What stands behind the seal.
pub(super) const TAIL: &str = "\n```\n";

/// The page, piece by piece, up to the seal.
pub(super) fn pieces(page: &Page<'_>, record: &Record) -> Vec<Piece> {
    let middle = format!("\n{}\n\n---\n", words(&stamp(page, record)));
    let foot = format!("\n---\n\n{}\n\n```text\n{}", words(VERIFY), record.lines());
    let unknown = told(page.unknown.as_deref());
    in_order(page, Around { head: head(page), unknown, middle, foot }, section)
}

fn head(page: &Page<'_>) -> String {
    format!(
        "# {}: {}\n\n**{}**\n\nDecides: {}\n\n{}\n\n{}\n{}",
        page.verdict,
        words(&page.name),
        words(&page.when),
        words(&page.decides),
        words(&page.counts),
        words(page.permits),
        told(page.goals.as_deref()),
    )
}

/// A paragraph of the head, where there is something to say.
fn told(said: Option<&str>) -> String {
    said.map_or_else(String::new, |said| format!("\n{}\n", words(said)))
}

fn section(section: &Section) -> String {
    let body: String = section.blocks.iter().map(block).collect();
    format!("\n## {}\n{body}", words(&section.title))
}

fn block(block: &Block) -> String {
    match block {
        Block::Words(text) | Block::Aside(text) => format!("\n{}\n", words(text)),
        Block::Items(items) => items.iter().fold("\n".to_owned(), |out, one| out + "- " + &item(one)),
        Block::Chain(items) => {
            let numbered = items.iter().enumerate();
            numbered.fold("\n".to_owned(), |out, (at, one)| format!("{out}{}. {}", at + 1, item(one)))
        }
        Block::Facts(facts) => facts.iter().fold("\n".to_owned(), |mut out, fact| {
            let (value, note) = (words(&fact.value), words(&fact.note));
            let _ = writeln!(out, "- {}: **{value}** ({note})", words(fact.name));
            out
        }),
        Block::Table(drawn) => table(drawn),
        Block::Chart => String::new(),
    }
}

fn item(item: &Item) -> String {
    match item.lead.is_empty() {
        true => format!("{}\n", words(&item.text)),
        false => format!("**{}**: {}\n", words(&item.lead), words(&item.text)),
    }
}

fn table(drawn: &Table) -> String {
    let mut out = format!("\n{}:\n\n| {} |\n", words(&drawn.caption), drawn.columns.join(" | "));
    out.push_str(&"| --- ".repeat(drawn.columns.len()));
    out.push_str("|\n");
    for row in &drawn.rows {
        let cells: Vec<String> = row.iter().map(|cell| lines(cell)).collect();
        let _ = writeln!(out, "| {} |", cells.join(" | "));
    }
    out
}

fn lines(cell: &[String]) -> String {
    let lines: Vec<_> = cell.iter().map(|line| words(line)).collect();
    if lines.is_empty() { "—".to_owned() } else { lines.join("<br>") }
}
