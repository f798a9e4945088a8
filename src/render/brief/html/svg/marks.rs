//! The marks of states: a shape for each.

use crate::render::brief::html::svg::at;
use crate::standing::{HandOffState, StageState};

/// The class of a stage: its frame's line.
pub(super) fn stage_class(state: StageState) -> &'static str {
    match state {
        StageState::Signed | StageState::NotNeeded => "done",
        StageState::Conditional => "half",
        StageState::Declined | StageState::Stale => "bad",
        StageState::Early => "odd",
        StageState::Ready => "turn",
        StageState::Waiting => "later",
    }
}

/// The class of a hand-off: its line.
pub(super) fn handoff_class(state: HandOffState) -> &'static str {
    match state {
        HandOffState::Accepted | HandOffState::NotNeeded => "accepted",
        HandOffState::Sent => "sent",
        HandOffState::Unsent => "unsent",
        HandOffState::Missing => "missing",
        HandOffState::Returned => "returned",
    }
}

/// The mark of a stage round a point.
pub(super) fn stage(state: StageState, x: f64, y: f64) -> String {
    match state {
        StageState::Signed | StageState::NotNeeded => tick(x, y),
        StageState::Conditional => triangle_up(x, y),
        StageState::Declined => cross(x, y),
        StageState::Stale => diamond(x, y),
        StageState::Early => shape(&format!("M{} {}h9v9h-9z", at(x - 4.5), at(y - 4.5)), "line"),
        StageState::Ready => triangle_right(x, y, "solid"),
        StageState::Waiting => ring(x, y),
    }
}

/// The mark of a hand-off round a point.
pub(super) fn handoff(state: HandOffState, x: f64, y: f64) -> String {
    match state {
        HandOffState::Accepted | HandOffState::NotNeeded => tick(x, y),
        HandOffState::Sent => triangle_right(x, y, "line"),
        HandOffState::Unsent => ring(x, y),
        HandOffState::Missing => cross(x, y),
        HandOffState::Returned => diamond(x, y),
    }
}

fn shape(path: &str, class: &str) -> String {
    format!("<path class=\"mark {class}\" d=\"{path}\"/>")
}

/// A disc with a tick.
fn tick(x: f64, y: f64) -> String {
    let disc = format!("<circle class=\"mark solid\" cx=\"{}\" cy=\"{}\" r=\"4.6\"/>", at(x), at(y));
    disc + &shape(&format!("M{} {}l1.7 1.9l3-3.6", at(x - 2.3), at(y + 0.1)), "cut")
}

fn ring(x: f64, y: f64) -> String {
    format!("<circle class=\"mark line\" cx=\"{}\" cy=\"{}\" r=\"4.2\"/>", at(x), at(y))
}

/// A square with a cross.
fn cross(x: f64, y: f64) -> String {
    let square = shape(&format!("M{} {}h9.6v9.6h-9.6z", at(x - 4.8), at(y - 4.8)), "solid");
    square + &shape(&format!("M{} {}l5 5m0-5l-5 5", at(x - 2.5), at(y - 2.5)), "cut")
}

/// A diamond with a bar.
fn diamond(x: f64, y: f64) -> String {
    let drawn = shape(&format!("M{} {}l5.4 5.4l-5.4 5.4l-5.4-5.4z", at(x), at(y - 5.4)), "line");
    drawn + &shape(&format!("M{} {}h5", at(x - 2.5), at(y)), "line")
}

fn triangle_right(x: f64, y: f64, class: &str) -> String {
    shape(&format!("M{} {}l9 5l-9 5z", at(x - 3.6), at(y - 5.0)), class)
}

/// A triangle with an exclamation mark.
fn triangle_up(x: f64, y: f64) -> String {
    let drawn = shape(&format!("M{} {}l5.4 9.6h-10.8z", at(x), at(y - 5.4)), "line");
    drawn + &shape(&format!("M{} {}v3.2m0 1.2v1", at(x), at(y - 1.8)), "line")
}
