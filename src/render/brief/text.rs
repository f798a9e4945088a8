//! The report as text: 80 columns, no colours.

use std::fmt::Write as _;

use crate::brief::record::Record;
use crate::render::brief::page::{Block, Item, Page, Section, Table};
use crate::render::brief::{Around, Piece, VERIFY, in_order, stamp};
use crate::render::table::{Column, Lines, table};
use crate::text::{fold, visible, width};

const WIDTH: usize = 80;
const RULE: &str = "────────────────────────────────────────────────────────────────────────────────";

/// The page, piece by piece, up to the seal.
pub(super) fn pieces(page: &Page<'_>, record: &Record) -> Vec<Piece> {
    let middle = format!("\n{}\n{RULE}\n", line(&stamp(page, record), 0));
    let foot = format!("\n{RULE}\n{VERIFY}\n\n{}", record.lines());
    let unknown = page.unknown.iter().map(|told| line(&format!("  {told}"), 2) + "\n").collect();
    in_order(page, Around { head: head(page), unknown, middle, foot }, section)
}

fn head(page: &Page<'_>) -> String {
    let lines = [
        format!("{}  {}", page.verdict, page.name),
        format!("  {}", page.when),
        format!("  Decides: {}", page.decides),
        format!("  {}", page.counts),
        format!("  {}", page.permits),
    ];
    let goals = page.goals.iter().map(|goals| format!("  {goals}"));
    let lines: Vec<String> = lines.into_iter().chain(goals).collect();
    lines.iter().fold(String::new(), |out, text| out + &line(text, 2) + "\n")
}

fn line(text: &str, indent: usize) -> String {
    let begin = text.len() - text.trim_start().len();
    let (space, words) = text.split_at(begin);
    format!("{space}{}", fold(&visible(words), WIDTH - begin, indent))
}

fn section(section: &Section) -> String {
    let title = fold(&visible(&section.title), WIDTH, 2);
    let body: String = section.blocks.iter().map(block).collect();
    format!("\n{title}\n{body}")
}

fn block(block: &Block) -> String {
    match block {
        Block::Words(text) | Block::Aside(text) => line(&format!("  {text}"), 2) + "\n",
        Block::Items(items) => items.iter().map(item).collect(),
        Block::Chain(items) => {
            let numbered = items.iter().enumerate();
            let link = |(at, item): (usize, &Item)| {
                line(&format!("  {}. {}: {}", at + 1, item.lead, item.text), 5) + "\n"
            };
            numbered.map(link).collect()
        }
        Block::Facts(facts) => facts.iter().fold(String::new(), |mut out, fact| {
            let _ = writeln!(out, "{}", line(&format!("  {}: {} ({})", fact.name, fact.value, fact.note), 4));
            out
        }),
        Block::Table(drawn) => {
            let columns: Vec<Column> = (0..drawn.columns.len()).map(|at| column(drawn, at)).collect();
            let rows = drawn.rows.iter().map(|row| row.iter().map(|cell| lines(cell)).collect()).collect();
            line(&format!("  {}", drawn.caption), 2) + "\n" + &table(&columns, rows, WIDTH)
        }
        Block::Chart => String::new(),
    }
}

/// A column of short words keeps them in one piece.
fn column(drawn: &Table, at: usize) -> Column {
    let name = drawn.columns.get(at).copied().unwrap_or_default();
    let cells = drawn.rows.iter().filter_map(|row| row.get(at)).flatten();
    let widest = cells.map(|line| width(line)).max().unwrap_or_default();
    let most = if at == 0 { 18 } else { 11 };
    if widest <= most { Column::word(name) } else { Column::text(name) }
}

fn item(item: &Item) -> String {
    let text = match item.lead.is_empty() {
        true => format!("  - {}", item.text),
        false => format!("  - {}: {}", item.lead, item.text),
    };
    line(&text, 4) + "\n"
}

fn lines(cell: &[String]) -> Lines {
    Lines::from(cell.to_vec())
}
