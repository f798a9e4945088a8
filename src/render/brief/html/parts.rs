//! Sections, lists, facts and tables in HTML.

use std::fmt::Write as _;

use crate::render::brief::html::escape::{linked, text, words};
use crate::render::brief::html::svg;
use crate::render::brief::page::{Block, Fact, Item, Page, Section, Table};
use crate::text::width;

/// A section with its heading; its ids begin with the anchor of its launch.
pub(super) fn section(page: &Page<'_>, section: &Section, anchor: &str) -> String {
    let id = format!("{anchor}-{}", section.id);
    let mut out = format!(
        "<section id=\"{id}\" class=\"{}\" aria-labelledby=\"{id}-title\">\n<h2 id=\"{id}-title\">{}</h2>\n",
        section.id,
        words(&section.title)
    );
    for block in &section.blocks {
        out.push_str(&self::block(page, block, &id));
    }
    out + "</section>\n"
}

fn block(page: &Page<'_>, block: &Block, id: &str) -> String {
    match block {
        Block::Words(said) => format!("<p>{}</p>\n", words(said)),
        Block::Aside(said) => format!("<p class=\"aside\">{}</p>\n", words(said)),
        Block::Items(all) => format!("<ul>\n{}</ul>\n", items(all)),
        Block::Facts(all) => facts(all),
        Block::Table(drawn) => table(drawn, id),
        Block::Chain(all) => {
            format!(
                "{}<ol class=\"heard\">\n{}</ol>\n",
                scrolled(&svg::chain(page.brief, id), "The chain"),
                items(all)
            )
        }
        Block::Chart => scrolled(&svg::chart(page.brief, id), "How readiness moved"),
    }
}

/// A picture that may be wider than the screen: it is moved inside its own frame, with the keyboard too.
fn scrolled(drawn: &str, name: &str) -> String {
    match drawn.is_empty() {
        true => String::new(),
        false => format!(
            "<div class=\"wide\" tabindex=\"0\" role=\"group\" aria-label=\"{name}\">\n{drawn}</div>\n"
        ),
    }
}

fn items(all: &[Item]) -> String {
    let item = |one: &Item| match one.lead.is_empty() {
        true => format!("<li><span>{}</span></li>\n", linked(&one.text)),
        false => format!("<li><span><b>{}:</b> {}</span></li>\n", words(&one.lead), words(&one.text)),
    };
    all.iter().map(item).collect()
}

fn facts(all: &[Fact]) -> String {
    let fact = |one: &Fact| {
        let (name, value, note) = (text(one.name), text(&one.value), text(&one.note));
        format!("<div><dt>{name}</dt><dd><b>{value}</b> <span>{note}</span></dd></div>\n")
    };
    format!("<dl>\n{}</dl>\n", all.iter().map(fact).collect::<String>())
}

/// A table; on a narrow screen each cell says what it is.
fn table(drawn: &Table, id: &str) -> String {
    let mut out = format!(
        "<div class=\"wide\" tabindex=\"0\" role=\"group\" aria-labelledby=\"{id}-caption\">\n<table>\n\
         <caption id=\"{id}-caption\">{}</caption>\n<thead><tr>",
        text(&drawn.caption)
    );
    for column in &drawn.columns {
        let _ = write!(out, "<th scope=\"col\">{}</th>", text(column));
    }
    out.push_str("</tr></thead>\n<tbody>\n");
    for row in &drawn.rows {
        out.push_str("<tr>");
        for (at, cell) in row.iter().enumerate() {
            let whole = if is_short(cell) { " class=\"whole\"" } else { "" };
            let name = drawn.columns.get(at).copied().unwrap_or_default();
            let _ = match at {
                0 => write!(out, "<th scope=\"row\"{whole}>{}</th>", lines(cell)),
                _ => write!(out, "<td{whole} data-name=\"{}\">{}</td>", text(name), lines(cell)),
            };
        }
        out.push_str("</tr>\n");
    }
    out + "</tbody>\n</table>\n</div>\n"
}

/// Whether a cell is a day, a number, an id or a short word: never broken.
fn is_short(cell: &[String]) -> bool {
    cell.iter().all(|line| width(line) <= if line.contains(' ') { 12 } else { 24 })
}

/// The lines of a cell, the first one before the others.
fn lines(cell: &[String]) -> String {
    let mut all = cell.iter();
    let Some(first) = all.next() else { return "—".to_owned() };
    let others = all.map(|line| format!("<small>{}</small>", linked(line)));
    format!("<span>{}</span>{}", linked(first), others.collect::<String>())
}
