//! How readiness moved, as a picture: stages signed and hand-offs accepted, day by day.

use std::fmt::Write as _;

use crate::brief::Brief;
use crate::render::brief::html::escape::text;
use crate::render::brief::html::svg::at;
use crate::timeline::{Stood, Timeline};
use crate::verdict::Verdict;

const WIDTH: f64 = 720.0;
const HEIGHT: f64 = 190.0;
const LEFT: f64 = 26.0;
const RIGHT: f64 = 600.0;
const TOP: f64 = 14.0;
const BOTTOM: f64 = 140.0;

/// A version that could be judged, and where it stands from left to right.
struct Dot<'a> {
    x: f64,
    stood: &'a Stood,
}

/// The picture; nothing where there are not two days to compare.
pub(in crate::render::brief::html) fn chart(brief: &Brief, id: &str) -> String {
    let Ok(timeline) = &brief.timeline else { return String::new() };
    let dots = dots(timeline);
    let (Some(first), Some(last)) = (dots.first(), dots.last()) else { return String::new() };
    if dots.len() < 2 {
        return String::new();
    }
    let most =
        dots.iter().map(|dot| dot.stood.stages.max(dot.stood.handoffs)).max().unwrap_or_default().max(1);
    let y = |value: usize| BOTTOM - (BOTTOM - TOP) * ratio(value, most);
    let told = |stood: &Stood| {
        format!(
            "{} of {} stages signed, {} of {} hand-offs accepted",
            stood.signed, stood.stages, stood.accepted, stood.handoffs
        )
    };
    let mut out = format!(
        "<svg class=\"picture\" viewBox=\"0 0 {} {}\" role=\"img\" aria-labelledby=\"{id}-name {id}-desc\">\n\
         <title id=\"{id}-name\">Stages signed and hand-offs accepted over time</title>\n\
         <desc id=\"{id}-desc\">At first {}; at last {}. The table below has each day.</desc>\n",
        at(WIDTH),
        at(HEIGHT),
        text(&told(first.stood)),
        text(&told(last.stood)),
    );
    for value in [0, most] {
        let _ = writeln!(
            out,
            "<path class=\"rail\" d=\"M{LEFT} {}H{RIGHT}\"/><text class=\"key\" x=\"{}\" y=\"{}\" text-anchor=\"end\">{value}</text>",
            at(y(value)),
            LEFT - 6.0,
            at(y(value) + 3.0)
        );
    }
    let signed = steps(&dots, |stood| y(stood.signed));
    let accepted = steps(&dots, |stood| y(stood.accepted));
    let _ = writeln!(
        out,
        "<path class=\"curve\" d=\"{signed}\"/><path class=\"curve second\" d=\"{accepted}\"/>"
    );
    out.push_str(&names(
        (y(last.stood.signed), last.stood.signed),
        (y(last.stood.accepted), last.stood.accepted),
    ));
    out.push_str(&verdicts(&dots));
    out.push_str(&days(timeline));
    out + "</svg>\n"
}

fn ratio(value: usize, of: usize) -> f64 {
    let number = |number: usize| f64::from(u32::try_from(number).unwrap_or(u32::MAX));
    number(value) / number(of)
}

/// Versions by their days; by their order where a day is not known.
fn dots(timeline: &Timeline) -> Vec<Dot<'_>> {
    let days: Vec<_> = timeline.points.iter().filter_map(|point| point.version.day).collect();
    let (first, last) = (days.iter().min().copied(), days.iter().max().copied());
    let since = |day: jiff::civil::Date| {
        let days = first.and_then(|first| first.until(day).ok()).map_or(0, |span| span.get_days());
        f64::from(days)
    };
    let whole = last.map_or(0.0, since);
    let points = timeline.points.len();
    let dot = |(index, point): (usize, &'_ crate::timeline::Point)| {
        let share = match point.version.day {
            Some(day) if whole > 0.0 => since(day) / whole,
            _ => ratio(index, points.max(2) - 1),
        };
        LEFT + (RIGHT - LEFT) * share
    };
    let numbered = timeline.points.iter().enumerate();
    numbered
        .filter_map(|(index, point)| {
            let stood = point.stood.as_ref().ok()?;
            Some(Dot { x: dot((index, point)), stood })
        })
        .collect()
}

/// A line that stays where it is until the next version.
fn steps(dots: &[Dot<'_>], y: impl Fn(&Stood) -> f64) -> String {
    let mut out = String::new();
    for (index, dot) in dots.iter().enumerate() {
        let _ = match index {
            0 => write!(out, "M{} {}", at(dot.x), at(y(dot.stood))),
            _ => write!(out, "H{}V{}", at(dot.x), at(y(dot.stood))),
        };
    }
    out
}

/// What each line is, at its end; never one over the other.
fn names((signed, stages): (f64, usize), (accepted, handoffs): (f64, usize)) -> String {
    let apart = 6.0 - (signed - accepted).abs() / 2.0;
    let (signed, accepted) = match (apart > 0.0, signed < accepted) {
        (true, true) => (signed - apart, accepted + apart),
        (true, false) => (signed + apart, accepted - apart),
        _ => (signed, accepted),
    };
    format!(
        "<text class=\"name\" x=\"{x}\" y=\"{}\">{stages} stages signed</text>\
         <text class=\"name\" x=\"{x}\" y=\"{}\">{handoffs} hand-offs accepted</text>\n",
        at(signed + 3.0),
        at(accepted + 3.0),
        x = RIGHT + 6.0
    )
}

/// Where the verdict became another.
fn verdicts(dots: &[Dot<'_>]) -> String {
    let mut out = String::new();
    let (mut before, mut free) = (None, f64::MIN);
    for dot in dots {
        if before == Some(dot.stood.verdict) {
            continue;
        }
        before = Some(dot.stood.verdict);
        let word = dot.stood.verdict.map_or("NO VERDICT", Verdict::title);
        let _ = writeln!(out, "<path class=\"rail\" d=\"M{} {TOP}V{}\"/>", at(dot.x), at(BOTTOM + 8.0));
        if dot.x >= free {
            let _ = writeln!(
                out,
                "<text class=\"key\" x=\"{}\" y=\"{}\">{word}</text>",
                at(dot.x + 2.0),
                at(BOTTOM + 16.0)
            );
            free = dot.x + 8.0 + 5.2 * f64::from(u32::try_from(word.len()).unwrap_or_default());
        }
    }
    out
}

/// The first day and the last.
fn days(timeline: &Timeline) -> String {
    let mut days: Vec<_> = timeline.points.iter().filter_map(|point| point.version.day).collect();
    days.sort();
    let (Some(first), Some(last)) = (days.first(), days.last()) else { return String::new() };
    format!(
        "<text class=\"key\" x=\"{LEFT}\" y=\"{y}\">{first}</text><text class=\"key\" x=\"{RIGHT}\" y=\"{y}\" text-anchor=\"end\">{last}</text>\n",
        y = HEIGHT - 6.0
    )
}
