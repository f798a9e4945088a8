//! All launches on one page as HTML: one self-contained file, each row with a link to its launch further down.

use std::fmt::Write as _;

use crate::overview::{Launch, Overview};
use crate::render::brief::html::{END, begin, linked, sign, text, words};
use crate::render::overview::{LONGEST, agreed, decided, head, held, oldest, title, weakest, when};
use crate::report::Blocker;
use crate::text::count;

/// The headings of the launches.
const COLUMNS: [&str; 6] = ["Launch", "Verdict", "Gate date", "Errors", "Weakest link", LONGEST];
/// How many things that lift a weakest link are named.
const LIFTS: usize = 3;

/// The page. `glance` is the same with people by their names, for what stands before the launches one by one.
pub fn html(overview: &Overview, glance: &Overview) -> String {
    let (class, mark) = sign(overview.verdict);
    let word = title(overview.verdict);
    let mut out = begin(&format!("{word}: {}", head(overview)));
    let _ = write!(
        out,
        "<article class=\"{class}\" aria-labelledby=\"all\">\n<div class=\"one all\">\n<header>\n<h1 id=\"all\">\
         <span class=\"verdict\">{mark}{}</span> <span class=\"name\">{}</span></h1>\n\
         <p class=\"permits\">The verdict is that of the worst launch; each of the others goes by its own. What is \
         not known counts as not done.</p>\n</header>\n",
        text(word),
        text(&head(overview))
    );
    out.push_str(&launches(glance));
    let collisions: Vec<String> = overview.collisions.iter().map(|one| one.message.clone()).collect();
    out.push_str(&list("between", "Between the launches", &collisions));
    let people: Vec<String> = glance.people.iter().map(held).collect();
    out.push_str(&list("people", "Who holds up more than one", &people));
    out.push_str("</div>\n<div class=\"more\">\n");
    for (at, launch) in overview.launches.iter().enumerate() {
        out.push_str(&one(overview, launch, at));
    }
    let _ = write!(
        out,
        "</div>\n<footer>\n<p>launch {} · as of {} · <code>launch report PLAN</code> has the whole page on one of them</p>\n",
        env!("CARGO_PKG_VERSION"),
        overview.as_of
    );
    out + "</footer>\n</article>\n" + END
}

fn launches(overview: &Overview) -> String {
    let mut out = "<section id=\"launches\" aria-labelledby=\"launches-title\">\n\
         <h2 id=\"launches-title\">All launches, the worst first</h2>\n\
         <div class=\"wide\" tabindex=\"0\" role=\"group\" aria-labelledby=\"launches-title\">\n<table>\n<thead><tr>"
        .to_owned();
    for column in COLUMNS {
        let _ = write!(out, "<th scope=\"col\">{column}</th>");
    }
    let [_, verdict, date, errors, link, oldest_one] = COLUMNS;
    out.push_str("</tr></thead>\n<tbody>\n");
    for (at, launch) in overview.launches.iter().enumerate() {
        let (class, mark) = sign(launch.verdict);
        let owner = launch
            .owner
            .as_deref()
            .map_or_else(|| "run by nobody yet".to_owned(), |who| format!("run by {who}"));
        let decides = decided(launch).map(|who| format!("; decided by {who}")).unwrap_or_default();
        let owner = owner + &decides;
        let _ = writeln!(
            out,
            "<tr class=\"{class}\"><th scope=\"row\"><a href=\"#launch-{at}\">{}</a><small>{}</small></th>\
             <td class=\"whole said\" data-name=\"{verdict}\">{mark}{}</td><td class=\"whole\" data-name=\"{date}\">{}</td>\
             <td class=\"whole\" data-name=\"{errors}\">{}</td><td data-name=\"{link}\">{}</td><td data-name=\"{oldest_one}\">{}</td></tr>",
            text(&launch.called),
            text(&owner),
            text(title(launch.verdict)),
            pair(when(launch)),
            launch.errors,
            pair(weakest(launch)),
            pair(oldest(launch)),
        );
    }
    out + "</tbody>\n</table>\n</div>\n</section>\n"
}

fn pair((first, second): (String, String)) -> String {
    let second = if second.is_empty() { String::new() } else { format!("<small>{}</small>", words(&second)) };
    format!("<span>{}</span>{second}", words(&first))
}

/// A section of a list, unless that is empty.
fn list(id: &str, title: &str, lines: &[String]) -> String {
    if lines.is_empty() {
        return String::new();
    }
    format!(
        "<section id=\"{id}\" aria-labelledby=\"{id}-title\">\n<h2 id=\"{id}-title\">{}</h2>\n\
         <ul>\n{}</ul>\n</section>\n",
        text(title),
        items(lines)
    )
}

fn items(lines: &[String]) -> String {
    lines.iter().fold(String::new(), |list, line| list + "<li><span>" + &words(line) + "</span></li>\n")
}

/// One launch: its verdict, what would lift it, and what is in its way.
fn one(overview: &Overview, launch: &Launch, at: usize) -> String {
    let (class, mark) = sign(launch.verdict);
    let (date, left) = when(launch);
    let mut out = format!(
        "<section id=\"launch-{at}\" class=\"{class}\" aria-labelledby=\"launch-{at}-title\">\n\
         <h2 id=\"launch-{at}-title\"><span class=\"said\">{mark}{}</span>: {}</h2>\n<p>{} gate {}{} · {}</p>\n",
        text(title(launch.verdict)),
        text(&launch.called),
        text(launch.gate.word()),
        text(&date),
        if left.is_empty() { String::new() } else { format!(" · {}", text(&left)) },
        text(&launch.path),
    );
    if !launch.problems.is_empty() {
        let why: Vec<String> = launch.problems.iter().map(|problem| problem.message.clone()).collect();
        let _ = write!(out, "<p>It cannot be read:</p>\n<ul>\n{}</ul>\n", items(&why));
    }
    if let Some(link) = &launch.weakest {
        let lifts: Vec<&str> = link.lifts.iter().take(LIFTS).map(String::as_str).collect();
        let more = match link.lifts.len().saturating_sub(LIFTS) {
            0 => String::new(),
            more => format!("; and {more} more"),
        };
        let (name, met) = weakest(launch);
        let _ = writeln!(
            out,
            "<p><b>Weakest link:</b> {}, {}. What lifts it: {}{more}</p>",
            words(&name),
            words(&met),
            words(&lifts.join("; "))
        );
    }
    if !launch.blockers.is_empty() {
        let more = launch.errors.saturating_sub(launch.blockers.len());
        let title = match more {
            0 => count(launch.blockers.len(), "blocker"),
            more => format!("{}, and {more} more", count(launch.blockers.len(), "blocker")),
        };
        let items: String = launch.blockers.iter().map(blocker).collect();
        let _ = write!(out, "<p>{title}:</p>\n<ul>\n{items}</ul>\n");
    }
    let agreed = agreed(launch, overview.as_of);
    if !agreed.is_empty() {
        let _ = write!(out, "<p>Open by agreement:</p>\n<ul>\n{}</ul>\n", items(&agreed));
    }
    out + "<p class=\"back\"><a href=\"#all\">All launches</a></p>\n</section>\n"
}

fn blocker(one: &Blocker) -> String {
    let owner = one.owner.as_ref().map(|owner| format!(" <b>{}</b>", text(owner))).unwrap_or_default();
    let due = one.due.map(|due| format!(" · due {due}")).unwrap_or_default();
    let late = one.days_late.filter(|late| *late > 0);
    let late = late.map(|late| format!(", {} late", count(late as usize, "working day"))).unwrap_or_default();
    format!("<li><span>{}{due}{late} ·{owner}: {}</span></li>\n", words(&one.message), linked(&one.help))
}
