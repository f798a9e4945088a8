//! What would come of it if somebody did something, as text and as JSON.

use std::fmt::Write as _;

use serde::Serialize;

use crate::difference::{Found, Simulation};
use crate::render::difference::{self, WireDifference};
use crate::render::document::document;
use crate::render::json::wire::Next;
use crate::render::text::{Layout, heading};
use crate::text::{self, fold, visible};

/// For people at a terminal.
pub fn text(simulation: &Simulation, layout: Layout) -> String {
    let difference = &simulation.difference;
    let head = format!("{}: {}, if", simulation.launch, difference::verdicts(difference));
    let mut out = format!("{}\n", fold(&visible(&head), layout.width, 2));
    let mut section = |title: &str, lines: Vec<String>| {
        if lines.is_empty() {
            return;
        }
        if !title.is_empty() {
            out.push_str(&heading(title, layout));
        }
        for line in lines {
            let _ = writeln!(out, "  {}", fold(&visible(&format!("- {line}")), layout.width, 4));
        }
    };
    section("", simulation.supposed.clone());
    section("It could not be done like this yet", simulation.against.clone());
    let unblocked = difference.unblocked.iter();
    section("Unblocked", unblocked.map(|stage| format!("{stage}: it is its turn")).collect());
    section(
        "Who is next",
        simulation.next.iter().map(|next| format!("{}: {}", next.who, next.todo)).collect(),
    );
    let (late, others): (Vec<&Found>, Vec<&Found>) =
        difference.found.iter().partition(|found| found.is_of_time);
    let others = others.iter().filter(|found| !found.follows);
    section("Dates that do not fit any more", late.iter().map(|found| found.message.clone()).collect());
    section("New findings", others.map(|found| tell(found)).collect());
    section("Gone", difference.gone.iter().filter(|found| !found.follows).map(tell).collect());
    section(
        "Followed from another, and would stand for itself",
        difference.come_out.iter().map(tell).collect(),
    );
    section("Would only follow from another", difference.gone_behind.iter().map(tell).collect());
    let _ = write!(out, "\n{} Nothing was written.\n", fold(&open(simulation), layout.width, 0));
    out
}

fn tell(found: &Found) -> String {
    format!("{} at {}: {}", found.rule, found.at, found.message)
}

/// How many errors would stand in the way, and how many do.
fn open(simulation: &Simulation) -> String {
    match (simulation.open_now, simulation.open) {
        (_, 0) => "Nothing would stand in the way.".to_owned(),
        (now, open) if now == open => {
            format!("{} would still stand in the way.", text::count(open, "error"))
        }
        (0, open) => {
            format!("{} would stand in the way, where there is none now.", text::count(open, "error"))
        }
        (now, open) => {
            format!("{} would stand in the way, where there {} now.", text::count(open, "error"), are(now))
        }
    }
}

fn are(errors: usize) -> String {
    if errors == 1 { "is 1".to_owned() } else { format!("are {errors}") }
}

#[derive(Serialize)]
struct Document<'a> {
    launch: &'a str,
    supposed: &'a [String],
    against: &'a [String],
    #[serde(flatten)]
    difference: WireDifference<'a>,
    next: Vec<Next<'a>>,
    blocker_count: usize,
}

/// For other tools.
///
/// # Errors
/// Never in practice: every value is text, a truth value or a list of these.
pub fn json(simulation: &Simulation) -> serde_json::Result<String> {
    let body = Document {
        launch: &simulation.launch,
        supposed: &simulation.supposed,
        against: &simulation.against,
        difference: difference::wire(&simulation.difference),
        next: simulation.next.iter().map(Into::into).collect(),
        blocker_count: simulation.open,
    };
    document(&body, 4096)
}
