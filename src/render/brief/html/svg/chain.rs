//! The chain as a picture: the stages in customer-first order, and under them the hand-offs, from sender to
//! receiver.

mod boxes;

use std::collections::HashMap;
use std::fmt::Write as _;

use crate::brief::Brief;
use crate::render::brief::html::escape::text;
use crate::render::brief::html::svg::{at, lanes, marks, number, room};
use crate::render::brief::page::cut;
use crate::standing::HandOffState;
use crate::text::count;

/// How wide the picture is, in its own units.
const WIDTH: f64 = 720.0;
/// From one line of hand-offs to the next.
const PITCH: f64 = 12.5;
/// How wide a character of a hand-off's name is.
const LABEL: f64 = 4.0;
/// The widest column, so that a chain of two is no poster.
const WIDEST: f64 = 150.0;
/// The most stages of one row; more stand in two, each a little aside.
const ROW: usize = 8;
/// Between two rows.
const BETWEEN: f64 = 11.0;

/// Where things are.
struct Plot<'a> {
    brief: &'a Brief,
    /// From one stage to the next.
    column: f64,
    /// A box's size.
    size: (f64, f64),
    /// Where the first row begins.
    top: f64,
    /// Where the last one ends.
    bottom: f64,
    /// The middle of the first stage.
    left: f64,
    rows: usize,
}

/// The picture; nothing without stages.
pub(in crate::render::brief::html) fn chain(brief: &Brief, id: &str) -> String {
    if brief.order.is_empty() {
        return String::new();
    }
    let (lanes, left_out) = lanes::lanes(brief);
    let arcs = arcs(brief);
    let plot = Plot::of(brief, &arcs);
    let lines = lanes.iter().map(|lane| lane.line + 1).max().unwrap_or_default();
    let end = plot.line_y(lines) - 4.0;
    let height = end + 15.0;
    let mut out = format!(
        "<svg class=\"picture\" viewBox=\"0 0 {} {}\" role=\"img\" aria-labelledby=\"{id}-name {id}-desc\">\n\
         <title id=\"{id}-name\">The chain of stages and the hand-offs between them</title>\n\
         <desc id=\"{id}-desc\">{} in customer-first order, {}. The list behind the picture says the same.</desc>\n",
        at(WIDTH),
        at(height),
        text(&count(brief.order.len(), "stage")),
        text(&count(lanes.len() + left_out, "hand-off")),
    );
    for index in 0..brief.order.len() {
        let (x, y) = (at(plot.center(index)), at(plot.y(index) + plot.size.1));
        let _ = writeln!(out, "<path class=\"rail\" d=\"M{x} {y}V{}\"/>", at(end));
    }
    for (from, to) in &arcs {
        out.push_str(&plot.arc(*from, *to));
    }
    for (index, turn) in brief.order.iter().enumerate() {
        if let Some(stage) = brief.reading.report.stages.iter().find(|stage| stage.id == turn.stage) {
            out.push_str(&plot.stage(index, stage));
        }
    }
    for lane in &lanes {
        out.push_str(&plot.handoff(lane));
    }
    out.push_str(&legend(height - 6.0, left_out));
    out + "</svg>\n"
}

/// Which stages come directly before which, where they do not stand side by side.
fn arcs(brief: &Brief) -> Vec<(usize, usize)> {
    let place: HashMap<&str, usize> =
        brief.order.iter().enumerate().map(|(at, turn)| (turn.stage.as_str(), at)).collect();
    let turns = brief.order.iter().enumerate();
    let all = turns.flat_map(|(to, turn)| {
        let before = turn.after.iter().filter_map(|id| place.get(id.as_str()).copied());
        before.map(move |from| (from, to)).collect::<Vec<_>>()
    });
    all.filter(|(from, to)| from + 1 < *to).collect()
}

fn arc_height(span: usize) -> f64 {
    (4.0 + 2.5 * number(span)).min(18.0)
}

impl<'a> Plot<'a> {
    fn of(brief: &'a Brief, arcs: &[(usize, usize)]) -> Plot<'a> {
        let stages = number(brief.order.len());
        let rows = if brief.order.len() > ROW { 2 } else { 1 };
        let highest = arcs.iter().map(|(from, to)| to - from).max().unwrap_or_default();
        let top = if arcs.is_empty() { 3.0 } else { 5.0 + arc_height(highest) };
        let (column, size) = if rows == 1 {
            let column = ((WIDTH + 3.0) / stages).min(WIDEST);
            (column, (column - 9.0, 52.0))
        } else {
            // Each may be wider than its column: above and below it only the lines of its neighbours pass.
            let column = (WIDTH - 6.0) / (stages + 0.8);
            (column, (column * 1.8, 37.0))
        };
        let left = (WIDTH - column * (stages - 1.0)) / 2.0;
        let bottom = top + size.1 * number(rows) + BETWEEN * number(rows - 1);
        Plot { brief, column, size, top, bottom, left, rows }
    }

    fn center(&self, index: usize) -> f64 {
        self.left + self.column * number(index)
    }

    /// Where a stage's box begins.
    fn y(&self, index: usize) -> f64 {
        self.top + (self.size.1 + BETWEEN) * number(index % self.rows)
    }

    fn line_y(&self, line: usize) -> f64 {
        self.bottom + 15.0 + PITCH * number(line)
    }

    /// From a stage to one further on that comes directly after it.
    fn arc(&self, from: usize, to: usize) -> String {
        let (x1, x2) = (self.center(from) + 4.0, self.center(to) - 4.0);
        let (y, h) = (self.top, arc_height(to - from) * 1.33);
        format!(
            "<path class=\"order\" d=\"M{} {}V{y}C{} {c} {} {c} {} {y}V{}\"/><path class=\"tip\" d=\"M{} {}l-2.4-5h4.8z\"/>\n",
            at(x1),
            at(self.y(from)),
            at(x1 + 5.0),
            at(x2 - 5.0),
            at(x2),
            at(self.y(to) - 3.0),
            at(x2),
            at(self.y(to)),
            y = at(y),
            c = at(y - h),
        )
    }

    fn handoff(&self, lane: &lanes::Lane<'_>) -> String {
        let y = self.line_y(lane.line);
        let way = if lane.from < lane.to { 1.0 } else { -1.0 };
        let (x1, x2) = (self.center(lane.from), self.center(lane.to) - 6.5 * way);
        let one = lane.handoff;
        let state = one.state.word();
        let class = marks::handoff_class(one.state);
        let room = room((x2 - x1).abs() - 10.0, LABEL);
        let (start, anchor) = if way > 0.0 { (x1 + 7.0, "start") } else { (x1 - 7.0, "end") };
        format!(
            "<g class=\"{class}\"><title>{}: {} to {}, {state}</title><path class=\"hand\" d=\"M{} {y}H{}\"/>\
             <path class=\"head\" d=\"M{} {y}l{} -2.6v5.2z\"/>{}\
             <text class=\"label\" x=\"{}\" y=\"{}\" text-anchor=\"{anchor}\">{}</text></g>\n",
            text(&one.id),
            text(&one.from),
            text(&one.to),
            at(x1),
            at(x2 - 4.0 * way),
            at(x2),
            at(-5.0 * way),
            marks::handoff(one.state, x1, y),
            at(start),
            at(y - 2.4),
            text(&cut(&one.id, room)),
            y = at(y),
        )
    }
}

/// What the marks of hand-offs mean, and how many there was no room for.
fn legend(y: f64, left_out: usize) -> String {
    let known = [
        (HandOffState::Accepted, "accepted"),
        (HandOffState::Sent, "sent"),
        (HandOffState::Unsent, "not sent"),
        (HandOffState::Missing, "missing from the plan"),
        (HandOffState::Returned, "returned"),
    ];
    let mut x = 2.0;
    let mut out = format!("<text class=\"key\" x=\"{}\" y=\"{}\">Hand-offs:</text>\n", at(x), at(y + 2.6));
    x += 50.0;
    for (state, words) in known {
        let wide = 34.0 + 4.6 * number(words.len());
        let _ = writeln!(
            out,
            "<g class=\"{}\"><path class=\"hand\" d=\"M{} {y}h18\"/>{}<text class=\"key\" x=\"{}\" y=\"{}\">{words}</text></g>",
            marks::handoff_class(state),
            at(x + 5.0),
            marks::handoff(state, x + 5.0, y),
            at(x + 26.0),
            at(y + 2.6),
            y = at(y),
        );
        x += wide;
    }
    if left_out > 0 {
        let more = format!("and {left_out} more, in the table on page two");
        let _ = writeln!(out, "<text class=\"key\" x=\"{}\" y=\"{}\">{more}</text>", at(x), at(y + 2.6));
    }
    out
}
