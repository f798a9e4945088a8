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
    let (leads, others): (Vec<&Found>, Vec<&Found>) =
        difference.found.iter().partition(|found| found.is_of_time);
    let others = others.iter().filter(|found| !found.follows);
    section("Lead times that break", leads.iter().map(|found| found.message.clone()).collect());
    let told = |found: &&Found| format!("{} at {}: {}", found.rule, found.at, found.message);
    section("New findings", others.map(&told).collect());
    section(
        "Gone",
        difference.gone.iter().filter(|found| !found.follows).map(|found| told(&found)).collect(),
    );
    let open = match simulation.open {
        0 => "Nothing would stand in the way.".to_owned(),
        open => format!("{} would still stand in the way.", text::count(open, "error")),
    };
    let _ = write!(out, "\n{open} Nothing was written.\n");
    out
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
