//! The report as one self-contained HTML file: no network, no script; to be read on any screen, and printed.

mod escape;
mod parts;
mod svg;

use crate::brief::record::Record;
use crate::render::brief::page::Page;
use crate::render::brief::{Around, Piece, VERIFY, in_order, stamp};
use crate::verdict::Verdict;

pub(in crate::render) use escape::{linked, text, words};

const STYLE: &str = include_str!("html/style.css");
/// Nothing is fetched, and nothing runs.
const CONTENT: &str = "default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'";

/// What stands behind the seal.
pub(super) const TAIL: &str = "</pre>\n</footer>\n</article>\n</main>\n</body>\n</html>\n";

/// The page, piece by piece, up to the seal. Each launch is an article, with an anchor that its ids begin with.
pub(super) fn pieces(page: &Page<'_>, record: &Record) -> Vec<Piece> {
    let anchor = "launch";
    let middle = format!(
        "</div>\n<p class=\"stamp\">{}</p>\n</div>\n<div class=\"more\">\n",
        text(&stamp(page, record))
    );
    let foot = format!(
        "</div>\n<footer>\n<p>{}</p>\n<pre tabindex=\"0\" aria-label=\"What this page was made of\">{}",
        text(VERIFY),
        record.lines().split('\n').map(text).collect::<Vec<_>>().join("\n")
    );
    let unknown = told("unknown", page.unknown.as_deref()) + "</header>\n<div class=\"grid\">\n";
    let head = open(page) + &head(page, anchor);
    in_order(page, Around { head, unknown, middle, foot }, |section| parts::section(page, section, anchor))
}

/// The document up to its first article.
fn open(page: &Page<'_>) -> String {
    begin(&format!("{}: {}", page.verdict, page.name))
}

/// What stands behind the last article.
pub(in crate::render) const END: &str = "</main>\n</body>\n</html>\n";

/// A document up to its first article.
pub(in crate::render) fn begin(title: &str) -> String {
    format!(
        "<!doctype html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n\
         <meta http-equiv=\"Content-Security-Policy\" content=\"{}\">\n\
         <meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n\
         <meta name=\"color-scheme\" content=\"light dark\">\n\
         <meta name=\"referrer\" content=\"no-referrer\">\n\
         <title>{}</title>\n<style>\n{STYLE}</style>\n</head>\n<body>\n<main>\n",
        text(CONTENT),
        text(title)
    )
}

/// The class and the mark of a verdict: a shape for each, that needs no colour.
pub(in crate::render) fn sign(verdict: Option<Verdict>) -> (&'static str, &'static str) {
    match verdict {
        Some(Verdict::Go) => ("go", svg::GO),
        Some(Verdict::GoWithConditions) => ("mind", svg::MIND),
        Some(Verdict::NoGo) | None => ("stop", svg::STOP),
    }
}

/// The verdict and what belongs to it.
fn head(page: &Page<'_>, anchor: &str) -> String {
    let (class, mark) = sign(page.brief.reading.report.verdict);
    format!(
        "<article id=\"{anchor}\" class=\"{class}\" aria-labelledby=\"{anchor}-name\">\n<div class=\"one\">\n\
         <header>\n\
         <h1 id=\"{anchor}-name\"><span class=\"verdict\">{mark}{}</span> <span class=\"name\">{}</span></h1>\n\
         <p class=\"when\">{}</p>\n<p class=\"permits\">{}</p>\n{}\
         <p class=\"decides\"><b>Decides:</b> {}</p>\n<p class=\"counts\">{}</p>\n",
        text(page.verdict),
        text(&page.name),
        text(&page.when),
        text(page.permits),
        told("goals", page.goals.as_deref()),
        text(&page.decides),
        text(&page.counts),
    )
}

/// A line of the head, where there is something to say.
fn told(class: &str, said: Option<&str>) -> String {
    said.map_or_else(String::new, |said| format!("<p class=\"{class}\">{}</p>\n", words(said)))
}
